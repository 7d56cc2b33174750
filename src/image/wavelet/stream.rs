//! The embedded stream: coefficients of a wavelet pyramid as bits in the order of their worth, so that any prefix decodes.
//!
//! Bit plane by bit plane from the highest, and in each from coarse to fine, the stream answers questions of yes and no:
//! is this coefficient as large as the plane, is it below zero, what is its next bit; and of trees that held nothing so
//! far, is there something within, is there something deeper than the children. So one bit stands for all that is small
//! under a coefficient: the zerotrees of Shapiro (1993), parted as Said and Pearlman (SPIHT, 1996) part them, but level
//! by level instead of along lists.
//!
//! One walk asks the questions. Who answers tells them apart: the encoder from the coefficients, the decoder from ids.

use super::bands::Bands;

/// Planes that a stream may have.
pub(super) const MOST_PLANES: u32 = 24;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// Is the coefficient as large as the plane?
    Large,
    /// Is it below zero?
    Negative,
    /// Its next bit.
    Refined,
    /// Is there something as large as the plane among its descendants?
    Within,
    /// The same of its descendants without its children.
    Deeper,
}

/// A question with all that its answer may depend on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    /// What is asked.
    pub(super) question: Question,
    /// Index of the band.
    pub(super) band: usize,
    /// Column in the band.
    pub(super) x: usize,
    /// Row in the band.
    pub(super) y: usize,
    /// Index of the coefficient.
    pub(super) at: usize,
    /// The bit plane.
    pub(super) plane: u32,
    /// What is known about it, as a number below [`CONTEXTS`]; 0 where nobody wants to know.
    pub(super) context: u8,
}

/// Contexts of an adaptive code.
pub(super) const CONTEXTS: usize = 2 * CONTEXTS_OF_A_CHANNEL;
const CONTEXTS_OF_A_CHANNEL: usize = 28;

/// Answers questions; nothing where the stream ends.
pub(super) trait Answers {
    /// Whether contexts are wanted.
    const CONTEXTS: bool;
    /// The answer.
    fn answer(&mut self, asked: Asked) -> Option<bool>;
}

const LARGE: u8 = 1;
const WITHIN: u8 = 2;
const DEEPER: u8 = 4;
const REFINED: u8 = 8;

/// The walk over all planes, and what the answers so far tell.
#[derive(Debug)]
pub(super) struct Walk {
    /// Where the coefficients lie.
    pub(super) bands: Bands,
    /// Columns of a plane of coefficients.
    width: usize,
    area: usize,
    /// By band, then by channel: bits below that are never set.
    shifts: Vec<[u32; 3]>,
    /// The least shift among the descendants.
    floors: Vec<[u32; 3]>,
    states: Vec<u8>,
    /// Twice the magnitude so far, and the last bit that is known as a mark below it.
    known: Vec<u32>,
    negative: Vec<bool>,
    plane: u32,
    band: usize,
    channel: usize,
    row: usize,
    over: bool,
}

impl Walk {
    /// A walk over `planes` planes of three channels.
    pub(super) fn new(width: usize, height: usize, bands: Bands, shifts: Vec<[u32; 3]>, planes: u32) -> Self {
        let mut floors = shifts.clone();
        for at in (0..bands.bands.len()).rev() {
            let (from, until) = bands.bands[at].children;
            let least =
                |channel: usize| (from..until).map(|child| floors[child][channel].min(shifts[child][channel])).min();
            floors[at] = std::array::from_fn(|channel| least(channel).unwrap_or(MOST_PLANES));
        }
        let area = width * height;
        Self {
            bands,
            width,
            area,
            shifts,
            floors,
            states: vec![0; 3 * area],
            known: vec![0; 3 * area],
            negative: vec![false; 3 * area],
            plane: planes.wrapping_sub(1),
            band: 0,
            channel: 0,
            row: 0,
            over: planes == 0,
        }
    }

    /// Asks about the next row of a band. Gives how many coefficients it has, nothing when all is asked or the stream has
    /// ended.
    pub(super) fn row<A: Answers>(&mut self, answers: &mut A) -> Option<usize> {
        if self.over {
            return None;
        }
        let (height, width) = (self.bands.bands[self.band].height, self.bands.bands[self.band].width);
        let (shift, floor) = (self.shifts[self.band][self.channel], self.floors[self.band][self.channel]);
        if self.plane >= shift.min(floor) {
            for x in 0..width {
                if self.coefficient(x, answers).is_none() {
                    self.over = true;
                    return None;
                }
            }
        }
        self.row += 1;
        if self.row == height {
            (self.row, self.channel) = (0, self.channel + 1);
        }
        if self.channel == 3 {
            (self.channel, self.band) = (0, self.band + 1);
        }
        if self.band == self.bands.bands.len() {
            self.band = 0;
            self.over = self.plane == 0;
            self.plane = self.plane.saturating_sub(1);
        }
        Some(width)
    }

    /// Planes that are still to come, for progress.
    pub(super) fn planes_left(&self) -> u32 {
        if self.over { 0 } else { self.plane + 1 }
    }

    fn coefficient<A: Answers>(&mut self, x: usize, answers: &mut A) -> Option<()> {
        let (band, y, plane) = (self.band, self.row, self.plane);
        let about = self.bands.bands[band];
        let (mut reached, mut parted) = (true, true);
        let mut parent_large = false;
        let offset = self.channel * self.area;
        if band > 0 {
            let (px, py) = self.bands.parent(band, x, y);
            let above = self.states[offset + py * self.width + px];
            (reached, parted, parent_large) = (above & WITHIN != 0, above & DEEPER != 0, above & LARGE != 0);
            if !reached {
                return Some(());
            }
        }
        let at = offset + (about.y + y) * self.width + about.x + x;
        let channel = if self.channel == 0 { 0 } else { CONTEXTS_OF_A_CHANNEL };
        let mut ask = |question, context: usize| {
            answers.answer(Asked { question, band, x, y, at, plane, context: (channel + context) as u8 })
        };
        let mut state = self.states[at];
        if plane >= self.shifts[band][self.channel] && reached {
            if state & LARGE == 0 {
                let context = if A::CONTEXTS { self.about_large(x, at, parent_large) } else { 0 };
                if ask(Question::Large, context)? {
                    self.negative[at] = ask(Question::Negative, 27)?;
                    self.known[at] = 3 << plane;
                    state |= LARGE;
                }
            } else {
                let context = 16 + if state & REFINED != 0 { 2 } else { usize::from(parent_large) };
                let bit = ask(Question::Refined, context)?;
                state |= REFINED;
                self.known[at] = self.known[at] - (2 << plane) + (u32::from(bit) << (plane + 1)) + (1 << plane);
            }
        }
        if about.children.0 < about.children.1 && plane >= self.floors[band][self.channel] {
            if parted && state & WITHIN == 0 {
                let context =
                    19 + usize::from(state & LARGE != 0) + 2 * usize::from(A::CONTEXTS && self.beside(x, at, WITHIN));
                if ask(Question::Within, context)? {
                    state |= WITHIN;
                }
            }
            // The last level but one has children without children.
            let grandchildren = self.bands.bands[about.children.0].children;
            if state & (WITHIN | DEEPER) == WITHIN && grandchildren.0 < grandchildren.1 {
                let context =
                    23 + usize::from(state & LARGE != 0) + 2 * usize::from(A::CONTEXTS && self.beside(x, at, DEEPER));
                if ask(Question::Deeper, context)? {
                    state |= DEEPER;
                }
            }
        }
        self.states[at] = state;
        Some(())
    }

    /// How much of the neighbourhood is large: 0 to 7, and 8 to 15 where the parent is.
    fn about_large(&self, x: usize, at: usize, parent_large: bool) -> usize {
        let about = &self.bands.bands[self.band];
        let large = |across: isize, down: isize| -> usize {
            let inside = x.checked_add_signed(across).is_some_and(|x| x < about.width)
                && self.row.checked_add_signed(down).is_some_and(|y| y < about.height);
            let place = at.wrapping_add_signed(down * self.width as isize + across);
            usize::from(inside && self.states[place] & LARGE != 0)
        };
        let (sides, ends) = (large(-1, 0) + large(1, 0), large(0, -1) + large(0, 1));
        let corners = large(-1, -1) + large(1, -1) + large(-1, 1) + large(1, 1);
        // Details across run down, details down run across: what lies along the edge says more.
        let (along, aside) = if about.kind.down && !about.kind.across { (sides, ends) } else { (ends, sides) };
        let near = match (along, aside, corners) {
            (0, 0, 0) => 0,
            (0, 0, 1) => 1,
            (0, 0, _) => 2,
            (0, 1, 0) => 3,
            (0, _, _) => 4,
            (1, 0, _) => 5,
            (1, _, _) => 6,
            _ => 7,
        };
        near + 8 * usize::from(parent_large)
    }

    /// Whether the coefficient to the left or the one above has this mark.
    fn beside(&self, x: usize, at: usize, mark: u8) -> bool {
        (x > 0 && self.states[at - 1] & mark != 0) || (self.row > 0 && self.states[at - self.width] & mark != 0)
    }

    /// What is known of a coefficient: its sign, its bits so far, and the weight of the last of them.
    pub(super) fn value(&self, at: usize) -> Option<(bool, u32, u32)> {
        let known = self.known[at];
        let plane = known.trailing_zeros();
        (known != 0).then(|| (self.negative[at], (known - (1 << plane)) >> 1, plane))
    }
}

/// Answers from coefficients, and keeps what it said.
#[derive(Debug)]
pub(super) struct Truth {
    values: Vec<i32>,
    /// Bits of the largest descendant, and of the largest that is no child.
    within: Vec<u8>,
    deeper: Vec<u8>,
    /// The answers so far.
    pub(super) ids: Vec<u32>,
}

impl Truth {
    /// Of so many coefficients, all of them zero so far.
    pub(super) fn new(count: usize) -> Self {
        Self { values: vec![0; count], within: vec![0; count], deeper: vec![0; count], ids: Vec::new() }
    }

    /// Sets the coefficient at this index.
    pub(super) fn set(&mut self, at: usize, value: i32) {
        self.values[at] = value;
    }

    /// Tells the parents of a row of a band what is there; bands must come from fine to coarse.
    pub(super) fn tell_parents(&mut self, bands: &Bands, width: usize, channel_start: usize, band: usize, y: usize) {
        if band == 0 {
            return;
        }
        let about = bands.bands[band];
        for x in 0..about.width {
            let at = channel_start + (about.y + y) * width + about.x + x;
            let (px, py) = bands.parent(band, x, y);
            let parent = channel_start + py * width + px;
            let within = self.within[at];
            self.within[parent] = self.within[parent].max(within).max(bits(self.values[at]));
            self.deeper[parent] = self.deeper[parent].max(within);
        }
    }

    /// Planes that are needed.
    pub(super) fn planes(&self) -> u32 {
        self.values.iter().map(|&value| u32::from(bits(value))).max().unwrap_or(0)
    }
}

impl Answers for Truth {
    const CONTEXTS: bool = false;

    fn answer(&mut self, asked: Asked) -> Option<bool> {
        let Asked { at, plane, .. } = asked;
        let answer = match asked.question {
            Question::Large => u32::from(bits(self.values[at])) > plane,
            Question::Negative => self.values[at] < 0,
            Question::Refined => self.values[at].unsigned_abs() >> plane & 1 == 1,
            Question::Within => u32::from(self.within[at]) > plane,
            Question::Deeper => u32::from(self.deeper[at]) > plane,
        };
        self.ids.push(u32::from(answer));
        Some(answer)
    }
}

fn bits(value: i32) -> u8 {
    (u32::BITS - value.unsigned_abs().leading_zeros()) as u8
}

/// Answers from ids, and shows each question to somebody.
#[derive(Debug)]
pub(super) struct Reader<'a, F> {
    ids: &'a [u32],
    next: usize,
    seen: F,
}

impl<'a, F: FnMut(Asked)> Reader<'a, F> {
    /// From the id at `next` on.
    pub(super) fn new(ids: &'a [u32], next: usize, seen: F) -> Self {
        Self { ids, next, seen }
    }

    /// The first id that is not read yet.
    pub(super) fn next(&self) -> usize {
        self.next
    }
}

impl<F: FnMut(Asked)> Answers for Reader<'_, F> {
    const CONTEXTS: bool = true;

    fn answer(&mut self, asked: Asked) -> Option<bool> {
        let id = *self.ids.get(self.next)?;
        self.next += 1;
        (self.seen)(asked);
        Some(id != 0)
    }
}
