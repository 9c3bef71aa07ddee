//! `setup-ssh`: what has to stand on a server so that people come in over SSH and nothing is
//! forgotten. Shown first; written only when asked to. It starts no program: what only other
//! programs can do is told, line by line, to whoever administers the server.

mod steps;
mod write;

use super::deploy::manifest::{Found, Manifest};
use super::deploy::{self, Given, Names, Piece, Values, pieces};
use super::face::Face;
use super::stop::Stop;
use crate::domain::refusal::Flaw;
use crate::office::Fault;
use crate::words::fill;
use crate::words::operate::words as operate;
use clap::Args;
use serde_json::json;
use std::path::Path;

#[derive(Debug, Args)]
pub struct SetupSsh {
    #[command(flatten)]
    names: Names,
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
    #[arg(long, conflicts_with = "print")]
    apply: bool,
    #[arg(long, requires = "apply")]
    replace: bool,
    #[arg(long, value_name = "NAME")]
    print: Option<String>,
}

pub fn run(face: &mut Face, s: &SetupSsh, register: Option<&Path>) -> Result<(), Stop> {
    deploy::check().map_err(Fault::Damaged)?;
    let values = Values::of(&Given {
        user: s.names.user.as_deref(),
        binary: s.names.binary.as_deref(),
        keys: s.names.keys.as_deref(),
        register,
        port: s.port,
    })?;
    let pieces = pieces(&values);
    if let Some(name) = &s.print {
        let named = pieces.iter().find(|p| p.path.ends_with(name) || p.path == Path::new(name));
        let piece = named.ok_or_else(|| Stop::wrong("print", Flaw::Unreadable, name))?;
        return face.line(piece.text.trim_end());
    }
    let manifest = Manifest::read(&s.names.prefix).map_err(|e| Stop::file(&s.names.prefix, e))?;
    let mut found = Vec::new();
    for piece in &pieces {
        let is = manifest.found(&s.names.prefix, &piece.path, &piece.text);
        found.push((piece, is.map_err(|e| Stop::file(&piece.path, e))?));
    }
    if s.apply {
        // Nothing is written while one of them is somebody else's: half a setup is worse than none.
        let others: Vec<String> = found
            .iter()
            .filter(|(_, is)| *is == Found::Other && !s.replace)
            .map(|(p, _)| p.path.display().to_string())
            .collect();
        if !others.is_empty() {
            return Err(Stop::Usage(fill(&operate(face.lang).setup.others, &[("", &others.join(" "))])));
        }
        write::all(&s.names.prefix, &found, manifest)?;
        face.stands();
    }
    tell(face, s, &found)?;
    steps::tell(face, s, &values)
}

fn tell(face: &mut Face, s: &SetupSsh, found: &[(&Piece, Found)]) -> Result<(), Stop> {
    let said = &operate(face.lang).setup;
    if !face.json {
        face.line(if s.apply { &said.written } else { &said.dry })?;
    }
    for (piece, is) in found {
        let state = state(*is, s.apply);
        let path = piece.path.display().to_string();
        if face.json {
            face.value(&json!({
                "kind": "file", "path": path, "mode": "0644", "owner": "root:root",
                "state": state, "what": piece.what.get(face.lang), "text": piece.text,
            }))?;
            continue;
        }
        let word = said.state.get(state).cloned().unwrap_or_default();
        let line =
            fill(&said.file, &[("path", &path), ("state", &word), ("what", piece.what.get(face.lang))]);
        face.line("")?;
        face.line(&line)?;
        if !s.apply {
            for row in piece.text.lines() {
                face.line(format!("    {row}").trim_end())?;
            }
        }
    }
    Ok(())
}

/// The state of a file, before or after writing, as a word of the asset.
fn state(is: Found, applied: bool) -> &'static str {
    match (is, applied) {
        (Found::Same, _) => "same",
        (Found::Nothing, false) => "new",
        (Found::Ours, false) => "changes",
        (Found::Other, false) => "other",
        (Found::Nothing, true) => "made",
        (Found::Ours | Found::Other, true) => "changed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lang::Lang;
    use std::collections::BTreeSet;

    /// Whoever installs follows the page; whoever runs the command follows its list.
    #[test]
    fn the_page_on_installing_names_every_step_and_file() {
        let page = include_str!("../../../docs/install.md");
        let values = Values::of(&Given::default()).unwrap();
        let timers: Vec<String> =
            deploy::unit_rows().iter().map(|u| format!("liuhen-{}.timer", u.name)).collect();
        for (name, command) in steps::STEPS {
            let command = values.fill(&command.replace("{timers}", &timers.join(" ")));
            assert!(page.contains(&command), "{name}: {command}");
        }
        for piece in pieces(&values).iter().filter(|p| !p.path.starts_with(deploy::units::DIR)) {
            assert!(page.contains(piece.path.to_str().unwrap()), "{}", piece.path.display());
        }
    }

    #[test]
    fn every_state_and_step_has_its_word_and_none_stands_idle() {
        for lang in Lang::ALL {
            let said = operate(lang);
            let states = ["same", "new", "changes", "other", "made", "changed"];
            assert_eq!(said.setup.state.keys().map(String::as_str).collect::<BTreeSet<_>>(), states.into());
            let steps: BTreeSet<&str> = steps::STEPS.iter().map(|(name, _)| *name).collect();
            assert_eq!(said.step.keys().map(String::as_str).collect::<BTreeSet<_>>(), steps);
        }
    }
}
