//! Drawings as SVG: a file of its own in the colours of the light theme, or a part of a
//! page whose style sheet decides.

use std::fmt::Write as _;

use crate::document::drawing::{Anchor, BOLD, DASH, Drawing, Ink, RIM, Shape};

/// The fonts that devices bring along.
pub const FONTS: &str = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif";
/// What a saved drawing has around it, in its units.
pub const MARGIN: i64 = 16;

/// The name by which programs know SVG. Nothing is ever fetched from there.
const NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// The colour of the light theme, as `styles/tokens.css` and paper have it.
pub fn colour(ink: Ink) -> &'static str {
    match ink {
        Ink::Text => "#16222a",
        Ink::Quiet => "#475762",
        Ink::Accent => "#0e5873",
        Ink::Burden => "#6d3b73",
        Ink::Track => "#dee0e1",
        Ink::Rule => "#ccced0",
        Ink::Paper => "#ffffff",
    }
}

/// `drawing` as a file that needs nothing else. `title` names it and `description` says what
/// there is to see, for those who do not see it.
pub fn write(drawing: &Drawing, title: &str, description: &str) -> String {
    let (width, height) = (drawing.width + 2 * MARGIN, drawing.height + 2 * MARGIN);
    let mut res = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = write!(
        res,
        "<svg xmlns=\"{NAMESPACE}\" viewBox=\"-{MARGIN} -{MARGIN} {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" direction=\"ltr\" font-family=\"{FONTS}\">\n<title>{}</title>\n<desc>{}</desc>\n<rect x=\"-{MARGIN}\" y=\"-{MARGIN}\" width=\"{width}\" height=\"{height}\" fill=\"{}\"/>\n",
        escape(title),
        escape(description),
        colour(Ink::Paper),
    );
    shapes(&mut res, drawing, true);
    res.push_str("</svg>\n");
    res
}

/// Writes the shapes of `drawing`, each on a line: in colours of their own, or with the
/// class of their ink.
pub(super) fn shapes(res: &mut String, drawing: &Drawing, coloured: bool) {
    for shape in &drawing.shapes {
        let _ = match shape {
            Shape::Bar { x, y, width, height, ink } => writeln!(
                res,
                "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"{}/>",
                if coloured { filled(*ink) } else { class(*ink) },
                width = width.max(&0),
                height = height.max(&0),
            ),
            Shape::Line { points, width, ink, dashed } => {
                let points: Vec<String> = points.iter().map(|(x, y)| format!("{x},{y}")).collect();
                let dash = if *dashed {
                    format!(" stroke-dasharray=\"{} {}\"", DASH[0], DASH[1])
                } else {
                    String::new()
                };
                let look = if coloured {
                    format!(" fill=\"none\" stroke=\"{}\"", colour(*ink))
                } else {
                    class(*ink)
                };
                writeln!(
                    res,
                    "<polyline points=\"{}\" stroke-width=\"{width}\" stroke-linejoin=\"round\"{dash}{look}/>",
                    points.join(" "),
                )
            }
            Shape::Dot { x, y, radius, ink, hollow } => {
                let look = match (*hollow, coloured) {
                    (false, true) => filled(*ink),
                    (false, false) => class(*ink),
                    (true, true) => format!(
                        " fill=\"{}\" stroke=\"{}\" stroke-width=\"{RIM}\"",
                        colour(Ink::Paper),
                        colour(*ink),
                    ),
                    (true, false) => {
                        format!(" class=\"hollow {}\" stroke-width=\"{RIM}\"", ink.class())
                    }
                };
                writeln!(res, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"{look}/>")
            }
            Shape::Words { x, y, text, size, anchor, ink, bold, upright } => {
                let anchor = match anchor {
                    Anchor::Start => String::new(),
                    it => format!(" text-anchor=\"{}\"", it.name()),
                };
                let weight = if *bold { format!(" font-weight=\"{BOLD}\"") } else { String::new() };
                let turned = if *upright {
                    format!(" transform=\"rotate(-90 {x} {y})\"")
                } else {
                    String::new()
                };
                writeln!(
                    res,
                    "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" unicode-bidi=\"plaintext\"{anchor}{weight}{turned}{}>{}</text>",
                    if coloured { filled(*ink) } else { class(*ink) },
                    escape(text),
                )
            }
        };
    }
}

fn filled(ink: Ink) -> String {
    format!(" fill=\"{}\"", colour(ink))
}

fn class(ink: Ink) -> String {
    format!(" class=\"{}\"", ink.class())
}

/// `text` for the inside of an element or a quoted attribute, in XML and HTML.
///
/// What neither may hold is left out: control characters, and code points that are no
/// characters. Line ends become what both read them as.
pub(super) fn escape(text: &str) -> String {
    let mut res = String::with_capacity(text.len());
    for it in text.replace("\r\n", "\n").chars() {
        match it {
            '&' => res.push_str("&amp;"),
            '<' => res.push_str("&lt;"),
            '>' => res.push_str("&gt;"),
            '"' => res.push_str("&quot;"),
            '\'' => res.push_str("&#39;"),
            '\r' => res.push('\n'),
            '\n' | '\t' => res.push(it),
            _ if it.is_control() || is_no_character(it) => {}
            _ => res.push(it),
        }
    }
    res
}

fn is_no_character(it: char) -> bool {
    it as u32 & 0xfffe == 0xfffe || matches!(it, '\u{fdd0}'..='\u{fdef}')
}
