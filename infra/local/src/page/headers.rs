//! What stands on every answer that the page's host gives.
//!
//! Whoever else serves the page has to send the same: a test compares `infra/template.yaml`.

use super::trusted_types::POLICY;

/// Headers that are the same for every host.
pub const HEADERS: [(&str, &str); 5] = [
    // Signing in again opens a window, which has to find its way back.
    ("Cross-Origin-Opener-Policy", "same-origin-allow-popups"),
    ("Permissions-Policy", PERMISSIONS),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
];

/// A key is copied by a button; nothing else of the browser's is needed.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), \
    clipboard-write=(self), display-capture=(), encrypted-media=(), fullscreen=(), \
    geolocation=(), gyroscope=(), hid=(), idle-detection=(), magnetometer=(), microphone=(), \
    midi=(), payment=(), picture-in-picture=(), publickey-credentials-create=(), \
    publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), \
    xr-spatial-tracking=()";

/// The Content-Security-Policy of a page that talks to these origins and no other.
///
/// `'wasm-unsafe-eval'` lets WebAssembly be compiled, and nothing be evaluated.
pub fn content_security_policy(origins: &[&str]) -> String {
    let connect = origins.join(" ");
    [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        &format!("connect-src 'self' {connect}"),
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        &format!("trusted-types {POLICY}"),
    ]
    .join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_talks_to_the_named_origins_and_runs_its_own_scripts_only() {
        let policy = content_security_policy(&["https://api.example", "https://id.example"]);
        let directives: Vec<_> = policy.split("; ").collect();
        for directive in [
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "connect-src 'self' https://api.example https://id.example",
            "trusted-types granary-templates",
        ] {
            assert!(directives.contains(&directive), "{policy}");
        }
        for loophole in ["unsafe-inline", "'unsafe-eval'", "*", "http:", "https: "] {
            assert!(!policy.contains(loophole), "{policy}");
        }
    }
}
