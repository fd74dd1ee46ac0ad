//! Faults of kinds that only figures read.

use facts::Kind;

use super::{Checker, FaultKind};

/// The minutes of a week; nobody works more.
const WEEK: u32 = 7 * 24 * 60;

impl Checker<'_> {
    pub(super) fn figure_kind(&mut self) {
        let day = self.entry.happened_on;
        match &self.entry.kind {
            Kind::CitizenDescribed {
                birth,
                sex,
                origin,
                country,
            } => {
                let says =
                    birth.is_some() || sex.is_some() || origin.is_some() || country.is_some();
                self.require(says, "birth", FaultKind::Missing);
                let is_born = birth.is_none_or(|birth| birth <= self.today);
                self.require(is_born, "birth", FaultKind::InFuture);
            }
            Kind::BenefitDegreeChanged { percent, .. } => {
                self.require((1..=100).contains(percent), "percent", FaultKind::WrongType);
            }
            Kind::HoursReported { from, minutes, .. } => {
                self.require(*from <= day, "from", FaultKind::BeforeBeginning);
                let days = u32::try_from(day.since(*from) + 1).unwrap_or(0);
                let possible = days.saturating_mul(24 * 60);
                let is_sane = *from > day || *minutes <= possible;
                self.require(is_sane, "minutes", FaultKind::WrongType);
            }
            Kind::OfferBegan { minutes, until, .. } => {
                let is_sane = minutes.is_none_or(|minutes| minutes <= WEEK);
                self.require(is_sane, "minutes", FaultKind::WrongType);
                let in_order = until.is_none_or(|until| until >= day);
                self.require(in_order, "until", FaultKind::BeforeBeginning);
            }
            Kind::FlexJobAwarded { minutes, .. } => {
                let is_sane = minutes.is_none_or(|minutes| minutes <= WEEK);
                self.require(is_sane, "minutes", FaultKind::WrongType);
            }
            Kind::FlexJobStarted { employer, minutes }
            | Kind::FlexJobHoursChanged { employer, minutes } => {
                self.said(employer, "employer");
                self.require(*minutes <= WEEK, "minutes", FaultKind::WrongType);
            }
            Kind::AbsenceBegan { absence, until } => {
                let is_said = !absence.trim().is_empty();
                self.require(is_said, "absence", FaultKind::Missing);
                let in_order = until.is_none_or(|until| until >= day);
                self.require(in_order, "until", FaultKind::BeforeBeginning);
            }
            _ => {}
        }
    }
}
