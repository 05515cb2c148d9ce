//! The one change to wasm-bindgen's script: markup goes through a policy that the browser knows.
//!
//! The page's Content-Security-Policy has the browser refuse text where it would become markup.
//! Leptos turns static parts of a view into `template.innerHTML`, which is this one line. It is
//! let through for elements that stand in no document, where markup cannot run.

use anyhow::ensure;

/// Name of the policy; the Content-Security-Policy names it too.
pub(super) const POLICY: &str = "granary-templates";

const SINK: &str = "arg0.innerHTML = getStringFromWasm0(arg1, arg2);";

/// Sends the one sink through the policy.
///
/// # Errors
/// When the script has it more or less often than once.
pub(super) fn adapt(glue: &str) -> anyhow::Result<String> {
    let found = glue.matches(SINK).count();
    ensure!(
        found == 1,
        "the glue has `{SINK}` {found} times, not once: wasm-bindgen or Leptos writes markup \
         another way now, see `infra/local/src/page/trusted_types.rs`"
    );
    let sink = "if (arg0.isConnected) throw new Error('markup for an element that is shown'); \
                arg0.innerHTML = templates.createHTML(getStringFromWasm0(arg1, arg2));";
    Ok(format!("{policy}\n{glue}", policy = policy(), glue = glue.replace(SINK, sink)))
}

/// Browsers without Trusted Types take the text as it is.
fn policy() -> String {
    format!(
        "const asItIs = {{ createHTML: (markup) => markup }};\n\
         const templates = globalThis.trustedTypes?.createPolicy('{POLICY}', asItIs) ?? asItIs;"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const OTHER: &str = "arg0.textContent = getStringFromWasm0(arg1, arg2);";

    #[test]
    fn the_one_sink_goes_through_the_policy() {
        let adapted = adapt(&format!("before\n{SINK}\n{OTHER}\nafter")).unwrap();
        assert!(!adapted.contains(SINK), "{adapted}");
        assert!(adapted.contains(OTHER) && adapted.ends_with("\nafter"), "{adapted}");
        assert!(adapted.contains("createPolicy('granary-templates'"), "{adapted}");
        let guard = adapted.find("if (arg0.isConnected) throw").unwrap();
        let sink = adapted.find("arg0.innerHTML = templates.createHTML(").unwrap();
        assert!(guard < sink, "{adapted}");
    }

    #[test]
    fn a_glue_that_is_not_as_expected_ends_the_build() {
        for (glue, times) in [(OTHER.to_owned(), "0 times"), (format!("{SINK}{SINK}"), "2 times")] {
            let message = adapt(&glue).unwrap_err().to_string();
            assert!(message.contains(times), "{message}");
        }
    }
}
