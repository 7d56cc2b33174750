//! Byte-pair encoding by its definition: look at every pair of neighbours, merge the best, again and again.
//!
//! Kept for ever as what the fast encoder must equal; quadratic, builds strings, used by tests only.

use std::collections::HashMap;

use crate::text::TokenId;
use crate::text::definition::{BpeDefinition, Merges, Unit};
use crate::text::vocabulary::Vocabulary;

/// A part of the piece: the string that rules see, its token, and the bytes of the piece that it covers.
#[derive(Clone, Debug)]
struct Part {
    text: Vec<u8>,
    id: Option<TokenId>,
    start: usize,
    end: usize,
}

/// Tokens of `piece` with the bytes that each covers.
pub fn encode(definition: &BpeDefinition, vocabulary: &Vocabulary, piece: &[u8]) -> Vec<(TokenId, usize, usize)> {
    let mut ids: HashMap<&[u8], TokenId> = HashMap::new();
    for (id, bytes) in vocabulary.iter() {
        ids.entry(bytes).or_insert(id);
    }
    if (definition.ignore_merges || definition.merges == Merges::ByTokenId)
        && let Some(&id) = ids.get(piece)
    {
        return vec![(id, 0, piece.len())];
    }
    let by_pairs = matches!(definition.merges, Merges::Pairs(_));
    let mut parts = units(definition, piece);
    if by_pairs {
        parts = resolve(definition, &ids, parts);
    }
    // The lower the better; the leftmost of equals.
    let rank = |left: &Part, right: &Part| -> Option<(usize, Vec<u8>, Option<TokenId>)> {
        match &definition.merges {
            Merges::Pairs(pairs) => {
                let rank = pairs.iter().rposition(|&(a, b)| Some(a) == left.id && Some(b) == right.id)?;
                let mut text = vocabulary.get(left.id?).to_vec();
                text.extend_from_slice(&vocabulary.get(right.id?)[definition.continuing_prefix.len()..]);
                let id = ids.get(text.as_slice()).copied();
                Some((rank, text, id))
            }
            Merges::ByTokenId => {
                let text = [left.text.as_slice(), &right.text].concat();
                let id = *ids.get(text.as_slice())?;
                Some((id as usize, text, Some(id)))
            }
            Merges::ByScore(scores) => {
                let text = [left.text.as_slice(), &right.text].concat();
                let id = *ids.get(text.as_slice())?;
                let score = scores[id as usize];
                if score == f32::NEG_INFINITY {
                    return None;
                }
                Some((scores.iter().filter(|&&other| other > score).count(), text, Some(id)))
            }
        }
    };
    loop {
        let best = parts
            .windows(2)
            .enumerate()
            .filter_map(|(at, pair)| rank(&pair[0], &pair[1]).map(|(rank, text, id)| (rank, at, text, id)))
            .min_by_key(|&(rank, at, ..)| (rank, at));
        let Some((_, at, text, id)) = best else { break };
        parts[at] = Part { text, id, start: parts[at].start, end: parts[at + 1].end };
        parts.remove(at + 1);
    }
    if !by_pairs {
        parts = resolve(definition, &ids, parts);
    }
    parts.into_iter().filter_map(|part| Some((part.id?, part.start, part.end))).collect()
}

/// The bytes or characters of the piece, prefix and suffix added.
fn units(definition: &BpeDefinition, piece: &[u8]) -> Vec<Part> {
    let starts: Vec<usize> = match definition.unit {
        Unit::Byte => (0..piece.len()).collect(),
        Unit::Character => (0..piece.len()).filter(|&at| at == 0 || piece[at] & 0xc0 != 0x80).collect(),
    };
    let mut parts = Vec::new();
    for (at, &start) in starts.iter().enumerate() {
        let end = starts.get(at + 1).copied().unwrap_or(piece.len());
        let mut text = Vec::new();
        if at > 0 {
            text.extend_from_slice(definition.continuing_prefix.as_bytes());
        }
        text.extend_from_slice(&piece[start..end]);
        if end == piece.len() {
            text.extend_from_slice(definition.word_suffix.as_bytes());
        }
        parts.push(Part { text, id: None, start, end });
    }
    parts
}

/// Gives each part its token; what has none becomes byte tokens, the unknown token, or nothing.
fn resolve(definition: &BpeDefinition, ids: &HashMap<&[u8], TokenId>, parts: Vec<Part>) -> Vec<Part> {
    let mut resolved: Vec<Part> = Vec::new();
    let mut unknown_before = false;
    for part in parts {
        if let Some(&id) = ids.get(part.text.as_slice()) {
            resolved.push(Part { id: Some(id), ..part });
            unknown_before = false;
            continue;
        }
        if definition.byte_fallback {
            let bytes: Option<Vec<TokenId>> =
                part.text.iter().map(|byte| ids.get(format!("<0x{byte:02X}>").as_bytes()).copied()).collect();
            if let Some(bytes) = bytes {
                for (offset, id) in bytes.into_iter().enumerate() {
                    let start = part.start + offset;
                    let (start, end) = (start.min(part.end), (start + 1).min(part.end));
                    resolved.push(Part { text: Vec::new(), id: Some(id), start, end });
                }
                unknown_before = false;
                continue;
            }
        }
        let Some(id) = definition.unknown else { continue };
        match resolved.last_mut() {
            Some(last) if unknown_before && definition.fuse_unknown => last.end = part.end,
            _ => resolved.push(Part { id: Some(id), ..part }),
        }
        unknown_before = true;
    }
    resolved
}
