//! Rebuilds the crate when a page is added, removed or changed.

fn main() {
    println!("cargo:rerun-if-changed=../../rulebook");
}
