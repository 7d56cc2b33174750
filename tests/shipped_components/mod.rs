//! The components that the tokenizer `whole-pca` ships with, given to it as the page's worker does.

use std::io::Read;
use std::sync::Once;

use flate2::read::DeflateDecoder;
use tokenarium::image::whole_pca;

/// The file as it ships.
const SHIPPED: &[u8] = include_bytes!("../../www/data/emoji.components");

/// Gives them; once is enough.
pub(crate) fn provide() {
    static GIVEN: Once = Once::new();
    GIVEN.call_once(|| {
        let mut bytes = Vec::new();
        DeflateDecoder::new(SHIPPED).read_to_end(&mut bytes).expect("a raw DEFLATE stream");
        whole_pca::provide(&bytes).expect("components");
    });
}
