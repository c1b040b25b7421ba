//! QR codes: drawn for a room to point its phones at, and read from a picture.

mod blocks;
mod correction;
mod grid;
mod picture;
mod segments;
mod symbol;

use picture::Picture;
use qrcodegen::{QrCode, QrCodeEcc};

/// The light margin that readers need around a code, in modules.
const QUIET: usize = 4;
/// The largest picture that is looked at, in pixels.
const MAX_PIXELS: usize = 64_000_000;
/// The smallest QR code has 21 modules a side, of one pixel at the least.
const MIN_SIDE: usize = 21;
/// Up to here one look is enough; larger pictures are looked at in smaller copies too, in
/// which large codes and the grain of a camera come out clearer.
const ONE_LOOK: usize = 2_000_000;

/// A QR code as a drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    /// The side of the view box in modules, the quiet margin of four around it included.
    pub size: usize,
    /// The dark modules as the data of one SVG path, a rectangle for each run in a row.
    pub path: String,
}

/// Draws `text` so that it can still be read with 15 % of it spoilt; `None` if it is too long
/// for any QR code, which holds about 2,300 bytes then.
///
/// Text in capitals, digits and `-` only, such as a response code, takes the least room.
pub fn draw(text: &str) -> Option<Qr> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let side = usize::try_from(code.size()).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|it| code.get_module(*it, y)).count();
            if run > 0 {
                let (left, top) = (x as usize + QUIET, y as usize + QUIET);
                path += &format!("M{left} {top}h{run}v1h-{run}z");
            }
            x += run.max(1) as i32;
        }
    }
    Some(Qr { size: side + 2 * QUIET, path })
}

/// The texts of all the QR codes that are found in a picture, each text once.
///
/// `luma` has one byte for each pixel, row by row from the top left, 0 for black. Nothing is
/// found in a picture above 64 million pixels or one whose sides do not fit `luma`.
pub fn read(width: usize, height: usize, luma: &[u8]) -> Vec<String> {
    let mut res: Vec<String> = Vec::new();
    let sound = width.checked_mul(height) == Some(luma.len()) && luma.len() <= MAX_PIXELS;
    if !sound || width.min(height) < MIN_SIDE {
        return res;
    }
    let mut picture = Picture { width, height, luma: luma.to_vec() };
    loop {
        for dark_on_light in [true, false] {
            let found = picture.codes(dark_on_light);
            let any = !found.is_empty();
            res.extend(found);
            if any {
                break;
            }
        }
        let small = picture.luma.len() <= ONE_LOOK;
        if small && !res.is_empty() || picture.width.min(picture.height) < 4 * MIN_SIDE {
            break;
        }
        picture = picture.halved();
    }
    res.sort();
    res.dedup();
    res
}

/// The text of one QR code whose modules are known: `dark` has one for each, row by row from
/// the top left, `side` of them in a row, which is 21 to 177 in steps of four. They may be
/// mirrored, but not turned or inverted.
///
/// `None` if they are none of a code, if more of them are wrong than the code's level of
/// error correction can put right, or if its text is in a mode for Japanese or for product
/// identifiers.
pub fn read_modules(side: usize, dark: &[bool]) -> Option<String> {
    symbol::text(side, dark)
}
