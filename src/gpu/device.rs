//! A device: the adapter it is on, the pipelines made so far, and whether it is still there.
//!
//! Nothing beyond the limits that every adapter of WebGPU's compatibility level has is asked for, and never more than
//! this adapter has; no feature is needed: weights of half precision are unpacked with `unpack2x16float`, which is part
//! of the language, and arithmetic is in f32.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::error::GpuError;
use crate::nn::kernel::Kernel;

/// Bytes of a parameter block.
pub(super) const PARAMS_BYTES: u64 = 64;

/// What is known of an adapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adapter {
    /// Its name, as far as the browser tells.
    pub name: String,
    /// Whether it is a program on the CPU: never chosen by itself, for the twins are faster.
    pub software: bool,
}

/// A device with what lives as long as it.
pub struct Device {
    pub(super) device: wgpu::Device,
    pub(super) queue: wgpu::Queue,
    pub(super) layout: wgpu::BindGroupLayout,
    /// Bound where a kernel has fewer inputs.
    pub(super) unused: wgpu::Buffer,
    adapter: Adapter,
    pipeline_layout: wgpu::PipelineLayout,
    pipelines: HashMap<&'static str, wgpu::ComputePipeline>,
    trouble: Arc<Mutex<Option<GpuError>>>,
}

impl Device {
    /// A device on the adapter that the system prefers.
    ///
    /// # Errors
    /// [`GpuError::NoAdapter`] and [`GpuError::Refused`].
    pub async fn open() -> Result<Self, GpuError> {
        let instance = wgpu::Instance::new(wgpu::InstanceDescriptor::new_without_display_handle());
        let options = wgpu::RequestAdapterOptions {
            power_preference: wgpu::PowerPreference::HighPerformance,
            ..Default::default()
        };
        let adapter = instance.request_adapter(&options).await;
        let adapter = adapter.map_err(|error| GpuError::NoAdapter(error.to_string()))?;
        let info = adapter.get_info();
        let limits = wgpu::Limits::downlevel_defaults().or_worse_values_from(&adapter.limits());
        let descriptor = wgpu::DeviceDescriptor { required_limits: limits, ..Default::default() };
        let opened = adapter.request_device(&descriptor).await;
        let (device, queue) = opened.map_err(|error| GpuError::Refused(said(&error.to_string())))?;
        let trouble = Arc::new(Mutex::new(None));
        let lost = trouble.clone();
        device.set_device_lost_callback(move |_, reason| note(&lost, GpuError::Lost(reason)));
        let late = trouble.clone();
        device.on_uncaptured_error(Arc::new(move |error: wgpu::Error| note(&late, error.into())));
        let layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: None,
            entries: &std::array::from_fn::<_, 5, _>(|binding| wgpu::BindGroupLayoutEntry {
                binding: binding as u32,
                visibility: wgpu::ShaderStages::COMPUTE,
                ty: wgpu::BindingType::Buffer {
                    ty: match binding {
                        0 => wgpu::BufferBindingType::Uniform,
                        4 => wgpu::BufferBindingType::Storage { read_only: false },
                        _ => wgpu::BufferBindingType::Storage { read_only: true },
                    },
                    has_dynamic_offset: binding == 0,
                    min_binding_size: None,
                },
                count: None,
            }),
        });
        let pipeline_layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            bind_group_layouts: &[Some(&layout)],
            ..Default::default()
        });
        let unused = device.create_buffer(&wgpu::BufferDescriptor {
            label: None,
            size: 16,
            usage: wgpu::BufferUsages::STORAGE,
            mapped_at_creation: false,
        });
        let adapter = Adapter { name: info.name, software: info.device_type == wgpu::DeviceType::Cpu };
        Ok(Self { device, queue, layout, unused, adapter, pipeline_layout, pipelines: HashMap::new(), trouble })
    }

    /// The adapter that this device is on.
    pub fn adapter(&self) -> &Adapter {
        &self.adapter
    }

    /// What went wrong outside of any call: the device lost, a command refused late.
    pub fn trouble(&self) -> Option<GpuError> {
        // Natively callbacks come from here; a browser calls them by itself.
        let _ = self.device.poll(wgpu::PollType::Poll);
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Gives the device up; whatever runs on it fails.
    pub fn destroy(&self) {
        self.device.destroy();
    }

    /// The pipeline of a kernel, made at its first use.
    pub(super) fn pipeline(&mut self, kernel: &'static Kernel) -> &wgpu::ComputePipeline {
        self.pipelines.entry(kernel.name).or_insert_with(|| {
            let module = self.device.create_shader_module(wgpu::ShaderModuleDescriptor {
                label: Some(kernel.name),
                source: wgpu::ShaderSource::Wgsl(kernel.wgsl.into()),
            });
            self.device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
                label: Some(kernel.name),
                layout: Some(&self.pipeline_layout),
                module: &module,
                entry_point: Some("main"),
                compilation_options: wgpu::PipelineCompilationOptions::default(),
                cache: None,
            })
        })
    }
}

/// What a browser said: its error is written as `JsValue(NAME: MESSAGE`, with the stack on the lines below.
fn said(error: &str) -> String {
    let first = error.lines().next().unwrap_or_default();
    first.rsplit_once("JsValue(").map_or(first, |(_, said)| said.trim_end_matches(')')).to_owned()
}

/// Keeps the first, or the loss: what else is told of a lost device are its consequences.
fn note(trouble: &Mutex<Option<GpuError>>, error: GpuError) {
    let mut kept = trouble.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.is_none() || matches!(error, GpuError::Lost(_)) {
        *kept = Some(error);
    }
}
