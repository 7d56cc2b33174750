//! The native side of the text bench: each peer in turn, several rounds, first, warm and fresh pass, CPU time.
//! usage: peers FOLDER [ROUNDS] [PEER…]; prints one JSON line per peer, encoding and round.

use std::path::Path;
use std::time::Duration;

use peers::peer;

const PEERS: [&str; 5] = ["tokenarium", "fastokens 0.3.5", "tiktoken 3.8.3", "splintr 0.22.0", "bpe-openai 0.3.2"];

/// CPU time of this thread.
fn cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux with schedstat");
    Duration::from_nanos(stat.split(' ').next().and_then(|nanos| nanos.parse().ok()).expect("schedstat"))
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| "target/bench".to_owned());
    let rounds = arguments.next().and_then(|rounds| rounds.parse().ok()).unwrap_or(1);
    let wanted: Vec<String> = arguments.collect();
    let read = |name: String| std::fs::read(Path::new(&folder).join(&name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let text = |name: &str| String::from_utf8(read(name.to_owned())).expect("UTF-8");
    let (mixed, fresh) = (text("mixed.txt"), text("fresh.txt"));
    let hostile: Vec<String> = std::fs::read_dir(&folder)
        .expect("the folder")
        .flatten()
        .filter_map(|file| file.file_name().to_str().and_then(|name| name.strip_suffix(".hostile.txt")).map(str::to_owned))
        .collect();
    for round in 0..rounds {
        for encoding in ["cl100k_base", "o200k_base"] {
            let mut sums = Vec::new();
            for name in PEERS.iter().filter(|name| wanted.is_empty() || wanted.iter().any(|want| name.starts_with(want.as_str()))) {
                let kind = if *name == "tokenarium" { "vocab.raw" } else { "tiktoken" };
                let file = read(format!("{encoding}.{kind}"));
                let begin = cpu();
                let Some(mut peer) = peer(name, encoding, &file) else { continue };
                let load = cpu() - begin;
                let mut speed = |text: &str| {
                    let begin = cpu();
                    let ids = peer.encode(text);
                    let speed = text.len() as f64 / 1e6 / (cpu() - begin).as_secs_f64();
                    let sum = ids.iter().fold(ids.len() as u64, |sum, &id| sum.wrapping_mul(31).wrapping_add(id as u64));
                    sums.push((*name, text.len(), sum));
                    speed
                };
                let (first, warm, again) = (speed(&mixed), speed(&mixed), speed(&fresh));
                println!(
                    r#"{{"round":{round},"peer":"{name}","encoding":"{encoding}","load_ms":{:.1},"first":{first:.2},"warm":{warm:.2},"fresh":{again:.2}}}"#,
                    load.as_secs_f64() * 1e3
                );
                if round == 0 {
                    for name in &hostile {
                        let text = text(&format!("{name}.hostile.txt"));
                        print!("{name} {:.1}, ", speed(&text));
                    }
                    println!();
                }
            }
            for (place, (_, _, sum)) in sums.iter().enumerate() {
                let passes = if round == 0 { 3 + hostile.len() } else { 3 };
                if *sum != sums[place % passes].2 {
                    eprintln!("{} differs from {} on pass {}", sums[place].0, sums[0].0, place % passes);
                }
            }
        }
    }
}
