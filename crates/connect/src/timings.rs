//! How long the reading of an app took, phase by phase. For people who wonder; no fact depends on it.

use std::sync::Arc;
use std::time::Duration;

/// How many of the slowest files are kept.
const SLOWEST: usize = 10;

/// Time that was spent, added up over all threads.
#[derive(Debug, Clone, Default)]
pub struct Timings {
    /// Getting the bytes of files.
    pub read: Duration,
    /// Parsing, and reducing syntax trees to what is kept of them.
    pub parse: Duration,
    /// Finding what names mean and who calls whom.
    pub link: Duration,
    /// Taking facts from the calls.
    pub find: Duration,
    /// The files that took longest to read and parse, slowest first.
    pub slowest: Vec<(Arc<str>, Duration)>,
}

impl Timings {
    /// Adds a file.
    pub(crate) fn file(&mut self, path: &Arc<str>, read: Duration, parse: Duration) {
        self.read += read;
        self.parse += parse;
        self.slow(path, read + parse);
    }

    /// Adds what was measured elsewhere.
    pub(crate) fn add(&mut self, other: &Self) {
        self.read += other.read;
        self.parse += other.parse;
        self.link += other.link;
        self.find += other.find;
        for (path, took) in &other.slowest {
            self.slow(path, *took);
        }
    }

    fn slow(&mut self, path: &Arc<str>, took: Duration) {
        let at = self.slowest.partition_point(|(_, known)| *known >= took);
        if at < SLOWEST {
            self.slowest.truncate(SLOWEST - 1);
            self.slowest.insert(at, (path.clone(), took));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ten_slowest_files_are_kept_slowest_first() {
        let mut timings = Timings::default();
        for (index, millis) in [3u64, 9, 1, 12, 7, 5, 11, 2, 10, 4, 8, 6].into_iter().enumerate() {
            let path: Arc<str> = index.to_string().into();
            timings.file(&path, Duration::ZERO, Duration::from_millis(millis));
        }
        let kept: Vec<u128> = timings.slowest.iter().map(|(_, took)| took.as_millis()).collect();
        assert_eq!(kept, [12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
        assert_eq!(timings.parse, Duration::from_millis(78));
    }
}
