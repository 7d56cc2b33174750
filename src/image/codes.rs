//! Codebooks: entries, the nearest of them, and how they are written for a decoder.

use super::ask::Ask;
use crate::cpu::matmul::PANEL;
use crate::cpu::nearest::nearest;

/// Scales are counted in sixteenths.
const SCALE: f32 = 16.0;

/// A codebook as both sides have it.
#[derive(Clone, Debug)]
pub(super) struct Book {
    depth: usize,
    entries: Vec<f32>,
    codes: Codes,
}

impl Book {
    /// Bytes of a book.
    pub(super) fn bytes(codes: usize, depth: usize) -> usize {
        1 + codes * depth
    }

    /// Entries in bytes: the scale, then each number in steps of it.
    pub(super) fn write(entries: &[f32]) -> Vec<u8> {
        let most = entries.iter().fold(0.0_f32, |most, value| most.max(value.abs()));
        let scale = (most / 127.5 * SCALE).ceil().clamp(1.0, 255.0);
        let steps = entries.iter().map(|value| (value * SCALE / scale + 128.5).clamp(0.0, 255.0) as u8);
        std::iter::once(scale as u8).chain(steps.map(|step| step.wrapping_sub(128))).collect()
    }

    /// From bytes; there is at least the scale.
    pub(super) fn read(bytes: &[u8], depth: usize) -> Self {
        let scale = f32::from(bytes[0]) / SCALE;
        let entries: Vec<f32> = bytes[1..].iter().map(|&byte| f32::from(byte as i8) * scale).collect();
        Self { depth, codes: Codes::new(&entries, depth), entries }
    }

    /// The entry of this id.
    pub(super) fn entry(&self, id: u32) -> &[f32] {
        &self.entries[id as usize * self.depth..][..self.depth]
    }

    /// The same question as [`nearest`](Self::nearest), for whichever backend.
    pub(super) fn ask(&self, points: Vec<f32>) -> Option<Ask> {
        let Codes { depth, count, packed } = &self.codes;
        Ask::nearest(points, *depth, (packed, *count, count.next_multiple_of(PANEL))).ok()
    }

    /// The nearest entry of each point.
    pub(super) fn nearest(&self, points: &[f32], out: &mut [u32]) {
        self.codes.nearest(points, out);
    }
}

/// Codes ready to be compared with many points.
#[derive(Clone, Debug)]
pub(super) struct Codes {
    depth: usize,
    count: usize,
    /// In the form of [`nearest`].
    packed: Vec<f32>,
}

impl Codes {
    /// Of `[code, depth]`.
    pub(super) fn new(codes: &[f32], depth: usize) -> Self {
        let count = codes.len() / depth;
        let panels = count.div_ceil(PANEL);
        let mut packed = vec![0.0; panels * depth * PANEL];
        for (code, values) in codes.chunks_exact(depth).enumerate() {
            let panel = &mut packed[code / PANEL * depth * PANEL..];
            for (k, &value) in values.iter().enumerate() {
                panel[k * PANEL + code % PANEL] = value;
            }
        }
        packed.extend(codes.chunks_exact(depth).map(|code| code.iter().fold(0.0, |sum, value| sum + value * value)));
        Self { depth, count, packed }
    }

    /// The nearest code of each point.
    pub(super) fn nearest(&self, points: &[f32], out: &mut [u32]) {
        nearest(points, &self.packed, self.depth, self.count, out);
    }
}
