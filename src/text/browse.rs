//! The vocabulary as a visitor browses it: entries by id, pages, search by text, bytes or id.
//!
//! An entry shows what a token stands for in text, which is not always how its model stores it: `▁the` is " the",
//! `<0x0A>` is a line end, `##ing` is "ing" inside a word. Search looks at both. A search is a linear scan in slices
//! (260,000 tokens are some megabytes); there is no index that would have to be built first and kept.

use std::borrow::Cow;

use serde::Serialize;

use super::TokenId;
use super::definition::{AddedToken, Decoder, Definition, Model, Normalizer, PreTokenizer, SplitPattern};
use super::error::TextError;
use super::job::Step;
use super::lower_case::lower_case;
use super::reachable::Unreachable;
use crate::order;

/// One token as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Its id.
    pub id: TokenId,
    /// What it stands for in text; not always whole characters.
    pub bytes: Vec<u8>,
    /// How the vocabulary stores it, where that differs.
    pub stored: Option<String>,
    /// Found in the text before every other stage.
    pub added: bool,
    /// A control token.
    pub special: bool,
    /// The id has no token.
    pub vacant: bool,
    /// Stands only inside a word, never at its start (WordPiece).
    pub continues: bool,
    /// Why no text becomes it, where that is certain.
    pub unreachable: Option<Unreachable>,
}

/// A vocabulary ready to be browsed.
#[derive(Clone, Debug)]
pub struct Browser {
    /// What stands for a space in stored tokens.
    space: Option<String>,
    byte_fallback: bool,
    continuing_prefix: String,
    word_suffix: String,
    /// Added tokens by id.
    added: Vec<AddedToken>,
    size: u32,
}

impl Browser {
    /// Learns from the definition how its tokens are stored. Costs a look at every added token.
    pub fn new(definition: &Definition) -> Self {
        let order = order::by_key(&definition.added, |token| token.id.into());
        let added: Vec<AddedToken> = order.into_iter().map(|place| definition.added[place as usize].clone()).collect();
        let (mut byte_fallback, mut continuing_prefix, mut word_suffix) = (false, String::new(), String::new());
        match &definition.model {
            Model::Bpe(bpe) => {
                byte_fallback = bpe.byte_fallback;
                continuing_prefix.clone_from(&bpe.continuing_prefix);
                word_suffix.clone_from(&bpe.word_suffix);
            }
            Model::Unigram { byte_fallback: fallback, .. } => byte_fallback = *fallback,
            Model::WordPiece { continuing_prefix: prefix, .. } => continuing_prefix.clone_from(prefix),
            Model::WordLevel { .. } | Model::Bytes | Model::CodePoints => {}
        }
        let beyond = added.last().map_or(0, |token| token.id.saturating_add(1));
        let size = (definition.vocabulary.len() as u32).max(beyond);
        Self { space: space_mark(definition), byte_fallback, continuing_prefix, word_suffix, added, size }
    }

    /// One more than the largest id.
    pub fn size(&self) -> u32 {
        self.size
    }

    /// The entry of `id`; `None` beyond the vocabulary. Whether a text reaches it is [`reachable::mark`]'s to say.
    ///
    /// [`reachable::mark`]: super::reachable::mark
    pub fn get(&self, definition: &Definition, id: TokenId) -> Option<Entry> {
        if id >= self.size {
            return None;
        }
        let added = self.added_token(id);
        let stored = self.stored(definition, id);
        let (bytes, continues) = match added {
            Some(_) => (Cow::Borrowed(stored), false),
            None => self.surface(stored),
        };
        Some(Entry {
            id,
            stored: (*bytes != *stored).then(|| String::from_utf8_lossy(stored).into_owned()),
            bytes: bytes.into_owned(),
            added: added.is_some(),
            special: added.is_some_and(|token| token.special),
            vacant: stored.is_empty(),
            continues,
            unreachable: None,
        })
    }

    /// Up to `count` entries from id `from` on.
    pub fn page(&self, definition: &Definition, from: TokenId, count: u32) -> Vec<Entry> {
        (from..from.saturating_add(count).min(self.size)).filter_map(|id| self.get(definition, id)).collect()
    }

    fn added_token(&self, id: TokenId) -> Option<&AddedToken> {
        self.added.binary_search_by_key(&id, |token| token.id).ok().and_then(|at| self.added.get(at))
    }

    fn stored<'a>(&'a self, definition: &'a Definition, id: TokenId) -> &'a [u8] {
        self.added_token(id).map_or_else(|| definition.vocabulary.get(id), |token| token.content.as_bytes())
    }

    /// What a stored token stands for, and whether it only continues a word.
    fn surface<'a>(&self, stored: &'a [u8]) -> (Cow<'a, [u8]>, bool) {
        if self.byte_fallback
            && let Some(byte) = fallback_byte(stored)
        {
            return (Cow::Owned(vec![byte]), false);
        }
        let prefix = self.continuing_prefix.as_bytes();
        let continues = !prefix.is_empty() && stored.len() > prefix.len() && stored.starts_with(prefix);
        let mut surface =
            Cow::Borrowed(if continues { stored.get(prefix.len()..).unwrap_or_default() } else { stored });
        if !self.word_suffix.is_empty()
            && let Some(word) = surface.strip_suffix(self.word_suffix.as_bytes())
        {
            surface = Cow::Owned([word, b" "].concat());
        }
        if let Some(mark) = &self.space
            && contains(&surface, mark.as_bytes())
        {
            surface = Cow::Owned(String::from_utf8_lossy(&surface).replace(mark, " ").into_bytes());
        }
        (surface, continues)
    }
}

/// What a visitor looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// Tokens that contain this text or begin with it.
    Text {
        /// The text; empty finds every token.
        text: String,
        /// Only at the start of the token.
        prefix: bool,
        /// Upper and lower case are the same.
        ignore_case: bool,
    },
    /// Tokens that contain these bytes or begin with them.
    Bytes {
        /// The bytes.
        bytes: Vec<u8>,
        /// Only at the start of the token.
        prefix: bool,
    },
    /// The token with this id.
    Id(TokenId),
}

impl Query {
    /// Reads bytes as people write them: `e4 bd a0`, `E4BDA0`, `0xe4 0xbd`, `\xe4\xbd`.
    pub fn hex(text: &str, prefix: bool) -> Result<Self, TextError> {
        let digits = text.to_ascii_lowercase().replace("0x", " ").replace("\\x", " ");
        let mut bytes = Vec::new();
        for word in digits.split([' ', ',', ';', ':', '\t', '\n']).filter(|word| !word.is_empty()) {
            // A digit alone is a byte only where it stands alone: `a 20` is 0a 20, `abc` is a mistake.
            let word = if word.len() == 1 { Cow::Owned(format!("0{word}")) } else { Cow::Borrowed(word) };
            for pair in word.as_bytes().chunks(2) {
                let byte = match pair {
                    &[high, low] => (high as char).to_digit(16).zip((low as char).to_digit(16)),
                    _ => None,
                };
                let (high, low) = byte.ok_or_else(|| TextError::Malformed {
                    place: "search for bytes".into(),
                    expected: "pairs of hexadecimal digits, such as e4 bd a0".into(),
                    got: format!("`{word}`"),
                })?;
                bytes.push((high << 4 | low) as u8);
            }
        }
        Ok(Self::Bytes { bytes, prefix })
    }
}

/// A search under way.
#[derive(Clone, Debug)]
pub struct Search {
    query: Query,
    /// The query's text in lower case, where case does not matter.
    folded: String,
    next: TokenId,
    limit: usize,
    found: Vec<TokenId>,
}

impl Search {
    /// Looks for `query`, up to `limit` tokens, in id order.
    pub fn new(query: Query, limit: usize) -> Self {
        let folded = match &query {
            Query::Text { text, ignore_case: true, .. } => lower_case(text),
            _ => String::new(),
        };
        Self { query, folded, next: 0, limit, found: Vec::new() }
    }

    /// The ids found so far.
    pub fn found(&self) -> &[TokenId] {
        &self.found
    }

    /// Looks at tokens worth about `budget` bytes. Done at the end of the vocabulary or at the limit; a search that
    /// stopped at its limit goes on with [`Search::more`].
    pub fn step(&mut self, browser: &Browser, definition: &Definition, budget: u64) -> Step {
        /// What a token costs beside its bytes.
        const PER_TOKEN: u64 = 8;
        if let Query::Id(id) = self.query {
            self.found = if id < browser.size && self.limit > 0 { vec![id] } else { Vec::new() };
            self.next = browser.size;
        }
        let mut spent = 0;
        while self.next < browser.size && self.found.len() < self.limit {
            if spent > budget {
                let total = Some(browser.size.into());
                return Step::Progress { phase: "searching the vocabulary", done: self.next.into(), total };
            }
            let stored = browser.stored(definition, self.next);
            spent += stored.len() as u64 + PER_TOKEN;
            if !stored.is_empty() && self.matches(browser, stored) {
                self.found.push(self.next);
            }
            self.next += 1;
        }
        Step::Done
    }

    /// Allows `count` more results.
    pub fn more(&mut self, count: usize) {
        self.limit = self.limit.saturating_add(count);
    }

    fn matches(&self, browser: &Browser, stored: &[u8]) -> bool {
        let hit = |token: &[u8], wanted: &[u8], prefix: bool| {
            if prefix { token.starts_with(wanted) } else { contains(token, wanted) }
        };
        let (surface, _) = browser.surface(stored);
        match &self.query {
            Query::Id(_) => false,
            Query::Bytes { bytes, prefix } => hit(&surface, bytes, *prefix),
            Query::Text { text, prefix, ignore_case: false } => {
                let wanted = text.as_bytes();
                hit(&surface, wanted, *prefix) || *surface != *stored && hit(stored, wanted, *prefix)
            }
            Query::Text { prefix, .. } => {
                let lower = |token: &[u8]| lower_case(&String::from_utf8_lossy(token));
                let wanted = self.folded.as_bytes();
                hit(lower(&surface).as_bytes(), wanted, *prefix)
                    || *surface != *stored && hit(lower(stored).as_bytes(), wanted, *prefix)
            }
        }
    }
}

/// The byte that a token of the form `<0x0A>` stands for in families with byte fallback.
fn fallback_byte(stored: &[u8]) -> Option<u8> {
    let digits = stored.strip_prefix(b"<0x")?.strip_suffix(b">")?;
    let digits = std::str::from_utf8(digits).ok().filter(|digits| digits.len() == 2)?;
    u8::from_str_radix(digits, 16).ok()
}

/// What stands for a space in stored tokens: the metaspace, or what the normalizer replaces a space by.
fn space_mark(definition: &Definition) -> Option<String> {
    let replaced = definition.normalizers.iter().find_map(|step| match step {
        Normalizer::Replace { pattern: SplitPattern::Literal(pattern), content } if pattern == " " => {
            Some(content.clone())
        }
        _ => None,
    });
    let metaspace = definition.pre_tokenizers.iter().find_map(|step| match step {
        PreTokenizer::Metaspace { replacement, .. } => Some(replacement.to_string()),
        _ => None,
    });
    let decoded = definition.decoders.iter().find_map(|step| match step {
        Decoder::Metaspace { replacement, .. } => Some(replacement.to_string()),
        _ => None,
    });
    replaced.or(metaspace).or(decoded).filter(|mark| !mark.is_empty() && mark != " ")
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    let Some(&first) = needle.first() else { return true };
    let mut rest = haystack;
    while let Some(at) = rest.iter().position(|&byte| byte == first) {
        rest = rest.get(at..).unwrap_or_default();
        if rest.starts_with(needle) {
            return true;
        }
        rest = rest.get(1..).unwrap_or_default();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::definition::{BpeDefinition, Merges};
    use crate::text::vocabulary::Vocabulary;

    fn definition(tokens: &[&[u8]], model: Model) -> Definition {
        Definition {
            name: "test".into(),
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

    fn bpe(byte_fallback: bool, word_suffix: &str) -> Model {
        Model::Bpe(BpeDefinition {
            unit: crate::text::definition::Unit::Byte,
            merges: Merges::ByTokenId,
            unknown: None,
            fuse_unknown: false,
            byte_fallback,
            ignore_merges: false,
            continuing_prefix: String::new(),
            word_suffix: word_suffix.into(),
        })
    }

    fn search(definition: &Definition, query: Query) -> Vec<TokenId> {
        let browser = Browser::new(definition);
        let mut search = Search::new(query, 100);
        while search.step(&browser, definition, 0) != Step::Done {}
        search.found().to_vec()
    }

    fn text(text: &str, prefix: bool, ignore_case: bool) -> Query {
        Query::Text { text: text.into(), prefix, ignore_case }
    }

    #[test]
    fn pages_show_what_tokens_stand_for() {
        let mut metaspace = definition(&["▁the".as_bytes(), b"<0x0A>", b"", b"a"], bpe(true, ""));
        metaspace.normalizers =
            vec![Normalizer::Replace { pattern: SplitPattern::Literal(" ".into()), content: "▁".into() }];
        let browser = Browser::new(&metaspace);
        let page = browser.page(&metaspace, 0, 10);
        assert_eq!(
            page.iter().map(|entry| entry.bytes.as_slice()).collect::<Vec<_>>(),
            [&b" the"[..], b"\n", b"", b"a"]
        );
        assert_eq!(page[0].stored.as_deref(), Some("▁the"));
        assert_eq!((page[2].vacant, page[3].stored.as_deref()), (true, None));
        assert_eq!(browser.page(&metaspace, 3, u32::MAX).len(), 1);
        assert!(browser.get(&metaspace, 4).is_none() && browser.page(&metaspace, u32::MAX, 7).is_empty());
    }

    #[test]
    fn continuations_suffixes_and_added_tokens_are_told_apart() {
        let wordpiece = Model::WordPiece { unknown: 0, continuing_prefix: "##".into(), max_input_chars_per_word: 100 };
        let mut words = definition(&[b"[UNK]", b"##ing", b"##"], wordpiece);
        let special = |id, content: &str| AddedToken {
            id,
            content: content.into(),
            special: true,
            lstrip: false,
            rstrip: false,
            single_word: false,
            normalized: false,
        };
        words.added = vec![special(9, "##added"), special(0, "[UNK]")];
        let browser = Browser::new(&words);
        let entry = |id| browser.get(&words, id).expect("inside the vocabulary");
        assert_eq!((browser.size(), entry(1).bytes, entry(1).continues), (10, b"ing".to_vec(), true));
        assert_eq!((entry(2).bytes, entry(2).continues), (b"##".to_vec(), false));
        assert_eq!((entry(9).bytes, entry(9).special, entry(9).continues), (b"##added".to_vec(), true, false));
        assert!(entry(0).special && entry(0).added && entry(5).vacant);
        let clip = definition(&[b"cat</w>"], bpe(false, "</w>"));
        assert_eq!(Browser::new(&clip).get(&clip, 0).map(|entry| entry.bytes), Some(b"cat ".to_vec()));
    }

    #[test]
    fn text_is_found_by_substring_prefix_and_case() {
        let tokens = definition(&[b"The", b" the", b"other", "ÉTÉ".as_bytes(), b"\xff\xc3"], bpe(false, ""));
        assert_eq!(search(&tokens, text("the", false, false)), [1, 2]);
        assert_eq!(search(&tokens, text("the", false, true)), [0, 1, 2]);
        assert_eq!(search(&tokens, text("the", true, true)), [0]);
        assert_eq!(search(&tokens, text("été", true, true)), [3]);
        assert_eq!(search(&tokens, text("", false, false)), [0, 1, 2, 3, 4]);
        assert!(search(&tokens, text("nothing", false, true)).is_empty());
    }

    #[test]
    fn text_is_found_as_shown_and_as_stored() {
        let mut metaspace = definition(&["▁the".as_bytes(), b"the"], bpe(true, ""));
        metaspace.normalizers =
            vec![Normalizer::Replace { pattern: SplitPattern::Literal(" ".into()), content: "▁".into() }];
        assert_eq!(search(&metaspace, text(" the", true, false)), [0]);
        assert_eq!(search(&metaspace, text("▁the", true, false)), [0]);
        assert_eq!(search(&metaspace, text("the", false, false)), [0, 1]);
    }

    #[test]
    fn bytes_are_read_as_people_write_them() {
        for written in ["e4bda0", "E4 BD A0", "0xe4 0xbd,0xA0", "\\xe4\\xbd\\xa0", "0xe4bda0"] {
            let expected = Query::Bytes { bytes: vec![0xe4, 0xbd, 0xa0], prefix: true };
            assert_eq!(Query::hex(written, true), Ok(expected), "{written}");
        }
        assert_eq!(Query::hex("a 20", false), Ok(Query::Bytes { bytes: vec![0x0a, 0x20], prefix: false }));
        assert!(
            Query::hex("abc", false).is_err() && Query::hex("zz", false).is_err() && Query::hex("é", false).is_err()
        );
    }

    #[test]
    fn bytes_and_ids_are_found() {
        let tokens = definition(&[b"<0x0A>", b"a\n", b"\xe4\xbd", "你".as_bytes()], bpe(true, ""));
        let bytes = |bytes: &[u8], prefix| Query::Bytes { bytes: bytes.to_vec(), prefix };
        assert_eq!(search(&tokens, bytes(b"\n", false)), [0, 1]);
        assert_eq!(search(&tokens, bytes(b"\n", true)), [0]);
        assert_eq!(search(&tokens, bytes(b"\xe4\xbd", true)), [2, 3]);
        assert_eq!(search(&tokens, Query::Id(3)), [3]);
        assert!(search(&tokens, Query::Id(4)).is_empty());
    }

    #[test]
    fn a_slice_looks_at_no_more_than_its_budget_and_a_limit_can_be_raised() {
        let many: Vec<Vec<u8>> = (0..1000u32).map(|id| format!("token{id}").into_bytes()).collect();
        let tokens = definition(&many.iter().map(Vec::as_slice).collect::<Vec<_>>(), bpe(false, ""));
        let browser = Browser::new(&tokens);
        let mut job = Search::new(text("token", true, false), 10);
        assert!(matches!(job.step(&browser, &tokens, 40), Step::Progress { done: 3, total: Some(1000), .. }));
        while job.step(&browser, &tokens, 40) != Step::Done {}
        assert_eq!(job.found(), (0..10).collect::<Vec<_>>());
        job.more(5);
        while job.step(&browser, &tokens, 40) != Step::Done {}
        assert_eq!(job.found(), (0..15).collect::<Vec<_>>());
    }
}
