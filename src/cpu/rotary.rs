//! Rotary positions (Su and others 2021): pairs of features turn by an angle that grows with the position.
//!
//! The turns come from a table, made once with a model, so that positions on a line and on a grid are one kernel: a row
//! of the table holds the cosines of all pairs of a head, then their sines.

/// Where in a row the heads to be turned stand.
#[derive(Clone, Copy, Debug)]
pub struct Rows {
    /// Features of a row.
    pub stride: usize,
    /// Features of a head.
    pub head: usize,
    /// The first so many features, whole heads, are turned; the others are copied.
    pub turned: usize,
}

/// Feature i of a head pairs with feature i + head / 2. `positions[r]` is the table's row for row r.
pub fn rotary(x: &[f32], table: &[f32], positions: &[u32], rows: Rows, out: &mut [f32]) {
    let Rows { stride, head, turned } = rows;
    for ((x, out), &position) in x.chunks_exact(stride).zip(out.chunks_exact_mut(stride)).zip(positions) {
        let (x, copied) = x.split_at(turned);
        let (out, rest) = out.split_at_mut(turned);
        rest.copy_from_slice(copied);
        let at = position as usize * head;
        let Some(turns) = table.get(at..at + head) else {
            out.fill(0.0);
            continue;
        };
        let (cosines, sines) = turns.split_at(head / 2);
        for (x, out) in x.chunks_exact(head).zip(out.chunks_exact_mut(head)) {
            let (first, second) = x.split_at(head / 2);
            let (out_first, out_second) = out.split_at_mut(head / 2);
            for i in 0..head / 2 {
                out_first[i] = first[i] * cosines[i] - second[i] * sines[i];
                out_second[i] = second[i] * cosines[i] + first[i] * sines[i];
            }
        }
    }
}
