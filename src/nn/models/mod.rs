//! Models: each makes a plan of its weights. One network, many configurations: a new model is, as far as it can be,
//! another file of weights.

pub mod transformer;
