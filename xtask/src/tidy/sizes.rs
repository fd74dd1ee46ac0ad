//! File sizes in lines of code: over 300 is worth a look, over 500 fails.

use std::path::Path;

use anyhow::Result;

use super::{files, relative};

const SOFT: usize = 300;
const HARD: usize = 500;

/// Problems, then notes.
pub(super) fn check(root: &Path) -> Result<(Vec<String>, Vec<String>)> {
    let (mut problems, mut notes) = (Vec::new(), Vec::new());
    for folder in ["crates", "xtask"] {
        for path in files(&root.join(folder), ".rs")? {
            let lines = code_lines(&std::fs::read_to_string(&path)?);
            let name = relative(root, &path);
            if lines > HARD {
                problems.push(format!("{name} has {lines} lines of code; at most {HARD}"));
            } else if lines > SOFT {
                notes.push(format!(
                    "{name} has {lines} lines of code; as a rule at most {SOFT}"
                ));
            }
        }
    }
    Ok((problems, notes))
}

/// Lines that are neither blank nor comment, up to the tests at the end of the file.
fn code_lines(text: &str) -> usize {
    text.lines()
        .map(str::trim)
        .take_while(|line| *line != "mod tests {")
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_blanks_and_tests_do_not_count() {
        assert_eq!(
            code_lines("//! head\n\nfn a() {}\n// why\nfn b() {}\nmod tests {\nfn c() {}\n}"),
            2
        );
    }
}
