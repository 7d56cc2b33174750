//! A basis for squares of pixels that goes with the ids: components of the picture itself, in bytes.
//!
//! The mean in a byte for each number; then for each component two bytes of the tokenizer's own, a byte of scale, and a
//! byte for each number. Both sides work with what the bytes say, so they agree.

use super::pca::Components;

/// Bytes of a component that are the tokenizer's own.
pub(super) const FIELDS: usize = 2;
/// Bytes of a component before its numbers.
const HEAD: usize = FIELDS + 1;

/// The basis as both sides have it.
#[derive(Clone, Debug)]
pub(super) struct Basis {
    depth: usize,
    mean: Vec<f32>,
    /// `[component, depth]`.
    rows: Vec<f32>,
    /// What the tokenizer wrote for each component.
    pub(super) fields: Vec<[u8; FIELDS]>,
}

impl Basis {
    /// The first components, as many as there are fields, at least one; and their bytes.
    pub(super) fn of(components: &Components, fields: &[[u8; FIELDS]]) -> (Self, Vec<u8>) {
        let depth = components.mean.len();
        let mut bytes: Vec<u8> = components.mean.iter().map(|mean| (mean + 128.5).clamp(0.0, 255.0) as u8).collect();
        for (row, fields) in components.basis.chunks_exact(depth).zip(fields) {
            let most = row.iter().fold(0.0_f32, |most, value| most.max(value.abs()));
            let scale = (most * 255.0).ceil().clamp(1.0, 255.0);
            bytes.extend(fields);
            bytes.push(scale as u8);
            let step = scale / (255.0 * 127.0);
            bytes.extend(row.iter().map(|value| ((value / step + 128.5) as u8).wrapping_sub(128)));
        }
        (Self::parse(&bytes, depth), bytes)
    }

    /// From bytes; nothing where they are not as many as some number of components has, at least one.
    pub(super) fn read(bytes: &[u8], depth: usize) -> Option<Self> {
        let components = bytes.len().checked_sub(depth)?;
        (components > 0 && components.is_multiple_of(HEAD + depth)).then(|| Self::parse(bytes, depth))
    }

    fn parse(bytes: &[u8], depth: usize) -> Self {
        let (mean, components) = bytes.split_at(depth);
        let mean = mean.iter().map(|&byte| f32::from(byte) - 128.0).collect();
        let (mut rows, mut fields) = (Vec::new(), Vec::new());
        for component in components.chunks_exact(HEAD + depth) {
            let step = f32::from(component[FIELDS]) / (255.0 * 127.0);
            rows.extend(component[HEAD..].iter().map(|&byte| f32::from(byte as i8) * step));
            fields.push([component[0], component[1]]);
        }
        Self { depth, mean, rows, fields }
    }

    /// Numbers of a vector.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// How far a vector goes along each component.
    pub(super) fn project(&self, vector: &[f32], out: &mut Vec<f32>) {
        let centred: Vec<f32> = vector.iter().zip(&self.mean).map(|(value, mean)| value - mean).collect();
        out.extend(
            self.rows.chunks_exact(self.depth).map(|row| row.iter().zip(&centred).fold(0.0, |sum, (a, b)| sum + a * b)),
        );
    }

    /// The vector that goes so far along each of the first components.
    pub(super) fn restore(&self, along: impl Iterator<Item = f32>) -> Vec<f32> {
        let mut vector = self.mean.clone();
        for (row, along) in self.rows.chunks_exact(self.depth).zip(along) {
            if along != 0.0 {
                vector.iter_mut().zip(row).for_each(|(value, part)| *value += along * part);
            }
        }
        vector
    }
}
