//! `xinyi qr read`.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use image::{GrayImage, ImageReader, imageops};
use rxing::common::HybridBinarizer;
use rxing::qrcode::QRCodeReader;
use rxing::{BinaryBitmap, DecodeHints, Luma8LuminanceSource, Reader as _};
use xinyi::qr;

use crate::failure::Failure;
use crate::files;
use crate::terminal::say;

/// Of images that show codes as small as a seventh of their width, the windows that show one alone.
const MOST_PARTS: u32 = 9;

#[derive(clap::Args)]
pub(crate) struct ReadArgs {
    /// Photographs or scans, in PNG or JPEG; `-` is standard input
    #[arg(required = true)]
    images: Vec<PathBuf>,
}

/// Prints what the codes in some images carry together: a presentation, or several by alias.
pub(super) fn read(args: &ReadArgs) -> Result<ExitCode, Failure> {
    let images = args.images.iter().map(|path| image(path));
    let images = images.collect::<Result<Vec<_>, _>>()?;
    let mut found: BTreeSet<String> = BTreeSet::new();
    let mut decoded = None;
    for parts in 1..=MOST_PARTS {
        for image in &images {
            found.extend(texts_in(image, parts));
        }
        let texts: Vec<&str> = found.iter().map(String::as_str).collect();
        decoded = (!texts.is_empty()).then(|| qr::decode(&texts));
        if let Some(Ok(_)) = decoded {
            break;
        }
    }
    let Some(decoded) = decoded else {
        let problem =
            "no code with a presentation was found; a sharper or closer photograph may show it";
        return Err(Failure::Other(problem.to_owned()));
    };
    say!("{}", decoded?);
    Ok(ExitCode::SUCCESS)
}

/// An image in shades of grey.
fn image(path: &Path) -> Result<GrayImage, Failure> {
    let bytes = files::read_bytes(path)?;
    let failed = |problem: &dyn ToString| files::failed(path, &problem.to_string());
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let reader = reader.map_err(|error| failed(&error))?;
    if reader.format().is_none() {
        return Err(failed(&"a PNG or JPEG image expected"));
    }
    Ok(reader
        .decode()
        .map_err(|error| failed(&error))?
        .into_luma8())
}

/// The texts of codes of ours in an image, which is looked at through windows that overlap: a reader that sees several
/// codes takes corners of one for those of another. The more parts, the smaller the windows.
fn texts_in(image: &GrayImage, parts: u32) -> Vec<String> {
    let (width, height) = image.dimensions();
    let side = match parts {
        1 => width.max(height),
        parts => width.min(height) * 2 / (parts + 1),
    };
    let (wide, high) = (side.min(width), side.min(height));
    let mut texts = Vec::new();
    for top in starts(height, high) {
        for left in starts(width, wide) {
            texts.extend(text_in(
                imageops::crop_imm(image, left, top, wide, high).to_image(),
            ));
        }
    }
    texts
}

/// Where windows begin that cover a length, each a fifth of its own after the one before.
fn starts(length: u32, window: u32) -> impl Iterator<Item = u32> {
    let last = length - window;
    let step = (window / 5).max(1);
    (0..last).step_by(step as usize).chain([last])
}

/// The text of the one code in an image, if it is of ours.
fn text_in(image: GrayImage) -> Option<String> {
    let (width, height) = image.dimensions();
    let source = Luma8LuminanceSource::new(image.into_raw(), width, height).ok()?;
    let mut bits = BinaryBitmap::new(HybridBinarizer::new(source));
    let hints = DecodeHints {
        TryHarder: Some(true),
        ..DecodeHints::default()
    };
    let read = QRCodeReader::new().decode_with_hints(&mut bits, &hints);
    let text = read.ok()?.getText().to_owned();
    text.starts_with("XY1").then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_cover_all_of_an_image() {
        assert_eq!(Vec::from_iter(starts(10, 10)), [0]);
        assert_eq!(Vec::from_iter(starts(0, 0)), [0]);
        assert_eq!(Vec::from_iter(starts(23, 10)), [0, 2, 4, 6, 8, 10, 12, 13]);
    }

    #[test]
    fn images_without_codes_have_no_texts() {
        for (width, height) in [(0, 0), (1, 1), (3, 200), (97, 83)] {
            let mut state = 7_u32;
            let noise = GrayImage::from_fn(width, height, |_, _| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                image::Luma([state.to_be_bytes()[0]])
            });
            for parts in 1..=MOST_PARTS {
                assert_eq!(texts_in(&noise, parts), Vec::<String>::new());
            }
        }
    }
}
