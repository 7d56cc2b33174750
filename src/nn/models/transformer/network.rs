//! The network as a plan: its weights in buffers, and the steps of a pass over so many rows.
//!
//! The buffers are made once; the steps are written anew for each pass, because the number of rows and the length of the
//! cache are among their parameters. That moves no weights and costs a few microseconds.

use super::batch::Batch;
use super::config::{Config, HEAD, WIDENING};
use crate::cpu::matmul::PANEL;
use crate::nn::buffer::{Buffer, Kind};
use crate::nn::error::PlanError;
use crate::nn::kernels::named;
use crate::nn::plan::{BufferId, Plan};
use crate::nn::safetensors::{ByteMatrix, Weights, WeightsError};

/// Rows that a pass may have.
pub const MAX_ROWS: usize = 128;
/// Steps of a layer, and those before and after all layers.
const LAYER_STEPS: usize = 9;
const OTHER_STEPS: usize = 4;
/// Added to mean squares.
const EPSILON: f32 = 1e-5;
/// The base of the angles that positions turn by.
const ROTARY_BASE: f64 = 10_000.0;
/// The activation, and what follows a product, by their numbers.
const GELU: usize = 1;
const RESIDUAL: usize = 2;

struct Layer {
    attention_norm: BufferId,
    qkv: BufferId,
    projection: BufferId,
    mlp_norm: BufferId,
    up: BufferId,
    down: BufferId,
    cache: BufferId,
}

/// Buffers that a caller writes and reads.
pub struct Ports {
    /// Words: the id of each row.
    pub ids: BufferId,
    /// Words: the position of each row.
    pub positions: BufferId,
    /// Words: bit sets, whole words for each row.
    pub visible: BufferId,
    /// Words: the rows whose logits are wanted.
    pub wanted: BufferId,
    /// Words: the path to keep of the rows that came last.
    pub path: BufferId,
    /// Floats: `[wanted row, id]`.
    pub logits: BufferId,
}

struct Rows {
    x: [BufferId; 3],
    normed: BufferId,
    triple: BufferId,
    turned: BufferId,
    attended: BufferId,
    hidden: BufferId,
    /// Any float, where a residual would be.
    unused: BufferId,
}

/// Sizes, buffers and the plan of the last pass.
pub struct Network {
    config: Config,
    plan: Plan,
    ports: Ports,
    rows: Rows,
    layers: Vec<Layer>,
    norm: BufferId,
    embedding: BufferId,
    head: BufferId,
    turns: BufferId,
}

/// What a buffer holds from the beginning.
pub type Constants = Vec<(BufferId, Buffer)>;

impl Network {
    /// The network of a file, and its weights as the buffers hold them.
    ///
    /// # Errors
    /// What is missing in the file or is not what a transformer needs.
    pub fn read(weights: &Weights<'_>) -> Result<(Self, Constants), WeightsError> {
        let config = Config::read(weights)?;
        let Config { width, vocabulary, .. } = config;
        let mut making = Making { plan: Plan::new(), constants: Vec::new() };
        let capacity = capacity(&config);
        let layers = (0..config.layers).map(|number| {
            let name = |part: &str| format!("layers.{number}.{part}");
            Ok(Layer {
                attention_norm: making.gains(weights, &name("attention_norm"), width)?,
                qkv: making.linear(weights, &name("qkv"), 3 * width, width)?,
                projection: making.linear(weights, &name("projection"), width, width)?,
                mlp_norm: making.gains(weights, &name("mlp_norm"), width)?,
                up: making.linear(weights, &name("up"), WIDENING * width, width)?,
                down: making.linear(weights, &name("down"), width, WIDENING * width)?,
                cache: making.plan.buffer(Kind::Floats, 2 * width * capacity),
            })
        });
        let layers = layers.collect::<Result<Vec<_>, WeightsError>>()?;
        let norm = making.gains(weights, "norm", width)?;
        let matrix = weights.matrix("embedding", vocabulary, width)?;
        let embedding = making.constant(Buffer::Floats(floats(&matrix, width)));
        let head = making.constant(panels(&matrix, width));
        let turns = making.constant(Buffer::Floats(turns(config.context)));
        let mut plan = making.plan;
        let mut floats = |features: usize| plan.buffer(Kind::Floats, MAX_ROWS * features);
        let rows = Rows {
            x: [floats(width), floats(width), floats(width)],
            normed: floats(width),
            triple: floats(3 * width),
            turned: floats(3 * width),
            attended: floats(width),
            hidden: floats(WIDENING * width),
            unused: plan.buffer(Kind::Floats, 1),
        };
        let mut words = |length: usize| plan.buffer(Kind::Words, length);
        let ports = Ports {
            ids: words(MAX_ROWS),
            positions: words(MAX_ROWS),
            visible: words(MAX_ROWS * MAX_ROWS.div_ceil(32)),
            wanted: words(MAX_ROWS),
            path: words(MAX_ROWS),
            logits: plan.buffer(Kind::Floats, MAX_ROWS * vocabulary),
        };
        Ok((Self { config, plan, ports, rows, layers, norm, embedding, head, turns }, making.constants))
    }

    /// Sizes and special ids.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Where a caller writes and reads.
    pub fn ports(&self) -> &Ports {
        &self.ports
    }

    /// Steps that a pass has at most.
    pub fn most_steps(&self) -> usize {
        LAYER_STEPS * self.layers.len() + OTHER_STEPS
    }

    /// The caches, a layer each.
    pub fn caches(&self) -> impl Iterator<Item = BufferId> {
        self.layers.iter().map(|layer| layer.cache)
    }

    /// Buffers and steps as they were made last.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Makes the steps of a pass of this batch behind `cached` places: everything up to the logits of the wanted rows.
    ///
    /// # Errors
    /// The batch is too large, or there is no room behind the cache.
    pub fn pass(&mut self, batch: &Batch, cached: usize) -> Result<(), PlanError> {
        let Config { width, heads, vocabulary, context, .. } = self.config;
        let (rows, capacity) = (batch.rows(), capacity(&self.config));
        let scale = (1.0 / (HEAD as f32).sqrt()).to_bits() as usize;
        let Rows { x: [mut x, mut other, between], normed, triple, turned, attended, hidden, unused } = self.rows;
        let (plan, ports) = (&mut self.plan, &self.ports);
        plan.clear();
        let mut step =
            |kernel, params: &[usize], inputs: &[BufferId], output| add(plan, kernel, params, inputs, output);
        step("gather", &[rows, width, vocabulary], &[self.embedding, ports.ids], x)?;
        for layer in &self.layers {
            step("rms_norm", &[rows, width, EPSILON.to_bits() as usize], &[x, layer.attention_norm], normed)?;
            step("matmul_byte", &[rows, width, 3 * width], &[normed, layer.qkv, unused], triple)?;
            let turning = [rows, 3 * width, 2 * width, HEAD, context];
            step("rotary", &turning, &[triple, self.turns, ports.positions], turned)?;
            let appended = [rows, 3 * width, width, 2 * width, width, capacity, cached];
            step("append", &appended, &[turned], layer.cache)?;
            let attention = [rows, 3 * width, heads, HEAD, width, capacity, cached, rows, scale];
            step("attention", &attention, &[turned, layer.cache, ports.visible], attended)?;
            step("matmul_byte", &[rows, width, width, 0, RESIDUAL], &[attended, layer.projection, x], between)?;
            step("rms_norm", &[rows, width, EPSILON.to_bits() as usize], &[between, layer.mlp_norm], normed)?;
            step("matmul_byte", &[rows, width, WIDENING * width, GELU], &[normed, layer.up, unused], hidden)?;
            let down = [rows, WIDENING * width, width, 0, RESIDUAL];
            step("matmul_byte", &down, &[hidden, layer.down, between], other)?;
            std::mem::swap(&mut x, &mut other);
        }
        let wanted = batch.wanted.len();
        if wanted > 0 {
            // Rows are taken out as ids take rows out of a table.
            step("gather", &[wanted, width, rows], &[x, ports.wanted], between)?;
            step("rms_norm", &[wanted, width, EPSILON.to_bits() as usize], &[between, self.norm], normed)?;
            step("matmul_byte", &[wanted, width, vocabulary], &[normed, self.head, unused], ports.logits)?;
        }
        Ok(())
    }

    /// Makes the steps that move `count` rows, named by the path, to place `at` of each cache and after it.
    ///
    /// # Errors
    /// The path leads beyond the cache.
    pub fn keep(&mut self, at: usize, count: usize) -> Result<(), PlanError> {
        self.plan.clear();
        for layer in &self.layers {
            let params = [count, self.config.width, capacity(&self.config), at];
            add(&mut self.plan, "keep", &params, &[self.ports.path], layer.cache)?;
        }
        Ok(())
    }
}

/// Places of a cache: the context, and room for rows that are only tried.
pub(super) fn capacity(config: &Config) -> usize {
    config.context + MAX_ROWS
}

fn add(
    plan: &mut Plan,
    kernel: &str,
    params: &[usize],
    inputs: &[BufferId],
    output: BufferId,
) -> Result<(), PlanError> {
    let kernel =
        named(kernel).ok_or(PlanError::Wiring { kernel: "a transformer's", problem: "it is not in the table" })?;
    let params: Vec<u32> = params.iter().map(|&value| value as u32).collect();
    plan.step(kernel, &params, inputs, output)
}

struct Making {
    plan: Plan,
    constants: Constants,
}

impl Making {
    fn constant(&mut self, values: Buffer) -> BufferId {
        let kind = match values {
            Buffer::Floats(_) => Kind::Floats,
            Buffer::Words(_) => Kind::Words,
        };
        let id = self.plan.buffer(kind, values.len());
        self.constants.push((id, values));
        id
    }

    fn gains(&mut self, weights: &Weights<'_>, name: &str, width: usize) -> Result<BufferId, WeightsError> {
        Ok(self.constant(Buffer::Floats(weights.floats(&format!("{name}.weight"), &[width])?)))
    }

    fn linear(
        &mut self,
        weights: &Weights<'_>,
        name: &str,
        out: usize,
        depth: usize,
    ) -> Result<BufferId, WeightsError> {
        Ok(self.constant(panels(&weights.matrix(name, out, depth)?, depth)))
    }
}

/// A matrix `[out, depth]` in panels of eight outputs, then the scales, then biases of zero.
fn panels(matrix: &ByteMatrix<'_>, depth: usize) -> Buffer {
    let out = matrix.scales.len();
    let padded = out.next_multiple_of(PANEL);
    let mut bytes = vec![0; padded * depth];
    for (number, row) in matrix.weights.chunks_exact(depth).enumerate() {
        let panel = &mut bytes[number / PANEL * depth * PANEL..][..depth * PANEL];
        for (eight, &weight) in panel.chunks_exact_mut(PANEL).zip(row) {
            eight[number % PANEL] = weight;
        }
    }
    let (words, _) = bytes.as_chunks::<4>();
    let mut packed: Vec<u32> = words.iter().map(|word| u32::from_le_bytes(*word)).collect();
    packed.extend(matrix.scales.iter().map(|scale| scale.to_bits()));
    packed.resize(padded * depth / 4 + 2 * padded, 0);
    Buffer::Words(packed)
}

/// A matrix of bytes as floats.
fn floats(matrix: &ByteMatrix<'_>, columns: usize) -> Vec<f32> {
    let rows = matrix.weights.chunks_exact(columns).zip(&matrix.scales);
    rows.flat_map(|(row, scale)| row.iter().map(move |&byte| f32::from(byte as i8) * scale)).collect()
}

/// Cosines, then sines, of what each pair of features turns by at each position.
fn turns(positions: usize) -> Vec<f32> {
    let pairs = HEAD / 2;
    let speed = |pair: usize| libm::pow(ROTARY_BASE, -(pair as f64) / pairs as f64);
    let speeds: Vec<f64> = (0..pairs).map(speed).collect();
    let turns = (0..positions).flat_map(|position| {
        let angles = speeds.iter().map(move |speed| position as f64 * speed);
        angles.clone().map(|angle| libm::cos(angle) as f32).chain(angles.map(|angle| libm::sin(angle) as f32))
    });
    turns.collect()
}
