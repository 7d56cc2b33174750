//! Post-processors: tokens around those of the text.
