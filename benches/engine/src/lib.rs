//! What `cargo xtask bench engine` runs of ours: products and the forward pass of a transformer, as plans, by the CPU
//! twins and by the shaders. Values go in and results come out, as a caller has them.

mod plans;

use tokenarium::gpu::device::Device;
use tokenarium::gpu::program::Program;
use tokenarium::nn::buffer::Buffer;
use tokenarium::nn::plan::{BufferId, Plan};
use wasm_bindgen::prelude::*;

/// A plan with its weights: what takes an input and gives an output.
#[wasm_bindgen]
pub struct Forward {
    plan: Plan,
    memory: Vec<Buffer>,
    /// The weights again, for a device.
    constants: Vec<(BufferId, Buffer)>,
    input: BufferId,
    output: BufferId,
}

#[wasm_bindgen]
impl Forward {
    /// `input · weights`; `weights` is `[depth, columns]`.
    pub fn product(rows: usize, depth: usize, columns: usize, weights: &[f32]) -> Result<Forward, JsError> {
        Ok(plans::product(rows, depth, columns, weights)?)
    }

    /// Layers of a transformer over so many tokens; `weights` holds, layer after layer, what `plans` says.
    pub fn transformer(tokens: usize, layers: usize, weights: &[f32]) -> Result<Forward, JsError> {
        Ok(plans::transformer(tokens, layers, weights)?)
    }

    /// Steps of a run.
    pub fn steps(&self) -> usize {
        self.plan.steps().len()
    }

    /// By the CPU twins.
    pub fn run(&mut self, input: &[f32]) -> Vec<f32> {
        self.memory[self.input.index()].floats_mut().copy_from_slice(input);
        self.plan.run(&mut self.memory);
        self.memory[self.output.index()].floats().to_vec()
    }

    /// One step alone, over what the last run left: where the time goes.
    pub fn run_step(&mut self, number: usize) {
        let step = &self.plan.steps()[number];
        let mut output = std::mem::replace(&mut self.memory[step.output.index()], Buffer::Words(Vec::new()));
        let inputs: Vec<&Buffer> = step.inputs.iter().map(|id| &self.memory[id.index()]).collect();
        (step.kernel.twin)(&step.params, &inputs, &mut output);
        self.memory[step.output.index()] = output;
    }

    /// The kernel of a step.
    pub fn kernel(&self, number: usize) -> String {
        self.plan.steps()[number].kernel.name.to_owned()
    }
}

/// A device, and the plans made ready on it.
#[wasm_bindgen]
pub struct Shaders {
    device: Device,
    ready: Vec<(Program, BufferId, BufferId)>,
}

#[wasm_bindgen]
impl Shaders {
    /// A device on the adapter that the browser gives.
    pub async fn open() -> Result<Shaders, JsError> {
        Ok(Self { device: Device::open().await?, ready: Vec::new() })
    }

    /// Makes a plan ready and gives its number.
    pub async fn prepare(&mut self, forward: &Forward) -> Result<usize, JsError> {
        let program = Program::new(&mut self.device, &forward.plan).await?;
        for (id, values) in &forward.constants {
            program.write(&self.device, *id, values);
        }
        self.ready.push((program, forward.input, forward.output));
        Ok(self.ready.len() - 1)
    }

    /// Carries out the plan of this number.
    pub async fn run(&self, number: usize, input: Vec<f32>) -> Result<Vec<f32>, JsError> {
        let (program, from, to) = &self.ready[number];
        program.write(&self.device, *from, &Buffer::Floats(input));
        let read = program.run(&self.device, &[*to]).await?;
        Ok(read.first().map(|values| values.floats().to_vec()).unwrap_or_default())
    }
}
