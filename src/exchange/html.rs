//! A document as one HTML file that opens anywhere from a disk. It holds all it needs, and
//! its policy lets it ask for nothing.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::svg::{self, escape};
use crate::document::charts::WIDTH;
use crate::document::{Block, Document, Figure, Table};

const HIDDEN: &str = " aria-hidden=\"true\"";
/// The looks of a document, wherever it stands.
const STYLE: &str = include_str!("../../styles/document.css");
/// The looks of the page around it.
const PAGE: &str = include_str!("../../styles/document-page.css");

/// `document` as a file.
pub fn write(document: &Document) -> String {
    let title = escape(&document.title);
    let language = in_language(&document.language);
    let direction = match document.direction.as_str() {
        it @ ("ltr" | "rtl") => format!(" dir=\"{it}\""),
        _ => String::new(),
    };
    let writer = Writer { stand_ins: &document.stand_ins };
    let heading = writer.own(&document.title);
    let mut res = format!(
        "<!doctype html>\n<html{language}{direction}>\n<head>\n<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n<title>{title}</title>\n<style>\n{PAGE}\n{STYLE}</style>\n</head>\n<body>\n<main class=\"document\">\n<h1>{heading}</h1>\n",
    );
    writer.blocks(&mut res, &document.blocks);
    res.push_str("</main>\n</body>\n</html>\n");
    res
}

/// The attribute that names a language; none where there is none to name.
fn in_language(tag: &str) -> String {
    if tag.is_empty() { String::new() } else { format!(" lang=\"{}\"", escape(tag)) }
}

/// Writes the parts of a document.
struct Writer<'a> {
    stand_ins: &'a BTreeMap<String, String>,
}

impl Writer<'_> {
    fn blocks(&self, res: &mut String, blocks: &[Block]) {
        let mut figures = 0;
        let mut numbered = false;
        for block in blocks {
            let entry = matches!(block, Block::Entry { .. });
            if entry != numbered {
                res.push_str(if entry { "<ol class=\"numbered\">\n" } else { "</ol>\n" });
                numbered = entry;
            }
            let _ = match block {
                Block::Heading { level, text } => {
                    let level = level.clamp(&1, &5);
                    let tag = level + 1;
                    writeln!(res, "<h{tag} class=\"level-{level}\">{}</h{tag}>", self.own(text))
                }
                Block::Text(it) => writeln!(res, "<p>{}</p>", self.own(it)),
                Block::Remark(it) => writeln!(res, "<p class=\"remark\">{}</p>", self.own(it)),
                Block::List(all) => {
                    let all: String =
                        all.iter().map(|it| format!("<li>{}</li>\n", self.own(it))).collect();
                    writeln!(res, "<ul>\n{all}</ul>")
                }
                Block::Facts(all) => writeln!(res, "{}", self.facts(all, "")),
                Block::Points(all) => writeln!(res, "{}", self.facts(all, " class=\"points\"")),
                Block::Entry { title, facts: all } => {
                    let facts = if all.is_empty() { String::new() } else { self.facts(all, "") };
                    writeln!(
                        res,
                        "<li><p class=\"entry-title\">{}</p>{facts}</li>",
                        self.own(title)
                    )
                }
                Block::Table(it) => writeln!(res, "{}", self.table(it)),
                Block::Figure(it) => {
                    figures += 1;
                    writeln!(res, "{}", self.figure(it, figures))
                }
            };
        }
        if numbered {
            res.push_str("</ol>\n");
        }
    }

    /// Words that people may have written: they keep to themselves in which direction they run.
    fn own(&self, text: &str) -> String {
        let language = self.stand_ins.get(text).map_or_else(String::new, |it| in_language(it));
        format!("<bdi{language}>{}</bdi>", escape(text))
    }

    fn facts(&self, all: &[(String, String)], class: &str) -> String {
        let fact = |(name, value): &(String, String)| {
            format!("<div><dt>{}</dt><dd>{}</dd></div>\n", self.own(name), self.own(value))
        };
        format!("<dl{class}>\n{}</dl>", all.iter().map(fact).collect::<String>())
    }

    fn table(&self, it: &Table) -> String {
        let head = |it: &String| format!("<th scope=\"col\">{}</th>", self.own(it));
        let row = |cells: &Vec<String>| {
            let mut cells = cells.iter();
            let name = cells.next().map(|it| format!("<th scope=\"row\">{}</th>", self.own(it)));
            let rest: String = cells.map(|it| format!("<td>{}</td>", self.own(it))).collect();
            format!("<tr>{}{rest}</tr>\n", name.unwrap_or_default())
        };
        let seen = if it.repeated { " class=\"repeated\"" } else { "" };
        let (name, caption) = match it.caption.as_str() {
            "" => (String::new(), String::new()),
            it => (
                format!(" role=\"region\" aria-label=\"{}\"", escape(it)),
                format!("<caption{seen}>{}</caption>\n", self.own(it)),
            ),
        };
        format!(
            "<div class=\"wide-table\" tabindex=\"0\"{name}>\n<table>\n{caption}<thead>\n<tr>{}</tr>\n</thead>\n<tbody>\n{}</tbody>\n</table>\n</div>",
            it.heads.iter().map(head).collect::<String>(),
            it.rows.iter().map(row).collect::<String>(),
        )
    }

    fn figure(&self, it: &Figure, n: usize) -> String {
        let (described, summary) = match it.summary.as_str() {
            "" => (String::new(), String::new()),
            it => (
                format!(" aria-describedby=\"figure-{n}\""),
                format!("<p class=\"remark\" id=\"figure-{n}\">{}</p>", self.own(it)),
            ),
        };
        let named = format!(" role=\"img\" aria-label=\"{}\"{described}", escape(&it.title));
        // Several drawings are one picture: what each shows, the summary says.
        let (class, whole, each) = match it.drawings.as_slice() {
            [_] => ("drawings", "", named.as_str()),
            [first, ..] if first.width >= WIDTH => {
                ("drawings several wide", named.as_str(), HIDDEN)
            }
            _ => ("drawings several", named.as_str(), HIDDEN),
        };
        let seen = if it.repeated { "figure-title repeated" } else { "figure-title" };
        let mut drawings = String::new();
        for it in &it.drawings {
            let (width, height) = (it.width, it.height);
            let _ = writeln!(
                drawings,
                "<svg viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" direction=\"ltr\"{each}>",
            );
            svg::shapes(&mut drawings, it, false);
            drawings.push_str("</svg>\n");
        }
        format!(
            "<figure>\n<figcaption><p class=\"{seen}\">{}</p>{summary}</figcaption>\n<div class=\"{class}\"{whole}>\n{drawings}</div>\n</figure>",
            self.own(&it.title),
        )
    }
}
