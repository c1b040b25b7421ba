//! Whose responses a table holds, by their ids.

use crate::exchange::contribution;
use crate::workshop::MAX_PERSON;

/// Every person's number, found by the id of the response.
///
/// Two ids may come to the same number. The one that is met later gets the next number that
/// is free, so that neither is lost.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// Number, and where in the table the id begins and ends.
    known: Vec<(u32, usize, usize)>,
    /// Places in `known`, one added, by number; 0 is free. At most half are taken.
    slots: Vec<u32>,
}

impl People {
    /// The place of the response `id`, or the number that it would get.
    pub fn find(&self, text: &str, id: &str) -> Result<usize, u32> {
        let mut number = contribution::person_of(id);
        loop {
            let at = self.slot(number);
            let taken = self.slots.get(at).copied().unwrap_or_default();
            let Some(place) = (taken as usize).checked_sub(1) else { return Err(number) };
            if self.id(text, place) == Some(id) {
                return Ok(place);
            }
            number = (number + 1) & MAX_PERSON;
        }
    }

    /// The slot of `number`, or the free one that it would take.
    fn slot(&self, number: u32) -> usize {
        let last = self.slots.len().saturating_sub(1);
        // The high bits of the product depend on all the bits of the number.
        let mut at = (u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & last;
        while let Some(taken) = self.slots.get(at).filter(|it| **it > 0) {
            if self.number(*taken as usize - 1) == number {
                break;
            }
            at = (at + 1) & last;
        }
        at
    }

    /// Gives `number`, which [`People::find`] found free, to the response `id`, which ends
    /// at the byte `end` of the table; its place.
    pub fn add(&mut self, number: u32, id: &str, end: usize) -> usize {
        let place = self.known.len();
        self.known.push((number, end.saturating_sub(id.len()), end));
        if 2 * place >= self.slots.len() {
            self.slots = vec![0; (4 * place).next_power_of_two().max(64)];
            for place in 0..=place {
                self.take_slot(place);
            }
        } else {
            self.take_slot(place);
        }
        place
    }

    fn take_slot(&mut self, place: usize) {
        let at = self.slot(self.number(place));
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = place as u32 + 1;
        }
    }

    pub fn number(&self, place: usize) -> u32 {
        self.known.get(place).map_or(0, |it| it.0)
    }

    pub fn id<'a>(&self, text: &'a str, place: usize) -> Option<&'a str> {
        let (_, start, end) = self.known.get(place)?;
        text.get(*start..*end)
    }
}
