//! Work that a job hands out, so that a device may do it in place of the CPU: a plan with its inputs.

use crate::nn::buffer::{Buffer, Kind};
use crate::nn::error::PlanError;
use crate::nn::kernels::named;
use crate::nn::plan::{BufferId, Plan};

/// A plan to be carried out once, by whichever backend.
pub struct Ask {
    /// What is to be done.
    pub plan: Plan,
    /// What goes in.
    pub inputs: Vec<(BufferId, Buffer)>,
    /// What is wanted.
    pub output: BufferId,
}

impl Ask {
    /// The nearest code of each point of `depth` numbers. `codes` is what [`crate::cpu::nearest`] takes, `count` codes in
    /// panels of `padded`.
    pub(super) fn nearest(
        points: Vec<f32>,
        depth: usize,
        (codes, count, padded): (&[f32], usize, usize),
    ) -> Result<Self, PlanError> {
        let number = points.len() / depth;
        let mut codes = codes.to_vec();
        codes.resize(padded * (depth + 1), 0.0);
        let mut plan = Plan::new();
        let (x, weights) = (plan.buffer(Kind::Floats, points.len()), plan.buffer(Kind::Floats, codes.len()));
        let output = plan.buffer(Kind::Words, number);
        let kernel =
            named("nearest").ok_or(PlanError::Wiring { kernel: "nearest", problem: "it is not in the table" })?;
        plan.step(kernel, &[number, depth, count].map(|size| size as u32), &[x, weights], output)?;
        Ok(Self { plan, inputs: vec![(x, Buffer::Floats(points)), (weights, Buffer::Floats(codes))], output })
    }
}
