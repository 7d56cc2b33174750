//! What the verbs need on a fresh machine beyond Rust and Node.js, installed by the ordinary clients.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::files;
use crate::run::{exists, output, run};

const STAMP: &str = "node_modules/.tokenarium-lock";

/// The wasm32 target of the toolchain.
pub(crate) fn wasm_target() -> Result<()> {
    let installed = output(Command::new("rustup").args(["target", "list", "--installed"])).unwrap_or_default();
    if !installed.contains("wasm32-unknown-unknown") && exists("rustup", "--version") {
        println!("Installing the wasm32 target of the Rust toolchain.");
        run(Command::new("rustup").args(["target", "add", "wasm32-unknown-unknown"]))?;
    }
    Ok(())
}

/// The npm packages of the lock file, when they are not the ones installed.
pub(crate) fn npm_packages() -> Result<()> {
    let lock = files::read("package-lock.json")?;
    if files::read(STAMP).is_ok_and(|stamp| stamp == lock) {
        return Ok(());
    }
    println!("Installing the npm packages of package-lock.json.");
    run(Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    files::write(STAMP, lock)
}

/// A Debian package, when a program of it is missing. Returns whether the program is there afterwards.
pub(crate) fn debian_package(program: &str, package: &str) -> bool {
    if Path::new(program).exists() {
        return true;
    }
    if !exists("apt-get", "--version") {
        return false;
    }
    println!("Installing Debian's {package}.");
    let update = run(Command::new("apt-get").args(["update", "-qq"]));
    let install = run(Command::new("apt-get").args(["install", "-y", "-qq", "--no-install-recommends", package]));
    if let Err(error) = update.and(install) {
        println!("  could not: {error}");
    }
    Path::new(program).exists()
}
