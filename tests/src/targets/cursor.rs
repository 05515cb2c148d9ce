//! Cursors: each is read by the list that gave it out, in one spelling, and by no other.

use domain::{cursor::List, error::Error, principal::Organization};
use ulid::Ulid;

/// Two lists, a text that may be a cursor, and where a page may have ended.
pub(super) fn check(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let mut lines = text.split('\n');
    let mut next = || lines.next().unwrap_or_default();
    let cursor = next();
    let position = Ulid::from_bytes(std::array::from_fn(|index| *input.get(index).unwrap_or(&0)));
    let lists = [Description::read(&mut next), Description::read(&mut next)];
    for list in &lists {
        round_trip(&list.list(), position);
        if let Ok(position) = list.list().position(cursor) {
            assert_eq!(list.list().cursor(position), cursor, "a cursor has one spelling");
        }
    }
    let [one, other] = lists;
    let read = other.list().position(&one.list().cursor(position));
    assert_eq!(read.is_ok(), one == other, "{one:?} {other:?}");
}

fn round_trip(list: &List, position: Ulid) {
    let cursor = list.cursor(position);
    assert_eq!(list.position(&cursor).unwrap(), position);
    assert_eq!(cursor.len(), 32);
    for index in 0..cursor.len() {
        let mut changed = cursor.clone().into_bytes();
        changed[index] = if changed[index] == b'A' { b'B' } else { b'A' };
        let read = list.position(str::from_utf8(&changed).unwrap());
        assert!(matches!(read, Err(Error::InvalidCursor)), "{cursor} changed at {index}");
    }
}

/// A list as the two rules that page make them.
#[derive(Debug, Eq, PartialEq)]
struct Description<'a> {
    organization: Organization,
    name: &'static str,
    filter: Vec<&'a str>,
}

impl<'a> Description<'a> {
    fn read(next: &mut impl FnMut() -> &'a str) -> Self {
        let organization = Organization::parse(next());
        let of_keys = next() == "keys";
        let (first, second, search) = (next(), next(), next());
        let status = ["active", "revoked"].into_iter().find(|name| *name == first);
        let partner = contract::partners::find(second).map(|partner| partner.id);
        let filter = if of_keys {
            vec![status.unwrap_or_default(), partner.unwrap_or_default(), search]
        } else {
            vec![search]
        };
        Self {
            organization: organization.unwrap_or_else(|| super::example::organization("acme")),
            name: if of_keys { "keys" } else { "events" },
            filter,
        }
    }

    fn list(&self) -> List {
        List::new(&self.organization, self.name, &self.filter)
    }
}
