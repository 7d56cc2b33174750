//! A run of a tokenizer over a text, in slices.
//!
//! An [`Encoding`] is plain state: it holds positions and buffers, no borrow, so a worker keeps it between messages. A
//! text runs through the stages segment by segment (what lies between two added tokens). A segment that no normalizer
//! and no pre-tokenizer changes goes straight from the visitor's text to the model; any other is worked on stage by
//! stage, each one pass over the segment: normalizers, added tokens of the normalized text, pre-tokenizers, model.
//! The file is over 500 lines because the stages share one state, which only reads well in one place.
//! Every pass spends the slice's budget and goes on where it stopped.

use std::ops::Range;

use super::TokenId;
use super::added::Found;
use super::aligned::{Aligned, Cursor};
use super::direct::{Direct, DirectRun};
use super::error::TextError;
use super::job::Step;
use super::model::{ModelScratch, PieceRun, Variation};
use super::normalizer::{NextChange, NormalizeRun, Normalized, printable};
use super::pretokenizer::{RewriteRun, SplitRun, Stage};
use super::sink::{Batch, Sink, Token};
use super::tokenizer::{EncodeOptions, Specials, Tokenizer};

/// A text may be this long: 256 MiB, so that no normal form of it outgrows 32-bit positions.
pub const LONGEST_TEXT: usize = 256 << 20;

/// A stretch of a segment's text on its way to the model, or a token that was found in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// The added token that it is.
    pub(crate) token: Option<TokenId>,
}

impl Piece {
    pub(crate) fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Buffers of a run; kept and given again, they save allocations.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    text: Aligned,
    next_text: Aligned,
    pub(crate) pieces: Vec<Piece>,
    next_pieces: Vec<Piece>,
    bytes: Vec<u8>,
    tokens: Vec<Token>,
    inner_tokens: Vec<Token>,
    /// The models' buffers.
    pub model: ModelScratch,
}

impl Scratch {
    pub(crate) fn text(&self) -> &Aligned {
        &self.text
    }
}

/// Where a run stands.
#[derive(Clone, Debug)]
enum Phase {
    Before,
    Search,
    /// Looks whether this normal form leaves the segment as it is.
    Check {
        form: usize,
        at: usize,
    },
    /// Goes straight from the visitor's text to the model.
    Direct {
        at: usize,
        begun: bool,
        piece_end: usize,
    },
    /// Takes the segment over to work on it stage by stage.
    Take,
    Normalize(usize, NormalizeRun),
    Added {
        at: usize,
        taken: usize,
    },
    Cut(usize, SplitRun),
    Rewrite(usize, RewriteRun),
    Model {
        piece: usize,
        begun: bool,
        cursor: Cursor,
    },
    Token,
    After,
    Done,
}

/// A run over one text.
#[derive(Clone, Debug)]
pub struct Encoding {
    specials: bool,
    template: bool,
    variation: Variation,
    phase: Phase,
    scratch: Scratch,
    /// Added tokens are searched from here.
    search: usize,
    /// The text before is in a token or a finished segment.
    taken: usize,
    /// The segment at work.
    segment: Range<usize>,
    /// The added token behind it.
    token: Option<(TokenId, Range<usize>)>,
    first: bool,
    /// Pieces are wanted, not tokens.
    only_pieces: bool,
}

impl Encoding {
    /// A run with `options`; buffers of an earlier one may be given.
    pub fn new(options: &EncodeOptions, scratch: Scratch) -> Self {
        let seed = options.sample.map_or(options.seed, |sample| sample.seed);
        Self {
            specials: options.specials == Specials::Parse,
            template: options.template,
            variation: Variation::new(options.dropout, options.sample.map(|sample| sample.alpha), seed),
            phase: Phase::Before,
            scratch,
            search: 0,
            taken: 0,
            segment: 0..0,
            token: None,
            first: true,
            only_pieces: false,
        }
    }

    /// The buffers, for the next run.
    pub fn into_scratch(self) -> Scratch {
        self.scratch
    }

    /// Goes on for about `budget` bytes of work. Tokenizer and text must be those of the calls before.
    pub fn step(
        &mut self,
        tokenizer: &Tokenizer,
        text: &str,
        sink: &mut impl Sink,
        budget: usize,
    ) -> Result<Step, TextError> {
        if text.len() > LONGEST_TEXT {
            let (got, limit) = (text.len() as u64, LONGEST_TEXT as u64);
            return Err(TextError::TooLarge { what: "the text in bytes".to_owned(), got, limit });
        }
        let mut buffer = std::mem::take(&mut self.scratch.tokens);
        let mut hand_on = |tokens: &[Token]| sink.batch(tokens);
        self.run(tokenizer, text, Batch::new(&mut buffer, &mut hand_on), budget.max(1));
        self.scratch.tokens = buffer;
        Ok(match self.phase {
            Phase::Done => Step::Done,
            _ => Step::Progress {
                phase: self.phase_name(),
                done: self.taken.min(text.len()) as u64,
                total: Some(text.len() as u64),
            },
        })
    }

    fn run(&mut self, tokenizer: &Tokenizer, text: &str, mut sink: Batch<'_>, mut budget: usize) {
        while budget > 0 && !matches!(self.phase, Phase::Done) {
            self.advance(tokenizer, text, &mut sink, &mut budget);
        }
    }

    /// Works on until the segment at hand is cut into pieces; `false` at the end of the text. For those who look at
    /// pieces instead of tokens.
    pub(crate) fn next_pieces(&mut self, tokenizer: &Tokenizer, text: &str, stages: usize) -> Option<Cut<'_>> {
        self.only_pieces = true;
        let (mut buffer, mut nowhere) = (Vec::new(), |_: &[Token]| {});
        let mut nowhere = Batch::new(&mut buffer, &mut nowhere);
        loop {
            match self.phase {
                Phase::Done | Phase::After => return None,
                Phase::Token => {
                    self.phase = Phase::Search;
                    self.taken = self.token.as_ref().map_or(self.taken, |(_, span)| span.end);
                    if let Some((id, span)) = self.token.take() {
                        return Some(Cut::Token(id, span));
                    }
                    self.finish_segment(text);
                }
                Phase::Cut(stage, _) | Phase::Rewrite(stage, _) if stage >= stages => {
                    self.phase = Phase::Token;
                    return Some(Cut::Pieces(&self.scratch));
                }
                Phase::Model { .. } => {
                    self.phase = Phase::Token;
                    return Some(Cut::Pieces(&self.scratch));
                }
                _ => self.advance(tokenizer, text, &mut nowhere, &mut usize::MAX.clone()),
            }
        }
    }

    /// Goes on for about `budget` bytes of work towards the pieces of the next segment, without giving them to the
    /// model. Ready pieces stay until [`Self::leave_pieces`]; an added token is passed over.
    #[cfg(feature = "tools")]
    pub(crate) fn step_to_pieces(&mut self, tokenizer: &Tokenizer, text: &str, budget: &mut usize) -> Pieces<'_> {
        self.only_pieces = true;
        let (mut buffer, mut nowhere) = (Vec::new(), |_: &[Token]| {});
        let mut nowhere = Batch::new(&mut buffer, &mut nowhere);
        while *budget > 0 && !matches!(self.phase, Phase::Model { .. }) {
            match self.phase {
                Phase::After | Phase::Done => return Pieces::End,
                _ => self.advance(tokenizer, text, &mut nowhere, budget),
            }
        }
        match self.phase {
            Phase::Model { .. } => Pieces::Ready(&self.scratch),
            _ => Pieces::Partly,
        }
    }

    /// Goes on behind the segment whose pieces are ready.
    #[cfg(feature = "tools")]
    pub(crate) fn leave_pieces(&mut self) {
        self.phase = Phase::Token;
    }

    fn phase_name(&self) -> &'static str {
        match self.phase {
            Phase::Before | Phase::Search => "searching added tokens",
            Phase::Check { .. } | Phase::Take | Phase::Normalize(..) | Phase::Added { .. } => "normalizing",
            Phase::Cut(..) | Phase::Rewrite(..) => "cutting",
            Phase::Direct { .. } | Phase::Model { .. } | Phase::Token | Phase::After | Phase::Done => "encoding",
        }
    }

    fn advance(&mut self, tokenizer: &Tokenizer, text: &str, sink: &mut Batch<'_>, budget: &mut usize) {
        match &mut self.phase {
            Phase::Before => {
                if self.template {
                    tokenizer.post().before.iter().for_each(|&id| sink.token(id, 0, 0));
                }
                self.phase = Phase::Search;
            }
            Phase::Search => self.search(tokenizer, text, budget),
            Phase::Check { form, at } => {
                let segment = &text[self.segment.clone()];
                match tokenizer.forms().get(*form) {
                    None => self.phase = Phase::Direct { at: self.segment.start, begun: false, piece_end: 0 },
                    Some(_) if *at >= segment.len() => (*form, *at) = (*form + 1, 0),
                    Some(next) => {
                        let before = *at;
                        let end = at.saturating_add(*budget).min(segment.len());
                        match next.next_change(segment, *at, end, &mut String::new()) {
                            NextChange::At(_) => self.phase = Phase::Take,
                            NextChange::NotBefore(up_to) => {
                                *at = up_to;
                                *budget = budget.saturating_sub((up_to - before).max(1) / 8);
                            }
                        }
                    }
                }
            }
            Phase::Direct { at, begun, piece_end } => {
                let (end, post) = (self.segment.end, tokenizer.post());
                let run =
                    DirectRun { variation: &mut self.variation, scratch: &mut self.scratch.model, begun, piece_end };
                let bytes = &text.as_bytes()[..end];
                if post.trims() {
                    let first = &mut self.first;
                    let mut trim = |tokens: &[Token]| {
                        for token in tokens {
                            let (bytes, span) = (tokenizer.vocabulary().get(token.id), (token.start, token.end));
                            post.token(sink, token.id, bytes, span, std::mem::take(first));
                        }
                    };
                    let mut out = Batch::new(&mut self.scratch.inner_tokens, &mut trim);
                    tokenizer.direct().run(tokenizer.model(), bytes, at, run, &mut out, budget);
                } else {
                    tokenizer.direct().run(tokenizer.model(), bytes, at, run, sink, budget);
                }
                if *at >= end {
                    self.phase = Phase::Token;
                }
            }
            Phase::Take => {
                self.scratch.text.copy(&text[self.segment.clone()], self.segment.start);
                self.scratch.next_text.clear(self.segment.start);
                self.phase = Phase::Normalize(0, NormalizeRun::default());
            }
            Phase::Normalize(index, run) => {
                let Some(step) = tokenizer.normalizers().get(*index) else {
                    self.scratch.pieces.clear();
                    self.phase = Phase::Added { at: 0, taken: 0 };
                    return;
                };
                let scratch = &mut self.scratch;
                match run.step(step, &scratch.text, &mut scratch.next_text, budget) {
                    Normalized::Partly => return,
                    Normalized::Unchanged => {}
                    Normalized::Changed => std::mem::swap(&mut scratch.text, &mut scratch.next_text),
                }
                scratch.next_text.clear(self.segment.start);
                self.phase = Phase::Normalize(*index + 1, NormalizeRun::default());
            }
            Phase::Added { at, taken } => {
                let normalized = self.scratch.text.text.as_str();
                let pieces = &mut self.scratch.pieces;
                let mut push = |start: usize, end: usize, token| {
                    if start < end {
                        pieces.push(Piece { start: start as u32, end: end as u32, token });
                    }
                };
                if let Some(added) = tokenizer.added_after().filter(|_| *at < normalized.len()) {
                    let before = *at;
                    match added.find(normalized, *at, *taken, self.specials, *budget) {
                        Found::Token { id, span, resume } => {
                            push(*taken, span.start, None);
                            push(span.start, span.end, Some(id));
                            (*at, *taken) = (resume, span.end.max(*taken));
                        }
                        Found::Nothing { up_to } => *at = up_to,
                    }
                    *budget = budget.saturating_sub((*at - before).max(1));
                    return;
                }
                push(*taken, normalized.len(), None);
                self.phase = self.cut(tokenizer, 0);
            }
            Phase::Cut(index, run) => {
                let Some(Stage::Split(splitting)) = tokenizer.stages().get(*index).map(|step| &step.stage) else {
                    return;
                };
                let scratch = &mut self.scratch;
                if run.step(splitting, &scratch.text.text, &scratch.pieces, &mut scratch.next_pieces, budget) {
                    std::mem::swap(&mut scratch.pieces, &mut scratch.next_pieces);
                    let next = *index + 1;
                    self.phase = self.cut(tokenizer, next);
                }
            }
            Phase::Rewrite(index, run) => {
                let Some(Stage::Rewrite(rewrite)) = tokenizer.stages().get(*index).map(|step| &step.stage) else {
                    return;
                };
                let scratch = &mut self.scratch;
                let target = (&mut scratch.next_text, &mut scratch.next_pieces);
                if run.step(rewrite, (&scratch.text, &scratch.pieces), target, budget) {
                    std::mem::swap(&mut scratch.pieces, &mut scratch.next_pieces);
                    std::mem::swap(&mut scratch.text, &mut scratch.next_text);
                    let next = *index + 1;
                    self.phase = self.cut(tokenizer, next);
                }
            }
            Phase::Model { .. } => self.model(tokenizer, sink, budget),
            Phase::Token => {
                if let Some((id, span)) = self.token.take() {
                    tokenizer.post().token(
                        sink,
                        id,
                        &text.as_bytes()[span.clone()],
                        (span.start as u32, span.end as u32),
                        self.first,
                    );
                    self.first = false;
                    self.taken = span.end;
                    self.phase = Phase::Search;
                } else {
                    self.finish_segment(text);
                }
            }
            Phase::After => {
                if self.template {
                    tokenizer.post().after.iter().for_each(|&id| sink.token(id, text.len(), text.len()));
                }
                self.phase = Phase::Done;
            }
            Phase::Done => {}
        }
    }

    /// The segment was the last one.
    fn finish_segment(&mut self, text: &str) {
        self.taken = self.segment.end.max(self.taken);
        self.phase = if self.taken >= text.len() { Phase::After } else { Phase::Search };
    }

    /// The phase of stage `index`.
    fn cut(&mut self, tokenizer: &Tokenizer, index: usize) -> Phase {
        self.scratch.next_pieces.clear();
        match tokenizer.stages().get(index).map(|step| &step.stage) {
            Some(Stage::Split(_)) => Phase::Cut(index, SplitRun::default()),
            Some(Stage::Rewrite(_)) => {
                self.scratch.next_text.clear(self.segment.start);
                Phase::Rewrite(index, RewriteRun::default())
            }
            None => Phase::Model { piece: 0, begun: false, cursor: Cursor::default() },
        }
    }

    /// Looks for the next added token of the original text; what lies before it is the next segment.
    fn search(&mut self, tokenizer: &Tokenizer, text: &str, budget: &mut usize) {
        if self.search < text.len() {
            let added = tokenizer.added_before().filter(|added| added.matches(self.specials));
            let found = match added {
                Some(added) => added.find(text, self.search, self.taken, self.specials, *budget),
                None => Found::Nothing { up_to: text.len() },
            };
            match found {
                Found::Token { id, span, resume } => {
                    *budget = budget.saturating_sub((resume - self.search).max(1));
                    self.search = resume;
                    self.segment = self.taken..span.start;
                    self.token = Some((id, span));
                }
                Found::Nothing { up_to } => {
                    if added.is_some() {
                        *budget = budget.saturating_sub((up_to - self.search).max(1));
                    }
                    self.search = up_to;
                    if up_to < text.len() {
                        return;
                    }
                    self.segment = self.taken..text.len();
                }
            }
        } else {
            self.segment = self.taken..text.len();
        }
        if self.segment.is_empty() {
            self.phase = Phase::Token;
            return;
        }
        let direct = tokenizer.direct() != Direct::No
            && !self.only_pieces
            && tokenizer.added_after().is_none_or(|added| !added.matches(self.specials));
        self.phase = if direct { Phase::Check { form: 0, at: 0 } } else { Phase::Take };
    }

    /// Gives the pieces to the model; a long one goes slice by slice.
    fn model(&mut self, tokenizer: &Tokenizer, sink: &mut Batch<'_>, budget: &mut usize) {
        let Phase::Model { piece: index, begun, cursor } = &mut self.phase else { return };
        let Scratch { text, pieces, bytes, model: scratch, inner_tokens, .. } = &mut self.scratch;
        let (post, model, first) = (tokenizer.post(), tokenizer.model(), &mut self.first);
        // Where byte `bytes_passed` of the piece's bytes stands in the text, where the text shows bytes as characters.
        let (mut shown_at, mut bytes_passed) = (0, 0);
        while let Some(piece) = pieces.get(*index) {
            if *budget == 0 {
                return;
            }
            let range = piece.range();
            if let Some(id) = piece.token {
                *budget = budget.saturating_sub(range.len().max(1));
                *index += 1;
                let span = text.span(cursor, range.clone());
                let span = (span.start as u32, span.end as u32);
                post.token(sink, id, &text.text.as_bytes()[range], span, std::mem::take(first));
                continue;
            }
            let shows_bytes = tokenizer.printable_bytes();
            let shown: &[u8] = if shows_bytes {
                bytes.clear();
                printable::bytes(&text.text[range.clone()], bytes);
                (shown_at, bytes_passed) = (range.start, 0);
                bytes
            } else {
                &text.text.as_bytes()[range.clone()]
            };
            let mut place = |byte: u32| {
                if !shows_bytes {
                    return byte as usize;
                }
                let passed = text.text[shown_at..].chars().take(byte as usize - bytes_passed);
                shown_at += passed.map(char::len_utf8).sum::<usize>();
                bytes_passed = byte as usize;
                shown_at
            };
            let mut locate = |tokens: &[Token]| {
                for token in tokens {
                    let start = place(token.start);
                    let span = text.span(cursor, start..place(token.end));
                    let bytes = if post.trims() { tokenizer.vocabulary().get(token.id) } else { &[] };
                    let span = (span.start as u32, span.end as u32);
                    post.token(sink, token.id, bytes, span, std::mem::take(first));
                }
            };
            let mut out = Batch::new(inner_tokens, &mut locate);
            let mut run = PieceRun { variation: &mut self.variation, scratch, begun };
            let mut left = if shows_bytes { usize::MAX } else { *budget };
            let base = if shows_bytes { 0 } else { range.start };
            let done = model.step(shown, base, &mut run, &mut left, &mut out);
            *budget = if shows_bytes { budget.saturating_sub(range.len().max(1)) } else { left };
            *index += usize::from(done);
        }
        self.phase = Phase::Token;
    }
}

/// Where a run towards pieces stands.
#[cfg(feature = "tools")]
pub(crate) enum Pieces<'a> {
    /// On its way.
    Partly,
    /// The pieces of a segment.
    Ready(&'a Scratch),
    /// The text is at its end.
    End,
}

/// What a run over pieces comes to.
pub(crate) enum Cut<'a> {
    /// The pieces of a segment.
    Pieces(&'a Scratch),
    /// An added token.
    Token(TokenId, Range<usize>),
}
