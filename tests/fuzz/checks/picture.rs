//! QR codes in pictures.

use partnership_assessment::exchange::qr;

/// The first character says what the rest is: modules of a code that are known, or a grey
/// picture with rows of a certain length.
pub fn picture(text: &str) {
    let Some((kind, rest)) = text.split_at_checked(1) else { return };
    let kind = usize::from(kind.as_bytes().first().copied().unwrap_or_default());
    if kind == usize::from(b'#') {
        let dark: Vec<bool> = rest.bytes().map(|it| it % 2 == 1).collect();
        let side = (0..40).rev().map(|it| 21 + 4 * it).find(|it| it * it <= dark.len());
        if let Some(side) = side {
            qr::read_modules(side, &dark[..side * side]);
        }
        return;
    }
    let width = 21 + kind;
    let height = rest.len() / width;
    let luma: Vec<u8> = rest.bytes().take(width * height).map(|it| it << 1).collect();
    for text in qr::read(width, height, &luma) {
        // The largest code holds no more.
        assert!(text.chars().count() <= 7_089);
    }
}
