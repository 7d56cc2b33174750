//! Guesses from what was written before (Zhao and others 2024, Lookahead): a trie of the runs of tokens of the prompt and
//! of earlier texts. The branches below the longest run that ends the text are tried all at once. No model drafts.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::rc::Rc;

use super::{Context, Observed, Proposer};
use crate::generate::draft::Draft;
use crate::generate::error::GenerateError;

/// The longest run that is looked for.
const MATCH: usize = 3;
/// Tokens that a branch goes on behind it.
const AHEAD: usize = 12;
/// Guesses of a draft.
const GUESSES: usize = 32;
/// What a run of the prompt counts, where one of a text counts 1.
const PROMPT: f32 = 2.0;
/// What is left of the counts of texts when another begins.
const DECAY: f32 = 0.5;
/// Nodes that stay when another text begins.
const NODES: usize = 1 << 16;

#[derive(Default)]
struct Node {
    /// Id and node, by rising id.
    children: Vec<(u32, u32)>,
    /// How often the run stands in the prompt …
    prompt: f32,
    /// … and in texts, older ones counting less.
    texts: f32,
}

impl Node {
    fn weight(&self) -> f32 {
        PROMPT * self.prompt + self.texts
    }
}

/// Runs of tokens with how often they occurred.
pub struct Trie {
    nodes: Vec<Node>,
}

impl Default for Trie {
    fn default() -> Self {
        Self { nodes: vec![Node::default()] }
    }
}

impl Trie {
    /// Nodes, the root included.
    pub fn size(&self) -> usize {
        self.nodes.len()
    }

    /// Another text begins: the prompt before is forgotten, texts count less.
    fn begin(&mut self, prompt: &[u32]) {
        for node in &mut self.nodes {
            node.prompt = 0.0;
            node.texts *= DECAY;
        }
        self.prune();
        (0..prompt.len()).for_each(|at| self.add(prompt, at, true));
    }

    /// Counts every run that ends with token `at`.
    fn add(&mut self, tokens: &[u32], at: usize, prompt: bool) {
        for from in (at + 1).saturating_sub(MATCH + AHEAD)..=at {
            let mut node = 0;
            for &id in &tokens[from..=at] {
                node = self.child_or_new(node, id);
            }
            let node = &mut self.nodes[node];
            *(if prompt { &mut node.prompt } else { &mut node.texts }) += 1.0;
        }
    }

    fn child(&self, node: usize, id: u32) -> Option<usize> {
        let children = &self.nodes[node].children;
        children.binary_search_by_key(&id, |(id, _)| *id).ok().map(|place| children[place].1 as usize)
    }

    fn child_or_new(&mut self, node: usize, id: u32) -> usize {
        if let Some(child) = self.child(node, id) {
            return child;
        }
        let new = self.nodes.len();
        let children = &mut self.nodes[node].children;
        let place = children.partition_point(|(other, _)| *other < id);
        children.insert(place, (id, new as u32));
        self.nodes.push(Node::default());
        new
    }

    /// Drops what has no weight, and the lightest where there are too many. A node weighs no more than the one above it,
    /// so whole branches go.
    fn prune(&mut self) {
        let mut weights: Vec<f32> = self.nodes.iter().map(Node::weight).filter(|&weight| weight > 0.0).collect();
        let floor = match weights.len().checked_sub(NODES) {
            Some(over) if over > 0 => *weights.select_nth_unstable_by(over, f32::total_cmp).1,
            _ => 0.0,
        };
        let mut kept = vec![Node::default()];
        let mut waiting = vec![(0, 0)];
        while let Some((old, new)) = waiting.pop() {
            for (id, child) in std::mem::take(&mut self.nodes[old].children) {
                let Node { prompt, texts, .. } = self.nodes[child as usize];
                if self.nodes[child as usize].weight() > floor {
                    waiting.push((child as usize, kept.len()));
                    let number = kept.len() as u32;
                    kept[new].children.push((id, number));
                    kept.push(Node { prompt, texts, children: Vec::new() });
                }
            }
        }
        self.nodes = kept;
    }

    /// The heaviest branches below the longest run that ends the text.
    fn draft(&self, tokens: &[u32], most: usize, depth: usize) -> Draft {
        let below = |length: usize| {
            let run = &tokens[tokens.len().checked_sub(length)?..];
            let node = run.iter().try_fold(0, |node, &id| self.child(node, id))?;
            (!self.nodes[node].children.is_empty()).then_some(node)
        };
        let mut draft = Draft::none();
        let Some(root) = (1..=MATCH).rev().find_map(below) else { return draft };
        // By weight, then the lower id, then the guess that came first; a weight is not negative, so its bits rise with it.
        let mut waiting = BinaryHeap::new();
        let push = |waiting: &mut BinaryHeap<_>, node: usize, parent: Option<usize>, ahead: usize| {
            for &(id, child) in &self.nodes[node].children {
                let weight = self.nodes[child as usize].weight().to_bits();
                waiting.push((weight, Reverse((ahead, id, parent)), child));
            }
        };
        push(&mut waiting, root, None, 1);
        while draft.guesses.len() < most.min(GUESSES) {
            let Some((_, Reverse((ahead, id, parent)), node)) = waiting.pop() else { break };
            let guess = draft.add(id, parent);
            if ahead < AHEAD.min(depth) {
                push(&mut waiting, node as usize, Some(guess), ahead + 1);
            }
        }
        draft
    }
}

/// The strategy.
pub struct Lookahead {
    trie: Rc<RefCell<Trie>>,
    begun: bool,
}

impl Lookahead {
    /// Over a trie that outlives the text.
    pub fn new(trie: Rc<RefCell<Trie>>) -> Self {
        Self { trie, begun: false }
    }
}

impl Proposer for Lookahead {
    fn propose(&mut self, context: &Context<'_>) -> Result<Draft, GenerateError> {
        let mut trie = self.trie.borrow_mut();
        if !std::mem::replace(&mut self.begun, true) {
            trie.begin(context.tokens);
        }
        Ok(trie.draft(context.tokens, context.most, context.depth))
    }

    fn observe(&mut self, observed: &Observed<'_, '_>) {
        let mut trie = self.trie.borrow_mut();
        let all = observed.tokens.len();
        (all - observed.written..all).for_each(|at| trie.add(observed.tokens, at, false));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_followed_before_is_guessed_most_frequent_first() {
        let mut trie = Trie::default();
        trie.begin(&[1, 2, 3, 9, 1, 2, 4, 9, 1, 2, 3, 7, 1, 2]);
        let draft = trie.draft(&[5, 1, 2], 4, 2);
        let guesses: Vec<_> = draft.guesses.iter().map(|guess| (guess.id, guess.parent)).collect();
        // Behind `1 2` came 3 twice and 4 once; behind `1 2 3` 7 and 9 once each.
        assert_eq!(guesses, [(3, None), (4, None), (7, Some(0)), (9, Some(0))]);
        assert!(trie.draft(&[8], 4, 2).guesses.is_empty());
    }

    #[test]
    fn a_prompt_is_forgotten_and_a_text_fades() {
        let mut trie = Trie::default();
        trie.begin(&[1, 2, 3]);
        let text = [1, 2, 3, 4, 5, 6];
        (3..6).for_each(|at| trie.add(&text, at, false));
        trie.begin(&[7, 7]);
        assert!(trie.draft(&[2], 8, 8).guesses.iter().all(|guess| guess.id != 3), "a run of the old prompt alone");
        assert_eq!(trie.draft(&[4], 8, 8).guesses.len(), 2);
        assert_eq!(trie.nodes[trie.child(0, 5).expect("it was written")].texts, 0.5);
    }
}
