//! Lists of cases and citizens on the town of [`super::days`].

use calendar::Day;
use facts::{CaseId, CitizenId, EmployeeId};

use super::days::town;
use crate::{
    CaseFilter, CaseQuery, CaseSort, CitizenQuery, CitizenSort, FactStore, Page, Scope, danish_key,
};

fn case_query(today: Day) -> CaseQuery {
    CaseQuery {
        today,
        scope: Scope::All,
        filter: CaseFilter::default(),
        search: None,
        sort: CaseSort::Name,
        descending: false,
        page: Page {
            number: 0,
            size: 500,
        },
    }
}

#[test]
fn cases_are_sorted_the_same_on_every_page() {
    let (store, today) = town();
    let all = store.cases(&case_query(today)).unwrap();
    assert_eq!((all.total, all.rows.len()), (40, 40));
    assert!(
        all.rows
            .is_sorted_by_key(|line| (danish_key(&line.name), line.row.citizen))
    );
    for sort in [
        CaseSort::Name,
        CaseSort::Due,
        CaseSort::Opened,
        CaseSort::Number,
    ] {
        let up = CaseQuery {
            sort,
            ..case_query(today)
        };
        let down = CaseQuery {
            descending: true,
            ..up.clone()
        };
        let mut turned = store.cases(&down).unwrap().rows;
        turned.reverse();
        assert_eq!(store.cases(&up).unwrap().rows, turned);
        // One by one gives the same order as all at once, walked and gathered alike.
        let single = |number| {
            let page = Page { number, size: 1 };
            store
                .cases(&CaseQuery { page, ..up.clone() })
                .unwrap()
                .rows
                .remove(0)
        };
        assert_eq!((0..40).map(single).collect::<Vec<_>>(), turned);
    }
}

#[test]
fn cases_are_filtered_and_counted() {
    let (store, today) = town();
    let all = store.cases(&case_query(today)).unwrap();
    let some = |change: &dyn Fn(&mut CaseQuery)| {
        let mut query = case_query(today);
        change(&mut query);
        let page = store.cases(&query).unwrap();
        assert_eq!(page.total, page.rows.len() as u64);
        page.rows
            .into_iter()
            .map(|line| line.row)
            .collect::<Vec<_>>()
    };
    let wanted = |takes: &dyn Fn(&casework::CaseRow) -> bool| {
        all.rows
            .iter()
            .map(|line| line.row.clone())
            .filter(|row| takes(row))
            .collect::<Vec<_>>()
    };
    let open = some(&|query| query.filter.open = Some(true));
    assert!(!open.is_empty() && open.len() < 40);
    assert_eq!(open, wanted(&|row| row.closed.is_none()));
    assert_eq!(
        some(&|query| query.scope = Scope::Unassigned),
        wanted(&|row| row.holders.is_empty())
    );
    let mine =
        |row: &casework::CaseRow| row.holders.values().any(|holder| *holder == EmployeeId(2));
    assert_eq!(
        some(&|query| query.scope = Scope::Holder(EmployeeId(2))),
        wanted(&mine)
    );
    assert_eq!(
        some(&|query| {
            query.scope = Scope::Holder(EmployeeId(2));
            query.filter.open = Some(true);
        }),
        wanted(&|row| mine(row) && row.closed.is_none())
    );
    assert_eq!(
        some(&|query| query.search = Some("17".to_owned())),
        wanted(&|row| row.case == CaseId(17))
    );
    assert!(some(&|query| query.filter.model = Some("other".to_owned())).is_empty());
    assert_eq!(
        store.case(CaseId(3), today).unwrap().unwrap().row.case,
        CaseId(3)
    );
    assert!(store.case(CaseId(99), today).unwrap().is_none());
}

#[test]
fn citizens_are_found_by_name_number_and_case() {
    let (store, _) = town();
    let find = |text: &str| {
        let query = CitizenQuery {
            search: Some(text.to_owned()),
            ..CitizenQuery::default()
        };
        store
            .citizens(&query)
            .unwrap()
            .rows
            .into_iter()
            .map(|row| row.name)
            .collect::<Vec<_>>()
    };
    assert_eq!(find("holm bo"), vec!["Bo Holm"; 5]);
    assert_eq!(find("ÅGOT"), find("aagot"));
    assert_eq!(find("aer").len(), 5);
    assert_eq!(find("3"), ["Øjvind Lund"]);
    let one = store.citizen(CitizenId(3)).unwrap().unwrap();
    let digits = one.cpr.digits();
    assert!(find(digits).contains(&one.name));
    assert!(find(&format!("{}-{}", &digits[..6], &digits[6..])).contains(&one.name));
    assert!(find(&digits[..6]).contains(&one.name));
    assert_eq!(store.citizen_by_cpr(&one.cpr).unwrap(), Some(CitizenId(3)));
    assert_eq!(one.cases, [CaseId(3)]);
    assert_eq!(
        one.last,
        store
            .facts_of(CitizenId(3), None)
            .unwrap()
            .last()
            .unwrap()
            .id
    );
    for sort in [CitizenSort::Name, CitizenSort::Cpr, CitizenSort::Number] {
        let up = CitizenQuery {
            sort,
            page: Page {
                number: 0,
                size: 100,
            },
            ..CitizenQuery::default()
        };
        let mut down = store
            .citizens(&CitizenQuery {
                descending: true,
                ..up.clone()
            })
            .unwrap()
            .rows;
        down.reverse();
        let rows = store.citizens(&up).unwrap();
        assert_eq!((rows.total, &rows.rows), (40, &down));
    }
}
