//! Days in UTC, as date fields write them, and the events of each.

use std::{fmt, str::FromStr, sync::Arc};

use super::entry::Entry;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// A day of the Gregorian calendar; later ones are greater.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Day {
    year: u16,
    month: u8,
    day: u8,
}

impl Day {
    /// The day of an RFC 3339 moment in UTC.
    pub fn of(moment: &str) -> Option<Self> {
        moment.get(..10)?.parse().ok()
    }

    /// `Friday, 20 November 2026`.
    pub fn name(self) -> String {
        let weekday = WEEKDAYS.get(self.weekday()).copied().unwrap_or_default();
        let month = MONTHS.get(usize::from(self.month) - 1).copied().unwrap_or_default();
        format!("{weekday}, {} {month} {}", self.day, self.year)
    }

    /// From 0 for Sunday; Sakamoto's method, which counts January and February to the year before.
    fn weekday(self) -> usize {
        const SHIFT: [usize; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
        let year = usize::from(self.year) - usize::from(self.month < 3);
        let shift = SHIFT.get(usize::from(self.month) - 1).copied().unwrap_or_default();
        (year + year / 4 - year / 100 + year / 400 + shift + usize::from(self.day)) % 7
    }
}

/// The text is no day such as `2026-11-24`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct NoDay;

impl FromStr for Day {
    type Err = NoDay;

    fn from_str(text: &str) -> Result<Self, NoDay> {
        let mut numbers = text.split('-');
        let mut next = |digits: usize| {
            let part = numbers.next().filter(|part| part.len() == digits);
            part.filter(|part| part.bytes().all(|byte| byte.is_ascii_digit())).ok_or(NoDay)
        };
        let year = next(4)?.parse().map_err(|_| NoDay)?;
        let month = next(2)?.parse().map_err(|_| NoDay)?;
        let day = next(2)?.parse().map_err(|_| NoDay)?;
        let real =
            year > 0 && (1..=12).contains(&month) && (1..=length(year, month)).contains(&day);
        (numbers.next().is_none() && real).then_some(Self { year, month, day }).ok_or(NoDay)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

const fn length(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Entries day by day, in the order in which they came; those without a day go with the ones before.
pub fn by_day(entries: &[Arc<Entry>]) -> Vec<(Option<Day>, Vec<Arc<Entry>>)> {
    let mut days: Vec<(Option<Day>, Vec<Arc<Entry>>)> = Vec::new();
    for entry in entries {
        match days.last_mut() {
            Some((day, members)) if entry.day.is_none() || *day == entry.day => {
                members.push(Arc::clone(entry));
            }
            _ => days.push((entry.day, vec![Arc::clone(entry)])),
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::{super::entry::tests::at, *};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn is_written_as_it_was_read_and_sorted_by_time() {
        assert_eq!(day("2026-11-24").to_string(), "2026-11-24");
        assert!(day("2026-11-24") < day("2026-12-01") && day("2025-12-31") < day("2026-01-01"));
        assert_eq!(Day::of("2026-11-24T23:59:59.999Z"), Some(day("2026-11-24")));
    }

    #[test]
    fn nothing_else_is_a_day() {
        for odd in [
            "",
            "2026",
            "2026-1-1",
            "2026-13-01",
            "2026-00-10",
            "2026-02-29",
            "2026-04-31",
            "2026-11-24-1",
            "+026-11-24",
            "0000-01-01",
            "２０２６-11-24",
            "ééééé",
        ] {
            assert_eq!(odd.parse::<Day>(), Err(NoDay), "{odd}");
        }
        assert_eq!(Day::of("ééééé"), None);
        assert!("2024-02-29".parse::<Day>().is_ok() && "2000-02-29".parse::<Day>().is_ok());
        assert!("1900-02-29".parse::<Day>().is_err());
    }

    #[test]
    fn has_its_weekday() {
        for (text, name) in [
            ("2026-11-20", "Friday, 20 November 2026"),
            ("2026-11-03", "Tuesday, 3 November 2026"),
            ("2024-02-29", "Thursday, 29 February 2024"),
            ("2000-01-01", "Saturday, 1 January 2000"),
            ("0001-01-01", "Monday, 1 January 1"),
        ] {
            assert_eq!(day(text).name(), name);
        }
    }

    #[test]
    fn events_stand_under_their_day_in_the_order_they_came() {
        let entries = [
            at("2026-11-20T16:20:00.000Z"),
            at("2026-11-20T00:00:00.000Z"),
            at("2026-11-19T23:59:59.999Z"),
            at("nonsense"),
        ];
        let days: Vec<_> =
            by_day(&entries).into_iter().map(|(day, members)| (day, members.len())).collect();
        assert_eq!(days, [(Some(day("2026-11-20")), 2), (Some(day("2026-11-19")), 2)]);
        assert_eq!(by_day(&[]), []);
    }
}
