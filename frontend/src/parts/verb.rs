//! An endpoint's method and path, as they are written everywhere.

use contract::catalogue::Method;

use crate::reactive::prelude::*;

/// The method as a badge; read out with a colon, as help pages write it.
#[component]
pub fn Verb(
    /// Of the endpoint.
    method: Method,
) -> impl IntoView {
    let kind = match method {
        Method::Get => "verb get",
        Method::Post => "verb post",
        Method::Put => "verb put",
        Method::Patch => "verb patch",
        Method::Delete => "verb delete",
    };
    view! { <span class=kind>{method.as_str()}<span class="colon">": "</span></span> }
}

/// The path, which breaks before a slash where it must.
#[component]
pub fn Path(
    /// The template, as the catalogue has it.
    path: &'static str,
) -> impl IntoView {
    let segments = path.split('/').skip(1).enumerate();
    let pieces = segments.map(|(index, segment)| {
        let may_break = (index > 0).then(|| view! { <wbr/> });
        view! { {may_break}"/"{segment} }
    });
    view! { <code class="path">{pieces.collect_view()}</code> }
}
