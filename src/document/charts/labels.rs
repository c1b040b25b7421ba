//! Where labels lie, so that none covers another.

/// A straight line from one place to another.
pub type Straight = ((i64, i64), (i64, i64));

/// A rectangle; what only touches it lies outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    pub left: i64,
    pub top: i64,
    pub right: i64,
    pub bottom: i64,
}

impl Area {
    pub fn around((x, y): (i64, i64), reach: i64) -> Self {
        Self { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach }
    }

    pub fn holds(self, (x, y): (i64, i64)) -> bool {
        self.left < x && x < self.right && self.top < y && y < self.bottom
    }

    pub fn meets(self, other: Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Whether a straight line passes through it.
    pub fn is_crossed(self, (from, to): Straight) -> bool {
        let (first, last) = if from.0 <= to.0 { (from, to) } else { (to, from) };
        let (left, right) = (self.left.max(first.0), self.right.min(last.0));
        if left > right {
            return false;
        }
        // How high the line is where it comes to be above or below this, and where it leaves.
        let across = last.0 - first.0;
        let height = |x: i64| first.1 + (last.1 - first.1) * (x - first.0) / across.max(1);
        let (a, b) = if across == 0 { (from.1, to.1) } else { (height(left), height(right)) };
        a.min(b) < self.bottom && a.max(b) > self.top
    }
}

/// The rows in which blocks lie that are `spans` wide, from left to right: each in the first
/// of at most `rows` rows where none lies in its way, those named in `first` before others.
/// Nothing for those that find no room.
pub fn rows(spans: &[(i64, i64)], first: &[usize], rows: usize) -> Vec<Option<usize>> {
    let mut res: Vec<Option<usize>> = vec![None; spans.len()];
    let others = (0..spans.len()).filter(|it| !first.contains(it));
    for at in first.iter().copied().chain(others) {
        let Some((left, right)) = spans.get(at).copied() else { continue };
        if res.get(at).is_some_and(Option::is_some) {
            continue;
        }
        let is_free = |row: &usize| {
            spans
                .iter()
                .zip(&res)
                .all(|(it, taken)| *taken != Some(*row) || it.1 <= left || right <= it.0)
        };
        let found = (0..rows).find(is_free);
        if let Some(it) = res.get_mut(at) {
            *it = found;
        }
    }
    res
}
