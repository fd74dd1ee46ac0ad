//! The model checker's findings, at their places on the page.

use duties::verify::{self, Finding, Flaw, Limits, Report as Checked};

use crate::page::{Report, Sink};
use crate::{ModelVersion, Problems};

/// What checking all reachable markings of a version found.
#[derive(Debug, Clone)]
pub struct Verification {
    /// Deadlocks, dead events, duties that can never be met; a warning if the model is too large to be examined to the
    /// end. Empty is good.
    pub problems: Problems,
    /// What was explored, and whether to the end.
    pub report: Checked,
}

impl ModelVersion {
    /// Looks for deadlocks, dead events and duties that can never end, up to `limits`.
    ///
    /// Costs up to seconds for a large model. [`Book::with`](crate::Book::with) asks for it when a page comes in that the
    /// program has not seen; for the embedded pages a test does, at every build. An event is taken to bring the fields
    /// its form asks for and those its facts carry.
    pub fn verify(&self, limits: Limits) -> Verification {
        let report = verify::check_bringing(&self.model, limits, &self.brings());
        let sink = Sink::new(&self.path, &self.text);
        for finding in &report.findings {
            self.tell(&sink, finding);
        }
        if report.findings.is_empty() && !report.is_finished() {
            let heading = 0..self.text.find('\n').unwrap_or(self.text.len());
            sink.tell(
                Report::warning(
                    "too-large",
                    &heading,
                    format!(
                        "modellen fra {} er for stor til at blive undersøgt til ende",
                        self.from
                    ),
                )
                .remedy("gå vejene igennem med scenarier, eller del modellen"),
            );
        }
        Verification {
            problems: Problems(sink.into_problems()),
            report,
        }
    }

    /// Whether examining the other version would find what examining this one finds.
    pub(crate) fn is_examined_like(&self, other: &ModelVersion) -> bool {
        self.model.definition() == other.model.definition() && self.brings() == other.brings()
    }

    /// Per event, the fields it brings to the engine.
    fn brings(&self) -> Vec<Vec<usize>> {
        self.events
            .iter()
            .map(|event| {
                let asked = event.decides.iter().filter_map(|id| self.field(id));
                let copied = event
                    .copies
                    .iter()
                    .filter_map(|copied| self.fields.get(copied.field));
                let mut fields: Vec<_> = asked
                    .chain(copied)
                    .filter_map(|field| field.engine)
                    .collect();
                fields.sort_unstable();
                fields.dedup();
                fields
            })
            .collect()
    }

    fn tell(&self, sink: &Sink, finding: &Finding) {
        let title = |event: &usize| format!("»{}«", self.events[*event].title.da);
        let events: Vec<_> = finding.events.iter().map(title).collect();
        let events = events.join(", ");
        let path: Vec<_> = finding.path.iter().map(title).collect();
        let (code, message) = match finding.flaw {
            Flaw::Deadlock => (
                "deadlock",
                format!("sagen kan gå i stå: {events} skal ske, men intet kan ske"),
            ),
            Flaw::Dead => ("dead-event", format!("{events} kan aldrig ske")),
            Flaw::Stuck => (
                "stuck-duty",
                format!("pligten til {events} kan aldrig blive opfyldt"),
            ),
            Flaw::Livelock => (
                "livelock",
                format!("{events} kan hver for sig ske, men aldrig alle blive færdige"),
            ),
        };
        let remedy = if path.is_empty() {
            "se, hvad der skal åbne for den".to_owned()
        } else {
            format!("vejen dertil: {}", path.join(" → "))
        };
        let place = finding
            .events
            .first()
            .map_or(0..0, |event| self.events[*event].place.clone());
        sink.tell(Report::error(code, &place, message).remedy(remedy));
    }
}
