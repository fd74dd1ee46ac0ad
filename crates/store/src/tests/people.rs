//! Employees, teams, sessions, and the access log.

use calendar::Timestamp;
use facts::{CitizenId, EmployeeId};

use super::town::{day, employee, newcomer, store};
use crate::{Access, AccessRow, FactStore, Kind, Role, Session, Store, StoreError, TokenHash};

const SECOND: i64 = 1_000_000;

#[test]
fn a_login_is_unique_without_regard_to_case() {
    let store = store();
    let ane = employee(&store, "Ane", None);
    let again = crate::NewUser {
        login: " ANE ".to_owned(),
        name: "Ane to".to_owned(),
        role: Role::Reader,
        team: None,
        password: String::new(),
    };
    assert!(matches!(
        store.add_user(&again, Timestamp(0)),
        Err(StoreError::Exists { what: "user" })
    ));
    assert_eq!(store.user_by_login("aNe").unwrap().unwrap().id, ane);
    assert!(store.user_by_login("nobody").unwrap().is_none());
    assert!(matches!(
        store.set_password(EmployeeId(99), ""),
        Err(StoreError::Missing { .. })
    ));
}

#[test]
fn people_and_teams_stand_in_danish_order() {
    let store = store();
    for name in ["Åse", "Zita", "Ørjan", "aage", "Birgit"] {
        employee(&store, name, None);
        store.add_team(name).unwrap();
    }
    let names: Vec<String> = store
        .users()
        .unwrap()
        .into_iter()
        .map(|user| user.name)
        .collect();
    assert_eq!(names, ["Birgit", "Zita", "Ørjan", "aage", "Åse"]);
    let teams: Vec<String> = store
        .teams()
        .unwrap()
        .into_iter()
        .map(|team| team.name)
        .collect();
    assert_eq!(teams, ["Birgit", "Zita", "Ørjan", "aage", "Åse"]);
    assert!(matches!(
        store.add_team("Zita"),
        Err(StoreError::Exists { what: "team" })
    ));
}

#[test]
fn the_kept_list_of_people_follows_every_change() {
    let store = store();
    let ane = employee(&store, "ane", None);
    let kept = || store.people().unwrap();
    assert_eq!(kept().len(), 1);
    employee(&store, "bo", None);
    assert_eq!(kept().len(), 2);
    store.set_disabled(ane, true).unwrap();
    let team = store.add_team("Nord").unwrap();
    store.set_place(ane, Role::TeamLeader, Some(team)).unwrap();
    let now = kept();
    let user = now.iter().find(|user| user.id == ane).unwrap();
    assert!(user.disabled && user.role == Role::TeamLeader && user.team == Some(team));
}

#[test]
fn a_session_ends_by_time_by_sign_out_and_by_disabling() {
    let store = store();
    let user = employee(&store, "ane", None);
    let begin = |token: &[u8]| {
        let session = Session {
            user,
            expires: Timestamp(100 * SECOND),
        };
        store
            .begin_session(TokenHash::of(token), session, Timestamp(0))
            .unwrap();
    };
    let holds = |token: &[u8], second: i64| {
        let found = store
            .session(TokenHash::of(token), Timestamp(second * SECOND))
            .unwrap();
        found.is_some_and(|(session, found)| session.user == user && found.id == user)
    };
    begin(b"one");
    assert!(holds(b"one", 99));
    assert!(!holds(b"one", 100));
    assert!(!holds(b"other", 1));
    store.end_session(TokenHash::of(b"one")).unwrap();
    assert!(!holds(b"one", 1));

    begin(b"two");
    store.set_disabled(user, true).unwrap();
    assert!(!holds(b"two", 1));
    store.set_disabled(user, false).unwrap();
    assert!(!holds(b"two", 1), "a session does not come back");
    begin(b"three");
    store.set_password(user, "$argon2id$other").unwrap();
    assert!(!holds(b"three", 1));
}

#[test]
fn guessing_passwords_takes_longer_and_longer() {
    let store = store();
    let at = |second: i64| Timestamp(second * SECOND);
    for _ in 0..4 {
        assert_eq!(store.sign_in_failed("ane", at(0)).unwrap(), None);
    }
    assert_eq!(store.sign_in_waits("ane", at(0)).unwrap(), None);
    assert_eq!(store.sign_in_failed("ane", at(0)).unwrap(), Some(at(1)));
    assert_eq!(store.sign_in_failed("Ane ", at(1)).unwrap(), Some(at(3)));
    assert_eq!(store.sign_in_waits("ane", at(2)).unwrap(), Some(at(3)));
    assert_eq!(store.sign_in_waits("ane", at(3)).unwrap(), None);
    for _ in 0..80 {
        store.sign_in_failed("ane", at(10)).unwrap();
    }
    assert_eq!(store.sign_in_waits("ane", at(10)).unwrap(), Some(at(910)));
    store.sign_in_succeeded("ane").unwrap();
    assert_eq!(store.sign_in_waits("ane", at(10)).unwrap(), None);
    assert_eq!(store.sign_in_failed("ane", at(11)).unwrap(), None);
}

#[test]
fn reads_and_writes_about_a_citizen_are_logged_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.sqlite");
    let today = day("2021-09-15");
    let citizen = {
        let store = crate::Store::create(&path, crate::Kind::Real, super::town::book()).unwrap();
        let citizen = store
            .append(&newcomer(1, "Ane Holm", today, None))
            .unwrap()
            .citizen;
        for (page, about) in [
            ("/cases/1", Some(citizen)),
            ("/", None),
            ("/other", Some(CitizenId(77))),
        ] {
            let row = AccessRow {
                terminal: None,
                at: Timestamp(5),
                employee: Some(EmployeeId(3)),
                citizen: about,
                case: None,
                what: Access::Read,
                page: page.to_owned(),
            };
            store.log_access([row]).unwrap();
        }
        citizen
        // Dropping the store writes what was noted.
    };
    let store = crate::Store::open(&path, crate::Kind::Real, super::town::book()).unwrap();
    let log = store.access_of(citizen).unwrap();
    let told: Vec<(Access, &str)> = log
        .iter()
        .map(|row| (row.what, row.page.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (Access::Write, "citizen-registered"),
            (Access::Read, "/cases/1")
        ]
    );
    assert_eq!(log[1].employee, Some(EmployeeId(3)));
}

#[test]
fn who_may_sign_in_is_changed_beside_the_running_program() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let serving = Store::create(&path, Kind::Real, super::town::book()).unwrap();
    let ane = employee(&serving, "ane", None);
    let token = TokenHash::of(b"token");
    let session = Session {
        user: ane,
        expires: Timestamp(100 * SECOND),
    };
    serving.begin_session(token, session, Timestamp(0)).unwrap();
    assert!(matches!(
        Store::open(&path, Kind::Real, super::town::book()),
        Err(crate::OpenError::InUse { .. })
    ));
    let beside = Store::open_beside(&path, Kind::Real, super::town::book()).unwrap();
    beside.set_disabled(ane, true).unwrap();
    employee(&beside, "bo", None);
    assert!(serving.session(token, Timestamp(SECOND)).unwrap().is_none());
    assert!(serving.user_by_login("bo").unwrap().is_some());
    assert!(serving.user(ane).unwrap().unwrap().disabled);
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let (path, copy) = (folder.path().join("store"), folder.path().join("copy"));
    let store = Store::create(&path, Kind::Real, super::town::book()).unwrap();
    employee(&store, "ane", None);
    store.backup(&copy).unwrap();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode() & 0o077;
        let empty = entry.metadata().unwrap().len() == 0;
        assert!(mode == 0 || empty, "{:?} is open to others", entry.path());
    }
}
