//! An image tokenizer as JavaScript holds it.

use std::rc::Rc;

use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use crate::image::catalog::entry;
use crate::image::picture::Size;
use crate::image::rate;
use crate::image::tokenizer::{ImageTokenizer as Tokenize, Layout};
use crate::web::error::from_image;
use crate::web::value::to_js;

/// How the ids of a picture are arranged: cells row by row, `depth` ids each.
#[derive(Serialize, Tsify)]
pub struct GridLayout {
    /// Cells down.
    rows: usize,
    /// Cells across.
    columns: usize,
    /// Ids of a cell.
    depth: usize,
}

/// Pixels that a cell paints.
#[derive(Serialize, Tsify)]
pub struct PictureRegion {
    /// First column.
    x: usize,
    /// First row.
    y: usize,
    /// Columns.
    width: usize,
    /// Rows.
    height: usize,
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

    /// How the ids of a picture of this size are arranged.
    #[wasm_bindgen(unchecked_return_type = "GridLayout")]
    pub fn layout(&self, width: u32, height: u32) -> Result<JsValue, JsValue> {
        let Layout::Grid { rows, columns, depth } = self.inner.layout(size(width, height)?);
        Ok(to_js(&GridLayout { rows, columns, depth }))
    }

    /// How many ids there are at each depth of a cell.
    pub fn alphabets(&self) -> Vec<u32> {
        self.inner.alphabets()
    }

    /// Sum of log2 of the alphabet over all ids of a picture of this size.
    #[wasm_bindgen(js_name = fixedBits)]
    pub fn fixed_bits(&self, width: u32, height: u32) -> Result<f64, JsValue> {
        Ok(rate::fixed(self.inner.as_ref(), size(width, height)?))
    }

    /// Bits that a decoder needs besides: the tokenizer's own, and the picture's size.
    #[wasm_bindgen(js_name = sideInformationBits)]
    pub fn side_information_bits(&self) -> f64 {
        rate::side_information(self.inner.as_ref())
    }

    /// What a cell paints.
    #[wasm_bindgen(unchecked_return_type = "PictureRegion")]
    pub fn region(&self, width: u32, height: u32, cell: usize) -> Result<JsValue, JsValue> {
        let region = self.inner.region(size(width, height)?, cell);
        Ok(to_js(&PictureRegion { x: region.x, y: region.y, width: region.width, height: region.height }))
    }
}

/// A size within the bounds.
pub(super) fn size(width: u32, height: u32) -> Result<Size, JsValue> {
    Size::new(width, height).map_err(from_image)
}
