//! Patterns of published tokenizer files, recognized by their exact text, so that the hand-written scanner runs.
//!
//! Makers write the same split in different words; the wording that a scanner is proven against stands beside the
//! scanner, further ones that were met stand here. Any other text is a [`SplitPattern::Regex`].

use crate::text::definition::{KnownPattern, SplitPattern};
use crate::text::pretokenizer::known::{ALL, pattern_sources};

/// Further wordings. GPT-2's first writes the contractions one by one; tiktoken's is possessive and takes white space
/// that ends the text first, which the look-ahead would have taken too.
const WORDINGS: [(&str, KnownPattern); 3] = [
    (CL100K_FOR_ONIGURUMA, KnownPattern::Cl100k),
    (r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+", KnownPattern::Gpt2),
    (r"'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s", KnownPattern::Gpt2),
];

/// cl100k's pattern in words that Oniguruma takes as tiktoken's engine takes the original: no possessive counts (they
/// mean something else there) and the end of the text instead of that of a line.
pub(super) const CL100K_FOR_ONIGURUMA: &str = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s+\z|\s*[\r\n]+|\s+(?!\S)|\s+";

/// The pattern with this text.
pub fn recognize(regex: &str) -> SplitPattern {
    let proven = ALL.iter().find(|&&pattern| pattern_sources(pattern) == [regex]).copied();
    let known = proven.or_else(|| WORDINGS.iter().find(|(text, _)| *text == regex).map(|&(_, pattern)| pattern));
    known.map_or_else(|| SplitPattern::Regex(regex.to_owned()), SplitPattern::Known)
}
