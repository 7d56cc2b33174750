//! Every kernel of the table on a GPU, natively: equal to its CPU twin and to NumPy, rows with the same bits in any
//! company, and what happens when a device goes away. Runs on Mesa's lavapipe, or whatever Vulkan driver there is;
//! `cargo xtask test` installs it, and counts this file as skipped where it cannot.

#![cfg(feature = "gpu")]
#![allow(clippy::expect_used, reason = "tests")]

mod gpu_support;
mod kernels_support;

use gpu_support::{block_on, device};
use kernels_support::largest_difference_from_numpy;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tokenarium::gpu::error::GpuError;
use tokenarium::gpu::program::Program;
use tokenarium::gpu::self_check;
use tokenarium::nn::buffer::Kind;
use tokenarium::nn::kernel::Params;
use tokenarium::nn::kernels::{KERNELS, named};
use tokenarium::nn::plan::Plan;
use tokenarium::nn::rows::{Split, same_bits};
use tokenarium::nn::trial::{Trial, difference};

#[test]
fn every_kernel_equals_its_twin_and_numpy() {
    let mut device = device();
    println!("adapter: {}", device.adapter().name);
    for kernel in KERNELS {
        let mut largest = 0.0_f32;
        for (number, trial) in Trial::of(kernel).expect("its own shapes").iter().enumerate() {
            let got = block_on(self_check::run(&mut device, trial)).expect("it runs");
            let apart = difference(&trial.by_twin(), &got);
            assert!(apart <= kernel.tolerance.share, "{} case {number}: {apart:e} from its twin", kernel.name);
            let numpy = largest_difference_from_numpy(trial, number, &got);
            assert!(numpy <= 2.0 * kernel.tolerance.share, "{} case {number}: {numpy:e} from NumPy", kernel.name);
            largest = largest.max(apart);
        }
        println!("{:<14} {largest:.1e} of {:.0e} allowed", kernel.name, kernel.tolerance.share);
    }
}

#[test]
fn random_shapes_equal_the_twin() {
    let mut device = device();
    let shapes = (0..KERNELS.len(), any::<prop::sample::Index>(), any::<u32>(), 0_usize..4, 1_u32..90);
    let run = |(which, case, seed, change, size): (usize, prop::sample::Index, u32, usize, u32)| {
        let kernel = &KERNELS[which];
        let trials = Trial::of(kernel).expect("its own shapes");
        let Params(mut params) = trials[case.index(trials.len())].params;
        params[change] = size;
        let Ok(trial) = Trial::new(kernel, Params(params), seed) else { return Ok(()) };
        let got = block_on(self_check::run(&mut device, &trial)).expect("it runs");
        let apart = difference(&trial.by_twin(), &got);
        prop_assert!(apart <= kernel.tolerance.share, "{} {params:?}: {apart:e}", kernel.name);
        Ok(())
    };
    let run = std::cell::RefCell::new(run);
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(150) });
    runner.run(&shapes, |values| (run.borrow_mut())(values)).expect("every shape holds");
}

#[test]
fn a_row_has_the_same_bits_among_1_16_and_128() {
    let mut device = device();
    for Split { whole, parts } in Split::all().expect("the rows fit") {
        let all = block_on(self_check::run(&mut device, &whole)).expect("it runs");
        assert!(difference(&whole.by_twin(), &all) <= whole.kernel.tolerance.share, "{}", whole.kernel.name);
        for (first, part) in parts {
            let got = block_on(self_check::run(&mut device, &part)).expect("it runs");
            assert!(same_bits(&all, first, &got), "{} differs at row {first}", whole.kernel.name);
        }
    }
}

#[test]
fn a_lost_device_is_told_apart_and_a_new_one_goes_on() {
    let trial = &Trial::of(named("softmax").expect("it is in the table")).expect("its own shapes")[3];
    let mut lost = device();
    block_on(self_check::run(&mut lost, trial)).expect("it runs");
    lost.destroy();
    let error = block_on(self_check::run(&mut lost, trial)).expect_err("the device is gone");
    assert!(matches!(error, GpuError::Lost(_)), "{error}");
    block_on(self_check::run(&mut device(), trial)).expect("a new device runs");
}

#[test]
fn what_does_not_fit_is_told_apart_before_it_is_made() {
    let mut plan = Plan::new();
    plan.buffer(Kind::Floats, 1 << 27);
    let error = block_on(Program::new(&mut device(), &plan)).err().expect("it is too large");
    assert_eq!(error, GpuError::TooLarge { needed: 1 << 29, offered: 128 << 20 });
}
