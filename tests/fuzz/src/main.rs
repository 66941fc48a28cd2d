//! Damages good input at random and feeds it to everything that reads bytes from outside. A panic, an input that takes over
//! five seconds, or a broken promise stops the run, and the input is kept.
//!
//! `nianbao-fuzz TARGET SECONDS [SEED]`, targets: report form paste pdf cell journal

mod mutate;
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// An input that takes longer than this is as bad as a panic.
const TOO_LONG: Duration = Duration::from_secs(5);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| arguments.get(at).and_then(|text| text.parse::<u64>().ok());
    let name = arguments.first().map_or("", String::as_str);
    let Some(mut target) = targets::named(name) else {
        println!("nianbao-fuzz TARGET SECONDS [SEED], targets: {}", targets::NAMES.join(" "));
        return ExitCode::from(2);
    };
    let (seconds, seed) = (number(1).unwrap_or(10), number(2).unwrap_or(1));
    let kept = std::env::temp_dir().join(format!("nianbao-fuzz-{name}-{seed}"));
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut mutator = mutate::Mutator::new(seed, target.seeds.clone());
    let (mut runs, mut accepted) = (0_u64, 0_u64);
    while Instant::now() < end {
        let input = mutator.next();
        // Before the run: a stack that overflows leaves nothing behind.
        keep(&kept, &input);
        let begun = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| (target.run)(&input)));
        let took = begun.elapsed();
        runs += 1;
        match outcome {
            Ok(is_accepted) if took < TOO_LONG => {
                accepted += u64::from(is_accepted);
                if is_accepted {
                    mutator.learn(input);
                }
            }
            Ok(_) => return found(&kept, &format!("took {took:?}"), runs),
            Err(_) => return found(&kept, "panicked", runs),
        }
    }
    let _ = std::fs::remove_file(&kept);
    println!("{name}: {runs} inputs in {seconds} s, {accepted} of them accepted, nothing found (seed {seed})");
    ExitCode::SUCCESS
}

fn keep(path: &PathBuf, input: &[u8]) {
    if let Err(error) = std::fs::write(path, input) {
        println!("{}: {error}", path.display());
    }
}

fn found(path: &PathBuf, what: &str, runs: u64) -> ExitCode {
    println!("input {runs} {what}; it is kept in {}", path.display());
    ExitCode::FAILURE
}
