//! Image tokenizers from outside: ids to picture and back, bounds of ids, measures against scikit-image.

#![allow(clippy::expect_used, reason = "tests")]

mod shipped_components;

use proptest::prelude::*;
use tokenarium::image::catalog::{CATALOG, entry};
use tokenarium::image::error::ImageError;
use tokenarium::image::layout::{Layout, Primitive};
use tokenarium::image::measures::{Measures, Measuring};
use tokenarium::image::picture::{Picture, Size};
use tokenarium::image::tokenizer::{Coded, ImageTokenizer, decoding};
use tokenarium::job::Step;

fn picture(width: u32, height: u32, sample: impl Fn(usize) -> u8) -> Picture {
    shipped_components::provide();
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
    prefix(tokenizer, size, coded, usize::MAX)
}

fn prefix(tokenizer: &dyn ImageTokenizer, size: Size, coded: Coded, keep: usize) -> Result<Picture, ImageError> {
    let mut decoding = decoding(tokenizer, size, Box::new(coded.ids), &coded.side, keep)?;
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
        shipped_components::provide();
        let size = Size::new(20, 20).expect("small");
        let tokenizer = CATALOG[which].make(&[]).expect("defaults are in bounds");
        let mut coded = encode(tokenizer.as_ref(), &Picture::black(size), 1000);
        let place = at.index(coded.ids.len());
        coded.ids[place] = u32::MAX;
        let alphabets = tokenizer.alphabets(&coded.side);
        let alphabet = alphabets[place % alphabets.len()];
        prop_assert_eq!(
            decode(tokenizer.as_ref(), size, coded.clone()),
            Err(ImageError::UnknownId { id: u32::MAX, position: place, size: alphabet })
        );
        coded.ids[place] = 0;
        coded.ids.pop();
        let expected = coded.ids.len() + 1;
        let error = decode(tokenizer.as_ref(), size, coded).err();
        match tokenizer.layout(size, expected) {
            Layout::Ordered { .. } => prop_assert_eq!(error, None),
            _ => prop_assert!(matches!(error, Some(ImageError::Count { got, .. }) if got + 1 == expected), "{error:?}"),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn reversible_wavelets_lose_nothing(
        name in prop::sample::select(vec!["wavelet-haar", "wavelet-5-3"]), levels in 1_u32..=8,
        width in 1_u32..70, height in 1_u32..70, seed: u64,
    ) {
        let picture = picture(width, height, |at| (seed.wrapping_mul(at as u64 * 2 + 1) >> 40) as u8);
        let tokenizer = entry(name).and_then(|e| e.make(&[("levels".into(), levels.into())])).expect("in bounds");
        let coded = encode(tokenizer.as_ref(), &picture, 100);
        prop_assert_eq!(decode(tokenizer.as_ref(), picture.size(), coded).expect("its own ids"), picture);
    }

    /// A stream may be cut, prolonged, or be noise: a picture comes of it.
    #[test]
    fn any_bits_are_a_picture(
        name in prop::sample::select(vec!["wavelet-haar", "wavelet-5-3", "wavelet-9-7"]),
        width in 1_u32..40, height in 1_u32..40, ids in prop::collection::vec(0_u32..2, 0..3000), planes in 0_u8..=24,
    ) {
        let size = Size::new(width, height).expect("small");
        let tokenizer = entry(name).and_then(|e| e.make(&[])).expect("defaults are in bounds");
        let coded = Coded { ids, side: vec![planes] };
        prop_assert_eq!(tokenizer.regions(size, &coded).len(), coded.ids.len());
        prop_assert!(decode(tokenizer.as_ref(), size, coded.clone()).is_ok());
        let unknown = Coded { side: vec![planes, 0], ..coded };
        let refused = decode(tokenizer.as_ref(), size, unknown);
        let told = matches!(refused, Err(ImageError::Side { .. }));
        prop_assert!(told, "{refused:?}");
    }
}

/// A picture with edges and slopes.
fn scene(width: u32, height: u32) -> Picture {
    let row = 4 * width as usize;
    picture(width, height, |at| {
        let (x, y, channel) = (at % row / 4, at / row, at % 4);
        let disc = (x as i64 - 40).pow(2) + (y as i64 - 30).pow(2) < 400;
        ((x * 2 + y * (channel + 1)) % 160 + if disc { 90 } else { 0 }) as u8
    })
}

/// What each tokenizer makes of [`scene`], so that a browser can be held to the same (`image-tokenizers.test.ts`): FNV-1a
/// sums of the ids, the side information and the picture that comes back. Run with `WRITE_GOLDEN=1` to write them anew.
#[test]
fn ids_are_the_same_on_every_machine() {
    let picture = scene(96, 64);
    let sums: serde_json::Map<String, serde_json::Value> = CATALOG
        .iter()
        .map(|entry| {
            let tokenizer = entry.make(&[]).expect("defaults are in bounds");
            let coded = encode(tokenizer.as_ref(), &picture, 3000);
            let ids: Vec<u8> = coded.ids.iter().flat_map(|id| id.to_le_bytes()).collect();
            let (count, side) = (coded.ids.len(), coded.side.clone());
            let back = decode(tokenizer.as_ref(), picture.size(), coded).expect("its own ids");
            let back: Vec<u8> = back.rgba_strips(1000).flatten().collect();
            let sums = serde_json::json!({ "count": count, "ids": fnv(&ids), "side": fnv(&side), "back": fnv(&back) });
            (entry.name.to_owned(), sums)
        })
        .collect();
    if std::env::var_os("WRITE_GOLDEN").is_some() {
        let text = serde_json::to_string_pretty(&sums).expect("plain data") + "\n";
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/image/ids.json"), text).expect("written");
        return;
    }
    let golden: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(include_str!("golden/image/ids.json")).expect("the golden file");
    assert_eq!(sums, golden);
}

fn fnv(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811C_9DC5, |sum, &byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Pixels that a token paints lie within its region, where changing it changes nothing but what it paints.
#[test]
fn a_changed_token_changes_its_region_alone() {
    let picture = scene(96, 64);
    for entry in &CATALOG {
        let tokenizer = entry.make(&[]).expect("defaults are in bounds");
        let coded = encode(tokenizer.as_ref(), &picture, 1000);
        let layout = tokenizer.layout(picture.size(), coded.ids.len());
        let (regions, alphabets) = (tokenizer.regions(picture.size(), &coded), tokenizer.alphabets(&coded.side));
        assert_eq!(regions.len(), layout.cells(), "{}", entry.name);
        // A level under others and a bit of a stream change how later ones are read; a Gaussian fades without end.
        if matches!(
            layout,
            Layout::Ordered { .. } | Layout::Pyramid { .. } | Layout::Primitives { of: Primitive::Gaussian, .. }
        ) {
            continue;
        }
        let before = decode(tokenizer.as_ref(), picture.size(), coded.clone()).expect("its own ids");
        for cell in [0, layout.cells() / 3, layout.cells() - 1] {
            let mut changed = coded.clone();
            let position = cell * layout.depth();
            changed.ids[position] = (changed.ids[position] + 1) % alphabets[position % alphabets.len()];
            let after = decode(tokenizer.as_ref(), picture.size(), changed).expect("ids in bounds");
            let region = regions[cell];
            for (at, (a, b)) in before.samples().chunks(3).zip(after.samples().chunks(3)).enumerate() {
                let (x, y) = (at % 96, at / 96);
                let inside = (region.x..region.x + region.width).contains(&x)
                    && (region.y..region.y + region.height).contains(&y);
                assert!(inside || a == b, "{}: cell {cell} changes ({x}, {y}), outside {region:?}", entry.name);
            }
        }
    }
}

/// The leaves of a tree cover each pixel once, and more leaves are nearer.
#[test]
fn leaves_tile_the_picture() {
    for name in ["quadtree", "halves", "edges"] {
        for (width, height) in [(1, 1), (37, 20), (64, 64)] {
            let picture = scene(width, height);
            let mut before = 0.0;
            for leaves in [4, 50, 500] {
                let tokenizer =
                    entry(name).and_then(|e| e.make(&[("leaves".into(), leaves.into())])).expect("in bounds");
                let coded = encode(tokenizer.as_ref(), &picture, 100);
                let regions = tokenizer.regions(picture.size(), &coded);
                assert!(regions.len() <= leaves as usize);
                let mut covered = vec![0; picture.size().area()];
                for region in regions {
                    for y in region.y..region.y + region.height {
                        for x in region.x..region.x + region.width {
                            covered[y * width as usize + x] += 1;
                        }
                    }
                }
                assert!(covered.iter().all(|&times| times == 1), "{name} {width} × {height}");
                let back = decode(tokenizer.as_ref(), picture.size(), coded).expect("its own ids");
                let now = measure(&picture, &back).psnr;
                assert!(now >= before, "{name} {width} × {height}: {now} after {before}");
                before = now;
            }
        }
    }
}

/// A large photograph is taken and worked on slice by slice, or refused with the limit.
#[test]
fn large_pictures_are_taken_or_refused_with_the_limit() {
    let picture = Picture::black(Size::new(6000, 4000).expect("within the bounds"));
    for entry in &CATALOG {
        let tokenizer = entry.make(&[]).expect("defaults are in bounds");
        match tokenizer.encode(picture.clone()) {
            Ok(mut encoding) => assert!(matches!(encoding.step(0), Step::Progress { .. }), "{}", entry.name),
            Err(error) => assert_eq!(error, ImageError::Area { got: 24, most: 4 }, "{}", entry.name),
        }
    }
}

/// Levels of least error are nearer than levels of equal shares.
#[test]
fn the_rule_of_least_error_is_the_nearest() {
    let picture = scene(128, 96);
    let quality = [0.0, 1.0].map(|rule| {
        let tokenizer = entry("pca-levels").and_then(|e| e.make(&[("rule".into(), rule)])).expect("in bounds");
        let coded = encode(tokenizer.as_ref(), &picture, 1000);
        measure(&picture, &decode(tokenizer.as_ref(), picture.size(), coded).expect("its own ids")).psnr
    });
    assert!(quality[0] > quality[1], "{quality:?}");
}

/// Groups of balanced components are better than groups of raw samples.
#[test]
fn balanced_groups_beat_raw_ones() {
    let picture = scene(128, 96);
    let quality = [1.0, 0.0].map(|balanced| {
        let options = [("balanced".into(), balanced), ("codes".into(), 16.0)];
        let tokenizer = entry("product").and_then(|e| e.make(&options)).expect("in bounds");
        let coded = encode(tokenizer.as_ref(), &picture, 1000);
        measure(&picture, &decode(tokenizer.as_ref(), picture.size(), coded).expect("its own ids")).psnr
    });
    assert!(quality[0] > quality[1] + 0.5, "{quality:?}");
}

/// Twice as many leading parts are nearer to the picture, wherever leading parts decode.
#[test]
fn longer_prefixes_come_nearer() {
    let picture = scene(96, 64);
    for entry in &CATALOG {
        let tokenizer = entry.make(&[]).expect("defaults are in bounds");
        let coded = encode(tokenizer.as_ref(), &picture, 1000);
        let stops = tokenizer.stops(tokenizer.layout(picture.size(), coded.ids.len()));
        let keeps = std::iter::successors(Some(stops), |keep| (*keep > 1).then_some(keep / 2)).take(7);
        let quality: Vec<f64> = keeps
            .map(|keep| {
                let back = prefix(tokenizer.as_ref(), picture.size(), coded.clone(), keep);
                measure(&picture, &back.expect("its own ids")).psnr
            })
            .collect();
        assert!(quality.is_sorted_by(|more, less| more >= less), "{}: {quality:?}", entry.name);
    }
}

#[test]
fn ids_taken_slice_by_slice_are_the_same() {
    let picture = picture(61, 37, |at| (at * at % 251) as u8);
    for entry in &CATALOG {
        let tokenizer = entry.make(&[]).expect("defaults are in bounds");
        let mut encoding = tokenizer.encode(picture.clone()).expect("not too large");
        let mut ids = Vec::new();
        while encoding.step(200) != Step::Done {
            ids.append(&mut encoding.drain());
        }
        ids.append(&mut encoding.drain());
        let mut rest = encoding.finish();
        ids.append(&mut rest.ids);
        assert_eq!(ids, encode(tokenizer.as_ref(), &picture, u64::MAX).ids, "{}", entry.name);
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
        let rate = told["rate"].as_str();
        assert!(rate.is_none_or(|rate| entry.options.iter().any(|option| option.name == rate)), "{}", entry.name);
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

/// The hash that the page holds the file to is the file's.
#[test]
fn the_shipped_components_are_those_that_the_page_asks_for() {
    use sha2::Digest;
    let shipped: &[u8] = include_bytes!("../www/data/emoji.components");
    let told: serde_json::Value =
        serde_json::from_str(include_str!("../www/api/image-constants.json")).expect("the constants");
    let told = &told["components"];
    assert_eq!(told["bytes"], shipped.len());
    assert!(shipped.len() < 1_000_000);
    let hash: String = sha2::Sha256::digest(shipped).iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(told["sha256"], hash);
}

/// Ordered ids: more of them are nearer, and each changes the picture everywhere.
#[test]
fn leading_ids_of_a_whole_picture_are_coarse_to_fine() {
    let picture = scene(64, 64);
    let tokenizer = entry("whole-pca").and_then(|entry| entry.make(&[])).expect("defaults");
    let coded = encode(tokenizer.as_ref(), &picture, 1000);
    let error = |keep| {
        let back = prefix(tokenizer.as_ref(), picture.size(), coded.clone(), keep).expect("its own ids");
        measure(&picture, &back).psnr
    };
    let psnr = [0, 4, 32, 200, coded.ids.len()].map(error);
    assert!(psnr.is_sorted(), "{psnr:?}");
    assert!(psnr[4] > 15.0, "{psnr:?}");
}
