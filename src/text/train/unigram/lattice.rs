//! All ways to cut a run of characters into pieces: expected counts over all of them, and the best one.
//!
//! A trie over code points gives the pieces that begin at each position. Sums run in log space with the largest term
//! taken out, one exponential per edge and direction, so that words of any length neither over- nor underflow.
//! Expected counts are the forward-backward algorithm's, the best cut is Viterbi's; ties go to the longer last piece.
//! Both need every single character to be a piece.

use std::collections::HashMap;

use super::super::pairs::PairHash;

/// No piece.
const NONE: u32 = u32::MAX;

/// Pieces with their log probabilities, to be found by their characters.
#[derive(Clone, Debug, Default)]
pub(super) struct Trie {
    children: HashMap<(u32, u32), u32, PairHash>,
    /// The piece that ends at each node.
    pieces: Vec<u32>,
}

impl Trie {
    /// Builds from pieces in order.
    pub(super) fn new<'a>(pieces: impl IntoIterator<Item = &'a [char]>) -> Self {
        let mut trie = Self { children: HashMap::default(), pieces: vec![NONE] };
        for (piece, characters) in (0..).zip(pieces) {
            let mut node = 0;
            for &character in characters {
                let fresh = trie.pieces.len() as u32;
                node = *trie.children.entry((node, u32::from(character))).or_insert(fresh);
                if node == fresh {
                    trie.pieces.push(NONE);
                }
            }
            trie.pieces[node as usize] = piece;
        }
        trie
    }

    /// Calls `found(length, piece)` for every piece that `characters` begin with, the shortest first.
    fn prefixes(&self, characters: &[char], mut found: impl FnMut(usize, u32)) {
        let mut node = 0;
        for (at, &character) in characters.iter().enumerate() {
            match self.children.get(&(node, u32::from(character))) {
                Some(&child) => node = child,
                None => return,
            }
            let piece = self.pieces[node as usize];
            if piece != NONE {
                found(at + 1, piece);
            }
        }
    }
}

/// One piece in the lattice.
#[derive(Clone, Copy, Debug)]
struct Edge {
    from: u32,
    to: u32,
    piece: u32,
}

/// Buffers for one run at a time.
#[derive(Clone, Debug, Default)]
pub(super) struct Lattice {
    /// In order of `from`, then `to`.
    edges: Vec<Edge>,
    forward: Vec<f64>,
    backward: Vec<f64>,
    /// Best edge that ends at each position.
    best: Vec<u32>,
    path: Vec<u32>,
}

impl Lattice {
    /// Adds `count` times the expected number of each piece in `characters` to `expected`; returns the log likelihood.
    pub(super) fn expect(
        &mut self,
        characters: &[char],
        trie: &Trie,
        scores: &[f64],
        count: f64,
        expected: &mut [f64],
    ) -> f64 {
        let length = characters.len();
        self.fill(characters, trie);
        self.forward.clear();
        self.forward.resize(length + 1, f64::NEG_INFINITY);
        self.backward.clear();
        self.backward.resize(length + 1, f64::NEG_INFINITY);
        self.forward[0] = 0.0;
        self.backward[length] = 0.0;
        for edge in &self.edges {
            let through = self.forward[edge.from as usize] + scores[edge.piece as usize];
            add_log(&mut self.forward[edge.to as usize], through);
        }
        for edge in self.edges.iter().rev() {
            let through = self.backward[edge.to as usize] + scores[edge.piece as usize];
            add_log(&mut self.backward[edge.from as usize], through);
        }
        let total = self.forward[length];
        for edge in &self.edges {
            let through =
                self.forward[edge.from as usize] + scores[edge.piece as usize] + self.backward[edge.to as usize];
            expected[edge.piece as usize] += count * libm::exp(through - total);
        }
        total
    }

    /// The best cut of `characters` and its log probability; `without` may not cover all of them.
    pub(super) fn best(
        &mut self,
        characters: &[char],
        trie: &Trie,
        scores: &[f64],
        without: Option<u32>,
    ) -> (f64, &[u32]) {
        let length = characters.len();
        self.fill(characters, trie);
        self.forward.clear();
        self.forward.resize(length + 1, f64::NEG_INFINITY);
        self.forward[0] = 0.0;
        self.best.clear();
        self.best.resize(length + 1, NONE);
        for (index, edge) in (0..).zip(&self.edges) {
            let score = self.forward[edge.from as usize] + scores[edge.piece as usize];
            if score > self.forward[edge.to as usize] && Some(edge.piece) != without {
                self.forward[edge.to as usize] = score;
                self.best[edge.to as usize] = index;
            }
        }
        self.path.clear();
        let mut at = length;
        while at > 0 && self.best[at] != NONE {
            let edge = self.edges[self.best[at] as usize];
            self.path.push(edge.piece);
            at = edge.from as usize;
        }
        self.path.reverse();
        (self.forward[length], &self.path)
    }

    fn fill(&mut self, characters: &[char], trie: &Trie) {
        self.edges.clear();
        for from in 0..characters.len() {
            let edges = &mut self.edges;
            trie.prefixes(&characters[from..], |length, piece| {
                edges.push(Edge { from: from as u32, to: (from + length) as u32, piece });
            });
        }
    }
}

/// `sum = ln(exp(sum) + exp(term))`.
fn add_log(sum: &mut f64, term: f64) {
    let (low, high) = if term > *sum { (*sum, term) } else { (term, *sum) };
    *sum = if low == f64::NEG_INFINITY { high } else { high + libm::log1p(libm::exp(low - high)) };
}
