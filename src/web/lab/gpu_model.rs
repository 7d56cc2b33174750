//! A language model on a device of its own.

use wasm_bindgen::prelude::*;

use crate::gpu::device::Device;
use crate::gpu::transformer::GpuTransformer;
use crate::web::error::{from_gpu, from_pass};

/// A model whose weights and caches are on a device.
#[wasm_bindgen]
pub struct GpuModel {
    pub(super) device: Device,
    pub(super) model: GpuTransformer,
    /// The tokens that are in its cache.
    pub(super) tokens: Vec<u32>,
}

#[wasm_bindgen]
impl GpuModel {
    /// Of a file of weights, on the adapter that the browser prefers.
    pub async fn open(file: Vec<u8>) -> Result<GpuModel, JsValue> {
        let mut device = Device::open().await.map_err(from_gpu)?;
        let model = GpuTransformer::read(&mut device, &file).await.map_err(from_pass)?;
        Ok(Self { device, model, tokens: Vec::new() })
    }

    /// Gives the device up.
    pub fn destroy(self) {
        self.device.destroy();
    }
}
