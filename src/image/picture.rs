//! A picture: red, green and blue, eight bits each, row by row. Reading files is not in here.

use super::error::ImageError;
use crate::bounds;

/// Width and height in pixels, within the bounds that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    width: u32,
    height: u32,
}

impl Size {
    /// Checks the bounds: sides of 1 to [`bounds::MAX_SIDE`], an area of at most [`bounds::MAX_AREA`].
    pub fn new(width: u32, height: u32) -> Result<Self, ImageError> {
        if bounds::within(width, height) { Ok(Self { width, height }) } else { Err(ImageError::Size { width, height }) }
    }

    /// Says so where there are more than `most` megapixels.
    ///
    /// # Errors
    /// [`ImageError::Area`]
    pub fn within(self, most: u32) -> Result<(), ImageError> {
        let got = self.area().div_ceil(1_000_000) as u32;
        if got <= most { Ok(()) } else { Err(ImageError::Area { got, most }) }
    }

    /// Pixels across.
    pub fn width(self) -> usize {
        self.width as usize
    }

    /// Pixels down.
    pub fn height(self) -> usize {
        self.height as usize
    }

    /// Pixels in all.
    pub fn area(self) -> usize {
        self.width() * self.height()
    }

    /// Half of it, rounded up.
    pub fn halved(self) -> Self {
        Self { width: self.width.div_ceil(2), height: self.height.div_ceil(2) }
    }

    /// Squares of `side` pixels that cover the picture: down and across.
    pub fn cells(self, side: usize) -> (usize, usize) {
        (self.height().div_ceil(side), self.width().div_ceil(side))
    }
}

/// An opaque picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    size: Size,
    /// `height × width × 3` samples.
    samples: Vec<u8>,
}

impl Picture {
    /// A black picture.
    pub fn black(size: Size) -> Self {
        Self { size, samples: vec![0; size.area() * 3] }
    }

    /// From red, green, blue and alpha (not premultiplied), `height × width × 4`, laid over `ground`: each sample is
    /// `(a·x + (255-a)·g) / 255`, rounded to the nearest.
    pub fn from_rgba(size: Size, rgba: &[u8], ground: [u8; 3]) -> Result<Self, ImageError> {
        let mut laying = Laying::new(size, rgba.len(), ground)?;
        laying.lay(rgba);
        Ok(laying.finish())
    }

    /// Red, green, blue and an alpha of 255, what a canvas takes, of at most `pixels` pixels at a time.
    pub fn rgba_strips(&self, pixels: usize) -> impl Iterator<Item = Vec<u8>> {
        let opaque =
            |strip: &[u8]| strip.chunks_exact(3).flat_map(|pixel| [pixel[0], pixel[1], pixel[2], 255]).collect();
        self.samples.chunks(3 * pixels.max(1)).map(opaque)
    }

    /// Width and height.
    pub fn size(&self) -> Size {
        self.size
    }

    /// `height × width × 3` samples.
    pub fn samples(&self) -> &[u8] {
        &self.samples
    }

    /// The pixel at (`x`, `y`); beyond the right and bottom edge the last one is repeated.
    pub fn pixel_clamped(&self, x: usize, y: usize) -> [u8; 3] {
        let (x, y) = (x.min(self.size.width() - 1), y.min(self.size.height() - 1));
        let at = (y * self.size.width() + x) * 3;
        [self.samples[at], self.samples[at + 1], self.samples[at + 2]]
    }

    /// Sets a pixel; one beyond the edge is left out, since cells may hang over it.
    pub fn set(&mut self, x: usize, y: usize, pixel: [u8; 3]) {
        if x < self.size.width() && y < self.size.height() {
            let at = (y * self.size.width() + x) * 3;
            self.samples[at..at + 3].copy_from_slice(&pixel);
        }
    }
}

/// A picture that is laid over its ground strip by strip, so that it and what it comes from never lie in memory both.
#[derive(Debug)]
pub struct Laying {
    picture: Picture,
    at: usize,
    ground: [u8; 3],
}

impl Laying {
    /// Begins a picture of this size, of which `bytes` of red, green, blue and alpha are to come.
    ///
    /// # Errors
    /// [`ImageError::Samples`] where the size has another number.
    pub fn new(size: Size, bytes: usize, ground: [u8; 3]) -> Result<Self, ImageError> {
        let expected = size.area() * 4;
        if bytes != expected {
            let (width, height) = (size.width, size.height);
            return Err(ImageError::Samples { width, height, expected, got: bytes });
        }
        Ok(Self { picture: Picture::black(size), at: 0, ground })
    }

    /// The next whole pixels.
    pub fn lay(&mut self, rgba: &[u8]) {
        let places = self.picture.samples[self.at..].chunks_exact_mut(3);
        for (place, pixel) in places.zip(rgba.chunks_exact(4)) {
            let alpha = u32::from(pixel[3]);
            for ((place, sample), ground) in place.iter_mut().zip(pixel).zip(self.ground) {
                let mixed = alpha * u32::from(*sample) + (255 - alpha) * u32::from(ground);
                *place = ((mixed + 127) / 255) as u8;
            }
        }
        self.at = self.picture.samples.len().min(self.at + rgba.len() / 4 * 3);
    }

    /// The picture; black where nothing came.
    pub fn finish(self) -> Picture {
        self.picture
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds() {
        for (width, height, fits) in
            [(1, 1, true), (8192, 7812, true), (8192, 7813, false), (8193, 1, false), (0, 5, false)]
        {
            assert_eq!(Size::new(width, height).is_ok(), fits, "{width} × {height}");
        }
    }

    #[test]
    fn alpha_is_laid_over_the_ground() {
        let size = Size::new(3, 1).expect("small");
        let rgba = [10, 20, 30, 255, 10, 20, 30, 0, 0, 100, 255, 128];
        let picture = Picture::from_rgba(size, &rgba, [255, 0, 255]).expect("as many samples as pixels");
        assert_eq!(picture.samples(), [10, 20, 30, 255, 0, 255, 127, 50, 255]);
        assert!(Picture::from_rgba(size, &rgba[1..], [0; 3]).is_err());
        let mut strips = Laying::new(size, rgba.len(), [255, 0, 255]).expect("as many samples as pixels");
        rgba.chunks(8).for_each(|strip| strips.lay(strip));
        assert_eq!(strips.finish(), picture);
    }
}
