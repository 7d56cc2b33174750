//! Long work on pictures as jobs: encode, decode, code, measure.

use std::rc::Rc;

use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use super::tokenizer::{ImageTokenizer, size};
use crate::image::measures::Measuring;
use crate::image::picture::Picture;
use crate::image::rate::Coding;
use crate::image::tokenizer::{Coded, Decode, Encode, ImageTokenizer as Tokenize, check, decoding};
use crate::job::Step;
use crate::web::error::from_image;
use crate::web::step::progress_to_js;
use crate::web::value::to_js;

/// Distances of two pictures.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct Measures {
    /// Peak signal to noise ratio over red, green and blue in dB, at most 60.
    psnr: f64,
    /// Structural similarity of luma, at most 1; `null` for pictures below 11 pixels on a side.
    ssim: Option<f64>,
}

/// What the ids of a picture cost, in bits.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Rate {
    /// Sum of log2 of the alphabet over all ids, not rounded.
    fixed: f64,
    /// With an adaptive arithmetic code that starts from nothing on this picture.
    adaptive: f64,
    /// What a decoder needs besides, counted to both.
    side_information: f64,
}

fn picture(width: u32, height: u32, rgba: &[u8], ground: u32) -> Result<Picture, JsValue> {
    let [_, red, green, blue] = ground.to_be_bytes();
    Picture::from_rgba(size(width, height)?, rgba, [red, green, blue]).map_err(from_image)
}

/// A picture on its way to ids.
#[wasm_bindgen]
pub struct EncodeJob {
    work: Option<Box<dyn Encode>>,
    coded: Coded,
}

#[wasm_bindgen]
impl EncodeJob {
    /// Of red, green, blue and alpha, laid over `ground` (0xRRGGBB).
    #[wasm_bindgen(constructor)]
    pub fn new(
        tokenizer: &ImageTokenizer,
        width: u32,
        height: u32,
        rgba: &[u8],
        ground: u32,
    ) -> Result<EncodeJob, JsValue> {
        let work = tokenizer.inner.encode(picture(width, height, rgba, ground)?).map_err(from_image)?;
        Ok(Self { work: Some(work), coded: Coded::default() })
    }

    /// About `budget` pixels; `undefined` when done.
    #[wasm_bindgen(unchecked_return_type = "SliceProgress | undefined")]
    pub fn step(&mut self, budget: f64) -> JsValue {
        let step = self.work.as_mut().map_or(Step::Done, |work| work.step(budget as u64));
        if let (Step::Done, Some(work)) = (step, self.work.take_if(|_| step == Step::Done)) {
            self.coded = work.finish();
        }
        progress_to_js(step)
    }

    /// The ids, when done; a second call has none.
    pub fn ids(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.coded.ids)
    }

    /// What a decoder needs besides, when done.
    pub fn side(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.coded.side)
    }
}

/// Ids on their way to a picture.
#[wasm_bindgen]
pub struct DecodeJob {
    work: Box<dyn Decode>,
}

#[wasm_bindgen]
impl DecodeJob {
    /// Of the ids of a picture of this size and what goes with them; the first `keep` of the tokenizer's stops.
    #[wasm_bindgen(constructor)]
    pub fn new(
        tokenizer: &ImageTokenizer,
        width: u32,
        height: u32,
        ids: Vec<u32>,
        side: Vec<u8>,
        keep: usize,
    ) -> Result<DecodeJob, JsValue> {
        let coded = Coded { ids, side };
        let work = decoding(tokenizer.inner.as_ref(), size(width, height)?, coded, keep).map_err(from_image)?;
        Ok(Self { work })
    }

    /// About `budget` pixels; `undefined` when done.
    #[wasm_bindgen(unchecked_return_type = "SliceProgress | undefined")]
    pub fn step(&mut self, budget: f64) -> JsValue {
        progress_to_js(self.work.step(budget as u64))
    }

    /// Red, green, blue and an alpha of 255.
    pub fn finish(self) -> Vec<u8> {
        self.work.finish().to_rgba()
    }
}

/// The adaptive code of ids under way.
#[wasm_bindgen]
pub struct RateJob {
    tokenizer: Rc<dyn Tokenize>,
    work: Coding,
}

#[wasm_bindgen]
impl RateJob {
    /// Of the ids of a picture of this size and what goes with them; the first `keep` of the tokenizer's stops.
    #[wasm_bindgen(constructor)]
    pub fn new(
        tokenizer: &ImageTokenizer,
        width: u32,
        height: u32,
        ids: Vec<u32>,
        side: Vec<u8>,
        keep: usize,
    ) -> Result<RateJob, JsValue> {
        let size = size(width, height)?;
        check(tokenizer.inner.as_ref(), size, &ids).map_err(from_image)?;
        let work = Coding::new(tokenizer.inner.as_ref(), size, Coded { ids, side }, keep);
        Ok(Self { tokenizer: Rc::clone(&tokenizer.inner), work })
    }

    /// About `budget` ids; `undefined` when done.
    #[wasm_bindgen(unchecked_return_type = "SliceProgress | undefined")]
    pub fn step(&mut self, budget: f64) -> JsValue {
        progress_to_js(self.work.step(self.tokenizer.as_ref(), budget as u64))
    }

    /// The result.
    #[wasm_bindgen(unchecked_return_type = "Rate")]
    pub fn finish(self) -> JsValue {
        let rate = self.work.finish(self.tokenizer.as_ref());
        to_js(&Rate { fixed: rate.fixed, adaptive: rate.adaptive, side_information: rate.side_information })
    }
}

/// A comparison of two pictures under way.
#[wasm_bindgen]
pub struct MeasureJob {
    work: Measuring,
}

#[wasm_bindgen]
impl MeasureJob {
    /// Of two pictures of one size; alpha is laid over `ground` (0xRRGGBB) in both.
    #[wasm_bindgen(constructor)]
    pub fn new(width: u32, height: u32, a: &[u8], b: &[u8], ground: u32) -> Result<MeasureJob, JsValue> {
        let (a, b) = (picture(width, height, a, ground)?, picture(width, height, b, ground)?);
        Ok(Self { work: Measuring::new(a, b).map_err(from_image)? })
    }

    /// About `budget` pixels; `undefined` when done.
    #[wasm_bindgen(unchecked_return_type = "SliceProgress | undefined")]
    pub fn step(&mut self, budget: f64) -> JsValue {
        progress_to_js(self.work.step(budget as u64))
    }

    /// The result.
    #[wasm_bindgen(unchecked_return_type = "Measures")]
    pub fn finish(self) -> JsValue {
        let measures = self.work.finish();
        to_js(&Measures { psnr: measures.psnr, ssim: measures.ssim })
    }
}
