//! Figures on the ids of a picture: the same as those of a text, as far as they need ids alone.

use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use crate::stats::{Counts, Figure, RankedCount, Zipf, adaptive_bits, entropy, rank_frequency, utilisation, zipf};
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
        rank_frequency: rank_frequency(&counts, CURVE_POINTS),
    })
}
