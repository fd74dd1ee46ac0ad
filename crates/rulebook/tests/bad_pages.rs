//! Broken pages with the messages their writers get. Each case is a page, or a folder of pages, under `bad/`.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::path::Path;

use rulebook::{Book, Source};

const TESTS: &str = "tests";

fn source(path: &Path) -> Source {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    Source {
        path: name,
        text: fs::read_to_string(path).unwrap(),
    }
}

/// The pages of a case, with the good codes and calendar unless the case brings its own.
fn pages(case: &Path) -> Vec<Source> {
    let mut pages: Vec<Source> = if case.is_dir() {
        let mut files: Vec<_> = fs::read_dir(case)
            .unwrap()
            .map(|file| file.unwrap().path())
            .collect();
        files.sort();
        files.iter().map(|file| source(file)).collect()
    } else {
        vec![source(case)]
    };
    for good in ["koder.md", "kalender.md"] {
        if pages.iter().all(|page| page.path != good) {
            pages.push(source(&Path::new(TESTS).join("good").join(good)));
        }
    }
    pages
}

#[test]
fn broken_pages_tell_every_problem_with_its_place_and_remedy() {
    let mut cases: Vec<_> = fs::read_dir(Path::new(TESTS).join("bad"))
        .unwrap()
        .map(|case| case.unwrap().path())
        .collect();
    cases.sort();
    assert!(cases.len() >= 25, "there are {} broken pages", cases.len());
    for case in cases {
        let name = case.file_stem().unwrap().to_string_lossy().into_owned();
        let problems = Book::load(&pages(&case)).expect_err("a broken page does not load");
        for problem in &problems.0 {
            assert!(
                problem.remedy.is_some(),
                "{name}: »{problem}« has no remedy"
            );
            assert!(
                !problem.marks.is_empty(),
                "{name}: »{problem}« has no place"
            );
        }
        insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, problems.render());
        });
    }
}

#[test]
fn the_order_of_pages_does_not_change_the_messages() {
    let mut cases: Vec<_> = fs::read_dir(Path::new(TESTS).join("bad"))
        .unwrap()
        .map(|case| case.unwrap().path())
        .collect();
    cases.sort();
    for case in cases {
        let forward = pages(&case);
        let mut backward = forward.clone();
        backward.reverse();
        let told = |pages: &[Source]| {
            Book::load(pages)
                .expect_err("a broken page does not load")
                .render()
        };
        assert_eq!(told(&forward), told(&backward), "{}", case.display());
    }
}
