//! Sorting, once for the whole module: every list is sorted through 64-bit keys, by a radix sort that compiles to one
//! function. The standard library's sorts are compiled anew for every type and comparison, two to three kilobytes
//! each time.

/// Below this length, insertion is faster than passes over 256 counters.
const SHORT: usize = 48;

/// The places of `items` in rising order of their keys; equal keys stay in order. Cost: at most eight passes.
pub(crate) fn by_key<T>(items: impl IntoIterator<Item = T>, key: impl Fn(&T) -> u64) -> Vec<u32> {
    let mut pairs: Vec<(u64, u32)> = items.into_iter().zip(0..).map(|(item, place)| (key(&item), place)).collect();
    sort_pairs(&mut pairs);
    pairs.into_iter().map(|(_, place)| place).collect()
}

/// Items that are copied into the order of [`by_key`].
pub(crate) fn sort_by_key<T: Copy>(items: &mut Vec<T>, key: impl Fn(&T) -> u64) {
    let order = by_key(items.iter(), |item| key(item));
    *items = order.into_iter().filter_map(|place| items.get(place as usize).copied()).collect();
}

/// A key that puts the largest number first, as `f64::total_cmp` compares them.
#[cfg(feature = "text")]
pub(crate) fn largest_first(number: f64) -> u64 {
    let bits = number.to_bits();
    if bits >> 63 == 0 { !(bits | 1 << 63) } else { bits }
}

/// The places of `texts` in rising order of their bytes; equal ones stay in order. Sorted by seven bytes at a time.
#[cfg(feature = "text")]
pub(crate) fn by_bytes(texts: &[&[u8]]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..texts.len() as u32).collect();
    let mut open = vec![(0..texts.len(), 0)];
    let mut pairs: Vec<(u64, u32)> = Vec::new();
    while let Some((range, depth)) = open.pop() {
        pairs.clear();
        pairs.extend(order[range.clone()].iter().map(|&place| (seven_bytes(texts[place as usize], depth), place)));
        sort_pairs(&mut pairs);
        for (slot, pair) in order[range.clone()].iter_mut().zip(&pairs) {
            *slot = pair.1;
        }
        let mut from = 0;
        for same in pairs.chunk_by(|a, b| a.0 == b.0) {
            if same.len() > 1 && same[0].0 & 0xFF > 7 {
                open.push((range.start + from..range.start + from + same.len(), depth + 7));
            }
            from += same.len();
        }
    }
    order
}

/// The bytes at `depth`, and in the lowest byte how many there are; 8 where more follow.
#[cfg(feature = "text")]
fn seven_bytes(text: &[u8], depth: usize) -> u64 {
    let rest = text.get(depth..).unwrap_or_default();
    let bytes = (0..7).fold(0, |key, at| key << 8 | u64::from(rest.get(at).copied().unwrap_or(0)));
    bytes << 8 | rest.len().min(8) as u64
}

/// A stable sort by the first of each pair: the lowest byte first, bytes that all have in common left out.
fn sort_pairs(pairs: &mut Vec<(u64, u32)>) {
    if pairs.len() < SHORT {
        for end in 1..pairs.len() {
            let pair = pairs[end];
            let mut at = end;
            while at > 0 && pairs[at - 1].0 > pair.0 {
                pairs[at] = pairs[at - 1];
                at -= 1;
            }
            pairs[at] = pair;
        }
        return;
    }
    let differing = pairs.iter().fold(0, |bits, pair| bits | (pair.0 ^ pairs[0].0));
    let mut other = pairs.clone();
    for shift in (0..64).step_by(8).filter(|shift| differing >> shift & 0xFF != 0) {
        let digit = |pair: &(u64, u32)| (pair.0 >> shift & 0xFF) as usize;
        let mut starts = [0; 256];
        pairs.iter().for_each(|pair| starts[digit(pair)] += 1);
        let mut end = 0;
        for start in &mut starts {
            (*start, end) = (end, end + *start);
        }
        for pair in pairs.iter() {
            other[starts[digit(pair)]] = *pair;
            starts[digit(pair)] += 1;
        }
        std::mem::swap(pairs, &mut other);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn places_are_those_of_a_stable_sort(keys in proptest::collection::vec(0u64.., 0..200), bits in 0u32..64) {
            let keys: Vec<u64> = keys.into_iter().map(|key| key >> bits).collect();
            let mut expected: Vec<u32> = (0..keys.len() as u32).collect();
            expected.sort_by_key(|&place| keys[place as usize]);
            prop_assert_eq!(by_key(&keys, |key| **key), expected);
        }

        #[test]
        fn numbers_come_as_total_cmp_has_them(
            mut numbers in proptest::collection::vec(proptest::num::f64::ANY, 0..100),
        ) {
            let mut expected = numbers.clone();
            expected.sort_by(|a, b| b.total_cmp(a));
            sort_by_key(&mut numbers, |number| largest_first(*number));
            let bits = |numbers: &[f64]| numbers.iter().map(|number| number.to_bits()).collect::<Vec<_>>();
            prop_assert_eq!(bits(&numbers), bits(&expected));
        }

        #[test]
        fn bytes_come_as_slices_compare(
            texts in proptest::collection::vec(proptest::collection::vec(0u8..3, 0..20), 0..200),
        ) {
            let texts: Vec<&[u8]> = texts.iter().map(Vec::as_slice).collect();
            let mut expected: Vec<u32> = (0..texts.len() as u32).collect();
            expected.sort_by_key(|&place| texts[place as usize]);
            prop_assert_eq!(by_bytes(&texts), expected);
        }
    }
}
