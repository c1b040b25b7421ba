//! The codes that the page of formats shows: written and read exactly as it says.

use partnership_assessment::exchange::code::{self, Found};
use partnership_assessment::instrument::{Instrument, reader};
use partnership_assessment::workshop::{self, Contribution, Setup};

const PAGE: &str = include_str!("../../docs/formats.md");
const INSTRUMENT: &str = include_str!("../../docs/examples/example-instrument.json");

/// A code with what it says, and the workshop's own list of sectors.
struct Vector {
    code: &'static str,
    says: Contribution,
    own_sectors: Vec<String>,
}

fn vectors() -> [Vector; 3] {
    let answered = |answers: [u8; 8], sector: &str| Contribution {
        answers: answers.to_vec(),
        sector: sector.to_owned(),
        ..Contribution::default()
    };
    [
        Vector {
            code: "PA1-0ZTGN-154K7-10243-NQK8N-ZD522-KNKF1-9",
            says: Contribution {
                person: 123_456_789,
                revision: 68,
                workshop: 4711,
                threshold: 5,
                ..answered([7, 6, 6, 4, 5, 0, 4, 1], "housing")
            },
            own_sectors: Vec::new(),
        },
        Vector {
            code: "PA1-0ZTGN-1M001-90000-00000-00000-1D1NZ-7",
            says: Contribution { workshop: 1, threshold: 20, ..answered([0; 8], "Gofal Môn") },
            own_sectors: ["housing", "Gofal Môn"].map(str::to_owned).to_vec(),
        },
        Vector {
            code: "PA1-1GTGN-10000-Y9Y6E-50BTY-CZ000-7MDZZ-ZZZZZ-ZZ94Q-YJRDQ-0BE",
            says: Contribution {
                person: workshop::MAX_PERSON,
                revision: code::MAX_REVISION,
                ..answered([2, 2, 2, 2, 7, 7, 5, 1], "Gofal Môn")
            },
            own_sectors: Vec::new(),
        },
    ]
}

fn instrument() -> Instrument {
    reader::read(INSTRUMENT).unwrap_or_else(|it| panic!("{it:?}"))
}

/// The rows of the page's table of codes: the code, what it says, its answers.
fn shown() -> Vec<[&'static str; 3]> {
    let rows = PAGE.lines().filter_map(|it| it.strip_prefix("| `PA1-")?.strip_suffix(" |"));
    rows.map(|row| {
        let cells: Vec<&str> = row.split(" | ").collect();
        cells[..].try_into().unwrap_or_else(|_| panic!("three cells: {row}"))
    })
    .collect()
}

#[test]
fn the_codes_on_the_page_are_written_and_read_exactly() {
    let instrument = instrument();
    for Vector { code, says, own_sectors } in vectors() {
        assert_eq!(code::write(&instrument, &says, &own_sectors), code);
        let [Found::Whole(raw)] = &code::find(code)[..] else { panic!("{code} is whole") };
        let setup = Setup { key: says.workshop, sectors: own_sectors, ..Setup::default() };
        assert_eq!(code::read(raw, &[&instrument], Some(&setup)), Ok((0, says)));
        assert_eq!(raw.text(), code);
    }
}

#[test]
fn the_page_says_what_its_codes_say() {
    let instrument = instrument();
    let shown = shown();
    assert_eq!(shown.len(), vectors().len());
    for (Vector { code, says, .. }, [text, facts, answers]) in vectors().iter().zip(shown) {
        assert_eq!(format!("PA1-{text}"), format!("{code}`"));
        let none = |it: u32| if it == 0 { "none".to_owned() } else { it.to_string() };
        let expected = format!(
            "workshop {}, threshold {}, sector {}, revision {}, person {}",
            none(says.workshop.into()),
            none(says.threshold.into()),
            says.sector,
            says.revision,
            says.person,
        );
        assert_eq!(facts, expected);
        let given = instrument.items().zip(&says.answers).map(|((section, item), code)| {
            let answer = workshop::decoded(&section.scale, *code).expect("an answer");
            format!("{} {}", item.id, answer.map_or("none".to_owned(), |it| it.code()))
        });
        assert_eq!(answers, given.collect::<Vec<_>>().join(", "));
    }
}
