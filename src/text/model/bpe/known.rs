//! A whole text by a known pattern and byte-pair encoding: scanner, encoder and sink in one loop of machine code for
//! each combination. This is the way of nearly every family that cuts its text by a pattern and normalizes nothing.

use super::{Bpe, Scratch};
use crate::text::definition::KnownPattern;
use crate::text::pretokenizer::known::Scanner;
use crate::text::pretokenizer::scan::{cl100k, clip, deepseek, gpt2, o200k};
use crate::text::sink::Sink;

impl Bpe {
    /// Cuts `text`, whose first byte is byte `base` of the whole, into pieces as `pattern` does, what matches and what
    /// lies between alike, and encodes each.
    pub fn encode_known(
        &self,
        pattern: KnownPattern,
        text: &str,
        base: usize,
        scratch: &mut Scratch,
        sink: &mut impl Sink,
    ) {
        match pattern {
            KnownPattern::Gpt2 => self.encode_scanned::<gpt2::Gpt2>(text, base, scratch, sink),
            KnownPattern::Cl100k => self.encode_scanned::<cl100k::Cl100k>(text, base, scratch, sink),
            KnownPattern::Llama3 => self.encode_scanned::<cl100k::Llama3>(text, base, scratch, sink),
            KnownPattern::Qwen2 => self.encode_scanned::<cl100k::Qwen2>(text, base, scratch, sink),
            KnownPattern::Qwen35 => self.encode_scanned::<cl100k::Qwen35>(text, base, scratch, sink),
            KnownPattern::O200k => self.encode_scanned::<o200k::O200k>(text, base, scratch, sink),
            KnownPattern::Tekken => self.encode_scanned::<o200k::Tekken>(text, base, scratch, sink),
            KnownPattern::Kimi => self.encode_scanned::<o200k::Kimi>(text, base, scratch, sink),
            KnownPattern::DeepSeek => self.encode_scanned::<deepseek::DeepSeek>(text, base, scratch, sink),
            KnownPattern::Clip => self.encode_scanned::<clip::Clip>(text, base, scratch, sink),
        }
    }

    fn encode_scanned<S: Scanner>(&self, text: &str, base: usize, scratch: &mut Scratch, sink: &mut impl Sink) {
        self.own(scratch);
        let text = text.as_bytes();
        let mut start = 0;
        while start < text.len() {
            let end = S::next(text, start);
            self.encode_front(text.get(start..).unwrap_or(&[]), end - start, base + start, scratch, sink);
            start = end;
        }
    }
}
