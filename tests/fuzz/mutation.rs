//! Changes to texts that keep them JSON, so that they come past the parser.

use std::sync::LazyLock;

use libfuzzer_sys::fuzzer_mutate;
use serde_json::{Map, Value, json};

/// Names and words of the formats.
static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let words = include_str!("words.dict").lines();
    let words = words.filter_map(|it| it.strip_prefix('"')?.strip_suffix('"'));
    words.map(|it| it.replace("\\x22", "\"")).collect()
});

/// As libFuzzer wants it: changes the text in `data`, which is `size` long and may become
/// `most` long; its new length. Half of the changes are libFuzzer's own.
pub fn mutate(data: &mut [u8], size: usize, most: usize, seed: u32) -> usize {
    let mut dice = Dice(u64::from(seed) << 1 | 1);
    let tree = |it: &[u8]| serde_json::from_slice::<Value>(it).ok();
    if dice.below(2) == 0 {
        return fuzzer_mutate(data, size, most);
    }
    let Some(mut value) =
        data.get(..size).and_then(tree).filter(|it| it.is_array() || it.is_object())
    else {
        return fuzzer_mutate(data, size, most);
    };
    for _ in 0..=dice.below(3) {
        change(&mut value, &mut dice);
    }
    let text = value.to_string();
    match data.get_mut(..text.len()) {
        Some(place) if text.len() <= most => {
            place.copy_from_slice(text.as_bytes());
            text.len()
        }
        _ => fuzzer_mutate(data, size, most),
    }
}

/// Numbers that follow from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n.max(1)
    }

    fn word(&mut self) -> String {
        WORDS.get(self.below(WORDS.len())).cloned().unwrap_or_default()
    }
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(list) => list.iter().map(count).sum(),
        Value::Object(fields) => fields.values().map(count).sum(),
        _ => 0,
    }
}

/// The value at a place, counted through the whole tree.
fn at<'a>(value: &'a mut Value, place: &mut usize) -> Option<&'a mut Value> {
    if *place == 0 {
        return Some(value);
    }
    *place -= 1;
    match value {
        Value::Array(list) => list.iter_mut().find_map(|it| at(it, place)),
        Value::Object(fields) => fields.values_mut().find_map(|it| at(it, place)),
        _ => None,
    }
}

fn change(root: &mut Value, dice: &mut Dice) {
    let n = count(root);
    let other = at(root, &mut dice.below(n)).map(|it| it.clone()).unwrap_or_default();
    let Some(value) = at(root, &mut dice.below(n)) else { return };
    match dice.below(10) {
        0 => *value = other,
        1 => *value = odd(dice),
        2 => *value = (0..dice.below(40)).fold(value.take(), |it, _| json!([it])),
        _ => match value {
            Value::Array(list) => {
                let place = dice.below(list.len());
                match dice.below(5) {
                    0 if !list.is_empty() => drop(list.remove(place)),
                    1 => list.insert(place, other),
                    2 => list.insert(place, odd(dice)),
                    3 if !list.is_empty() => list.swap(0, place),
                    _ => {
                        let again = list.get(place).cloned().unwrap_or_default();
                        list.extend(vec![again; 1 + dice.below(6)]);
                    }
                }
            }
            Value::Object(fields) => {
                let place = dice.below(fields.len());
                let name = fields.keys().nth(place).cloned().unwrap_or_default();
                match dice.below(4) {
                    0 => drop(fields.shift_remove(&name)),
                    1 => drop(fields.insert(dice.word(), other)),
                    2 => drop(fields.insert(dice.word(), odd(dice))),
                    _ => renamed(fields, &name, dice),
                }
            }
            Value::String(text) => match dice.below(4) {
                0 => *text = dice.word(),
                1 => text.push_str(&dice.word()),
                2 => drop(text.pop()),
                _ => *text = text.repeat(1 + dice.below(3)),
            },
            Value::Number(it) => {
                let near = it.as_i64().unwrap_or_default().wrapping_add(dice.below(5) as i64 - 2);
                *value = json!(near);
            }
            other => *other = odd(dice),
        },
    }
}

fn renamed(fields: &mut Map<String, Value>, name: &str, dice: &mut Dice) {
    if let Some(value) = fields.shift_remove(name) {
        let name =
            if dice.below(2) == 0 { dice.word() } else { format!("{name}{}", dice.below(9)) };
        fields.insert(name, value);
    }
}

/// A value that is rarely what a reader expects.
fn odd(dice: &mut Dice) -> Value {
    match dice.below(12) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!([]),
        3 => json!({}),
        4 => json!(dice.below(20) as i64 - 5),
        5 => json!(f64::from_bits((dice.below(usize::MAX) as u64) << 3)),
        6 => json!(u64::MAX),
        7 => json!(i64::MIN),
        8 => json!({ "en": dice.word(), "cy": dice.word() }),
        9 => json!("2026-01-31T10:00:00Z"),
        _ => json!(dice.word()),
    }
}
