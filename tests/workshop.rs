//! The statistics of workshops against computations of their own, and the disclosure rule
//! under attack.

mod agreement;
mod attack;
mod disclosure;
mod distribution;
mod findings;
mod people;
mod report;
mod rows;
mod scores;
