//! The fast encoder against the reference, on random vocabularies of every form.

use proptest::prelude::*;

use super::*;
use crate::text::sink::Spanned;

/// Encodes with the fast encoder and gives the tokens as the reference does.
fn fast(bpe: &Bpe, scratch: &mut Scratch, piece: &[u8]) -> Vec<(TokenId, usize, usize)> {
    let mut sink = Spanned::default();
    bpe.encode(piece, 7, scratch, &mut sink);
    let spans = sink.spans.chunks(2).map(|span| (span[0] as usize - 7, span[1] as usize - 7));
    sink.ids.into_iter().zip(spans).map(|(id, (start, end))| (id, start, end)).collect()
}

fn bytes_definition(merges: Merges) -> BpeDefinition {
    BpeDefinition {
        unit: Unit::Byte,
        merges,
        unknown: None,
        fuse_unknown: false,
        byte_fallback: false,
        ignore_merges: false,
        continuing_prefix: String::new(),
        word_suffix: String::new(),
    }
}

/// Distinct tokens: the letters `a..` one by one, then strings over them, in random order.
fn tokens(letters: u8, longest: usize, most: usize) -> impl Strategy<Value = Vec<Vec<u8>>> {
    let longer = prop::collection::vec(prop::collection::vec(b'a'..b'a' + letters, 2..=longest), 0..most);
    longer.prop_map(move |longer| {
        let mut tokens: Vec<Vec<u8>> = (b'a'..b'a' + letters).map(|letter| vec![letter]).collect();
        for token in longer {
            if !tokens.contains(&token) {
                tokens.push(token);
            }
        }
        tokens
    })
}

fn pieces(letters: u8) -> impl Strategy<Value = Vec<Vec<u8>>> {
    let piece = prop_oneof![
        prop::collection::vec(b'a'..b'a' + letters, 0..24),
        prop::collection::vec(b'a'..b'a' + letters, 0..200),
        // Repetition: windows that are alike, and tokens that windows grow for.
        (prop::collection::vec(b'a'..b'a' + letters, 1..4), 30..150usize).prop_map(|(part, times)| part.repeat(times)),
    ];
    prop::collection::vec(piece, 1..8)
}

fn agree(definition: &BpeDefinition, tokens: &[Vec<u8>], pieces: &[Vec<u8>]) -> Result<(), TestCaseError> {
    let vocabulary = Vocabulary::from_tokens(tokens);
    let bpe = Bpe::new(definition, &vocabulary).unwrap();
    let mut scratch = Scratch::default();
    for piece in tokens.iter().chain(pieces) {
        let expected = reference::encode(definition, &vocabulary, piece);
        prop_assert_eq!(fast(&bpe, &mut scratch, piece), expected.clone(), "piece {:?}", piece);
        // Again, now that caches know the piece.
        prop_assert_eq!(fast(&bpe, &mut scratch, piece), expected, "piece {:?} again", piece);
    }
    Ok(())
}

/// A merge list over `tokens`: pairs whose concatenation is a token, in a random order, some left out.
fn random_pairs(tokens: &[Vec<u8>], order: &[u32], prefix: usize) -> Vec<(TokenId, TokenId)> {
    let mut pairs = Vec::new();
    for (left, a) in tokens.iter().enumerate() {
        for (right, b) in tokens.iter().enumerate() {
            let merged = [a.as_slice(), b.get(prefix..).unwrap_or(&[])].concat();
            if b.len() > prefix && tokens.contains(&merged) {
                pairs.push((left as TokenId, right as TokenId));
            }
        }
    }
    let mut keyed: Vec<_> = pairs.into_iter().enumerate().map(|(at, pair)| (order[at % order.len()], pair)).collect();
    keyed.retain(|(key, _)| key % 5 != 0);
    keyed.sort();
    keyed.into_iter().map(|(_, pair)| pair).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn rank_files(tokens in tokens(3, 6, 40), pieces in pieces(4)) {
        agree(&bytes_definition(Merges::ByTokenId), &tokens, &pieces)?;
    }

    #[test]
    fn rank_files_of_long_tokens(tokens in tokens(2, 14, 60), pieces in pieces(2)) {
        agree(&bytes_definition(Merges::ByTokenId), &tokens, &pieces)?;
    }

    #[test]
    fn merge_lists_with_unreachable_tokens(
        tokens in tokens(3, 6, 40),
        pieces in pieces(3),
        order in prop::collection::vec(any::<u32>(), 1..400),
        ignore_merges: bool,
    ) {
        let pairs = random_pairs(&tokens, &order, 0);
        let definition = BpeDefinition { ignore_merges, ..bytes_definition(Merges::Pairs(pairs)) };
        agree(&definition, &tokens, &pieces)?;
    }

    #[test]
    fn scores_with_ties_and_tokens_out_of_use(
        tokens in tokens(3, 5, 40),
        pieces in pieces(4),
        scores in prop::collection::vec(prop_oneof![4 => -5i8..5, 1 => Just(i8::MIN)], 60),
        unknown in prop::option::of(Just(0u32)),
        fuse_unknown: bool,
    ) {
        let score = |score: i8| if score == i8::MIN { f32::NEG_INFINITY } else { score as f32 };
        let scores = scores.into_iter().take(tokens.len()).map(score).collect();
        let definition = BpeDefinition {
            unit: Unit::Character,
            unknown,
            fuse_unknown,
            ..bytes_definition(Merges::ByScore(scores))
        };
        agree(&definition, &tokens, &pieces)?;
    }

    #[test]
    fn characters_with_affixes_unknowns_and_byte_tokens(
        stems in prop::collection::vec("[aé€]{1,3}", 0..30),
        pieces in prop::collection::vec(prop_oneof!["[aé€x😀]{0,20}", "[aé€x😀]{0,90}", "[aé€]{40,150}", "a{65,300}"], 1..10),
        order in prop::collection::vec(any::<u32>(), 1..100),
        prefix in prop_oneof![Just(""), Just("##")],
        suffix in prop_oneof![Just(""), Just("</w>")],
        byte_fallback: bool,
        fuse_unknown: bool,
        unknown in prop::option::of(Just(0u32)),
    ) {
        let mut tokens = vec!["<unk>".to_owned()];
        if byte_fallback {
            tokens.extend((0..=255u8).map(|byte| format!("<0x{byte:02X}>")));
        }
        for stem in ["a", "é"].into_iter().chain(stems.iter().map(String::as_str)) {
            for token in [stem.to_owned(), format!("{prefix}{stem}"), format!("{stem}{suffix}"),
                format!("{prefix}{stem}{suffix}")] {
                if !tokens.contains(&token) {
                    tokens.push(token);
                }
            }
        }
        let tokens: Vec<Vec<u8>> = tokens.into_iter().map(String::into_bytes).collect();
        let pairs: Vec<_> = random_pairs(&tokens, &order, prefix.len())
            .into_iter()
            .filter(|&(_, right)| tokens[right as usize].starts_with(prefix.as_bytes()))
            .collect();
        let definition = BpeDefinition {
            unit: Unit::Character,
            merges: Merges::Pairs(pairs),
            unknown,
            fuse_unknown,
            byte_fallback,
            ignore_merges: false,
            continuing_prefix: prefix.to_owned(),
            word_suffix: suffix.to_owned(),
        };
        let pieces: Vec<Vec<u8>> = pieces.into_iter().map(String::into_bytes).collect();
        let vocabulary = Vocabulary::from_tokens(&tokens);
        let bpe = Bpe::new(&definition, &vocabulary).unwrap();
        let mut scratch = Scratch::default();
        for piece in &pieces {
            prop_assert_eq!(fast(&bpe, &mut scratch, piece), reference::encode(&definition, &vocabulary, piece));
        }
    }

    #[test]
    fn merges_replayed_give_the_tokens(tokens in tokens(3, 6, 40), pieces in pieces(3)) {
        let definition = bytes_definition(Merges::ByTokenId);
        let vocabulary = Vocabulary::from_tokens(&tokens);
        let bpe = Bpe::new(&definition, &vocabulary).unwrap();
        let mut scratch = Scratch::default();
        for piece in pieces {
            let merges = bpe.merges(&piece, &mut scratch);
            if merges.is_empty() && bpe.is_taken_whole(&piece).is_some() {
                continue;
            }
            let mut parts: Vec<(usize, usize)> = (0..piece.len()).map(|at| (at, at + 1)).collect();
            for merge in merges {
                let at = parts.iter().position(|part| part.0 == merge.start).unwrap();
                prop_assert_eq!((parts[at].1, parts[at + 1]), (merge.middle, (merge.middle, merge.end)));
                prop_assert_eq!(vocabulary.get(merge.new), &piece[merge.start..merge.end]);
                prop_assert_eq!(merge.rank, merge.new);
                parts[at] = (merge.start, merge.end);
                parts.remove(at + 1);
            }
            let known = fast(&bpe, &mut scratch, &piece);
            parts.retain(|part| bpe.index().find(&piece[part.0..part.1]).is_some());
            prop_assert_eq!(known.into_iter().map(|(_, start, end)| (start, end)).collect::<Vec<_>>(), parts);
        }
    }
}

proptest! {
    #[test]
    fn slices_give_what_one_run_gives(tokens in tokens(3, 6, 40), piece in prop::collection::vec(b'a'..b'd', 65..400)) {
        let definition = bytes_definition(Merges::ByTokenId);
        let vocabulary = Vocabulary::from_tokens(&tokens);
        let bpe = Bpe::new(&definition, &vocabulary).unwrap();
        let mut scratch = Scratch::default();
        let (mut sink, mut begun, mut slices) = (Spanned::default(), false, 0);
        while !bpe.step(&piece, 7, &mut begun, &mut scratch, &mut 5, &mut sink) {
            prop_assert!(sink.ids.is_empty() && begun);
            slices += 1;
        }
        prop_assert!(!begun && slices >= piece.len() / 64);
        let mut whole = Spanned::default();
        bpe.encode(&piece, 7, &mut scratch, &mut whole);
        prop_assert_eq!(sink, whole);
    }
}

#[test]
fn dropping_every_merge_leaves_the_bytes() {
    let vocabulary = Vocabulary::from_tokens(["a", "b", "ab", "abab"]);
    let bpe = Bpe::new(&bytes_definition(Merges::ByTokenId), &vocabulary).unwrap();
    let mut sink = Spanned::default();
    bpe.encode_with_dropout(b"abab", 0, &mut Scratch::default(), &mut sink, || true);
    assert_eq!(sink.ids, [0, 1, 0, 1]);
    let mut turn = 0;
    let mut sink = Spanned::default();
    let every_second = || {
        turn += 1;
        turn % 2 == 1
    };
    bpe.encode_with_dropout(b"abab", 0, &mut Scratch::default(), &mut sink, every_second);
    assert_eq!(sink.spans.last(), Some(&4));
}

#[test]
fn a_merge_without_result_is_refused_with_its_place() {
    let vocabulary = Vocabulary::from_tokens(["a", "b"]);
    let error = Bpe::new(&bytes_definition(Merges::Pairs(vec![(0, 1)])), &vocabulary).unwrap_err();
    assert!(error.to_string().starts_with("model.merges[0]: expected two tokens"), "{error}");
}
