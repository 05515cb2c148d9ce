//! The compiled program, made ready for a browser by wasm-bindgen.

use std::path::Path;

use anyhow::{Context, ensure};
use wasm_bindgen_cli_support::Bindgen;

use super::{
    split::{self, Split},
    trusted_types,
};

/// A program and the script that knows how to load it.
#[derive(Debug)]
pub(super) struct Program {
    /// What starts.
    pub(super) first: Vec<u8>,
    /// What is fetched when it asks for it, with names for it.
    pub(super) later: Vec<(String, Vec<u8>)>,
    /// Between the first part and the browser.
    pub(super) glue: String,
    /// Fetches the later parts, whose addresses are yet to be filled in; comes after the glue.
    pub(super) loader: String,
}

impl Program {
    /// Reads what rustc wrote.
    ///
    /// # Errors
    /// When it was built by another wasm-bindgen, or needs more scripts than the one.
    pub(super) fn translate(compiled: &Path) -> anyhow::Result<Self> {
        let Split { first, later, loader } = Split::of(compiled)?;
        let mut output = Bindgen::new()
            .input_bytes("app", first)
            .web(true)?
            // What the later parts share with the first.
            .keep_lld_exports(true)
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
        let glue = split::without_import(&trusted_types::adapt(output.js())?)?;
        Ok(Self { first: output.wasm_mut().emit_wasm(), later, glue, loader })
    }
}
