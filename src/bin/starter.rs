//! The starter's module: the library built without the feature `full`.

use partnership_assessment as _;

fn main() {}
