//! Which two bytes stand side by side in some token. Between two that never do, nothing ever merges: what is merged on
//! one side says nothing of the other, so a long piece falls apart there into short ones.

use std::sync::OnceLock;

use crate::text::vocabulary::Vocabulary;

/// For each pair of bytes whether a token has it; looked for in the tokens when a long piece first asks.
#[derive(Clone, Debug, Default)]
pub(super) struct Joints(OnceLock<Box<[bool; 1 << 16]>>);

/// The joints of a vocabulary, found.
#[derive(Clone, Copy)]
pub(super) struct Found<'a>(&'a [bool; 1 << 16]);

impl Joints {
    pub(super) fn of(&self, vocabulary: &Vocabulary) -> Found<'_> {
        Found(self.0.get_or_init(|| {
            let mut pairs = Box::new([false; 1 << 16]);
            for (_, token) in vocabulary.iter() {
                let Some((&first, rest)) = token.split_first() else { continue };
                let mut pair = u16::from(first);
                for &byte in rest {
                    pair = pair << 8 | u16::from(byte);
                    pairs[usize::from(pair)] = true;
                }
            }
            pairs
        }))
    }
}

impl Found<'_> {
    /// Whether no merge crosses this place in `piece`.
    #[inline(always)]
    pub(super) fn is_cut(self, piece: &[u8], at: usize) -> bool {
        match (piece.get(at.wrapping_sub(1)), piece.get(at)) {
            (Some(&left), Some(&right)) => !self.0[usize::from(left) << 8 | usize::from(right)],
            _ => true,
        }
    }
}
