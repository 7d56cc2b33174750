//! The Unigram trainer as a job: seeds, then steps of pruning and EM.

use super::super::alphabet::frequent_characters;
use super::super::options::TrainOptions;
use super::super::state::StepTotals;
use super::super::words::Words;
use super::MAX_PIECE_CHARS;
use super::lattice::{Lattice, Trie};
use super::seeds::{Runs, Seed, SeedFinder};

/// A step drops at least as many tokens as are expected less often than this; no probability is taken from less.
const LEAST_EXPECTED: f64 = 0.5;
/// What a pruning step keeps.
const KEEP: f64 = 0.75;
/// EM rounds per step.
const EM_ROUNDS: usize = 2;
/// What a character of a lattice costs, in units of a counted symbol: several edges of several exponentials each.
const LATTICE_COST: u64 = 96;

/// Trains in slices.
#[derive(Clone, Debug)]
pub(in super::super) struct UnigramTrainer {
    pub(super) runs: Runs,
    /// Every string that ever was a piece: the single characters, then the seeds.
    pub(super) strings: Vec<Seed>,
    /// How many of `strings` are single characters; these are never dropped.
    pub(super) characters: usize,
    /// The specials' places in the vocabulary.
    specials: usize,
    /// Steps that have been made.
    pub(super) steps: Vec<UnigramStep>,
    phase: Phase,
    lattice: Lattice,
    trie: Trie,
    /// Indices into `strings`, ascending, and their log probabilities.
    pieces: Vec<u32>,
    scores: Vec<f64>,
    expected: Vec<f64>,
    log_likelihood: f64,
    /// Pieces of the text's best cut.
    uses: Vec<u64>,
    /// What the step under way has dropped: lowest loss first, and how many.
    dropped: Vec<Loss>,
    dropped_count: u32,
}

/// What is kept of a step.
#[derive(Clone, Debug)]
pub(super) struct UnigramStep {
    pub(super) totals: StepTotals,
    /// Indices into `strings`, ascending, with their log probabilities.
    pub(super) pieces: Vec<(u32, f32)>,
    /// The first that were dropped, lowest loss first.
    pub(super) dropped: Vec<Loss>,
    pub(super) dropped_count: u32,
}

/// A piece, its score, and how much the log likelihood of the text falls without it, per token, in nats.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Loss {
    pub(super) string: u32,
    pub(super) score: f32,
    pub(super) loss: f64,
}

#[derive(Clone, Debug)]
enum Phase {
    Seeds(SeedFinder),
    /// Expectation: which EM round, the next run.
    Expect {
        round: usize,
        run: usize,
    },
    /// Best cut of the text: the next run.
    Cut {
        run: usize,
    },
    /// Losses: the next piece.
    Losses {
        piece: usize,
        losses: Vec<Loss>,
    },
    Done,
}

impl UnigramTrainer {
    /// How many of the dropped tokens are remembered per step.
    const REMEMBERED: usize = 200;

    pub(in super::super) fn new(words: &Words, options: &TrainOptions) -> Self {
        let alphabet = frequent_characters(words, options.alphabet_limit);
        let runs = Runs::new(words, |character| alphabet.binary_search(&character).is_ok());
        let longest =
            options.max_token_length.map_or(MAX_PIECE_CHARS, |most| (most as usize).clamp(1, MAX_PIECE_CHARS));
        let finder = SeedFinder::new(&runs, longest, options.min_frequency);
        Self {
            runs,
            strings: Vec::new(),
            characters: alphabet.len(),
            specials: options.all_specials().len(),
            steps: Vec::new(),
            phase: Phase::Seeds(finder),
            lattice: Lattice::default(),
            trie: Trie::default(),
            pieces: Vec::new(),
            scores: Vec::new(),
            expected: Vec::new(),
            log_likelihood: 0.0,
            uses: Vec::new(),
            dropped: Vec::new(),
            dropped_count: 0,
        }
    }

    /// Works for about `budget` characters; true when training is over.
    pub(in super::super) fn step(&mut self, options: &TrainOptions, budget: u64) -> bool {
        let mut spent = 0;
        while spent <= budget {
            match &mut self.phase {
                Phase::Seeds(finder) => {
                    if finder.step(&self.runs, budget, &mut spent) {
                        self.take_seeds(options);
                    }
                }
                Phase::Expect { .. } => self.expect(budget, &mut spent),
                Phase::Cut { .. } => self.cut(options, budget, &mut spent),
                Phase::Losses { .. } => self.losses(options, budget, &mut spent),
                Phase::Done => return true,
            }
        }
        false
    }

    /// Phase, how much is done, of how much.
    pub(in super::super) fn progress(&self, options: &TrainOptions) -> (&'static str, u64, Option<u64>) {
        let size = (self.pieces.len() + self.specials) as u64;
        match (&self.phase, self.steps.first()) {
            (Phase::Seeds(_), _) => ("finding repeated strings", 0, None),
            (_, None) => ("estimating the first probabilities", 0, None),
            (_, Some(first)) => {
                let all = u64::from(first.totals.vocabulary.saturating_sub(options.vocabulary_size));
                ("pruning", u64::from(first.totals.vocabulary).saturating_sub(size), Some(all))
            }
        }
    }

    /// The string of a piece.
    pub(super) fn string(&self, index: u32) -> &[char] {
        let seed = self.strings[index as usize];
        &self.runs.characters[seed.start as usize..][..seed.length as usize]
    }

    fn take_seeds(&mut self, options: &TrainOptions) {
        let Phase::Seeds(finder) = std::mem::replace(&mut self.phase, Phase::Done) else { return };
        let specials: Vec<Vec<char>> = options.all_specials().iter().map(|special| special.chars().collect()).collect();
        let mut seeds = finder.finish();
        let string = |seed: &Seed| &self.runs.characters[seed.start as usize..][..seed.length as usize];
        seeds.retain(|seed| !specials.iter().any(|special| special == string(seed)));
        self.strings = single_characters(&self.runs);
        self.characters = self.strings.len();
        self.strings.append(&mut seeds);
        self.pieces = (0..self.strings.len() as u32).collect();
        // The first probabilities: frequency × length, as the seeds were chosen.
        let weights = self.strings.iter().map(|seed| seed.count as f64 * f64::from(seed.length));
        let total = libm::log(weights.clone().sum::<f64>().max(1.0));
        self.scores = weights.map(|weight| libm::log(weight) - total).collect();
        self.begin_em();
    }

    fn begin_em(&mut self) {
        self.trie = Trie::new(self.pieces.iter().map(|&piece| {
            let seed = self.strings[piece as usize];
            &self.runs.characters[seed.start as usize..][..seed.length as usize]
        }));
        self.expected.clear();
        self.expected.resize(self.pieces.len(), 0.0);
        self.log_likelihood = 0.0;
        self.phase = Phase::Expect { round: 0, run: 0 };
    }

    fn expect(&mut self, budget: u64, spent: &mut u64) {
        let Phase::Expect { round, run } = &mut self.phase else { return };
        while *run < self.runs.len() {
            let (characters, count) = (self.runs.get(*run), self.runs.counts[*run] as f64);
            self.log_likelihood +=
                count * self.lattice.expect(characters, &self.trie, &self.scores, count, &mut self.expected);
            *spent += characters.len() as u64 * LATTICE_COST;
            *run += 1;
            if *spent > budget {
                return;
            }
        }
        let round = *round + 1;
        self.maximize();
        if round < EM_ROUNDS {
            self.expected.fill(0.0);
            self.log_likelihood = 0.0;
            self.phase = Phase::Expect { round, run: 0 };
        } else {
            self.uses.clear();
            self.uses.resize(self.pieces.len(), 0);
            self.phase = Phase::Cut { run: 0 };
        }
    }

    /// New probabilities from expected counts.
    fn maximize(&mut self) {
        let expected = || self.expected.iter().map(|expected| expected.max(LEAST_EXPECTED));
        let log_total = digamma(expected().sum());
        self.scores = expected().map(|expected| digamma(expected) - log_total).collect();
    }

    fn cut(&mut self, options: &TrainOptions, budget: u64, spent: &mut u64) {
        let Phase::Cut { run } = &mut self.phase else { return };
        while *run < self.runs.len() {
            let (characters, count) = (self.runs.get(*run), self.runs.counts[*run]);
            for &piece in self.lattice.best(characters, &self.trie, &self.scores, None).1 {
                self.uses[piece as usize] += count;
            }
            *spent += characters.len() as u64 * LATTICE_COST;
            *run += 1;
            if *spent > budget {
                return;
            }
        }
        self.end_step();
        let size = self.pieces.len() + self.specials;
        let droppable = self.pieces.len() > self.characters;
        self.phase = if size > options.vocabulary_size as usize && droppable {
            Phase::Losses { piece: 0, losses: Vec::new() }
        } else {
            Phase::Done
        };
    }

    fn end_step(&mut self) {
        let totals = StepTotals {
            vocabulary: (self.pieces.len() + self.specials) as u32,
            tokens: self.uses.iter().sum(),
            merges: 0,
            log_likelihood: Some(self.log_likelihood),
        };
        let pieces = self.pieces.iter().zip(&self.scores).map(|(&piece, &score)| (piece, score as f32)).collect();
        let dropped = std::mem::take(&mut self.dropped);
        self.steps.push(UnigramStep { totals, pieces, dropped, dropped_count: self.dropped_count });
    }

    /// How much the text's best cut loses when a piece is cut in its own best way instead.
    fn losses(&mut self, options: &TrainOptions, budget: u64, spent: &mut u64) {
        let Phase::Losses { piece, losses } = &mut self.phase else { return };
        let all = self.uses.iter().sum::<u64>().max(1) as f64;
        while *piece < self.pieces.len() {
            let index = *piece;
            *piece += 1;
            let string = self.pieces[index];
            if (string as usize) < self.characters {
                continue;
            }
            let seed = self.strings[string as usize];
            let characters = &self.runs.characters[seed.start as usize..][..seed.length as usize];
            let used = self.uses[index] as f64;
            let loss = if self.uses[index] == 0 {
                0.0
            } else {
                let (_, parts) = self.lattice.best(characters, &self.trie, &self.scores, Some(index as u32));
                // Without the piece its uses go to its parts, and the text has more tokens.
                let all_after = all + used * (parts.len() as f64 - 1.0);
                let after = parts.iter().map(|&part| libm::log((self.uses[part as usize] as f64 + used) / all_after));
                used / all * (libm::log(used / all) - after.sum::<f64>())
            };
            losses.push(Loss { string, score: self.scores[index] as f32, loss });
            *spent += characters.len() as u64 * LATTICE_COST;
            if *spent > budget {
                return;
            }
        }
        let losses = std::mem::take(losses);
        self.prune(losses, options);
    }

    fn prune(&mut self, mut losses: Vec<Loss>, options: &TrainOptions) {
        let first = |a: &Loss, b: &Loss| a.loss.total_cmp(&b.loss).then_with(|| a.score.total_cmp(&b.score));
        losses.sort_unstable_by(|a, b| first(a, b).then_with(|| b.string.cmp(&a.string)));
        let wanted = (options.vocabulary_size as usize).saturating_sub(self.specials).max(self.characters);
        let expected =
            |(&piece, &expected): (&u32, &f64)| (piece as usize) < self.characters || expected >= LEAST_EXPECTED;
        let worth = self.pieces.iter().zip(&self.expected).filter(|&piece| expected(piece)).count();
        let keep = wanted.max(worth.min((self.pieces.len() as f64 * KEEP) as usize));
        losses.truncate(self.pieces.len() - keep);
        let mut gone: Vec<u32> = losses.iter().map(|loss| loss.string).collect();
        gone.sort_unstable();
        let kept = self.pieces.iter().zip(&self.scores).filter(|&(piece, _)| gone.binary_search(piece).is_err());
        (self.pieces, self.scores) = kept.map(|(&piece, &score)| (piece, score)).unzip();
        self.dropped_count = losses.len() as u32;
        losses.truncate(Self::REMEMBERED);
        self.dropped = losses;
        self.begin_em();
    }
}

/// The single characters of the runs in code point order, each where it first stands.
fn single_characters(runs: &Runs) -> Vec<Seed> {
    let mut found = std::collections::BTreeMap::new();
    let mut run = 0;
    for (at, &character) in (0..).zip(&runs.characters) {
        run += usize::from(at >= runs.ends[run]);
        found.entry(character).or_insert((at, 0)).1 += runs.counts[run];
    }
    found.into_values().map(|(start, count)| Seed { start, length: 1, count }).collect()
}

/// The logarithmic derivative of the gamma function, for x > 0: recurrence up to 7, then the asymptotic series.
fn digamma(mut x: f64) -> f64 {
    let mut below = 0.0;
    while x < 7.0 {
        below -= 1.0 / x;
        x += 1.0;
    }
    let inverse = 1.0 / (x * x);
    let series = inverse * (1.0 / 12.0 - inverse * (1.0 / 120.0 - inverse * (1.0 / 252.0 - inverse / 240.0)));
    below + libm::log(x) - 0.5 / x - series
}
