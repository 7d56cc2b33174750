//! Picture files: PNG and JPEG of every kind against Pillow and NumPy (`tests/golden/pictures/write.py`), broken files,
//! and a seeded mutator.

#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

mod mutator;

use std::io::Read as _;
use std::path::{Path, PathBuf};

use mutator::{Random, mutate};
use sha2::{Digest, Sha256};
use tokenarium::codecs::picture::{FileError, Format, read};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/pictures")
}

fn file(name: &str) -> Vec<u8> {
    std::fs::read(folder().join(name)).expect("a golden file")
}

fn unhex(text: &str) -> Vec<u8> {
    text.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).expect("ASCII"), 16).expect("two digits"))
        .collect()
}

fn inflate(packed: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    flate2::read::ZlibDecoder::new(packed).read_to_end(&mut bytes).expect("a zlib stream");
    bytes
}

/// Largest and mean difference of JPEG's samples that two sound decoders may have: T.81 leaves the rounding of the
/// inverse transform and of the colours open, and how colour differences of fewer samples are spread. At the right edge
/// the reader here spreads from the block's own filling, libjpeg repeats the last column: 7 at most in these files.
const JPEG_LARGEST: u8 = 7;
const JPEG_MEAN: f64 = 0.45;

#[test]
fn samples_are_those_of_pillow() {
    let cases: Vec<serde_json::Value> =
        serde_json::from_slice(&file("expected.json")).expect("the list of golden files");
    assert!(cases.len() > 50);
    let mut wrong = Vec::new();
    for case in cases {
        let name = case["name"].as_str().expect("a name");
        let picture = read(&file(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(
            (u64::from(picture.width), u64::from(picture.height)),
            (case["width"].as_u64().expect("width"), case["height"].as_u64().expect("height")),
            "{name}"
        );
        let notes: Vec<&str> = case["notes"].as_array().expect("a list").iter().filter_map(|n| n.as_str()).collect();
        assert_eq!(picture.notes, notes, "{name}");
        if let Some(sum) = case["sha256"].as_str() {
            assert_eq!(picture.format, Format::Png);
            if Sha256::digest(&picture.rgba).as_slice() != unhex(sum) {
                wrong.push(format!("{name}: other samples"));
            }
        } else {
            assert_eq!(picture.format, Format::Jpeg);
            let expected = inflate(&unhex(case["rgba"].as_str().expect("samples")));
            assert_eq!(expected.len(), picture.rgba.len(), "{name}");
            let differences: Vec<u8> = expected.iter().zip(&picture.rgba).map(|(a, b)| a.abs_diff(*b)).collect();
            let largest = differences.iter().copied().max().unwrap_or(0);
            let mean = differences.iter().map(|&d| f64::from(d)).sum::<f64>() / (0.75 * differences.len() as f64);
            println!("{name:24} largest difference {largest:3}, mean {mean:.3}");
            if largest > JPEG_LARGEST || mean > JPEG_MEAN {
                wrong.push(format!("{name}: differs by up to {largest}, {mean:.3} in the mean"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `samples.json` is what the browser tests hold their samples against. It is written anew where TOKENARIUM_WRITE is set.
#[test]
fn samples_are_the_same_everywhere() {
    let mut sums = std::collections::BTreeMap::new();
    for entry in std::fs::read_dir(folder()).expect("the golden files").flatten() {
        let name = entry.file_name().into_string().expect("a name in ASCII");
        if name.ends_with(".png") || name.ends_with(".jpg") {
            let picture = read(&file(&name)).unwrap_or_else(|error| panic!("{name}: {error}"));
            sums.insert(name, hex(&Sha256::digest(&picture.rgba)));
        }
    }
    if std::env::var_os("TOKENARIUM_WRITE").is_some() {
        let text = serde_json::to_string_pretty(&sums).expect("plain data") + "\n";
        std::fs::write(folder().join("samples.json"), text).expect("the folder of goldens");
    }
    let known: std::collections::BTreeMap<String, String> =
        serde_json::from_slice(&file("samples.json")).expect("sums by name");
    assert_eq!(sums, known);
}

#[test]
fn files_that_are_not_whole_are_refused() {
    let cases: Vec<serde_json::Value> =
        serde_json::from_slice(&file("expected.json")).expect("the list of golden files");
    for case in cases {
        let name = case["name"].as_str().expect("a name");
        let whole = file(name);
        let mark: &[u8] = if name.ends_with(".png") { b"IDAT" } else { b"\xFF\xDA" };
        let data = whole.windows(mark.len()).position(|bytes| bytes == mark).expect("coded samples");
        let rest = whole.len() - data;
        // A PNG's samples end before its last chunk, and that which moves has more of them.
        let within = if name == "moves.png" { rest / 4 } else { rest / 2 };
        for end in [data + within, data, 20, 9] {
            let got = read(&whole[..end]);
            assert!(matches!(got, Err(FileError::Broken { .. })), "{name} of {end} bytes: {got:?}");
        }
    }
    assert_eq!(read(b"GIF89a"), Err(FileError::Format));
    assert_eq!(read(b""), Err(FileError::Format));
}

/// Says the size of a picture in its header.
fn resized(name: &str, width: u16, height: u16) -> Vec<u8> {
    let mut bytes = file(name);
    if name.ends_with(".png") {
        bytes[16..20].copy_from_slice(&u32::from(width).to_be_bytes());
        bytes[20..24].copy_from_slice(&u32::from(height).to_be_bytes());
        mend(&mut bytes);
    } else {
        let frame = bytes.windows(2).position(|pair| matches!(pair, [0xFF, 0xC0 | 0xC2])).expect("a frame");
        bytes[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
        bytes[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    }
    bytes
}

#[test]
fn too_large_ones_are_refused_before_anything_is_made() {
    for name in ["rgb-8.png", "444.jpg"] {
        for (width, height) in [(8193, 8), (8, 8193), (8192, 8192), (65535, 65535)] {
            let refused = FileError::Size { width: u32::from(width), height: u32::from(height) };
            assert_eq!(read(&resized(name, width, height)), Err(refused), "{name}");
        }
        assert!(matches!(read(&resized(name, 0, 8)), Err(FileError::Broken { .. } | FileError::Size { .. })), "{name}");
    }
}

/// CRC-32 bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xEDB8_8320 } else { sum >> 1 })
    })
}

/// Gives every chunk of a PNG the checksum of what it has become, as far as lengths lead.
fn mend(png: &mut [u8]) {
    let mut at = 8;
    while let Some(length) = png.get(at..at + 4).and_then(|bytes| Some(u32::from_be_bytes(bytes.try_into().ok()?))) {
        let end = at + 8 + length as usize;
        if png.len() < end + 4 {
            break;
        }
        let sum = crc32(&png[at + 4..end]).to_be_bytes();
        png[end..end + 4].copy_from_slice(&sum);
        at = end + 4;
    }
}

/// Found by mutations: the crate that reads PNG counts on palettes of whole colours.
#[test]
fn palettes_that_are_none_are_refused() {
    let whole = file("palette-8.png");
    let start = whole.windows(4).position(|word| word == b"PLTE").unwrap() - 4;
    let length = u32::from_be_bytes(whole[start..start + 4].try_into().unwrap()) as usize;
    for bytes in [0, 1, 4, 3 * 257] {
        let mut png = [&whole[..start], &u32::try_from(bytes).unwrap().to_be_bytes(), b"PLTE"].concat();
        png.extend(vec![7; bytes + 4]);
        png.extend(&whole[start + 12 + length..]);
        mend(&mut png);
        assert!(matches!(read(&png), Err(FileError::Broken { .. })), "{bytes} bytes");
    }
}

/// Found by mutations: the crate that reads JPEG believes Adobe's mark wherever it stands.
#[test]
fn colours_that_are_not_there_are_refused() {
    for name in ["grey.jpg", "grey-progressive.jpg", "420.jpg"] {
        let whole = file(name);
        let scan = whole.windows(2).position(|word| word == b"\xFF\xDA").unwrap();
        let mark = b"\xFF\xEE\x00\x0EAdobe\x00d\x00\x00\x00\x00\x02";
        let jpeg = [&whole[..scan], mark, &whole[scan..]].concat();
        assert!(matches!(read(&jpeg), Err(FileError::Broken { .. })), "{name}");
    }
}

const WORDS: [&[u8]; 12] = [
    b"\x00",
    b"\xFF",
    b"\xFF\xD9",
    b"\xFF\xDA\x00\x0C\x03\x01\x00\x02\x11\x03\x11\x00\x3F\x00",
    b"\xFF\xC2",
    b"\xFF\xC4\x00\x1F",
    b"\xFF\xDD\x00\x04\x00\x01",
    b"\xFF\xD0",
    b"\xFF\xEE\x00\x0EAdobe\x00d\x00\x00\x00\x00\x02",
    b"\x00\x00\x00\x00IDAT",
    b"\x7F\xFF\xFF\xFF",
    b"\x00\x00\x00\x01",
];

fn mutations(count: usize) {
    let mut names: Vec<String> = std::fs::read_dir(folder())
        .expect("the golden files")
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.ends_with(".png") || name.ends_with(".jpg"))
        .collect();
    names.sort();
    let seeds: Vec<Vec<u8>> = names.iter().map(|name| file(name)).collect();
    let mut random = Random(20_261_130);
    let mut accepted = [0; 2];
    for round in 0..count {
        let seed = &seeds[round % seeds.len()];
        let mut bytes = mutate(seed, &WORDS, &mut random);
        if Format::of(&bytes) == Some(Format::Png) && round % 8 != 0 {
            mend(&mut bytes);
        }
        if let Ok(picture) = read(&bytes) {
            assert_eq!(picture.rgba.len(), picture.width as usize * picture.height as usize * 4);
            accepted[usize::from(picture.format == Format::Jpeg)] += 1;
        }
    }
    println!("{count} mutations, accepted {} PNG and {} JPEG", accepted[0], accepted[1]);
    assert!(accepted.iter().all(|&one| one > count / 100), "only the first check is tested: {accepted:?}");
}

#[test]
fn twenty_thousand_mutations() {
    mutations(20_000);
}

#[test]
#[ignore = "the long form: cargo test --release --test pictures -- --ignored"]
fn a_million_mutations() {
    mutations(1_000_000);
}
