//! What a visitor can choose about training.

use super::super::definition::{Definition, Model, Normalizer, PreTokenizer};
use super::super::error::TextError;
use super::super::tokenizer::Tokenizer;
use super::super::vocabulary::Vocabulary;

/// The most text that is trained on at once, in bytes: a text without repetition costs about thirty bytes of tables for
/// each of its own.
pub const MAX_TRAINING_BYTES: u64 = 32 << 20;

/// The largest vocabulary that is trained.
pub const MAX_VOCABULARY: u32 = 262_144;

/// Which trainer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// Byte-pair encoding over bytes: nothing is ever unknown.
    ByteBpe,
    /// Byte-pair encoding over code points.
    CharacterBpe,
    /// Unigram language model: starts with too many tokens and prunes.
    Unigram,
    /// WordPiece: joins what makes the text most likely.
    WordPiece,
}

/// Options of a training run.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainOptions {
    /// Name of the result.
    pub name: String,
    /// Which trainer.
    pub algorithm: Algorithm,
    /// Stop at so many tokens, special tokens and alphabet included.
    pub vocabulary_size: u32,
    /// Stop after so many steps (merges of BPE, rounds of WordPiece). Not used by Unigram.
    pub max_steps: Option<u32>,
    /// A pair (Unigram: a string that may become a token) must occur so often.
    pub min_frequency: u64,
    /// Keep only so many characters, the most frequent. Not used at byte level.
    pub alphabet_limit: Option<u32>,
    /// No token longer than so many bytes (byte level) or characters.
    pub max_token_length: Option<u32>,
    /// Special tokens, first in the vocabulary. An unknown token that the model needs is added in front.
    pub specials: Vec<String>,
    /// Applied to the text before it is cut.
    pub normalizers: Vec<Normalizer>,
    /// How the text is cut into words.
    pub pre_tokenizers: Vec<PreTokenizer>,
}

impl Default for TrainOptions {
    /// Byte-level BPE of 8,192 tokens over GPT-2's words.
    fn default() -> Self {
        Self {
            name: "trained".to_owned(),
            algorithm: Algorithm::ByteBpe,
            vocabulary_size: 8_192,
            max_steps: None,
            min_frequency: 2,
            alphabet_limit: None,
            max_token_length: None,
            specials: Vec::new(),
            normalizers: Vec::new(),
            pre_tokenizers: vec![PreTokenizer::ByteLevel { add_prefix_space: false, use_regex: true }],
        }
    }
}

impl TrainOptions {
    /// What the unknown token is called, for the models that need one.
    pub fn unknown(&self) -> Option<&'static str> {
        match self.algorithm {
            Algorithm::ByteBpe => None,
            Algorithm::CharacterBpe | Algorithm::Unigram => Some("<unk>"),
            Algorithm::WordPiece => Some("[UNK]"),
        }
    }

    /// The special tokens with the unknown token among them, each once.
    pub(super) fn all_specials(&self) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        let given = self.specials.iter().map(String::as_str);
        let unknown = self.unknown().filter(|unknown| !self.specials.iter().any(|special| special == unknown));
        for special in unknown.into_iter().chain(given) {
            if !special.is_empty() && !all.iter().any(|known| known == special) {
                all.push(special.to_owned());
            }
        }
        all
    }

    /// A tokenizer that does nothing but cut text as the options say.
    pub(super) fn cutter(&self) -> Result<Tokenizer, TextError> {
        Tokenizer::new(Definition {
            name: self.name.clone(),
            vocabulary: Vocabulary::default(),
            added: Vec::new(),
            normalizers: self.normalizers.clone(),
            pre_tokenizers: self.pre_tokenizers.clone(),
            model: if self.algorithm == Algorithm::ByteBpe { Model::Bytes } else { Model::CodePoints },
            post_processors: Vec::new(),
            decoders: Vec::new(),
            chat_template: None,
        })
    }

    /// Refuses what cannot be trained.
    pub(super) fn check(&self) -> Result<(), TextError> {
        let byte_level = self.pre_tokenizers.iter().any(|step| matches!(step, PreTokenizer::ByteLevel { .. }));
        if byte_level != (self.algorithm == Algorithm::ByteBpe) {
            return Err(TextError::Malformed {
                place: "training options, pre_tokenizers".to_owned(),
                expected: "ByteLevel with byte-level BPE, and only with it".to_owned(),
                got: format!("{:?} with {:?}", self.pre_tokenizers, self.algorithm),
            });
        }
        if let Some(special) = self.specials.iter().find(|special| special.chars().nth(1).is_none()) {
            return Err(TextError::Malformed {
                place: "training options, specials".to_owned(),
                expected: "special tokens of two or more characters".to_owned(),
                got: format!("{special:?}"),
            });
        }
        if self.vocabulary_size > MAX_VOCABULARY {
            let (got, limit) = (u64::from(self.vocabulary_size), u64::from(MAX_VOCABULARY));
            return Err(TextError::TooLarge { what: "the vocabulary to be trained".to_owned(), got, limit });
        }
        Ok(())
    }
}
