//! The shipped vocabularies as the tests load them: the catalogue's names, inflated files, tokenizers.

#![allow(dead_code, reason = "every test binary compiles this module and uses a part of it")]

use std::io::Read;
use std::path::Path;

use tokenarium::text::definition::Definition;
use tokenarium::text::format::vocab;
use tokenarium::text::tokenizer::Tokenizer;

/// The repository.
pub(crate) const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The names in `www/vocab/catalog.json` that come from other makers.
pub(crate) fn catalogue() -> Vec<String> {
    let text = std::fs::read_to_string(Path::new(ROOT).join("www/vocab/catalog.json")).expect("the catalogue");
    let catalogue: serde_json::Value = serde_json::from_str(&text).expect("the catalogue is JSON");
    let entries = catalogue["vocabularies"].as_array().expect("a list of vocabularies");
    let names = entries.iter().map(|entry| entry["name"].as_str().expect("a name").to_owned());
    names.filter(|name| !name.starts_with("own-")).collect()
}

/// Inflates a raw DEFLATE stream.
pub(crate) fn inflate(bytes: &[u8]) -> Vec<u8> {
    let mut inflated = Vec::new();
    flate2::read::DeflateDecoder::new(bytes).read_to_end(&mut inflated).expect("a whole stream");
    inflated
}

/// The inflated `.vocab` file of a vocabulary.
pub(crate) fn vocab_file(name: &str) -> Vec<u8> {
    let path = Path::new(ROOT).join(format!("www/vocab/{name}.vocab"));
    inflate(&std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

/// The definition of a vocabulary.
pub(crate) fn definition(name: &str) -> Definition {
    let file = vocab_file(name);
    let base = vocab::base(&file).unwrap_or_else(|error| panic!("{name}: {error}")).map(|base| vocab_file(&base.name));
    vocab::read(&file, base.as_deref()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A vocabulary ready to run.
pub(crate) fn load(name: &str) -> Tokenizer {
    Tokenizer::new(definition(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}
