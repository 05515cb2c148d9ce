//! Counts, dates and moments, as the page writes them everywhere.

use contract::catalogue::ENDPOINTS;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `1 key`, `214 keys`; the noun takes an `s`.
pub fn counted(count: usize, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", grouped(count))
}

/// `10,000`.
pub fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `23 of 142`.
pub fn of_all(count: usize) -> String {
    format!("{count} of {}", ENDPOINTS.len())
}

/// `12 added, 3 removed`, also when one of them is 0.
pub fn difference(added: usize, removed: usize) -> String {
    format!("{added} added, {removed} removed")
}

/// `12 Nov 2026`, of an RFC 3339 moment in UTC; the text itself when it is none.
pub fn day(moment: &str) -> String {
    date(moment).unwrap_or_else(|| moment.to_owned())
}

/// `20 Nov 2026, 16:20`.
pub fn day_and_time(moment: &str) -> String {
    match (date(moment), time(moment)) {
        (Some(date), Some(time)) => format!("{date}, {time}"),
        _ => moment.to_owned(),
    }
}

/// `16:20`.
pub fn time(moment: &str) -> Option<String> {
    moment.get(11..16).map(str::to_owned)
}

fn date(moment: &str) -> Option<String> {
    let (year, month, day) = (moment.get(..4)?, moment.get(5..7)?, moment.get(8..10)?);
    let month = MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?)?;
    Some(format!("{} {month} {year}", day.trim_start_matches('0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_as_sentences_do() {
        assert_eq!(counted(1, "permission"), "1 permission");
        assert_eq!(counted(0, "key"), "0 keys");
        assert_eq!(counted(10_000, "key"), "10,000 keys");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(of_all(23), "23 of 142");
        assert_eq!(difference(12, 0), "12 added, 0 removed");
    }

    #[test]
    fn moments_are_written_in_utc_as_they_came() {
        assert_eq!(day("2026-11-02T09:52:01.123Z"), "2 Nov 2026");
        assert_eq!(day_and_time("2026-11-20T16:20:00.000Z"), "20 Nov 2026, 16:20");
        assert_eq!(day("2026-11-23"), "23 Nov 2026");
    }

    #[test]
    fn what_is_no_moment_stays_as_it_is() {
        for odd in ["", "soon", "2026-13-01", "2026-00-01", "ééééééé"] {
            assert_eq!(day(odd), odd);
            assert_eq!(day_and_time(odd), odd);
        }
    }
}
