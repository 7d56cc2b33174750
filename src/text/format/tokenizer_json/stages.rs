//! The components of a `tokenizer.json` around its model, each turned into [`Definition`]'s words or refused.
//!
//! [`Definition`]: crate::text::definition::Definition

use serde_json::Value;

use super::component::Component;
use crate::text::TokenId;
use crate::text::definition::{
    Decoder, KnownPattern, Normalizer, PostProcessor, PreTokenizer, PrependScheme, SplitBehavior, SplitPattern,
};
use crate::text::error::TextError;
use crate::text::format::pattern;
use crate::text::format::tiktoken::decode_base64;
use crate::text::pretokenizer::known::pattern_sources;

pub(super) fn normalizer(component: &Component<'_>) -> Result<Vec<Normalizer>, TextError> {
    let bare = |normalizer| component.only(&[]).map(|()| vec![normalizer]);
    match component.name {
        "NFC" => bare(Normalizer::Nfc),
        "NFD" => bare(Normalizer::Nfd),
        "NFKC" => bare(Normalizer::Nfkc),
        "NFKD" => bare(Normalizer::Nfkd),
        "Lowercase" => bare(Normalizer::Lowercase),
        "StripAccents" => bare(Normalizer::StripAccents),
        "ByteLevel" => bare(Normalizer::ByteLevel),
        "BertNormalizer" => {
            component.only(&["clean_text", "handle_chinese_chars", "strip_accents", "lowercase"])?;
            Ok(vec![Normalizer::Bert {
                clean_text: component.bool("clean_text", true)?,
                handle_chinese_chars: component.bool("handle_chinese_chars", true)?,
                strip_accents: component.optional_bool("strip_accents")?,
                lowercase: component.bool("lowercase", true)?,
            }])
        }
        "Replace" => {
            component.only(&["pattern", "content"])?;
            Ok(vec![Normalizer::Replace {
                pattern: split_pattern(component)?,
                content: component.text("content")?.to_owned(),
            }])
        }
        "Prepend" => {
            component.only(&["prepend"])?;
            Ok(vec![Normalizer::Prepend(component.text("prepend")?.to_owned())])
        }
        "Strip" => {
            component.only(&["strip_left", "strip_right"])?;
            Ok(vec![Normalizer::Strip {
                left: component.bool("strip_left", true)?,
                right: component.bool("strip_right", true)?,
            }])
        }
        "Precompiled" => {
            component.only(&["precompiled_charsmap"])?;
            let mut map = Vec::new();
            decode_base64(component.text("precompiled_charsmap")?.as_bytes(), &mut map)
                .ok_or_else(|| component.wrong("precompiled_charsmap", "base64"))?;
            Ok(vec![Normalizer::PrecompiledByGrapheme(map)])
        }
        _ => Err(component.unsupported()),
    }
}

pub(super) fn pre_tokenizer(component: &Component<'_>) -> Result<Vec<PreTokenizer>, TextError> {
    let bare = |pre_tokenizer| component.only(&[]).map(|()| vec![pre_tokenizer]);
    match component.name {
        "Whitespace" => bare(PreTokenizer::Whitespace),
        "WhitespaceSplit" => bare(PreTokenizer::WhitespaceSplit),
        "BertPreTokenizer" => bare(PreTokenizer::Bert),
        "UnicodeScripts" => bare(PreTokenizer::UnicodeScripts),
        "Split" => {
            component.only(&["pattern", "behavior", "invert"])?;
            Ok(vec![PreTokenizer::Split {
                pattern: split_pattern(component)?,
                behavior: behavior(component)?,
                invert: component.bool("invert", false)?,
            }])
        }
        "ByteLevel" => {
            component.only(&["add_prefix_space", "trim_offsets", "use_regex"])?;
            Ok(vec![PreTokenizer::ByteLevel {
                add_prefix_space: component.bool("add_prefix_space", true)?,
                use_regex: component.bool("use_regex", true)?,
            }])
        }
        "Punctuation" => {
            component.only(&["behavior"])?;
            let given = component.get("behavior").is_some();
            Ok(vec![PreTokenizer::Punctuation(if given { behavior(component)? } else { SplitBehavior::Isolated })])
        }
        "Digits" => {
            component.only(&["individual_digits"])?;
            Ok(vec![PreTokenizer::Digits { individual: component.bool("individual_digits", false)? }])
        }
        "Metaspace" => {
            let (replacement, prepend) = metaspace(component)?;
            Ok(vec![PreTokenizer::Metaspace { replacement, prepend, split: component.bool("split", true)? }])
        }
        "CharDelimiterSplit" => {
            component.only(&["delimiter"])?;
            Ok(vec![PreTokenizer::CharDelimiter(component.char("delimiter")?)])
        }
        "FixedLength" => {
            component.only(&["length"])?;
            match component.number("length", Some(5))? {
                0 => Err(component.wrong("length", "at least 1")),
                length => Ok(vec![PreTokenizer::FixedLength(length)]),
            }
        }
        _ => Err(component.unsupported()),
    }
}

/// DeepSeek's three splits one after another are one scanner.
pub(super) fn joined(mut steps: Vec<PreTokenizer>) -> Vec<PreTokenizer> {
    let is_split = |step: &PreTokenizer, text: &str| matches!(step, PreTokenizer::Split { pattern: SplitPattern::Regex(regex), behavior: SplitBehavior::Isolated, invert: false } if regex == text);
    let three = |window: &[PreTokenizer]| {
        window.iter().zip(pattern_sources(KnownPattern::DeepSeek)).all(|(step, text)| is_split(step, text))
    };
    if let Some(at) = steps.windows(3).position(three) {
        let pattern = SplitPattern::Known(KnownPattern::DeepSeek);
        steps.splice(at..at + 3, [PreTokenizer::Split { pattern, behavior: SplitBehavior::Isolated, invert: false }]);
    }
    steps
}

pub(super) fn post_processor(component: &Component<'_>) -> Result<Vec<PostProcessor>, TextError> {
    let template = |before, after| PostProcessor::Template { before, after };
    match component.name {
        "ByteLevel" => {
            component.only(&["add_prefix_space", "trim_offsets", "use_regex"])?;
            let trim = component.bool("trim_offsets", true)?;
            let add_prefix_space = component.bool("add_prefix_space", true)?;
            Ok(if trim { vec![PostProcessor::ByteLevelTrim { add_prefix_space }] } else { Vec::new() })
        }
        "BertProcessing" => {
            component.only(&["sep", "cls"])?;
            Ok(vec![template(vec![named_id(component, "cls")?], vec![named_id(component, "sep")?])])
        }
        "RobertaProcessing" => {
            component.only(&["sep", "cls", "trim_offsets", "add_prefix_space"])?;
            let around = template(vec![named_id(component, "cls")?], vec![named_id(component, "sep")?]);
            let trim = component.bool("trim_offsets", true)?;
            let add_prefix_space = component.bool("add_prefix_space", true)?;
            Ok(if trim { vec![PostProcessor::ByteLevelTrim { add_prefix_space }, around] } else { vec![around] })
        }
        "TemplateProcessing" => {
            component.only(&["single", "pair", "special_tokens"])?;
            let (before, after) = read_template(component)?;
            Ok(vec![template(before, after)])
        }
        _ => Err(component.unsupported()),
    }
}

/// What the library does when a file names no decoder.
pub(super) const NO_DECODER: Decoder = Decoder::Spaces;

pub(super) fn decoder(component: &Component<'_>) -> Result<Vec<Decoder>, TextError> {
    let bare = |decoder| component.only(&[]).map(|()| vec![decoder]);
    match component.name {
        "ByteLevel" => {
            component.only(&["add_prefix_space", "trim_offsets", "use_regex"])?;
            Ok(vec![Decoder::ByteLevel])
        }
        "ByteFallback" => bare(Decoder::ByteFallback),
        "Fuse" => bare(Decoder::Fuse),
        "Metaspace" => {
            let (replacement, prepend) = metaspace(component)?;
            Ok(vec![Decoder::Metaspace { replacement, prepend }])
        }
        "WordPiece" => {
            component.only(&["prefix", "cleanup"])?;
            let prefix = component.get("prefix").map_or(Ok("##"), |_| component.text("prefix"))?;
            Ok(vec![Decoder::WordPiece { prefix: prefix.to_owned(), cleanup: component.bool("cleanup", true)? }])
        }
        "Strip" => {
            component.only(&["content", "start", "stop"])?;
            Ok(vec![Decoder::Strip {
                content: component.char("content")?,
                start: component.number("start", Some(0))?,
                stop: component.number("stop", Some(0))?,
            }])
        }
        "Replace" => {
            component.only(&["pattern", "content"])?;
            match split_pattern(component)? {
                SplitPattern::Literal(pattern) => {
                    Ok(vec![Decoder::Replace { pattern, content: component.text("content")?.to_owned() }])
                }
                _ => Err(component.unsupported_value("pattern")),
            }
        }
        "BPEDecoder" => {
            component.only(&["suffix"])?;
            let suffix = component.get("suffix").map_or(Ok("</w>"), |_| component.text("suffix"))?;
            Ok(vec![Decoder::BpeSuffix(suffix.to_owned())])
        }
        _ => Err(component.unsupported()),
    }
}

fn split_pattern(component: &Component<'_>) -> Result<SplitPattern, TextError> {
    let expected = "an object with a text as String or as Regex";
    let wrong = || component.wrong("pattern", expected);
    let pattern = component.get("pattern").and_then(Value::as_object).filter(|pattern| pattern.len() == 1);
    let (kind, text) = pattern.and_then(|pattern| pattern.iter().next()).ok_or_else(wrong)?;
    match (kind.as_str(), text.as_str()) {
        ("String", Some(text)) => Ok(SplitPattern::Literal(text.to_owned())),
        ("Regex", Some(text)) => Ok(pattern::recognize(text)),
        _ => Err(wrong()),
    }
}

fn behavior(component: &Component<'_>) -> Result<SplitBehavior, TextError> {
    Ok(match component.text("behavior")? {
        "Removed" => SplitBehavior::Removed,
        "Isolated" => SplitBehavior::Isolated,
        "MergedWithPrevious" => SplitBehavior::MergedWithPrevious,
        "MergedWithNext" => SplitBehavior::MergedWithNext,
        "Contiguous" => SplitBehavior::Contiguous,
        _ => return Err(component.unsupported_value("behavior")),
    })
}

/// Old files say `add_prefix_space`, newer ones `prepend_scheme`, some both.
fn metaspace(component: &Component<'_>) -> Result<(char, PrependScheme), TextError> {
    component.only(&["replacement", "prepend_scheme", "add_prefix_space", "split", "str_rep"])?;
    let prepend = match component.get("prepend_scheme").map(|_| component.text("prepend_scheme")).transpose()? {
        Some("first") => PrependScheme::First,
        Some("never") => PrependScheme::Never,
        Some("always") => PrependScheme::Always,
        Some(_) => return Err(component.unsupported_value("prepend_scheme")),
        None => match component.bool("add_prefix_space", true)? {
            true => PrependScheme::Always,
            false => PrependScheme::Never,
        },
    };
    Ok((component.char("replacement")?, prepend))
}

/// The id in `["[SEP]", 102]`.
fn named_id(component: &Component<'_>, key: &str) -> Result<TokenId, TextError> {
    component.array(key)?.get(1).and_then(id).ok_or_else(|| component.wrong(key, "a list of a token's text and its id"))
}

fn id(value: &Value) -> Option<TokenId> {
    TokenId::try_from(value.as_u64()?).ok()
}

/// Ids before and after the text, from the template for one text; that for a pair is left out.
fn read_template(component: &Component<'_>) -> Result<(Vec<TokenId>, Vec<TokenId>), TextError> {
    let (mut before, mut after) = (Vec::new(), None);
    for item in component.array("single")? {
        if item.get("Sequence").is_some() {
            if after.replace(Vec::new()).is_some() {
                return Err(component.unsupported_value("single"));
            }
            continue;
        }
        let name = item.get("SpecialToken").and_then(|token| token.get("id")).and_then(Value::as_str);
        let name = name.ok_or_else(|| component.wrong("single", "a list of Sequence and SpecialToken"))?;
        let ids = component
            .get("special_tokens")
            .and_then(|tokens| tokens.get(name))
            .and_then(|token| token.get("ids"))
            .and_then(Value::as_array)
            .ok_or_else(|| component.wrong("special_tokens", &format!("an entry with ids for {name}")))?;
        for value in ids {
            let id = id(value).ok_or_else(|| component.wrong("special_tokens", &format!("ids for {name}")))?;
            after.as_mut().unwrap_or(&mut before).push(id);
        }
    }
    match after {
        Some(after) => Ok((before, after)),
        None => Err(component.unsupported_value("single")),
    }
}
