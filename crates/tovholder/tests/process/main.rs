//! The real binary as a process: what it says, what it serves, and what survives when it is killed.

mod browser;
mod commands;
mod full_disk;
mod killed;
mod long_weekend;
mod program;
mod smoke;
