//! The pages compiled into the program.

use include_dir::{Dir, include_dir};

use crate::Source;

static PAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../rulebook");

/// The files whose name ends so, by path.
pub(crate) fn files(extension: &str) -> Vec<Source> {
    let mut found = Vec::new();
    collect(&PAGES, extension, &mut found);
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

fn collect(folder: &Dir<'_>, extension: &str, found: &mut Vec<Source>) {
    for file in folder.files() {
        let wanted = file
            .path()
            .extension()
            .is_some_and(|found| found == extension);
        if let Some(text) = file.contents_utf8().filter(|_| wanted) {
            found.push(Source {
                path: format!("rulebook/{}", file.path().display()),
                text: text.to_owned(),
            });
        }
    }
    for inner in folder.dirs() {
        collect(inner, extension, found);
    }
}
