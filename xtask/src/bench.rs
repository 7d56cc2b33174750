//! `cargo xtask bench text`: Tokenarium beside other tokenizers, native and in headless Chromium, on the same texts;
//! `cargo xtask bench page`: what the first tokens of the page cost; `cargo xtask bench image`: image tokenizers and
//! picture files beside npm's @jsquash; `cargo xtask bench engine`: our kernels beside onnxruntime-web; `cargo xtask bench
//! generate`: the shipped language model beside the same in onnxruntime-web, and strategies beside plain decoding.
//!
//! The peers are a package of their own (`benches/peers`) with its own lock files: an ordinary build never compiles them.
//! Every figure is the median over rounds, and a round goes through all peers before the next begins, so that what else
//! the machine does meets all alike. Read ratios: absolute numbers are this machine's.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use tokenarium::text::format::vocab;
use wasm_bindgen_cli_support::Bindgen;

use crate::build;
use crate::files;
use crate::install;
use crate::run::{cargo, exists, output, run};
use crate::wasm;

const FOLDER: &str = "target/bench";
const ENCODINGS: [&str; 2] = ["cl100k_base", "o200k_base"];
/// Feature of `benches/peers` for each wasm build.
const WASM: [&str; 4] = ["ours", "tiktoken", "splintr", "bpe-openai"];
/// Those of the native build beside ours.
const NATIVE: [&str; 4] = ["fastokens", "tiktoken", "splintr", "bpe-openai"];
const OURS: &str = "tokenarium";
const BPE_OPENAI: &str = "bpe-openai 0.3.2";

/// Runs the benches that are named.
pub(crate) fn bench(arguments: &[String]) -> Result<()> {
    match arguments.first().map(String::as_str) {
        None | Some("text") => text(arguments.get(1).and_then(|rounds| rounds.parse().ok()).unwrap_or(3)),
        Some("page") => page(arguments.get(1).map_or("5", String::as_str)),
        Some("image") => image(arguments.get(1).map_or("3", String::as_str)),
        Some("engine") => engine(&arguments[1..]),
        Some("generate") => generate(arguments.get(1).map_or("5", String::as_str)),
        Some(other) => {
            bail!(
                "there is no bench '{other}': text [ROUNDS], page [ROUNDS], image [ROUNDS], engine [ROUNDS [cpu | gpu | profile]], generate [ROUNDS]"
            )
        }
    }
}

/// CPU time of the built page to its first tokens, beside DESIGN's limit.
fn page(rounds: &str) -> Result<()> {
    build::build()?;
    run(std::process::Command::new("node").args(["benches/page.mjs", rounds]))
}

/// Megapixels a second of the built modules, and what large pictures take.
fn image(rounds: &str) -> Result<()> {
    build::build()?;
    run(std::process::Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--prefix", "benches/peers"]))?;
    run(std::process::Command::new("node").args(["benches/image.mjs", rounds]))
}

/// Tokens a second of the shipped language model.
fn generate(rounds: &str) -> Result<()> {
    build::build()?;
    run(std::process::Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--prefix", "benches/engine"]))?;
    run(std::process::Command::new("node").args(["benches/generate/run.mjs", rounds]))
}

/// Where cargo and wasm-bindgen leave what `bench engine` runs of ours.
const ENGINE: &str = "target/engine-bench";

/// Our kernels beside onnxruntime-web's, in one page of Chromium. Ours are built as the module `lab` is, by a package
/// that adds plans to run: nothing of it ships.
fn engine(arguments: &[String]) -> Result<()> {
    install::npm_packages()?;
    install::wasm_target()?;
    run(std::process::Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--prefix", "benches/engine"]))?;
    run(cargo()
        .args(["build", "--release", "--quiet", "--lib", "--locked", "--target", "wasm32-unknown-unknown"])
        .args(["--manifest-path", "benches/engine/Cargo.toml", "--target-dir", ENGINE]))?;
    let web = Path::new(ENGINE).join("web");
    Bindgen::new()
        .input_path(Path::new(ENGINE).join("wasm32-unknown-unknown/release/engine_bench.wasm"))
        .web(true)
        .and_then(|bindgen| bindgen.typescript(false).generate(&web))
        .context("wasm-bindgen could not bind the bench of the engine")?;
    let binary = web.join("engine_bench_bg.wasm");
    wasm::optimise(&binary)?;
    run(std::process::Command::new("node").arg("benches/engine/run.mjs").args(arguments))
}

fn text(rounds: usize) -> Result<()> {
    install::npm_packages()?;
    install::wasm_target()?;
    std::fs::create_dir_all(FOLDER)?;
    run(std::process::Command::new("node").args(["benches/text_corpus.mjs", FOLDER]))?;
    vocabularies()?;
    native_peers()?;
    let rounds = rounds.to_string();
    let native = output(one_core("target/peers/release/peers").args([FOLDER, &rounds]))?;
    for feature in WASM {
        let wasm = Path::new(FOLDER).join(format!("{feature}.wasm"));
        if let Err(error) = wasm_peer(feature, &wasm) {
            // A figure of an older build must not pass for this one's.
            let _ = std::fs::remove_file(&wasm);
            println!("left out of the browser's table, since it does not build: {feature} ({error})");
        }
    }
    let npm =
        run(std::process::Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--prefix", "benches/peers"]));
    if let Err(error) = npm {
        println!("left out of the browser's table: npm's tiktoken ({error})");
    }
    let browser = output(std::process::Command::new("node").args(["benches/text_browser.mjs", FOLDER, &rounds]))?;

    println!(
        "\nNative, one core, CPU time of all threads, 10 MB of many scripts and code (MB/s, medians of {rounds}):"
    );
    table(&figures(&native)?, &["first", "warm", "fresh"]);
    println!("\nIn a worker of headless Chromium, CPU time of the worker, the same text (MB/s, medians of {rounds}):");
    let figures = figures(&browser)?;
    table(&figures, &["first", "warm", "fresh", "string", "spans"]);
    println!(
        "\nHostile strings, 1 MB each, in such a worker (MB/s, best of three; prose: 1 MB in many languages, the first time)."
    );
    println!(
        "  'of prose': the slowest string's share of prose; 'of bpe-openai': the least ratio to that crate on the same"
    );
    println!("  string, with the same encoding where it has it and otherwise with the quicker of its two;");
    println!("  'growth': the most that time(2n) / time(n) comes to; '200k a': milliseconds for 200,000 times a;");
    println!("  'load': milliseconds to read the inflated file and build its tables (limit: 40 for 200,000 tokens).");
    hostile(&figures);
    Ok(())
}

/// The shipped vocabularies as the peers read them: inflated, and those that build on another one made whole.
fn vocabularies() -> Result<()> {
    let inflated = |name: &str| -> Result<Vec<u8>> {
        let packed = files::read_bytes(Path::new(&format!("www/vocab/{name}.vocab")))?;
        let mut raw = Vec::new();
        flate2::read::DeflateDecoder::new(packed.as_slice()).read_to_end(&mut raw)?;
        Ok(raw)
    };
    for path in files::files_below("www/vocab", &["vocab"]) {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let mut raw = inflated(&name)?;
        if let Some(base) = vocab::base(&raw)? {
            let base = inflated(&base.name)?;
            raw = vocab::write(&vocab::read(&raw, Some(&base))?, None)?;
        }
        std::fs::write(Path::new(FOLDER).join(format!("{name}.vocab.raw")), raw)?;
    }
    Ok(())
}

const PEERS: [&str; 6] =
    ["--release", "--quiet", "--manifest-path", "benches/peers/Cargo.toml", "--target-dir", "target/peers"];

/// Builds the native peers; where one of them does not build, the others without it.
fn native_peers() -> Result<()> {
    if run(cargo().arg("build").args(PEERS)).is_ok() {
        return Ok(());
    }
    let with = |features: &[&str]| {
        run(cargo().arg("build").args(PEERS).args(["--no-default-features", "--features", &features.join(",")]))
    };
    let mut building = vec!["ours"];
    for feature in NATIVE {
        building.push(feature);
        if with(&building).is_err() {
            println!("left out of the native table, since it does not build: {feature}");
            building.pop();
        }
    }
    with(&building)
}

fn wasm_peer(feature: &str, to: &Path) -> Result<()> {
    run(cargo()
        .env("RUSTFLAGS", "-C target-feature=+simd128,+bulk-memory,+sign-ext,+nontrapping-fptoint")
        .args(["build", "--lib", "--target", "wasm32-unknown-unknown", "--no-default-features"])
        .args(["--features", feature])
        .args(PEERS))?;
    let built = "target/peers/wasm32-unknown-unknown/release/peers.wasm";
    std::fs::copy(built, to).context(built)?;
    Ok(())
}

/// `program` bound to one core and told so: some peers start a thread per core, and 'one thread' must mean the same for
/// all. Without `taskset` their threads still count, since CPU time is that of the whole process.
fn one_core(program: &str) -> std::process::Command {
    let mut command = if exists("taskset", "--version") {
        let mut command = std::process::Command::new("taskset");
        command.args(["-c", "0", program]);
        command
    } else {
        std::process::Command::new(program)
    };
    command.env("RAYON_NUM_THREADS", "1").env("FASTOKENS_BPE_THREADS", "1");
    command
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
                let key = (text("encoding") + " " + &text("part"), place as u64);
                let first = sums.entry(key.clone()).or_insert_with(|| sum.clone());
                if first != sum {
                    println!("{} differs on text {place} of {}", text("peer"), key.0);
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

/// One line per vocabulary with the worst of all strings, then all strings of the encodings that have a peer.
fn hostile(figures: &Figures) {
    let peer = |encoding: &str| figures.get(&(encoding.to_owned(), BPE_OPENAI.to_owned()));
    let beside = |encoding: &str, string: &str| -> Option<f64> {
        match peer(encoding) {
            Some(figures) => figures.get(string).copied(),
            None => ENCODINGS.iter().filter_map(|other| peer(other)?.get(string).copied()).reduce(f64::max),
        }
    };
    let strings = |ours: &BTreeMap<String, f64>| -> Vec<String> {
        ours.keys().filter_map(|name| name.strip_suffix(" growth").map(str::to_owned)).collect()
    };
    println!(
        "\n  {:<18}{:>8}{:>20}{:>20}{:>20}{:>8}{:>8}",
        "", "prose", "of prose", "of bpe-openai", "growth", "200k a", "load"
    );
    for ((vocabulary, _), ours) in figures.iter().filter(|((_, peer), _)| peer == OURS) {
        let get = |name: &str| ours.get(name).copied();
        let Some(prose) = get("prose") else { continue };
        let worst = |of: &dyn Fn(&str) -> Option<f64>, more: f64| {
            let all = strings(ours).into_iter().filter_map(|name| of(&name).map(|figure| (figure, name)));
            let least = all.min_by(|a, b| (more * a.0).total_cmp(&(more * b.0)));
            least.map_or("-".to_owned(), |(figure, name)| format!("{figure:.2} ({name})"))
        };
        println!(
            "  {vocabulary:<18}{prose:>8.1}{:>20}{:>20}{:>20}{:>8.1}{:>8.1}",
            worst(&|name| Some(get(name)? / prose), 1.0),
            worst(&|name| Some(get(name)? / beside(vocabulary, name)?), 1.0),
            worst(&|name| get(&format!("{name} growth")), -1.0),
            get("200k a").unwrap_or(f64::NAN),
            get("load").unwrap_or(f64::NAN),
        );
    }
    for encoding in ENCODINGS {
        let Some(ours) = figures.get(&(encoding.to_owned(), OURS.to_owned())) else { continue };
        println!("\n  {encoding:<14}{:>10}{:>14}{:>12}", "ours", BPE_OPENAI, "growth");
        for name in strings(ours) {
            let (speed, other) = (ours.get(&name).copied().unwrap_or(f64::NAN), beside(encoding, &name));
            println!(
                "  {name:<14}{speed:>10.1}{:>18}{:>12.2}",
                other.map_or("-".to_owned(), |other| {
                    format!("{other:.1} ({:.2}x){}", speed / other, if other > speed { "!" } else { " " })
                }),
                ours.get(&format!("{name} growth")).copied().unwrap_or(f64::NAN)
            );
        }
    }
}
