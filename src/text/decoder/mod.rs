//! Decoders: tokens back to text, as bytes.
//!
//! A decoder is a chain of steps over a list of tokens, as in the reference library, with two differences that show
//! more: the result is bytes, so half a character stays what it is instead of becoming U+FFFD, and for every id it is
//! known where its part of the result ends. Each step is one pass of copies and replacements.

mod chain;

use chain::Chain;

use super::definition::{Decoder, PrependScheme};
use super::model::byte_of_token;

/// The text of `tokens`, and where the part of each ends.
pub(crate) fn decode<'a>(decoders: &[Decoder], tokens: impl Iterator<Item = std::borrow::Cow<'a, [u8]>>) -> Decoded {
    let mut chain = Chain::new(tokens);
    for decoder in decoders {
        apply(decoder, &mut chain);
    }
    let (bytes, ends) = chain.into_parts();
    Decoded { bytes, ends }
}

/// Text with the share of each token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub bytes: Vec<u8>,
    /// Where the part of each id ends.
    pub ends: Vec<u32>,
}

fn apply(decoder: &Decoder, chain: &mut Chain) {
    match decoder {
        Decoder::ByteLevel => {}
        Decoder::Spaces => chain.rewrite(&mut |token, _, out| out.replace(0, if token > 0 { b" " } else { b"" })),
        Decoder::Metaspace { replacement, prepend } => {
            let replacement = replacement.to_string();
            chain.replace_all(replacement.as_bytes(), &|token| {
                if token == 0 && *prepend != PrependScheme::Never { b"" } else { b" " }
            });
        }
        Decoder::WordPiece { prefix, cleanup } => {
            chain.rewrite(&mut |token, text, out| {
                let prefixed = token > 0 && text.starts_with(prefix.as_bytes());
                if prefixed {
                    out.replace(prefix.len(), b"");
                } else if token > 0 {
                    out.replace(0, b" ");
                }
                out.keep_rest();
            });
            if *cleanup {
                for (pattern, content) in CLEANUP {
                    chain.replace_all(pattern.as_bytes(), &|_| content.as_bytes());
                }
            }
        }
        Decoder::ByteFallback => {
            let mut previous = false;
            chain.rewrite(&mut |_, text, out| match byte_of_token(text) {
                Some(byte) => {
                    if previous {
                        out.join();
                    }
                    previous = true;
                    out.replace(text.len(), &[byte]);
                }
                None => {
                    previous = false;
                    out.keep_rest();
                }
            });
        }
        Decoder::Fuse => chain.fuse(),
        Decoder::Strip { content, start, stop } => {
            let mut buffer = [0; 4];
            let content = content.encode_utf8(&mut buffer).as_bytes();
            chain.rewrite(&mut |_, text, out| {
                let leading = text.chunks(content.len()).take(*start as usize).take_while(|c| *c == content).count();
                let rest = &text[leading * content.len()..];
                let trailing = rest.rchunks(content.len()).take(*stop as usize).take_while(|c| *c == content).count();
                out.replace(leading * content.len(), b"");
                out.keep(rest.len() - trailing * content.len());
                out.replace(trailing * content.len(), b"");
            });
        }
        Decoder::Replace { pattern, content } => chain.replace_all(pattern.as_bytes(), &|_| content.as_bytes()),
        Decoder::BpeSuffix(suffix) => {
            let last = chain.len().saturating_sub(1);
            chain.replace_all(suffix.as_bytes(), &|token| if token == last { b"" } else { b" " });
        }
    }
}

/// BERT's cleaning of what decoding leaves: spaces before punctuation, English contractions, in this order.
const CLEANUP: [(&str, &str); 11] = [
    (" .", "."),
    (" ?", "?"),
    (" !", "!"),
    (" ,", ","),
    (" ' ", "'"),
    (" n't", "n't"),
    (" 'm", "'m"),
    (" do not", " don't"),
    (" 's", "'s"),
    (" 've", "'ve"),
    (" 're", "'re"),
];
