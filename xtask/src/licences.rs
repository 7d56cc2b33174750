//! Everything that ships has a licence that lets us ship it.

use anyhow::{Result, bail};

use crate::notices;

/// Licences that ask for a notice and nothing else of those who publish the site.
const ACCEPTED: [&str; 9] =
    ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Zlib", "Unlicense", "Unicode-3.0", "CC0-1.0"];

/// Fails with the packages whose licence is not accepted.
pub(crate) fn check() -> Result<()> {
    let refused: Vec<String> = notices::crates()?
        .into_iter()
        .filter(|package| !accepted(&package.licence))
        .map(|package| format!("{} ({})", package.title, package.licence))
        .collect();
    if !refused.is_empty() {
        bail!("not an accepted licence: {}", refused.join(", "));
    }
    Ok(())
}

/// Whether an SPDX expression can be met: every part of an AND, one part of an OR.
fn accepted(expression: &str) -> bool {
    let plain = expression.replace(['(', ')'], " ").replace('/', " OR ");
    let words: Vec<&str> = plain.split_whitespace().collect();
    words.split(|word| *word == "AND").all(|part| part.iter().any(|word| ACCEPTED.contains(word)))
}

#[cfg(test)]
mod tests {
    use super::accepted;

    #[test]
    fn an_expression_is_met_when_every_and_has_an_accepted_or() {
        assert!(accepted("MIT OR GPL-3.0"));
        assert!(accepted("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(accepted("Apache-2.0/MIT"));
        assert!(!accepted("GPL-3.0-only"));
        assert!(!accepted("MIT AND GPL-3.0-only"));
        assert!(!accepted("not stated"));
    }
}
