//! The plans: a product, and a transformer of pre-norm layers with full attention.

use tokenarium::cpu::matmul::PANEL;
use tokenarium::nn::buffer::{Buffer, Kind};
use tokenarium::nn::error::PlanError;
use tokenarium::nn::kernel::Kernel;
use tokenarium::nn::kernels::named;
use tokenarium::nn::plan::{BufferId, Plan};

use super::Forward;

/// Sizes of the transformer, as `models.mjs` has them.
const WIDTH: usize = 256;
const HEADS: usize = 4;
const HIDDEN: usize = 4 * WIDTH;
const HEAD: usize = WIDTH / HEADS;
const EPSILON: f32 = 1e-5;

/// Numbers of activations and of what follows a product.
const GELU: u32 = 1;
const BIAS: u32 = 1;
const RESIDUAL: u32 = 2;

pub(super) fn product(rows: usize, depth: usize, columns: usize, weights: &[f32]) -> Result<Forward, PlanError> {
    let mut making = Making::default();
    let input = making.plan.buffer(Kind::Floats, rows * depth);
    let weights = making.linear(weights, &[], depth, columns);
    let output = making.plan.buffer(Kind::Floats, rows * columns);
    let unused = making.plan.buffer(Kind::Floats, 1);
    making.step("matmul", &[rows, depth, columns, 0, 0], &[input, weights, unused], output)?;
    Ok(making.finish(input, output))
}

/// `weights` holds for each layer, in this order: gains and biases of the first norm; weights and biases of queries, keys
/// and values; of the projection; gains and biases of the second norm; weights and biases of both products of the
/// perceptron.
pub(super) fn transformer(tokens: usize, layers: usize, weights: &[f32]) -> Result<Forward, PlanError> {
    let mut making = Making::default();
    let mut weights = Weights(weights);
    let floats = |making: &mut Making, features: usize| making.plan.buffer(Kind::Floats, tokens * features);
    let input = floats(&mut making, WIDTH);
    let (normed, attended, between) =
        (floats(&mut making, WIDTH), floats(&mut making, WIDTH), floats(&mut making, WIDTH));
    let (triple, hidden) = (floats(&mut making, 3 * WIDTH), floats(&mut making, HIDDEN));
    let outputs = [floats(&mut making, WIDTH), floats(&mut making, WIDTH)];
    let cache = making.plan.buffer(Kind::Floats, 2 * WIDTH * tokens);
    let unused = making.plan.buffer(Kind::Floats, 1);
    let no_bits = making.plan.buffer(Kind::Words, 1);
    let mut x = input;
    for layer in 0..layers {
        let norm = |making: &mut Making, weights: &mut Weights, x| -> Result<(), PlanError> {
            let gain_bias = making.constant(weights.take(2 * WIDTH).to_vec());
            making.step("layer_norm", &[tokens, WIDTH, EPSILON.to_bits() as usize], &[x, gain_bias], normed)
        };
        norm(&mut making, &mut weights, x)?;
        let qkv = weights.linear(&mut making, WIDTH, 3 * WIDTH);
        making.step("matmul", &[tokens, WIDTH, 3 * WIDTH, 0, BIAS as usize], &[normed, qkv, unused], triple)?;
        making.step("append", &[tokens, 3 * WIDTH, WIDTH, 2 * WIDTH, WIDTH, tokens, 0], &[triple], cache)?;
        let scale = (1.0 / (HEAD as f32).sqrt()).to_bits() as usize;
        let sizes = [tokens, 3 * WIDTH, HEADS, HEAD, WIDTH, tokens, tokens, 0, scale];
        making.step("attention", &sizes, &[triple, cache, no_bits], attended)?;
        let projection = weights.linear(&mut making, WIDTH, WIDTH);
        let follows = (BIAS | RESIDUAL) as usize;
        making.step("matmul", &[tokens, WIDTH, WIDTH, 0, follows], &[attended, projection, x], between)?;
        norm(&mut making, &mut weights, between)?;
        let up = weights.linear(&mut making, WIDTH, HIDDEN);
        let activated = [tokens, WIDTH, HIDDEN, GELU as usize, BIAS as usize];
        making.step("matmul", &activated, &[normed, up, unused], hidden)?;
        let down = weights.linear(&mut making, HIDDEN, WIDTH);
        // Two in turn: a step may not write what it reads.
        let output = outputs[layer % 2];
        making.step("matmul", &[tokens, HIDDEN, WIDTH, 0, follows], &[hidden, down, between], output)?;
        x = output;
    }
    Ok(making.finish(input, x))
}

/// Weights that are taken one after the other.
struct Weights<'a>(&'a [f32]);

impl<'a> Weights<'a> {
    fn take(&mut self, count: usize) -> &'a [f32] {
        let (taken, rest) = self.0.split_at(count);
        self.0 = rest;
        taken
    }

    fn linear(&mut self, making: &mut Making, depth: usize, columns: usize) -> BufferId {
        let (weights, bias) = (self.take(depth * columns), self.take(columns));
        making.linear(weights, bias, depth, columns)
    }
}

#[derive(Default)]
struct Making {
    plan: Plan,
    constants: Vec<(BufferId, Buffer)>,
}

impl Making {
    fn constant(&mut self, values: Vec<f32>) -> BufferId {
        let id = self.plan.buffer(Kind::Floats, values.len());
        self.constants.push((id, Buffer::Floats(values)));
        id
    }

    /// `[depth, columns]` in panels of eight columns, the biases behind.
    fn linear(&mut self, weights: &[f32], bias: &[f32], depth: usize, columns: usize) -> BufferId {
        let padded = columns.next_multiple_of(PANEL);
        let mut packed = vec![0.0; padded * (depth + 1)];
        for (k, row) in weights.chunks_exact(columns).enumerate() {
            for (column, &weight) in row.iter().enumerate() {
                packed[(column / PANEL * depth + k) * PANEL + column % PANEL] = weight;
            }
        }
        packed[padded * depth..][..bias.len()].copy_from_slice(bias);
        self.constant(packed)
    }

    fn step(&mut self, kernel: &str, params: &[usize], inputs: &[BufferId], output: BufferId) -> Result<(), PlanError> {
        let kernel: &'static Kernel =
            named(kernel).ok_or(PlanError::Wiring { kernel: "the bench's", problem: "there is no such kernel" })?;
        let params: Vec<u32> = params.iter().map(|&value| value as u32).collect();
        self.plan.step(kernel, &params, inputs, output)
    }

    fn finish(self, input: BufferId, output: BufferId) -> Forward {
        let mut memory = self.plan.memory();
        for (id, values) in &self.constants {
            memory[id.index()] = values.clone();
        }
        Forward { plan: self.plan, memory, constants: self.constants, input, output }
    }
}
