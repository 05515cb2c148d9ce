//! Names, companies and places for people who do not exist.

use crate::upstream::collection::pick;

const FIRST: [&str; 24] = [
    "Ada", "Bram", "Chiara", "Dario", "Elif", "Farid", "Greta", "Hiro", "Ines", "Jonas", "Kaja",
    "Lior", "Maren", "Nadia", "Oskar", "Petra", "Quirin", "Rosa", "Selim", "Tove", "Uma", "Viktor",
    "Wanda", "Yara",
];
const LAST: [&str; 31] = [
    "Albers",
    "Bianchi",
    "Castell",
    "Dufour",
    "Ekholm",
    "Fiala",
    "Grau",
    "Haddad",
    "Ivarsson",
    "Jansen",
    "Kowal",
    "Lindqvist",
    "Moreau",
    "Novak",
    "Okafor",
    "Pereira",
    "Quint",
    "Rossi",
    "Sato",
    "Tanaka",
    "Ulrich",
    "Varga",
    "Weiss",
    "Xenakis",
    "Yilmaz",
    "Zeman",
    "Arslan",
    "Brandt",
    "Cordero",
    "Demir",
    "Eriksen",
];
const COMPANIES: [&str; 7] = [
    "Fernhill Logistics",
    "Quarry Software",
    "Blue Heron Bank",
    "Millstone Foods",
    "Harbour Analytics",
    "Pinewood Clinics",
    "Tern Robotics",
];
const PLACES: [&str; 9] = [
    "Lisbon, Portugal",
    "Rotterdam, Netherlands",
    "Gdansk, Poland",
    "Leipzig, Germany",
    "Malmo, Sweden",
    "Turin, Italy",
    "Graz, Austria",
    "Nantes, France",
    "Cork, Ireland",
];
const TITLES: [&str; 5] =
    ["Analyst", "Software Engineer", "Account Manager", "Product Designer", "Nurse"];

/// First and last name; no two alike below 744.
pub(in crate::upstream) fn name(index: u32) -> (&'static str, &'static str) {
    (pick(&FIRST, index), pick(&LAST, index))
}

pub(in crate::upstream) fn full_name(index: u32) -> String {
    let (first, last) = name(index);
    format!("{first} {last}")
}

/// An address at a domain that is reserved for examples (RFC 2606).
pub(in crate::upstream) fn email(index: u32, domain: &str) -> String {
    full_name(index).to_ascii_lowercase().replace(' ', ".") + "@" + domain
}

pub(in crate::upstream) fn company(index: u32) -> &'static str {
    pick(&COMPANIES, index)
}

pub(in crate::upstream) fn place(index: u32) -> &'static str {
    pick(&PLACES, index)
}

pub(in crate::upstream) fn title(index: u32) -> &'static str {
    pick(&TITLES, index)
}
