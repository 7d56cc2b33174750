//! Many pieces of one text: the way of nearly every family that cuts its text by a pattern and normalizes nothing.

use super::{Bpe, Scratch};
use crate::text::pretokenizer::known::Cuts;
use crate::text::sink::Sink;

impl Bpe {
    /// Encodes the pieces that `cuts` holds, of `text`, whose first byte is byte 0 of the whole. Gaps between matches are
    /// left out unless `keeps_gaps`.
    #[inline]
    pub fn encode_cuts(&self, text: &[u8], cuts: &Cuts, keeps_gaps: bool, scratch: &mut Scratch, sink: &mut impl Sink) {
        self.own(scratch);
        let mut start = cuts.start();
        for (end, gap) in cuts.ends() {
            if keeps_gaps || !gap {
                self.encode_front(text.get(start..).unwrap_or(&[]), end - start, start, scratch, sink);
            }
            start = end;
        }
    }
}
