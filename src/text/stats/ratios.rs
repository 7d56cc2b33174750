//! Figures that divide one count by another: compression ratio and its relatives, fertility, parity, cost.

use crate::stats::{Figure, Undefined};

/// B / T, the compression ratio.
pub fn bytes_per_token(bytes: u64, tokens: u64) -> Figure {
    Figure::new(divide(bytes, tokens, Undefined::NoTokens), "bytes per token", tokens, "tokens")
}

/// C / T.
pub fn code_points_per_token(code_points: u64, tokens: u64) -> Figure {
    Figure::new(divide(code_points, tokens, Undefined::NoTokens), "code points per token", tokens, "tokens")
}

/// G / T; `None` where graphemes have not been counted.
pub fn graphemes_per_token(graphemes: Option<u64>, tokens: u64) -> Figure {
    let value = graphemes.ok_or(Undefined::NotGiven("graphemes are"));
    let value = value.and_then(|graphemes| divide(graphemes, tokens, Undefined::NoTokens));
    Figure::new(value, "graphemes per token", tokens, "tokens")
}

/// T / W: tokens per word.
pub fn fertility(tokens: u64, words: u64) -> Figure {
    Figure::new(divide(tokens, words, Undefined::NoWords), "tokens per word", words, "words")
}

/// T(language) / T(English) on the same set of articles, the premium that the language pays. The sample are the
/// `articles` that both have.
pub fn parity(tokens: u64, english_tokens: u64, articles: u64) -> Figure {
    let value = divide(tokens, english_tokens, Undefined::NoReferenceTokens);
    Figure::new(value, "times English", articles, "articles")
}

/// T × price / 1,000,000, in whatever currency the visitor typed the price.
pub fn cost(tokens: u64, price_per_million: Option<f64>) -> Figure {
    let value = match price_per_million {
        None => Err(Undefined::NotGiven("a price is")),
        Some(price) if !price.is_finite() || price < 0.0 => Err(Undefined::BadParameter("the price")),
        Some(price) => Ok(tokens as f64 * price / 1e6),
    };
    Figure::new(value, "price units", tokens, "tokens")
}

/// T / context window: the share of a model's context that this text fills; above 1 it does not fit.
pub fn context_share(tokens: u64, context_window: Option<u64>) -> Figure {
    let window = context_window.filter(|&window| window > 0);
    let value = window.map(|window| tokens as f64 / window as f64).ok_or(Undefined::NotGiven("a context window is"));
    Figure::new(value, "share", tokens, "tokens")
}

fn divide(numerator: u64, denominator: u64, reason: Undefined) -> Result<f64, Undefined> {
    if denominator == 0 { Err(reason) } else { Ok(numerator as f64 / denominator as f64) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_of_counts() {
        assert_eq!(bytes_per_token(12, 3), Figure::new(Ok(4.0), "bytes per token", 3, "tokens"));
        assert_eq!(code_points_per_token(9, 3).value, Some(3.0));
        assert_eq!(graphemes_per_token(Some(6), 3).value, Some(2.0));
        assert_eq!(fertility(6, 4), Figure::new(Ok(1.5), "tokens per word", 4, "words"));
        assert_eq!(parity(300, 200, 30), Figure::new(Ok(1.5), "times English", 30, "articles"));
        assert_eq!(cost(2_000_000, Some(2.5)).value, Some(5.0));
        assert_eq!(context_share(64_000, Some(128_000)).value, Some(0.5));
    }

    #[test]
    fn what_cannot_be_divided_says_why() {
        assert_eq!(bytes_per_token(0, 0).undefined, Some(Undefined::NoTokens));
        assert_eq!(code_points_per_token(0, 0).undefined, Some(Undefined::NoTokens));
        assert_eq!(graphemes_per_token(None, 3).undefined, Some(Undefined::NotGiven("graphemes are")));
        assert_eq!(fertility(3, 0).undefined, Some(Undefined::NoWords));
        assert_eq!(parity(3, 0, 1).undefined, Some(Undefined::NoReferenceTokens));
        assert_eq!(cost(3, None).undefined, Some(Undefined::NotGiven("a price is")));
        assert_eq!(cost(3, Some(-1.0)).undefined, Some(Undefined::BadParameter("the price")));
        assert_eq!(context_share(3, Some(0)).undefined, Some(Undefined::NotGiven("a context window is")));
    }
}
