//! Tokenarium behind the bench's interface.

use tokenarium::text::encoding::Scratch;
use tokenarium::text::format::vocab;
use tokenarium::text::sink::{Ids, Sink, Spanned};
use tokenarium::text::tokenizer::{EncodeOptions, Tokenizer};

use crate::Peer;

/// One of our vocabularies.
pub struct Ours {
    tokenizer: Tokenizer,
    scratch: Scratch,
    ids: Ids,
    spanned: Spanned,
}

impl Ours {
    /// From an inflated `.vocab` file.
    pub fn new(vocab: &[u8]) -> Self {
        let definition = vocab::read(vocab, None).expect("our own file");
        Self {
            tokenizer: Tokenizer::new(definition).expect("our own file"),
            scratch: Scratch::default(),
            ids: Ids::default(),
            spanned: Spanned::default(),
        }
    }

    /// The ids, in memory that the next call uses again.
    pub fn encode_ids(&mut self, text: &str) -> &[u32] {
        self.ids.0.clear();
        run(&self.tokenizer, &mut self.scratch, text, &mut self.ids);
        &self.ids.0
    }
}

fn run(tokenizer: &Tokenizer, scratch: &mut Scratch, text: &str, sink: &mut impl Sink) {
    tokenizer.encode(text, &EncodeOptions::default(), scratch, sink).expect("encodes any text");
}

impl Peer for Ours {
    fn encode(&mut self, text: &str) -> Vec<u32> {
        self.encode_ids(text).to_vec()
    }

    fn encode_spans(&mut self, text: &str) -> usize {
        self.spanned.ids.clear();
        self.spanned.spans.clear();
        run(&self.tokenizer, &mut self.scratch, text, &mut self.spanned);
        self.spanned.ids.len()
    }
}
