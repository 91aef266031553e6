//! Whether the coordinates of a public key are those of a point that a key may be.
//!
//! `ring` finds out together with a signature, which is safe, but late, and says no more than that
//! the signature is not valid. All of this is public: nothing here needs to take constant time.

use crate::error::Problem;

/// An uncompressed point: `04`, x, y (SEC 1 §2.3.3).
pub(crate) type Point = [u8; 65];

/// A curve in short Weierstraß form, y² = x³ − 3x + b, by its prime and b.
pub(super) struct Weierstrass {
    p: Number,
    b: Number,
}

/// P-256 (SP 800-186 §3.2.1.3).
pub(super) const P256: Weierstrass = Weierstrass {
    p: Number([
        0xffff_ffff,
        0xffff_ffff,
        0xffff_ffff,
        0,
        0,
        0,
        1,
        0xffff_ffff,
    ]),
    b: Number([
        0x27d2_604b,
        0x3bce_3c3e,
        0xcc53_b0f6,
        0x651d_06b0,
        0x7698_86bc,
        0xb3eb_bd55,
        0xaa3a_93e7,
        0x5ac6_35d8,
    ]),
};

/// SM2 (GB/T 32918.5 §2).
pub(super) const SM2: Weierstrass = Weierstrass {
    p: Number([
        0xffff_ffff,
        0xffff_ffff,
        0,
        0xffff_ffff,
        0xffff_ffff,
        0xffff_ffff,
        0xffff_ffff,
        0xffff_fffe,
    ]),
    b: Number([
        0x4d94_0e93,
        0xddbc_bd41,
        0x15ab_8f92,
        0xf397_89f5,
        0xcf65_09a7,
        0x4d5a_9e4b,
        0x9d9f_5e34,
        0x28e9_fa9e,
    ]),
};

impl Weierstrass {
    /// Whether a point lies on the curve, by coordinates below the prime. The point at infinity
    /// has no coordinates.
    pub(super) fn has(&self, point: &Point) -> bool {
        let (x, y) = point[1..].split_at(32);
        let [x, y] = [x, y].map(Number::from_be_bytes);
        let p = &self.p;
        if x.minus(p).is_some() || y.minus(p).is_some() {
            return false;
        }
        let Some(minus_three) = p.minus(&Number([3, 0, 0, 0, 0, 0, 0, 0])) else {
            return false;
        };
        // x³ − 3x + b = (x² − 3)x + b
        let right = x
            .times(&x, p)
            .plus(&minus_three, p)
            .times(&x, p)
            .plus(&self.b, p);
        y.times(&y, p) == right
    }
}

/// A number of 256 bits, the lowest first. Three multiplications a key do not pay for a library:
/// the one that the SM2 crate uses would add 3.6 KB to the compressed module for these.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Number([u32; 8]);

impl Number {
    fn from_be_bytes(bytes: &[u8]) -> Self {
        let mut number = Self([0; 8]);
        for (limb, bytes) in number.0.iter_mut().rev().zip(bytes.as_chunks::<4>().0) {
            *limb = u32::from_be_bytes(*bytes);
        }
        number
    }

    /// The sum modulo p, of two numbers below p.
    fn plus(&self, other: &Self, p: &Self) -> Self {
        let mut sum = [0; 8];
        let mut carry = 0;
        for ((sum, a), b) in sum.iter_mut().zip(self.0).zip(other.0) {
            carry += u64::from(a) + u64::from(b);
            *sum = low(carry);
            carry >>= 32;
        }
        let sum = Self(sum);
        match (sum.wrapping_minus(p), carry) {
            ((reduced, _), 1) | ((reduced, false), _) => reduced,
            _ => sum,
        }
    }

    /// The product modulo p, for a p between 2²⁵⁵ and 2²⁵⁶: a limb at a time. A trust list has tens of
    /// thousands of keys, and this is most of what reading one takes.
    fn times(&self, other: &Self, p: &Self) -> Self {
        let (beyond, _) = Self([0; 8]).wrapping_minus(p);
        let mut product = Self([0; 8]);
        for limb in self.0.iter().rev() {
            let [low @ .., high] = product.0;
            let mut moved = Self([0; 8]);
            moved.0[1..].copy_from_slice(&low);
            let (sum, high) = moved.folded(high, &beyond).plus_times(other, *limb);
            product = sum.folded(high, &beyond);
        }
        match product.wrapping_minus(p) {
            (reduced, false) => reduced,
            _ => product,
        }
    }

    /// The same modulo p as this and `high` times 2²⁵⁶, by `beyond`, which is 2²⁵⁶ − p.
    fn folded(self, high: u32, beyond: &Self) -> Self {
        let (mut number, mut high) = (self, high);
        while high > 0 {
            (number, high) = number.plus_times(beyond, high);
        }
        number
    }

    /// This and so many times the other: the sum modulo 2²⁵⁶, and how often it passes that.
    fn plus_times(&self, other: &Self, factor: u32) -> (Self, u32) {
        let mut sum = [0; 8];
        let mut carry = 0;
        for ((sum, a), b) in sum.iter_mut().zip(self.0).zip(other.0) {
            carry += u64::from(a) + u64::from(b) * u64::from(factor);
            *sum = low(carry);
            carry >>= 32;
        }
        (Self(sum), low(carry))
    }

    /// The difference, unless it is negative.
    fn minus(&self, other: &Self) -> Option<Self> {
        match self.wrapping_minus(other) {
            (difference, false) => Some(difference),
            _ => None,
        }
    }

    /// The difference modulo 2²⁵⁶, and whether it is negative.
    fn wrapping_minus(&self, other: &Self) -> (Self, bool) {
        let mut difference = [0; 8];
        let mut borrow = false;
        for ((difference, a), b) in difference.iter_mut().zip(self.0).zip(other.0) {
            let (once, first) = a.overflowing_sub(b);
            let (twice, second) = once.overflowing_sub(u32::from(borrow));
            *difference = twice;
            borrow = first || second;
        }
        (Self(difference), borrow)
    }
}

/// The low 32 bits.
fn low(number: u64) -> u32 {
    (number & u64::from(u32::MAX)) as u32
}

/// 2²⁵⁵ − 19 (RFC 8032 §5.1), as the bytes of a key stand: the lowest first.
const ED25519_PRIME: [u8; 32] = {
    let mut bytes = [0xff; 32];
    bytes[0] = 0xed;
    bytes[31] = 0x7f;
    bytes
};

/// The y of Ed25519's points of an order that divides eight, but for 0, 1 and −1. Of a key like
/// that everybody can sign something.
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

/// What is wrong with an Ed25519 key (RFC 8032 §5.1.3) that can be seen without taking a root:
/// whether there is an x to its y is found out with the first signature.
pub(super) fn ed25519_problem(key: &[u8; 32]) -> Option<Problem> {
    let mut y = *key;
    y[31] &= 0x7f; // the sign of x
    if y.iter().rev().ge(ED25519_PRIME.iter().rev()) {
        return Some(Problem::TooLarge);
    }
    let mut minus_one = ED25519_PRIME;
    minus_one[0] -= 1;
    let mut one = [0; 32];
    one[0] = 1;
    let small = [[0; 32], one, minus_one].contains(&y) || SMALL_ORDER.contains(&y);
    small.then_some(Problem::SmallOrder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(text: &str) -> Vec<u8> {
        (0..text.len())
            .step_by(2)
            .map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap())
            .collect()
    }

    fn point(x: &str, y: &str) -> Point {
        [vec![4], hex(x), hex(y)].concat().try_into().unwrap()
    }

    #[test]
    fn the_base_points_are_on_their_curves_and_nowhere_else() {
        // SP 800-186 §3.2.1.3 and GB/T 32918.5 §2.
        let p256 = point(
            "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
            "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
        );
        let sm2 = point(
            "32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7",
            "bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0",
        );
        for (curve, own, other) in [(P256, &p256, &sm2), (SM2, &sm2, &p256)] {
            assert!(curve.has(own));
            assert!(!curve.has(other));
            for i in 1..65 {
                let mut off = *own;
                off[i] ^= 1;
                assert!(!curve.has(&off), "{i}");
            }
        }
    }

    #[test]
    fn a_coordinate_is_below_the_prime() {
        // With y² = b there is a point at x = 0, and so another spelling of it at x = p.
        let y = "66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4";
        assert!(P256.has(&point(&"00".repeat(32), y)));
        let p = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
        assert!(!P256.has(&point(p, y)));
        assert!(!P256.has(&point(&"00".repeat(32), &"ff".repeat(32))));
        assert!(!P256.has(&point(&"00".repeat(32), &"00".repeat(32))));
    }

    #[test]
    fn every_point_of_small_order_is_known_in_every_spelling() {
        let mut spellings = vec![[0; 32], ED25519_PRIME];
        for (low, top) in [
            (1, 0),
            (0xec, 0x7f),
            (0xee, 0x7f),
            (0xef, 0x7f),
            (0xff, 0x7f),
        ] {
            let mut y = if top == 0 { [0; 32] } else { ED25519_PRIME };
            y[0] = low;
            spellings.push(y);
        }
        spellings.extend(SMALL_ORDER);
        for y in spellings {
            for sign in [0, 0x80] {
                let mut key = y;
                key[31] |= sign;
                assert!(ed25519_problem(&key).is_some(), "{key:02x?}");
            }
        }
    }

    // Eight times such a point is nothing, so that R = nothing and S = 0 is a signature by it of
    // one message in eight.
    #[test]
    fn ring_does_take_signatures_by_points_of_small_order() {
        use ring::signature::{ED25519, UnparsedPublicKey};
        let mut identity = [0; 32];
        identity[0] = 1;
        let mut signature = [0; 64];
        signature[0] = 1;
        for y in [SMALL_ORDER[0], SMALL_ORDER[1], identity, [0; 32]] {
            let key = UnparsedPublicKey::new(&ED25519, y);
            let taken = (0..200_u8).filter(|m| key.verify(&[*m], &signature).is_ok());
            assert!(taken.count() > 5, "{y:02x?}");
        }
    }

    #[cfg(feature = "sm2")]
    #[test]
    fn numbers_are_those_of_the_library() {
        use proptest::prelude::*;
        use sm2::elliptic_curve::bigint::{NonZero, U256};

        let theirs = |n: &Number| {
            let bytes: Vec<u8> =
                n.0.iter()
                    .rev()
                    .flat_map(|limb| limb.to_be_bytes())
                    .collect();
            U256::from_be_slice(&bytes)
        };
        for curve in [P256, SM2] {
            let p = NonZero::new(theirs(&curve.p)).unwrap();
            let below = |limbs| match Number(limbs) {
                number if number.minus(&curve.p).is_some() => number.minus(&curve.p).unwrap(),
                number => number,
            };
            proptest!(|(a: [u32; 8], b: [u32; 8])| {
                let (a, b) = (below(a), below(b));
                let sum = theirs(&a).add_mod(&theirs(&b), &p);
                prop_assert_eq!(theirs(&a.plus(&b, &curve.p)), sum);
                let product = theirs(&a).mul_mod(&theirs(&b), &p);
                prop_assert_eq!(theirs(&a.times(&b, &curve.p)), product);
            });
        }
    }

    #[test]
    fn whatever_signers_generate_is_taken() {
        #[cfg(feature = "issuer")]
        for algorithm in [crate::jose::Algorithm::Es256, crate::jose::Algorithm::Sm2] {
            for _ in 0..50 {
                let random = ring::rand::SystemRandom::new();
                let key = crate::jose::SigningKey::generate(algorithm, &random).unwrap();
                let jwk = key.to_jwk().into();
                assert!(crate::jose::PublicKey::from_jwk(&jwk).is_ok());
            }
        }
    }

    #[test]
    fn other_keys_are_taken() {
        // RFC 8037 A.2.
        let key = hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        assert_eq!(ed25519_problem(&key.try_into().unwrap()), None);
        let mut two = [0; 32];
        two[0] = 2;
        assert_eq!(ed25519_problem(&two), None);
    }
}
