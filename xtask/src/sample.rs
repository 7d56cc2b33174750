//! The sample that stands in the page before any script runs, tokenized here and now.
//!
//! One `span` per token. A grapheme cluster that tokens cut keeps its glyph: one `span` for the whole cluster says how
//! many tokens touch it, as a text node cannot be cut inside a character.

use std::io::Read;

use anyhow::{Context, Result};
use flate2::read::DeflateDecoder;
use tokenarium::text::encoding::Scratch;
use tokenarium::text::format::vocab;
use tokenarium::text::sink::Spanned;
use tokenarium::text::tokenizer::{EncodeOptions, Tokenizer};
use unicode_segmentation::UnicodeSegmentation;

use crate::files;

const TEXT: &str = "www/page/samples/first.txt";
const VOCABULARY: &str = "www/vocab/o200k_base.vocab";
const PLACE: &str = "<!-- sample-tokens -->";
/// Colours of the palette; token i has colour i modulo this.
const HUES: usize = 6;
/// The context window that the page states its share of.
const CONTEXT: usize = 128_000;
/// The largest class for a cut character.
const MOST_PARTS: usize = 8;

/// Fills the sample's place and its figures in a page; a page without the place stays as it is.
pub(crate) fn fill(html: &str) -> Result<String> {
    if !html.contains(PLACE) {
        return Ok(html.to_owned());
    }
    let text = files::read(TEXT)?;
    let mut inflated = Vec::new();
    DeflateDecoder::new(files::read_bytes(VOCABULARY)?.as_slice())
        .read_to_end(&mut inflated)
        .with_context(|| format!("could not inflate {VOCABULARY}"))?;
    let tokenizer = Tokenizer::new(vocab::read(&inflated, None)?)?;
    let mut tokens = Spanned::default();
    tokenizer.encode(&text, &EncodeOptions::default(), &mut Scratch::default(), &mut tokens)?;

    let count = tokens.ids.len();
    let share = count as f64 / CONTEXT as f64 * 100.0;
    Ok(html
        .replace(PLACE, &markup(&text, &tokens.spans))
        .replace("%SAMPLE_TOKENS%", &count.to_string())
        .replace("%SAMPLE_RATIO%", &format!("{:.2}", text.len() as f64 / count as f64))
        .replace("%SAMPLE_BYTES%", &text.len().to_string())
        .replace("%SAMPLE_POINTS%", &text.chars().count().to_string())
        .replace("%SAMPLE_SHARE%", &format!("{share:.2}"))
        .replace("%SAMPLE_FIT%", &with_commas(CONTEXT / count)))
}

/// The coloured text. `spans` are start and end of each token in bytes; together they cover the text.
fn markup(text: &str, spans: &[u32]) -> String {
    let starts: Vec<usize> = spans.chunks_exact(2).map(|span| span[0] as usize).collect();
    let token_at = |byte: usize| starts.partition_point(|&start| start <= byte).saturating_sub(1);
    let mut out = String::new();
    let mut open: Option<usize> = None;
    for (start, cluster) in text.grapheme_indices(true) {
        let first = token_at(start);
        let last = token_at(start + cluster.len() - 1);
        if first == last {
            if open != Some(first) {
                close(&mut out, &mut open);
                out += &format!("<span class=\"tk t{}\">", first % HUES);
                open = Some(first);
            }
            escape(&mut out, cluster);
        } else {
            close(&mut out, &mut open);
            let parts = (last - first + 1).min(MOST_PARTS);
            out += &format!("<span class=\"tk cut n{parts}\">");
            escape(&mut out, cluster);
            out += "</span>";
        }
    }
    close(&mut out, &mut open);
    out
}

fn close(out: &mut String, open: &mut Option<usize>) {
    if open.take().is_some() {
        out.push_str("</span>");
    }
}

fn escape(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            other => out.push(other),
        }
    }
}

fn with_commas(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_character_is_one_span_and_markup_is_escaped() {
        // "a<" is one token; the two bytes of "é" are two.
        assert_eq!(
            markup("a<é!", &[0, 2, 2, 3, 3, 4, 4, 5]),
            "<span class=\"tk t0\">a&lt;</span><span class=\"tk cut n2\">é</span><span class=\"tk t3\">!</span>"
        );
        assert_eq!(with_commas(1_882), "1,882");
        assert_eq!(with_commas(128_000), "128,000");
    }
}
