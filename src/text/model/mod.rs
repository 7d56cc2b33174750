//! Models: a piece of text into ids. One file per kind.
//!
//! A [`Model`] is what [`definition::Model`](super::definition::Model) says, with its tables built. All give their
//! tokens to a [`Batch`] in the order of the piece, with the bytes of the text that each covers.

pub mod bpe;
mod single;
pub mod trie;
pub mod unigram;
pub mod variation;
mod wordpiece;

use super::TokenId;
use super::definition::{Definition, Model as ModelDefinition};
use super::error::TextError;
use super::sink::{Batch, Sink};
use super::vocabulary::Vocabulary;
pub use bpe::Bpe;
use single::WordLevel;
pub use unigram::Unigram;
pub use variation::Variation;
pub use wordpiece::WordPiece;

/// A model with its tables built.
#[derive(Clone, Debug)]
pub enum Model {
    /// Byte-pair encoding.
    Bpe(Box<Bpe>),
    /// Unigram.
    Unigram(Box<Unigram>),
    /// WordPiece.
    WordPiece(Box<WordPiece>),
    /// Whole pieces.
    WordLevel(Box<WordLevel>),
    /// Every byte is its own id.
    Bytes,
    /// Every code point is its own id.
    CodePoints,
}

/// Buffers of the models, reused from piece to piece.
#[derive(Clone, Debug, Default)]
pub struct ModelScratch {
    /// Byte-pair encoding's.
    pub bpe: bpe::Scratch,
    /// Unigram's.
    pub unigram: unigram::UnigramScratch,
    /// WordPiece's.
    pub wordpiece: Vec<(TokenId, usize)>,
}

impl Model {
    /// Builds the tables of `definition`'s model. `byte_level`: pieces are bytes, and so are the tokens.
    pub(crate) fn new(definition: &Definition, byte_level: bool) -> Result<Self, TextError> {
        let vocabulary = &definition.vocabulary;
        Ok(match &definition.model {
            ModelDefinition::Bpe(bpe) => Self::Bpe(Box::new(Bpe::new(bpe, vocabulary)?)),
            ModelDefinition::Unigram { scores, unknown, byte_fallback, single_precision } => {
                let flags = (byte_level, *single_precision);
                Self::Unigram(Box::new(Unigram::new(vocabulary, scores, *unknown, *byte_fallback, flags)?))
            }
            ModelDefinition::WordPiece { unknown, continuing_prefix, max_input_chars_per_word } => {
                let limit = *max_input_chars_per_word as usize;
                Self::WordPiece(Box::new(WordPiece::new(vocabulary, *unknown, continuing_prefix, limit, byte_level)))
            }
            ModelDefinition::WordLevel { unknown } => Self::WordLevel(Box::new(WordLevel::new(vocabulary, *unknown))),
            ModelDefinition::Bytes => Self::Bytes,
            ModelDefinition::CodePoints => Self::CodePoints,
        })
    }

    /// How many ids the model gives, those without a token included.
    pub(crate) fn size(&self, vocabulary: &Vocabulary) -> usize {
        match self {
            Self::Bytes => 256,
            Self::CodePoints => 0x11_0000,
            _ => vocabulary.len(),
        }
    }

    /// The tokens of `piece`, whose first byte is byte `base` of the text, into `sink`.
    #[inline]
    pub fn encode(
        &self,
        piece: &[u8],
        base: usize,
        variation: &mut Variation,
        scratch: &mut ModelScratch,
        sink: &mut Batch<'_>,
    ) {
        if let Self::Bpe(bpe) = self {
            return match variation.dropout() {
                None => bpe.encode(piece, base, &mut scratch.bpe, sink),
                Some(dropout) => {
                    let random = &mut variation.random;
                    let drops = || random.unit() < f64::from(dropout);
                    bpe.encode_with_dropout(piece, base, &mut scratch.bpe, sink, drops);
                }
            };
        }
        if let Self::Unigram(unigram) = self {
            return match variation.alpha() {
                None => unigram.encode(piece, base, &mut scratch.unigram, sink),
                Some(alpha) => {
                    unigram.sample(piece, base, (alpha, &mut variation.random), &mut scratch.unigram, sink);
                }
            };
        }
        let mut start = base;
        let mut emit = |id: TokenId, length: usize| {
            sink.token(id, start, start + length);
            start += length;
        };
        match self {
            Self::Bpe(_) | Self::Unigram(_) => {}
            Self::WordPiece(wordpiece) => wordpiece.encode(piece, &mut scratch.wordpiece, &mut emit),
            Self::WordLevel(words) => words.encode(piece, &mut emit),
            Self::Bytes => piece.iter().for_each(|&byte| emit(TokenId::from(byte), 1)),
            Self::CodePoints => single::code_points(piece, &mut emit),
        }
    }

    /// As [`Model::encode`], in slices of about `budget` bytes where the model can; `true` when the piece is done.
    pub fn step(
        &self,
        piece: &[u8],
        base: usize,
        run: &mut PieceRun<'_>,
        budget: &mut usize,
        sink: &mut Batch<'_>,
    ) -> bool {
        if let (Self::Unigram(unigram), None) = (self, run.variation.alpha()) {
            if !std::mem::replace(run.begun, true) {
                run.scratch.unigram.begin();
            }
            let done = unigram.step(piece, base, &mut run.scratch.unigram, budget, sink);
            *run.begun = !done;
            return done;
        }
        if let (Self::Bpe(bpe), None) = (self, run.variation.dropout()) {
            return bpe.step(piece, base, run.begun, &mut run.scratch.bpe, budget, sink);
        }
        *budget = budget.saturating_sub(piece.len().max(1));
        self.encode(piece, base, run.variation, run.scratch, sink);
        true
    }
}

/// What a run over a piece in slices works with. Nothing else may use the buffers between two slices of a piece.
#[derive(Debug)]
pub struct PieceRun<'a> {
    /// Dropout and sampling.
    pub variation: &'a mut Variation,
    /// Buffers.
    pub scratch: &'a mut ModelScratch,
    /// The piece was begun in an earlier slice.
    pub begun: &'a mut bool,
}

/// The ids of `<0x00>` to `<0xFF>` by byte, where they are there.
pub(crate) fn byte_tokens(vocabulary: &Vocabulary) -> Box<[Option<TokenId>; 256]> {
    let mut ids = Box::new([None; 256]);
    for (id, token) in vocabulary.iter() {
        if let Some(byte) = byte_of_token(token) {
            ids[usize::from(byte)] = Some(id);
        }
    }
    ids
}

/// The byte that `<0xNN>` names.
pub(crate) fn byte_of_token(token: &[u8]) -> Option<u8> {
    let [b'<', b'0', b'x', high, low, b'>'] = token else { return None };
    let digit = |c: &u8| char::from(*c).to_digit(16);
    Some((digit(high)? * 16 + digit(low)?) as u8)
}
