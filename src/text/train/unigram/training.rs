//! A finished Unigram training: any step of it, and the tokenizer at any step.
//!
//! Vocabularies hold the special tokens, then the pieces by falling probability, equal ones in byte order.

use std::collections::HashSet;

use super::super::super::TokenId;
use super::super::super::definition::Model;
use super::super::super::vocabulary::Vocabulary;
use super::super::options::TrainOptions;
use super::super::state::{Candidate, Change, Piece, StepTotals, TrainingState, WordState};
use super::super::words::Words;
use super::lattice::{Lattice, Trie};
use super::trainer::{Loss, UnigramTrainer};

/// A finished Unigram training.
#[derive(Clone, Debug)]
pub(in super::super) struct UnigramTraining {
    trainer: UnigramTrainer,
    totals: Vec<StepTotals>,
    /// The last step's.
    vocabulary: Vocabulary,
}

impl UnigramTraining {
    pub(in super::super) fn new(trainer: UnigramTrainer, options: &TrainOptions) -> Self {
        let totals: Vec<StepTotals> = trainer.steps.iter().map(|step| step.totals).collect();
        let mut training = Self { trainer, totals, vocabulary: Vocabulary::default() };
        training.vocabulary = training.sorted(options, usize::MAX).0;
        training
    }

    pub(in super::super) fn totals(&self) -> &[StepTotals] {
        &self.totals
    }

    pub(in super::super) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The state after `step`, with at most `limit` entries in each list.
    pub(in super::super) fn state(
        &self,
        words: &Words,
        options: &TrainOptions,
        step: usize,
        limit: usize,
    ) -> TrainingState {
        let step = step.min(self.totals.len() - 1);
        let dropped_in = |step: usize| {
            let dropped = self.trainer.steps.get(step).map_or(&[][..], |made| &made.dropped);
            dropped.iter().take(limit).map(|loss| self.piece(loss)).collect::<Vec<_>>()
        };
        let change = match step {
            0 => Change::Start,
            _ => Change::Pruned { count: self.trainer.steps[step].dropped_count, dropped: dropped_in(step) },
        };
        let (words_state, whole_words) = self.words(words, options, step, limit);
        TrainingState {
            step: step as u32,
            steps: self.totals.len() as u32 - 1,
            totals: self.totals[step],
            distinct_words: words.len() as u32,
            whole_words,
            text_bytes: words.total_bytes(),
            words: words_state,
            change,
            candidates: dropped_in(step + 1).into_iter().map(Candidate::Piece).collect(),
        }
    }

    /// The vocabulary and the model after `step`.
    pub(in super::super) fn model(
        &self,
        options: &TrainOptions,
        unknown: Option<TokenId>,
        step: usize,
    ) -> (Vocabulary, Model) {
        let (vocabulary, scores, _) = self.sorted(options, step);
        let scores = scores.into_iter().map(f64::from).collect();
        (vocabulary, Model::Unigram { scores, unknown, byte_fallback: false, single_precision: false })
    }

    /// The first words as the step's model cuts them, and how many of all words are one token.
    fn words(&self, words: &Words, options: &TrainOptions, step: usize, limit: usize) -> (Vec<WordState>, u32) {
        let pieces = &self.trainer.steps[step].pieces;
        let trie = Trie::new(pieces.iter().map(|&(string, _)| self.trainer.string(string)));
        let scores: Vec<f64> = pieces.iter().map(|&(_, score)| f64::from(score)).collect();
        let ids = self.sorted(options, step).2;
        let known: HashSet<char> =
            (0..self.trainer.characters as u32).flat_map(|string| self.trainer.string(string)).copied().collect();
        let mut lattice = Lattice::default();
        let (mut states, mut whole) = (Vec::new(), 0);
        for (bytes, count) in words.iter() {
            let text = String::from_utf8_lossy(bytes);
            let characters: Vec<char> = text.chars().collect();
            let (mut ends, mut tokens, mut end) = (Vec::new(), Vec::new(), 0);
            // Runs of the alphabet are cut by the model, any other character stands alone.
            for run in characters.chunk_by(|a, b| known.contains(a) && known.contains(b)) {
                if !run.iter().all(|character| known.contains(character)) {
                    end += run.iter().map(|character| character.len_utf8()).sum::<usize>();
                    ends.push(end as u32);
                    tokens.push(None);
                    continue;
                }
                for &piece in lattice.best(run, &trie, &scores, None).1 {
                    let string = self.trainer.string(pieces[piece as usize].0);
                    end += string.iter().map(|character| character.len_utf8()).sum::<usize>();
                    ends.push(end as u32);
                    tokens.push(Some(ids[piece as usize]));
                }
            }
            whole += u32::from(tokens.len() == 1);
            if states.len() < limit {
                states.push(WordState { bytes: bytes.to_vec(), count, ends, tokens });
            }
        }
        (states, whole)
    }

    fn text(&self, string: u32) -> String {
        self.trainer.string(string).iter().collect()
    }

    fn piece(&self, loss: &Loss) -> Piece {
        Piece { bytes: self.text(loss.string).into_bytes(), score: loss.score, loss: loss.loss }
    }

    /// Vocabulary, scores, and the id of each of the step's pieces.
    fn sorted(&self, options: &TrainOptions, step: usize) -> (Vocabulary, Vec<f32>, Vec<TokenId>) {
        let made = &self.trainer.steps[step.min(self.totals.len() - 1)];
        let specials = options.all_specials();
        let mut order: Vec<(usize, String, f32)> =
            (0..).zip(&made.pieces).map(|(at, &(string, score))| (at, self.text(string), score)).collect();
        order.sort_unstable_by(|a, b| b.2.total_cmp(&a.2).then_with(|| a.1.cmp(&b.1)));
        let mut vocabulary = Vocabulary::from_tokens(&specials);
        let mut scores = vec![0.0; specials.len()];
        let mut ids = vec![0; made.pieces.len()];
        for (at, text, score) in order {
            ids[at] = vocabulary.push(text.as_bytes());
            scores.push(score);
        }
        (vocabulary, scores, ids)
    }
}
