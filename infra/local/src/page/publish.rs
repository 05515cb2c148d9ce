//! The way of the page's files to the disk, without a moment in which they do not fit together.

use std::{
    collections::BTreeSet,
    fs::{self, create_dir_all},
    io::{self, Write},
    path::Path,
};

use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};

use super::{
    DOCUMENT,
    files::{Files, is_hashed},
};

/// What shrinks; pictures and fonts are compressed already.
const COMPRESSIBLE: [&str; 6] = ["css", "html", "js", "json", "svg", "wasm"];

/// A file as it is sent, in each encoding that it has.
#[derive(Debug)]
pub(super) struct Sent {
    pub(super) name: String,
    pub(super) content: Vec<u8>,
    pub(super) brotli: Option<Vec<u8>>,
    gzip: Option<Vec<u8>>,
}

impl Sent {
    fn variants(&self) -> impl Iterator<Item = (String, &[u8])> {
        let encoded = [("br", &self.brotli), ("gz", &self.gzip)];
        let encoded = encoded.into_iter().filter_map(|(ending, content)| {
            Some((format!("{}.{ending}", self.name), content.as_deref()?))
        });
        encoded.chain([(self.name.clone(), self.content.as_slice())])
    }
}

/// Everything as it is; the document last.
pub(super) fn plain(files: Files, document: String) -> Vec<Sent> {
    let files = files.into_iter().map(|file| (file.name, file.content));
    let all = files.chain([(DOCUMENT.to_owned(), document.into_bytes())]);
    all.map(|(name, content)| Sent { name, content, brotli: None, gzip: None }).collect()
}

/// Everything, with the smaller forms beside what shrinks; those that an earlier build left are
/// taken as they are, since a name stands for a content.
///
/// # Errors
/// Never, since memory takes all that is written.
pub(super) fn compressed(files: Files, document: String, earlier: &Path) -> io::Result<Vec<Sent>> {
    let mut all = plain(files, document);
    for file in &mut all {
        let ending = file.name.rsplit('.').next();
        if ending.is_some_and(|ending| COMPRESSIBLE.contains(&ending)) {
            let earlier = earlier.join(format!("{}.br", file.name));
            let earlier = is_hashed(&file.name).then(|| fs::read(earlier).ok()).flatten();
            file.brotli = Some(earlier.map_or_else(|| brotli(&file.content), Ok)?);
            file.gzip = Some(gzip(&file.content)?);
        }
    }
    Ok(all)
}

fn brotli(content: &[u8]) -> io::Result<Vec<u8>> {
    let parameters =
        BrotliEncoderParams { quality: 11, size_hint: content.len(), ..Default::default() };
    let mut smaller = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut smaller, &parameters)?;
    Ok(smaller)
}

fn gzip(content: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    encoder.finish()
}

/// Writes what is named before what names it, and removes an older page's files in the end.
///
/// Nothing else in the directory is touched: somebody may have named the wrong one.
///
/// # Errors
/// When the directory cannot be written.
pub(super) fn write(into: &Path, sent: &[Sent]) -> io::Result<()> {
    create_dir_all(into)?;
    let mut kept = BTreeSet::new();
    for (name, content) in sent.iter().flat_map(Sent::variants) {
        let partial = into.join(format!(".{name}"));
        fs::write(&partial, content)?;
        fs::rename(partial, into.join(&name))?;
        kept.insert(name);
    }
    for entry in fs::read_dir(into)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if is_of_a_page(&name) && !kept.contains(&name) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn is_of_a_page(name: &str) -> bool {
    let encoding = name.strip_prefix(DOCUMENT).and_then(|rest| rest.strip_prefix('.'));
    is_hashed(name) || encoding.is_some_and(|encoding| ["br", "gz"].contains(&encoding))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn page(script: &str) -> (Files, String) {
        let mut files = Files::default();
        files.add("app.js", script.into()).unwrap();
        let document = files.fill("{{app.js}}").unwrap();
        (files, document)
    }

    fn names(directory: &Path) -> Vec<String> {
        let entries = fs::read_dir(directory).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_new_page_takes_the_old_ones_place_and_nothing_else() {
        let directory = std::env::temp_dir().join(format!("granary-page-{}", std::process::id()));
        let (files, document) = page("old");
        write(&directory, &compressed(files, document, &directory).unwrap()).unwrap();
        assert_eq!(names(&directory).len(), 6);
        fs::write(directory.join("a-letter.txt"), "of somebody else").unwrap();

        let (files, document) = page("new");
        let address = document.trim_start_matches('/').to_owned();
        write(&directory, &plain(files, document)).unwrap();
        assert_eq!(names(&directory), ["a-letter.txt", &address, "index.html"]);
        assert_eq!(fs::read_to_string(directory.join(&address)).unwrap(), "new");
        fs::remove_dir_all(directory).unwrap();
    }

    #[test]
    fn the_smaller_forms_hold_the_same() {
        let text = "granary ".repeat(100);
        let (files, document) = page(&text);
        let sent = compressed(files, document, Path::new("nowhere")).unwrap();
        let script = &sent[0];
        let mut brotli = Vec::new();
        brotli::BrotliDecompress(&mut &*script.brotli.clone().unwrap(), &mut brotli).unwrap();
        let mut gzip = String::new();
        let packed = script.gzip.clone().unwrap();
        flate2::read::GzDecoder::new(&*packed).read_to_string(&mut gzip).unwrap();
        assert_eq!((brotli, gzip), (text.clone().into_bytes(), text));
        assert!(packed.len() < script.content.len());
    }
}
