//! Figures on the ids of a picture: the same as those of a text, as far as they need ids alone.

use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use crate::stats::{
    Counts, Figure, LookingBack, Neighbouring, RankedCount, Zipf, ZipfMandelbrot, adaptive_bits, entropy,
    rank_frequency, utilisation, yule, zipf, zipf_mandelbrot,
};
use crate::web::step::progress_to_js;
use crate::web::value::to_js;

/// Points of the rank-frequency curve: enough for a chart of any width.
const CURVE_POINTS: usize = 400;

/// Figures of ids that share an alphabet, and how often each id is used.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct IdStatistics {
    /// Ids.
    ids: f64,
    /// Different ids.
    distinct: f64,
    /// Shannon entropy of the frequencies.
    entropy: Figure,
    /// Share of the alphabet that is used.
    utilisation: Figure,
    /// Bits of an adaptive code without contexts.
    adaptive_bits: Figure,
    /// Slope and fit of the rank-frequency curve.
    zipf: Zipf,
    /// The same curve with an offset that bends its beginning.
    zipf_mandelbrot: ZipfMandelbrot,
    /// Yule's K: how likely two ids that are drawn are the same, ten thousandfold.
    yule: Figure,
    /// Rank against count, log-spaced where there are many.
    rank_frequency: Vec<RankedCount>,
}

/// Of every `depth`-th id from `first` on, out of `alphabet` possible ones.
#[wasm_bindgen(js_name = idStatistics, unchecked_return_type = "IdStatistics")]
pub fn id_statistics(ids: &[u32], first: usize, depth: usize, alphabet: u32) -> JsValue {
    let chosen: Vec<u32> = ids.iter().skip(first).step_by(depth.max(1)).copied().collect();
    let (counts, alphabet) = (Counts::of(&chosen, alphabet as usize), u64::from(alphabet));
    to_js(&IdStatistics {
        ids: counts.total() as f64,
        distinct: counts.distinct() as f64,
        entropy: entropy(&counts),
        utilisation: utilisation(&counts, alphabet),
        adaptive_bits: adaptive_bits(&counts, alphabet),
        zipf: zipf(&counts),
        zipf_mandelbrot: zipf_mandelbrot(&counts),
        yule: yule(&counts),
        rank_frequency: rank_frequency(&counts, CURVE_POINTS),
    })
}

/// What the order of ids is worth, under way.
#[wasm_bindgen]
pub struct OrderJob {
    work: LookingBack,
}

#[wasm_bindgen]
impl OrderJob {
    /// Of ids out of `alphabet` possible ones.
    #[wasm_bindgen(constructor)]
    pub fn new(ids: Vec<u32>, alphabet: f64) -> OrderJob {
        Self { work: LookingBack::new(ids, alphabet as u64) }
    }

    /// About `budget` units of work; `undefined` when done.
    #[wasm_bindgen(unchecked_return_type = "SliceProgress | undefined")]
    pub fn step(&mut self, budget: f64) -> JsValue {
        progress_to_js(self.work.step(budget as u64))
    }

    /// The result.
    #[wasm_bindgen(unchecked_return_type = "IdOrder")]
    pub fn finish(self) -> JsValue {
        to_js(&self.work.finish())
    }
}

/// What neighbourhood tells in a grid of ids, under way.
#[wasm_bindgen]
pub struct NeighbourJob {
    work: Neighbouring,
}

#[wasm_bindgen]
impl NeighbourJob {
    /// Of ids row by row.
    #[wasm_bindgen(constructor)]
    pub fn new(ids: &[u32], columns: usize) -> NeighbourJob {
        Self { work: Neighbouring::new(ids, columns) }
    }

    /// About `budget` units of work; `undefined` when done.
    #[wasm_bindgen(unchecked_return_type = "SliceProgress | undefined")]
    pub fn step(&mut self, budget: f64) -> JsValue {
        progress_to_js(self.work.step(budget as u64))
    }

    /// The result.
    #[wasm_bindgen(unchecked_return_type = "IdNeighbours")]
    pub fn finish(self) -> JsValue {
        to_js(&self.work.finish())
    }
}
