//! Puts the codewords of a QR code back into their blocks and corrects them.

use super::correction::Field;

/// How well a code is protected, in the order in which a code says so.
const MEDIUM: usize = 0;
const LOW: usize = 1;

/// For each version how many error correction codewords each block has, and how many blocks
/// there are, both by level: medium, low, high, quartile.
const BLOCKS: [([u8; 4], [u8; 4]); 40] = [
    ([10, 7, 17, 13], [1, 1, 1, 1]),
    ([16, 10, 28, 22], [1, 1, 1, 1]),
    ([26, 15, 22, 18], [1, 1, 2, 2]),
    ([18, 20, 16, 26], [2, 1, 4, 2]),
    ([24, 26, 22, 18], [2, 1, 4, 4]),
    ([16, 18, 28, 24], [4, 2, 4, 4]),
    ([18, 20, 26, 18], [4, 2, 5, 6]),
    ([22, 24, 26, 22], [4, 2, 6, 6]),
    ([22, 30, 24, 20], [5, 2, 8, 8]),
    ([26, 18, 28, 24], [5, 4, 8, 8]),
    ([30, 20, 24, 28], [5, 4, 11, 8]),
    ([22, 24, 28, 26], [8, 4, 11, 10]),
    ([22, 26, 22, 24], [9, 4, 16, 12]),
    ([24, 30, 24, 20], [9, 4, 16, 16]),
    ([24, 22, 24, 30], [10, 6, 18, 12]),
    ([28, 24, 30, 24], [10, 6, 16, 17]),
    ([28, 28, 28, 28], [11, 6, 19, 16]),
    ([26, 30, 28, 28], [13, 6, 21, 18]),
    ([26, 28, 26, 26], [14, 7, 25, 21]),
    ([26, 28, 28, 30], [16, 8, 25, 20]),
    ([26, 28, 30, 28], [17, 8, 25, 23]),
    ([28, 28, 24, 30], [17, 9, 34, 23]),
    ([28, 30, 30, 30], [18, 9, 30, 25]),
    ([28, 30, 30, 30], [20, 10, 32, 27]),
    ([28, 26, 30, 30], [21, 12, 35, 29]),
    ([28, 28, 30, 28], [23, 12, 37, 34]),
    ([28, 30, 30, 30], [25, 12, 40, 34]),
    ([28, 30, 30, 30], [26, 13, 42, 35]),
    ([28, 30, 30, 30], [28, 14, 45, 38]),
    ([28, 30, 30, 30], [29, 15, 48, 40]),
    ([28, 30, 30, 30], [31, 16, 51, 43]),
    ([28, 30, 30, 30], [33, 17, 54, 45]),
    ([28, 30, 30, 30], [35, 18, 57, 48]),
    ([28, 30, 30, 30], [37, 19, 60, 51]),
    ([28, 30, 30, 30], [38, 19, 63, 53]),
    ([28, 30, 30, 30], [40, 20, 66, 56]),
    ([28, 30, 30, 30], [43, 21, 70, 59]),
    ([28, 30, 30, 30], [45, 22, 74, 62]),
    ([28, 30, 30, 30], [47, 24, 77, 65]),
    ([28, 30, 30, 30], [49, 25, 81, 68]),
];

/// The data in the codewords of a code of this version, 1 to 40, and level, 0 to 3; `None` if
/// too many codewords of a block are wrong.
pub fn data(codewords: &[u8], version: usize, level: usize) -> Option<Vec<u8>> {
    let (checks, blocks) = BLOCKS.get(version.checked_sub(1)?)?;
    let (checks, n) = (usize::from(*checks.get(level)?), usize::from(*blocks.get(level)?));
    // The last blocks may have one codeword of data more.
    let n_short = n - codewords.len() % n;
    let n_data = (codewords.len() / n).checked_sub(checks)?;
    let mut blocks: Vec<Vec<u8>> = vec![Vec::new(); n];
    let mut codewords = codewords.iter();
    for i in 0..n_data + 1 + checks {
        for (at, block) in blocks.iter_mut().enumerate() {
            if i != n_data || at >= n_short {
                block.push(*codewords.next()?);
            }
        }
    }
    // The smallest codes correct fewer errors than they could, so that they are not misread.
    let spared = usize::from(matches!((version, level), (1, LOW | MEDIUM) | (2, LOW)));
    let field = Field::new();
    let mut res = Vec::new();
    for mut block in blocks {
        field.correct(&mut block, checks, checks / 2 - spared)?;
        res.extend(block.get(..block.len() - checks)?);
    }
    Some(res)
}
