//! Image tokenizers by name, with the options that each takes. A new family is a line here; what people read about it
//! (title, note, source) stands in `www/api/image-catalog.json`, and a test holds the two together.

use super::codebook::Codebook;
use super::dct::Dct;
use super::error::ImageError;
use super::gaussians::Gaussians;
use super::patch_pca::{PatchPca, Quantizer};
use super::patches::Patches;
use super::product::Product;
use super::pyramid::Pyramid;
use super::quadtree::{By, Quadtree, Split};
use super::reduction::{Reduction, Way};
use super::scalar::Rule;
use super::tokenizer::ImageTokenizer;
use super::wavelet::{Filter, Wavelet};
use super::whole_pca::WholePca;

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
pub const CATALOG: [Entry; 19] = [
    Entry {
        name: "patches",
        options: &[whole("side", 1, 32, 8)],
        make: |options| Box::new(Patches::new(options[0] as usize)),
    },
    Entry {
        name: "dct-8",
        options: &[OptionInfo { name: "step", least: 1.0, most: 255.0, default: 24.0, whole: false }],
        make: |options| Box::new(Dct::new(options[0] as f32)),
    },
    Entry { name: "wavelet-haar", options: LEVELS, make: |options| wavelet(Filter::Haar, options) },
    Entry { name: "wavelet-5-3", options: LEVELS, make: |options| wavelet(Filter::Short, options) },
    Entry { name: "wavelet-9-7", options: LEVELS, make: |options| wavelet(Filter::Long, options) },
    Entry {
        name: "codebook",
        options: &[whole("codes", 2, 1024, 64), SIDE_OF_A_CODE],
        make: |options| Box::new(Codebook::new(options[0] as usize, options[1] as usize, 1)),
    },
    Entry {
        name: "residual",
        options: &[whole("levels", 1, 8, 4), whole("codes", 2, 256, 64), SIDE_OF_A_CODE],
        make: |options| Box::new(Codebook::new(options[1] as usize, options[2] as usize, options[0] as usize)),
    },
    Entry {
        name: "product",
        options: &[whole("groups", 1, 12, 4), whole("codes", 2, 256, 64), SIDE_OF_A_CODE, whole("balanced", 0, 1, 1)],
        make: |options| {
            let [groups, codes, side] = [options[0], options[1], options[2]].map(|value| value as usize);
            Box::new(Product::new(groups, codes, side, options[3] == 1.0))
        },
    },
    Entry {
        name: "pca-step",
        options: &[OptionInfo { name: "step", least: 2.0, most: 255.0, default: 24.0, whole: false }, SIDE_OF_A_PATCH],
        make: |options| Box::new(PatchPca::new(options[1] as usize, Quantizer::Step(options[0] as f32))),
    },
    Entry {
        name: "pca-bits",
        options: &[whole("bits", 4, 512, 64), SIDE_OF_A_PATCH],
        make: |options| Box::new(PatchPca::new(options[1] as usize, Quantizer::Bits(options[0] as u32))),
    },
    Entry {
        name: "pca-levels",
        options: &[whole("components", 1, 64, 16), whole("bits", 1, 8, 6), whole("rule", 0, 2, 0), SIDE_OF_A_PATCH],
        make: |options| {
            let rule = [Rule::LeastError, Rule::EqualShares, Rule::EqualSteps][options[2] as usize % 3];
            let levels = Quantizer::Levels { components: options[0] as usize, bits: options[1] as u32, rule };
            Box::new(PatchPca::new(options[3] as usize, levels))
        },
    },
    Entry {
        name: "whole-pca",
        options: &[whole("bits", 64, 4096, 1024)],
        make: |options| Box::new(WholePca::new(options[0] as u32)),
    },
    Entry {
        name: "pyramid",
        options: &[whole("levels", 1, 8, 5), whole("codes", 2, 256, 64), SIDE_OF_A_CODE],
        make: |options| {
            let [levels, codes, side] = [options[0], options[1], options[2]].map(|value| value as usize);
            Box::new(Pyramid::new(levels, codes, side))
        },
    },
    Entry {
        name: "quadtree",
        options: LEAVES,
        make: |options| Box::new(Quadtree::new(options[0] as usize, Split::Quarters, By::Error)),
    },
    Entry {
        name: "halves",
        options: LEAVES,
        make: |options| Box::new(Quadtree::new(options[0] as usize, Split::Halves, By::Error)),
    },
    Entry {
        name: "edges",
        options: &[whole("leaves", 4, 512, 256)],
        make: |options| Box::new(Quadtree::new(options[0] as usize, Split::Halves, By::Edges)),
    },
    Entry {
        name: "gaussians",
        options: &[whole("count", 4, 192, 96)],
        make: |options| Box::new(Gaussians::new(options[0] as usize)),
    },
    Entry {
        name: "merging",
        options: TOKENS,
        make: |options| Box::new(Reduction::new(options[0] as usize, Way::Merge)),
    },
    Entry {
        name: "transforming",
        options: TOKENS,
        make: |options| Box::new(Reduction::new(options[0] as usize, Way::Transform)),
    },
];

const LEVELS: &[OptionInfo] = &[whole("levels", 1, 8, 5)];
const LEAVES: &[OptionInfo] = &[whole("leaves", 4, 16384, 1024)];
const TOKENS: &[OptionInfo] = &[whole("tokens", 2, 1024, 256)];
const SIDE_OF_A_CODE: OptionInfo = whole("side", 2, 8, 4);
const SIDE_OF_A_PATCH: OptionInfo = whole("side", 2, 8, 8);

/// An option of whole numbers.
const fn whole(name: &'static str, least: u32, most: u32, default: u32) -> OptionInfo {
    OptionInfo { name, least: least as f64, most: most as f64, default: default as f64, whole: true }
}

fn wavelet(filter: Filter, options: &[f64]) -> Box<dyn ImageTokenizer> {
    Box::new(Wavelet::new(filter, options[0] as usize))
}

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
        let make = |name: &str, value| patches.make(&[(name.to_owned(), value)]).map(|made| made.alphabets(&[]).len());
        assert_eq!(make("side", 2.0), Ok(12));
        assert_eq!(patches.make(&[]).map(|made| made.alphabets(&[]).len()).ok(), Some(192));
        for (name, value) in [("side", 0.0), ("side", 33.0), ("side", 2.5), ("side", f64::NAN), ("step", 4.0)] {
            assert!(matches!(make(name, value), Err(ImageError::Option { .. })), "{name} = {value}");
        }
        assert!(matches!(entry("magic"), Err(ImageError::UnknownName { .. })));
    }
}
