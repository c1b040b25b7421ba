//! Runs the checks of the readers under libFuzzer, and watches their memory.

pub mod checks;
mod meter;
pub mod mutation;

use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

use checks::Target;
use meter::Meter;

/// Checks a reader with a text made of `data`.
///
/// Memory beyond what the size of the text explains is a fault. How heavy the text is counts
/// as coverage, so that the fuzzer keeps those that weigh more for their size and goes on
/// from there.
pub fn run(target: &Target, data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let meter = Meter::start();
    (target.check)(&text);
    let used = meter.stop();
    let n = text.len();
    assert!(used <= meter::allowed(n), "{used} bytes of memory for {n} of text");
    steer(used, n);
}

/// The fuzzer takes counters of this section for coverage; it sets them back itself.
#[cfg_attr(target_os = "linux", unsafe(link_section = "__libfuzzer_extra_counters"))]
static HEAVY: [AtomicU8; 64] = [const { AtomicU8::new(0) }; 64];

/// Tells the fuzzer how much memory was used for each byte of a text, on a scale of quarters of
/// doublings.
fn steer(used: usize, text: usize) {
    let quarters = 4.0 * (1.0 + used as f64 / (text + 64) as f64).log2();
    if let Some(counter) = HEAVY.get(quarters as usize) {
        counter.store(1, Relaxed);
    }
}
