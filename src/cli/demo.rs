//! The training register: its clock goes forward only.

use super::face::Face;
use super::stop::Stop;
use crate::domain::ids::Millis;
use crate::domain::refusal::Flaw;
use crate::office::Office;
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub enum Demo {
    Clock(Forward),
}

#[derive(Debug, Args)]
pub struct Forward {
    #[arg(value_name = "+3d")]
    by: String,
}

pub fn clock(face: &mut Face, office: &mut Office, f: &Forward) -> Result<(), Stop> {
    let by = span(&f.by).ok_or_else(|| Stop::wrong("clock", Flaw::Unreadable, &f.by))?;
    office.move_clock(by)?;
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
