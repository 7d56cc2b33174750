//! The kernel table on this adapter: every kernel, every shape it is tried on, against the CPU twin.

use super::device::Device;
use super::error::GpuError;
use super::program::Program;
use crate::nn::buffer::{Buffer, Kind};
use crate::nn::error::PlanError;
use crate::nn::kernel::Kernel;
use crate::nn::plan::Plan;
use crate::nn::rows::{Split, same_bits};
use crate::nn::trial::{Trial, difference};

/// What the check found of one kernel.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The largest difference, as a share of the largest value of its case.
    pub difference: f32,
    /// Whether rows have the same bits among 1, 16 and 128; none where the kernel does not work row by row.
    pub rows: Option<bool>,
}

/// Tries one kernel.
///
/// # Errors
/// The device was lost or refused a command.
pub async fn check(device: &mut Device, kernel: &'static Kernel) -> Result<Finding, GpuError> {
    let trials = Trial::of(kernel).map_err(invalid)?;
    let mut worst = 0.0_f32;
    for trial in &trials {
        worst = worst.max(difference(&trial.by_twin(), &run(device, trial).await?));
    }
    let rows = match Split::of(kernel).map_err(invalid)? {
        Some(split) => Some(rows_hold(device, &split).await?),
        None => None,
    };
    Ok(Finding { difference: worst, rows })
}

async fn rows_hold(device: &mut Device, split: &Split) -> Result<bool, GpuError> {
    let all = run(device, &split.whole).await?;
    for (first, part) in &split.parts {
        if !same_bits(&all, *first, &run(device, part).await?) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What this device gives for a trial.
///
/// # Errors
/// As [`check`].
pub async fn run(device: &mut Device, trial: &Trial) -> Result<Buffer, GpuError> {
    let mut plan = Plan::new();
    let kind = |buffer: &Buffer| if matches!(buffer, Buffer::Floats(_)) { Kind::Floats } else { Kind::Words };
    let inputs: Vec<_> = trial.inputs.iter().map(|input| plan.buffer(kind(input), input.len())).collect();
    let output = plan.buffer(kind(&trial.output), trial.output.len());
    plan.step(trial.kernel, &trial.params.0, &inputs, output).map_err(invalid)?;
    let program = Program::new(device, &plan).await?;
    for (&id, values) in inputs.iter().zip(&trial.inputs).chain([(&output, &trial.output)]) {
        program.write(device, id, values);
    }
    let read = program.run(device, &[output]).await?;
    read.into_iter().next().ok_or_else(|| GpuError::Invalid("nothing was read back".into()))
}

fn invalid(error: PlanError) -> GpuError {
    GpuError::Invalid(error.to_string())
}
