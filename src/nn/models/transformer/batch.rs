//! The rows of one pass: ids with their positions, and which of the others each sees.

/// Rows of a pass. Every row sees all that is in the cache; of the rows of the batch, those that its bits name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// The id of each row.
    pub ids: Vec<u32>,
    /// Its place in the sequence: rows that are alternatives to each other have the same.
    pub positions: Vec<u32>,
    /// Bit j of a row's words: whether it sees row j. Whole words for each row.
    pub visible: Vec<u32>,
    /// The rows whose logits are wanted.
    pub wanted: Vec<u32>,
}

impl Batch {
    /// How many rows.
    pub fn rows(&self) -> usize {
        self.ids.len()
    }

    /// A run of ids from `position` on, of which each sees those before it; then a tree: node i has an id and the node
    /// that it follows, none for one that follows the run. It sees the run and the nodes that lead to it.
    ///
    /// No logits are wanted yet. A node comes after the one that it follows.
    pub fn tree(run: &[u32], position: usize, nodes: &[(u32, Option<usize>)]) -> Self {
        let rows = run.len() + nodes.len();
        let words = rows.div_ceil(32);
        let mut batch = Self {
            ids: run.iter().copied().chain(nodes.iter().map(|(id, _)| *id)).collect(),
            positions: Vec::with_capacity(rows),
            visible: vec![0; rows * words],
            wanted: Vec::new(),
        };
        for row in 0..rows {
            let before = match row.checked_sub(run.len()) {
                None => row.checked_sub(1),
                // Behind the run, or behind the node that it names; one that comes later is none.
                Some(node) => match nodes[node].1.filter(|&parent| parent < node) {
                    Some(parent) => Some(run.len() + parent),
                    None => run.len().checked_sub(1),
                },
            };
            let place = before.map_or(position as u32, |before| batch.positions[before] + 1);
            batch.positions.push(place);
            if let Some(before) = before {
                batch.visible.copy_within(before * words..(before + 1) * words, row * words);
            }
            batch.visible[row * words + row / 32] |= 1 << (row % 32);
        }
        batch
    }

    /// A run of ids alone.
    pub fn run(ids: &[u32], position: usize) -> Self {
        Self::tree(ids, position, &[])
    }

    /// The same rows, with the logits of these wanted.
    pub fn wanting(mut self, rows: impl IntoIterator<Item = usize>) -> Self {
        self.wanted = rows.into_iter().map(|row| row as u32).collect();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_sees_the_run_and_what_leads_to_it() {
        let batch = Batch::tree(&[7, 8], 5, &[(1, None), (2, None), (3, Some(1)), (4, Some(0))]);
        assert_eq!(batch.ids, [7, 8, 1, 2, 3, 4]);
        assert_eq!(batch.positions, [5, 6, 7, 7, 8, 8]);
        assert_eq!(batch.visible, [0b1, 0b11, 0b111, 0b1011, 0b11011, 0b100111]);
    }

    #[test]
    fn many_rows_have_whole_words() {
        let batch = Batch::run(&[0; 40], 0);
        assert_eq!(batch.visible.len(), 80);
        assert_eq!(batch.visible[2 * 39..], [u32::MAX, 0xFF]);
        assert_eq!(batch.visible[2 * 31..2 * 32], [u32::MAX, 0]);
    }
}
