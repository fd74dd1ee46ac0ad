//! The rulebook pages, rendered as a handbook.

use crate::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
}
