//! Random transformers, written as files of weights, and texts that they write.

#![allow(dead_code, clippy::expect_used, reason = "a part is used by each test")]

use safetensors::tensor::TensorView;
use safetensors::{Dtype, serialize};
use tokenarium::generate::decode::{Decoding, Limits, Options, Step};
use tokenarium::generate::philox::philox;
use tokenarium::generate::strategy::Proposer;
use tokenarium::nn::models::transformer::Transformer;
use tokenarium::nn::models::transformer::cache::Cache;

/// Sizes of a random transformer.
#[derive(Clone, Copy)]
pub(crate) struct Sizes {
    pub(crate) heads: usize,
    pub(crate) layers: usize,
    pub(crate) context: usize,
    pub(crate) vocabulary: usize,
    pub(crate) end: Option<u32>,
}

/// One head, two layers, an odd vocabulary.
pub(crate) const SMALL: Sizes = Sizes { heads: 1, layers: 2, context: 96, vocabulary: 61, end: Some(60) };

/// A file of random weights. `loud` is about how far logits are apart.
pub(crate) fn weights(sizes: Sizes, seed: u64, loud: f32) -> Vec<u8> {
    let width = 64 * sizes.heads;
    let mut tensors: Vec<(String, Dtype, Vec<usize>, Vec<u8>)> = Vec::new();
    let mut count = 0;
    let mut bytes = |length: usize| {
        count += 1;
        let words = (0..length.div_ceil(16) as u32).flat_map(|block| philox(seed, [count, block, 0, 0]));
        let mut bytes: Vec<u8> = words.flat_map(u32::to_le_bytes).collect();
        bytes.truncate(length);
        bytes
    };
    let mut matrix = |name: &str, out: usize, depth: usize, scale: f32| {
        tensors.push((format!("{name}.weight"), Dtype::I8, vec![out, depth], bytes(out * depth)));
        let scales = (0..out).flat_map(|row| (scale * (1.0 + (row % 7) as f32 / 7.0)).to_le_bytes());
        tensors.push((format!("{name}.scale"), Dtype::F32, vec![out], scales.collect()));
    };
    // A product with random bytes of deviation 74 over rows of unit size.
    let unit = |depth: usize| 1.0 / (74.0 * (depth as f32).sqrt());
    matrix("embedding", sizes.vocabulary, width, loud * unit(width));
    for layer in 0..sizes.layers {
        for (name, out, depth) in [
            ("qkv", 3 * width, width),
            ("projection", width, width),
            ("up", 4 * width, width),
            ("down", width, 4 * width),
        ] {
            matrix(&format!("layers.{layer}.{name}"), out, depth, unit(depth));
        }
    }
    let norms = (0..sizes.layers)
        .flat_map(|layer| [format!("layers.{layer}.attention_norm"), format!("layers.{layer}.mlp_norm")]);
    for name in norms.chain(["norm".to_owned()]) {
        let gains = (0..width).flat_map(|at| (0.8 + (at % 5) as f32 / 10.0).to_le_bytes());
        tensors.push((format!("{name}.weight"), Dtype::F32, vec![width], gains.collect()));
    }
    let metadata = [
        ("architecture", "transformer".to_owned()),
        ("attention", "causal".to_owned()),
        ("width", width.to_string()),
        ("layers", sizes.layers.to_string()),
        ("heads", sizes.heads.to_string()),
        ("context", sizes.context.to_string()),
        ("vocabulary", sizes.vocabulary.to_string()),
        ("tokenizer", "none".to_owned()),
    ];
    let end = sizes.end.map(|end| ("end", end.to_string()));
    let metadata = metadata.into_iter().chain(end).map(|(key, value)| (key.to_owned(), value)).collect();
    let views = tensors.iter().map(|(name, dtype, shape, data)| {
        (name, TensorView::new(*dtype, shape.clone(), data).expect("the sizes agree"))
    });
    serialize(views, Some(metadata)).expect("it can be written")
}

/// A random transformer.
pub(crate) fn model(sizes: Sizes, seed: u64) -> Transformer {
    Transformer::read(&weights(sizes, seed, 3.0)).expect("it is a transformer")
}

/// What the loop needs to know of a model.
pub(crate) fn limits(model: &Transformer) -> Limits {
    let config = model.config();
    Limits { context: config.context, vocabulary: config.vocabulary, end: config.end }
}

/// All steps of a text.
pub(crate) fn write(
    model: &mut Transformer,
    prompt: &[u32],
    options: Options,
    proposer: Box<dyn Proposer>,
) -> Vec<Step> {
    let mut cache = model.cache();
    write_on(model, &mut cache, prompt, options, proposer)
}

/// All steps of a text, with a cache that may hold something.
pub(crate) fn write_on(
    model: &mut Transformer,
    cache: &mut Cache,
    prompt: &[u32],
    options: Options,
    proposer: Box<dyn Proposer>,
) -> Vec<Step> {
    let mut decoding = Decoding::new(prompt, options, limits(model), proposer).expect("the prompt fits");
    let mut steps = Vec::new();
    while let Some(batch) = decoding.next_batch().expect("it goes on") {
        let taken = decoding.take(model.pass(cache, &batch).expect("the batch fits"));
        model.keep(cache, taken.keep.at, &taken.keep.path).expect("it is in the cache");
        steps.extend(taken.step);
    }
    if !steps.is_empty() {
        assert_eq!(cache.len(), decoding.tokens().len() - 1, "all but the last token are cached");
    }
    steps
}

/// The ids of all steps.
pub(crate) fn ids(steps: &[Step]) -> Vec<u32> {
    steps.iter().flat_map(|step| &step.tokens).map(|token| token.id).collect()
}

/// Some ids of a seed.
pub(crate) fn some_ids(seed: u64, count: usize, below: u32) -> Vec<u32> {
    (0..count as u32).map(|at| philox(seed, [at, 9, 9, 9])[0] % below).collect()
}
