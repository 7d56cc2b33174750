//! Tokenarium behind the bench's interface.

use tokenarium::text::definition::{KnownPattern, Model};
use tokenarium::text::format::vocab;
use tokenarium::text::model::bpe::{Bpe, Scratch};
use tokenarium::text::sink::{Ids, Spanned};

use crate::Peer;

/// One of our vocabularies.
pub struct Ours {
    bpe: Bpe,
    pattern: KnownPattern,
    scratch: Scratch,
    ids: Ids,
    spanned: Spanned,
}

impl Ours {
    /// From an inflated `.vocab` file.
    pub fn new(encoding: &str, vocab: &[u8]) -> Self {
        let definition = vocab::read(vocab, None).expect("our own file");
        let Model::Bpe(model) = &definition.model else { panic!("{encoding} is no BPE") };
        let pattern = if encoding == "cl100k_base" { KnownPattern::Cl100k } else { KnownPattern::O200k };
        Self {
            bpe: Bpe::new(model, &definition.vocabulary).expect("our own file"),
            pattern,
            scratch: Scratch::default(),
            ids: Ids::default(),
            spanned: Spanned::default(),
        }
    }

    /// Ids and spans; the number of tokens.
    pub fn encode_spans(&mut self, text: &str) -> usize {
        self.spanned.ids.clear();
        self.spanned.spans.clear();
        self.bpe.encode_known(self.pattern, text, 0, &mut self.scratch, &mut self.spanned);
        self.spanned.ids.len()
    }

    /// The ids, in memory that the next call uses again.
    pub fn encode_ids(&mut self, text: &str) -> &[u32] {
        self.ids.0.clear();
        self.bpe.encode_known(self.pattern, text, 0, &mut self.scratch, &mut self.ids);
        &self.ids.0
    }
}

impl Peer for Ours {
    fn encode(&mut self, text: &str) -> Vec<u32> {
        self.encode_ids(text).to_vec()
    }
}
