//! Guesses from what the model thought of before and did not write (Luo and others 2024, Token Recycling): for every id
//! the eight that the model last found likeliest behind it. A draft follows them as a tree of fixed shape.

use std::cell::RefCell;
use std::rc::Rc;

use super::{Context, Observed, Proposer};
use crate::generate::draft::Draft;
use crate::generate::error::GenerateError;
use crate::order::by_key;

/// Ids that are kept behind each id.
const SUCCESSORS: usize = 8;
/// Guesses at each depth of the tree.
const LEVELS: [usize; 6] = [8, 21, 25, 15, 8, 3];

/// For every id the likeliest after it; zeros where it has not been seen.
pub struct Successors(Vec<[u32; SUCCESSORS]>);

impl Successors {
    /// Of a model with so many ids: `vocabulary · 8 · 4` bytes.
    pub fn new(vocabulary: usize) -> Self {
        Self(vec![[0; SUCCESSORS]; vocabulary])
    }

    /// Those of an id, likeliest first; none where it has not been seen.
    pub fn of(&self, id: u32) -> &[u32] {
        match self.0.get(id as usize) {
            // Eight different ids, or none yet.
            Some(row) if row[0] != row[1] => row,
            _ => &[],
        }
    }
}

/// A node of the shape: the one that it follows, and the how-manieth successor it is.
type Shape = Vec<(Option<usize>, usize)>;

/// The nodes that are likeliest to be reached, where the successor of rank r is about 1 / (r + 1) as likely as the first:
/// so the first of each has the deepest branches.
fn shape() -> Shape {
    let mut nodes: Shape = Vec::new();
    let mut level: Vec<(Option<usize>, u64)> = vec![(None, 1)];
    for count in LEVELS {
        let all = level
            .iter()
            .flat_map(|&(parent, rarity)| (0..SUCCESSORS).map(move |rank| (parent, rank, rarity * (rank as u64 + 1))));
        let all: Vec<_> = all.collect();
        // Equal ones stay in order: of the likelier parent first.
        let best = by_key(&all, |(_, _, rarity)| *rarity);
        level = Vec::new();
        for place in best.into_iter().take(count) {
            let (parent, rank, rarity) = all[place as usize];
            nodes.push((parent, rank));
            level.push((Some(nodes.len() - 1), rarity));
        }
    }
    nodes
}

/// The strategy.
pub struct Recycling {
    successors: Rc<RefCell<Successors>>,
    shape: Shape,
}

impl Recycling {
    /// Over successors that outlive the text.
    pub fn new(successors: Rc<RefCell<Successors>>) -> Self {
        Self { successors, shape: shape() }
    }
}

impl Proposer for Recycling {
    fn propose(&mut self, context: &Context<'_>) -> Result<Draft, GenerateError> {
        let successors = self.successors.borrow();
        let mut draft = Draft::none();
        // The guess of each node of the shape, where there is one, and how far ahead it is.
        let mut guesses: Vec<Option<(usize, usize)>> = Vec::with_capacity(self.shape.len());
        for &(parent, rank) in &self.shape {
            let behind = match parent {
                None => context.tokens.last().map(|&id| (id, None, 0)),
                Some(parent) => guesses[parent].map(|(guess, ahead)| (draft.guesses[guess].id, Some(guess), ahead)),
            };
            let found = behind.filter(|(_, _, ahead)| *ahead < context.depth && draft.guesses.len() < context.most);
            guesses.push(found.and_then(|(id, parent, ahead)| {
                let next = *successors.of(id).get(rank)?;
                Some((draft.add(next, parent), ahead + 1))
            }));
        }
        Ok(draft)
    }

    fn observe(&mut self, observed: &Observed<'_, '_>) {
        let mut successors = self.successors.borrow_mut();
        let last = observed.tokens.len() - observed.written - 1;
        let ids = [observed.tokens[last]].into_iter().chain(observed.draft.guesses.iter().map(|guess| guess.id));
        for (row, id) in ids.enumerate().take(observed.rows.count()) {
            if let (Some(kept), Ok(top)) =
                (successors.0.get_mut(id as usize), observed.rows.scores(row).top(SUCCESSORS).try_into())
            {
                *kept = top;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_has_eighty_nodes_and_goes_deepest_where_it_is_likeliest() {
        let shape = shape();
        assert_eq!(shape.len(), 80);
        assert!(shape.iter().enumerate().all(|(node, (parent, _))| parent.is_none_or(|parent| parent < node)));
        let path = |node: usize| {
            let mut ranks: Vec<_> =
                std::iter::successors(Some(node), |&node| shape[node].0).map(|node| shape[node].1).collect();
            ranks.reverse();
            ranks
        };
        assert_eq!(path(77), [0; 6]);
        assert_eq!(path(8), [0, 0]);
        assert!((8..29).all(|node| path(node).len() == 2));
    }
}
