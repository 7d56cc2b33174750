//! The loop of every strategy: guesses are proposed, the model passes over the last token and all guesses at once, a rule
//! says which stand, and the token behind them comes free. So every pass gives at least one token, and plain decoding is
//! the strategy that guesses nothing.
//!
//! The last token of the text has not passed through the model yet: it is the first row of the pass.
//!
//! [`Decoding::next_batch`] says what is to pass, [`Decoding::take`] is given the logits, says what the cache is to keep and
//! what came out. Who runs the model stands between the two.

use std::cell::OnceCell;

use super::accept::{Rule, Seeded, accept};
use super::distribution::{Filter, Scores};
use super::draft::Draft;
use super::error::GenerateError;
use super::strategy::{Context, Observed, Proposer};
use crate::nn::models::transformer::batch::Batch;
use crate::nn::models::transformer::network::MAX_ROWS;

/// Rows of a prompt that pass at once: a slice of work.
const PROMPT_ROWS: usize = 32;
/// Guesses that a draft may have.
pub const MAX_GUESSES: usize = MAX_ROWS - PROMPT_ROWS;
/// Likeliest ids that are told of each place, beside the one that stands there.
pub const ALTERNATIVES: usize = 8;

/// How to go on from a prompt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// How ids are drawn.
    pub filter: Filter,
    /// The seed of all chance.
    pub seed: u64,
    /// Tokens to write at most.
    pub tokens: usize,
    /// How guesses are judged.
    pub rule: Rule,
}

/// What a model is, as far as the loop needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Positions that there are.
    pub context: usize,
    /// Ids.
    pub vocabulary: usize,
    /// The id that ends a document; also what stands before one begins.
    pub end: Option<u32>,
}

/// Why nothing more comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// As many tokens as were asked for are there.
    Tokens,
    /// The model has ended the document.
    Document,
    /// The context is full.
    Context,
}

/// What the cache is to keep: its first `at` places, and of those after them the ones that the path names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keep {
    /// Places that stay.
    pub at: usize,
    /// Rising, counted from `at`.
    pub path: Vec<u32>,
}

/// A likely id of a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alternative {
    /// The id.
    pub id: u32,
    /// The model's own probability.
    pub probability: f64,
    /// The probability that it was drawn with: after temperature and filters.
    pub drawn_with: f64,
}

/// A token that was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// The id.
    pub id: u32,
    /// Its place, counted from the beginning of the prompt.
    pub position: usize,
    /// Whether a guess gave it.
    pub guessed: bool,
    /// The model's own probability.
    pub probability: f64,
    /// The likeliest ids here, likeliest first; behind them its own, where it is not among them.
    pub alternatives: Vec<Alternative>,
}

/// What became of a guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It stands.
    Accepted,
    /// It was refused.
    Rejected,
    /// It followed one that was refused.
    Unreached,
}

/// A guess of a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Guessed {
    /// The token.
    pub id: u32,
    /// The guess that it follows.
    pub parent: Option<usize>,
    /// Its place, counted from the beginning of the prompt.
    pub position: usize,
    /// What became of it.
    pub fate: Fate,
    /// The probability that the model gave it, where it was looked at.
    pub p: Option<f64>,
    /// The probability that the draft gave it; 1 for a sure guess.
    pub q: f64,
}

/// What one pass gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Tokens written.
    pub tokens: Vec<Token>,
    /// Guesses, each after the one that it follows.
    pub guesses: Vec<Guessed>,
    /// Rows of the pass.
    pub rows: usize,
    /// Passes of the model since the last step: more than one where a prompt was read.
    pub passes: u32,
    /// Passes of a draft model.
    pub draft_passes: u32,
    /// Why it was the last.
    pub ended: Option<Ended>,
}

/// What a pass leads to.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// What the cache keeps.
    pub keep: Keep,
    /// What came out; none while a prompt is read.
    pub step: Option<Step>,
}

enum Waiting {
    Prompt(usize),
    Draft(usize, Draft),
}

/// A text on its way.
pub struct Decoding {
    options: Options,
    limits: Limits,
    proposer: Box<dyn Proposer>,
    tokens: Vec<u32>,
    /// Tokens before the prompt.
    before: usize,
    written: usize,
    cached: usize,
    waiting: Option<Waiting>,
    passes: u32,
    draft_passes: u32,
    ended: Option<Ended>,
}

impl Decoding {
    /// A text that begins with this prompt, of which nothing is in the cache.
    ///
    /// # Errors
    /// The prompt is empty (where no id says that a document begins) or too long, has an unknown id, or a setting is
    /// beyond what it may be.
    pub fn new(
        prompt: &[u32],
        options: Options,
        limits: Limits,
        proposer: Box<dyn Proposer>,
    ) -> Result<Self, GenerateError> {
        check(&options)?;
        let tokens: Vec<u32> = limits.end.iter().chain(prompt).copied().collect();
        let before = tokens.len() - prompt.len();
        if tokens.is_empty() {
            return Err(GenerateError::NoPrompt);
        }
        if tokens.len() >= limits.context {
            return Err(GenerateError::Prompt { got: prompt.len(), most: limits.context - 1 - before });
        }
        Ok(Self {
            options,
            limits,
            proposer,
            tokens,
            before,
            written: 0,
            cached: 0,
            waiting: None,
            passes: 0,
            draft_passes: 0,
            ended: (options.tokens == 0).then_some(Ended::Tokens),
        })
    }

    /// All tokens, also what stands before the prompt: those of the cache, then one or more that it lacks.
    pub fn tokens(&self) -> &[u32] {
        &self.tokens
    }

    /// Goes on with a cache that holds these tokens: gives how many places of it are of use. A batch that was not taken
    /// back is forgotten; what is not in the cache passes again.
    pub fn go_on_from(&mut self, cached: &[u32]) -> usize {
        let alike = self.tokens.iter().zip(cached).take_while(|(a, b)| a == b).count();
        self.waiting = None;
        self.cached = alike.min(self.tokens.len() - 1);
        self.cached
    }

    /// The next rows to pass behind what is cached; none where the text has ended.
    ///
    /// # Errors
    /// The strategy failed.
    pub fn next_batch(&mut self) -> Result<Option<Batch>, GenerateError> {
        if self.ended.is_some() {
            return Ok(None);
        }
        let unseen = &self.tokens[self.cached..];
        if unseen.len() > PROMPT_ROWS {
            self.waiting = Some(Waiting::Prompt(PROMPT_ROWS));
            return Ok(Some(Batch::run(&unseen[..PROMPT_ROWS], self.cached)));
        }
        let context = Context {
            tokens: &self.tokens,
            options: &self.options,
            most: MAX_GUESSES,
            // A guess is of use where a token behind it is still wanted, and has a place.
            depth: (self.options.tokens - self.written - 1).min(self.limits.context - self.tokens.len() - 1),
        };
        let draft = match context.depth {
            0 => Draft::none(),
            _ => self.proposer.propose(&context)?,
        };
        if draft.guesses.len() > MAX_GUESSES {
            return Err(GenerateError::Draft(draft.guesses.len()));
        }
        let nodes: Vec<_> = draft.guesses.iter().map(|guess| (guess.id, guess.parent)).collect();
        let (run, rows) = (unseen.len(), unseen.len() + nodes.len());
        let batch = Batch::tree(unseen, self.cached, &nodes).wanting(run - 1..rows);
        self.waiting = Some(Waiting::Draft(run, draft));
        Ok(Some(batch))
    }

    /// Takes the logits of the wanted rows of the last batch.
    pub fn take(&mut self, logits: &[f32]) -> Taken {
        self.passes += 1;
        match self.waiting.take() {
            Some(Waiting::Draft(run, draft)) => self.judge(run, &draft, logits),
            Some(Waiting::Prompt(rows)) => {
                self.cached += rows;
                Taken { keep: Keep { at: self.cached, path: Vec::new() }, step: None }
            }
            None => Taken { keep: Keep { at: self.cached, path: Vec::new() }, step: None },
        }
    }

    fn judge(&mut self, run: usize, draft: &Draft, logits: &[f32]) -> Taken {
        let rows = Rows::new(logits, self.limits.vocabulary);
        let filter = self.options.filter;
        let row = |guess: Option<usize>| guess.map_or(0, |guess| guess + 1);
        let first = self.tokens.len();
        let mut chance = Seeded(self.options.seed);
        let accepted = accept(self.options.rule, draft, first - self.before, &mut chance, |guess| {
            rows.scores(row(guess)).distribution(filter)
        });
        let written = accepted.path.iter().map(|&guess| (draft.guesses[guess].id, true));
        let all: Vec<(u32, bool)> = written.chain([(accepted.extra, false)]).collect();
        let ends = all.iter().position(|(id, _)| Some(*id) == self.limits.end).map_or(all.len(), |place| place + 1);
        let count = ends.min(self.options.tokens - self.written);
        let mut tokens = Vec::with_capacity(count);
        for (at, &(id, guessed)) in all[..count].iter().enumerate() {
            let scores = rows.scores(row(at.checked_sub(1).map(|before| accepted.path[before])));
            let (own, drawn) = (scores.distribution(Filter::default()), scores.distribution(filter));
            let mut likely = scores.top(ALTERNATIVES);
            if !likely.contains(&id) {
                likely.push(id);
            }
            let alternatives = likely.into_iter().map(|id| Alternative {
                id,
                probability: own.probability(id),
                drawn_with: drawn.probability(id),
            });
            let position = first - self.before + at;
            let probability = own.probability(id);
            tokens.push(Token { id, position, guessed, probability, alternatives: alternatives.collect() });
        }
        let guesses = (0..).zip(&draft.guesses).map(|(number, guess)| {
            let verdict = accepted.verdicts.iter().find(|verdict| verdict.guess == Some(number));
            Guessed {
                id: guess.id,
                parent: guess.parent,
                position: first - self.before + draft.depth(number) - 1,
                fate: verdict.map_or(Fate::Unreached, |found| match found.stands {
                    true => Fate::Accepted,
                    false => Fate::Rejected,
                }),
                p: verdict.map(|found| found.p),
                q: guess.drawn_from.as_ref().map_or(1.0, |drawn| drawn.probability(guess.id)),
            }
        });
        let guesses = guesses.collect();
        // The last token that was written has not passed: its row, if it was a guess, is not kept.
        let kept = accepted.path.len().min(count.saturating_sub(1));
        let path = accepted.path[..kept].iter().map(|&guess| guess as u32).collect();
        let keep = Keep { at: self.cached + run, path };
        self.tokens.extend(tokens.iter().map(|token| token.id));
        self.written += count;
        self.cached += run + kept;
        self.proposer.observe(&Observed {
            tokens: &self.tokens,
            written: count,
            draft,
            accepted: &accepted,
            rows: &rows,
        });
        self.ended = match tokens.last() {
            Some(token) if Some(token.id) == self.limits.end => Some(Ended::Document),
            _ if self.written >= self.options.tokens => Some(Ended::Tokens),
            _ if self.tokens.len() >= self.limits.context => Some(Ended::Context),
            _ => None,
        };
        let draft_passes = self.proposer.passes() - self.draft_passes;
        self.draft_passes += draft_passes;
        let passes = std::mem::take(&mut self.passes);
        let rows = run + draft.guesses.len();
        Taken { keep, step: Some(Step { tokens, guesses, rows, passes, draft_passes, ended: self.ended }) }
    }
}

/// The logits of a pass: of the last token, then of each guess.
pub struct Rows<'a> {
    logits: &'a [f32],
    vocabulary: usize,
    scores: Vec<OnceCell<Scores>>,
}

impl<'a> Rows<'a> {
    fn new(logits: &'a [f32], vocabulary: usize) -> Self {
        let rows = logits.len() / vocabulary.max(1);
        Self { logits, vocabulary, scores: vec![OnceCell::new(); rows] }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.scores.len()
    }

    /// The rounded logits of a row.
    pub fn scores(&self, row: usize) -> &Scores {
        self.scores[row].get_or_init(|| Scores::new(&self.logits[row * self.vocabulary..][..self.vocabulary]))
    }
}

fn check(options: &Options) -> Result<(), GenerateError> {
    let Filter { temperature, top_p, .. } = options.filter;
    let setting = |name, got: f64, fits: bool, allowed| match fits {
        true => Ok(()),
        false => Err(GenerateError::Setting { name, got, allowed }),
    };
    setting("temperature", temperature, (0.0..=100.0).contains(&temperature), "from 0 to 100")?;
    setting("top-p", top_p, (0.0..=1.0).contains(&top_p), "from 0 to 1")
}
