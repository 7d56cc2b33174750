//! The wasm modules: cargo, wasm-bindgen (its version is Cargo.lock's) and wasm-opt (from npm), one run per feature.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::files::{self, CACHE};
use crate::run::{cargo, npm_bin, run};

/// The modules, each the name of a cargo feature.
pub(crate) const MODULES: [&str; 4] = ["text", "tools", "codecs", "lab"];

/// Builds one module into `.cache/wasm/NAME/` and returns the path of its optimised binary. Nothing is done when the
/// sources are those of the last time.
pub(crate) fn build_module(module: &str) -> Result<PathBuf> {
    let folder = Path::new(CACHE).join("wasm").join(module);
    let optimised = folder.join(format!("{module}_bg.wasm"));
    let stamp = folder.join("built-from");
    let sources = sources_hash()?;
    if optimised.exists() && files::read(&stamp).is_ok_and(|stamp| stamp == sources) {
        return Ok(optimised);
    }
    run(cargo().args(["build", "--quiet", "--release", "--lib", "--package", "tokenarium"]).args([
        "--target",
        "wasm32-unknown-unknown",
        "--no-default-features",
        "--features",
        module,
    ]))?;
    let built = target_folder().join("wasm32-unknown-unknown/release/tokenarium.wasm");
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
    files::write(stamp, sources)?;
    Ok(optimised)
}

/// A hash of all that a module is made of: a link with whole-program optimisation is worth not repeating.
fn sources_hash() -> Result<String> {
    let mut content = Vec::new();
    let fixed = ["Cargo.toml", "Cargo.lock", ".cargo/config.toml", "rust-toolchain.toml", "package-lock.json"];
    let sources = ["src", "shaders"].into_iter().flat_map(|folder| files::files_below(folder, &[]));
    for path in sources.chain(fixed.map(PathBuf::from)) {
        content.extend_from_slice(path.to_string_lossy().as_bytes());
        content.extend(files::read_bytes(&path)?);
    }
    Ok(files::short_hash(&content))
}

fn target_folder() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from)
}
