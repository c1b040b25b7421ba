//! Somebody who writes down every figure that was ever shown and does sums with them.

use std::collections::{BTreeMap, BTreeSet};

/// A person's answer to a measure for as long as it stayed the same.
pub type Unknown = (u32, usize);

/// Sums that were shown of one measure: each the set of answers that it adds up.
#[derive(Clone, Debug, Default)]
pub struct Facts(Vec<BTreeSet<Unknown>>);

/// Vectors of whole numbers modulo a prime that is greater than any minor of so few zeros
/// and ones, so that ranks are those over the fractions.
#[derive(Clone, Default)]
struct Space(Vec<(usize, Vec<u64>)>);

const PRIME: u64 = (1 << 61) - 1;

fn times(a: u64, b: u64) -> u64 {
    (u128::from(a) * u128::from(b) % u128::from(PRIME)) as u64
}

fn inverse(a: u64) -> u64 {
    let (mut res, mut base, mut power) = (1, a, PRIME - 2);
    while power > 0 {
        if power & 1 == 1 {
            res = times(res, base);
        }
        base = times(base, base);
        power >>= 1;
    }
    res
}

impl Space {
    /// Adds a vector; whether it was not in the space before.
    fn add(&mut self, vector: &[bool]) -> bool {
        let mut vector: Vec<u64> = vector.iter().map(|it| u64::from(*it)).collect();
        for (lead, row) in &self.0 {
            let by = vector[*lead];
            if by != 0 {
                for (it, of_row) in vector.iter_mut().zip(row) {
                    *it = (*it + PRIME - times(by, *of_row)) % PRIME;
                }
            }
        }
        let Some(lead) = vector.iter().position(|it| *it != 0) else { return false };
        let by = inverse(vector[lead]);
        vector.iter_mut().for_each(|it| *it = times(*it, by));
        self.0.push((lead, vector));
        true
    }

    fn rank(&self) -> usize {
        self.0.len()
    }
}

impl Facts {
    pub fn add(&mut self, sum: impl IntoIterator<Item = Unknown>) {
        self.0.push(sum.into_iter().collect());
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Fewer than `threshold` people of whom some sum of the facts, each taken any number of
    /// times or taken away, says something, and of nobody else.
    ///
    /// There is such a sum exactly when leaving out these people's columns lowers the rank.
    pub fn leak(&self, threshold: usize) -> Option<BTreeSet<u32>> {
        let mut columns: BTreeMap<Vec<bool>, BTreeSet<u32>> = BTreeMap::new();
        for unknown in self.0.iter().flatten() {
            let column = self.0.iter().map(|it| it.contains(unknown)).collect();
            columns.entry(column).or_default().insert(unknown.0);
        }
        // A column that enough people share stays, whomever one leaves out.
        let (many, few): (Vec<_>, Vec<_>) =
            columns.into_iter().partition(|it| it.1.len() >= threshold);
        let mut base = Space::default();
        for (column, _) in &many {
            base.add(column);
        }
        let few: Vec<_> = few.into_iter().filter(|it| base.clone().add(&it.0)).collect();
        let mut all = base.clone();
        for (column, _) in &few {
            all.add(column);
        }
        let search = Search { base, few, rank: all.rank(), threshold };
        search.from(0, &BTreeSet::new())
    }
}

struct Search {
    base: Space,
    few: Vec<(Vec<bool>, BTreeSet<u32>)>,
    rank: usize,
    threshold: usize,
}

impl Search {
    /// Leaves out `people` and, in turn, those of each column from `first` on.
    fn from(&self, first: usize, people: &BTreeSet<u32>) -> Option<BTreeSet<u32>> {
        for (at, (_, more)) in self.few.iter().enumerate().skip(first) {
            let out: BTreeSet<u32> = people.union(more).copied().collect();
            if out.len() >= self.threshold {
                continue;
            }
            let mut left = self.base.clone();
            for (column, _) in self.few.iter().filter(|it| !it.1.is_subset(&out)) {
                left.add(column);
            }
            if left.rank() < self.rank {
                return Some(out);
            }
            if let Some(found) = self.from(at + 1, &out) {
                return Some(found);
            }
        }
        None
    }
}

fn facts(sums: &[&[u32]]) -> Facts {
    let mut res = Facts::default();
    for sum in sums {
        res.add(sum.iter().map(|it| (*it, 0)));
    }
    res
}

#[test]
fn the_attack_finds_what_subtraction_gives_away() {
    let found = |sums: &[&[u32]], threshold: usize| facts(sums).leak(threshold);
    let people = |it: &[u32]| Some(it.iter().copied().collect::<BTreeSet<u32>>());
    assert_eq!(found(&[&[1, 2, 3]], 3), None);
    assert_eq!(found(&[&[1, 2]], 3), people(&[1, 2]));
    assert_eq!(found(&[&[1, 2, 3, 4], &[1, 2, 3]], 3), people(&[4]));
    assert_eq!(found(&[&[1, 2, 3, 4, 5, 6], &[1, 2, 3]], 3), None);
    // Everybody without two of the sectors.
    assert_eq!(found(&[&[1, 2, 3, 4, 5, 6, 7, 8], &[1, 2, 3], &[4, 5, 6]], 3), people(&[7, 8]));
    // It takes three sums, of which no two differ by fewer than three.
    let chain: [&[u32]; 3] = [&[1, 2, 3, 4, 5, 6, 7], &[1, 2, 3], &[4, 5, 6]];
    assert_eq!(found(&chain, 3), people(&[7]));
    assert_eq!(found(&chain[1..], 3), None);
    // Half of a sum of sums is a person: (12 + 13 - 23) / 2 = 1, each figure of a crowd.
    let odd: [&[u32]; 3] = [&[1, 2], &[1, 3], &[2, 3]];
    assert_eq!(found(&odd, 2).map(|it| it.len()), Some(1));
}

#[test]
fn the_attack_knows_that_a_changed_answer_is_another() {
    let mut facts = Facts::default();
    facts.add([(1, 0), (2, 0), (3, 0), (4, 0)]);
    facts.add([(1, 0), (2, 0), (3, 0), (4, 1)]);
    assert_eq!(facts.leak(3), Some(BTreeSet::from([4])));
    let mut facts = Facts::default();
    facts.add([(1, 0), (2, 0), (3, 0), (4, 0)]);
    facts.add([(1, 1), (2, 1), (3, 1), (4, 0)]);
    assert_eq!(facts.leak(3), None);
}
