//! A house for tests: a store in memory, a handful of employees, a clock that is moved by hand, and browsers.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use calendar::{Clock, Day, LocalTime, Timestamp};
use facts::{Actor, CaseId, CitizenId, EmployeeId, Entry, FactId, Kind};
use rulebook::Book;
use store::{Append, FactStore, NEW_CASE, NEW_CITIZEN, NewUser, Role, Store};
use tower::ServiceExt;

use crate::listing::encoded;
use crate::{App, DemoControls, hash_password, router};

/// The password of everybody.
pub(crate) const PASSWORD: &str = "tolv grønne æbler";

static HASH: LazyLock<String> = LazyLock::new(|| hash_password(PASSWORD).unwrap());
static BOOK: LazyLock<Arc<Book>> = LazyLock::new(|| Arc::new(Book::embedded()));

/// A clock that tests move.
pub(crate) struct TestClock(AtomicI64);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

impl TestClock {
    pub(crate) fn add_minutes(&self, minutes: i64) {
        self.0.fetch_add(minutes * 60_000_000, Ordering::SeqCst);
    }

    pub(crate) fn set(&self, now: Timestamp) {
        self.0.store(now.0, Ordering::SeqCst);
    }
}

impl DemoControls for TestClock {
    fn move_to(&self, day: Day, _: facts::EmployeeId) -> Result<(), String> {
        self.set(Timestamp::at(
            day,
            LocalTime::new(9, 0).ok_or("no such time")?,
        ));
        Ok(())
    }
}

/// The program with two teams. North: mette (caseworker), jens (job broker), lone (team leader), rikke (reader).
/// South: omar (caseworker). It is 15 September 2021, 9:00.
pub(crate) struct House {
    pub(crate) app: Arc<App>,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) router: Router,
    people: BTreeMap<String, EmployeeId>,
    keys: AtomicI64,
}

/// The house as it stands on an ordinary day.
pub(crate) fn house() -> House {
    build(false, false)
}

/// The house as a demonstration.
pub(crate) fn demo_house() -> House {
    build(true, false)
}

/// The house over HTTPS.
pub(crate) fn secure_house() -> House {
    build(false, true)
}

fn build(demo: bool, secure: bool) -> House {
    let day: Day = "2021-09-15".parse().unwrap();
    let clock = Arc::new(TestClock(AtomicI64::new(0)));
    clock.move_to(day, facts::EmployeeId(1)).unwrap();
    let kind = if demo {
        store::Kind::Demo
    } else {
        store::Kind::Real
    };
    let store = Store::in_memory(kind, Arc::clone(&BOOK)).unwrap();
    let north = store.add_team("Nord").unwrap();
    let south = store.add_team("Syd").unwrap();
    let mut people = BTreeMap::new();
    for (login, name, role, team) in [
        ("mette", "Mette Holm", Role::Caseworker, north),
        ("jens", "Jens Friis", Role::JobBroker, north),
        ("lone", "Lone Skov", Role::TeamLeader, north),
        ("rikke", "Rikke Bæk", Role::Reader, north),
        ("omar", "Omar Aziz", Role::Caseworker, south),
    ] {
        let user = NewUser {
            login: login.to_owned(),
            name: name.to_owned(),
            role,
            team: Some(team),
            password: HASH.clone(),
        };
        let id = store.add_user(&user, clock.now()).unwrap();
        people.insert(login.to_owned(), id);
    }
    let mut app = App::new(Arc::new(store), Arc::clone(&BOOK), Arc::clone(&clock) as _)
        .with_secure_cookies(secure);
    if demo {
        app = app.with_demo(Arc::clone(&clock) as _);
    }
    let app = Arc::new(app);
    House {
        router: router(Arc::clone(&app)),
        app,
        clock,
        people,
        keys: AtomicI64::new(1),
    }
}

impl House {
    pub(crate) fn person(&self, login: &str) -> EmployeeId {
        self.people[login]
    }

    /// Registers entries about a citizen as mette, on behalf of the test.
    pub(crate) fn register(&self, citizen: CitizenId, entries: Vec<Entry>) -> store::Appended {
        let mut key = [0; 16];
        let number = self.keys.fetch_add(1, Ordering::SeqCst);
        key[..8].copy_from_slice(&number.to_le_bytes());
        let append = Append {
            citizen,
            expected: None::<FactId>,
            key,
            entries,
            now: self.clock.now(),
            today: self.clock.today(),
        };
        self.app.store.append(&append).unwrap()
    }

    /// An entry by mette.
    pub(crate) fn entry(
        &self,
        citizen: CitizenId,
        case: Option<CaseId>,
        on: &str,
        kind: Kind,
    ) -> Entry {
        Entry {
            citizen,
            case,
            happened_on: on.parse().unwrap(),
            time: None,
            kind,
            answers: BTreeMap::new(),
            participants: std::collections::BTreeSet::new(),
            note: None,
            actor: Actor::Employee(self.person("mette")),
            role: "sagsbehandler".to_owned(),
            corrects: None,
            reason: None,
        }
    }

    /// A citizen without a case. The number is a substitute number, so it belongs to nobody.
    pub(crate) fn citizen(&self, name: &str, cpr: &str) -> CitizenId {
        let kind = Kind::CitizenRegistered {
            cpr: cpr.parse().unwrap(),
            name: name.to_owned(),
        };
        let entry = self.entry(NEW_CITIZEN, None, "2021-08-01", kind);
        self.register(NEW_CITIZEN, vec![entry]).citizen
    }

    /// A case under the first model of the book, opened on this day and held by these (login, role of the page).
    pub(crate) fn case(&self, citizen: CitizenId, on: &str, holders: &[(&str, &str)]) -> CaseId {
        let name = &BOOK.models()[0].name;
        let version = BOOK.model_on(name, on.parse().unwrap()).unwrap();
        let opened = Kind::CaseOpened {
            model: version.name.clone(),
            version: version.hash.clone(),
            calendar: BOOK.calendar().hash.clone(),
        };
        let mut entries = vec![self.entry(citizen, Some(NEW_CASE), on, opened)];
        for (login, role) in holders {
            let kind = Kind::CaseAssigned {
                role: (*role).to_owned(),
                employee: self.person(login),
            };
            entries.push(self.entry(citizen, Some(NEW_CASE), on, kind));
        }
        self.register(citizen, entries).case.unwrap()
    }

    /// A browser in which nobody is signed in.
    pub(crate) fn browser(&self) -> Browser {
        Browser {
            router: self.router.clone(),
            cookies: BTreeMap::new(),
            csrf: String::new(),
        }
    }

    /// A browser in which this employee is signed in.
    pub(crate) async fn sign_in(&self, login: &str) -> Browser {
        let mut browser = self.browser();
        browser.get("/sign-in").await;
        let answer = browser
            .post("/sign-in", &[("login", login), ("password", PASSWORD)])
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        browser.get("/about").await;
        browser
    }
}

/// A browser: keeps cookies and remembers the token of the last page's forms.
#[derive(Clone)]
pub(crate) struct Browser {
    router: Router,
    pub(crate) cookies: BTreeMap<String, String>,
    pub(crate) csrf: String,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    /// Where a redirect leads; empty if it is none.
    pub(crate) fn location(&self) -> &str {
        self.headers
            .get(header::LOCATION)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The value of a hidden field of the page; of the last form that has one, for the first stands in the frame.
    pub(crate) fn hidden(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let at = self
            .body
            .rfind(&start)
            .unwrap_or_else(|| panic!("no field {name}"));
        let rest = &self.body[at + start.len()..];
        rest[..rest.find('"').unwrap()].to_owned()
    }
}

impl Browser {
    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], Body::empty()).await
    }

    /// Sends a form with the token of the last page.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.csrf.clone();
        let with_token = [fields, &[("csrf", token.as_str())]].concat();
        self.post_bare(path, &with_token).await
    }

    /// Sends a form as it is.
    pub(crate) async fn post_bare(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect();
        let form = [("content-type", "application/x-www-form-urlencoded")];
        self.send(Method::POST, path, &form, Body::from(body.join("&")))
            .await
    }

    pub(crate) async fn send(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Body,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        let request = request.body(body).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for line in parts.headers.get_all(header::SET_COOKIE) {
            let pair = line.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let answer = Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        };
        if answer.body.contains("name=\"csrf\"") {
            self.csrf = answer.hidden("csrf");
        }
        answer
    }
}
