//! Normalizers that look at the ends of the text or at runs of spaces: prepend, strip, collapse.

use super::Editor;

/// Puts `content` in front of a text that is not empty.
pub(crate) fn prepend(editor: &mut Editor<'_>, content: &str) {
    editor.replace(0..0, content);
    editor.advance(editor.text().len());
}

/// Drops white space at the ends.
pub(crate) fn strip(editor: &mut Editor<'_>, left: bool, right: bool) {
    let text = editor.text();
    let start = if left { text.len() - text.trim_start().len() } else { 0 };
    let end = if right { start + text[start..].trim_end().len() } else { text.len() };
    if start > 0 {
        editor.replace(0..start, "");
    }
    if end < text.len() {
        editor.replace(end..text.len(), "");
    }
    editor.advance(text.len());
}

/// Drops spaces at the ends, makes runs of them one; only U+0020, as SentencePiece does after its character map.
pub(crate) fn collapse_spaces(editor: &mut Editor<'_>, end: usize) {
    let text = editor.text();
    let bytes = text.as_bytes();
    while editor.at() < end {
        let Some(found) = text[editor.at()..end].find(' ') else { return editor.advance(end) };
        let start = editor.at() + found;
        let run = bytes[start..].iter().take_while(|&&byte| byte == b' ').count();
        let at_an_end = start == 0 || start + run == text.len();
        let keep = if at_an_end { start } else { start + 1 };
        if keep < start + run {
            editor.replace(keep..start + run, "");
        }
        editor.advance(start + run);
    }
}
