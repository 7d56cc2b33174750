//! WebGPU's backend as the worker holds it: a device, and the self-check of one kernel after the other.

use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use crate::gpu::device::Device;
use crate::gpu::error::GpuError;
use crate::gpu::program::Program;
use crate::gpu::self_check::check;
use crate::image::ask::Ask;
use crate::nn::buffer::Buffer;
use crate::nn::error::PlanError;
use crate::nn::kernel::Kernel;
use crate::nn::kernels::KERNELS;
use crate::nn::trial::{Trial, twin_holds};
use crate::web::error::{from_gpu, from_plan, no_kernel};
use crate::web::value::to_js;

/// What a kernel is, and whether its twin is itself on this machine.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct TwinFinding {
    /// Its name.
    kernel: &'static str,
    /// Shapes that it is tried on.
    cases: usize,
    /// Whether the twin gives the bits here that it gave where it was compared with NumPy.
    twin: bool,
    /// The difference that is allowed, as a share of the largest value of a case.
    tolerance: f32,
    /// Why so much.
    tolerance_because: &'static str,
}

/// What a kernel gives on a GPU.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct GpuFinding {
    /// The largest difference from the twin, as a share of the largest value of its case.
    difference: f32,
    /// Whether rows have the same bits among 1, 16 and 128; `null` where the kernel does not work row by row.
    rows: Option<bool>,
}

/// How many kernels there are.
#[wasm_bindgen(js_name = kernelCount)]
pub fn kernel_count() -> usize {
    KERNELS.len()
}

/// Tries the twin of the kernel of this number.
#[wasm_bindgen(js_name = checkTwin, unchecked_return_type = "TwinFinding")]
pub fn check_twin(number: usize) -> Result<JsValue, JsValue> {
    let kernel = kernel(number)?;
    let found = || -> Result<_, PlanError> {
        Ok(TwinFinding {
            kernel: kernel.name,
            cases: Trial::of(kernel)?.len(),
            twin: twin_holds(kernel)?,
            tolerance: kernel.tolerance.share,
            tolerance_because: kernel.tolerance.because,
        })
    };
    found().map(|found| to_js(&found)).map_err(from_plan)
}

/// A device of the browser's WebGPU.
#[wasm_bindgen]
pub struct Gpu {
    device: Device,
}

#[wasm_bindgen]
impl Gpu {
    /// Opens one on the adapter that the browser prefers.
    pub async fn open() -> Result<Gpu, JsValue> {
        Ok(Self { device: Device::open().await.map_err(from_gpu)? })
    }

    /// Tries the kernel of this number. One at a time: the device is in use until the answer is there.
    #[wasm_bindgen(unchecked_return_type = "GpuFinding")]
    pub async fn check(&mut self, number: usize) -> Result<JsValue, JsValue> {
        let found = check(&mut self.device, kernel(number)?).await.map_err(from_gpu)?;
        Ok(to_js(&GpuFinding { difference: found.difference, rows: found.rows }))
    }

    /// Carries out what a job asks for.
    pub(super) async fn run(&mut self, ask: &Ask) -> Result<Buffer, GpuError> {
        let program = Program::new(&mut self.device, &ask.plan).await?;
        for (id, values) in &ask.inputs {
            program.write(&self.device, *id, values);
        }
        let mut read = program.run(&self.device, &[ask.output]).await?;
        Ok(read.pop().unwrap_or(Buffer::Words(Vec::new())))
    }

    /// Gives the device up.
    pub fn destroy(self) {
        self.device.destroy();
    }
}

fn kernel(number: usize) -> Result<&'static Kernel, JsValue> {
    KERNELS.get(number).ok_or_else(|| no_kernel(number))
}
