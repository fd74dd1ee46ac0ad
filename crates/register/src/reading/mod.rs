//! Reading a register: its tables side by side, person by person, in slices that threads take, checked on the way.

mod batch;
mod lane;
mod settle;
mod slices;
mod tables;

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use ::tables::Text;
use figures::Histories;

use crate::fault::Account;
use crate::layout::Layout;
use crate::source::SourceError;
use batch::Batch;
use lane::Lane;
use slices::{Slice, Slices};
use tables::{Prepared, Tables};

/// What histories are read for: one value a thread.
pub trait Consumer: Send {
    /// Why it cannot go on.
    type Error: Send;

    /// Takes the histories of some persons; every person comes once.
    ///
    /// # Errors
    /// Ends the reading.
    fn add(&mut self, histories: &Histories) -> Result<(), Self::Error>;
}

/// How to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Threads that read and count; at least one.
    pub threads: usize,
    /// Bytes that rows may take at once; what does not fit is kept in a temporary file.
    pub memory: u64,
    /// Spells in a batch; results do not depend on it.
    pub batch: usize,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            memory: 1 << 30,
            batch: 1 << 16,
        }
    }
}

/// A register could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError<E> {
    /// A file.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// Whoever takes the histories cannot go on.
    #[error("personernes forløb kunne ikke tælles")]
    Consumer(E),
    /// The memory setting is too small.
    #[error("{}", too_little(what, *needed, *allowed).da)]
    Memory {
        /// For what: the name of a table.
        what: String,
        /// How many bytes it takes.
        needed: u64,
        /// How many there are.
        allowed: u64,
    },
}

/// That the memory setting is too small, and what to do.
pub(crate) fn too_little(table: &str, needed: u64, allowed: u64) -> Text {
    Text::new(
        format!(
            "én persons rækker i »{table}« fylder {needed} byte, og --memory tillader {allowed}; sæt --memory op"
        ),
        format!(
            "one person's rows in {table} take {needed} bytes and --memory allows {allowed}; raise --memory"
        ),
    )
}

/// Why a worker stopped before its work was done.
pub(crate) enum Stop<E> {
    Failed(ReadError<E>),
    /// The table at this place is not sorted by person after all.
    Unsorted(usize),
}

impl<E> From<SourceError> for Stop<E> {
    fn from(cause: SourceError) -> Stop<E> {
        Stop::Failed(ReadError::Source(cause))
    }
}

/// Told now and then how many rows are read, of how many (0 where that is not known).
pub type Progress<'a> = &'a (dyn Fn(u64, u64) + Sync);

/// Reads every person's history once; gives what `start` made, one a thread, and the account of what was read.
///
/// # Errors
/// A file that cannot be read, or what the consumer answers. Faulty rows are no errors: see [`Account`].
pub fn read<C: Consumer>(
    layout: &Layout,
    settings: &Settings,
    start: &(dyn Fn() -> C + Sync),
    progress: Progress<'_>,
) -> Result<(Vec<C>, Account), ReadError<C::Error>> {
    let mut unsorted = vec![false; layout.tables().count()];
    loop {
        match attempt(layout, settings, &unsorted, start, progress) {
            Ok(done) => return Ok(done),
            Err(Stop::Failed(cause)) => return Err(cause),
            Err(Stop::Unsorted(table)) => unsorted[table] = true,
        }
    }
}

fn attempt<C: Consumer>(
    layout: &Layout,
    settings: &Settings,
    unsorted: &[bool],
    start: &(dyn Fn() -> C + Sync),
    progress: Progress<'_>,
) -> Result<(Vec<C>, Account), Stop<C::Error>> {
    let (tables, mut account) = Tables::open(layout, settings, unsorted, progress)?;
    let slices = Mutex::new(Slices::new(&tables));
    let work = Work {
        layout,
        settings,
        tables: &tables,
        slices: &slices,
        stopped: &AtomicBool::new(false),
        done: &AtomicU64::new(0),
        progress,
    };
    let results: Vec<_> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..settings.threads.max(1))
            .map(|worker| scope.spawn(move || work.run(worker, start())))
            .collect();
        workers
            .into_iter()
            .map(|worker| {
                worker
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
            .collect()
    });
    let mut consumers = Vec::new();
    let mut stop = None;
    for result in results {
        match result {
            Ok((consumer, part)) => {
                consumers.push(consumer);
                account.merge(part);
            }
            // An unsorted table is read again; a failure is not.
            Err(cause) => match (&stop, &cause) {
                (None, _) | (Some(Stop::Unsorted(_)), Stop::Failed(_)) => stop = Some(cause),
                _ => {}
            },
        }
    }
    match stop {
        Some(stop) => Err(stop),
        None => Ok((consumers, account)),
    }
}

/// What the threads share.
#[derive(Clone, Copy)]
struct Work<'a> {
    layout: &'a Layout,
    settings: &'a Settings,
    tables: &'a Tables<'a>,
    slices: &'a Mutex<Slices>,
    stopped: &'a AtomicBool,
    done: &'a AtomicU64,
    progress: Progress<'a>,
}

impl Work<'_> {
    /// Takes slices until there are none.
    fn run<C: Consumer>(
        &self,
        worker: usize,
        mut consumer: C,
    ) -> Result<(C, Account), Stop<C::Error>> {
        let mut lanes = Lane::all(self.tables, self.settings.batch);
        let mut batch = Batch::new(self.layout);
        let mut last = None;
        while !self.stopped.load(Ordering::Relaxed) {
            let next = self
                .slices
                .lock()
                .expect("no thread panics while it takes a slice")
                .take(last, worker, self.settings.threads.max(1));
            let Some(slice) = next else { break };
            let adjacent = last.is_some_and(|last: usize| last + 1 == slice.at);
            let walked = self.walk(&slice, adjacent, &mut lanes, &mut batch, &mut consumer);
            if let Err(stop) = walked {
                self.stopped.store(true, Ordering::Relaxed);
                return Err(stop);
            }
            last = Some(slice.at);
        }
        Ok((consumer, batch.account))
    }

    /// Reads the persons of one slice.
    fn walk<C: Consumer>(
        &self,
        slice: &Slice,
        adjacent: bool,
        lanes: &mut [Lane<'_>],
        batch: &mut Batch<'_>,
        consumer: &mut C,
    ) -> Result<(), Stop<C::Error>> {
        for lane in lanes.iter_mut() {
            lane.begin(slice, adjacent)?;
        }
        batch.begin(self.tables, slice.at);
        let beyond = slice.upto.map_or(i64::MAX, |upto| upto.saturating_add(1));
        while !self.stopped.load(Ordering::Relaxed) {
            let mut limit = beyond;
            for lane in lanes.iter_mut() {
                lane.fill()?;
                limit = limit.min(lane.complete_below());
            }
            let mut rows = 0;
            for lane in lanes.iter_mut() {
                rows += lane.take_below(limit);
            }
            if rows > 0 {
                batch.consume(lanes, consumer)?;
                let done = self.done.fetch_add(rows as u64, Ordering::Relaxed) + rows as u64;
                (self.progress)(done, self.tables.rows());
            } else if limit >= beyond {
                return Ok(());
            } else {
                self.widen(limit, lanes)?;
            }
        }
        Ok(())
    }

    /// A person has more rows than a block: reads on in the tables that end with her.
    fn widen<E>(&self, person: i64, lanes: &mut [Lane<'_>]) -> Result<(), Stop<E>> {
        for lane in lanes {
            let needed = lane.bytes() * self.settings.threads.max(1) as u64;
            if needed > self.settings.memory {
                return Err(Stop::Failed(ReadError::Memory {
                    what: lane.table().name.clone(),
                    needed,
                    allowed: self.settings.memory,
                }));
            }
            if lane.complete_below() == person {
                lane.double()?;
            }
        }
        Ok(())
    }
}

impl Prepared<'_> {
    /// Rows of the table that are not counted while they are prepared.
    fn rows(&self) -> u64 {
        match self {
            Prepared::Sorted(groups) => groups.rows(),
            Prepared::Lines(pieces) => pieces.rows(),
            Prepared::Packed(store) => store.rows(),
        }
    }
}
