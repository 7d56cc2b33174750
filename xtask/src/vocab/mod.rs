//! `vocab`: remakes `www/vocab/` from the pinned packages. An ordinary build needs none of this: the files are
//! committed.

mod families;
mod packages;
mod unshipped;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use serde_json::{Value, json};
use tokenarium::text::definition::{Definition, Model};
use tokenarium::text::format::vocab;

use crate::files;
use families::Family;

const FOLDER: &str = "www/vocab";

/// What a vocabulary was made into.
struct Made {
    definition: Definition,
    inflated: Vec<u8>,
}

/// Remakes the vocabularies; with names, checks that there are such and prints only them.
pub(crate) fn vocab(names: &[String]) -> Result<()> {
    for name in names {
        ensure!(families::all().any(|family| family.name == name), "there is no vocabulary '{name}'");
    }
    let mut made: BTreeMap<&str, Made> = BTreeMap::new();
    let mut entries = Vec::new();
    let mut total = 0;
    for family in families::all() {
        let (one, file, entry) = make(family, &made).with_context(|| family.name.to_owned())?;
        total += file.len();
        if names.is_empty() || names.iter().any(|name| name == family.name) {
            println!("{:24} {:>9} bytes  {:>7} tokens", family.name, file.len(), one.definition.vocabulary.len());
        }
        files::write(Path::new(FOLDER).join(format!("{}.vocab", family.name)), &file)?;
        entries.push(entry);
        made.insert(family.name, one);
    }
    println!("{} vocabularies, {total} bytes", entries.len());
    let catalog = json!({
        "format": 1,
        "vocabularies": entries,
        "unpublished": unshipped::unpublished(),
        "ownFile": unshipped::own_file(),
    });
    files::write(Path::new(FOLDER).join("catalog.json"), format!("{catalog:#}\n"))
}

fn make(family: &Family, made: &BTreeMap<&str, Made>) -> Result<(Made, Vec<u8>, Value)> {
    let sources: Vec<Vec<u8>> = family.sources.iter().map(packages::Source::read).collect::<Result<_>>()?;
    let definition = (family.make)(family.name, &sources)?;
    let base = match family.base {
        None => None,
        Some(name) => Some(made.get(name).with_context(|| format!("the base {name} must stand earlier"))?),
    };
    let inflated = vocab::write(&definition, base.map(|base| (&base.definition, base.inflated.as_slice())))?;
    // What was written must come back equal, whatever the writer left out.
    if vocab::read(&inflated, base.map(|base| base.inflated.as_slice()))? != definition {
        bail!("the file does not read back as it was written");
    }
    let file = deflate(&inflated)?;
    let ids = definition.added.iter().map(|token| token.id as usize + 1).max().unwrap_or(0);
    let entry = json!({
        "name": family.name,
        "title": family.title,
        "file": format!("{}.vocab", family.name),
        "note": family.note,
        "chatTemplate": definition.chat_template.is_some(),
        "maker": family.maker,
        "models": family.models.iter().map(|(name, context)| json!({ "name": name, "context": context })).collect::<Vec<_>>(),
        "kind": kind(&definition.model),
        "size": definition.vocabulary.len().max(ids),
        "bytes": file.len(),
        "inflatedBytes": inflated.len(),
        "sha256": files::sha256(&file),
        "base": family.base,
        "equalTo": family.equal_to,
        "licence": family.licence,
        "notice": format!("notices/{}", family.notice),
        "source": family.sources.iter().map(packages::Source::words).collect::<Vec<_>>(),
    });
    ensure!(Path::new(FOLDER).join("notices").join(family.notice).exists(), "no notice {}", family.notice);
    Ok((Made { definition, inflated }, file, entry))
}

fn kind(model: &Model) -> &'static str {
    match model {
        Model::Bpe(_) => "bpe",
        Model::Unigram { .. } => "unigram",
        Model::WordPiece { .. } => "wordpiece",
        Model::WordLevel { .. } => "wordlevel",
        Model::Bytes => "bytes",
        Model::CodePoints => "codepoints",
    }
}

fn deflate(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}
