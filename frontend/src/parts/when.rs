//! Moments, in UTC, with the exact one for machines.

use crate::{reactive::prelude::*, words};

/// A day, or a day with its time.
#[component]
pub fn When(
    /// RFC 3339 in UTC.
    #[prop(into)]
    moment: String,
    /// Whether the time of day matters here.
    #[prop(optional)]
    exact: bool,
) -> impl IntoView {
    let text = if exact { words::day_and_time(&moment) } else { words::day(&moment) };
    let whole = format!("{} UTC", words::day_and_time(&moment));
    view! { <time datetime=moment title=whole>{text}</time> }
}
