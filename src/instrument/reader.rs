//! Reads an instrument file and checks it.
//!
//! ```
//! use partnership_assessment::instrument::reader::read;
//!
//! let problems = read(r#"{"format": "partnership-assessment/instrument", "version": 1}"#).unwrap_err();
//! assert_eq!(problems[0].at, "id");
//! ```

use std::collections::BTreeMap;
use std::rc::Rc;

use super::document::{self, Fault, Node, Problem};
use super::{
    Band, Direction, FORMAT, INDEX_FORMAT, Index, Instrument, Item, Kind, Listed, MAX_BYTES,
    MAX_ITEMS, Method, Point, Scale, Scoring, Section, Source, VERSION, Words, fingerprint,
};

/// Values of a scale lie between minus and plus this.
const MAX_VALUE: i64 = 1000;
/// Columns of CSV files that no item may be named after.
pub const RESERVED: [&str; 10] = [
    "response_id",
    "instrument",
    "edition",
    "language",
    "started",
    "completed",
    "sector",
    "role",
    "organisation",
    "size",
];

/// The instrument in `text`, or everything that is wrong with it.
pub fn read(text: &str) -> Result<Instrument, Vec<Problem>> {
    document::read(text, MAX_BYTES, instrument)
}

fn instrument(root: Node<'_>) -> Option<Instrument> {
    root.opens_as(FORMAT, VERSION)?;
    let id = root.need("id").and_then(|it| it.id());
    let title = root.need("title").and_then(|it| it.some_words());
    let scoring = root.maybe("scoring").map_or(Some(Scoring::default()), |it| scoring(&it));
    let sources = sources(&root);
    let scales = scales(&root);
    let sections = sections(&root, &scales.clone().unwrap_or_default(), &sources);
    let bands = bands(&root, "bands");
    let overall_bands = root.maybe("overall_bands").map(|_| self::bands(&root, "overall_bands"));
    let scoring = scoring?;
    scales?;
    let mut res = Instrument {
        id: id?,
        edition: root
            .maybe("edition")
            .and_then(|it| it.short_text(64))
            .unwrap_or_else(|| "1".to_owned()),
        title: title?,
        summary: optional_words(&root, "summary"),
        about: optional_words(&root, "about"),
        minutes: root.maybe("minutes").and_then(|it| it.whole(0, 600)).unwrap_or_default() as u64,
        sources,
        sections: sections?,
        scoring,
        overall_bands: match overall_bands {
            Some(own) => own,
            None if scoring.method == Method::Sum => Vec::new(),
            None => bands.clone(),
        },
        bands,
        fingerprint: String::new(),
    };
    res.fingerprint = fingerprint::of(&res);
    Some(res)
}

/// The list of what is offered, which the build writes.
pub fn read_index(text: &str) -> Result<Index, Vec<Problem>> {
    document::read(text, MAX_BYTES, |root| {
        root.opens_as(INDEX_FORMAT, VERSION)?;
        let listed = |node: &Node<'_>| {
            Some(Listed {
                id: node.need("id")?.id()?,
                title: node.need("title")?.some_words()?,
                summary: optional_words(node, "summary"),
                minutes: node.need("minutes")?.whole(0, 600)? as u64,
                n_items: node.need("items")?.whole(1, MAX_ITEMS as i64)? as usize,
            })
        };
        let language = |node: &Node<'_>| {
            Some((node.need("language")?.id()?, node.need("name")?.short_text(100)?))
        };
        Some(Index {
            instruments: optional_list(&root, "instruments", listed),
            languages: optional_list(&root, "languages", language),
        })
    })
}

fn optional_words(node: &Node<'_>, name: &str) -> Words {
    node.maybe(name).and_then(|it| it.words()).unwrap_or_default()
}

fn optional_list<'a, T>(
    node: &Node<'a>,
    name: &str,
    read: impl FnMut(&Node<'a>) -> Option<T>,
) -> Vec<T> {
    let list = node.maybe(name).and_then(|it| it.list()).unwrap_or_default();
    list.iter().filter_map(read).collect()
}

impl Default for Scoring {
    fn default() -> Self {
        Self { method: Method::Percent, minimum_answered: 500_000 }
    }
}

fn scoring(node: &Node<'_>) -> Option<Scoring> {
    node.fields()?;
    let default = Scoring::default();
    let method = match node.maybe("method") {
        None => default.method,
        Some(node) => match node.text()? {
            "percent" => Method::Percent,
            "mean" => Method::Mean,
            "sum" => Method::Sum,
            _ => return not_one_of(&node, "percent, mean, sum"),
        },
    };
    let minimum_answered = match node.maybe("minimum_answered") {
        None => default.minimum_answered,
        Some(node) => node.millionths(0, 1)? as u64,
    };
    Some(Scoring { method, minimum_answered })
}

fn not_one_of<T>(node: &Node<'_>, allowed: &str) -> Option<T> {
    node.fault(Fault::NotOneOf { found: node.shown(), allowed: allowed.to_owned() });
    None
}

fn sources<'a>(root: &Node<'a>) -> Vec<Source> {
    let mut seen = Seen::new();
    let list = root.maybe("sources").and_then(|it| it.few(MAX_ITEMS)).unwrap_or_default();
    let source = |node: &Node<'a>| {
        let id = node.need("id").and_then(|it| unique(&it, &mut seen));
        let citation = node.need("citation")?.some_words()?;
        Some(Source { id: id?, citation })
    };
    list.iter().filter_map(source).collect()
}

/// The ids met so far.
type Seen<'a> = BTreeMap<&'a str, usize>;

/// The id at `node`, if no other has been `seen`.
fn unique<'a>(node: &Node<'a>, seen: &mut Seen<'a>) -> Option<String> {
    let id = node.id()?;
    let n_seen = seen.len();
    if seen.insert(node.text()?, n_seen).is_some() {
        node.fault(Fault::Duplicate { found: id });
        return None;
    }
    Some(id)
}

fn scales(root: &Node<'_>) -> Option<Vec<Rc<Scale>>> {
    let node = root.need("scales")?;
    let fields = node.few_fields(MAX_ITEMS)?;
    if fields.is_empty() {
        node.fault(Fault::Empty);
    }
    Some(fields.into_iter().filter_map(|(id, node)| scale(id, &node).map(Rc::new)).collect())
}

fn scale(id: &str, node: &Node<'_>) -> Option<Scale> {
    let direction = match node.maybe("direction") {
        None => Direction::HigherIsBetter,
        Some(node) => match node.text()? {
            "higher-is-better" => Direction::HigherIsBetter,
            "lower-is-better" => Direction::LowerIsBetter,
            _ => return not_one_of(&node, "higher-is-better, lower-is-better"),
        },
    };
    let (mut dont_know, mut not_relevant) = (false, false);
    for extra in node.maybe("extra").and_then(|it| it.list()).unwrap_or_default() {
        match extra.text()? {
            "dont-know" => dont_know = true,
            "not-relevant" => not_relevant = true,
            _ => return not_one_of(&extra, "dont-know, not-relevant"),
        }
    }
    let list = node.need("points")?;
    let mut points: Vec<Point> = Vec::new();
    for point in list.list()? {
        let Some(value_node) = point.need("value") else { continue };
        let Some(value) = value_node.whole(-MAX_VALUE, MAX_VALUE) else { continue };
        if points.iter().any(|it| it.value == value) {
            value_node.fault(Fault::Duplicate { found: value.to_string() });
        }
        let label = optional_words(&point, "label");
        let label = if label.is_empty() { Words::plain(value.to_string()) } else { label };
        points.push(Point { value, label });
    }
    if points.len() < 2 {
        list.fault(Fault::TooFew { found: points.len(), least: 2 });
        return None;
    }
    if points.len() > 101 {
        list.fault(Fault::TooMany { found: points.len(), limit: 101 });
        return None;
    }
    let bands = bands(node, "bands");
    Some(Scale { id: id.to_owned(), direction, dont_know, not_relevant, points, bands })
}

fn sections(root: &Node<'_>, scales: &[Rc<Scale>], sources: &[Source]) -> Option<Vec<Section>> {
    let node = root.need("sections")?;
    let list = node.few(MAX_ITEMS)?;
    if list.is_empty() {
        node.fault(Fault::Empty);
    }
    let mut section_ids = Seen::new();
    let mut item_ids = Seen::new();
    let res: Vec<Section> = list
        .iter()
        .filter_map(|it| section(it, scales, sources, &mut section_ids, &mut item_ids))
        .collect();
    if item_ids.len() > MAX_ITEMS {
        node.fault(Fault::TooMany { found: item_ids.len(), limit: MAX_ITEMS });
    }
    Some(res)
}

fn section<'a>(
    node: &Node<'a>,
    scales: &[Rc<Scale>],
    sources: &[Source],
    section_ids: &mut Seen<'a>,
    item_ids: &mut Seen<'a>,
) -> Option<Section> {
    let id = node.need("id").and_then(|it| unique(&it, section_ids));
    let title = node.need("title").and_then(|it| it.some_words());
    let scale = node.need("scale").and_then(|it| {
        let name = it.text()?;
        let res = scales.iter().find(|scale| scale.id == name).cloned();
        if res.is_none() {
            it.fault(Fault::Unknown { found: it.shown() });
        }
        res
    });
    let items = node.need("items").and_then(|it| {
        let list = it.list()?;
        if list.is_empty() {
            it.fault(Fault::Empty);
        }
        Some(list.iter().filter_map(|it| item(it, item_ids)).collect())
    });
    let kind = node.maybe("kind").and_then(|it| it.text()).map_or(Kind::Other, |it| match it {
        "principle" => Kind::Principle,
        "characteristic" => Kind::Characteristic,
        "need" => Kind::Need,
        "challenge" => Kind::Challenge,
        "benefit" => Kind::Benefit,
        _ => Kind::Other,
    });
    Some(Section {
        id: id?,
        kind,
        title: title?,
        about: optional_words(node, "about"),
        scale: scale?,
        sources: section_sources(node, sources),
        counts_towards_overall: node
            .maybe("counts_towards_overall")
            .and_then(|it| it.truth())
            .unwrap_or(true),
        items: items?,
        discuss: optional_list(node, "discuss", |it| it.words()),
        ideas: optional_list(node, "ideas", |it| it.words()),
    })
}

/// `source` names one source or a list of them.
fn section_sources(node: &Node<'_>, sources: &[Source]) -> Vec<String> {
    let Some(source) = node.maybe("source") else { return Vec::new() };
    let names = if source.is_list() { source.few(MAX_ITEMS) } else { Some(vec![source]) };
    let names = names.unwrap_or_default();
    names
        .iter()
        .filter_map(|it| {
            let name = it.text()?;
            if !sources.iter().any(|source| source.id == name) {
                it.fault(Fault::Unknown { found: it.shown() });
            }
            Some(name.to_owned())
        })
        .collect()
}

fn item<'a>(node: &Node<'a>, ids: &mut Seen<'a>) -> Option<Item> {
    let id = node.need("id").and_then(|it| {
        let id = unique(&it, ids)?;
        if RESERVED.contains(&id.as_str()) {
            it.fault(Fault::ReservedId { found: id });
            return None;
        }
        Some(id)
    });
    let text = node.need("text").and_then(|it| it.some_words());
    Some(Item {
        id: id?,
        label: optional_words(node, "label"),
        text: text?,
        help: optional_words(node, "help"),
        reversed: node.maybe("reversed").and_then(|it| it.truth()).unwrap_or(false),
    })
}

fn bands(node: &Node<'_>, name: &str) -> Vec<Band> {
    let res = optional_list(node, name, |it| {
        Some(Band {
            from: it.need("from")?.millionths(-1_000_000, 1_000_000)?,
            label: it.need("label")?.some_words()?,
            advice: optional_words(it, "advice"),
        })
    });
    if let Some(node) = node.maybe(name)
        && !res.is_sorted_by(|a, b| a.from < b.from)
    {
        node.fault(Fault::NotAscending);
    }
    res
}
