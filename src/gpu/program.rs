//! A plan made ready on a device: its buffers, a bind group for each wiring, parameters in one buffer.

use std::collections::HashMap;

use super::device::{Device, PARAMS_BYTES};
use super::error::GpuError;
use super::once::once;
use crate::nn::buffer::{Buffer, Kind};
use crate::nn::plan::{BufferId, Plan};

/// Bytes of an element.
const ELEMENT: u64 = 4;
/// Vectors of four are bound: a buffer holds whole ones.
const GRAIN: u64 = 16;

/// What a step reads and writes: steps that agree in it share a bind group, whatever their kernels.
type Wiring = (Vec<BufferId>, BufferId);

struct Call {
    pipeline: wgpu::ComputePipeline,
    bindings: wgpu::BindGroup,
    params: u32,
    groups: [u32; 3],
}

/// What a run needs; it makes nothing anew but the commands.
pub struct Program {
    kinds: Vec<(Kind, usize)>,
    buffers: Vec<wgpu::Buffer>,
    /// Parameter blocks, and the bytes from one to the next.
    params: (wgpu::Buffer, u64),
    bound: HashMap<Wiring, wgpu::BindGroup>,
    calls: Vec<Call>,
}

impl Program {
    /// Makes the plan ready; its buffers are zero.
    ///
    /// # Errors
    /// [`GpuError::TooLarge`] before anything is made; [`GpuError::OutOfMemory`]; [`GpuError::Lost`].
    pub async fn new(device: &mut Device, plan: &Plan) -> Result<Self, GpuError> {
        Self::with_room(device, plan, plan.steps().len()).await
    }

    /// Makes the plan ready, with room for so many steps: [`Program::set`] may give it others over the same buffers.
    ///
    /// # Errors
    /// As [`Program::new`].
    pub async fn with_room(device: &mut Device, plan: &Plan, steps: usize) -> Result<Self, GpuError> {
        let limits = device.device.limits();
        let offered = limits.max_storage_buffer_binding_size.min(limits.max_buffer_size);
        for &(_, length) in plan.buffers() {
            if bytes(length) > offered {
                return Err(GpuError::TooLarge { needed: bytes(length), offered });
            }
        }
        let memory = device.device.push_error_scope(wgpu::ErrorFilter::OutOfMemory);
        let validity = device.device.push_error_scope(wgpu::ErrorFilter::Validation);
        let step = u64::from(limits.min_uniform_buffer_offset_alignment).max(PARAMS_BYTES);
        let params = new_buffer(device, step * steps.max(1) as u64, wgpu::BufferUsages::UNIFORM);
        let usages = wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC;
        let buffers: Vec<_> =
            plan.buffers().iter().map(|&(_, length)| new_buffer(device, bytes(length), usages)).collect();
        let kinds = plan.buffers().to_vec();
        let mut made = Self { kinds, buffers, params: (params, step), bound: HashMap::new(), calls: Vec::new() };
        let set = made.set(device, plan);
        // Both scopes end before either is awaited: they end in the order of a stack.
        let (validity, memory) = (validity.pop(), memory.pop());
        if let Some(error) = memory.await.or(validity.await) {
            return Err(device.trouble().unwrap_or_else(|| error.into()));
        }
        set.map(|()| made)
    }

    /// Takes the steps of a plan over the same buffers: those of the last run with other parameters need no new binding.
    ///
    /// # Errors
    /// [`GpuError::Invalid`] where there are more than there is room for.
    pub fn set(&mut self, device: &mut Device, plan: &Plan) -> Result<(), GpuError> {
        let (params, step) = (&self.params.0, self.params.1);
        let mut blocks = vec![0; step as usize * plan.steps().len()];
        if blocks.len() as u64 > params.size() || plan.buffers() != self.kinds {
            return Err(GpuError::Invalid("the plan is another, or has more steps than there is room for".into()));
        }
        self.calls.clear();
        for (at, block) in plan.steps().iter().zip(blocks.chunks_exact_mut(step as usize)) {
            block[..PARAMS_BYTES as usize].copy_from_slice(&little_endian(&at.params.0));
        }
        device.queue.write_buffer(params, 0, &blocks);
        for (number, at) in plan.steps().iter().enumerate() {
            let wiring = (at.inputs.clone(), at.output);
            let bindings = match self.bound.get(&wiring) {
                Some(bound) => bound.clone(),
                None => {
                    let bound = bind(device, params, &self.buffers, &wiring);
                    self.bound.entry(wiring).or_insert(bound).clone()
                }
            };
            let pipeline = device.pipeline(at.kernel).clone();
            self.calls.push(Call { pipeline, bindings, params: (step * number as u64) as u32, groups: at.groups });
        }
        Ok(())
    }

    /// Steps of a run.
    pub fn dispatches(&self) -> usize {
        self.calls.len()
    }

    /// Fills the beginning of a buffer.
    pub fn write(&self, device: &Device, id: BufferId, values: &Buffer) {
        let words = values.to_bits();
        let room = self.kinds[id.index()].1.min(words.len());
        device.queue.write_buffer(&self.buffers[id.index()], 0, &little_endian(&words[..room]));
    }

    /// Carries the plan out; what it wrote stays on the device.
    pub fn submit(&self, device: &Device) {
        let mut encoder = device.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        self.record(&mut encoder);
        device.queue.submit([encoder.finish()]);
    }

    /// Carries the plan out and brings these buffers back.
    ///
    /// # Errors
    /// [`GpuError::Lost`] when the device goes away meanwhile, or what the driver found wrong.
    pub async fn run(&self, device: &Device, wanted: &[BufferId]) -> Result<Vec<Buffer>, GpuError> {
        let whole: Vec<_> = wanted.iter().map(|id| (*id, self.kinds[id.index()].1)).collect();
        self.run_for(device, &whole).await
    }

    /// Carries the plan out and brings the first so many elements of these buffers back.
    ///
    /// # Errors
    /// As [`Program::run`].
    pub async fn run_for(&self, device: &Device, wanted: &[(BufferId, usize)]) -> Result<Vec<Buffer>, GpuError> {
        let total = wanted.iter().map(|&(_, length)| bytes(length)).sum::<u64>().max(GRAIN);
        let readback = new_buffer(device, total, wgpu::BufferUsages::MAP_READ);
        let mut encoder = device.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        self.record(&mut encoder);
        let mut start = 0;
        for &(id, length) in wanted {
            encoder.copy_buffer_to_buffer(&self.buffers[id.index()], 0, &readback, start, bytes(length));
            start += bytes(length);
        }
        device.queue.submit([encoder.finish()]);
        let (sender, mapped) = once();
        readback.map_async(wgpu::MapMode::Read, .., move |result| sender.send(result));
        let _ = device.device.poll(wgpu::PollType::wait_indefinitely());
        let failed = |text: String| device.trouble().unwrap_or(GpuError::Lost(text));
        mapped.await.map_err(|error| failed(error.to_string()))?;
        if let Some(trouble) = device.trouble() {
            return Err(trouble);
        }
        let view = readback.get_mapped_range(..).map_err(|error| failed(error.to_string()))?;
        let mut start = 0;
        let read = wanted.iter().map(|&(id, length)| {
            let words = view[start..][..length * ELEMENT as usize].chunks_exact(ELEMENT as usize);
            start += bytes(length) as usize;
            let words = words.map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]));
            match self.kinds[id.index()].0 {
                Kind::Floats => Buffer::Floats(words.map(f32::from_bits).collect()),
                Kind::Words => Buffer::Words(words.collect()),
            }
        });
        let read = read.collect();
        drop(view);
        readback.destroy();
        Ok(read)
    }

    fn record(&self, encoder: &mut wgpu::CommandEncoder) {
        let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor::default());
        for Call { pipeline, bindings, params, groups: [x, y, z] } in &self.calls {
            pass.set_pipeline(pipeline);
            pass.set_bind_group(0, bindings, &[*params]);
            pass.dispatch_workgroups(*x, *y, *z);
        }
    }
}

fn bind(
    device: &Device,
    params: &wgpu::Buffer,
    buffers: &[wgpu::Buffer],
    (inputs, output): &Wiring,
) -> wgpu::BindGroup {
    let input = |place: usize| inputs.get(place).map_or(&device.unused, |id| &buffers[id.index()]);
    let block = wgpu::BufferBinding { buffer: params, offset: 0, size: wgpu::BufferSize::new(PARAMS_BYTES) };
    let resources = [
        wgpu::BindingResource::Buffer(block),
        input(0).as_entire_binding(),
        input(1).as_entire_binding(),
        input(2).as_entire_binding(),
        buffers[output.index()].as_entire_binding(),
    ];
    let entries: Vec<_> =
        (0..).zip(resources).map(|(binding, resource)| wgpu::BindGroupEntry { binding, resource }).collect();
    device.device.create_bind_group(&wgpu::BindGroupDescriptor {
        label: None,
        layout: &device.layout,
        entries: &entries,
    })
}

fn bytes(length: usize) -> u64 {
    (length as u64 * ELEMENT).next_multiple_of(GRAIN).max(GRAIN)
}

fn new_buffer(device: &Device, size: u64, usage: wgpu::BufferUsages) -> wgpu::Buffer {
    device.device.create_buffer(&wgpu::BufferDescriptor {
        label: None,
        size,
        usage: usage | wgpu::BufferUsages::COPY_DST,
        mapped_at_creation: false,
    })
}

fn little_endian(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}
