//! Every tokenizer behind one interface.

/// A tokenizer under test.
pub trait Peer {
    /// The ids of a text without control tokens.
    fn encode(&mut self, text: &str) -> Vec<u32>;

    /// Ids and the bytes that each covers: the number of tokens, 0 for peers that give no such thing.
    fn encode_spans(&mut self, _text: &str) -> usize {
        0
    }
}

#[cfg(feature = "ours")]
pub mod ours;
#[cfg(target_arch = "wasm32")]
mod wasm;

/// The peer `name` for `encoding`; `ranks` is the encoding's `.tiktoken` file where the peer does not bring its own.
pub fn peer(name: &str, encoding: &str, ranks: &[u8]) -> Option<Box<dyn Peer>> {
    // Which of the two a peer needs differs.
    let _ = (encoding, ranks);
    match name {
        #[cfg(feature = "ours")]
        "tokenarium" => Some(Box::new(ours::Ours::new(ranks))),
        #[cfg(feature = "tiktoken")]
        "tiktoken 3.8.3" => {
            struct Tiktoken(&'static tiktoken::CoreBpe);
            impl Peer for Tiktoken {
                fn encode(&mut self, text: &str) -> Vec<u32> {
                    self.0.encode(text)
                }
            }
            Some(Box::new(Tiktoken(tiktoken::get_encoding(encoding)?)))
        }
        #[cfg(feature = "splintr")]
        "splintr 0.22.0" => {
            struct Splintr(splintr::AnyTokenizer);
            impl Peer for Splintr {
                fn encode(&mut self, text: &str) -> Vec<u32> {
                    self.0.encode(text)
                }
            }
            Some(Box::new(Splintr(splintr::pretrained::from_pretrained(encoding).ok()?)))
        }
        #[cfg(feature = "bpe-openai")]
        "bpe-openai 0.3.2" => {
            struct BpeOpenai(&'static bpe_openai::Tokenizer);
            impl Peer for BpeOpenai {
                fn encode(&mut self, text: &str) -> Vec<u32> {
                    self.0.encode(text)
                }
            }
            Some(Box::new(BpeOpenai(match encoding {
                "cl100k_base" => bpe_openai::cl100k_base(),
                _ => bpe_openai::o200k_base(),
            })))
        }
        #[cfg(feature = "fastokens")]
        "fastokens 0.3.5" => {
            use fastokens::tiktoken::TiktokenConfig;
            struct Fastokens(fastokens::Tokenizer);
            impl Peer for Fastokens {
                fn encode(&mut self, text: &str) -> Vec<u32> {
                    self.0.encode_ordinary(text).expect("fastokens encodes")
                }
            }
            let config = match encoding {
                "cl100k_base" => TiktokenConfig::cl100k_base(),
                _ => TiktokenConfig::o200k_base(),
            };
            let ranks = std::str::from_utf8(ranks).ok()?;
            Some(Box::new(Fastokens(fastokens::Tokenizer::from_tiktoken_str(ranks, config).ok()?)))
        }
        _ => None,
    }
}
