//! The merges that a rank file implies.
//!
//! Where any neighbours whose concatenation is a token are merged, the lowest id first, a token that the ids below its
//! own cut into two parts is always made of these two: whatever stands around it, all merges of lower ids inside it
//! have happened by then, in the same order, as long as none crossed its borders. So one pair per token, in id order,
//! does the same. A token that lower ids leave in more parts is never made by merging, unless a later token is a part
//! of it; such files are refused.

use std::collections::HashMap;

use super::TokenId;
use super::Vocabulary;

/// One pair per token that merging can make, in id order; or the id of a token that is made of a later one.
pub(super) fn merges(vocabulary: &Vocabulary) -> Result<Vec<(TokenId, TokenId)>, TokenId> {
    let mut ids: HashMap<&[u8], TokenId> = HashMap::with_capacity(vocabulary.len());
    for (id, token) in vocabulary.iter() {
        ids.entry(token).or_insert(id);
    }
    let mut pairs = Vec::with_capacity(vocabulary.len());
    for (id, token) in vocabulary.iter().filter(|(_, token)| token.len() > 1) {
        if let Some(pair) = parts(token, id, &ids) {
            pairs.push(pair);
            continue;
        }
        let split_by_later = |at: usize| {
            let (left, right) = token.split_at(at);
            ids.get(left).zip(ids.get(right)).is_some_and(|(&left, &right)| left.max(right) > id)
        };
        if (1..token.len()).any(split_by_later) {
            return Err(id);
        }
    }
    Ok(pairs)
}

/// The two parts that the ids below `below` cut `token` into.
fn parts(token: &[u8], below: TokenId, ids: &HashMap<&[u8], TokenId>) -> Option<(TokenId, TokenId)> {
    let mut ends: Vec<usize> = (1..=token.len()).collect();
    while ends.len() > 2 {
        let start = |at: usize| if at == 0 { 0 } else { ends[at - 1] };
        let joined = |at: usize| ids.get(&token[start(at)..ends[at + 1]]).filter(|&&id| id < below);
        let (_, at) = (0..ends.len() - 1).filter_map(|at| Some((*joined(at)?, at))).min()?;
        ends.remove(at);
    }
    match ends[..] {
        [first, _] => Some((*ids.get(&token[..first])?, *ids.get(&token[first..])?)),
        _ => None,
    }
}
