//! Quarterly report (季度报告): what a quarter came to, as it was counted under a head of the log, with what is said
//! of it; drafted when the quarter is over, checked by two custodians, approved by the chief, sent to the
//! political-legal committee of the level and the superior organ by the tenth. It hangs on the organ and on no
//! record. The figures stand for ever: what was wrong in them is said in a supplement beside them.

mod act;
mod decide;
mod flow;
mod page;
mod state;

pub use act::{
    APPROVE, Analysis, CHECK, COUNTERCHECK, DRAFT, RECEIPT, RETURN, ReportAct, ReportEvent, SEND, SUPPLEMENT,
    WITHDRAW,
};
pub use flow::At;
pub use state::Report;
