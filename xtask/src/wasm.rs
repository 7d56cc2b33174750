//! The wasm modules: cargo, wasm-bindgen (its version is Cargo.lock's) and wasm-opt (from npm), one run per feature.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::files::{self, CACHE};
use crate::run::{cargo, npm_bin, run};

/// The modules, each the name of a cargo feature.
pub(crate) const MODULES: [&str; 3] = ["text", "tools", "codecs"];

/// Builds one module into `.cache/wasm/NAME/` and returns the path of its optimised binary.
pub(crate) fn build_module(module: &str) -> Result<PathBuf> {
    run(cargo().args(["build", "--quiet", "--release", "--lib", "--package", "tokenarium"]).args([
        "--target",
        "wasm32-unknown-unknown",
        "--no-default-features",
        "--features",
        module,
    ]))?;
    let built = target_folder().join("wasm32-unknown-unknown/release/tokenarium.wasm");
    let folder = Path::new(CACHE).join("wasm").join(module);
    let optimised = folder.join(format!("{module}_bg.wasm"));

    // wasm-opt takes longer than everything else here: skipped when cargo's output is the one it had last time.
    let hash = files::short_hash(&files::read_bytes(&built)?);
    let stamp = folder.join("built-from");
    if optimised.exists() && files::read(&stamp).is_ok_and(|stamp| stamp == hash) {
        return Ok(optimised);
    }
    fs::create_dir_all(&folder)?;
    Bindgen::new()
        .input_path(&built)
        .web(true)
        .and_then(|bindgen| bindgen.typescript(true).out_name(module).generate(&folder))
        .with_context(|| format!("wasm-bindgen could not bind the module {module}"))?;
    run(npm_bin("wasm-opt").arg(&optimised).arg("-o").arg(&optimised).args([
        "-O3",
        "--enable-simd",
        "--enable-bulk-memory",
        "--enable-sign-ext",
        "--enable-nontrapping-float-to-int",
        "--enable-mutable-globals",
        "--enable-reference-types",
        "--enable-multivalue",
    ]))?;
    files::write(stamp, hash)?;
    Ok(optimised)
}

fn target_folder() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from)
}
