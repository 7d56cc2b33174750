//! Normalizers: text before it is cut, with an alignment back to the original. One file per kind.
