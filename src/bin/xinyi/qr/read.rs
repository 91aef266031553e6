//! `xinyi qr read`.

use std::collections::{BTreeSet, HashSet};
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use image::imageops::{self, FilterType};
use image::{GrayImage, ImageReader};
use rxing::common::HybridBinarizer;
use rxing::multi::MultipleBarcodeReader as _;
use rxing::qrcode::cpp_port::QrReader;
use rxing::{BarcodeFormat, BinaryBitmap, DecodeHints, Luma8LuminanceSource};
use xinyi::qr;

use crate::failure::Failure;
use crate::files;
use crate::terminal::say;

/// How large an image is looked at, in quarters of its own size. A smaller one has less noise, and in a larger one small
/// modules are told apart.
const SIZES: [u32; 5] = [4, 2, 3, 6, 8];
/// What an enlarged image may have, in pixels: twice the sides of a photograph of 16 megapixels.
const MOST_PIXELS: u64 = 64_000_000;

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
    for quarters in SIZES {
        for image in &images {
            found.extend(texts_in(image, quarters));
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

    #[test]
    fn images_without_codes_have_no_texts() {
        for (width, height) in [(0, 0), (1, 1), (3, 200), (97, 83)] {
            let mut state = 7_u32;
            let noise = GrayImage::from_fn(width, height, |_, _| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                image::Luma([state.to_be_bytes()[0]])
            });
            for quarters in SIZES {
                assert_eq!(texts_in(&noise, quarters), Vec::<String>::new());
            }
        }
    }
}
