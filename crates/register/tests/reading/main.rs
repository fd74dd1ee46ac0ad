//! Reading registers: forms, faults and the invented one.

mod faults;
mod forms;
mod invented;
mod pieces;
mod registers;
mod released;
mod requests;
mod results;
mod runs;
mod series;
