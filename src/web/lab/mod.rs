//! The module `lab`: pictures, their tokenizers, and the figures of both.

mod jobs;
mod tokenizer;
