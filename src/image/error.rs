//! What can go wrong with pictures and their tokens, said so that the visitor knows what to do.

use thiserror::Error;

/// An error of the image tokenizers.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum ImageError {
    /// A side or the area is beyond what is taken.
    #[error("the picture is {width} × {height}; a side may have 1 to 8,192 pixels, and all together 64 million")]
    Size {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
    /// A picture within the bounds that this tokenizer has no room for.
    #[error("this tokenizer takes {most} megapixels; the picture has {got}")]
    Area {
        /// Megapixels of the picture.
        got: u32,
        /// Megapixels that it takes.
        most: u32,
    },
    /// The side information is not what the tokenizer writes.
    #[error("the side information of these tokens is not this tokenizer's: {reason}")]
    Side {
        /// What is wrong.
        reason: &'static str,
    },
    /// The constants that a tokenizer ships with are not there.
    #[error("the components of this tokenizer {what}")]
    Components {
        /// What is wrong with them.
        what: &'static str,
    },
    /// The samples are not as many as the size says.
    #[error("a picture of {width} × {height} has {expected} samples; {got} were given")]
    Samples {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// Samples that there should be.
        expected: usize,
        /// Samples that there are.
        got: usize,
    },
    /// The two pictures differ in size.
    #[error("pictures of one size are compared; these are {a:?} and {b:?}")]
    Different {
        /// Width and height of the first.
        a: (u32, u32),
        /// Width and height of the second.
        b: (u32, u32),
    },
    /// No tokenizer has this name.
    #[error("there is no image tokenizer {name}")]
    UnknownName {
        /// The name asked for.
        name: String,
    },
    /// An option is beyond its bounds, or unknown.
    #[error("{name} is {value}; it takes {takes}")]
    Option {
        /// The option.
        name: String,
        /// What was given.
        value: f64,
        /// What it takes.
        takes: String,
    },
    /// The ids are not as many as the layout has.
    #[error("{got} ids; this layout has {expected}")]
    Count {
        /// Ids given.
        got: usize,
        /// Ids that the layout has.
        expected: usize,
    },
    /// An id that its alphabet does not have.
    #[error("id {id} at position {position} is not in an alphabet of {size}")]
    UnknownId {
        /// The id.
        id: u32,
        /// Its place in the list.
        position: usize,
        /// How many ids the alphabet has.
        size: u32,
    },
}
