//! Unicode's decompositions, combining classes and compositions, and the normal forms of the standard (UAX #15). Which
//! version of Unicode a tokenizer normalizes by is [`super::form`]'s business.
//!
//! The data are one packed file, a seventh of what tables that need no unpacking take: numbers (LEB128) in five
//! lists, each with its length first: code points as differences; per code point a kind (length of the decomposition
//! times four, and one of the four below); combining classes; then the parts of all decompositions, each as a zigzag
//! difference to the same part of the decomposition before. A test makes the file from the crate
//! `unicode-normalization` and compares every code point.

use std::sync::OnceLock;

use super::Form;
use crate::order;
use crate::text::pretokenizer::sets::numbers;

/// Kind: the canonical decomposition is composed again.
const COMPOSED: u32 = 1;
/// Kind: a decomposition for compatibility.
const COMPATIBLE: u32 = 3;

const HANGUL: std::ops::RangeInclusive<char> = '\u{AC00}'..='\u{D7A3}';
const LEADS: u32 = 0x1100;
const VOWELS: u32 = 0x1161;
/// One before the first final.
const FINALS: u32 = 0x11A7;

/// A character that is decomposed or has a combining class.
#[derive(Clone, Copy, Debug)]
struct Entry {
    character: char,
    kind: u8,
    class: u8,
    length: u8,
    first: u16,
}

/// The unpacked data.
struct Tables {
    /// In rising order.
    entries: Vec<Entry>,
    /// Where the entries of each 32 code points begin.
    pages: Vec<u16>,
    parts: Vec<char>,
    /// Compositions as pairs of a key (see [`pair`]) and what it becomes, in rising order.
    compositions: Vec<(u64, char)>,
}

fn pair(first: char, second: char) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| Tables::unpack(include_bytes!("unicode_forms.bin")))
}

impl Tables {
    fn unpack(packed: &'static [u8]) -> Self {
        let mut numbers = numbers(packed);
        let mut list = || -> Vec<u32> {
            let length = numbers.next().unwrap_or(0) as usize;
            numbers.by_ref().take(length).collect()
        };
        let (code_points, kinds, classes, differences) = (list(), list(), list(), list());
        let mut differences = differences.into_iter();
        let (mut entries, mut parts, mut compositions) = (Vec::new(), Vec::new(), Vec::new());
        let mut before = [0; 32];
        let mut code_point = 0;
        for ((step, kind), class) in code_points.into_iter().zip(kinds).zip(classes) {
            code_point += step;
            let first = parts.len();
            for (slot, difference) in before.iter_mut().zip(differences.by_ref().take(kind as usize >> 2)) {
                *slot += (difference >> 1) as i32 ^ -((difference & 1) as i32);
                parts.extend(char::from_u32(*slot as u32));
            }
            let Some(character) = char::from_u32(code_point) else { continue };
            let (length, class) = ((parts.len() - first) as u8, class as u8);
            entries.push(Entry { character, kind: (kind & 3) as u8, class, length, first: first as u16 });
        }
        let pages = (0..=code_point / 32 + 1)
            .map(|page| entries.partition_point(|entry| (entry.character as u32) < page * 32) as u16)
            .collect();
        let mut tables = Self { entries, pages, parts, compositions: Vec::new() };
        // What a character of three parts or more is composed of: all but the last, composed, and the last.
        let composed = |tables: &Self, whole: &[char]| {
            let same = |entry: &&Entry| u32::from(entry.kind) == COMPOSED && tables.parts_of(entry) == whole;
            tables.entries.iter().find(same).map(|entry| entry.character)
        };
        for entry in tables.entries.iter().filter(|entry| u32::from(entry.kind) == COMPOSED) {
            let first = match tables.parts_of(entry) {
                [first, _] => Some(*first),
                [head @ .., _] => composed(&tables, head),
                [] => None,
            };
            let last = tables.parts_of(entry).last();
            compositions.extend(first.zip(last).map(|(first, &last)| (pair(first, last), entry.character)));
        }
        order::sort_by_key(&mut compositions, |&(key, _)| key);
        tables.compositions = compositions;
        tables
    }

    fn parts_of(&self, entry: &Entry) -> &[char] {
        self.parts.get(usize::from(entry.first)..).and_then(|parts| parts.get(..entry.length.into())).unwrap_or(&[])
    }

    fn get(&self, character: char) -> Option<&Entry> {
        let page = character as usize / 32;
        let (&start, &end) = (self.pages.get(page)?, self.pages.get(page + 1)?);
        let entries = self.entries.get(start.into()..end.into())?;
        entries.get(entries.partition_point(|entry| entry.character < character)).filter(|e| e.character == character)
    }

    /// Hands on the full decomposition of `character`.
    fn decompose(&self, character: char, compatible: bool, keep: &mut impl FnMut(char, u8)) {
        if HANGUL.contains(&character) {
            let index = character as u32 - *HANGUL.start() as u32;
            for (base, part) in [(LEADS, index / 588), (VOWELS, index / 28 % 21), (FINALS, index % 28)] {
                if base != FINALS || part > 0 {
                    keep(char::from_u32(base + part).unwrap_or(character), 0);
                }
            }
            return;
        }
        let Some(entry) = self.get(character) else { return keep(character, 0) };
        if entry.length == 0 || u32::from(entry.kind) == COMPATIBLE && !compatible {
            return keep(character, entry.class);
        }
        for &part in self.parts_of(entry) {
            match self.get(part) {
                // Only for compatibility can a part have parts of its own, and those have none.
                Some(inner) if compatible && inner.length > 0 => {
                    self.parts_of(inner).iter().for_each(|&part| keep(part, self.get(part).map_or(0, |e| e.class)));
                }
                inner => keep(part, inner.map_or(0, |entry| entry.class)),
            }
        }
    }

    fn compose(&self, first: char, second: char) -> Option<char> {
        let (one, two) = (first as u32, second as u32);
        if (LEADS..LEADS + 19).contains(&one) && (VOWELS..VOWELS + 21).contains(&two) {
            return char::from_u32(*HANGUL.start() as u32 + ((one - LEADS) * 21 + two - VOWELS) * 28);
        }
        if HANGUL.contains(&first) && (FINALS + 1..FINALS + 28).contains(&two) {
            let open = (one - *HANGUL.start() as u32).is_multiple_of(28);
            return if open { char::from_u32(one + two - FINALS) } else { None };
        }
        let key = pair(first, second);
        let at = self.compositions.binary_search_by_key(&key, |&(key, _)| key).ok()?;
        Some(self.compositions[at].1)
    }

    /// Puts the marks of `open` in order and, where the form composes, into the starter before them.
    fn settle(&self, open: &mut Vec<(char, u8)>, form: Form) {
        if !open.is_sorted_by_key(|&(_, class)| class) {
            order::sort_by_key(open, |&(_, class)| class.into());
        }
        let Some(&(mut starter, 0)) = open.first().filter(|_| form.composes()) else { return };
        let (mut kept, mut last) = (1, 0);
        for at in 1..open.len() {
            let (mark, class) = open[at];
            // Blocked by a mark of the same class or a higher one that stayed between them.
            match self.compose(starter, mark).filter(|_| kept == 1 || last < class) {
                Some(composite) => starter = composite,
                None => {
                    open[kept] = (mark, class);
                    (kept, last) = (kept + 1, class);
                }
            }
        }
        open[0].0 = starter;
        open.truncate(kept);
    }
}

/// The canonical combining class; 0 for starters.
pub(crate) fn combining_class(character: char) -> u8 {
    tables().get(character).map_or(0, |entry| entry.class)
}

/// The first character of the decomposition.
pub(crate) fn first_part(character: char, compatible: bool) -> char {
    let mut first = None;
    tables().decompose(character, compatible, &mut |part, _| {
        first.get_or_insert(part);
    });
    first.unwrap_or(character)
}

/// Every composite of a character and another one behind it, with that other one.
pub(crate) fn composites() -> impl Iterator<Item = (char, char)> {
    tables().compositions.iter().filter_map(|&(key, composite)| Some((composite, char::from_u32(key as u32)?)))
}

/// Appends `text` in the normal form `form`. Memory: the longest run of combining characters.
pub(crate) fn normalize(text: &str, form: Form, out: &mut String) {
    let tables = tables();
    // A starter and what combines with it, as far as it has been read.
    let mut open: Vec<(char, u8)> = Vec::new();
    for character in text.chars() {
        tables.decompose(character, form.is_compatible(), &mut |part, class| {
            if class == 0 {
                tables.settle(&mut open, form);
                if let [(starter, 0)] = &mut open[..]
                    && form.composes()
                    && let Some(composite) = tables.compose(*starter, part)
                {
                    *starter = composite;
                    return;
                }
                out.extend(open.drain(..).map(|(character, _)| character));
            }
            open.push((part, class));
        });
    }
    tables.settle(&mut open, form);
    out.extend(open.into_iter().map(|(character, _)| character));
}

#[cfg(test)]
#[path = "unicode_tests.rs"]
mod tests;
