//! What may be shown of a group without showing what fewer people than the threshold said.
//!
//! The rule looks at one *measure* at a time: all responses, an item, what stands beside an
//! item's scale, a section, or the overall score, each with the people behind it in every
//! sector. What it shows of a measure is a mosaic: the shown sectors and, by subtraction
//! from everybody together, the *rest*, all the hidden sectors as one.
//!
//! It protects against reading people's answers off the page, its files and its prints, by
//! themselves, by subtraction, or by comparing an earlier picture with a later one. It
//! cannot protect against somebody who keeps the codes or files of the participants, nor
//! against arithmetic across measures: where all but one person answered every item of a
//! section, that person's score, though not the name, follows from the exact means of the
//! section and of its items.

/// What may be shown of a measure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visible {
    /// The figures of everybody together.
    pub whole: bool,
    /// The figures of each sector.
    pub sectors: Vec<bool>,
}

/// The people of one sector behind a measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    pub n: usize,
    /// How many of them no earlier picture shows with the answer that they give now.
    pub fresh: usize,
}

/// What may be shown of a measure that `parts`, one for each sector, stand behind.
///
/// `above` is what may be shown of the responses, when the measure is a part of them.
/// `told` says of a set of sectors without fresh people whether they are, to a person and
/// an answer, pieces of one earlier picture's mosaic, which can be put together again.
///
/// Law. A set of people is *safe* when it is empty, or at least `threshold` of them are
/// fresh, or none is and it has been told already. Everybody together is shown when they
/// are at least `threshold`, and safe. A sector is shown when it is shown for the
/// responses, and everybody together and the sector are each at least `threshold` people,
/// and safe. If the rest is not safe then, the smallest sector with fresh people that is
/// shown (of equals, the last) is hidden as well; the rest is safe with it. The mere number
/// of responses is no secret and need not be safe.
///
/// So nothing that follows from all the pictures of a measure, by whatever sums and
/// differences, is about fewer than `threshold` people, but nobody: in the last picture
/// that it needs, some piece that was not told before counts, and all its fresh people are
/// in no other piece. In a first picture everybody is fresh: sectors of fewer than
/// `threshold` people are hidden, and the smallest other one as well if these together are
/// fewer than that.
pub fn visible(
    threshold: usize,
    parts: &[Part],
    above: Option<&Visible>,
    told: impl Fn(&[bool]) -> bool,
) -> Visible {
    let sum = |set: &[bool], of: fn(&Part) -> usize| -> usize {
        parts.iter().zip(set).filter(|it| *it.1).map(|it| of(it.0)).sum()
    };
    let safe = |set: &[bool]| match sum(set, |it| it.fresh) {
        0 => sum(set, |it| it.n) == 0 || told(set),
        fresh => fresh >= threshold,
    };
    let everybody = vec![true; parts.len()];
    let enough = above.is_none_or(|it| it.whole) && sum(&everybody, |it| it.n) >= threshold;
    let all_safe = enough && safe(&everybody);
    let whole = all_safe || (enough && above.is_none());
    let only = |i: usize| -> Vec<bool> { (0..parts.len()).map(|it| it == i).collect() };
    let may_be = |i: usize| above.is_none_or(|it| it.sectors.get(i) == Some(&true));
    let shown = parts
        .iter()
        .enumerate()
        .map(|(i, it)| all_safe && it.n >= threshold && may_be(i) && safe(&only(i)));
    let mut sectors: Vec<bool> = shown.collect();
    let rest: Vec<bool> = sectors.iter().map(|it| !it).collect();
    if all_safe && !safe(&rest) {
        let fresh = parts.iter().zip(&mut sectors).rev().filter(|it| *it.1 && it.0.fresh > 0);
        if let Some((_, shown)) = fresh.min_by_key(|it| it.0.n) {
            *shown = false;
        }
    }
    Visible { whole, sectors }
}
