//! The border to JavaScript: typed, thin, no logic. Everything it calls lives in the other modules.
