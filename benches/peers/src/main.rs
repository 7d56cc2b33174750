//! The native side of the text bench: each peer in turn, several rounds, first, warm and fresh pass, CPU time.
//! usage: peers FOLDER [ROUNDS] [PEER…]; prints one JSON line per peer, encoding and round.

use std::path::Path;
use std::time::Duration;

use peers::peer;

const PEERS: [&str; 5] = ["tokenarium", "fastokens 0.3.5", "tiktoken 3.8.3", "splintr 0.22.0", "bpe-openai 0.3.2"];

/// CPU time of all threads of this process: some peers start threads of their own.
fn cpu() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the clock writes into a place that is ours.
    let done = unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut time) };
    assert_eq!(done, 0, "a Unix with CPU clocks");
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// A `.tiktoken` file with the tokens of ours: each in base64, a space, its rank.
fn rank_file(vocab: &[u8]) -> Vec<u8> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let definition = tokenarium::text::format::vocab::read(vocab, None).expect("our own file");
    let mut file = Vec::new();
    for (rank, token) in definition.vocabulary.iter() {
        for group in token.chunks(3) {
            let bits = group.iter().fold(0u32, |bits, &byte| bits << 8 | byte as u32) << (8 * (3 - group.len()));
            for place in 0..4 {
                let digit = DIGITS[(bits >> (18 - 6 * place)) as usize & 63];
                file.push(if place <= group.len() { digit } else { b'=' });
            }
        }
        file.extend_from_slice(format!(" {rank}\n").as_bytes());
    }
    file
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| "target/bench".to_owned());
    let rounds = arguments.next().and_then(|rounds| rounds.parse().ok()).unwrap_or(1);
    let wanted: Vec<String> = arguments.collect();
    let read =
        |name: String| std::fs::read(Path::new(&folder).join(&name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let text = |name: &str| String::from_utf8(read(name.to_owned())).expect("UTF-8");
    let (mixed, fresh) = (text("mixed.txt"), text("fresh.txt"));
    for round in 0..rounds {
        for encoding in ["cl100k_base", "o200k_base"] {
            let mut sums = Vec::new();
            for name in PEERS
                .iter()
                .filter(|name| wanted.is_empty() || wanted.iter().any(|want| name.starts_with(want.as_str())))
            {
                let vocab = read(format!("{encoding}.vocab.raw"));
                let file = if *name == "tokenarium" { vocab } else { rank_file(&vocab) };
                let begin = cpu();
                let Some(mut peer) = peer(name, encoding, &file) else { continue };
                let load = cpu() - begin;
                let mut speed = |text: &str| {
                    let begin = cpu();
                    let ids = peer.encode(text);
                    let speed = text.len() as f64 / 1e6 / (cpu() - begin).as_secs_f64();
                    let sum =
                        ids.iter().fold(ids.len() as u64, |sum, &id| sum.wrapping_mul(31).wrapping_add(id as u64));
                    sums.push((*name, text.len(), sum));
                    speed
                };
                let (first, warm, again) = (speed(&mixed), speed(&mixed), speed(&fresh));
                println!(
                    r#"{{"round":{round},"peer":"{name}","encoding":"{encoding}","load_ms":{:.1},"first":{first:.2},"warm":{warm:.2},"fresh":{again:.2}}}"#,
                    load.as_secs_f64() * 1e3
                );
            }
            for (place, (_, _, sum)) in sums.iter().enumerate() {
                if *sum != sums[place % 3].2 {
                    eprintln!("{} differs from {} on pass {}", sums[place].0, sums[0].0, place % 3);
                }
            }
        }
    }
}
