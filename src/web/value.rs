//! Plain values to JavaScript: structs as objects, `None` as `null`, bytes as arrays of numbers.

use serde::Serialize;
use wasm_bindgen::prelude::*;

/// The value as JavaScript's. The types that cross hold nothing that cannot be said there.
pub(super) fn to_js<T: Serialize + ?Sized>(value: &T) -> JsValue {
    let serializer =
        serde_wasm_bindgen::Serializer::new().serialize_missing_as_null(true).serialize_maps_as_objects(true);
    value.serialize(&serializer).unwrap_or_else(|error| error.into())
}
