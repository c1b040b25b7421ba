//! Journeys through the state machine, with the exact effects at the steps that matter.

mod device;
mod door;
mod faults;
mod files;
mod first_visit;
mod instruments;
mod newer;
mod plans;
mod random;
mod released;
mod rescue;
mod rounds;
mod shelf;
mod single;
mod storage;
mod tabs;
mod taking_over;
mod trust;
mod vault;
mod workshops;
