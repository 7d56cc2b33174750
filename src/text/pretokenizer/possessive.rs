//! Whether a possessive quantifier may be read as an ordinary one.
//!
//! `X*+ Y` never gives back what X took. The ordinary `X* Y` gives it back only if Y cannot go on; that changes the match
//! only if what is given back could begin Y. So the two are the same where Y may be empty, or where no character of X can
//! begin Y. Here X must be a single character or class; anything else is refused.

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind};

/// The name of groups that stand around possessive quantifiers, before their number.
pub(super) const GROUP: &str = "possessive";

/// What may come next.
#[derive(Clone, Debug)]
struct First {
    characters: ClassUnicode,
    /// Nothing needs to come at all.
    nothing: bool,
    /// An assertion may come, which says nothing about characters.
    assertion: bool,
}

/// Refuses `source` if one of its possessive quantifiers may not be read as an ordinary one.
pub(super) fn check(source: &str) -> Result<(), String> {
    if !source.contains(GROUP) {
        return Ok(());
    }
    let hir = regex_syntax::parse(source).map_err(|error| error.to_string())?;
    walk(&hir, &First { characters: ClassUnicode::empty(), nothing: true, assertion: false })
}

fn walk(hir: &Hir, next: &First) -> Result<(), String> {
    match hir.kind() {
        HirKind::Capture(capture) if capture.name.as_deref().is_some_and(|name| name.starts_with(GROUP)) => {
            let HirKind::Repetition(repetition) = capture.sub.kind() else {
                return Err("a possessive quantifier of a group".to_owned());
            };
            let mut taken = match repetition.sub.kind() {
                HirKind::Class(Class::Unicode(class)) => class.clone(),
                HirKind::Literal(_) => first(&repetition.sub).characters,
                _ => return Err("a possessive quantifier of a group".to_owned()),
            };
            if let HirKind::Literal(literal) = repetition.sub.kind()
                && std::str::from_utf8(&literal.0).map_or(0, |text| text.chars().count()) != 1
            {
                return Err("a possessive quantifier of a group".to_owned());
            }
            taken.intersect(&next.characters);
            if next.nothing || (taken.ranges().is_empty() && !next.assertion) {
                Ok(())
            } else {
                Err("a possessive quantifier that takes what the next part needs".to_owned())
            }
        }
        HirKind::Capture(capture) => walk(&capture.sub, next),
        HirKind::Repetition(repetition) => {
            let again = then(first(&repetition.sub), next);
            let mut both = next.clone();
            both.characters.union(&again.characters);
            both.assertion |= again.assertion;
            walk(&repetition.sub, if repetition.max == Some(1) { next } else { &both })
        }
        HirKind::Concat(parts) => {
            let mut next = next.clone();
            for part in parts.iter().rev() {
                walk(part, &next)?;
                next = then(first(part), &next);
            }
            Ok(())
        }
        HirKind::Alternation(parts) => parts.iter().try_for_each(|part| walk(part, next)),
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => Ok(()),
    }
}

/// What may come first in `hir`.
fn first(hir: &Hir) -> First {
    let of = |characters: ClassUnicode, nothing, assertion| First { characters, nothing, assertion };
    match hir.kind() {
        HirKind::Empty => of(ClassUnicode::empty(), true, false),
        HirKind::Look(_) => of(ClassUnicode::empty(), true, true),
        HirKind::Class(Class::Unicode(class)) => of(class.clone(), false, false),
        HirKind::Class(Class::Bytes(_)) => of(ClassUnicode::empty(), false, true),
        HirKind::Literal(literal) => {
            let c = std::str::from_utf8(&literal.0).ok().and_then(|text| text.chars().next());
            of(ClassUnicode::new(c.map(|c| ClassUnicodeRange::new(c, c))), false, c.is_none())
        }
        HirKind::Repetition(repetition) => {
            let sub = first(&repetition.sub);
            First { nothing: sub.nothing || repetition.min == 0, ..sub }
        }
        HirKind::Capture(capture) => first(&capture.sub),
        HirKind::Concat(parts) => {
            parts.iter().rev().fold(of(ClassUnicode::empty(), true, false), |next, part| then(first(part), &next))
        }
        HirKind::Alternation(parts) => {
            parts.iter().map(first).fold(of(ClassUnicode::empty(), false, false), |mut all, part| {
                all.characters.union(&part.characters);
                First { nothing: all.nothing || part.nothing, assertion: all.assertion || part.assertion, ..all }
            })
        }
    }
}

/// `this`, and what may come after it where it may be nothing.
fn then(mut this: First, next: &First) -> First {
    if this.nothing {
        this.characters.union(&next.characters);
        this.nothing = next.nothing && !this.assertion;
        this.assertion |= next.assertion;
    }
    this
}
