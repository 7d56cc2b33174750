//! Trainers: a corpus into a [`Definition`](super::definition::Definition), step by step.
