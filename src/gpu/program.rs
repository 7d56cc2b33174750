//! A plan made ready on a device: its buffers, a bind group for each step, parameters in one buffer.

use super::device::{Device, PARAMS_BYTES};
use super::error::GpuError;
use super::once::once;
use crate::nn::buffer::{Buffer, Kind};
use crate::nn::plan::{BufferId, Plan};

/// Bytes of an element.
const ELEMENT: u64 = 4;
/// Vectors of four are bound: a buffer holds whole ones.
const GRAIN: u64 = 16;

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
    calls: Vec<Call>,
}

impl Program {
    /// Makes the plan ready; its buffers are zero.
    ///
    /// # Errors
    /// [`GpuError::TooLarge`] before anything is made; [`GpuError::OutOfMemory`]; [`GpuError::Lost`].
    pub async fn new(device: &mut Device, plan: &Plan) -> Result<Self, GpuError> {
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
        let params = new_buffer(device, step * plan.steps().len().max(1) as u64, wgpu::BufferUsages::UNIFORM);
        let usages = wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC;
        let buffers: Vec<_> =
            plan.buffers().iter().map(|&(_, length)| new_buffer(device, bytes(length), usages)).collect();
        let mut calls = Vec::with_capacity(plan.steps().len());
        for (number, at) in plan.steps().iter().enumerate() {
            let offset = step * number as u64;
            device.queue.write_buffer(&params, offset, &little_endian(&at.params.0));
            let input = |place: usize| at.inputs.get(place).map_or(&device.unused, |id| &buffers[id.index()]);
            let block = wgpu::BufferBinding { buffer: &params, offset: 0, size: wgpu::BufferSize::new(PARAMS_BYTES) };
            let resources = [
                wgpu::BindingResource::Buffer(block),
                input(0).as_entire_binding(),
                input(1).as_entire_binding(),
                input(2).as_entire_binding(),
                buffers[at.output.index()].as_entire_binding(),
            ];
            let entries: Vec<_> =
                (0..).zip(resources).map(|(binding, resource)| wgpu::BindGroupEntry { binding, resource }).collect();
            let bindings = device.device.create_bind_group(&wgpu::BindGroupDescriptor {
                label: Some(at.kernel.name),
                layout: &device.layout,
                entries: &entries,
            });
            let pipeline = device.pipeline(at.kernel).clone();
            calls.push(Call { pipeline, bindings, params: offset as u32, groups: at.groups });
        }
        // Both scopes end before either is awaited: they end in the order of a stack.
        let (validity, memory) = (validity.pop(), memory.pop());
        if let Some(error) = memory.await.or(validity.await) {
            return Err(device.trouble().unwrap_or_else(|| error.into()));
        }
        Ok(Self { kinds: plan.buffers().to_vec(), buffers, calls })
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

    /// Carries the plan out and brings these buffers back.
    ///
    /// # Errors
    /// [`GpuError::Lost`] when the device goes away meanwhile, or what the driver found wrong.
    pub async fn run(&self, device: &Device, wanted: &[BufferId]) -> Result<Vec<Buffer>, GpuError> {
        let total = wanted.iter().map(|id| bytes(self.kinds[id.index()].1)).sum::<u64>().max(GRAIN);
        let readback = new_buffer(device, total, wgpu::BufferUsages::MAP_READ);
        let mut encoder = device.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor::default());
        for Call { pipeline, bindings, params, groups: [x, y, z] } in &self.calls {
            pass.set_pipeline(pipeline);
            pass.set_bind_group(0, bindings, &[*params]);
            pass.dispatch_workgroups(*x, *y, *z);
        }
        drop(pass);
        let mut start = 0;
        for id in wanted {
            let size = bytes(self.kinds[id.index()].1);
            encoder.copy_buffer_to_buffer(&self.buffers[id.index()], 0, &readback, start, size);
            start += size;
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
        let read = wanted.iter().map(|id| {
            let (kind, length) = self.kinds[id.index()];
            let words = view[start..][..length * ELEMENT as usize].chunks_exact(ELEMENT as usize);
            start += bytes(length) as usize;
            let words = words.map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]));
            match kind {
                Kind::Floats => Buffer::Floats(words.map(f32::from_bits).collect()),
                Kind::Words => Buffer::Words(words.collect()),
            }
        });
        let read = read.collect();
        drop(view);
        readback.destroy();
        Ok(read)
    }
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
