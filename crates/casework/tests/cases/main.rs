//! Facts meet duties on a small page.

mod folding;
mod support;
