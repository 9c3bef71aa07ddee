//! `doctor`: whether a register stands as it should, told in one page. It looks and changes nothing;
//! what it cannot see it says it cannot see.

mod account;
mod evidence;
mod keys;
mod machine;
mod organ;
mod register;
mod site;
mod sshd;
mod sshd_text;
mod table;
mod units;

use super::deploy::{self, Given, Names, Values};
use super::env::Env;
use super::face::Face;
use super::input::Typed;
use super::stop::Stop;
use super::whole::Kind;
use crate::domain::refusal::Rule;
use crate::office::{Clock as _, Fault, Mode, Office, System};
use crate::process::{Facts, limits};
use crate::words::fill;
use crate::words::operate::words as operate;
use clap::Args;
use serde_json::json;
use site::Site;
use std::path::{Path, PathBuf};
use table::{Check, FAMILIES, Finding, Verdict};

#[derive(Debug, Args)]
pub struct Doctor {
    #[command(flatten)]
    names: Names,
    #[arg(long, value_name = "FILE|-")]
    sshd_t: Option<PathBuf>,
}

impl Doctor {
    /// The server's register, where there is one in its usual place.
    pub fn register(&self) -> Option<PathBuf> {
        let usual =
            Values::of(&Given { user: self.names.user.as_deref(), ..Given::default() }).ok()?.register;
        Some(super::deploy::manifest::under(&self.names.prefix, &usual)).filter(|r| r.exists())
    }
}

/// One line of the answer.
struct Line {
    family: &'static str,
    check: &'static Check,
    verdict: Verdict,
    finding: Finding,
}

pub fn run(face: &mut Face, env: &Env, d: &Doctor, dir: &Path, now: Option<&Typed>) -> Result<(), Stop> {
    deploy::check().map_err(Fault::Damaged)?;
    let said_by_sshd =
        d.sshd_t.as_deref().map(|f| face.read_text("sshd-t", f, Kind::Evidence)).transpose()?;
    let registers = on_the_server(dir, &d.names.prefix);
    let values = Values::of(&Given {
        user: d.names.user.as_deref(),
        binary: d.names.binary.as_deref(),
        keys: d.names.keys.as_deref(),
        // A place that no other program's file could name is looked at all the same.
        register: Some(registers.as_path()).filter(|r| deploy::values::is_plain(r)),
        port: None,
    })?;
    let header = site::header(dir);
    let (mut office, as_evidence) = open(dir);
    // As a session limits itself, so that what is told is what a session gets.
    let _ = limits::harden();
    if let Some(typed) = now {
        let office = office.as_mut().ok().filter(|o| o.is_training()).ok_or(Rule::TrainingOnly)?;
        let at = face.any_time("now", typed, office.now())?;
        office.stand_at(at.at_ms)?;
    }
    let site = Site {
        lang: face.lang,
        root: &d.names.prefix,
        sshd: site::sshd(&d.names.prefix, &values, said_by_sshd.as_deref()),
        sshd_said: said_by_sshd.is_some(),
        now: office.as_ref().map_or_else(|_| System.now(), Office::now),
        values,
        dir,
        header,
        office,
        as_evidence,
        process: Facts::read(),
        locale: env.locale.clone(),
    };
    tell(face, &lines(&site))
}

/// The register's place as the server's own files name it.
fn on_the_server(dir: &Path, root: &Path) -> PathBuf {
    let real = |p: &Path| std::path::absolute(p).unwrap_or_else(|_| p.to_owned());
    let dir = real(dir);
    match dir.strip_prefix(real(root)) {
        Ok(below) => Path::new("/").join(below),
        Err(_) => dir,
    }
}

/// The register without a byte changed: as it lives, else as a copy on a medium that takes nothing.
fn open(dir: &Path) -> (Result<Office, crate::office::Trouble>, bool) {
    match Office::open(dir, Mode::Looking) {
        Ok(office) => (Ok(office), false),
        Err(first) => match Office::open(dir, Mode::Evidence) {
            Ok(office) => (Ok(office), true),
            Err(_) => (Err(first), false),
        },
    }
}

fn lines(site: &Site<'_>) -> Vec<Line> {
    let checks = FAMILIES.iter().flat_map(|(family, checks)| checks.iter().map(move |c| (*family, c)));
    let found = checks.flat_map(|(family, check)| {
        (check.look)(site).into_iter().map(move |finding| {
            let verdict = check.verdict(finding.outcome);
            Line { family, check, verdict, finding }
        })
    });
    found.collect()
}

fn tell(face: &mut Face, lines: &[Line]) -> Result<(), Stop> {
    let said = operate(face.lang);
    let count = |v: Verdict| lines.iter().filter(|l| l.verdict == v).count();
    let worst = lines.iter().map(|l| l.verdict).max().unwrap_or(Verdict::Unknown);
    let word = |l: &Line, key: &str| {
        let named = l.finding.values.iter().map(|(n, v)| (*n, v.as_str()));
        let values: Vec<(&str, &str)> =
            [("point", l.finding.point.as_str())].into_iter().chain(named).collect();
        let template = said.check.get(l.check.code).and_then(|c| c.get(key));
        template.map(|t| fill(t, &values)).unwrap_or_default()
    };
    let advice = |l: &Line| word(l, &format!("{}_do", l.finding.outcome));
    let name = |l: &Line| word(l, "name");
    if face.json {
        let checks: Vec<_> = lines
            .iter()
            .map(|l| {
                json!({
                    "family": l.family, "check": l.check.code, "point": l.finding.point,
                    "verdict": l.verdict.code(), "finding": l.finding.outcome, "name": name(l),
                    "found": word(l, l.finding.outcome), "do": advice(l),
                })
            })
            .collect();
        let counts: serde_json::Map<_, _> =
            Verdict::ALL.iter().map(|v| (v.code().to_owned(), count(*v).into())).collect();
        face.value(&json!({ "verdict": worst.code(), "counts": counts, "checks": checks }))?;
    } else {
        for (family, _) in FAMILIES {
            face.heading(said.family.get(family).map_or(family, String::as_str))?;
            let of = |l: &&Line| l.family == family;
            // Points that are as they should be are counted, not listed.
            let quiet = |l: &&Line| l.verdict == Verdict::Good && !l.finding.point.is_empty();
            for l in lines.iter().filter(of).filter(|l| !quiet(l)) {
                let verdict = said.verdict.get(l.verdict.code()).map_or("", String::as_str);
                let told = format!("{}{}", said.doctor.mark.replace("{}", verdict), name(l));
                face.line(&fill(
                    &said.doctor.line,
                    &[("name", &told), ("found", &word(l, l.finding.outcome))],
                ))?;
                let advice = advice(l);
                if !advice.is_empty() {
                    face.say(&said.doctor.advice, &[("", &advice)])?;
                }
            }
            let n = lines.iter().filter(of).filter(quiet).count();
            if n > 0 {
                face.say(&said.doctor.quiet, &[("n", &n.to_string())])?;
            }
        }
        face.line("")?;
        let counts = Verdict::ALL.map(|v| (v.code(), count(v).to_string()));
        let counts: Vec<(&str, &str)> = counts.iter().map(|(c, n)| (*c, n.as_str())).collect();
        face.say(&said.doctor.counts, &counts)?;
    }
    if worst == Verdict::Bad { Err(Stop::Unverified(said.doctor.bad.clone())) } else { Ok(()) }
}
