//! Points in time as files write them (RFC 3339) and as the calendar names them.

use super::Millis;

const DAY: i64 = 86_400_000;

/// A day and time of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Civil {
    pub year: i64,
    /// 1 to 12.
    pub month: i64,
    /// 1 to 31.
    pub day: i64,
    pub hour: i64,
    pub minute: i64,
    pub second: i64,
}

/// The calendar's name for `time`, `offset` minutes east of Greenwich.
pub fn civil(time: Millis, offset: i64) -> Civil {
    let local = time + offset * 60_000;
    let (days, of_day) = (local.div_euclid(DAY), local.rem_euclid(DAY) / 1000);
    // Days are counted in eras of 400 years that begin on 1 March, so that the leap day
    // is the last of its year.
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    Civil {
        year: year + era * 400 + i64::from(month <= 2),
        month,
        day,
        hour: of_day / 3600,
        minute: of_day / 60 % 60,
        second: of_day % 60,
    }
}

/// Days from 1970-01-01 to the given day.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// `time` as in `2026-01-31T10:00:00Z`; milliseconds are written where there are any.
pub fn write(time: Millis) -> String {
    let Civil { year, month, day, hour, minute, second } = civil(time, 0);
    let res = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
    match time.rem_euclid(1000) {
        0 => format!("{res}Z"),
        millis => format!("{res}.{millis:03}Z"),
    }
}

/// Reads an RFC 3339 time of the years 1 to 9999; fractions beyond milliseconds are cut.
pub fn read(text: &str) -> Option<Millis> {
    let number = |from: usize, to: usize| -> Option<i64> {
        let digits = text.get(from..to)?;
        digits.bytes().all(|it| it.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let is =
        |at: usize, wanted: &[u8]| text.as_bytes().get(at).is_some_and(|it| wanted.contains(it));
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let marks = is(4, b"-") && is(7, b"-") && is(10, b"Tt ") && is(13, b":") && is(16, b":");
    let start = days(year, month, day);
    let same = civil(start * DAY, 0);
    let real = (same.year, same.month, same.day) == (year, month, day) && year > 0;
    if !marks || !real || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let mut rest = text.get(19..)?;
    let mut millis = 0;
    if let Some(fraction) = rest.strip_prefix('.') {
        let end = fraction.bytes().position(|it| !it.is_ascii_digit())?;
        if end == 0 {
            return None;
        }
        for (i, digit) in fraction.bytes().take(end.min(3)).enumerate() {
            millis += i64::from(digit - b'0') * [100, 10, 1][i];
        }
        rest = fraction.get(end..)?;
    }
    let offset = match rest.as_bytes() {
        b"Z" | b"z" => 0,
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2]
            if [h1, h2, m1, m2].iter().all(|it| it.is_ascii_digit()) =>
        {
            let digit = |it: &u8| i64::from(it - b'0');
            let (h, m) = (digit(h1) * 10 + digit(h2), digit(m1) * 10 + digit(m2));
            if h > 23 || m > 59 {
                return None;
            }
            (h * 60 + m) * if *sign == b'-' { -1 } else { 1 }
        }
        _ => return None,
    };
    let res = start * DAY + ((hour * 60 + minute - offset) * 60 + second) * 1000 + millis;
    // An offset or a leap second may lead to a year that [`write`] could not write.
    (days(1, 1, 1) * DAY..days(10_000, 1, 1) * DAY).contains(&res).then_some(res)
}

/// A day of the calendar, of the years 1 to 9999: what would lie beyond is the first or the
/// last of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i64);

impl Day {
    /// 0001-01-01.
    pub const FIRST: Self = Self(-719_162);
    /// 9999-12-31.
    pub const LAST: Self = Self(2_932_896);

    /// The day on which `time` falls, `offset` minutes east of Greenwich.
    pub fn of(time: Millis, offset: i64) -> Self {
        Self(time.saturating_add(offset.saturating_mul(60_000)).div_euclid(DAY)).bounded()
    }

    /// Reads a day as `2026-01-31`.
    pub fn read(text: &str) -> Option<Self> {
        let midnight = || read(&format!("{text}T00:00:00Z"));
        (text.len() == 10).then(midnight)?.map(|it| Self::of(it, 0))
    }

    /// The day as `2026-01-31`.
    pub fn write(self) -> String {
        let Civil { year, month, day, .. } = self.civil();
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// When it begins in Greenwich.
    pub fn start(self) -> Millis {
        self.0 * DAY
    }

    pub fn next(self) -> Self {
        Self(self.0 + 1).bounded()
    }

    /// The same day of a later month, or that month's last day where it is shorter.
    pub fn months_later(self, months: u8) -> Self {
        let Civil { year, month, day, .. } = self.civil();
        let months = year * 12 + month - 1 + i64::from(months);
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        let first = days(year, month, 1);
        let following = if month == 12 { days(year + 1, 1, 1) } else { days(year, month + 1, 1) };
        Self((first + day - 1).min(following - 1)).bounded()
    }

    fn bounded(self) -> Self {
        self.clamp(Self::FIRST, Self::LAST)
    }

    fn civil(self) -> Civil {
        civil(self.start(), 0)
    }
}
