//! Lower case of single characters, as the reference library has it: the letter is the same wherever it stands. Its
//! table is a tenth of the standard library's, and doesn't change with the compiler.

use std::sync::OnceLock;

use super::pretokenizer::{set_tables, sets::numbers};
use crate::order;

/// Writes the lower case of `c` behind `out`: one character, or two for U+0130.
pub(crate) fn push(c: char, out: &mut String) {
    static CHANGES: OnceLock<Vec<(char, char)>> = OnceLock::new();
    match c {
        _ if c.is_ascii() => out.push(c.to_ascii_lowercase()),
        'İ' => out.push_str("i\u{307}"),
        _ => {
            let changes = CHANGES.get_or_init(unpack);
            let found = changes.binary_search_by_key(&c, |&(from, _)| from).ok();
            out.push(found.and_then(|at| changes.get(at)).map_or(c, |&(_, to)| to));
        }
    }
}

/// The lower case of each character of `text`.
pub(crate) fn lower_case(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| push(c, &mut out));
    out
}

/// Every character that changes and what it becomes, in order.
#[cold]
fn unpack() -> Vec<(char, char)> {
    let mut packed = numbers(set_tables::LOWER);
    let mut changes = Vec::new();
    let mut first = 0;
    while let (Some(gap), Some(count), Some(distance)) = (packed.next(), packed.next(), packed.next()) {
        first += gap;
        let distance = if distance % 2 == 0 { (distance / 2) as i32 } else { -((distance / 2) as i32) - 1 };
        let from = (0..count / 2).map(|at| first + at * (count % 2 + 1));
        changes.extend(
            from.filter_map(|from| Some((char::from_u32(from)?, char::from_u32(from.checked_add_signed(distance)?)?))),
        );
    }
    order::sort_by_key(&mut changes, |&(from, _)| u64::from(from));
    changes
}

#[cfg(test)]
mod tests {
    use super::lower_case;

    #[test]
    fn letters_have_the_lower_case_of_the_standard_library() {
        for c in '\0'..=char::MAX {
            let (ours, theirs) = (lower_case(c.encode_utf8(&mut [0; 4])), c.to_lowercase().to_string());
            // The compiler may know letters that are younger than the reference.
            assert!(ours == theirs || ours == c.to_string(), "{c}: {ours}, {theirs}");
        }
        assert_eq!(lower_case("ÀİSTANBUL Ǆ Ω 𐐀 東"), "ài\u{307}stanbul ǆ ω 𐐨 東");
    }
}
