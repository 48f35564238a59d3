//! Numbers that look random and are the same in every run.

/// A stream of numbers (SplitMix64): small, and good enough for drawing costs.
#[derive(Debug, Clone)]
pub(super) struct Stream {
    state: u64,
}

impl Stream {
    /// The stream of a name. Names say what is drawn, never where it stands or in which order it came.
    pub(super) fn named(name: &str) -> Self {
        // FNV-1a: any hash does, as long as it never changes.
        let hash = |state: u64, byte: u8| (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        Self {
            state: name.bytes().fold(0xcbf2_9ce4_8422_2325, hash),
        }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A standard normal number: the sum of twelve uniform ones less its mean. It needs nothing of the machine's
    /// mathematics, so that every machine draws the same; beyond three deviations it is a little thin.
    pub(super) fn normal(&mut self) -> f64 {
        let mut sum = 0;
        for _ in 0..3 {
            let word = self.next();
            sum += (0..4).map(|part| (word >> (16 * part)) & 0xffff).sum::<u64>();
        }
        // Each of the twelve lies between 0 and 65535.
        (sum as f64 - 6.0 * 65535.0) / 65536.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_gives_the_same_numbers_and_another_name_gives_others() {
        let draw = |name: &str| {
            let mut stream = Stream::named(name);
            [stream.normal(), stream.normal()]
        };
        assert_eq!(draw("a"), draw("a"));
        assert_ne!(draw("a"), draw("b"));
    }

    #[test]
    fn normal_numbers_have_mean_zero_and_deviation_one() {
        let mut stream = Stream::named("test");
        let drawn: Vec<f64> = (0..20_000).map(|_| stream.normal()).collect();
        let mean = drawn.iter().sum::<f64>() / 20_000.0;
        let variance = drawn.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.02, "{mean}");
        assert!((variance - 1.0).abs() < 0.03, "{variance}");
        let tail = drawn.iter().filter(|x| **x > 1.2816).count() as f64 / 20_000.0;
        assert!((tail - 0.1).abs() < 0.01, "{tail}");
    }
}
