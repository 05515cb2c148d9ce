//! Gives a fuzzer that follows coverage the target that `GRANARY_FUZZ` names.
#![no_main]
#![expect(clippy::disallowed_methods, clippy::expect_used, reason = "as in a test")]

use std::sync::LazyLock;

use granary_tests::targets;

static TARGET: LazyLock<&targets::Target> = LazyLock::new(|| {
    let name = std::env::var("GRANARY_FUZZ").expect("`GRANARY_FUZZ` names a target");
    targets::prepare();
    targets::find(&name).expect("the name is one of `targets::TARGETS`")
});

libfuzzer_sys::fuzz_target!(|input: &[u8]| (TARGET.check)(input));
