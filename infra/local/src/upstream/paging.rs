//! `page`, `per_page` and the `Link` that clients follow instead of counting.
//!
//! Source: Harvest, "Pagination"; RFC 5988.

use http::{HeaderMap, HeaderValue};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{call::Call, refusal::Refusal};

/// Lists that give only `next`.
pub(super) const NEXT_ONLY: [&str; 12] = [
    "eeoc.list",
    "user_roles.list",
    "custom_fields.list",
    "custom_fields.list_options",
    "job_openings.list",
    "approvals.list_for_job",
    "approvals.list_pending",
    "demographic_data.list_questions",
    "demographic_data.list_options",
    "demographic_data.list_options_for_question",
    "demographic_data.list_answers",
    "demographic_data.list_answers_for_application",
];

const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The part of a list that was asked for.
pub(super) struct Page<'a> {
    number: usize,
    size: usize,
    relations: Relations,
    others: Vec<&'a (String, String)>,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Relations {
    All,
    WithoutLast,
    NextOnly,
}

impl<'a> Page<'a> {
    /// # Errors
    /// `page` or `per_page` out of its range.
    pub(super) fn asked(call: &'a Call) -> Result<Self, Refusal> {
        let relations = if NEXT_ONLY.contains(&call.endpoint.id) {
            Relations::NextOnly
        } else if call.query("skip_count") == Some("true") {
            Relations::WithoutLast
        } else {
            Relations::All
        };
        let paging = ["page", "per_page"];
        Ok(Self {
            number: number(call, "page", 1, usize::MAX)?,
            size: number(call, "per_page", 100, 500)?,
            relations,
            others: call.query.iter().filter(|(name, _)| !paging.contains(&&**name)).collect(),
        })
    }

    pub(super) fn of<'r, T>(&self, records: &'r [T]) -> Vec<&'r T> {
        let before = (self.number - 1).saturating_mul(self.size);
        records.iter().skip(before).take(self.size).collect()
    }

    /// The header for a list of that many records; none where there is one page.
    pub(super) fn link(&self, address: &str, count: usize) -> Option<HeaderValue> {
        let last = count.div_ceil(self.size).max(1);
        let mut links = Vec::new();
        if self.number < last {
            links.push(self.relation(address, self.number + 1, "next"));
        }
        if self.number > 1 && self.relations != Relations::NextOnly {
            links.push(self.relation(address, (self.number - 1).min(last), "prev"));
        }
        if self.number < last && self.relations == Relations::All {
            links.push(self.relation(address, last, "last"));
        }
        if links.is_empty() {
            return None;
        }
        HeaderValue::from_str(&links.join(", ")).ok()
    }

    fn relation(&self, address: &str, number: usize, relation: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("page", &number.to_string());
        query.append_pair("per_page", &self.size.to_string());
        query.extend_pairs(self.others.iter().map(|(name, value)| (name, value)));
        format!("<{address}?{}>; rel=\"{relation}\"", query.finish())
    }
}

/// Where the client sees the list, as told by the gate in front.
pub(super) fn address(headers: &HeaderMap, path: &[String]) -> String {
    let said = |name| {
        let first = headers.get(name)?.to_str().ok()?.split(',').next()?.trim();
        (!first.is_empty()).then_some(first)
    };
    let scheme = said("x-forwarded-proto").unwrap_or("http");
    let host = said("x-forwarded-host").or_else(|| said("host")).unwrap_or("localhost");
    let prefix = said("x-forwarded-prefix").unwrap_or("").trim_matches('/');
    let prefix = prefix.split('/').filter(|segment| !segment.is_empty()).map(str::to_owned);
    let path = path.iter().map(|segment| utf8_percent_encode(segment, UNRESERVED).to_string());
    let path: Vec<String> = prefix.chain(path).collect();
    format!("{scheme}://{host}/{}", path.join("/"))
}

fn number(
    call: &Call,
    name: &'static str,
    default: usize,
    largest: usize,
) -> Result<usize, Refusal> {
    let Some(given) = call.query(name) else {
        return Ok(default);
    };
    let number = given.parse().ok().filter(|number| (1..=largest).contains(number));
    number.ok_or_else(|| {
        let range = if largest == usize::MAX { "from 1" } else { "between 1 and 500" };
        Refusal::field(name, format!("Must be an integer {range}"))
    })
}
