//! What a model consists of, in the words of the literature: events, relations, typed decision data, instances.

use calendar::{Roll, Span};

use crate::{Guard, Value};

/// How strongly an act or a day binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// *skal*: binds.
    Must,
    /// *som udgangspunkt*: binds, but may be set aside with a recorded reason.
    Default,
    /// *målsætning, tilstræbe*: a goal; missing it is told in statistics, never as a breach.
    Aim,
}

/// A whole model: what `rulebook` makes of a page, what [`crate::Model`] compiles, what the tests generate.
///
/// Positions in the vectors are the identities used by [`Relation`], [`Guard`] and [`Step`](crate::Step).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Definition {
    /// The events in page order; page order breaks ties wherever the semantics leaves one.
    pub events: Vec<Event>,
    /// The relations in page order.
    pub relations: Vec<Relation>,
    /// Typed decision data.
    pub fields: Vec<Field>,
    /// Kinds of bounded instances (placements).
    pub instances: Vec<InstanceKind>,
    /// How many kinds of round there are; a round is numbered from 0 within its kind.
    pub rounds: usize,
    /// How many pause groups there are.
    pub pause_groups: usize,
}

/// Something that can happen, again and again unless `repeat` says otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// ASCII kebab-case id, unique in the model.
    pub id: String,
    /// Whether people or the clock make it happen.
    pub kind: EventKind,
    /// The kind of instance the event lives in (or opens); `None` for the case itself.
    pub instance: Option<usize>,
    /// What executing it does to its instance; `Inside` for events of the case.
    pub lifecycle: Lifecycle,
    /// Whether it is included when its scope begins.
    pub included: bool,
    /// The duty it starts with when its scope begins, if any.
    pub pending: Option<InitialDuty>,
    /// How often it may happen.
    pub repeat: Repeat,
    /// An execution counts as *done* only when this holds after its values are stored; otherwise it is an attempt:
    /// the values are kept and nothing else happens. Unknown counts as not done. Not for timers: an attempt leaves the
    /// duty, so the clock would try for ever.
    pub completes: Option<Guard>,
    /// What it does to the case as a whole.
    pub effect: Effect,
    /// The pause group its duties and timers belong to; `None` means their clock never stops.
    pub pause_group: Option<usize>,
}

/// Who makes an event happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// People do it and someone registers it.
    Activity,
    /// The clock executes it at the end of the day its duty is due (its effective day is the due day), as soon as that
    /// day has passed and nothing blocks it. Armed by a response; never a stored fact.
    Timer,
}

/// What an event does to the instance it lives in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lifecycle {
    /// Nothing.
    Inside,
    /// Lives in the case and opens a new instance with its initial marking (before effects). Blocked while the bound is
    /// reached.
    Opens,
    /// Closes the instance (before guards of effects are read): its open duties are cancelled, its timers disarmed.
    /// A closed instance blocks all its events, and can still be corrected by re-folding.
    Closes,
}

/// A duty that exists from the beginning of a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InitialDuty {
    /// How strongly the act binds.
    pub act: Strength,
    /// By when, if there is a day.
    pub deadline: Option<Deadline>,
}

/// By when a duty is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// Counted from the day of the trigger; the due day is included.
    pub within: Span,
    /// How strongly the day binds, apart from the act.
    pub strength: Strength,
    /// What happens when it falls on a day off.
    pub roll: Roll,
}

/// How often an event may happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Repeat {
    /// As often as it likes.
    Many,
    /// Once in its scope.
    Once,
    /// Once in each round of this kind; a new round begins with [`Effect::BeginsRound`].
    OncePerRound(usize),
}

/// What an event does to the case as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Nothing.
    None,
    /// Closes the case: every open duty is cancelled, timers and cadences stop; every event but `Reopens` is blocked.
    Exits,
    /// Opens a closed case again: what the exit cancelled is as it was, for the clock never stood still.
    Reopens,
    /// Stops the clocks of a pause group, until the day in the field if it is known, else until resumed.
    Pauses {
        /// Which group.
        group: usize,
        /// A [`FieldType::Day`] field: the first day on which the clocks run again.
        until: Option<usize>,
    },
    /// Starts the clocks of a pause group again; open due days move by the days the pause lasted.
    Resumes(usize),
    /// Begins the next round of this kind (before guards of effects are read).
    BeginsRound(usize),
}

/// Typed decision data: stored when an event brings it, read by guards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// ASCII kebab-case id, unique in the model.
    pub id: String,
    /// What values it takes.
    pub of: FieldType,
    /// The kind of instance that has its own value; `None`: the case has one.
    pub instance: Option<usize>,
    /// The value before anything was recorded; `None` means unknown.
    pub initial: Option<Value>,
}

/// What values a field takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldType {
    /// Yes or no.
    Flag,
    /// A whole number.
    Number,
    /// A day.
    Day,
    /// One of these; the value is the position.
    Choice(Vec<String>),
    /// Any number of these, 64 at most; the value is a set of positions.
    Set(Vec<String>),
}

/// A kind of bounded instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstanceKind {
    /// ASCII kebab-case id, unique in the model.
    pub id: String,
    /// How many may be open at once; history is not bounded.
    pub limit: usize,
}

/// How one event bears on another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// ASCII kebab-case id, unique in the model and stable over versions; part of every duty id.
    pub id: String,
    /// What it does.
    pub kind: RelationKind,
    /// Position of the source event.
    pub source: usize,
    /// Position of the target event.
    pub target: usize,
    /// Holds only when this does. Unknown: a condition or milestone blocks, an effect does not fire and is listed.
    pub guard: Option<Guard>,
    /// For a condition or milestone whose source lives in an instance kind that the target does not: which instances
    /// are asked. Must be given there and only there. `Any` over no instance does not hold; `All` over none does. Where
    /// the guard is false for all that are asked, the relation says nothing.
    pub quantifier: Option<Quantifier>,
}

/// Which instances a condition or milestone from inside to outside asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quantifier {
    /// One that satisfies it is enough. Closed instances count for conditions, open ones only for milestones.
    Any,
    /// Every open one must satisfy it.
    All,
}

/// The relations of timed DCR graphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelationKind {
    /// Target is blocked until source (while included) has been done, and `delay` has passed since it last was.
    Condition {
        /// Counted from the last execution of the source.
        delay: Option<Span>,
    },
    /// Target is blocked while source is included and pending.
    Milestone,
    /// Source creates a duty on target. Replaces the open duty of the same relation and instance, no other.
    Response {
        /// How strongly the act binds.
        act: Strength,
        /// By when, if there is a day.
        deadline: Option<Deadline>,
        /// Whether the duty comes again.
        cadence: Option<Cadence>,
    },
    /// Source cancels every open duty on target, and stops its cadences and timers.
    NoResponse,
    /// Target takes part again.
    Include,
    /// Target no longer takes part: neither blocks nor is due.
    Exclude {
        /// Whether open duties are cancelled (as by a no-response) or only suspended until included again.
        cancel: bool,
    },
}

/// How a duty comes again. The relation's deadline gives the length of one turn and must be there; it may not be zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cadence {
    /// The next is due one length after the target was last done.
    Rolling,
    /// The n-th is due n lengths after the trigger, whenever earlier ones were done. When a turn ends undone, the next
    /// turn's duty supersedes it.
    Anchored,
    /// One in each calendar month; the first is due at the end of the month in which the trigger lies plus one turn
    /// (a month) if nothing else; the deadline's span must be whole months. Undone is superseded by the next.
    CalendarMonth,
    /// One in each ISO week, likewise; the deadline's span must be whole weeks.
    CalendarWeek,
}
