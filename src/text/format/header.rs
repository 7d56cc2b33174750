//! The header of a `.vocab` file: a [`Definition`] as bytes, field by field in the order of `definition.rs`.
//!
//! Numbers are LEB128, a truth value is one byte, a float its bits with the low byte first; a list or a string is its
//! length and what is in it, a character a string of one; an option is 0, or 1 and the value; a variant is its number,
//! from 0 in the order below, and its fields. (This is what the format postcard does, in which the first files were
//! written.) Writing and reading come from one list of fields, so that they cannot drift apart. A new variant goes last.

use super::cursor::{Cursor, put_varint};
use crate::text::definition::{
    AddedToken, BpeDefinition, Decoder, Definition, KnownPattern, Merges, Model, Normalizer, PostProcessor,
    PreTokenizer, PrependScheme, SplitBehavior, SplitPattern, Unit,
};
use crate::text::error::TextError;
use crate::text::vocabulary::Vocabulary;

/// A value with a form in bytes.
pub(super) trait Wire: Sized {
    /// Appends it.
    fn put(&self, out: &mut Vec<u8>);
    /// Reads it.
    fn take(from: &mut Cursor<'_>) -> Result<Self, TextError>;
}

impl Wire for bool {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn take(from: &mut Cursor<'_>) -> Result<Self, TextError> {
        match from.array()? {
            [0] => Ok(false),
            [1] => Ok(true),
            [other] => Err(unknown(from, "0 or 1", other.into())),
        }
    }
}

impl Wire for u8 {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(*self);
    }

    fn take(from: &mut Cursor<'_>) -> Result<Self, TextError> {
        from.array().map(|[byte]| byte)
    }
}

impl Wire for u32 {
    fn put(&self, out: &mut Vec<u8>) {
        put_varint(out, (*self).into());
    }

    fn take(from: &mut Cursor<'_>) -> Result<Self, TextError> {
        let number = from.varint()?;
        Self::try_from(number).map_err(|_| unknown(from, "a number of 32 bits", number))
    }
}

impl Wire for f32 {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_le_bytes());
    }

    fn take(from: &mut Cursor<'_>) -> Result<Self, TextError> {
        from.array().map(Self::from_le_bytes)
    }
}

impl Wire for f64 {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_le_bytes());
    }

    fn take(from: &mut Cursor<'_>) -> Result<Self, TextError> {
        from.array().map(Self::from_le_bytes)
    }
}

impl Wire for String {
    fn put(&self, out: &mut Vec<u8>) {
        put_varint(out, self.len() as u64);
        out.extend_from_slice(self.as_bytes());
    }

    fn take(from: &mut Cursor<'_>) -> Result<Self, TextError> {
        let length = from.count(1)?;
        let text = std::str::from_utf8(from.take(length)?);
        text.map(Self::from).map_err(|_| from.malformed("text in UTF-8", "other bytes"))
    }
}

impl Wire for char {
    fn put(&self, out: &mut Vec<u8>) {
        self.to_string().put(out);
    }

    fn take(from: &mut Cursor<'_>) -> Result<Self, TextError> {
        let text = String::take(from)?;
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(only), None) => Ok(only),
            _ => Err(from.malformed("one character", &text)),
        }
    }
}

impl<T: Wire> Wire for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_some().put(out);
        if let Some(value) = self {
            value.put(out);
        }
    }

    fn take(from: &mut Cursor<'_>) -> Result<Self, TextError> {
        if bool::take(from)? { T::take(from).map(Some) } else { Ok(None) }
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        put_varint(out, self.len() as u64);
        self.iter().for_each(|item| item.put(out));
    }

    fn take(from: &mut Cursor<'_>) -> Result<Self, TextError> {
        (0..from.count(1)?).map(|_| T::take(from)).collect()
    }
}

impl<A: Wire, B: Wire> Wire for (A, B) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }

    fn take(from: &mut Cursor<'_>) -> Result<Self, TextError> {
        Ok((A::take(from)?, B::take(from)?))
    }
}

/// Tokens have a table of their own; here stand the two lengths of an empty one.
impl Wire for Vocabulary {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&[0, 0]);
    }

    fn take(from: &mut Cursor<'_>) -> Result<Self, TextError> {
        match from.array()? {
            [0, 0] => Ok(Self::default()),
            _ => Err(from.malformed("an empty vocabulary in the header", "tokens")),
        }
    }
}

fn unknown(from: &Cursor<'_>, expected: &str, got: u64) -> TextError {
    from.malformed(expected, &got.to_string())
}

/// A struct: its fields.
macro_rules! record {
    ($type:ident { $($field:ident),* $(,)? }) => {
        impl Wire for $type {
            fn put(&self, out: &mut Vec<u8>) {
                $(self.$field.put(out);)*
            }

            fn take(from: &mut Cursor<'_>) -> Result<Self, TextError> {
                Ok(Self { $($field: Wire::take(from)?),* })
            }
        }
    };
}

/// An enum: its variants with their numbers and fields.
macro_rules! choice {
    ($type:ident { $($number:literal $variant:ident $(($value:ident))? $({ $($field:ident),* })?),* $(,)? }) => {
        impl Wire for $type {
            fn put(&self, out: &mut Vec<u8>) {
                match self {
                    $(Self::$variant $(($value))? $({ $($field),* })? => {
                        put_varint(out, $number);
                        $($value.put(out);)?
                        $($($field.put(out);)*)?
                    })*
                }
            }

            fn take(from: &mut Cursor<'_>) -> Result<Self, TextError> {
                Ok(match from.varint()? {
                    $($number => {
                        $(let $value = Wire::take(from)?;)?
                        $($(let $field = Wire::take(from)?;)*)?
                        Self::$variant $(($value))? $({ $($field),* })?
                    })*
                    other => return Err(unknown(from, concat!("a kind of ", stringify!($type)), other)),
                })
            }
        }
    };
}

record!(Definition {
    name,
    vocabulary,
    added,
    normalizers,
    pre_tokenizers,
    model,
    post_processors,
    decoders,
    chat_template
});
record!(AddedToken { id, content, special, lstrip, rstrip, single_word, normalized });
choice!(Normalizer {
    0 Nfc,
    1 Nfd,
    2 Nfkc,
    3 Nfkd,
    4 Lowercase,
    5 StripAccents,
    6 Bert { clean_text, handle_chinese_chars, strip_accents, lowercase },
    7 Replace { pattern, content },
    8 Prepend(text),
    9 Strip { left, right },
    10 Precompiled(map),
    11 CollapseSpaces,
    12 ByteLevel,
    13 PrecompiledByGrapheme(map),
});
choice!(SplitPattern { 0 Literal(text), 1 Known(pattern), 2 Regex(source) });
choice!(KnownPattern {
    0 Gpt2,
    1 Cl100k,
    2 Llama3,
    3 Qwen2,
    4 Qwen35,
    5 O200k,
    6 Tekken,
    7 Kimi,
    8 DeepSeek,
    9 Clip,
});
choice!(SplitBehavior { 0 Removed, 1 Isolated, 2 MergedWithPrevious, 3 MergedWithNext, 4 Contiguous });
choice!(PreTokenizer {
    0 Split { pattern, behavior, invert },
    1 ByteLevel { add_prefix_space, use_regex },
    2 Whitespace,
    3 WhitespaceSplit,
    4 Punctuation(behavior),
    5 Digits { individual },
    6 Metaspace { replacement, prepend, split },
    7 Bert,
    8 UnicodeScripts,
    9 CharDelimiter(delimiter),
    10 FixedLength(length),
});
choice!(PrependScheme { 0 First, 1 Never, 2 Always });
choice!(Model {
    0 Bpe(bpe),
    1 Unigram { scores, unknown, byte_fallback, single_precision },
    2 WordPiece { unknown, continuing_prefix, max_input_chars_per_word },
    3 WordLevel { unknown },
    4 Bytes,
    5 CodePoints,
});
record!(BpeDefinition {
    unit,
    merges,
    unknown,
    fuse_unknown,
    byte_fallback,
    ignore_merges,
    continuing_prefix,
    word_suffix
});
choice!(Unit { 0 Byte, 1 Character });
choice!(Merges { 0 ByTokenId, 1 ByScore(scores), 2 Pairs(pairs) });
choice!(PostProcessor { 0 Template { before, after }, 1 ByteLevelTrim { add_prefix_space } });
choice!(Decoder {
    0 ByteLevel,
    1 Metaspace { replacement, prepend },
    2 WordPiece { prefix, cleanup },
    3 ByteFallback,
    4 Fuse,
    5 Strip { content, start, stop },
    6 Replace { pattern, content },
    7 BpeSuffix(suffix),
    8 Spaces,
});
