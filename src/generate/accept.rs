//! Which guesses stand. Both rules are lossless: what comes out is distributed as if the model had drawn every token by
//! itself; with shared noise it is, id by id, the same text.
//!
//! At temperature 0 a distribution is one id, and both rules accept as long as the guess is that id.

use super::distribution::Distribution;
use super::draft::Draft;
use super::philox::{Noise, Stream};
use super::race::draw;

/// How guesses are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The model draws its own token with the numbers of the position; a guess stands where it is that token.
    SharedNoise,
    /// A guess stands with probability `p / q`; for a refused one something is drawn from what `p` has more than `q`
    /// (Leviathan, Kalman and Matias 2023; Chen and others 2023). Of a sure guess `q` is 1.
    Rejection,
}

/// What a rule did with a guess or on its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// The guess; none for the token that no guess gave.
    pub guess: Option<usize>,
    /// The token.
    pub id: u32,
    /// Whether it stands.
    pub stands: bool,
    /// The probability that the model gives it here, after what was refused before.
    pub p: f64,
    /// The probability that the draft gave it; 1 for a sure guess.
    pub q: f64,
}

/// What stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Accepted {
    /// Guesses, each following the one before.
    pub path: Vec<usize>,
    /// The token behind them.
    pub extra: u32,
    /// What was looked at, in order; the last is the token behind.
    pub verdicts: Vec<Verdict>,
}

/// What is left to chance.
pub trait Chance {
    /// Whether something of this probability happens at a position; `sibling` numbers the guesses for one place.
    fn happens(&mut self, probability: f64, position: u32, sibling: u32) -> bool;

    /// The id that is drawn for a position.
    fn draw(&mut self, distribution: &Distribution, position: u32, stream: Stream) -> u32;
}

/// Chance by the numbers of a seed.
pub struct Seeded(pub u64);

impl Chance for Seeded {
    fn happens(&mut self, probability: f64, position: u32, sibling: u32) -> bool {
        Noise { seed: self.0, position, stream: Stream::Accept, draw: sibling }.uniform() < probability
    }

    fn draw(&mut self, distribution: &Distribution, position: u32, stream: Stream) -> u32 {
        draw(distribution, Noise { seed: self.0, position, stream, draw: 0 })
    }
}

/// Judges a draft. `target(None)` is what the model says behind the text, `target(Some(i))` behind guess i; only rows on
/// the path are asked for. `position` is that of the first token to be found.
pub fn accept(
    rule: Rule,
    draft: &Draft,
    position: usize,
    chance: &mut impl Chance,
    mut target: impl FnMut(Option<usize>) -> Distribution,
) -> Accepted {
    let mut accepted = Accepted { path: Vec::new(), extra: 0, verdicts: Vec::new() };
    loop {
        let at = accepted.path.last().copied();
        let place = (position + accepted.path.len()) as u32;
        let distribution = target(at);
        let found = match rule {
            Rule::SharedNoise => same_draw(draft, at, place, chance, &distribution, &mut accepted.verdicts),
            Rule::Rejection => refuse_or_take(draft, at, place, chance, distribution, &mut accepted.verdicts),
        };
        match found {
            Found::Guess(guess) => accepted.path.push(guess),
            Found::Extra(id) => {
                accepted.extra = id;
                return accepted;
            }
        }
    }
}

enum Found {
    Guess(usize),
    Extra(u32),
}

fn same_draw(
    draft: &Draft,
    at: Option<usize>,
    place: u32,
    chance: &mut impl Chance,
    distribution: &Distribution,
    verdicts: &mut Vec<Verdict>,
) -> Found {
    let drawn = chance.draw(distribution, place, Stream::Target);
    let mut found = Found::Extra(drawn);
    for (guess, asked) in draft.children(at) {
        let q = asked.drawn_from.as_ref().map_or(1.0, |drawn| drawn.probability(asked.id));
        let stands = asked.id == drawn;
        verdicts.push(Verdict { guess: Some(guess), id: asked.id, stands, p: distribution.probability(asked.id), q });
        if stands {
            found = Found::Guess(guess);
        }
    }
    if let Found::Extra(id) = found {
        let p = distribution.probability(id);
        verdicts.push(Verdict { guess: None, id, stands: true, p, q: 0.0 });
    }
    found
}

fn refuse_or_take(
    draft: &Draft,
    at: Option<usize>,
    place: u32,
    chance: &mut impl Chance,
    mut distribution: Distribution,
    verdicts: &mut Vec<Verdict>,
) -> Found {
    let mut refused = false;
    for ((guess, asked), sibling) in draft.children(at).zip(0..) {
        let p = distribution.probability(asked.id);
        let q = asked.drawn_from.as_ref().map_or(1.0, |drawn| drawn.probability(asked.id));
        // What the draft could not have drawn is refused where the model could not either.
        let stands = p > 0.0 && chance.happens(p / q, place, sibling);
        verdicts.push(Verdict { guess: Some(guess), id: asked.id, stands, p, q });
        if stands {
            return Found::Guess(guess);
        }
        distribution = match &asked.drawn_from {
            Some(drawn) => distribution.without(drawn),
            None => distribution.without_id(asked.id),
        };
        refused = true;
    }
    let stream = if refused { Stream::Residual } else { Stream::Target };
    let id = chance.draw(&distribution, place, stream);
    verdicts.push(Verdict { guess: None, id, stands: true, p: distribution.probability(id), q: 0.0 });
    Found::Extra(id)
}

#[cfg(test)]
mod tests;
