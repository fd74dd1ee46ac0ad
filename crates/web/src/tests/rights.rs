//! Own cases and team: what a person sees of others' cases, on lists and on pages.

use axum::http::StatusCode;

use crate::testing::house;

#[tokio::test]
async fn a_case_of_another_team_is_neither_listed_nor_opened() {
    let house = house();
    let near = house.citizen("Anna Nær", "7506804000");
    let far = house.citizen("Bo Fjern", "7506814006");
    let near_case = house.case(near, "2021-09-01", &[("mette", "sagsbehandler")]);
    let far_case = house.case(far, "2021-09-01", &[("omar", "sagsbehandler")]);
    for (login, may_read_near) in [
        ("mette", true),
        ("jens", true),
        ("lone", true),
        ("rikke", true),
        ("omar", false),
    ] {
        let mut browser = house.sign_in(login).await;
        let (own, other) = if may_read_near {
            (near_case, far_case)
        } else {
            (far_case, near_case)
        };
        let name = if may_read_near {
            "Bo Fjern"
        } else {
            "Anna Nær"
        };
        assert_eq!(
            browser.get(&format!("/cases/{own}")).await.status,
            StatusCode::OK,
            "{login}"
        );
        let refused = browser.get(&format!("/cases/{other}")).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{login}");
        assert!(!refused.body.contains(name), "{login}");
        let contact = if may_read_near {
            "Omar Aziz"
        } else {
            "Mette Holm"
        };
        assert!(
            refused.body.contains(contact) && refused.body.contains("har en sag her"),
            "{login} is told whom to ask"
        );
        let panel = browser.get(&format!("/day/cases/{other}")).await;
        assert_eq!(panel.status, StatusCode::FORBIDDEN, "{login}");
        for path in [
            "/",
            "/cases",
            "/cases?who=team&state=all",
            &format!("/?case={other}"),
        ] {
            let page = browser.get(path).await;
            assert_eq!(page.status, StatusCode::OK, "{login} {path}");
            assert!(!page.body.contains(name), "{login} {path}");
        }
    }
}

#[tokio::test]
async fn a_citizen_of_another_team_is_no_dead_end() {
    let house = house();
    let citizen = house.citizen("Bo Fjern", "7506814006");
    house.case(citizen, "2021-09-01", &[("mette", "sagsbehandler")]);
    let mut omar = house.sign_in("omar").await;
    let refused = omar.get(&format!("/citizens/{citizen}")).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(!refused.body.contains("Bo Fjern"));
    for part in [
        "Mette Holm",
        "sagsbehandler i Nord",
        "Lone Skov",
        "leder teamet",
    ] {
        assert!(refused.body.contains(part), "{part}");
    }
    assert!(
        !refused.body.contains("Jens"),
        "who has nothing to do with it is not named"
    );

    // What nobody holds is asked for with those who hand it out.
    let nobodys = house.citizen("Carl Uden", "7506804000");
    let case = house.case(nobodys, "2021-09-01", &[]);
    let refused = omar.get(&format!("/cases/{case}")).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.body.contains("Lone Skov"), "{}", refused.body);

    // One case within reach opens the citizen; the other says who has it.
    house.case(citizen, "2021-09-02", &[("omar", "sagsbehandler")]);
    let page = omar.get(&format!("/citizens/{citizen}")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Mette Holm"), "who holds the other case");
}

#[tokio::test]
async fn only_the_leader_sees_and_hands_out_what_nobody_holds() {
    let house = house();
    let citizen = house.citizen("Carl Uden", "7506804000");
    let case = house.case(citizen, "2021-09-01", &[]);
    let mut mette = house.sign_in("mette").await;
    assert_eq!(mette.get("/unassigned").await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        mette.get(&format!("/cases/{case}")).await.status,
        StatusCode::FORBIDDEN
    );

    let mut lone = house.sign_in("lone").await;
    let list = lone.get("/unassigned").await;
    assert!(list.body.contains("Carl Uden"));
    assert!(
        !list.body.contains("Omar Aziz"),
        "another team's colleague is offered"
    );
    let key = list.hidden("key");
    let (case_text, mette_id) = (case.to_string(), house.person("mette").to_string());

    let nobody = lone
        .post("/unassigned", &[("key", &key), ("case", &case_text)])
        .await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nobody.body.contains("Vælg, hvem der skal have sagerne."));
    assert!(nobody.body.contains("checked"), "the choice is kept");
    let omar_id = house.person("omar").to_string();
    let foreign = [
        ("key", key.as_str()),
        ("case", &case_text),
        ("employee", &omar_id),
    ];
    assert_eq!(
        lone.post("/unassigned", &foreign).await.status,
        StatusCode::FORBIDDEN
    );

    let fields = [
        ("key", key.as_str()),
        ("case", &case_text),
        ("employee", &mette_id),
    ];
    assert_eq!(
        lone.post("/unassigned", &fields).await.location(),
        "/unassigned"
    );
    assert_eq!(
        lone.post("/unassigned", &fields).await.location(),
        "/unassigned",
        "sent twice"
    );
    assert!(!lone.get("/unassigned").await.body.contains("Carl Uden"));
    assert_eq!(
        mette.get(&format!("/cases/{case}")).await.status,
        StatusCode::OK
    );
    assert!(mette.get("/cases").await.body.contains("Carl Uden"));
}

#[tokio::test]
async fn reading_and_writing_about_a_citizen_is_logged() {
    let house = house();
    let citizen = house.citizen("Dorte Set", "7506804000");
    let case = house.case(citizen, "2021-09-01", &[("mette", "sagsbehandler")]);
    let mut mette = house.sign_in("mette").await;
    mette.get(&format!("/citizens/{citizen}")).await;
    mette.get(&format!("/cases/{case}")).await;
    let log = format!("/citizens/{citizen}/access");
    assert_eq!(mette.get(&log).await.status, StatusCode::FORBIDDEN);
    let mut lone = house.sign_in("lone").await;
    let page = lone.get(&log).await;
    assert_eq!(page.status, StatusCode::OK);
    for part in [
        "Mette Holm",
        "<td class=\"small muted\">borgeren</td>",
        "<td class=\"small muted\">sagens overblik</td>",
        "Sag åbnet",
        "skrev",
        "læste",
    ] {
        assert!(page.body.contains(part), "{part}");
    }
    assert!(
        !page.body.contains("{citizen}"),
        "no route is shown as such"
    );
}
