//! Range coding (Martin, 1979): a number in an interval that every symbol narrows by its share of the frequencies.
//!
//! The interval lives in 56 bits and is kept above 2^48, so totals up to 2^32 lose nothing that counts. A carry runs
//! back into the bytes already written. The end is as few bytes as name a number of the last interval; a decoder reads
//! zeros behind them.

/// Bits of the interval.
const BITS: u32 = 56;
const WHOLE: u64 = 1 << BITS;
/// The interval is widened below this.
const LEAST: u64 = 1 << (BITS - 8);
/// Bytes that a decoder holds, and so the most that it may read behind the end.
const AHEAD: usize = BITS as usize / 8;

/// A symbol's part of all frequencies: those of the symbols before it, its own, and all together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) before: u64,
    pub(crate) own: u64,
    pub(crate) total: u64,
}

/// Writes.
#[derive(Clone, Debug)]
pub(crate) struct Encoder {
    low: u64,
    range: u64,
    bytes: Vec<u8>,
}

impl Encoder {
    pub(crate) fn new() -> Self {
        Self { low: 0, range: WHOLE, bytes: Vec::new() }
    }

    pub(crate) fn encode(&mut self, share: Share) {
        let unit = self.range / share.total;
        self.low += share.before * unit;
        self.range = share.own * unit;
        self.carry();
        while self.range < LEAST {
            self.bytes.push((self.low >> (BITS - 8)) as u8);
            self.low = (self.low << 8) & (WHOLE - 1);
            self.range <<= 8;
        }
    }

    /// The bytes, with the end.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        for count in 0..=AHEAD as u32 {
            let shift = BITS - 8 * count;
            let rounded = ((self.low + (1 << shift) - 1) >> shift) << shift;
            if rounded < self.low + self.range {
                self.low = rounded;
                self.carry();
                for at in 0..count {
                    self.bytes.push((self.low >> (BITS - 8 * (at + 1))) as u8);
                }
                break;
            }
        }
        self.bytes
    }

    /// Takes what has grown beyond the interval's bits into the bytes before.
    fn carry(&mut self) {
        if self.low < WHOLE {
            return;
        }
        self.low -= WHOLE;
        for byte in self.bytes.iter_mut().rev() {
            *byte = byte.wrapping_add(1);
            if *byte != 0 {
                break;
            }
        }
    }
}

/// Reads what [`Encoder`] wrote.
#[derive(Debug)]
pub(crate) struct Decoder {
    bytes: Vec<u8>,
    /// Next byte; beyond the end there are zeros.
    at: usize,
    code: u64,
    range: u64,
}

impl Decoder {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        let mut decoder = Self { bytes, at: 0, code: 0, range: WHOLE };
        for _ in 0..AHEAD {
            decoder.code = decoder.code << 8 | decoder.byte();
        }
        decoder
    }

    /// Where among `total` frequencies the next symbol lies; a number of `total` or more is no symbol's.
    pub(crate) fn target(&self, total: u64) -> u64 {
        self.code / (self.range / total)
    }

    /// Goes on behind the symbol that the target belongs to.
    pub(crate) fn consume(&mut self, share: Share) {
        let unit = self.range / share.total;
        self.code -= share.before * unit;
        self.range = share.own * unit;
        while self.range < LEAST {
            self.code = self.code << 8 | self.byte();
            self.range <<= 8;
        }
    }

    /// More was read than an encoder leaves out at its end.
    pub(crate) fn exhausted(&self) -> bool {
        self.at > self.bytes.len() + AHEAD
    }

    /// All bytes were read.
    pub(crate) fn ended(&self) -> bool {
        self.at >= self.bytes.len()
    }

    fn byte(&mut self) -> u64 {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        u64::from(byte)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Any frequencies, the narrowest and the widest among them.
        #[test]
        fn symbols_come_back(shares in prop::collection::vec((0_u64..1 << 31, 1_u64..1 << 30, 0_u64..1 << 31), 0..400)) {
            let shares: Vec<Share> = shares
                .into_iter()
                .map(|(before, own, after)| Share { before, own, total: before + own + after })
                .collect();
            let mut encoder = Encoder::new();
            shares.iter().for_each(|&share| encoder.encode(share));
            let mut decoder = Decoder::new(encoder.finish());
            for share in shares {
                let target = decoder.target(share.total);
                prop_assert!((share.before..share.before + share.own).contains(&target));
                decoder.consume(share);
            }
            prop_assert!(decoder.ended() && !decoder.exhausted());
        }
    }

    /// A run of the last symbol pushes the low end up against a row of 255s, which a carry then goes through.
    #[test]
    fn a_carry_runs_through() {
        let last = Share { before: 255, own: 1, total: 256 };
        let (mut encoder, wide) = (Encoder::new(), Share { before: 1, own: 254, total: 256 });
        (0..9).for_each(|_| encoder.encode(last));
        (0..60).for_each(|_| encoder.encode(wide));
        let mut decoder = Decoder::new(encoder.finish());
        for share in [[last; 9].as_slice(), &[wide; 60]].concat() {
            assert!((share.before..share.before + share.own).contains(&decoder.target(256)));
            decoder.consume(share);
        }
        assert!(decoder.ended());
    }
}
