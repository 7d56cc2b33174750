//! Rows of a table by their ids: embeddings, codebooks.

/// `out[i] = table[ids[i]]` in rows of `width`; an id beyond the table gives zeros.
pub fn gather(table: &[f32], ids: &[u32], width: usize, out: &mut [f32]) {
    for (row, &id) in out.chunks_exact_mut(width).zip(ids) {
        match table.get(id as usize * width..(id as usize + 1) * width) {
            Some(entry) => row.copy_from_slice(entry),
            None => row.fill(0.0),
        }
    }
}
