//! What the machine gives a session: limits, walls, and a terminal that shows Chinese.

use super::site::Site;
use super::table::Verdict::{Good, ToDo, Unknown};
use super::table::{Check, Finding};
use crate::process::Walls;

pub const CHECKS: &[Check] = &[
    Check { code: "walls", outcomes: &[("good", Good), ("partly", Good), ("none", ToDo)], look: walls },
    Check { code: "limits", outcomes: &[("good", Good), ("weak", ToDo), ("unseen", Unknown)], look: limits },
    Check { code: "locale", outcomes: &[("good", Good), ("other", ToDo), ("unset", Good)], look: locale },
];

fn walls(site: &Site<'_>) -> Vec<Finding> {
    let found = match site.process.walls {
        Walls::Whole { abi } => Finding::of("good").with("abi", abi),
        Walls::Partly { abi } => Finding::of("partly").with("abi", abi),
        Walls::None => Finding::of("none"),
    };
    found.alone()
}

/// This process has just limited itself as a session does; here is what the kernel says of it.
fn limits(site: &Site<'_>) -> Vec<Finding> {
    let p = &site.process;
    let (Some(umask), Some(core), Some(no_new)) = (p.umask, p.core, p.no_new_privs) else {
        return Finding::of("unseen").alone();
    };
    let fine = umask == 0o077 && core == (0, 0) && no_new;
    let found = if fine { Finding::of("good") } else { Finding::of("weak") };
    found.with("umask", format!("{umask:04o}")).with("core", core.1).with("no_new_privs", no_new).alone()
}

/// The screens ask the terminal itself; what the environment says counts where it gives no answer.
fn locale(site: &Site<'_>) -> Vec<Finding> {
    let said = site.locale.iter().flatten().find(|v| !v.is_empty());
    let utf8 = |v: &str| v.to_ascii_lowercase().replace('-', "").contains("utf8");
    let found = match said {
        None => Finding::of("unset"),
        Some(v) if utf8(v) => Finding::of("good").with("locale", v),
        Some(v) => Finding::of("other").with("locale", v),
    };
    found.alone()
}
