//! The class of a character: what the split patterns of all shipped families need to know about it, in one byte.
//!
//! General categories are folded to eleven kinds (the patterns never ask for more), and one bit says whether the
//! character is of the script Han (Kimi asks). Characters beyond ASCII are looked up in a two-stage table:
//! `STAGE_1[code point / 128]` names a block of 128 classes. The tables (40 KB) are those of Unicode 16.0, which is
//! what the reference regex engines use; `tests/unicode_classes.rs` makes the file again and compares every code point.

/// Neither white space, letter, mark, number, punctuation nor symbol: controls, formats, private use, unassigned.
pub const OTHER: u8 = 0;
/// Lu, Lt.
pub const UPPER: u8 = 1;
/// Ll.
pub const LOWER: u8 = 2;
/// Lm, Lo: the patterns that tell case take these as both.
pub const UNCASED: u8 = 3;
/// Mn, Mc, Me.
pub const MARK: u8 = 4;
/// Nd, Nl, No.
pub const NUMBER: u8 = 5;
/// P*.
pub const PUNCTUATION: u8 = 6;
/// S*.
pub const SYMBOL: u8 = 7;
/// U+0020.
pub const SPACE: u8 = 8;
/// White_Space but for space, CR and LF.
pub const WHITE: u8 = 9;
/// CR and LF.
pub const NEWLINE: u8 = 10;
/// No character: the end of the text.
pub const END: u8 = 15;

/// Set beside the kind where the script is Han.
pub const HAN: u8 = 0x80;

/// A set of kinds, one bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kinds(u16);

impl Kinds {
    /// The set of the given kinds.
    pub const fn of(kinds: &[u8]) -> Self {
        let mut bits = 0;
        let mut at = 0;
        while at < kinds.len() {
            bits |= 1 << kinds[at];
            at += 1;
        }
        Self(bits)
    }

    /// All kinds that are not in the set; never [`END`].
    pub const fn complement(self) -> Self {
        Self(!self.0 & !(1 << END))
    }

    /// The kinds of both sets.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the kind of `class` is in the set (the Han bit is not looked at).
    #[inline(always)]
    pub const fn has(self, class: u8) -> bool {
        self.0 >> (class & 15) & 1 != 0
    }
}

/// `\p{L}`.
pub const LETTERS: Kinds = Kinds::of(&[UPPER, LOWER, UNCASED]);
/// `\s`.
pub const SPACES: Kinds = Kinds::of(&[SPACE, WHITE, NEWLINE]);

static TABLES: &[u8; STAGE_1_LEN + BLOCKS * BLOCK] = include_bytes!("unicode_classes.bin");

const BLOCK: usize = 128;
const STAGE_1_LEN: usize = 0x11_0000 / BLOCK;
const BLOCKS: usize = 255;

static ASCII: [u8; 128] = ascii();

const fn ascii() -> [u8; 128] {
    let mut table = [OTHER; 128];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = match byte as u8 {
            b'A'..=b'Z' => UPPER,
            b'a'..=b'z' => LOWER,
            b'0'..=b'9' => NUMBER,
            b' ' => SPACE,
            b'\r' | b'\n' => NEWLINE,
            b'\t' | 0x0b | 0x0c => WHITE,
            b'$' | b'+' | b'<' | b'=' | b'>' | b'^' | b'`' | b'|' | b'~' => SYMBOL,
            b'!'..=b'~' => PUNCTUATION,
            _ => OTHER,
        };
        byte += 1;
    }
    table
}

/// The class of a code point; [`OTHER`] for what is none.
#[inline(always)]
pub fn of_code_point(code_point: u32) -> u8 {
    let code_point = code_point as usize;
    let Some(&block) = TABLES.get(..STAGE_1_LEN).and_then(|stage_1| stage_1.get(code_point / BLOCK)) else {
        return OTHER;
    };
    TABLES.get(STAGE_1_LEN + block as usize * BLOCK + code_point % BLOCK).copied().unwrap_or(OTHER)
}

/// The class of the character that starts at `at` and where the next one starts; ([`END`], `at`) at the end.
///
/// `text` is UTF-8 and `at` the start of a character; anything else gives some class, never a panic.
#[inline(always)]
pub fn at(text: &[u8], at: usize) -> (u8, usize) {
    match text.get(at) {
        None => (END, at),
        Some(&byte) if byte < 0x80 => (ASCII[byte as usize], at + 1),
        Some(&byte) => beyond_ascii(text, at, byte),
    }
}

#[inline]
fn beyond_ascii(text: &[u8], at: usize, first: u8) -> (u8, usize) {
    let tail = |offset: usize| text.get(at + offset).copied().unwrap_or(0x80) as u32 & 0x3f;
    let first = first as u32;
    let (code_point, len) = if first < 0xe0 {
        ((first & 0x1f) << 6 | tail(1), 2)
    } else if first < 0xf0 {
        ((first & 0x0f) << 12 | tail(1) << 6 | tail(2), 3)
    } else {
        ((first & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4)
    };
    (of_code_point(code_point), (at + len).min(text.len()))
}

/// The class of the character that ends at `at`; [`END`] at the start of the text.
pub fn before(text: &[u8], at: usize) -> u8 {
    let head = text.get(..at).unwrap_or(text);
    match head.iter().rposition(|&byte| byte & 0xc0 != 0x80) {
        None => END,
        Some(start) => self::at(text, start).0,
    }
}

/// How many ASCII letters the eight bytes begin with.
#[inline(always)]
const fn leading_letters(bytes: u64) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = ONES << 7;
    let small = (bytes | (ONES * 0x20)) & !HIGH;
    // The high bit of each byte: at least `a`, at least `{`, not ASCII.
    let from_a = small + ONES * (0x80 - b'a' as u64);
    let beyond_z = small + ONES * (0x80 - (b'z' + 1) as u64);
    let others = (!from_a | beyond_z | bytes) & HIGH;
    others.trailing_zeros() as usize / 8
}

/// Where the run of ASCII letters that starts at `from` ends, eight bytes at a time.
#[inline(always)]
fn ascii_letters(text: &[u8], mut from: usize) -> usize {
    while let Some(bytes) = text.get(from..).and_then(|rest| rest.first_chunk::<8>()) {
        let letters = leading_letters(u64::from_le_bytes(*bytes));
        from += letters;
        if letters < 8 {
            return from;
        }
    }
    while text.get(from).is_some_and(u8::is_ascii_alphabetic) {
        from += 1;
    }
    from
}

/// Where the run of kinds `kinds`, which has all letters, ends that starts at `from`.
#[inline(always)]
pub fn letters(text: &[u8], from: usize, kinds: Kinds) -> usize {
    let mut end = from;
    loop {
        end = ascii_letters(text, end);
        if text.get(end).is_none_or(u8::is_ascii) {
            return end;
        }
        // Other scripts: one by one until ASCII comes back.
        while let Some(&byte) = text.get(end)
            && byte >= 0x80
        {
            let (class, next) = beyond_ascii(text, end, byte);
            if !kinds.has(class) {
                return end;
            }
            end = next;
        }
    }
}

/// Where the run of kinds `kinds` that starts at `from` ends.
#[inline(always)]
pub fn run(text: &[u8], from: usize, kinds: Kinds) -> usize {
    let mut end = from;
    loop {
        let (class, next) = at(text, end);
        if !kinds.has(class) {
            return end;
        }
        end = next;
    }
}
