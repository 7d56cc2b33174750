//! An image tokenizer as JavaScript holds it.

use std::rc::Rc;

use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use crate::image::catalog::entry;
use crate::image::layout::{Field, Layout, Primitive, grid};
use crate::image::picture::Size;
use crate::image::rate;
use crate::image::tokenizer::{Coded, ImageTokenizer as Tokenize, check};
use crate::image::whole_pca::provide;
use crate::web::error::from_image;
use crate::web::value::to_js;

/// How the ids of a picture are arranged.
#[derive(Serialize, Tsify)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum PictureLayout {
    /// Cells row by row.
    Grid {
        /// Cells down.
        rows: usize,
        /// Cells across.
        columns: usize,
        /// Ids of a cell.
        depth: usize,
        /// Pixels on a side of the square that a cell paints.
        side: usize,
    },
    /// From coarse to fine: any number of leading ids decodes.
    Ordered {
        /// Ids in all.
        count: usize,
        /// Ids of a cell: one.
        depth: usize,
    },
    /// Grids of cells, the coarsest first: each of twice the resolution of the one before it.
    Pyramid {
        /// The grids.
        levels: Vec<PyramidLevel>,
        /// Ids of a cell: one.
        depth: usize,
    },
    /// Shapes, each with an id for every field.
    Primitives {
        /// What they are: parts of the picture, or two-dimensional Gaussians.
        #[tsify(type = "'cell' | 'gaussian'")]
        of: &'static str,
        /// Fields of each.
        fields: Vec<PrimitiveField>,
        /// Ids of a shape: as many as there are fields.
        depth: usize,
    },
}

/// Cells of a level of a pyramid.
#[derive(Serialize, Tsify)]
pub struct PyramidLevel {
    /// Cells down.
    rows: usize,
    /// Cells across.
    columns: usize,
}

/// A number that a shape has.
#[derive(Serialize, Tsify)]
pub struct PrimitiveField {
    /// Its name.
    name: &'static str,
    /// There are `2^bits` ids.
    bits: u32,
    /// What the first id stands for.
    min: f32,
    /// What the last id stands for.
    max: f32,
}

/// An image tokenizer.
#[wasm_bindgen]
pub struct ImageTokenizer {
    pub(super) inner: Rc<dyn Tokenize>,
}

#[wasm_bindgen]
impl ImageTokenizer {
    /// The one of this name; `names` and `values` are its options, pair by pair.
    #[wasm_bindgen(constructor)]
    pub fn new(name: &str, names: Vec<String>, values: Vec<f64>) -> Result<ImageTokenizer, JsValue> {
        let options: Vec<_> = names.into_iter().zip(values).collect();
        let made = entry(name).and_then(|entry| entry.make(&options)).map_err(from_image)?;
        Ok(Self { inner: made.into() })
    }

    /// How `count` ids of a picture of this size are arranged.
    #[wasm_bindgen(unchecked_return_type = "PictureLayout")]
    pub fn layout(&self, width: u32, height: u32, count: usize) -> Result<JsValue, JsValue> {
        Ok(to_js(&match self.inner.layout(size(width, height)?, count) {
            Layout::Grid { rows, columns, depth, side } => PictureLayout::Grid { rows, columns, depth, side },
            Layout::Ordered { count } => PictureLayout::Ordered { count, depth: 1 },
            Layout::Pyramid { size, levels, side } => PictureLayout::Pyramid {
                levels: (0..levels)
                    .map(|level| grid(size, levels, side, level))
                    .map(|(rows, columns)| PyramidLevel { rows, columns })
                    .collect(),
                depth: 1,
            },
            Layout::Primitives { of, fields, .. } => PictureLayout::Primitives {
                of: match of {
                    Primitive::Cell => "cell",
                    Primitive::Gaussian => "gaussian",
                },
                fields: fields
                    .iter()
                    .map(|&Field { name, bits, min, max }| PrimitiveField { name, bits, min, max })
                    .collect(),
                depth: fields.len(),
            },
        }))
    }

    /// How many leading parts of `count` ids can be decoded alone; one where there are none.
    pub fn stops(&self, width: u32, height: u32, count: usize) -> Result<usize, JsValue> {
        Ok(self.inner.stops(self.inner.layout(size(width, height)?, count)))
    }

    /// How many ids there are at each depth of a cell, for a picture with this side information.
    pub fn alphabets(&self, side: Vec<u8>) -> Vec<u32> {
        self.inner.alphabets(&side)
    }

    /// Sum of log2 of the alphabet over `count` ids of a picture with this side information.
    #[wasm_bindgen(js_name = fixedBits)]
    pub fn fixed_bits(&self, side: Vec<u8>, count: usize) -> f64 {
        rate::fixed(self.inner.as_ref(), &side, count)
    }

    /// Bits that a decoder needs besides: the tokenizer's own, `side` as the encoder wrote it, the picture's size.
    #[wasm_bindgen(js_name = sideInformationBits)]
    pub fn side_information_bits(&self, side: Vec<u8>) -> f64 {
        rate::side_information(self.inner.as_ref(), &side)
    }

    /// What each cell paints: four numbers each, from the left, from the top, across, down.
    pub fn regions(&self, width: u32, height: u32, ids: Vec<u32>, side: Vec<u8>) -> Result<Vec<u32>, JsValue> {
        let (size, coded) = (size(width, height)?, Coded { ids, side });
        check(self.inner.as_ref(), size, &coded.ids, &coded.side).map_err(from_image)?;
        let regions = self.inner.regions(size, &coded);
        Ok(regions
            .iter()
            .flat_map(|region| [region.x, region.y, region.width, region.height])
            .map(|n| n as u32)
            .collect())
    }
}

/// Gives the tokenizer `whole-pca` its components, inflated; before it is made.
#[wasm_bindgen(js_name = provideComponents)]
pub fn provide_components(bytes: &[u8]) -> Result<(), JsValue> {
    provide(bytes).map_err(from_image)
}

/// A size within the bounds.
pub(super) fn size(width: u32, height: u32) -> Result<Size, JsValue> {
    Size::new(width, height).map_err(from_image)
}
