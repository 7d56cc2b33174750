//! TypeScript and CSS into the files of the site, by esbuild.
//!
//! `#wasm/NAME` is what wasm-bindgen wrote; `#build` is a module generated here that tells the names of files made so
//! far, so an entry can only name what was bundled before it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::build::Site;
use crate::files::{self, CACHE, DIST};
use crate::run::{npm_bin, run};
use crate::wasm::MODULES;

/// Bundles `entry` into `assets/STEM.HASH.js` (or `.css`); `names` tells it under `STEM` (`STEM.css`).
/// `format` is `esm`, `iife` or `css`.
pub(crate) fn asset(site: &mut Site, entry: &str, stem: &str, format: &str) -> Result<()> {
    let (extension, key) = if format == "css" { ("css", format!("{stem}.css")) } else { ("js", stem.to_owned()) };
    let content = single(site, entry, stem, format)?;
    let name = site.add("assets", stem, extension, &content)?;
    site.names.insert(key, name);
    Ok(())
}

/// Bundles `entry` as a classic script with a stable name at the top of `dist/`.
pub(crate) fn stable(site: &mut Site, entry: &str, name: &str) -> Result<()> {
    let content = single(site, entry, "stable", "iife")?;
    files::write(Path::new(DIST).join(name), content)
}

/// Bundles the module entries that share chunks. The first keeps a stable name at the top of `dist/`; chunks and the
/// other entries lie hashed in `assets/`. The first imports its chunks relative to the top, the others relative to
/// `assets/`: esbuild writes them side by side as the folders of `dist/` will lie.
pub(crate) fn entries(site: &mut Site, entries: &[(&str, &str)]) -> Result<()> {
    let out = Path::new(CACHE).join("bundle/entries");
    let _ = fs::remove_dir_all(&out);
    let metafile = Path::new(CACHE).join("bundle/entries.json");
    let mut command = esbuild(site, "esm", &metafile)?;
    command.args(["--splitting", "--chunk-names=assets/[name].[hash]", "--asset-names=assets/[name].[hash]"]);
    command.arg(format!("--outdir={}", out.display()));
    for (index, (name, entry)) in entries.iter().enumerate() {
        let place = if index == 0 { (*name).to_owned() } else { format!("assets/{name}") };
        command.arg(format!("{place}={entry}"));
    }
    run(&mut command)?;
    note_inputs(site, &metafile)?;
    for path in files::files_below(&out, &[".js"]) {
        let place = path.strip_prefix(&out)?.to_string_lossy().into_owned();
        let content = files::read_bytes(&path)?;
        match entries.iter().skip(1).find(|(name, _)| place == format!("assets/{name}.js")) {
            Some((name, _)) => {
                let file = site.add("assets", name, "js", &content)?;
                site.names.insert((*name).to_owned(), file);
            }
            None => {
                files::write(Path::new(DIST).join(&place), content)?;
                if place.starts_with("assets/") {
                    site.made.insert(place);
                }
            }
        }
    }
    Ok(())
}

/// Bundles test files for Node.js, npm packages left outside.
pub(crate) fn tests(site: &Site, entries: &[PathBuf], out: &Path) -> Result<()> {
    let mut command = esbuild(site, "esm", &Path::new(CACHE).join("bundle/tests.json"))?;
    command.args(["--platform=node", "--packages=external", "--out-extension:.js=.mjs", "--sourcemap=inline"]);
    command.arg(format!("--outdir={}", out.display())).arg("--outbase=.").args(entries);
    run(&mut command)
}

/// One entry into one file.
fn single(site: &mut Site, entry: &str, stem: &str, format: &str) -> Result<Vec<u8>> {
    let folder = Path::new(CACHE).join("bundle");
    let (outfile, metafile) = (folder.join(format!("{stem}.{format}")), folder.join(format!("{stem}.json")));
    let mut command = esbuild(site, format, &metafile)?;
    run(command.arg(entry).arg(format!("--outfile={}", outfile.display())))?;
    note_inputs(site, &metafile)?;
    files::read_bytes(outfile)
}

/// esbuild with what all bundles have in common.
fn esbuild(site: &Site, format: &str, metafile: &Path) -> Result<Command> {
    let facts = Path::new(CACHE).join("bundle/build.js");
    let build = json!({ "version": env!("CARGO_PKG_VERSION"), "assets": site.names });
    // A binding of its own, so that what loads no model does not carry the catalogue.
    let models = Value::from(site.models.clone());
    files::write(&facts, format!("export const build = {build};\nexport const models = {models};\n"))?;
    let root = std::env::current_dir()?;
    let mut command = npm_bin("esbuild");
    command.args(["--bundle", "--minify", "--target=es2022", "--legal-comments=none", "--log-level=warning"]);
    command.arg(format!("--metafile={}", metafile.display()));
    command.arg(format!("--alias:#build={}", root.join(facts).display()));
    for module in MODULES {
        let glue = root.join(CACHE).join("wasm").join(module).join(format!("{module}.js"));
        command.arg(format!("--alias:#wasm/{module}={}", glue.display()));
    }
    if format != "css" {
        command.arg(format!("--format={format}"));
    }
    Ok(command)
}

/// Remembers which files of npm packages went into the bundle.
fn note_inputs(site: &mut Site, metafile: &Path) -> Result<()> {
    let meta: Value = serde_json::from_str(&files::read(metafile)?)?;
    let inputs = meta["inputs"].as_object().context("esbuild's metafile has no inputs")?;
    site.npm_inputs.extend(inputs.keys().filter(|input| input.contains("node_modules/")).cloned());
    Ok(())
}
