//! Facts meet duties on a small page.

mod audit;
mod check;
mod counting;
mod embedded;
mod folding;
mod migration;
mod preview;
mod properties;
mod rows;
mod scenario;
mod support;
mod tracks;
