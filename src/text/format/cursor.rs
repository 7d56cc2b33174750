//! Walks over bytes that anybody may have written: every step checks what is left and says where it failed.
//!
//! Used by the binary formats (`.vocab`, SentencePiece). It holds no knowledge of either.

use crate::text::error::TextError;

/// A place in a block of bytes, and the name of that block for messages.
pub(crate) struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
    what: &'static str,
}

impl<'a> Cursor<'a> {
    /// Starts at the first byte of `bytes`, which messages call `what`.
    pub(crate) fn new(bytes: &'a [u8], what: &'static str) -> Self {
        Self { bytes, at: 0, what }
    }

    /// How many bytes are left.
    pub(crate) fn left(&self) -> usize {
        self.bytes.len() - self.at
    }

    /// The next `count` bytes.
    pub(crate) fn take(&mut self, count: usize) -> Result<&'a [u8], TextError> {
        if count > self.left() {
            return Err(self.malformed(&format!("{count} more bytes"), &format!("{} until the end", self.left())));
        }
        let taken = &self.bytes[self.at..self.at + count];
        self.at += count;
        Ok(taken)
    }

    /// The next `N` bytes.
    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], TextError> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N)?);
        Ok(array)
    }

    /// A number of seven bits a byte, low bits first (LEB128).
    #[inline]
    pub(crate) fn varint(&mut self) -> Result<u64, TextError> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let Some(&byte) = self.bytes.get(self.at) else {
                return Err(self.malformed("the rest of a number", "the end"));
            };
            self.at += 1;
            value |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(self.malformed("a number of at most ten bytes", "a longer one"))
    }

    /// A number that counts things of at least `bytes_each` bytes that still follow; a count that cannot be true is
    /// an error before any memory is set aside for it.
    pub(crate) fn count(&mut self, bytes_each: usize) -> Result<usize, TextError> {
        let count = self.varint()?;
        let most = self.left() / bytes_each.max(1);
        match usize::try_from(count) {
            Ok(count) if count <= most => Ok(count),
            _ => Err(self.malformed(&format!("a count of at most {most}"), &count.to_string())),
        }
    }

    /// An error at this place.
    pub(crate) fn malformed(&self, expected: &str, got: &str) -> TextError {
        TextError::Malformed {
            place: format!("{}, byte {}", self.what, self.at),
            expected: expected.to_owned(),
            got: got.to_owned(),
        }
    }
}

/// Appends `value` as [`Cursor::varint`] reads it.
pub(crate) fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// A signed number as an unsigned one, small ones small: 0, -1, 1, -2, …
pub(crate) fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

/// [`zigzag`] back.
pub(crate) fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        for value in [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX] {
            let mut bytes = Vec::new();
            put_varint(&mut bytes, value);
            assert_eq!(Cursor::new(&bytes, "test").varint(), Ok(value));
        }
        for value in [0, -1, 1, i64::MIN, i64::MAX] {
            assert_eq!(unzigzag(zigzag(value)), value);
        }
    }

    #[test]
    fn the_end_is_an_error_and_never_a_panic() {
        assert!(Cursor::new(&[0x80], "test").varint().is_err());
        assert!(Cursor::new(&[0xFF; 11], "test").varint().is_err());
        assert!(Cursor::new(&[200, 1, 0], "test").count(1).is_err());
        assert!(Cursor::new(&[1, 2], "test").take(3).is_err());
    }
}
