//! The six stages together: what holds for every tokenizer, on small definitions built by hand.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use tokenarium::text::definition::{
    AddedToken, BpeDefinition, Decoder, Definition, Merges, Model, Normalizer, PostProcessor, PreTokenizer,
    PrependScheme, SplitBehavior, SplitPattern, Unit,
};
use tokenarium::text::encoding::{Encoding, Scratch};
use tokenarium::text::error::TextError;
use tokenarium::text::job::Step;
use tokenarium::text::model::variation::Random;
use tokenarium::text::n_best::n_best;
use tokenarium::text::pretokenizer::known;
use tokenarium::text::sink::Spanned;
use tokenarium::text::tokenizer::{EncodeOptions, Rule, Sample, Specials, Tokenizer};
use tokenarium::text::vocabulary::Vocabulary;

fn definition(tokens: &[&str], model: Model) -> Definition {
    Definition {
        name: "test".to_owned(),
        vocabulary: Vocabulary::from_tokens(tokens),
        added: Vec::new(),
        normalizers: Vec::new(),
        pre_tokenizers: Vec::new(),
        model,
        post_processors: Vec::new(),
        decoders: Vec::new(),
        chat_template: None,
    }
}

fn special(id: u32, content: &str) -> AddedToken {
    AddedToken {
        id,
        content: content.to_owned(),
        special: true,
        lstrip: false,
        rstrip: false,
        single_word: false,
        normalized: false,
    }
}

fn unigram() -> Definition {
    let tokens = ["<unk>", "▁", "a", "b", "▁a", "ab", "▁ab", "c", "▁b"];
    let scores = vec![0.0, -3.0, -3.5, -3.6, -2.0, -2.5, -1.5, -4.0, -2.2];
    let model = Model::Unigram { scores, unknown: Some(0), byte_fallback: false, single_precision: false };
    let mut definition = definition(&tokens, model);
    let (replacement, prepend) = ('▁', PrependScheme::Always);
    definition.pre_tokenizers = vec![PreTokenizer::Metaspace { replacement, prepend, split: true }];
    definition.decoders = vec![Decoder::Metaspace { replacement, prepend }];
    definition.added = vec![special(9, "<s>"), special(10, "</s>")];
    definition.post_processors = vec![PostProcessor::Template { before: vec![9], after: vec![10] }];
    definition
}

fn encode(tokenizer: &Tokenizer, text: &str, options: &EncodeOptions) -> Spanned {
    let mut out = Spanned::default();
    tokenizer.encode(text, options, &mut Scratch::default(), &mut out).unwrap();
    out
}

#[test]
fn a_unigram_with_metaspace_gives_ids_spans_and_text_back() {
    let tokenizer = Tokenizer::new(unigram()).unwrap();
    let out = encode(&tokenizer, "ab aé b", &EncodeOptions::default());
    assert_eq!(out.ids, [6, 4, 0, 8]);
    assert_eq!(out.spans, [0, 2, 2, 4, 4, 6, 6, 8]);
    assert_eq!(tokenizer.decode(&[6, 4, 8], false).unwrap(), b"ab a b");
    let template = EncodeOptions { template: true, ..EncodeOptions::default() };
    let out = encode(&tokenizer, "ab", &template);
    assert_eq!((out.ids, out.spans), (vec![9, 6, 10], vec![0, 0, 0, 2, 2, 2]));
}

#[test]
fn specials_are_text_unless_parsed() {
    let tokenizer = Tokenizer::new(unigram()).unwrap();
    assert_eq!(encode(&tokenizer, "a<s>b", &EncodeOptions::default()).ids, [4, 0, 3]);
    let parse = EncodeOptions { specials: Specials::Parse, ..EncodeOptions::default() };
    let out = encode(&tokenizer, "a<s>b", &parse);
    assert_eq!((out.ids, out.spans), (vec![4, 9, 8], vec![0, 1, 1, 4, 4, 5]));
    let pieces = tokenizer.pieces("a<s>b ab", Specials::Parse);
    let shown: Vec<_> = pieces.iter().map(|p| (p.span.clone(), String::from_utf8_lossy(&p.text), p.rule)).collect();
    let expected: Vec<_> = vec![
        (0..1, "▁a".into(), Rule::Whole),
        (1..4, "<s>".into(), Rule::Added(9)),
        (4..5, "▁b".into(), Rule::PreTokenizer(0)),
        (5..8, "▁ab".into(), Rule::PreTokenizer(0)),
    ];
    assert_eq!(shown, expected);
}

#[test]
fn slices_of_any_size_give_the_same_tokens() {
    let mut definition = unigram();
    definition.normalizers = vec![
        Normalizer::Nfkc,
        Normalizer::Lowercase,
        Normalizer::Replace { pattern: SplitPattern::Literal("cc".to_owned()), content: "a".to_owned() },
        Normalizer::Strip { left: true, right: true },
    ];
    definition.pre_tokenizers.insert(0, PreTokenizer::WhitespaceSplit);
    let tokenizer = Tokenizer::new(definition).unwrap();
    let text =
        "  AB a\u{301}b ccc <s>ＡＢ b<unk>\u{3000}e\u{301}\u{323}c <s></s> ﬁab한국\u{1112}\u{1161}\u{11ab} ".repeat(20);
    let options = EncodeOptions { specials: Specials::Parse, template: true, ..EncodeOptions::default() };
    let whole = encode(&tokenizer, &text, &options);
    for budget in [1, 2, 3, 7, 50, 1000] {
        let mut out = Spanned::default();
        let mut encoding = Encoding::new(&options, Scratch::default());
        while encoding.step(&tokenizer, &text, &mut out, budget).unwrap() != Step::Done {}
        assert_eq!(out, whole, "slices of {budget}");
    }
    let mut end = 0;
    for span in whole.spans.chunks(2) {
        assert!(span[0] >= end && span[1] >= span[0] && span[1] as usize <= text.len(), "{span:?} after {end}");
        end = span[1];
    }
}

#[test]
fn an_unknown_id_is_pointed_at() {
    let tokenizer = Tokenizer::new(unigram()).unwrap();
    assert_eq!(tokenizer.decode(&[2, 11, 3], false), Err(TextError::UnknownId { id: 11, position: 1, size: 11 }));
    let decoded = tokenizer.bytes(&[6, 9, 8]).unwrap();
    assert_eq!((decoded.bytes.as_slice(), decoded.ends.as_slice()), (b"ab<s> b".as_slice(), [2, 5, 7].as_slice()));
}

/// Strings that make scanners, normal forms and alignments work: random ones over awkward characters.
fn awkward(seed: u64, length: usize) -> String {
    const POOL: &str = "abcdXYZ 0129.,!?'-_ \n\r\té\u{301}üßñ\u{308}中文字日本のカー한국\u{1100}\u{1161}\u{11a8}АбвŁ🙂\u{200d}\u{fe0f}\
         \u{a0}\u{2581}ĠحمΩώ½ﬁＡ\u{e01}\u{e33}\0\u{feff}<s>\u{130}\u{345}\u{323}\u{1e9b}\u{2126}\u{1e0a}";
    let pool: Vec<char> = POOL.chars().collect();
    let mut random = Random::new(seed);
    (0..length).map(|_| pool[(random.bits() % pool.len() as u64) as usize]).collect()
}

fn byte_bpe() -> Model {
    Model::Bpe(BpeDefinition {
        unit: Unit::Byte,
        merges: Merges::ByTokenId,
        unknown: None,
        fuse_unknown: false,
        byte_fallback: false,
        ignore_merges: false,
        continuing_prefix: String::new(),
        word_suffix: String::new(),
    })
}

fn byte_vocabulary() -> Vocabulary {
    let mut vocabulary = Vocabulary::from_tokens((0..=255u8).map(|byte| [byte]));
    for pair in ["ab", " a", "  ", "abc", " ab", "é", "中", "中文", "00", "12", "\r\n", "'t", "Ab"] {
        vocabulary.push(pair.as_bytes());
    }
    vocabulary
}

#[test]
fn the_direct_way_gives_the_same_as_the_way_through_all_stages() {
    let mut compared = 0;
    for pattern in known::ALL {
        for (behavior, invert) in [(SplitBehavior::Isolated, false), (SplitBehavior::Removed, true)] {
            for normalizers in [vec![], vec![Normalizer::Nfc], vec![Normalizer::Nfkc, Normalizer::Nfd]] {
                let mut definition = definition(&[], byte_bpe());
                definition.vocabulary = byte_vocabulary();
                definition.normalizers = normalizers;
                let pattern = SplitPattern::Known(pattern);
                definition.pre_tokenizers = vec![
                    PreTokenizer::Split { pattern, behavior, invert },
                    PreTokenizer::ByteLevel { add_prefix_space: false, use_regex: false },
                ];
                definition.added = vec![special(300, "<s>")];
                let direct = Tokenizer::new(definition.clone()).unwrap();
                let pattern = SplitPattern::Literal("never there".to_owned());
                definition.normalizers.push(Normalizer::Replace { pattern, content: String::new() });
                let staged = Tokenizer::new(definition).unwrap();
                let options = EncodeOptions { specials: Specials::Parse, ..EncodeOptions::default() };
                for seed in 0..40 {
                    let text = awkward(seed, 60);
                    let whole = encode(&direct, &text, &options);
                    assert_eq!(whole, encode(&staged, &text, &options), "{text:?}");
                    let mut sliced = Spanned::default();
                    let mut encoding = Encoding::new(&options, Scratch::default());
                    while encoding.step(&direct, &text, &mut sliced, 1 + seed as usize).unwrap() != Step::Done {}
                    assert_eq!(whole, sliced, "{text:?}");
                    compared += 1;
                }
            }
        }
    }
    assert_eq!(compared, 10 * 2 * 3 * 40);
}

#[test]
fn a_long_unigram_piece_runs_in_slices_and_settles_as_it_goes() {
    let mut definition = unigram();
    definition.pre_tokenizers.clear();
    let tokenizer = Tokenizer::new(definition).unwrap();
    let text = "ab▁a▁bc▁abxyaab".repeat(5000);
    let whole = encode(&tokenizer, &text, &EncodeOptions::default());
    let mut out = Spanned::default();
    let mut encoding = Encoding::new(&EncodeOptions::default(), Scratch::default());
    let mut slices = 0;
    while encoding.step(&tokenizer, &text, &mut out, 1000).unwrap() != Step::Done {
        slices += 1;
    }
    assert_eq!(out, whole);
    assert!(slices + 2 >= text.len() / 1000, "{slices} slices");
}

#[test]
fn byte_level_spans_cover_the_text_and_decoding_gives_it_back() {
    for normalizers in [vec![], vec![Normalizer::Nfc]] {
        let lossless = normalizers.is_empty();
        let mut definition = definition(&[], byte_bpe());
        definition.vocabulary = byte_vocabulary();
        definition.normalizers = normalizers;
        definition.pre_tokenizers = vec![
            PreTokenizer::Digits { individual: true },
            PreTokenizer::ByteLevel { add_prefix_space: false, use_regex: true },
        ];
        definition.decoders = vec![Decoder::ByteLevel];
        let tokenizer = Tokenizer::new(definition).unwrap();
        for seed in 0..300 {
            let text = awkward(1000 + seed, 1 + seed as usize % 50);
            let out = encode(&tokenizer, &text, &EncodeOptions::default());
            let mut end = 0;
            for span in out.spans.chunks(2) {
                // A character that became several tokens, or several that became one, are all of them in each.
                assert!(span[0] <= end && span[1] >= end, "{text:?}: a gap before {span:?}");
                assert!(!lossless || span[0] == end, "{text:?}: {span:?} after {end}");
                end = span[1];
            }
            assert_eq!(end as usize, text.len(), "{text:?}");
            let decoded = tokenizer.bytes(&out.ids).unwrap();
            assert_eq!(decoded.ends.last().map_or(0, |&end| end as usize), decoded.bytes.len());
            if lossless {
                assert_eq!(decoded.bytes, text.as_bytes());
                assert_eq!(decoded.ends, out.spans.iter().skip(1).step_by(2).copied().collect::<Vec<_>>());
            }
        }
    }
}

/// All ways to cut `text` into tokens of the test's Unigram, with their scores.
fn all_cuts(tokens: &[(String, f64)], text: &str) -> Vec<(Vec<u32>, f64)> {
    if text.is_empty() {
        return vec![(Vec::new(), 0.0)];
    }
    let mut cuts = Vec::new();
    for (id, (token, score)) in tokens.iter().enumerate().skip(1) {
        if let Some(rest) = text.strip_prefix(token.as_str()) {
            for (ids, sum) in all_cuts(tokens, rest) {
                cuts.push(([vec![id as u32], ids].concat(), sum + score));
            }
        }
    }
    cuts
}

#[test]
fn ranked_cuts_and_samples_follow_the_probabilities_of_all_cuts() {
    let mut definition = unigram();
    let Model::Unigram { scores, .. } = &definition.model else { panic!("Unigram") };
    let tokens: Vec<(String, f64)> = (0..scores.len())
        .map(|id| (String::from_utf8(definition.vocabulary.get(id as u32).to_vec()).unwrap(), scores[id]))
        .collect();
    definition.pre_tokenizers.clear();
    let tokenizer = Tokenizer::new(definition).unwrap();
    let text = "▁ababab▁b";
    let mut cuts = all_cuts(&tokens, text);
    cuts.sort_by(|a, b| b.1.total_cmp(&a.1));
    assert!(cuts.len() > 10, "{}", cuts.len());
    let ranked = n_best(&tokenizer, text, 1000, &EncodeOptions::default()).unwrap();
    assert_eq!(ranked.len(), cuts.len());
    for (ours, (_, score)) in ranked.iter().zip(&cuts) {
        assert!((ours.score - score).abs() < 1e-9);
    }
    assert_eq!(ranked[0].tokens, encode(&tokenizer, text, &EncodeOptions::default()));

    for alpha in [0.2, 1.0, 3.0] {
        let weights: Vec<f64> = cuts.iter().map(|(_, score)| (f64::from(alpha) * score).exp()).collect();
        let total: f64 = weights.iter().sum();
        let draws = 20_000;
        let mut counts = std::collections::BTreeMap::new();
        for seed in 0..draws {
            let options = EncodeOptions { sample: Some(Sample { alpha, seed }), ..EncodeOptions::default() };
            *counts.entry(encode(&tokenizer, text, &options).ids).or_insert(0u32) += 1;
        }
        for ((ids, _), weight) in cuts.iter().zip(&weights) {
            let expected = weight / total * draws as f64;
            let got = f64::from(counts.get(ids).copied().unwrap_or(0));
            // Five standard deviations of a count.
            assert!((got - expected).abs() <= 5.0 * expected.sqrt() + 5.0, "{ids:?}: {got} instead of {expected}");
        }
        let options = EncodeOptions { sample: Some(Sample { alpha, seed: 5 }), ..EncodeOptions::default() };
        assert_eq!(encode(&tokenizer, text, &options), encode(&tokenizer, text, &options));
    }
}

#[test]
fn dropout_leaves_merges_out_and_still_gives_the_text() {
    let mut definition = definition(&[], byte_bpe());
    definition.vocabulary = byte_vocabulary();
    let tokenizer = Tokenizer::new(definition).unwrap();
    let text = "abcabc ab 12 00 中文";
    let run = |dropout, seed| {
        let options = EncodeOptions { dropout: Some(dropout), seed, ..EncodeOptions::default() };
        encode(&tokenizer, text, &options).ids
    };
    assert_eq!(run(1.0, 3).len(), text.len(), "every merge is left out");
    let mean = |dropout| (0..50).map(|seed| run(dropout, seed).len()).sum::<usize>();
    assert!(mean(0.0) < mean(0.3) && mean(0.3) < mean(0.8) && mean(0.8) < mean(1.0));
    for seed in 0..50 {
        assert_eq!(tokenizer.decode(&run(0.4, seed), false).unwrap(), text.as_bytes());
        assert_eq!(run(0.4, seed), run(0.4, seed));
    }
}
