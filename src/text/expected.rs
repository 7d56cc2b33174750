//! 'You expected another number?': which ordinary difference in how a text is counted explains another count.
//!
//! Every answer is the count of an actual run: of the text as it is, with special tokens parsed, with the template's
//! tokens, with the changes that editors and files make to a text without anybody seeing them (last line end, white
//! space at the ends, kind of line end, normal form), and of every combination of these. Counts that other parts of the
//! engine know (a chat request, another vocabulary) are added by the caller. Texts that come out equal are run once.
//! Done in slices; cost: a run per text that is different, at most 54, most often 2 to 6.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::encoding::{Encoding, Scratch};
use super::error::TextError;
use super::job::Step;
use super::normalizer::{Form, unicode};
use super::sink::Count;
use super::tokenizer::{EncodeOptions, Specials, Tokenizer};
use crate::order;
use serde::Serialize;

/// One way to count differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "name")]
pub enum Difference {
    /// The tokens that the tokenizer adds around a text (BOS, `[CLS]`) are counted too, or left out.
    Template,
    /// Special tokens in the text are parsed, or taken as text.
    Specials,
    /// In Unicode normal form C.
    Nfc,
    /// In Unicode normal form D.
    Nfd,
    /// Every line end is LF.
    LineEndsLf,
    /// Every line end is CR LF.
    LineEndsCrLf,
    /// Without the last line end.
    LastLineEnd,
    /// Without white space at both ends.
    Trimmed,
    /// As the only message of a chat request; the name of its role.
    Chat(String),
    /// With another vocabulary.
    Vocabulary(String),
}

/// A way to count and its result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// What was done differently; empty for the count that the visitor sees.
    pub differences: Vec<Difference>,
    /// The count.
    pub tokens: u64,
}

/// The explanation, complete or as far as it has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The count that the visitor sees.
    pub tokens: u64,
    /// All outcomes: few differences first, in the order in which they were found.
    pub outcomes: Vec<Outcome>,
}

impl Explanation {
    /// The ways to count that give `wanted`, those with the fewest differences first; empty: none of them does.
    pub fn giving(&self, wanted: u64) -> Vec<&Outcome> {
        let mut found: Vec<&Outcome> = self.outcomes.iter().filter(|outcome| outcome.tokens == wanted).collect();
        order::sort_by_key(&mut found, |outcome| outcome.differences.len() as u64);
        found
    }

    /// What each single difference does to the count.
    pub fn single(&self) -> impl Iterator<Item = &Outcome> {
        self.outcomes.iter().filter(|outcome| outcome.differences.len() == 1)
    }
}

/// The search under way.
#[derive(Clone, Debug)]
pub struct Expected {
    text: String,
    options: EncodeOptions,
    /// Changes of the text that are still to be run, the last first.
    variants: Vec<Vec<Difference>>,
    /// Hashes of the texts that were run.
    seen: HashSet<u64>,
    run: Option<Run>,
    done: u64,
    explanation: Explanation,
    scratch: Scratch,
}

/// A run over one variant of the text, special tokens taken one way and then, where it matters, the other.
#[derive(Clone, Debug)]
struct Run {
    text: String,
    differences: Vec<Difference>,
    encoding: Encoding,
    count: Count,
    /// Special tokens are taken as the visitor does not.
    other_specials: bool,
}

impl Expected {
    /// Explains the count of `text` under `options`, of which dropout and sampling are left out.
    pub fn new(text: String, options: &EncodeOptions) -> Self {
        let options =
            EncodeOptions { specials: options.specials, template: options.template, ..EncodeOptions::default() };
        let mut variants = Vec::new();
        for form in [None, Some(Difference::Nfc), Some(Difference::Nfd)] {
            for line_ends in [None, Some(Difference::LineEndsLf), Some(Difference::LineEndsCrLf)] {
                for ends in [None, Some(Difference::LastLineEnd), Some(Difference::Trimmed)] {
                    variants.push([&form, &line_ends, &ends].into_iter().flatten().cloned().collect::<Vec<_>>());
                }
            }
        }
        // Taken from the end: few differences first.
        let order = order::by_key(&variants, |variant| variant.len() as u64);
        let variants = order.into_iter().rev().map(|place| std::mem::take(&mut variants[place as usize])).collect();
        Self {
            text,
            options,
            variants,
            seen: HashSet::new(),
            run: None,
            done: 0,
            explanation: Explanation::default(),
            scratch: Scratch::default(),
        }
    }

    /// What is known so far.
    pub fn explanation(&self) -> &Explanation {
        &self.explanation
    }

    /// Adds a count that another part of the engine made: a chat request, another vocabulary.
    pub fn add(&mut self, difference: Difference, tokens: u64) {
        self.explanation.outcomes.push(Outcome { differences: vec![difference], tokens });
    }

    /// Goes on for about `budget` bytes of text.
    ///
    /// # Errors
    /// What the tokenizer says.
    pub fn step(&mut self, tokenizer: &Tokenizer, budget: u64) -> Result<Step, TextError> {
        let mut left = usize::try_from(budget).unwrap_or(usize::MAX).max(1);
        while left > 0 {
            let Some(run) = &mut self.run else {
                if !self.start() {
                    return Ok(Step::Done);
                }
                left = left.saturating_sub(self.text.len() / 8);
                continue;
            };
            let slice = left.min(run.text.len() + 1);
            left -= slice.min(left);
            if run.encoding.step(tokenizer, &run.text, &mut run.count, slice)? == Step::Done {
                self.finish(tokenizer);
            }
        }
        let total = self.done + self.variants.len() as u64 + u64::from(self.run.is_some());
        Ok(Step::Progress { phase: "counting differently", done: self.done, total: Some(total) })
    }

    /// Takes up the next variant whose text has not been run yet; false when there is none.
    fn start(&mut self) -> bool {
        while let Some(differences) = self.variants.pop() {
            let text = differences.iter().fold(Cow::Borrowed(self.text.as_str()), changed);
            let mut hasher = DefaultHasher::new();
            text.hash(&mut hasher);
            if !self.seen.insert(hasher.finish()) {
                self.done += 1;
                continue;
            }
            let text = text.into_owned();
            let encoding = self.encoding(false);
            self.run = Some(Run { text, differences, encoding, count: Count(0), other_specials: false });
            return true;
        }
        false
    }

    /// A run without the template's tokens: those are added by number.
    fn encoding(&mut self, other_specials: bool) -> Encoding {
        let specials = match (self.options.specials, other_specials) {
            (specials, false) => specials,
            (Specials::Text, true) => Specials::Parse,
            (Specials::Parse, true) => Specials::Text,
        };
        let options = EncodeOptions { specials, template: false, ..self.options };
        Encoding::new(&options, std::mem::take(&mut self.scratch))
    }

    fn finish(&mut self, tokenizer: &Tokenizer) {
        let Some(run) = self.run.take() else { return };
        self.scratch = run.encoding.into_scratch();
        let post = tokenizer.post();
        let around = (post.before.len() + post.after.len()) as u64;
        let mut differences = run.differences.clone();
        if run.other_specials {
            differences.push(Difference::Specials);
        }
        let bare = run.count.0 as u64;
        let (same, other) = if self.options.template { (bare + around, bare) } else { (bare, bare + around) };
        if differences.is_empty() {
            self.explanation.tokens = same;
        }
        self.explanation.outcomes.push(Outcome { differences: differences.clone(), tokens: same });
        if around > 0 {
            differences.push(Difference::Template);
            self.explanation.outcomes.push(Outcome { differences, tokens: other });
        }
        let mut specials = tokenizer.definition().added.iter().filter(|token| token.special);
        if !run.other_specials && specials.any(|token| run.text.contains(&token.content)) {
            let encoding = self.encoding(true);
            let (text, differences) = (run.text, run.differences);
            self.run = Some(Run { text, differences, encoding, count: Count(0), other_specials: true });
        } else {
            self.done += 1;
        }
    }
}

/// `text` with one change; borrowed when that leaves it as it is.
fn changed<'a>(text: Cow<'a, str>, difference: &Difference) -> Cow<'a, str> {
    let new = match difference {
        Difference::Nfc => normalized(&text, Form::Nfc),
        Difference::Nfd => normalized(&text, Form::Nfd),
        Difference::LineEndsLf => text.replace("\r\n", "\n").replace('\r', "\n"),
        Difference::LineEndsCrLf => text.replace("\r\n", "\n").replace('\n', "\r\n"),
        Difference::LastLineEnd => {
            let bare = text.strip_suffix('\n').map(|rest| rest.strip_suffix('\r').unwrap_or(rest));
            bare.unwrap_or(&text).to_owned()
        }
        Difference::Trimmed => text.trim().to_owned(),
        Difference::Template | Difference::Specials | Difference::Chat(_) | Difference::Vocabulary(_) => return text,
    };
    if new == *text { text } else { Cow::Owned(new) }
}

fn normalized(text: &str, form: Form) -> String {
    let mut new = String::with_capacity(text.len());
    unicode::normalize(text, form, &mut new);
    new
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::definition::{AddedToken, Definition, Model, PostProcessor};
    use crate::text::vocabulary::Vocabulary;

    /// Every byte is a token; `<s>` is special and stands before a text.
    fn bytes() -> Tokenizer {
        let start = AddedToken {
            id: 300,
            content: "<s>".into(),
            special: true,
            lstrip: false,
            rstrip: false,
            single_word: false,
            normalized: false,
        };
        Tokenizer::new(Definition {
            name: "bytes".into(),
            vocabulary: Vocabulary::default(),
            added: vec![start],
            normalizers: Vec::new(),
            pre_tokenizers: Vec::new(),
            model: Model::Bytes,
            post_processors: vec![PostProcessor::Template { before: vec![300], after: Vec::new() }],
            decoders: Vec::new(),
            chat_template: None,
        })
        .expect("a sound definition")
    }

    fn explain(text: &str, options: &EncodeOptions, budget: u64) -> Explanation {
        let tokenizer = bytes();
        let mut job = Expected::new(text.into(), options);
        while job.step(&tokenizer, budget).expect("text is counted") != Step::Done {}
        job.explanation
    }

    fn names(outcomes: &[&Outcome]) -> Vec<Vec<Difference>> {
        outcomes.iter().map(|outcome| outcome.differences.clone()).collect()
    }

    #[test]
    fn a_plain_text_has_the_template_only() {
        let found = explain("abc", &EncodeOptions::default(), u64::MAX);
        assert_eq!(found.tokens, 3);
        assert_eq!(names(&found.giving(4)), [[Difference::Template]]);
        assert_eq!(found.outcomes.len(), 2);
        assert!(found.giving(7).is_empty());
    }

    #[test]
    fn line_ends_white_space_and_forms_are_counted_and_combined() {
        let found = explain("e\u{301}\r\nb \n", &EncodeOptions::default(), u64::MAX);
        assert_eq!(found.tokens, 8);
        assert_eq!(
            names(&found.giving(6)),
            [
                vec![Difference::Trimmed],
                vec![Difference::LineEndsLf, Difference::LastLineEnd],
                vec![Difference::Nfc, Difference::LastLineEnd],
                vec![Difference::Nfc, Difference::LineEndsLf],
                vec![Difference::LineEndsLf, Difference::Trimmed, Difference::Template],
                vec![Difference::Nfc, Difference::Trimmed, Difference::Template],
                vec![Difference::Nfc, Difference::LineEndsLf, Difference::LastLineEnd, Difference::Template],
            ]
        );
        let single: Vec<_> = found.single().map(|outcome| (outcome.differences.clone(), outcome.tokens)).collect();
        assert!(single.contains(&(vec![Difference::LineEndsCrLf], 9)));
        assert!(!single.iter().any(|(differences, _)| *differences == [Difference::Nfd]), "it is decomposed already");
    }

    #[test]
    fn special_tokens_and_the_template_are_relative_to_what_the_visitor_sees() {
        let text = "<s>a";
        let seen = EncodeOptions { specials: Specials::Parse, template: true, ..EncodeOptions::default() };
        let found = explain(text, &seen, u64::MAX);
        assert_eq!(found.tokens, 3);
        assert_eq!(names(&found.giving(2)), [[Difference::Template]]);
        assert_eq!(names(&found.giving(5)), [[Difference::Specials]]);
        assert_eq!(names(&found.giving(4)), [[Difference::Specials, Difference::Template]]);
    }

    #[test]
    fn slices_change_nothing_and_other_counts_join() {
        let text = "a\r\nb\n<s> ";
        assert_eq!(explain(text, &EncodeOptions::default(), 1), explain(text, &EncodeOptions::default(), u64::MAX));
        let mut job = Expected::new("abc".into(), &EncodeOptions::default());
        job.add(Difference::Vocabulary("o200k_base".into()), 1);
        while job.step(&bytes(), 1).expect("text is counted") != Step::Done {}
        assert_eq!(names(&job.explanation().giving(1)), [[Difference::Vocabulary("o200k_base".into())]]);
        let json = serde_json::to_value(&job.explanation().outcomes[0]).expect("an outcome serializes");
        assert_eq!(
            json,
            serde_json::json!({
                "differences": [{ "kind": "vocabulary", "name": "o200k_base" }],
                "tokens": 1,
            })
        );
    }
}
