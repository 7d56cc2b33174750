//! Answer.AI ModernBERT: OLMo's byte-level merges with BERT's special tokens.

use anyhow::Result;
use tokenarium::text::definition::{AddedToken, Definition, KnownPattern, Normalizer, PostProcessor};
use tokenarium::text::vocabulary::Vocabulary;

use super::{Family, Package, Source, always_found, ranks, special};

pub(super) const FAMILIES: &[Family] = &[Family {
    name: "modernbert",
    title: "ModernBERT",
    maker: "Answer.AI",
    models: &[("ModernBERT", Some(8_192))],
    licence: "Apache-2.0",
    notice: "apache-2.0.txt",
    base: None,
    equal_to: &[],
    note: "",
    sources: &[Source {
        package: Package::Crate("splintr-vocab-modernbert", "1.0.0"),
        path: "vocabs/modernbert.tiktoken",
        sha256: "f18ec8de8ea9c098293ef8a9245bd7113df37412350593c531cd682df275b44b",
    }],
    make: modernbert,
}];

/// The first two ranks are added tokens; so are 24 down to 2 spaces from 50254 on and what follows.
fn modernbert(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    let mut definition = ranks(name, files, KnownPattern::Gpt2, &[])?;
    let tokens = &definition.vocabulary;
    let merged = (0..tokens.len() as u32).map(|id| if id < 2 { &[] } else { tokens.get(id) });
    definition.vocabulary = Vocabulary::from_tokens(merged);
    definition.normalizers = vec![Normalizer::Nfc];
    definition.added = vec![always_found("|||IP_ADDRESS|||", 0), special("<|padding|>", 1)];
    let spaces = (2..=24).rev().map(|count| " ".repeat(count));
    definition.added.extend((50254..).zip(spaces).map(|(id, content)| always_found(content, id)));
    definition.added.extend([
        always_found("|||EMAIL_ADDRESS|||", 50277),
        always_found("|||PHONE_NUMBER|||", 50278),
        special("<|endoftext|>", 50279),
        special("[UNK]", 50280),
        special("[CLS]", 50281),
        special("[SEP]", 50282),
        special("[PAD]", 50283),
        AddedToken { lstrip: true, ..special("[MASK]", 50284) },
    ]);
    definition.added.extend((0..83).map(|index| always_found(format!("[unused{index}]"), 50285 + index)));
    definition.post_processors = vec![PostProcessor::Template { before: vec![50281], after: vec![50282] }];
    Ok(definition)
}
