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
    /// Tests that failed, and passed when their file ran again.
    unsteady: Vec<String>,
}

/// Files that may run again.
const MOST_AGAIN: usize = 3;

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
    for name in &counts.unsteady {
        println!("passed only the second time: {name}");
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
    println!("  $ node --test ({} files)", bundled.len());
    let mut report = node(&bundled, full)?;
    let unsteady = run_again(&mut report, full)?;
    counts.unsteady.extend(unsteady);
    counts.passed += report.passed;
    counts.failed += report.failed;
    counts.skipped.extend(report.skipped);
    Ok(())
}

/// Runs the files of the few tests that failed once more, and gives the names of those that passed then: a busy machine
/// makes the driver of a browser miss a moment, while a defect fails again. They are told, not hidden.
fn run_again(report: &mut Report, full: bool) -> Result<Vec<String>> {
    let mut files: Vec<PathBuf> = report.failures.iter().map(|(_, file)| file.clone()).collect();
    files.sort();
    files.dedup();
    // A failure without a name is a crash; many failures are no accident.
    if files.is_empty() || files.len() > MOST_AGAIN || report.failures.len() != report.failed {
        return Ok(Vec::new());
    }
    println!("  $ node --test ({} files again)", files.len());
    let second = node(&files, full)?;
    let failed_again = |name: &String| second.failures.iter().any(|(other, _)| other == name);
    let (failures, passed): (Vec<_>, Vec<_>) =
        std::mem::take(&mut report.failures).into_iter().partition(|(name, _)| failed_again(name));
    // What failed only now counts too.
    report.failed = failures.len().max(second.failed);
    report.passed += passed.len();
    Ok(passed.into_iter().map(|(name, _)| name).collect())
}

/// Runs bundled tests, prints them as they end and reads what became of them.
fn node(bundled: &[PathBuf], full: bool) -> Result<Report> {
    let place = Path::new(CACHE).join("tests.tap");
    let mut command = Command::new("node");
    command.env("TOKENARIUM_DIST", std::env::current_dir()?.join(DIST)).env(FULL, if full { "1" } else { "" });
    // One file at a time: browsers side by side on two cores make every wait a guess.
    command.args(["--test", "--test-concurrency=1", "--test-reporter=spec", "--test-reporter-destination=stdout"]);
    command.arg("--test-reporter=tap").arg(format!("--test-reporter-destination={}", place.display()));
    let status = command.args(bundled).status().context("could not start node")?;
    let mut report = Report::read(&files::read(&place)?);
    if !status.success() && report.failed == 0 || report.passed == 0 {
        report.failed += 1;
        println!("node --test ended with {status} without a result for every file");
    }
    Ok(report)
}

/// What a TAP report of Node.js says.
#[derive(Default)]
struct Report {
    passed: usize,
    failed: usize,
    /// Names of tests, and the files that they are in.
    failures: Vec<(String, PathBuf)>,
    /// Name and reason.
    skipped: Vec<String>,
}

impl Report {
    /// Counts leaves; failures are those at the top, with their files.
    fn read(text: &str) -> Self {
        let mut report = Self::default();
        let mut failing: Option<String> = None;
        for line in text.lines() {
            if let Some(number) = line.strip_prefix("# pass ") {
                report.passed += number.trim().parse::<usize>().unwrap_or(0);
            } else if let Some(number) = line.strip_prefix("# fail ").or_else(|| line.strip_prefix("# cancelled ")) {
                report.failed += number.trim().parse::<usize>().unwrap_or(0);
            } else if let Some((name, reason)) = line.split_once(" # SKIP") {
                let name = name.split_once(" - ").map_or(name, |(_, name)| name);
                report.skipped.push(format!("{name}: {}", reason.trim()));
            } else if let Some(test) = line.strip_prefix("not ok ") {
                failing = test.split_once(" - ").map(|(_, name)| name.to_owned());
            } else if let Some(place) = line.strip_prefix("  location: '")
                && let Some(name) = failing.take()
                && let Some((file, _)) = place.split_once(".mjs:")
            {
                report.failures.push((name, PathBuf::from(format!("{file}.mjs"))));
            }
        }
        report
    }
}

fn number_before(text: &str, word: &str) -> usize {
    text.split(word)
        .next()
        .and_then(|before| before.rsplit([' ', ';']).next())
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_tells_failures_with_their_files() {
        let report = Report::read(
            "TAP version 13\n# Subtest: one\nok 1 - one\n  ---\n  location: '/t/a.test.mjs:1:2'\n  ...\n\
             # Subtest: two\n    not ok 1 - inner\n      location: '/t/b.test.mjs:1:9'\nnot ok 2 - two\n  ---\n  \
             location: '/t/b.test.mjs:1:2'\n  ...\nok 3 - three # SKIP no adapter\n\
             # pass 1\n# fail 1\n# cancelled 0\n# skipped 1\n",
        );
        assert_eq!((report.passed, report.failed), (1, 1));
        assert_eq!(report.failures, [("two".to_owned(), PathBuf::from("/t/b.test.mjs"))]);
        assert_eq!(report.skipped, ["three: no adapter"]);
    }
}
