//! The training job and its result.

use super::super::TokenId;
use super::super::definition::{AddedToken, Decoder, Definition, PreTokenizer};
use super::super::error::TextError;
use super::super::job::{Job, Step};
use super::super::vocabulary::Vocabulary;
use super::alphabet::Alphabet;
use super::corpus::Corpus;
use super::merge_training::MergeTraining;
use super::merges::{INSIDE, Merge, MergeTrainer};
use super::options::{Algorithm, TrainOptions};
use super::state::{StepTotals, TrainingState};
use super::unigram::{UnigramTrainer, UnigramTraining};
use super::words::Words;

/// Trains in slices.
#[derive(Clone, Debug)]
pub struct Trainer {
    options: TrainOptions,
    words: Words,
    /// Always there between two calls.
    work: Option<Work>,
}

#[derive(Clone, Debug)]
enum Work {
    Words(Box<Corpus>),
    Merges(Box<MergeTrainer>),
    Unigram(Box<UnigramTrainer>),
    Done(Trained),
}

impl Trainer {
    /// Starts training on texts; none of their words reaches from one text into the next.
    pub fn new(texts: Vec<String>, options: TrainOptions) -> Result<Self, TextError> {
        options.check()?;
        let corpus = Corpus::new(texts, &options)?;
        Ok(Self { options, words: Words::default(), work: Some(Work::Words(Box::new(corpus))) })
    }

    /// Starts training on counted words. The options' normalizers and pre-tokenizers must be those that made the words:
    /// they are not applied again.
    pub fn from_words(words: Words, options: TrainOptions) -> Result<Self, TextError> {
        options.check()?;
        let work = Some(start(&words, &options));
        Ok(Self { options, words, work })
    }

    /// The result, when the job is done.
    pub fn finish(self) -> Option<Training> {
        let Self { options, words, work } = self;
        match work {
            Some(Work::Done(result)) => Some(Training { options, words, result }),
            _ => None,
        }
    }
}

impl Trainer {
    /// What follows work that is over.
    fn after(&mut self, work: Work) -> Work {
        match work {
            Work::Words(corpus) => {
                self.words = corpus.finish();
                start(&self.words, &self.options)
            }
            Work::Merges(trainer) => Work::Done(Trained::Merges(Box::new(MergeTraining::new(*trainer)))),
            Work::Unigram(trainer) => {
                Work::Done(Trained::Unigram(Box::new(UnigramTraining::new(*trainer, &self.options))))
            }
            done => done,
        }
    }
}

fn start(words: &Words, options: &TrainOptions) -> Work {
    let specials = options.all_specials();
    let characters = |inside| Alphabet::characters(&specials, words, options.alphabet_limit, inside);
    let merges = |alphabet| Work::Merges(Box::new(MergeTrainer::new(&alphabet, words)));
    match options.algorithm {
        Algorithm::ByteBpe => merges(Alphabet::bytes(&specials)),
        Algorithm::CharacterBpe => merges(characters("")),
        Algorithm::WordPiece => merges(characters(INSIDE)),
        Algorithm::Unigram => Work::Unigram(Box::new(UnigramTrainer::new(words, options))),
    }
}

impl Job for Trainer {
    fn step(&mut self, budget: u64) -> Result<Step, TextError> {
        let over = match &mut self.work {
            Some(Work::Words(corpus)) => corpus.step(budget),
            Some(Work::Merges(trainer)) => trainer.step(&self.words, &self.options, budget),
            Some(Work::Unigram(trainer)) => trainer.step(&self.options, budget),
            Some(Work::Done(_)) | None => return Ok(Step::Done),
        };
        if over {
            self.work = self.work.take().map(|work| self.after(work));
        }
        let (phase, done, total) = match &self.work {
            Some(Work::Words(corpus)) => {
                let (done, total) = corpus.progress();
                ("cutting the text into words", done, Some(total))
            }
            Some(Work::Merges(trainer)) => trainer.progress(&self.words, &self.options),
            Some(Work::Unigram(trainer)) => trainer.progress(&self.options),
            Some(Work::Done(_)) | None => return Ok(Step::Done),
        };
        Ok(Step::Progress { phase, done, total })
    }
}

/// A finished training: any step of it, and the tokenizer at any step.
#[derive(Clone, Debug)]
pub struct Training {
    options: TrainOptions,
    words: Words,
    result: Trained,
}

#[derive(Clone, Debug)]
enum Trained {
    Merges(Box<MergeTraining>),
    Unigram(Box<UnigramTraining>),
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
        match &self.result {
            Trained::Merges(training) => training.totals(),
            Trained::Unigram(training) => training.totals(),
        }
    }

    /// All merges in order; empty for Unigram.
    pub fn merges(&self) -> &[Merge] {
        match &self.result {
            Trained::Merges(training) => training.merges(),
            Trained::Unigram(_) => &[],
        }
    }

    /// All tokens of the finished training by id.
    pub fn vocabulary(&self) -> &Vocabulary {
        match &self.result {
            Trained::Merges(training) => training.vocabulary(),
            Trained::Unigram(training) => training.vocabulary(),
        }
    }

    /// The words of the training text.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// The state after `step` (the last at most), with at most `limit` words and candidates. Near steps are quick to
    /// reach from each other, in both directions.
    pub fn state(&mut self, step: usize, limit: usize) -> TrainingState {
        match &mut self.result {
            Trained::Merges(training) => training.state(&self.words, &self.options, step, limit),
            Trained::Unigram(training) => training.state(&self.words, &self.options, step, limit),
        }
    }

    /// The tokenizer after `step` (the last at most).
    pub fn definition(&self, step: usize) -> Definition {
        let specials = self.options.all_specials();
        let unknown = self.options.unknown();
        let unknown = specials.iter().position(|special| Some(special.as_str()) == unknown).map(|id| id as TokenId);
        let (vocabulary, model) = match &self.result {
            Trained::Merges(training) => training.model(&self.options, unknown, step),
            Trained::Unigram(training) => training.model(&self.options, unknown, step),
        };
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
