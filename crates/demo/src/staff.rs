//! The invented municipality's employees: four teams of ten, six of whom can sign in.

use facts::{EmployeeId, Sex};

use crate::dice::Dice;
use crate::people::name;

/// What an employee may do, by the id that the program uses.
pub const ROLES: [&str; 4] = ["sagsbehandler", "jobformidler", "teamleder", "laeser"];

/// The names of the teams.
pub const TEAMS: [&str; 4] = ["Havn", "Øst", "Vest", "Oplandet"];

/// An invented employee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Employee {
    /// The id they get in an empty store: they are added in this order, from 1.
    pub id: EmployeeId,
    /// What they type to sign in.
    pub login: String,
    /// Their name.
    pub name: String,
    /// One of [`ROLES`].
    pub role: &'static str,
    /// Position in [`TEAMS`].
    pub team: usize,
    /// The password that is printed; `None`: cannot sign in.
    pub password: Option<&'static str>,
}

/// Roles in a team of ten.
const TEAM: [&str; 10] = [
    "sagsbehandler",
    "sagsbehandler",
    "sagsbehandler",
    "sagsbehandler",
    "sagsbehandler",
    "jobformidler",
    "jobformidler",
    "jobformidler",
    "teamleder",
    "laeser",
];

/// The six who can sign in, all in the first team: position in it, login, name, password.
const SIX: [(usize, &str, &str, &str); 6] = [
    (0, "mette", "Mette Ravn", "mette-ved-havnen"),
    (1, "yusuf", "Yusuf Dahl", "yusuf-ved-havnen"),
    (5, "lone", "Lone Agerskov", "lone-ved-havnen"),
    (6, "minh", "Minh Overgaard", "minh-ved-havnen"),
    (8, "birgit", "Birgit Toft", "birgit-ved-havnen"),
    (9, "poul", "Poul Winther", "poul-ved-havnen"),
];

/// Invents the forty employees, by team; the six who can sign in are the same for every seed.
pub fn employees(seed: u64) -> Vec<Employee> {
    let dice = &mut Dice::new(seed, 1);
    let mut employees: Vec<Employee> = Vec::new();
    for team in 0..TEAMS.len() {
        for (at, role) in TEAM.iter().enumerate() {
            let id = EmployeeId(employees.len() as u64 + 1);
            let known = SIX.iter().find(|(place, ..)| team == 0 && *place == at);
            let (login, name, password) = if let Some((_, login, name, password)) = known {
                ((*login).to_owned(), (*name).to_owned(), Some(*password))
            } else {
                let sex = if dice.chance(60) {
                    Sex::Female
                } else {
                    Sex::Male
                };
                (format!("medarbejder{id}"), name(dice, sex), None)
            };
            employees.push(Employee {
                id,
                login,
                name,
                role,
                team,
                password,
            });
        }
    }
    employees
}
