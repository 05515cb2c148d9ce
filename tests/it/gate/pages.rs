//! Following `rel="next"`, as Harvest's clients do: it must not lead past the gate.

use std::collections::HashSet;

use crate::stack::{Key, Organization, STACK};

#[tokio::test]
async fn following_links_stays_on_the_gate_from_the_first_page_to_the_last() {
    let key = Organization::new().manager().key(&["candidates.list"]).await;
    let mut target = "/v1/candidates?per_page=40".to_owned();
    let mut found = HashSet::new();
    let mut pages = 0;
    loop {
        let answer = key.call("GET", &target).await;
        assert_eq!(answer.status, 200, "{target}: {}", answer.text());
        for candidate in answer.json().as_array().unwrap() {
            assert!(
                found.insert(candidate["id"].as_u64().unwrap()),
                "{target} repeats a candidate"
            );
        }
        pages += 1;
        let Some(next) = next(&answer) else { break };
        let (base, rest) = next.split_at(STACK.urls.harvest_api.len());
        assert_eq!(base, STACK.urls.harvest_api, "the link leads elsewhere");
        target = rest.to_owned();
    }
    assert!(pages > 5 && found.len() > 200, "{pages} pages, {} candidates", found.len());
}

#[tokio::test]
async fn a_forwarded_host_cannot_be_chosen_by_the_client_through_host() {
    let key: Key = Organization::new().manager().key(&["candidates.list"]).await;
    let answer = key.call("GET", "/v1/candidates?per_page=1").await;
    let link = answer.header("link").unwrap();
    assert!(link.contains(&STACK.urls.harvest_api), "{link}");
    assert!(!link.contains(&STACK.urls.upstream), "{link}");
}

fn next(answer: &crate::wire::Answer) -> Option<String> {
    let link = answer.header("link")?;
    let part = link.split(',').find(|part| part.contains("rel=\"next\""))?;
    Some(part.split_once('<')?.1.split_once('>')?.0.to_owned())
}
