//! Guesses of the tokens that come next: a chain or a tree.

use std::rc::Rc;

use super::distribution::Distribution;

/// A guess.
#[derive(Clone, Debug)]
pub struct Guess {
    /// The token.
    pub id: u32,
    /// The guess that it follows; none for one that follows the text. It comes before this one.
    pub parent: Option<usize>,
    /// What it was drawn from; none where it is no draw but certain.
    pub drawn_from: Option<Rc<Distribution>>,
}

/// Guesses, each after the one that it follows. Of one parent no two have the same id.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// All of them.
    pub guesses: Vec<Guess>,
}

impl Draft {
    /// No guesses: plain decoding.
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds a guess that is no draw, once; gives its place, also where it was there before.
    pub fn add(&mut self, id: u32, parent: Option<usize>) -> usize {
        if let Some(place) = self.child(parent, id) {
            return place;
        }
        self.guesses.push(Guess { id, parent, drawn_from: None });
        self.guesses.len() - 1
    }

    /// The guesses that follow one, or the text.
    pub fn children(&self, parent: Option<usize>) -> impl Iterator<Item = (usize, &Guess)> {
        self.guesses.iter().enumerate().filter(move |(_, guess)| guess.parent == parent)
    }

    /// How many guesses lead to one, itself included.
    pub fn depth(&self, guess: usize) -> usize {
        std::iter::successors(Some(guess), |&guess| self.guesses[guess].parent).count()
    }

    fn child(&self, parent: Option<usize>, id: u32) -> Option<usize> {
        self.children(parent).find(|(_, guess)| guess.id == id).map(|(place, _)| place)
    }
}
