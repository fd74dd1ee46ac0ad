//! Rules as written under an event or a group: who bears on whom, and how.

use std::ops::Range;

use calendar::{Roll, Span};
use duties::{Cadence, Quantifier, Strength};

use super::declared::ROLLS;
use crate::page::{At, Node, Reader, Report, Sink, Tree, id};

/// A rule as written. Source and target may be groups.
#[derive(Debug, Clone)]
pub(super) struct RawRule {
    pub(super) kind: RawKind,
    pub(super) source: At<String>,
    pub(super) target: At<String>,
    pub(super) guard: Option<At<String>>,
    pub(super) quantifier: Option<At<Quantifier>>,
    pub(super) id: Option<At<String>>,
    pub(super) except: Vec<At<String>>,
    /// The whole entry.
    pub(super) place: Range<usize>,
    /// The part it stands in.
    pub(super) part: usize,
}

/// What a rule does, as written.
#[derive(Debug, Clone)]
pub(super) enum RawKind {
    Condition {
        delay: Option<Span>,
    },
    Milestone,
    Response {
        act: Option<At<Strength>>,
        deadline: Option<RawDeadline>,
        cadence: Option<Cadence>,
    },
    NoResponse,
    Include,
    Exclude {
        cancel: bool,
    },
}

/// A deadline whose strength may follow from the act.
#[derive(Debug, Clone)]
pub(super) struct RawDeadline {
    pub(super) within: At<Span>,
    pub(super) strength: Option<Strength>,
    pub(super) roll: Option<Roll>,
}

/// The words for strength.
pub(super) const STRENGTHS: [(&str, Strength); 3] = [
    ("must", Strength::Must),
    ("default", Strength::Default),
    ("aim", Strength::Aim),
];

const MODES: [(&str, Cadence); 4] = [
    ("rolling", Cadence::Rolling),
    ("anchored", Cadence::Anchored),
    ("calendar-month", Cadence::CalendarMonth),
    ("calendar-week", Cadence::CalendarWeek),
];

/// Reads the rules of a block that belongs to `owner` (an event or a group).
pub(super) struct RuleReader<'a> {
    pub(super) sink: &'a Sink,
    pub(super) owner: &'a At<String>,
    pub(super) part: usize,
    pub(super) rules: &'a mut Vec<RawRule>,
}

impl RuleReader<'_> {
    /// The keys that events and groups share.
    pub(super) fn shared(&mut self, reader: &mut Reader<'_>) {
        for node in reader.items("after") {
            self.condition(node, true);
        }
        for node in reader.items("waits-for") {
            self.condition(node, false);
        }
        for node in reader.items("then") {
            self.response(node);
        }
        for node in reader.items("includes") {
            self.effect(node, RawKind::Include, false);
        }
        for node in reader.items("excludes") {
            self.effect(node, RawKind::Exclude { cancel: false }, true);
        }
        for node in reader.items("cancels") {
            self.effect(node, RawKind::NoResponse, true);
        }
    }

    /// The keys that see a response from its target; events only.
    pub(super) fn inward(&mut self, reader: &mut Reader<'_>) {
        for node in reader.items("within") {
            self.within(node);
        }
        for node in reader.items("every") {
            self.every(node);
        }
    }

    fn push(
        &mut self,
        kind: RawKind,
        source: At<String>,
        target: At<String>,
        common: Common,
        place: &Range<usize>,
    ) {
        self.rules.push(RawRule {
            kind,
            source,
            target,
            guard: common.guard,
            quantifier: common.quantifier,
            id: common.id,
            except: common.except,
            place: place.clone(),
            part: self.part,
        });
    }

    fn condition(&mut self, node: &Node, delays: bool) {
        let kind = |delay| {
            if delays {
                RawKind::Condition { delay }
            } else {
                RawKind::Milestone
            }
        };
        let Some(mut reader) = self.entry(node, |this, source| {
            let target = this.owner.clone();
            this.push(kind(None), source, target, Common::default(), &node.place);
        }) else {
            return;
        };
        let source = reader.required_id("event");
        let delay = if delays { reader.span("delay") } else { None };
        let mut common = Common::read(&mut reader);
        common.quantifier =
            reader.word("of", &[("any", Quantifier::Any), ("all", Quantifier::All)]);
        reader.finish();
        if let Some(source) = source {
            let target = self.owner.clone();
            self.push(
                kind(delay.map(|delay| delay.value)),
                source,
                target,
                common,
                &node.place,
            );
        }
    }

    fn response(&mut self, node: &Node) {
        let plain = RawKind::Response {
            act: None,
            deadline: None,
            cadence: None,
        };
        let Some(mut reader) = self.entry(node, |this, target| {
            let source = this.owner.clone();
            this.push(plain, source, target, Common::default(), &node.place);
        }) else {
            return;
        };
        let target = reader.required_id("event");
        let deadline = deadline(&mut reader, "within");
        let act = reader.word("act", &STRENGTHS);
        let include = reader.flag("include").unwrap_or(false);
        let common = Common::read(&mut reader);
        reader.finish();
        let Some(target) = target else { return };
        let kind = RawKind::Response {
            act,
            deadline,
            cadence: None,
        };
        self.respond(
            kind,
            (self.owner.clone(), target),
            common,
            include,
            &node.place,
        );
    }

    /// A response, and the inclusion that goes with it.
    fn respond(
        &mut self,
        kind: RawKind,
        (source, target): (At<String>, At<String>),
        common: Common,
        include: bool,
        place: &Range<usize>,
    ) {
        if include {
            let with = Common {
                id: None,
                ..common.clone()
            };
            self.push(
                RawKind::Include,
                source.clone(),
                target.clone(),
                with,
                place,
            );
        }
        self.push(kind, source, target, common, place);
    }

    fn effect(&mut self, node: &Node, mut kind: RawKind, excepts: bool) {
        let plain = kind.clone();
        let Some(mut reader) = self.entry(node, |this, target| {
            let source = this.owner.clone();
            this.push(plain, source, target, Common::default(), &node.place);
        }) else {
            return;
        };
        let target = reader.required_id("event");
        if let RawKind::Exclude { cancel } = &mut kind {
            let mode = reader.word("mode", &[("suspend", false), ("cancel", true)]);
            *cancel = mode.is_some_and(|mode| mode.value);
        }
        let mut common = Common::read(&mut reader);
        if excepts {
            common.except = reader.ids("except");
        }
        reader.finish();
        if let Some(target) = target {
            let source = self.owner.clone();
            self.push(kind, source, target, common, &node.place);
        }
    }

    fn within(&mut self, node: &Node) {
        let Some(mut reader) = Reader::of(self.sink, node) else {
            return;
        };
        let deadline = deadline(&mut reader, "time");
        if deadline.is_none() && reader.node("time").is_none() {
            reader.missing("time");
        }
        let sources = reader.ids("of");
        if sources.is_empty() && reader.node("of").is_none() {
            reader.missing("of");
        }
        let act = reader.word("act", &STRENGTHS);
        let include = reader.flag("include").unwrap_or(false);
        let common = Common::read(&mut reader);
        reader.finish();
        for source in sources {
            let kind = RawKind::Response {
                act: act.clone(),
                deadline: deadline.clone(),
                cadence: None,
            };
            self.respond(
                kind,
                (source, self.owner.clone()),
                common.clone(),
                include,
                &node.place,
            );
        }
    }

    fn every(&mut self, node: &Node) {
        let Some(mut reader) = Reader::of(self.sink, node) else {
            return;
        };
        let deadline = deadline(&mut reader, "time");
        let mode = reader.word("mode", &MODES);
        let begins = reader.ids("from");
        for (key, found) in [
            ("time", deadline.is_some()),
            ("mode", mode.is_some()),
            ("from", !begins.is_empty()),
        ] {
            if !found && reader.node(key).is_none() {
                reader.missing(key);
            }
        }
        let ends = reader.items("until");
        let act = reader.word("act", &STRENGTHS);
        let include = reader.flag("include").unwrap_or(false);
        let common = Common::read(&mut reader);
        reader.finish();
        for source in begins {
            let kind = RawKind::Response {
                act: act.clone(),
                deadline: deadline.clone(),
                cadence: mode.as_ref().map(|mode| mode.value),
            };
            self.respond(
                kind,
                (source, self.owner.clone()),
                common.clone(),
                include,
                &node.place,
            );
        }
        for node in ends {
            let target = self.owner.clone();
            let plain = target.clone();
            let Some(mut reader) = self.entry(node, |this, source| {
                this.push(
                    RawKind::NoResponse,
                    source,
                    plain,
                    Common::default(),
                    &node.place,
                );
            }) else {
                continue;
            };
            let source = reader.required_id("event");
            let common = Common::read(&mut reader);
            reader.finish();
            if let Some(source) = source {
                self.push(RawKind::NoResponse, source, target, common, &node.place);
            }
        }
    }

    /// Reads a plain id by `plain`, or gives the reader of a table.
    fn entry<'n>(
        &mut self,
        node: &'n Node,
        plain: impl FnOnce(&mut Self, At<String>),
    ) -> Option<Reader<'n>>
    where
        Self: 'n,
    {
        match &node.tree {
            Tree::Text(_) => {
                if let Some(found) = id(self.sink, node) {
                    plain(self, found);
                }
                None
            }
            _ => table(self.sink, node),
        }
    }
}

fn table<'n>(sink: &'n Sink, node: &'n Node) -> Option<Reader<'n>> {
    Reader::of(sink, node)
}

/// What any entry may say.
#[derive(Debug, Clone, Default)]
struct Common {
    guard: Option<At<String>>,
    quantifier: Option<At<Quantifier>>,
    id: Option<At<String>>,
    except: Vec<At<String>>,
}

impl Common {
    fn read(reader: &mut Reader<'_>) -> Common {
        Common {
            guard: reader.text("when"),
            quantifier: None,
            id: reader.id("id"),
            except: Vec::new(),
        }
    }
}

/// A deadline whose length stands under `key`.
pub(super) fn deadline(reader: &mut Reader<'_>, key: &'static str) -> Option<RawDeadline> {
    let within = reader.span(key);
    let strength = reader.word("strength", &STRENGTHS);
    let roll = reader.word("roll", &ROLLS);
    if within.is_none() && reader.node(key).is_none() {
        for (word, place) in [
            (
                "strength",
                strength.as_ref().map(|strength| &strength.place),
            ),
            ("roll", roll.as_ref().map(|roll| &roll.place)),
        ] {
            if let Some(place) = place {
                let message = format!("»{word}« siger noget om en frist, men her er ingen");
                reader.sink().tell(
                    Report::error("no-deadline", place, message)
                        .remedy(format!("tilføj {key} = \"P…\", eller slet {word}")),
                );
            }
        }
    }
    Some(RawDeadline {
        within: within?,
        strength: strength.map(|strength| strength.value),
        roll: roll.map(|roll| roll.value),
    })
}
