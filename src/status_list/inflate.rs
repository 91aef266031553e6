//! Bounded inflating of a zlib stream (RFC 1950).

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::{
    TINFL_FLAG_IGNORE_ADLER32, TINFL_FLAG_PARSE_ZLIB_HEADER, TINFL_FLAG_STOP_ON_BLOCK_BOUNDARY,
};
use miniz_oxide::inflate::core::{DecompressorOxide, TINFL_LZ_DICT_SIZE, decompress};

use crate::error::{Code, Error};
use crate::limits;

/// A point in a zlib stream from which inflating can go on.
#[derive(Clone)]
pub(super) struct Checkpoint {
    state: Box<DecompressorOxide>,
    /// The bytes that were inflated last, to which the stream may refer back.
    window: Vec<u8>,
    /// How many bytes of the stream were read.
    read: usize,
    /// How many bytes were inflated.
    inflated: u64,
    /// How many blocks have ended.
    blocks: usize,
}

impl Checkpoint {
    fn start() -> Self {
        Self {
            state: Box::default(),
            window: vec![0; TINFL_LZ_DICT_SIZE],
            read: 0,
            inflated: 0,
            blocks: 0,
        }
    }

    /// How many bytes were inflated up to here.
    pub(super) fn inflated(&self) -> u64 {
        self.inflated
    }

    /// Whether both are the same checkpoint of one stream.
    pub(super) fn is_at(&self, other: &Self) -> bool {
        self.inflated == other.inflated
    }
}

/// The byte at `index` of what `compressed` inflates to; `None` if it inflates to less.
///
/// Inflates from its start, or from a checkpoint that an earlier call passed, up to that byte and in a
/// window of 32 KiB, whatever the length of the whole. What comes after the byte is not looked at,
/// the checksum included: the compressed bytes are signed. The checkpoints passed are added to
/// `passed`.
///
/// # Errors
/// `limit.inflated` beyond `limit` bytes; `limit.items` beyond so many blocks; `status.list` for what is
/// no zlib stream up to there.
pub(super) fn byte_at(
    compressed: &[u8],
    index: u64,
    limit: usize,
    from: Option<Checkpoint>,
    passed: &mut Vec<Checkpoint>,
) -> Result<Option<u8>, Error> {
    let mut checkpoint = from.unwrap_or_else(Checkpoint::start);
    loop {
        let flags = TINFL_FLAG_PARSE_ZLIB_HEADER
            | TINFL_FLAG_IGNORE_ADLER32
            | TINFL_FLAG_STOP_ON_BLOCK_BOUNDARY;
        let rest = compressed.get(checkpoint.read..).unwrap_or_default();
        let at = (checkpoint.inflated % TINFL_LZ_DICT_SIZE as u64) as usize;
        let Checkpoint { state, window, .. } = &mut checkpoint;
        let (status, read, written) = decompress(state, rest, window, at, flags);
        let within =
            usize::try_from(index.saturating_sub(checkpoint.inflated)).unwrap_or(usize::MAX);
        if within < written && index < limit as u64 {
            return Ok(checkpoint.window.get(at + within).copied());
        }
        checkpoint.inflated += written as u64;
        checkpoint.read += read;
        if checkpoint.inflated > limit as u64 {
            return Err(too_much(limit));
        }
        match status {
            TINFLStatus::Done => return Ok(None),
            TINFLStatus::HasMoreOutput if written > 0 => {}
            TINFLStatus::BlockBoundary => count_block(&mut checkpoint.blocks)?,
            _ => return Err(damaged()),
        }
        // A write ends at the end of the window at the latest. The stride is a multiple of it, and so is met
        // exactly.
        let stride = limits::STATUS_LIST_STRIDE as u64;
        if written > 0 && checkpoint.inflated.is_multiple_of(stride) {
            passed.push(checkpoint.clone());
        }
    }
}

/// All that `compressed` inflates to. The checksum is verified, and nothing may follow it.
///
/// # Errors
/// `limit.inflated` beyond `limit` bytes; `limit.items` beyond so many blocks; `status.list` for anything
/// but one whole zlib stream.
pub(super) fn to_end(compressed: &[u8], limit: usize) -> Result<Vec<u8>, Error> {
    use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;

    let mut state = Box::<DecompressorOxide>::default();
    let mut out = vec![0; TINFL_LZ_DICT_SIZE.min(limit + 1)];
    let (mut at, mut rest, mut blocks) = (0, compressed, 0);
    loop {
        let flags = TINFL_FLAG_PARSE_ZLIB_HEADER
            | TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF
            | TINFL_FLAG_STOP_ON_BLOCK_BOUNDARY;
        let (status, read, written) = decompress(&mut state, rest, &mut out, at, flags);
        at += written;
        if at > limit {
            return Err(too_much(limit));
        }
        rest = rest.get(read..).unwrap_or_default();
        match status {
            TINFLStatus::Done if rest.is_empty() => {
                out.truncate(at);
                return Ok(out);
            }
            TINFLStatus::HasMoreOutput if written > 0 => {}
            TINFLStatus::BlockBoundary => count_block(&mut blocks)?,
            _ => return Err(damaged()),
        }
        // There is room for one byte more than allowed, so that exceeding the limit is noticed.
        if at == out.len() {
            out.resize((out.len() * 2).min(limit + 1), 0);
        }
    }
}

/// Counts a block. Each has code tables of its own to build: millions of blocks of a few bits would take seconds to
/// inflate to next to nothing.
fn count_block(blocks: &mut usize) -> Result<(), Error> {
    *blocks += 1;
    match *blocks < limits::STATUS_LIST_BLOCKS {
        true => Ok(()),
        false => Err(Error::new(Code::LimitItems).with("limit", limits::STATUS_LIST_BLOCKS)),
    }
}

fn too_much(limit: usize) -> Error {
    Error::new(Code::LimitInflated).with("limit", limit)
}

fn damaged() -> Error {
    Error::new(Code::StatusList)
}

#[cfg(all(test, feature = "issuer"))]
pub(super) mod tests {
    use super::*;
    use miniz_oxide::deflate::compress_to_vec_zlib;

    /// Bytes that compress to nearly as many.
    pub(in crate::status_list) fn noise(length: usize) -> Vec<u8> {
        testkit::random::Random::of(1).bytes(length)
    }

    fn byte_at(compressed: &[u8], index: u64, limit: usize) -> Result<Option<u8>, Error> {
        super::byte_at(compressed, index, limit, None, &mut Vec::new())
    }

    #[track_caller]
    fn refused<T>(result: Result<T, Error>, code: Code) {
        assert_eq!(result.err().map(|e| e.code()), Some(code));
    }

    // Around the length of the window, and where the buffer of the whole doubles.
    const LENGTHS: [usize; 8] = [1, 2, 32_767, 32_768, 32_769, 65_536, 65_537, 100_000];

    #[test]
    fn what_is_as_long_as_allowed_is_read_and_what_is_longer_is_not() {
        for length in LENGTHS {
            let bytes: Vec<u8> = (0..length).map(|i| (i % 251) as u8).collect();
            let compressed = compress_to_vec_zlib(&bytes, 6);
            let last = length as u64 - 1;
            for limit in [length, length + 1, usize::MAX / 4] {
                let limit = limit.min(200_000);
                assert_eq!(to_end(&compressed, limit).unwrap(), bytes);
                assert_eq!(byte_at(&compressed, 0, limit), Ok(Some(0)));
                assert_eq!(byte_at(&compressed, last, limit), Ok(bytes.last().copied()));
                assert_eq!(byte_at(&compressed, last + 1, limit), Ok(None));
                assert_eq!(byte_at(&compressed, u64::MAX, limit), Ok(None));
            }
            let limit = length - 1;
            refused(to_end(&compressed, limit), Code::LimitInflated);
            refused(byte_at(&compressed, last, limit), Code::LimitInflated);
            refused(byte_at(&compressed, u64::MAX, limit), Code::LimitInflated);
        }
    }

    /// A stream of eight zeros in the last of so many blocks, all others empty: each of ten bits, a
    /// beginning, the fixed codes and an end (RFC 1951 §3.2.6).
    fn blocks(count: usize) -> Vec<u8> {
        let bits: Vec<bool> = (1..count)
            .flat_map(|_| [false, true, false].into_iter().chain([false; 7]))
            .chain([true])
            .collect();
        let mut stream = vec![0x78, 0x01];
        for bits in bits.chunks(8) {
            let byte = bits.iter().rev();
            stream.push(byte.fold(0, |byte, bit| byte << 1 | u8::from(*bit)));
        }
        // Where two more bits do not fit, they are in a byte of their own.
        if bits.len() % 8 > 6 || bits.len().is_multiple_of(8) {
            stream.push(0);
        }
        stream.extend([8, 0, !8, !0]);
        stream.extend([0; 8]);
        // Adler-32.
        stream.extend([0, 8, 0, 1]);
        stream
    }

    #[test]
    fn a_stream_has_so_many_blocks() {
        let limit = limits::STATUS_LIST_BLOCKS;
        for count in [1, 2, 3, 4, 5, 100, limit - 3, limit - 2, limit - 1, limit] {
            let stream = blocks(count);
            assert_eq!(byte_at(&stream, 7, 100), Ok(Some(0)), "{count}");
            assert_eq!(to_end(&stream, 100), Ok(vec![0; 8]), "{count}");
        }
        let stream = blocks(limit + 1);
        refused(byte_at(&stream, 7, 100), Code::LimitItems);
        refused(to_end(&stream, 100), Code::LimitItems);
    }

    #[test]
    fn nothing_is_a_list_of_nothing() {
        let compressed = compress_to_vec_zlib(&[], 6);
        assert_eq!(to_end(&compressed, 10), Ok(Vec::new()));
        assert_eq!(byte_at(&compressed, 0, 10), Ok(None));
    }

    #[test]
    fn every_prefix_and_every_flipped_bit_is_answered_without_a_panic() {
        let bytes: Vec<u8> = (0..600_u32).map(|i| ((i * i) >> 3) as u8).collect();
        let compressed = compress_to_vec_zlib(&bytes, 6);
        for length in 0..compressed.len() {
            refused(to_end(&compressed[..length], 1000), Code::StatusList);
        }
        for bit in 0..compressed.len() * 8 {
            let mut damaged = compressed.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            // The window size of the header may change, or the level in it; nothing else.
            if let Ok(found) = to_end(&damaged, 1000) {
                assert_eq!(found, bytes, "{bit}");
            }
            let _ = byte_at(&damaged, 599, 1000);
        }
    }
}
