//! `sign-rate THREADS`: how many Ed25519 signatures bare `ring` makes in a second of each of so many threads, of as many
//! bytes as the payload of a bundle has. Prints that number.

use std::hint::black_box;
use std::thread;
use std::time::Instant;

use ring::rand::SystemRandom;
use ring::signature::Ed25519KeyPair;

const SIGNATURES: u32 = 40_000;
const BYTES: usize = 1_600;

fn main() {
    let threads = std::env::args().nth(1).and_then(|n| n.parse().ok());
    let threads: u32 = threads.expect("usage: sign-rate THREADS");
    let seconds: f64 = thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(sign)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().expect("a time"))
            .sum()
    });
    println!("{:.0}", f64::from(SIGNATURES * threads) / seconds);
}

/// Seconds that the signatures take.
fn sign() -> f64 {
    let key = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("a key");
    let key = Ed25519KeyPair::from_pkcs8(key.as_ref()).expect("a key");
    let message = [b'a'; BYTES];
    let begun = Instant::now();
    for _ in 0..SIGNATURES {
        black_box(key.sign(black_box(&message)));
    }
    begun.elapsed().as_secs_f64()
}
