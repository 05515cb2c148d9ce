//! Characters of a path encoded: once, twice, in forms that UTF-8 forbids, and those that end texts.

use super::{
    Family::{Encodings, Nulls, Overlong},
    Hostile,
    paths::{Rule, at_last, at_second, last_word, spelled, up},
};

const RULES: &[Rule] = &[
    (Encodings, "the first letter of the last word", |_, path| {
        last_word(path, &|word| first(word, "%"))
    }),
    (Encodings, "that letter twice", |_, path| last_word(path, &|word| first(word, "%25"))),
    (Encodings, "that letter thrice", |_, path| last_word(path, &|word| first(word, "%2525"))),
    (Encodings, "the last word", |_, path| last_word(path, &|word| every(word, "%"))),
    (Encodings, "the last word twice", |_, path| last_word(path, &|word| every(word, "%25"))),
    (Encodings, "every character", |_, path| format!("/{}", every(path, "%"))),
    (Encodings, "the version", |_, path| path.replacen('v', "%76", 1)),
    (Encodings, "every slash", |_, path| path.replace('/', "%2F")),
    (Encodings, "every slash but the first", |_, path| inner(path, "%2F")),
    (Encodings, "every slash but the first, lower case", |_, path| inner(path, "%2f")),
    (Encodings, "every slash but the first, twice", |_, path| inner(path, "%252F")),
    (Encodings, "the last slash", |_, path| at_last(path, "%2F")),
    (Encodings, "the last slash, lower case", |_, path| at_last(path, "%2f")),
    (Encodings, "the last slash twice", |_, path| at_last(path, "%252F")),
    (Encodings, "the last slash thrice", |_, path| at_last(path, "%25252F")),
    (Encodings, "the last slash, each digit", |_, path| at_last(path, "%%32%46")),
    (Encodings, "the last slash beside a plain one", |_, path| at_last(path, "/%2F")),
    (Encodings, "the second slash", |_, path| at_second(path, "%2F")),
    (Encodings, "the last slash in Microsoft's form", |_, path| at_last(path, "%u002f")),
    (Encodings, "a slash at the start", |_, path| format!("/%2F{path}")),
    (Encodings, "a slash at the end", |_, path| format!("{path}%2F")),
    (Encodings, "cut short", |_, path| format!("{path}%2")),
    (Encodings, "no digits", |_, path| format!("{path}%zz")),
    (Overlong, "slash in two bytes", |_, path| at_last(path, "%c0%af")),
    (Overlong, "slash in two bytes, upper case", |_, path| at_last(path, "%C0%AF")),
    (Overlong, "slash in three bytes", |_, path| at_last(path, "%e0%80%af")),
    (Overlong, "slash in four bytes", |_, path| at_last(path, "%f0%80%80%af")),
    (Overlong, "slash in two bytes, encoded twice", |_, path| at_last(path, "%25c0%25af")),
    (Overlong, "slash in two raw bytes", |_, path| at_last(path, "\u{c0}\u{af}")),
    (Overlong, "slash in three raw bytes", |_, path| at_last(path, "\u{e0}\u{80}\u{af}")),
    (Overlong, "every slash in two bytes", |_, path| inner(path, "%c0%af")),
    (Overlong, "backslash in two bytes", |_, path| at_last(path, "%c1%9c")),
    (Overlong, "dots in two bytes", |own, path| format!("{own}{}{path}", up(own, "/%c0%ae%c0%ae"))),
    (Overlong, "dots in three bytes", |own, path| {
        format!("{own}{}{path}", up(own, "/%e0%80%ae%e0%80%ae"))
    }),
    (Overlong, "dots in raw bytes", |own, path| {
        format!("{own}{}{path}", up(own, "/\u{c0}\u{ae}\u{c0}\u{ae}"))
    }),
    (Overlong, "a letter in two bytes", |_, path| path.replace('a', "%c1%a1")),
    (Overlong, "a fullwidth slash", |_, path| at_last(path, "%EF%BC%8F")),
    (Overlong, "a raw fullwidth slash", |_, path| at_last(path, "\u{ef}\u{bc}\u{8f}")),
    (Overlong, "a division slash", |_, path| at_last(path, "%E2%88%95")),
    (Overlong, "a fraction slash", |_, path| at_last(path, "%E2%81%84")),
    (Overlong, "one dot leaders", |own, path| {
        format!("{own}{}{path}", up(own, "/%E2%80%A4%E2%80%A4"))
    }),
    (Overlong, "a byte of no text", |_, path| format!("{path}%ff")),
    (Overlong, "half a character", |_, path| format!("{path}%c3")),
    (Nulls, "at the end", |_, path| format!("{path}%00")),
    (Nulls, "before an ending", |_, path| format!("{path}%00.json")),
    (Nulls, "before the last slash", |_, path| at_last(path, "%00/")),
    (Nulls, "after the last slash", |_, path| at_last(path, "/%00")),
    (Nulls, "for a slash", |_, path| at_last(path, "%00")),
    (Nulls, "encoded twice", |_, path| format!("{path}%2500")),
    (Nulls, "overlong", |_, path| format!("{path}%c0%80")),
    (Nulls, "raw at the end", |_, path| format!("{path}\0")),
    (Nulls, "raw before the last slash", |_, path| at_last(path, "\0/")),
    (Nulls, "the path behind one", |own, path| format!("{own}%00{path}")),
    (Nulls, "a line feed", |_, path| format!("{path}%0A")),
    (Nulls, "a raw line feed", |_, path| at_last(path, "\n/")),
    (Nulls, "a line end with a header", |own, path| format!("{own}%0D%0AX-Original-URL:%20{path}")),
    (Nulls, "a request behind a line end", |own, path| {
        format!("{own}%20HTTP/1.1%0D%0A%0D%0AGET%20{path}")
    }),
    (Nulls, "a carriage return", |_, path| at_last(path, "%0D/")),
    (Nulls, "a raw carriage return", |_, path| at_last(path, "\r/")),
    (Nulls, "a tab", |_, path| format!("{path}%09")),
    (Nulls, "a raw tab", |_, path| format!("{path}\t")),
    (Nulls, "a blank at the end", |_, path| format!("{path}%20")),
    (Nulls, "a blank before the last word", |_, path| at_last(path, "/%20")),
    (Nulls, "a raw blank", |_, path| at_last(path, " /")),
    (Nulls, "delete", |_, path| format!("{path}%7F")),
    (Nulls, "a raw delete", |_, path| format!("{path}\u{7f}")),
    (Nulls, "a zero width space", |_, path| format!("{path}%E2%80%8B")),
    (Nulls, "a byte order mark", |_, path| at_last(path, "/%EF%BB%BF")),
    (Nulls, "a soft hyphen", |_, path| format!("{path}%C2%AD")),
];

pub(super) fn all() -> impl Iterator<Item = Hostile> {
    spelled(RULES)
}

fn inner(path: &str, separator: &str) -> String {
    format!("/{}", path.trim_start_matches('/').replace('/', separator))
}

fn every(text: &str, sign: &str) -> String {
    text.bytes().map(|byte| format!("{sign}{byte:02x}")).collect()
}

fn first(word: &str, sign: &str) -> String {
    let mut letters = word.chars();
    let encoded = letters.next().map(|letter| every(&letter.to_string(), sign));
    encoded.into_iter().chain([letters.as_str().to_owned()]).collect()
}
