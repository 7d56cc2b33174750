//! A tokenizer ready to run: a definition with its tables built.
//!
//! [`Tokenizer::encode`] runs at once; [`Encoding`] is the same run in slices. Nothing here changes after it is built,
//! so one tokenizer serves any number of runs.

use std::borrow::Cow;
use std::ops::Range;

use super::TokenId;
use super::added::AddedSet;
use super::aligned::{Aligned, Cursor};
use super::decoder::{self, Decoded};
use super::definition::{AddedToken, Definition, Normalizer, PreTokenizer};
use super::direct::Direct;
use super::encoding::{Cut, Encoding, Scratch};
use super::error::TextError;
use super::model::Model;
use super::normalizer::Step::{CollapseSpaces, Prepend};
use super::normalizer::{self, Form, NormalizeRun, Normalized};
use super::postprocessor::PostProcessing;
use super::pretokenizer;
use super::sink::Sink;
use super::vocabulary::Vocabulary;
use crate::order;

/// A tokenizer ready to run.
#[derive(Clone, Debug)]
pub struct Tokenizer {
    definition: Definition,
    added_before: Option<AddedSet>,
    added_after: Option<AddedSet>,
    /// Places of the added tokens in the definition's list, in rising order of their ids.
    added_by_id: Vec<u32>,
    normalizers: Vec<normalizer::Step>,
    stages: Vec<pretokenizer::Step>,
    printable_bytes: bool,
    direct: Direct,
    /// The normal forms to check before going the direct way.
    forms: Vec<Form>,
    model: Model,
    post: PostProcessing,
    size: usize,
}

/// What special tokens in the visitor's text are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Specials {
    /// Text like any other.
    #[default]
    Text,
    /// Themselves.
    Parse,
}

/// Sampling from Unigram.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// Exponent of the probabilities: 0 takes all ways alike, large ones the best.
    pub alpha: f32,
    /// The same seed gives the same tokens.
    pub seed: u64,
}

/// How to encode. The default: specials are text, nothing is added, no chance.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct EncodeOptions {
    /// What special tokens in the text are.
    pub specials: Specials,
    /// Add the post-processor's tokens.
    pub template: bool,
    /// BPE-dropout: the probability that a merge is left out.
    pub dropout: Option<f32>,
    /// Sampling from Unigram.
    pub sample: Option<Sample>,
    /// Seed of the dropout.
    pub seed: u64,
}

/// A stretch of text as the model sees it, and why it was cut there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreToken {
    /// Bytes of the original text that it comes from.
    pub span: Range<usize>,
    /// What the model sees.
    pub text: Vec<u8>,
    /// What cut it.
    pub rule: Rule,
    /// The bytes of the original that each byte of `text` comes from; empty where `text` is the original itself.
    origins: Vec<[u32; 2]>,
}

impl PreToken {
    /// The bytes of the original text that `range` of the piece comes from.
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        let within = |at: usize| self.span.start + at.min(self.span.len());
        if self.origins.is_empty() {
            return within(range.start)..within(range.end);
        }
        let start = self.origins.get(range.start).map_or(self.span.end, |&[start, _]| start as usize);
        let last = range.end.checked_sub(1).filter(|_| !range.is_empty()).and_then(|last| self.origins.get(last));
        start..last.map_or(start, |&[_, end]| end as usize).max(start)
    }
}

/// What cut a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// It is this added token.
    Added(TokenId),
    /// Nothing: it is all the text between two added tokens.
    Whole,
    /// The pre-tokenizer at this place of the definition's list made the later of its two ends.
    PreTokenizer(usize),
}

impl Tokenizer {
    /// Builds the tables of `definition`. Cost: linear in the vocabulary's bytes.
    pub fn new(definition: Definition) -> Result<Self, TextError> {
        let (normalizers, printable_after_normalizers) = normalizer::steps(&definition.normalizers)?;
        let (stages, printable_after_stages) = pretokenizer::stages(&definition.pre_tokenizers)?;
        let byte_level = definition.pre_tokenizers.iter().any(|p| matches!(p, PreTokenizer::ByteLevel { .. }))
            || definition.normalizers.contains(&Normalizer::ByteLevel);
        let model = Model::new(&definition, byte_level)?;
        let (after, before): (Vec<_>, Vec<_>) = definition.added.iter().cloned().partition(|token| token.normalized);
        let plain = |token: AddedToken| (token.content.clone(), token);
        // SentencePiece looks for its own symbols without the space that it puts in front of a text.
        let own_symbols = definition.model.is_from_sentencepiece();
        let pattern_steps: Vec<_> =
            normalizers.iter().filter(|step| !(own_symbols && matches!(step, Prepend(_) | CollapseSpaces))).collect();
        let normalized = |token: AddedToken| (normalize(&pattern_steps, &token.content), token);
        let beyond = definition.added.iter().map(|token| token.id as usize + 1).max().unwrap_or(0);
        Ok(Self {
            added_before: AddedSet::new(before.into_iter().map(plain).collect())?,
            added_after: AddedSet::new(after.into_iter().map(normalized).collect())?,
            added_by_id: order::by_key(&definition.added, |token| token.id.into()),
            direct: Direct::new(&normalizers, &stages),
            forms: normalizers.iter().filter_map(normalizer::Step::form).collect(),
            printable_bytes: printable_after_normalizers || printable_after_stages,
            post: PostProcessing::new(&definition.post_processors),
            size: model.size(&definition.vocabulary).max(beyond),
            normalizers,
            stages,
            model,
            definition,
        })
    }

    /// What it was built from.
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    /// Its tokens by id, added tokens beyond the vocabulary not included.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.definition.vocabulary
    }

    /// How many ids there are, added tokens and ids without a token included.
    pub fn size(&self) -> usize {
        self.size
    }

    /// The model.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The added token with this id.
    pub fn added(&self, id: TokenId) -> Option<&AddedToken> {
        let token = |place: &u32| self.definition.added.get(*place as usize);
        let up_to = self.added_by_id.partition_point(|place| token(place).is_some_and(|token| token.id <= id));
        // Of those with one id the last counts.
        token(self.added_by_id.get(up_to.checked_sub(1)?)?).filter(|token| token.id == id)
    }

    /// The bytes of a token as its model matches it; of an added token, its text. `None`: there is no such id.
    pub fn token_bytes(&self, id: TokenId) -> Option<Cow<'_, [u8]>> {
        if let Some(token) = self.added(id) {
            return Some(Cow::Borrowed(token.content.as_bytes()));
        }
        match &self.model {
            Model::Bytes => Some(Cow::Owned(vec![u8::try_from(id).ok()?])),
            Model::CodePoints => Some(Cow::Owned(char::from_u32(id)?.to_string().into_bytes())),
            _ => Some(self.vocabulary().get(id)).filter(|bytes| !bytes.is_empty()).map(Cow::Borrowed),
        }
    }

    /// Encodes `text` into `sink`.
    pub fn encode(
        &self,
        text: &str,
        options: &EncodeOptions,
        scratch: &mut Scratch,
        sink: &mut impl Sink,
    ) -> Result<(), TextError> {
        let mut encoding = Encoding::new(options, std::mem::take(scratch));
        let result = encoding.step(self, text, sink, usize::MAX);
        *scratch = encoding.into_scratch();
        result.map(|_| ())
    }

    /// The text of `ids`. `skip_special` leaves control tokens out.
    pub fn decode(&self, ids: &[TokenId], skip_special: bool) -> Result<Vec<u8>, TextError> {
        self.decode_ends(ids, skip_special).map(|decoded| decoded.bytes)
    }

    /// The text of `ids`, and where the part of each ends: the parts add up to the text.
    pub fn bytes(&self, ids: &[TokenId]) -> Result<Decoded, TextError> {
        self.decode_ends(ids, false)
    }

    fn decode_ends(&self, ids: &[TokenId], skip_special: bool) -> Result<Decoded, TextError> {
        let mut tokens = Vec::with_capacity(ids.len());
        for (position, &id) in ids.iter().enumerate() {
            let bytes = self.token_bytes(id).ok_or(TextError::UnknownId { id, position, size: self.size })?;
            if !(skip_special && self.added(id).is_some_and(|token| token.special)) {
                tokens.push(bytes);
            }
        }
        Ok(decoder::decode(&self.definition.decoders, tokens.into_iter()))
    }

    /// How `text` is cut before the model sees it, and what cut each piece. Cost: a run for every pre-tokenizer.
    pub fn pieces(&self, text: &str, specials: Specials) -> Vec<PreToken> {
        let cuts: Vec<(usize, Vec<usize>)> = (self.stages.iter().enumerate())
            .filter(|(_, step)| step.cuts())
            .map(|(stage, step)| (step.component, self.boundaries(text, specials, stage + 1)))
            .collect();
        let edges = self.boundaries(text, specials, 0);
        // The first stage that a boundary is there after; `None`: it was there before any.
        let has = |all: &[usize], at: usize| all.binary_search(&at).is_ok();
        let made = |at| cuts.iter().position(|(_, all)| has(all, at)).filter(|_| !has(&edges, at));
        let options = EncodeOptions { specials, ..EncodeOptions::default() };
        let mut encoding = Encoding::new(&options, Scratch::default());
        let mut out = Vec::new();
        while let Some(cut) = encoding.next_pieces(self, text, usize::MAX) {
            match cut {
                Cut::Token(id, span) => {
                    let text = text.as_bytes()[span.clone()].to_vec();
                    out.push(PreToken { span, text, rule: Rule::Added(id), origins: Vec::new() });
                }
                Cut::Pieces(scratch) => {
                    let aligned = scratch.text();
                    let mut cursor = Cursor::default();
                    for piece in &scratch.pieces {
                        let span = aligned.span(&mut cursor, piece.range());
                        let shown = &aligned.text[piece.range()];
                        let printable = self.printable_bytes && piece.token.is_none();
                        let (mut bytes, mut origins) = (Vec::new(), Vec::new());
                        if printable {
                            normalizer::printable::bytes(shown, &mut bytes);
                        } else {
                            bytes.extend_from_slice(shown.as_bytes());
                        }
                        if text.as_bytes().get(span.clone()) != Some(&bytes) {
                            origins = self.origins(aligned, piece.range(), printable);
                        }
                        let cut = made(span.start).max(made(span.end)).and_then(|stage| cuts.get(stage));
                        let rule = match (piece.token, cut) {
                            (Some(id), _) => Rule::Added(id),
                            (None, Some(&(component, _))) => Rule::PreTokenizer(component),
                            (None, None) => Rule::Whole,
                        };
                        out.push(PreToken { span, text: bytes, rule, origins });
                    }
                }
            }
        }
        out
    }

    /// Where pieces begin and end in the original after so many stages, in rising order.
    fn boundaries(&self, text: &str, specials: Specials, stages: usize) -> Vec<usize> {
        let options = EncodeOptions { specials, ..EncodeOptions::default() };
        let mut encoding = Encoding::new(&options, Scratch::default());
        let mut boundaries = Vec::new();
        while let Some(cut) = encoding.next_pieces(self, text, stages) {
            match cut {
                Cut::Token(_, span) => boundaries.extend([span.start, span.end]),
                Cut::Pieces(scratch) => {
                    let (aligned, mut cursor) = (scratch.text(), Cursor::default());
                    for piece in &scratch.pieces {
                        let span = aligned.span(&mut cursor, piece.range());
                        boundaries.extend([span.start, span.end]);
                    }
                }
            }
        }
        boundaries
    }

    /// The original of every byte that the model sees of `range`; `printable`: characters there stand for bytes.
    fn origins(&self, aligned: &Aligned, range: Range<usize>, printable: bool) -> Vec<[u32; 2]> {
        let mut cursor = Cursor::default();
        let mut origin = |range| {
            let Range { start, end } = aligned.span(&mut cursor, range);
            [start as u32, end as u32]
        };
        let text = &aligned.text[range.clone()];
        if !printable {
            return range.map(|at| origin(at..at + 1)).collect();
        }
        let mut bytes = Vec::new();
        let mut origins = Vec::new();
        for (at, character) in text.char_indices() {
            bytes.clear();
            let end = at + character.len_utf8();
            normalizer::printable::bytes(&text[at..end], &mut bytes);
            let origin = origin(range.start + at..range.start + end);
            origins.extend(bytes.iter().map(|_| origin));
        }
        origins
    }

    pub(crate) fn added_before(&self) -> Option<&AddedSet> {
        self.added_before.as_ref()
    }

    pub(crate) fn added_after(&self) -> Option<&AddedSet> {
        self.added_after.as_ref()
    }

    pub(crate) fn normalizers(&self) -> &[normalizer::Step] {
        &self.normalizers
    }

    pub(crate) fn stages(&self) -> &[pretokenizer::Step] {
        &self.stages
    }

    pub(crate) fn printable_bytes(&self) -> bool {
        self.printable_bytes
    }

    pub(crate) fn direct(&self) -> Direct {
        self.direct
    }

    pub(crate) fn forms(&self) -> &[Form] {
        &self.forms
    }

    pub(crate) fn post(&self) -> &PostProcessing {
        &self.post
    }
}

/// `text` after all normalizers.
pub(crate) fn normalize(steps: &[&normalizer::Step], text: &str) -> String {
    let mut current = Aligned::default();
    current.copy(text, 0);
    for step in steps {
        let mut next = Aligned::default();
        let mut run = NormalizeRun::default();
        if run.step(step, &current, &mut next, &mut usize::MAX.clone()) == Normalized::Changed {
            current = next;
        }
    }
    current.text
}
