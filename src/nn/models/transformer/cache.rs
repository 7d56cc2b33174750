//! Keys and values of the rows that a transformer has seen: what makes the next row cheap.
//!
//! A place holds a row of every layer and knows its position, so that rows may lie closer together than they stood in
//! the text. Rows are turned by their position when they are written: moving one turns nothing.

use crate::nn::buffer::Buffer;

/// The cache of one sequence. Of a model only that model's passes may use it.
#[derive(Clone)]
pub struct Cache {
    pub(super) layers: Vec<Buffer>,
    pub(super) positions: Vec<u32>,
}

impl Cache {
    /// Places that are filled.
    pub fn len(&self) -> usize {
        self.positions.len()
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.positions.is_empty()
    }

    /// The position of each place.
    pub fn positions(&self) -> &[u32] {
        &self.positions
    }

    /// Forgets what is behind the first `length` places.
    pub fn rollback(&mut self, length: usize) {
        self.positions.truncate(length);
    }

    /// Another sequence that begins as this one does; from here on each goes its own way.
    pub fn branch(&self) -> Self {
        self.clone()
    }
}
