//! Breakdowns: which cell a day of a person belongs to, by the rows of tracks, by attributes and by what moves with time.

use crate::histories::TrackRows;
use crate::indicator::Dimension;
use crate::operate::spells::Spells;
use crate::plan::NodeId;
use crate::population::SpellTest;
use crate::schema::{AttributeId, ColumnId};
use crate::sets::{Days, Set, Tile};

use super::cells::{Cells, TooManyMembers};
use super::member::Members;
use super::moving::Moving;

/// The dimensions of an indicator, by where their members come from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Breakdown {
    /// Spells whose columns are dimensions. Dimensions of the same spells come from the same row.
    pub(crate) sources: Vec<Source>,
    attributes: Vec<(usize, AttributeId)>,
    pub(crate) moving: Moving,
    places: Vec<Place>,
    members: Vec<Members>,
}

/// Spells whose columns are dimensions.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) of: SpellTest,
    pub(crate) spells: Spells,
    /// The dimension among the resting ones, and its column.
    pub(crate) columns: Vec<(usize, ColumnId)>,
}

/// Where a dimension's members are told.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// By the cells.
    Resting(usize),
    /// By the moving dimensions.
    Moving(usize),
}

impl Breakdown {
    /// Sorts the dimensions; `seniority` gives each seniority's node and known range, in the order of the dimensions.
    pub(crate) fn new(by: &[Dimension], seniority: &[(NodeId, Days)]) -> Breakdown {
        let mut breakdown = Breakdown::default();
        let mut seniority = seniority.iter().copied();
        let mut moving = 0;
        for dimension in by {
            let resting = breakdown.members.len();
            match dimension {
                Dimension::Column {
                    of,
                    column,
                    gathered,
                } => {
                    breakdown.members.push(Members::new(gathered));
                    breakdown.add_column(of, *column, resting);
                }
                Dimension::Attribute {
                    attribute,
                    gathered,
                } => {
                    breakdown.members.push(Members::new(gathered));
                    breakdown.attributes.push((resting, *attribute));
                }
                Dimension::Age { .. } => breakdown.moving.push(dimension, None),
                Dimension::Seniority { .. } => {
                    breakdown.moving.push(dimension, seniority.next());
                }
            }
            breakdown.places.push(match dimension {
                Dimension::Column { .. } | Dimension::Attribute { .. } => Place::Resting(resting),
                Dimension::Age { .. } | Dimension::Seniority { .. } => {
                    moving += 1;
                    Place::Moving(moving - 1)
                }
            });
        }
        breakdown
    }

    fn add_column(&mut self, of: &SpellTest, column: ColumnId, resting: usize) {
        match self.sources.iter_mut().find(|source| source.of == *of) {
            Some(source) => source.columns.push((resting, column)),
            None => self.sources.push(Source {
                of: of.clone(),
                spells: Spells::new(of),
                columns: vec![(resting, column)],
            }),
        }
    }

    /// No cells yet.
    pub(crate) fn cells(&self) -> Result<Cells, TooManyMembers> {
        Cells::new(self.members.clone())
    }

    /// How many cells the moving dimensions make of each.
    pub(crate) fn moves(&self) -> usize {
        self.moving.len() as usize
    }

    /// The members of a cell, one a dimension.
    pub(crate) fn describe(&self, cells: &Cells, cell: usize) -> Vec<i32> {
        let (resting, moving) = (cell / self.moves(), cell % self.moves());
        let moving = u32::try_from(moving).expect("moving members are counted in 32 bits");
        let members = self.places.iter().map(|place| match *place {
            Place::Resting(dimension) => cells.member(resting, dimension),
            Place::Moving(dimension) => self.moving.member(moving, dimension),
        });
        members.collect()
    }

    /// Whether each interval of the set has one cell that its own row or its person tells.
    pub(crate) fn is_told_by_rows(&self, set: &Set) -> bool {
        let track = set.rows.as_ref().map(|rows| rows.track);
        let by_rows =
            |source: &Source| source.of.tests.is_empty() && Some(source.of.track) == track;
        self.moving.is_empty() && self.sources.len() <= 1 && self.sources.iter().all(by_rows)
    }
}

/// The keys of what can tell a cell in a tile.
#[derive(Debug, Clone, Default)]
pub(crate) struct Keys {
    /// Per person the attributes' part; empty where no attribute is a dimension.
    pub(crate) persons: Vec<u64>,
    /// Per source one key a row of the tile.
    pub(crate) sources: Vec<RowKeys>,
    numbers: Vec<Vec<u32>>,
}

/// The keys of the rows of a source.
#[derive(Debug, Clone, Default)]
pub(crate) struct RowKeys {
    /// The tile's first row.
    pub(crate) base: usize,
    pub(crate) keys: Vec<u64>,
}

impl Keys {
    /// The cell of every interval of a set, where [`Breakdown::is_told_by_rows`].
    pub(crate) fn of_intervals(
        &mut self,
        breakdown: &Breakdown,
        cells: &mut Cells,
        tile: &Tile<'_>,
        set: &Set,
        found: &mut Vec<u32>,
    ) -> Result<(), TooManyMembers> {
        if let Some(rows) = &set.rows
            && Keys::of_known(breakdown, cells, tile, rows.row.iter().copied(), found)
        {
            return Ok(());
        }
        found.clear();
        self.numbers.resize(breakdown.members.len(), Vec::new());
        self.meet_attributes(breakdown, cells, tile);
        for (source, rows) in breakdown.sources.iter().zip(&set.rows) {
            let track = tile.histories.track(source.of.track);
            for &(dimension, column) in &source.columns {
                let values = &track.columns[usize::from(column.0)];
                let codes = rows.row.iter().map(|&row| values[row as usize]);
                cells.meet(dimension, codes, &mut self.numbers[dimension]);
            }
        }
        cells.make_room()?;
        self.add_persons(breakdown, cells, tile);
        let resting = breakdown
            .sources
            .first()
            .map_or(&[][..], |one| &one.columns);
        for person in 0..set.persons() {
            let base = self.persons.get(person).copied().unwrap_or_default();
            for interval in set.of(person) {
                let parts = resting
                    .iter()
                    .map(|&(one, _)| cells.part(one, self.numbers[one][interval]));
                let key = base + parts.sum::<u64>();
                found.push(cells.cell(key));
            }
        }
        Ok(())
    }

    /// The cells of some rows where their columns alone tell them, and nothing but known codes and cells is met: the quick way.
    /// Otherwise nothing.
    pub(crate) fn of_known(
        breakdown: &Breakdown,
        cells: &Cells,
        tile: &Tile<'_>,
        rows: impl Iterator<Item = u32>,
        found: &mut Vec<u32>,
    ) -> bool {
        let ([source], []) = (&*breakdown.sources, &*breakdown.attributes) else {
            return false;
        };
        let track = tile.histories.track(source.of.track);
        let columns: Vec<(usize, &[i32])> = (source.columns.iter())
            .map(|&(dimension, column)| (dimension, &track.columns[usize::from(column.0)][..]))
            .collect();
        cells.known(&columns, rows, found)
    }

    /// The keys of all rows and persons of the tile.
    pub(crate) fn of_rows(
        &mut self,
        breakdown: &Breakdown,
        cells: &mut Cells,
        tile: &Tile<'_>,
    ) -> Result<(), TooManyMembers> {
        self.numbers.resize(breakdown.members.len(), Vec::new());
        self.meet_attributes(breakdown, cells, tile);
        for source in &breakdown.sources {
            let (track, rows) = rows_of(tile, &source.of);
            for &(dimension, column) in &source.columns {
                let codes = &track.columns[usize::from(column.0)][rows.clone()];
                let numbers = &mut self.numbers[dimension];
                cells.meet(dimension, codes.iter().copied(), numbers);
            }
        }
        cells.make_room()?;
        self.add_persons(breakdown, cells, tile);
        self.sources
            .resize(breakdown.sources.len(), RowKeys::default());
        for (source, keys) in breakdown.sources.iter().zip(&mut self.sources) {
            let (_, rows) = rows_of(tile, &source.of);
            keys.base = rows.start;
            keys.keys.clear();
            keys.keys.resize(rows.len(), 0);
            for &(dimension, _) in &source.columns {
                for (key, &number) in keys.keys.iter_mut().zip(&self.numbers[dimension]) {
                    *key += cells.part(dimension, number);
                }
            }
        }
        Ok(())
    }

    fn meet_attributes(&mut self, breakdown: &Breakdown, cells: &mut Cells, tile: &Tile<'_>) {
        for &(dimension, attribute) in &breakdown.attributes {
            let codes = &tile.histories.attribute(attribute)[tile.from..tile.until];
            let numbers = &mut self.numbers[dimension];
            cells.meet(dimension, codes.iter().copied(), numbers);
        }
    }

    fn add_persons(&mut self, breakdown: &Breakdown, cells: &Cells, tile: &Tile<'_>) {
        self.persons.clear();
        if breakdown.attributes.is_empty() {
            return;
        }
        self.persons.resize(tile.persons(), 0);
        for &(dimension, _) in &breakdown.attributes {
            for (key, &number) in self.persons.iter_mut().zip(&self.numbers[dimension]) {
                *key += cells.part(dimension, number);
            }
        }
    }
}

fn rows_of<'a>(tile: &Tile<'a>, of: &SpellTest) -> (&'a TrackRows, std::ops::Range<usize>) {
    (tile.histories.track(of.track), tile.rows(of.track))
}
