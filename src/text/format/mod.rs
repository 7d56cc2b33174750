//! File formats: each reader turns a file into a [`Definition`](super::definition::Definition) or a precise error.
