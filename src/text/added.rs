//! Added tokens: special tokens and others that are found in the text before every other stage.
