//! Why a file of a picture is not read.

use thiserror::Error;

use crate::bounds::{MAX_AREA, MAX_SIDE};

/// An error of picture files.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum FileError {
    /// Neither PNG nor JPEG.
    #[error("the file is neither PNG nor JPEG")]
    Format,
    /// The file is not whole, or not sound.
    #[error("the {format} file is broken: {reason}")]
    Broken {
        /// Name of the format.
        format: &'static str,
        /// What its reader says.
        reason: String,
    },
    /// A kind of the format that is not read here.
    #[error("the {format} file is of a kind that is not read here: {reason}")]
    Unsupported {
        /// Name of the format.
        format: &'static str,
        /// Which kind.
        reason: String,
    },
    /// Beyond the bounds.
    #[error("the picture is {width} × {height}; a side may have 1 to {MAX_SIDE} pixels, and all together {MAX_AREA}")]
    Size {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
}
