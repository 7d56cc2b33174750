//! PNG and JPEG files as samples, the same in every browser: a browser's own reading may be colour-managed, and its
//! canvas may be scrambled.
//!
//! - [`read`]: a file as red, green, blue and alpha, upright.
//! - `png`, `jpeg`: the formats. `orientation`: how a file says that it lies on its side. `samples`: what both become.
//!
//! What is done to a picture that not everybody would do (16 bits rounded to 8, a colour profile left aside) is told in
//! notes. Pictures that move give their first frame.

mod error;
mod jpeg;
mod orientation;
mod png;
mod samples;

pub use error::FileError;

/// Formats that are read here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Portable Network Graphics, third edition.
    Png,
    /// JPEG: ITU-T T.81, sequential and progressive.
    Jpeg,
}

impl Format {
    /// The format that the first bytes of a file are those of.
    pub fn of(file: &[u8]) -> Option<Self> {
        if file.starts_with(b"\x89PNG\r\n\x1a\n") {
            return Some(Self::Png);
        }
        file.starts_with(&[0xFF, 0xD8, 0xFF]).then_some(Self::Jpeg)
    }

    /// As people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
        }
    }
}

/// A picture from a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// Which format it was.
    pub format: Format,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Red, green, blue, alpha; not premultiplied.
    pub rgba: Vec<u8>,
    /// What was done to it that not everybody would do, for people.
    pub notes: Vec<&'static str>,
}

/// Reads a file of a picture.
///
/// # Errors
/// [`FileError`]: of another format, broken, of a kind that is not read, or too large.
pub fn read(file: &[u8]) -> Result<Read, FileError> {
    let format = Format::of(file).ok_or(FileError::Format)?;
    let decoded = match format {
        Format::Png => png::decode(file)?,
        Format::Jpeg => jpeg::decode(file)?,
    };
    let mut notes = decoded.notes;
    if decoded.orientation != orientation::Orientation::Upright {
        notes.push("turned upright, as the file says");
    }
    let (width, height, rgba) = decoded.samples.upright(decoded.orientation);
    Ok(Read { format, width, height, rgba, notes })
}

/// What a format gives.
struct Decoded {
    samples: samples::Samples,
    orientation: orientation::Orientation,
    notes: Vec<&'static str>,
}

/// That a colour profile was left aside.
const PROFILE: &str = "its colour profile is left aside: the samples are taken as sRGB";
