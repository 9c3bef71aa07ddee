//! The training register: made on first use, opened as one of its people, its clock only forward.

use super::face::Face;
use super::input::Typed;
use super::stop::Stop;
use crate::demo::{self, Plan};
use crate::domain::ids::Millis;
use crate::domain::lang::Lang;
use crate::domain::refusal::{Flaw, Rule};
use crate::office::{Clock, Fault, Mode, Office, Space, System, Trouble};
use crate::words::fill;
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Demo {
    #[command(subcommand)]
    pub verb: Option<Verb>,
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
    #[arg(long, value_name = "N", default_value_t = 400)]
    records: usize,
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    #[arg(long, value_name = "COURT|PROCURATORATE|POLICE|JUSTICE")]
    organ: Option<String>,
    #[arg(long)]
    make_only: bool,
    #[arg(long)]
    fresh: bool,
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

/// Makes the training register where there is none, and says whom one can be. Returns the account
/// to open it as; none when it was only to be made.
pub fn ready(face: &mut Face, d: &Demo, dir: &Path, now: Option<&Typed>) -> Result<Option<String>, Stop> {
    if d.fresh {
        clear(dir)?;
    }
    let kind = d.organ.as_ref().map(|kind| kind.to_uppercase());
    let office = match Office::open(dir, Mode::Session) {
        Err(Trouble::Fault(Fault::Missing(_))) => {
            vacant(dir)?;
            let kind = kind.unwrap_or_else(|| "COURT".to_owned());
            if crate::domain::organ_kind::of(&kind).is_none() {
                return Err(Stop::wrong("organ", Flaw::UnknownCode, d.organ.as_deref().unwrap_or(&kind)));
            }
            has_room(face, dir, d.records)?;
            face.remark(&face.said().demo_making);
            // The story ends at the moment of this call.
            let wall = System.now();
            let now =
                now.map(|typed| face.any_time("now", typed, wall)).transpose()?.map_or(wall, |at| at.at_ms);
            let plan = Plan { seed: d.seed, records: d.records, kind, now, lang: None };
            let made = demo::make(dir, &plan)?;
            face.stands();
            made
        }
        Ok(office) if kind.as_ref().is_some_and(|kind| *kind != office.organ().kind.code) => {
            let is = &office.organ().kind;
            let there = [("dir", &*dir.to_string_lossy()), ("kind", face.lang.pick(&is.zh, &is.en).as_str())];
            return Err(Stop::Usage(fill(&face.said().demo_other_kind, &there)));
        }
        other => other?,
    };
    if !office.is_training() {
        return Err(Rule::TrainingOnly.into());
    }
    let cast = demo::cast(office.organ());
    if d.make_only {
        if !face.json {
            face.say(&face.said().demo_at, &[("", &dir.display().to_string())])?;
        }
        let lang = face.lang;
        let name = |c: &demo::CastMember| match lang {
            Lang::Zh => c.name.clone(),
            Lang::En => format!("{} {}", c.name, c.latin),
        };
        face.list(&cast, |_, c| vec![c.account.clone(), name(c), lang.pick(&c.zh, &c.en).clone()])?;
        return Ok(None);
    }
    Ok(cast.first().map(|c| c.account.clone()))
}

/// Where a register is to be made there is nothing yet: a directory of somebody's is not filled with files.
fn vacant(dir: &Path) -> Result<(), Stop> {
    let what = if dir.is_dir() { crate::office::strangers(dir)?.into_iter().next() } else { None };
    what.map_or(Ok(()), |what| Err(Fault::NotOurs { path: dir.to_owned(), what }.into()))
}

/// Whether so many records fit onto the disk: said before hours are spent on filling it.
fn has_room(face: &Face, dir: &Path, records: usize) -> Result<(), Stop> {
    let dir = std::path::absolute(dir).map_err(|e| Stop::file(dir, e))?;
    let Some(there) = dir.ancestors().find(|d| d.is_dir()) else { return Ok(()) };
    let (needs, has) = (demo::size(records), Space::of(there)?.free);
    if needs <= has {
        return Ok(());
    }
    let gb = |bytes: u64| bytes.div_ceil(1_000_000_000).to_string();
    let (n, needs, has) = (records.to_string(), gb(needs), (has / 1_000_000_000).to_string());
    let dir = dir.to_string_lossy();
    let there = [("n", n.as_str()), ("needs", &needs), ("has", &has), ("dir", &dir)];
    Err(Stop::Usage(fill(&face.said().demo_no_room, &there)))
}

/// Takes an old training register away. Anything else at that place is left alone.
fn clear(dir: &Path) -> Result<(), Stop> {
    match Office::open(dir, Mode::Session) {
        Err(Trouble::Fault(Fault::Missing(_))) => Ok(()),
        Err(other) => Err(other.into()),
        Ok(office) if !office.is_training() => Err(Rule::TrainingOnly.into()),
        Ok(office) => {
            let place = office.dir().to_owned();
            if let Some(what) = crate::office::strangers(&place)?.into_iter().next() {
                return Err(Fault::NotOurs { path: place, what }.into());
            }
            drop(office);
            // Nobody opens it between this and its end, and whoever is in stays in.
            let _alone = Office::alone(&place)?;
            std::fs::remove_dir_all(&place).map_err(|e| Stop::file(&place, e))
        }
    }
}

/// How a stretch of time is written, of which at most ten years are taken at once.
const FORWARD: &str = "+3d +12h +30m (3天 12小时 30分), 1m-3660d";

pub fn clock(face: &mut Face, office: &mut Office, f: &Forward) -> Result<(), Stop> {
    let by = span(&f.by).ok_or_else(|| Stop::wrong("clock", Flaw::OneOf, FORWARD))?;
    office.move_clock(by)?;
    face.stands();
    let now = crate::domain::when::show(office.now(), crate::domain::when::Precision::Exact, face.lang);
    if face.json {
        let now = crate::domain::record::local_time::to_text(office.now());
        return face.value(&serde_json::json!({ "now": now }));
    }
    face.say(&face.said().clock_at, &[("", &now)])
}

/// `+3d`, `12h`, `30m`, `2天`: how far forward.
fn span(typed: &str) -> Option<Millis> {
    let typed = typed.trim().trim_start_matches(['+', '+']);
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
