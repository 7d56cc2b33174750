//! A tokenizer ready to run: a definition with its tables built.
