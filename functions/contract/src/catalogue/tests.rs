//! The table as a table: complete, unique, and exact in what it matches.

use std::collections::HashSet;

use super::*;

#[test]
fn holds_the_endpoints_of_harvest_s_page() {
    let count = |method| ENDPOINTS.iter().filter(|endpoint| endpoint.method == method).count();

    assert_eq!(ENDPOINTS.len(), 142);
    assert_eq!(groups().len(), 27);
    assert_eq!(
        [Method::Get, Method::Post, Method::Patch, Method::Delete, Method::Put].map(count),
        [69, 28, 23, 14, 8]
    );
    assert_eq!(ENDPOINTS.iter().filter(|endpoint| endpoint.deprecated).count(), 7);
    assert_eq!(ENDPOINTS.iter().filter(|endpoint| endpoint.path.starts_with("/v2/")).count(), 8);
}

#[test]
fn every_group_stands_together() {
    let names: HashSet<_> = ENDPOINTS.iter().map(|endpoint| endpoint.group).collect();
    assert_eq!(names.len(), groups().len());
}

#[test]
fn ids_are_unique_slugs_that_begin_with_their_group() {
    let mut seen = HashSet::new();
    for endpoint in &ENDPOINTS {
        let id = endpoint.id;
        let group = endpoint.group.to_lowercase().replace(' ', "_");
        assert!(seen.insert(id), "`{id}` appears twice");
        assert_eq!(id.split_once('.').map(|(prefix, _)| prefix), Some(group.as_str()), "`{id}`");
        assert!(
            id.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'.')),
            "`{id}`"
        );
    }
}

#[test]
fn a_deprecated_endpoint_says_so_in_its_id() {
    for endpoint in &ENDPOINTS {
        assert_eq!(endpoint.deprecated, endpoint.id.ends_with("_v1"), "`{}`", endpoint.id);
    }
}

#[test]
fn each_method_and_template_finds_its_own_row_and_no_other() {
    for permission in Permission::all() {
        let endpoint = permission.endpoint();
        assert_eq!(Permission::matching(endpoint.method.as_str(), endpoint.path), Some(permission));
    }
}

#[test]
fn what_is_not_in_the_catalogue_matches_nothing() {
    for (method, template) in [
        ("HEAD", "/v1/candidates"),
        ("get", "/v1/candidates"),
        ("GET", "/v1/candidates/"),
        ("GET", "/v1/Candidates"),
        ("GET", "v1/candidates"),
        ("GET", "/v1/candidates/7"),
        ("GET", "/v3/candidates"),
        ("GET", "/{proxy+}/candidates"),
        ("PUT", "/v1/candidates/{id}"),
        ("", ""),
    ] {
        assert_eq!(Permission::matching(method, template), None, "{method} {template}");
    }
}

#[test]
fn a_parameter_may_have_another_name_but_not_stand_for_a_word() {
    let found = |template| Permission::matching("GET", template).map(Permission::id);
    assert_eq!(found("/v1/jobs/{job}/openings/{opening}"), Some("job_openings.retrieve"));
    assert_eq!(found("/v1/jobs/{job}/{openings}/{opening}"), None);
    assert_eq!(found("/v1/tags/{kind}"), None);
}

#[test]
fn ids_are_read_back() {
    for permission in Permission::all() {
        assert_eq!(permission.id().parse(), Ok(permission));
    }
    assert_eq!("candidates.everything".parse::<Permission>(), Err(UnknownPermission));
}
