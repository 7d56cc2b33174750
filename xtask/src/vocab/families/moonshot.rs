//! Moonshot AI: Kimi K2 and K3, one rank file with two sets of control tokens.

use anyhow::Result;
use tokenarium::text::definition::{Definition, KnownPattern};

use super::{Family, Package, Source, ranks};

const KIMI: Source = Source {
    package: Package::Crate("splintr-vocab-kimi", "1.0.0"),
    path: "vocabs/kimi.tiktoken",
    sha256: "b6c497a7469b33ced9c38afb1ad6e47f03f5e5dc05f15930799210ec050c5103",
};

pub(super) const FAMILIES: &[Family] = &[
    Family {
        name: "kimi-k2",
        title: "Kimi K2",
        maker: "Moonshot AI",
        models: &[("Kimi K2", Some(131_072)), ("Kimi K2 Thinking", Some(262_144)), ("Kimi K2.5", Some(262_144))],
        licence: "MIT (modified)",
        notice: "moonshot.txt",
        base: None,
        equal_to: &["kimi-k3"],
        note: "",
        sources: &[KIMI],
        make: kimi_k2,
    },
    Family {
        name: "kimi-k3",
        title: "Kimi K3",
        maker: "Moonshot AI",
        models: &[("Kimi K3", None)],
        licence: "MIT (modified)",
        notice: "moonshot.txt",
        base: Some("kimi-k2"),
        equal_to: &["kimi-k2"],
        note: "",
        sources: &[KIMI],
        make: kimi_k3,
    },
];

fn kimi_k2(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    let specials = [
        ("[BOS]", 163584),
        ("[EOS]", 163585),
        ("<|im_end|>", 163586),
        ("<|im_user|>", 163587),
        ("<|im_assistant|>", 163588),
        ("<|start_header_id|>", 163590),
        ("<|end_header_id|>", 163591),
        ("[EOT]", 163593),
        ("<|im_system|>", 163594),
        ("<|tool_calls_section_begin|>", 163595),
        ("<|tool_calls_section_end|>", 163596),
        ("<|tool_call_begin|>", 163597),
        ("<|tool_call_argument_begin|>", 163598),
        ("<|tool_call_end|>", 163599),
        ("<|im_middle|>", 163601),
        ("<|media_begin|>", 163602),
        ("<|media_content|>", 163603),
        ("<|media_end|>", 163604),
        ("<|media_pad|>", 163605),
        ("<think>", 163606),
        ("</think>", 163607),
        ("[UNK]", 163838),
        ("[PAD]", 163839),
    ];
    ranks(name, files, KnownPattern::Kimi, &specials)
}

fn kimi_k3(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    let specials = [
        ("[BOS]", 163584),
        ("[EOS]", 163585),
        ("<|end_of_msg|>", 163586),
        ("<|open|>", 163587),
        ("<|close|>", 163588),
        ("<|sep|>", 163589),
        ("[start_header_id]", 163590),
        ("[end_header_id]", 163591),
        ("[EOT]", 163593),
        ("<|media_begin|>", 163602),
        ("<|media_content|>", 163603),
        ("<|media_end|>", 163604),
        ("<|media_pad|>", 163605),
        ("<osagent_mode>", 163649),
        ("[UNK]", 163838),
        ("[PAD]", 163839),
    ];
    ranks(name, files, KnownPattern::Kimi, &specials)
}
