//! The training register: made where there is none, with people to be; its clock goes forward only.

use super::face::Face;
use super::input::code;
use super::stop::Stop;
use crate::demo::{Plan, cast, make};
use crate::domain::ids::Millis;
use crate::domain::lang::Lang;
use crate::domain::record::local_time;
use crate::domain::refusal::{Flaw, Rule};
use crate::domain::{organ_kind, when};
use crate::office::{Clock, Mode, Office, System};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Demo {
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
    #[arg(long, value_name = "N", default_value_t = 400)]
    records: usize,
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    #[arg(long, value_name = "CODE", default_value = "COURT")]
    organ: String,
    #[arg(long)]
    pub make_only: bool,
    #[command(subcommand)]
    pub verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
pub enum Verb {
    Clock(Forward),
}

#[derive(Debug, Args)]
pub struct Forward {
    #[arg(value_name = "+3d")]
    by: String,
}

/// Opens the training register, or makes it; says whom one can be.
pub fn open(face: &mut Face, d: &Demo, dir: &Path, asked: Option<Lang>) -> Result<Office, Stop> {
    let empty = std::fs::read_dir(dir).map_or(true, |mut all| all.next().is_none());
    let office = if empty { make(dir, &plan(d, asked)?)? } else { Office::open(dir, Mode::Session)? };
    if !office.is_training() {
        return Err(Rule::TrainingOnly.into());
    }
    let path = office.dir().display().to_string();
    let people = cast(office.organ());
    if !face.json {
        face.say(&face.said().demo_is, &[("", &path)])?;
    }
    face.list(&people, |face, p| {
        vec![format!("--as {}", p.account), p.name.clone(), face.lang.pick(&p.zh, &p.en).clone()]
    })?;
    Ok(office)
}

fn plan(d: &Demo, asked: Option<Lang>) -> Result<Plan, Stop> {
    let kind = code("organ_kind", &d.organ);
    if organ_kind::of(&kind).is_none() {
        return Err(Stop::wrong("organ", Flaw::UnknownCode, &d.organ));
    }
    let lang = asked.map(|l| l.pick("zh", "en").to_owned());
    Ok(Plan { seed: d.seed, records: d.records, kind, now: System.now(), lang })
}

/// The account that `demo` begins with when nobody is named: the first of those worth being.
pub fn first(office: &Office) -> Option<String> {
    cast(office.organ()).into_iter().next().map(|p| p.account)
}

pub fn clock(face: &mut Face, office: &mut Office, f: &Forward) -> Result<(), Stop> {
    let by = span(&f.by).ok_or_else(|| Stop::wrong("clock", Flaw::Unreadable, &f.by))?;
    office.move_clock(by)?;
    if face.json {
        return face.value(&serde_json::json!({ "now": local_time::to_text(office.now()) }));
    }
    let now = when::show(office.now(), when::Precision::Exact, face.lang);
    face.say(&face.said().clock_at, &[("", &now)])
}

/// `+3d`, `12h`, `30m`, `2天`: how far forward.
fn span(typed: &str) -> Option<Millis> {
    let typed = typed.trim().trim_start_matches(['+', '＋']);
    let end = typed.find(|c: char| !c.is_ascii_digit()).unwrap_or(typed.len());
    let (digits, unit) = typed.split_at(end);
    let each: Millis = match unit.trim() {
        "d" | "天" | "日" => 86_400_000,
        "h" | "小时" => 3_600_000,
        "m" | "min" | "分" | "分钟" => 60_000,
        _ => return None,
    };
    let n: Millis = digits.parse().ok()?;
    // Ten years at once is a slip of the finger, and cannot be taken back.
    let by = n.checked_mul(each)?;
    (by > 0 && by <= 3_660 * 86_400_000).then_some(by)
}

#[cfg(test)]
mod tests {
    use super::span;

    #[test]
    fn only_forward_and_not_for_ever() {
        assert_eq!(span("+3d"), Some(3 * 86_400_000));
        assert_eq!(span("90m"), Some(90 * 60_000));
        assert_eq!(span("2天"), Some(2 * 86_400_000));
        for wrong in ["", "-3d", "+0d", "3", "d", "+99999d", "99999999999999999999d", "3w"] {
            assert_eq!(span(wrong), None, "{wrong}");
        }
    }
}
