//! Any sequence of edits gives what a run over the whole text gives: ids, spans, positions and the list of tokens that
//! a page keeps by applying patches; for every kind of tokenizer, over random vocabularies.

use super::*;
use crate::text::definition::{
    AddedToken, BpeDefinition, Definition, KnownPattern, Merges, Model, Normalizer, PreTokenizer, PrependScheme,
    SplitBehavior, SplitPattern, Unit as BpeUnit,
};
use crate::text::sink::Spanned;
use crate::text::vocabulary::Vocabulary;

/// A seeded stream of numbers (xorshift64*), so that big cases need no strategy that shrinks them for hours.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % below.max(1)
    }

    fn text(&mut self, parts: &[&str], count: usize) -> String {
        (0..count).map(|_| parts[self.next(parts.len())]).collect()
    }
}

/// What texts are made of: everything that scanners, normalizers and chunks trip over.
const MIXED: [&str; 30] = [
    "a",
    "b",
    "ab",
    "the",
    " the",
    " ",
    "  ",
    "\n",
    "\r\n",
    "\n\n",
    "'s",
    "'",
    "A",
    "AB",
    "1",
    "234",
    ".",
    "，",
    "。",
    "你好",
    "e\u{301}",
    "é",
    "\u{301}",
    "あ",
    "\u{feff}",
    "😀",
    "👩\u{200d}🚀",
    "\u{fffd}",
    "<x>",
    "\t",
];

fn definition(model: Model, vocabulary: Vocabulary) -> Definition {
    Definition {
        name: "random".into(),
        vocabulary,
        added: Vec::new(),
        normalizers: Vec::new(),
        pre_tokenizers: Vec::new(),
        model,
        post_processors: Vec::new(),
        decoders: Vec::new(),
        chat_template: None,
    }
}

fn bpe(unit: BpeUnit, merges: Merges) -> BpeDefinition {
    BpeDefinition {
        unit,
        merges,
        unknown: None,
        fuse_unknown: false,
        byte_fallback: false,
        ignore_merges: false,
        continuing_prefix: String::new(),
        word_suffix: String::new(),
    }
}

/// All bytes and random concatenations of earlier tokens.
fn byte_vocabulary(random: &mut Random, alphabet: &str, size: usize) -> Vec<Vec<u8>> {
    let mut tokens: Vec<Vec<u8>> = (0..=255).map(|byte| vec![byte]).collect();
    let mut grown: Vec<Vec<u8>> = alphabet.bytes().map(|byte| vec![byte]).collect();
    while tokens.len() < 256 + size {
        let token = [grown[random.next(grown.len())].clone(), grown[random.next(grown.len())].clone()].concat();
        if token.len() <= 24 && !tokens.contains(&token) {
            grown.push(token.clone());
            tokens.push(token);
        }
    }
    tokens
}

fn byte_level(random: &mut Random, pre_tokenizers: Vec<PreTokenizer>) -> Definition {
    let tokens = byte_vocabulary(random, "abthe \n1'你", 60);
    let model = Model::Bpe(bpe(BpeUnit::Byte, Merges::ByTokenId));
    Definition { pre_tokenizers, ..definition(model, Vocabulary::from_tokens(tokens)) }
}

fn known(pattern: KnownPattern) -> PreTokenizer {
    PreTokenizer::Split { pattern: SplitPattern::Known(pattern), behavior: SplitBehavior::Isolated, invert: false }
}

fn added(id: TokenId, content: &str) -> AddedToken {
    AddedToken {
        id,
        content: content.into(),
        special: false,
        lstrip: false,
        rstrip: false,
        single_word: false,
        normalized: false,
    }
}

/// SentencePiece-style: characters, space as U+2581, byte fallback, scores in random order.
fn sentence_piece(random: &mut Random, prepend: bool) -> Definition {
    let mut tokens: Vec<Vec<u8>> = vec![b"<unk>".to_vec()];
    tokens.extend((0..=255).map(|byte| format!("<0x{byte:02X}>").into_bytes()));
    let mut grown: Vec<String> = "ab▁the1.你あ\n".chars().map(String::from).collect();
    tokens.extend(grown.iter().map(|token| token.clone().into_bytes()));
    for _ in 0..60 {
        let token = grown[random.next(grown.len())].clone() + &grown[random.next(grown.len())];
        if token.chars().count() <= 9 && !grown.contains(&token) {
            tokens.push(token.clone().into_bytes());
            grown.push(token);
        }
    }
    let scores = (0..tokens.len()).map(|at| if at < 257 { f32::NEG_INFINITY } else { -(random.next(500) as f32) });
    let model = Model::Bpe(BpeDefinition {
        byte_fallback: true,
        fuse_unknown: true,
        unknown: Some(0),
        ..bpe(BpeUnit::Character, Merges::ByScore(scores.collect()))
    });
    let mut normalizers =
        vec![Normalizer::Replace { pattern: SplitPattern::Literal(" ".into()), content: "▁".into() }];
    if prepend {
        normalizers.insert(0, Normalizer::Prepend("▁".into()));
    }
    Definition { normalizers, ..definition(model, Vocabulary::from_tokens(tokens)) }
}

fn word_piece(random: &mut Random) -> Definition {
    let mut tokens: Vec<String> = vec!["[UNK]".into()];
    for character in "abthe1.你あé".chars() {
        tokens.extend([character.to_string(), format!("##{character}")]);
    }
    for _ in 0..30 {
        let length = 2 + random.next(3);
        let word = random.text(&["a", "b", "t", "h", "e"], length);
        tokens.extend([word.clone(), format!("##{word}")]);
    }
    tokens.dedup();
    let model = Model::WordPiece { unknown: 0, continuing_prefix: "##".into(), max_input_chars_per_word: 12 };
    let normalizer =
        Normalizer::Bert { clean_text: true, handle_chinese_chars: true, strip_accents: None, lowercase: true };
    Definition {
        normalizers: vec![normalizer],
        pre_tokenizers: vec![PreTokenizer::Bert],
        ..definition(model, Vocabulary::from_tokens(tokens))
    }
}

fn unigram(random: &mut Random, split: bool) -> Definition {
    let mut tokens: Vec<String> = vec!["<unk>".into()];
    tokens.extend("ab▁the1.你あ\n".chars().map(String::from));
    for _ in 0..40 {
        let length = 2 + random.next(3);
        let token = random.text(&["a", "b", "▁", "the", "你"], length);
        if !tokens.contains(&token) {
            tokens.push(token);
        }
    }
    let scores = (0..tokens.len()).map(|_| -1.0 - random.next(1000) as f64 / 100.0).collect();
    let model = Model::Unigram { scores, unknown: Some(0), byte_fallback: false, single_precision: false };
    Definition {
        normalizers: vec![Normalizer::Nfkc, Normalizer::CollapseSpaces],
        pre_tokenizers: vec![PreTokenizer::Metaspace { replacement: '▁', prepend: PrependScheme::Always, split }],
        ..definition(model, Vocabulary::from_tokens(tokens))
    }
}

/// Every kind of tokenizer, and whether its edits stay near.
fn tokenizers(random: &mut Random) -> Vec<(String, Tokenizer)> {
    let mut all: Vec<(String, Definition)> = Vec::new();
    for pattern in crate::text::pretokenizer::known::ALL {
        let splits = match pattern {
            KnownPattern::Clip => vec![PreTokenizer::Split {
                pattern: SplitPattern::Known(pattern),
                behavior: SplitBehavior::Removed,
                invert: true,
            }],
            _ => vec![known(pattern)],
        };
        all.push((format!("{pattern:?}"), byte_level(random, splits)));
    }
    let mut nfc = byte_level(random, vec![known(KnownPattern::Qwen2)]);
    nfc.normalizers = vec![Normalizer::Nfc];
    all.push(("NFC".into(), nfc));
    let mut compatible = byte_level(random, vec![PreTokenizer::ByteLevel { add_prefix_space: true, use_regex: true }]);
    compatible.normalizers = vec![Normalizer::Nfkd, Normalizer::Lowercase];
    all.push(("NFKD, lower case, prefix space".into(), compatible));
    let mut specials = byte_level(random, vec![known(KnownPattern::Cl100k)]);
    specials.added = vec![added(400, "<x>"), added(401, "the 1"), added(402, "\n\n"), added(403, "b.")];
    all.push(("added tokens".into(), specials));
    let mut words = byte_level(random, vec![known(KnownPattern::Gpt2)]);
    words.added = vec![
        AddedToken { single_word: true, ..added(400, "the") },
        AddedToken { rstrip: true, lstrip: true, ..added(401, "A") },
    ];
    all.push(("added words that strip".into(), words));
    all.push(("Llama 2".into(), sentence_piece(random, true)));
    let mut gemma = sentence_piece(random, false);
    gemma.added = vec![added(900, "\n\n"), added(901, "▁▁"), added(902, "<x>"), added(903, "\n\n\n")];
    all.push(("Gemma".into(), gemma));
    all.push(("bytes in one piece".into(), byte_level(random, Vec::new())));
    let mut whole_first = sentence_piece(random, false);
    if let Model::Bpe(bpe) = &mut whole_first.model {
        bpe.ignore_merges = true;
    }
    all.push(("whole first".into(), whole_first));
    all.push(("WordPiece".into(), word_piece(random)));
    all.push(("Unigram".into(), unigram(random, true)));
    all.push(("Unigram in one piece".into(), unigram(random, false)));
    all.push(("bytes".into(), definition(Model::Bytes, Vocabulary::default())));
    all.push(("code points".into(), definition(Model::CodePoints, Vocabulary::default())));
    all.push(("fixed length".into(), byte_level(random, vec![PreTokenizer::FixedLength(5)])));
    all.into_iter().map(|(name, definition)| (name, Tokenizer::new(definition).expect("a sound definition"))).collect()
}

/// A page: the text as JavaScript has it and the list of ids that patches keep up to date.
struct Page {
    units: Vec<u16>,
    ids: Vec<TokenId>,
}

impl Page {
    fn apply(&mut self, patch: &Patch) {
        let first = patch.first as usize;
        self.ids.splice(first..first + patch.removed as usize, patch.ids.iter().copied());
        assert_eq!(patch.ids.len(), patch.lengths.len());
    }

    /// Steps to the end in slices of `budget` and compares with a run over the whole text.
    fn check(&mut self, document: &mut Document, tokenizer: &Tokenizer, budget: u64, name: &str) {
        while document.step(tokenizer, budget).expect("text is tokenized") != Step::Done {}
        self.apply(&document.patch());
        assert!(document.is_settled());
        let text: String = document.text().collect();
        let expected = full(tokenizer, &text);
        same(name, "units of the text", &document.units(0, u32::MAX), &self.units);
        let window = document.window(0, u32::MAX);
        same(name, "ids", &window.ids, &expected.ids);
        same(name, "spans", &window.bytes, &expected.spans);
        same(name, "ids kept by patches", &self.ids, &expected.ids);
        assert_eq!((window.stale, document.size().tokens as usize), (None, expected.ids.len()));
        let lengths = Lengths::of(&text);
        let size = document.size();
        assert_eq!((size.utf8, size.utf16, size.code_points), (lengths.utf8, lengths.utf16, lengths.code_points));
    }
}

/// Equality of long lists, told by the first difference.
fn same<T: PartialEq + std::fmt::Debug>(name: &str, what: &str, got: &[T], expected: &[T]) {
    if got != expected {
        let at = got.iter().zip(expected).take_while(|(a, b)| a == b).count();
        let (got, expected) = (&got[at..got.len().min(at + 8)], &expected[at..expected.len().min(at + 8)]);
        panic!("{name}: {what} differ at {at}: {got:?}, expected {expected:?}");
    }
}

fn full(tokenizer: &Tokenizer, text: &str) -> Spanned {
    let mut spanned = Spanned::default();
    tokenizer
        .encode(text, &EncodeOptions::default(), &mut Scratch::default(), &mut spanned)
        .expect("text is tokenized");
    spanned
}

fn open(tokenizer: &Tokenizer, units: Vec<u16>, budget: u64, name: &str) -> (Document, Page) {
    let mut document = Document::open_units(tokenizer, units.clone(), &EncodeOptions::default()).expect("a short text");
    let mut page = Page { units, ids: Vec::new() };
    page.check(&mut document, tokenizer, budget, name);
    (document, page)
}

/// Random edits, each checked against a full run; some follow one another before the first is settled.
fn edits(random: &mut Random, name: &str, tokenizer: &Tokenizer, parts: usize, count: usize) {
    let text = random.text(&MIXED, parts);
    let budget = [1, 700, 5000, u64::MAX][random.next(4)];
    let (mut document, mut page) = open(tokenizer, text.encode_utf16().collect(), budget, name);
    for _ in 0..count {
        let length = page.units.len();
        let from = random.next(length + 1);
        let widest = [1, 3, 40, 5000][random.next(4)];
        let to = (from + random.next(widest)).min(length);
        let parts = [0, 1, 2, if parts > 1000 { 2000 } else { 40 }][random.next(4)];
        let mut insert: Vec<u16> = random.text(&MIXED, parts).encode_utf16().collect();
        if random.next(4) == 0 {
            // Half a pair somewhere.
            let half = [0xd83d, 0xde00, 0xd800][random.next(3)];
            insert.insert(random.next(insert.len() + 1), half);
        }
        let patch = document
            .edit(tokenizer, from as u32, to as u32, &insert, [0, 300, u64::MAX][random.next(3)])
            .expect("positions inside the text");
        page.units.splice(from..to, insert);
        page.apply(&patch);
        assert_eq!(patch.stale.is_none(), document.is_settled() || document.intake.is_some());
        if random.next(3) > 0 {
            page.check(&mut document, tokenizer, budget, name);
        }
    }
    page.check(&mut document, tokenizer, budget, name);
}

#[test]
fn any_edits_give_what_a_full_run_gives_short() {
    let mut random = Random(0x5eed);
    for _ in 0..8 {
        for (name, tokenizer) in tokenizers(&mut random) {
            for _ in 0..5 {
                let parts = random.next(40);
                edits(&mut random, &name, &tokenizer, parts, 8);
            }
        }
    }
}

#[test]
fn any_edits_give_what_a_full_run_gives_long() {
    let mut random = Random(0xfeed);
    for (name, tokenizer) in tokenizers(&mut random) {
        edits(&mut random, &name, &tokenizer, 7000, 10);
    }
}

#[test]
fn the_text_is_whole_while_it_is_still_being_read() {
    let tokenizer = Tokenizer::new(definition(Model::Bytes, Vocabulary::default())).expect("a sound definition");
    let text = "naïve 👩‍🚀 ".repeat(40_000);
    let options = EncodeOptions::default();
    let mut document = Document::open(&tokenizer, text.clone(), &options).expect("a short text");
    document.step(&tokenizer, 1).expect("text is tokenized");
    assert_eq!(document.text().collect::<String>(), text);

    let mut document = Document::open(&tokenizer, "<>".to_owned(), &options).expect("a short text");
    document.edit(&tokenizer, 1, 1, &text.encode_utf16().collect::<Vec<u16>>(), 1).expect("an edit inside the text");
    assert_eq!(document.text().collect::<String>(), format!("<{text}>"));
}
