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
use crate::run::run;
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
    let places = entries.iter().enumerate().map(|(index, (name, entry))| {
        let place = if index == 0 { (*name).to_owned() } else { format!("assets/{name}") };
        json!({ "in": entry, "out": place })
    });
    let options = json!({
        "format": "esm",
        "splitting": true,
        "chunkNames": "assets/[name].[hash]",
        "entryPoints": places.collect::<Vec<_>>(),
        "outdir": out,
    });
    esbuild(site, "entries", options)?;
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
pub(crate) fn tests(site: &mut Site, entries: &[PathBuf], out: &Path) -> Result<()> {
    let options = json!({
        "format": "esm",
        "platform": "node",
        "packages": "external",
        "outExtension": { ".js": ".mjs" },
        "sourcemap": "inline",
        "entryPoints": entries,
        "outbase": ".",
        "outdir": out,
    });
    esbuild(site, "tests", options)
}

/// One entry into one file.
fn single(site: &mut Site, entry: &str, stem: &str, format: &str) -> Result<Vec<u8>> {
    let outfile = Path::new(CACHE).join(format!("bundle/{stem}.{format}"));
    let mut options = json!({ "entryPoints": [entry], "outfile": outfile });
    if format != "css" {
        options["format"] = format.into();
    }
    esbuild(site, stem, options)?;
    files::read_bytes(outfile)
}

/// Runs esbuild with what all bundles have in common, and remembers which files of npm packages went in.
fn esbuild(site: &mut Site, stem: &str, own: Value) -> Result<()> {
    let facts = Path::new(CACHE).join("bundle/build.js");
    let build = json!({ "version": env!("CARGO_PKG_VERSION"), "assets": site.names });
    // Bindings of their own: what loads no model does not carry the catalogue, and what every page of others loads carries
    // two names and not all.
    let models = Value::from(site.models.clone());
    let (version, script) = (&build["version"], &build["assets"]["embed-api"]);
    let names = format!("export const version = {version};\nexport const embedApi = {script};\n");
    files::write(&facts, format!("export const build = {build};\nexport const models = {models};\n{names}"))?;
    let root = std::env::current_dir()?;
    let mut alias = json!({ "#build": root.join(facts) });
    for module in MODULES {
        alias[format!("#wasm/{module}")] = json!(root.join(CACHE).join(format!("wasm/{module}/{module}.js")));
    }
    let mut options = json!({
        "bundle": true,
        "minify": true,
        "target": "es2022",
        "legalComments": "none",
        "logLevel": "warning",
        "alias": alias,
        "metafile": true,
    });
    let own = own.as_object().context("options of a bundle are an object")?;
    for (name, value) in own {
        options[name] = value.clone();
    }
    let meta = Path::new(CACHE).join(format!("bundle/{stem}.json"));
    run(Command::new("node").arg("xtask/esbuild.mjs").arg(&meta).arg(options.to_string()))?;
    let meta: Value = serde_json::from_str(&files::read(meta)?)?;
    let inputs = meta["inputs"].as_object().context("esbuild's metafile has no inputs")?;
    site.npm_inputs.extend(inputs.keys().filter(|input| input.contains("node_modules/")).cloned());
    Ok(())
}
