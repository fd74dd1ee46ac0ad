//! The columns of the lanes lent to the histories and given back, so that no value is copied.

use figures::MISSING;

use super::Batch;
use super::runs::{gather, offsets};
use crate::reading::lane::Lane;

impl Batch<'_> {
    /// Moves the lanes' columns into the histories.
    pub(super) fn lend(&mut self, lanes: &mut [Lane<'_>], disjoint: &[bool]) {
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
    pub(super) fn take_back(&mut self, lanes: &mut [Lane<'_>]) {
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
