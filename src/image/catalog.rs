//! Image tokenizers by name, with the options that each takes. A new family is a line here; what people read about it
//! (title, note, source) stands in `www/api/image-catalog.json`, and a test holds the two together.

use super::dct::Dct;
use super::error::ImageError;
use super::patches::Patches;
use super::tokenizer::ImageTokenizer;

/// An option that is a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OptionInfo {
    /// Its name in the API.
    pub name: &'static str,
    /// The least it takes.
    pub least: f64,
    /// The most it takes.
    pub most: f64,
    /// Where it is not given.
    pub default: f64,
    /// Whole numbers only.
    pub whole: bool,
}

/// What is known of a tokenizer before it is made.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its name in the API.
    pub name: &'static str,
    /// Its options.
    pub options: &'static [OptionInfo],
    make: fn(&[f64]) -> Box<dyn ImageTokenizer>,
}

/// All tokenizers.
pub const CATALOG: [Entry; 2] = [
    Entry {
        name: "patches",
        options: &[OptionInfo { name: "side", least: 1.0, most: 32.0, default: 8.0, whole: true }],
        make: |options| Box::new(Patches::new(options[0] as usize)),
    },
    Entry {
        name: "dct-8",
        options: &[OptionInfo { name: "step", least: 1.0, most: 255.0, default: 24.0, whole: false }],
        make: |options| Box::new(Dct::new(options[0] as f32)),
    },
];

/// The entry of this name.
///
/// # Errors
/// [`ImageError::UnknownName`]
pub fn entry(name: &str) -> Result<&'static Entry, ImageError> {
    CATALOG.iter().find(|entry| entry.name == name).ok_or_else(|| ImageError::UnknownName { name: name.to_owned() })
}

impl Entry {
    /// The tokenizer with these options; those that are not given have their defaults.
    ///
    /// # Errors
    /// [`ImageError::Option`] for one that is unknown, beyond its bounds, or broken where it should be whole.
    pub fn make(&self, given: &[(String, f64)]) -> Result<Box<dyn ImageTokenizer>, ImageError> {
        let mut values: Vec<f64> = self.options.iter().map(|option| option.default).collect();
        for (name, value) in given {
            let known = self.options.iter().position(|option| option.name == name);
            let takes = match known.map(|at| self.options[at]) {
                None => format!("no such option; {} has {}", self.name, self.names()),
                Some(option) => {
                    let fits = (option.least..=option.most).contains(value) && (!option.whole || value.fract() == 0.0);
                    if let (true, Some(place)) = (fits, known) {
                        values[place] = *value;
                        continue;
                    }
                    let kind = if option.whole { "whole numbers" } else { "numbers" };
                    format!("{kind} from {} to {}", option.least, option.most)
                }
            };
            return Err(ImageError::Option { name: name.clone(), value: *value, takes });
        }
        Ok((self.make)(&values))
    }

    fn names(&self) -> String {
        self.options.iter().map(|option| option.name).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_held_to_their_bounds() {
        let patches = entry("patches").expect("known");
        let make = |name: &str, value| patches.make(&[(name.to_owned(), value)]).map(|made| made.alphabets().len());
        assert_eq!(make("side", 2.0), Ok(12));
        assert_eq!(patches.make(&[]).map(|made| made.alphabets().len()).ok(), Some(192));
        for (name, value) in [("side", 0.0), ("side", 33.0), ("side", 2.5), ("side", f64::NAN), ("step", 4.0)] {
            assert!(matches!(make(name, value), Err(ImageError::Option { .. })), "{name} = {value}");
        }
        assert!(matches!(entry("magic"), Err(ImageError::UnknownName { .. })));
    }
}
