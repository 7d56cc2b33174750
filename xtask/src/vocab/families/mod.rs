//! The shipped vocabularies: what each is called, which models use it, where its files are from, how it is made.
//!
//! One file per maker. A new family is an entry there; if its files are of a kind that was not met before, a function
//! beside it.

mod alibaba;
mod anthropic;
mod bert;
mod clip;
mod deepseek;
mod gemma;
mod mistral;
mod modernbert;
mod moonshot;
mod openai;
mod own;
mod phi;
mod whisper;
mod zai;

use anyhow::{Context, Result, ensure};
use tokenarium::text::TokenId;
use tokenarium::text::definition::{AddedToken, Definition, KnownPattern, Merges, Model, SplitPattern};
use tokenarium::text::format::tiktoken;

use super::packages::{Package, Source};

/// A shipped vocabulary.
pub(crate) struct Family {
    /// Catalogue name and file name.
    pub(crate) name: &'static str,
    /// What people call it.
    pub(crate) title: &'static str,
    /// Who made it.
    pub(crate) maker: &'static str,
    /// Models that use it, with their context window in tokens where the maker states one.
    pub(crate) models: &'static [(&'static str, Option<u32>)],
    /// Licence of the vocabulary as its maker states it.
    pub(crate) licence: &'static str,
    /// File in `www/vocab/notices/`.
    pub(crate) notice: &'static str,
    /// The vocabulary whose file holds the tokens that this one shares; stands earlier in the list.
    pub(crate) base: Option<&'static str>,
    /// Vocabularies that give the same ids for every text in which no special tokens are parsed.
    pub(crate) equal_to: &'static [&'static str],
    /// What somebody who picks it should know.
    pub(crate) note: &'static str,
    /// Its files.
    pub(crate) sources: &'static [Source],
    /// Makes the definition from the files' bytes.
    pub(crate) make: fn(&str, &[Vec<u8>]) -> Result<Definition>,
}

/// All of them, bases before those that refer to them.
pub(crate) fn all() -> impl Iterator<Item = &'static Family> {
    [
        own::FAMILIES,
        openai::FAMILIES,
        anthropic::FAMILIES,
        mistral::FAMILIES,
        alibaba::FAMILIES,
        deepseek::FAMILIES,
        zai::FAMILIES,
        moonshot::FAMILIES,
        gemma::FAMILIES,
        phi::FAMILIES,
        bert::FAMILIES,
        modernbert::FAMILIES,
        whisper::FAMILIES,
        clip::FAMILIES,
    ]
    .into_iter()
    .flatten()
}

/// One of a family's files.
fn file(files: &[Vec<u8>], index: usize) -> Result<&[u8]> {
    files.get(index).map(Vec::as_slice).context("the family names too few files")
}

/// A rank file with what it leaves unsaid.
fn ranks(name: &str, files: &[Vec<u8>], known: KnownPattern, specials: &[(&str, TokenId)]) -> Result<Definition> {
    Ok(tiktoken::read(file(files, 0)?, name, SplitPattern::Known(known), specials)?)
}

/// A control token.
fn special(content: impl Into<String>, id: TokenId) -> AddedToken {
    AddedToken {
        id,
        content: content.into(),
        special: true,
        lstrip: false,
        rstrip: false,
        single_word: false,
        normalized: false,
    }
}

/// A token that is found in every text.
fn always_found(content: impl Into<String>, id: TokenId) -> AddedToken {
    AddedToken { special: false, normalized: true, ..special(content, id) }
}

/// Says a byte-level merge list by its tokens' ids, after proving that this is the same rule: every merge makes the
/// token with the next higher id, from the pair that merging by ids would join last, and every token is made.
fn merges_by_token_id(mut definition: Definition) -> Result<Definition> {
    let Model::Bpe(bpe) = &mut definition.model else { anyhow::bail!("not a BPE model") };
    let Merges::Pairs(pairs) = &bpe.merges else { anyhow::bail!("no merge list") };
    let vocabulary = &definition.vocabulary;
    let ids: std::collections::HashMap<&[u8], TokenId> = vocabulary.iter().map(|(id, bytes)| (bytes, id)).collect();
    let mut before = None;
    for &(left, right) in pairs {
        let token = [vocabulary.get(left), vocabulary.get(right)].concat();
        let id = *ids.get(token.as_slice()).context("a merge of no token")?;
        ensure!(before < Some(id), "merges are not in the order of ids at {id}");
        ensure!(last_pair(&token, id, &ids) == Some((left, right)), "token {id} is merged in another way");
        before = Some(id);
    }
    let longer = vocabulary.iter().filter(|(_, bytes)| bytes.len() > 1).count();
    ensure!(pairs.len() == longer, "{longer} tokens of several bytes, {} merges", pairs.len());
    bpe.merges = Merges::ByTokenId;
    bpe.ignore_merges = true;
    Ok(definition)
}

/// The two tokens that are left of `token` when merging by ids below `id` is done; `None` if they are not two.
fn last_pair(token: &[u8], id: TokenId, ids: &std::collections::HashMap<&[u8], TokenId>) -> Option<(TokenId, TokenId)> {
    let mut ends: Vec<usize> = (0..=token.len()).collect();
    while ends.len() > 3 {
        let merged = |at: usize| ids.get(&token[ends[at]..ends[at + 2]]).copied().filter(|&merged| merged < id);
        let (_, at) = (0..ends.len() - 2).filter_map(|at| Some((merged(at)?, at))).min()?;
        ends.remove(at + 1);
    }
    Some((*ids.get(&token[..ends[1]])?, *ids.get(&token[ends[1]..])?))
}
