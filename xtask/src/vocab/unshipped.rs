//! What people look for and cannot find among the shipped: models without a public vocabulary, and vocabularies whose
//! terms leave it to the visitor to bring the file. The page names both and approximates neither.

use serde_json::{Value, json};

/// Models whose maker published no vocabulary: maker, models, what is known.
const UNPUBLISHED: &[(&str, &[&str], &str)] = &[
    (
        "Anthropic",
        &[
            "Claude 3",
            "Claude 3 Haiku",
            "Claude 3 Opus",
            "Claude 3.5 Sonnet",
            "Claude 3.7 Sonnet",
            "Claude 4",
            "Claude Sonnet 4",
            "Claude Opus 4",
            "Claude Sonnet 4.5",
            "Claude Opus 4.5",
            "Claude Haiku 4.5",
        ],
        "Anthropic published no vocabulary after Claude 2.1. Its interface counts tokens on request.",
    ),
    (
        "Google",
        &["Gemini", "Gemini 1.5 Pro", "Gemini 2.0 Flash", "Gemini 2.5 Pro", "Gemini 2.5 Flash", "Gemini 3", "PaLM 2"],
        "Google published no vocabulary for Gemini. Packages that carry one under its name hold Gemma's.",
    ),
    ("xAI", &["Grok 2", "Grok 3", "Grok 4"], "xAI published no vocabulary that can be had as a file here."),
    ("Amazon", &["Nova Lite", "Nova Pro", "Titan Text"], "Amazon published no vocabulary."),
    ("Cohere", &["Command A"], "Cohere's vocabularies are open for research only; load the file yourself."),
];

/// A vocabulary that the visitor can load: maker, title, models, licence, format, why it is not shipped.
type OwnFile = (&'static str, &'static str, &'static [&'static str], &'static str, &'static str, &'static str);

const OWN_FILE: &[OwnFile] = &[
    ("Meta", "Llama 2", &["Llama 1", "Llama 2", "CodeLlama"], "Llama 2 licence", "tokenizer.model", TERMS),
    (
        "Meta",
        "Llama 3",
        &["Llama 3", "Llama 3.1", "Llama 3.2", "Llama 3.3"],
        "Llama 3 licence",
        "tokenizer.json",
        TERMS,
    ),
    ("Meta", "Llama 4", &["Llama 4 Scout", "Llama 4 Maverick"], "Llama 4 licence", "tokenizer.json", TERMS),
    (
        "Google",
        "Gemma 1 to 3",
        &["Gemma", "Gemma 2", "Gemma 3", "EmbeddingGemma"],
        "Gemma terms",
        "tokenizer.json",
        TERMS,
    ),
    ("Microsoft", "Phi-3", &["Phi-3", "Phi-3.5"], "Llama 2 licence (vocabulary)", "tokenizer.json", TERMS),
    ("AI21", "Jurassic-2", &["Jurassic-2"], "not stated", "tokenizer.model", "The licence of the file is not stated."),
    ("Voyage AI", "Voyage 3", &["voyage-3"], "not stated", "tokenizer.json", "The licence of the file is not stated."),
    ("MiniMax", "MiniMax M2", &["MiniMax M2"], "not checked", "tokenizer.json", NOT_CHECKED),
    ("Z.ai", "GLM-5", &["GLM-5"], "MIT (not checked)", "tokenizer.json", NOT_CHECKED),
    ("Google", "T5", &["T5", "mT5", "Flan-T5"], "Apache-2.0", "tokenizer.json", NO_PACKAGE),
    ("Google", "ALBERT", &["ALBERT"], "Apache-2.0", "tokenizer.json", NO_PACKAGE),
    (
        "Meta",
        "RoBERTa",
        &["RoBERTa", "BART", "DistilRoBERTa", "CodeBERT"],
        "MIT",
        "tokenizer.json",
        "The one package that carries its list has lost four of its tokens.",
    ),
    ("Meta", "XLM-RoBERTa", &["XLM-R", "multilingual-e5", "bge-m3"], "MIT", "tokenizer.json", NO_PACKAGE),
    ("BigScience", "BLOOM", &["BLOOM"], "RAIL", "tokenizer.json", NO_PACKAGE),
    ("TII", "Falcon", &["Falcon"], "Apache-2.0", "tokenizer.json", NO_PACKAGE),
    ("BigCode", "StarCoder", &["StarCoder", "StarCoder2"], "OpenRAIL", "tokenizer.json", NO_PACKAGE),
    ("Cohere", "Command R", &["Command R", "Command R+"], "non-commercial", "tokenizer.json", TERMS),
    ("xAI", "Grok-1", &["Grok-1"], "Apache-2.0", "tokenizer.model", NO_PACKAGE),
    ("273 Ventures", "KL3M", &["KL3M"], "CC-BY-4.0", "tokenizer.json", NO_PACKAGE),
];

const TERMS: &str = "Its terms put conditions on passing the file on.";
const NO_PACKAGE: &str = "No package that carries the original file was found.";
const NOT_CHECKED: &str = "The licence could not be checked at its source.";

/// Models without a public vocabulary, for the catalogue.
pub(super) fn unpublished() -> Value {
    let entry = |&(maker, models, why): &(&str, &[&str], &str)| json!({ "maker": maker, "models": models, "why": why });
    UNPUBLISHED.iter().map(entry).collect()
}

/// Vocabularies that the visitor can load, for the catalogue.
pub(super) fn own_file() -> Value {
    OWN_FILE
        .iter()
        .map(|&(maker, title, models, licence, format, why)| {
            json!({ "maker": maker, "title": title, "models": models, "licence": licence, "format": format, "why": why })
        })
        .collect()
}
