//! Duty ids: FNV-1a, 64 bit, over five numbers. The bytes are fixed by `docs/semantics.md` §4.

use crate::{DutyId, InstanceKey};

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// `POWERS[n]` is the prime to the power n: what n zero bytes do to the hash.
const POWERS: [u64; 9] = {
    let mut powers = [1_u64; 9];
    let mut n = 1;
    while n < 9 {
        powers[n] = powers[n - 1].wrapping_mul(PRIME);
        n += 1;
    }
    powers
};

/// The hash of an id string.
pub(crate) fn text(id: &str) -> u64 {
    initial(&[id])
}

/// The hash of several strings put together.
pub(crate) fn initial(parts: &[&str]) -> u64 {
    parts
        .iter()
        .flat_map(|part| part.bytes())
        .fold(OFFSET, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(PRIME)
        })
}

/// Takes the eight little-endian bytes of a number into the hash.
fn number(mut hash: u64, mut value: u64) -> u64 {
    let mut left = 8;
    while value != 0 {
        hash = (hash ^ (value & 0xff)).wrapping_mul(PRIME);
        value >>= 8;
        left -= 1;
    }
    hash.wrapping_mul(POWERS[left])
}

/// What all duty ids of one scope begin with.
pub(crate) fn prefix(case: u64, instance: Option<InstanceKey>) -> u64 {
    let key = instance.map_or(0, |key| key.0.wrapping_add(1));
    number(number(OFFSET, case), key)
}

/// The id of a duty.
pub(crate) fn duty(prefix: u64, relation: u64, trigger: u64, round: u32) -> DutyId {
    let hash = number(number(prefix, relation), trigger);
    DutyId(number(hash, u64::from(round)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FNV-1a as its authors write it: one byte at a time.
    fn plain(bytes: &[u8]) -> u64 {
        bytes.iter().fold(OFFSET, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(PRIME)
        })
    }

    #[test]
    fn known_answers_of_fnv_1a() {
        // From the test vectors of the FNV draft.
        assert_eq!(text(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(text("a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(text("foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn skipping_zero_bytes_changes_nothing() {
        for (case, key, trigger, round) in [
            (0, None, 0, 0),
            (7, Some(0), 256, 1),
            (u64::MAX, Some(u64::MAX), 1 << 40, u32::MAX),
            (0x0001_0000_0100, Some(9), 0xff00_ff00, 258),
        ] {
            let mut bytes = Vec::new();
            let instance = key.map(InstanceKey);
            bytes.extend(u64::to_le_bytes(case));
            bytes.extend(key.map_or(0, |key: u64| key.wrapping_add(1)).to_le_bytes());
            bytes.extend(text("a-relation").to_le_bytes());
            bytes.extend(u64::to_le_bytes(trigger));
            bytes.extend(u64::from(round).to_le_bytes());
            let fast = duty(prefix(case, instance), text("a-relation"), trigger, round);
            assert_eq!(fast, DutyId(plain(&bytes)));
        }
    }
}
