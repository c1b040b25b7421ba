//! What the fuzzer begins with, and what every test run tries: files as they should be, and
//! hostile ones.

use partnership_assessment::exchange::{
    code, contribution, csv, json as files, link, qr, workshop,
};
use partnership_assessment::instrument::catalogue;
use partnership_assessment::response::{Answer, Assessment, InstrumentRef, Response};
use partnership_assessment::workshop::{Contribution, Setup, Workshop};
use serde_json::{Value, json};

use super::shelf::{self, ENGLISH, WELSH};

const EXAMPLES: [(&str, &str); 4] = [
    ("instrument", include_str!("../../../docs/examples/example-instrument.json")),
    ("response", include_str!("../../../docs/examples/example-response.json")),
    ("table", include_str!("../../../docs/examples/example-wide.csv")),
    ("table", include_str!("../../../docs/examples/example-long.csv")),
];

/// Texts that formats, markup and screens give a meaning of their own.
const HOSTILE: [&str; 22] = [
    "",
    "\0",
    "null",
    "[]",
    "{}",
    "\u{feff}",
    "\u{202e}turned\u{202c}",
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "=HYPERLINK(\"x\")",
    "'=1",
    "\"",
    "\"\"\"",
    "\\ud800",
    "\"\\ud800\\u0000\"",
    "{\"id\":\"\\udc00\"}",
    "{\"version\":1e999}",
    "{\"version\":-0,\"format\":18446744073709551616}",
    "%00%ff%",
    "💥e\u{301}ŵ\u{200b}",
    "9999-12-31T23:59:60Z",
    "\r\n\r\r\n",
];

/// A file and a record under a passphrase.
const SEALED: [&str; 2] = [
    r#"{"format":"partnership-assessment/sealed","version":1,"key":{"by":"PBKDF2-SHA-256","iterations":600000,"salt":"AAECAwQFBgcICQoLDA0ODw=="},"cipher":"AES-256-GCM","iv":"AAECAwQFBgcICQoL","data":"q6urq6urq6urq6urq6urq6ur"}"#,
    r#"{"format":"partnership-assessment/sealed","version":1,"cipher":"AES-256-GCM","iv":"AAECAwQFBgcICQoL","data":"q6urqw=="}"#,
];

/// What the card of a broken widget saves of `records`, and of an instrument of one's own.
fn rescued(records: impl Iterator<Item = String>) -> String {
    let id = |it: &str| {
        let value: Value = serde_json::from_str(it).unwrap_or_default();
        let id = value["response"]["id"].as_str().or(value["id"].as_str());
        id.unwrap_or("cut").to_owned()
    };
    let entry = |key: String, text: String| json!({ "key": format!("partnership-assessment/1/default/{key}"), "text": text });
    let mut all: Vec<Value> = records.map(|it| entry(format!("record/{}", id(&it)), it)).collect();
    all.push(entry("instrument/-odd".to_owned(), shelf::odd().to_string()));
    all.push(entry("due".to_owned(), "1769853600000".to_owned()));
    json!({ "format": "partnership-assessment/rescue", "version": 1, "records": all }).to_string()
}

/// A response to `instrument` with all that one can hold.
fn response(at: usize) -> Response {
    let instrument = &shelf::instruments()[at];
    let mut res = Response {
        id: format!("r-{at}"),
        instrument: InstrumentRef::to(instrument),
        language: "cy".to_owned(),
        started: 1_769_853_600_123,
        updated: 1_769_853_660_000,
        completed: Some(1_769_853_661_000),
        plan: r#"[{"id":"a1","what":"x","about":{"item":"fp1"},"by":"2026-05-01","state":"done","changed":"2026-01-31T10:00:00Z","odd":[1.5,null]},"just words"]"#.to_owned(),
        follow_up: r#"{"priorities":[{"section":"s","why":"lowest"}],"partners":[{"id":"p1","name":"A","brings":{"money":"much"},"holds":{"size":"differs"}}],"power":"p","review":"2027-01-01","series":"r-0","gone":{"a2":"2026-01-31T10:00:00Z"},"changed":"2026-01-31T10:00:01Z"}"#.to_owned(),
        workshop: link::write_workshop(&setup(at)),
        ..Response::default()
    };
    res.respondent.sector = "=health".to_owned();
    res.respondent.role = "\u{202e}role".to_owned();
    for (place, (section, item)) in instrument.items().enumerate() {
        let scale = &section.scale;
        let answer = match place % 4 {
            0 if scale.dont_know => Some(Answer::DontKnow),
            1 if scale.not_relevant => Some(Answer::NotRelevant),
            2 => None,
            _ => scale.points.last().map(|it| Answer::Value(it.value)),
        };
        if let Some(answer) = answer {
            res.answers.insert(item.id.clone(), answer);
        }
        if place % 3 == 0 {
            res.notes.insert(item.id.clone(), HOSTILE[1 + place % 21].to_owned());
        }
    }
    res
}

fn setup(at: usize) -> Setup {
    Setup {
        key: 4711,
        instrument: shelf::instruments()[at].id.clone(),
        src: (at == 2).then(|| "own/questions.json?a=1".to_owned()),
        name: "A day, together & apart".to_owned(),
        language: Some("cy".to_owned()),
        sectors: ["housing", "Tai Cyf.", "#3"].map(str::to_owned).into(),
        comments: at == 1,
        threshold: 3,
        expected: Some(12),
        practice: at == 2,
    }
}

fn collected(at: usize) -> Workshop {
    let instrument = &shelf::instruments()[at];
    let of = InstrumentRef::to(instrument);
    let mut res = Workshop::new("w-1".to_owned(), setup(at), of, 1_769_853_600_000);
    for person in 0..7 {
        let it = contribution::of_response(instrument, &response(at));
        let sector = ["housing", "", "Tai Cyf."][person as usize % 3].to_owned();
        res.add(Contribution { person, sector, ..it });
        if person == 4 {
            res.show(1_769_853_700_000);
        }
    }
    let it = contribution::of_response(instrument, &response(at));
    res.add(Contribution { person: 1, revision: 9, answers: vec![0; it.answers.len()], ..it });
    res
}

/// A QR code as the text of a picture, each module `scale` pixels wide.
fn drawn(text: &str, scale: usize) -> String {
    let qr = qr::draw(text).expect("a short text");
    let width = qr.size * scale;
    let mut luma = vec![b'x'; width * width];
    for run in qr.path.split('M').skip(1) {
        let number = |it: &str| it.parse::<usize>().expect("a number");
        let (x, rest) = run.split_once(' ').expect("x");
        let (y, rest) = rest.split_once('h').expect("y");
        let (x, y, n) = (number(x), number(y), number(rest.split_once('v').expect("n").0));
        for row in y * scale..(y + 1) * scale {
            luma[row * width + x * scale..row * width + (x + n) * scale].fill(b' ');
        }
    }
    let kind = char::from(u8::try_from(width - 21).expect("a small picture"));
    format!("{kind}{}", String::from_utf8(luma).expect("ASCII"))
}

/// The modules of a QR code that are known.
fn modules(text: &str) -> String {
    let picture = drawn(text, 1);
    let width = qr::draw(text).expect("a short text").size;
    let rows = (4..width - 4).map(|y| &picture[1 + y * width + 4..1 + (y + 1) * width - 4]);
    let dark: String =
        rows.flat_map(|it| it.chars()).map(|it| if it == ' ' { '1' } else { '0' }).collect();
    format!("#{dark}")
}

/// What the target `name` is tried with.
pub fn of(name: &str) -> Vec<String> {
    let mut res: Vec<String> = HOSTILE.map(str::to_owned).into();
    res.extend(EXAMPLES.iter().filter(|it| it.0 == name).map(|it| it.1.to_owned()));
    let shelf = shelf::instruments();
    let all: Vec<Response> = (0..3).map(response).collect();
    match name {
        "instrument" => {
            res.push(shelf::served("five-ps"));
            res.push(shelf::odd().to_string());
            let files = catalogue::files(&[ENGLISH, WELSH]);
            res.extend(files.into_iter().filter(|it| it.0 == "index.json").map(|it| it.1));
        }
        "response" => {
            res.extend(all.iter().map(|it| files::write_response(it, "Name", None)));
            res.push(csv::write_wide(&shelf[2], &[&all[2]], true));
        }
        "record" => {
            res.extend(all.iter().map(|it| files::write_record(&Assessment::of(it.clone()))))
        }
        "table" => {
            for (instrument, it) in shelf.iter().zip(&all) {
                let other = Response { id: "r-9".to_owned(), ..it.clone() };
                let wide = csv::write_wide(instrument, &[it, &other], false);
                res.push(wide.replace(',', ";"));
                res.push(wide);
                res.push(csv::write_long(instrument, &[&other, it], &shelf::texts()[0], true));
            }
            res.push(
                "response_id,item,value\nr,fp1,4.0\n\nr,fp2,\"dont-know\"\nr,fp3,\"".to_owned(),
            );
        }
        "sealed" => res.extend(SEALED.map(str::to_owned)),
        "file" => {
            res.extend(all.iter().map(|it| files::write_response(it, "Name", None)));
            res.push(workshop::write(&collected(2)));
            res.push(shelf::odd().to_string());
            res.push(SEALED[0].to_owned());
            let records = all.iter().map(|it| files::write_record(&Assessment::of(it.clone())));
            res.push(rescued(records.chain([workshop::write(&collected(0)), "{".to_owned()])));
        }
        "workshop" => res.extend((0..3).map(|it| workshop::write(&collected(it)))),
        "report" => {
            for it in &all {
                let one: Value =
                    serde_json::from_str(&files::write_response(it, "", None)).expect("JSON");
                let people: Vec<Value> = (0..4)
                    .map(|n| {
                        let mut one = one.clone();
                        one["id"] = json!(format!("r{n}"));
                        one
                    })
                    .collect();
                res.push(Value::from(people).to_string());
            }
        }
        "code" => {
            for (instrument, it) in shelf.iter().zip(&all) {
                let it = contribution::of_response(instrument, it);
                let code = code::write(instrument, &it, &[]);
                res.push(format!("Anna: {code}\n> {}", code.to_lowercase().replace('-', " ")));
                res.push(code.replace("PA1-", "PA2-"));
                res.push(code[..code.len() - 3].to_owned());
                res.push(code[4..].to_owned());
                res.push(code.replace('0', "?"));
                res.push(format!("!{}", code[6..].replace('-', "")));
                let own = Contribution { sector: "O'Brien & Tŷ Co-op".to_owned(), ..it };
                res.push(code::write(instrument, &own, &[]));
            }
        }
        "link" => {
            res.extend((0..3).map(|it| link::write_workshop(&setup(it))));
            res.push("#pa-src=a%2Fb.json&lang=cy&instrument=five-ps".to_owned());
            res.push("#pa-src=%2F%2Fevil.example/x".to_owned());
            // An address of nearly the longest, which takes three times as many bytes here.
            res.push(format!("#pa-workshop=1&src={}", "%C5%B5".repeat(990)));
            res.push("#pa-workshop=1&src=//x&sectors=%E2%80%AEa,%2C,a,a&name=%00".to_owned());
        }
        "plan" => {
            res.extend(all.iter().map(|it| format!("{}\n{}", it.plan, it.follow_up)));
            res.push("[]\n{\"changed\":\"2026-01-3:00T110:01Z\"}".to_owned());
            res.push(
                "[1.2345678901234567e-300,{\"id\":5},{\"id\":\"a\"},{\"id\":\"a\"}]\n[]".to_owned(),
            );
        }
        "language" => {
            let mut it: Value = serde_json::from_str(WELSH).expect("JSON");
            for (part, most) in [("texts", 6), ("later", 6)] {
                let fields = it[part].as_object().expect("an object").clone();
                it[part] = Value::Object(fields.into_iter().take(most).collect());
            }
            it["texts"]["counted"] = json!({ "one": "{n} thing", "other": "{n} {name} {{" });
            res.push(it.to_string());
        }
        "time" => {
            let texts = [
                "2026-01-31T10:00:00Z",
                "0001-01-01t00:00:00.5+00:01",
                "2024-02-29 23:59:60-23:59",
                "2026-12-31",
                "-62135596800001",
                "4503599627370495",
            ];
            res.extend(texts.map(str::to_owned));
        }
        "picture" => {
            res.push(drawn("PA1-1BABC-DEFGH", 3));
            res.push(drawn("https://assess.example/#pa-workshop=4711&instrument=five-ps", 2));
            res.push(modules("PA1-1BABC-DEFGH"));
            res.push(modules(
                &"https://assess.example/#pa-workshop=4711&instrument=five-ps".repeat(4),
            ));
        }
        _ => {}
    }
    res
}

/// Texts of a megabyte and more, and deep ones: too large to be kept, and made each time.
pub fn large() -> Vec<String> {
    let mega = "x".repeat(1 << 20);
    let deep = |n: usize, open: &str, close: &str| format!("{}{}", open.repeat(n), close.repeat(n));
    let format = "{\"format\":\"partnership-assessment/response\",\"version\":1,\"id\":\"r\",\"started\":\"2026-01-31T10:00:00Z\",\"instrument\":{\"id\":\"five-ps\"}";
    vec![
        mega.clone(),
        format!("\"{mega}\""),
        format!("{format},\"name\":\"{mega}\"}}"),
        format!("{format},\"answers\":{{\"{mega}\":1}}}}"),
        format!("{format},\"notes\":{{\"fp1\":\"{mega}\"}}}}"),
        format!("{format},\"plan\":[\"{mega}\"]}}"),
        format!("{format},\"plan\":{}}}", deep(31, "[", "]")),
        format!("{format},\"plan\":{}}}", deep(33, "[", "]")),
        format!("{format},\"follow_up\":{}}}", deep(120, "{\"a\":", "1}").replace("1}1}", "1}}")),
        format!("response_id,item,value,note\nr,fp1,4,{mega}\n"),
        format!("response_id,item,value,note\nr,fp1,4,\"{mega}\n"),
        format!("response_id,instrument,{mega}\nr,five-ps,4\n"),
        format!("#pa-workshop=1&instrument=five-ps&name={mega}"),
        format!("#pa-src={mega}"),
        deep(100, "[", "]"),
        deep(200_000, "[", "]"),
        deep(100_000, "{\"a\":", "}"),
        "9".repeat(1 << 20),
        format!("[0.{}]", "3".repeat(1 << 20)),
        format!("PA1-{mega}"),
        "PA1-".repeat(1 << 18),
        "\"".repeat(1 << 20),
        "\u{202e}".repeat(1 << 18),
    ]
}
