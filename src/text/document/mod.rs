//! A text that is edited, with its tokens always at hand.
//!
//! Text and tokens lie in chunks of about 4 KB, positions convert in O(log n) ([`chunks`], [`index`]). An edit takes
//! UTF-16 positions, changes the text at once and tokenizes again only what the edit can reach ([`locality`],
//! [`retokenize`]); what is more than a slice's work goes on in [`Document::step`], the old tokens standing meanwhile
//! as stale. A run of edits always ends with the tokens that a run over the whole text gives.
//!
//! A document does not hold its tokenizer: every call that tokenizes takes it, always the same one.

mod chunks;
mod index;
mod locality;
mod retokenize;
mod utf16;

use serde::Serialize;

use self::chunks::{Chunks, Token};
pub use self::index::{Lengths, Unit};
pub use self::locality::{Cuts, Locality};
use self::retokenize::{Change, Pending};
use self::utf16::{Decoded, is_high, is_low};
use super::TokenId;
use super::encoding::Scratch;
use super::error::TextError;
use super::job::Step;
use super::tokenizer::{EncodeOptions, Specials, Tokenizer};

/// A document may have this many UTF-8 bytes.
pub const LONGEST: usize = super::encoding::LONGEST_TEXT;

/// Bytes of text that a slice takes in for one unit of its budget: taking in is that much cheaper than tokenizing.
const INTAKE: u64 = 16;

/// What an edit changed in the list of tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Patch {
    /// Version of the text: one more for every edit.
    pub version: u32,
    /// Number of the first token that changed.
    pub first: u32,
    /// How many tokens from there on are gone.
    pub removed: u32,
    /// Those that stand there now.
    pub ids: Vec<TokenId>,
    /// How many UTF-16 units each of them covers (0 for a token that ends inside a character where it began).
    pub lengths: Vec<u32>,
    /// UTF-16 positions between which tokens are those of an earlier text, until more steps are done.
    pub stale: Option<[u32; 2]>,
}

/// The tokens of a stretch of text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Window {
    /// Version of the text.
    pub version: u32,
    /// Number of the first token here.
    pub first: u32,
    /// The tokens.
    pub ids: Vec<TokenId>,
    /// Start and end of each in UTF-16 units; a place inside a character is that character's start.
    pub spans: Vec<u32>,
    /// Start and end of each in UTF-8 bytes.
    pub bytes: Vec<u32>,
    /// UTF-16 positions of unpaired surrogates, each followed by its value.
    pub surrogates: Vec<u32>,
    /// As [`Patch::stale`].
    pub stale: Option<[u32; 2]>,
}

/// Text around a place, such that the tokens there are those of the whole document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// The text.
    pub text: String,
    /// The place, in UTF-8 bytes of `text`.
    pub at: u32,
    /// Where `text` starts, in UTF-8 bytes of the document.
    pub base: u32,
}

/// Text that has not been taken in yet.
#[derive(Clone, Debug)]
struct Intake {
    source: Source,
    /// Units or bytes taken in.
    taken: usize,
    /// Byte of the document where the next of it goes.
    at: u32,
}

#[derive(Clone, Debug)]
enum Source {
    Units(Vec<u16>),
    Text(String),
}

/// An edited text and its tokens.
#[derive(Clone, Debug)]
pub struct Document {
    chunks: Chunks,
    locality: Locality,
    options: EncodeOptions,
    /// Tokens from nothing around the text.
    before: Vec<TokenId>,
    after: Vec<TokenId>,
    version: u32,
    intake: Option<Intake>,
    pending: Option<Pending>,
    change: Change,
    scratch: Scratch,
    tokenized_bytes: u64,
}

impl Document {
    /// A document of `text`; nothing is done before the first [`Document::step`]. Dropout and sampling do not go with
    /// a document and are left out of `options`.
    ///
    /// # Errors
    /// A text longer than [`LONGEST`].
    pub fn open(tokenizer: &Tokenizer, text: String, options: &EncodeOptions) -> Result<Self, TextError> {
        Self::new(tokenizer, Source::Text(text), options)
    }

    /// A document of UTF-16 units, unpaired surrogates among them allowed. As [`Document::open`].
    ///
    /// # Errors
    /// A text longer than [`LONGEST`].
    pub fn open_units(tokenizer: &Tokenizer, units: Vec<u16>, options: &EncodeOptions) -> Result<Self, TextError> {
        Self::new(tokenizer, Source::Units(units), options)
    }

    fn new(tokenizer: &Tokenizer, source: Source, options: &EncodeOptions) -> Result<Self, TextError> {
        check_length(source.len())?;
        let definition = tokenizer.definition();
        let post = tokenizer.post();
        let around = |ids: &[TokenId]| if options.template { ids.to_vec() } else { Vec::new() };
        let (before, after) = (around(&post.before), around(&post.after));
        Ok(Self {
            chunks: Chunks::default(),
            locality: Locality::of(definition, options.specials == Specials::Parse),
            options: EncodeOptions { specials: options.specials, ..EncodeOptions::default() },
            before,
            after,
            version: 0,
            intake: Some(Intake { source, taken: 0, at: 0 }),
            pending: Some(Pending::default()),
            change: Change::default(),
            scratch: Scratch::default(),
            tokenized_bytes: 0,
        })
    }

    /// How far an edit reaches with this tokenizer, and why that is everywhere where it is.
    pub fn locality(&self) -> &Locality {
        &self.locality
    }

    /// One more for every edit.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Lengths of the text in every unit, template tokens included.
    pub fn size(&self) -> Lengths {
        let around = (self.before.len() + self.after.len()) as u32;
        let total = self.chunks.total();
        Lengths { tokens: total.tokens + around, ..total }
    }

    /// How many unpaired surrogates the text has.
    pub fn surrogates(&self) -> u32 {
        self.chunks.surrogate_count()
    }

    /// Bytes that have been given to the tokenizer so far: what edits cost, for tests and benches.
    pub fn tokenized_bytes(&self) -> u64 {
        self.tokenized_bytes
    }

    /// Whether everything is taken in and every token is right.
    pub fn is_settled(&self) -> bool {
        self.intake.is_none() && self.pending.is_none()
    }

    /// Goes on with what an edit or opening left to do, for about `budget` bytes of text.
    ///
    /// # Errors
    /// What the tokenizer says.
    pub fn step(&mut self, tokenizer: &Tokenizer, budget: u64) -> Result<Step, TextError> {
        let mut left = budget.max(1);
        while self.intake.is_some() {
            let taken = self.take_in(left.saturating_mul(INTAKE));
            left = left.saturating_sub(taken / INTAKE);
            if left == 0 {
                break;
            }
        }
        while left > 0 && self.intake.is_none() && self.pending.is_some() {
            let spent = self.retokenize(tokenizer, left)?;
            left = left.saturating_sub(spent.max(1));
        }
        let total = Some(u64::from(self.chunks.total().utf8));
        Ok(match (&self.intake, &self.pending) {
            (None, None) => Step::Done,
            (Some(intake), _) => Step::Progress {
                phase: "reading text",
                done: intake.taken as u64,
                total: Some(intake.source.len() as u64),
            },
            (None, Some(pending)) => Step::Progress { phase: "tokenizing", done: pending.from.into(), total },
        })
    }

    /// What has changed in the list of tokens since the last patch.
    pub fn patch(&mut self) -> Patch {
        let total = self.chunks.total().tokens;
        let (first, removed, inserted) = self.change.take(total);
        let tokens: Vec<Token> = self.chunks.tokens(first).take(inserted as usize).collect();
        let mut units = self.units_from(tokens.iter().map(|token| token.start).min().unwrap_or(0));
        let lengths = tokens.iter().map(|token| {
            let start = units.at(&self.chunks, token.start);
            units.at(&self.chunks, token.end) - start
        });
        Patch {
            version: self.version,
            first: first + self.before.len() as u32,
            removed,
            lengths: lengths.collect(),
            ids: tokens.iter().map(|token| token.id).collect(),
            stale: self.stale(),
        }
    }

    /// Puts UTF-16 units in place of `from..to` of the current version. What the tokenizer has to do for it is done up
    /// to about `budget` bytes; the rest is left to [`Document::step`], and the patch says what is stale.
    ///
    /// # Errors
    /// Positions outside the text, or a text that would be longer than [`LONGEST`].
    pub fn edit(
        &mut self,
        tokenizer: &Tokenizer,
        from: u32,
        to: u32,
        insert: &[u16],
        budget: u64,
    ) -> Result<Patch, TextError> {
        // What is still being read belongs to the version that the positions are in.
        self.take_in_all();
        let total = self.chunks.total();
        if from > to || to > total.utf16 {
            return Err(TextError::Malformed {
                place: "edit".into(),
                expected: format!("from ≤ to ≤ {} UTF-16 units", total.utf16),
                got: format!("{from} to {to}"),
            });
        }
        check_length(total.utf8 as usize + insert.len())?;
        let (from, to, insert) = self.whole_characters(from, to, insert);
        /// What goes into the text at once; more is taken in by steps.
        const AT_ONCE: usize = 1 << 16;
        let first = insert.get(..cut_units(&insert, AT_ONCE)).unwrap_or_default();
        let decoded = Decoded::from_units(first.iter().copied());
        self.set_text(from, to, &decoded);
        if first.len() < insert.len() {
            let (taken, at) = (first.len(), from + decoded.text.len() as u32);
            self.intake = Some(Intake { source: Source::Units(insert), taken, at });
        }
        self.version = self.version.wrapping_add(1);
        self.step(tokenizer, budget)?;
        Ok(self.patch())
    }

    /// The tokens that touch UTF-16 positions `from..to`.
    pub fn window(&self, from: u32, to: u32) -> Window {
        let total = self.chunks.total();
        let (from, to) = (from.min(total.utf16), to.min(total.utf16));
        let start = self.chunks.position(Unit::Utf16, from).utf8;
        let end = self.chunks.position(Unit::Utf16, to).utf8;
        let number = self.chunks.tokens_by(start);
        let all = to == total.utf16;
        let tokens: Vec<Token> =
            self.chunks.tokens(number).take_while(|token| token.start < end || token.end <= end || all).collect();
        let mut window = Window { version: self.version, stale: self.stale(), ..Window::default() };
        window.first = number + self.before.len() as u32;
        if start == 0 {
            window.first = 0;
            window.push_all(&self.before, 0, 0);
        }
        let mut units = self.units_from(tokens.iter().map(|token| token.start).min().unwrap_or(start));
        for token in &tokens {
            let first = units.at(&self.chunks, token.start);
            let last = units.at(&self.chunks, token.end);
            window.ids.push(token.id);
            window.spans.extend([first, last]);
            window.bytes.extend([token.start, token.end]);
        }
        if all {
            window.push_all(&self.after, total.utf16, total.utf8);
        }
        for mark in self.chunks.surrogates(start, end) {
            window.surrogates.extend([units.at(&self.chunks, mark.at), u32::from(mark.value)]);
        }
        window
    }

    /// All ids, template tokens included.
    pub fn ids(&self) -> Vec<TokenId> {
        let text = self.chunks.tokens(0).map(|token| token.id);
        self.before.iter().copied().chain(text).chain(self.after.iter().copied()).collect()
    }

    /// Where the place at one position lies in every unit; a place inside a character is that character's start.
    pub fn position(&self, unit: Unit, at: u32) -> Lengths {
        self.chunks.position(unit, at.min(unit.of(self.chunks.total())))
    }

    /// The text in UTF-8, chunk by chunk; U+FFFD for unpaired surrogates. What is still being read is taken in first.
    pub fn text(&mut self) -> impl Iterator<Item = &str> {
        self.take_in_all();
        self.chunks.texts()
    }

    /// The UTF-16 units of `from..to` as they were given, unpaired surrogates included.
    pub fn units(&self, from: u32, to: u32) -> Vec<u16> {
        let total = self.chunks.total().utf16;
        let (from, to) = (from.min(total), to.min(total));
        let start = self.chunks.position(Unit::Utf16, from);
        let end = self.chunks.position(Unit::Utf16, to);
        // A place inside a pair is the pair's start: take the whole pair, then cut it.
        let end_byte = if end.utf16 < to { self.character_end(end.utf8) } else { end.utf8 };
        let decoded = self.decoded(start.utf8, end_byte);
        decoded.units().skip((from - start.utf16) as usize).take(to.saturating_sub(from) as usize).collect()
    }

    /// Text around UTF-16 position `at` whose tokens are those of the document: from hard cut to hard cut, or some
    /// tokens to each side where the whole text is one piece.
    pub fn context(&self, at: u32) -> Context {
        let place = self.chunks.position(Unit::Utf16, at.min(self.chunks.total().utf16)).utf8;
        let (from, to) = self.surroundings(place);
        let mut text = String::new();
        self.chunks.read(from, to, &mut text);
        Context { text, at: place - from, base: from }
    }

    fn set_text(&mut self, from: u32, to: u32, insert: &Decoded) {
        let before = self.chunks.total().tokens;
        let (first, removed) = self.chunks.set_text(from, to, insert);
        self.change.add(first, removed, before);
        self.unsettle(from, to, insert.text.len() as u32);
    }

    fn take_in_all(&mut self) {
        while self.intake.is_some() {
            self.take_in(u64::MAX);
        }
    }

    /// Takes in about `budget` bytes of what is waiting; returns how many.
    fn take_in(&mut self, budget: u64) -> u64 {
        let Some(mut intake) = self.intake.take() else { return 0 };
        let most = usize::try_from(budget).unwrap_or(usize::MAX).min(1 << 20);
        let part = match &intake.source {
            Source::Units(units) => {
                let rest = units.get(intake.taken..).unwrap_or_default();
                let rest = rest.get(..cut_units(rest, most)).unwrap_or_default();
                intake.taken += rest.len();
                Decoded::from_units(rest.iter().copied())
            }
            Source::Text(text) => {
                let mut end = intake.taken.saturating_add(most).min(text.len());
                while !text.is_char_boundary(end) {
                    end += 1;
                }
                let part = text.get(intake.taken..end).unwrap_or_default().to_owned();
                intake.taken = end;
                Decoded::from_text(part)
            }
        };
        let bytes = part.text.len() as u32;
        self.set_text(intake.at, intake.at, &part);
        intake.at += bytes;
        if intake.taken < intake.source.len() {
            self.intake = Some(intake);
        }
        u64::from(bytes)
    }

    /// UTF-16 positions as bytes between characters: where the edit cuts a pair, or where it joins two halves, the
    /// units beside it are taken into it.
    fn whole_characters(&self, from: u32, to: u32, insert: &[u16]) -> (u32, u32, Vec<u16>) {
        let total = self.chunks.total().utf16;
        let left = self.units(from.saturating_sub(1), from).first().copied().filter(|&unit| is_high(unit));
        let right = self.units(to, to.saturating_add(1).min(total)).first().copied().filter(|&unit| is_low(unit));
        let mut units = Vec::with_capacity(insert.len() + 2);
        units.extend(left);
        units.extend_from_slice(insert);
        units.extend(right);
        let from = self.chunks.position(Unit::Utf16, from - u32::from(left.is_some())).utf8;
        let end = self.chunks.position(Unit::Utf16, to);
        let to = if right.is_some() { self.character_end(end.utf8) } else { end.utf8 };
        (from, to, units)
    }

    fn character_end(&self, start: u32) -> u32 {
        let (chunk, base) = self.chunks.chunk_at(start);
        let rest = chunk.get((start - base) as usize..).unwrap_or_default();
        start + rest.chars().next().map_or(0, char::len_utf8) as u32
    }

    fn decoded(&self, from: u32, to: u32) -> Decoded {
        let mut text = String::new();
        self.chunks.read(from, to, &mut text);
        let mut surrogates = self.chunks.surrogates(from, to);
        surrogates.iter_mut().for_each(|mark| mark.at -= from);
        Decoded { text, surrogates }
    }

    /// What is not settled, in UTF-16 units.
    fn stale(&self) -> Option<[u32; 2]> {
        let pending = self.pending.as_ref()?;
        let at = |byte| self.chunks.position(Unit::Utf8, byte).utf16;
        Some([at(pending.from), at(pending.to.min(self.chunks.total().utf8))])
    }

    fn units_from(&self, byte: u32) -> Units {
        Units { byte, utf16: self.chunks.position(Unit::Utf8, byte).utf16 }
    }
}

impl Window {
    fn push_all(&mut self, ids: &[TokenId], utf16: u32, utf8: u32) {
        for &id in ids {
            self.ids.push(id);
            self.spans.extend([utf16, utf16]);
            self.bytes.extend([utf8, utf8]);
        }
    }
}

impl Source {
    fn len(&self) -> usize {
        match self {
            Self::Units(units) => units.len(),
            Self::Text(text) => text.len(),
        }
    }
}

/// Bytes to UTF-16 units for positions that mostly rise.
struct Units {
    byte: u32,
    utf16: u32,
}

impl Units {
    fn at(&mut self, chunks: &Chunks, byte: u32) -> u32 {
        let (chunk, base) = chunks.chunk_at(self.byte);
        let range = (self.byte.wrapping_sub(base)) as usize..(byte.wrapping_sub(base)) as usize;
        match chunk.get(range) {
            Some(between) if byte >= self.byte => {
                self.utf16 += Lengths::of(between).utf16;
                self.byte = byte;
                self.utf16
            }
            _ => {
                let place = chunks.position(Unit::Utf8, byte);
                if chunks.is_boundary(byte) {
                    *self = Self { byte, utf16: place.utf16 };
                }
                place.utf16
            }
        }
    }
}

fn check_length(bytes: usize) -> Result<(), TextError> {
    if bytes <= LONGEST {
        return Ok(());
    }
    Err(TextError::TooLarge { what: "the text in bytes".into(), got: bytes as u64, limit: LONGEST as u64 })
}

/// The most units up to `most` that cut no pair, at least one pair's worth.
fn cut_units(units: &[u16], most: usize) -> usize {
    let end = most.max(2).min(units.len());
    let cuts = end < units.len()
        && units.get(end - 1).is_some_and(|&unit| is_high(unit))
        && units.get(end).is_some_and(|&unit| is_low(unit));
    end - usize::from(cuts)
}

#[cfg(test)]
mod tests;
