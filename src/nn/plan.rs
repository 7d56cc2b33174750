//! A plan: steps over numbered buffers, each checked against its kernel's shape rule when it is added, so that carrying
//! it out cannot fail for shapes.

use super::buffer::{Buffer, Kind, Slot};
use super::error::PlanError;
use super::kernel::{Kernel, MAX_INPUTS, Params};

/// Number of a buffer of one plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BufferId(usize);

impl BufferId {
    /// Its place in [`Plan::buffers`].
    pub fn index(self) -> usize {
        self.0
    }
}

/// One call of a kernel.
#[derive(Clone)]
pub struct Step {
    /// Which kernel.
    pub kernel: &'static Kernel,
    /// Its parameter block.
    pub params: Params,
    /// What it reads.
    pub inputs: Vec<BufferId>,
    /// What it writes, never one of the inputs.
    pub output: BufferId,
    /// Workgroups on a GPU.
    pub groups: [u32; 3],
}

/// Steps in order, over buffers of fixed length.
///
/// Where a run differs from the one before in its parameters alone (how many rows, where a cache ends), the steps are
/// written anew and the buffers stay: [`Plan::clear`].
#[derive(Clone, Default)]
pub struct Plan {
    buffers: Vec<(Kind, usize)>,
    steps: Vec<Step>,
}

impl Plan {
    /// A plan of nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// A buffer of `length` elements.
    pub fn buffer(&mut self, kind: Kind, length: usize) -> BufferId {
        self.buffers.push((kind, length));
        BufferId(self.buffers.len() - 1)
    }

    /// Adds a step.
    ///
    /// # Errors
    /// The parameters do not fit, a buffer is too short or of the other kind, or the step would write what it reads.
    pub fn step(
        &mut self,
        kernel: &'static Kernel,
        params: &[u32],
        inputs: &[BufferId],
        output: BufferId,
    ) -> Result<(), PlanError> {
        let params = Params::new(params);
        let shape = kernel.shape_of(&params)?;
        if shape.inputs.len() != inputs.len() || inputs.len() > MAX_INPUTS {
            return Err(PlanError::Wiring { kernel: kernel.name, problem: "the number of inputs is another" });
        }
        if inputs.contains(&output) {
            return Err(PlanError::Wiring { kernel: kernel.name, problem: "it would write what it reads" });
        }
        for (&id, slot) in inputs.iter().zip(&shape.inputs).chain([(&output, &shape.output)]) {
            self.fits(kernel, id, slot)?;
        }
        self.steps.push(Step { kernel, params, inputs: inputs.to_vec(), output, groups: shape.groups });
        Ok(())
    }

    /// Drops the steps; the buffers stay.
    pub fn clear(&mut self) {
        self.steps.clear();
    }

    /// Kind and length of every buffer.
    pub fn buffers(&self) -> &[(Kind, usize)] {
        &self.buffers
    }

    /// The steps in order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Memory for every buffer, all zero.
    pub fn memory(&self) -> Vec<Buffer> {
        let zeros = |&(kind, length): &(Kind, usize)| match kind {
            Kind::Floats => Buffer::Floats(vec![0.0; length]),
            Kind::Words => Buffer::Words(vec![0; length]),
        };
        self.buffers.iter().map(zeros).collect()
    }

    /// Carries the plan out with the CPU twins. `memory` is of [`Plan::memory`], weights and inputs written into it.
    pub fn run(&self, memory: &mut [Buffer]) {
        for step in &self.steps {
            let mut output = std::mem::replace(&mut memory[step.output.0], Buffer::Words(Vec::new()));
            let inputs: Vec<&Buffer> = step.inputs.iter().map(|id| &memory[id.0]).collect();
            (step.kernel.twin)(&step.params, &inputs, &mut output);
            memory[step.output.0] = output;
        }
    }

    fn fits(&self, kernel: &Kernel, id: BufferId, slot: &Slot) -> Result<(), PlanError> {
        let (kind, length) = self.buffers[id.0];
        if kind == slot.kind && length >= slot.length() {
            return Ok(());
        }
        Err(PlanError::Buffer {
            kernel: kernel.name,
            buffer: id.0,
            got: format!("{length} {}", kind.name()),
            expected: format!("{} {}", slot.length(), slot.kind.name()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::kernels::named;

    #[test]
    fn a_step_that_does_not_fit_is_refused_with_its_reason() {
        let softmax = named("softmax").expect("it is in the table");
        let mut plan = Plan::new();
        let (x, short) = (plan.buffer(Kind::Floats, 12), plan.buffer(Kind::Floats, 11));
        let words = plan.buffer(Kind::Words, 12);
        let refused = |plan: &mut Plan, params: &[u32], inputs: &[BufferId], output| {
            plan.step(softmax, params, inputs, output).expect_err("it must be refused").to_string()
        };
        assert!(refused(&mut plan, &[3, 0], &[x], short).contains("a size is zero"));
        assert_eq!(refused(&mut plan, &[3, 4], &[x], short), "softmax: buffer 1 has 11 floats; 12 floats are needed");
        assert_eq!(refused(&mut plan, &[3, 4], &[x], words), "softmax: buffer 2 has 12 words; 12 floats are needed");
        assert!(refused(&mut plan, &[3, 4], &[x], x).contains("write what it reads"));
        assert!(refused(&mut plan, &[3, 4], &[], x).contains("number of inputs"));
        assert_eq!(plan.steps().len(), 0);
    }

    #[test]
    fn steps_run_in_order_over_one_memory() {
        let softmax = named("softmax").expect("it is in the table");
        let mut plan = Plan::new();
        let (a, b) = (plan.buffer(Kind::Floats, 4), plan.buffer(Kind::Floats, 4));
        plan.step(softmax, &[1, 4], &[a], b).expect("it fits");
        plan.step(softmax, &[2, 2], &[b], a).expect("it fits");
        let mut memory = plan.memory();
        plan.run(&mut memory);
        assert_eq!(memory[b.index()].floats(), [0.25; 4]);
        assert_eq!(memory[a.index()].floats(), [0.5; 4]);
    }
}
