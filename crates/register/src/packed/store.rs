//! The buckets of one table, in chunks, in memory or in a temporary file.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use super::buckets::Buckets;
use super::shape::Shape;
use super::sort::sort;
use crate::rows::{NOBODY, Rows};
use crate::source::{SourceError, Trouble};

/// Rows a chunk.
const CHUNK: usize = 1_024;

/// A table in buckets.
pub(crate) trait Store: Send + Sync {
    /// Appends a bucket's rows, sorted by person and start. A bucket can be had once.
    fn load(&self, bucket: usize, out: &mut Rows) -> Result<(), SourceError>;

    /// The persons of a bucket who have a refused row, ascending.
    fn refused(&self, bucket: usize) -> &[i64];

    /// All rows that were kept.
    fn rows(&self) -> u64;
}

/// Per bucket its chunks.
pub(super) type Chunks<const W: usize> = Vec<Vec<Chunk<W>>>;

pub(super) enum Chunk<const W: usize> {
    Memory(Vec<[u64; W]>),
    Disk { from: u64, rows: usize },
}

pub(super) struct Packed<const W: usize> {
    shape: Shape,
    buckets: Vec<Mutex<Vec<Chunk<W>>>>,
    refused: Vec<Vec<i64>>,
    rows: u64,
    /// Bytes in memory, and how many are allowed.
    held: AtomicU64,
    allowed: u64,
    spill: Mutex<Option<(File, u64)>>,
}

impl<const W: usize> Packed<W> {
    pub(super) fn new(shape: Shape, buckets: usize, memory: u64) -> Packed<W> {
        Packed {
            shape,
            buckets: (0..buckets).map(|_| Mutex::default()).collect(),
            refused: vec![Vec::new(); buckets],
            rows: 0,
            held: AtomicU64::new(0),
            allowed: memory,
            spill: Mutex::new(None),
        }
    }

    /// Where one thread adds rows.
    pub(super) fn filling(&self) -> Filling<'_, W> {
        Filling {
            store: self,
            open: (0..self.buckets.len()).map(|_| Vec::new()).collect(),
            full: (0..self.buckets.len()).map(|_| Vec::new()).collect(),
            packed: Vec::new(),
        }
    }

    pub(super) fn take(&mut self, chunks: Chunks<W>) {
        for (bucket, chunks) in self.buckets.iter_mut().zip(chunks) {
            for chunk in &chunks {
                self.rows += match chunk {
                    Chunk::Memory(rows) => rows.len() as u64,
                    Chunk::Disk { rows, .. } => *rows as u64,
                };
            }
            bucket
                .get_mut()
                .expect("no thread panics while it holds a bucket")
                .extend(chunks);
        }
    }

    pub(super) fn refuse(&mut self, bucket: usize, person: i64) {
        self.refused[bucket].push(person);
    }

    pub(super) fn settle(&mut self) {
        for persons in &mut self.refused {
            persons.sort_unstable();
            persons.dedup();
        }
    }

    /// Writes a chunk to the temporary file.
    fn write(&self, rows: &[[u64; W]]) -> std::io::Result<Chunk<W>> {
        let mut bytes = Vec::with_capacity(rows.len() * W * 8);
        for word in rows.as_flattened() {
            bytes.extend_from_slice(&word.to_le_bytes());
        }
        let mut spill = self
            .spill
            .lock()
            .expect("no thread panics while it writes a chunk");
        if spill.is_none() {
            *spill = Some((tempfile::tempfile()?, 0));
        }
        let Some((file, end)) = spill.as_mut() else {
            return Err(std::io::ErrorKind::NotFound.into());
        };
        let from = *end;
        file.seek(SeekFrom::Start(from))?;
        file.write_all(&bytes)?;
        *end += bytes.len() as u64;
        Ok(Chunk::Disk {
            from,
            rows: rows.len(),
        })
    }

    fn read(&self, from: u64, count: usize, out: &mut Vec<[u64; W]>) -> std::io::Result<()> {
        let mut bytes = vec![0; count * W * 8];
        let mut spill = self
            .spill
            .lock()
            .expect("no thread panics while it reads a chunk");
        let Some((file, _)) = spill.as_mut() else {
            return Err(std::io::ErrorKind::NotFound.into());
        };
        file.seek(SeekFrom::Start(from))?;
        file.read_exact(&mut bytes)?;
        let (words, _) = bytes.as_chunks::<8>();
        out.extend(words.chunks_exact(W).map(|row| {
            let mut words = [0; W];
            for (word, bytes) in words.iter_mut().zip(row) {
                *word = u64::from_le_bytes(*bytes);
            }
            words
        }));
        Ok(())
    }
}

impl<const W: usize> Store for Packed<W> {
    fn load(&self, bucket: usize, out: &mut Rows) -> Result<(), SourceError> {
        let chunks = std::mem::take(
            &mut *self.buckets[bucket]
                .lock()
                .expect("no thread panics while it holds a bucket"),
        );
        let mut rows: Vec<[u64; W]> = Vec::new();
        for chunk in chunks {
            match chunk {
                Chunk::Memory(chunk) => rows.extend_from_slice(&chunk),
                Chunk::Disk { from, rows: count } => {
                    self.read(from, count, &mut rows).map_err(spilling)?;
                }
            }
        }
        sort(&mut rows, &mut Vec::new(), self.shape.key_shift);
        self.shape.unpack(&rows, out);
        Ok(())
    }

    fn refused(&self, bucket: usize) -> &[i64] {
        &self.refused[bucket]
    }

    fn rows(&self) -> u64 {
        self.rows
    }
}

/// Where one thread adds rows.
pub(super) struct Filling<'a, const W: usize> {
    store: &'a Packed<W>,
    open: Vec<Vec<[u64; W]>>,
    full: Chunks<W>,
    /// The rows of a block.
    packed: Vec<[u64; W]>,
}

impl<const W: usize> Filling<'_, W> {
    /// Packs all rows that have a person.
    pub(super) fn add(&mut self, rows: &Rows, buckets: &Buckets) -> Result<(), SourceError> {
        let mut packed = std::mem::take(&mut self.packed);
        self.store.shape.pack(rows, &mut packed);
        for (&person, &row) in rows.persons.iter().zip(&packed) {
            if person == NOBODY {
                continue;
            }
            let bucket = buckets.of(person);
            let chunk = &mut self.open[bucket];
            if chunk.capacity() == 0 {
                chunk.reserve_exact(CHUNK);
            }
            chunk.push(row);
            if chunk.len() == CHUNK {
                self.close(bucket)?;
            }
        }
        self.packed = packed;
        Ok(())
    }

    fn close(&mut self, bucket: usize) -> Result<(), SourceError> {
        let bytes = (CHUNK * W * 8) as u64;
        let held = self.store.held.fetch_add(bytes, Ordering::Relaxed) + bytes;
        let chunk = if held > self.store.allowed {
            self.store.held.fetch_sub(bytes, Ordering::Relaxed);
            let written = self.store.write(&self.open[bucket]).map_err(spilling)?;
            self.open[bucket].clear();
            written
        } else {
            Chunk::Memory(std::mem::take(&mut self.open[bucket]))
        };
        self.full[bucket].push(chunk);
        Ok(())
    }

    pub(super) fn finish(mut self) -> Chunks<W> {
        for (full, open) in self.full.iter_mut().zip(self.open) {
            if !open.is_empty() {
                full.push(Chunk::Memory(open));
            }
        }
        self.full
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` passes")]
fn spilling(cause: std::io::Error) -> SourceError {
    SourceError::new(&std::env::temp_dir(), Trouble::Spill(cause.to_string()))
}
