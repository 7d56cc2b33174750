//! Unigram's lattice: every token that fits anywhere in a piece, the best path, and the second best.
//!
//! The two best ways to each position, in one pass; the first found of equals stays, as in the model. Linear in the
//! piece times the longest token.

use serde::{Deserialize, Serialize};

use super::super::TokenId;
use super::super::model::Unigram;

/// All candidates and the best path.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Lattice {
    /// Every token that fits, in order of its first byte, the shortest first. Where no token is the single character, the
    /// unknown token stands for it; neighbouring unknowns on the path become one token (or bytes).
    pub edges: Vec<Edge>,
    /// Log probability of the best path.
    pub best: f64,
    /// Log probability of the second best; `None`: there is only one way.
    pub second: Option<f64>,
    /// How much less likely the second best is, in nats.
    pub margin: Option<f64>,
}

/// A token that fits.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Edge {
    /// The token.
    pub id: TokenId,
    /// Its first byte.
    pub start: u32,
    /// Behind its last byte.
    pub end: u32,
    /// Its log probability.
    pub score: f64,
    /// It lies on the best path.
    pub best: bool,
    /// It lies on the second best path.
    pub second: bool,
}

/// One way to reach a position: its score, the edge it came by, and which of the two ways to that edge's start it took.
#[derive(Clone, Copy)]
struct Way {
    score: f64,
    edge: usize,
    rank: usize,
}

/// The lattice of `piece`; edges outside of `told` are left out of the answer.
pub(in crate::text) fn lattice(unigram: &Unigram, piece: &[u8], told: impl Fn(u32, u32) -> bool) -> Lattice {
    let mut edges: Vec<Edge> = Vec::new();
    let mut ways: Vec<[Option<Way>; 2]> = vec![[None; 2]; piece.len() + 1];
    ways[0][0] = Some(Way { score: 0.0, edge: usize::MAX, rank: 0 });
    for at in 0..piece.len() {
        // Only positions that something reaches are the beginning of a character.
        if ways[at][0].is_none() {
            continue;
        }
        let before = ways[at];
        unigram.edges(piece, at, |id, length, score| {
            let end = at + length;
            let edge = edges.len();
            edges.push(Edge { id, start: at as u32, end: end as u32, score, best: false, second: false });
            for (rank, way) in before.iter().enumerate() {
                if let Some(way) = way {
                    insert(&mut ways[end], Way { score: unigram.add(way.score, score), edge, rank });
                }
            }
        });
    }
    let [best, second] = ways[piece.len()];
    mark(&mut edges, &ways, best, |edge| edge.best = true);
    mark(&mut edges, &ways, second, |edge| edge.second = true);
    edges.retain(|edge| told(edge.start, edge.end));
    let score = |way: Option<Way>| way.map(|way| way.score);
    let best_score = score(best).unwrap_or(0.0);
    Lattice { edges, best: best_score, second: score(second), margin: score(second).map(|second| best_score - second) }
}

/// Keeps the two best; of equals the first found.
fn insert(ways: &mut [Option<Way>; 2], way: Way) {
    let better = |kept: Option<Way>| kept.is_none_or(|kept| way.score > kept.score);
    if better(ways[0]) {
        *ways = [Some(way), ways[0]];
    } else if better(ways[1]) {
        ways[1] = Some(way);
    }
}

fn mark(edges: &mut [Edge], ways: &[[Option<Way>; 2]], mut way: Option<Way>, mark: impl Fn(&mut Edge)) {
    while let Some(Way { edge, rank, .. }) = way {
        let Some(edge) = edges.get_mut(edge) else { return };
        mark(edge);
        way = ways[edge.start as usize][rank];
    }
}
