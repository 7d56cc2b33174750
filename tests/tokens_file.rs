//! The `.tokens` file: what is written is read again, its size is the adaptive figure, files written from the format's
//! description by another program are the same bytes, and broken files are refused with the reason.

#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

mod mutator;
mod shipped_components;

use mutator::{Random, mutate};
use proptest::prelude::*;
use tokenarium::image::catalog::{CATALOG, entry};
use tokenarium::image::picture::{Picture, Size};
use tokenarium::image::rate::Coding;
use tokenarium::image::tokenizer::{Coded, ImageTokenizer};
use tokenarium::image::tokens_file::{Head, Packing, Shape, TokensFileError, Unpacking};
use tokenarium::job::Step;

/// Slopes and noise: neither all alike nor all unlike.
fn picture(width: u32, height: u32, seed: u64) -> Picture {
    shipped_components::provide();
    let size = Size::new(width, height).expect("within the bounds");
    let mut random = Random(seed);
    let rgba: Vec<u8> = (0..size.area() * 4)
        .map(|at| if at % 4 == 3 { 255 } else { (at / 4 % width as usize * 5 + random.below(20)) as u8 })
        .collect();
    Picture::from_rgba(size, &rgba, [0; 3]).expect("as many samples as pixels")
}

fn encode(tokenizer: &dyn ImageTokenizer, picture: &Picture) -> Coded {
    let mut encoding = tokenizer.encode(picture.clone()).expect("not too large");
    while encoding.step(10_000) != Step::Done {}
    encoding.finish()
}

fn pack(mut packing: Packing, budget: u64) -> Vec<u8> {
    while packing.step(budget) != Step::Done {}
    packing.finish()
}

fn unpack(file: &[u8], budget: u64) -> Result<(Head, Vec<u32>), TokensFileError> {
    let mut unpacking = Unpacking::new(file)?;
    while unpacking.step(budget)? != Step::Done {}
    Ok(unpacking.finish())
}

/// Adaptive bits and the side information in bytes of the tokenizer's own, which a file has to hold.
fn adaptive_bits(tokenizer: &dyn ImageTokenizer, size: Size, coded: &Coded) -> f64 {
    let mut coding = Coding::new(tokenizer, size, Box::new(coded.ids.clone()), coded.side.clone(), usize::MAX);
    while coding.step(tokenizer, 10_000) != Step::Done {}
    coding.finish(tokenizer).adaptive
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn every_tokenizers_ids_come_back_in_the_bytes_that_the_adaptive_figure_says(
        which in 0..CATALOG.len(), width in 1_u32..70, height in 1_u32..70, seed: u64, budget in 1_u64..3000,
    ) {
        let (picture, entry) = (picture(width, height, seed), &CATALOG[which]);
        let options: Vec<(String, f64)> =
            entry.options.iter().map(|option| (option.name.to_owned(), option.default)).collect();
        let tokenizer = entry.make(&options).expect("defaults");
        let coded = encode(tokenizer.as_ref(), &picture);
        let packing = Packing::picture(entry.name, options.clone(), picture.size(), coded.clone()).expect("its own");
        let file = pack(packing, budget);
        let (head, ids) = unpack(&file, budget + 1).expect("our own file");
        prop_assert_eq!(ids, coded.ids.clone());
        let layout = tokenizer.layout(picture.size(), coded.ids.len());
        let shape = Shape::Picture { size: picture.size(), layout, side: coded.side.clone() };
        let names: usize = entry.name.len() + options.iter().map(|(name, _)| name.len() + 9).sum::<usize>();
        prop_assert_eq!(head, Head { tokenizer: entry.name.to_owned(), options, shape });

        let ideal = adaptive_bits(tokenizer.as_ref(), picture.size(), &coded) / 8.0 + coded.side.len() as f64;
        let (least, most) = (ideal + names as f64 + 19.0, ideal + names as f64 + 44.0);
        prop_assert!((least..most).contains(&(file.len() as f64)), "{} bytes, {least} to {most}", file.len());
    }

    #[test]
    fn sequences_come_back(ids in prop::collection::vec(0_u32..5000, 0..600), more in 0_u32..200_000) {
        let file = pack(Packing::sequence("any name", 5000 + more, ids.clone()).expect("fits"), 100);
        let (head, back) = unpack(&file, 33).expect("our own file");
        let shape = Shape::Sequence { count: ids.len(), alphabet: 5000 + more };
        prop_assert_eq!(back, ids);
        prop_assert_eq!(head, Head { tokenizer: "any name".to_owned(), options: Vec::new(), shape });
    }
}

const GOLDENS: [&[u8]; 3] = [
    include_bytes!("golden/tokens_file/patches.tokens"),
    include_bytes!("golden/tokens_file/dct.tokens"),
    include_bytes!("golden/tokens_file/sequence.tokens"),
];

/// Files of `tests/golden/tokens_file/write.py`: read, they give the ids of its formula; written, the same bytes.
#[test]
fn another_program_writes_the_same_files() {
    let size = |width, height| Size::new(width, height).expect("small");
    let square = |at: usize| (at * at / 7) as u32;

    let ids: Vec<u32> = (0..2 * 3 * 48).map(|at| square(at) % 251).collect();
    assert_eq!(unpack(GOLDENS[0], 50).expect("a sound file").1, ids);
    let coded = Coded { ids, side: Vec::new() };
    let packing = Packing::picture("patches", vec![("side".to_owned(), 4.0)], size(10, 7), coded).expect("fits");
    assert_eq!(pack(packing, 50), GOLDENS[0]);

    let alphabets = entry("dct-8").and_then(|entry| entry.make(&[("step".to_owned(), 24.0)])).expect("known");
    let alphabets = alphabets.alphabets(&[]);
    let ids: Vec<u32> = (0..3 * 3 * 192).map(|at| square(at) % alphabets[at % 192].min(9)).collect();
    assert_eq!(unpack(GOLDENS[1], 50).expect("a sound file").1, ids);
    let coded = Coded { ids, side: Vec::new() };
    let packing = Packing::picture("dct-8", vec![("step".to_owned(), 24.0)], size(20, 17), coded).expect("fits");
    assert_eq!(pack(packing, 50), GOLDENS[1]);

    let ids: Vec<u32> = (0..300).map(|at| square(at) % 1009 * 99).collect();
    assert_eq!(unpack(GOLDENS[2], 50).expect("a sound file").1, ids);
    assert_eq!(pack(Packing::sequence("cl100k_base", 100_277, ids).expect("fits"), 50), GOLDENS[2]);
}

/// CRC-32 bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xEDB8_8320 } else { sum >> 1 })
    })
}

/// The file with the checksum of what it has become.
fn mended(mut file: Vec<u8>) -> Vec<u8> {
    if let Some(end) = file.len().checked_sub(4) {
        let sum = crc32(&file[..end]).to_le_bytes();
        file[end..].copy_from_slice(&sum);
    }
    file
}

#[test]
fn broken_files_are_refused_with_the_reason() {
    let told = |file: &[u8]| unpack(file, 1000).expect_err("broken").to_string();
    let good = GOLDENS[0];
    let changed = |at: usize, byte: u8| {
        let mut file = good.to_vec();
        file[at] = byte;
        file
    };
    for (file, reason) in [
        (Vec::new(), "no .tokens file"),
        (b"\x89PNG\r\n\x1a\n and more".to_vec(), "no .tokens file"),
        (changed(4, 2), "is of version 2"),
        (changed(60, good[60] ^ 1), "damaged"),
        (good[..good.len() - 1].to_vec(), "damaged"),
        (mended(changed(5, 7)), "its kind is unknown"),
        (mended(changed(7, b'q')), "there is no image tokenizer qatches"),
        // The last byte of the option's value: the number is another.
        (mended(changed(27, 0x7F)), "it takes whole numbers from 1 to 32"),
        (mended(changed(30, 9)), "ids are arranged otherwise"),
        (mended(changed(36, good[36] ^ 1)), "its ids decode to others"),
        (mended(good[..good.len() - 20].to_vec()), "end too early"),
        (mended([good, &[0; 40]].concat()), "bytes behind the coded ids"),
    ] {
        let told = told(&file);
        assert!(told.contains(reason), "{told:?} is not {reason:?}");
    }
    let alien = Packing::sequence("x", 5, vec![5]).err().expect("no such id");
    assert!(matches!(alien, TokensFileError::Unfit { .. }));
}

const WORDS: [&[u8]; 10] = [
    b"\x00",
    b"\x01",
    b"\x7F",
    b"\xFF\xFF\xFF\xFF\x0F",
    b"\x80\x80\x80\x80\x80\x80\x80\x80\x01",
    b"TKNS\x01",
    b"\x07patches",
    b"\x05dct-8",
    b"\x00\x00\x00\x00\x00\x00\xF0\x7F",
    b"\x80\x40",
];

/// Whatever the reader says, it says it without a panic; what it accepts is written again as the same ids.
#[test]
fn forty_thousand_mutations() {
    let mut random = Random(20_261_129);
    let mut accepted = 0;
    for round in 0..40_000 {
        let seed = GOLDENS[round % GOLDENS.len()];
        // Most mutations of the head alone: the coded ids are the larger part.
        let head = if round % 4 == 0 { seed.len() } else { 48.min(seed.len()) };
        let mut file = mutate(&seed[..head], &WORDS, &mut random);
        file.extend(&seed[head..]);
        let file = if round % 8 == 0 { file } else { mended(file) };
        let Ok(mut unpacking) = Unpacking::new(&file) else { continue };
        // A file may claim the ids of 64 megapixels: some slices are enough to see whether they are there.
        let last = (0..20).map(|_| unpacking.step(5000)).find(|step| !matches!(step, Ok(Step::Progress { .. })));
        if last == Some(Ok(Step::Done)) {
            accepted += 1;
            let (head, ids) = unpacking.finish();
            let packing = match head.shape {
                Shape::Sequence { alphabet, .. } => Packing::sequence(&head.tokenizer, alphabet, ids.clone()),
                Shape::Picture { size, side, .. } => {
                    Packing::picture(&head.tokenizer, head.options, size, Coded { ids: ids.clone(), side })
                }
            };
            assert_eq!(unpack(&pack(packing.expect("was read"), 5000), 5000).expect("our own file").1, ids);
        }
    }
    assert!((100..30_000).contains(&accepted), "{accepted} accepted: only the first check is tested, or none is");
}
