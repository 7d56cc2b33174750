//! Pre-tokenizers that change pieces: Metaspace, byte level's leading space, printable bytes.
//!
//! Each walks over all pieces, writes the changed text beside its alignment and the pieces' new borders, in slices.

use super::super::normalizer::printable;
use crate::text::aligned::{Aligned, Cursor, Rewriter};
use crate::text::definition::PrependScheme;
use crate::text::encoding::Piece;

/// What is changed in every piece.
#[derive(Clone, Debug)]
pub(crate) enum Rewrite {
    /// A space in front where none stands.
    LeadingSpace,
    /// Spaces become `replacement`, and one is put in front.
    Metaspace { replacement: char, prepend: PrependScheme },
    /// Bytes as GPT-2's printable characters, for the pre-tokenizers that come after the byte level.
    PrintableBytes,
}

/// Where a rewriting stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct RewriteRun {
    piece: usize,
    /// Next byte of the text that is not yet in the target.
    at: usize,
    /// Whether the piece that `at` lies in has its front.
    begun: bool,
    /// Where the current piece begins in the target.
    start: usize,
    cursor: Cursor,
}

impl RewriteRun {
    /// Rewrites `pieces` of `source` into `target` and `out`, about `budget` bytes of them. `true`: all done.
    pub(crate) fn step(
        &mut self,
        rewrite: &Rewrite,
        (source, pieces): (&Aligned, &[Piece]),
        (target, out): (&mut Aligned, &mut Vec<Piece>),
        budget: &mut usize,
    ) -> bool {
        while let Some(piece) = pieces.get(self.piece) {
            if *budget == 0 {
                return false;
            }
            let range = piece.range();
            if !self.begun {
                self.begun = true;
                self.start = target.text.len();
                self.at = range.start;
                let origin = source.start(&mut self.cursor, range.start);
                let text = &source.text[range.clone()];
                let mut rewriter = Rewriter::new(source, &mut self.cursor, target);
                match rewrite {
                    _ if piece.token.is_some() => {}
                    Rewrite::LeadingSpace if !text.starts_with(' ') => rewriter.replace(range.start..range.start, " "),
                    Rewrite::Metaspace { replacement, prepend } => {
                        let bare = !text.starts_with(' ') && !text.starts_with(*replacement);
                        let wanted = match prepend {
                            PrependScheme::Always => true,
                            PrependScheme::First => origin == 0,
                            PrependScheme::Never => false,
                        };
                        if bare && wanted {
                            rewriter.replace(range.start..range.start, replacement.encode_utf8(&mut [0; 4]));
                        }
                    }
                    Rewrite::LeadingSpace | Rewrite::PrintableBytes => {}
                }
            }
            let mut end = self.at.saturating_add(*budget).min(range.end);
            while !source.text.is_char_boundary(end) {
                end += 1;
            }
            *budget = budget.saturating_sub((end - self.at).max(1));
            let mut rewriter = Rewriter::new(source, &mut self.cursor, target);
            match rewrite {
                Rewrite::Metaspace { replacement, .. } if piece.token.is_none() => {
                    let mut kept = self.at;
                    for (space, _) in source.text[self.at..end].match_indices(' ') {
                        let space = self.at + space;
                        rewriter.keep(kept..space);
                        rewriter.replace(space..space + 1, replacement.encode_utf8(&mut [0; 4]));
                        kept = space + 1;
                    }
                    rewriter.keep(kept..end);
                }
                Rewrite::PrintableBytes if piece.token.is_none() => printable::write(&mut rewriter, self.at..end),
                _ => rewriter.keep(self.at..end),
            }
            self.at = end;
            if end == range.end {
                let piece = Piece { start: self.start as u32, end: target.text.len() as u32, token: piece.token };
                out.push(piece);
                self.piece += 1;
                self.begun = false;
            }
        }
        true
    }
}
