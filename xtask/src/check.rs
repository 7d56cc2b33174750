//! `check`: format, lints, types, the types that cross the border, direction of imports, size budgets, licences.

use std::path::Path;

use anyhow::{Result, bail};

use crate::files;
use crate::run::{cargo, npm_bin, output, run};
use crate::wasm::{self, MODULES};
use crate::{budgets, build, imports, install, licences};

/// Runs every check and fails at the end when one failed, so that one run tells all.
pub(crate) fn check() -> Result<()> {
    install::wasm_target()?;
    install::npm_packages()?;
    let mut failed = Vec::new();
    let mut note = |name: &str, result: Result<()>| {
        if let Err(error) = result {
            println!("FAILED {name}: {error:#}");
            failed.push(name.to_owned());
        } else {
            println!("ok {name}");
        }
    };
    note("cargo fmt", run(cargo().args(["fmt", "--all", "--check"])));
    note("clippy", run(cargo().args(["clippy", "-q", "--workspace", "--all-targets", "--", "-D", "warnings"])));
    for module in MODULES {
        let mut clippy = cargo();
        clippy.args(["clippy", "-q", "-p", "tokenarium", "--target", "wasm32-unknown-unknown"]);
        clippy.args(["--no-default-features", "--features", wasm::features(module), "--", "-D", "warnings"]);
        note(&format!("clippy of the module {module}"), run(&mut clippy));
    }
    note("direction of imports", imports::check());
    note("WebGPU by the browser alone", browser_webgpu());
    note("build", build::build());
    note("types that cross the border", border_types());
    note("tsc", run(npm_bin("tsc").args(["--noEmit", "-p", "."])));
    note("prettier", run(npm_bin("prettier").args(["--check", "--log-level=warn", "."])));
    note("licences", licences::check());
    note("size budgets", budgets::check());
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    Ok(())
}

/// The module `lab` has the browser's own WebGPU and no second one: features of a shared crate could bring it in unseen.
fn browser_webgpu() -> Result<()> {
    let features = wasm::features("lab");
    let tree = output(cargo().args(["tree", "-p", "tokenarium", "-e", "normal", "--prefix", "none"]).args([
        "--target",
        "wasm32-unknown-unknown",
        "--no-default-features",
        "--features",
        features,
    ]))?;
    let unwanted = ["wgpu-core", "wgpu-hal", "naga"];
    let found = tree.lines().find(|line| unwanted.iter().any(|name| line.split(' ').next() == Some(name)));
    match found {
        Some(name) => bail!("{name} is compiled into the module lab"),
        None => Ok(()),
    }
}

/// The declarations that wasm-bindgen wrote are the ones checked in.
fn border_types() -> Result<()> {
    for module in MODULES {
        let made = files::read(Path::new(files::CACHE).join("wasm").join(module).join(format!("{module}.d.ts")))?;
        let made = without_closures(&made);
        let kept = Path::new("www/api/wasm").join(format!("{module}.d.ts"));
        if files::read(&kept).unwrap_or_default() != made {
            files::write(&kept, made)?;
            bail!("{} was out of date and has been written anew: look at it and commit it", kept.display());
        }
    }
    Ok(())
}

/// A declaration without the names of closures, which carry hashes of the build and are nobody's to call.
fn without_closures(made: &str) -> String {
    made.split_inclusive('\n').filter(|line| !line.contains(" wasm_bindgen__convert__closures")).collect()
}
