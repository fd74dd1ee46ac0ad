//! What a page declares for the whole model: parameters, roles, instances, rounds, pause groups, exclusive events.

use std::collections::BTreeMap;
use std::ops::Range;

use calendar::Roll;

use crate::check::{Judged, WARNINGS};
use crate::page::{At, Entry, Node, Part, Reader, Report, Role, Sink, Tree};
use crate::{InstanceText, Named, Parameter, RoleText, SourceRef, Text};

/// The keys of declarations; they may stand in any block of the page.
pub(super) const DECLARATIONS: [&str; 8] = [
    "parameter",
    "role",
    "field",
    "instance",
    "round",
    "pause-group",
    "exclusive",
    "judged",
];

/// The words for `roll`.
pub(super) const ROLLS: [(&str, Roll); 2] = [
    ("none", Roll::None),
    ("next-working-day", Roll::NextWorkingDay),
];

/// A block that holds on the day at hand, with parameters put in.
#[derive(Debug)]
pub(super) struct HeldBlock {
    /// The part it stands in.
    pub(super) part: usize,
    /// The part whose rules it is.
    pub(super) owner: usize,
    /// Whether that part is an event.
    pub(super) is_event: bool,
    /// Whether its end could not be read.
    pub(super) is_broken: bool,
    pub(super) fence: Range<usize>,
    pub(super) entries: Vec<Entry>,
}

/// What was declared.
#[derive(Debug, Default)]
pub(super) struct Declared {
    pub(super) parameters: Vec<Parameter>,
    pub(super) roles: Vec<RoleText>,
    pub(super) instances: Vec<InstanceText>,
    pub(super) limits: Vec<usize>,
    pub(super) rounds: Vec<Named>,
    pub(super) pause_groups: Vec<Named>,
    pub(super) exclusive: Vec<Vec<At<String>>>,
    pub(super) judged: Vec<Judged>,
    pub(super) clock: Option<At<String>>,
    pub(super) roll: Roll,
    /// `[[field]]` tables, with the part they stand in.
    pub(super) fields: Vec<(usize, Node)>,
    places: BTreeMap<(&'static str, String), Range<usize>>,
}

/// The blocks that hold on a day, with parameters put in, and the declarations in them.
pub(super) fn declare(
    sink: &Sink,
    parts: &[Part],
    holds: &dyn Fn(&Part) -> bool,
) -> (Declared, Vec<HeldBlock>) {
    let mut declared = Declared::default();
    let mut blocks: Vec<HeldBlock> = parts
        .iter()
        .enumerate()
        .filter(|(_, part)| holds(part))
        .flat_map(|(at, part)| {
            part.blocks.iter().map(move |block| HeldBlock {
                part: at,
                owner: part.owner,
                is_event: matches!(parts[part.owner].role, Role::Event(_) | Role::Unread),
                is_broken: block.is_broken,
                fence: block.fence.clone(),
                entries: block.entries.clone(),
            })
        })
        .collect();
    let mut values = BTreeMap::new();
    for block in &blocks {
        for node in tables(sink, &block.entries, "parameter") {
            declared.parameter(sink, node, &parts[block.part], &mut values);
        }
    }
    for entry in blocks.iter_mut().flat_map(|block| &mut block.entries) {
        if entry.key != "parameter" {
            put_in(sink, &mut entry.value, &values);
        }
    }
    for block in &blocks {
        declared.block(sink, block, &parts[block.part]);
    }
    declared.references(sink);
    (declared, blocks)
}

/// The tables of an array of tables.
fn tables<'a>(sink: &Sink, entries: &'a [Entry], key: &str) -> Vec<&'a Node> {
    let Some(entry) = entries.iter().find(|entry| entry.key == key) else {
        return Vec::new();
    };
    match &entry.value.tree {
        Tree::List(list) => list.iter().collect(),
        Tree::Table(_) => {
            sink.tell(
                Report::error(
                    "single-table",
                    &entry.key_place,
                    format!("[{key}] er kun én tabel"),
                )
                .remedy(format!("skriv [[{key}]] med dobbelte parenteser")),
            );
            Vec::new()
        }
        _ => {
            crate::page::wrong_type(sink, &entry.value, &format!("[[{key}]]"));
            Vec::new()
        }
    }
}

/// Puts parameters in where a text is `$name`.
fn put_in(sink: &Sink, node: &mut Node, values: &BTreeMap<String, Tree>) {
    match &mut node.tree {
        Tree::Text(text) => {
            let Some(name) = text.strip_prefix('$') else {
                return;
            };
            if !crate::page::is_id(name) {
                return;
            }
            if let Some(value) = values.get(name) {
                node.tree = value.clone();
                return;
            }
            let known = values.keys().map(String::as_str);
            let remedy = crate::suggest::nearest(name, known)
                .map_or("parametre erklæres med [[parameter]]".to_owned(), |near| {
                    format!("mente du ${near}?")
                });
            let message = format!("der er ingen parameter, der hedder »{name}«");
            sink.tell(Report::error("unknown-parameter", &node.place, message).remedy(remedy));
            node.tree = Tree::Other("en ukendt parameter");
        }
        Tree::List(list) => list.iter_mut().for_each(|node| put_in(sink, node, values)),
        Tree::Table(entries) => {
            for entry in entries {
                put_in(sink, &mut entry.value, values);
            }
        }
        _ => {}
    }
}

impl Declared {
    fn parameter(
        &mut self,
        sink: &Sink,
        node: &Node,
        part: &Part,
        values: &mut BTreeMap<String, Tree>,
    ) {
        let Some(mut reader) = Reader::of(sink, node) else {
            return;
        };
        let id = reader.required_id("id");
        let value = reader.node("value");
        let default = reader.node("default").map(|node| node.tree.written());
        let question = reader.words("question");
        let reason = reader.words("reason");
        for (key, found) in [
            ("value", value.is_some()),
            ("question", question.is_some()),
            ("reason", reason.is_some()),
        ] {
            if !found {
                reader.missing(key);
            }
        }
        reader.finish();
        let (Some(id), Some(value)) = (id, value) else {
            return;
        };
        self.once(sink, "parameter", &id);
        values.insert(id.value.clone(), value.tree.clone());
        let written = value.tree.written();
        self.parameters.push(Parameter {
            name: id.value,
            default: default.unwrap_or_else(|| written.clone()),
            value: written,
            question: question.unwrap_or_default(),
            reason: reason.unwrap_or_default(),
            source: part.source.clone().unwrap_or_default(),
            anchor: part.anchor.clone(),
        });
    }

    fn block(&mut self, sink: &Sink, block: &HeldBlock, part: &Part) {
        // Under an event `role` is whose duty it is.
        if !block.is_event {
            for node in tables(sink, &block.entries, "role") {
                self.role(sink, node);
            }
        }
        for node in tables(sink, &block.entries, "instance") {
            self.instance(sink, node);
        }
        for node in tables(sink, &block.entries, "round") {
            if let Some(named) = self.named(sink, node, "round") {
                self.rounds.push(named);
            }
        }
        for node in tables(sink, &block.entries, "pause-group") {
            if let Some(named) = self.named(sink, node, "pause-group") {
                self.pause_groups.push(named);
            }
        }
        for node in tables(sink, &block.entries, "exclusive") {
            if let Some(mut reader) = Reader::of(sink, node) {
                let events = reader.ids("events");
                reader.finish();
                self.exclusive.push(events);
            }
        }
        for node in tables(sink, &block.entries, "judged") {
            self.judged.extend(judged(sink, node));
        }
        for node in tables(sink, &block.entries, "field") {
            self.fields.push((block.part, node.clone()));
        }
        if matches!(part.role, Role::Model(_)) || block.owner == 0 {
            self.defaults(sink, block);
        }
    }

    fn defaults(&mut self, sink: &Sink, block: &HeldBlock) {
        let mut reader = Reader::new(sink, &block.entries, block.fence.clone());
        if let Some(clock) = reader.id("clock") {
            self.clock = Some(clock);
        }
        if let Some(roll) = reader.word("roll", &ROLLS) {
            self.roll = roll.value;
        }
        for key in DECLARATIONS {
            reader.node(key);
        }
        reader.finish();
    }

    fn role(&mut self, sink: &Sink, node: &Node) {
        let Some(mut reader) = Reader::of(sink, node) else {
            return;
        };
        let id = reader.required_id("id");
        let title = reader.words("title");
        let staff = reader.flag("staff").unwrap_or(false);
        let holder = reader.id("holder");
        reader.finish();
        let Some(id) = id else { return };
        self.once(sink, "role", &id);
        if let Some(holder) = &holder {
            self.places
                .insert(("holder", holder.value.clone()), holder.place.clone());
        }
        self.roles.push(RoleText {
            title: title.unwrap_or_else(|| Text::danish(id.value.clone())),
            id: id.value,
            staff,
            holder: holder.map(|holder| holder.value),
        });
    }

    fn instance(&mut self, sink: &Sink, node: &Node) {
        let Some(mut reader) = Reader::of(sink, node) else {
            return;
        };
        let id = reader.required_id("id");
        let title = reader.words("title");
        let limit = reader.number("limit");
        if limit.is_none() {
            reader.missing("limit");
        }
        reader.finish();
        let Some(id) = id else { return };
        self.once(sink, "instance", &id);
        let limit = limit.map_or(1, |limit| {
            usize::try_from(limit.value)
                .ok()
                .filter(|number| (1..=1000).contains(number))
                .unwrap_or_else(|| {
                    sink.tell(
                        Report::error(
                            "bad-limit",
                            &limit.place,
                            "grænsen er et tal fra 1 til 1000",
                        )
                        .remedy("skriv hvor mange, der kan være åbne på én gang"),
                    );
                    1
                })
        });
        self.limits.push(limit);
        self.instances.push(InstanceText {
            title: title.unwrap_or_else(|| Text::danish(id.value.clone())),
            id: id.value,
        });
    }

    fn named(&mut self, sink: &Sink, node: &Node, what: &'static str) -> Option<Named> {
        let mut reader = Reader::of(sink, node)?;
        let id = reader.required_id("id");
        let title = reader.words("title");
        reader.finish();
        let id = id?;
        self.once(sink, what, &id);
        Some(Named {
            title: title.unwrap_or_else(|| Text::danish(id.value.clone())),
            id: id.value,
        })
    }

    fn once(&mut self, sink: &Sink, what: &'static str, id: &At<String>) {
        if let Some(first) = self.places.get(&(what, id.value.clone())) {
            let message = format!("»{}« er erklæret to gange", id.value);
            sink.tell(
                Report::error("declared-twice", &id.place, message)
                    .remedy("slet den ene")
                    .also(first, "først her"),
            );
        } else {
            self.places
                .insert((what, id.value.clone()), id.place.clone());
        }
    }

    fn references(&self, sink: &Sink) {
        for role in &self.roles {
            let Some(holder) = &role.holder else { continue };
            if self.roles.iter().any(|role| role.id == *holder) {
                continue;
            }
            if let Some(place) = self.places.get(&("holder", holder.clone())) {
                super::resolve::dangling(
                    sink,
                    &At::new(holder.clone(), place.clone()),
                    "ingen rolle",
                    self.roles.iter().map(|role| role.id.as_str()),
                    "roller erklæres med [[role]]",
                );
            }
        }
    }
}

/// A warning that the page says is meant, with its reason.
fn judged(sink: &Sink, node: &Node) -> Option<Judged> {
    let mut reader = Reader::of(sink, node)?;
    let words = WARNINGS.map(|warning| (warning, warning));
    let warning = reader.word("warning", &words);
    // The id of a rule has two hyphens in a row, so it is none of the page's own ids.
    let about = reader.text("about");
    let reason = reader.text("reason");
    for (key, found) in [
        ("warning", warning.is_some()),
        ("about", about.is_some()),
        ("reason", reason.is_some()),
    ] {
        if !found && reader.node(key).is_none() {
            reader.missing(key);
        }
    }
    let place = reader.place().clone();
    reader.finish();
    Some(Judged {
        warning: warning?.value.to_owned(),
        about: about?.value,
        place,
    })
}

/// The source a rule stands under; a page without one has been told so already.
pub(super) fn source_of(part: &Part) -> SourceRef {
    part.source.clone().unwrap_or_default()
}
