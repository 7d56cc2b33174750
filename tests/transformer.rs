//! The transformer on the CPU: rows with the same bits in any company, a cache that is as good as reading everything
//! anew, files that are refused in words.

#![allow(clippy::expect_used, reason = "tests")]

mod generate_support;

use std::fs;

use generate_support::{SMALL, Sizes, model, some_ids, weights};
use proptest::prelude::*;
use safetensors::SafeTensors;
use tokenarium::nn::models::transformer::Transformer;
use tokenarium::nn::models::transformer::batch::Batch;
use tokenarium::nn::models::transformer::cache::Cache;

const WIDE: Sizes = Sizes { heads: 2, layers: 3, context: 160, vocabulary: 100, end: None };

fn bits(logits: &[f32]) -> Vec<u32> {
    logits.iter().map(|logit| logit.to_bits()).collect()
}

/// The logits behind the last of some ids, read one after the other.
fn alone(model: &mut Transformer, ids: &[u32]) -> Vec<u32> {
    let mut cache = model.cache();
    let mut last = Vec::new();
    for (position, id) in ids.iter().enumerate() {
        last = bits(model.pass(&mut cache, &Batch::run(&[*id], position).wanting([0])).expect("it fits"));
    }
    last
}

/// What PyTorch gives for weights and ids (`training/goldens.py`): the first logits row by row, and how many there are.
fn golden(name: &str) -> (Vec<u32>, Vec<f32>) {
    let file = fs::read(format!("tests/golden/generate/{name}-logits.safetensors")).expect("it is committed");
    let tensors = SafeTensors::deserialize(&file).expect("it is a file of the format");
    let words = |name: &str| {
        let view = tensors.tensor(name).expect("it is there");
        view.data().as_chunks::<4>().0.to_vec()
    };
    let ids = words("ids").into_iter().map(u32::from_le_bytes);
    (ids.collect(), words("causal").into_iter().map(f32::from_le_bytes).collect())
}

#[test]
fn logits_are_those_of_pytorch() {
    for name in ["one-head", "two-heads"] {
        let file = fs::read(format!("tests/golden/generate/{name}.safetensors")).expect("it is committed");
        let mut model = Transformer::read(&file).expect("it is a transformer");
        let (ids, right) = golden(name);
        let mut cache = model.cache();
        let logits = model.pass(&mut cache, &Batch::run(&ids, 0).wanting(0..ids.len())).expect("it fits");
        assert_eq!(logits.len(), right.len());
        let apart = logits.iter().zip(&right).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        let largest = right.iter().fold(0.0, |largest: f32, logit| largest.max(logit.abs()));
        assert!(apart < 1e-4 && largest > 1.0, "{name}: {apart:e} apart, the largest {largest}");
    }
}

#[test]
fn a_row_has_the_same_bits_in_any_company() {
    let mut model = model(WIDE, 1);
    let ids = some_ids(4, 77, 100);
    let mut cache = model.cache();
    let together = bits(model.pass(&mut cache, &Batch::run(&ids, 0).wanting(0..77)).expect("it fits"));
    for length in [1, 2, 33, 77] {
        assert_eq!(alone(&mut model, &ids[..length]), together[(length - 1) * 100..length * 100], "{length} rows");
    }
}

#[test]
fn a_branch_of_a_tree_is_read_as_if_it_were_alone() {
    let mut model = model(WIDE, 2);
    let prompt = some_ids(5, 40, 100);
    let mut cache = model.cache();
    model.pass(&mut cache, &Batch::run(&prompt[..39], 0)).expect("it fits");
    let nodes = [(7, None), (8, None), (9, Some(0)), (10, Some(1)), (11, Some(3)), (12, Some(2)), (13, Some(0))];
    let batch = Batch::tree(&prompt[39..], 39, &nodes).wanting(0..8);
    let rows = bits(model.pass(&mut cache, &batch).expect("it fits"));
    for (node, path) in [(4, vec![8, 10, 11]), (5, vec![7, 9, 12]), (6, vec![7, 13])] {
        let text = [&prompt[..], &path].concat();
        assert_eq!(alone(&mut model, &text), rows[(node + 1) * 100..(node + 2) * 100], "node {node}");
    }
}

#[derive(Clone, Debug)]
enum Change {
    Append(usize),
    Keep(usize, Vec<bool>),
    Rollback(usize),
    Branch,
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let change = prop_oneof![
        (1_usize..20).prop_map(Change::Append),
        (1_usize..40, prop::collection::vec(any::<bool>(), 1..12)).prop_map(|(from, kept)| Change::Keep(from, kept)),
        (0_usize..30).prop_map(Change::Rollback),
        Just(Change::Branch),
    ];
    prop::collection::vec(change, 1..10)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Whatever was appended, dropped, moved and rolled back: the next row is what it is behind the tokens that are left.
    /// Tokens in between that go change what the later ones are, so drafts are siblings: rows that see none of the others.
    #[test]
    fn a_cache_is_as_good_as_reading_what_is_left(changes in changes(), seed: u64) {
        let mut model = model(SMALL, 3);
        let mut cache = model.cache();
        let mut left: Vec<u32> = Vec::new();
        let mut others: Vec<(Cache, Vec<u32>)> = Vec::new();
        for (number, change) in changes.iter().enumerate() {
            match change {
                Change::Append(count) => {
                    let count = (*count).min(80_usize.saturating_sub(left.len()));
                    if count > 0 {
                        let ids = some_ids(seed ^ number as u64, count, 60);
                        model.pass(&mut cache, &Batch::run(&ids, left.len())).expect("it fits");
                        left.extend(ids);
                    }
                }
                Change::Keep(first, kept) => {
                    // A chain of which the kept part is a branch: node i follows the last kept node before it.
                    let mut nodes: Vec<(u32, Option<usize>)> = Vec::new();
                    let mut last = None;
                    for (node, keep) in kept.iter().enumerate() {
                        nodes.push(((*first as u32 + node as u32 * 7) % 60, last));
                        if *keep {
                            last = Some(node);
                        }
                    }
                    if left.is_empty() || left.len() + nodes.len() > 85 {
                        continue;
                    }
                    let before = left.len() - 1;
                    cache.rollback(before);
                    model.pass(&mut cache, &Batch::tree(&left[before..], before, &nodes)).expect("it fits");
                    let path: Vec<u32> = (0..nodes.len()).filter(|&node| kept[node]).map(|node| node as u32).collect();
                    model.keep(&mut cache, before + 1, &path).expect("it is there");
                    left.extend(path.iter().map(|&node| nodes[node as usize].0));
                }
                Change::Rollback(count) => {
                    left.truncate(left.len().saturating_sub(*count));
                    cache.rollback(left.len());
                }
                Change::Branch => others.push((cache.branch(), left.clone())),
            }
        }
        others.push((cache, left));
        for (mut cache, mut left) in others {
            prop_assert_eq!(cache.positions(), (0..left.len() as u32).collect::<Vec<_>>());
            let next = Batch::run(&[5], left.len()).wanting([0]);
            let found = bits(model.pass(&mut cache, &next).expect("it fits"));
            left.push(5);
            prop_assert_eq!(found, alone(&mut model, &left));
        }
    }
}

#[test]
fn what_does_not_fit_is_refused_and_the_cache_stays() {
    let mut model = model(SMALL, 1);
    let mut cache = model.cache();
    let mut refused = |batch: &Batch| model.pass(&mut cache, batch).expect_err("it must be refused").to_string();
    assert!(refused(&Batch::default()).contains("1 to 128 rows"));
    assert_eq!(refused(&Batch::run(&[61], 0)), "id 61 is none of the 61 of this model");
    assert!(refused(&Batch::run(&[1], 96)).contains("position 96 is beyond the 96"));
    assert!(refused(&Batch::run(&[1; 129], 0)).contains("129 were given"));
    assert!(refused(&Batch::run(&[1], 0).wanting([1])).contains("rows"));
    assert!(cache.is_empty());
    assert!(model.keep(&mut cache, 0, &[0]).is_err());
}

#[test]
fn a_file_that_is_not_one_is_refused_in_words() {
    let whole = weights(SMALL, 1, 1.0);
    let refused = |file: &[u8]| Transformer::read(file).err().expect("it must be refused").to_string();
    for length in [0, 7, 8, 100, whole.len() - 1] {
        assert!(refused(&whole[..length]).contains("not whole"), "{length} bytes");
    }
    let changed = |from: &str, to: &str| {
        let place = whole.windows(from.len()).position(|part| part == from.as_bytes()).expect("it is in the head");
        let mut file = whole.clone();
        file[place..place + from.len()].copy_from_slice(to.as_bytes());
        refused(&file)
    };
    let said = changed("transformer", "transfarmer");
    assert!(said.contains("architecture is transfarmer; transformer is needed"), "{said}");
    assert!(changed("layers.0.qkv.weight", "layers.0.qkw.weight").contains("no tensor layers.0.qkv.weight"));
    assert!(changed("\"heads\":\"1\"", "\"heads\":\"2\"").contains("2 heads of 64"));
    assert!(changed("\"end\":\"60\"", "\"end\":\"61\"").contains("an id below 61"));
    assert!(changed("\"vocabulary\":\"61\"", "\"vocabulary\":\"62\"").contains("embedding.weight"));
    // Floats lie before bytes.
    let head = whole[..8].iter().rev().fold(0, |length, &byte| length << 8 | usize::from(byte));
    let mut not_finite = whole.clone();
    not_finite[8 + head..12 + head].copy_from_slice(&f32::NAN.to_le_bytes());
    assert!(refused(&not_finite).contains("no finite number"));
}
