use super::*;
use crate::cli::face::Streams;
use crate::domain::refusal::No;
use crate::office::Trouble;
use std::ffi::OsStr;

fn face(input: &'static str) -> Face {
    Face {
        lang: crate::domain::lang::Lang::En,
        json: false,
        away: true,
        streams: Streams {
            input: Box::new(input.as_bytes()),
            out: Box::new(std::io::sink()),
            err: Box::new(std::io::sink()),
            out_is_terminal: false,
            err_is_terminal: false,
        },
    }
}

/// `ok`, the code of the rule, or `usage`.
fn said(typed: &str, input: &'static str) -> String {
    let mut face = face(input);
    let done = words_of(&face, OsStr::from_bytes(typed.as_bytes())).and_then(|w| line(&mut face, w));
    match done {
        Ok(Some(_)) => "ok".into(),
        Ok(None) => "help".into(),
        Err(Stop::Trouble(Trouble::No(No::Refused(r)))) => format!("{} {}", r.rule.code(), r.detail),
        Err(Stop::Usage(text)) => format!("usage {text}"),
        Err(other) => format!("{other:?}"),
    }
}

#[test]
fn a_line_is_taken_apart_at_blanks_and_goes_to_no_shell() {
    for good in [
        "desk",
        "  desk  --json ",
        "show 7K3M9Q2XA --lang en",
        "list status:submitted",
        "record new --from -",
        "confirm 7K3M9Q2XA --revision 0123456789ab --right name,post,case_no",
        "return X --reason place=-",
        "verify --against -",
    ] {
        assert_eq!(said(good, ""), "ok", "{good}");
    }
    assert_eq!(said("help", ""), "help");
    assert_eq!(said("help record new", ""), "help");
    assert_eq!(said("desk --help", ""), "help");
}

#[test]
fn another_verb_is_refused_by_its_name() {
    for (typed, verb) in [
        ("whoami; id", "whoami;"),
        ("desk;id", "desk;id"),
        ("`id`", "`id`"),
        ("$(id)", "$(id)"),
        ("scp -t /tmp", "scp"),
        ("internal-sftp", "internal-sftp"),
        ("/usr/lib/openssh/sftp-server", "/usr/lib/openssh/sftp-server"),
        ("backup -", "backup"),
        ("rebuild", "rebuild"),
        ("init --example", "init"),
        ("demo", "demo"),
        ("session desk", "session"),
        ("ssh-keys root x y", "ssh-keys"),
        ("--json backup -", "backup"),
        ("--lang en tick", "tick"),
        ("\u{1b}[31mdesk", "‹U+001B›[31mdesk"),
        ("desk --as chief", "--as"),
        ("desk --now 2026", "--now"),
        ("desk --register -", "--register"),
    ] {
        assert_eq!(said(typed, ""), format!("verb_not_here {verb}"), "{typed}");
    }
    assert_eq!(said("--json", ""), "verb_not_here ");
}

#[test]
fn bytes_lines_and_files_that_are_not_taken() {
    for typed in [
        "show x;id",
        "show `id`",
        "show $(id)",
        "show a|b",
        "show a\nbackup",
        "show ../../etc/passwd",
        "show \"a b\"",
        "show 张三",
        "list ~root",
    ] {
        assert!(said(typed, "").starts_with("usage The command cannot hold"), "{typed}: {}", said(typed, ""));
    }
    assert!(said(&format!("show {}", "a".repeat(200)), "").starts_with("usage The command is longer"));
    for typed in
        ["record new --from log.key", "record attach X log.key --name a", "verify --against register.db"]
    {
        assert!(said(typed, "").starts_with("usage A file on the server"), "{typed}: {}", said(typed, ""));
    }
}

#[test]
fn chinese_and_blanks_come_over_standard_input() {
    assert_eq!(said("quick --args -", "--who=张三\n--line=来电 询问; 案件 $(id)\n"), "ok");
    assert_eq!(said("quick --args -", "--who=张三\n--line=x\n--as=chief\n"), "verb_not_here --as");
    assert!(
        said("record new --args -", "--from=/var/lib/liuhen/log.key\n")
            .starts_with("usage A file on the server")
    );
    let mut face = face("--name=录音\r\n\nthe bytes");
    let words = words_of(&face, OsStr::new("record attach X - --args -")).unwrap();
    assert!(line(&mut face, words).unwrap().is_some());
    let mut left = String::new();
    face.streams.input.read_to_string(&mut left).unwrap();
    assert_eq!(left, "the bytes");
}

/// What is refused here is told from what is not by the type of the argument; an argument that names
/// a file and is of another type would walk past.
#[test]
fn every_argument_that_names_a_file_is_known_as_one() {
    fn walk(cmd: &Command, path: &str) {
        for arg in cmd.get_arguments() {
            let names_file = arg
                .get_value_names()
                .is_some_and(|n| n.iter().any(|n| n.contains("FILE") || n.contains("DIR")));
            let is_path = arg.get_value_parser().type_id() == TypeId::of::<PathBuf>();
            assert!(!names_file || is_path, "{path} {}", arg.get_id());
        }
        cmd.get_subcommands().for_each(|s| walk(s, &format!("{path} {}", s.get_name())));
    }
    for verb in Line::command().get_subcommands().filter(|s| AWAY.contains(&s.get_name())) {
        walk(verb, verb.get_name());
    }
}
