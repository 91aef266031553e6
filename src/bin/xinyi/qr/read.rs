//! `xinyi qr read`.

use std::collections::{BTreeSet, HashSet};
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use image::imageops::{self, FilterType};
use image::{GrayImage, ImageReader};
use rxing::common::HybridBinarizer;
use rxing::multi::MultipleBarcodeReader as _;
use rxing::qrcode::cpp_port::QrReader;
use rxing::{BarcodeFormat, BinaryBitmap, DecodeHints, Luma8LuminanceSource};
use xinyi::qr;

use crate::failure::Failure;
use crate::files;
use crate::guard::guarded;
use crate::terminal::say;

/// How large an image is looked at, in quarters of its own size. A smaller one has less noise, and in a larger one small
/// modules are told apart.
const SIZES: [u32; 5] = [4, 2, 3, 6, 8];
/// What an enlarged image may have, in pixels: twice the sides of a photograph of 16 megapixels.
const MOST_PIXELS: u64 = 64_000_000;
/// What is said of images without codes of ours.
const NOTHING: &str =
    "no code with a presentation was found; a sharper or closer photograph may show it";

#[derive(clap::Args)]
pub(crate) struct ReadArgs {
    /// Photographs or scans, in PNG or JPEG; `-` is standard input
    #[arg(required = true)]
    images: Vec<PathBuf>,
}

/// Prints what the codes in some images carry together: a presentation, or several by alias.
pub(super) fn read(args: &ReadArgs) -> Result<ExitCode, Failure> {
    let images = args.images.iter().map(|path| image(path).map(Arc::new));
    let images = images.collect::<Result<Vec<_>, _>>()?;
    let mut found: BTreeSet<String> = BTreeSet::new();
    let mut decoded = None;
    for quarters in SIZES {
        for image in &images {
            let image = Arc::clone(image);
            let damaged = || Failure::Other(NOTHING.to_owned());
            // One size that ends the reader is one without codes.
            let texts = guarded(move || Ok(texts_in(&image, quarters)), damaged);
            found.extend(texts.unwrap_or_default());
        }
        let texts: Vec<&str> = found.iter().map(String::as_str).collect();
        decoded = (!texts.is_empty()).then(|| qr::decode(&texts));
        if let Some(Ok(_)) = decoded {
            break;
        }
    }
    let Some(decoded) = decoded else {
        return Err(Failure::Other(NOTHING.to_owned()));
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

/// The texts of codes of ours in an image at another size.
fn texts_in(image: &GrayImage, quarters: u32) -> Vec<String> {
    let (width, height) = image.dimensions();
    let [wide, high] = [width, height].map(|side| u64::from(side) * u64::from(quarters) / 4);
    if quarters > 4 && wide * high > MOST_PIXELS {
        return Vec::new();
    }
    let [Ok(wide), Ok(high)] = [wide, high].map(u32::try_from) else {
        return Vec::new();
    };
    let sized = match quarters {
        4 => image.clone(),
        _ => imageops::resize(image, wide, high, FilterType::Triangle),
    };
    let Ok(source) = Luma8LuminanceSource::new(sized.into_raw(), wide, high) else {
        return Vec::new();
    };
    let hints = DecodeHints {
        TryHarder: Some(true),
        PossibleFormats: Some(HashSet::from([BarcodeFormat::QR_CODE])),
        ..DecodeHints::default()
    };
    let mut bits = BinaryBitmap::new(HybridBinarizer::new(source));
    let read = QrReader.decode_multiple_with_hints(&mut bits, &hints);
    let texts = read.unwrap_or_default().into_iter();
    let texts = texts.map(|code| code.getText().to_owned());
    texts.filter(|text| text.starts_with("XY1")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that are the same in every run.
    fn noise(seed: u32) -> impl FnMut(u32) -> u32 {
        let mut state = seed;
        move |below| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % below
        }
    }

    /// A code of four pixels to a module, with a margin of four modules.
    fn drawn(text: &str) -> GrayImage {
        let code = qrcode::QrCode::new(text).unwrap();
        let modules = code.width();
        let side = u32::try_from((modules + 8) * 4).unwrap();
        GrayImage::from_fn(side, side, |x, y| {
            let [x, y] = [x, y].map(|at| (at as usize / 4).wrapping_sub(4));
            let is_dark = x < modules && y < modules && code[(x, y)] == qrcode::Color::Dark;
            image::Luma([if is_dark { 0 } else { 255 }])
        })
    }

    #[test]
    fn a_damaged_code_is_read_or_not_and_nothing_else_comes_of_it() {
        let text = format!("XY1:{}", "TEXT/".repeat(40));
        let whole = drawn(&text);
        let side = whole.width();
        assert_eq!(texts_in(&whole, 4), std::slice::from_ref(&text));
        let mut read = 0;
        for seed in 0..200 {
            let mut random = noise(seed);
            let mut image = whole.clone();
            for _ in 0..random(12) {
                let [left, top] = [random(side), random(side)];
                let [wide, high] = [1 + random(60), 1 + random(60)];
                for y in top..(top + high).min(side) {
                    for x in left..(left + wide).min(side) {
                        image.put_pixel(x, y, image::Luma([u8::try_from(random(256)).unwrap()]));
                    }
                }
            }
            for quarters in [4, 2] {
                let found = texts_in(&image, quarters);
                assert!(found.iter().all(|found| *found == text), "{seed}");
                read += found.len();
            }
        }
        assert!((1..400).contains(&read), "{read}");
    }

    #[test]
    fn what_would_be_too_large_is_not_enlarged() {
        assert!(texts_in(&GrayImage::new(8_001, 2_001), 8).is_empty());
    }

    #[test]
    fn images_without_codes_have_no_texts() {
        for (width, height) in [(0, 0), (1, 1), (3, 200), (97, 83)] {
            let mut random = noise(7);
            let noise = GrayImage::from_fn(width, height, |_, _| {
                image::Luma([u8::try_from(random(256)).unwrap()])
            });
            for quarters in SIZES {
                assert_eq!(texts_in(&noise, quarters), Vec::<String>::new());
            }
        }
    }
}
