//! A small model guesses a chain (Leviathan, Kalman and Matias 2023; Chen and others 2023). It draws as the large one
//! would: with the same temperature and filters, and, where noise is shared, with the same numbers.

use std::cell::RefCell;
use std::rc::Rc;

use super::{Context, Observed, Proposer};
use crate::generate::accept::Rule;
use crate::generate::distribution::Scores;
use crate::generate::draft::{Draft, Guess};
use crate::generate::error::GenerateError;
use crate::generate::philox::{Noise, Stream};
use crate::generate::race::draw;
use crate::nn::models::transformer::Transformer;
use crate::nn::models::transformer::batch::Batch;
use crate::nn::models::transformer::cache::Cache;
use crate::nn::models::transformer::network::MAX_ROWS;

/// The most guesses where their number follows success.
const MOST: usize = 8;

/// The strategy.
pub struct Speculative {
    draft: Rc<RefCell<Transformer>>,
    cache: Cache,
    /// The tokens that are in the cache.
    seen: Vec<u32>,
    guesses: usize,
    adaptive: bool,
    passes: u32,
    /// Tokens before the prompt, which the seed's positions do not count.
    before: usize,
}

impl Speculative {
    /// Guesses so many tokens with `draft`; if `adaptive`, two more after a chain that stands whole, up to eight, and one
    /// less after another.
    ///
    /// # Errors
    /// Its ids are not as many as the model's.
    pub fn new(
        draft: Rc<RefCell<Transformer>>,
        vocabulary: usize,
        guesses: usize,
        adaptive: bool,
    ) -> Result<Self, GenerateError> {
        let (cache, own, before) = {
            let model = draft.borrow();
            (model.cache(), model.config().vocabulary, usize::from(model.config().end.is_some()))
        };
        if own != vocabulary {
            return Err(GenerateError::Vocabularies { draft: own, model: vocabulary });
        }
        Ok(Self { draft, cache, seen: Vec::new(), guesses: guesses.max(1), adaptive, passes: 0, before })
    }

    /// What the draft model says behind the text.
    fn read(&mut self, tokens: &[u32]) -> Result<Scores, GenerateError> {
        let alike = self.seen.iter().zip(tokens).take_while(|(a, b)| a == b).count();
        let kept = alike.min(tokens.len() - 1);
        self.cache.rollback(kept);
        self.seen.truncate(kept);
        let mut model = self.draft.borrow_mut();
        let mut last = Scores::new(&[]);
        while self.seen.len() < tokens.len() {
            let from = self.seen.len();
            let rows = &tokens[from..tokens.len().min(from + MAX_ROWS)];
            let batch = Batch::run(rows, from).wanting([rows.len() - 1]);
            last = Scores::new(model.pass(&mut self.cache, &batch)?);
            self.seen.extend(rows);
            self.passes += 1;
        }
        Ok(last)
    }
}

impl Proposer for Speculative {
    fn propose(&mut self, context: &Context<'_>) -> Result<Draft, GenerateError> {
        let mut tokens = context.tokens.to_vec();
        let room = (self.draft.borrow().config().context + 1).saturating_sub(tokens.len());
        let mut draft = Draft::none();
        for at in 0..self.guesses.min(context.most).min(context.depth).min(room) {
            let distribution = Rc::new(self.read(&tokens)?.distribution(context.options.filter));
            let stream = match context.options.rule {
                Rule::SharedNoise => Stream::Target,
                Rule::Rejection => Stream::Draft,
            };
            let position = (tokens.len() - self.before) as u32;
            let id = draw(&distribution, Noise { seed: context.options.seed, position, stream, draw: 0 });
            draft.guesses.push(Guess { id, parent: at.checked_sub(1), drawn_from: Some(distribution) });
            tokens.push(id);
        }
        Ok(draft)
    }

    fn observe(&mut self, observed: &Observed<'_, '_>) {
        if !self.adaptive || observed.draft.guesses.is_empty() {
            return;
        }
        let whole = observed.accepted.path.len() == observed.draft.guesses.len();
        self.guesses = if whole { (self.guesses + 2).min(MOST) } else { (self.guesses - 1).max(1) };
    }

    fn passes(&self) -> u32 {
        self.passes
    }
}
