//! What lies behind an error, in Danish: libraries and the operating system speak English.

use std::error::Error;
use std::io::{self, ErrorKind};

use store::StoreError;

/// A cause in Danish where it is one of the usual ones; else in its own words.
pub(crate) fn told(cause: &(dyn Error + 'static)) -> String {
    if let Some(cause) = cause.downcast_ref::<io::Error>() {
        return from_the_system(cause);
    }
    if let Some(cause) = cause.downcast_ref::<csv::Error>()
        && let csv::ErrorKind::Io(cause) = cause.kind()
    {
        return from_the_system(cause);
    }
    if let Some(cause) = cause.downcast_ref::<StoreError>() {
        return from_the_store(cause).map_or_else(|| cause.to_string(), str::to_owned);
    }
    cause.to_string()
}

fn from_the_system(cause: &io::Error) -> String {
    let words = match cause.kind() {
        ErrorKind::NotFound => "filen eller mappen findes ikke",
        ErrorKind::PermissionDenied => {
            "programmet har ikke lov; se efter, hvem der må læse og skrive der"
        }
        ErrorKind::AlreadyExists => "der er allerede noget med det navn",
        ErrorKind::IsADirectory => "det er en mappe og ikke en fil",
        ErrorKind::NotADirectory => "noget på vejen dertil er en fil og ikke en mappe",
        ErrorKind::ReadOnlyFilesystem => "der kan læses, men ikke skrives",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "disken er fuld",
        ErrorKind::AddrInUse => "adressen og porten er i brug",
        ErrorKind::AddrNotAvailable => "maskinen har ikke den adresse",
        ErrorKind::InvalidData if cause.to_string().contains("UTF-8") => {
            "filen er ikke ren tekst; gem den som UTF-8"
        }
        _ => return cause.to_string(),
    };
    words.to_owned()
}

/// What is wrong below the facts, and what to do, where that is one of the usual things.
pub(crate) fn from_the_store(cause: &StoreError) -> Option<&'static str> {
    Some(match cause {
        StoreError::Full => "disken er fuld; intet er gemt; skaf plads, og prøv igen",
        StoreError::Busy => "filen er optaget; intet er gemt; prøv igen om et øjeblik",
        StoreError::File => {
            "filen kan ikke læses eller skrives; se efter, om disken er der, og om du har lov"
        }
        StoreError::Damaged => {
            "filen er beskadiget; stop programmet, og læg den seneste sikkerhedskopi på plads"
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_causes_are_told_in_danish_and_others_as_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("side.md");
        std::fs::write(&file, [0xff, 0xfe]).unwrap();
        let read = |path: &std::path::Path| std::fs::read_to_string(path).unwrap_err();
        for (cause, words) in [
            (read(&folder.path().join("ingen")), "findes ikke"),
            (read(&file), "gem den som UTF-8"),
            (read(folder.path()), "det er en mappe"),
            (read(&file.join("ingen")), "en fil og ikke en mappe"),
            (ErrorKind::PermissionDenied.into(), "har ikke lov"),
            (io::Error::other("it is odd"), "it is odd"),
        ] {
            assert!(told(&cause).contains(words), "{cause}: {}", told(&cause));
        }
        assert!(told(&StoreError::Busy).contains("optaget"));
        let written = csv::Error::from(io::Error::from(ErrorKind::StorageFull));
        assert_eq!(told(&written), "disken er fuld");
    }
}
