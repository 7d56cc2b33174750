//! A tokenizer as plain data: every stage of the pipeline, the vocabulary, nothing built.
//!
//! The readers of file formats and the trainers produce a [`Definition`]; `format::vocab` writes and reads it;
//! [`Tokenizer::new`](super::tokenizer::Tokenizer::new) builds the tables to run it. The components and their
//! parameters are those of the `tokenizer.json` format, so that a file of any family can be said in these words.
//! A component that is not in these enums is refused by the reader with its name.

use super::TokenId;
use super::vocabulary::Vocabulary;

/// A tokenizer as plain data.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// Catalogue name (`o200k_base`) or the file's name.
    pub name: String,
    /// Tokens by id. Byte-level families hold the raw bytes that a token stands for; the others hold the token as its
    /// model matches it (`▁the`, `##ing`, `<0x0A>`).
    pub vocabulary: Vocabulary,
    /// Special and other added tokens, in id order. Their ids may lie inside or beyond the vocabulary.
    pub added: Vec<AddedToken>,
    /// Applied in order.
    pub normalizers: Vec<Normalizer>,
    /// Applied in order, each to the pieces that the one before made.
    pub pre_tokenizers: Vec<PreTokenizer>,
    /// What turns a piece into ids.
    pub model: Model,
    /// Applied in order.
    pub post_processors: Vec<PostProcessor>,
    /// Applied in order. Empty: the bytes of the tokens, one after another.
    pub decoders: Vec<Decoder>,
    /// Jinja source of the chat template that the maker published with the file.
    pub chat_template: Option<String>,
}

impl Definition {
    /// Whether some stage needs a regex engine or the tables of grapheme clusters, which the module `text` lacks.
    pub fn needs_tools(&self) -> bool {
        let regex = |pattern: &SplitPattern| matches!(pattern, SplitPattern::Regex(_));
        self.normalizers.iter().any(|step| match step {
            Normalizer::Replace { pattern, .. } => regex(pattern),
            Normalizer::PrecompiledByGrapheme(_) => true,
            _ => false,
        }) || self
            .pre_tokenizers
            .iter()
            .any(|step| matches!(step, PreTokenizer::Split { pattern, .. } if regex(pattern)))
    }
}

/// A token found in the text before everything else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedToken {
    /// Its id.
    pub id: TokenId,
    /// The text that is looked for.
    pub content: String,
    /// Control token: parsed from text only when the caller asks, skipped when decoding without specials.
    pub special: bool,
    /// Takes white space on its left with it.
    pub lstrip: bool,
    /// Takes white space on its right with it.
    pub rstrip: bool,
    /// Matches only where no word character touches it.
    pub single_word: bool,
    /// Looked for in the normalized text instead of the original.
    pub normalized: bool,
}

/// One step of normalization.
#[derive(Clone, Debug, PartialEq)]
pub enum Normalizer {
    /// Unicode normal form C.
    Nfc,
    /// Unicode normal form D.
    Nfd,
    /// Unicode normal form KC.
    Nfkc,
    /// Unicode normal form KD.
    Nfkd,
    /// Unicode lower case, character by character.
    Lowercase,
    /// Removes combining marks (category Mn); text should be decomposed before.
    StripAccents,
    /// BERT's cleaning.
    Bert {
        /// Drop controls, turn all white space into spaces.
        clean_text: bool,
        /// Spaces around CJK ideographs.
        handle_chinese_chars: bool,
        /// `None`: as `lowercase` says.
        strip_accents: Option<bool>,
        /// Lower case.
        lowercase: bool,
    },
    /// Replaces every occurrence of a string or a regular expression.
    Replace {
        /// What is looked for.
        pattern: SplitPattern,
        /// What stands there afterwards.
        content: String,
    },
    /// Puts a string in front of a text that is not empty.
    Prepend(String),
    /// Removes white space at the ends.
    Strip {
        /// At the start.
        left: bool,
        /// At the end.
        right: bool,
    },
    /// SentencePiece's precompiled character map (the binary trie of `nmt_nfkc` and its relatives), matched as
    /// SentencePiece does: the longest prefix. For maps out of a `.model` file.
    Precompiled(Vec<u8>),
    /// SentencePiece's `remove_extra_whitespaces`: spaces at the ends dropped, runs of them made one.
    CollapseSpaces,
    /// Bytes as GPT-2's printable characters; only files that normalize instead of pre-tokenize use it.
    ByteLevel,
    /// The same map matched as the reference library does it for a `tokenizer.json`: by grapheme cluster; runs in the
    /// `tools` module only.
    PrecompiledByGrapheme(Vec<u8>),
}

/// What a split or a replacement looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SplitPattern {
    /// This string.
    Literal(String),
    /// One of the patterns with a hand-written scanner.
    Known(KnownPattern),
    /// Any other regular expression; runs in the `tools` module only.
    Regex(String),
}

/// Patterns of shipped families that `pretokenizer` has a hand-written scanner for, each proven equal to its pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KnownPattern {
    /// GPT-2, r50k, p50k, Whisper, Claude 2, ModernBERT.
    Gpt2,
    /// cl100k as the official package has it: white space that ends the text is one piece.
    Cl100k,
    /// Llama 3, GLM-4: cl100k's pattern as `tokenizer.json` files have it, which differs where a text ends in white
    /// space with a line break in it.
    Llama3,
    /// Qwen 2 to 3: as cl100k, every digit alone.
    Qwen2,
    /// Qwen 3.5 and later: as Qwen 2, marks go with letters.
    Qwen35,
    /// o200k, gpt-oss, Llama 4.
    O200k,
    /// Mistral's Tekken: as o200k without contractions, every digit alone.
    Tekken,
    /// Kimi K2: as o200k, Han runs apart.
    Kimi,
    /// DeepSeek V3's three splits in one scanner.
    DeepSeek,
    /// CLIP.
    Clip,
}

/// What becomes of a match of a splitting pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SplitBehavior {
    /// Dropped.
    Removed,
    /// A piece of its own.
    Isolated,
    /// Joined to the piece before it.
    MergedWithPrevious,
    /// Joined to the piece after it.
    MergedWithNext,
    /// A piece of its own together with the matches that touch it.
    Contiguous,
}

/// One step of pre-tokenization.
#[derive(Clone, Debug, PartialEq)]
pub enum PreTokenizer {
    /// Split by a pattern.
    Split {
        /// What is looked for.
        pattern: SplitPattern,
        /// What becomes of it.
        behavior: SplitBehavior,
        /// Matches and the text between them change places.
        invert: bool,
    },
    /// The model sees bytes (its vocabulary holds raw bytes, see [`Definition::vocabulary`]).
    ByteLevel {
        /// A space in front of the first piece when it does not start with one.
        add_prefix_space: bool,
        /// Also split by [`KnownPattern::Gpt2`].
        use_regex: bool,
    },
    /// `\w+|[^\w\s]+`, white space removed.
    Whitespace,
    /// White space removed.
    WhitespaceSplit,
    /// Unicode punctuation.
    Punctuation(SplitBehavior),
    /// Numbers apart from the rest.
    Digits {
        /// Every digit alone.
        individual: bool,
    },
    /// Spaces become `replacement`, pieces begin at it.
    Metaspace {
        /// Mostly U+2581.
        replacement: char,
        /// Where one is put in front.
        prepend: PrependScheme,
        /// Whether pieces are cut there at all.
        split: bool,
    },
    /// White space removed, punctuation apart.
    Bert,
    /// A new piece where the script changes.
    UnicodeScripts,
    /// At this character, which is dropped.
    CharDelimiter(char),
    /// Every so many characters.
    FixedLength(u32),
}

/// When [`PreTokenizer::Metaspace`] puts its character in front.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrependScheme {
    /// Before the first piece of the text.
    First,
    /// Never.
    Never,
    /// Before every piece between added tokens.
    Always,
}

/// What turns a piece into ids. Scores and merges are in the vocabulary's id order.
#[derive(Clone, Debug, PartialEq)]
pub enum Model {
    /// Byte-pair encoding.
    Bpe(BpeDefinition),
    /// The most probable cut under independent token probabilities.
    Unigram {
        /// Log probability of each token; negative infinity for a token that never matches text (SentencePiece's
        /// control, byte and unknown pieces).
        scores: Vec<f64>,
        /// The unknown token.
        unknown: Option<TokenId>,
        /// Unknown characters become `<0xNN>` tokens.
        byte_fallback: bool,
        /// Path scores are kept in f32, as SentencePiece does for a `.model`; otherwise in f64, as the reference
        /// library does for a `tokenizer.json`. Nearly equal paths may differ.
        single_precision: bool,
    },
    /// The longest token that fits, from the left.
    WordPiece {
        /// The unknown token.
        unknown: TokenId,
        /// What a token inside a word begins with, mostly `##`.
        continuing_prefix: String,
        /// A longer word is unknown as a whole.
        max_input_chars_per_word: u32,
    },
    /// Whole pieces only.
    WordLevel {
        /// The unknown token.
        unknown: TokenId,
    },
    /// Every byte is its own id.
    Bytes,
    /// Every code point is its own id.
    CodePoints,
}

impl Model {
    /// Whether it works as SentencePiece does: merges by score, or sums in f32.
    pub fn is_from_sentencepiece(&self) -> bool {
        match self {
            Self::Bpe(bpe) => matches!(bpe.merges, Merges::ByScore(_)),
            Self::Unigram { single_precision, .. } => *single_precision,
            _ => false,
        }
    }
}

/// Parameters of byte-pair encoding.
#[derive(Clone, Debug, PartialEq)]
pub struct BpeDefinition {
    /// What merging starts from.
    pub unit: Unit,
    /// What may be merged, and in which order.
    pub merges: Merges,
    /// The unknown token.
    pub unknown: Option<TokenId>,
    /// Neighbouring unknowns become one.
    pub fuse_unknown: bool,
    /// Characters without a token become `<0xNN>` tokens.
    pub byte_fallback: bool,
    /// A piece that is a token as a whole is that token, whether or not merges reach it.
    pub ignore_merges: bool,
    /// Put before every part of a word but the first.
    pub continuing_prefix: String,
    /// Put after the last part of a word (CLIP's `</w>`).
    pub word_suffix: String,
}

/// What byte-pair encoding starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Bytes: the vocabulary holds raw bytes (rank files, everything behind the byte level).
    Byte,
    /// Characters: the vocabulary holds text (SentencePiece, CLIP before its suffix).
    Character,
}

/// What may be merged, and in which order.
#[derive(Clone, Debug, PartialEq)]
pub enum Merges {
    /// Any two neighbours whose concatenation is a token; the lowest id first (tiktoken's rank files). A piece that is
    /// a token as a whole is that token.
    ByTokenId,
    /// Any two neighbours whose concatenation is a token; the highest score first, then the leftmost (SentencePiece).
    /// A token with the score −∞ (control, unknown and byte tokens) is never the result of a merge.
    ByScore(Vec<f32>),
    /// These pairs in this order; the result is the token that their concatenation names.
    Pairs(Vec<(TokenId, TokenId)>),
}

/// One step after the model.
#[derive(Clone, Debug, PartialEq)]
pub enum PostProcessor {
    /// Adds tokens around the text, as the templates of `[CLS] A [SEP]` and `<s> A </s>` do.
    Template {
        /// Ids before the text.
        before: Vec<TokenId>,
        /// Ids after the text.
        after: Vec<TokenId>,
    },
    /// Spans leave out the spaces that a token begins and ends with.
    ByteLevelTrim {
        /// The single space in front of the first token stays in.
        add_prefix_space: bool,
    },
}

/// One step from tokens back to text.
#[derive(Clone, Debug, PartialEq)]
pub enum Decoder {
    /// The vocabulary holds raw bytes: nothing to do.
    ByteLevel,
    /// `replacement` back to a space; the prepended one dropped.
    Metaspace {
        /// Mostly U+2581.
        replacement: char,
        /// As the pre-tokenizer's.
        prepend: PrependScheme,
    },
    /// Joins continuation tokens to their word.
    WordPiece {
        /// Mostly `##`.
        prefix: String,
        /// Drops the spaces before punctuation.
        cleanup: bool,
    },
    /// `<0xNN>` tokens back to bytes.
    ByteFallback,
    /// All tokens into one before the next step.
    Fuse,
    /// Strips a character from the ends of each token.
    Strip {
        /// What is stripped.
        content: char,
        /// At most so many at the start.
        start: u32,
        /// At most so many at the end.
        stop: u32,
    },
    /// Replaces a string.
    Replace {
        /// What is looked for.
        pattern: String,
        /// What stands there afterwards.
        content: String,
    },
    /// The word suffix becomes a space.
    BpeSuffix(String),
    /// A space between any two tokens: what the reference library does for a file that names no decoder.
    Spaces,
}
