//! What a drawing must keep to, whatever it shows.

use partnership_assessment::document::drawing::{Anchor, Drawing, Face, Ink, Shape};
use proptest::prelude::*;

/// What people write, and what they would only write to do harm.
pub fn words() -> impl Strategy<Value = String> {
    const SOME: [&str; 12] = [
        "Shared ownership of budgets and resources",
        "Rhannu dehongliad o ddeddfwriaeth",
        "Gebietskörperschaftenzusammenarbeitsvereinbarung",
        "בעלות משותפת על תקציבים",
        "مشاركة التحليل",
        "伙伴关系自我评估。",
        "👩\u{200d}👩\u{200d}👧 e\u{301}\u{301}\u{301} क\u{93f}",
        "<script>alert(\"x\")</script> ]]> &amp; '",
        "\u{202e}desrever\u{202c} \u{2066}x",
        "\0\u{1}\u{7f}\u{85}\u{fffe}\u{feff}\u{10ffff}",
        "-->\r\n\t--\r<!-- {{ }} \u{2028}",
        "WWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    ];
    prop_oneof![
        prop::sample::select(SOME.to_vec()).prop_map(str::to_owned),
        "[a-zA-Z ,.-]{0,60}",
        "\\PC{0,30}",
        any::<String>(),
    ]
}

/// A rectangle: left, top, right, bottom.
pub type Area = [i64; 4];

/// What a shape covers; words by their estimate.
pub fn area(it: &Shape) -> Area {
    match it {
        Shape::Bar { x, y, width, height, .. } => [*x, *y, x + width, y + height],
        Shape::Line { points, width, .. } => {
            let (xs, ys) = (points.iter().map(|it| it.0), points.iter().map(|it| it.1));
            let half = width / 2;
            let least = |it: Option<i64>| it.expect("a point") - half;
            let most = |it: Option<i64>| it.expect("a point") + half;
            [least(xs.clone().min()), least(ys.clone().min()), most(xs.max()), most(ys.max())]
        }
        Shape::Dot { x, y, radius, hollow, .. } => {
            let reach = radius + i64::from(*hollow);
            [x - reach, y - reach, x + reach, y + reach]
        }
        Shape::Words { x, y, text, size, anchor, ink, bold, upright } => {
            let face = Face { size: *size, ink: *ink, bold: *bold };
            let width = face.width(text);
            let left = match anchor {
                Anchor::Start => 0,
                Anchor::Middle => width / 2,
                Anchor::End => width,
            };
            if *upright {
                [x - face.ascent(), y + left - width, x + face.descent(), y + left]
            } else {
                [x - left, y - face.ascent(), x - left + width, y + face.descent()]
            }
        }
    }
}

pub fn meet(one: Area, other: Area) -> bool {
    one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]
}

/// The texts of the words in a drawing.
pub fn texts(drawing: &Drawing) -> Vec<&str> {
    let shapes = drawing.shapes.iter();
    shapes
        .filter_map(|it| match it {
            Shape::Words { text, .. } => Some(text.as_str()),
            _ => None,
        })
        .collect()
}

/// Everything lies inside, no words cover others, and nothing that is drawn later covers
/// words.
#[track_caller]
pub fn is_clear(drawing: &Drawing) {
    for (i, shape) in drawing.shapes.iter().enumerate() {
        let here = area(shape);
        let [left, top, right, bottom] = here;
        let inside = left >= 0 && top >= 0 && right <= drawing.width && bottom <= drawing.height;
        assert!(inside, "{shape:?} lies outside {} x {}", drawing.width, drawing.height);
        if !matches!(shape, Shape::Words { .. }) {
            continue;
        }
        for (later, other) in drawing.shapes.iter().enumerate() {
            let covers = match other {
                Shape::Words { .. } => later > i,
                Shape::Line { .. } => false,
                Shape::Dot { .. } => true,
                Shape::Bar { ink, .. } => later > i || *ink != Ink::Paper,
            };
            assert!(!(covers && meet(here, area(other))), "{other:?} and {shape:?}");
        }
    }
}
