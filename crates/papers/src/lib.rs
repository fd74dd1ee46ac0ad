//! Papers: what leaves the house to be read and decided on.
//!
//! So far workbooks; typst documents come with the papers themselves. The writers of outside formats live here and nowhere else.

mod workbook;

pub use workbook::{WorkbookFault, workbook};
