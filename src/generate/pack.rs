//! A text in as few bytes as a model needs to tell it again: its ids by an arithmetic coder, each in its share of the
//! model's probabilities (Shannon, 1948; Rissanen and Langdon, 1979).
//!
//! The bytes are the number of ids as LEB128, then the code. Whoever has the same weights reads them back: probabilities
//! are whole numbers of rounded logits, and a row has the same bits whatever passes beside it, so the CPU that packs and
//! the one that unpacks need not be alike.

use super::decode::Limits;
use super::distribution::{Scores, Shares};
use super::error::GenerateError;
use super::score::Cost;
use super::window::Windows;
use crate::nn::models::transformer::batch::Batch;
use crate::range_coder::{Decoder, Encoder};

/// The most ids that are unpacked: a text of a few megabytes.
const MOST: u64 = 1 << 20;

/// Packs what a reading of the text tells.
#[derive(Debug)]
pub struct Packing {
    head: Vec<u8>,
    encoder: Encoder,
}

impl Packing {
    /// Of the ids that are read.
    pub fn new(ids: &[u32], limits: Limits) -> Self {
        let mut encoder = Encoder::new();
        // Where nothing stands before a text, its first id is one of all.
        if let (None, Some(&first)) = (limits.end, ids.first()) {
            encoder.encode(Shares::even(limits.vocabulary).of(first));
        }
        Self { head: leb128(ids.len() as u64), encoder }
    }

    /// The next tokens, as they were told.
    pub fn take(&mut self, costs: &[Cost]) {
        costs.iter().for_each(|cost| self.encoder.encode(cost.share));
    }

    /// The bytes.
    pub fn finish(self) -> Vec<u8> {
        [self.head, self.encoder.finish()].concat()
    }
}

/// Unpacks, a token at a time.
#[derive(Debug)]
pub struct Unpacking {
    limits: Limits,
    /// Behind what stands before a text.
    tokens: Vec<u32>,
    windows: Windows,
    /// Ids that there are.
    count: usize,
    decoder: Decoder,
    /// Packs the ids again: other bytes that lead to the same ids are refused.
    again: Encoder,
    code: Vec<u8>,
}

impl Unpacking {
    /// Of what [`Packing`] wrote with the same model.
    ///
    /// # Errors
    /// [`GenerateError::Unpack`] where it cannot be that.
    pub fn new(bytes: &[u8], limits: Limits) -> Result<Self, GenerateError> {
        let (count, code) = read_leb128(bytes).ok_or(GenerateError::Unpack)?;
        if !(1..=MOST).contains(&count) || limits.context < 2 {
            return Err(GenerateError::Unpack);
        }
        let mut unpacking = Self {
            limits,
            tokens: Vec::new(),
            windows: Windows::new(limits.context),
            count: count as usize,
            decoder: Decoder::new(code.to_vec()),
            again: Encoder::new(),
            code: code.to_vec(),
        };
        match limits.end {
            Some(end) => unpacking.tokens.push(end),
            None => unpacking.read(&Shares::even(limits.vocabulary))?,
        }
        Ok(unpacking)
    }

    /// Ids that are there, and all that will be.
    pub fn progress(&self) -> (usize, usize) {
        (self.ids().len(), self.count)
    }

    /// What is to pass next, and how many places the cache keeps before; none when all is there.
    ///
    /// # Errors
    /// [`GenerateError::Unpack`] where the ids would have been packed otherwise.
    pub fn next_batch(&mut self) -> Result<Option<(usize, Batch)>, GenerateError> {
        if self.ids().len() < self.count {
            return Ok(Some(self.windows.batch(&self.tokens)));
        }
        if self.again.clone().finish() == self.code { Ok(None) } else { Err(GenerateError::Unpack) }
    }

    /// Takes the logits of the wanted rows: none, or the last one's.
    ///
    /// # Errors
    /// [`GenerateError::Unpack`] where the bytes name no id.
    pub fn take(&mut self, logits: &[f32]) -> Result<(), GenerateError> {
        let rows = logits.chunks_exact(self.limits.vocabulary);
        self.windows.told(rows.len());
        rows.last().map_or(Ok(()), |logits| self.read(&Scores::new(logits).shares()))
    }

    /// The ids so far.
    pub fn ids(&self) -> &[u32] {
        &self.tokens[usize::from(self.limits.end.is_some())..]
    }

    fn read(&mut self, shares: &Shares) -> Result<(), GenerateError> {
        let id = shares.find(self.decoder.target(shares.total())).ok_or(GenerateError::Unpack)?;
        let share = shares.of(id);
        self.decoder.consume(share);
        self.again.encode(share);
        if self.decoder.exhausted() {
            return Err(GenerateError::Unpack);
        }
        self.tokens.push(id);
        Ok(())
    }
}

fn leb128(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

/// A number, and what stands behind it.
fn read_leb128(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0;
    for (at, &byte) in bytes.iter().enumerate().take(4) {
        value |= u64::from(byte & 0x7f) << (7 * at);
        if byte < 0x80 {
            return Some((value, &bytes[at + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_comes_back() {
        for value in [0, 1, 127, 128, 300, MOST] {
            let bytes = leb128(value);
            assert_eq!(read_leb128(&bytes), Some((value, &[][..])));
        }
        assert_eq!(read_leb128(&[0x80]), None);
        assert_eq!(read_leb128(&[0xff; 9]), None);
    }
}
