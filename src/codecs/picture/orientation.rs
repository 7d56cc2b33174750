//! Which way is up: the tag 274 of TIFF 6.0, which Exif takes over.

/// How stored rows and columns become those of the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Orientation {
    #[default]
    Upright,
    /// Left and right change places.
    Mirrored,
    HalfTurned,
    /// Top and bottom change places.
    Flipped,
    /// Rows become columns.
    Transposed,
    /// Clockwise by a quarter.
    QuarterTurned,
    /// Rows become columns, from the far corner.
    Transversed,
    /// Counterclockwise by a quarter.
    TurnedBack,
}

impl Orientation {
    /// From the TIFF structure of an Exif block; upright where it does not say so, or is broken.
    pub(super) fn of(exif: &[u8]) -> Self {
        tag(exif).unwrap_or_default()
    }

    /// Whether width and height change places.
    pub(super) fn turns(self) -> bool {
        matches!(self, Self::Transposed | Self::QuarterTurned | Self::Transversed | Self::TurnedBack)
    }

    /// Where the pixel that is shown at (`x`, `y`) is stored, in a stored picture of `width × height`.
    pub(super) fn stored(self, x: usize, y: usize, width: usize, height: usize) -> (usize, usize) {
        match self {
            Self::Upright => (x, y),
            Self::Mirrored => (width - 1 - x, y),
            Self::HalfTurned => (width - 1 - x, height - 1 - y),
            Self::Flipped => (x, height - 1 - y),
            Self::Transposed => (y, x),
            Self::QuarterTurned => (y, height - 1 - x),
            Self::Transversed => (width - 1 - y, height - 1 - x),
            Self::TurnedBack => (width - 1 - y, x),
        }
    }
}

const ORIENTATION: u16 = 274;
const ENTRY: usize = 12;

fn tag(exif: &[u8]) -> Option<Orientation> {
    let big = match exif.get(..4)? {
        b"II*\0" => false,
        b"MM\0*" => true,
        _ => return None,
    };
    let word = |at: usize| -> Option<u16> {
        let bytes = exif.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    };
    let bytes = exif.get(4..8)?.try_into().ok()?;
    let directory = if big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) } as usize;
    let entries = usize::from(word(directory)?);
    let value = (0..entries)
        .map(|entry| directory + 2 + entry * ENTRY)
        .find(|&at| word(at) == Some(ORIENTATION))
        .and_then(|at| word(at + 8))?;
    Some(match value {
        1 => Orientation::Upright,
        2 => Orientation::Mirrored,
        3 => Orientation::HalfTurned,
        4 => Orientation::Flipped,
        5 => Orientation::Transposed,
        6 => Orientation::QuarterTurned,
        7 => Orientation::Transversed,
        8 => Orientation::TurnedBack,
        _ => return None,
    })
}
