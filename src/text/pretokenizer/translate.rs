//! From Oniguruma's regular expressions, which `tokenizer.json` files are written in, to ours.
//!
//! One pass over the source text. Rewritten: `\w` (Oniguruma's has other joiners and numbers), `^` and `$`
//! (always line by line), named groups, possessive quantifiers that change nothing (`possessive` proves it),
//! `\s+(?!\S)` as an alternative. Refused, with the reason: every other look-around, atomic groups, word boundaries,
//! flags other than `i`, POSIX classes, and whatever the engine itself has no word for.

use super::possessive;

/// One alternative of the whole expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Alternative {
    /// In the engine's words.
    pub(super) source: String,
    /// Followed by `(?!\S)`.
    pub(super) not_before_text: bool,
}

/// Oniguruma's word characters.
const WORD: &str = r"\p{Alphabetic}\p{M}\p{Nd}\p{Pc}²³¹¼-¾";

/// The alternatives of `source`, or why it is refused.
pub(super) fn translate(source: &str) -> Result<Vec<Alternative>, String> {
    let mut translator = Translator { rest: source, ..Translator::default() };
    while translator.next()? {}
    translator.finish_alternative();
    for alternative in &translator.alternatives {
        possessive::check(&alternative.source)?;
    }
    Ok(translator.alternatives)
}

#[derive(Debug, Default)]
struct Translator<'a> {
    rest: &'a str,
    alternatives: Vec<Alternative>,
    /// Flags at the very beginning: they hold in all alternatives.
    flags: String,
    out: String,
    /// Where the open groups begin in `out`.
    groups: Vec<usize>,
    /// Where the last atom begins in `out`.
    atom: Option<usize>,
    /// The last atom with its quantifier is `\s+`.
    spaces: bool,
    not_before_text: bool,
    possessives: usize,
}

impl Translator<'_> {
    fn take(&mut self, length: usize) -> &str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    fn push_atom(&mut self, text: &str) {
        self.atom = Some(self.out.len());
        self.out.push_str(text);
    }

    fn finish_alternative(&mut self) {
        let source = format!("(?m){}{}", self.flags, std::mem::take(&mut self.out));
        self.alternatives.push(Alternative { source, not_before_text: std::mem::take(&mut self.not_before_text) });
    }

    /// Translates the next part; `false` at the end.
    fn next(&mut self) -> Result<bool, String> {
        let Some(c) = self.rest.chars().next() else {
            return if self.groups.is_empty() { Ok(false) } else { Err("a group is not closed".to_owned()) };
        };
        if self.not_before_text && !(c == '|' && self.groups.is_empty()) {
            return Err("a look-ahead that is not the end of an alternative".to_owned());
        }
        let spaces = std::mem::take(&mut self.spaces);
        match c {
            '\\' => self.escape()?,
            '[' => self.class()?,
            '(' => self.open(spaces)?,
            ')' => {
                self.take(1);
                self.out.push(')');
                self.atom = Some(self.groups.pop().ok_or("a group is closed that was not opened")?);
            }
            '|' => {
                self.take(1);
                self.atom = None;
                if self.groups.is_empty() { self.finish_alternative() } else { self.out.push('|') }
            }
            '*' | '+' | '?' => {
                self.take(1);
                self.quantifier(c.to_string().as_str())?;
            }
            '{' if self.atom.is_some() && self.rest.contains('}') => {
                let length = self.rest.find('}').map_or(1, |at| at + 1);
                let quantifier = self.take(length).to_owned();
                self.out.push_str(&quantifier);
                // To Oniguruma a plus here repeats once more; it is not possessive.
                if self.rest.starts_with('+') {
                    self.take(1);
                    self.out.insert_str(self.atom.unwrap_or(0), "(?:");
                    self.out.push_str(")+");
                    self.atom = None;
                }
            }
            _ => {
                let text = self.take(c.len_utf8()).to_owned();
                self.push_atom(&text);
            }
        }
        Ok(true)
    }

    fn quantifier(&mut self, quantifier: &str) -> Result<(), String> {
        let atom = self.atom.take().ok_or_else(|| format!("{quantifier} repeats nothing"))?;
        self.spaces = quantifier == "+" && &self.out[atom..] == r"\s";
        self.out.push_str(quantifier);
        if self.rest.starts_with('+') {
            self.take(1);
            self.spaces = false;
            self.possessives += 1;
            self.out.insert_str(atom, &format!("(?P<{}{}>", possessive::GROUP, self.possessives));
            self.out.push(')');
        } else if self.rest.starts_with('?') {
            self.take(1);
            self.spaces = false;
            self.out.push('?');
        }
        self.atom = Some(atom);
        Ok(())
    }

    fn escape(&mut self) -> Result<(), String> {
        let Some(c) = self.rest[1..].chars().next() else { return Err("a backslash at the end".to_owned()) };
        let text = match c {
            'w' => format!("[{WORD}]"),
            'W' => format!("[^{WORD}]"),
            'h' => "[0-9A-Fa-f]".to_owned(),
            'b' | 'B' => return Err("a word boundary".to_owned()),
            '1'..='9' | 'k' => return Err("a backreference".to_owned()),
            'p' | 'P' | 'x' | 'u' if self.rest[2..].starts_with('{') => {
                let length = self.rest.find('}').ok_or("a brace that is not closed")? + 1;
                let text = self.take(length).to_owned();
                self.push_atom(&text);
                return Ok(());
            }
            _ => format!("\\{c}"),
        };
        self.take(1 + c.len_utf8());
        self.push_atom(&text);
        Ok(())
    }

    /// A character class with all that is in it.
    fn class(&mut self) -> Result<(), String> {
        let mut text = String::new();
        let mut depth = 0;
        let mut first = false;
        loop {
            let mut chars = self.rest.chars();
            let c = chars.next().ok_or("a character class is not closed")?;
            let next = chars.next();
            match (c, next) {
                ('[', Some(':')) => return Err("a POSIX class".to_owned()),
                ('[', _) => depth += 1,
                (']', _) if !first => depth -= 1,
                ('-', Some('-')) | ('~', Some('~')) => {
                    return Err(format!("{c}{c} in a character class"));
                }
                ('\\', Some('w')) => {
                    self.take(2);
                    text.push_str(WORD);
                    first = false;
                    continue;
                }
                ('\\', Some(escaped @ ('W' | 'h' | 'b' | 'B'))) => {
                    return Err(format!("\\{escaped} in a character class"));
                }
                ('\\', Some(escaped)) => {
                    let taken = self.take(1 + escaped.len_utf8()).to_owned();
                    text.push_str(&taken);
                    first = false;
                    continue;
                }
                _ => {}
            }
            first = c == '[' || (first && c == '^');
            self.take(c.len_utf8());
            text.push(c);
            if depth == 0 {
                break;
            }
        }
        self.push_atom(&text);
        Ok(())
    }

    /// The beginning of a group, or a look-around as a whole. `spaces`: `\s+` stands before it.
    fn open(&mut self, spaces: bool) -> Result<(), String> {
        let after = |rest: &str, prefix: &str| rest.starts_with(prefix);
        if after(self.rest, r"(?!\S)") && spaces && self.groups.is_empty() {
            let whole = self.out.len() == r"\s+".len();
            self.take(r"(?!\S)".len());
            self.not_before_text = whole;
            return if whole { Ok(()) } else { Err("a look-ahead that is not an alternative of its own".to_owned()) };
        }
        let refused = [
            ("(?=", "a look-ahead"),
            ("(?!", "a look-ahead"),
            ("(?<=", "a look-behind"),
            ("(?<!", "a look-behind"),
            ("(?>", "an atomic group"),
            ("(?#", "a comment"),
        ];
        if let Some((_, what)) = refused.iter().find(|(prefix, _)| after(self.rest, prefix)) {
            return Err((*what).to_owned());
        }
        let start = self.out.len();
        let mut opening = "(?:".to_owned();
        let length = if !after(self.rest, "(?") || after(self.rest, "(?:") {
            if after(self.rest, "(?") { 3 } else { 1 }
        } else if after(self.rest, "(?<") {
            self.rest.find('>').ok_or("a group's name is not closed")? + 1
        } else {
            let end = self.rest.find([':', ')']).ok_or("flags are not closed")?;
            let flags = &self.rest[2..end];
            if !matches!(flags, "i" | "-i") {
                return Err(format!("the flag {flags}"));
            }
            opening = self.rest[..=end].to_owned();
            end + 1
        };
        self.take(length);
        if opening.ends_with(')') {
            if !self.groups.is_empty() || start > 0 || !self.alternatives.is_empty() {
                return Err("a flag in the middle".to_owned());
            }
            self.flags = opening;
            return Ok(());
        }
        self.out.push_str(&opening);
        self.groups.push(start);
        self.atom = None;
        Ok(())
    }
}
