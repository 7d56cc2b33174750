//! Unigram training: start with every string that repeats, prune what is missed least until the size is right.
//!
//! Kudo, "Subword Regularization: Improving Neural Network Translation Models with Multiple Subword Candidates", 2018.
//! Step 0 takes the seeds (repeated strings, the best by frequency × length) and estimates their probabilities by EM;
//! each further step drops the quarter of the tokens whose loss is lowest, never a single character, and estimates
//! again. The last step drops to exactly the size wanted. Where we say more than the paper: as many tokens go as are
//! expected less than half a time, if that is more than a quarter; probabilities are the Dirichlet process's
//! exp ψ(count) / exp ψ(sum); two EM rounds per step (the constants of the SentencePiece trainer). Words longer than
//! 4,096 characters are cut there.
//!
//! Time per step: linear in the distinct words' characters times the longest token.

mod lattice;
mod seeds;
mod trainer;
mod training;

pub(super) use trainer::UnigramTrainer;
pub(super) use training::UnigramTraining;

/// The longest token in characters, unless the options say less.
const MAX_PIECE_CHARS: usize = 16;

#[cfg(test)]
mod tests;
