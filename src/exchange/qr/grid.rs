//! Reads the grid of a QR code between its three squares.
//!
//! Places in the grid count modules from the middle of the square in the corner between the
//! other two.

use super::picture::{Place, Plan};
use super::symbol;

/// From the edge of a code to the middle of a square, in modules.
const TO_MIDDLE: f64 = 3.5;
/// From the middle of a square to the lines of alternating modules between the squares.
const TO_LINE: f64 = 3.0;
/// From the middle of the small square near the fourth corner to those of the others.
const TO_SMALL: f64 = 3.0;
/// The fewest modules of the small square, of 25, that must be as they should be.
const SMALL_FITS: usize = 20;

/// The text of the code whose squares have these middles: the corner between the others, its
/// right and its lower neighbour. `None` if there is none, or too much of it is spoilt.
pub fn read(plan: &Plan, [corner, right, lower]: [Place; 3]) -> Option<String> {
    let across = Edge::between(plan, corner, right)?;
    let down = Edge::between(plan, corner, lower)?;
    let far_down = plan.module(right, down.step)?;
    let far_across = plan.module(lower, across.step)?;
    let middle = |square: Place, x: f64, y: f64| {
        square.plus(across.step, x * TO_LINE).plus(down.step, y * TO_LINE)
    };
    let from = middle(corner, across.near, down.near);
    let counted = [
        plan.changes(from, middle(right, -across.far, far_down)),
        plan.changes(from, middle(lower, far_across, -down.far)),
    ];
    // Larger codes say beside both squares, seven modules away, which version they are.
    let beside = |i: i32| (f64::from(i % 3 - 7), f64::from(i / 3 - 3));
    let stated_right = symbol::version((0..18).map(beside).map(|(near, along)| {
        let row = right.plus(down.step, along * far_down);
        plan.is_dark(row.plus(across.step, near * across.far))
    }));
    let stated_below = symbol::version((0..18).map(beside).map(|(near, along)| {
        let row = lower.plus(down.step, near * down.far);
        plan.is_dark(row.plus(across.step, along * far_across))
    }));
    let measured = (across.modules() + down.modules()) / 2.0 + 2.0 * TO_MIDDLE;
    let mut versions: Vec<f64> = Vec::new();
    let stated = [stated_right, stated_below].into_iter().flatten();
    // The line begins and ends in the dark: each change is the edge of a module.
    let counted = counted.map(|it| ((f64::from(it) - 4.0) / 4.0).round());
    for version in stated.map(|it| it as f64).chain(counted) {
        let likely = ((17.0 + 4.0 * version) / measured).ln().abs() < 0.35;
        if likely && (1.0..=40.0).contains(&version) && !versions.contains(&version) {
            versions.push(version);
        }
    }
    versions.into_iter().find_map(|version| {
        let side = 17.0 + 4.0 * version;
        let n = side - 2.0 * TO_MIDDLE;
        let seen = View::of_edges(&across, &down, n);
        if alternates(plan, &seen, side as usize) < 62 {
            return None;
        }
        let flat = View::through([
            ((0.0, 0.0), corner),
            ((n, 0.0), right),
            ((0.0, n), lower),
            ((n, n), right.plus(lower, 1.0).minus(corner)),
        ]);
        let small = (version > 1.0).then(|| small_square(plan, &seen, n)).flatten();
        let true_to_small = small.and_then(|it| {
            View::through([
                ((0.0, 0.0), corner),
                ((n, 0.0), right),
                ((0.0, n), lower),
                ((n - TO_SMALL, n - TO_SMALL), it),
            ])
        });
        let views = [true_to_small, Some(seen), flat].into_iter().flatten();
        views.filter(|it| alternates(plan, it, side as usize) >= 75).find_map(|view| {
            let side = side as usize;
            let places = (0..side * side).map(|i| view.of_module(i % side, i / side));
            symbol::text(side, &places.map(|it| plan.is_dark(it)).collect::<Vec<bool>>())
        })
    })
}

/// How many in a hundred modules of the two lines between the squares are dark and light by
/// turns, as they should be: about 50 where there is no code at all.
fn alternates(plan: &Plan, view: &View, side: usize) -> usize {
    const LINE: usize = 6;
    let dark = |x: usize, y: usize| plan.is_dark(view.of_module(x, y));
    let places = || 8..side.saturating_sub(8);
    let fits = |i: &usize| {
        let wanted = i.is_multiple_of(2);
        usize::from(dark(*i, LINE) == wanted) + usize::from(dark(LINE, *i) == wanted)
    };
    let n: usize = places().map(|it| fits(&it)).sum();
    100 * n / (2 * places().len()).max(1)
}

/// The line from the middle of one square to that of another.
struct Edge {
    from: Place,
    to: Place,
    /// One pixel along it.
    step: Place,
    /// How long a module is at its beginning and at its end, in pixels.
    near: f64,
    far: f64,
}

impl Edge {
    fn between(plan: &Plan, from: Place, to: Place) -> Option<Self> {
        let way = to.minus(from);
        let length = way.length();
        if length < 1.0 {
            return None;
        }
        let step = Place { x: way.x / length, y: way.y / length };
        let (near, far) = (plan.module(from, step)?, plan.module(to, step)?);
        Some(Self { from, to, step, near, far })
    }

    /// How many modules it is long: in perspective, their lengths go from the one to the
    /// other as a square does.
    fn modules(&self) -> f64 {
        self.to.minus(self.from).length() / (self.near * self.far).sqrt()
    }

    /// How many times as far away as its beginning its end is.
    fn depth(&self) -> f64 {
        (self.near / self.far).sqrt()
    }
}

/// The middle of the small square near the fourth corner of a grid, whose other squares are
/// `n` modules apart: dark, a light ring, a dark ring.
fn small_square(plan: &Plan, view: &View, n: f64) -> Option<Place> {
    let at = n - TO_SMALL;
    let fits = |x: f64, y: f64| {
        let right = |i: &i32| {
            let (dx, dy) = (i % 5 - 2, i / 5 - 2);
            let dark = dx.abs().max(dy.abs()) != 1;
            plan.is_dark(view.of(at + x + f64::from(dx), at + y + f64::from(dy))) == dark
        };
        (0..25).filter(right).count()
    };
    let around = |(x, y): (f64, f64), reach: i32, step: f64| {
        let places = (-reach..=reach).flat_map(move |i| (-reach..=reach).map(move |j| (i, j)));
        places.map(move |(i, j)| (x + f64::from(i) * step, y + f64::from(j) * step))
    };
    // The larger the code, the farther it may be from where it is expected.
    let reach = (n / 2.0).clamp(8.0, 24.0) as i32;
    let nearest = around((0.0, 0.0), reach, 0.5)
        .map(|it| (fits(it.0, it.1), it))
        .filter(|it| it.0 >= SMALL_FITS)
        .max_by(|a, b| {
            let likeness = |it: &(usize, (f64, f64))| it.0 as f64 - it.1.0.hypot(it.1.1) / 2.0;
            likeness(a).total_cmp(&likeness(b))
        })?;
    // Of all places around it that fit as well as any, the middle.
    let close: Vec<_> = around(nearest.1, 8, 0.125).map(|it| (fits(it.0, it.1), it)).collect();
    let best = close.iter().map(|it| it.0).max()?;
    let (mut x, mut y, mut count) = (0.0, 0.0, 0.0);
    for (_, it) in close.iter().filter(|it| it.0 == best) {
        (x, y, count) = (x + it.0, y + it.1, count + 1.0);
    }
    Some(view.of(at + x / count, at + y / count))
}

/// Where each point of a flat grid is in a picture that was taken from anywhere.
struct View([f64; 8]);

impl View {
    /// The view that is told by the lengths of modules at both ends of two edges.
    fn of_edges(across: &Edge, down: &Edge, n: f64) -> Self {
        let corner = across.from;
        let (u, v) = (across.depth(), down.depth());
        let right = Place { x: across.to.x * u, y: across.to.y * u }.minus(corner);
        let lower = Place { x: down.to.x * v, y: down.to.y * v }.minus(corner);
        let x = [right.x / n, lower.x / n, corner.x];
        let y = [right.y / n, lower.y / n, corner.y];
        Self([x[0], x[1], x[2], y[0], y[1], y[2], (u - 1.0) / n, (v - 1.0) / n])
    }

    /// The view that shows four points of the grid at four places; `None` if three of them
    /// are in a line.
    fn through(points: [((f64, f64), Place); 4]) -> Option<Self> {
        let mut rows: Vec<[f64; 9]> = Vec::with_capacity(8);
        for ((u, v), Place { x, y }) in points {
            rows.push([u, v, 1.0, 0.0, 0.0, 0.0, -u * x, -v * x, x]);
            rows.push([0.0, 0.0, 0.0, u, v, 1.0, -u * y, -v * y, y]);
        }
        // Gaussian elimination, each time with the largest number that is left.
        for i in 0..8 {
            let size =
                |at: &usize| rows.get(*at).and_then(|it| it.get(i)).map_or(0.0, |it| it.abs());
            let largest = (i..8).max_by(|a, b| size(a).total_cmp(&size(b)))?;
            rows.swap(i, largest);
            let pivot = *rows.get(i)?;
            let by = *pivot.get(i)?;
            if by.abs() < 1e-9 {
                return None;
            }
            let pivot = pivot.map(|it| it / by);
            for (at, row) in rows.iter_mut().enumerate() {
                let times = if at == i { 0.0 } else { *row.get(i)? };
                for (cell, it) in row.iter_mut().zip(pivot) {
                    *cell -= times * it;
                }
                if at == i {
                    *row = pivot;
                }
            }
        }
        let mut res = [0.0; 8];
        for (it, row) in res.iter_mut().zip(&rows) {
            *it = *row.last()?;
        }
        Some(Self(res))
    }

    /// Where the middle of a module is, which are counted from the top left.
    fn of_module(&self, x: usize, y: usize) -> Place {
        let middle = |it: usize| it as f64 + 0.5 - TO_MIDDLE;
        self.of(middle(x), middle(y))
    }

    /// Where the point is; far outside where it is behind the camera.
    fn of(&self, u: f64, v: f64) -> Place {
        let [a, b, c, d, e, f, g, h] = self.0;
        let w = g * u + h * v + 1.0;
        Place { x: (a * u + b * v + c) / w, y: (d * u + e * v + f) / w }
    }
}
