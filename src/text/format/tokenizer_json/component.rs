//! One component of a `tokenizer.json`: its name, its place, its parameters; every wrong one named in the error.

use serde_json::{Map, Value};

use crate::text::error::TextError;

/// An object with a `type`.
pub(super) struct Component<'a> {
    /// Its `type`.
    pub(super) name: &'a str,
    /// Where it stands, as a path.
    pub(super) place: String,
    fields: &'a Map<String, Value>,
}

impl<'a> Component<'a> {
    /// Takes an object with a `type`.
    pub(super) fn new(value: &'a Value, place: String) -> Result<Self, TextError> {
        let fields = value.as_object().ok_or_else(|| malformed(&place, "an object or null", value))?;
        let name = fields.get("type").and_then(Value::as_str);
        let name = name.ok_or_else(|| malformed(&format!("{place}.type"), "a component's name", value))?;
        Ok(Self { name, place, fields })
    }

    /// The engine lacks this component.
    pub(super) fn unsupported(&self) -> TextError {
        TextError::Unsupported { component: self.name.to_owned(), place: self.place.clone() }
    }

    /// The engine lacks one value of this component's parameter.
    pub(super) fn unsupported_value(&self, key: &str) -> TextError {
        TextError::Unsupported {
            component: format!("{} with {key} = {}", self.name, shown(self.fields.get(key).unwrap_or(&Value::Null))),
            place: format!("{}.{key}", self.place),
        }
    }

    /// A parameter that nobody here knows changes what the component does: refused.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), TextError> {
        match self.fields.keys().find(|key| *key != "type" && !known.contains(&key.as_str())) {
            None => Ok(()),
            Some(key) => Err(self.unsupported_value(key)),
        }
    }

    /// The parameter, unless it is missing or null.
    pub(super) fn get(&self, key: &str) -> Option<&'a Value> {
        self.fields.get(key).filter(|value| !value.is_null())
    }

    /// A boolean; `default` when it is missing.
    pub(super) fn bool(&self, key: &str, default: bool) -> Result<bool, TextError> {
        self.get(key).map_or(Ok(default), |value| value.as_bool().ok_or_else(|| self.wrong(key, "true or false")))
    }

    /// A boolean that may be null.
    pub(super) fn optional_bool(&self, key: &str) -> Result<Option<bool>, TextError> {
        self.get(key).map(|value| value.as_bool().ok_or_else(|| self.wrong(key, "true, false or null"))).transpose()
    }

    /// A whole number below 2^32; an error when it is missing and there is no default.
    pub(super) fn number(&self, key: &str, default: Option<u32>) -> Result<u32, TextError> {
        match (self.get(key), default) {
            (None, Some(default)) => Ok(default),
            (value, _) => value
                .and_then(Value::as_u64)
                .and_then(|number| u32::try_from(number).ok())
                .ok_or_else(|| self.wrong(key, "a whole number below 2^32")),
        }
    }

    /// A text.
    pub(super) fn text(&self, key: &str) -> Result<&'a str, TextError> {
        self.get(key).and_then(Value::as_str).ok_or_else(|| self.wrong(key, "a text"))
    }

    /// A text of one character.
    pub(super) fn char(&self, key: &str) -> Result<char, TextError> {
        let mut chars = self.text(key)?.chars();
        match (chars.next(), chars.next()) {
            (Some(one), None) => Ok(one),
            _ => Err(self.wrong(key, "one character")),
        }
    }

    /// A list.
    pub(super) fn array(&self, key: &str) -> Result<&'a [Value], TextError> {
        self.get(key).and_then(Value::as_array).map(Vec::as_slice).ok_or_else(|| self.wrong(key, "a list"))
    }

    /// An error about one parameter.
    pub(super) fn wrong(&self, key: &str, expected: &str) -> TextError {
        malformed(&format!("{}.{key}", self.place), expected, self.fields.get(key).unwrap_or(&Value::Null))
    }
}

fn malformed(place: &str, expected: &str, got: &Value) -> TextError {
    TextError::Malformed { place: place.to_owned(), expected: expected.to_owned(), got: shown(got) }
}

/// A value for a message, cut short.
fn shown(value: &Value) -> String {
    match value {
        Value::Object(_) => "an object".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        scalar => {
            let text = scalar.to_string();
            match text.char_indices().nth(60) {
                Some((end, _)) => format!("{}…", &text[..end]),
                None => text,
            }
        }
    }
}
