//! The module `lab`: pictures, their tokenizers, and the figures of both; files of tokens; language models; the engine on
//! WebGPU.

mod generate;
#[cfg(feature = "gpu")]
mod gpu;
#[cfg(feature = "gpu")]
mod gpu_model;
mod jobs;
mod model;
mod statistics;
mod tokenizer;
mod tokens_file;
