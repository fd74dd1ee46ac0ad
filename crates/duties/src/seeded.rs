//! Ten seeded bugs: the tests must catch every one of them. Without the feature `seeded-bugs` nothing of it is compiled in.

/// A bug the engine can be given on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    not(feature = "seeded-bugs"),
    expect(unreachable_pub, reason = "public with the feature only")
)]
pub enum SeededBug {
    /// Excludes take place after includes, so that exclude wins.
    ExcludeBeatsInclude,
    /// Guards of effects are read before the event's own values are stored.
    GuardBeforeValue,
    /// A duty done on its due day counts as late.
    DeadlineExclusive,
    /// A response supersedes every unended duty on its target, whatever relation it came from.
    RetriggerReplacesAll,
    /// The end of a pause moves no due day.
    PauseDoesNotShift,
    /// An anchored cadence counts from its last turn, so that month ends drift.
    MonthEndDrift,
    /// `any` asks all instances.
    AnyAsAll,
    /// Doing an event discharges only the oldest duty on it.
    DischargeOldestOnly,
    /// A new round does not let once-per-round events happen again.
    RoundNeverResets,
    /// An exclusion that cancels only suspends: the old day comes back with the next include.
    ZombieDeadline,
}

#[cfg(feature = "seeded-bugs")]
impl SeededBug {
    /// All ten.
    pub const ALL: [SeededBug; 10] = [
        SeededBug::ExcludeBeatsInclude,
        SeededBug::GuardBeforeValue,
        SeededBug::DeadlineExclusive,
        SeededBug::RetriggerReplacesAll,
        SeededBug::PauseDoesNotShift,
        SeededBug::MonthEndDrift,
        SeededBug::AnyAsAll,
        SeededBug::DischargeOldestOnly,
        SeededBug::RoundNeverResets,
        SeededBug::ZombieDeadline,
    ];
}
