//! A transformer on WebGPU: the plan of [`crate::nn::models::transformer`], whose caches stay on the device between
//! passes. One sequence at a time.

use thiserror::Error;

use super::device::Device;
use super::error::GpuError;
use super::program::Program;
use crate::nn::buffer::Buffer;
use crate::nn::models::transformer::batch::Batch;
use crate::nn::models::transformer::config::Config;
use crate::nn::models::transformer::network::Network;
use crate::nn::models::transformer::{ModelError, check_batch, check_path};
use crate::nn::safetensors::Weights;

/// Why a pass gave nothing.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum PassError {
    /// The device is gone or refused a command: the CPU can go on.
    #[error(transparent)]
    Gpu(#[from] GpuError),
    /// The model cannot take the rows.
    #[error(transparent)]
    Model(#[from] ModelError),
}

/// The model.
pub struct GpuTransformer {
    network: Network,
    program: Program,
    positions: Vec<u32>,
}

impl GpuTransformer {
    /// Of a file of weights.
    ///
    /// # Errors
    /// The file is not a transformer's, or the device has no room.
    pub async fn read(device: &mut Device, file: &[u8]) -> Result<Self, PassError> {
        let weights = Weights::read(file).map_err(ModelError::from)?;
        let (network, constants) = Network::read(&weights).map_err(ModelError::from)?;
        let program = Program::with_room(device, network.plan(), network.most_steps()).await?;
        for (id, values) in &constants {
            program.write(device, *id, values);
        }
        Ok(Self { network, program, positions: Vec::new() })
    }

    /// Sizes and special ids.
    pub fn config(&self) -> &Config {
        self.network.config()
    }

    /// Places of the cache that are filled.
    pub fn cached(&self) -> usize {
        self.positions.len()
    }

    /// Forgets what is behind the first `length` places.
    pub fn rollback(&mut self, length: usize) {
        self.positions.truncate(length);
    }

    /// One pass: appends the rows and gives the logits of those that are wanted, `[wanted row, id]`.
    ///
    /// # Errors
    /// The batch does not fit, or the device failed; the cache is as it was then.
    pub async fn pass(&mut self, device: &mut Device, batch: &Batch) -> Result<Vec<f32>, PassError> {
        check_batch(self.network.config(), self.positions.len(), batch)?;
        self.network.pass(batch, self.positions.len()).map_err(ModelError::from)?;
        let ports = self.network.ports();
        for (port, words) in [
            (ports.ids, &batch.ids),
            (ports.positions, &batch.positions),
            (ports.visible, &batch.visible),
            (ports.wanted, &batch.wanted),
        ] {
            if !words.is_empty() {
                self.program.write(device, port, &Buffer::Words(words.clone()));
            }
        }
        self.program.set(device, self.network.plan())?;
        let length = batch.wanted.len() * self.network.config().vocabulary;
        let read = self.program.run_for(device, &[(self.network.ports().logits, length)]).await?;
        self.positions.extend(&batch.positions);
        Ok(read.into_iter().next().map(|logits| logits.floats().to_vec()).unwrap_or_default())
    }

    /// Keeps, of the places from `at` on, those that the rising path names, counted from there; forgets the others.
    ///
    /// # Errors
    /// The path leads beyond what is in the cache.
    pub fn keep(&mut self, device: &mut Device, at: usize, path: &[u32]) -> Result<(), PassError> {
        if check_path(self.positions.len(), at, path)? {
            self.network.keep(at, path.len()).map_err(ModelError::from)?;
            self.program.write(device, self.network.ports().path, &Buffer::Words(path.to_vec()));
            self.program.set(device, self.network.plan())?;
            self.program.submit(device);
        }
        for (place, &from) in path.iter().enumerate() {
            self.positions[at + place] = self.positions[at + from as usize];
        }
        self.rollback(at + path.len());
        Ok(())
    }
}
