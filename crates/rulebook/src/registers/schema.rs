//! The schema page: tracks with columns, what is constant in a person, units and breakdowns.

use figures::language::UnitTerms;
use figures::{Attribute, AttributeId, Column, ColumnKind, Schema, Track};

use super::breakdown::{self, Breakdown};
use super::{RegisterList, Registers, TrackText, source_of, title, told_twice, unit};
use crate::Text;
use crate::page::{Node, Part, Reader, Report, Role, Sink};
use crate::suggest::nearest;

/// A schema on its way: what a page refers to may stand on another page.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    schema: Schema,
    tracks: Vec<TrackText>,
    attributes: Vec<Text>,
    units: Vec<UnitTerms>,
    breakdowns: Vec<Breakdown>,
    birth: Option<AttributeId>,
}

impl Draft {
    /// Adds a page.
    pub(super) fn read(&mut self, sink: &Sink, parts: &[Part]) {
        // Units first: a column may stand above its unit.
        for block in parts.iter().flat_map(|part| &part.blocks) {
            let mut reader = Reader::new(sink, &block.entries, block.fence.clone());
            for node in reader.items("unit") {
                self.unit(sink, node);
            }
        }
        for part in parts {
            match &part.role {
                Role::Track(id) => {
                    if self.schema.track(&id.value).is_some() {
                        told_twice(sink, &id.place, &id.value);
                        continue;
                    }
                    self.schema.tracks.push(Track {
                        name: id.value.clone(),
                        columns: Vec::new(),
                    });
                    self.tracks.push(TrackText {
                        title: part.title.clone(),
                        columns: Vec::new(),
                        source: source_of(part),
                        disjoint: false,
                    });
                }
                Role::Schema(_) | Role::Plain | Role::Unread => {}
                _ => {
                    let message = "en side med et skema har kun spor";
                    sink.tell(
                        Report::error("misplaced-heading", &part.place, message)
                            .remedy("brug {track = \"…\"}"),
                    );
                }
            }
            let track = match &parts[part.owner].role {
                Role::Track(id) => self.schema.track(&id.value),
                _ => None,
            };
            for block in &part.blocks {
                let mut reader = Reader::new(sink, &block.entries, block.fence.clone());
                reader.items("unit");
                if let Some(track) = track {
                    let place = usize::from(track.0);
                    if let Some(disjoint) = reader.flag("disjoint") {
                        self.tracks[place].disjoint = disjoint;
                    }
                    for node in reader.items("column") {
                        self.column(sink, place, node);
                    }
                } else {
                    for node in reader.items("attribute") {
                        self.attribute(sink, node);
                    }
                    for node in reader.items("breakdown") {
                        breakdown::read(sink, node, part, &mut self.breakdowns);
                    }
                }
                reader.finish();
            }
        }
    }

    /// The registers, with the references that lead nowhere taken out.
    pub(super) fn finish(self, lists: Vec<RegisterList>) -> Registers {
        Registers {
            schema: self.schema,
            tracks: self.tracks,
            attributes: self.attributes,
            units: self.units,
            lists,
            breakdowns: self.breakdowns,
            birth: self.birth,
        }
    }

    fn unit(&mut self, sink: &Sink, node: &Node) {
        let Some(mut reader) = Reader::of(sink, node) else {
            return;
        };
        let id = reader.required_id("id");
        let mut words = Vec::new();
        for node in reader.items("words") {
            let Some(mut word) = Reader::of(sink, node) else {
                continue;
            };
            let title = title(&mut word);
            let factor = word.number("factor").map_or(1, |factor| factor.value);
            word.finish();
            words.extend(title.map(|title| (title, factor)));
        }
        let one = words.iter().any(|(_, factor)| *factor == 1);
        if !one || words.iter().any(|(_, factor)| *factor < 1) {
            let message = "en enhed har et ord med factor = 1, og ingen faktor er under 1";
            sink.tell(
                Report::error("bad-unit", &node.place, message)
                    .remedy("skriv words = [{ da = \"…\", en = \"…\", factor = 1 }]"),
            );
            words.push((Text::danish("enhed"), 1));
            words.retain(|(_, factor)| *factor >= 1);
        }
        reader.finish();
        let Some(id) = id else { return };
        if self.units.iter().any(|known| known.id == id.value) {
            told_twice(sink, &id.place, &id.value);
            return;
        }
        self.units.push(unit(id.value, words));
    }

    fn column(&mut self, sink: &Sink, track: usize, node: &Node) {
        let Some((name, title, kind, _)) = self.declared(sink, node) else {
            return;
        };
        let columns = &mut self.schema.tracks[track].columns;
        if columns.iter().any(|known| known.name == name) {
            told_twice(sink, &node.place, &name);
            return;
        }
        columns.push(Column { name, kind });
        self.tracks[track].columns.push(title);
    }

    fn attribute(&mut self, sink: &Sink, node: &Node) {
        let Some((name, title, kind, birth)) = self.declared(sink, node) else {
            return;
        };
        if self.schema.attribute(&name).is_some() {
            told_twice(sink, &node.place, &name);
            return;
        }
        self.schema.attributes.push(Attribute {
            name: name.clone(),
            kind,
        });
        self.attributes.push(title);
        if birth {
            self.birth = self.schema.attribute(&name);
        }
    }

    /// Name, words, kind and whether it is the day of birth.
    fn declared(&self, sink: &Sink, node: &Node) -> Option<(String, Text, ColumnKind, bool)> {
        let mut reader = Reader::of(sink, node)?;
        let id = reader.required_id("id");
        let title = title(&mut reader);
        let list = reader.id("codes");
        let unit = reader.id("unit");
        let day = reader.flag("day").unwrap_or(false);
        let birth = reader.flag("birth").unwrap_or(false);
        let kind = match (list, unit, day) {
            (Some(list), None, false) => ColumnKind::Code { list: list.value },
            (None, Some(unit), false) => {
                if !self.units.iter().any(|known| known.id == unit.value) {
                    let known = self.units.iter().map(|known| known.id.as_str());
                    let remedy = nearest(&unit.value, known).map_or_else(
                        || "enheder erklæres med [[unit]]".to_owned(),
                        |near| format!("mente du {near}?"),
                    );
                    let message = format!("der er ingen enhed, der hedder »{}«", unit.value);
                    sink.tell(Report::error("unknown-unit", &unit.place, message).remedy(remedy));
                    return None;
                }
                ColumnKind::Number { unit: unit.value }
            }
            (None, None, true) => ColumnKind::Day,
            _ => {
                let message = "det siges ikke, hvordan tallene læses";
                sink.tell(
                    Report::error("no-kind", reader.place(), message)
                        .remedy("skriv codes = \"liste\", unit = \"enhed\" eller day = true"),
                );
                return None;
            }
        };
        reader.finish();
        Some((id?.value, title?, kind, birth))
    }
}

impl Registers {
    /// Tells columns and breakdowns whose lists, tracks or attributes are missing, and takes them away.
    pub(crate) fn check(&mut self, pages: &[(&Sink, &[Part])]) {
        let missing: Vec<String> = self.missing_lists();
        for list in missing {
            for (sink, parts) in pages {
                if let (Some(part), true) = (
                    parts.first(),
                    matches!(parts.first().map(|part| &part.role), Some(Role::Schema(_))),
                ) {
                    let message = format!("der er ingen side med listen »{list}«");
                    sink.tell(Report::error("unknown-list", &part.place, message).remedy(
                        "skriv listen med {list = \"…\"} på en side, der begynder med {lists = \"…\"}",
                    ));
                }
            }
            // An empty list lets everything else be read.
            self.lists.push(RegisterList {
                id: list,
                title: Text::danish(String::new()),
                proper: false,
                codes: Vec::new(),
                tags: Vec::new(),
                gatherings: Vec::new(),
            });
        }
        breakdown::check(self, pages);
    }

    fn missing_lists(&self) -> Vec<String> {
        let tracks = self.schema.tracks.iter().flat_map(|track| &track.columns);
        let kinds = tracks
            .map(|column| &column.kind)
            .chain(self.schema.attributes.iter().map(|one| &one.kind));
        let mut missing: Vec<String> = Vec::new();
        for kind in kinds {
            if let ColumnKind::Code { list } = kind
                && self.list(list).is_none()
                && !missing.contains(list)
            {
                missing.push(list.clone());
            }
        }
        missing
    }

    pub(super) fn drop_breakdown(&mut self, id: &str) {
        self.breakdowns.retain(|known| known.id != id);
    }
}
