//! Services and timers of the machine: what is done without anybody signing in.

use super::table::UnitRow;
use super::values::Values;

/// Where an administrator's own units stand.
pub const DIR: &str = "/etc/systemd/system";
/// Where systemd keeps the moment at which a timer last ran.
pub const STAMPS: &str = "/var/lib/systemd/timers";
/// Where a timer that was switched on is linked.
pub const WANTED: &str = "/etc/systemd/system/timers.target.wants";

pub fn name(row: &UnitRow) -> String {
    format!("liuhen-{}", row.name)
}

pub fn service(values: &Values, row: &UnitRow) -> String {
    let line = |run: &String| format!("ExecStart={{binary}} --register {{register}} {run}");
    let runs: Vec<String> = row.runs.iter().map(line).collect();
    // A directory that was not made yet is no reason for the others not to be written to.
    let writes: Vec<String> = row.writes.iter().map(|w| format!("-{w}")).collect();
    let text = include_str!("../../../assets/deploy/service.conf");
    let roots = !row.account.is_empty();
    let account = if roots { &row.account } else { &values.user };
    // Whoever may do nothing privileged needs no call that is.
    let calls = if roots { "~@mount @swap @reboot @module @raw-io @debug" } else { "~@privileged" };
    let text = text.replace("{account}", account).replace("{may}", &row.may).replace("{calls}", calls);
    let text = text.replace("{runs}", &runs.join("\n")).replace("{writes}", &writes.join(" "));
    values.fill(&told(&text, row))
}

pub fn timer(values: &Values, row: &UnitRow) -> String {
    values.fill(&told(include_str!("../../../assets/deploy/timer.conf"), row))
}

fn told(text: &str, row: &UnitRow) -> String {
    text.replace("{name}", &row.name).replace("{en}", &row.what().en).replace("{when}", &row.when)
}

#[cfg(test)]
mod tests {
    use super::super::{Given, files, points, unit_rows};
    use super::*;
    use crate::cli::Line;
    use clap::CommandFactory as _;

    /// Lines of other programs' files are never tried by whoever writes them: here they are.
    #[test]
    fn every_line_that_others_run_is_one_this_program_understands() {
        let values = Values::of(&Given::default()).unwrap();
        let mut lines = Vec::new();
        for row in unit_rows() {
            let text = service(&values, row);
            lines.extend(text.lines().filter_map(|l| l.strip_prefix("ExecStart=")).map(str::to_owned));
        }
        assert!(lines.len() > unit_rows().len());
        let called = ["ForceCommand", "AuthorizedKeysCommand"];
        lines.extend(
            points().iter().filter(|p| called.contains(&p.keyword.as_str())).map(|p| values.fill(&p.value)),
        );
        let sudo = files::pieces(&values).into_iter().find(|p| p.path.ends_with("sudoers.example")).unwrap();
        lines.extend(
            sudo.text
                .lines()
                .filter_map(|l| l.split_once("NOPASSWD: "))
                .map(|(_, l)| l.replace(" *", " desk")),
        );
        for line in lines {
            let tried = Line::command().try_get_matches_from(line.split(' '));
            assert!(tried.is_ok(), "{line}\n{}", tried.unwrap_err());
        }
    }
}
