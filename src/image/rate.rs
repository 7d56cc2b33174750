//! What ids cost in bits: at fixed width, and with an adaptive code that learns on this picture.
//!
//! The adaptive figure is the length of an ideal arithmetic code: every id of an alphabet starts with a count of 1/2
//! (Krichevsky and Trofimov, 1981), and each depth of a cell counts for itself, in each of the tokenizer's contexts.
//! Nothing that was learned on other pictures is in it.

use super::layout::Layout;
use super::picture::Size;
use super::tokenizer::{Contexts, Ids, ImageTokenizer};
use crate::job::Step;

/// Bits of a picture's ids.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// Sum of log2 of the alphabet over all ids, not rounded.
    pub fixed: f64,
    /// With the adaptive code.
    pub adaptive: f64,
    /// What a decoder needs besides, counted to both: the tokenizer's own, and width and height at 13 bits each.
    pub side_information: f64,
}

/// Bits for a side of 1 to 8,192.
const BITS_OF_A_SIDE: f64 = 13.0;

/// Side information of a picture: the tokenizer's, what it wrote for this picture, and the picture's size.
pub fn side_information(tokenizer: &dyn ImageTokenizer, side: &[u8]) -> f64 {
    tokenizer.side_information_bits() + 8.0 * side.len() as f64 + 2.0 * BITS_OF_A_SIDE
}

/// Sum of log2 of the alphabet over `count` ids.
pub fn fixed(tokenizer: &dyn ImageTokenizer, side: &[u8], count: usize) -> f64 {
    let bits: Vec<f64> = tokenizer.alphabets(side).into_iter().map(|alphabet| f64::from(alphabet).log2()).collect();
    let of_a_cell = bits.iter().sum::<f64>();
    (count / bits.len().max(1)) as f64 * of_a_cell + bits.iter().take(count % bits.len().max(1)).sum::<f64>()
}

/// How often each id was seen in one context.
#[derive(Clone, Debug, Default)]
struct Counts {
    seen: Vec<u32>,
    total: u32,
}

impl Counts {
    /// Bits of `id`, which is counted.
    fn code(&mut self, id: usize, alphabet: usize) -> f64 {
        if self.seen.is_empty() {
            self.seen.resize(alphabet, 0);
        }
        let Some(seen) = self.seen.get_mut(id) else { return 0.0 };
        let bits = ((f64::from(self.total) + alphabet as f64 / 2.0) / (f64::from(*seen) + 0.5)).log2();
        *seen += 1;
        self.total += 1;
        bits
    }
}

/// How many ids are read in one go.
const STRIP: usize = 1 << 16;

/// Ids in their order, with those of so many places before.
struct Window {
    ids: Box<dyn Ids>,
    reach: usize,
    first: usize,
    held: Vec<u32>,
}

impl Window {
    /// Makes sure that the id at `position` is held, which is not before any asked for earlier.
    fn hold(&mut self, position: usize) {
        if position >= self.first + self.held.len() {
            self.first = position.saturating_sub(self.reach);
            self.ids.read(self.first..self.ids.count().min(position + STRIP), &mut self.held);
        }
    }

    fn at(&self, position: usize) -> u32 {
        self.held[position - self.first]
    }
}

/// The adaptive code in slices. A budget counts ids.
pub struct Coding {
    size: Size,
    ids: Window,
    side: Vec<u8>,
    alphabets: Vec<u32>,
    /// By depth, then by context.
    counts: Vec<Counts>,
    /// Ids of later stops are left out.
    keep: usize,
    /// Contexts that are told in order, as long as there are any.
    in_order: Option<Box<dyn Contexts>>,
    position: usize,
    fixed: f64,
    adaptive: f64,
}

impl Coding {
    /// Begins, with the first `keep` of the tokenizer's stops. The ids must be those of a picture of this size.
    pub fn new(tokenizer: &dyn ImageTokenizer, size: Size, ids: Box<dyn Ids>, side: Vec<u8>, keep: usize) -> Self {
        let alphabets = tokenizer.alphabets(&side);
        let in_order = tokenizer.contexts_in_order(size, &side);
        // A context looks at the cells to the left and above.
        let reach = match tokenizer.layout(size, ids.count()) {
            Layout::Grid { columns, depth, .. } => columns * depth,
            _ => 0,
        };
        let ids = Window { ids, reach, first: 0, held: Vec::new() };
        let counts = vec![Counts::default(); alphabets.len() * tokenizer.contexts()];
        Self { size, ids, side, alphabets, counts, keep, in_order, position: 0, fixed: 0.0, adaptive: 0.0 }
    }

    /// Codes `budget` ids, at least one.
    pub fn step(&mut self, tokenizer: &dyn ImageTokenizer, budget: u64) -> Step {
        let Self { ids, alphabets, counts, in_order, .. } = self;
        let count = ids.ids.count();
        let (layout, contexts) = (tokenizer.layout(self.size, count), tokenizer.contexts());
        let mut code = |ids: &Window, position: usize, context: usize| {
            let (id, depth) = (ids.at(position), position % alphabets.len());
            if tokenizer.stop_of(layout, position) < self.keep {
                self.adaptive += counts[depth * contexts + context].code(id as usize, alphabets[depth] as usize);
                self.fixed += f64::from(alphabets[depth]).log2();
            }
            id
        };
        let until = count.min(self.position + budget.clamp(1, 1 << 28) as usize);
        let mut position = self.position;
        while let Some(asking) = in_order.as_mut().filter(|_| position < until) {
            let more = asking.next(&mut |context| {
                if position == count {
                    return None;
                }
                ids.hold(position);
                position += 1;
                Some(code(ids, position - 1, context))
            });
            if !more {
                *in_order = None;
            }
        }
        for position in position..until {
            ids.hold(position);
            code(ids, position, tokenizer.context(&|at| ids.at(at), layout, position));
        }
        self.position = position.max(until);
        if self.position == count {
            return Step::Done;
        }
        Step::Progress { phase: "code", done: self.position as u64, total: Some(count as u64) }
    }

    /// The result.
    pub fn finish(&self, tokenizer: &dyn ImageTokenizer) -> Rate {
        Rate { fixed: self.fixed, adaptive: self.adaptive, side_information: side_information(tokenizer, &self.side) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sum telescopes: -log2 of the Krichevsky-Trofimov probability of the counts, in whichever order they came.
    #[test]
    fn code_lengths_add_up_to_the_estimators() {
        let ids = [0, 1, 1, 0, 1, 1];
        let mut counts = Counts::default();
        let bits: f64 = ids.iter().map(|&id| counts.code(id, 2)).sum();
        // (1/2 · 3/2) · (1/2 · 3/2 · 5/2 · 7/2) / (1 · 2 · 3 · 4 · 5 · 6)
        let probability = 0.75 * (0.75 * 2.5 * 3.5) / 720.0;
        assert!((bits + f64::log2(probability)).abs() < 1e-12);
    }

    #[test]
    fn a_picture_of_one_colour_costs_little() {
        let tokenizer = crate::image::patches::Patches::new(1);
        let size = Size::new(64, 64).expect("small");
        let mut coding = Coding::new(&tokenizer, size, Box::new(vec![9; 64 * 64 * 3]), Vec::new(), 1);
        while coding.step(&tokenizer, 1000) != Step::Done {}
        let rate = coding.finish(&tokenizer);
        assert_eq!(rate.fixed, 64.0 * 64.0 * 24.0);
        assert!(rate.adaptive < rate.fixed / 20.0, "{}", rate.adaptive);
    }
}
