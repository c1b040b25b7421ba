//! Corrects the blocks of a QR code: Reed-Solomon codes over the field of 256 elements.
//!
//! Polynomials have their lowest power first, except blocks, whose first byte is the
//! coefficient of the highest power.

/// What the powers of two are reduced by as they outgrow a byte: x^8 = x^4 + x^3 + x^2 + 1.
const REDUCED: u8 = 0b1_1101;
/// How many powers of two there are.
const ORDER: usize = 255;

/// The field of 256 elements, by its powers of two.
pub struct Field {
    powers: [u8; ORDER],
    logarithms: [u8; ORDER + 1],
}

impl Field {
    pub fn new() -> Self {
        let mut res = Self { powers: [0; ORDER], logarithms: [0; ORDER + 1] };
        let (mut power, mut n) = (1_u8, 0_u8);
        for it in &mut res.powers {
            *it = power;
            if let Some(it) = res.logarithms.get_mut(usize::from(power)) {
                *it = n;
            }
            n = n.wrapping_add(1);
            power = power << 1 ^ if power >> 7 == 1 { REDUCED } else { 0 };
        }
        res
    }

    fn power(&self, n: usize) -> u8 {
        self.powers.get(n % ORDER).copied().unwrap_or_default()
    }

    fn logarithm(&self, it: u8) -> usize {
        self.logarithms.get(usize::from(it)).copied().map_or(0, usize::from)
    }

    fn product(&self, a: u8, b: u8) -> u8 {
        if a == 0 || b == 0 { 0 } else { self.power(self.logarithm(a) + self.logarithm(b)) }
    }

    /// `b` is not 0.
    fn quotient(&self, a: u8, b: u8) -> u8 {
        if a == 0 { 0 } else { self.power(self.logarithm(a) + ORDER - self.logarithm(b)) }
    }

    /// The value of a polynomial at `x`, whose coefficients are given from the highest.
    fn value<'a>(&self, falling: impl Iterator<Item = &'a u8>, x: u8) -> u8 {
        falling.fold(0, |sum, it| self.product(sum, x) ^ it)
    }

    /// Corrects a block, whose last `checks` bytes are its error correction codewords; `None`
    /// if more than `most` bytes, or half of `checks`, are wrong. What it holds is of no use
    /// then.
    ///
    /// It may be corrected to another block than was meant if even more bytes are wrong; the
    /// rarer, the more `checks` exceeds twice `most`.
    pub fn correct(&self, block: &mut [u8], checks: usize, most: usize) -> Option<()> {
        let syndromes: Vec<u8> =
            (0..checks).map(|i| self.value(block.iter(), self.power(i))).collect();
        if syndromes.iter().all(|it| *it == 0) {
            return Some(());
        }
        let locator = self.locator(&syndromes)?;
        let n_wrong = locator.len() - 1;
        if n_wrong > most.min(checks / 2) {
            return None;
        }
        // How wrong the bytes are, by Forney's formula: the first power of two belongs to the
        // first syndrome, hence the odd powers of the locator stand for its derivative.
        let evaluator: Vec<u8> = (0..n_wrong)
            .map(|i| self.convolution(&locator, syndromes.get(..=i).unwrap_or_default()))
            .collect();
        let odd: Vec<u8> =
            locator.iter().enumerate().map(|(i, it)| if i % 2 == 1 { *it } else { 0 }).collect();
        let mut n_corrected = 0;
        // Each byte has its place: the locator is 0 at the inverse of the place of a wrong one.
        for (place, byte) in block.iter_mut().rev().enumerate().take(ORDER) {
            let inverse = self.power(ORDER - place);
            let at_inverse = |it: &[u8]| self.value(it.iter().rev(), inverse);
            if at_inverse(&locator) == 0 {
                let slope = at_inverse(&odd);
                if slope == 0 {
                    return None;
                }
                *byte ^= self.quotient(at_inverse(&evaluator), slope);
                n_corrected += 1;
            }
        }
        (n_corrected == n_wrong).then_some(())
    }

    /// The shortest polynomial that tells each syndrome by those before it, as long as the
    /// number of wrong bytes asks for, by Berlekamp's and Massey's algorithm.
    fn locator(&self, syndromes: &[u8]) -> Option<Vec<u8>> {
        let (mut res, mut earlier) = (vec![1], vec![1]);
        let (mut n_wrong, mut shift, mut earlier_miss) = (0, 1, 1);
        for i in 0..syndromes.len() {
            let miss = self.convolution(&res, syndromes.get(..=i)?);
            if miss != 0 {
                let before = res.clone();
                let factor = self.quotient(miss, earlier_miss);
                res.resize(res.len().max(earlier.len() + shift), 0);
                for (it, earlier) in res.iter_mut().skip(shift).zip(&earlier) {
                    *it ^= self.product(factor, *earlier);
                }
                if 2 * n_wrong <= i {
                    n_wrong = i + 1 - n_wrong;
                    (earlier, earlier_miss, shift) = (before, miss, 0);
                }
            }
            shift += 1;
        }
        res.resize(n_wrong + 1, 0);
        Some(res)
    }

    /// The coefficient of the product of two polynomials at the last power of the second.
    fn convolution(&self, a: &[u8], b: &[u8]) -> u8 {
        a.iter().zip(b.iter().rev()).fold(0, |sum, (a, b)| sum ^ self.product(*a, *b))
    }
}
