//! What only other programs of the server can do, in order, with the reason for each.

use super::SetupSsh;
use crate::cli::deploy::{Values, unit_rows, units};
use crate::cli::face::Face;
use crate::cli::stop::Stop;
use crate::words::operate::words as operate;
use serde_json::json;

/// Each step's name, by which its reason stands in the words, and its command.
pub const STEPS: &[(&str, &str)] = &[
    ("install", "install -D -o root -g root -m 0755 target/release/liuhen {binary}"),
    ("users", "systemd-sysusers"),
    ("unlock", "usermod -p '*' {user}"),
    ("directories", "systemd-tmpfiles --create"),
    ("found", "runuser -u {user} -- {binary} --register {register} init --from organ.toml"),
    ("units", "systemctl daemon-reload"),
    ("timers", "systemctl enable --now {timers}"),
    ("test", "sshd -t"),
    (
        "effective",
        "sshd -T -C user={user},host=localhost,addr=127.0.0.1,lport={port} | {binary} --register {register} doctor --sshd-t -",
    ),
    ("reload", "systemctl reload ssh || systemctl reload sshd"),
    ("enter", "ssh -p {port} {user}@SERVER"),
];

pub fn tell(face: &mut Face, s: &SetupSsh, values: &Values) -> Result<(), Stop> {
    let said = operate(face.lang);
    let timers: Vec<String> = unit_rows().iter().map(|u| format!("{}.timer", units::name(u))).collect();
    if !face.json {
        face.heading(&said.setup.steps)?;
    }
    for (n, (name, command)) in (1..).zip(STEPS) {
        let command = values.fill(&command.replace("{timers}", &timers.join(" ")));
        let why = said.step.get(*name).cloned().unwrap_or_default();
        if face.json {
            face.value(&json!({ "kind": "step", "name": name, "run": command, "why": why }))?;
            continue;
        }
        face.line(&format!("{n}. {why}"))?;
        face.line(&format!("    {command}"))?;
    }
    if !face.json && !s.apply {
        face.line("")?;
        face.line(&said.setup.to_apply)?;
    }
    Ok(())
}
