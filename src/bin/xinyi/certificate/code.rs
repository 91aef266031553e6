//! The codes of a certificate, drawn.

use qrcode::types::Color;
use qrcode::{EcLevel, QrCode};
use xinyi::{Code, QrOptions, qr};

use crate::failure::Failure;

/// How many codes a page has room for, in rows of three.
const ROOM: usize = 6;

/// How long their texts are: codes of the versions 10, 13, 16, 19 and 22 hold as much with error correction M. The fewer
/// modules a code has, the worse a photograph of it may be.
const LENGTHS: [usize; 5] = [300, 465, 640, 890, 1_110];

/// White around a code, in modules (ISO/IEC 18004).
const QUIET: usize = 4;

/// A code for each text that carries a presentation, as SVG.
pub(super) fn drawn(presentation: &str) -> Result<Vec<String>, Failure> {
    for length in LENGTHS {
        let options = QrOptions { max_length: length };
        match qr::encode(presentation, &options) {
            Ok(texts) if texts.len() <= ROOM => {
                return texts.iter().map(|text| draw(text)).collect();
            }
            Err(error) if error.code() != Code::LimitItems => return Err(error.into()),
            _ => {}
        }
    }
    Err(Failure::Other(
        "the certificate discloses too much for the codes of one page".to_owned(),
    ))
}

/// Runs of dark modules in each row, as one path.
fn draw(text: &str) -> Result<String, Failure> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M);
    let code = code.map_err(|error| Failure::Other(error.to_string()))?;
    let (modules, width) = (code.to_colors(), code.width());
    let mut path = String::new();
    for (y, row) in modules.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                let (x, y, run) = (x + QUIET, y + QUIET, run.len());
                path.push_str(&format!("M{x} {y}h{run}v1h-{run}z"));
            }
            x += run.len();
        }
    }
    let size = width + 2 * QUIET;
    Ok(format!(
        r##"<svg viewBox="0 0 {size} {size}" shape-rendering="crispEdges" role="img"><path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{path}"/></svg>"##
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The side of a code in modules.
    fn sides(presentation: &str) -> Vec<usize> {
        let codes = drawn(presentation).unwrap();
        let side = |code: &String| {
            let (_, size) = code.split_once("viewBox=\"0 0 ").unwrap();
            size.split(' ').next().unwrap().parse::<usize>().unwrap() - 2 * QUIET
        };
        codes.iter().map(side).collect()
    }

    /// Text that does not deflate.
    fn noise(bytes: usize) -> String {
        let mut state = 1_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from(b'0' + u8::try_from(state >> 26).unwrap())
        };
        std::iter::repeat_with(&mut next).take(bytes).collect()
    }

    #[test]
    fn few_codes_of_few_modules_carry_a_presentation() {
        for (bytes, version) in [(1_000, 10), (1_700, 13), (4_500, 22)] {
            let sides = sides(&noise(bytes));
            assert!((2..=ROOM).contains(&sides.len()), "{bytes}: {sides:?}");
            assert!(
                sides.iter().all(|side| *side <= 17 + 4 * version),
                "{bytes}: {sides:?}"
            );
        }
        assert!(drawn(&noise(12_000)).is_err());
    }
}
