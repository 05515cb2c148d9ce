//! The compiled program, made ready for a browser by wasm-bindgen.

use std::path::Path;

use anyhow::{Context, ensure};
use wasm_bindgen_cli_support::Bindgen;

use super::trusted_types;

/// A program and the script that knows how to load it.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) wasm: Vec<u8>,
    pub(super) glue: String,
}

impl Program {
    /// Reads what rustc wrote.
    ///
    /// # Errors
    /// When it was built by another wasm-bindgen, or needs more scripts than the one.
    pub(super) fn translate(compiled: &Path) -> anyhow::Result<Self> {
        let mut output = Bindgen::new()
            .input_path(compiled)
            .web(true)?
            .remove_name_section(true)
            // Takes as long as all else, for names that the line above removes.
            .demangle(false)
            .remove_producers_section(true)
            .generate_output()
            .context("wasm-bindgen does not understand the page's program")?;
        let inline = output.snippets().iter().filter(|(_, scripts)| !scripts.is_empty());
        let others = inline.map(|(origin, _)| origin).chain(output.local_modules().keys());
        let others: Vec<_> = others.map(String::as_str).collect();
        ensure!(
            others.is_empty(),
            "a crate of the page brings scripts of its own, which no `integrity` would cover: {}",
            others.join(", ")
        );
        let glue = trusted_types::adapt(output.js())?;
        Ok(Self { wasm: output.wasm_mut().emit_wasm(), glue })
    }
}
