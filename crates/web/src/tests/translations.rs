//! Every text in both languages, every text used, every page readable in both.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use axum::http::StatusCode;

use crate::testing::house;

fn files(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found
}

/// Key to its text, with the names of what is filled in.
fn texts(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut texts = BTreeMap::new();
    for (path, text) in files(&format!("translations/{language}"), "ftl") {
        let mut key = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, _)) = line.split_once(" =").filter(|_| !line.starts_with(' ')) {
                name.clone_into(&mut key);
                let before = texts.insert(key.clone(), BTreeSet::new());
                assert!(before.is_none(), "{key} twice, again in {}", path.display());
            }
            for part in line.split('$').skip(1) {
                let end =
                    part.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-');
                let name = part[..end.unwrap_or(part.len())].to_owned();
                texts.get_mut(&key).unwrap().insert(name);
            }
        }
    }
    texts
}

#[test]
fn both_languages_have_the_same_texts() {
    let (danish, english) = (texts("da"), texts("en"));
    assert!(danish.len() > 100, "{}", danish.len());
    for key in danish.keys().chain(english.keys()) {
        assert_eq!(danish.get(key), english.get(key), "{key}");
    }
}

/// Whether the key is one that is put together from an id: `format!("kind-{id}")` uses every key that begins so.
fn is_of_a_family(sources: &str, key: &str) -> bool {
    key.match_indices('-')
        .any(|(at, _)| sources.contains(&format!("\"{}{{", &key[..=at])))
}

#[test]
fn every_kind_of_fact_has_its_words() {
    let danish = texts("da");
    for kind in facts::KindName::ALL {
        let key = format!("kind-{}", kind.id());
        assert!(danish.contains_key(&key), "{key}");
    }
}

#[test]
fn every_text_is_used_and_every_text_used_is_there() {
    let mut sources = files("src", "rs");
    sources.extend(files("templates", "html"));
    sources.retain(|(path, _)| !path.components().any(|part| part.as_os_str() == "tests"));
    let danish = texts("da");
    let all: String = sources.iter().map(|(_, text)| text.as_str()).collect();
    let unused: Vec<&String> = danish
        .keys()
        .filter(|key| !all.contains(&format!("\"{key}\"")) && !is_of_a_family(&all, key))
        .collect();
    assert!(unused.is_empty(), "never used: {unused:?}");
    let mut missing = BTreeSet::new();
    for (path, text) in &sources {
        for call in [".t(\"", ".t1(\"", ".t2(\"", ".t_with(\""] {
            for part in text.split(call).skip(1) {
                let key = &part[..part.find('"').unwrap()];
                if !danish.contains_key(key) {
                    missing.insert(format!("{key} in {}", path.display()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "not translated: {missing:#?}");
}

#[tokio::test]
async fn every_list_is_readable_in_both_languages() {
    let house = house();
    let citizen = house.citizen("Åse Ømann", "7506804000");
    let case = house.case(citizen, "2021-06-01", &[("mette", "sagsbehandler")]);
    let mut lone = house.sign_in("lone").await;
    for (language, word) in [("da", "Log af"), ("en", "Sign out")] {
        lone.get("/about").await;
        lone.post("/language", &[("language", language)]).await;
        for path in [
            "/".to_owned(),
            "/?who=mine".to_owned(),
            "/?who=unassigned".to_owned(),
            format!("/?who=team&sort=name&case={case}"),
            "/cases".to_owned(),
            "/cases?state=all&sort=due&down=1".to_owned(),
            "/unassigned".to_owned(),
            "/citizens".to_owned(),
            "/citizens/new".to_owned(),
            format!("/citizens/{citizen}"),
            format!("/citizens/{citizen}/access"),
            "/about".to_owned(),
        ] {
            let page = lone.get(&path).await;
            assert_eq!(page.status, StatusCode::OK, "{language} {path}");
            assert!(
                page.body.contains(&format!("<html lang=\"{language}\">")),
                "{path}"
            );
            assert!(page.body.contains(word), "{language} {path}");
            assert!(!page.body.contains('⟨'), "{language} {path}");
        }
    }
    let strange = lone.post("/language", &[("language", "tlh")]).await;
    assert_eq!(strange.status, StatusCode::BAD_REQUEST);
}
