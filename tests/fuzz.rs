//! The checks that the fuzzer runs, on what is kept of the texts that it has found, and on
//! hostile ones that are made here. `docs/fuzzing.md` says how the fuzzer itself is run.

mod checks;
mod meter;

use std::any::Any;
use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use checks::growth::{SHAPES, Shape};
use checks::{TARGETS, Target, seeds, target};
use meter::{Meter, allowed};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz")
}

/// The texts that are kept for a target: a JSON string in each line.
fn kept(name: &str) -> Vec<String> {
    let text = fs::read_to_string(folder().join("corpus").join(format!("{name}.txt")));
    let text = text.unwrap_or_else(|it| panic!("what is kept for {name}: {it}"));
    text.lines().map(|it| serde_json::from_str(it).expect("a JSON string")).collect()
}

fn words(panic: Box<dyn Any + Send>) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|it| (*it).to_owned())).unwrap_or_default()
}

/// Holds the check of a target to pass for every one of `texts`.
fn all_pass(target: &Target, texts: &[String]) {
    let mut faults = Vec::new();
    for (i, text) in texts.iter().enumerate() {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| (target.check)(text))) {
            let shown: String = text.chars().take(200).collect();
            let what: String = words(panic).chars().take(600).collect();
            faults.push(format!("{} {i}, {shown:?}: {what}", target.name));
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn readers_pass_the_checks_on_all_that_is_kept_of_fuzzing() {
    let mut bytes = 0;
    for it in &TARGETS {
        let texts = kept(it.name);
        assert!(texts.len() >= 20, "{} texts of {}", texts.len(), it.name);
        bytes += texts.iter().map(String::len).sum::<usize>();
        all_pass(it, &texts);
    }
    assert!(bytes < 400_000, "{bytes} bytes are more than a repository should carry");
}

#[test]
fn readers_pass_the_checks_on_files_as_they_should_be_and_on_hostile_ones() {
    // What is meant for one reader is given to all the others too.
    let seeds: Vec<String> = TARGETS
        .iter()
        .flat_map(|it| seeds::of(it.name))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    for it in &TARGETS {
        all_pass(it, &seeds);
    }
}

#[test]
fn readers_pass_the_checks_on_texts_of_a_megabyte_and_on_deep_ones() {
    let large = seeds::large();
    for it in TARGETS.iter().filter(|it| it.name != "picture") {
        all_pass(it, &large);
    }
}

/// How long this thread has been at work, whatever else the machine does meanwhile, if the
/// system tells.
fn at_work() -> Option<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// What the check of a kind of text takes, `times` in a row: the shortest of three such times,
/// and memory.
fn weighed(shape: &Shape, bytes: usize, times: u32) -> (Duration, usize) {
    let text = (shape.make)(bytes);
    let check = target(shape.target).check;
    let once = || {
        let (begun, before) = (Instant::now(), at_work());
        let meter = Meter::start();
        (0..times).for_each(|_| check(&text));
        let used = meter.stop();
        let worked = at_work().zip(before).map(|(now, before)| now - before);
        (worked.unwrap_or_else(|| begun.elapsed()), used)
    };
    // The first time, there may be files to be read that every check stands on.
    let [first, second, third] = [once(), once(), once()];
    (first.0.min(second.0).min(third.0), second.1)
}

#[test]
fn eight_times_as_long_a_text_takes_no_reader_much_more_than_eight_times_as_much() {
    let mut faults = Vec::new();
    println!(
        "| reader | text | 16 KiB | 128 KiB | times as long | 16 KiB | 128 KiB | times as much |"
    );
    println!("|---|---|--:|--:|--:|--:|--:|--:|");
    for shape in &SHAPES {
        // As much text in eight pieces as in one: the clock of a thread moves in steps of some
        // milliseconds.
        let (pieces, less) = weighed(shape, 16 << 10, 8);
        let (long, more) = weighed(shape, 128 << 10, 1);
        let short = pieces / 8;
        let longer = long.as_secs_f64() / short.as_secs_f64();
        let larger = more as f64 / less as f64;
        let millis = |it: Duration| it.as_secs_f64() * 1e3;
        let mega = |it: usize| it as f64 / f64::from(1 << 20);
        println!(
            "| {} | {} | {:.1} ms | {:.1} ms | {longer:.1} | {:.1} MiB | {:.1} MiB | {larger:.1} |",
            shape.target,
            shape.name,
            millis(short),
            millis(long),
            mega(less),
            mega(more),
        );
        // A quadratic one takes 64 times as much. What takes little cannot be compared. No text
        // may be slow for its size either, even where it grows evenly: in a build for tests.
        let slow = long > 4 * pieces.max(Duration::from_millis(20));
        if slow || long > Duration::from_secs(4) {
            faults.push(format!("{}, {}: {short:?}, {long:?}", shape.target, shape.name));
        }
        let heavy = more > 4 << 20 && larger > 20.0;
        if heavy || less > allowed(16 << 10) || more > allowed(128 << 10) {
            faults.push(format!("{}, {}: {less}, {more} bytes", shape.target, shape.name));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}
