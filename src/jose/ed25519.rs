//! Ed25519 keys that are refused.
//!
//! `ring` decodes a key when it verifies, and fails if there is no such point (RFC 8032 §5.1.3). That is early
//! enough, as nobody can have signed with such a key. `ring` also refuses an S that is not below the order of
//! the group.
//!
//! Two kinds of keys that `ring` accepts are refused here, when the key is read. For a key of small order
//! anybody can make signatures that verify. A y that is not below the prime is a second spelling of a key, with
//! another thumbprint. Both can be seen in the bytes.

use crate::error::Problem;

/// 2²⁵⁵ − 19 (RFC 8032 §5.1), as the bytes of a key stand: the lowest first.
const PRIME: [u8; 32] = {
    let mut bytes = [0xff; 32];
    bytes[0] = 0xed;
    bytes[31] = 0x7f;
    bytes
};

/// The y of the points whose order divides eight, but for 0, 1 and −1.
const SMALL_ORDER: [[u8; 32]; 2] = [
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98,
        0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53,
        0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67,
        0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac,
        0x03, 0x7a,
    ],
];

/// What is wrong with a key, if anything is.
pub(super) fn problem(key: &[u8; 32]) -> Option<Problem> {
    let mut y = *key;
    y[31] &= 0x7f; // the sign of x
    if y.iter().rev().ge(PRIME.iter().rev()) {
        return Some(Problem::TooLarge);
    }
    let mut minus_one = PRIME;
    minus_one[0] -= 1;
    let mut one = [0; 32];
    one[0] = 1;
    let small = [[0; 32], one, minus_one].contains(&y) || SMALL_ORDER.contains(&y);
    small.then_some(Problem::SmallOrder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jose::base64url;

    #[test]
    fn every_point_of_small_order_is_known_in_every_spelling() {
        let mut spellings = vec![[0; 32], PRIME];
        for (low, top) in [
            (1, 0),
            (0xec, 0x7f),
            (0xee, 0x7f),
            (0xef, 0x7f),
            (0xff, 0x7f),
        ] {
            let mut y = if top == 0 { [0; 32] } else { PRIME };
            y[0] = low;
            spellings.push(y);
        }
        spellings.extend(SMALL_ORDER);
        for y in spellings {
            for sign in [0, 0x80] {
                let mut key = y;
                key[31] |= sign;
                assert!(problem(&key).is_some(), "{key:02x?}");
            }
        }
    }

    // Eight times such a point is nothing, so that R = nothing and S = 0 is a signature by it of
    // one message in eight.
    #[test]
    fn ring_does_take_signatures_by_points_of_small_order_in_either_spelling() {
        use ring::signature::{ED25519, UnparsedPublicKey};
        let mut identity = [0; 32];
        identity[0] = 1;
        let mut signature = [0; 64];
        signature[0] = 1;
        let mut respelt = PRIME;
        respelt[0] += 1;
        for y in [SMALL_ORDER[0], SMALL_ORDER[1], identity, [0; 32], respelt] {
            let key = UnparsedPublicKey::new(&ED25519, y);
            let taken = (0..200_u8).filter(|m| key.verify(&[*m], &signature).is_ok());
            assert!(taken.count() > 5, "{y:02x?}");
        }
    }

    #[test]
    fn other_keys_are_taken() {
        // RFC 8037 A.2.
        let key = base64url::decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").unwrap();
        assert_eq!(problem(&key.try_into().unwrap()), None);
        let mut two = [0; 32];
        two[0] = 2;
        assert_eq!(problem(&two), None);
    }
}
