//! The command line: what the program can be asked, in Danish.

mod danish;
mod refusal;
mod tree;

pub(crate) use danish::parse;
pub(crate) use refusal::refuse;
pub(crate) use tree::{
    AccessLog, Arguments, Audit, Backup, Command, Demo, Erase, Figures, FiguresAsk, Import,
    ImportKind, Rebuild, Register, RegisterRun, RegisterSynth, Restore, Rulebook, Serve, StoreFile,
    User, UserAdd, UserReset, Verify,
};
