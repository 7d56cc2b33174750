//! The wasm modules: cargo, wasm-bindgen (its version is Cargo.lock's) and wasm-opt (from npm), one run per feature.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::files::{self, CACHE};
use crate::run::{cargo, npm_bin, run};

/// The modules, each named after a cargo feature.
pub(crate) const MODULES: [&str; 5] = ["text", "tools", "chat", "codecs", "lab"];

/// `text`, `codecs` and `lab` do the work of every key stroke or pixel. Of `tools` and `chat`, which are asked for now
/// and then, the size counts.
fn opt_level(module: &str) -> &'static str {
    match module {
        "tools" => "\"s\"",
        "chat" => "\"z\"",
        _ => "3",
    }
}

/// What the compiler is told beside. The page waits for `text` at the first touch, and most of it runs now and then: as
/// little is inlined there as in code for size. Inner loops are marked as such, and unrolled and made vectors as before.
fn compiler_flags(module: &str) -> &'static [&'static str] {
    if module == "text" { &["-C", "llvm-args=-inline-threshold=50"] } else { &[] }
}

/// The cargo features of a module. The module `lab` has WebGPU's backend too, which native builds of `lab` do without.
pub(crate) fn features(module: &str) -> &str {
    if module == "lab" { "lab,gpu" } else { module }
}

/// Builds one module into `.cache/wasm/NAME/` and returns the path of its optimised binary. Nothing is done when the
/// files that it was made of are those of the last time.
pub(crate) fn build_module(module: &str) -> Result<PathBuf> {
    let folder = Path::new(CACHE).join("wasm").join(module);
    let optimised = folder.join(format!("{module}_bg.wasm"));
    let stamp = folder.join("built-from");
    if optimised.exists() && files::read(&stamp).is_ok_and(|stamp| is_current(&stamp)) {
        return Ok(optimised);
    }
    let mut compile = cargo();
    compile.args(["rustc", "--quiet", "--release", "--lib", "--crate-type", "cdylib", "--package", "tokenarium"]).args(
        [
            "--target",
            "wasm32-unknown-unknown",
            "--no-default-features",
            "--features",
            features(module),
            "--config",
            &format!("profile.release.opt-level={}", opt_level(module)),
            "--",
        ],
    );
    run(compile.args(compiler_flags(module)))?;
    let built = target_folder().join("wasm32-unknown-unknown/release/tokenarium.wasm");
    fs::create_dir_all(&folder)?;
    Bindgen::new()
        .input_path(&built)
        .web(true)
        .and_then(|bindgen| bindgen.typescript(true).out_name(module).generate(&folder))
        .with_context(|| format!("wasm-bindgen could not bind the module {module}"))?;
    optimise(&optimised)?;
    files::write(stamp, stamp_of(&compiled_files()?)?)?;
    Ok(optimised)
}

/// Runs wasm-opt on a module in place, with what every browser that has SIMD can do.
pub(crate) fn optimise(binary: &Path) -> Result<()> {
    run(npm_bin("wasm-opt").arg(binary).arg("-o").arg(binary).args([
        "-O3",
        "--enable-simd",
        "--enable-bulk-memory",
        "--enable-sign-ext",
        "--enable-nontrapping-float-to-int",
        "--enable-mutable-globals",
        "--enable-reference-types",
        "--enable-multivalue",
    ]))
}

/// What every module is made of beside its own sources: the settings, and this file with its flags.
const SETTINGS: [&str; 6] =
    ["Cargo.toml", "Cargo.lock", ".cargo/config.toml", "rust-toolchain.toml", "package-lock.json", "xtask/src/wasm.rs"];

/// The sources that the compiler read for the module built last, as it lists them for make: a module is not built again
/// for a change in another one's files. Relative to the repository, so that a copy of it judges its own files.
fn compiled_files() -> Result<Vec<PathBuf>> {
    let list = files::read(target_folder().join("wasm32-unknown-unknown/release/tokenarium.d"))?;
    let (_, sources) = list.split_once(": ").context("the compiler's list of sources has another form")?;
    // A space inside a path is written with a backslash before it.
    let sources = sources.trim().replace("\\ ", "\0");
    let root = files::root().canonicalize()?;
    let relative = |path: String| Path::new(&path).strip_prefix(&root).map(Path::to_path_buf).unwrap_or(path.into());
    Ok(sources.split(' ').map(|path| relative(path.replace('\0', " "))).collect())
}

/// Paths with the hash of each, a line for one.
fn stamp_of(sources: &[PathBuf]) -> Result<String> {
    let mut stamp = String::new();
    for path in sources.iter().cloned().chain(SETTINGS.map(PathBuf::from)) {
        let hash = files::sha256(&files::read_bytes(&path)?);
        stamp.push_str(&format!("{hash} {}\n", path.display()));
    }
    Ok(stamp)
}

fn is_current(stamp: &str) -> bool {
    stamp.lines().all(|line| {
        line.split_once(' ')
            .is_some_and(|(hash, path)| files::read_bytes(path).is_ok_and(|c| files::sha256(&c) == hash))
    })
}

fn target_folder() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from)
}
