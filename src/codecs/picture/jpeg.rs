//! JPEG, through the crate `zune-jpeg`, without its code for single processors: every machine gives the same samples.

use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::{DecodeErrors, UnsupportedSchemes};
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::error::FileError;
use super::orientation::Orientation;
use super::samples::{Channels, Samples};
use super::{Decoded, PROFILE};
use crate::bounds;

const FORMAT: &str = "JPEG";

/// Reads a file that is whole. One that has its end but not all that lies before is read as far as it goes, as browsers
/// do, and said to be so; without its end it is refused.
pub(super) fn decode(file: &[u8]) -> Result<Decoded, FileError> {
    let refused = match decode_as(file, true) {
        Err(refused @ FileError::Broken { .. }) if has_end(file) => refused,
        decoded => return decoded,
    };
    let mut decoded = decode_as(file, false).map_err(|_| refused)?;
    decoded.notes.push("the file is damaged: this is what could be read");
    Ok(decoded)
}

/// Whether the file ends with the mark of its end; zeros may follow.
fn has_end(file: &[u8]) -> bool {
    let filled = file.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    file[..filled].ends_with(&[0xFF, 0xD9])
}

/// `strict`: what is missing is an error, not grey.
fn decode_as(file: &[u8], strict: bool) -> Result<Decoded, FileError> {
    let options = DecoderOptions::default()
        .set_strict_mode(strict)
        .set_use_unsafe(false)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX));
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(file), options);
    decoder.decode_headers().map_err(refused)?;
    let broken = |reason: &str| FileError::Broken { format: FORMAT, reason: reason.to_owned() };
    let info = decoder.info().ok_or_else(|| broken("it has no header"))?;
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    if !bounds::within(width, height) {
        return Err(FileError::Size { width, height });
    }
    let mut notes = Vec::new();
    let components = usize::from(info.components);
    let colours = match decoder.input_colorspace() {
        // Adobe's mark for 'as they are' stands for red, green and blue where there are three.
        Some(ColorSpace::CMYK) if components == 3 => Some(ColorSpace::RGB),
        // The crate counts on it.
        Some(other) if other.num_components() != components => {
            return Err(broken(&format!("its colours are said to be {other:?}, and it has {components} components")));
        }
        other => other,
    };
    let (stored, channels) = match colours {
        Some(ColorSpace::Luma) => (ColorSpace::Luma, Channels::Grey),
        Some(ColorSpace::YCbCr | ColorSpace::RGB) => (ColorSpace::RGB, Channels::Rgb),
        Some(ColorSpace::CMYK) => (ColorSpace::CMYK, Channels::InvertedCmyk),
        Some(ColorSpace::YCCK) => (ColorSpace::YCCK, Channels::InvertedYcck),
        other => {
            let reason = format!("colours as {other:?}");
            return Err(FileError::Unsupported { format: FORMAT, reason });
        }
    };
    if matches!(channels, Channels::InvertedCmyk | Channels::InvertedYcck) {
        notes.push("four inks, mixed to red, green and blue without their profile");
    }
    if decoder.icc_profile().is_some() {
        notes.push(PROFILE);
    }
    let orientation = decoder.exif().map(|exif| Orientation::of(exif)).unwrap_or_default();
    decoder.set_options(options.jpeg_set_out_colorspace(stored));
    let data = decoder.decode().map_err(refused)?;
    Ok(Decoded { samples: Samples { width, height, channels, deep: false, data }, orientation, notes })
}

fn refused(error: DecodeErrors) -> FileError {
    match error {
        DecodeErrors::Unsupported(scheme) => {
            let reason = match scheme {
                UnsupportedSchemes::ExtendedSequentialHuffman => "12 bits a sample, or extended sequential",
                UnsupportedSchemes::LosslessHuffman | UnsupportedSchemes::LosslessArithmetic => "lossless",
                UnsupportedSchemes::ExtendedSequentialDctArithmetic | UnsupportedSchemes::ProgressiveDctArithmetic => {
                    "arithmetic coding"
                }
            };
            FileError::Unsupported { format: FORMAT, reason: reason.to_owned() }
        }
        DecodeErrors::ExhaustedData => FileError::Broken { format: FORMAT, reason: "it ends too early".to_owned() },
        error => FileError::Broken { format: FORMAT, reason: format!("{error:?}").trim_matches('"').to_owned() },
    }
}
