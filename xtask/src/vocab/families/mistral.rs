//! Mistral AI: SentencePiece models v1 to v7, then Tekken.

use anyhow::Result;
use tokenarium::text::definition::Definition;
use tokenarium::text::format::{sentencepiece, tekken};

use super::{Family, Package, Source, file};

const PACKAGE: Package = Package::Wheel("mistral_common", "1.13.1");

pub(super) const FAMILIES: &[Family] = &[
    Family {
        name: "mistral-v1",
        title: "Mistral v1",
        maker: "Mistral AI",
        models: &[("Mistral 7B v0.1", Some(32_768)), ("Mistral 7B v0.2", Some(32_768)), ("Mixtral 8x7B", Some(32_768))],
        licence: "Apache-2.0",
        notice: "apache-2.0.txt",
        base: None,
        equal_to: &[],
        note: "",
        sources: &[Source {
            package: PACKAGE,
            path: "mistral_common/data/tokenizer.model.v1",
            sha256: "dadfd56d766715c61d2ef780a525ab43b8e6da4de6865bda3d95fdef5e134055",
        }],
        make: sentencepiece_model,
    },
    Family {
        name: "mistral-v2",
        title: "Mistral v2",
        maker: "Mistral AI",
        models: &[("Mistral Small 2402", Some(32_768)), ("Mistral Large 2402", Some(32_768))],
        licence: "Apache-2.0",
        notice: "apache-2.0.txt",
        base: Some("mistral-v1"),
        equal_to: &[],
        note: "",
        sources: &[Source {
            package: PACKAGE,
            path: "mistral_common/data/mistral_instruct_tokenizer_240216.model.v2",
            sha256: "37f00374dea48658ee8f5d0f21895b9bc55cb0103939607c8185bfd1c6ca1f89",
        }],
        make: sentencepiece_model,
    },
    Family {
        name: "mistral-v3",
        title: "Mistral v3",
        maker: "Mistral AI",
        models: &[
            ("Mistral 7B v0.3", Some(32_768)),
            ("Mixtral 8x22B v0.3", Some(65_536)),
            ("Codestral 22B", Some(32_768)),
        ],
        licence: "Apache-2.0",
        notice: "apache-2.0.txt",
        base: Some("mistral-v1"),
        equal_to: &[],
        note: "",
        sources: &[Source {
            package: PACKAGE,
            path: "mistral_common/data/mistral_instruct_tokenizer_240323.model.v3",
            sha256: "9addc8bdce5988448ae81b729336f43a81262160ae8da760674badab9d4c7d33",
        }],
        make: sentencepiece_model,
    },
    Family {
        name: "mistral-v7",
        title: "Mistral v7",
        maker: "Mistral AI",
        models: &[("Mistral Large 2411", Some(131_072)), ("Pixtral Large 2411", Some(131_072))],
        licence: "Apache-2.0",
        notice: "apache-2.0.txt",
        base: Some("mistral-v1"),
        equal_to: &[],
        note: "",
        sources: &[Source {
            package: PACKAGE,
            path: "mistral_common/data/mistral_instruct_tokenizer_241114.model.v7",
            sha256: "1b968b8dc352f42192367337c78ccc61e1eaddc6d641a579372d4f20694beb7a",
        }],
        make: sentencepiece_model,
    },
    Family {
        name: "tekken",
        title: "Tekken",
        maker: "Mistral AI",
        models: &[("Mistral Nemo", Some(131_072))],
        licence: "Apache-2.0",
        notice: "apache-2.0.txt",
        base: None,
        equal_to: &["tekken-2409"],
        note: "Control tokens are never parsed from text by the maker's library.",
        sources: &[Source {
            package: PACKAGE,
            path: "mistral_common/data/tekken_240718.json",
            sha256: "eccd1665d2e477697c33cb7f0daa6f6dfefc57a0a6bceb66d4be52952f827516",
        }],
        make: tekken_json,
    },
    Family {
        name: "tekken-2409",
        title: "Tekken 2409",
        maker: "Mistral AI",
        models: &[("Pixtral 12B", Some(131_072)), ("Ministral 8B", Some(131_072))],
        licence: "Apache-2.0",
        notice: "apache-2.0.txt",
        base: Some("tekken"),
        equal_to: &["tekken"],
        note: "The same tokens as Tekken; the file adds the sizes of pictures.",
        sources: &[Source {
            package: PACKAGE,
            path: "mistral_common/data/tekken_240911.json",
            sha256: "1948e2d48b0e7377f1bb5f1210f1ae5f984934e75713fc07e2452729b8365316",
        }],
        make: tekken_json,
    },
];

/// Every text begins with `<s>`, id 1.
fn sentencepiece_model(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    Ok(sentencepiece::read(file(files, 0)?, name, &[1], &[])?)
}

fn tekken_json(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    Ok(tekken::read(file(files, 0)?, name)?)
}
