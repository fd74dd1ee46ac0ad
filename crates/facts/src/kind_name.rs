//! The names of the kinds and the fields that pages may ask about.

use crate::{
    BenefitEnd, ContactForm, FieldSpec, FieldType, Kind, PlacementEnd, PlacementForm,
    PlacementPurpose, ResidenceEnd, Sex, Value,
};

macro_rules! names {
    ($($variant:ident = $id:literal,)*) => {
        /// A kind without its content.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each is documented at the variant of the same name in `Kind`")]
        pub enum KindName { $($variant,)* }

        impl KindName {
            /// All of them, in the order of `Kind`.
            pub const ALL: &'static [KindName] = &[$(KindName::$variant,)*];

            /// The tag in the JSON form, also the name on rulebook pages.
            pub const fn id(self) -> &'static str {
                match self { $(KindName::$variant => $id,)* }
            }
        }

        impl Kind {
            /// Which kind it is.
            pub const fn name(&self) -> KindName {
                match self { $(Kind::$variant { .. } => KindName::$variant,)* }
            }
        }
    };
}

names! {
    CitizenRegistered = "citizen-registered",
    CprChanged = "cpr-changed",
    ResidenceBegan = "residence-began",
    ResidenceEnded = "residence-ended",
    CitizenDescribed = "citizen-described",
    Died = "died",
    BenefitBegan = "benefit-began",
    BenefitChanged = "benefit-changed",
    BenefitDegreeChanged = "benefit-degree-changed",
    BenefitEnded = "benefit-ended",
    MarkSet = "mark-set",
    MarkCleared = "mark-cleared",
    CaseOpened = "case-opened",
    CaseAssigned = "case-assigned",
    CaseClosed = "case-closed",
    CaseReopened = "case-reopened",
    ModelChanged = "model-changed",
    AppointmentMade = "appointment-made",
    AppointmentMoved = "appointment-moved",
    AppointmentCancelled = "appointment-cancelled",
    DidNotAppear = "did-not-appear",
    ConversationHeld = "conversation-held",
    MeetingHeld = "meeting-held",
    ConsentGiven = "consent-given",
    ConsentRefused = "consent-refused",
    ConsentWithdrawn = "consent-withdrawn",
    DocumentFiled = "document-filed",
    PlacementAgreed = "placement-agreed",
    PlacementStarted = "placement-started",
    PlacementExtended = "placement-extended",
    PlacementHoursChanged = "placement-hours-changed",
    PaidHoursBegan = "paid-hours-began",
    PlacementEnded = "placement-ended",
    JobStarted = "job-started",
    JobHoursChanged = "job-hours-changed",
    JobEnded = "job-ended",
    HoursReported = "hours-reported",
    EducationStarted = "education-started",
    EducationEnded = "education-ended",
    OfferBegan = "offer-began",
    OfferExtended = "offer-extended",
    OfferEnded = "offer-ended",
    AbsenceBegan = "absence-began",
    AbsenceEnded = "absence-ended",
    CvPublished = "cv-published",
    CvWithdrawn = "cv-withdrawn",
    FlexJobAwarded = "flex-job-awarded",
    FlexJobStarted = "flex-job-started",
    FlexJobHoursChanged = "flex-job-hours-changed",
    FlexJobEnded = "flex-job-ended",
    PensionAwarded = "pension-awarded",
    WorkDutyBegan = "work-duty-began",
    WorkDutyEnded = "work-duty-ended",
    DutySetAside = "duty-set-aside",
    ClockPaused = "clock-paused",
    ClockResumed = "clock-resumed",
    ActivityDone = "activity-done",
    NoteWritten = "note-written",
    FactRetracted = "fact-retracted",
}

fn spec(id: &'static str, of: FieldType, required: bool) -> FieldSpec {
    FieldSpec { id, of, required }
}

impl KindName {
    /// The kind with this id.
    pub fn from_id(id: &str) -> Option<KindName> {
        Self::ALL.iter().copied().find(|name| name.id() == id)
    }

    /// The fields that guards on pages may ask about; `Text` fields may be compared for equality only.
    pub fn schema(self) -> Vec<FieldSpec> {
        use FieldType::{Day, Flag, Number, Text};
        match self {
            KindName::BenefitBegan | KindName::BenefitChanged => {
                vec![spec("benefit", Text, true), spec("category", Text, false)]
            }
            KindName::BenefitEnded => {
                vec![
                    spec("benefit", Text, true),
                    spec("why", BenefitEnd::field_type(), true),
                ]
            }
            KindName::MarkSet | KindName::MarkCleared => vec![spec("mark", Text, true)],
            KindName::ResidenceBegan => vec![spec("municipality", Number, true)],
            KindName::ResidenceEnded => vec![spec("why", ResidenceEnd::field_type(), true)],
            KindName::CaseOpened => vec![spec("model", Text, true)],
            KindName::CaseAssigned => vec![spec("role", Text, true)],
            KindName::AppointmentMade => {
                vec![spec("for-event", Text, true), spec("day", Day, true)]
            }
            KindName::ConversationHeld => {
                vec![
                    spec("with", Text, true),
                    spec("form", ContactForm::field_type(), true),
                ]
            }
            KindName::MeetingHeld => vec![spec("meeting", Text, true)],
            KindName::ConsentGiven | KindName::ConsentRefused | KindName::ConsentWithdrawn => {
                vec![spec("scope", Text, true)]
            }
            KindName::DocumentFiled => vec![spec("document", Text, true), spec("dated", Day, true)],
            KindName::PlacementAgreed => vec![
                spec("form", PlacementForm::field_type(), true),
                spec("purpose", PlacementPurpose::field_type(), false),
                spec("minutes", Number, true),
                spec("from", Day, true),
                spec("until", Day, false),
                spec("continued", Flag, true),
            ],
            KindName::PlacementExtended => vec![spec("until", Day, true)],
            KindName::PlacementHoursChanged | KindName::PaidHoursBegan => {
                vec![spec("minutes", Number, true)]
            }
            KindName::PlacementEnded => vec![spec("how", PlacementEnd::field_type(), true)],
            KindName::JobStarted => vec![
                spec("minutes", Number, true),
                spec("job", Text, false),
                spec("industry", Text, false),
            ],
            KindName::JobHoursChanged
            | KindName::FlexJobStarted
            | KindName::FlexJobHoursChanged => vec![spec("minutes", Number, true)],
            KindName::ClockPaused => vec![spec("until", Day, false)],
            KindName::ActivityDone => vec![spec("event", Text, true)],
            _ => self.figure_schema(),
        }
    }

    /// Likewise of the kinds that only figures ask about.
    fn figure_schema(self) -> Vec<FieldSpec> {
        use FieldType::{Day, Number, Text};
        match self {
            KindName::CitizenDescribed => vec![
                spec("birth", Day, false),
                spec("sex", Sex::field_type(), false),
                spec("origin", Text, false),
                spec("country", Text, false),
            ],
            KindName::BenefitDegreeChanged => {
                vec![spec("benefit", Text, true), spec("percent", Number, true)]
            }
            KindName::HoursReported => vec![spec("from", Day, true), spec("minutes", Number, true)],
            KindName::OfferBegan => vec![
                spec("offer", Text, true),
                spec("minutes", Number, false),
                spec("until", Day, false),
            ],
            KindName::OfferExtended => vec![spec("offer", Text, true), spec("until", Day, true)],
            KindName::OfferEnded => vec![spec("offer", Text, true)],
            KindName::AbsenceBegan => {
                vec![spec("absence", Text, true), spec("until", Day, false)]
            }
            KindName::AbsenceEnded => vec![spec("absence", Text, true)],
            KindName::FlexJobAwarded => {
                vec![spec("scheme", Text, true), spec("minutes", Number, false)]
            }
            KindName::PensionAwarded => {
                vec![spec("cause", Text, true), spec("course", Text, false)]
            }
            _ => Vec::new(),
        }
    }
}

impl Kind {
    /// The value of a field of [`KindName::schema`]; `None` if this kind lacks it or it was not given.
    pub fn field(&self, id: &str) -> Option<Value> {
        let text = |text: &str| Some(Value::Text(text.to_owned()));
        let choice = |id: &str| Some(Value::Choice(id.to_owned()));
        let number = |number: u32| Some(Value::Number(i64::from(number)));
        match (self, id) {
            (
                Kind::BenefitBegan { benefit, .. }
                | Kind::BenefitChanged { benefit, .. }
                | Kind::BenefitDegreeChanged { benefit, .. }
                | Kind::BenefitEnded { benefit, .. },
                "benefit",
            ) => text(benefit),
            (
                Kind::BenefitBegan { category, .. } | Kind::BenefitChanged { category, .. },
                "category",
            ) => category.clone().map(Value::Text),
            (Kind::BenefitEnded { why, .. }, "why") => choice(why.id()),
            (Kind::MarkSet { mark } | Kind::MarkCleared { mark }, "mark") => text(mark),
            (Kind::ResidenceBegan { municipality }, "municipality") => {
                number(u32::from(*municipality))
            }
            (Kind::CaseOpened { model, .. }, "model") => text(model),
            (Kind::CaseAssigned { role, .. }, "role") => text(role),
            (Kind::AppointmentMade { for_event, .. }, "for-event") => text(for_event),
            (Kind::AppointmentMade { day, .. }, "day") => Some(Value::Day(*day)),
            (Kind::ConversationHeld { with, .. }, "with") => text(with),
            (Kind::ConversationHeld { form, .. }, "form") => choice(form.id()),
            (Kind::MeetingHeld { meeting, .. }, "meeting") => text(meeting),
            (
                Kind::ConsentGiven { scope }
                | Kind::ConsentRefused { scope }
                | Kind::ConsentWithdrawn { scope },
                "scope",
            ) => text(scope),
            (Kind::DocumentFiled { document, .. }, "document") => text(document),
            (Kind::DocumentFiled { dated, .. }, "dated") => Some(Value::Day(*dated)),
            (Kind::PlacementAgreed { form, .. }, "form") => choice(form.id()),
            (Kind::PlacementAgreed { purpose, .. }, "purpose") => {
                purpose.and_then(|purpose| choice(purpose.id()))
            }
            (Kind::PlacementAgreed { from, .. } | Kind::HoursReported { from, .. }, "from") => {
                Some(Value::Day(*from))
            }
            (
                Kind::PlacementAgreed { until, .. }
                | Kind::ClockPaused { until }
                | Kind::OfferBegan { until, .. }
                | Kind::AbsenceBegan { until, .. },
                "until",
            ) => until.map(Value::Day),
            (
                Kind::PlacementExtended { until, .. } | Kind::OfferExtended { until, .. },
                "until",
            ) => Some(Value::Day(*until)),
            (Kind::PlacementAgreed { continued, .. }, "continued") => Some(Value::Flag(*continued)),
            (
                Kind::PlacementAgreed { minutes, .. }
                | Kind::PlacementHoursChanged { minutes, .. }
                | Kind::PaidHoursBegan { minutes, .. }
                | Kind::JobStarted { minutes, .. }
                | Kind::JobHoursChanged { minutes, .. }
                | Kind::FlexJobStarted { minutes, .. }
                | Kind::FlexJobHoursChanged { minutes, .. }
                | Kind::HoursReported { minutes, .. },
                "minutes",
            ) => number(*minutes),
            (Kind::PlacementEnded { how, .. }, "how") => choice(how.id()),
            (Kind::ActivityDone { event, .. }, "event") => text(event),
            _ => self.figure_field(id),
        }
    }

    /// Likewise for the fields that only figures ask about.
    fn figure_field(&self, id: &str) -> Option<Value> {
        let text = |text: &str| Some(Value::Text(text.to_owned()));
        let choice = |id: &str| Some(Value::Choice(id.to_owned()));
        let number = |number: u32| Some(Value::Number(i64::from(number)));
        match (self, id) {
            (Kind::BenefitDegreeChanged { percent, .. }, "percent") => number(u32::from(*percent)),
            (Kind::ResidenceEnded { why }, "why") => choice(why.id()),
            (Kind::CitizenDescribed { birth, .. }, "birth") => birth.map(Value::Day),
            (Kind::CitizenDescribed { sex, .. }, "sex") => sex.and_then(|sex| choice(sex.id())),
            (Kind::CitizenDescribed { origin, .. }, "origin") => origin.clone().map(Value::Text),
            (Kind::CitizenDescribed { country, .. }, "country") => country.clone().map(Value::Text),
            (Kind::JobStarted { job, .. }, "job") => job.clone().map(Value::Text),
            (Kind::JobStarted { industry, .. }, "industry") => industry.clone().map(Value::Text),
            (
                Kind::OfferBegan { minutes, .. } | Kind::FlexJobAwarded { minutes, .. },
                "minutes",
            ) => minutes.and_then(number),
            (Kind::FlexJobAwarded { scheme, .. }, "scheme") => text(scheme),
            (Kind::PensionAwarded { cause, .. }, "cause") => text(cause),
            (Kind::PensionAwarded { course, .. }, "course") => course.clone().map(Value::Text),
            (
                Kind::OfferBegan { offer, .. }
                | Kind::OfferExtended { offer, .. }
                | Kind::OfferEnded { offer, .. },
                "offer",
            ) => text(offer),
            (Kind::AbsenceBegan { absence, .. } | Kind::AbsenceEnded { absence }, "absence") => {
                text(absence)
            }
            _ => None,
        }
    }

    /// The placement it speaks of, if it speaks of one.
    pub fn placement(&self) -> Option<crate::PlacementId> {
        match self {
            Kind::PlacementAgreed { placement, .. }
            | Kind::PlacementStarted { placement }
            | Kind::PlacementExtended { placement, .. }
            | Kind::PlacementHoursChanged { placement, .. }
            | Kind::PaidHoursBegan { placement, .. }
            | Kind::PlacementEnded { placement, .. } => Some(*placement),
            Kind::ActivityDone { placement, .. } => *placement,
            _ => None,
        }
    }
}
