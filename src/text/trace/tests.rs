//! Replaying a trace yields the ids, for every kind of model.

use proptest::prelude::*;

use super::super::definition::{KnownPattern, PreTokenizer, PrependScheme, SplitBehavior, SplitPattern};
use super::super::encoding::Scratch;
use super::super::sink::Spanned;
use super::super::tokenizer::EncodeOptions;
use super::*;

const TEXT: &str = "She sells sea shells by the sea shore; the shells she sells are sea-shore shells, I'm sure. \
    So if she sells sea shells on the sea shore, then I'm sure she sells sea-shore shells 1234 times in 2024.";

#[cfg(feature = "tools")]
fn trained(algorithm: super::super::train::Algorithm, pre_tokenizers: Vec<PreTokenizer>) -> Tokenizer {
    use super::super::job::Job;
    use super::super::train::{TrainOptions, Trainer};
    let size = if pre_tokenizers.iter().any(|step| matches!(step, PreTokenizer::ByteLevel { .. })) { 300 } else { 80 };
    let options = TrainOptions { algorithm, pre_tokenizers, vocabulary_size: size, ..TrainOptions::default() };
    let mut trainer = Trainer::new(vec![TEXT.to_owned()], options).expect("options are sound");
    trainer.run().expect("training does not fail");
    let definition = trainer.finish().expect("it is done").definition(usize::MAX);
    Tokenizer::new(definition).expect("trained tokenizers can be built")
}

fn known() -> Vec<PreTokenizer> {
    let pattern = SplitPattern::Known(KnownPattern::Cl100k);
    vec![
        PreTokenizer::Split { pattern, behavior: SplitBehavior::Isolated, invert: false },
        PreTokenizer::ByteLevel { add_prefix_space: false, use_regex: false },
    ]
}

fn metaspace(split: bool) -> Vec<PreTokenizer> {
    vec![PreTokenizer::Metaspace { replacement: '▁', prepend: PrependScheme::Always, split }]
}

#[cfg(feature = "tools")]
fn all() -> Vec<Tokenizer> {
    use super::super::train::Algorithm::{ByteBpe, CharacterBpe, Unigram, WordPiece};
    let whole = vec![PreTokenizer::ByteLevel { add_prefix_space: false, use_regex: false }];
    vec![
        trained(ByteBpe, known()),
        trained(ByteBpe, whole),
        trained(CharacterBpe, metaspace(true)),
        trained(Unigram, metaspace(true)),
        trained(Unigram, metaspace(false)),
        trained(WordPiece, vec![PreTokenizer::Bert]),
    ]
}

/// The ids that a trace says, from its steps alone.
fn replay(tokenizer: &Tokenizer, trace: &Trace) -> Vec<TokenId> {
    let vocabulary = tokenizer.vocabulary();
    let find = |bytes: &[u8]| vocabulary.iter().find(|&(_, token)| token == bytes).map(|(id, _)| id);
    match &trace.steps {
        Steps::Added | Steps::Whole | Steps::Single => trace.tokens.iter().map(|token| token.id).collect(),
        Steps::Merges { merges } => {
            let byte_level = tokenizer.definition().pre_tokenizers.iter();
            let byte_level = byte_level.clone().any(|step| matches!(step, PreTokenizer::ByteLevel { .. }));
            let begins = |at: &usize| byte_level || trace.text[*at] & 0xC0 != 0x80;
            let starts: Vec<usize> = (0..trace.text.len()).filter(begins).collect();
            let ends = starts.iter().skip(1).copied().chain([trace.text.len()]);
            let mut parts: Vec<(usize, usize, Option<TokenId>)> = starts
                .iter()
                .copied()
                .zip(ends)
                .map(|(start, end)| (start, end, find(&trace.text[start..end])))
                .collect();
            for merge in merges {
                let at = parts.iter().position(|part| part.0 == merge.start as usize).expect("a part begins there");
                let (left, right) = (parts[at], parts.remove(at + 1));
                assert_eq!((left.1, right.1), (merge.middle as usize, merge.end as usize));
                assert_eq!((left.2, right.2), (merge.left, merge.right));
                parts[at] = (left.0, right.1, Some(merge.new));
            }
            parts.into_iter().map(|part| part.2.unwrap_or(0)).collect()
        }
        Steps::Lattice(lattice) => {
            let mut ids: Vec<TokenId> = lattice.edges.iter().filter(|edge| edge.best).map(|edge| edge.id).collect();
            // Neighbouring unknowns are one token.
            ids.dedup_by(|a, b| a == b && *a == 0);
            ids
        }
        Steps::Prefixes { prefixes } => match prefixes.iter().map(|step| step.fit.last()).collect::<Option<Vec<_>>>() {
            Some(parts) => parts.into_iter().map(|part| part.id).collect(),
            None => vec![0],
        },
    }
}

#[cfg(feature = "tools")]
proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn replaying_a_trace_yields_the_ids(text in "[ashel ]{1,40}|\\PC{1,20}|(she|sea|shore|'m| |1|\n){1,9}", share in 0.0..1.0_f64) {
        for tokenizer in all_once() {
            let mut encoded = Spanned::default();
            tokenizer.encode(&text, &EncodeOptions::default(), &mut Scratch::default(), &mut encoded).expect("short");
            let (mut told, mut spans) = (Vec::new(), Vec::new());
            let mut at = 0;
            while at < text.len() {
                match trace(tokenizer, &text, at, Specials::Text) {
                    Some(trace) => {
                        prop_assert_eq!(replay(tokenizer, &trace), trace.tokens.iter().map(|token| token.id).collect::<Vec<_>>());
                        told.extend(trace.tokens.iter().map(|token| token.id));
                        spans.extend(trace.spans.iter().flatten().copied());
                        at = trace.span[1] as usize;
                    }
                    None => at += 1,
                }
            }
            prop_assert_eq!(&told, &encoded.ids);
            prop_assert_eq!(&spans, &encoded.spans);
            let place = ((text.len() as f64 * share) as usize).min(text.len() - 1);
            if let Some(trace) = trace(tokenizer, &text, place, Specials::Text) {
                let [start, end] = trace.spans[trace.focus as usize];
                prop_assert!((start as usize..end as usize).contains(&place));
            }
        }
    }
}

#[cfg(feature = "tools")]
fn all_once() -> &'static [Tokenizer] {
    static ALL: std::sync::OnceLock<Vec<Tokenizer>> = std::sync::OnceLock::new();
    ALL.get_or_init(all)
}

#[cfg(feature = "tools")]
#[test]
fn a_scanner_names_the_alternative_that_cut() {
    let tokenizer = &all_once()[0];
    let names: Vec<(String, Option<String>)> = tokenizer
        .pieces("I'm  at\n\n 12345!", Specials::Text)
        .iter()
        .map(|piece| {
            let text = "I'm  at\n\n 12345!";
            let trace = trace(tokenizer, text, piece.span.start, Specials::Text).expect("it covers the text");
            let Cut::PreTokenizer { name, branch, index: 0, .. } = trace.cut else { panic!("{:?}", trace.cut) };
            assert_eq!(name, "Split");
            (String::from_utf8_lossy(&piece.text).into_owned(), branch.map(|branch| branch.name))
        })
        .collect();
    let expected = [
        ("I", "letters, with one character before them"),
        ("'m", "English contraction"),
        (" ", "white space up to the last before text"),
        (" at", "letters, with one character before them"),
        ("\n\n", "white space up to its last line break"),
        (" ", "white space"),
        ("123", "one to three numbers"),
        ("45", "one to three numbers"),
        ("!", "other characters, with line breaks behind them"),
    ];
    let expected = expected.map(|(text, name)| (text.to_owned(), Some(name.to_owned())));
    for (found, expected) in names.iter().zip(&expected) {
        assert_eq!(found.0, expected.0);
        assert!(found.1.is_some(), "{found:?}");
    }
    assert_eq!(names[1], expected[1]);
    assert_eq!(names[4], expected[4]);
    assert_eq!(names.len(), expected.len());
}

#[cfg(feature = "tools")]
#[test]
fn the_second_best_path_is_the_best_of_the_others() {
    let tokenizer = &all_once()[3];
    let trace = trace(tokenizer, "shells", 2, Specials::Text).expect("it covers the text");
    let Steps::Lattice(lattice) = trace.steps else { panic!("Unigram") };
    let (length, mut all) = (trace.text.len() as u32, Vec::new());
    let mut open = vec![(0, 0.0)];
    while let Some((at, score)) = open.pop() {
        if at == length {
            all.push(score);
        }
        open.extend(lattice.edges.iter().filter(|edge| edge.start == at).map(|edge| (edge.end, score + edge.score)));
    }
    all.sort_by(|a: &f64, b| b.total_cmp(a));
    assert!((lattice.best - all[0]).abs() < 1e-9);
    assert!((lattice.second.expect("there are several ways") - all[1]).abs() < 1e-9);
    assert!((lattice.margin.expect("likewise") - (all[0] - all[1])).abs() < 1e-9);
}

#[cfg(feature = "tools")]
#[test]
fn a_long_pre_token_is_told_around_the_token_asked_for() {
    let tokenizer = &all_once()[1];
    let text = TEXT.repeat(20);
    let trace = trace(tokenizer, &text, 2000, Specials::Text).expect("it covers the text");
    let focus = trace.tokens[trace.focus as usize];
    assert!(focus.start <= 2000 && 2000 < focus.end);
    let told = trace.told.expect("it is long");
    let Steps::Merges { merges } = trace.steps else { panic!("BPE") };
    assert!(merges.iter().all(|merge| told[0] <= merge.start && merge.end <= told[1]));
    assert!(merges.iter().any(|merge| merge.start == focus.start && merge.end == focus.end));
}

#[test]
fn neighbours_are_words_in_other_forms_and_lengths() {
    use super::super::definition::{Definition, Model as ModelDefinition};
    use super::super::vocabulary::Vocabulary;
    let tokens = ["the", " the", " The", "THE", "t", "th", "he", "then", "ether", " them", "é", "É", "them", "a"];
    let definition = Definition {
        name: String::new(),
        vocabulary: Vocabulary::from_tokens(tokens),
        added: Vec::new(),
        normalizers: Vec::new(),
        pre_tokenizers: Vec::new(),
        model: ModelDefinition::Bytes,
        post_processors: Vec::new(),
        decoders: Vec::new(),
        chat_template: None,
    };
    let of_the = neighbours(&definition, 0);
    assert_eq!(of_the.variants, [1, 2, 3]);
    assert_eq!(of_the.prefixes, [4, 5]);
    assert_eq!(of_the.longer, [1, 7, 12]);
    assert_eq!(of_the.shorter, [5, 6]);
    assert_eq!(neighbours(&definition, 10).variants, [11]);
    assert_eq!(neighbours(&definition, 99), Neighbours::default());
}
