//! The whole house in process: what every page must keep.

mod doors;
mod hostile;
mod lists;
mod rights;
mod sign_in;
mod translations;
