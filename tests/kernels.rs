//! Every kernel of the table, on the CPU: equal to NumPy, rows with the same bits whatever rows are computed with them,
//! refusal of what does not fit.

#![allow(clippy::expect_used, reason = "tests")]

mod kernels_support;

use std::collections::HashSet;
use std::fs;

use kernels_support::largest_difference_from_numpy;
use proptest::prelude::*;
use tokenarium::nn::buffer::{Buffer, Kind};
use tokenarium::nn::kernel::Params;
use tokenarium::nn::kernels::{KERNELS, named};
use tokenarium::nn::plan::Plan;
use tokenarium::nn::rows::{Split, same_bits};
use tokenarium::nn::trial::{BITS, Trial, twin_bits};

#[test]
fn every_kernel_equals_numpy() {
    for kernel in KERNELS {
        let trials = Trial::of(kernel).expect("its own shapes");
        assert!(trials.len() >= 3, "{} is tried on too few shapes", kernel.name);
        for (number, trial) in trials.iter().enumerate() {
            let apart = largest_difference_from_numpy(trial, number, &trial.by_twin());
            assert!(apart <= kernel.tolerance.share, "{} case {number}: {apart:e} apart", kernel.name);
        }
    }
}

#[test]
fn the_table_and_the_folders_name_the_same_kernels() {
    let names: HashSet<String> = KERNELS.iter().map(|kernel| kernel.name.to_owned()).collect();
    assert_eq!(names.len(), KERNELS.len());
    for (folder, ending) in [("shaders", ".wgsl"), ("tests/golden/kernels", ".txt"), ("tests/golden/kernels", ".json")]
    {
        let entries = fs::read_dir(folder).expect("it is a folder").filter_map(Result::ok);
        let files = entries.filter_map(|entry| entry.file_name().to_str()?.strip_suffix(ending).map(str::to_owned));
        assert_eq!(files.collect::<HashSet<_>>(), names, "{folder}/*{ending}");
    }
    for name in names {
        assert!(fs::exists(format!("src/cpu/{name}.rs")).expect("a path"), "{name} has no file of its twin");
    }
}

#[test]
fn a_row_has_the_same_bits_among_1_16_and_128() {
    let splits = Split::all().expect("the rows fit");
    assert_eq!(splits.len(), 10);
    for Split { whole, parts } in splits {
        let all = whole.by_twin();
        for (first, part) in parts {
            assert!(same_bits(&all, first, &part.by_twin()), "{} differs at row {first}", whole.kernel.name);
        }
    }
}

/// The same bits everywhere: what this machine gives is what the page's self-check compares a browser with.
#[test]
fn the_twins_give_the_bits_that_are_written_down() {
    let made: String = KERNELS
        .iter()
        .map(|kernel| format!("{} {:016x}\n", kernel.name, twin_bits(kernel).expect("its own shapes")))
        .collect();
    assert!(made == BITS, "tests/golden/kernel_bits.txt should read\n{made}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Random shapes: what a twin reads and writes is within its shape rule, and a plan gives what the twin gives.
    #[test]
    fn a_plan_gives_what_the_twins_give(
        which in 0..KERNELS.len(), case: prop::sample::Index, seed: u32, change in 0_usize..4, size in 1_u32..40,
    ) {
        let kernel = &KERNELS[which];
        let trials = Trial::of(kernel).expect("its own shapes");
        let Params(mut params) = trials[case.index(trials.len())].params;
        params[change] = size;
        let Ok(trial) = Trial::new(kernel, Params(params), seed) else { return Ok(()) };
        let mut plan = Plan::new();
        let kind = |buffer: &Buffer| if matches!(buffer, Buffer::Floats(_)) { Kind::Floats } else { Kind::Words };
        let inputs: Vec<_> = trial.inputs.iter().map(|input| plan.buffer(kind(input), input.len())).collect();
        let output = plan.buffer(kind(&trial.output), trial.output.len());
        plan.step(kernel, &params, &inputs, output).expect("the trial fits");
        let mut memory = [&trial.inputs[..], std::slice::from_ref(&trial.output)].concat();
        plan.run(&mut memory);
        prop_assert_eq!(memory[output.index()].to_bits(), trial.by_twin().to_bits());
    }
}

#[test]
fn attention_of_other_kinds_is_the_same_kernel() {
    // Causal by bits, and causal by a growing prefix, one query at a time: the same bits out.
    let kernel = named("attention").expect("it is in the table");
    let (queries, features) = (16_u32, 32_u32);
    let params = |queries, prefix, added| {
        Params::new(&[queries, features, 2, 16, features, 40, prefix, added, 0.25_f32.to_bits()])
    };
    let mut together = Trial::new(kernel, params(queries, 3, queries), 5).expect("it fits");
    together.inputs[2] = Buffer::Words((0..queries).map(|query| (2 << query) - 1).collect());
    let whole = together.by_twin();
    for query in 0..queries {
        let mut alone = Trial::new(kernel, params(1, 3 + query + 1, 0), 5).expect("it fits");
        let row = query as usize * features as usize..(query as usize + 1) * features as usize;
        alone.inputs = together.inputs.clone();
        alone.inputs[0] = Buffer::Floats(together.inputs[0].floats()[row.clone()].to_vec());
        assert_eq!(alone.by_twin().to_bits(), whole.to_bits()[row]);
    }
}
