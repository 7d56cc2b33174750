//! What can go wrong on a GPU. Every one leaves the CPU twins to go on with.

use thiserror::Error;

/// An error of the WebGPU backend.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum GpuError {
    /// There is no adapter: none is fit, or the browser keeps it back.
    #[error("there is no graphics adapter: {0}")]
    NoAdapter(String),
    /// The adapter gave no device.
    #[error("the graphics adapter refused: {0}")]
    Refused(String),
    /// The device went away; what was in its memory is gone.
    #[error("the graphics device was lost: {0}")]
    Lost(String),
    /// The adapter's memory is full.
    #[error("the graphics memory is full: {0}")]
    OutOfMemory(String),
    /// A buffer is larger than this adapter takes.
    #[error("a buffer of {needed} bytes is needed, this adapter takes {offered}")]
    TooLarge {
        /// Bytes.
        needed: u64,
        /// Bytes.
        offered: u64,
    },
    /// The driver found a mistake of ours.
    #[error("the graphics driver refused a command: {0}")]
    Invalid(String),
}

impl From<wgpu::Error> for GpuError {
    fn from(error: wgpu::Error) -> Self {
        let text = error.to_string();
        match error {
            wgpu::Error::OutOfMemory { .. } => Self::OutOfMemory(text),
            _ => Self::Invalid(text),
        }
    }
}
