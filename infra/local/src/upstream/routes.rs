//! Which answer belongs to which endpoint of the catalogue.

use contract::catalogue::{ENDPOINTS, Endpoint};

use super::{
    call::{Answer, Call},
    records::FAMILIES,
    refusal::Refusal,
};

/// A catalogue id and what answers it.
pub(super) type Route = (&'static str, fn(&Call) -> Answer);

/// The endpoint that a request names, with its path parameters.
pub(super) struct Matched {
    pub(super) endpoint: &'static Endpoint,
    pub(super) parameters: Vec<String>,
}

/// The endpoint with the fewest parameters wins: `/v1/users/permission_level` is no user.
pub(super) fn find(method: &str, path: &[String]) -> Option<Matched> {
    let same_method = ENDPOINTS.iter().filter(|endpoint| endpoint.method.as_str() == method);
    let matching = same_method.filter_map(|endpoint| {
        Some(Matched { endpoint, parameters: parameters(endpoint.path, path)? })
    });
    matching.min_by_key(|matched| matched.parameters.len())
}

pub(super) fn answer(call: &Call) -> Answer {
    let mut routes = FAMILIES.iter().copied().flatten();
    match routes.find(|(id, _)| *id == call.endpoint.id) {
        Some((_, answer)) => answer(call),
        None => Err(Refusal::Unhandled(call.endpoint.id)),
    }
}

fn parameters(template: &str, path: &[String]) -> Option<Vec<String>> {
    let template: Vec<&str> = template.split('/').skip(1).collect();
    if template.len() != path.len() {
        return None;
    }
    let mut parameters = Vec::new();
    for (expected, found) in template.iter().zip(path) {
        if expected.starts_with('{') {
            parameters.push(found.clone());
        } else if expected != found {
            return None;
        }
    }
    Some(parameters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_endpoint_has_exactly_one_answer() {
        let mut routed: Vec<&str> = FAMILIES.iter().copied().flatten().map(|(id, _)| *id).collect();
        let mut catalogued: Vec<&str> = ENDPOINTS.iter().map(|endpoint| endpoint.id).collect();
        routed.sort_unstable();
        catalogued.sort_unstable();
        assert_eq!(routed, catalogued);
    }

    #[test]
    fn literal_segments_win_over_parameters() {
        let path = ["v1", "users", "permission_level"].map(str::to_owned);
        let matched = find("PATCH", &path).unwrap();
        assert_eq!(matched.endpoint.id, "users.update_permission_level");
    }
}
