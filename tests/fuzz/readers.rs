//! The fuzzer: tries the reader that the environment names in `PA_TARGET`.

#![no_main]

use std::env;
use std::sync::LazyLock;

use fuzz::checks::{self, Target};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

static TARGET: LazyLock<&Target> =
    LazyLock::new(|| checks::target(&env::var("PA_TARGET").expect("PA_TARGET names a reader")));

fuzz_target!(|data: &[u8]| fuzz::run(&TARGET, data));
fuzz_mutator!(|data: &mut [u8], size: usize, most: usize, seed: u32| {
    fuzz::mutation::mutate(data, size, most, seed)
});
