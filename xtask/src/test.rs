//! `test`: everything, the real browser included; says what was skipped and why.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::build::{self, Site};
use crate::files::{self, CACHE, DIST};
use crate::run::cargo;
use crate::{bundle, install};

/// Set for the long forms.
const FULL: &str = "TOKENARIUM_FULL";
/// What tells the Vulkan loader of Mesa's software driver.
const LAVAPIPE: &str = "/usr/share/vulkan/icd.d/lvp_icd.x86_64.json";
const CHROMIUM: &str = "/usr/bin/chromium";

/// How tests ended.
#[derive(Default)]
struct Counts {
    passed: usize,
    failed: usize,
    /// Name and reason.
    skipped: Vec<String>,
}

/// Runs everything; `full` adds the long forms. Fails when a test does.
pub(crate) fn test(full: bool) -> Result<()> {
    let mut counts = Counts::default();
    rust_tests(full, &mut counts)?;
    gpu_tests(&mut counts)?;
    build::build()?;
    node_tests(full, &mut counts)?;
    for skipped in &counts.skipped {
        println!("skipped: {skipped}");
    }
    println!("\n{} passed, {} failed, {} skipped", counts.passed, counts.failed, counts.skipped.len());
    if counts.failed > 0 {
        bail!("{} tests failed", counts.failed);
    }
    Ok(())
}

/// `cargo test` over the workspace. Ignored tests are the long forms.
fn rust_tests(full: bool, counts: &mut Counts) -> Result<()> {
    let mut command = cargo();
    command.args(["test", "--workspace", "--no-fail-fast"]);
    if full {
        command.env(FULL, "1").args(["--", "--include-ignored"]);
    }
    println!("  $ cargo test --workspace{}", if full { " -- --include-ignored" } else { "" });
    cargo_test(command, counts)
}

/// The kernels on WebGPU and what jobs make of them, natively on Mesa's software driver, so that every machine runs them on the same one.
fn gpu_tests(counts: &mut Counts) -> Result<()> {
    if !install::debian_package(LAVAPIPE, "mesa-vulkan-drivers") {
        counts.skipped.push(format!("tests/gpu_*.rs: no {LAVAPIPE} and no apt-get to install it with"));
        return Ok(());
    }
    let mut command = cargo();
    command.env("VK_DRIVER_FILES", LAVAPIPE).env("VK_ICD_FILENAMES", LAVAPIPE);
    command.args(["test", "--package", "tokenarium", "--features", "gpu"]);
    command.args(["--test", "gpu_kernels", "--test", "gpu_tokens"]);
    println!("  $ cargo test --features gpu --test gpu_kernels --test gpu_tokens");
    cargo_test(command, counts)
}

/// Runs tests in Rust and counts them.
fn cargo_test(mut command: Command, counts: &mut Counts) -> Result<()> {
    let run = command.stderr(Stdio::inherit()).output().context("could not start cargo test")?;
    let text = String::from_utf8_lossy(&run.stdout);
    print!("{text}");
    let before = counts.passed + counts.failed;
    for line in text.lines() {
        if let Some(result) = line.strip_prefix("test result: ") {
            counts.passed += number_before(result, " passed");
            counts.failed += number_before(result, " failed");
        } else if let Some((name, reason)) = line.strip_prefix("test ").and_then(|test| test.split_once(" ... ignored"))
        {
            counts.skipped.push(format!("{name}: {}", reason.trim_start_matches(", ")));
        }
    }
    // A crash or a build error prints no result line: it must not pass for a run without failures.
    if !run.status.success() && counts.failed == 0 || counts.passed + counts.failed == before {
        counts.failed += 1;
        println!("cargo test ended with {} without a result for every binary", run.status);
    }
    Ok(())
}

/// The tests in TypeScript: pure ones, and those that drive a browser over `dist/`.
fn node_tests(full: bool, counts: &mut Counts) -> Result<()> {
    let mut sources = files::files_below("tests/unit", &[".test.ts"]);
    if install::debian_package(CHROMIUM, "chromium") {
        sources.extend(files::files_below("tests/browser", &[".test.ts"]));
        install::debian_package("/usr/bin/firefox-esr", "firefox-esr");
    } else {
        let browser = files::files_below("tests/browser", &[".test.ts"]);
        counts.skipped.extend(
            browser
                .iter()
                .map(|path| format!("{}: no Chromium at {CHROMIUM} and no apt-get to install it with", path.display())),
        );
    }
    let out = Path::new(CACHE).join("tests");
    let _ = std::fs::remove_dir_all(&out);
    bundle::tests(&mut Site::default(), &sources, &out)?;
    let bundled: Vec<PathBuf> = files::files_below(&out, &[".test.mjs"]);
    let report = Path::new(CACHE).join("tests.tap");
    let mut command = Command::new("node");
    command.env("TOKENARIUM_DIST", std::env::current_dir()?.join(DIST)).env(FULL, if full { "1" } else { "" });
    // One file at a time: browsers side by side on two cores make every wait a guess.
    command.args(["--test", "--test-concurrency=1", "--test-reporter=spec", "--test-reporter-destination=stdout"]);
    command.arg("--test-reporter=tap").arg(format!("--test-reporter-destination={}", report.display()));
    command.args(&bundled);
    println!("  $ node --test ({} files)", bundled.len());
    let status = command.status().context("could not start node")?;
    let before = (counts.passed, counts.failed);
    read_tap(&files::read(&report)?, counts);
    if !status.success() && counts.failed == before.1 || counts.passed == before.0 {
        counts.failed += 1;
        println!("node --test ended with {status} without a result for every file");
    }
    Ok(())
}

/// Counts the leaves of a TAP report as Node.js writes it.
fn read_tap(report: &str, counts: &mut Counts) {
    for line in report.lines() {
        if let Some(number) = line.strip_prefix("# pass ") {
            counts.passed += number.trim().parse::<usize>().unwrap_or(0);
        } else if let Some(number) = line.strip_prefix("# fail ").or_else(|| line.strip_prefix("# cancelled ")) {
            counts.failed += number.trim().parse::<usize>().unwrap_or(0);
        } else if let Some((name, reason)) = line.split_once(" # SKIP") {
            let name = name.trim().trim_start_matches(|c: char| !c.is_alphabetic() || c == '-');
            counts.skipped.push(format!("{}: {}", name.trim_start_matches("ok "), reason.trim()));
        }
    }
}

fn number_before(text: &str, word: &str) -> usize {
    text.split(word)
        .next()
        .and_then(|before| before.rsplit([' ', ';']).next())
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}
