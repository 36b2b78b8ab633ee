//! A code as PNG, as few bytes as that takes without a compressor.

use qrcode::{Color, EcLevel, QrCode};

/// Modules of white around the code.
const MARGIN: usize = 4;
/// Longest stored block of the deflate format (RFC 1951).
const BLOCK: usize = 65_535;

/// A square picture of about this width, in pixels; `None` when the text does not fit a code.
#[must_use]
pub fn png(text: &str, width: usize) -> Option<Vec<u8>> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let modules = code.width() + 2 * MARGIN;
    let scale = (width / modules).max(1);
    let side = modules * scale;
    let colors = code.to_colors();
    let is_dark = |x: usize, y: usize| {
        let (x, y) = (x.checked_sub(MARGIN), y.checked_sub(MARGIN));
        let inside = x.zip(y).filter(|(x, y)| *x < code.width() && *y < code.width());
        inside.is_some_and(|(x, y)| colors[y * code.width() + x] == Color::Dark)
    };
    let mut rows = Vec::new();
    for y in 0..side {
        // No filter; one bit for each pixel, dark is 0.
        rows.push(0);
        let bits = (0..side).map(|x| !is_dark(x / scale, y / scale)).collect::<Vec<_>>();
        rows.extend(bits.chunks(8).map(|bits| {
            let byte = bits.iter().fold(0u8, |byte, bit| byte << 1 | u8::from(*bit));
            byte << (8 - bits.len())
        }));
    }
    let side = u32::try_from(side).ok()?.to_be_bytes();
    let mut picture = b"\x89PNG\r\n\x1a\n".to_vec();
    let head: Vec<u8> = [&side[..], &side[..], &[1, 0, 0, 0, 0]].concat();
    push_chunk(&mut picture, b"IHDR", &head);
    push_chunk(&mut picture, b"IDAT", &stored(&rows));
    push_chunk(&mut picture, b"IEND", &[]);
    Some(picture)
}

fn push_chunk(picture: &mut Vec<u8>, name: &[u8; 4], content: &[u8]) {
    let length = u32::try_from(content.len()).unwrap_or(u32::MAX);
    picture.extend(length.to_be_bytes());
    let body = [&name[..], content].concat();
    picture.extend(&body);
    picture.extend(crc32fast::hash(&body).to_be_bytes());
}

/// The zlib form of bytes that are not compressed.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let count = bytes.chunks(BLOCK).count();
    for (number, block) in bytes.chunks(BLOCK).enumerate() {
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        out.push(u8::from(number + 1 == count));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(block);
    }
    let (low, high) = bytes.iter().fold((1u32, 0u32), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    out.extend((high << 16 | low).to_be_bytes());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_its_three_chunks() {
        let picture = png("weixin://x", 430).unwrap();
        assert!(picture.starts_with(b"\x89PNG") && picture.ends_with(b"IEND\xae\x42\x60\x82"));
        assert_eq!(stored(b"abc")[12 - 2..], [0x02, 0x4d, 0x01, 0x27]);
    }
}
