//! What brotli makes of a text, so that token figures have real bytes beside them. Quality 11 takes about a second per
//! megabyte. gzip sizes come from zlib's port to JavaScript, which gives the very sizes of zlib.

use std::io;

use brotli::enc::BrotliEncoderParams;

/// Counts what is written and keeps none of it.
struct Counter(u64);

impl io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Size in bytes of `input` after brotli at quality 11 with a window of 2^24 bytes (RFC 7932), which is what
/// `brotli -q 11 -w 24` is asked for.
pub fn brotli_bytes(input: &[u8]) -> io::Result<u64> {
    let parameters = BrotliEncoderParams { quality: 11, lgwin: 24, size_hint: input.len(), ..Default::default() };
    let mut output = Counter(0);
    brotli::BrotliCompress(&mut &*input, &mut output, &parameters)?;
    Ok(output.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_those_of_a_stream_that_decodes_to_the_text() {
        let text = "Tokens are pieces of text. ".repeat(40);
        for input in ["", "a", &text] {
            let parameters =
                BrotliEncoderParams { quality: 11, lgwin: 24, size_hint: input.len(), ..Default::default() };
            let (mut packed, mut unpacked) = (Vec::new(), Vec::new());
            brotli::BrotliCompress(&mut input.as_bytes(), &mut packed, &parameters).expect("writing to memory");
            brotli::BrotliDecompress(&mut packed.as_slice(), &mut unpacked).expect("a whole stream");
            assert_eq!(unpacked, input.as_bytes());
            assert_eq!(brotli_bytes(input.as_bytes()).expect("counting"), packed.len() as u64);
        }
    }

    #[test]
    fn repetition_compresses_and_noise_does_not() {
        let repeated = "ab".repeat(50_000);
        assert!(brotli_bytes(repeated.as_bytes()).expect("counting") < 100);
        // A linear congruential generator's high bytes.
        let mut state = 1_u32;
        let noise: Vec<u8> = (0..10_000)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            })
            .collect();
        assert!(brotli_bytes(&noise).expect("counting") >= 10_000);
    }
}
