//! What may come with a key's request, and every way to mean another endpoint by it.

use contract::catalogue::Permission;

use super::*;

fn candidate() -> Attempt<'static> {
    Attempt {
        method: "GET",
        template: "/v1/candidates/{id}",
        path_parameters: vec![("id", "53883394")],
        ..Attempt::default()
    }
}

fn check(attempt: &Attempt<'_>) -> Result<(), Contraband> {
    attempt.plain(Permission::matching(attempt.method, attempt.template).unwrap().endpoint())
}

fn check_parameter(value: &str) -> Result<(), Contraband> {
    check(&Attempt { path_parameters: vec![("id", value)], ..candidate() })
}

fn check_query(name: &str, value: &str) -> Result<(), Contraband> {
    check(&Attempt { query: vec![("page", "2"), (name, value)], ..candidate() })
}

fn check_header(name: &str, value: &str) -> Result<(), Contraband> {
    check(&Attempt { headers: vec![("Accept", "*/*"), (name, value)], ..candidate() })
}

#[test]
fn a_plain_request_passes() {
    for (name, value) in [
        ("Content-Type", "application/json"),
        ("content-type", "application/json; charset=utf-8"),
        ("Content-Type", "Application/JSON"),
        ("Content-Type", "text/plain"),
        ("On-Behalf-Of", "92120"),
        ("Authorization", "Basic Og=="),
        ("User-Agent", "multipart/form-data; _method=DELETE"),
        ("X-Http-Method-Overrides", "DELETE"),
        ("X-Granary", "1"),
        ("X-Granaryx", "1"),
        ("Granary-Key-Id", "1"),
    ] {
        assert_eq!(check_header(name, value), Ok(()), "{name}: {value}");
    }
    for (name, value) in [
        ("per_page", "500"),
        ("created_after", "2026-03-14T09:26:53.589Z"),
        ("created_after", "2026-03-14T09%3A26%3A53%2B01:00"),
        ("email", "a&b;c@example.com"),
        ("email", "100%"),
        ("email", "%zz%5"),
        ("method", "DELETE"),
        ("name", "_method"),
        ("name", ""),
    ] {
        assert_eq!(check_query(name, value), Ok(()), "{name}={value}");
    }
}

#[test]
fn plain_ids_pass() {
    let longest = "x".repeat(64);
    for value in ["1", "53883394", "a-b_C9", "-", "_", "merged", "v3", longest.as_str()] {
        assert_eq!(check_parameter(value), Ok(()), "{value}");
    }
}

#[test]
fn an_id_that_could_be_more_or_other_than_one_segment_is_refused() {
    let encoded = "1%2Factivity_feed 1%2factivity_feed 1%252Factivity_feed 1%5Cx 1%3Fx=1 1%23 \
        %2e%2e 1%3Bx=1 1%20 1%00";
    let plain = "1/activity_feed 1\\x 1?x=1 1#x . .. 1. 1.json 1.. 1;x=1 * 1* 1,2 1:2 1@2 1&2 1=2 \
        1+2 ~1 $1 ! '1' \" (1) 1\0 é １ 1\u{2044}2 \u{200b}1 {id} {proxy+}";
    let spaced = ["", " ", " 1", "1 ", "\t1", "1\n", "1\r\n", &"1".repeat(65)];
    for value in encoded.split(' ').chain(plain.split(' ')).chain(spaced) {
        assert_eq!(check_parameter(value), Err(Contraband::PathParameter), "{value:?}");
    }
}

#[test]
fn an_id_that_is_a_word_of_another_path_is_refused() {
    for value in ["permission_level", "Permission_Level", "merge", "MERGE", "activity_feed", "v1"] {
        let user = Attempt {
            method: "PATCH",
            template: "/v1/users/{id}",
            path_parameters: vec![("id", value)],
            ..Attempt::default()
        };
        assert_eq!(check(&user), Err(Contraband::PathParameter), "{value}");
    }
}

#[test]
fn every_parameter_is_checked() {
    let tag = |candidate, tag| {
        check(&Attempt {
            method: "PUT",
            template: "/v1/candidates/{id}/tags/{child_id}",
            path_parameters: vec![("id", candidate), ("child_id", tag)],
            ..Attempt::default()
        })
    };
    assert_eq!(tag("1", "2"), Ok(()));
    assert_eq!(tag("1%2F2", "2"), Err(Contraband::PathParameter));
    assert_eq!(tag("1", "2%2F3"), Err(Contraband::PathParameter));
}

#[test]
fn as_many_parameters_come_as_the_endpoint_has() {
    for path_parameters in [vec![], vec![("id", "1"), ("child_id", "2")], vec![("id", "1"); 2]] {
        let attempt = Attempt { path_parameters, ..candidate() };
        assert_eq!(check(&attempt), Err(Contraband::PathParameter), "{attempt:?}");
    }
    let list = Attempt { method: "GET", template: "/v1/candidates", ..Attempt::default() };
    assert_eq!(check(&list), Ok(()));
    let proxy = Attempt { path_parameters: vec![("proxy", "1")], ..list };
    assert_eq!(check(&proxy), Err(Contraband::PathParameter));
}

#[test]
fn a_field_type_is_one_that_harvest_documents() {
    let check = |value| {
        check(&Attempt {
            method: "GET",
            template: "/v1/custom_fields/{id}",
            path_parameters: vec![("id", value)],
            ..Attempt::default()
        })
    };
    for value in FIELD_TYPES {
        assert_eq!(check(value), Ok(()), "{value}");
    }
    for value in ["", "1", "Candidate", "candidates", "candidate ", "candidate%2F1", "merge"] {
        assert_eq!(check(value), Err(Contraband::PathParameter), "{value}");
    }
}

#[test]
fn headers_that_name_another_method_are_refused() {
    for name in ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"] {
        for spelled in [
            name.to_owned(),
            name.to_lowercase(),
            name.to_uppercase(),
            name.replace('-', "_"),
            name.to_lowercase().replace("-method", "_method"),
            name.replace('-', "."),
        ] {
            for value in ["DELETE", "GET", ""] {
                let checked = check_header(&spelled, value);
                assert_eq!(checked, Err(Contraband::MethodOverride), "{spelled}: {value}");
            }
        }
    }
}

#[test]
fn bodies_that_can_name_another_method_are_refused() {
    for value in [
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=utf-8",
        "APPLICATION/X-WWW-Form-Urlencoded",
        " application/x-www-form-urlencoded",
        "application/json, application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "Multipart/Form-Data;boundary=x",
        "multipart/mixed",
        "multipart/related",
    ] {
        for name in ["Content-Type", "content-type", "CONTENT-TYPE", "Content_Type"] {
            let checked = check_header(name, value);
            assert_eq!(checked, Err(Contraband::MethodOverride), "{name}: {value}");
        }
    }
}

#[test]
fn a_second_content_type_hides_nothing() {
    let (json, form) = ("application/json", "application/x-www-form-urlencoded");
    for headers in [
        vec![("Content-Type", json), ("Content-Type", form)],
        vec![("content-type", form), ("Content-Type", json)],
    ] {
        let attempt = Attempt { headers, ..candidate() };
        assert_eq!(check(&attempt), Err(Contraband::MethodOverride), "{attempt:?}");
    }
}

#[test]
fn query_parameters_that_name_another_method_are_refused() {
    let names = "_method _METHOD _Method %5Fmethod %5fmethod %255Fmethod %25255fmethod _%6Dethod \
        %5F%6D%65%74%68%6F%64 %%35Fmethod %20_method +_method _method[] x[_method] .method \
        page&_method page;_method ?_method";
    for name in names.split(' ') {
        assert_eq!(check_query(name, "DELETE"), Err(Contraband::MethodOverride), "{name}");
        assert_eq!(check_query(name, ""), Err(Contraband::MethodOverride), "{name}");
    }
}

#[test]
fn query_values_that_smuggle_another_method_are_refused() {
    let values = "1&_method=DELETE 1;_method=DELETE 1%26_method=DELETE 1%3B_method=DELETE \
        1%3b%5Fmethod%3DDELETE 1%2526_method=DELETE 1%26_m%65thod=DELETE 1&_METHOD=DELETE \
        1&%20_method=DELETE 1&+_method=DELETE 1&page=2&_method=DELETE &_method 1&_method[]=DELETE";
    for value in values.split(' ') {
        assert_eq!(check_query("page", value), Err(Contraband::MethodOverride), "{value}");
    }
}

#[test]
fn headers_that_only_the_gate_sets_are_refused() {
    for name in ["X-Granary-Key-Id", "X-Granary-Organization", "X-Granary-Permission", "X-Granary-"]
    {
        for spelled in [
            name.to_owned(),
            name.to_lowercase(),
            name.to_uppercase(),
            name.replace('-', "_"),
            name.to_lowercase().replace('-', "_"),
            name.replacen('-', "_", 1),
            name.replace('-', "."),
        ] {
            let checked = check_header(&spelled, "acme");
            assert_eq!(checked, Err(Contraband::ForgedHeader), "{spelled}");
        }
    }
}

#[test]
fn a_blank_type_is_a_form_s_and_a_missing_one_is_noticed() {
    let post = |headers: &[(&'static str, &'static str)]| Attempt {
        method: "POST",
        template: "/v1/candidates",
        headers: headers.to_vec(),
        ..Attempt::default()
    };
    assert_eq!(check(&post(&[("Content-Type", " ")])), Err(Contraband::MethodOverride));
    assert_eq!(check(&post(&[])), Ok(()));
    assert!(!post(&[]).names_a_type());
    assert!(!post(&[("Content_Type", "application/json")]).names_a_type());
    assert_eq!(
        check(&post(&[("Content_Type", "application/json")])),
        Err(Contraband::MethodOverride)
    );
    assert!(post(&[("content-type", "application/json")]).names_a_type());
}

#[test]
fn the_scheme_is_api_gateway_s_to_say() {
    let forwarded = |schemes: &[(&'static str, &'static str)]| {
        check(&Attempt { headers: schemes.to_vec(), ..candidate() })
    };
    let refused = Err(Contraband::ForgedHeader);
    assert_eq!(forwarded(&[("X-Forwarded-Proto", "https")]), Ok(()));
    assert_eq!(forwarded(&[("x-forwarded-proto", "https://elsewhere/?")]), refused);
    assert_eq!(
        forwarded(&[("X-Forwarded-Proto", "https"), ("x-forwarded-proto", "http")]),
        refused
    );
}

#[test]
fn what_came_in_headers_query_and_path_is_not_printed() {
    let attempt = Attempt {
        path_parameters: vec![("id", "hidden")],
        query: vec![("page", "hidden")],
        headers: vec![("Authorization", "hidden")],
        ..candidate()
    };
    let shown = format!("{attempt:?}");
    assert!(shown.contains("/v1/candidates/{id}") && !shown.contains("hidden"), "{shown}");
}
