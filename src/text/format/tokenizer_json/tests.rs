//! Small files of every shape: what they become, and what is refused with which name.

use serde_json::{Value, json};

use super::{chat_template, printable_of_byte, read};
use crate::text::definition::*;
use crate::text::error::TextError;

/// A BPE file over a, b and ab, with `change` made to it.
fn file(change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut value = json!({
        "version": "1.0", "truncation": null, "padding": null,
        "added_tokens": [{"id": 3, "content": "<e>", "single_word": false, "lstrip": false, "rstrip": false,
            "normalized": false, "special": true}],
        "normalizer": null, "pre_tokenizer": null, "post_processor": null, "decoder": null,
        "model": {"type": "BPE", "dropout": null, "unk_token": null, "continuing_subword_prefix": null,
            "end_of_word_suffix": null, "fuse_unk": false, "byte_fallback": false, "ignore_merges": true,
            "vocab": {"a": 0, "b": 1, "ab": 2}, "merges": ["a b"]}
    });
    change(&mut value);
    value.to_string().into_bytes()
}

fn error(change: impl FnOnce(&mut Value)) -> String {
    read(&file(change), "t").expect_err("refused").to_string()
}

#[test]
fn merges_as_texts_and_as_lists() {
    let texts = read(&file(|_| ()), "t").expect("sound");
    let lists = read(&file(|file| file["model"]["merges"] = json!([["a", "b"]])), "t").expect("sound");
    assert_eq!(texts, lists);
    let Model::Bpe(bpe) = texts.model else { panic!("not BPE") };
    assert_eq!(bpe.merges, Merges::Pairs(vec![(0, 1)]));
    assert!(bpe.ignore_merges);
    assert_eq!(texts.added[0].id, 3);
    assert_eq!(texts.decoders, [Decoder::Spaces]);
}

#[test]
fn every_byte_has_one_printable_character() {
    let mut characters: Vec<char> = (0..=255).map(printable_of_byte).collect();
    // Ġ and Ċ, the two that everybody has met.
    assert_eq!((characters[usize::from(b' ')], characters[usize::from(b'\n')]), ('\u{120}', '\u{10A}'));
    characters.sort_unstable();
    characters.dedup();
    assert_eq!(characters.len(), 256);
    assert_eq!(characters.last(), Some(&'\u{143}'));
}

#[test]
fn byte_level_vocabularies_hold_raw_bytes() {
    let definition = read(
        &file(|file| {
            file["pre_tokenizer"] = json!({"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true});
            file["model"]["vocab"] = json!({"\u{120}": 0, "\u{e9}": 1, "\u{120}\u{e9}": 2, "<\u{ff5c}>": 3});
            file["model"]["merges"] = json!(["\u{120} \u{e9}"]);
            file["added_tokens"][0]["content"] = json!("<\u{ff5c}>");
        }),
        "t",
    );
    let vocabulary = definition.expect("sound").vocabulary;
    assert_eq!(vocabulary.get(0), b" ");
    assert_eq!(vocabulary.get(2), b" \xE9");
    assert_eq!(vocabulary.get(3), b"", "an added token that no byte can spell");
}

#[test]
fn stages_in_sequences_lie_flat() {
    let definition = read(
        &file(|file| {
            file["normalizer"] = json!({"type": "Sequence", "normalizers": [{"type": "NFC"},
                {"type": "Sequence", "normalizers": [{"type": "Lowercase"}]},
                {"type": "Replace", "pattern": {"String": " "}, "content": "_"}]});
            file["pre_tokenizer"] = json!({"type": "Sequence", "pretokenizers": [
                {"type": "Split", "pattern": {"Regex": "\\p{N}{1,3}"}, "behavior": "Isolated", "invert": false},
                {"type": "Metaspace", "replacement": "\u{2581}", "add_prefix_space": true, "prepend_scheme": "first"}]});
            file["post_processor"] = json!({"type": "TemplateProcessing",
                "single": [{"SpecialToken": {"id": "<e>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
                "pair": [], "special_tokens": {"<e>": {"id": "<e>", "ids": [3], "tokens": ["<e>"]}}});
            file["decoder"] = json!({"type": "Sequence", "decoders": [{"type": "ByteFallback"}, {"type": "Fuse"},
                {"type": "Strip", "content": " ", "start": 1, "stop": 0}]});
        }),
        "t",
    )
    .expect("sound");
    let replace = Normalizer::Replace { pattern: SplitPattern::Literal(" ".into()), content: "_".into() };
    assert_eq!(definition.normalizers, [Normalizer::Nfc, Normalizer::Lowercase, replace]);
    let pattern = SplitPattern::Regex("\\p{N}{1,3}".into());
    assert_eq!(
        definition.pre_tokenizers,
        [
            PreTokenizer::Split { pattern, behavior: SplitBehavior::Isolated, invert: false },
            PreTokenizer::Metaspace { replacement: '\u{2581}', prepend: PrependScheme::First, split: true },
        ]
    );
    assert_eq!(definition.post_processors, [PostProcessor::Template { before: vec![3], after: vec![] }]);
    assert_eq!(definition.decoders.len(), 3);
}

#[test]
fn what_is_missing_is_refused_by_name_and_place() {
    let refused = error(|file| {
        file["normalizer"] = json!({"type": "Sequence", "normalizers": [{"type": "NFC"}, {"type": "Nmt"}]});
    });
    assert!(refused.contains("Nmt") && refused.contains("normalizer.normalizers[1]"), "{refused}");
    let refused = error(|file| file["decoder"] = json!({"type": "CTC"}));
    assert!(refused.contains("CTC") && refused.contains("decoder"), "{refused}");
    let refused = error(|file| file["model"]["type"] = json!("Mamba"));
    assert!(refused.contains("Mamba"), "{refused}");
    let refused = error(|file| file["pre_tokenizer"] = json!({"type": "Whitespace", "new_option": true}));
    assert!(refused.contains("new_option"), "{refused}");
    let refused = error(|file| file["model"]["dropout"] = json!(0.1));
    assert!(refused.contains("dropout"), "{refused}");
}

#[test]
fn broken_files_are_named() {
    for (change, place) in [
        (Box::new(|file: &mut Value| file["model"]["merges"] = json!(["a c"])) as Box<dyn Fn(&mut Value)>, "merges[0]"),
        (Box::new(|file| file["model"]["merges"] = json!(["ab"])), "one space"),
        (Box::new(|file| file["model"]["merges"] = json!(["b a"])), "merges[0]"),
        (Box::new(|file| file["model"]["vocab"] = json!({"a": 0, "b": 0})), "every id once"),
        (Box::new(|file| file["model"]["unk_token"] = json!("?")), "unk_token"),
        (Box::new(|file| file["added_tokens"][0]["content"] = json!("ab")), "model.vocab"),
        (Box::new(|file| file["added_tokens"][0]["content"] = json!("")), "added_tokens[0]"),
        (Box::new(|file| file["normalizer"] = json!("NFC")), "normalizer"),
        (Box::new(|file| file["normalizer"] = json!({"type": "Strip", "strip_left": 1})), "strip_left"),
        (Box::new(|file| file["model"] = json!({"type": "Unigram", "unk_id": 7, "vocab": [["a", 0.0]]})), "unk_id"),
    ] {
        let got = error(|file| change(file));
        assert!(got.contains(place), "{place}: {got}");
    }
    let text = "[".repeat(100_000);
    assert!(read(text.as_bytes(), "t").is_err(), "depth is limited");
    let far = file(|file| file["model"]["vocab"] = json!({"a": u32::MAX}));
    assert!(matches!(read(&far, "t"), Err(TextError::TooLarge { .. })));
}

#[test]
fn chat_templates_in_both_shapes() {
    assert_eq!(chat_template(br#"{"chat_template": "x"}"#), Ok(Some("x".into())));
    let named = br#"{"chat_template": [{"name": "tool_use", "template": "y"}, {"name": "default", "template": "x"}]}"#;
    assert_eq!(chat_template(named), Ok(Some("x".into())));
    assert_eq!(chat_template(b"{}"), Ok(None));
    assert!(chat_template(b"[").is_err());
}
