//! What is generated from the tables: flows, code lists, keys, the man page, completions.

use super::face::Face;
use super::help;
use super::stop::Stop;
use crate::domain::codes;
use crate::domain::flow::Step;
use crate::domain::kind::About;
use crate::domain::lang::Lang;
use crate::domain::organ;
use crate::domain::record::{CHANGE_FLOW, FLOW, IDENTITY_FLOW, VOID_FLOW, VOIDED};
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
    diagram(face, m, "record", "status", &[FLOW, VOIDED])?;
    diagram(face, m, "change", "review_state", &[CHANGE_FLOW])?;
    diagram(face, m, "void", "review_state", &[VOID_FLOW])?;
    diagram(face, m, "identity", "review_state", &[IDENTITY_FLOW])?;
    diagram(face, m, "proposal", "proposal_state", &[organ::FLOW])?;
    registry::all().iter().try_for_each(|kind| of_kind(face, m, kind))
}

/// The diagram of a kind, from its table: exactly the transitions that happen.
fn of_kind(face: &mut Face, mermaid: bool, kind: &About) -> Result<(), Stop> {
    let w = face.w();
    if face.json {
        return kind.rows.iter().try_for_each(|r| {
            face.value(&serde_json::json!({
                "matter": kind.code,
                "act": r.act.code(),
                "from": r.from,
                "to": r.leads.iter().map(|(_, to)| *to).collect::<BTreeSet<_>>(),
                "hands": r.hands.iter().map(|c| c.code()).collect::<Vec<_>>(),
                "needs": r.needs,
                "asks": r.asks.iter().map(|f| f.key).collect::<Vec<_>>(),
            }))
        });
    }
    let states = format!("{}_state", kind.code);
    let title = w.code("matter", kind.code).to_owned();
    if mermaid {
        face.line(&format!("---\ntitle: {title}\n---\nstateDiagram-v2"))?;
        for (code, _) in kind.states.iter().filter(|(code, _)| *code != kind.none) {
            face.line(&format!("    {code}: {}", w.code(&states, code)))?;
        }
    } else {
        face.heading(&title)?;
    }
    for r in &kind.rows {
        let hands: Vec<&str> = r.hands.iter().map(|c| w.capacity(*c)).collect();
        let label = fill("{a} ({b})", &[("a", w.act(r.act)), ("b", &hands.join(" + "))]);
        for (from, to) in &r.leads {
            let line = if mermaid {
                let from = if *from == kind.none { "[*]" } else { from };
                format!("    {from} --> {to}: {label}")
            } else {
                format!("{} > {}  {label}", w.code(&states, from), w.code(&states, to))
            };
            face.line(&line)?;
        }
    }
    face.line("")
}

#[derive(Serialize)]
struct FlowStep<'a> {
    matter: &'a str,
    act: &'a str,
    from: Vec<String>,
    /// Every state it can lead to.
    to: Vec<String>,
    hands: Vec<&'a str>,
    needs: Vec<&'a str>,
}

fn diagram<S: Serialize + Copy + PartialEq>(
    face: &mut Face,
    mermaid: bool,
    matter: &str,
    states: &str,
    tables: &[&'static [Step<S>]],
) -> Result<(), Stop> {
    let table = || tables.iter().copied().flatten();
    let w = face.w();
    let code =
        |s: &S| serde_json::to_value(s).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
    if face.json {
        return table().try_for_each(|s| {
            face.value(&FlowStep {
                matter,
                act: s.act.code(),
                from: s.from.iter().map(code).collect(),
                to: s.leads().map(|(_, to)| code(&to)).collect::<BTreeSet<_>>().into_iter().collect(),
                hands: s.hands.iter().map(|c| c.code()).collect(),
                needs: s.needs.iter().map(|n| n.code()).collect(),
            })
        });
    }
    let title = match matter {
        "change" | "void" | "identity" => match matter {
            "change" => format!(
                "{} / {}",
                w.act(crate::domain::flow::Act::Supplement),
                w.act(crate::domain::flow::Act::Correct)
            ),
            "void" => w.act(crate::domain::flow::Act::Void).to_owned(),
            _ => w.act(crate::domain::flow::Act::AskIdentity).to_owned(),
        },
        other => w.code("matter", other).to_owned(),
    };
    let state = |s: &S| {
        let code = code(s);
        if mermaid && matches!(code.as_str(), "new" | "none") { "[*]".to_owned() } else { code }
    };
    if mermaid {
        face.line(&format!("---\ntitle: {title}\n---\nstateDiagram-v2"))?;
        let mut named: Vec<String> =
            table().flat_map(Step::leads).flat_map(|(from, to)| [from, to]).map(|s| state(&s)).collect();
        named.sort();
        named.dedup();
        for code in named.iter().filter(|c| *c != "[*]") {
            face.line(&format!("    {code}: {}", w.code(states, code)))?;
        }
    } else {
        face.heading(&title)?;
    }
    for s in table() {
        let hands: Vec<&str> = s.hands.iter().map(|c| w.capacity(*c)).collect();
        let label = fill("{a} ({b})", &[("a", w.act(s.act)), ("b", &hands.join(" + "))]);
        for (from, to) in s.leads() {
            if mermaid {
                face.line(&format!("    {} --> {}: {label}", state(&from), state(&to)))?;
            } else {
                let (from, to) = (code(&from), code(&to));
                face.line(&format!("{} > {}  {label}", w.code(states, &from), w.code(states, &to)))?;
            }
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
    }
}

/// A script is printed as it is: it is made here, and nothing in it comes from a register.
fn raw(face: &mut Face, bytes: &[u8]) -> Result<(), Stop> {
    face.whole = true;
    face.streams.out.write_all(bytes).map_err(Stop::Out)
}
