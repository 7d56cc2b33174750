//! The transform of three planes in slices: line by line, across and down, level by level.

use super::lifting::Filter;

/// A forward or an inverse transform under way.
#[derive(Debug)]
pub(super) struct Transform {
    filter: Filter,
    inverse: bool,
    width: usize,
    area: usize,
    /// Channel, columns and rows of the part that is transformed, down or across; the last comes first.
    passes: Vec<(usize, (usize, usize), bool)>,
    line: usize,
    samples: Vec<f32>,
    space: Vec<f32>,
}

impl Transform {
    /// Of planes of this size; `sizes` are columns and rows before each level, and those after the last.
    pub(super) fn new(
        filter: Filter,
        inverse: bool,
        (width, height): (usize, usize),
        sizes: &[(usize, usize)],
    ) -> Self {
        let levels = sizes.len() - 1;
        let mut passes = Vec::new();
        for channel in (0..3).rev() {
            for &size in sizes[..levels].iter().rev() {
                passes.push((channel, size, true));
                passes.push((channel, size, false));
            }
        }
        if inverse {
            passes.reverse();
        }
        Self { filter, inverse, width, area: width * height, passes, line: 0, samples: Vec::new(), space: Vec::new() }
    }

    /// Transforms one more line and gives its length; nothing when all is done.
    pub(super) fn line(&mut self, planes: &mut [f32]) -> Option<usize> {
        let &(channel, (columns, rows), down) = self.passes.last()?;
        let (start, stride, length, lines) =
            if down { (self.line, self.width, rows, columns) } else { (self.line * self.width, 1, columns, rows) };
        let plane = &mut planes[channel * self.area..(channel + 1) * self.area];
        self.samples.clear();
        self.samples.extend(plane[start..].iter().step_by(stride).take(length));
        if self.inverse {
            self.filter.join(&mut self.samples, &mut self.space);
        } else {
            self.filter.split(&mut self.samples, &mut self.space);
        }
        for (place, sample) in plane[start..].iter_mut().step_by(stride).zip(&self.samples) {
            *place = *sample;
        }
        self.line += 1;
        if self.line == lines {
            self.line = 0;
            self.passes.pop();
        }
        Some(length)
    }
}
