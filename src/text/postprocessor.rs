//! Post-processors: tokens around those of the text, spans without leading spaces.

use super::TokenId;
use super::definition::PostProcessor;
use super::sink::{Batch, Sink};

/// All post-processors of a definition in one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PostProcessing {
    /// Ids before the text.
    pub(crate) before: Vec<TokenId>,
    /// Ids after the text.
    pub(crate) after: Vec<TokenId>,
    trim: Option<Trim>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Trim {
    add_prefix_space: bool,
}

impl PostProcessing {
    /// Templates nest: a later one stands outside.
    pub(crate) fn new(definitions: &[PostProcessor]) -> Self {
        let mut all = Self::default();
        for definition in definitions {
            match definition {
                PostProcessor::Template { before, after } => {
                    all.before.splice(0..0, before.iter().copied());
                    all.after.extend_from_slice(after);
                }
                PostProcessor::ByteLevelTrim { add_prefix_space } => {
                    all.trim = Some(Trim { add_prefix_space: *add_prefix_space });
                }
            }
        }
        all
    }

    /// Whether spans are changed at all.
    pub(crate) fn trims(&self) -> bool {
        self.trim.is_some()
    }

    /// Gives a token to `sink`, its span without the spaces that `token` begins and ends with. As in the reference,
    /// one leading space stays in the first token when the byte level puts one there.
    #[inline]
    pub(crate) fn token(&self, sink: &mut Batch<'_>, id: TokenId, token: &[u8], (start, end): (u32, u32), first: bool) {
        let (mut start, mut end) = (start, end);
        if let Some(trim) = self.trim {
            let mut leading = token.iter().take_while(|&&byte| byte == b' ').count() as u32;
            let trailing = token.iter().rev().take_while(|&&byte| byte == b' ').count() as u32;
            if (first || start == 0) && trim.add_prefix_space && leading == 1 {
                leading = 0;
            }
            start = (start + leading).min(end);
            if end >= trailing {
                end = (end - trailing).max(start);
            }
        }
        sink.token(id, start as usize, end as usize);
    }
}
