use super::*;
use crate::cli::face::Streams;
use crate::domain::refusal::No;
use crate::office::Trouble;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::Cursor;
use std::rc::Rc;

fn face(input: impl Into<Vec<u8>>) -> Face {
    Face {
        lang: crate::domain::lang::Lang::En,
        json: false,
        away: true,
        by_somebody: false,
        done: None,
        whole: false,
        heard: None,
        streams: Streams { input: Box::new(Cursor::new(input.into())), ..Streams::nowhere() },
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
        ("desk\nAll is well", "desk‹U+000A›All"),
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
    assert_eq!(said("quick --args -", "--who=张三\n--line=来电 询问; 案件 $(id)\n.\n"), "ok");
    assert_eq!(said("quick --args -", "--who=张三\n--line=x\n--as=chief\n.\n"), "verb_not_here --as");
    // Neither the end of the stream nor an empty line closes them, and a half of them is nothing.
    let whole = "--who=张三\n--line=来电\n.\n";
    for end in (0..whole.len() - 2).filter(|at| whole.is_char_boundary(*at)) {
        assert!(said("quick --args -", &whole[..end]).contains("Unclosed"), "{end}");
    }
    assert!(said("quick --args -", "--who=张三\n--line=来电\n\n").contains("Unclosed"));
    // An empty line is an empty argument, and no sign that something is missing.
    let typed = words_of(&face(""), OsStr::new("quick --args -")).unwrap();
    let mut sent = face("--who\n张三\n--line\n来电\n--case\n\n.\n");
    assert!(line(&mut sent, typed).unwrap().is_some());
    let stray = said("quick --args -", "--who\n张三\n--line\n来电\n\n.\n");
    assert!(stray.starts_with("usage "), "{stray}");
    assert!(
        said("record new --args -", "--from=/var/lib/liuhen/log.key\n.\n")
            .starts_with("usage A file on the server")
    );
    let mut face = face("--name=录音\r\n--size=9\r\n.\r\nthe bytes");
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

/// What people type, and what somebody who wants more than he may would type.
const PIECES: &[&str] = &[
    "desk",
    "list",
    "show",
    "ledger",
    "help",
    "verify",
    "record new",
    "record attach 7K3M9Q2XA",
    "receipt",
    "quick",
    "backup",
    "init",
    "session",
    "7K3M9Q2XA",
    "status:submitted",
    "--",
    "-",
    "--json",
    "--lang",
    "en",
    "--from -",
    "--from /etc/passwd",
    "--from=log.key",
    "--from log.key",
    "--against register.db",
    "--against -",
    "--anchor=-",
    "--anchor anchor.txt",
    "--register",
    "--register=.",
    "--register -",
    "--as",
    "--as=chief",
    "--as chief",
    "--now 2026-11-01",
    "--now=2026-11-01",
    "--name a",
    "--who=张三",
    "--line=来电 询问",
    "-h",
    "--help",
    "SHA256:ab/+c",
    "../../etc/passwd",
    "/dev/stdin",
    "log.key",
    "$(id)",
    "`id`",
    ";",
    "|",
    "&&",
    ">",
    "*",
    "~",
    "\u{1b}[31m",
    "\u{1b}]0;x\u{7}",
    "\u{9b}2J",
    "\u{202e}",
    "\r\n",
    "\n",
    "\0",
];

/// Lines that are taken as they stand.
const WHOLE: &[&str] = &["desk", "list", "show 7K3M9Q2XA", "verify", "record new", "ledger", "case list"];

/// What could follow them.
const OPTIONS: &[&str] = &[
    "--json",
    "--lang en",
    "--from -",
    "--from log.key",
    "--from=log.key",
    "--against -",
    "--against register.db",
    "--anchor anchor.txt",
    "--register -",
    "--register=.",
    "--as chief",
    "--as=chief",
    "--now 2026-11-01",
    "--",
    "-",
    "-h",
];

fn pieces(
    of: &'static [&'static str],
    most: usize,
    glue: &'static [&'static str],
) -> impl Strategy<Value = Vec<u8>> {
    let hostile = prop_oneof![
        2 => proptest::collection::vec(any::<u8>(), 0..12),
        1 => (any::<u8>(), 100..400usize).prop_map(|(b, n)| vec![b; n]),
        1 => (any::<u8>(), 60_000..80_000usize).prop_map(|(b, n)| vec![b; n]),
    ];
    let piece = prop_oneof![
        40 => proptest::sample::select(of).prop_map(|p| p.as_bytes().to_vec()),
        1 => hostile,
    ];
    proptest::collection::vec((piece, proptest::sample::select(glue)), 0..most).prop_map(|all| {
        all.into_iter().flat_map(|(piece, glue)| [piece, glue.as_bytes().to_vec()]).flatten().collect()
    })
}

#[derive(Clone)]
struct Heard(Rc<RefCell<Vec<u8>>>);

impl std::io::Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What is taken is told from what is not by the values the parser gives, at any depth, and not by
/// the grammar that the guarded code asks.
fn names_what_is_fixed(matches: &ArgMatches) -> Option<String> {
    let typed = |id: &str| matches.value_source(id) == Some(clap::parser::ValueSource::CommandLine);
    for id in matches.ids().map(clap::Id::as_str) {
        if ["register", "as_account", "now", "anchor"].contains(&id) && typed(id) {
            return Some(id.to_owned());
        }
        if let Ok(Some(files)) = matches.try_get_many::<PathBuf>(id)
            && let Some(file) = files.into_iter().find(|f| f.as_os_str() != "-")
        {
            return Some(format!("{id} {}", file.display()));
        }
    }
    names_what_is_fixed(matches.subcommand()?.1)
}

/// What came of a line.
fn tried(typed: &[u8], input: &[u8]) -> &'static str {
    let mut face = face(input);
    let heard = Heard(Rc::default());
    face.streams.err = Box::new(heard.clone());
    let shown = || format!("{} <- {}", typed.escape_ascii(), input.escape_ascii());
    let done = words_of(&face, OsStr::from_bytes(typed)).and_then(|words| {
        let plain = |w: &OsString, b: &u8| {
            let print = w.as_bytes().starts_with(b"SHA256:") && b"/+".contains(b);
            print || matches!(b, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b':' | b'-' | b',' | b'=')
        };
        assert!(words.iter().all(|w| w.as_bytes().iter().all(|b| plain(w, b))), "{}", shown());
        assert!(words.iter().map(|w| w.len()).sum::<usize>() <= 200, "{}", shown());
        line(&mut face, words)
    });
    let stop = match done {
        Ok(None) => return "help",
        Ok(Some(taken)) => {
            let mut again = self::face(input);
            let mut words = words_of(&again, OsStr::from_bytes(typed)).unwrap();
            if words.ends_with(&["--args".into(), "-".into()]) {
                words.truncate(words.len() - 2);
                words.extend(more_words(&mut again).unwrap());
            }
            words.insert(0, "liuhen".into());
            let matches = Line::command().try_get_matches_from(words).unwrap();
            assert_eq!(names_what_is_fixed(&matches), None, "{}", shown());
            assert!(
                taken.verb.is_some() && AWAY.contains(&matches.subcommand_name().unwrap()),
                "{}",
                shown()
            );
            return "taken";
        }
        Err(stop) => stop,
    };
    let (sentence, what) = match &stop {
        Stop::Trouble(Trouble::No(No::Refused(r))) => (r.detail.clone(), "refused"),
        // The one sentence with a page below it.
        Stop::Usage(text) if text.starts_with(&face.said().missing_command) => (String::new(), "usage"),
        Stop::Usage(text) => (text.clone(), "usage"),
        Stop::Trouble(Trouble::No(No::Wrong(problems))) => {
            (problems.iter().map(|p| p.detail.as_str()).collect(), "wrong")
        }
        other => panic!("{}: {other:?}", shown()),
    };
    assert!(!sentence.contains(char::is_control), "{}: {sentence:?}", shown());
    super::super::stop::tell(&mut face, &stop, |_| None);
    let told = String::from_utf8(heard.0.borrow().clone()).unwrap();
    assert!(
        !told.trim().is_empty() && !told.contains(|c: char| c.is_control() && c != '\n'),
        "{}: {told:?}",
        shown()
    );
    what
}

/// The same lines at every run; this makes it so many times as many.
const TIMES: u32 = 1;

#[test]
fn random_lines_never_panic_and_nothing_fixed_is_taken() {
    let seen = RefCell::new(BTreeMap::new());
    let run = |cases: u32, lines: BoxedStrategy<(Vec<u8>, Vec<u8>)>| {
        let cases = cases * TIMES;
        let config =
            ProptestConfig { cases, max_shrink_iters: 200, failure_persistence: None, ..Default::default() };
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[29; 32]);
        let done = TestRunner::new_with_rng(config, rng).run(&lines, |(typed, input)| {
            *seen.borrow_mut().entry(tried(&typed, &input)).or_insert(0) += 1;
            Ok(())
        });
        if let Err(broken) = done {
            panic!("{broken}");
        }
    };
    let bytes = proptest::collection::vec(any::<u8>(), 0..260);
    let wild = pieces(PIECES, 8, &[" ", " ", "  ", "", "\n", "\t", "\0", ";"]);
    run(2200, (prop_oneof![1 => bytes, 2 => wild], Just(Vec::new())).boxed());
    // Lines near to good ones cost the parser's whole grammar each, so they are fewer.
    let near = (
        proptest::sample::select(WHOLE),
        pieces(OPTIONS, 3, &[" "]),
        any::<bool>(),
        pieces(PIECES, 3, &["\n", "\n", "\n", "\r\n", "\n\n"]),
    );
    let near = near.prop_map(|(whole, options, more, input)| {
        let more: &[u8] = if more { b" --args -" } else { b"" };
        ([whole.as_bytes(), b" ", &options, more].concat(), input)
    });
    run(90, near.boxed());
    // Every end was reached, so that none of the promises is empty.
    let seen = seen.into_inner();
    for end in ["help", "refused", "taken", "usage", "wrong"] {
        assert!(seen.contains_key(end), "{end}: {seen:?}");
    }
}
