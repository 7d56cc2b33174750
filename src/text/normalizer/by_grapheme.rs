//! SentencePiece's character map as the reference library applies it for a `tokenizer.json`: by grapheme cluster.
//!
//! A cluster below six bytes is replaced as a whole by the *shortest* prefix that is known, a longer one character by
//! character. No shipped vocabulary asks for it, and the tables of clusters are large: only the module `tools` has it.

use unicode_segmentation::{GraphemeCursor, GraphemeIncomplete, UnicodeSegmentation};

use super::Editor;
use super::charsmap::{Charsmap, change};

/// Whether the two characters of `pair` are two clusters.
pub(super) fn are_apart(pair: &str) -> bool {
    pair.graphemes(true).count() == 2
}

/// Replaces up to `end` or a little more.
pub(super) fn apply(map: &Charsmap, editor: &mut Editor<'_>, end: usize) {
    let text = editor.text();
    let mut cursor = GraphemeCursor::new(editor.at(), text.len(), true);
    while editor.at() < end {
        let start = editor.at();
        let stop = match cursor.next_boundary(text, 0) {
            Ok(Some(stop)) => stop,
            Ok(None) | Err(GraphemeIncomplete::PreContext(_) | _) => text.len(),
        };
        cluster(map, editor, start, stop);
    }
}

fn cluster(map: &Charsmap, editor: &mut Editor<'_>, start: usize, stop: usize) {
    let cluster = &editor.text()[start..stop];
    if cluster.len() < 6
        && let Some((_, with)) = map.prefix(cluster, false)
    {
        return change(editor, start, stop, with);
    }
    for (at, c) in cluster.char_indices() {
        let (from, to) = (start + at, start + at + c.len_utf8());
        if let Some((_, with)) = map.prefix(&cluster[at..at + c.len_utf8()], false) {
            change(editor, from, to, with);
        }
    }
    editor.advance(stop);
}
