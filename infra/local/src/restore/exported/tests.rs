//! What AWS prints, and what is no log.

use serde_json::json;

use super::*;

/// A line as a function writes it.
fn line(minute: u8, key: &str) -> String {
    let line = json!({
        "timestamp": format!("2026-03-14T09:{minute:02}:00.000Z"), "level": "INFO", "change": "revoke",
        "key_id": key, "organization": "acme", "action_id": "A", "request_id": format!("r-{key}"),
    });
    line.to_string()
}

/// A document as `aws logs filter-log-events --output json` prints it.
fn printed(messages: &[String]) -> String {
    let event = |message| {
        json!({
            "logStreamName": "2026/03/14/[$LATEST]0123", "timestamp": 1_773_480_360_000_u64,
            "message": format!("{message}\n"), "ingestionTime": 1_773_480_361_000_u64, "eventId": "3",
        })
    };
    let events: Vec<_> = messages.iter().map(event).collect();
    serde_json::to_string_pretty(&json!({"events": events, "searchedLogStreams": []})).unwrap()
}

fn read(text: &str) -> anyhow::Result<Exported> {
    let mut log = Exported::default();
    log.add(text).map(|()| log)
}

#[test]
fn documents_one_after_another_and_bare_lines_are_one_log() {
    let [one, two] = [printed(&[line(1, "one"), line(3, "three")]), printed(&[line(2, "two")])];
    let empty = printed(&[]);
    let events = json!([{"message": line(4, "four")}]);
    let log = read(&format!("{one}\n{two}\n{empty}{events}\n{}\n", line(5, "five"))).unwrap();
    assert_eq!(log.len(), 5);
    assert_eq!(log.begins().unwrap().to_string(), "2026-03-14T09:01:00Z");
    let since: Vec<_> = log.since("2026-03-14T09:03:00Z".parse().unwrap()).collect();
    assert_eq!(since, ["three", "four", "five"]);
    assert!(log.requests().contains(&("two", "r-two")));
}

#[test]
fn other_lines_of_the_same_functions_are_passed_over() {
    let failure =
        json!({"timestamp": "t", "level": "ERROR", "code": "unavailable", "causes": ["x"]});
    let platform = json!({"time": "t", "type": "platform.report", "record": {}});
    let messages = [failure.to_string(), platform.to_string(), line(1, "one")];
    assert_eq!(read(&printed(&messages)).unwrap().len(), 1);
}

#[test]
fn what_is_no_whole_log_is_refused_with_what_is_wrong() {
    let torn = line(1, "one").replace("\"key_id\":\"one\",", "");
    let cut: String = line(1, "one").chars().take(60).collect();
    let unknown = line(1, "one").replace("revoke", "rename");
    let timeless = line(1, "one").replace("2026-03-14T09:01:00.000Z", "yesterday");
    let more = json!({"events": [], "nextToken": "b/3"}).to_string();
    for (text, words) in [
        (printed(std::slice::from_ref(&torn)), "missing field `key_id`"),
        (printed(std::slice::from_ref(&cut)), "no line of the functions'"),
        (printed(&[unknown]), "unknown variant `rename`"),
        (printed(&[timeless]), "failed to parse"),
        (printed(&["thread panicked".to_owned()]), "`thread panicked"),
        (json!({"results": [[{"field": "@message", "value": "x"}]]}).to_string(), "results"),
        (more, "not whole"),
        (cut, "no JSON after byte 0"),
        ("[1]".to_owned(), "no `message`"),
        ("timestamp,message\n".to_owned(), "no JSON"),
    ] {
        let error = format!("{:#}", read(&text).unwrap_err());
        assert!(error.contains(words), "{text}: {error}");
    }
}

#[test]
fn a_file_that_is_missing_or_holds_no_change_is_refused() {
    let directory = std::env::temp_dir().join(format!("granary-exported-{}", std::process::id()));
    fs::create_dir_all(&directory).unwrap();
    let file = directory.join("empty.json");
    fs::write(&file, printed(&[])).unwrap();
    let error = format!("{:#}", Exported::read(std::slice::from_ref(&file)).unwrap_err());
    assert!(error.contains("holds no change"), "{error}");
    let good = directory.join("good.json");
    fs::write(&good, line(1, "one")).unwrap();
    fs::write(&file, "\n").unwrap();
    let error = format!("{:#}", Exported::read(&[good, file.clone()]).unwrap_err());
    assert!(error.contains("empty.json is no change log: it is empty"), "{error}");
    let error = format!("{:#}", Exported::read(&[file.with_extension("gone")]).unwrap_err());
    assert!(error.contains("cannot read"), "{error}");
    fs::remove_dir_all(directory).unwrap();
}
