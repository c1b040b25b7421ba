//! Plans as tables and as calendars, full of texts that have broken other programs.

use partnership_assessment::exchange::calendar::{self, Entry};
use partnership_assessment::exchange::plan;
use partnership_assessment::response::time::Day;
use serde_json::{Value, json};

use super::Folder;
use super::material::HOSTILE;

const NOW: i64 = 1_769_853_600_750;
/// Names in several scripts, and what calendars give a meaning.
const NAMES: [&str; 12] = [
    "Cynllun y bartneriaeth: Tŷ a'r ŵyl",
    "Партнёрство; план, часть 2",
    "שותפות, תוכנית; \\ סוף",
    "شراكة\nخطة",
    "भागीदारी योजना",
    "パートナーシップ計画、住宅と保健",
    "👨‍👩‍👧 e\u{301} 🏠🏽",
    "back\\slash \\n \\, \\; \\\\",
    "one, two; three: \"four\"",
    "first\r\nsecond\rthird\n\nfifth\u{2028}sixth\u{85}seventh",
    "BEGIN:VEVENT\r\nSUMMARY:another\r\nEND:VEVENT",
    "tab\tand\u{0}\u{7}\u{1b}[31m\u{7f}control",
];

fn texts() -> Vec<String> {
    let long = ["x", "ŵ", "語", "👩", "a ", ";", "\\"].map(|it| it.repeat(300));
    let all = NAMES.into_iter().chain(HOSTILE).map(str::to_owned);
    // A line break at every place near the end of a line.
    let shifted = (60..80).map(|n| format!("{}ŵ\n日本", "-".repeat(n)));
    // More than a cell of a spreadsheet holds.
    let longest = [format!("={}1", "1+".repeat(20_000))];
    all.chain(long).chain(shifted).chain(longest).collect()
}

fn entry(at: usize, text: &str) -> Entry {
    let first = Day::read("2026-12-31").expect("a day").start();
    Entry {
        uid: format!("{at}-7d1f0c1e-52a4-4a86-9b0e-2f6a3c5d8e91"),
        day: Day::of(first + at as i64 * 59 * 86_400_000, 0),
        title: text.to_owned(),
        text: if at % 4 == 3 { String::new() } else { format!("{text}\n{at}: {text}") },
        changed: if at % 5 == 4 { 0 } else { NOW - at as i64 * 86_399_123 },
        remind: at.is_multiple_of(3),
    }
}

#[test]
fn plans_are_kept_as_tables_and_calendars_for_other_readers() {
    let mut folder = Folder::open("plans");
    let texts = texts();
    let entries: Vec<Entry> = texts.iter().enumerate().map(|(at, text)| entry(at, text)).collect();
    let listed: Vec<Value> = entries
        .iter()
        .map(|it| {
            json!({ "uid": it.uid, "day": it.day.write(), "title": it.title, "text": it.text,
                "changed": it.changed, "remind": it.remind })
        })
        .collect();
    let mut calendars = Vec::new();
    for (at, name) in NAMES.iter().enumerate() {
        let language = if at.is_multiple_of(2) { "en" } else { "cy" };
        let content = calendar::write(name, language, &entries, NOW);
        let file = folder.write(&format!("{at}.ics"), &content);
        calendars.push(json!({ "file": file, "name": name, "language": language }));
    }

    let heads = ["#", "Blaenoriaeth", "=Action", "Who leads", "By when"].map(str::to_owned);
    let rows: Vec<Vec<String>> = texts
        .iter()
        .enumerate()
        .map(|(at, text)| {
            let day = entry(at, text).day.write();
            vec![(at + 1).to_string(), text.clone(), format!("{text} {text}"), String::new(), day]
        })
        .collect();
    let tables: Vec<String> = [("bom", true), ("plain", false)]
        .map(|(mark, bom)| {
            let table = plan::write_table(&heads, &rows, bom);
            folder.write(&format!("plan.{mark}.csv"), &table)
        })
        .into();
    let listing = json!({ "now": NOW, "entries": listed, "calendars": calendars,
        "heads": heads, "rows": rows, "tables": tables });
    folder.write("plans.json", &listing.to_string());
    folder.close();
}
