//! Google Gemma 4, the first under Apache-2.0: tokens and merges from a crate's plain-text form of the published
//! `tokenizer.json`.
//!
//! Its 514,906 merges are all ways to cut its 236,339 merged tokens in two tokens, ordered by token: a token's place
//! in that order is its score.

use anyhow::{Context, Result, ensure};
use tokenarium::text::definition::{
    BpeDefinition, Decoder, Definition, Merges, Model, Normalizer, PostProcessor, SplitPattern, Unit,
};
use tokenarium::text::vocabulary::Vocabulary;

use super::{Family, Package, Source, file, special};

pub(super) const FAMILIES: &[Family] = &[Family {
    name: "gemma-4",
    title: "Gemma 4",
    maker: "Google",
    models: &[("Gemma 4", Some(262_144))],
    licence: "Apache-2.0",
    notice: "apache-2.0.txt",
    base: None,
    equal_to: &[],
    note: "Gemini's own vocabulary is not published.",
    sources: &[Source {
        package: Package::Crate("splintr-vocab-gemma4", "1.0.0"),
        path: "vocabs/gemma4.mbpe",
        sha256: "275f51b867466861198a37d98bf7323496cdb97c3515089f1d6fc30377516280",
    }],
    make: gemma,
}];

const SPACE: &str = "\u{2581}";

/// `mbpe 1`, the two counts, an empty line, a token a line, then `id length` a merge: the merged token and the bytes
/// of its left half.
fn gemma(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    let mut lines = file(files, 0)?.split(|&byte| byte == b'\n');
    let mut header = |word: &str| -> Result<usize> {
        let line = std::str::from_utf8(lines.next().context("a header line")?)?;
        Ok(line.strip_prefix(word).with_context(|| format!("{word} in {line}"))?.trim().parse()?)
    };
    ensure!(header("mbpe")? == 1, "version 1");
    let (tokens, merges) = (header("vocab")?, header("merges")?);
    ensure!(lines.next() == Some(b""), "an empty line");
    let tokens: Vec<Vec<u8>> = lines.by_ref().take(tokens).map(unescape).collect::<Result<_>>()?;
    let mut scores = vec![f32::NEG_INFINITY; tokens.len()];
    for (rank, line) in lines.take(merges).enumerate() {
        let id: usize = std::str::from_utf8(line)?.split(' ').next().context("an id")?.parse()?;
        *scores.get_mut(id).context("an id of a token")? = -(rank as f32);
    }
    let token = |id: u32| special(String::from_utf8_lossy(&tokens[id as usize]), id);
    // Those that the published file adds: up to `[multimodal]`, tools, thinking, channels, turns.
    let added = [0, 1, 2, 3, 4, 5, 46, 47, 48, 49, 50, 51, 52, 98, 100, 101, 105, 106];
    Ok(Definition {
        name: name.to_owned(),
        vocabulary: Vocabulary::from_tokens(&tokens),
        added: added.into_iter().map(token).collect(),
        normalizers: vec![Normalizer::Replace { pattern: SplitPattern::Literal(" ".into()), content: SPACE.into() }],
        pre_tokenizers: Vec::new(),
        model: Model::Bpe(BpeDefinition {
            unit: Unit::Character,
            merges: Merges::ByScore(scores),
            unknown: Some(3),
            fuse_unknown: true,
            byte_fallback: true,
            ignore_merges: false,
            continuing_prefix: String::new(),
            word_suffix: String::new(),
        }),
        post_processors: vec![PostProcessor::Template { before: vec![2], after: Vec::new() }],
        decoders: vec![
            Decoder::Replace { pattern: SPACE.into(), content: " ".into() },
            Decoder::ByteFallback,
            Decoder::Fuse,
        ],
        chat_template: None,
    })
}

/// `\n`, `\r`, `\\` and `\xNN` back to bytes.
fn unescape(line: &[u8]) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(line.len());
    let mut rest = line;
    while let [first, after @ ..] = rest {
        (rest, _) = match (first, after) {
            (b'\\', [b'n', after @ ..]) => (after, bytes.push(b'\n')),
            (b'\\', [b'r', after @ ..]) => (after, bytes.push(b'\r')),
            (b'\\', [b'\\', after @ ..]) => (after, bytes.push(b'\\')),
            (b'\\', [b'x', high, low, after @ ..]) => {
                let digits = [*high, *low];
                (after, bytes.push(u8::from_str_radix(std::str::from_utf8(&digits)?, 16)?))
            }
            (b'\\', _) => anyhow::bail!("an unknown escape in {}", line.escape_ascii()),
            _ => (after, bytes.push(*first)),
        };
    }
    Ok(bytes)
}
