//! How far an edit can reach: what of a tokenizer decides where tokenizing may resume and where it may stop.
//!
//! Three kinds of tokenizers:
//!
//! - [`Locality::Cuts`]: there are pairs of neighbouring characters between which every piece ends, whatever stands
//!   around them (a letter before a space). Both sides of such a hard cut are tokenized independently. Which pairs
//!   these are follows from the definition: every stage must either cut there or not look across. Hard cuts are
//!   proven for each known pattern in `tests/document_cuts.rs`.
//! - [`Locality::Merges`]: byte-pair encoding without a pre-tokenizer. The whole text is one piece, but whether tokens
//!   t₁…tₙ are an encoding depends on neighbouring pairs alone, for every vocabulary (see [`super::retokenize`]).
//! - [`Locality::Whole`]: neither could be proven; every edit runs the whole text again, in slices, and says why.
//!
//! Computed once per tokenizer. Cost: a look at every added token.

use std::sync::Arc;

use crate::order;
use crate::text::definition::{AddedToken, Definition, Model, Normalizer, PreTokenizer, SplitBehavior, SplitPattern};
use crate::text::normalizer::{Charsmap, Form, unicode};
use crate::text::pretokenizer::class;

/// How far an edit can reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Locality {
    /// To the next hard cuts.
    Cuts(Cuts),
    /// To the next tokens that stay as they are.
    Merges {
        /// Bytes of text that a token may take at the most.
        longest: u32,
    },
    /// Everywhere.
    Whole {
        /// What in the definition is to blame.
        why: String,
    },
}

/// The pairs of characters that are hard cuts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cuts {
    /// ASCII characters that begin a new piece behind a letter, as bits.
    behind: u128,
    /// Whether the marks of [`WIDE`] do too.
    wide: bool,
    /// Whether a letter must stay one when it is decomposed.
    normalized: bool,
    /// The normalizer's character map, which the letter must survive.
    map: Option<Arc<Charsmap>>,
    /// Letters and digits that may not stand before a cut, as sorted keys.
    not_before: Vec<u64>,
    /// Pairs that something takes together, as sorted keys (see [`pair`]).
    together: Vec<u64>,
}

/// Punctuation of Chinese and Japanese that stands where other scripts have spaces.
const WIDE: [char; 14] = ['、', '。', '，', '！', '？', '：', '；', '（', '）', '「', '」', '《', '》', '…'];

const SPACES: [char; 4] = [' ', '\t', '\n', '\r'];

/// ASCII but for letters, digits, spaces, controls and the apostrophe (contractions).
const SIGNS: [char; 31] = [
    '!', '"', '#', '$', '%', '&', '(', ')', '*', '+', ',', '-', '.', '/', ':', ';', '<', '=', '>', '?', '@', '[', '\\',
    ']', '^', '_', '`', '{', '|', '}', '~',
];

const DIGITS: [char; 10] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

const fn bits(characters: &[char]) -> u128 {
    let (mut bits, mut at) = (0, 0);
    while at < characters.len() {
        bits |= 1 << (characters[at] as u32);
        at += 1;
    }
    bits
}

/// What may stand behind a cut at all.
const CANDIDATES: u128 = bits(&SPACES) | bits(&SIGNS) | bits(&DIGITS);

/// Two characters as one key.
fn pair(first: char, second: char) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

/// The two characters of a key.
fn characters(pair: u64) -> Option<(char, char)> {
    Some((char::from_u32((pair >> 32) as u32)?, char::from_u32(pair as u32)?))
}

impl Cuts {
    /// Whether every piece ends between `before` and `behind`.
    pub fn allows(&self, before: char, behind: char) -> bool {
        let ends_word = match before {
            '0'..='9' => !behind.is_ascii_digit(),
            'A'..='Z' | 'a'..='z' => true,
            _ => class::LETTERS.has(class::of_code_point(before as u32)) && (!self.normalized || stays_letter(before)),
        };
        let begins = match u32::from(behind) {
            code @ 0..=127 => self.behind >> code & 1 != 0,
            _ => self.wide && WIDE.contains(&behind),
        };
        let survives = self.map.as_ref().is_none_or(|map| map.keeps_letter(before));
        begins
            && ends_word
            && survives
            && self.not_before.binary_search(&before.into()).is_err()
            && self.together.binary_search(&pair(before, behind)).is_err()
    }

    fn forbid_behind(&mut self, character: char) {
        if character.is_ascii() {
            self.behind &= !(1 << (character as u32));
        } else if WIDE.contains(&character) {
            self.wide = false;
        }
    }

    fn keep_behind(&mut self, characters: u128) {
        self.behind &= characters;
        self.wide = false;
    }

    /// What matches `literal` lies on one side of a cut, and its ends touch none.
    fn keep_apart(&mut self, literal: &str) {
        self.keep_together(literal);
        self.not_before.extend(literal.chars().next_back().map(u64::from));
        literal.chars().next().into_iter().for_each(|first| self.forbid_behind(first));
    }

    fn keep_together(&mut self, literal: &str) {
        self.together.extend(literal.chars().zip(literal.chars().skip(1)).map(|(first, second)| pair(first, second)));
    }
}

/// Whether a replacement makes runs of spaces one.
fn is_run_of_spaces(source: &str, content: &str) -> bool {
    [r"\s+", " {2,}"].contains(&source) && [" ", "\u{2581}"].contains(&content)
}

/// Whether no normal form turns the letter into something that ends in anything but letters.
fn stays_letter(letter: char) -> bool {
    let mut parts = String::new();
    unicode::normalize(letter.encode_utf8(&mut [0; 4]), Form::Nfkd, &mut parts);
    parts.chars().all(|part| class::LETTERS.has(class::of_code_point(part as u32)))
}

impl Locality {
    /// The locality of a tokenizer that takes special tokens as text or parses them.
    pub fn of(definition: &Definition, parse_specials: bool) -> Self {
        let added: Vec<&AddedToken> =
            definition.added.iter().filter(|token| parse_specials || !token.special).collect();
        match cuts(definition, &added) {
            Ok(cuts) => Self::Cuts(cuts),
            Err(why) => merges(definition, &added).unwrap_or(Self::Whole { why }),
        }
    }
}

/// The hard cuts of a pipeline, or the component because of which there are none.
fn cuts(definition: &Definition, added: &[&AddedToken]) -> Result<Cuts, String> {
    let mut cuts = Cuts { behind: CANDIDATES, wide: true, ..Cuts::default() };
    // Which of the candidates some stage surely cuts at.
    let mut sure = Cuts::default();
    let mut guarantee = |characters: u128, wide: bool| {
        sure.behind |= characters;
        sure.wide |= wide;
    };
    for normalizer in &definition.normalizers {
        match normalizer {
            // Nothing that may stand behind a cut composes with what is before it or changes its kind.
            Normalizer::Nfc | Normalizer::Nfd | Normalizer::Nfkc | Normalizer::Nfkd | Normalizer::Lowercase => {
                cuts.normalized = true;
            }
            Normalizer::StripAccents | Normalizer::Bert { .. } => cuts.normalized = true,
            Normalizer::Replace { pattern: SplitPattern::Literal(literal), .. } => cuts.keep_apart(literal),
            // The run of spaces lies behind the cut as a whole.
            Normalizer::Replace { pattern: SplitPattern::Regex(source), content }
                if is_run_of_spaces(source, content) => {}
            // Only the ends of a text: the character before the cut goes along as context.
            Normalizer::Prepend(_) | Normalizer::Strip { .. } | Normalizer::CollapseSpaces => {}
            // Only a space, and only where the map is seen to leave it alone.
            Normalizer::Precompiled(bytes) | Normalizer::PrecompiledByGrapheme(bytes) => {
                let by_grapheme = matches!(normalizer, Normalizer::PrecompiledByGrapheme(_));
                let map =
                    Charsmap::new(bytes, by_grapheme, &|| "normalizer".into()).map_err(|error| error.to_string())?;
                if !map.parts_at_spaces() {
                    return Err("the normalizer's character map reaches over spaces".into());
                }
                cuts.map = Some(Arc::new(map));
                cuts.keep_behind(bits(&[' ']));
            }
            Normalizer::Replace { .. } => return Err("a normalizer replaces by a pattern".into()),
            Normalizer::ByteLevel => return Err("the normalizer rewrites bytes".into()),
        }
    }
    for pre_tokenizer in &definition.pre_tokenizers {
        match pre_tokenizer {
            PreTokenizer::Split { pattern: SplitPattern::Known(_), behavior, invert } => match (behavior, invert) {
                (SplitBehavior::Isolated, false) | (SplitBehavior::Removed, true) => guarantee(CANDIDATES, true),
                _ => return Err("a split joins pieces to their neighbours".into()),
            },
            PreTokenizer::ByteLevel { use_regex: true, .. } => guarantee(CANDIDATES, true),
            PreTokenizer::ByteLevel { use_regex: false, .. } | PreTokenizer::Metaspace { split: false, .. } => {}
            PreTokenizer::Split { pattern: SplitPattern::Literal(literal), .. } => cuts.keep_apart(literal),
            PreTokenizer::Bert => guarantee(bits(&SPACES) | bits(&SIGNS), true),
            PreTokenizer::Whitespace | PreTokenizer::WhitespaceSplit => guarantee(bits(&SPACES), false),
            PreTokenizer::Metaspace { split: true, replacement, .. } => {
                cuts.keep_apart(&replacement.to_string());
                guarantee(bits(&[' ']), false);
            }
            PreTokenizer::Punctuation(SplitBehavior::Isolated) | PreTokenizer::Digits { .. } => {}
            PreTokenizer::Punctuation(_) => cuts.keep_behind(bits(&SPACES)),
            PreTokenizer::CharDelimiter(delimiter) => {
                cuts.not_before.push((*delimiter).into());
                if delimiter.is_ascii() {
                    guarantee(bits(&[*delimiter]), false);
                }
            }
            PreTokenizer::Split { .. } => return Err("a split runs a pattern of the file's own".into()),
            PreTokenizer::UnicodeScripts => return Err("pieces depend on the script far before them".into()),
            PreTokenizer::FixedLength(_) => return Err("pieces are counted from the start of the text".into()),
        }
    }
    if matches!(definition.model, Model::Bytes | Model::CodePoints) {
        guarantee(CANDIDATES, true);
    }
    for token in added {
        cuts.keep_together(&token.content);
        cuts.not_before.extend(token.content.chars().next_back().map(u64::from));
        if token.normalized && !definition.normalizers.is_empty() {
            token.content.chars().skip(1).for_each(|inner| cuts.forbid_behind(inner));
            cuts.wide = false;
        }
        if token.single_word {
            token.content.chars().next().into_iter().for_each(|first| cuts.forbid_behind(first));
            ('0'..='9').for_each(|digit| cuts.forbid_behind(digit));
        }
    }
    cuts.behind &= sure.behind;
    cuts.wide &= sure.wide;
    // Pairs that could be no cut anyhow need no place.
    let mut pairs = std::mem::take(&mut cuts.together);
    order::sort_by_key(&mut cuts.not_before, |&key| key);
    order::sort_by_key(&mut pairs, |&key| key);
    pairs.dedup();
    pairs.retain(|&key| characters(key).is_some_and(|(before, behind)| cuts.allows(before, behind)));
    cuts.together = pairs;
    if cuts.behind == 0 { Err("nothing in the pipeline cuts the text into pieces".into()) } else { Ok(cuts) }
}

/// Byte-pair encoding of the whole text in one piece, if all stages before the model work on characters alone.
fn merges(definition: &Definition, added: &[&AddedToken]) -> Option<Locality> {
    let one_character = |literal: &str| literal.chars().count() == 1;
    let mut gone = Vec::new();
    let normalizers = definition.normalizers.iter().all(|normalizer| match normalizer {
        Normalizer::Prepend(_) | Normalizer::Lowercase => true,
        Normalizer::Replace { pattern: SplitPattern::Literal(literal), content } => {
            if !content.contains(literal) {
                gone.push(literal.clone());
            }
            one_character(literal)
        }
        _ => false,
    });
    let pre_tokenizers = definition.pre_tokenizers.iter().all(|pre_tokenizer| match pre_tokenizer {
        PreTokenizer::Metaspace { split, .. } => !split,
        PreTokenizer::ByteLevel { use_regex, .. } => !use_regex,
        // A split at what the normalizer has replaced splits nothing.
        PreTokenizer::Split { pattern: SplitPattern::Literal(literal), .. } => gone.contains(literal),
        _ => false,
    });
    let plain = added.iter().all(|token| !token.lstrip && !token.rstrip && !token.single_word);
    let bpe = matches!(definition.model, Model::Bpe(_));
    let fits = normalizers && pre_tokenizers && plain && bpe;
    fits.then(|| {
        let added = added.iter().map(|token| token.content.len());
        let longest = added.chain(definition.vocabulary.iter().map(|(_, bytes)| bytes.len())).max().unwrap_or(0);
        // A character has at most three times as many bytes as what lower case or a replacement made of it.
        Locality::Merges { longest: 3 * longest.min(1 << 20) as u32 }
    })
}
