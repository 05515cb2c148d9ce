//! The program in parts: one that starts, and others that are fetched when it asks for them.
//!
//! `wasm_split` in the page's source says where a later part begins. The splitter's own script
//! would be a second one, and would fetch the parts unchecked: here it becomes a piece of the one
//! script, and the parts are fetched by the digests that it has of them.

use std::{fs, path::Path};

use anyhow::{Context, anyhow, ensure};
use walrus::ModuleConfig;
use wasm_split_cli_support::{Options, transform};

/// The splitter's script, as the first part's glue calls it.
const SCRIPT: &str = "./__wasm_split.js";
/// The first part's glue, as the splitter's script calls it.
const GLUE: &str = "./app.js";
/// Where the glue names the splitter's script, and by which name it knows it from there on.
const IMPORT: (&str, &str) = ("import * as import1 from \"./__wasm_split.js\"", "import1");
/// How the splitter begins the name of a part that is fetched later.
pub(super) const LATER: &str = "split_";
const EXPORT: &str = "export const ";

/// What the splitter makes of a program.
#[derive(Debug)]
pub(super) struct Split {
    /// Has yet to be translated by wasm-bindgen.
    pub(super) first: Vec<u8>,
    /// Ready to be sent, by their names.
    pub(super) later: Vec<(String, Vec<u8>)>,
    /// Script that fetches them, with a placeholder for each address and digest.
    pub(super) loader: String,
}

impl Split {
    /// Splits what rustc wrote; the parts are put beside it on the way.
    ///
    /// # Errors
    /// When it was not linked with relocations, or the splitter writes another script than the
    /// one that is known here.
    pub(super) fn of(compiled: &Path) -> anyhow::Result<Self> {
        let whole = fs::read(compiled).with_context(|| compiled.display().to_string())?;
        let directory = compiled.with_extension("parts");
        let main = directory.join("first.wasm");
        let mut options = Options::new(&whole);
        options.output_dir = &directory;
        options.main_out_path = &main;
        options.main_module = GLUE;
        options.link_name = SCRIPT;
        let parts = transform(options)
            .map_err(|error| anyhow!("the page's program cannot be split: {error:#}"))?;
        let mut later = Vec::new();
        for path in parts.split_modules {
            let name = path.file_name().and_then(|name| name.to_str());
            let name = name.filter(|name| name.starts_with(LATER));
            let name = name.context("a part of the page's program has an unknown name")?;
            later.push((name.to_owned(), packed(&fs::read(&path)?)?));
        }
        let names: Vec<_> = later.iter().map(|(name, _)| name.as_str()).collect();
        let loader = loader(&fs::read_to_string(directory.join(SCRIPT))?, &names)?;
        Ok(Self { first: fs::read(main)?, later, loader })
    }
}

/// The splitter's script as a piece of another, whose glue is above it.
fn loader(script: &str, parts: &[&str]) -> anyhow::Result<String> {
    let mut loader = once(script, &format!("import {{ initSync }} from \"{GLUE}\";"), "")?;
    for part in parts {
        let fetched = format!("fetch(new URL(\"./{part}\", import.meta.url))");
        let checked =
            format!("fetch('{{{{{part}}}}}', {{ integrity: '{{{{{part} integrity}}}}' }})");
        loader = once(&loader, &fetched, &checked)?;
    }
    let exports = loader.lines().filter_map(|line| line.strip_prefix(EXPORT)?.split(' ').next());
    let exports = exports.collect::<Vec<_>>().join(", ");
    let (_, name) = IMPORT;
    Ok(format!("{}const {name} = {{ {exports} }};\n", loader.replace(EXPORT, "const ")))
}

/// The glue without the line that would load the splitter's script.
pub(super) fn without_import(glue: &str) -> anyhow::Result<String> {
    let (import, _) = IMPORT;
    once(glue, import, "")
}

fn once(script: &str, old: &str, new: &str) -> anyhow::Result<String> {
    let found = script.matches(old).count();
    ensure!(
        found == 1,
        "a script of the page has `{old}` {found} times, not once: the splitter or wasm-bindgen \
         writes it another way now, see `infra/local/src/page/split.rs`"
    );
    Ok(script.replace(old, new))
}

/// A part without the names of its functions and the room that the linker left for addresses,
/// which together weigh as much as the rest.
fn packed(wasm: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut reader = ModuleConfig::new();
    reader.generate_name_section(false).generate_producers_section(false);
    let module = reader.parse(wasm);
    Ok(module.context("the splitter wrote something that is no WebAssembly")?.emit_wasm())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPLITTERS: &str = "import { initSync } from \"./app.js\";\n\
                             export const __load_a = f(() => fetch(new URL(\"./a.wasm\", import.meta.url)));\n\
                             export const __load_b = f(() => fetch(new URL(\"./b.wasm\", import.meta.url)));\n";

    #[test]
    fn parts_are_fetched_by_their_digests_from_within_the_one_script() {
        let loader = loader(SPLITTERS, &["a.wasm", "b.wasm"]).unwrap();
        assert_eq!(
            loader.trim(),
            "const __load_a = f(() => fetch('{{a.wasm}}', { integrity: '{{a.wasm integrity}}' }));\n\
             const __load_b = f(() => fetch('{{b.wasm}}', { integrity: '{{b.wasm integrity}}' }));\n\
             const import1 = { __load_a, __load_b };"
        );
        let (import, _) = IMPORT;
        assert_eq!(without_import(&format!("{import}\nrest")).unwrap(), "\nrest");
    }

    #[test]
    fn scripts_that_are_not_as_expected_end_the_build() {
        for (script, part) in [("", "a.wasm"), (SPLITTERS, "c.wasm")] {
            let message = loader(script, &[part]).unwrap_err().to_string();
            assert!(message.contains("0 times"), "{message}");
        }
        assert!(without_import("no import").is_err());
    }

    #[test]
    fn a_part_that_is_no_program_ends_the_build() {
        assert!(packed(b"no wasm").is_err());
    }
}
