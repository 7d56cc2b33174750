//! SentencePiece `.model` files: a protocol buffer with the pieces, the trainer's settings and the normalizer.
//!
//! Read by hand (the wire format is a page long; field numbers are those of `sentencepiece_model.proto`, Kudo and
//! Richardson 2018): BPE and Unigram. The definition says in this crate's words what the library does: the
//! character map, extra spaces removed, a dummy space in front, spaces as `▁`, no pre-tokenizer: the whole text is one
//! piece. Pieces that are never found in text (control, unknown, byte, unused) have the score −∞.

use super::cursor::Cursor;
use super::{MAX_FILE_BYTES, MAX_TOKEN_BYTES, MAX_TOKENS, limit};
use crate::text::TokenId;
use crate::text::definition::{
    AddedToken, BpeDefinition, Decoder, Definition, Merges, Model, Normalizer, PostProcessor, SplitPattern, Unit,
};
use crate::text::error::TextError;
use crate::text::vocabulary::Vocabulary;

/// What stands for a space.
const SPACE: &str = "\u{2581}";

/// Reads a `.model` file. `before` and `after` are ids around every text (`<s>` first, `</s>` last): the file leaves
/// that to whoever uses it.
pub fn read(file: &[u8], name: &str, before: &[TokenId], after: &[TokenId]) -> Result<Definition, TextError> {
    limit("the .model file in bytes", file.len(), MAX_FILE_BYTES)?;
    let model = ModelFile::read(file)?;
    limit("the vocabulary in tokens", model.pieces.len(), MAX_TOKENS)?;
    limit("the vocabulary in bytes", model.pieces.iter().map(|piece| piece.text.len()).sum(), MAX_TOKEN_BYTES)?;
    model.refuse_what_is_missing()?;
    for &id in before.iter().chain(after) {
        if id as usize >= model.pieces.len() {
            return Err(TextError::UnknownId { id, position: 0, size: model.pieces.len() });
        }
    }
    let template = PostProcessor::Template { before: before.to_vec(), after: after.to_vec() };
    Ok(Definition {
        name: name.to_owned(),
        vocabulary: Vocabulary::from_tokens(model.pieces.iter().map(|piece| piece.text)),
        added: model.added(),
        normalizers: model.normalizer.steps(),
        pre_tokenizers: Vec::new(),
        model: model.model(),
        post_processors: if before.is_empty() && after.is_empty() { Vec::new() } else { vec![template] },
        decoders: model.decoders(),
        chat_template: None,
    })
}

/// What a piece is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Normal,
    Unknown,
    Control,
    UserDefined,
    Unused,
    Byte,
}

/// One entry of the vocabulary.
struct Piece<'a> {
    text: &'a str,
    score: f32,
    kind: Kind,
}

/// The normalizer's settings, with the defaults of the format.
struct NormalizerSpec<'a> {
    charsmap: &'a [u8],
    dummy_prefix: bool,
    remove_extra_whitespaces: bool,
    escape_whitespaces: bool,
}

impl NormalizerSpec<'_> {
    fn steps(&self) -> Vec<Normalizer> {
        let mut steps = Vec::new();
        if !self.charsmap.is_empty() {
            steps.push(Normalizer::Precompiled(self.charsmap.to_vec()));
        }
        if self.remove_extra_whitespaces {
            steps.push(Normalizer::CollapseSpaces);
        }
        if self.dummy_prefix {
            steps.push(Normalizer::Prepend(" ".into()));
        }
        steps.push(Normalizer::Replace { pattern: SplitPattern::Literal(" ".into()), content: SPACE.into() });
        steps
    }
}

/// What the reader takes from the file.
struct ModelFile<'a> {
    pieces: Vec<Piece<'a>>,
    /// 1 Unigram, 2 BPE, 3 words, 4 characters.
    model_type: u64,
    byte_fallback: bool,
    whitespace_as_suffix: bool,
    normalizer: NormalizerSpec<'a>,
}

impl<'a> ModelFile<'a> {
    fn read(file: &'a [u8]) -> Result<Self, TextError> {
        let mut model = Self {
            pieces: Vec::new(),
            model_type: 1,
            byte_fallback: false,
            whitespace_as_suffix: false,
            normalizer: NormalizerSpec {
                charsmap: &[],
                dummy_prefix: true,
                remove_extra_whitespaces: true,
                escape_whitespaces: true,
            },
        };
        let mut has_trainer = false;
        for_each_field(file, "the .model file", |number, value, at| match (number, value) {
            (1, Value::Bytes(bytes)) => {
                let id = model.pieces.len();
                limit("the vocabulary in tokens", id, MAX_TOKENS)?;
                model.pieces.push(read_piece(bytes, id)?);
                Ok(())
            }
            (2, Value::Bytes(bytes)) => {
                has_trainer = true;
                for_each_field(bytes, "trainer_spec", |number, value, _| {
                    match (number, value) {
                        (3, Value::Number(kind)) => model.model_type = kind,
                        (24, Value::Number(on)) => model.whitespace_as_suffix = on != 0,
                        (35, Value::Number(on)) => model.byte_fallback = on != 0,
                        _ => {}
                    }
                    Ok(())
                })
            }
            (3, Value::Bytes(bytes)) => for_each_field(bytes, "normalizer_spec", |number, value, _| {
                match (number, value) {
                    (2, Value::Bytes(map)) => model.normalizer.charsmap = map,
                    (3, Value::Number(on)) => model.normalizer.dummy_prefix = on != 0,
                    (4, Value::Number(on)) => model.normalizer.remove_extra_whitespaces = on != 0,
                    (5, Value::Number(on)) => model.normalizer.escape_whitespaces = on != 0,
                    _ => {}
                }
                Ok(())
            }),
            (1..=3, _) => Err(at.malformed(&format!("field {number} as a message"), "another kind of value")),
            _ => Ok(()),
        })?;
        if model.pieces.is_empty() || !has_trainer {
            return Err(TextError::Malformed {
                place: "the .model file".into(),
                expected: "pieces and a trainer_spec".into(),
                got: format!("{} pieces{}", model.pieces.len(), if has_trainer { "" } else { ", no trainer_spec" }),
            });
        }
        Ok(model)
    }

    /// Settings that the engine cannot carry out exactly are refused by name.
    fn refuse_what_is_missing(&self) -> Result<(), TextError> {
        let unsupported = |component: &str, place: &str| {
            Err(TextError::Unsupported { component: component.to_owned(), place: place.to_owned() })
        };
        match self.model_type {
            1 | 2 => {}
            3 => return unsupported("model_type WORD", "trainer_spec.model_type"),
            4 => return unsupported("model_type CHAR", "trainer_spec.model_type"),
            other => return unsupported(&format!("model_type {other}"), "trainer_spec.model_type"),
        }
        if self.whitespace_as_suffix {
            return unsupported("treat_whitespace_as_suffix", "trainer_spec.treat_whitespace_as_suffix");
        }
        if !self.normalizer.escape_whitespaces {
            return unsupported("escape_whitespaces = false", "normalizer_spec.escape_whitespaces");
        }
        // The library takes unused pieces apart again after merging: no other model does that.
        let unused = self.pieces.iter().position(|piece| piece.kind == Kind::Unused);
        if let (2, Some(id)) = (self.model_type, unused) {
            return unsupported("an unused piece in a BPE model", &format!("pieces[{id}]"));
        }
        match self.pieces.iter().filter(|piece| piece.kind == Kind::Unknown).count() {
            1 => {}
            count => {
                return Err(TextError::Malformed {
                    place: "pieces".into(),
                    expected: "one unknown piece".into(),
                    got: count.to_string(),
                });
            }
        }
        if self.byte_fallback && self.pieces.iter().filter(|piece| piece.kind == Kind::Byte).count() != 256 {
            return Err(TextError::Malformed {
                place: "pieces".into(),
                expected: "256 byte pieces, since byte_fallback is set".into(),
                got: self.pieces.iter().filter(|piece| piece.kind == Kind::Byte).count().to_string(),
            });
        }
        Ok(())
    }

    /// Control pieces, which text never holds unless the caller says so, and pieces that the user defined, which are
    /// found in the normalized text before everything else.
    fn added(&self) -> Vec<AddedToken> {
        let wanted = |piece: &Piece<'_>| matches!(piece.kind, Kind::Control | Kind::Unknown | Kind::UserDefined);
        self.pieces
            .iter()
            .enumerate()
            .filter(|(_, piece)| wanted(piece))
            .map(|(id, piece)| AddedToken {
                id: id as TokenId,
                content: piece.text.to_owned(),
                special: piece.kind != Kind::UserDefined,
                lstrip: false,
                rstrip: false,
                single_word: false,
                normalized: piece.kind == Kind::UserDefined,
            })
            .collect()
    }

    fn model(&self) -> Model {
        let scores = self.pieces.iter().map(|piece| match piece.kind {
            Kind::Normal | Kind::UserDefined => piece.score,
            Kind::Unknown | Kind::Control | Kind::Unused | Kind::Byte => f32::NEG_INFINITY,
        });
        let unknown = self.pieces.iter().position(|piece| piece.kind == Kind::Unknown).map(|id| id as TokenId);
        if self.model_type == 1 {
            let scores = scores.map(f64::from).collect();
            return Model::Unigram { scores, unknown, byte_fallback: self.byte_fallback, single_precision: true };
        }
        Model::Bpe(BpeDefinition {
            unit: Unit::Character,
            merges: Merges::ByScore(scores.collect()),
            unknown,
            fuse_unknown: true,
            byte_fallback: self.byte_fallback,
            ignore_merges: false,
            continuing_prefix: String::new(),
            word_suffix: String::new(),
        })
    }

    fn decoders(&self) -> Vec<Decoder> {
        let mut steps = vec![Decoder::Replace { pattern: SPACE.into(), content: " ".into() }];
        if self.byte_fallback {
            steps.push(Decoder::ByteFallback);
        }
        steps.push(Decoder::Fuse);
        if self.normalizer.dummy_prefix || self.normalizer.remove_extra_whitespaces {
            // With collapsed spaces every token before the text's first character loses its space, else one does.
            let start = if self.normalizer.remove_extra_whitespaces { u32::MAX } else { 1 };
            steps.push(Decoder::Strip { content: ' ', start, stop: 0 });
        }
        steps
    }
}

fn read_piece(bytes: &[u8], id: usize) -> Result<Piece<'_>, TextError> {
    let malformed = |expected: &str, got: String| TextError::Malformed {
        place: format!("pieces[{id}]"),
        expected: expected.to_owned(),
        got,
    };
    let mut piece = Piece { text: "", score: 0.0, kind: Kind::Normal };
    for_each_field(bytes, "a piece", |number, value, _| {
        match (number, value) {
            (1, Value::Bytes(text)) => {
                piece.text =
                    std::str::from_utf8(text).map_err(|error| malformed("text in UTF-8", error.to_string()))?;
            }
            (2, Value::Four(bits)) => piece.score = f32::from_le_bytes(bits),
            (3, Value::Number(kind)) => {
                piece.kind = match kind {
                    1 => Kind::Normal,
                    2 => Kind::Unknown,
                    3 => Kind::Control,
                    4 => Kind::UserDefined,
                    5 => Kind::Unused,
                    6 => Kind::Byte,
                    _ => return Err(malformed("a type from 1 to 6", kind.to_string())),
                };
            }
            _ => {}
        }
        Ok(())
    })?;
    if piece.text.is_empty() || !piece.score.is_finite() {
        return Err(malformed("a text and a finite score", format!("{:?} with {}", piece.text, piece.score)));
    }
    Ok(piece)
}

/// A value of the wire format.
#[derive(Clone, Copy)]
enum Value<'a> {
    Number(u64),
    Four([u8; 4]),
    Eight,
    Bytes(&'a [u8]),
}

/// Calls `take` with the number and value of every field of a message, in order.
fn for_each_field<'a>(
    message: &'a [u8],
    what: &'static str,
    mut take: impl FnMut(u64, Value<'a>, &Cursor<'a>) -> Result<(), TextError>,
) -> Result<(), TextError> {
    let mut cursor = Cursor::new(message, what);
    while cursor.left() > 0 {
        let key = cursor.varint()?;
        let value = match key & 7 {
            0 => Value::Number(cursor.varint()?),
            1 => {
                cursor.take(8)?;
                Value::Eight
            }
            2 => {
                let length = cursor.count(1)?;
                Value::Bytes(cursor.take(length)?)
            }
            5 => Value::Four(cursor.array()?),
            other => return Err(cursor.malformed("a wire type of 0, 1, 2 or 5", &other.to_string())),
        };
        take(key >> 3, value, &cursor)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::cursor::put_varint;
    use super::*;

    fn field(out: &mut Vec<u8>, number: u64, bytes: &[u8]) {
        put_varint(out, number << 3 | 2);
        put_varint(out, bytes.len() as u64);
        out.extend_from_slice(bytes);
    }

    fn number(out: &mut Vec<u8>, field: u64, value: u64) {
        put_varint(out, field << 3);
        put_varint(out, value);
    }

    fn piece(out: &mut Vec<u8>, text: &str, score: f32, kind: u64) {
        let mut message = Vec::new();
        field(&mut message, 1, text.as_bytes());
        put_varint(&mut message, 2 << 3 | 5);
        message.extend_from_slice(&score.to_le_bytes());
        number(&mut message, 3, kind);
        field(out, 1, &message);
    }

    fn file(model_type: u64, extra: u64) -> Vec<u8> {
        let mut file = Vec::new();
        piece(&mut file, "<unk>", 0.0, 2);
        piece(&mut file, "<s>", 0.0, 3);
        piece(&mut file, "\u{2581}a", -1.5, 1);
        piece(&mut file, "[x]", 0.0, extra);
        let mut trainer = Vec::new();
        number(&mut trainer, 3, model_type);
        field(&mut file, 2, &trainer);
        let mut normalizer = Vec::new();
        number(&mut normalizer, 4, 0);
        field(&mut file, 3, &normalizer);
        file
    }

    #[test]
    fn a_file_is_read_as_the_library_uses_it() {
        let definition = read(&file(2, 4), "t", &[1], &[]).expect("a sound file");
        let Model::Bpe(bpe) = &definition.model else { panic!("not BPE") };
        assert_eq!(bpe.merges, Merges::ByScore(vec![f32::NEG_INFINITY, f32::NEG_INFINITY, -1.5, 0.0]));
        assert_eq!(definition.vocabulary.get(2), "\u{2581}a".as_bytes());
        let added: Vec<_> = definition.added.iter().map(|token| (token.content.as_str(), token.special)).collect();
        assert_eq!(added, [("<unk>", true), ("<s>", true), ("[x]", false)]);
        assert_eq!(definition.normalizers.len(), 2, "dummy prefix and spaces, no map, nothing collapsed");
        assert!(matches!(read(&file(1, 5), "t", &[], &[]).expect("unigram").model, Model::Unigram { .. }));
    }

    #[test]
    fn what_is_missing_is_refused_by_name() {
        for (file, name) in [(file(4, 1), "CHAR"), (file(3, 1), "WORD"), (file(2, 5), "unused")] {
            let error = read(&file, "t", &[], &[]).expect_err("not supported").to_string();
            assert!(error.contains(name), "{error}");
        }
        assert!(read(&file(2, 9), "t", &[], &[]).is_err());
        assert!(read(&file(2, 1), "t", &[9], &[]).is_err());
        assert!(read(b"", "t", &[], &[]).is_err());
    }
}
