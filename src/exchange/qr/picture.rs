//! Finds the squares in the corners of QR codes in a grey picture.

use super::grid;

/// The most squares that are looked at: those that the most rows have seen.
const MOST_SQUARES: usize = 120;
/// The most codes that three squares are tried for.
const MOST_TRIES: usize = 200;

/// A grey picture; its `luma` has `width * height` bytes.
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pub luma: Vec<u8>,
}

/// A picture in black and white.
pub struct Plan {
    width: usize,
    height: usize,
    dark: Vec<bool>,
}

/// A place in a picture, in pixels from the top left.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Place {
    pub x: f64,
    pub y: f64,
}

impl Place {
    pub fn plus(self, other: Self, times: f64) -> Self {
        Self { x: self.x + other.x * times, y: self.y + other.y * times }
    }

    pub fn minus(self, other: Self) -> Self {
        self.plus(other, -1.0)
    }

    pub fn length(self) -> f64 {
        self.x.hypot(self.y)
    }
}

/// One of the three squares in the corners of a code.
#[derive(Clone, Copy, Debug)]
struct Square {
    middle: Place,
    /// How wide it is from left to right, in pixels: seven modules, or more if it is turned.
    side: f64,
    /// How many rows have seen it.
    seen: f64,
}

impl Square {
    /// 0 if all the rows through its middle have seen it, which are three in seven; 1 if none.
    fn doubt(&self) -> f64 {
        (1.0 - self.seen * 7.0 / 3.0 / self.side).max(0.0)
    }
}

impl Picture {
    /// The texts of the codes in it.
    pub fn codes(&self, dark_on_light: bool) -> Vec<String> {
        let plan = self.plan(dark_on_light);
        let squares = plan.squares();
        let mut used = vec![false; squares.len()];
        let mut res = Vec::new();
        for corners in corners(&squares).into_iter().take(MOST_TRIES) {
            let free = |it: &usize| used.get(*it) == Some(&false);
            if !corners.iter().all(free) {
                continue;
            }
            let middles = corners.map(|it| squares.get(it).map(|it| it.middle).unwrap_or_default());
            if let Some(text) = grid::read(&plan, middles) {
                res.push(text);
                for at in corners {
                    if let Some(it) = used.get_mut(at) {
                        *it = true;
                    }
                }
            }
        }
        res
    }

    /// Half as wide and high, each pixel the mean of four.
    pub fn halved(&self) -> Self {
        let (width, height) = (self.width / 2, self.height / 2);
        let mut luma = Vec::with_capacity(width * height);
        let mut rows = self.luma.chunks_exact(self.width.max(1));
        while let (Some(top), Some(bottom)) = (rows.next(), rows.next()) {
            for (top, bottom) in top.chunks_exact(2).zip(bottom.chunks_exact(2)) {
                let sum: u32 = top.iter().chain(bottom).map(|it| u32::from(*it)).sum();
                luma.push(u8::try_from(sum / 4).unwrap_or(u8::MAX));
            }
        }
        Self { width, height, luma }
    }

    /// Judges each pixel by the mean of its surroundings, because light falls unevenly.
    fn plan(&self, dark_on_light: bool) -> Plan {
        let (width, height) = (self.width, self.height);
        let reach = (width.min(height) / 16).max(8);
        let row = |y: usize| self.luma.get(y * width..(y + 1) * width).unwrap_or_default();
        let mut columns = vec![0_u64; width];
        let mut dark = Vec::with_capacity(width * height);
        let add = |columns: &mut Vec<u64>, y: usize, sign: bool| {
            for (sum, pixel) in columns.iter_mut().zip(row(y)) {
                let pixel = u64::from(*pixel);
                *sum = if sign { *sum + pixel } else { sum.saturating_sub(pixel) };
            }
        };
        for y in 0..reach.min(height) {
            add(&mut columns, y, true);
        }
        for y in 0..height {
            if y + reach < height {
                add(&mut columns, y + reach, true);
            }
            if y > reach {
                add(&mut columns, y - reach - 1, false);
            }
            let n_rows = (y + reach + 1).min(height) - y.saturating_sub(reach);
            let at = |x: usize| columns.get(x).copied().unwrap_or_default();
            let mut sum: u64 = columns.iter().take(reach).sum();
            for (x, pixel) in row(y).iter().enumerate() {
                if x + reach < width {
                    sum += at(x + reach);
                }
                if x > reach {
                    sum = sum.saturating_sub(at(x - reach - 1));
                }
                let n = (n_rows * ((x + reach + 1).min(width) - x.saturating_sub(reach))) as u64;
                let pixel = u64::from(*pixel) * n * 100;
                dark.push(if dark_on_light { pixel < sum * 94 } else { pixel > sum * 106 });
            }
        }
        Plan { width, height, dark }
    }
}

impl Plan {
    /// Whether it is dark at `place`; outside it is light.
    pub fn is_dark(&self, place: Place) -> bool {
        let inside = |it: f64, end: usize| it >= 0.0 && it < end as f64;
        inside(place.x, self.width)
            && inside(place.y, self.height)
            && self.at(place.x as usize, place.y as usize)
    }

    fn at(&self, x: usize, y: usize) -> bool {
        self.dark.get(y * self.width + x) == Some(&true)
    }

    /// How many steps it is from `from`, which is dark, through dark, light and dark to the
    /// next light; `None` if that is more than `most` steps away.
    fn reach(&self, from: Place, step: Place, most: f64) -> Option<[f64; 3]> {
        let mut res = [0.0; 3];
        let (mut part, mut n) = (0, 0.0);
        while n <= most {
            if self.is_dark(from.plus(step, n)) != (part % 2 == 0) {
                part += 1;
            }
            match res.get_mut(part) {
                Some(it) => *it += 1.0,
                None => return Some(res),
            }
            n += 1.0;
        }
        None
    }

    /// How long a module of the square around `middle` is in the direction of `step`, which
    /// is one pixel long.
    pub fn module(&self, middle: Place, step: Place) -> Option<f64> {
        const FINE: f64 = 0.25;
        let most = self.width.max(self.height) as f64;
        let half = |sign: f64| {
            let step = Place { x: step.x * sign * FINE, y: step.y * sign * FINE };
            Some(self.reach(middle, step, most)?.iter().sum::<f64>() * FINE)
        };
        Some((half(1.0)? + half(-1.0)?) / 7.0)
    }

    /// How often dark and light change between two places.
    pub fn changes(&self, from: Place, to: Place) -> u16 {
        let way = to.minus(from);
        let n = (way.length() * 2.0).clamp(1.0, 20_000.0) as u16;
        let mut last = self.is_dark(from);
        let mut res = 0;
        for i in 1..=n {
            let dark = self.is_dark(from.plus(way, f64::from(i) / f64::from(n)));
            res += u16::from(dark != last);
            last = dark;
        }
        res
    }

    /// Everything that looks like a square in the corner of a code: along a line through its
    /// middle dark, light, dark, light and dark are as wide as 1, 1, 3, 1 and 1.
    fn squares(&self) -> Vec<Square> {
        let mut res: Vec<Square> = Vec::new();
        for y in 0..self.height {
            let row = self.dark.get(y * self.width..(y + 1) * self.width).unwrap_or_default();
            let mut runs = [0_usize; 5];
            let mut last = false;
            for (x, dark) in row.iter().copied().chain([false]).enumerate() {
                if dark != last {
                    if last && is_square(runs.map(|it| it as f64), 0.5) {
                        let [_, _, middle, light, edge] = runs;
                        let place = Place {
                            x: (x - edge - light) as f64 - middle as f64 / 2.0,
                            y: y as f64 + 0.5,
                        };
                        self.add(&mut res, place, runs.iter().sum::<usize>() as f64);
                    }
                    runs.rotate_left(1);
                    if let Some(it) = runs.last_mut() {
                        *it = 0;
                    }
                    last = dark;
                }
                if let Some(it) = runs.last_mut() {
                    *it += 1;
                }
            }
        }
        res.retain(|it| it.seen > 1.0);
        res.sort_by(|a, b| b.seen.total_cmp(&a.seen));
        res.truncate(MOST_SQUARES);
        res
    }

    /// Adds what a row has seen around `place` if it looks like a square from above, too.
    fn add(&self, squares: &mut Vec<Square>, place: Place, width: f64) {
        let across = |place: Place, step: Place| {
            let [a, b, c] = self.reach(place, step, 2.0 * width)?;
            let back = Place { x: -step.x, y: -step.y };
            let [d, e, f] = self.reach(place.plus(back, 1.0), back, 2.0 * width)?;
            let runs = [f, e, a + d, b, c];
            let shift = (a - d) / 2.0;
            is_square(runs, 0.7).then_some((runs.iter().sum::<f64>(), shift))
        };
        let Some((height, shift)) = across(place, Place { x: 0.0, y: 1.0 }) else { return };
        if height > 2.0 * width || width > 2.0 * height {
            return;
        }
        let place = Place { x: place.x, y: place.y.floor() + 0.5 + shift - 0.5 };
        let Some((width, shift)) =
            across(Place { x: place.x.floor() + 0.5, y: place.y }, Place { x: 1.0, y: 0.0 })
        else {
            return;
        };
        let middle = Place { x: place.x.floor() + shift, y: place.y };
        let side = (width + height) / 2.0;
        let near = |it: &&mut Square| it.middle.minus(middle).length() < side / 4.0;
        match squares.iter_mut().rev().take(4 * MOST_SQUARES).find(near) {
            Some(it) => {
                let share = 1.0 / (it.seen + 1.0);
                it.middle = it.middle.plus(middle.minus(it.middle), share);
                it.side += (side - it.side) * share;
                it.seen += 1.0;
            }
            None => squares.push(Square { middle, side, seen: 1.0 }),
        }
    }
}

/// Whether `runs` are as wide as 1, 1, 3, 1 and 1, each give or take `slack`.
fn is_square(runs: [f64; 5], slack: f64) -> bool {
    let module = runs.iter().sum::<f64>() / 7.0;
    let fits = |(run, n): (&f64, f64)| (run - n * module).abs() <= slack * module * n.sqrt() + 0.34;
    module >= 0.9 && runs.iter().zip([1.0, 1.0, 3.0, 1.0, 1.0]).all(fits)
}

/// The places of three squares that may be those of one code, the likeliest first: the one in
/// the corner between the others, then its right and its lower neighbour.
fn corners(squares: &[Square]) -> Vec<[usize; 3]> {
    let mut res: Vec<(f64, [usize; 3])> = Vec::new();
    for (a, corner) in squares.iter().enumerate() {
        for (b, right) in squares.iter().enumerate() {
            let alike = |it: &Square, other: &Square| {
                it.side < 1.7 * other.side && other.side < 1.7 * it.side
            };
            if a == b || !alike(corner, right) {
                continue;
            }
            let across = right.middle.minus(corner.middle);
            for (c, lower) in squares.iter().enumerate() {
                if c == a || c == b || !alike(corner, lower) || !alike(right, lower) {
                    continue;
                }
                let down = lower.middle.minus(corner.middle);
                let (width, height) = (across.length(), down.length());
                let area = width * height;
                let turn = (across.x * down.y - across.y * down.x) / area;
                let lean = (across.x * down.x + across.y * down.y).abs() / area;
                let uneven = (width / height).ln().abs();
                // The middles of a code's squares are two to twenty-five squares apart.
                let sizes = (width.min(height) / corner.side, width.max(height) / corner.side);
                if turn > 0.6 && lean < 0.7 && uneven < 0.6 && sizes.0 > 1.2 && sizes.1 < 27.0 {
                    let sides = (corner.side / right.side).ln().abs()
                        + (corner.side / lower.side).ln().abs();
                    let doubts = corner.doubt() + right.doubt() + lower.doubt();
                    // Of codes side by side, each has its own three nearest squares.
                    let unlikely = lean + uneven + sides + sizes.1 / 30.0 + doubts;
                    res.push((unlikely, [a, b, c]));
                }
            }
        }
    }
    res.sort_by(|a, b| a.0.total_cmp(&b.0));
    res.into_iter().map(|it| it.1).collect()
}
