//! The environment of a session. What a client sent along is not believed: a process that finds more
//! than the names below starts itself anew with these alone, before it reads anything else.
//!
//! There is no mark that says "already done", so there is none to forge: [`kept`] of what it returned
//! is the same again, and a process whose environment is the same as what would be kept goes on.

use nix::unistd::execve;
use std::ffi::{CString, OsStr, OsString};
use std::io;
use std::os::unix::ffi::OsStrExt;

/// One variable.
pub type Variable = (OsString, OsString);

/// Bytes of a value at most; sshd's own are far shorter.
const LONGEST: usize = 4096;

/// The only place programs are looked for; a session starts none, and what it starts finds nothing
/// of the user's.
const PATH: &str = "/usr/bin:/bin";

/// The terminal where the name of one's own is not one.
const TERM: &str = "xterm";

/// What may stand in a value.
#[derive(Clone, Copy)]
enum Form {
    /// A name of a locale or a zone: letters, digits and `. _ - @ : / +`, 64 at most.
    Name,
    /// A file or an address that sshd wrote: visible ASCII and blanks.
    Told,
    /// Whatever the person typed after the host; judged when it is taken apart.
    Line,
    /// Decimal digits.
    Number,
}

/// Every name a session may find in its environment beside `TERM` and `PATH`.
const KEPT: &[(&str, Form)] = &[
    ("LANG", Form::Name),
    ("LC_ALL", Form::Name),
    ("LC_CTYPE", Form::Name),
    ("TZ", Form::Name),
    ("SSH_USER_AUTH", Form::Told),
    ("SSH_CONNECTION", Form::Told),
    ("SSH_TTY", Form::Told),
    ("SSH_ORIGINAL_COMMAND", Form::Line),
    ("SUDO_UID", Form::Number),
];

/// What of these variables a session keeps, in a fixed order.
pub fn kept(found: &[Variable]) -> Vec<Variable> {
    let first = |name: &str| found.iter().find(|(n, _)| n == name).map(|(_, v)| v);
    let mut all: Vec<Variable> = KEPT
        .iter()
        .filter_map(|(name, form)| first(name).filter(|v| fits(v, *form)).map(|v| (name.into(), v.clone())))
        .collect();
    let term = first("TERM").filter(|v| is_terminal_name(v));
    all.push(("TERM".into(), term.cloned().unwrap_or_else(|| TERM.into())));
    all.push(("PATH".into(), PATH.into()));
    all
}

/// Whether nothing but what a session keeps is there.
pub fn is_clean(found: &[Variable]) -> bool {
    let mut kept = kept(found);
    let mut found = found.to_vec();
    kept.sort();
    found.sort();
    kept == found
}

/// `^[A-Za-z0-9+._-]{1,32}$`: it is looked up as a file by some, and sshd passes it unchecked.
fn is_terminal_name(value: &OsStr) -> bool {
    let bytes = value.as_bytes();
    (1..=32).contains(&bytes.len()) && bytes.iter().all(|b| b.is_ascii_alphanumeric() || b"+._-".contains(b))
}

fn fits(value: &OsStr, form: Form) -> bool {
    let bytes = value.as_bytes();
    if bytes.is_empty() {
        return false;
    }
    match form {
        Form::Name => {
            bytes.len() <= 64
                && !value.as_bytes().windows(2).any(|w| w == b"..")
                && bytes.iter().all(|b| b.is_ascii_alphanumeric() || b"._-@:/+".contains(b))
        }
        Form::Told => bytes.len() <= LONGEST && bytes.iter().all(|b| b.is_ascii_graphic() || *b == b' '),
        Form::Line => true,
        Form::Number => bytes.len() <= 10 && bytes.iter().all(u8::is_ascii_digit),
    }
}

/// Starts this very program anew with the same arguments and this environment. Returns only when
/// that failed.
pub fn again(args: &[OsString], environment: &[Variable]) -> io::Error {
    let text = |bytes: &[u8]| CString::new(bytes).map_err(io::Error::other);
    let pair = |(name, value): &Variable| text(&[name.as_bytes(), b"=", value.as_bytes()].concat());
    let args: Result<Vec<CString>, io::Error> = args.iter().map(|a| text(a.as_bytes())).collect();
    let environment: Result<Vec<CString>, io::Error> = environment.iter().map(pair).collect();
    match (args, environment) {
        (Ok(args), Ok(environment)) => match execve(c"/proc/self/exe", &args, &environment) {
            Ok(never) => match never {},
            Err(errno) => errno.into(),
        },
        (Err(error), _) | (_, Err(error)) => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(&str, &str)]) -> Vec<Variable> {
        pairs.iter().map(|(n, v)| (n.into(), v.into())).collect()
    }

    fn get(all: &[Variable], name: &str) -> Option<String> {
        all.iter().find(|(n, _)| n == name).map(|(_, v)| v.to_string_lossy().into_owned())
    }

    #[test]
    fn nothing_of_the_clients_comes_through() {
        let hostile = of(&[
            ("LD_PRELOAD", "/tmp/x.so"),
            ("LD_LIBRARY_PATH", "/tmp"),
            ("RUST_BACKTRACE", "full"),
            ("LIUHEN_REGISTER", "/tmp/mine"),
            ("HOME", "/home/x"),
            ("TERMINFO", "/tmp"),
            ("SSH_AUTH_SOCK", "/tmp/agent"),
            ("PATH", "/tmp"),
            ("LANG", "zh_CN.UTF-8"),
            ("SSH_CONNECTION", "10.0.0.7 5000 10.0.0.1 22"),
        ]);
        let all = kept(&hostile);
        let names: Vec<_> = all.iter().map(|(n, _)| n.to_str().unwrap()).collect();
        assert_eq!(names, ["LANG", "SSH_CONNECTION", "TERM", "PATH"]);
        assert_eq!(get(&all, "PATH").as_deref(), Some(PATH));
        assert!(!is_clean(&hostile));
        assert!(is_clean(&all), "what was kept is kept again, or the program would start itself for ever");
    }

    #[test]
    fn a_name_that_is_none_is_replaced_or_dropped() {
        let long = "x".repeat(5000);
        for term in ["xterm$(id);../../x", "", "a b", "\u{1b}[31m", &long, "xterm/../x"] {
            assert_eq!(get(&kept(&of(&[("TERM", term)])), "TERM").as_deref(), Some("xterm"), "{term:?}");
        }
        for term in ["xterm-256color", "screen.xterm-new", "dtterm+x", "vt100"] {
            assert_eq!(get(&kept(&of(&[("TERM", term)])), "TERM").as_deref(), Some(term));
        }
        for lang in ["zh_CN.UTF-8$(id)", "../../../tmp/x", "\u{9b}31m", &long] {
            assert_eq!(get(&kept(&of(&[("LANG", lang)])), "LANG"), None, "{lang:?}");
        }
        assert_eq!(get(&kept(&of(&[("SUDO_UID", "1000; id")])), "SUDO_UID"), None);
    }
}
