//! The Java that DynamoDB Local runs on.

use super::debian;
use crate::process::Command;

/// The oldest release that DynamoDB Local 3 runs on.
const OLDEST: u32 = 17;

/// Makes sure of a Java that is new enough.
///
/// # Errors
/// When there is none and none can be installed.
pub(super) fn require() -> anyhow::Result<()> {
    if installed().is_some_and(|release| release >= OLDEST) {
        return Ok(());
    }
    debian::install("Java 17 or newer", &["default-jre-headless"])
}

fn installed() -> Option<u32> {
    release(&Command::new(["java", "-version"]).ok()?.succeed().ok()?)
}

/// Reads `openjdk version "17.0.15" 2025-04-15`; releases before 9 call themselves 1.8.
fn release(text: &str) -> Option<u32> {
    let quoted = text.split('"').nth(1)?;
    quoted.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::release;

    #[test]
    fn releases_are_read_from_what_java_prints() {
        for (text, expected) in [
            ("openjdk version \"17.0.15\" 2025-04-15\nOpenJDK", Some(17)),
            ("openjdk version \"25\" 2025-09-16", Some(25)),
            ("openjdk version \"24-ea\"", Some(24)),
            ("java version \"1.8.0_402\"", Some(1)),
            ("no such thing", None),
        ] {
            assert_eq!(release(text), expected, "{text}");
        }
    }
}
