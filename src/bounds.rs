//! The largest pictures that are taken, whoever reads them.

/// Longest side in pixels.
pub const MAX_SIDE: u32 = 8192;
/// Largest area in pixels.
pub const MAX_AREA: u64 = 64_000_000;

/// Whether a picture of this size is taken.
pub fn within(width: u32, height: u32) -> bool {
    let sides = 1..=MAX_SIDE;
    sides.contains(&width) && sides.contains(&height) && u64::from(width) * u64::from(height) <= MAX_AREA
}
