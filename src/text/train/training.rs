//! The training job and its result.

use super::super::TokenId;
use super::super::definition::{AddedToken, Decoder, Definition, PreTokenizer};
use super::super::error::TextError;
use super::super::job::{Job, Step};
use super::super::vocabulary::Vocabulary;
use super::alphabet::Alphabet;
use super::merge_training::MergeTraining;
use super::merges::{INSIDE, Merge, MergeTrainer};
use super::options::{Algorithm, TrainOptions};
use super::state::{StepTotals, TrainingState};
use super::words::Words;

/// Trains in slices.
#[derive(Clone, Debug)]
pub struct Trainer {
    options: TrainOptions,
    words: Words,
    trainer: MergeTrainer,
    done: bool,
}

impl Trainer {
    /// Starts training on counted words. The options' normalizers and pre-tokenizers must be those that made the words:
    /// they are not applied again.
    pub fn from_words(words: Words, options: TrainOptions) -> Result<Self, TextError> {
        options.check()?;
        let specials = options.all_specials();
        let alphabet = match options.algorithm {
            Algorithm::ByteBpe => Alphabet::bytes(&specials),
            Algorithm::CharacterBpe | Algorithm::Unigram => {
                Alphabet::characters(&specials, &words, options.alphabet_limit, "")
            }
            Algorithm::WordPiece => Alphabet::characters(&specials, &words, options.alphabet_limit, INSIDE),
        };
        let trainer = MergeTrainer::new(&alphabet, &words);
        Ok(Self { options, words, trainer, done: false })
    }

    /// The result, when the job is done.
    pub fn finish(self) -> Option<Training> {
        let Self { options, words, trainer, done } = self;
        done.then(|| Training { options, words, merges: MergeTraining::new(trainer) })
    }
}

impl Job for Trainer {
    fn step(&mut self, budget: u64) -> Result<Step, TextError> {
        self.done = self.done || self.trainer.step(&self.words, &self.options, budget);
        if self.done {
            return Ok(Step::Done);
        }
        let (done, total) = self.trainer.progress(&self.words, &self.options);
        let phase = if self.trainer.steps_made() == 0 { "counting pairs" } else { "joining pairs" };
        Ok(Step::Progress { phase, done, total })
    }
}

/// A finished training: any step of it, and the tokenizer at any step.
#[derive(Clone, Debug)]
pub struct Training {
    options: TrainOptions,
    words: Words,
    merges: MergeTraining,
}

impl Training {
    /// The options it was made with.
    pub fn options(&self) -> &TrainOptions {
        &self.options
    }

    /// How many steps there are; step 0 is before the first.
    pub fn steps(&self) -> usize {
        self.curve().len() - 1
    }

    /// Totals after each step, step 0 first: the curve of tokens over steps.
    pub fn curve(&self) -> &[StepTotals] {
        self.merges.totals()
    }

    /// All merges in order; empty for Unigram.
    pub fn merges(&self) -> &[Merge] {
        self.merges.merges()
    }

    /// All tokens of the finished training by id.
    pub fn vocabulary(&self) -> &Vocabulary {
        self.merges.vocabulary()
    }

    /// The words of the training text.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// The state after `step` (the last at most), with at most `limit` words and candidates. Near steps are quick to
    /// reach from each other, in both directions.
    pub fn state(&mut self, step: usize, limit: usize) -> TrainingState {
        self.merges.state(&self.words, &self.options, step, limit)
    }

    /// The tokenizer after `step` (the last at most).
    pub fn definition(&self, step: usize) -> Definition {
        let specials = self.options.all_specials();
        let unknown = self.options.unknown();
        let unknown = specials.iter().position(|special| Some(special.as_str()) == unknown).map(|id| id as TokenId);
        let (vocabulary, model) = self.merges.model(&self.options, unknown, step);
        Definition {
            name: self.options.name.clone(),
            vocabulary,
            added: (0..).zip(specials).map(|(id, content)| special_token(id, content)).collect(),
            normalizers: self.options.normalizers.clone(),
            pre_tokenizers: self.options.pre_tokenizers.clone(),
            model,
            post_processors: Vec::new(),
            decoders: decoders(&self.options),
            chat_template: None,
        }
    }
}

fn special_token(id: TokenId, content: String) -> AddedToken {
    AddedToken { id, content, special: true, lstrip: false, rstrip: false, single_word: false, normalized: false }
}

/// What undoes the pre-tokenizers, as far as they can be undone.
fn decoders(options: &TrainOptions) -> Vec<Decoder> {
    if options.algorithm == Algorithm::WordPiece {
        return vec![Decoder::WordPiece { prefix: INSIDE.to_owned(), cleanup: true }];
    }
    let undo = |step: &PreTokenizer| match *step {
        PreTokenizer::ByteLevel { .. } => Some(Decoder::ByteLevel),
        PreTokenizer::Metaspace { replacement, prepend, .. } => Some(Decoder::Metaspace { replacement, prepend }),
        _ => None,
    };
    options.pre_tokenizers.iter().rev().filter_map(undo).collect()
}
