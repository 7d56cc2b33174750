//! Text generation: sampling, and decoding strategies over one loop.
//!
//! - [`philox`]: random numbers by place, so that the same seed gives the same text whatever strategy runs.
//! - [`distribution`]: logits to probabilities: temperature, top-k, top-p.
//! - [`race`]: draws by the Gumbel rule.
//! - [`draft`]: guesses of what comes next, as a tree.
//! - [`accept`]: which guesses stand; losslessly.
//! - [`decode`]: the loop: propose, one pass, accept.
//! - [`strategy`]: where guesses come from, one file each.
//! - [`score`]: what a model makes of a given text, in bits.
//! - [`pack`]: a text in as few bytes as the model needs to tell it again.
//!
//! Nothing here runs a model: the loop says which rows are to pass and is given their logits, so that it is the same over
//! the CPU, which answers at once, and over a GPU, which answers later.

pub mod accept;
pub mod decode;
pub mod distribution;
pub mod draft;
pub mod error;
pub mod pack;
pub mod philox;
pub mod race;
pub mod score;
pub mod strategy;
mod window;
