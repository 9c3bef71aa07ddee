//! What a connection may do at all, whatever statement a mistake or an injected text asks for.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::Connection;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

use super::fault::Fault;

/// The tables that are the register itself.
pub const LOG_TABLES: [&str; 4] = ["event", "frontier", "register", "schema_part"];

/// The switch of one connection between daily work and maintenance.
#[derive(Clone, Default)]
pub struct Guard(Arc<AtomicBool>);

impl Guard {
    /// Puts the guard on a connection.
    pub fn install(conn: &mut Connection) -> Result<Guard, Fault> {
        let guard = Guard::default();
        let lifted = guard.0.clone();
        conn.authorizer(Some(move |ask: AuthContext<'_>| {
            if lifted.load(Ordering::Relaxed) { Authorization::Allow } else { verdict(&ask.action) }
        }))?;
        Ok(guard)
    }

    /// Lifts the guard until the answer is dropped. Only while the program's own fixed statements
    /// run: migration, rebuilding, checking, copying.
    pub fn lift(&self) -> Lifted {
        self.0.store(true, Ordering::Relaxed);
        Lifted(self.clone())
    }
}

/// A lifted guard; it falls again on every way out.
pub struct Lifted(Guard);

impl Drop for Lifted {
    fn drop(&mut self) {
        self.0.0.store(false, Ordering::Relaxed);
    }
}

fn verdict(action: &AuthAction<'_>) -> Authorization {
    let own = |table: &str| LOG_TABLES.contains(&table) || table.starts_with("sqlite_");
    let allowed = match action {
        AuthAction::Select
        | AuthAction::Read { .. }
        | AuthAction::Recursive
        | AuthAction::Transaction { .. }
        | AuthAction::Savepoint { .. } => true,
        AuthAction::Function { function_name } => *function_name != "load_extension",
        AuthAction::Insert { table_name } => matches!(*table_name, "event" | "frontier") || !own(table_name),
        AuthAction::Update { table_name, .. } => *table_name == "frontier" || !own(table_name),
        AuthAction::Delete { table_name } => !own(table_name),
        AuthAction::Pragma { pragma_name, pragma_value } => {
            *pragma_name == "data_version" && pragma_value.is_none()
        }
        _ => false,
    };
    if allowed { Authorization::Allow } else { Authorization::Deny }
}
