//! A batch: the rows of some whole persons from all tables, put together to histories.

use figures::{Histories, MISSING, TrackRows};

use super::Consumer;
use super::lane::Lane;
use super::settle;
use super::tables::{Prepared, Tables};
use crate::fault::{Account, Fault, FaultyRow, Flaw};
use crate::layout::{Layout, Others};
use crate::rows::Rows;

/// Where one thread puts histories together.
pub(super) struct Batch<'a> {
    layout: &'a Layout,
    histories: Histories,
    pub(super) account: Account,
    runs: Vec<Runs>,
    /// Persons of the slice whose rows were refused when they were sorted into buckets, ascending.
    refused: Vec<i64>,
}

/// The persons of a table's rows, and after which row each one's end.
#[derive(Debug, Default)]
struct Runs {
    persons: Vec<i64>,
    ends: Vec<u32>,
}

impl Runs {
    fn find(&mut self, persons: &[i64]) {
        let count = u32::try_from(persons.len()).expect("a batch is far smaller than 2³² rows");
        self.persons.clear();
        self.ends.clear();
        let pairs = persons.iter().zip(persons.iter().skip(1));
        for (row, (person, next)) in (1..count).zip(pairs) {
            if person != next {
                self.persons.push(*person);
                self.ends.push(row);
            }
        }
        if let Some(&last) = persons.last() {
            self.persons.push(last);
            self.ends.push(count);
        }
    }
}

impl<'a> Batch<'a> {
    pub(super) fn new(layout: &'a Layout) -> Batch<'a> {
        let tables = layout.tables().count();
        Batch {
            layout,
            histories: Histories {
                tracks: layout
                    .schema
                    .tracks
                    .iter()
                    .map(|track| TrackRows::empty(0, track.columns.len()))
                    .collect(),
                attributes: vec![Vec::new(); layout.schema.attributes.len()],
                ..Histories::default()
            },
            account: Account {
                rows: vec![0; tables],
                ..Account::default()
            },
            runs: (0..tables).map(|_| Runs::default()).collect(),
            refused: Vec::new(),
        }
    }

    /// Turns to a slice.
    pub(super) fn begin(&mut self, tables: &Tables<'_>, slice: usize) {
        self.refused.clear();
        for table in &tables.ready {
            if let Prepared::Packed(store) = &table.prepared {
                self.refused.extend_from_slice(store.refused(slice));
            }
        }
        self.refused.sort_unstable();
        self.refused.dedup();
        // Those without any other row count too; whoever has rows is found again below.
        self.account.left_out += self.refused.len() as u64;
    }

    /// Puts the rows of the lanes together and hands them on; the lanes' rows are used up.
    pub(super) fn consume<C: Consumer>(
        &mut self,
        lanes: &mut [Lane<'_>],
        consumer: &mut C,
    ) -> Result<(), C::Error> {
        let mut gone = Vec::new();
        let mut disjoint = vec![true; lanes.len()];
        for (at, lane) in lanes.iter_mut().enumerate() {
            self.account.rows[at] += lane.rows.len() as u64;
            disjoint[at] = self.settle(at, lane, &mut gone);
            self.runs[at].find(&lane.rows.persons);
        }
        self.unknown(lanes, &mut gone);
        gone.sort_unstable();
        gone.dedup();
        gone.retain(|person| self.refused.binary_search(person).is_err());
        self.account.left_out += gone.len() as u64;
        gone.extend_from_slice(&self.refused);
        if !gone.is_empty() {
            gone.sort_unstable();
            for (at, lane) in lanes.iter_mut().enumerate() {
                remove(&mut lane.rows, &gone);
                self.runs[at].find(&lane.rows.persons);
            }
        }
        for (at, lane) in lanes.iter_mut().enumerate() {
            // A cap changes rows, so it comes last, when only good ones are left.
            let caps = matches!(lane.table().overlap.others, Others::Cap { .. });
            if caps
                && !disjoint[at]
                && let Some(rows) = settle::capped(lane.table(), &lane.rows)
            {
                lane.rows = rows;
                self.runs[at].find(&lane.rows.persons);
                disjoint[at] = !settle::order(&lane.rows).overlaps;
            }
        }
        self.unite();
        self.account.persons += self.histories.persons.len() as u64;
        self.lend(lanes, &disjoint);
        let taken = if self.histories.is_empty() {
            Ok(())
        } else {
            consumer.add(&self.histories)
        };
        self.take_back(lanes);
        taken
    }

    /// Sorts and checks a lane's rows as far as whole persons' rows are needed for it; says whether no two spells share a day.
    fn settle(&mut self, at: usize, lane: &mut Lane<'_>, gone: &mut Vec<i64>) -> bool {
        let mut flaws = std::mem::take(&mut lane.flaws);
        let is_track = lane.table().days.is_some();
        let mut order = settle::Order::default();
        if is_track {
            order = settle::order(&lane.rows);
            // What is wrong with a row is told before rows change their places.
            if order.unsorted {
                self.tell(at, &lane.rows, &flaws, gone);
                let named: Vec<_> = flaws.iter().map(|flaw| flaw.row).collect();
                if !named.is_empty() {
                    drop_rows(&mut lane.rows, &named);
                }
                flaws.clear();
                settle::sort(&mut lane.rows);
                order = settle::order(&lane.rows);
            }
            if order.overlaps {
                let faulty: Vec<_> = flaws.iter().map(|flaw| flaw.row).collect();
                let skip = |row: usize| faulty.binary_search(&row).is_ok();
                flaws.extend(settle::refused(lane.table(), &lane.rows, &skip));
            }
        } else {
            flaws.extend(twice(&lane.rows.persons));
        }
        self.tell(at, &lane.rows, &flaws, gone);
        let unowned: Vec<_> = flaws
            .iter()
            .filter(|flaw| flaw.fault == Fault::NoPerson)
            .map(|flaw| flaw.row)
            .collect();
        if !unowned.is_empty() {
            drop_rows(&mut lane.rows, &unowned);
        }
        !order.overlaps
    }

    fn tell(&mut self, at: usize, rows: &Rows, flaws: &[Flaw], gone: &mut Vec<i64>) {
        for flaw in flaws {
            let (file, row) = rows.place(flaw.row);
            self.account.note(FaultyRow {
                table: at,
                file,
                row,
                column: flaw.column,
                value: flaw.value,
                fault: flaw.fault,
            });
            if flaw.fault != Fault::NoPerson {
                gone.push(rows.persons[flaw.row]);
            }
        }
    }

    /// Persons who are told of on a track and do not stand in the table of persons.
    fn unknown(&mut self, lanes: &[Lane<'_>], gone: &mut Vec<i64>) {
        if !self.layout.complete {
            return;
        }
        let Some((known, tracks)) = self.runs.split_last() else {
            return;
        };
        let mut flaws = Vec::new();
        for (at, runs) in tracks.iter().enumerate() {
            let mut known = known.persons.iter().peekable();
            for (place, person) in runs.persons.iter().enumerate() {
                while known.next_if(|&&one| one < *person).is_some() {}
                if known.peek() != Some(&person) {
                    let row = place.checked_sub(1).map_or(0, |before| runs.ends[before]);
                    flaws.push((at, row as usize));
                }
            }
        }
        for (at, row) in flaws {
            let flaw = Flaw {
                row,
                column: None,
                value: MISSING,
                fault: Fault::Unknown,
            };
            self.tell(at, &lanes[at].rows, &[flaw], gone);
        }
    }

    /// The persons of all tables, ascending.
    fn unite(&mut self) {
        let all = &mut self.histories.persons;
        all.clear();
        let longest = self.runs.iter().max_by_key(|runs| runs.persons.len());
        let Some(longest) = longest else { return };
        all.extend_from_slice(&longest.persons);
        let mut also: Vec<i64> = Vec::new();
        for runs in &self.runs {
            if runs.persons != *all {
                let mut known = longest.persons.iter().peekable();
                for person in &runs.persons {
                    while known.next_if(|&one| one < person).is_some() {}
                    if known.peek() != Some(&person) {
                        also.push(*person);
                    }
                }
            }
        }
        if !also.is_empty() {
            all.append(&mut also);
            all.sort_unstable();
            all.dedup();
        }
    }

    /// Moves the lanes' columns into the histories.
    fn lend(&mut self, lanes: &mut [Lane<'_>], disjoint: &[bool]) {
        let persons = &self.histories.persons;
        let places = self.layout.places.iter();
        for (place, track) in places.zip(&mut self.histories.tracks) {
            let Some(place) = place else {
                track.offsets.clear();
                track.offsets.resize(persons.len() + 1, 0);
                continue;
            };
            let columns = &mut lanes[place.table].rows.columns;
            offsets(persons, &self.runs[place.table], &mut track.offsets);
            track.start = std::mem::take(&mut columns[0]);
            track.end = std::mem::take(&mut columns[1]);
            for (field, column) in place.fields.iter().zip(&mut track.columns) {
                match field {
                    Some(field) => *column = std::mem::take(&mut columns[2 + field]),
                    None => column.resize(track.start.len(), MISSING),
                }
            }
            track.disjoint = disjoint[place.table];
        }
        let known = lanes.last_mut().filter(|_| self.layout.persons.is_some());
        let mut columns = known.map(|lane| &mut lane.rows.columns);
        let runs = self.runs.last();
        for (field, values) in self
            .layout
            .attributes
            .iter()
            .zip(&mut self.histories.attributes)
        {
            if let (Some(field), Some(columns), Some(runs)) = (field, &mut columns, runs) {
                *values = gather(persons, runs, std::mem::take(&mut columns[*field]));
            } else {
                values.clear();
                values.resize(persons.len(), MISSING);
            }
        }
    }

    /// Gives the lanes their columns back, to be filled again.
    fn take_back(&mut self, lanes: &mut [Lane<'_>]) {
        let places = self.layout.places.iter();
        for (place, track) in places.zip(&mut self.histories.tracks) {
            let Some(place) = place else { continue };
            let columns = &mut lanes[place.table].rows.columns;
            columns[0] = std::mem::take(&mut track.start);
            columns[1] = std::mem::take(&mut track.end);
            for (field, column) in place.fields.iter().zip(&mut track.columns) {
                if let Some(field) = field {
                    columns[2 + field] = std::mem::take(column);
                }
            }
        }
        if let Some(lane) = lanes.last_mut().filter(|_| self.layout.persons.is_some()) {
            let fields = self.layout.attributes.iter();
            for (field, values) in fields.zip(&mut self.histories.attributes) {
                if let Some(field) = field {
                    lane.rows.columns[*field] = std::mem::take(values);
                }
            }
        }
        for lane in lanes {
            lane.rows.clear();
        }
    }
}

/// For each person where the rows begin; one longer than the persons.
fn offsets(persons: &[i64], runs: &Runs, offsets: &mut Vec<u32>) {
    offsets.clear();
    offsets.push(0);
    if persons.len() == runs.persons.len() {
        offsets.extend_from_slice(&runs.ends);
        return;
    }
    let mut at = 0;
    let mut end = 0;
    for person in persons {
        if runs.persons.get(at) == Some(person) {
            end = runs.ends[at];
            at += 1;
        }
        offsets.push(end);
    }
}

/// One value a person: missing for those whom the table does not know.
fn gather(persons: &[i64], runs: &Runs, values: Vec<i32>) -> Vec<i32> {
    if persons.len() == values.len() {
        return values;
    }
    let mut known = runs.persons.iter().zip(&values).peekable();
    persons
        .iter()
        .map(|person| {
            known
                .next_if(|(one, _)| *one == person)
                .map_or(MISSING, |(_, value)| *value)
        })
        .collect()
}

/// Persons who stand more than once; every row after the first is told.
fn twice(persons: &[i64]) -> impl Iterator<Item = Flaw> + '_ {
    persons
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| pair[0] == pair[1])
        .map(|(before, _)| Flaw {
            row: before + 1,
            column: None,
            value: MISSING,
            fault: Fault::Twice,
        })
}

fn remove(rows: &mut Rows, gone: &[i64]) {
    let mut left = gone.iter().peekable();
    let named: Vec<_> = rows
        .persons
        .iter()
        .enumerate()
        .filter(|(_, person)| {
            while left.next_if(|&one| one < *person).is_some() {}
            left.peek() == Some(person)
        })
        .map(|(row, _)| row)
        .collect();
    if !named.is_empty() {
        drop_rows(rows, &named);
    }
}

/// Drops the rows at these places, ascending.
fn drop_rows(rows: &mut Rows, named: &[usize]) {
    let mut kept = Rows::new(rows.columns.len());
    for row in 0..rows.len() {
        if named.binary_search(&row).is_err() {
            kept.copy_row(rows, row);
        }
    }
    *rows = kept;
}
