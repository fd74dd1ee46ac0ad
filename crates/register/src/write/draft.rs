//! A file takes its name when it is whole: until then it is called `….part`.

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};

use super::WriteError;

/// A file on its way.
#[derive(Debug)]
pub struct Draft {
    part: PathBuf,
    whole: PathBuf,
}

impl Draft {
    /// Begins a file, and its folders; a private one can be read by nobody else on the machine.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn begin(path: &Path, private: bool) -> Result<Draft, WriteError> {
        let fault = |cause: std::io::Error| WriteError::new(path, cause);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(fault)?;
        }
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".part");
        let part = path.with_file_name(name);
        if let Err(cause) = std::fs::remove_file(&part)
            && cause.kind() != std::io::ErrorKind::NotFound
        {
            return Err(fault(cause));
        }
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if private {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        options.open(&part).map_err(fault)?;
        Ok(Draft {
            part,
            whole: path.to_owned(),
        })
    }

    /// Where to write.
    pub fn path(&self) -> &Path {
        &self.part
    }

    /// Gives the file its name, replacing one that has it.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn settle(self) -> Result<(), WriteError> {
        std::fs::rename(&self.part, &self.whole)
            .map_err(|cause| WriteError::new(&self.whole, cause))
    }

    /// A whole file at once.
    ///
    /// # Errors
    /// The folder cannot be written or the disk is full.
    pub fn write(path: &Path, private: bool, bytes: &[u8]) -> Result<(), WriteError> {
        let draft = Draft::begin(path, private)?;
        std::fs::write(draft.path(), bytes).map_err(|cause| WriteError::new(path, cause))?;
        draft.settle()
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // What was not settled is no file; after it was, there is nothing left to remove.
        drop(std::fs::remove_file(&self.part));
    }
}
