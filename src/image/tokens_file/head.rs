//! What stands before the coded ids.

use super::error::TokensFileError;
use crate::image::catalog::entry;
use crate::image::layout::Layout;
use crate::image::picture::Size;

const MAGIC: &[u8; 4] = b"TKNS";
const VERSION: u8 = 1;
const LONGEST_NAME: usize = 255;
const MOST_OPTIONS: u64 = 16;
/// The largest alphabet: counts of every id are kept.
pub(super) const LARGEST_ALPHABET: u32 = 1 << 20;
/// The longest sequence. A file of few bytes can hold as many, all alike: this is what one may take of memory.
const LONGEST_SEQUENCE: u64 = 1 << 26;

const SEQUENCE: u8 = 0;
const GRID: u8 = 1;
const ORDERED: u8 = 2;
/// Of these two the tokenizer knows the arrangement; a number of ids stands for it.
const PYRAMID: u8 = 3;
const PRIMITIVES: u8 = 4;
/// More ids than this for each pixel no tokenizer has: 24 planes of three channels, with the questions between.
const MOST_PER_PIXEL: usize = 256;

/// Whose ids they are.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// Name of the tokenizer.
    pub tokenizer: String,
    /// Its options.
    pub options: Vec<(String, f64)>,
    /// What was encoded.
    pub shape: Shape,
}

/// What was encoded, and how its ids are arranged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One id after the other.
    Sequence {
        /// How many ids.
        count: usize,
        /// How many different ones there are.
        alphabet: u32,
    },
    /// The ids of a picture.
    Picture {
        /// Its size.
        size: Size,
        /// Their arrangement.
        layout: Layout,
        /// What the tokenizer's decoder needs besides.
        side: Vec<u8>,
    },
}

impl Shape {
    /// Ids in all.
    pub fn count(&self) -> usize {
        match self {
            Shape::Sequence { count, .. } => *count,
            Shape::Picture { layout, .. } => layout.count(),
        }
    }
}

impl Head {
    /// The head as it stands in a file.
    pub(super) fn write(&self) -> Result<Vec<u8>, TokensFileError> {
        let mut out = MAGIC.to_vec();
        out.push(VERSION);
        out.push(match self.shape {
            Shape::Sequence { .. } => SEQUENCE,
            Shape::Picture { layout: Layout::Grid { .. }, .. } => GRID,
            Shape::Picture { layout: Layout::Ordered { .. }, .. } => ORDERED,
            Shape::Picture { layout: Layout::Pyramid { .. }, .. } => PYRAMID,
            Shape::Picture { layout: Layout::Primitives { .. }, .. } => PRIMITIVES,
        });
        name(&self.tokenizer, &mut out)?;
        if self.options.len() as u64 > MOST_OPTIONS {
            return Err(TokensFileError::Unfit { what: "there are more than 16 options" });
        }
        number(self.options.len(), &mut out);
        for (option, value) in &self.options {
            name(option, &mut out)?;
            out.extend(value.to_le_bytes());
        }
        match &self.shape {
            Shape::Sequence { count, alphabet } => {
                if *count as u64 > LONGEST_SEQUENCE {
                    return Err(TokensFileError::Unfit { what: "the sequence has more than 2^26 ids" });
                }
                number(*count, &mut out);
                number(*alphabet as usize, &mut out);
                number(0, &mut out);
            }
            Shape::Picture { size, layout, side } => {
                number(size.width(), &mut out);
                number(size.height(), &mut out);
                match *layout {
                    Layout::Grid { rows, columns, depth, side } => {
                        [rows, columns, depth, side].into_iter().for_each(|value| number(value, &mut out));
                    }
                    Layout::Ordered { .. } | Layout::Pyramid { .. } | Layout::Primitives { .. } => {
                        number(layout.count(), &mut out);
                    }
                }
                number(side.len(), &mut out);
                out.extend(side);
            }
        }
        Ok(out)
    }

    /// Reads the head; what is behind it is left in `reader`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, TokensFileError> {
        if reader.take(MAGIC.len(), "it is too short") != Ok(MAGIC.as_slice()) {
            return Err(TokensFileError::NoTokens);
        }
        let version = reader.byte("it has no version")?;
        if version != VERSION {
            return Err(TokensFileError::Version { got: version });
        }
        let kind = reader.byte("it has no kind")?;
        let tokenizer = reader.name("the name of the tokenizer is no text")?;
        let options = reader.number("the number of options is none")?;
        if options > MOST_OPTIONS {
            return Err(TokensFileError::Broken { what: "it names more than 16 options" });
        }
        let options = (0..options)
            .map(|_| {
                let name = reader.name("the name of an option is no text")?;
                let value = reader.take(8, "an option has no value")?;
                Ok((name, f64::from_le_bytes(value.try_into().unwrap_or_default())))
            })
            .collect::<Result<Vec<_>, TokensFileError>>()?;
        let shape = Self::shape(kind, &tokenizer, &options, reader)?;
        Ok(Self { tokenizer, options, shape })
    }

    fn shape(
        kind: u8,
        tokenizer: &str,
        options: &[(String, f64)],
        reader: &mut Reader<'_>,
    ) -> Result<Shape, TokensFileError> {
        if kind == SEQUENCE {
            let (count, alphabet) =
                (reader.number("the number of ids is none")?, reader.number("the alphabet is no number")?);
            if count > LONGEST_SEQUENCE {
                return Err(TokensFileError::Broken { what: "the sequence has more than 2^26 ids" });
            }
            if !(1..=u64::from(LARGEST_ALPHABET)).contains(&alphabet) {
                return Err(TokensFileError::Broken { what: "the alphabet has not 1 to 2^20 ids" });
            }
            if reader.number("the length of the side information is none")? != 0 {
                return Err(TokensFileError::Broken { what: "a sequence has no side information" });
            }
            return Ok(Shape::Sequence { count: count as usize, alphabet: alphabet as u32 });
        }
        let size = Size::new(reader.small("the width is no number")?, reader.small("the height is no number")?)?;
        let mut field = || reader.small("the layout is not one of numbers").map(|value| value as usize);
        let layout = match kind {
            GRID => Layout::Grid { rows: field()?, columns: field()?, depth: field()?, side: field()? },
            ORDERED => Layout::Ordered { count: field()? },
            PYRAMID | PRIMITIVES => entry(tokenizer)?.make(options)?.layout(size, field()?),
            _ => return Err(TokensFileError::Broken { what: "its kind is unknown" }),
        };
        let count = match layout {
            Layout::Grid { rows, columns, depth, .. } => {
                rows.checked_mul(columns).and_then(|cells| cells.checked_mul(depth))
            }
            other => Some(other.count()),
        };
        if count.is_none_or(|count| count > size.area().saturating_mul(MOST_PER_PIXEL)) {
            return Err(TokensFileError::Broken { what: "it has more ids than a picture of this size can have" });
        }
        let length = reader.number("the length of the side information is none")?;
        let side = reader.take(usize::try_from(length).unwrap_or(usize::MAX), "the side information is cut off")?;
        Ok(Shape::Picture { size, layout, side: side.to_vec() })
    }
}

fn number(value: usize, out: &mut Vec<u8>) {
    let mut value = value as u64;
    while value >= 128 {
        out.push(value as u8 | 128);
        value >>= 7;
    }
    out.push(value as u8);
}

fn name(text: &str, out: &mut Vec<u8>) -> Result<(), TokensFileError> {
    if text.len() > LONGEST_NAME {
        return Err(TokensFileError::Unfit { what: "a name has more than 255 bytes" });
    }
    number(text.len(), out);
    out.extend(text.as_bytes());
    Ok(())
}

/// Takes fields from the front of a file.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) fn take(&mut self, count: usize, otherwise: &'static str) -> Result<&'a [u8], TokensFileError> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(TokensFileError::Broken { what: otherwise })?;
        self.rest = rest;
        Ok(taken)
    }

    /// What is left.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    fn byte(&mut self, otherwise: &'static str) -> Result<u8, TokensFileError> {
        self.take(1, otherwise).map(|byte| byte[0])
    }

    fn number(&mut self, what: &'static str) -> Result<u64, TokensFileError> {
        let mut value = 0;
        // Seven bits each: eight bytes hold 2^53 and more.
        for shift in 0..8 {
            let byte = self.byte(what)?;
            value |= u64::from(byte & 127) << (7 * shift);
            if byte < 128 {
                return Ok(value);
            }
        }
        Err(TokensFileError::Broken { what })
    }

    /// A number below 2^32.
    fn small(&mut self, what: &'static str) -> Result<u32, TokensFileError> {
        u32::try_from(self.number(what)?).map_err(|_| TokensFileError::Broken { what })
    }

    fn name(&mut self, otherwise: &'static str) -> Result<String, TokensFileError> {
        let broken = TokensFileError::Broken { what: otherwise };
        let length = self.number(otherwise)?;
        if length > LONGEST_NAME as u64 {
            return Err(broken);
        }
        let bytes = self.take(length as usize, otherwise)?;
        String::from_utf8(bytes.to_vec()).map_err(|_| broken)
    }
}
