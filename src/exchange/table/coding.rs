//! How the answers to an instrument's items are written in a table.

use std::rc::Rc;

use crate::exchange::csv::rows::{Head, Row};
use crate::instrument::document::Problem;
use crate::instrument::{Instrument, Scale};
use crate::response::Answer;
use crate::workshop::{DONT_KNOW, NONE, NOT_RELEVANT, coded};

#[derive(Clone, Debug)]
pub struct Coding {
    pub instrument: Rc<Instrument>,
    items: Vec<Item>,
    /// Places of items, in the order of their ids.
    by_id: Vec<usize>,
    /// The columns of a wide table that should be items, in ascending order.
    columns: Vec<Column>,
    /// The item of the row before, in a long table.
    last: usize,
}

#[derive(Clone, Debug)]
struct Item {
    id: String,
    scale: Rc<Scale>,
    /// The codes of the answers that are one digit; [`NO_CODE`] for one that is none.
    digits: [u8; 10],
    /// A row of a long table has asked for it.
    is_asked: bool,
}

#[derive(Clone, Debug)]
struct Column {
    at: usize,
    /// The place of the item; none for an item that the instrument does not have.
    place: Option<usize>,
    digits: [u8; 10],
}

const NO_CODE: u8 = u8::MAX;

#[inline(always)]
fn digit(digits: &[u8; 10], byte: u8) -> Option<u8> {
    digits.get(usize::from(byte.wrapping_sub(b'0'))).copied().filter(|it| *it != NO_CODE)
}

impl Coding {
    pub fn new(instrument: Rc<Instrument>, head: &Head) -> Self {
        let mut items = Vec::new();
        for section in &instrument.sections {
            let scale = &section.scale;
            let digits = std::array::from_fn(|digit| match scale.point(digit as i64) {
                Some(point) => coded(scale, Some(Answer::Value(point.value))),
                None => NO_CODE,
            });
            items.extend(section.items.iter().map(|it| Item {
                id: it.id.clone(),
                scale: Rc::clone(scale),
                digits,
                is_asked: false,
            }));
        }
        let mut by_id: Vec<usize> = (0..items.len()).collect();
        by_id.sort_unstable_by_key(|it| items.get(*it).map(|it| it.id.as_str()));
        let mut res = Self { instrument, items, by_id, columns: Vec::new(), last: 0 };
        let column = |(at, name): (usize, &str)| {
            let place = res.by_name(name.as_bytes());
            let item = place.and_then(|it| res.items.get(it));
            Column { at, place, digits: item.map_or([NO_CODE; 10], |it| it.digits) }
        };
        res.columns = head.item_columns().map(column).collect();
        res
    }

    pub fn n_items(&self) -> usize {
        self.items.len()
    }

    pub fn id(&self, place: usize) -> &str {
        self.items.get(place).map_or("", |it| &it.id)
    }

    fn by_name(&self, name: &[u8]) -> Option<usize> {
        let at = self.by_id.binary_search_by_key(&name, |it| self.id(*it).as_bytes()).ok()?;
        self.by_id.get(at).copied()
    }

    /// The place of the item that a row of a long table asks for.
    pub fn place(&mut self, row: Row<'_>, column: usize) -> Option<usize> {
        let written = row.bytes(column);
        // Most tables ask one item after the other, or for one item of everybody.
        let mut likely = [self.last + 1, self.last, 0].into_iter();
        let found = likely.find(|it| self.id(*it).as_bytes() == written);
        let place = match found.filter(|it| *it < self.items.len()) {
            Some(place) => place,
            None => self.by_name(row.get(column).trim().as_bytes())?,
        };
        self.last = place;
        if let Some(item) = self.items.get_mut(place) {
            item.is_asked = true;
        }
        Some(place)
    }

    /// The smallest of `others` that has the items asked for so far, and `item` too.
    pub fn smallest_with(&self, item: &str, others: &[Rc<Instrument>]) -> Option<Rc<Instrument>> {
        let asked = || self.items.iter().filter(|it| it.is_asked).map(|it| it.id.as_str());
        let has_all = |it: &&Rc<Instrument>| {
            it.item(item).is_some() && asked().all(|asked| it.item(asked).is_some())
        };
        others.iter().filter(has_all).min_by_key(|it| it.n_items()).cloned()
    }

    /// The answers in a row of a wide table.
    pub fn answers(&self, row: Row<'_>) -> Result<Vec<u8>, Problem> {
        let mut res = vec![NONE; self.items.len()];
        let (bytes, cells) = (row.text.as_bytes(), row.cells());
        for column in &self.columns {
            // The columns ascend, and a row may have fewer cells than the header.
            let Some(cell) = cells.get(column.at) else { break };
            let code = match cell.end - cell.start {
                0 => continue,
                1 => bytes.get(cell.start as usize).and_then(|it| digit(&column.digits, *it)),
                _ => None,
            };
            let code = match (code, column.place) {
                (Some(code), _) => code,
                (None, Some(place)) => self.code(row, column.at, place)?,
                (None, None) => {
                    row.nothing_in(column.at)?;
                    continue;
                }
            };
            if let Some(it) = column.place.and_then(|it| res.get_mut(it)) {
                *it = code;
            }
        }
        Ok(res)
    }

    /// The answer to the item at `place`, as [`coded`] codes it.
    pub fn code(&self, row: Row<'_>, column: usize, place: usize) -> Result<u8, Problem> {
        let Some(item) = self.items.get(place) else { return Ok(NONE) };
        let likely = match row.bytes(column) {
            [] => Some(NONE),
            [byte] => digit(&item.digits, *byte),
            b"dont-know" if item.scale.dont_know => Some(DONT_KNOW),
            b"not-relevant" if item.scale.not_relevant => Some(NOT_RELEVANT),
            _ => None,
        };
        match likely {
            Some(code) => Ok(code),
            None => Ok(coded(&item.scale, row.answer(column, &item.scale)?)),
        }
    }
}
