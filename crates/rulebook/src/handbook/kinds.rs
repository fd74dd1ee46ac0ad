//! The kinds of fact in Danish, for the handbook.

use facts::KindName;

/// What happened, as a noun phrase.
pub(crate) fn kind_in_danish(kind: KindName) -> &'static str {
    match kind {
        KindName::CitizenRegistered => "borger oprettet",
        KindName::CprChanged => "CPR-nummer ændret",
        KindName::ResidenceBegan => "bopæl i en kommune",
        KindName::Died => "dødsfald",
        KindName::BenefitBegan => "ydelse begyndt",
        KindName::BenefitChanged => "visitationskategori ændret",
        KindName::BenefitEnded => "ydelse ophørt",
        KindName::MarkSet => "persongruppemærke sat",
        KindName::MarkCleared => "persongruppemærke fjernet",
        KindName::CaseOpened => "sag åbnet",
        KindName::CaseAssigned => "rolle i sagen overtaget",
        KindName::CaseClosed => "sag lukket",
        KindName::CaseReopened => "sag genåbnet",
        KindName::ModelChanged => "sag flyttet til ny version",
        KindName::AppointmentMade => "indkaldelse sendt",
        KindName::AppointmentMoved => "aftale flyttet",
        KindName::AppointmentCancelled => "aftale aflyst",
        KindName::DidNotAppear => "udeblivelse",
        KindName::ConversationHeld => "samtale holdt",
        KindName::MeetingHeld => "møde holdt",
        KindName::ConsentGiven => "samtykke givet",
        KindName::ConsentRefused => "samtykke afslået",
        KindName::ConsentWithdrawn => "samtykke trukket tilbage",
        KindName::DocumentFiled => "dokument journaliseret",
        KindName::PlacementAgreed => "aftale med virksomhed",
        KindName::PlacementStarted => "opstart på virksomhed",
        KindName::PlacementExtended => "forløb på virksomhed forlænget",
        KindName::PlacementHoursChanged => "timetal på virksomhed ændret",
        KindName::PaidHoursBegan => "lønnede timer begyndt",
        KindName::PlacementEnded => "forløb på virksomhed slut",
        KindName::JobStarted => "job begyndt",
        KindName::JobEnded => "job ophørt",
        KindName::EducationStarted => "uddannelse begyndt",
        KindName::EducationEnded => "uddannelse ophørt",
        KindName::DutySetAside => "pligt sat til side",
        KindName::ClockPaused => "sag sat i bero",
        KindName::ClockResumed => "bero ophævet",
        KindName::ActivityDone => "aktivitet udført",
        KindName::NoteWritten => "notat",
        KindName::FactRetracted => "registrering trukket tilbage",
    }
}
