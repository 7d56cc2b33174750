//! `build`: the self-contained static site in `dist/`.
//!
//! Stable names: `index.html engine.html tokenarium.js embed.js`. Everything under `assets/`, `vocab/` and `models/` carries
//! its hash and never changes; the files of the build before are kept, so that a cached entry still finds its chunks.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::files::{self, CACHE, DIST};
use crate::{bundle, install, models, notices, sample, wasm};

/// What a build has made so far.
#[derive(Default)]
pub(crate) struct Site {
    /// File names by what they are: the `assets` of the module `#build` that the TypeScript imports.
    pub(crate) names: BTreeMap<String, String>,
    /// Paths of hashed files in `dist/`.
    pub(crate) made: BTreeSet<String>,
    /// Files of npm packages that went into a bundle, for the notices.
    pub(crate) npm_inputs: BTreeSet<String>,
    /// The `models` of the module `#build`.
    pub(crate) models: Vec<Value>,
}

impl Site {
    /// Writes `content` as `FOLDER/STEM.HASH.EXTENSION` into `dist/` and returns the file's name.
    pub(crate) fn add(&mut self, folder: &str, stem: &str, extension: &str, content: &[u8]) -> Result<String> {
        let name = format!("{stem}.{}.{extension}", files::short_hash(content));
        let target = Path::new(DIST).join(folder).join(&name);
        if !target.exists() {
            files::write(&target, content)?;
        }
        self.made.insert(format!("{folder}/{name}"));
        Ok(name)
    }

    /// Removes hashed files that neither this build nor the one before made.
    fn sweep(&self) -> Result<()> {
        let list = Path::new(CACHE).join("dist-files");
        let before = files::read(&list).unwrap_or_default();
        let kept: BTreeSet<&str> = before.lines().chain(self.made.iter().map(String::as_str)).collect();
        for folder in ["assets", "models", "vocab"] {
            for path in files::files_below(Path::new(DIST).join(folder), &[]) {
                let name = path.strip_prefix(DIST).unwrap_or(&path).to_string_lossy().into_owned();
                if !kept.contains(name.as_str()) {
                    fs::remove_file(&path)?;
                }
            }
        }
        files::write(list, self.made.iter().map(String::as_str).collect::<Vec<_>>().join("\n"))
    }
}

/// Builds everything.
pub(crate) fn build() -> Result<()> {
    install::wasm_target()?;
    install::npm_packages()?;
    let mut site = Site::default();
    for module in wasm::MODULES {
        let binary = files::read_bytes(wasm::build_module(module)?)?;
        let name = site.add("assets", module, "wasm", &binary)?;
        site.names.insert(format!("{module}.wasm"), name);
    }
    for path in files::files_below("www/data", &[".json", ".components"]) {
        let (stem, extension) = stem_and_extension(&path)?;
        let name = site.add("assets", stem, extension, &files::read_bytes(&path)?)?;
        site.names.insert(format!("{stem}.{extension}"), name);
    }
    models::add(&mut site)?;
    // Workers and chunks first: what is built after them names them.
    for module in wasm::MODULES {
        bundle::asset(&mut site, &format!("www/api/worker/{module}.ts"), &format!("worker-{module}"), "esm")?;
    }
    for entry in files::files_below("www/elements", &[".ts"]) {
        let (stem, _) = stem_and_extension(&entry)?;
        if stem.starts_with("embed-") {
            bundle::asset(&mut site, &entry.to_string_lossy(), stem, "iife")?;
        }
    }
    bundle::asset(&mut site, "www/api/engine.ts", "engine", "esm")?;
    bundle::asset(&mut site, "www/styles/main.css", "page", "css")?;
    bundle::stable(&mut site, "www/elements/embed.ts", "embed.js")?;
    bundle::entries(&mut site, &[("tokenarium", "www/api/index.ts"), ("page", "www/page/main.ts")])?;

    for page in ["index.html", "engine.html"] {
        let mut html = files::read(Path::new("www").join(page))?.replace("%VERSION%", env!("CARGO_PKG_VERSION"));
        for (placeholder, key) in [("%PAGE_JS%", "page"), ("%PAGE_CSS%", "page.css"), ("%ENGINE_JS%", "engine")] {
            if let Some(name) = site.names.get(key) {
                html = html.replace(placeholder, &format!("assets/{name}"));
            }
        }
        files::write(Path::new(DIST).join(page), sample::fill(&html)?)?;
    }
    for path in files::files_below("www/vocab", &[".vocab"]) {
        let (stem, extension) = stem_and_extension(&path)?;
        site.add("vocab", stem, extension, &files::read_bytes(&path)?)?;
    }
    notices::write(&site.npm_inputs)?;
    site.sweep()?;
    println!("Built {DIST}/");
    Ok(())
}

pub(crate) fn stem_and_extension(path: &Path) -> Result<(&str, &str)> {
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    let extension = path.extension().and_then(|extension| extension.to_str());
    stem.zip(extension).with_context(|| format!("{} needs a name and an extension in UTF-8", path.display()))
}
