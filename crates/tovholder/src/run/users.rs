//! `user`: there is no default password, and none is ever written on the command line.

use std::io::{BufRead, IsTerminal};
use std::process::ExitCode;

use anyhow::{Context, anyhow, bail};
use calendar::Clock;
use store::{NewUser, Role, Store, TeamId};
use web::{PasswordError, hash_password};

use crate::clock::SystemClock;
use crate::command::{User, UserAdd, UserReset};
use crate::terminal;

pub(super) fn users(wish: User) -> anyhow::Result<ExitCode> {
    match wish {
        User::Add(wish) => add(&wish)?,
        User::Disable(wish) => {
            let store = super::stores::open_for_users(&wish.store)?;
            let user = find(&store, &wish.login)?;
            store
                .set_disabled(user.id, true)
                .context("kunne ikke spærre brugeren")?;
            terminal::say(&format!("{} er spærret og er logget ud.", user.login));
        }
        User::Reset(wish) => reset(&wish)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn add(wish: &UserAdd) -> anyhow::Result<()> {
    let login = wish.login.as_str();
    let fits = |sign: char| sign.is_alphanumeric() && !sign.is_uppercase() || ".-_".contains(sign);
    if login.is_empty() || login.chars().count() > 64 || !login.chars().all(fits) {
        bail!("»{login}« kan ikke være brugernavn; brug små bogstaver, tal, punktum og bindestreg");
    }
    let role = Role::from_id(&wish.role).ok_or_else(|| {
        let known: Vec<&str> = Role::ALL.into_iter().map(Role::id).collect();
        anyhow!(
            "rollen »{}« findes ikke; vælg mellem {}",
            wish.role,
            known.join(", ")
        )
    })?;
    if wish.name.trim().is_empty() {
        bail!("navnet er tomt");
    }
    // The first user of a municipality comes before everything else.
    let store = if wish.store.db.exists() {
        super::stores::open_for_users(&wish.store)?
    } else {
        let book = super::books::book(wish.store.pages.rulebook.as_deref())?;
        super::stores::open_or_create(&wish.store.db, book)?
    };
    if store.user_by_login(login)?.is_some() {
        bail!("der er allerede en bruger med navnet {login}");
    }
    let password = hashed(wish.password_stdin)?;
    let team = wish
        .team
        .as_deref()
        .map(|name| team(&store, name))
        .transpose()?;
    let user = NewUser {
        login: login.to_owned(),
        name: wish.name.trim().to_owned(),
        role,
        team,
        password,
    };
    store
        .add_user(&user, SystemClock.now())
        .context("kunne ikke oprette brugeren")?;
    terminal::say(&format!("{login} er oprettet som {}.", role.id()));
    Ok(())
}

fn reset(wish: &UserReset) -> anyhow::Result<()> {
    let store = super::stores::open_for_users(&wish.store)?;
    let user = find(&store, &wish.login)?;
    let password = hashed(wish.password_stdin)?;
    store
        .set_password(user.id, &password)
        .and_then(|()| store.set_disabled(user.id, false))
        .and_then(|()| store.sign_in_succeeded(&user.login))
        .context("kunne ikke nulstille brugeren")?;
    terminal::say(&format!("{} har fået en ny adgangskode.", user.login));
    Ok(())
}

fn find(store: &Store, login: &str) -> anyhow::Result<store::User> {
    store
        .user_by_login(login)?
        .ok_or_else(|| anyhow!("der er ingen bruger med navnet {login}"))
}

fn team(store: &Store, name: &str) -> anyhow::Result<TeamId> {
    let known = store.teams()?.into_iter().find(|team| team.name == name);
    match known {
        Some(team) => Ok(team.id),
        None => store.add_team(name).context("kunne ikke oprette teamet"),
    }
}

/// Asks for a password (twice on a terminal) and hashes it.
fn hashed(from_stdin: bool) -> anyhow::Result<String> {
    let password = if from_stdin {
        let mut line = String::new();
        std::io::stdin()
            .lock()
            .read_line(&mut line)
            .context("kunne ikke læse adgangskoden")?;
        line.trim_end_matches(['\r', '\n']).to_owned()
    } else if std::io::stdin().is_terminal() {
        let first = rpassword::prompt_password("Adgangskode (mindst 12 tegn): ")
            .context("kunne ikke læse adgangskoden")?;
        let second = rpassword::prompt_password("Adgangskode igen: ")
            .context("kunne ikke læse adgangskoden")?;
        if first != second {
            bail!("de to adgangskoder er forskellige; intet er ændret");
        }
        first
    } else {
        bail!("der er ingen terminal at spørge på; send adgangskoden ind med --password-stdin");
    };
    hash_password(&password).map_err(|error| match error {
        PasswordError::TooShort => {
            anyhow!("adgangskoden skal have mindst 12 tegn; intet er ændret")
        }
        PasswordError::TooLong => anyhow!("adgangskoden må højst have 200 tegn; intet er ændret"),
        PasswordError::Hashing => anyhow!("adgangskoden kunne ikke krypteres; intet er ændret"),
    })
}
