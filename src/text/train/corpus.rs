//! Cutting the training texts into words, in slices.
//!
//! The texts run through the same normalizers and pre-tokenizers as any text that is encoded, so that a trainer sees
//! exactly the pieces that its tokenizer will see. Linear in the text.

use super::super::encoding::{Encoding, Pieces, Scratch};
use super::super::error::TextError;
use super::super::normalizer::printable;
use super::super::tokenizer::{EncodeOptions, Tokenizer};
use super::options::{MAX_TRAINING_BYTES, TrainOptions};
use super::words::{WordCounter, Words};

/// Texts on their way to counted words.
#[derive(Clone, Debug)]
pub(super) struct Corpus {
    cutter: Tokenizer,
    texts: Vec<String>,
    counter: WordCounter,
    /// The text at work, its run, and the next of its ready pieces.
    text: usize,
    run: Encoding,
    piece: usize,
    /// Bytes of the texts before.
    done: u64,
    total: u64,
}

impl Corpus {
    pub(super) fn new(texts: Vec<String>, options: &TrainOptions) -> Result<Self, TextError> {
        let total = texts.iter().map(|text| text.len() as u64).sum();
        if total > MAX_TRAINING_BYTES {
            let what = "the training text in bytes".to_owned();
            return Err(TextError::TooLarge { what, got: total, limit: MAX_TRAINING_BYTES });
        }
        let (cutter, run) = (options.cutter()?, new_run(Scratch::default()));
        Ok(Self { cutter, texts, counter: WordCounter::default(), text: 0, run, piece: 0, done: 0, total })
    }

    /// Bytes done, of how many.
    pub(super) fn progress(&self) -> (u64, u64) {
        (self.done, self.total)
    }

    /// Works for about `budget` bytes; true when all words are counted.
    pub(super) fn step(&mut self, budget: u64) -> bool {
        let mut left = usize::try_from(budget).unwrap_or(usize::MAX).max(1);
        while left > 0 {
            let Some(text) = self.texts.get(self.text) else { return true };
            match self.run.step_to_pieces(&self.cutter, text, &mut left) {
                Pieces::Partly => {}
                Pieces::End => {
                    self.done += text.len() as u64;
                    self.text += 1;
                    let finished = std::mem::replace(&mut self.run, new_run(Scratch::default()));
                    self.run = new_run(finished.into_scratch());
                }
                Pieces::Ready(scratch) => {
                    let mut bytes = Vec::new();
                    while let Some(piece) = scratch.pieces.get(self.piece).filter(|_| left > 0) {
                        let shown = &scratch.text().text[piece.range()];
                        if self.cutter.printable_bytes() {
                            bytes.clear();
                            printable::bytes(shown, &mut bytes);
                            self.counter.add(&bytes);
                        } else {
                            self.counter.add(shown.as_bytes());
                        }
                        self.piece += 1;
                        left = left.saturating_sub(shown.len() + 4);
                    }
                    if self.piece == scratch.pieces.len() {
                        self.piece = 0;
                        self.run.leave_pieces();
                    }
                }
            }
        }
        false
    }

    /// The words.
    pub(super) fn finish(self) -> Words {
        self.counter.finish()
    }
}

fn new_run(scratch: Scratch) -> Encoding {
    Encoding::new(&EncodeOptions::default(), scratch)
}
