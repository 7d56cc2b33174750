//! Decoders of pre-norm layers (Vaswani and others 2017) with rotary positions (Su and others 2021), root mean square
//! norms and a tied head: the language model, its draft, and later configurations of the same network.
//!
//! `x = embedding[id]`; in each layer `x += projection(attention(rotary(qkv(norm(x)))))`, then
//! `x += down(gelu(up(norm(x))))`; logits are `norm(x) · embeddingᵀ`. No biases.
//!
//! - [`config`]: sizes, as a file's metadata say.
//! - [`network`]: the plan of a pass and the buffers that it needs.
//! - [`batch`]: the rows of a pass.
//! - [`cache`]: what was seen before.

pub mod batch;
pub mod cache;
pub mod config;
pub mod network;

use thiserror::Error;

use batch::Batch;
use cache::Cache;
use config::Config;
use network::{MAX_ROWS, Network, capacity};

use crate::nn::buffer::Buffer;
use crate::nn::error::PlanError;
use crate::nn::safetensors::{Weights, WeightsError};

/// Rows that a model cannot take.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ModelError {
    /// The weights are not a transformer's.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// A pass has no rows or more than [`MAX_ROWS`], or its parts do not go together.
    #[error("a pass takes 1 to {MAX_ROWS} rows, each with a position and bits; {0} were given")]
    Rows(usize),
    /// An id that the model does not have.
    #[error("id {id} is none of the {vocabulary} of this model")]
    UnknownId {
        /// The id.
        id: u32,
        /// How many there are.
        vocabulary: usize,
    },
    /// The sequence has become longer than the context.
    #[error("position {position} is beyond the {context} that this model was trained on")]
    Context {
        /// The position.
        position: u32,
        /// How many there are.
        context: usize,
    },
    /// A defect of ours.
    #[error(transparent)]
    Plan(#[from] PlanError),
}

/// A transformer on the CPU.
pub struct Transformer {
    network: Network,
    memory: Vec<Buffer>,
}

impl Transformer {
    /// The transformer of a file of weights.
    ///
    /// # Errors
    /// [`ModelError::Weights`].
    pub fn read(file: &[u8]) -> Result<Self, ModelError> {
        let (network, constants) = Network::read(&Weights::read(file)?)?;
        let mut memory = network.plan().memory();
        for (id, values) in constants {
            memory[id.index()] = values;
        }
        // A sequence brings its own.
        for cache in network.caches() {
            memory[cache.index()] = Buffer::Floats(Vec::new());
        }
        Ok(Self { network, memory })
    }

    /// Sizes and special ids.
    pub fn config(&self) -> &Config {
        self.network.config()
    }

    /// A sequence of which nothing has been seen.
    pub fn cache(&self) -> Cache {
        let config = self.config();
        let layer = Buffer::Floats(vec![0.0; 2 * config.width * capacity(config)]);
        Cache { layers: vec![layer; config.layers], positions: Vec::new() }
    }

    /// One pass: appends the rows to the cache and gives the logits of those that are wanted, `[wanted row, id]`.
    ///
    /// A row has the same bits whatever rows pass with it.
    ///
    /// # Errors
    /// The batch does not fit the model; the cache is as it was then.
    pub fn pass(&mut self, cache: &mut Cache, batch: &Batch) -> Result<&[f32], ModelError> {
        check_batch(self.config(), cache.len(), batch)?;
        self.network.pass(batch, cache.len())?;
        let ports = self.network.ports();
        for (port, words) in [
            (ports.ids, &batch.ids),
            (ports.positions, &batch.positions),
            (ports.visible, &batch.visible),
            (ports.wanted, &batch.wanted),
        ] {
            write(&mut self.memory[port.index()], words);
        }
        self.run(cache);
        cache.positions.extend(&batch.positions);
        let logits = self.memory[self.network.ports().logits.index()].floats();
        Ok(&logits[..batch.wanted.len() * self.config().vocabulary])
    }

    /// Keeps, of the rows from place `at` on, those that the rising path names, counted from there; forgets the others.
    ///
    /// # Errors
    /// The path leads beyond what is in the cache.
    pub fn keep(&mut self, cache: &mut Cache, at: usize, path: &[u32]) -> Result<(), ModelError> {
        if check_path(cache.len(), at, path)? {
            self.network.keep(at, path.len())?;
            write(&mut self.memory[self.network.ports().path.index()], path);
            self.run(cache);
        }
        for (place, &from) in path.iter().enumerate() {
            cache.positions[at + place] = cache.positions[at + from as usize];
        }
        cache.rollback(at + path.len());
        Ok(())
    }

    fn run(&mut self, cache: &mut Cache) {
        let swap = |memory: &mut [Buffer], cache: &mut Cache| {
            for (id, layer) in self.network.caches().zip(&mut cache.layers) {
                std::mem::swap(&mut memory[id.index()], layer);
            }
        };
        swap(&mut self.memory, cache);
        self.network.plan().run(&mut self.memory);
        swap(&mut self.memory, cache);
    }
}

/// Whether a model takes these rows behind so many places.
pub(crate) fn check_batch(config: &Config, cached: usize, batch: &Batch) -> Result<(), ModelError> {
    let rows = batch.rows();
    let whole = batch.positions.len() == rows && batch.visible.len() == rows * rows.div_ceil(32);
    let wanted = batch.wanted.len() <= rows && batch.wanted.iter().all(|&row| (row as usize) < rows);
    let room = cached + rows <= capacity(config);
    if !(1..=MAX_ROWS).contains(&rows) || !whole || !wanted || !room {
        return Err(ModelError::Rows(rows));
    }
    if let Some(&id) = batch.ids.iter().find(|&&id| id as usize >= config.vocabulary) {
        return Err(ModelError::UnknownId { id, vocabulary: config.vocabulary });
    }
    if let Some(&position) = batch.positions.iter().find(|&&position| position as usize >= config.context) {
        return Err(ModelError::Context { position, context: config.context });
    }
    Ok(())
}

/// Whether a path can be kept, of so many places; false where its rows stay where they are and need no moving.
pub(crate) fn check_path(cached: usize, at: usize, path: &[u32]) -> Result<bool, ModelError> {
    let last = path.last().map_or(at, |&last| at + last as usize + 1);
    if last > cached || path.len() > MAX_ROWS || !path.is_sorted_by(|a, b| a < b) {
        return Err(ModelError::Rows(last));
    }
    Ok(path.iter().enumerate().any(|(place, &from)| place != from as usize))
}

fn write(buffer: &mut Buffer, words: &[u32]) {
    let room = buffer.words_mut();
    let count = words.len().min(room.len());
    room[..count].copy_from_slice(&words[..count]);
}
