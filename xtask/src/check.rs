//! `check`: format, lints, types, the types that cross the border, direction of imports, size budgets, licences.

use std::path::Path;

use anyhow::{Result, bail};

use crate::files;
use crate::run::{cargo, npm_bin, run};
use crate::wasm::MODULES;
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
    // The last is no module of its own: it is the backend that the GPU tests compile.
    for module in MODULES.into_iter().chain(["gpu"]) {
        let mut clippy = cargo();
        clippy.args(["clippy", "-q", "-p", "tokenarium", "--target", "wasm32-unknown-unknown"]);
        clippy.args(["--no-default-features", "--features", module, "--", "-D", "warnings"]);
        note(&format!("clippy of the module {module}"), run(&mut clippy));
    }
    note("direction of imports", imports::check());
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

/// The declarations that wasm-bindgen wrote are the ones checked in.
fn border_types() -> Result<()> {
    for module in MODULES {
        let made = files::read(Path::new(files::CACHE).join("wasm").join(module).join(format!("{module}.d.ts")))?;
        let kept = Path::new("www/api/wasm").join(format!("{module}.d.ts"));
        if files::read(&kept).unwrap_or_default() != made {
            files::write(&kept, made)?;
            bail!("{} was out of date and has been written anew: look at it and commit it", kept.display());
        }
    }
    Ok(())
}
