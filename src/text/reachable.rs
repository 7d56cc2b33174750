//! Tokens that stand in a vocabulary and that no text becomes.
//!
//! Told only where it is certain, by two tests on the token's own bytes, each as dear as encoding them once:
//!
//! - *The model.* What the model does inside a token does not depend on what stands around it: a token of some encoding
//!   is also the encoding of its own bytes. So one whose bytes become something else is in no encoding. (Byte-pair
//!   encoding: no merge crosses the ends of a token that is left. Unigram: a part of a best path is a best path; asked
//!   for with a margin, since equal sums may round apart.) It says nothing about families that look a whole piece up
//!   first, mark the ends of words, or fall back to bytes for this token.
//! - *The normalizer.* Parts of a normalized text are normalized. So a token that the last normalizer would change
//!   never stands before the model.
//!
//! Whether a pre-tokenizer leaves room for a token is not asked.

use serde::Serialize;

use super::TokenId;
use super::browse::Entry;
use super::definition;
use super::model::{Model, byte_of_token};
use super::tokenizer::{Tokenizer, normalize};
use super::trace;

/// Why no text becomes a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum Unreachable {
    /// The model makes other tokens of its bytes.
    Model,
    /// No normalized text has its characters.
    Normalizer,
}

/// Nats by which another path must be better.
const MARGIN: f64 = 1e-3;

/// Marks the entries that no text becomes.
pub fn mark(tokenizer: &Tokenizer, entries: &mut [Entry]) {
    for entry in entries {
        entry.unreachable = unreachable(tokenizer, entry.id);
    }
}

/// Why no text becomes token `id`; `None` where some text does, or where these tests cannot tell.
pub fn unreachable(tokenizer: &Tokenizer, id: TokenId) -> Option<Unreachable> {
    let token = tokenizer.vocabulary().get(id);
    let model = &tokenizer.definition().model;
    if token.is_empty() || tokenizer.added(id).is_some() || unknown(model) == Some(id) {
        return None;
    }
    if is_changed_by_normalizer(tokenizer, token) {
        return Some(Unreachable::Normalizer);
    }
    let other = match (tokenizer.model(), model) {
        (Model::Bpe(_), definition::Model::Bpe(bpe)) => {
            let marks = !bpe.continuing_prefix.is_empty() || !bpe.word_suffix.is_empty();
            let fallback = bpe.byte_fallback && byte_of_token(token).is_some();
            !marks && !fallback && {
                let tokens = trace::encode(tokenizer, token);
                !matches!(tokens.as_slice(), [only] if only.id == id)
            }
        }
        (Model::Unigram(unigram), definition::Model::Unigram { byte_fallback, .. }) => {
            let fallback = *byte_fallback && byte_of_token(token).is_some();
            !fallback && {
                let lattice = trace::lattice(unigram, token, |_, _| true);
                let own = lattice.edges.iter().find(|edge| edge.id == id && edge.end as usize == token.len());
                own.is_some_and(|own| own.score < lattice.best - MARGIN)
            }
        }
        _ => false,
    };
    other.then_some(Unreachable::Model)
}

/// The token that stands for what is not in the vocabulary.
fn unknown(model: &definition::Model) -> Option<TokenId> {
    match model {
        definition::Model::Bpe(bpe) => bpe.unknown,
        definition::Model::Unigram { unknown, .. } => *unknown,
        definition::Model::WordPiece { unknown, .. } | definition::Model::WordLevel { unknown } => Some(*unknown),
        definition::Model::Bytes | definition::Model::CodePoints => None,
    }
}

/// Whether the last normalizer would change the token.
fn is_changed_by_normalizer(tokenizer: &Tokenizer, token: &[u8]) -> bool {
    let Some(step) = tokenizer.normalizers().last().filter(|step| step.keeps_what_it_made()) else { return false };
    let shown = match &tokenizer.definition().model {
        definition::Model::WordPiece { continuing_prefix, .. } => {
            token.strip_prefix(continuing_prefix.as_bytes()).unwrap_or(token)
        }
        _ => token,
    };
    std::str::from_utf8(shown).is_ok_and(|text| normalize(&[step], text) != text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::definition::{BpeDefinition, Definition, Merges, Model as ModelDefinition, Normalizer, Unit};
    use crate::text::vocabulary::Vocabulary;

    fn tokenizer(tokens: &[&str], normalizers: Vec<Normalizer>, model: ModelDefinition) -> Tokenizer {
        Tokenizer::new(Definition {
            name: "test".into(),
            vocabulary: Vocabulary::from_tokens(tokens),
            added: Vec::new(),
            normalizers,
            pre_tokenizers: Vec::new(),
            model,
            post_processors: Vec::new(),
            decoders: Vec::new(),
            chat_template: None,
        })
        .expect("the definition is sound")
    }

    fn bpe(merges: Vec<(TokenId, TokenId)>, ignore_merges: bool) -> ModelDefinition {
        ModelDefinition::Bpe(BpeDefinition {
            unit: Unit::Character,
            merges: Merges::Pairs(merges),
            unknown: None,
            fuse_unknown: false,
            byte_fallback: false,
            ignore_merges,
            continuing_prefix: String::new(),
            word_suffix: String::new(),
        })
    }

    fn all(tokenizer: &Tokenizer) -> Vec<Option<Unreachable>> {
        (0..tokenizer.size() as TokenId).map(|id| unreachable(tokenizer, id)).collect()
    }

    #[test]
    fn a_token_that_merges_never_join_is_told() {
        // b+c comes first, so that ab+c never happens; nothing joins to "ac".
        let tokens = ["a", "b", "c", "bc", "ab", "abc", "ac"];
        let merges = vec![(1, 2), (0, 1), (4, 2)];
        let told = all(&tokenizer(&tokens, Vec::new(), bpe(merges.clone(), false)));
        let model = Some(Unreachable::Model);
        assert_eq!(told, [None, None, None, None, None, model, model]);
        // Looked up as a whole first, a piece may be any token.
        assert_eq!(all(&tokenizer(&tokens, Vec::new(), bpe(merges, true))), [None; 7]);
    }

    #[test]
    fn a_token_that_is_always_better_in_parts_is_told() {
        let model = ModelDefinition::Unigram {
            scores: vec![-9.0, -1.0, -1.0, -3.0, -1.5],
            unknown: Some(0),
            byte_fallback: false,
            single_precision: false,
        };
        let told = all(&tokenizer(&["<unk>", "a", "b", "ab", "ba"], Vec::new(), model));
        assert_eq!(told, [None, None, None, Some(Unreachable::Model), None]);
    }

    #[test]
    fn a_token_that_normalization_leaves_nowhere_is_told() {
        let model =
            ModelDefinition::WordPiece { unknown: 0, continuing_prefix: "##".into(), max_input_chars_per_word: 100 };
        let told = all(&tokenizer(&["[UNK]", "paris", "Paris", "##É", "##é"], vec![Normalizer::Lowercase], model));
        let normalizer = Some(Unreachable::Normalizer);
        assert_eq!(told, [None, None, normalizer, normalizer, None]);
    }
}
