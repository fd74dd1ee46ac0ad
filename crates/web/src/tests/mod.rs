//! The whole house in process: what every page must keep.

mod case;
mod cohorts;
mod comparison;
mod days;
mod doors;
mod figures;
mod hostile;
mod lists;
mod reform;
mod remedies;
mod rights;
mod sign_in;
mod translations;
mod vintages;
