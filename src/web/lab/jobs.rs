//! Long work on pictures as jobs: encode, decode, code, measure.

use std::ops::Range;
use std::rc::Rc;

use js_sys::{Uint8Array, Uint32Array};
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

#[cfg(feature = "gpu")]
use super::gpu::Gpu;
use super::tokenizer::{ImageTokenizer, size};
use crate::image::measures::Measuring;
use crate::image::picture::{Laying, Picture};
use crate::image::rate::Coding;
use crate::image::tokenizer::{Coded, Decode, Encode, Ids, ImageTokenizer as Tokenize, check, decoding};
use crate::job::Step;
#[cfg(feature = "gpu")]
use crate::web::error::from_gpu;
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

/// Bytes of a strip: whole pixels.
const STRIP: u32 = 1 << 22;

/// Samples of JavaScript are taken strip by strip: a large picture's do not lie here too.
fn picture(width: u32, height: u32, rgba: &Uint8Array, ground: u32) -> Result<Picture, JsValue> {
    let [_, red, green, blue] = ground.to_be_bytes();
    let bytes = rgba.length();
    let laid = Laying::new(size(width, height)?, bytes as usize, [red, green, blue]);
    let mut laid = laid.map_err(from_image)?;
    for start in (0..bytes).step_by(STRIP as usize) {
        laid.lay(&rgba.subarray(start, bytes.min(start.saturating_add(STRIP))).to_vec());
    }
    Ok(laid.finish())
}

/// Ids that stay with JavaScript, which leaves them as they are while a job reads them.
struct OutsideIds(Uint32Array);

impl Ids for OutsideIds {
    fn count(&self) -> usize {
        self.0.length() as usize
    }

    fn read(&self, range: Range<usize>, into: &mut Vec<u32>) {
        into.resize(range.len(), 0);
        self.0.subarray(range.start as u32, range.end as u32).copy_to(into);
    }
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
        rgba: &Uint8Array,
        ground: u32,
    ) -> Result<EncodeJob, JsValue> {
        let work = tokenizer.inner.encode(picture(width, height, rgba, ground)?).map_err(from_image)?;
        Ok(Self { work: Some(work), coded: Coded::default() })
    }

    /// About `budget` pixels; `undefined` when done.
    #[wasm_bindgen(unchecked_return_type = "SliceProgress | undefined")]
    pub fn step(&mut self, budget: f64) -> JsValue {
        let Some(work) = &mut self.work else { return progress_to_js(Step::Done) };
        let step = work.step(budget as u64);
        self.stepped(step)
    }

    /// As `step`, with a device for the work that it can do; about as much of that as the device likes. When the device
    /// fails, the same work is done by the next `step`.
    #[cfg(feature = "gpu")]
    #[wasm_bindgen(js_name = stepOn, unchecked_return_type = "SliceProgress | undefined")]
    pub async fn step_on(&mut self, gpu: &mut Gpu, budget: f64) -> Result<JsValue, JsValue> {
        let ask = self.work.as_mut().and_then(|work| work.ask());
        let (Some(ask), Some(work)) = (ask, &mut self.work) else { return Ok(self.step(budget)) };
        let found = gpu.run(&ask).await.map_err(from_gpu)?;
        let step = work.answer(found.words());
        Ok(self.stepped(step))
    }

    fn stepped(&mut self, step: Step) -> JsValue {
        if let Some(work) = &mut self.work {
            self.coded.ids.append(&mut work.drain());
        }
        if let Some(work) = self.work.take_if(|_| step == Step::Done) {
            let mut rest = work.finish();
            self.coded.ids.append(&mut rest.ids);
            self.coded.side = rest.side;
        }
        progress_to_js(step)
    }

    /// The ids that came since the last call; some tokenizers give all of them at the end.
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
        ids: Uint32Array,
        side: Vec<u8>,
        keep: usize,
    ) -> Result<DecodeJob, JsValue> {
        let ids = Box::new(OutsideIds(ids));
        let work = decoding(tokenizer.inner.as_ref(), size(width, height)?, ids, &side, keep).map_err(from_image)?;
        Ok(Self { work })
    }

    /// About `budget` pixels; `undefined` when done.
    #[wasm_bindgen(unchecked_return_type = "SliceProgress | undefined")]
    pub fn step(&mut self, budget: f64) -> JsValue {
        progress_to_js(self.work.step(budget as u64))
    }

    /// Red, green, blue and an alpha of 255. They go to JavaScript strip by strip: those of a large picture do not lie here
    /// too.
    pub fn finish(self) -> Uint8Array {
        let picture = self.work.finish();
        let rgba = Uint8Array::new_with_length(4 * picture.size().area() as u32);
        let mut start = 0;
        for strip in picture.rgba_strips(STRIP as usize / 4) {
            let end = start + strip.len() as u32;
            rgba.subarray(start, end).copy_from(&strip);
            start = end;
        }
        rgba
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
        ids: Uint32Array,
        side: Vec<u8>,
        keep: usize,
    ) -> Result<RateJob, JsValue> {
        let size = size(width, height)?;
        let ids = Box::new(OutsideIds(ids));
        check(tokenizer.inner.as_ref(), size, ids.as_ref(), &side).map_err(from_image)?;
        let work = Coding::new(tokenizer.inner.as_ref(), size, ids, side, keep);
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
    pub fn new(width: u32, height: u32, a: &Uint8Array, b: &Uint8Array, ground: u32) -> Result<MeasureJob, JsValue> {
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
