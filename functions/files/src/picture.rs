//! Small pictures: made anew from the pixels, so that nothing of what a camera has written into the file is in them.

use std::io::Cursor;

use application::FileInspection;
use domain::{FileRefusal, MediaType};
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};

/// The longer side of a small picture, in pixels.
const LONGEST_SIDE: u32 = 640;
const QUALITY: u8 = 80;
/// No camera's picture is longer, and none has more pixels: a small file that says so is there to fill memory.
const MOST_SIDE: u32 = 16_384;
const MOST_PIXELS: u64 = 64_000_000;
/// What decoding may take of the function's memory, which has room for the file and for this.
const MOST_BYTES: u64 = 288 * 1024 * 1024;

/// Reads a picture and makes a small one of it.
pub(crate) fn inspect(bytes: &[u8], media_type: &MediaType) -> Result<FileInspection, FileRefusal> {
    read(bytes, media_type).ok_or(FileRefusal::Unreadable)
}

fn read(bytes: &[u8], media_type: &MediaType) -> Option<FileInspection> {
    let format = ImageFormat::from_mime_type(media_type.as_str())?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits());
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS || decoder.total_bytes() > MOST_BYTES {
        return None;
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).ok()?;
    let mut small = match width.max(height) <= LONGEST_SIDE {
        true => picture,
        false => picture.thumbnail(LONGEST_SIDE, LONGEST_SIDE),
    };
    small.apply_orientation(orientation);
    let is_turned = matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    );
    let size = Some(if is_turned { (height, width) } else { (width, height) });
    Some(FileInspection { size, thumbnail: Some(encoded(&on_white(&small))?) })
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    limits.max_alloc = Some(MOST_BYTES);
    limits
}

/// A JPEG knows no transparency: what shines through is white, as on the page.
fn on_white(picture: &DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return DynamicImage::ImageRgb8(picture.to_rgb8());
    }
    let mut opaque = image::RgbImage::new(picture.width(), picture.height());
    for (pixel, seen) in opaque.pixels_mut().zip(picture.to_rgba8().pixels()) {
        let [red, green, blue, alpha] = seen.0.map(u32::from);
        let over_white = |part: u32| ((part * alpha + 255 * (255 - alpha)) / 255) as u8;
        pixel.0 = [red, green, blue].map(over_white);
    }
    DynamicImage::ImageRgb8(opaque)
}

fn encoded(picture: &DynamicImage) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY)).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let picture = image::RgbaImage::from_pixel(width, height, image::Rgba([200, 0, 0, 0]));
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    fn inspect_png(bytes: &[u8]) -> Result<FileInspection, FileRefusal> {
        inspect(bytes, &"image/png".parse().unwrap())
    }

    #[test]
    fn a_small_picture_has_a_longer_side_of_640_pixels_at_most_and_what_is_transparent_is_white() {
        let seen = inspect_png(&png(1_600, 400)).unwrap();
        assert_eq!(seen.size, Some((1_600, 400)));
        let small = image::load_from_memory(&seen.thumbnail.unwrap()).unwrap();
        assert_eq!((small.width(), small.height()), (640, 160));
        let pixel = small.to_rgb8().get_pixel(5, 5).0;
        assert!(pixel.iter().all(|part| *part > 250), "{pixel:?}");
        let seen = inspect_png(&png(10, 20)).unwrap();
        let small = image::load_from_memory(&seen.thumbnail.unwrap()).unwrap();
        assert_eq!((small.width(), small.height()), (10, 20), "it is not blown up");
    }

    /// A header that says that the picture is larger than any: the bytes for it need not be there.
    #[test]
    fn a_picture_that_would_fill_memory_is_refused_before_it_does() {
        let mut bomb = png(8, 8);
        // The header's width and height, and its checksum, which is computed anew.
        bomb[16..24].copy_from_slice(&[0, 0, 0x40, 0, 0, 0, 0x40, 0]);
        let checksum = crc(&bomb[12..29]);
        bomb[29..33].copy_from_slice(&checksum.to_be_bytes());
        assert_eq!(inspect_png(&bomb), Err(FileRefusal::Unreadable));
    }

    /// CRC-32 as PNG has it.
    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0_u32, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
                if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 }
            })
        })
    }
}
