//! What every refusal of the admin API looks like, whatever was refused.

use contract::problem::{Code, MEDIA_TYPE, Problem};
use handlers::reply::{Failure, response};
use lambda_http::Body;

/// The problem that the caller gets, after a look at how it is sent.
pub(super) fn told(failure: Failure) -> Problem {
    let answer = response(Err(failure), "request-1", "https://keys.example.com");
    let Body::Text(body) = answer.body() else { panic!("a problem is text") };
    let problem: Problem = serde_json::from_str(body).unwrap();
    assert_eq!(answer.status().as_u16(), problem.code.status());
    assert_eq!(problem.status, problem.code.status());
    assert_ne!(problem.code, Code::Internal, "{problem:?}");
    assert_eq!(answer.headers().get("content-type").unwrap(), MEDIA_TYPE);
    let texts = problem.errors.iter().map(|error| &error.message).chain([&problem.detail]);
    for text in texts {
        assert!(!text.is_empty() && !text.chars().any(char::is_control), "{text:?}");
        assert!(text.chars().count() <= 300, "{text:?}");
    }
    problem
}
