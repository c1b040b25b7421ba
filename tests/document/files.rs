//! Drawings and documents as files: read by a strict reader, every word comes back as text.

use std::collections::BTreeSet;
use std::rc::Rc;

use partnership_assessment::document::charts::{ProfileRow, profile};
use partnership_assessment::document::drawing::{Anchor, Drawing, Face, Ink, Shape};
use partnership_assessment::document::{Block, Document, Figure, Table};
use partnership_assessment::exchange::{html, svg};
use proptest::prelude::*;
use roxmltree::{Document as Read, Node};

use super::layout::words;
use crate::scoring::small::tries;

const TOKENS: &str = include_str!("../../styles/tokens.css");
const STYLE: &str = include_str!("../../styles/document.css");
const PAGE: &str = include_str!("../../styles/document-page.css");
const HOSTILE: &str =
    "</style></title><script>alert('x')</script>\" onload=\"x\" \u{202e}&#x0;\0\u{1}\u{fffe}\r\r\n";

/// What a file can hold of `text`.
fn readable(text: &str) -> String {
    let no_character =
        |it: char| it as u32 % 0x1_0000 >= 0xfffe || ('\u{fdd0}'..='\u{fdef}').contains(&it);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars()
        .filter(|it| !no_character(*it) && (!it.is_control() || "\n\t".contains(*it)))
        .collect()
}

/// As [`readable`], in an attribute.
fn readable_inside(text: &str) -> String {
    readable(text).replace(['\n', '\t'], " ")
}

fn text_of(node: Node) -> String {
    node.descendants().filter(Node::is_text).filter_map(|it| it.text()).collect()
}

fn all<'a>(root: Node<'a, 'a>, tag: &'static str) -> impl Iterator<Item = Node<'a, 'a>> {
    root.descendants().filter(move |it| it.tag_name().name() == tag)
}

fn drawing(text: &str) -> Drawing {
    let face = Face { size: 14, ink: Ink::Text, bold: true };
    let mut res = Drawing { width: 100, height: 40, ..Drawing::default() };
    for ink in Ink::ALL {
        res.bar((1, 2), (3, 4), ink);
        res.line([(1, 2), (3, 4)], 2, ink);
        res.dashed([(1, 2), (3, 4)], 2, ink);
        res.dot((5, 6), 7, ink);
        res.hollow((5, 6), 7, ink);
        res.words((8, 9), text, Anchor::End, Face { ink, ..face });
    }
    res.upright((8, 9), text, face);
    res
}

fn figure(title: &str, drawings: usize) -> Figure {
    let one = Rc::new(drawing(title));
    Figure {
        id: "profile",
        title: title.to_owned(),
        summary: title.to_owned(),
        repeated: false,
        drawings: vec![one; drawings],
    }
}

/// A document with every kind of block, all of them with `text`.
fn full(text: &str) -> Document {
    let own = || text.to_owned();
    let facts = || vec![(own(), own()), (own(), own())];
    let rows = vec![vec![own(); 3]; 2];
    let table = Table { caption: own(), heads: vec![own(); 3], rows, repeated: false };
    let mut blocks: Vec<Block> =
        (0..8).map(|level| Block::Heading { level, text: own() }).collect();
    blocks.extend([
        Block::Text(own()),
        Block::Remark(own()),
        Block::List(vec![own(); 2]),
        Block::Facts(facts()),
        Block::Points(facts()),
        Block::Entry { title: own(), facts: facts() },
        Block::Entry { title: own(), facts: Vec::new() },
        Block::Table(table),
        Block::Entry { title: own(), facts: facts() },
        Block::Figure(figure(text, 1)),
        Block::Figure(figure(text, 3)),
    ]);
    Document { title: own(), ..Document::new(String::new(), "cy", "ltr", blocks) }
}

/// Checks a page as a strict reader reads it, and hands over what it read.
fn read_page(page: &str, check: impl Fn(Node)) {
    let rest = page.strip_prefix("<!doctype html>\n").expect("a doctype");
    let read = Read::parse(rest).unwrap_or_else(|it| panic!("{it}\n{page}"));
    const ELEMENTS: &[&str] = &[
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "bdi",
        "ul",
        "ol",
        "li",
        "dl",
        "div",
        "dt",
        "dd",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "figure",
        "figcaption",
        "svg",
        "rect",
        "polyline",
        "circle",
        "text",
    ];
    const ATTRIBUTES: &[&str] = &[
        "lang",
        "dir",
        "charset",
        "name",
        "content",
        "http-equiv",
        "class",
        "id",
        "role",
        "scope",
        "tabindex",
        "aria-label",
        "aria-describedby",
        "aria-hidden",
        "viewBox",
        "width",
        "height",
        "direction",
        "x",
        "y",
        "cx",
        "cy",
        "r",
        "points",
        "stroke-width",
        "stroke-linejoin",
        "stroke-dasharray",
        "font-size",
        "font-weight",
        "text-anchor",
        "unicode-bidi",
        "transform",
    ];
    for node in read.descendants().filter(Node::is_element) {
        let tag = node.tag_name().name();
        assert!(ELEMENTS.contains(&tag), "an element <{tag}>");
        for it in node.attributes() {
            assert!(ATTRIBUTES.contains(&it.name()), "an attribute {} of <{tag}>", it.name());
        }
    }
    let mut ids = BTreeSet::new();
    for it in read.descendants().filter_map(|it| it.attribute("id")) {
        assert!(ids.insert(it), "the id {it} stands twice");
    }
    for it in read.descendants().filter_map(|it| it.attribute("aria-describedby")) {
        assert!(ids.contains(it), "nothing has the id {it}");
    }
    check(read.root());
}

#[test]
fn a_page_holds_every_block() {
    read_page(&html::write(&full("Tai & iechyd")), |root| {
        let html = root.first_element_child().expect("html");
        assert_eq!((html.attribute("lang"), html.attribute("dir")), (Some("cy"), Some("ltr")));
        let count = |tag| all(root, tag).count();
        let headings = ["h1", "h2", "h3", "h4", "h5", "h6"].map(count);
        assert_eq!(headings, [1, 2, 1, 1, 1, 3], "levels 0 to 7 below the title");
        assert_eq!([count("dl"), count("dt"), count("dd")], [4, 8, 8]);
        assert_eq!(count("ol"), 2, "entries with something between them are two lists");
        assert_eq!([count("ul"), count("li")], [1, 2 + 3]);
        let scopes: Vec<_> = all(root, "th").filter_map(|it| it.attribute("scope")).collect();
        assert_eq!(scopes, ["col", "col", "col", "row", "row"]);
        assert_eq!([count("td"), count("caption"), count("thead")], [4, 1, 1]);
        let table = all(root, "table").next().and_then(|it| it.parent()).expect("a container");
        let names = ["tabindex", "role", "aria-label"].map(|it| table.attribute(it));
        assert_eq!(names, [Some("0"), Some("region"), Some("Tai & iechyd")]);
        assert_eq!([count("figure"), count("figcaption"), count("svg")], [2, 2, 4]);
        let pictures = root.descendants().filter(|it| it.attribute("role") == Some("img"));
        let pictures: Vec<Node> = pictures.collect();
        assert_eq!(pictures.len(), 2, "several small drawings are one picture");
        assert!(pictures.iter().all(|it| it.attribute("aria-label") == Some("Tai & iechyd")));
        let others = all(root, "svg").filter(|it| it.attribute("role").is_none());
        assert!(others.into_iter().all(|it| it.attribute("aria-hidden") == Some("true")));
        let wild = all(root, "bdi").filter(|it| it.text().is_none()).count();
        assert_eq!(wild, 0);
    });
}

#[test]
fn a_page_says_of_words_in_another_language_which_it_is() {
    let mut document = full("Tai & iechyd");
    document.blocks.push(Block::Text("Housing".to_owned()));
    document.stand_ins.insert("Housing".to_owned(), "en-\"x".to_owned());
    read_page(&html::write(&document), |root| {
        let marked = all(root, "bdi").filter_map(|it| Some((it.attribute("lang")?, it.text()?)));
        assert_eq!(marked.collect::<Vec<_>>(), [("en-\"x", "Housing")]);
    });
    document.stand_ins.insert("Tai & iechyd".to_owned(), "cy".to_owned());
    read_page(&html::write(&document), |root| {
        let silent = |it: &Node| it.attribute("lang").is_none();
        assert!(!all(root, "bdi").any(|it| silent(&it)));
    });
}

#[test]
fn a_page_may_load_and_run_nothing() {
    let page = html::write(&full("x"));
    let policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>";
    assert_eq!(page.matches(policy).count(), 1);
    let before = page.find(policy).expect("a policy");
    assert!(before < page.find("<style").expect("a style"), "the policy comes first");
    for it in ["<script", "<link", "<img", "url(", "@import", "://", "javascript"] {
        assert!(!page.contains(it), "{it}");
    }
}

#[test]
fn a_page_says_only_directions_that_there_are() {
    let with = |direction: &str| {
        let direction = direction.to_owned();
        html::write(&Document { direction, language: "\"><x".to_owned(), ..Document::default() })
    };
    for (direction, wanted) in
        [("rtl", Some("rtl")), ("ltr", Some("ltr")), ("\" onload=\"", None), ("", None)]
    {
        read_page(&with(direction), |root| {
            let html = root.first_element_child().expect("html");
            assert_eq!(html.attribute("dir"), wanted);
            assert_eq!(html.attribute("lang"), Some("\"><x"));
        });
    }
    assert!(!html::write(&Document::default()).contains(" lang="));
}

#[test]
fn what_has_no_words_leaves_no_empty_names() {
    let figure = Figure { summary: String::new(), ..figure("Profile", 1) };
    let blocks = vec![Block::Table(Table::default()), Block::Figure(figure)];
    read_page(&html::write(&Document { blocks, ..Document::default() }), |root| {
        assert_eq!(all(root, "caption").count(), 0);
        let empty = |it: &Node| it.attributes().any(|it| it.value().is_empty());
        assert!(!root.descendants().any(|it| empty(&it)));
        assert!(root.descendants().all(|it| it.attribute("aria-describedby").is_none()));
    });
}

#[test]
fn the_styles_of_a_document_touch_nothing_else() {
    for line in STYLE.lines().filter(|it| it.ends_with('{') || it.ends_with(',')) {
        let it = line.trim();
        assert!(it.starts_with(".document ") || it == ".document {" || it.starts_with('@'), "{it}");
    }
    assert!(PAGE.contains("@page") && !STYLE.contains("@page"), "the widget has no say in that");
    for it in ["<", "&", "\\"] {
        assert!(!STYLE.contains(it) && !PAGE.contains(it), "it stands in a page as it is: {it}");
    }
    let plain =
        |it: &str| it.replace(['"', '\''], "").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(plain(PAGE).contains(&plain(svg::FONTS)), "the page has the fonts of its drawings");
}

#[test]
fn saved_drawings_have_the_colours_of_the_light_theme() {
    let channels = |it: &str| {
        let channel = |at: usize| i64::from_str_radix(&it[at..at + 2], 16).expect("a colour");
        [1, 3, 5].map(channel)
    };
    let ink = channels(svg::colour(Ink::Text));
    let mixed = |percent: i64| ink.map(|it| (it * percent + 255 * (100 - percent) + 50) / 100);
    for (it, name, percent) in [(Ink::Track, "--own-track", 14), (Ink::Rule, "--own-line", 22)] {
        assert_eq!(channels(svg::colour(it)), mixed(percent), "{name}");
        assert!(
            TOKENS.contains(&format!("var(--own-ink) {percent}%, var(--own-paper))")),
            "{name}"
        );
    }
    for (it, name, set) in [
        (Ink::Text, "--own-ink", "--pa-text"),
        (Ink::Quiet, "--own-quiet", "--pa-quiet"),
        (Ink::Accent, "--own-accent", "--pa-accent"),
        (Ink::Burden, "--own-burden", "--pa-burden"),
        (Ink::Paper, "--own-paper", "--pa-background"),
    ] {
        let token = format!("{name}: var({set}, {});", svg::colour(it));
        assert!(TOKENS.contains(&token), "{token}");
    }
    for (it, name) in [
        (Ink::Text, "--own-ink"),
        (Ink::Quiet, "--own-quiet"),
        (Ink::Accent, "--own-accent"),
        (Ink::Burden, "--own-burden"),
        (Ink::Track, "--own-track"),
        (Ink::Rule, "--own-line"),
        (Ink::Paper, "--own-paper"),
    ] {
        let colour = if it == Ink::Paper { "#fff" } else { svg::colour(it) };
        let rule = format!(".document .{} {{\n  color: var({name}, {colour});", it.class());
        assert!(STYLE.contains(&rule), "{rule}");
    }
}

#[test]
fn a_drawing_is_a_file_of_its_own() {
    let row = ProfileRow {
        title: "Tai & iechyd".to_owned(),
        position: Some(625),
        value: "62.5".to_owned(),
        ..ProfileRow::default()
    };
    let file = svg::write(&profile(&[row]), "Y proffil", "Un adran.");
    let read = Read::parse(&file).expect("XML");
    let root = read.root_element();
    assert!(root.has_tag_name(("http://www.w3.org/2000/svg", "svg")));
    assert_eq!(root.attribute("role"), Some("img"));
    let mut first = root.children().filter(Node::is_element);
    for (tag, text) in [("title", "Y proffil"), ("desc", "Un adran.")] {
        let it = first.next().expect("an element");
        assert_eq!((it.tag_name().name(), it.text()), (tag, Some(text)));
    }
    let ground = first.next().expect("an element");
    assert_eq!(ground.attribute("fill"), Some("#ffffff"));
    assert_eq!(ground.attribute("width"), root.attribute("width"));
    assert!(root.descendants().all(|it| it.attribute("class").is_none()));
    assert!(text_of(root).contains("Tai & iechyd"));
    assert_eq!(file.matches("http").count(), 1, "the name of the format, and no address");
}

#[test]
fn what_is_hostile_comes_out_as_text() {
    let document = full(HOSTILE);
    read_page(&html::write(&document), |root| {
        let said = readable(HOSTILE);
        assert!(all(root, "bdi").all(|it| text_of(it) == said));
        assert_eq!(all(root, "title").map(text_of).collect::<Vec<_>>(), [said]);
        let named = |it: &Node| it.attribute("aria-label").map(str::to_owned);
        let mut names = root.descendants().filter_map(|it| named(&it));
        assert!(names.all(|it| it == readable_inside(HOSTILE)));
    });
}

proptest! {
    #![proptest_config(tries(200))]

    #[test]
    fn every_word_of_a_page_comes_back(text in words()) {
        read_page(&html::write(&full(&text)), |root| {
            let said = readable(&text);
            assert_eq!(all(root, "bdi").filter(|it| text_of(*it) != said).count(), 0);
            // A drawing leaves out words that are only blanks.
            let drawn = if text.trim().is_empty() { 0 } else { 4 * (Ink::ALL.len() + 1) };
            assert_eq!(all(root, "text").filter(|it| text_of(*it) == said).count(), drawn);
        });
    }

    #[test]
    fn every_word_of_a_drawing_comes_back(text in words(), title in words(), said in words()) {
        let drawing = drawing(&text);
        let file = svg::write(&drawing, &title, &said);
        let read = Read::parse(&file).unwrap_or_else(|it| panic!("{it}\n{file}"));
        let of = |tag| all(read.root(), tag).map(text_of).collect::<Vec<_>>();
        prop_assert_eq!(of("title"), [readable(&title)]);
        prop_assert_eq!(of("desc"), [readable(&said)]);
        let shapes = read.root_element().children().filter(Node::is_element).count() - 3;
        prop_assert_eq!(shapes, drawing.shapes.len());
        let words = drawing.shapes.iter().filter(|it| matches!(it, Shape::Words { .. }));
        prop_assert!(of("text").iter().all(|it| *it == readable(&text)));
        prop_assert_eq!(of("text").len(), words.count());
    }
}

#[test]
fn a_name_that_stands_above_is_not_seen_again() {
    let heading = |text: &str| Block::Heading { level: 1, text: text.to_owned() };
    let table = |caption: &str| {
        let caption = caption.to_owned();
        Block::Table(Table { caption, ..Table::default() })
    };
    let blocks = vec![
        heading("A"),
        Block::Figure(figure("A", 1)),
        Block::Text("words between".to_owned()),
        table("A"),
        table("B"),
        Block::Figure(figure("C", 1)),
        heading("C"),
        table("C"),
    ];
    let document = Document::new("A".to_owned(), "en", "ltr", blocks);
    let repeated: Vec<bool> = document
        .blocks
        .iter()
        .filter_map(|it| match it {
            Block::Table(it) => Some(it.repeated),
            Block::Figure(it) => Some(it.repeated),
            _ => None,
        })
        .collect();
    assert_eq!(repeated, [true, true, false, false, true]);
    // It is still there for those who do not see the page.
    let page = html::write(&document);
    assert_eq!(page.matches("<caption").count(), 3);
    assert!(page.contains("<caption class=\"repeated\">"));
}
