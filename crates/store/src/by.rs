//! Who did something with the store as a whole.

use facts::EmployeeId;

/// Who did it: an employee who had signed in, or an account of the machine at its terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// An employee.
    Employee(EmployeeId),
    /// An account of the machine, by its name.
    Terminal(String),
}

impl By {
    pub(crate) fn employee(&self) -> Option<EmployeeId> {
        match self {
            By::Employee(employee) => Some(*employee),
            By::Terminal(_) => None,
        }
    }

    pub(crate) fn terminal(&self) -> Option<&str> {
        match self {
            By::Employee(_) => None,
            By::Terminal(account) => Some(account),
        }
    }

    /// Reads it back from its two columns. Until terminals were named, employee 0 stood for one.
    pub(crate) fn of(employee: Option<i64>, terminal: Option<String>) -> By {
        match (terminal, employee) {
            (Some(account), _) => By::Terminal(account),
            (None, None | Some(0)) => By::Terminal(String::new()),
            (None, Some(employee)) => By::Employee(EmployeeId(employee.cast_unsigned())),
        }
    }
}
