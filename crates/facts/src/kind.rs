//! The kinds of fact, typed, with a stable and versioned JSON form.

use calendar::{Day, LocalTime};
use serde::{Deserialize, Serialize};

use crate::{Cpr, Cvr, EmployeeId, FactId, FieldType, PlacementId, Sex};

/// An appointment, unique within its citizen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AppointmentId(pub u64);

macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $id:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$variant_doc])* #[serde(rename = $id)] $variant,)* }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// The id used in data and on pages.
            pub const fn id(self) -> &'static str {
                match self { $($name::$variant => $id,)* }
            }

            /// The one with this id.
            pub fn from_id(id: &str) -> Option<$name> {
                Self::ALL.iter().copied().find(|choice| choice.id() == id)
            }

            pub(crate) fn field_type() -> FieldType {
                FieldType::Choice(Self::ALL.iter().map(|choice| choice.id().to_owned()).collect())
            }
        }
    )*};
}

choices! {
    /// How people met or spoke.
    ContactForm {
        /// Face to face.
        InPerson = "personligt",
        /// By telephone.
        Phone = "telefon",
        /// By video.
        Video = "video",
        /// At the company.
        AtCompany = "paa-virksomheden",
    }
    /// What a placement is.
    PlacementForm {
        /// *Virksomhedspraktik*: the citizen keeps the benefit.
        Praktik = "praktik",
        /// *Lønnede timer*: ordinary paid hours beside the benefit.
        PaidHours = "loentimer",
    }
    /// The three purposes a praktik may have; exactly one.
    PlacementPurpose {
        /// *Opnåelse af løntimer*.
        PaidHours = "loentimer",
        /// *Træning af jobrelaterede kompetencer*.
        Training = "kompetencer",
        /// *Afklaring af jobmål*.
        Clarification = "jobmaal",
    }
    /// How a placement ended.
    PlacementEnd {
        /// As planned.
        AsPlanned = "som-planlagt",
        /// Broken off.
        Interrupted = "afbrudt",
    }
    /// Where somebody went who is a resident of no municipality any more.
    ResidenceEnd {
        /// Abroad.
        Abroad = "udlandet",
        /// Nobody knows.
        Unknown = "ukendt",
    }
    /// Why a benefit ended.
    BenefitEnd {
        /// Ordinary job.
        Job = "job",
        /// Education.
        Education = "uddannelse",
        /// Another benefit began.
        OtherBenefit = "anden-ydelse",
        /// Something else.
        Other = "andet",
    }
}

/// What happened. The JSON form has the tag `kind` and its version `v`; older versions are raised when read, an unknown kind
/// or a newer version is refused ([`crate::JsonError`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    remote = "Self",
    tag = "kind",
    rename_all = "kebab-case",
    rename_all_fields = "kebab-case"
)]
#[expect(
    missing_docs,
    reason = "fields are documented at the variant where the name is not enough"
)]
pub enum Kind {
    /// A citizen became known to the municipality.
    CitizenRegistered { cpr: Cpr, name: String },
    /// The CPR number changed.
    CprChanged { cpr: Cpr },
    /// The citizen took up residence in a municipality (three-digit code).
    ResidenceBegan { municipality: u16 },
    /// The citizen is a resident of no municipality from this day.
    ResidenceEnded { why: ResidenceEnd },
    /// What is constant in a citizen and not, or wrongly, told by the CPR number; what is `None` stays as it was. `origin` and
    /// `country` (of origin) are codes of the rulebook.
    CitizenDescribed {
        birth: Option<Day>,
        sex: Option<Sex>,
        origin: Option<String>,
        country: Option<String>,
    },
    /// The citizen died.
    Died,
    /// A benefit began. `benefit` and `category` are codes of the rulebook.
    BenefitBegan {
        benefit: String,
        category: Option<String>,
    },
    /// The visitation category on a running benefit changed.
    BenefitChanged {
        benefit: String,
        category: Option<String>,
    },
    /// From this day a running benefit is paid for so many per cent of full time; until such a fact it is 100.
    BenefitDegreeChanged { benefit: String, percent: u8 },
    /// A benefit ended; the day is the first day without it.
    BenefitEnded { benefit: String, why: BenefitEnd },
    /// A person-group mark was set.
    MarkSet { mark: String },
    /// A person-group mark was cleared.
    MarkCleared { mark: String },
    /// A case was opened under a model; both hashes pin what it is read against.
    CaseOpened {
        model: String,
        version: String,
        calendar: String,
    },
    /// Somebody took over a role in the case.
    CaseAssigned { role: String, employee: EmployeeId },
    /// A person closed the case with a reason (in the note).
    CaseClosed,
    /// A person opened it again.
    CaseReopened,
    /// A person confirmed that the case follows another version of its model.
    ModelChanged { from: String, to: String },
    /// A summons was sent: an appointment for an event of the model (`for_event`) on a day at a time.
    AppointmentMade {
        appointment: AppointmentId,
        for_event: String,
        day: Day,
        time: Option<LocalTime>,
        place: Option<String>,
    },
    /// It was moved.
    AppointmentMoved {
        appointment: AppointmentId,
        day: Day,
        time: Option<LocalTime>,
    },
    /// It was called off.
    AppointmentCancelled { appointment: AppointmentId },
    /// The citizen did not appear. Nothing follows by itself.
    DidNotAppear { appointment: AppointmentId },
    /// A conversation with the citizen was held. `with` is the role that held it.
    ConversationHeld {
        with: String,
        form: ContactForm,
        appointment: Option<AppointmentId>,
    },
    /// A meeting was held. `meeting` is the page's id for what kind of meeting.
    MeetingHeld {
        meeting: String,
        appointment: Option<AppointmentId>,
    },
    /// The citizen consented (`scope`: what to).
    ConsentGiven { scope: String },
    /// The citizen refused.
    ConsentRefused { scope: String },
    /// The citizen withdrew a consent.
    ConsentWithdrawn { scope: String },
    /// A document was filed: what kind, its own date, its title, where it lies.
    DocumentFiled {
        document: String,
        dated: Day,
        title: String,
        place: String,
    },
    /// The citizen and a company agreed on a placement.
    PlacementAgreed {
        placement: PlacementId,
        form: PlacementForm,
        purpose: Option<PlacementPurpose>,
        company: String,
        cvr: Option<Cvr>,
        /// Minutes a week.
        minutes: u32,
        from: Day,
        until: Option<Day>,
        /// Whether it was there before the case began and is carried on.
        continued: bool,
    },
    /// The citizen began at the company.
    PlacementStarted { placement: PlacementId },
    /// The end was moved.
    PlacementExtended { placement: PlacementId, until: Day },
    /// The weekly time changed; minutes a week.
    PlacementHoursChanged {
        placement: PlacementId,
        minutes: u32,
    },
    /// Paid hours began beside a praktik; minutes a week.
    PaidHoursBegan {
        placement: PlacementId,
        minutes: u32,
    },
    /// The placement ended.
    PlacementEnded {
        placement: PlacementId,
        how: PlacementEnd,
    },
    /// A job began that ends the benefit or stands beside it; minutes a week. `job` and `industry` are codes of the rulebook;
    /// without the first it is an ordinary job.
    JobStarted {
        employer: String,
        minutes: u32,
        job: Option<String>,
        industry: Option<String>,
    },
    /// The weekly time in a running job changed; minutes a week.
    JobHoursChanged { employer: String, minutes: u32 },
    /// It ended; the day is the first day without it.
    JobEnded { employer: String },
    /// Paid hours were reported: minutes in all, worked from a day until the day of the fact, both included.
    HoursReported {
        employer: Option<String>,
        from: Day,
        minutes: u32,
    },
    /// Ordinary education began.
    EducationStarted { education: String },
    /// It ended; the day is the first day without it.
    EducationEnded { education: String },
    /// An offer began that is no placement at a company: a course, guidance, a job with a wage subsidy. `offer` is a code of
    /// the rulebook; with `place` it tells offers that run at once apart. Minutes a week; `until` is the planned last day.
    OfferBegan {
        offer: String,
        place: Option<String>,
        minutes: Option<u32>,
        until: Option<Day>,
    },
    /// The planned last day of a running offer was set or moved.
    OfferExtended {
        offer: String,
        place: Option<String>,
        until: Day,
    },
    /// It ended; the day is the first day without it.
    OfferEnded {
        offer: String,
        place: Option<String>,
    },
    /// The citizen is excused from being available for work from this day: illness, leave (`absence`, in words); `until` is the
    /// expected last day.
    AbsenceBegan { absence: String, until: Option<Day> },
    /// It ended; the day is the first day without it.
    AbsenceEnded { absence: String },
    /// Employers can find the citizen's CV from this day.
    CvPublished,
    /// They cannot any more; the day is the first on which they cannot.
    CvWithdrawn,
    /// The citizen was awarded a flex job: under which scheme (a code of the rulebook), and how many effective minutes a week
    /// they could work then, where the scheme measures it.
    FlexJobAwarded {
        scheme: String,
        minutes: Option<u32>,
    },
    /// A flex job began; effective minutes a week. The scheme is that of the award.
    FlexJobStarted { employer: String, minutes: u32 },
    /// The effective weekly time in a running flex job was measured anew; minutes a week.
    FlexJobHoursChanged { employer: String, minutes: u32 },
    /// It ended; the day is the first day without it.
    FlexJobEnded { employer: String },
    /// The citizen was awarded disability pension: for what cause, and after which course. Both are codes of the rulebook. The
    /// pension itself is a benefit, and begins by its own fact.
    PensionAwarded {
        cause: String,
        course: Option<String>,
    },
    /// The citizen is under the work duty from this day.
    WorkDutyBegan,
    /// They are not any more; the day is the first without it.
    WorkDutyEnded,
    /// A person set a duty aside, this time or until a day; the reason is in the note.
    DutySetAside { duty: u64, until: Option<Day> },
    /// A person put the case on hold; the reason is in the note.
    ClockPaused { until: Option<Day> },
    /// The hold ended early.
    ClockResumed,
    /// An event of the page was done that no typed kind fits. `placement` for events that live in one.
    ActivityDone {
        event: String,
        placement: Option<PlacementId>,
    },
    /// A note in the journal, without further meaning.
    NoteWritten,
    /// A fact was retracted: it stops counting and its content is hidden; the reason is in the note.
    FactRetracted { fact: FactId },
}
