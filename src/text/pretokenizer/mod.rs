//! Pre-tokenizers: where text is cut before the model sees it. One file per kind.
