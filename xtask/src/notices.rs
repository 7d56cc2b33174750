//! `dist/NOTICES.txt`: the licence texts of everything that ships, crates, npm packages and vocabularies.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::files::{self, DIST};
use crate::run::{cargo, output};

/// A package whose code is in `dist/`.
pub(crate) struct Package {
    /// `NAME VERSION`.
    pub(crate) title: String,
    /// SPDX expression that the package states.
    pub(crate) licence: String,
    folder: PathBuf,
}

/// Crates that the wasm modules are made of.
pub(crate) fn crates() -> Result<Vec<Package>> {
    let text = output(cargo().args([
        "metadata",
        "--format-version=1",
        "--locked",
        "--filter-platform=wasm32-unknown-unknown",
    ]))?;
    let metadata: Value = serde_json::from_str(&text)?;
    let nodes = metadata["resolve"]["nodes"].as_array().context("cargo metadata has no nodes")?;
    let edges: BTreeMap<&str, Vec<&str>> = nodes
        .iter()
        .filter_map(|node| Some((node["id"].as_str()?, node["deps"].as_array()?)))
        .map(|(id, dependencies)| (id, dependencies.iter().filter_map(normal_dependency).collect()))
        .collect();
    let packages = metadata["packages"].as_array().context("cargo metadata has no packages")?;
    let root = packages
        .iter()
        .find(|package| package["name"] == "tokenarium")
        .and_then(|package| package["id"].as_str())
        .context("cargo metadata does not know the crate")?;
    let (mut reached, mut open) = (BTreeSet::new(), vec![root]);
    while let Some(id) = open.pop() {
        for &next in edges.get(id).into_iter().flatten() {
            if reached.insert(next) {
                open.push(next);
            }
        }
    }
    Ok(packages
        .iter()
        .filter(|package| package["id"].as_str().is_some_and(|id| reached.contains(id)))
        .map(|package| Package {
            title: format!("{} {}", word(&package["name"]), word(&package["version"])),
            licence: word(&package["license"]),
            folder: Path::new(package["manifest_path"].as_str().unwrap_or_default())
                .parent()
                .map_or_else(PathBuf::new, Path::to_path_buf),
        })
        .collect())
}

/// A dependency of the shipped code; build scripts, procedural macros' own dependencies and tests are none.
fn normal_dependency(dependency: &Value) -> Option<&str> {
    let normal = dependency["dep_kinds"].as_array()?.iter().any(|kind| kind["kind"].is_null());
    if normal { dependency["pkg"].as_str() } else { None }
}

/// npm packages whose files went into a bundle.
pub(crate) fn npm(inputs: &BTreeSet<String>) -> Result<Vec<Package>> {
    let folders: BTreeSet<PathBuf> = inputs.iter().filter_map(|input| npm_folder(input)).collect();
    folders
        .into_iter()
        .map(|folder| {
            let manifest: Value = serde_json::from_str(&files::read(folder.join("package.json"))?)?;
            let title = format!("{} {}", word(&manifest["name"]), word(&manifest["version"]));
            Ok(Package { title, licence: word(&manifest["license"]), folder })
        })
        .collect()
}

fn npm_folder(input: &str) -> Option<PathBuf> {
    let (before, after) = input.rsplit_once("node_modules/")?;
    let parts = if after.starts_with('@') { 2 } else { 1 };
    let name: Vec<&str> = after.split('/').take(parts).collect();
    Some(Path::new(before).join("node_modules").join(name.join("/")))
}

/// Writes the notices.
pub(crate) fn write(npm_inputs: &BTreeSet<String>) -> Result<()> {
    let mut text = String::from(
        "Tokenarium is licensed under MIT or Apache-2.0, at your option.\n\
         It contains the following works of others, each under its own licence.\n",
    );
    for package in crates()?.into_iter().chain(npm(npm_inputs)?) {
        text += &format!("\n{}\n{}: {}\n", "=".repeat(80), package.title, package.licence);
        for path in licence_files(&package.folder) {
            text += &format!("\n{}\n", files::read(path)?.trim());
        }
    }
    for (folder, what) in [("www/vocab", "Vocabulary data"), ("www/data", "Data of the page")] {
        for path in files::files_below(folder, &[".txt", ".md"]) {
            let title = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
            text += &format!("\n{}\n{what}: {title}\n\n{}\n", "=".repeat(80), files::read(&path)?.trim());
        }
    }
    files::write(Path::new(DIST).join("NOTICES.txt"), text)
}

fn licence_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| is_licence(path)).collect();
    found.sort();
    found
}

fn is_licence(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_uppercase()).unwrap_or_default();
    path.is_file()
        && ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"].iter().any(|start| name.starts_with(start))
}

fn word(value: &Value) -> String {
    value.as_str().unwrap_or("not stated").to_owned()
}
