//! Which keys a list shows, in which order, and which page of them: all of it in the URL.

use std::{cmp::Ordering, sync::Arc};

use contract::keys::Status;
use form_urlencoded::Serializer;

use super::Row;
use crate::partner;

/// Keys on one page of the list.
pub const PAGE: usize = 50;

/// By what the list is sorted.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Column {
    /// When the key came into being; newest first unless the URL says otherwise.
    #[default]
    Created,
    /// When it last changed.
    Changed,
    /// What it is called.
    Description,
    /// Whom it was made for.
    Partner,
    /// Active before revoked.
    Status,
    /// How many endpoints it may call.
    Permissions,
}

impl Column {
    /// Every column, as the URL calls it.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Created, "created"),
        (Self::Changed, "changed"),
        (Self::Description, "description"),
        (Self::Partner, "partner"),
        (Self::Status, "status"),
        (Self::Permissions, "permissions"),
    ];

    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(column, _)| *column == self).map_or("", |(_, name)| name)
    }

    /// Whether the first click on it puts the largest first.
    const fn begins_with_largest(self) -> bool {
        matches!(self, Self::Created | Self::Changed | Self::Permissions)
    }

    fn compare(self, left: &Row, right: &Row) -> Ordering {
        let (left, right) = (&left.key, &right.key);
        match self {
            Self::Created => left.id.cmp(&right.id),
            Self::Changed => left.updated_at.cmp(&right.updated_at),
            Self::Description => {
                left.description.to_lowercase().cmp(&right.description.to_lowercase())
            }
            Self::Partner => partner::name(&left.partner).cmp(partner::name(&right.partner)),
            Self::Status => {
                (left.status == Status::Revoked).cmp(&(right.status == Status::Revoked))
            }
            Self::Permissions => left.permission_count.cmp(&right.permission_count),
        }
    }
}

/// What an admin asks the list for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Query {
    /// As typed; in any case.
    pub search: String,
    /// Only these.
    pub status: Option<Status>,
    /// Only keys of this partner id.
    pub partner: Option<String>,
    /// What is sorted by.
    pub column: Column,
    /// Whether the order is the other one than the column begins with.
    pub reversed: bool,
    /// From 0.
    pub page: usize,
}

/// The keys that fit, and how many there are of each kind.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// In order, all pages.
    pub rows: Vec<Arc<Row>>,
    /// Active ones, whatever status is asked for.
    pub active: usize,
    /// Revoked ones, whatever status is asked for.
    pub revoked: usize,
}

impl PartialEq for Found {
    /// Whether they show the same: a row that changed is another row.
    fn eq(&self, other: &Self) -> bool {
        (self.active, self.revoked) == (other.active, other.revoked)
            && self.rows.len() == other.rows.len()
            && self.rows.iter().zip(&other.rows).all(|(left, right)| Arc::ptr_eq(left, right))
    }
}

impl Query {
    /// Reads a URL's parameters; what it does not know, it leaves out.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let sort = get("sort").unwrap_or_default();
        let (name, reversed) = match sort.strip_prefix('-') {
            Some(name) => (name.to_owned(), true),
            None => (sort, false),
        };
        let column = Column::ALL.iter().find(|(_, known)| *known == name);
        Self {
            search: get("search").unwrap_or_default(),
            status: get("status").and_then(|status| status.parse().ok()),
            partner: get("partner").filter(|partner| !partner.is_empty()),
            column: column.map_or(Column::Created, |(column, _)| *column),
            reversed: reversed && column.is_some(),
            page: get("page")
                .and_then(|page| page.parse().ok())
                .map_or(0, |page: usize| page.saturating_sub(1)),
        }
    }

    /// As a URL writes it: with its question mark, or empty for the list as it is at first.
    pub fn write(&self) -> String {
        let mut query = Serializer::new(String::new());
        if !self.search.is_empty() {
            query.append_pair("search", &self.search);
        }
        if let Some(status) = self.status {
            query.append_pair("status", status.as_str());
        }
        if let Some(partner) = &self.partner {
            query.append_pair("partner", partner);
        }
        if self.column != Column::Created || self.reversed {
            let sign = if self.reversed { "-" } else { "" };
            query.append_pair("sort", &format!("{sign}{}", self.column.name()));
        }
        if self.page > 0 {
            query.append_pair("page", &(self.page + 1).to_string());
        }
        let query = query.finish();
        if query.is_empty() { query } else { format!("?{query}") }
    }

    /// Whether it leaves keys out.
    pub fn narrows(&self) -> bool {
        !self.search.trim().is_empty() || self.status.is_some() || self.partner.is_some()
    }

    /// The same keys by another column, or the other way round; from the first page.
    #[must_use]
    pub fn sorted_by(&self, column: Column) -> Self {
        let reversed = self.column == column && !self.reversed;
        Self { column, reversed, page: 0, ..self.clone() }
    }

    /// Whether the largest come first.
    pub fn descends(&self) -> bool {
        self.column.begins_with_largest() != self.reversed
    }

    /// The keys that fit, in order; `rows` come newest first.
    pub fn find(&self, rows: &[Arc<Row>]) -> Found {
        let search = self.search.trim().to_lowercase();
        let fits = |row: &&Arc<Row>| {
            self.partner.as_ref().is_none_or(|partner| *partner == row.key.partner)
                && row.mentions(&search)
        };
        let fitting: Vec<_> = rows.iter().filter(fits).cloned().collect();
        let revoked = fitting.iter().filter(|row| row.key.status == Status::Revoked).count();
        let active = fitting.len() - revoked;
        let shown = |row: &Arc<Row>| self.status.is_none_or(|status| status == row.key.status);
        let mut rows: Vec<_> = fitting.into_iter().filter(shown).collect();
        self.sort(&mut rows);
        Found { rows, active, revoked }
    }

    fn sort(&self, rows: &mut [Arc<Row>]) {
        if self.column == Column::Created && self.descends() {
            return;
        }
        rows.sort_by(|left, right| {
            let order = self.column.compare(left, right);
            if self.descends() { order.reverse() } else { order }
        });
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::{super::tests::row, *};

    fn read(query: &str) -> Query {
        let pairs: HashMap<_, _> =
            form_urlencoded::parse(query.trim_start_matches('?').as_bytes()).into_owned().collect();
        Query::read(|name| pairs.get(name).cloned())
    }

    fn found(query: &str) -> Vec<String> {
        let rows = [row(3, "Zeta"), row(2, "alpha"), row(1, "Beta")];
        read(query).find(&rows).rows.iter().map(|row| row.key.description.clone()).collect()
    }

    #[test]
    fn what_is_written_is_read_again() {
        for query in [
            "",
            "?search=a%26b&status=revoked&partner=gem&sort=-description&page=3",
            "?sort=-created",
            "?status=active",
        ] {
            assert_eq!(read(query).write(), query);
        }
    }

    #[test]
    fn nonsense_in_the_url_is_the_list_as_it_is_at_first() {
        assert_eq!(read("?status=gone&sort=-colour&page=x&partner="), Query::default());
    }

    #[test]
    fn keys_are_searched_and_sorted_in_any_case() {
        assert_eq!(found(""), ["Zeta", "alpha", "Beta"]);
        assert_eq!(found("?sort=-created"), ["Beta", "alpha", "Zeta"]);
        assert_eq!(found("?sort=description"), ["alpha", "Beta", "Zeta"]);
        assert_eq!(found("?sort=-description"), ["Zeta", "Beta", "alpha"]);
        assert_eq!(found("?search=ETA%20"), ["Zeta", "Beta"]);
        assert_eq!(found("?partner=other"), [""; 0]);
    }

    #[test]
    fn a_second_click_turns_the_order_and_begins_at_the_first_page() {
        let query = Query { page: 4, ..Query::default() };
        let once = query.sorted_by(Column::Description);
        assert_eq!((once.page, once.descends()), (0, false));
        assert!(once.sorted_by(Column::Description).descends());
        assert!(query.sorted_by(Column::Permissions).descends());
        assert!(!query.sorted_by(Column::Created).descends());
    }

    #[test]
    fn the_counts_do_not_follow_the_status() {
        let rows = [row(2, "a"), row(1, "b")];
        let found = read("?status=revoked").find(&rows);
        assert_eq!((found.rows.len(), found.active, found.revoked), (0, 2, 0));
    }
}
