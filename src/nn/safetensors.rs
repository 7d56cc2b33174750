//! Weights from files of the format safetensors, read by the crate of that name, which checks that every tensor lies
//! within the file. Here: what a model asks for, and what is said when it is not there.
//!
//! A matrix of bytes is two tensors: `NAME.weight`, I8 `[rows, columns]`, and `NAME.scale`, F32 `[rows]`; a weight is their
//! product. Other tensors are F32.

use ::safetensors::{Dtype, SafeTensors};
use thiserror::Error;

/// Weights that cannot be used.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum WeightsError {
    /// It is no file of the format, or not a whole one.
    #[error("the file is no safetensors file, or not whole: {0}")]
    File(String),
    /// Something of the metadata is missing or is not what it should be.
    #[error("the file's metadata: {name} is {got}; {expected} is needed")]
    Metadata {
        /// Its name.
        name: &'static str,
        /// What it is, in words.
        got: String,
        /// What is needed, in words.
        expected: String,
    },
    /// There is no tensor of this name.
    #[error("the file has no tensor {0}")]
    Missing(String),
    /// A tensor has another type or shape.
    #[error("tensor {name} is {got}; {expected} is needed")]
    Tensor {
        /// Its name.
        name: String,
        /// Type and shape.
        got: String,
        /// Type and shape.
        expected: String,
    },
    /// A value is no finite number.
    #[error("tensor {0} has a value that is no finite number")]
    NotFinite(String),
}

/// A file of weights.
pub struct Weights<'a> {
    tensors: SafeTensors<'a>,
    metadata: Vec<(String, String)>,
}

/// A matrix as bytes with a scale for each row.
pub struct ByteMatrix<'a> {
    /// `[row, column]`, two's complement.
    pub weights: &'a [u8],
    /// One for each row.
    pub scales: Vec<f32>,
}

impl<'a> Weights<'a> {
    /// Reads the head of a file.
    ///
    /// # Errors
    /// [`WeightsError::File`].
    pub fn read(file: &'a [u8]) -> Result<Self, WeightsError> {
        let said = |error: ::safetensors::SafeTensorError| WeightsError::File(error.to_string());
        let (_, head) = SafeTensors::read_metadata(file).map_err(said)?;
        let metadata = head.metadata().iter().flatten().map(|(key, value)| (key.clone(), value.clone())).collect();
        Ok(Self { tensors: SafeTensors::deserialize(file).map_err(said)?, metadata })
    }

    /// An entry of the metadata.
    pub fn entry(&self, name: &str) -> Option<&str> {
        self.metadata.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A whole number of the metadata, from 1 to `most`.
    ///
    /// # Errors
    /// [`WeightsError::Metadata`].
    pub fn number(&self, name: &'static str, most: usize) -> Result<usize, WeightsError> {
        let text = self.entry(name).unwrap_or("missing");
        let number = text.parse().ok().filter(|number| (1..=most).contains(number));
        number.ok_or_else(|| WeightsError::Metadata {
            name,
            got: text.to_owned(),
            expected: format!("a number from 1 to {most}"),
        })
    }

    /// The floats of a tensor of this shape.
    ///
    /// # Errors
    /// Missing, of another type or shape, or not finite.
    pub fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, WeightsError> {
        let data = self.tensor(name, Dtype::F32, shape)?;
        let (words, _) = data.as_chunks::<4>();
        let values: Vec<f32> = words.iter().map(|word| f32::from_le_bytes(*word)).collect();
        if values.iter().all(|value| value.is_finite()) {
            return Ok(values);
        }
        Err(WeightsError::NotFinite(name.to_owned()))
    }

    /// The matrix of bytes of this name.
    ///
    /// # Errors
    /// As [`Weights::floats`].
    pub fn matrix(&self, name: &str, rows: usize, columns: usize) -> Result<ByteMatrix<'a>, WeightsError> {
        let weights = self.tensor(&format!("{name}.weight"), Dtype::I8, &[rows, columns])?;
        Ok(ByteMatrix { weights, scales: self.floats(&format!("{name}.scale"), &[rows])? })
    }

    fn tensor(&self, name: &str, dtype: Dtype, shape: &[usize]) -> Result<&'a [u8], WeightsError> {
        let view = self.tensors.tensor(name).map_err(|_| WeightsError::Missing(name.to_owned()))?;
        if view.dtype() == dtype && view.shape() == shape {
            return Ok(view.data());
        }
        Err(WeightsError::Tensor {
            name: name.to_owned(),
            got: format!("{:?} {:?}", view.dtype(), view.shape()),
            expected: format!("{dtype:?} {shape:?}"),
        })
    }
}
