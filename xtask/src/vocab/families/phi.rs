//! Microsoft: Phi-2 (GPT-2 with the white-space tokens of CodeGen) and Phi-4 (cl100k with other special tokens).

use anyhow::Result;
use tokenarium::text::TokenId;
use tokenarium::text::definition::{AddedToken, Definition, KnownPattern};

use super::{Family, always_found, openai, ranks, special};

pub(super) const FAMILIES: &[Family] = &[
    Family {
        name: "phi-2",
        title: "Phi-2",
        maker: "Microsoft",
        models: &[("Phi-1", Some(2_048)), ("Phi-1.5", Some(2_048)), ("Phi-2", Some(2_048))],
        licence: "MIT",
        notice: "gpt-2.txt",
        base: Some("gpt2"),
        equal_to: &[],
        note: "",
        sources: &[openai::R50K],
        make: phi2,
    },
    Family {
        name: "phi-4",
        title: "Phi-4",
        maker: "Microsoft",
        models: &[("Phi-4", Some(16_384)), ("Phi-4-reasoning", Some(32_768))],
        licence: "MIT",
        notice: "openai.txt",
        base: Some("cl100k_base"),
        equal_to: &["cl100k_base"],
        note: "",
        sources: &[openai::CL100K],
        make: phi4,
    },
];

/// 31 down to 2 spaces from 50257 on, then 9 down to 2 tabs: tokens of their own wherever they stand.
fn phi2(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    let mut definition = ranks(name, files, KnownPattern::Gpt2, &[])?;
    let spaces = (2..=31).rev().map(|count| " ".repeat(count));
    let tabs = (2..=9).rev().map(|count| "\t".repeat(count));
    definition.added = vec![special("<|endoftext|>", 50256)];
    definition.added.extend((50257..).zip(spaces.chain(tabs)).map(|(id, content)| always_found(content, id)));
    Ok(definition)
}

/// Ids without a name of their own from 100256 to 100351 are numbered dummies.
fn phi4(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    const NAMED: [(&str, TokenId); 8] = [
        ("<|endoftext|>", 100257),
        ("<|fim_prefix|>", 100258),
        ("<|fim_middle|>", 100259),
        ("<|fim_suffix|>", 100260),
        ("<|im_start|>", 100264),
        ("<|im_end|>", 100265),
        ("<|im_sep|>", 100266),
        ("<|endofprompt|>", 100276),
    ];
    let mut definition = ranks(name, files, KnownPattern::Llama3, &[])?;
    let mut dummies = 0..;
    let token = |id| -> AddedToken {
        match NAMED.iter().find(|named| named.1 == id) {
            Some((content, id)) => special(*content, *id),
            None => special(format!("<|dummy_{}|>", dummies.next().unwrap_or(0)), id),
        }
    };
    definition.added = (100256..100352).map(token).collect();
    Ok(definition)
}
