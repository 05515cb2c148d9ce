//! Why an action was not done, in words for whoever asked for it.

use contract::problem::{Code, FieldError, Problem};

use crate::{
    http::{Reply, Unreachable},
    session::NoToken,
};

/// One action's refusal, sorted by what can be done about it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Failure {
    why: Why,
    /// Seconds after which it is worth trying again, where the answer says so.
    pub retry_after: Option<u32>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Why {
    /// The sign-in ended; the dialog is open.
    SignIn,
    /// The API said why.
    Problem(Box<Problem>),
    /// No usable answer.
    Unreachable(Unreachable),
    /// A part of this program is missing.
    Unfetched,
}

impl Failure {
    /// An answer that is none of this API's.
    pub const NONSENSE: Self = Self::unreachable(Unreachable::Nonsense);

    /// A part of this program did not come.
    pub const UNFETCHED: Self = Self { why: Why::Unfetched, retry_after: None };

    const fn unreachable(why: Unreachable) -> Self {
        Self { why: Why::Unreachable(why), retry_after: None }
    }

    /// Of an answer that is no success.
    pub fn of(reply: Reply) -> Self {
        let retry_after = reply.retry_after;
        match reply.parse::<Problem>() {
            Ok(problem) => Self { why: Why::Problem(Box::new(problem)), retry_after },
            Err(why) => Self { why: Why::Unreachable(why), retry_after },
        }
    }

    /// The API's own code, where it gave one.
    pub fn code(&self) -> Option<Code> {
        match &self.why {
            Why::Problem(problem) => Some(problem.code),
            Why::SignIn | Why::Unreachable(_) | Why::Unfetched => None,
        }
    }

    /// Whether the token was not accepted.
    pub fn is_unauthenticated(&self) -> bool {
        self.code() == Some(Code::Unauthenticated)
    }

    /// Whether the dialog that asks for a new sign-in says all there is to say.
    pub fn is_sign_in(&self) -> bool {
        self.why == Why::SignIn || self.is_unauthenticated()
    }

    /// Whether the same request may well succeed a little later.
    pub fn is_passing(&self) -> bool {
        match self.code() {
            Some(code) => {
                matches!(code, Code::Internal | Code::TooManyRequests | Code::Unavailable)
            }
            None => matches!(self.why, Why::Unreachable(_) | Why::Unfetched),
        }
    }

    /// The API's id of the request, to find it in the logs.
    pub fn request_id(&self) -> Option<&str> {
        match &self.why {
            Why::Problem(problem) => {
                Some(&problem.request_id).filter(|id| !id.is_empty()).map(String::as_str)
            }
            Why::SignIn | Why::Unreachable(_) | Why::Unfetched => None,
        }
    }

    /// The key made before under the same idempotency key.
    pub fn made_before(&self) -> Option<&str> {
        match &self.why {
            Why::Problem(problem) => problem.key_id.as_deref(),
            Why::SignIn | Why::Unreachable(_) | Why::Unfetched => None,
        }
    }

    /// What is wrong with this field of the body.
    pub fn field(&self, name: &str) -> Option<String> {
        let Why::Problem(problem) = &self.why else { return None };
        let concerned = |error: &&FieldError| error.field.split('[').next() == Some(name);
        problem.errors.iter().find(concerned).map(|error| sentence_of(&error.message))
    }

    /// What happened, what did not, and what to do.
    pub fn sentence(&self) -> String {
        match &self.why {
            Why::SignIn => "Your sign-in has ended. Sign in again; nothing here is lost.".into(),
            Why::Unreachable(why) => unreachable_sentence(*why).into(),
            Why::Unfetched => "Check the network and try again. If Granary was updated in the meantime, reload the page.".into(),
            Why::Problem(problem) => problem_sentence(problem),
        }
    }
}

impl From<Unreachable> for Failure {
    fn from(why: Unreachable) -> Self {
        Self::unreachable(why)
    }
}

impl From<NoToken> for Failure {
    fn from(why: NoToken) -> Self {
        match why {
            NoToken::Ended => Self { why: Why::SignIn, retry_after: None },
            NoToken::Unreachable(why) => Self::unreachable(why),
        }
    }
}

const fn unreachable_sentence(why: Unreachable) -> &'static str {
    match why {
        Unreachable::Connection => {
            "There is no connection to Granary. Nothing here is lost; check the network and try again."
        }
        Unreachable::Nonsense => {
            "Granary answered something that this page does not understand. Reload the page; if it stays, tell whoever runs Granary."
        }
        Unreachable::Time => {
            "Granary did not answer in time, so it is not known whether the change was made. Look at the key before you try again."
        }
    }
}

fn problem_sentence(problem: &Problem) -> String {
    match problem.code {
        Code::AlreadyCreated => "This key was created before, and it can be shown only once.".into(),
        Code::BodyTooLarge => "That is more than Granary takes at once. Shorten the description.".into(),
        Code::Forbidden => "You may look at API keys but not change them. Ask a member of the group that manages API credentials.".into(),
        Code::IfMatchRequired
        | Code::InvalidCursor
        | Code::InvalidIdempotencyKey
        | Code::InvalidIfMatch
        | Code::InvalidQuery
        | Code::MalformedBody
        | Code::NotFound
        | Code::UnsupportedMediaType => {
            "This page and Granary do not fit together, most likely because Granary was updated. Reload the page.".into()
        }
        Code::Internal => "Something went wrong in Granary. Try again; if it stays, tell whoever runs it.".into(),
        Code::InvalidFields => "A value is not accepted.".into(),
        Code::KeyNotFound => "There is no such API key in your organization.".into(),
        Code::NoOrganization => "You belong to no organization yet. Ask whoever runs Granary to set one for your account.".into(),
        Code::StaleVersion => "Somebody else changed this key in the meantime. Nothing of yours is lost or saved.".into(),
        Code::TooManyRequests => "Too many requests at once. Nothing was changed.".into(),
        Code::Unauthenticated => "Your sign-in has ended. Sign in again; nothing here is lost.".into(),
        Code::Unavailable => "The key store did not answer. Your keys are unaffected, and calls made with them go on. It is safe to try again.".into(),
    }
}

/// The API's fragment as a sentence of its own: `is blank; say …` becomes `Is blank; say ….`
fn sentence_of(fragment: &str) -> String {
    let mut letters = fragment.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    let text: String = first.chain(letters).collect();
    if text.ends_with('.') { text } else { text + "." }
}

#[cfg(test)]
mod tests {
    use contract::problem::FieldCode;

    use super::*;

    fn problem(code: Code) -> Failure {
        let problem = Problem {
            kind: "about:blank".into(),
            title: code.title().into(),
            status: code.status(),
            code,
            detail: String::new(),
            request_id: "r".into(),
            errors: vec![FieldError {
                field: "description".into(),
                code: FieldCode::Blank,
                message: "is blank; say what the key is for".into(),
            }],
            key_id: None,
        };
        Failure { why: Why::Problem(Box::new(problem)), retry_after: None }
    }

    #[test]
    fn every_code_has_a_sentence_that_says_what_to_do() {
        for code in Code::ALL {
            let sentence = problem(*code).sentence();
            assert!(sentence.ends_with('.') && sentence.len() > 20, "{sentence}");
            assert!(!sentence.contains('_'), "{sentence}");
        }
    }

    #[test]
    fn what_is_wrong_stands_at_its_field() {
        let failure = problem(Code::InvalidFields);
        assert_eq!(failure.field("description").unwrap(), "Is blank; say what the key is for.");
        assert_eq!(failure.field("partner"), None);
    }

    #[test]
    fn only_what_passes_is_worth_another_try() {
        let passing: Vec<_> =
            Code::ALL.iter().filter(|code| problem(**code).is_passing()).collect();
        assert_eq!(passing, [&Code::TooManyRequests, &Code::Internal, &Code::Unavailable]);
        assert!(Failure::NONSENSE.is_passing());
        assert!(!Failure::from(NoToken::Ended).is_passing());
    }
}
