//! Image tokenizers from outside: ids to picture and back, bounds of ids, measures against scikit-image.

#![allow(clippy::expect_used, reason = "tests")]

use proptest::prelude::*;
use tokenarium::image::catalog::{CATALOG, entry};
use tokenarium::image::error::ImageError;
use tokenarium::image::layout::Layout;
use tokenarium::image::measures::{Measures, Measuring};
use tokenarium::image::picture::{Picture, Size};
use tokenarium::image::tokenizer::{Coded, ImageTokenizer, decoding};
use tokenarium::job::Step;

fn picture(width: u32, height: u32, sample: impl Fn(usize) -> u8) -> Picture {
    let size = Size::new(width, height).expect("within the bounds");
    let rgba: Vec<u8> = (0..size.area() * 4).map(|at| if at % 4 == 3 { 255 } else { sample(at) }).collect();
    Picture::from_rgba(size, &rgba, [0; 3]).expect("as many samples as pixels")
}

fn encode(tokenizer: &dyn ImageTokenizer, picture: &Picture, budget: u64) -> Coded {
    let mut encoding = tokenizer.encode(picture.clone()).expect("not too large");
    while encoding.step(budget) != Step::Done {}
    encoding.finish()
}

fn decode(tokenizer: &dyn ImageTokenizer, size: Size, coded: Coded) -> Result<Picture, ImageError> {
    let mut decoding = decoding(tokenizer, size, coded, usize::MAX)?;
    while decoding.step(500) != Step::Done {}
    Ok(decoding.finish())
}

fn measure(a: &Picture, b: &Picture) -> Measures {
    let mut measuring = Measuring::new(a.clone(), b.clone()).expect("one size");
    while measuring.step(1000) != Step::Done {}
    measuring.finish()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn patches_lose_nothing(side in 1_u32..=32, width in 1_u32..50, height in 1_u32..50, seed: u64) {
        let picture = picture(width, height, |at| (seed.wrapping_mul(at as u64 * 2 + 1) >> 40) as u8);
        let tokenizer = entry("patches").and_then(|e| e.make(&[("side".into(), side.into())])).expect("in bounds");
        let coded = encode(tokenizer.as_ref(), &picture, 100);
        prop_assert_eq!(coded.ids.len(), tokenizer.layout(picture.size(), 0).count());
        prop_assert_eq!(decode(tokenizer.as_ref(), picture.size(), coded).expect("its own ids"), picture);
    }

    #[test]
    fn every_tokenizer_takes_its_own_ids_and_slices_change_nothing(
        which in 0..CATALOG.len(), width in 1_u32..60, height in 1_u32..60, seed: u64, budget in 0_u64..5000,
    ) {
        let picture = picture(width, height, |at| (seed.wrapping_mul(at as u64 * 2 + 1) >> 40) as u8);
        let tokenizer = CATALOG[which].make(&[]).expect("defaults are in bounds");
        let ids = encode(tokenizer.as_ref(), &picture, budget);
        prop_assert_eq!(&ids, &encode(tokenizer.as_ref(), &picture, u64::MAX));
        prop_assert!(decode(tokenizer.as_ref(), picture.size(), ids).is_ok());
    }

    #[test]
    fn ids_of_somebody_else_are_refused_by_place(which in 0..CATALOG.len(), at: prop::sample::Index) {
        let size = Size::new(20, 20).expect("small");
        let tokenizer = CATALOG[which].make(&[]).expect("defaults are in bounds");
        let mut coded = encode(tokenizer.as_ref(), &Picture::black(size), 1000);
        let place = at.index(coded.ids.len());
        coded.ids[place] = u32::MAX;
        let alphabet = tokenizer.alphabets()[place % tokenizer.alphabets().len()];
        prop_assert_eq!(
            decode(tokenizer.as_ref(), size, coded.clone()),
            Err(ImageError::UnknownId { id: u32::MAX, position: place, size: alphabet })
        );
        coded.ids.pop();
        let expected = coded.ids.len() + 1;
        if !matches!(tokenizer.layout(size, expected), Layout::Ordered { .. }) {
            prop_assert_eq!(
                decode(tokenizer.as_ref(), size, coded),
                Err(ImageError::Count { got: expected - 1, expected })
            );
        }
    }
}

#[test]
fn smaller_steps_come_nearer() {
    let picture = picture(64, 48, |at| ((at / 4 % 64) * 3 + at / 256) as u8);
    let quality: Vec<f64> = [64.0, 24.0, 8.0, 1.0]
        .into_iter()
        .map(|step| {
            let tokenizer = entry("dct-8").and_then(|e| e.make(&[("step".into(), step)])).expect("in bounds");
            let coded = encode(tokenizer.as_ref(), &picture, 1000);
            measure(&picture, &decode(tokenizer.as_ref(), picture.size(), coded).expect("its own ids")).psnr
        })
        .collect();
    assert!(quality.is_sorted(), "{quality:?}");
    assert!(quality[3] > 45.0, "{quality:?}");
}

/// Figures of scikit-image, from `tests/golden/image/measures.py`, for the two pictures made here by the same formula.
#[test]
fn measures_are_scikit_images() {
    let golden: Vec<serde_json::Value> =
        serde_json::from_str(include_str!("golden/image/measures.json")).expect("the golden file");
    for case in golden {
        let number = |name: &str| case[name].as_u64().expect("a number") as u32;
        let (width, height, shift) = (number("width"), number("height"), number("shift") as usize);
        let a = picture(width, height, |at| (at * at / 7 % 251) as u8);
        let b = picture(width, height, |at| ((at * at / 7 % 251) + at % 13 * shift / 4).min(255) as u8);
        let measured = measure(&a, &b);
        let expected = |name: &str| case[name].as_f64().expect("a number");
        assert!((measured.psnr - expected("psnr")).abs() < 1e-4, "{case}: {measured:?}");
        assert!((measured.ssim.expect("large enough") - expected("ssim")).abs() < 1e-4, "{case}: {measured:?}");
    }
}

#[test]
fn equal_pictures_and_small_ones() {
    let small = picture(10, 40, |at| at as u8);
    assert_eq!(measure(&small, &small), Measures { psnr: 60.0, ssim: None });
    let large = picture(11, 11, |at| at as u8);
    let equal = measure(&large, &large);
    assert!((equal.ssim.expect("one window") - 1.0).abs() < 1e-12);
    assert!(matches!(Measuring::new(small, large), Err(ImageError::Different { .. })));
}

/// What the page reads about the tokenizers names the same ones, with the same options.
#[test]
fn the_catalogue_for_people_is_the_same() {
    let listed: Vec<serde_json::Value> =
        serde_json::from_str(include_str!("../www/api/image-catalog.json")).expect("the catalogue for people");
    assert_eq!(listed.len(), CATALOG.len());
    for (told, entry) in listed.iter().zip(&CATALOG) {
        assert_eq!(told["name"], entry.name);
        let options = told["options"].as_array().expect("a list");
        assert_eq!(options.len(), entry.options.len(), "{}", entry.name);
        for (told, option) in options.iter().zip(entry.options) {
            assert_eq!(told["name"], option.name);
            let bounds = [("least", option.least), ("most", option.most), ("default", option.default)];
            for (name, value) in bounds {
                assert_eq!(told[name].as_f64(), Some(value), "{} {name}", option.name);
            }
            assert_eq!(told["whole"], option.whole);
        }
    }
}
