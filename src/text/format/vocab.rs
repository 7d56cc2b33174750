//! The `.vocab` file: a [`Definition`] as few bytes, read without JSON and without a search for anything. Writer and
//! reader of each part stand side by side, so that they cannot drift apart; with their tests that is over 500 lines.
//!
//! On disk the file is one raw DEFLATE stream (RFC 1951); whoever loads it inflates it first (`DecompressionStream`
//! in a browser) and gives the inflated bytes to [`read`]. Inflated, all numbers little-endian, `varint` = LEB128:
//!
//! | bytes | what |
//! |---|---|
//! | 8 | magic, `TKNVOCAB` |
//! | 4 | version, [`VERSION`] |
//! | 8 | FNV-1a (64 bit) of everything after it |
//! | varint, n | header: the definition as [`super::header`] writes it, with its tables (tokens, scores, merges) left empty |
//! | varint, n | name of the base file, empty if there is none; then, if there is one, 8 bytes: the checksum that stands in it |
//! | varint, … | runs of tokens in id order: how many, then for each: varint kind (0 own, 1 from the base), varint count, and for kind 1 varint first id there |
//! | varint, varint … | how many own tokens, then their lengths in bytes (0: this id has no token) |
//! | varint, n | their bytes, one after another |
//! | 1, … | scores: 0 none; 1 whole numbers: count, zigzag varint differences; 2: count, then the f32 bits as four planes, low bytes first; 3: as 2 with f64 and eight |
//! | varint, … | merges of [`Merges::Pairs`]: how many; the ids of all left halves as three planes of bytes, then those of all right halves |
//!
//! Families that share most of their tokens store them once: the others name it as their base and hold the difference.
//! The checksum finds damage; that a file is the one that was meant is for whoever loads it to check (SHA-256 in
//! the catalogue). Reading costs one pass over the bytes; look-up tables are [`Tokenizer::new`]'s.
//!
//! [`Tokenizer::new`]: crate::text::tokenizer::Tokenizer

use std::borrow::Cow;

use super::cursor::{Cursor, put_varint, unzigzag, zigzag};
use super::header::Wire;
use super::{MAX_TOKEN_BYTES, MAX_TOKENS, check_ids, limit};
use crate::text::TokenId;
use crate::text::definition::{Definition, Merges, Model};
use crate::text::error::TextError;
use crate::text::vocabulary::Vocabulary;

/// What every file begins with.
pub const MAGIC: [u8; 8] = *b"TKNVOCAB";

/// Rises whenever old files could be misread: with this layout and with [`Definition`]'s.
pub const VERSION: u32 = 1;

/// The file that holds the tokens that another one shares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseFile {
    /// Catalogue name, without `.vocab`.
    pub name: String,
    /// The checksum that stands in it.
    pub checksum: u64,
}

/// Writes the inflated form. With `base` (a definition and its own written form) the tokens that both have are left
/// out. Fails where a table is larger than the format holds.
pub fn write(definition: &Definition, base: Option<(&Definition, &[u8])>) -> Result<Vec<u8>, TextError> {
    let tokens = &definition.vocabulary;
    limit("the vocabulary in tokens", tokens.len(), MAX_TOKENS)?;
    let mut body = Vec::new();
    let mut header = Vec::new();
    without_tables(definition).put(&mut header);
    put_block(&mut body, &header);
    match base {
        None => put_block(&mut body, &[]),
        Some((base, file)) => {
            put_block(&mut body, base.name.as_bytes());
            body.extend_from_slice(&open(file)?.0.to_le_bytes());
        }
    }
    put_tokens(&mut body, tokens, base.map(|(base, _)| &base.vocabulary))?;
    put_scores(&mut body, scores_of(&definition.model).as_deref());
    put_merges(&mut body, merges_of(&definition.model))?;
    Ok(with_head(&body))
}

/// The same file in a form that needs no other: what [`write()`] makes of what was read, but only the tokens are
/// written anew.
pub fn standalone(file: &[u8], base: Option<&[u8]>) -> Result<Vec<u8>, TextError> {
    let mut from = open(file)?.1;
    let header = from.count(1)?;
    let header = from.take(header)?;
    let base = base_vocabulary(&mut from, base, 1)?;
    let tokens = read_tokens(&mut from, &base)?;
    let mut body = Vec::new();
    put_block(&mut body, header);
    put_block(&mut body, &[]);
    put_tokens(&mut body, &tokens, None)?;
    body.extend_from_slice(from.take(from.left())?);
    Ok(with_head(&body))
}

fn put_tokens(body: &mut Vec<u8>, tokens: &Vocabulary, base: Option<&Vocabulary>) -> Result<(), TextError> {
    let runs = runs(tokens, base);
    put_varint(body, runs.len() as u64);
    let mut own = Vec::new();
    for run in &runs {
        put_varint(body, u64::from(run.from.is_some()));
        put_varint(body, u64::from(run.count));
        match run.from {
            Some(first) => put_varint(body, u64::from(first)),
            None => own.extend(run.first..run.first + run.count),
        }
    }
    put_varint(body, own.len() as u64);
    own.iter().for_each(|&id| put_varint(body, tokens.get(id).len() as u64));
    let bytes: Vec<u8> = own.iter().flat_map(|&id| tokens.get(id)).copied().collect();
    limit("the vocabulary in bytes", bytes.len(), MAX_TOKEN_BYTES)?;
    put_block(body, &bytes);
    Ok(())
}

/// A whole file: magic, version, checksum, body.
fn with_head(body: &[u8]) -> Vec<u8> {
    let mut file = Vec::with_capacity(body.len() + 20);
    file.extend_from_slice(&MAGIC);
    file.extend_from_slice(&VERSION.to_le_bytes());
    file.extend_from_slice(&checksum(body).to_le_bytes());
    file.extend_from_slice(body);
    file
}

/// Which file must be given to [`read`] as `base`; `None` if this one stands alone.
pub fn base(file: &[u8]) -> Result<Option<BaseFile>, TextError> {
    let mut body = open(file)?.1;
    let header = body.count(1)?;
    body.take(header)?;
    read_base(&mut body)
}

/// Reads the inflated form. `base` is the inflated form of the file that [`base`] names.
pub fn read(file: &[u8], base: Option<&[u8]>) -> Result<Definition, TextError> {
    read_with_depth(file, base, 1)
}

fn read_with_depth(file: &[u8], base: Option<&[u8]>, depth: u32) -> Result<Definition, TextError> {
    let mut body = open(file)?.1;
    let header = body.count(1)?;
    let header = body.take(header)?;
    let mut header = Cursor::new(header, "the header of the .vocab file");
    let mut definition = Definition::take(&mut header)?;
    let base = base_vocabulary(&mut body, base, depth)?;
    definition.vocabulary = read_tokens(&mut body, &base)?;
    let tokens = definition.vocabulary.len();
    let scores = read_scores(&mut body)?;
    if let Some(at) = scores.iter().position(|score| score.is_nan() || *score == f64::INFINITY) {
        let got = format!("{} for token {at}", if scores[at].is_nan() { "NaN" } else { "inf" });
        return Err(body.malformed("scores that are numbers or negative infinity", &got));
    }
    let merges = read_merges(&mut body, tokens)?;
    if body.left() > 0 {
        return Err(body.malformed("the end", &format!("{} more bytes", body.left())));
    }
    match &mut definition.model {
        Model::Unigram { scores: place, .. } => *place = scores,
        Model::Bpe(bpe) => match &mut bpe.merges {
            Merges::ByScore(place) => *place = scores.into_iter().map(|score| score as f32).collect(),
            Merges::Pairs(place) => *place = merges,
            Merges::ByTokenId => {}
        },
        Model::WordPiece { .. } | Model::WordLevel { .. } | Model::Bytes | Model::CodePoints => {}
    }
    let expected_scores = if scores_of(&definition.model).is_some() { tokens } else { 0 };
    let got_scores = scores_of(&definition.model).map_or(0, |scores| scores.len());
    if got_scores != expected_scores {
        return Err(body.malformed(&format!("{expected_scores} scores, one per token"), &got_scores.to_string()));
    }
    check_ids(&definition)?;
    Ok(definition)
}

/// The tokens of the base file that `body` names here; none if it names none.
fn base_vocabulary(body: &mut Cursor<'_>, base: Option<&[u8]>, depth: u32) -> Result<Vocabulary, TextError> {
    let Some(wanted) = read_base(body)? else { return Ok(Vocabulary::default()) };
    let given = base
        .filter(|_| depth > 0)
        .ok_or_else(|| body.malformed(&format!("the base file {} beside it", wanted.name), "none"))?;
    let checksum = open(given)?.0;
    if checksum != wanted.checksum {
        let expected = format!("base file {} with checksum {:016x}", wanted.name, wanted.checksum);
        return Err(body.malformed(&expected, &format!("{checksum:016x}")));
    }
    Ok(read_with_depth(given, None, depth - 1)?.vocabulary)
}

/// Magic, version and checksum; gives the checksum and the body.
fn open(file: &[u8]) -> Result<(u64, Cursor<'_>), TextError> {
    let mut cursor = Cursor::new(file, "the .vocab file");
    let magic: [u8; 8] = cursor.array()?;
    if magic != MAGIC {
        return Err(cursor.malformed("the magic TKNVOCAB", &magic.escape_ascii().to_string()));
    }
    let version = u32::from_le_bytes(cursor.array()?);
    if version != VERSION {
        return Err(cursor.malformed(&format!("version {VERSION}"), &version.to_string()));
    }
    let stated = u64::from_le_bytes(cursor.array()?);
    let body = &file[20..];
    let found = checksum(body);
    if stated != found {
        return Err(cursor.malformed(&format!("a body with checksum {stated:016x}"), &format!("{found:016x}")));
    }
    Ok((stated, Cursor::new(body, "the body of the .vocab file")))
}

/// FNV-1a, 64 bit.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3))
}

fn put_block(out: &mut Vec<u8>, block: &[u8]) {
    put_varint(out, block.len() as u64);
    out.extend_from_slice(block);
}

/// The definition with its tables empty.
fn without_tables(definition: &Definition) -> Definition {
    let model = match &definition.model {
        Model::Bpe(bpe) => {
            let merges = match &bpe.merges {
                Merges::ByTokenId => Merges::ByTokenId,
                Merges::ByScore(_) => Merges::ByScore(Vec::new()),
                Merges::Pairs(_) => Merges::Pairs(Vec::new()),
            };
            Model::Bpe(crate::text::definition::BpeDefinition {
                merges,
                continuing_prefix: bpe.continuing_prefix.clone(),
                word_suffix: bpe.word_suffix.clone(),
                ..*bpe
            })
        }
        Model::Unigram { unknown, byte_fallback, single_precision, .. } => Model::Unigram {
            scores: Vec::new(),
            unknown: *unknown,
            byte_fallback: *byte_fallback,
            single_precision: *single_precision,
        },
        other => other.clone(),
    };
    Definition {
        name: definition.name.clone(),
        vocabulary: Vocabulary::default(),
        added: definition.added.clone(),
        normalizers: definition.normalizers.clone(),
        pre_tokenizers: definition.pre_tokenizers.clone(),
        model,
        post_processors: definition.post_processors.clone(),
        decoders: definition.decoders.clone(),
        chat_template: definition.chat_template.clone(),
    }
}

/// Tokens that follow one another here and, if `from` says so, in the base.
struct Run {
    first: TokenId,
    count: u32,
    from: Option<TokenId>,
}

/// Cuts the vocabulary into runs that the base has too and runs that it lacks.
fn runs(tokens: &Vocabulary, base: Option<&Vocabulary>) -> Vec<Run> {
    let places: std::collections::HashMap<&[u8], TokenId> =
        base.into_iter().flat_map(Vocabulary::iter).map(|(id, bytes)| (bytes, id)).collect();
    let mut runs: Vec<Run> = Vec::new();
    for id in 0..tokens.len() as TokenId {
        let from = places.get(tokens.get(id)).copied();
        match runs.last_mut() {
            Some(run) if from == run.from.map(|first| first + run.count) => run.count += 1,
            _ => runs.push(Run { first: id, count: 1, from }),
        }
    }
    runs
}

fn read_base(body: &mut Cursor<'_>) -> Result<Option<BaseFile>, TextError> {
    let length = body.count(1)?;
    if length == 0 {
        return Ok(None);
    }
    let name = body.take(length)?;
    let name = std::str::from_utf8(name).map_err(|error| body.malformed("a name in UTF-8", &error.to_string()))?;
    Ok(Some(BaseFile { name: name.to_owned(), checksum: u64::from_le_bytes(body.array()?) }))
}

fn read_tokens(body: &mut Cursor<'_>, base: &Vocabulary) -> Result<Vocabulary, TextError> {
    let count = body.count(2)?;
    let mut runs = Vec::with_capacity(count);
    let (mut all, mut own) = (0_u64, 0_u64);
    for _ in 0..count {
        let kind = body.varint()?;
        let count = body.varint()?;
        all = all.saturating_add(count);
        match kind {
            0 => {
                own = own.saturating_add(count);
                runs.push((count as usize, None));
            }
            1 => {
                let first = body.varint()?;
                if first.saturating_add(count) > base.len() as u64 {
                    let expected = format!("tokens below {} of the base", base.len());
                    return Err(body.malformed(&expected, &format!("{count} from {first}")));
                }
                runs.push((count as usize, Some(first as usize)));
            }
            _ => return Err(body.malformed("a run of kind 0 or 1", &kind.to_string())),
        }
    }
    limit("the vocabulary in tokens", usize::try_from(all).unwrap_or(usize::MAX), MAX_TOKENS)?;
    let lengths = body.count(1)?;
    if lengths as u64 != own {
        return Err(body.malformed(&format!("{own} own tokens"), &lengths.to_string()));
    }
    let mut own_ends = Vec::with_capacity(lengths);
    let mut end = 0_u64;
    for _ in 0..lengths {
        end = end.saturating_add(body.varint()?);
        own_ends.push(end.min(u64::from(u32::MAX)) as u32);
    }
    let length = body.count(1)?;
    if length as u64 != end {
        return Err(body.malformed(&format!("{end} bytes of tokens"), &length.to_string()));
    }
    let own_bytes = body.take(length)?;
    if let [(_, None)] = runs[..] {
        return Vocabulary::from_parts(own_bytes.to_vec(), own_ends)
            .ok_or_else(|| body.malformed("lengths that add up", "others"));
    }
    let mut tokens = Vocabulary::default();
    let (mut next, mut start, mut total) = (0, 0, 0);
    for (count, from) in runs {
        for step in 0..count {
            let token = match from {
                Some(first) => base.get((first + step) as TokenId),
                None => {
                    let end = own_ends[next] as usize;
                    let token = &own_bytes[start..end];
                    (next, start) = (next + 1, end);
                    token
                }
            };
            total += token.len();
            limit("the vocabulary in bytes", total, MAX_TOKEN_BYTES)?;
            tokens.push(token);
        }
    }
    Ok(tokens)
}

fn scores_of(model: &Model) -> Option<Cow<'_, [f64]>> {
    match model {
        Model::Unigram { scores, .. } => Some(Cow::Borrowed(scores)),
        Model::Bpe(bpe) => match &bpe.merges {
            Merges::ByScore(scores) => Some(scores.iter().copied().map(f64::from).collect()),
            Merges::ByTokenId | Merges::Pairs(_) => None,
        },
        Model::WordPiece { .. } | Model::WordLevel { .. } | Model::Bytes | Model::CodePoints => None,
    }
}

fn put_scores(out: &mut Vec<u8>, scores: Option<&[f64]>) {
    let Some(scores) = scores else { return out.push(0) };
    let whole = scores.iter().all(|score| f64::from(*score as i32).to_bits() == score.to_bits());
    let single = scores.iter().all(|score| f64::from(*score as f32).to_bits() == score.to_bits());
    out.push(if whole { 1 } else { 3 - u8::from(single) });
    put_varint(out, scores.len() as u64);
    if whole {
        let mut before = 0;
        for score in scores {
            let score = i64::from(*score as i32);
            put_varint(out, zigzag(score - before));
            before = score;
        }
    } else if single {
        for plane in 0..4 {
            out.extend(scores.iter().map(|score| (*score as f32).to_le_bytes()[plane]));
        }
    } else {
        for plane in 0..8 {
            out.extend(scores.iter().map(|score| score.to_le_bytes()[plane]));
        }
    }
}

fn read_scores(body: &mut Cursor<'_>) -> Result<Vec<f64>, TextError> {
    let [kind] = body.array()?;
    match kind {
        0 => Ok(Vec::new()),
        1 => {
            let count = body.count(1)?;
            let mut score = 0_i64;
            let mut scores = Vec::with_capacity(count);
            for _ in 0..count {
                score = score.wrapping_add(unzigzag(body.varint()?));
                scores.push(score as f64);
            }
            Ok(scores)
        }
        2 => {
            let count = body.count(4)?;
            let planes = body.take(4 * count)?;
            let bits = |at: usize| std::array::from_fn(|plane| planes[plane * count + at]);
            Ok((0..count).map(|at| f64::from(f32::from_le_bytes(bits(at)))).collect())
        }
        3 => {
            let count = body.count(8)?;
            let planes = body.take(8 * count)?;
            let bits = |at: usize| std::array::from_fn(|plane| planes[plane * count + at]);
            Ok((0..count).map(|at| f64::from_le_bytes(bits(at))).collect())
        }
        _ => Err(body.malformed("scores of kind 0, 1, 2 or 3", &kind.to_string())),
    }
}

fn merges_of(model: &Model) -> &[(TokenId, TokenId)] {
    match model {
        Model::Bpe(bpe) => match &bpe.merges {
            Merges::Pairs(pairs) => pairs,
            Merges::ByTokenId | Merges::ByScore(_) => &[],
        },
        _ => &[],
    }
}

fn put_merges(out: &mut Vec<u8>, merges: &[(TokenId, TokenId)]) -> Result<(), TextError> {
    put_varint(out, merges.len() as u64);
    for half in [|pair: &(TokenId, TokenId)| pair.0, |pair: &(TokenId, TokenId)| pair.1] {
        for plane in 0..3 {
            out.extend(merges.iter().map(|pair| half(pair).to_le_bytes()[plane]));
        }
    }
    let highest = merges.iter().map(|pair| pair.0.max(pair.1)).max().unwrap_or(0);
    limit("the highest id in a merge", highest as usize, MAX_TOKENS - 1)
}

fn read_merges(body: &mut Cursor<'_>, tokens: usize) -> Result<Vec<(TokenId, TokenId)>, TextError> {
    let count = body.count(6)?;
    let planes = body.take(6 * count)?;
    let id = |plane: usize, at: usize| {
        let byte = |plane: usize| planes[plane * count + at];
        TokenId::from_le_bytes([byte(plane), byte(plane + 1), byte(plane + 2), 0])
    };
    let mut merges = Vec::with_capacity(count);
    for at in 0..count {
        let pair = (id(0, at), id(3, at));
        if pair.0.max(pair.1) as usize >= tokens {
            return Err(body.malformed(&format!("merges of ids below {tokens}"), &format!("{pair:?}")));
        }
        merges.push(pair);
    }
    Ok(merges)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::definition::{BpeDefinition, PreTokenizer};

    fn definition(name: &str, tokens: &[&str], model: Model) -> Definition {
        Definition {
            name: name.into(),
            vocabulary: Vocabulary::from_tokens(tokens),
            added: Vec::new(),
            normalizers: Vec::new(),
            pre_tokenizers: vec![PreTokenizer::WhitespaceSplit],
            model,
            post_processors: Vec::new(),
            decoders: Vec::new(),
            chat_template: None,
        }
    }

    fn bpe(merges: Merges) -> Model {
        Model::Bpe(BpeDefinition {
            unit: crate::text::definition::Unit::Byte,
            merges,
            unknown: Some(0),
            fuse_unknown: true,
            byte_fallback: false,
            ignore_merges: false,
            continuing_prefix: "##".into(),
            word_suffix: String::new(),
        })
    }

    fn unigram(scores: &[f64]) -> Model {
        Model::Unigram { scores: scores.to_vec(), unknown: None, byte_fallback: true, single_precision: true }
    }

    #[test]
    fn every_table_comes_back() {
        let tokens = ["a", "b", "", "ab"];
        for model in [
            bpe(Merges::ByTokenId),
            bpe(Merges::ByScore(vec![0.0, -1.0, -2.0, -3.0])),
            bpe(Merges::Pairs(vec![(0, 1), (3, 0)])),
            unigram(&[-0.0, 1.5, f64::from(f32::MIN), f64::NEG_INFINITY]),
            unigram(&[-0.0, 0.1, f64::MIN, f64::NEG_INFINITY]),
            Model::Bytes,
        ] {
            let definition = definition("t", &tokens, model);
            let file = write(&definition, None).expect("it fits");
            assert_eq!(read(&file, None).as_ref(), Ok(&definition));
            assert_eq!(base(&file), Ok(None));
            assert_eq!(standalone(&file, None), Ok(file));
        }
    }

    #[test]
    fn shared_tokens_are_stored_once() {
        let first = definition("first", &["a", "b", "ab", "abc", "c"], Model::Bytes);
        let first_file = write(&first, None).expect("it fits");
        let second = definition("second", &["", "a", "b", "ab", "own", "c"], Model::Bytes);
        let file = write(&second, Some((&first, &first_file))).expect("it fits");
        assert!(file.len() < write(&second, None).expect("it fits").len() + 30);
        assert_eq!(standalone(&file, Some(&first_file)), write(&second, None));
        assert_eq!(read(&file, Some(&first_file)), Ok(second));
        assert_eq!(base(&file).map(|base| base.map(|base| base.name)), Ok(Some("first".into())));
        assert!(read(&file, None).is_err());
        let other = write(&definition("first", &["x"], Model::Bytes), None).expect("it fits");
        assert!(read(&file, Some(&other)).is_err());
        assert!(read(&file, Some(&file)).is_err());
    }

    #[test]
    fn damage_is_found() {
        let file = write(&definition("t", &["a", "b"], bpe(Merges::ByTokenId)), None).expect("it fits");
        for at in 0..file.len() {
            let mut damaged = file.clone();
            damaged[at] ^= 1;
            assert!(read(&damaged, None).is_err(), "byte {at}");
            assert!(read(&file[..at], None).is_err(), "cut at {at}");
        }
        let mut longer = file.clone();
        longer.push(0);
        assert!(read(&longer, None).is_err());
    }

    #[test]
    fn scores_must_be_one_per_token() {
        let file = write(&definition("t", &["a", "b"], unigram(&[0.5])), None).expect("it fits");
        assert!(read(&file, None).is_err());
    }
}
