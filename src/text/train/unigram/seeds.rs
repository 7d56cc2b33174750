//! Seeds: the strings that repeat in the words, found by sorting suffixes character by character.
//!
//! The suffixes of all words are sorted by their first characters into groups; a group of suffixes that share a prefix
//! and then go on differently is a repeated string that cannot be made longer without being rarer (an inner node of
//! the suffix tree). Sorting stops at the longest token, so time is linear in the characters times that length, up to
//! the logarithm of the sort, and memory is one number per character. Frequencies count every occurrence of a word,
//! not every distinct word once.

use super::super::words::Words;

/// At most so many seeds, as in the reference trainer.
const MAX_SEEDS: usize = 1_000_000;

/// The words as code points, in runs of the alphabet: a character outside it ends a run.
#[derive(Clone, Debug, Default)]
pub(super) struct Runs {
    pub(super) characters: Vec<char>,
    /// Where each run ends.
    pub(super) ends: Vec<u32>,
    /// How often each run occurs.
    pub(super) counts: Vec<u64>,
}

impl Runs {
    /// Longer runs are cut there.
    const MAX_RUN: u32 = 4_096;

    pub(super) fn new(words: &Words, in_alphabet: impl Fn(char) -> bool) -> Self {
        let mut runs = Self::default();
        for (word, count) in words.iter() {
            for character in String::from_utf8_lossy(word).chars() {
                let keep = in_alphabet(character);
                if !keep || runs.open() == Self::MAX_RUN {
                    runs.close(count);
                }
                if keep {
                    runs.characters.push(character);
                }
            }
            runs.close(count);
        }
        runs
    }

    fn open(&self) -> u32 {
        self.characters.len() as u32 - self.ends.last().copied().unwrap_or(0)
    }

    fn close(&mut self, count: u64) {
        if self.open() > 0 {
            self.ends.push(self.characters.len() as u32);
            self.counts.push(count);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The characters of run `index`.
    pub(super) fn get(&self, index: usize) -> &[char] {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.characters[start as usize..self.ends[index] as usize]
    }
}

/// A repeated string: where it stands in the runs, how long it is, how often it occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seed {
    pub(super) start: u32,
    pub(super) length: u32,
    pub(super) count: u64,
}

/// Finds seeds in slices.
#[derive(Clone, Debug)]
pub(super) struct SeedFinder {
    /// Starts of suffixes, sorted further and further.
    suffixes: Vec<u32>,
    /// Of each suffix: which run it lies in, in the order of `Runs::characters`.
    run_of: Vec<u32>,
    /// Groups of suffixes (from, to) that share `depth` characters, still to be looked at.
    groups: Vec<(u32, u32, u32)>,
    found: Vec<Seed>,
    longest: u32,
    at_least: u64,
}

impl SeedFinder {
    pub(super) fn new(runs: &Runs, longest: usize, at_least: u64) -> Self {
        let characters = runs.characters.len() as u32;
        let mut run_of = Vec::with_capacity(runs.characters.len());
        for (run, &end) in runs.ends.iter().enumerate() {
            run_of.resize(end as usize, run as u32);
        }
        let groups = if characters == 0 { Vec::new() } else { vec![(0, characters, 0)] };
        let (longest, at_least) = (longest as u32, at_least.max(2));
        Self { suffixes: (0..characters).collect(), run_of, groups, found: Vec::new(), longest, at_least }
    }

    /// Works on for about `budget` characters; true when all seeds are found.
    pub(super) fn step(&mut self, runs: &Runs, budget: u64, spent: &mut u64) -> bool {
        while *spent <= budget {
            let Some((from, to, depth)) = self.groups.pop() else { return true };
            *spent += u64::from(to - from);
            self.split(runs, from, to, depth);
        }
        false
    }

    /// The best seeds by frequency × length, longer than one character; ties in text order.
    pub(super) fn finish(mut self) -> Vec<Seed> {
        self.found.retain(|seed| seed.length > 1);
        self.found.sort_unstable_by_key(|seed| {
            (std::cmp::Reverse(seed.count.saturating_mul(u64::from(seed.length))), seed.start, seed.length)
        });
        self.found.truncate(MAX_SEEDS);
        self.found
    }

    /// Sorts one group by the character after its prefix and keeps the parts that repeat.
    fn split(&mut self, runs: &Runs, from: u32, to: u32, depth: u32) {
        let (run_of, group) = (&self.run_of, &mut self.suffixes[from as usize..to as usize]);
        // The character after the prefix; the end of the run comes first.
        let after = |start: u32| {
            let at = start + depth;
            let inside = at < runs.ends[run_of[start as usize] as usize];
            inside.then(|| runs.characters[at as usize])
        };
        let (lowest, highest) =
            group.iter().fold((None, None), |(lowest, highest): (Option<Option<char>>, _), &start| {
                let character = after(start);
                (Some(lowest.map_or(character, |lowest| lowest.min(character))), highest.max(character))
            });
        let differs = lowest != Some(highest);
        if differs {
            group.sort_unstable_by_key(|&start| (after(start), start));
        }
        if depth > 0 && (differs || highest.is_none() || depth == self.longest) {
            let count = group.iter().map(|&start| runs.counts[run_of[start as usize] as usize]).sum();
            self.found.push(Seed { start: group[0], length: depth, count });
        }
        if depth == self.longest {
            return;
        }
        let mut at = 0;
        while at < group.len() {
            let character = after(group[at]);
            let end = at + group[at..].iter().take_while(|&&start| after(start) == character).count();
            let count: u64 = group[at..end].iter().map(|&start| runs.counts[run_of[start as usize] as usize]).sum();
            if character.is_some() && count >= self.at_least {
                self.groups.push((from + at as u32, from + end as u32, depth + 1));
            }
            at = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::super::words::WordCounter;
    use super::*;

    /// All substrings with their counts; the ones kept are those that no longer string with the same count begins with.
    fn naive(words: &[&str], longest: usize) -> Vec<(String, u64)> {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for word in words {
            let characters: Vec<char> = word.chars().collect();
            for start in 0..characters.len() {
                for end in start + 1..=characters.len().min(start + longest) {
                    *counts.entry(characters[start..end].iter().collect()).or_default() += 1;
                }
            }
        }
        let longer = |string: &str, count: u64| {
            counts.iter().any(|(other, &c)| c == count && other.len() > string.len() && other.starts_with(string))
        };
        let kept = counts.iter().filter(|&(string, &count)| {
            count >= 2 && string.chars().count() > 1 && (string.chars().count() == longest || !longer(string, count))
        });
        kept.map(|(string, &count)| (string.clone(), count)).collect()
    }

    #[test]
    fn seeds_are_the_repeated_strings() {
        let words = ["banana", "bandana", "banana", "ananas", "ña", "ña", "aaaaaa"];
        let mut counter = WordCounter::default();
        words.iter().for_each(|word| counter.add(word.as_bytes()));
        for longest in [2, 3, 4, 16] {
            let runs = Runs::new(&counter.clone().finish(), |_| true);
            let mut finder = SeedFinder::new(&runs, longest, 2);
            while !finder.step(&runs, 0, &mut 0) {}
            let text = |seed: &Seed| runs.characters[seed.start as usize..][..seed.length as usize].iter().collect();
            let mut found: Vec<(String, u64)> = finder.finish().iter().map(|seed| (text(seed), seed.count)).collect();
            found.sort();
            assert_eq!(found, naive(&words, longest), "at most {longest} characters");
        }
    }
}
