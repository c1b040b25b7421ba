//! Reads the text in the data of a QR code, which is segments of bits.

/// What two characters of the alphanumeric mode are digits of.
const ALPHANUMERIC: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// The bits of some bytes, from the highest of the first on.
struct Bits<'a> {
    bytes: &'a [u8],
    next: usize,
}

impl Bits<'_> {
    /// The next `n` bits, at most 16, as a number; `None` if there are fewer.
    fn take(&mut self, n: usize) -> Option<usize> {
        let mut res = 0;
        for at in self.next..self.next + n {
            let byte = usize::from(*self.bytes.get(at / 8)?);
            res = res << 1 | byte >> (7 - at % 8) & 1;
        }
        self.next += n;
        Some(res)
    }

    /// Adds the `n` digits of the number in the next `bits` bits, by their characters.
    fn digits(&mut self, text: &mut Vec<u8>, bits: usize, n: u32, characters: &[u8]) -> Option<()> {
        let value = self.take(bits)?;
        let base = characters.len();
        for power in (0..n).rev() {
            let value = value / base.pow(power);
            // Only the first digit can be too large.
            let digit = if power + 1 == n { value } else { value % base };
            text.push(*characters.get(digit)?);
        }
        Some(())
    }
}

/// The text in the data of a code of this version, 1 to 40.
///
/// Bytes are UTF-8, or else Latin-1 unless the code names another character set. Of a text in
/// several codes, this one's part is read. `None` if there are Kanji characters, product
/// identifiers (FNC1) or no sense in it.
pub fn text(data: &[u8], version: usize) -> Option<String> {
    let mut bits = Bits { bytes: data, next: 0 };
    let mut text: Vec<u8> = Vec::new();
    let mut may_be_latin = true;
    // How long the number of characters is goes by the version, in three groups.
    let long = |small: usize, middle: usize, large: usize| match version {
        ..=9 => small,
        10..=26 => middle,
        _ => large,
    };
    // The end needs no sign if there is no room for it.
    while let Some(mode) = bits.take(4) {
        match mode {
            0 => break,
            1 => {
                let mut n = bits.take(long(10, 12, 14))?;
                while n >= 3 {
                    bits.digits(&mut text, 10, 3, b"0123456789")?;
                    n -= 3;
                }
                match n {
                    1 => bits.digits(&mut text, 4, 1, b"0123456789")?,
                    2 => bits.digits(&mut text, 7, 2, b"0123456789")?,
                    _ => {}
                }
            }
            2 => {
                let mut n = bits.take(long(9, 11, 13))?;
                while n >= 2 {
                    bits.digits(&mut text, 11, 2, ALPHANUMERIC)?;
                    n -= 2;
                }
                if n == 1 {
                    bits.digits(&mut text, 6, 1, ALPHANUMERIC)?;
                }
            }
            // The place among several codes and their common checksum.
            3 => {
                bits.take(16)?;
            }
            4 => {
                for _ in 0..bits.take(long(8, 16, 16))? {
                    text.push(u8::try_from(bits.take(8)?).ok()?);
                }
            }
            7 => {
                // The number of a character set takes one to three bytes, by its first bits.
                let first = bits.take(8)?;
                match first {
                    ..0x80 => {}
                    0x80..0xC0 => {
                        bits.take(8)?;
                    }
                    0xC0..0xE0 => {
                        bits.take(16)?;
                    }
                    _ => return None,
                }
                may_be_latin = matches!(first, 1 | 3);
            }
            _ => return None,
        }
    }
    match String::from_utf8(text) {
        Ok(it) => Some(it),
        Err(it) if may_be_latin => Some(it.into_bytes().into_iter().map(char::from).collect()),
        Err(_) => None,
    }
}
