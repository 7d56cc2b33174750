//! `cargo xtask bench text`: Tokenarium beside other tokenizers, native and in headless Chromium, on the same texts.
//!
//! The peers are a package of their own (`benches/peers`) with its own lock files: an ordinary build never compiles them.
//! Every figure is the median over rounds, and a round goes through all peers before the next begins, so that what else
//! the machine does meets all alike. Read ratios: absolute numbers are this machine's.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::files;
use crate::install;
use crate::run::{cargo, output, run};

const FOLDER: &str = "target/bench";
const ENCODINGS: [&str; 2] = ["cl100k_base", "o200k_base"];
/// Feature of `benches/peers` for each wasm build.
const WASM: [&str; 4] = ["ours", "tiktoken", "splintr", "bpe-openai"];
const OURS: &str = "tokenarium";

/// Runs the benches that are named.
pub(crate) fn bench(arguments: &[String]) -> Result<()> {
    match arguments.first().map(String::as_str) {
        None | Some("text") => text(arguments.get(1).and_then(|rounds| rounds.parse().ok()).unwrap_or(3)),
        Some(other) => bail!("there is no bench '{other}': text [ROUNDS]"),
    }
}

fn text(rounds: usize) -> Result<()> {
    install::npm_packages()?;
    std::fs::create_dir_all(FOLDER)?;
    run(std::process::Command::new("node").args(["benches/text_corpus.mjs", FOLDER]))?;
    for encoding in ENCODINGS {
        let packed = files::read_bytes(Path::new(&format!("www/vocab/{encoding}.vocab")))?;
        let mut raw = Vec::new();
        flate2::read::DeflateDecoder::new(packed.as_slice()).read_to_end(&mut raw)?;
        std::fs::write(Path::new(FOLDER).join(format!("{encoding}.vocab.raw")), raw)?;
    }
    let manifest =
        ["--release", "--quiet", "--manifest-path", "benches/peers/Cargo.toml", "--target-dir", "target/peers"];
    run(cargo().arg("build").args(manifest))?;
    let rounds = rounds.to_string();
    let native = output(std::process::Command::new("target/peers/release/peers").args([FOLDER, &rounds]))?;
    for feature in WASM {
        run(cargo()
            .env("RUSTFLAGS", "-C target-feature=+simd128,+bulk-memory,+sign-ext,+nontrapping-fptoint")
            .args(["build", "--lib", "--target", "wasm32-unknown-unknown", "--no-default-features"])
            .args(["--features", feature])
            .args(manifest))?;
        let built = "target/peers/wasm32-unknown-unknown/release/peers.wasm";
        std::fs::copy(built, Path::new(FOLDER).join(format!("{feature}.wasm"))).context(built)?;
    }
    run(std::process::Command::new("npm").args(["install", "--no-audit", "--no-fund", "--prefix", "benches/peers"]))?;
    let browser = output(std::process::Command::new("node").args(["benches/text_browser.mjs", FOLDER, &rounds]))?;

    println!("\nNative, one thread, CPU time, 10 MB of many scripts and code (MB/s, medians of {rounds}):");
    table(&figures(&native)?, &["first", "warm", "fresh"]);
    println!("\nIn a worker of headless Chromium, wall time, the same text (MB/s, medians of {rounds}):");
    let figures = figures(&browser)?;
    table(&figures, &["first", "warm", "fresh", "string", "spans"]);
    println!("\nHostile strings, 1 MB each, in the same worker (MB/s; ours also time of 1 MB over time of its half):");
    hostile(&figures);
    Ok(())
}

/// Medians by encoding, peer and name of the figure. Peers whose ids differ from ours are named.
type Figures = BTreeMap<(String, String), BTreeMap<String, f64>>;

fn figures(lines: &str) -> Result<Figures> {
    let mut all: BTreeMap<(String, String), BTreeMap<String, Vec<f64>>> = BTreeMap::new();
    let mut sums: BTreeMap<(String, u64), Value> = BTreeMap::new();
    for line in lines.lines().filter(|line| line.starts_with('{')) {
        let line: Value = serde_json::from_str(line).with_context(|| line.to_owned())?;
        if let Some(version) = line["browser"].as_str() {
            println!("Chromium {version}");
            continue;
        }
        let text = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
        if let Some(error) = line["error"].as_str() {
            println!("{} on {}: {error}", text("peer"), text("encoding"));
            continue;
        }
        if let Some(list) = line["sums"].as_array() {
            for (place, sum) in list.iter().enumerate() {
                let first = sums.entry((text("encoding"), place as u64)).or_insert_with(|| sum.clone());
                if first != sum {
                    println!("{} differs on text {place} of {}", text("peer"), text("encoding"));
                }
            }
        }
        let values = line["figures"].as_object().or_else(|| line.as_object());
        for (name, value) in values.into_iter().flatten() {
            if let (Some(value), false) = (value.as_f64(), name == "round") {
                all.entry((text("encoding"), text("peer"))).or_default().entry(name.clone()).or_default().push(value);
            }
        }
    }
    let median = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let medians =
        |named: BTreeMap<String, Vec<f64>>| named.into_iter().map(|(name, all)| (name, median(all))).collect();
    Ok(all.into_iter().map(|(key, named)| (key, medians(named))).collect())
}

/// One line per peer; behind each of its figures how many times as fast we are.
fn table(figures: &Figures, columns: &[&str]) {
    for encoding in ENCODINGS {
        println!("\n  {encoding:<22}{}", columns.iter().map(|name| format!("{name:>16}")).collect::<String>());
        let ours = figures.get(&(encoding.to_owned(), OURS.to_owned()));
        for ((_, peer), values) in figures.iter().filter(|((named, _), _)| named == encoding) {
            print!("  {peer:<22}");
            for column in columns {
                match (values.get(*column), ours.and_then(|ours| ours.get(*column))) {
                    (Some(value), Some(ours)) if peer != OURS => {
                        let mark = if value > ours { "!" } else { " " };
                        print!("{:>16}", format!("{value:.1} ({:.2}x){mark}", ours / value));
                    }
                    (Some(value), _) => print!("{:>16}", format!("{value:.1}        ")),
                    (None, _) => print!("{:>16}", "-        "),
                }
            }
            println!();
        }
    }
    println!("\n  (n x): we are n times as fast; !: we lose");
}

fn hostile(figures: &Figures) {
    for encoding in ENCODINGS {
        let get = |peer: &str| figures.get(&(encoding.to_owned(), peer.to_owned()));
        let Some(ours) = get(OURS) else { continue };
        let prose = ours.get("first").copied().unwrap_or(f64::NAN);
        println!("\n  {encoding:<12}{:>10}{:>14}{:>16}{:>12}", "ours", "of prose", "of bpe-openai", "time(2n)");
        for (name, speed) in ours {
            let Some(half) = ours.get(&format!("{name} half")) else { continue };
            let other = get("bpe-openai 0.3.2").and_then(|other| other.get(name)).map(|other| speed / other);
            println!(
                "  {name:<12}{speed:>10.1}{:>14.2}{:>16}{:>12.2}",
                speed / prose,
                other.map_or("-".to_owned(), |ratio| format!("{ratio:.2}{}", if ratio < 1.0 { "!" } else { " " })),
                2.0 * half / speed
            );
        }
    }
}
