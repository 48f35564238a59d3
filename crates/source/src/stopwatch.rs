//! The only clock. It tells how long something took, which `--timings` prints beside the result; no result may
//! depend on it.

use std::time::{Duration, Instant};

/// A running watch.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts now.
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// How long it has been running.
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}
