//! Why a call ends before its work is done, what a person is told of it, and the exit code.

use super::face::{Face, json_line};
use crate::domain::lang::Lang;
use crate::domain::refusal::{Flaw, No, Problem, Rule};
use crate::office::{Fault, Trouble};
use crate::words::{Told, Words, fill, words};
use serde::Serialize;
use std::io;

pub const DONE: u8 = 0;
pub const FAULT: u8 = 1;
pub const USAGE: u8 = 2;
pub const REFUSED: u8 = 3;
pub const UNVERIFIED: u8 = 4;
pub const WRONG: u8 = 5;
/// It was done, and the answer could not be delivered.
pub const UNDELIVERED: u8 = 6;
pub const AGAIN: u8 = 75;

/// Why a call ends.
#[derive(Debug)]
pub enum Stop {
    /// A rule, the input, or a fault.
    Trouble(Trouble),
    /// The line itself is wrong; the sentence is ready to be said.
    Usage(String),
    /// Why somebody is not let in; told in both languages, for the person's own is not known.
    Outside(Trouble),
    /// Something does not prove what it should; what was found has been printed.
    Unverified(String),
    /// Standard output cannot be written.
    Out(io::Error),
    /// The screens did not open, and have said why themselves.
    ScreensShut,
}

impl<T: Into<Trouble>> From<T> for Stop {
    fn from(trouble: T) -> Self {
        Self::Trouble(trouble.into())
    }
}

impl Stop {
    /// Wrong input in one field.
    pub fn wrong(field: &str, flaw: Flaw, detail: impl std::fmt::Display) -> Self {
        No::Wrong(vec![Problem::new(field, flaw, detail)]).into()
    }

    /// A file that cannot be read, by its name.
    pub fn file(path: &std::path::Path, error: io::Error) -> Self {
        Fault::file(path, error).into()
    }
}

/// What goes out as one JSON object.
#[derive(Serialize)]
struct Object<'a> {
    kind: &'static str,
    code: &'a str,
    message: String,
    hint: String,
    source: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    problems: &'a Vec<Problem>,
}

/// Tells why the call ended and gives the exit code. `reference` names a fault, and is called only
/// for one, because it writes the fault down.
pub fn tell(face: &mut Face, stop: &Stop, reference: impl FnOnce(&Fault) -> Option<String>) -> u8 {
    let none = Vec::new();
    let of = |kind, code, told: Told| Object {
        kind,
        code,
        message: told.text,
        hint: told.hint,
        source: told.source,
        problems: &none,
    };
    let plain = |text: &str| Told { text: text.to_owned(), hint: String::new(), source: String::new() };
    let (w, said) = (face.w(), face.said());
    let (code, object) = match stop {
        Stop::ScreensShut => return USAGE,
        // Whoever reads a list has seen enough. An act, or a file, was to arrive.
        Stop::Out(e) | Stop::Trouble(Trouble::Fault(Fault::Io(e)))
            if e.kind() == io::ErrorKind::BrokenPipe =>
        {
            if face.done.is_none() && !face.whole {
                return DONE;
            }
            undelivered(face, e, &none)
        }
        Stop::Out(e) => undelivered(face, e, &none),
        Stop::Trouble(Trouble::Fault(fault)) => {
            (fault_code(fault), fault_object(face, w.fault(fault), fault, reference, &none))
        }
        // A wild clock or a disk that takes nothing is nobody's mistake at this keyboard: once it is set
        // right, it works.
        Stop::Trouble(Trouble::No(No::Refused(r))) => {
            let later = [Rule::ClockAhead, Rule::DiskFull, Rule::CannotBeNoted];
            let exit = if later.contains(&r.rule) { AGAIN } else { REFUSED };
            (exit, of("refused", r.rule.code(), w.refusal(r)))
        }
        Stop::Trouble(Trouble::No(No::Wrong(problems))) => {
            let lines: Vec<String> = problems.iter().map(|p| w.problem(p)).collect();
            let message = fill(&said.wrong, &[("n", &problems.len().to_string())]);
            let message = format!("{message}\n{}", lines.join("\n"));
            let object = Object {
                kind: "wrong",
                code: "wrong",
                message,
                hint: String::new(),
                source: String::new(),
                problems,
            };
            (WRONG, object)
        }
        Stop::Usage(text) => {
            let told = Told { text: text.clone(), hint: said.usage_hint.clone(), source: String::new() };
            (USAGE, of("usage", "usage", told))
        }
        Stop::Outside(Trouble::No(No::Refused(r))) => {
            (REFUSED, of("refused", r.rule.code(), in_both_languages(|w| w.refusal(r))))
        }
        Stop::Outside(Trouble::No(No::Wrong(_))) => (WRONG, of("wrong", "wrong", plain(""))),
        Stop::Outside(Trouble::Fault(fault)) => {
            let told = in_both_languages(|w| w.fault(fault));
            (fault_code(fault), fault_object(face, told, fault, reference, &none))
        }
        Stop::Unverified(text) => (UNVERIFIED, of("unverified", "unverified", plain(text))),
    };
    if face.json {
        let line = json_line(&object);
        face.remark(&line);
    } else {
        let mut lines = vec![object.message];
        if !object.hint.is_empty() {
            lines.push(fill(&said.hint, &[("", &object.hint)]));
        }
        if !object.source.is_empty() {
            lines.push(fill(&said.source, &[("", &object.source)]));
        }
        face.remark(&lines.join("\n"));
    }
    code
}

/// An answer that could not be written. What stands is told with it, so that nobody does it twice.
fn undelivered<'a>(face: &Face, error: &io::Error, none: &'a Vec<Problem>) -> (u8, Object<'a>) {
    let said = face.said();
    let (again, why) = match error.kind() {
        io::ErrorKind::StorageFull => (true, said.out_full.clone()),
        // A pipe whose other end wants no waiting, and is full for a moment.
        io::ErrorKind::WouldBlock => (true, fill(&said.out_fails, &[("", &error.to_string())])),
        io::ErrorKind::BrokenPipe => (true, said.out_gone.clone()),
        _ => (false, fill(&said.out_fails, &[("", &error.to_string())])),
    };
    let (exit, code, message, hint) = match &face.done {
        Some(done) => {
            (UNDELIVERED, "undelivered", &said.undelivered, fill(&said.undelivered_done, &[("", done)]))
        }
        None => (if again { AGAIN } else { FAULT }, "unanswered", &said.unanswered, String::new()),
    };
    let message = fill(message, &[("why", &why)]);
    (exit, Object { kind: code, code, message, hint, source: String::new(), problems: none })
}

fn fault_code(fault: &Fault) -> u8 {
    if fault.passes() { AGAIN } else { FAULT }
}

fn fault_object<'a>(
    face: &Face,
    told: Told,
    fault: &Fault,
    reference: impl FnOnce(&Fault) -> Option<String>,
    none: &'a Vec<Problem>,
) -> Object<'a> {
    let said = face.said();
    // What the sentence says whole, and what could not be written down, nobody looks up.
    let whole = fault.is_about_a_name()
        || matches!(fault, Fault::Full | Fault::ReadOnly | Fault::NoRoom(_) | Fault::Stalled(_));
    let message = match (!whole).then(|| reference(fault)) {
        None => told.text.clone(),
        Some(Some(number)) => fill(&said.fault, &[("what", &told.text), ("no", &number)]),
        Some(None) => fill(&said.fault_unwritten, &[("what", &told.text)]),
    };
    Object {
        kind: "fault",
        code: fault_word(fault),
        message,
        hint: told.hint,
        source: String::new(),
        problems: none,
    }
}

/// A fault's name for scripts.
fn fault_word(fault: &Fault) -> &'static str {
    match fault {
        Fault::Missing(_) => "missing",
        Fault::Exists(_) => "exists",
        Fault::NotThere(_) => "not_there",
        Fault::NotAllowed(_) => "not_allowed",
        Fault::NotADirectory(_) => "not_a_directory",
        Fault::IsADirectory(_) => "is_a_directory",
        Fault::NotAFile(_) => "not_a_file",
        Fault::NotAnAnchor(_) => "not_an_anchor",
        Fault::NotOurs { .. } => "not_ours",
        Fault::NotARegister(_) => "not_a_register",
        Fault::Newer { .. } => "newer",
        Fault::Damaged(_) => "damaged",
        Fault::ReadOnly => "read_only",
        Fault::Full => "full",
        Fault::NoRoom(_) => "no_room",
        Fault::Stalled(_) => "stalled",
        Fault::NoMoreFiles => "no_more_files",
        Fault::NoMemory => "no_memory",
        Fault::NotOpened => "not_opened",
        Fault::Unread { .. } => "unread",
        Fault::Busy | Fault::Waited(_) => "busy",
        Fault::Silent(_) => "silent",
        Fault::Gone(_) => "gone",
        Fault::InUse(_) => "in_use",
        Fault::Touched => "touched",
        Fault::PeerGone => "peer_gone",
        Fault::Loose { .. } => "loose",
        Fault::NetworkFs { .. } => "network_fs",
        Fault::Unmerged(_) => "unmerged",
        Fault::Setting { .. } => "setting",
        Fault::Unsettled => "unsettled",
        Fault::NotKept => "not_kept",
        Fault::Held => "held",
        Fault::TooLarge(_) => "too_large",
        Fault::CutOff(_) => "cut_off",
        Fault::OtherBytes(_) => "other_bytes",
        Fault::Io(_) => "io",
        Fault::Database(_) => "database",
    }
}

fn in_both_languages(told: impl Fn(&Words) -> Told) -> Told {
    let [first, second] = Lang::ALL.map(|l| told(words(l)));
    let both =
        |a: &str, b: &str| if a.is_empty() && b.is_empty() { String::new() } else { format!("{a}\n{b}") };
    Told {
        text: both(&first.text, &second.text),
        hint: both(&first.hint, &second.hint),
        source: both(&first.source, &second.source),
    }
}
