//! Writing and reading a `.tokens` file in slices. A budget counts ids.

use super::checksum::crc32;
use super::counts::Counts;
use super::error::TokensFileError;
use super::head::{Head, LARGEST_ALPHABET, Reader, Shape};
use crate::image::catalog::entry;
use crate::image::layout::Layout;
use crate::image::picture::Size;
use crate::image::tokenizer::{Coded, Contexts, ImageTokenizer, check};
use crate::job::Step;
use crate::range_coder::{Decoder, Encoder};

/// Which counts an id goes to.
struct Model {
    /// `None` for a sequence.
    tokenizer: Option<(Box<dyn ImageTokenizer>, Layout)>,
    /// Contexts that are told in order, as long as there are any.
    in_order: Option<Box<dyn Contexts>>,
    alphabets: Vec<u32>,
    contexts: usize,
    /// By depth, then by context.
    counts: Vec<Counts>,
}

impl Model {
    /// Of the ids that a head announces, with the tokenizer that it names.
    fn of(head: &Head) -> Result<Self, TokensFileError> {
        let (tokenizer, in_order, alphabets, contexts) = match &head.shape {
            Shape::Sequence { alphabet, .. } => (None, None, vec![*alphabet], 1),
            Shape::Picture { size, layout, side } => {
                let tokenizer = entry(&head.tokenizer)?.make(&head.options)?;
                if tokenizer.layout(*size, layout.count()) != *layout {
                    return Err(TokensFileError::Layout { tokenizer: head.tokenizer.clone() });
                }
                let (in_order, alphabets) = (tokenizer.contexts_in_order(*size, side), tokenizer.alphabets(side));
                let contexts = tokenizer.contexts();
                (Some((tokenizer, *layout)), in_order, alphabets, contexts)
            }
        };
        if alphabets.is_empty() || alphabets.iter().any(|alphabet| !(1..=LARGEST_ALPHABET).contains(alphabet)) {
            return Err(TokensFileError::Unfit { what: "an alphabet has not 1 to 2^20 ids" });
        }
        let counts = vec![Counts::default(); alphabets.len() * contexts];
        Ok(Self { tokenizer, in_order, alphabets, contexts, counts })
    }

    /// The context of the id at `position`, which the ids before it decide.
    fn context(&self, ids: &[u32], position: usize) -> usize {
        self.tokenizer.as_ref().map_or(0, |(tokenizer, layout)| tokenizer.context(&|at| ids[at], *layout, position))
    }

    /// The counts of the id at `position`, and its alphabet.
    fn at(&mut self, position: usize, context: usize) -> (&mut Counts, u32) {
        let depth = position % self.alphabets.len();
        (&mut self.counts[depth * self.contexts + context], self.alphabets[depth])
    }
}

/// Tokens on their way into a file.
pub struct Packing {
    file: Vec<u8>,
    ids: Vec<u32>,
    model: Model,
    encoder: Encoder,
    position: usize,
}

impl Packing {
    /// Of a picture.
    ///
    /// # Errors
    /// [`TokensFileError::Tokenizer`] where the ids are not that tokenizer's, [`TokensFileError::Unfit`].
    pub fn picture(
        tokenizer: &str,
        options: Vec<(String, f64)>,
        size: Size,
        coded: Coded,
    ) -> Result<Self, TokensFileError> {
        let made = entry(tokenizer)?.make(&options)?;
        check(made.as_ref(), size, &coded.ids, &coded.side)?;
        let shape = Shape::Picture { size, layout: made.layout(size, coded.ids.len()), side: coded.side };
        Self::new(&Head { tokenizer: tokenizer.to_owned(), options, shape }, coded.ids)
    }

    /// Of a sequence of ids below `alphabet`.
    ///
    /// # Errors
    /// [`TokensFileError::Unfit`]
    pub fn sequence(tokenizer: &str, alphabet: u32, ids: Vec<u32>) -> Result<Self, TokensFileError> {
        if ids.iter().any(|id| *id >= alphabet) {
            return Err(TokensFileError::Unfit { what: "an id is not in the alphabet" });
        }
        let shape = Shape::Sequence { count: ids.len(), alphabet };
        Self::new(&Head { tokenizer: tokenizer.to_owned(), options: Vec::new(), shape }, ids)
    }

    fn new(head: &Head, ids: Vec<u32>) -> Result<Self, TokensFileError> {
        let (mut file, model) = (head.write()?, Model::of(head)?);
        file.extend(checksum_of(&ids).to_le_bytes());
        Ok(Self { file, ids, model, encoder: Encoder::new(), position: 0 })
    }

    /// Codes `budget` ids, at least one.
    pub fn step(&mut self, budget: u64) -> Step {
        let until = self.ids.len().min(self.position + budget.clamp(1, 1 << 28) as usize);
        if let Some(mut in_order) = self.model.in_order.take() {
            let mut more = true;
            while more && self.position < until {
                more = in_order.next(&mut |context| self.code(context));
            }
            self.model.in_order = more.then_some(in_order);
        }
        while self.position < until {
            let context = self.model.context(&self.ids, self.position);
            self.code(context);
        }
        progress("pack", self.position, self.ids.len())
    }

    /// Codes the next id; `None` where there is none.
    fn code(&mut self, context: usize) -> Option<u32> {
        let id = *self.ids.get(self.position)?;
        let (counts, alphabet) = self.model.at(self.position, context);
        self.encoder.encode(counts.code(id, alphabet));
        self.position += 1;
        Some(id)
    }

    /// The file, when done.
    pub fn finish(self) -> Vec<u8> {
        let mut file = self.file;
        file.extend(self.encoder.finish());
        file.extend(crc32(0, &file).to_le_bytes());
        file
    }
}

/// A file on its way to tokens.
pub struct Unpacking {
    head: Head,
    checksum: u32,
    count: usize,
    ids: Vec<u32>,
    model: Model,
    decoder: Decoder,
}

impl Unpacking {
    /// Reads all but the ids.
    ///
    /// # Errors
    /// All of [`TokensFileError`] that tell of a file.
    pub fn new(file: &[u8]) -> Result<Self, TokensFileError> {
        let (body, sum) = file.split_last_chunk::<4>().unwrap_or((file, &[0; 4]));
        // A file of another format or version says so, rather than that its checksum is wrong.
        let mut reader = Reader::new(body);
        let head = Head::read(&mut reader);
        if let Err(TokensFileError::NoTokens | TokensFileError::Version { .. }) = head {
            return Err(head.err().unwrap_or(TokensFileError::NoTokens));
        }
        if crc32(0, body) != u32::from_le_bytes(*sum) {
            return Err(TokensFileError::Damaged);
        }
        let head = head?;
        let checksum = reader.take(4, "the checksum of the ids is cut off")?;
        let checksum = u32::from_le_bytes(checksum.try_into().unwrap_or_default());
        let model = Model::of(&head)?;
        let count = head.shape.count();
        Ok(Self { head, checksum, count, ids: Vec::new(), model, decoder: Decoder::new(reader.rest().to_vec()) })
    }

    /// Decodes `budget` ids, at least one.
    ///
    /// # Errors
    /// [`TokensFileError::Broken`] where the coded ids end too early or say what no encoder writes,
    /// [`TokensFileError::Ids`] where they are not those of their checksum.
    pub fn step(&mut self, budget: u64) -> Result<Step, TokensFileError> {
        let until = self.count.min(self.ids.len() + budget.clamp(1, 1 << 28) as usize);
        if let Some(mut in_order) = self.model.in_order.take() {
            let (mut more, mut failure) = (true, None);
            while more && self.ids.len() < until {
                more = in_order.next(&mut |context| {
                    let room = self.ids.len() < self.count;
                    room.then(|| self.decode(context))?.map_err(|error| failure = Some(error)).ok()
                });
            }
            if let Some(error) = failure {
                return Err(error);
            }
            self.model.in_order = more.then_some(in_order);
        }
        while self.ids.len() < until {
            self.decode(self.model.context(&self.ids, self.ids.len()))?;
        }
        let done = self.ids.len();
        if done == self.count {
            if !self.decoder.ended() {
                return Err(TokensFileError::Broken { what: "there are bytes behind the coded ids" });
            }
            if checksum_of(&self.ids) != self.checksum {
                return Err(TokensFileError::Ids { tokenizer: self.head.tokenizer.clone() });
            }
        }
        Ok(progress("unpack", done, self.count))
    }

    /// Decodes the next id.
    fn decode(&mut self, context: usize) -> Result<u32, TokensFileError> {
        let (counts, alphabet) = self.model.at(self.ids.len(), context);
        let target = self.decoder.target(counts.total_of(alphabet));
        if target >= counts.total_of(alphabet) {
            return Err(TokensFileError::Broken { what: "the coded ids say what no encoder writes" });
        }
        let id = counts.find(target);
        self.decoder.consume(counts.code(id, alphabet));
        self.ids.push(id);
        if self.decoder.exhausted() {
            return Err(TokensFileError::Broken { what: "the coded ids end too early" });
        }
        Ok(id)
    }

    /// Whose ids they are.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Head and ids, when done.
    pub fn finish(self) -> (Head, Vec<u32>) {
        (self.head, self.ids)
    }
}

fn progress(phase: &'static str, done: usize, all: usize) -> Step {
    if done == all { Step::Done } else { Step::Progress { phase, done: done as u64, total: Some(all as u64) } }
}

fn checksum_of(ids: &[u32]) -> u32 {
    ids.iter().fold(0, |sum, id| crc32(sum, &id.to_le_bytes()))
}
