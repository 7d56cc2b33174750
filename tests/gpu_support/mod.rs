//! What tests on a device share.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use tokenarium::gpu::device::Device;

/// Natively every future here is ready when it is asked: a readback waits for the device.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return value;
        }
        std::thread::yield_now();
    }
}

pub(crate) fn device() -> Device {
    block_on(Device::open()).expect("a Vulkan driver: Debian's mesa-vulkan-drivers is one")
}
