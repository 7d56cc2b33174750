//! Decoders: ids back to bytes. One file per kind.
