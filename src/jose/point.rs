//! Points of P-256 and SM2: whether a key lies on its curve, by the crates `p256` and `sm2`.
//!
//! `ring` checks that as well, but only with a signature, and then says no more than that the signature is invalid.

use p256::FieldBytes;
use p256::elliptic_curve::point::AffineCoordinates;

/// An uncompressed point: `04`, x, y (SEC 1 §2.3.3).
pub(crate) type Point = [u8; 65];

/// The point of a curve with these coordinates, each below the prime. The point at infinity has none.
///
/// It is read from its coordinates: reading any SEC 1 point would link the square root that compressed ones need.
pub(super) fn on_curve<P: AffineCoordinates<FieldRepr = FieldBytes>>(point: &Point) -> Option<P> {
    let (x, y) = point[1..].split_at(32);
    let field = |bytes: &[u8]| FieldBytes::from_fn(|i| bytes[i]);
    P::from_coordinates(&field(x), &field(y)).into_option()
}

/// Whether it is a point of P-256 (SP 800-186 §3.2.1.3).
pub(super) fn is_of_p256(point: &Point) -> bool {
    on_curve::<p256::AffinePoint>(point).is_some()
}

/// Whether it is a point of SM2 (GB/T 32918.5 §2).
#[cfg(feature = "sm2")]
pub(super) fn is_of_sm2(point: &Point) -> bool {
    on_curve::<sm2::AffinePoint>(point).is_some()
}

/// Not checked without the feature: every use of such a key is refused then.
#[cfg(not(feature = "sm2"))]
pub(super) fn is_of_sm2(_: &Point) -> bool {
    true
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

    #[cfg(feature = "sm2")]
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
        only_the_first_is_of(is_of_p256, [&p256, &sm2]);
        only_the_first_is_of(is_of_sm2, [&sm2, &p256]);
    }

    #[cfg(feature = "sm2")]
    #[track_caller]
    fn only_the_first_is_of(is_of_curve: fn(&Point) -> bool, [own, other]: [&Point; 2]) {
        assert!(is_of_curve(own));
        assert!(!is_of_curve(other));
        for i in 1..65 {
            let mut off = *own;
            off[i] ^= 1;
            assert!(!is_of_curve(&off), "{i}");
        }
    }

    #[test]
    fn a_coordinate_is_below_the_prime() {
        // With y² = b there is a point at x = 0, and so another spelling of it at x = p.
        let y = "66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4";
        assert!(is_of_p256(&point(&"00".repeat(32), y)));
        let p = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
        assert!(!is_of_p256(&point(p, y)));
        assert!(!is_of_p256(&point(&"00".repeat(32), &"ff".repeat(32))));
        assert!(!is_of_p256(&point(&"00".repeat(32), &"00".repeat(32))));
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
}
