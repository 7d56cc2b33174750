//! The same text as Jinja2 under the transformers library's settings; `tests/golden/chat/reference.py` made the goldens.

use std::io::Read;

use serde::Deserialize;

use super::*;
use crate::text::definition::Definition;
use crate::text::end_tokens::end_tokens;
use crate::text::format::vocab;

#[derive(Deserialize)]
struct Case {
    template: String,
    source: Option<String>,
    conversation: String,
    text: Option<String>,
    refused: Option<String>,
}

const CASES: &str = include_str!("../../tests/golden/chat/rendered.json");
const NOW: Date = Date { year: 2026, month: 11, day: 2, hour: 9, minute: 5, second: 7 };

fn cases() -> Vec<Case> {
    serde_json::from_str(CASES).expect("the golden is JSON")
}

fn shipped(name: &str) -> Definition {
    let file = match name {
        "qwen3" => &include_bytes!("../../www/vocab/qwen3.vocab")[..],
        "deepseek-v3" => include_bytes!("../../www/vocab/deepseek-v3.vocab"),
        other => panic!("no shipped vocabulary {other} here"),
    };
    let mut inflated = Vec::new();
    flate2::read::DeflateDecoder::new(file).read_to_end(&mut inflated).expect("deflated");
    vocab::read(&inflated, None).expect("a shipped vocabulary")
}

fn own(source: &str) -> Template<'_> {
    Template { source, begin: "<s>", end: "</s>" }
}

fn of(definition: &Definition) -> Template<'_> {
    let [begin, end] = end_tokens(definition);
    Template { source: definition.chat_template.as_deref().expect("a template came with it"), begin, end }
}

#[test]
fn templates_write_what_the_reference_writes() {
    for case in cases() {
        let rendered = match &case.source {
            Some(source) => render(own(source), &case.conversation, Some(NOW)),
            None => render(of(&shipped(&case.template)), &case.conversation, Some(NOW)),
        };
        match (rendered, case.text, case.refused) {
            (Ok(rendered), Some(text), _) => {
                assert_eq!(rendered.text, text, "{} on {}", case.template, case.conversation);
                assert!(rendered.ends.is_sorted() && rendered.ends.iter().all(|&end| end as usize <= text.len()));
            }
            (Err(ChatError::Template { got, .. }), None, Some(refused)) => assert_eq!(got, refused),
            (other, text, refused) => {
                panic!("{} on {}: {other:?}, not {text:?} or {refused:?}", case.template, case.conversation)
            }
        }
    }
}

#[test]
fn messages_end_where_the_template_ends_them() {
    let conversation = r#"{"messages": [{"role": "system", "content": "S"}, {"role": "user", "content": "U"},
        {"role": "assistant", "content": "A"}], "add_generation_prompt": true}"#;
    let rendered = render(of(&shipped("qwen3")), conversation, None).expect("an ordinary conversation");
    let mut from = 0;
    let parts: Vec<&str> = rendered
        .ends
        .iter()
        .map(|&end| &rendered.text[std::mem::replace(&mut from, end as usize)..end as usize])
        .collect();
    assert_eq!(parts[0], "<|im_start|>system\nS<|im_end|>\n");
    assert_eq!(parts[1], "<|im_start|>user\nU<|im_end|>\n");
    assert!(parts[2].starts_with("<|im_start|>assistant\n") && parts[2].ends_with("A<|im_end|>\n"), "{parts:?}");
    assert_eq!(&rendered.text[from..], "<|im_start|>assistant\n");
}

#[test]
fn a_template_that_refuses_parts_still_counts_per_message() {
    let template = "{% if messages | length < 2 %}{{ raise_exception('two at least') }}{% endif %}\
        {% for m in messages %}[{{ m.content }}]{% endfor %}";
    let conversation = r#"{"messages": [{"role": "user", "content": "one"}, {"role": "user", "content": "two"}]}"#;
    let rendered = render(own(template), conversation, None).expect("two messages");
    assert_eq!((rendered.text.as_str(), rendered.ends), ("[one][two]", vec![4, 10]));
}

#[test]
fn tokens_are_counted_with_the_message_in_which_they_begin() {
    assert_eq!(per_message(&[0, 2, 5, 5, 9, 12], &[5, 5, 10]), [2, 0, 3]);
    assert_eq!(per_message(&[], &[3]), [0]);
}

#[test]
fn hostile_templates_end_with_an_error() {
    let conversation = r#"{"messages": []}"#;
    let endless = "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}{% endfor %}\
        {% endfor %}{% endfor %}";
    let recursive = "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}";
    for template in [endless, recursive, "{% if", "{{ x.y.z }}", "{{ nothing_such() }}", "{% include 'file' %}"] {
        assert!(render(own(template), conversation, None).is_err(), "{template}");
    }
    assert!(render(own("x"), "[]", None).is_err());
    assert!(render(own("x"), "{", None).is_err());
    assert!(render(own("{{ strftime_now('%Y') }}"), conversation, None).is_err());
}
