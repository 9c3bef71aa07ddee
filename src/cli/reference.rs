//! What is generated from the tables: flows, code lists, keys, the man page, completions.

use super::face::Face;
use super::help;
use super::stop::Stop;
use crate::domain::codes;
use crate::domain::kind::Table;
use crate::domain::lang::Lang;
use crate::domain::organ;
use crate::domain::refusal::{Refusal, Rule};
use crate::domain::registry;
use crate::words::fill;
use clap::{Args, ValueEnum};
use clap_complete::Shell;
use serde::Serialize;
use std::collections::BTreeSet;

#[derive(Debug, Args)]
pub struct Flow {
    #[arg(long)]
    mermaid: bool,
}

#[derive(Debug, Args)]
pub struct Keys {
    #[arg(long)]
    markdown: bool,
}

#[derive(Debug, Args)]
pub struct Completions {
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

#[derive(Debug, Args)]
pub struct VerifyScript {
    #[arg(value_name = "PART", value_enum)]
    part: Option<ScriptPart>,
}

/// What stands beside the second verifier.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ScriptPart {
    Signatures,
    Acts,
    Shapes,
}

#[derive(Debug, Args)]
pub struct Codes {
    #[arg(value_name = "LIST")]
    list: Option<String>,
}

/// Keys of the screens that mean the same, and what: handed in by whoever knows the screens.
#[derive(Clone, Debug, Serialize)]
pub struct Key {
    pub keys: Vec<String>,
    pub what: String,
}

pub fn flow(face: &mut Face, f: &Flow) -> Result<(), Stop> {
    let m = f.mermaid;
    registry::base().tables.iter().try_for_each(|table| diagram(face, m, table))?;
    diagram(face, m, &organ::table())?;
    registry::all().iter().flat_map(|kind| &kind.tables).try_for_each(|table| diagram(face, m, table))
}

/// What a row is, for a program. The tables of what hangs on a record say what they ask for.
#[derive(Serialize)]
struct FlowStep<'a> {
    matter: &'a str,
    act: &'a str,
    from: &'a [&'a str],
    /// Every state it can lead to.
    to: BTreeSet<&'a str>,
    hands: Vec<&'a str>,
    needs: &'a [&'a str],
}

/// The diagram of a table: exactly the transitions that happen.
fn diagram(face: &mut Face, mermaid: bool, table: &Table) -> Result<(), Stop> {
    let w = face.w();
    let hangs = registry::all().iter().any(|kind| kind.code == table.code);
    if face.json {
        return table.rows.iter().try_for_each(|r| {
            let step = FlowStep {
                matter: table.code,
                act: r.act.code(),
                from: &r.from,
                to: r.leads.iter().map(|(_, to)| *to).collect(),
                hands: r.hands.iter().map(|c| c.code()).collect(),
                needs: &r.needs,
            };
            if !hangs {
                return face.value(&step);
            }
            let mut value = serde_json::to_value(&step).unwrap_or_default();
            value["asks"] = r.asks.iter().map(|f| f.key).collect();
            face.value(&value)
        });
    }
    let title = match table.title {
        [] => w.code("matter", table.code).to_owned(),
        acts => acts.iter().map(|act| w.act(*act)).collect::<Vec<_>>().join(" / "),
    };
    let state = |code: &str| w.code(&table.words, code).to_owned();
    if mermaid {
        face.line(&format!("---\ntitle: {title}\n---\nstateDiagram-v2"))?;
        let mut states: Vec<&str> = table.states.iter().map(|(code, _)| *code).collect();
        if !hangs {
            states.sort_unstable();
        }
        for code in states.into_iter().filter(|code| *code != table.none) {
            face.line(&format!("    {code}: {}", state(code)))?;
        }
    } else {
        face.heading(&title)?;
    }
    for r in &table.rows {
        let hands: Vec<&str> = r.hands.iter().map(|c| w.capacity(*c)).collect();
        let label = fill("{a} ({b})", &[("a", w.act(r.act)), ("b", &hands.join(" + "))]);
        for (from, to) in &r.leads {
            let line = if mermaid {
                let from = if *from == table.none { "[*]" } else { from };
                format!("    {from} --> {to}: {label}")
            } else {
                format!("{} > {}  {label}", state(from), state(to))
            };
            face.line(&line)?;
        }
    }
    face.line("")
}

/// The lists from which a form chooses; one list with its codes, or the lists there are.
pub fn codes(face: &mut Face, c: &Codes) -> Result<(), Stop> {
    let lang = face.lang;
    let Some(wanted) = &c.list else {
        return face.list(codes::all(), |_, l| vec![l.id.clone(), l.name.clone(), l.label(lang).to_owned()]);
    };
    let found = codes::all().iter().find(|l| l.id.eq_ignore_ascii_case(wanted) || l.name == *wanted);
    let found = found.ok_or_else(|| Refusal::with(Rule::UnknownCode, wanted))?;
    face.list(found.rows(), |_, r| vec![r.code.clone(), r.label(lang).to_owned(), r.source.clone()])
}

/// The keys of the screens as a page of the manual.
pub fn keys(face: &mut Face, keys: &[Key], k: &Keys) -> Result<(), Stop> {
    if !k.markdown {
        return face.list(keys, |_, key| vec![key.keys.join(" "), key.what.clone()]);
    }
    face.say("| {a} | {b} |\n|---|---|", &[("a", &face.said().key), ("b", &face.said().key_does)])?;
    for key in keys {
        let written: Vec<String> = key.keys.iter().map(|k| format!("`{k}`")).collect();
        face.line(&format!("| {} | {} |", written.join(" "), key.what))?;
    }
    Ok(())
}

pub fn man(face: &mut Face) -> Result<(), Stop> {
    let mut page = Vec::new();
    clap_mangen::Man::new(help::command(face.lang)).render(&mut page).map_err(Stop::Out)?;
    let mut page = String::from_utf8_lossy(&page).into_owned();
    if face.lang == Lang::Zh {
        // The only words in the page that are not from our asset are its headings.
        for (theirs, ours) in [
            ("NAME", "名称"),
            ("SYNOPSIS", "用法"),
            ("DESCRIPTION", "说明"),
            ("OPTIONS", "选项"),
            ("SUBCOMMANDS", "命令"),
            ("VERSION", "版本"),
        ] {
            page = page.replace(&format!(".SH {theirs}\n"), &format!(".SH {ours}\n"));
        }
    }
    raw(face, page.as_bytes())
}

pub fn completions(face: &mut Face, c: &Completions) -> Result<(), Stop> {
    let mut script = Vec::new();
    clap_complete::generate(c.shell, &mut help::command(face.lang), "liuhen", &mut script);
    raw(face, &script)
}

/// The second verifier, for whoever does not believe this program. It is carried along so that it is
/// at hand wherever a register is, and printed as it is so that its hash can be compared.
pub fn verify_script(face: &mut Face, v: &VerifyScript) -> Result<(), Stop> {
    match v.part {
        None => raw(face, include_bytes!("../../assets/verify/verify.py")),
        Some(ScriptPart::Signatures) => raw(face, include_bytes!("../../assets/verify/verify_signatures.py")),
        Some(ScriptPart::Acts) => raw(face, include_bytes!("../../assets/verify/verify_acts.py")),
        Some(ScriptPart::Shapes) => raw(face, include_bytes!("../../assets/verify/verify_shapes.json")),
    }
}

/// A script is printed as it is: it is made here, and nothing in it comes from a register.
fn raw(face: &mut Face, bytes: &[u8]) -> Result<(), Stop> {
    face.whole = true;
    face.streams.out.write_all(bytes).map_err(Stop::Out)
}
