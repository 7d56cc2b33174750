//! Tokens whose codes a device looked for: those of a golden picture are the CPU's, id by id; on other pictures an id may
//! differ only where two codes are as near, and such ids are counted. Runs natively where `gpu_kernels` does.

#![cfg(feature = "gpu")]
#![allow(clippy::expect_used, reason = "tests")]

mod gpu_support;

use gpu_support::{block_on, device};
use tokenarium::gpu::device::Device;
use tokenarium::gpu::program::Program;
use tokenarium::image::catalog::entry;
use tokenarium::image::picture::{Picture, Size};
use tokenarium::image::tokenizer::{Coded, ImageTokenizer, decoding};
use tokenarium::job::Step;

/// How much nearer the CPU's code may be where the device's differs, as a share of the squared distance.
const BORDER: f64 = 1e-4;

fn picture(width: u32, height: u32, sample: impl Fn(usize, usize, usize) -> u8) -> Picture {
    let size = Size::new(width, height).expect("within the bounds");
    let row = 4 * width as usize;
    let rgba: Vec<u8> = (0..size.area() * 4).map(|at| sample(at % row / 4, at / row, at % 4)).collect();
    Picture::from_rgba(size, &rgba, [0; 3]).expect("as many samples as pixels")
}

/// The golden one, of edges and slopes; noise; a slow slope, where many codes are nearly as near.
fn pictures() -> [(&'static str, Picture); 3] {
    let scene = picture(96, 64, |x, y, channel| {
        let disc = (x as i64 - 40).pow(2) + (y as i64 - 30).pow(2) < 400;
        ((x * 2 + y * (channel + 1)) % 160 + if disc { 90 } else { 0 }) as u8
    });
    let noise = picture(130, 97, |x, y, channel| {
        ((x as u64 * 7919 + y as u64 * 104_729 + channel as u64 * 31).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as u8
    });
    let slope = picture(257, 200, |x, y, channel| ((x * (channel + 2) + y * 3) / 6) as u8);
    [("golden", scene), ("noise", noise), ("slope", slope)]
}

fn on_cpu(tokenizer: &dyn ImageTokenizer, picture: &Picture) -> Coded {
    let mut work = tokenizer.encode(picture.clone()).expect("small");
    while work.step(1 << 16) != Step::Done {}
    work.finish()
}

/// As the worker does it: what the job asks for on the device, everything else on the CPU. With how often it asked.
fn on_device(device: &mut Device, tokenizer: &dyn ImageTokenizer, picture: &Picture) -> (Coded, usize) {
    let mut work = tokenizer.encode(picture.clone()).expect("small");
    let mut asked = 0;
    loop {
        let step = match work.ask() {
            Some(ask) => {
                asked += 1;
                let program = block_on(Program::new(device, &ask.plan)).expect("it is small");
                ask.inputs.iter().for_each(|(id, values)| program.write(device, *id, values));
                let found = block_on(program.run(device, &[ask.output])).expect("it runs");
                work.answer(found[0].words())
            }
            None => work.step(1 << 16),
        };
        if step == Step::Done {
            return (work.finish(), asked);
        }
    }
}

fn samples(tokenizer: &dyn ImageTokenizer, size: Size, coded: &Coded) -> Vec<u8> {
    let ids = Box::new(coded.ids.clone());
    let mut work = decoding(tokenizer, size, ids, &coded.side, usize::MAX).expect("its own ids");
    while work.step(1 << 16) != Step::Done {}
    work.finish().samples().to_vec()
}

#[test]
fn ids_are_those_of_the_cpu_but_for_counted_ties() {
    let mut device = device();
    for name in ["codebook", "residual", "product"] {
        let tokenizer = entry(name).and_then(|entry| entry.make(&[])).expect("defaults are in bounds");
        for (title, picture) in pictures() {
            let cpu = on_cpu(tokenizer.as_ref(), &picture);
            let (gpu, asked) = on_device(&mut device, tokenizer.as_ref(), &picture);
            assert!(asked > 0, "{name}: nothing was asked of the device");
            assert_eq!(cpu.side, gpu.side);
            let differing = cpu.ids.iter().zip(&gpu.ids).filter(|(cpu, gpu)| cpu != gpu).count();
            println!("{name}, {title}: {differing} of {} ids differ", cpu.ids.len());
            assert_eq!(cpu.ids.len(), gpu.ids.len());
            assert!(title != "golden" || differing == 0, "{name}: {differing} ids of the golden picture differ");
            if name == "codebook" {
                let side = tokenizer_side(&cpu, picture.size());
                only_ties(&picture, side, &cpu, &gpu);
            }
            let pictures = [&cpu, &gpu].map(|coded| samples(tokenizer.as_ref(), picture.size(), coded));
            let apart = pictures[0].iter().zip(&pictures[1]).filter(|(a, b)| a.abs_diff(**b) > 1).count();
            assert!(differing > 0 || apart == 0);
        }
    }
}

/// The side of a cell, from how many there are.
fn tokenizer_side(coded: &Coded, size: Size) -> usize {
    (1..=8).find(|&side| size.cells(side).0 * size.cells(side).1 == coded.ids.len()).expect("square cells")
}

/// Where ids differ, both codes are as near. The codes are read from the side information: a scale in sixteenths, then
/// signed steps of it.
fn only_ties(picture: &Picture, side: usize, cpu: &Coded, gpu: &Coded) {
    let (scale, steps) = cpu.side.split_first().expect("a codebook");
    let codes: Vec<f64> = steps.iter().map(|&step| f64::from(step as i8) * f64::from(*scale) / 16.0).collect();
    let (_, columns) = picture.size().cells(side);
    for (cell, (&a, &b)) in cpu.ids.iter().zip(&gpu.ids).enumerate().filter(|(_, (a, b))| a != b) {
        let distance = |id: u32| {
            let code = &codes[id as usize * side * side * 3..][..side * side * 3];
            let at = |place: usize| {
                picture.pixel_clamped(cell % columns * side + place % side, cell / columns * side + place / side)
            };
            let points = (0..side * side).flat_map(|place| at(place).map(|sample| f64::from(sample) - 128.0));
            points.zip(code).map(|(x, c)| (x - c) * (x - c)).sum::<f64>()
        };
        let (near, far) = (distance(a), distance(b));
        assert!((far - near).abs() <= BORDER * near.max(1.0), "cell {cell}: {near} and {far}");
    }
}
