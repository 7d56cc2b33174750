//! One tokenizer as a wasm module with a plain C interface, the same for all: text goes into memory that `text_room`
//! gives, ids stay where `ids` says until the next call.

use std::cell::RefCell;

use crate::Peer;

/// The tokenizer of this build.
const NAME: &str = if cfg!(feature = "ours") {
    "tokenarium"
} else if cfg!(feature = "tiktoken") {
    "tiktoken 3.8.3"
} else if cfg!(feature = "splintr") {
    "splintr 0.22.0"
} else {
    "bpe-openai 0.3.2"
};

#[derive(Default)]
struct State {
    peer: Option<Box<dyn Peer>>,
    text: Vec<u8>,
    ids: Vec<u32>,
}

thread_local!(static STATE: RefCell<State> = RefCell::default());

/// Where the caller writes `bytes` bytes of text.
#[unsafe(no_mangle)]
pub extern "C" fn text_room(bytes: usize) -> *mut u8 {
    STATE.with_borrow_mut(|state| {
        state.text.resize(bytes, 0);
        state.text.as_mut_ptr()
    })
}

/// Loads cl100k (0) or o200k (1); the text room holds the peer's file if it has none of its own. 1: done.
#[unsafe(no_mangle)]
pub extern "C" fn load(encoding: u32) -> u32 {
    STATE.with_borrow_mut(|state| {
        let encoding = if encoding == 0 { "cl100k_base" } else { "o200k_base" };
        state.peer = None;
        state.peer = crate::peer(NAME, encoding, &state.text);
        u32::from(state.peer.is_some())
    })
}

fn with_text<T>(work: impl FnOnce(&mut State, &str) -> T) -> T {
    STATE.with_borrow_mut(|state| {
        let bytes = std::mem::take(&mut state.text);
        let text = std::str::from_utf8(&bytes).expect("the page wrote UTF-8");
        let result = work(state, text);
        state.text = bytes;
        result
    })
}

/// Encodes the text in the room; the number of ids.
#[unsafe(no_mangle)]
pub extern "C" fn encode() -> usize {
    with_text(|state, text| {
        state.ids = state.peer.as_mut().map(|peer| peer.encode(text)).unwrap_or_default();
        state.ids.len()
    })
}

/// Encodes the text in the room to ids and spans where the peer can; the number of ids, 0 where it cannot.
#[unsafe(no_mangle)]
pub extern "C" fn encode_spans() -> usize {
    with_text(|state, text| state.peer.as_mut().map_or(0, |peer| peer.encode_spans(text)))
}

/// Where the ids of the last [`encode`] lie.
#[unsafe(no_mangle)]
pub extern "C" fn ids() -> *const u32 {
    STATE.with_borrow(|state| state.ids.as_ptr())
}
