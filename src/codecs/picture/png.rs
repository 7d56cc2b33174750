//! PNG, through the crate `png`.

use std::io::Cursor;

use png::{BitDepth, ColorType, Decoder, DecodingError, Transformations};

use super::error::FileError;
use super::orientation::Orientation;
use super::samples::{Channels, Samples};
use super::{Decoded, PROFILE};
use crate::bounds;

const FORMAT: &str = "PNG";

pub(super) fn decode(file: &[u8]) -> Result<Decoded, FileError> {
    let mut decoder = Decoder::new(Cursor::new(file));
    // Palettes to colours, a transparent colour to alpha, fewer than eight bits to eight.
    decoder.set_transformations(Transformations::EXPAND);
    decoder.set_ignore_text_chunk(true);
    let mut reader = decoder.read_info().map_err(refused)?;
    let info = reader.info();
    let (width, height) = (info.width, info.height);
    if !bounds::within(width, height) {
        return Err(FileError::Size { width, height });
    }
    // The crate counts on whole colours, no more than a byte can name.
    let palette = info.palette.as_deref().filter(|_| info.color_type == ColorType::Indexed).unwrap_or_default();
    if palette.len() % 3 != 0 || palette.len() > 3 * 256 {
        let reason = format!("its palette has {} bytes, which are not up to 256 colours of three", palette.len());
        return Err(FileError::Broken { format: FORMAT, reason });
    }
    let orientation = info.exif_metadata.as_deref().map(Orientation::of).unwrap_or_default();
    let mut notes = Vec::new();
    if info.bit_depth == BitDepth::Sixteen {
        notes.push("16 bits a sample, rounded to 8");
    }
    if info.is_animated() {
        notes.push("it moves: its first picture is taken");
    }
    if info.icc_profile.is_some() {
        notes.push(PROFILE);
    }
    let (colour, depth) = reader.output_color_type();
    let channels = match colour {
        ColorType::Grayscale => Channels::Grey,
        ColorType::GrayscaleAlpha => Channels::GreyAlpha,
        ColorType::Rgb | ColorType::Indexed => Channels::Rgb,
        ColorType::Rgba => Channels::Rgba,
    };
    let size = reader.output_buffer_size().ok_or(FileError::Size { width, height })?;
    let mut data = vec![0; size];
    reader.next_frame(&mut data).map_err(refused)?;
    let samples = Samples { width, height, channels, deep: depth == BitDepth::Sixteen, data };
    Ok(Decoded { samples, orientation, notes })
}

fn refused(error: DecodingError) -> FileError {
    match error {
        DecodingError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            FileError::Broken { format: FORMAT, reason: "it ends too early".to_owned() }
        }
        error => FileError::Broken { format: FORMAT, reason: error.to_string() },
    }
}
