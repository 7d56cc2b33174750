//! Rank files keep their ids through the merges that they imply; what the format lacks is refused.
//! `tests/train.rs` holds the comparison with the reference library.

use proptest::prelude::*;

use super::super::super::definition::{
    BpeDefinition, Definition, Merges, Model, Normalizer, PostProcessor, PreTokenizer, Unit,
};
use super::super::super::encoding::Scratch;
use super::super::super::error::TextError;
use super::super::super::sink::Ids;
use super::super::super::tokenizer::{EncodeOptions, Tokenizer};
use super::super::super::vocabulary::Vocabulary;
use super::super::tokenizer_json;
use super::*;

fn ranks(tokens: &[String]) -> Definition {
    Definition {
        name: "ranks".to_owned(),
        vocabulary: Vocabulary::from_tokens(tokens),
        added: Vec::new(),
        normalizers: Vec::new(),
        pre_tokenizers: Vec::new(),
        model: Model::Bpe(BpeDefinition {
            unit: Unit::Byte,
            merges: Merges::ByTokenId,
            unknown: None,
            fuse_unknown: false,
            byte_fallback: false,
            ignore_merges: false,
            continuing_prefix: String::new(),
            word_suffix: String::new(),
        }),
        post_processors: Vec::new(),
        decoders: Vec::new(),
        chat_template: None,
    }
}

fn ids(tokenizer: &Tokenizer, text: &str) -> Vec<TokenId> {
    let mut ids = Ids::default();
    tokenizer.encode(text, &EncodeOptions::default(), &mut Scratch::default(), &mut ids).expect("text is short");
    ids.0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Any set of strings as ranks, many of which merging cannot reach; shorter ones mostly come first, as trained ones
    /// do, and where a token is made of a later one the writer refuses.
    #[test]
    fn ranks_and_the_merges_they_imply_give_the_same_ids(
        longer in proptest::collection::vec("[abc]{2,6}", 0..24),
        texts in proptest::collection::vec("[abc]{0,14}", 1..20),
        in_order in proptest::bool::weighted(0.7),
    ) {
        let mut tokens: Vec<String> = ["a", "b", "c"].map(str::to_owned).to_vec();
        for token in longer {
            if !tokens.contains(&token) {
                tokens.push(token);
            }
        }
        if in_order {
            tokens.sort_by_key(String::len);
        }
        let definition = ranks(&tokens);
        let file = match write(&definition) {
            Ok(file) => file,
            Err(_) if !in_order => return Ok(()),
            Err(error) => panic!("{error}"),
        };
        let read = tokenizer_json::read(&file, "ranks").expect("what we write can be read");
        let (ours, again) = (Tokenizer::new(definition).expect("sound"), Tokenizer::new(read).expect("sound"));
        for text in &texts {
            prop_assert_eq!(ids(&ours, text), ids(&again, text), "{:?} with {:?}", text, tokens);
        }
    }
}

#[test]
fn what_the_format_lacks_is_refused_by_name() {
    let refused = |change: fn(&mut Definition)| {
        let mut definition = ranks(&["a".to_owned()]);
        change(&mut definition);
        match write(&definition) {
            Err(TextError::Unsupported { place, .. }) => place,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(refused(|definition| definition.model = Model::Bytes), "model");
    assert_eq!(refused(|definition| definition.normalizers.push(Normalizer::CollapseSpaces)), "normalizers[0]");
    let template = |definition: &mut Definition| {
        definition.post_processors.push(PostProcessor::Template { before: vec![7], after: vec![] });
    };
    assert_eq!(refused(template), "post_processors[0]");
}

#[test]
fn templates_and_added_tokens_beyond_the_vocabulary_are_read_back() {
    let mut definition = ranks(&["a".to_owned(), "ab".to_owned(), "b".to_owned()]);
    definition.pre_tokenizers.push(PreTokenizer::ByteLevel { add_prefix_space: false, use_regex: false });
    definition.added.push(super::super::super::definition::AddedToken {
        id: 9,
        content: "<s>".to_owned(),
        special: true,
        lstrip: false,
        rstrip: true,
        single_word: false,
        normalized: false,
    });
    definition.post_processors.push(PostProcessor::Template { before: vec![9], after: vec![9] });
    let read = tokenizer_json::read(&write(&definition).expect("it can be written"), "read").expect("it can be read");
    assert_eq!((&read.added, &read.post_processors), (&definition.added, &definition.post_processors));
    assert_eq!(read.vocabulary.get(1), b"ab");
}

#[test]
fn base64_has_padding() {
    let cases = [(&b""[..], ""), (b"f", "Zg=="), (b"fo", "Zm8="), (b"foo", "Zm9v"), (b"foob\xFF", "Zm9vYv8=")];
    for (bytes, text) in cases {
        assert_eq!(base64(bytes), text);
    }
}
