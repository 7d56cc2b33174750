//! A double-array trie over bytes: all tokens that begin at a position, in one walk.
//!
//! Two arrays of 32-bit words (Aoe, "An efficient digital search algorithm by using a double-array structure", 1989):
//! the child of state s under byte b is `base[s] + b`, and it is one if `check` there names s. A step is two loads.
//! Building is linear in the tokens' bytes but for the search of free places, which is kept short by remembering the
//! first place with room. Tokens are given in id order; of equal tokens the last one counts, as in a map.

use crate::order;
use crate::text::TokenId;

/// The root.
pub const ROOT: u32 = 0;

#[derive(Clone, Copy, Debug, Default)]
struct State {
    /// Where the children stand.
    base: u32,
    /// The parent, plus one; 0: free.
    check: u32,
    /// The token that ends here, plus one; 0: none.
    token: u32,
}

/// The trie.
#[derive(Clone, Debug)]
pub struct Trie {
    states: Vec<State>,
}

impl Trie {
    /// Builds from tokens and their ids; empty tokens are left out.
    pub fn new<'a>(tokens: impl Iterator<Item = (TokenId, &'a [u8])>) -> Self {
        let (ids, texts): (Vec<TokenId>, Vec<&[u8]>) = tokens.filter(|(_, token)| !token.is_empty()).unzip();
        let order = order::by_bytes(&texts);
        let mut tokens: Vec<(&[u8], TokenId)> =
            order.into_iter().map(|place| (texts[place as usize], ids[place as usize])).collect();
        tokens.dedup_by(|later, earlier| {
            let same = later.0 == earlier.0;
            if same {
                earlier.1 = later.1;
            }
            same
        });
        let mut trie = Self { states: vec![State { check: u32::MAX, ..State::default() }] };
        // Places below 256 stay empty: a child under a high byte could not stand there (its base would not be positive),
        // and every search would begin at them again.
        let mut first_free = 256;
        // Ranges of sorted tokens that share their first `depth` bytes, with the state they have reached.
        let mut work = vec![(0..tokens.len(), 0usize, ROOT)];
        let mut children = Vec::new();
        while let Some((mut range, depth, state)) = work.pop() {
            if let Some((_, id)) = tokens[range.clone()].first().filter(|(token, _)| token.len() == depth) {
                trie.states[state as usize].token = id + 1;
                range.start += 1;
            }
            children.clear();
            let mut start = range.start;
            while start < range.end {
                let byte = tokens[start].0[depth];
                let length = tokens[start..range.end].partition_point(|(token, _)| token[depth] == byte);
                children.push((byte, start..start + length));
                start += length;
            }
            if children.is_empty() {
                continue;
            }
            let base = trie.place(&children, &mut first_free);
            trie.states[state as usize].base = base;
            for (byte, range) in children.drain(..) {
                let child = base + u32::from(byte);
                trie.states[child as usize].check = state + 1;
                work.push((range, depth + 1, child));
            }
        }
        trie
    }

    /// A base where all children have room.
    fn place(&mut self, children: &[(u8, std::ops::Range<usize>)], first_free: &mut usize) -> u32 {
        let is_free = |states: &[State], at: usize| states.get(at).is_none_or(|state| state.check == 0);
        while !is_free(&self.states, *first_free) {
            *first_free += 1;
        }
        let lowest = usize::from(children.first().map_or(0, |(byte, _)| *byte));
        let mut at = (*first_free).max(lowest + 1);
        let mut tried = 0;
        let base = loop {
            let base = at - lowest;
            if children.iter().all(|(byte, _)| is_free(&self.states, base + usize::from(*byte))) {
                break base;
            }
            tried += 1;
            // Few children leave gaps that are soon filled; many would search a nearly full front again and again.
            if tried == 64 && children.len() > 1 {
                at = at.max(self.states.len().saturating_sub(256));
            }
            at += 1;
        };
        let needed = base + 256;
        if self.states.len() < needed {
            self.states.resize(needed, State::default());
        }
        base as u32
    }

    /// One more than the highest state.
    pub fn states(&self) -> usize {
        self.states.len()
    }

    /// The child of `state` under `byte`.
    #[inline(always)]
    pub fn child(&self, state: u32, byte: u8) -> Option<u32> {
        let child = self.states.get(state as usize)?.base + u32::from(byte);
        let found = self.states.get(child as usize)?;
        (found.check == state + 1).then_some(child)
    }

    /// The token that ends at `state`.
    #[inline(always)]
    pub fn token(&self, state: u32) -> Option<TokenId> {
        self.states.get(state as usize)?.token.checked_sub(1)
    }

    /// The token that is exactly `bytes`.
    pub fn get(&self, bytes: &[u8]) -> Option<TokenId> {
        let mut state = ROOT;
        for &byte in bytes {
            state = self.child(state, byte)?;
        }
        if state == ROOT { None } else { self.token(state) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::model::variation::Random;

    #[test]
    fn every_token_is_found_and_nothing_else() {
        let mut random = Random::new(7);
        for round in 0..50 {
            let letters = 1 + (random.bits() % 200) as u8;
            let tokens: Vec<Vec<u8>> = (0..random.bits() % 400)
                .map(|_| (0..1 + random.bits() % 6).map(|_| (random.bits() % u64::from(letters)) as u8).collect())
                .collect();
            let trie = Trie::new(tokens.iter().enumerate().map(|(id, token)| (id as u32, token.as_slice())));
            let last = |wanted: &[u8]| tokens.iter().rposition(|token| token == wanted).map(|id| id as u32);
            for token in &tokens {
                assert_eq!(trie.get(token), last(token), "round {round}");
                let mut longer = token.clone();
                longer.push(3);
                assert_eq!(trie.get(&longer), last(&longer), "round {round}");
                assert_eq!(trie.get(&token[1..]), last(&token[1..]).filter(|_| token.len() > 1), "round {round}");
            }
        }
    }
}
