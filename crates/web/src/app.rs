//! What every request needs: the store, the rulebook, the clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use calendar::{Clock, Day};
use rulebook::Book;
use store::Store;
use tokio::sync::Semaphore;

use crate::error::{WebError, WebResult};
use crate::figures;
use crate::listing::Searches;

/// The running program as the pages see it.
pub struct App {
    /// Where facts are kept.
    pub store: Arc<Store>,
    /// The pages of rules in force.
    pub book: Arc<Book>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Present in a demonstration: the store is marked on every page, and the day can be moved.
    pub demo: Option<Arc<dyn DemoControls>>,
    /// Whether people reach the program over HTTPS; then cookies are `Secure` and named `__Host-…`.
    pub secure: bool,
    /// What people searched for, so that addresses need not carry it.
    pub(crate) searches: Searches,
    /// Passwords verified at the same time: each takes 19 MiB and a core on purpose.
    pub(crate) verifications: Semaphore,
    /// Everybody's histories, as long as they hold.
    pub(crate) everybody: figures::Everybody,
    references: AtomicU64,
}

/// How many passwords are verified at once; the others queue.
const VERIFICATIONS: usize = 4;

/// What a demonstration adds: a day that can be moved.
pub trait DemoControls: Send + Sync {
    /// Moves the program's day at the wish of this employee. Time runs forward only: an earlier day is refused.
    ///
    /// Runs on a thread where waiting is allowed; cases whose day has come may be woken here.
    fn move_to(&self, day: Day, by: facts::EmployeeId) -> Result<(), String>;
}

impl App {
    /// A program over this store, rulebook and clock.
    pub fn new(store: Arc<Store>, book: Arc<Book>, clock: Arc<dyn Clock>) -> App {
        App {
            store,
            book,
            clock,
            demo: None,
            secure: false,
            searches: Searches::default(),
            verifications: Semaphore::new(VERIFICATIONS),
            everybody: figures::Everybody::default(),
            references: AtomicU64::new(0),
        }
    }

    /// The same, as a demonstration.
    #[must_use]
    pub fn with_demo(mut self, controls: Arc<dyn DemoControls>) -> App {
        self.demo = Some(controls);
        self
    }

    /// The same, reached over HTTPS.
    #[must_use]
    pub fn with_secure_cookies(mut self, secure: bool) -> App {
        self.secure = secure;
        self
    }

    /// Runs work that waits for the disk (or for argon2) away from the threads that serve requests.
    pub(crate) async fn blocking<T, E, F>(self: &Arc<App>, work: F) -> WebResult<T>
    where
        T: Send + 'static,
        E: Into<WebError> + Send + 'static,
        F: FnOnce(&App) -> Result<T, E> + Send + 'static,
    {
        let app = Arc::clone(self);
        tokio::task::spawn_blocking(move || work(&app))
            .await
            .map_err(WebError::fault)?
            .map_err(Into::into)
    }

    /// A short reference for the person who reads an error page and the one who reads the log.
    pub(crate) fn reference(&self) -> String {
        let number = self.references.fetch_add(1, Ordering::Relaxed);
        let now = self.clock.now();
        format!("{}-{}-{number}", now.day(), now.local_time()).replace(':', "")
    }
}
