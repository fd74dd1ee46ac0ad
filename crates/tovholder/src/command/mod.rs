//! The command line: what the program can be asked, in Danish.

mod danish;
mod figures;
mod import;
mod refusal;
mod register;
mod rulebook;
mod serve;
mod store_file;
mod tree;
mod upkeep;
mod user;

pub(crate) use danish::parse;
pub(crate) use figures::{Figures, FiguresAsk, FiguresCohorts, FiguresDraw};
pub(crate) use import::{Import, ImportKind};
pub(crate) use refusal::refuse;
pub(crate) use register::{Register, RegisterRun, RegisterSynth};
pub(crate) use rulebook::Rulebook;
pub(crate) use serve::{Demo, Serve};
pub(crate) use store_file::{Pages, StoreFile};
pub(crate) use tree::{Arguments, Command};
pub(crate) use upkeep::{AccessLog, Audit, Backup, Erase, Rebuild, Restore, Verify};
pub(crate) use user::{User, UserAdd, UserReset};
