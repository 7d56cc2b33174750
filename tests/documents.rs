//! Documents with the shipped vocabularies: any edits give what a full run gives, and what a key stroke costs does not
//! grow with the text.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod shipped;

use tokenarium::text::document::{Document, Locality, Patch};
use tokenarium::text::encoding::Scratch;
use tokenarium::text::job::Step;
use tokenarium::text::sink::Spanned;
use tokenarium::text::tokenizer::{EncodeOptions, Specials, Tokenizer};

/// A seeded stream of numbers (xorshift64*).
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % below.max(1)
    }
}

/// Prose of several scripts, code, numbers, emoji and special tokens as text.
const PASSAGES: [&str; 12] = [
    "All human beings are born free and equal in dignity and rights. They're endowed with reason; they've a conscience. ",
    "fn main() {\n    let x = [1234567, 0x1f];\n\tprintln!(\"{:?}\", x);\r\n}\n\n",
    "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。",
    "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。\n",
    "Все люди рождаются свободными и равными в своём достоинстве и правах.  ",
    "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق. ",
    "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता प्राप्त है। ",
    "👩\u{200d}👩\u{200d}👧 😀🏳\u{fe0f}\u{200d}🌈 e\u{301}\u{302} \u{feff}ﬁ ½ Ⅷ\u{2028}",
    "<|endoftext|><s>[CLS]<|im_start|>user\n<bos><unk> ",
    "   \n\n\n\t\t  \n",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899",
];

fn text(random: &mut Random, bytes: usize) -> String {
    let mut text = String::new();
    while text.len() < bytes {
        text.push_str(PASSAGES[random.next(PASSAGES.len())]);
    }
    text
}

fn settle(document: &mut Document, tokenizer: &Tokenizer, budget: u64) {
    while document.step(tokenizer, budget).expect("text is tokenized") != Step::Done {}
}

fn options(specials: Specials) -> EncodeOptions {
    EncodeOptions { specials, template: true, ..EncodeOptions::default() }
}

#[test]
fn edits_with_every_shipped_vocabulary_give_what_a_full_run_gives() {
    let mut random = Random(0xd0c);
    let mut edits = 0;
    for name in shipped::catalogue() {
        let tokenizer = shipped::load(&name);
        let options = options(if random.next(2) == 0 { Specials::Text } else { Specials::Parse });
        let mut text = text(&mut random, 8_000);
        let mut document = Document::open(&tokenizer, text.clone(), &options).expect("a short text");
        assert!(!matches!(document.locality(), Locality::Whole { .. }), "{name}: {:?}", document.locality());
        settle(&mut document, &tokenizer, 2000);
        // A page begins with all ids; patches keep its list from then on.
        document.patch();
        let mut ids = document.ids();
        for number in 0..16 {
            let place = |random: &mut Random, from: usize| {
                let mut at = from + random.next(text.len() + 1 - from);
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                at
            };
            let from = place(&mut random, 0);
            let to = if number % 3 == 0 { from } else { place(&mut random, from).min(from + 60) };
            let to = (from..=to.max(from)).rev().find(|&to| text.is_char_boundary(to)).unwrap_or(from);
            let passage = PASSAGES[random.next(PASSAGES.len())];
            let insert: String = passage.chars().skip(random.next(20)).take(random.next(12)).collect();
            let utf16 = |text: &str| text.encode_utf16().count() as u32;
            let start = utf16(&text[..from]);
            let end = start + utf16(&text[from..to]);
            let units: Vec<u16> = insert.encode_utf16().collect();
            let patch = document.edit(&tokenizer, start, end, &units, 20_000).expect("positions inside the text");
            text.replace_range(from..to, &insert);
            apply(&mut ids, &patch);
            settle(&mut document, &tokenizer, 2000);
            let patch = document.patch();
            apply(&mut ids, &patch);
            let mut full = Spanned::default();
            tokenizer.encode(&text, &options, &mut Scratch::default(), &mut full).expect("text is tokenized");
            let window = document.window(0, u32::MAX);
            if window.ids != full.ids {
                let at = window.ids.iter().zip(&full.ids).take_while(|(a, b)| a == b).count();
                panic!("{name}: edit {number} at {from}: token {at} differs, byte {:?}", full.spans.get(2 * at));
            }
            assert!(window.bytes == full.spans, "{name}: edit {number} at {from}: spans differ");
            assert!(document.ids() == full.ids, "{name}: edit {number}: ids");
            edits += 1;
        }
    }
    println!("{edits} edits, zero differences");
}

fn apply(ids: &mut Vec<u32>, patch: &Patch) {
    let first = patch.first as usize;
    ids.splice(first..first + patch.removed as usize, patch.ids.iter().copied());
}

/// Bytes that 200 single-character edits at random places give to the tokenizer: mean and largest.
fn key_strokes(tokenizer: &Tokenizer, bytes: usize) -> (u64, u64) {
    let mut random = Random(0x1e57);
    let text = text(&mut random, bytes);
    let mut document = Document::open(tokenizer, text, &EncodeOptions::default()).expect("a short text");
    settle(&mut document, tokenizer, 1 << 20);
    let (mut sum, mut largest) = (0, 0);
    const STROKES: u64 = 200;
    for _ in 0..STROKES {
        let before = document.tokenized_bytes();
        let at = random.next(document.size().utf16 as usize) as u32;
        let insert: &[u16] = if random.next(2) == 0 { &[0x61] } else { &[] };
        document.edit(tokenizer, at, at + 1 - insert.len() as u32, insert, u64::MAX).expect("inside the text");
        assert!(document.is_settled());
        let cost = document.tokenized_bytes() - before;
        sum += cost;
        largest = largest.max(cost);
    }
    (sum / STROKES, largest)
}

#[test]
fn a_key_stroke_does_not_cost_more_in_a_longer_text() {
    for name in ["o200k_base", "bert-multilingual", "gemma-4"] {
        let tokenizer = shipped::load(name);
        let (short, _) = key_strokes(&tokenizer, 1 << 17);
        let (long, largest) = key_strokes(&tokenizer, 1 << 20);
        println!("{name}: {long} bytes tokenized for a key stroke in 1 MB, at most {largest}; {short} in 128 KB");
        assert!(long <= 2 * short && long < 4096 && largest < 1 << 15, "{name}");
    }
}

#[test]
fn opening_a_long_text_goes_in_slices() {
    const BUDGET: u64 = 1 << 14;
    for name in ["o200k_base", "mistral-v1"] {
        let tokenizer = shipped::load(name);
        let text = text(&mut Random(0x10), 4 << 20);
        let bytes = text.len() as u64;
        let mut document = Document::open(&tokenizer, text, &EncodeOptions::default()).expect("a short text");
        let (mut slices, mut largest) = (0, 0);
        loop {
            let before = document.tokenized_bytes();
            let step = document.step(&tokenizer, BUDGET).expect("text is tokenized");
            largest = largest.max(document.tokenized_bytes() - before);
            slices += 1;
            if step == Step::Done {
                break;
            }
        }
        let all = document.tokenized_bytes();
        println!("{name}: {slices} slices, at most {largest} bytes in one, {all} bytes for a text of {bytes}");
        assert!(largest <= 4 * BUDGET && all < bytes + bytes / 4, "{name}");
    }
}
