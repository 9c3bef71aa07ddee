//! Stories told on the command line: one per rule and one per attack, in `tests/told/*.told`.
//!
//! ```text
//! # prose, for the reader
//! ? sqlite3                             a program the story needs; without it the story is left out, aloud
//! : CALL --set manner=PHONE …           {CALL} stands for these words from here on
//! @ 2026-11-20 09:00                    the clock of the commands that follow
//! judge$ record quick --who 张三 …       a command by an account of the demonstration register
//! $ verify                              a command by nobody in particular
//! < a line of standard input
//! > 已速记 {NOTE}                        a line of the answer; the first time {NOTE} takes the word
//! > ...                                 a later line; other lines may stand between
//! - 李四                                 must not stand anywhere in the answer
//! =                                     the answer is word for word that of the command before
//! ! 3                                   the exit code, 0 unless told
//! sh$ printf x | dd …                   a command of the shell, in the directory that holds register/
//! ```
//!
//! Every command has an id of its own; what became an act is said again under it when the story is over, and is
//! the first act (`again.rs`).
//!
//! `{NOTE~4}` is the last four characters of what `{NOTE}` took. `TOLD=全程 cargo test --test prompt told::`
//! plays the stories whose name contains the word.

use crate::common;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

#[derive(Clone, Default)]
struct Step {
    line: usize,
    who: String,
    command: String,
    input: String,
    wanted: Vec<String>,
    unwanted: Vec<String>,
    same: bool,
    code: i32,
    now: String,
    /// What names mean from this command on.
    means: Vec<(String, String)>,
}

fn read(text: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut means = Vec::new();
    let mut now = "2026-11-20 10:00".to_owned();
    for (i, row) in text.lines().enumerate() {
        let last = steps.last_mut();
        if row.trim().is_empty() || row.starts_with('#') || row.starts_with("? ") {
        } else if row == "=" {
            last.expect("the same as what?").same = true;
        } else if let Some(rest) = row.strip_prefix(": ") {
            let (name, words) = rest.split_once(' ').expect("a name and its words");
            means.push((name.to_owned(), words.to_owned()));
        } else if let Some(moment) = row.strip_prefix("@ ") {
            now = moment.trim().to_owned();
        } else if let Some(rest) = row.strip_prefix("> ") {
            last.expect("an answer before a command").wanted.push(rest.to_owned());
        } else if let Some(rest) = row.strip_prefix("- ") {
            last.expect("an answer before a command").unwanted.push(rest.to_owned());
        } else if let Some(rest) = row.strip_prefix("< ") {
            let input = &mut last.expect("input before a command").input;
            input.push_str(rest);
            input.push('\n');
        } else if let Some(code) = row.strip_prefix("! ") {
            last.expect("a code before a command").code = code.trim().parse().expect("an exit code");
        } else if let Some((who, command)) = row.split_once('$') {
            steps.push(Step {
                line: i + 1,
                who: who.trim().to_owned(),
                command: command.trim().to_owned(),
                now: now.clone(),
                means: std::mem::take(&mut means),
                ..Step::default()
            });
        } else {
            panic!("line {}: {row}", i + 1);
        }
    }
    steps
}

/// Splits as a shell does, without one: quotes group, nothing expands.
fn words(line: &str) -> Vec<String> {
    let (mut all, mut word, mut quote, mut begun) = (Vec::new(), String::new(), None, false);
    for c in line.chars() {
        match (quote, c) {
            (None, '\'' | '"') => (quote, begun) = (Some(c), true),
            (Some(q), c) if c == q => quote = None,
            (None, ' ') => {
                if begun || !word.is_empty() {
                    all.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            _ => word.push(c),
        }
    }
    if begun || !word.is_empty() {
        all.push(word);
    }
    all
}

/// Puts known names into a text, and the last four characters of what they took.
fn fill(text: &str, known: &BTreeMap<String, String>) -> String {
    let mut filled = text.to_owned();
    for (name, value) in known {
        let four: String = value.chars().skip(value.chars().count().saturating_sub(4)).collect();
        filled = filled.replace(&format!("{{{name}}}"), value).replace(&format!("{{{name}~4}}"), &four);
    }
    filled
}

/// The first `{NAME}` of a pattern: what stands before it, the name, what stands after. The braces
/// of JSON hold more than a name.
fn first_name(pattern: &str) -> Option<(&str, &str, &str)> {
    pattern.match_indices('{').find_map(|(at, _)| {
        let (name, after) = pattern[at + 1..].split_once('}')?;
        let is_name = !name.is_empty() && name.chars().all(char::is_alphanumeric);
        is_name.then_some((&pattern[..at], name, after))
    })
}

/// Looks for a pattern in a line; names not yet known take the word that stands there.
fn find(pattern: &str, line: &str, known: &mut BTreeMap<String, String>) -> bool {
    let pattern = fill(pattern, known);
    let Some((before, name, after)) = first_name(&pattern) else { return line.contains(&pattern) };
    let Some(at) = line.find(before) else { return false };
    let tail = &line[at + before.len()..];
    let stop = after.chars().next().filter(|_| !after.starts_with('{'));
    let end = tail.find(|c: char| c.is_whitespace() || Some(c) == stop).unwrap_or(tail.len());
    if end == 0 {
        return false;
    }
    let mut tried = known.clone();
    tried.insert(name.to_owned(), tail[..end].to_owned());
    if find(after, &tail[end..], &mut tried) {
        *known = tried;
        return true;
    }
    false
}

/// `id`: the command's own, where it has one.
fn run(step: &Step, register: &Path, known: &BTreeMap<String, String>, id: Option<&str>) -> (i32, String) {
    let command = fill(&step.command, known);
    let place = register.parent().unwrap();
    let mut process = if step.who == "sh" {
        let mut shell = Command::new("sh");
        shell.args(["-c", &command]).current_dir(place);
        shell
    } else {
        let mut liuhen = Command::new(env!("CARGO_BIN_EXE_liuhen"));
        liuhen.args(words(&command)).arg("--register").arg(register).current_dir(place);
        liuhen.args(["--now", &step.now]);
        liuhen.args(id.into_iter().flat_map(|id| ["--command-id", id]));
        if !step.who.is_empty() {
            liuhen.args(["--as", &step.who]);
        }
        liuhen
    };
    process.env_remove("LIUHEN_REGISTER").env("LIUHEN", env!("CARGO_BIN_EXE_liuhen"));
    let mut child =
        process.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A command that reads nothing may be gone already.
    let _ = child.stdin.take().unwrap().write_all(fill(&step.input, known).as_bytes());
    let out = child.wait_with_output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    (out.status.code().unwrap_or(-1), said)
}

/// A program the story needs and this machine does not have.
fn lacks(text: &str) -> Option<&str> {
    let has = |program: &&str| Command::new("which").arg(program).output().is_ok_and(|o| o.status.success());
    text.lines().filter_map(|row| row.strip_prefix("? ")).find(|program| !has(program))
}

/// What became an act in a story that is told with an id for every command.
struct Acted {
    step: Step,
    id: String,
    said: String,
    known: BTreeMap<String, String>,
}

impl Acted {
    fn line(&self) -> Vec<String> {
        words(&fill(&self.step.command, &self.known))
    }

    fn again(&self, register: &Path, of: &Acted, who: &str) -> (i32, String) {
        // Half a year later, whatever the story came to.
        let now = "2027-06-01 09:00".to_owned();
        let step = Step { now, who: who.to_owned(), ..self.step.clone() };
        run(&step, register, &self.known, Some(&of.id))
    }
}

/// Acts of people in a register's file; none where it cannot be read. What is due in half a year the register
/// does of itself.
fn acts(register: &Path) -> Option<i64> {
    let db = rusqlite::Connection::open(register.join("register.db")).ok()?;
    let count = "SELECT count(DISTINCT seq) FROM act WHERE actor IS NOT NULL";
    db.query_row(count, [], |row| row.get(0)).ok()
}

/// The check code of a receipt, in words or in JSON.
pub fn check_code(said: &str) -> Option<&str> {
    let mut words = said.split(|c: char| c.is_whitespace() || "\",".contains(c));
    words.find(|w| w.len() == 14 && w.split('-').all(|four| four.len() == 4))
}

/// Verbs that were said again.
static SAID: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Every verb that became an act, once more at the end: the first receipt, and nothing is written. Another
/// line under its id is refused, and so is the same line by somebody else.
fn said_again(name: &str, register: &Path, acted: &[Acted]) -> Result<(), String> {
    let stood = acts(register);
    // Each verb where it is told first: one story is enough for it, and all of them take long.
    let first = |a: &&Acted| {
        let verb = crate::again::verb_of(&a.line());
        SAID.lock().unwrap_or_else(PoisonError::into_inner).insert(verb)
    };
    for (n, a) in acted.iter().filter(first).enumerate() {
        let at = format!("{name}:{}: {}$ {}\n{}", a.step.line, a.step.who, a.line().join(" "), a.said);
        let (code, said) = a.again(register, a, &a.step.who);
        if code != 0 || check_code(&said) != check_code(&a.said) {
            return Err(format!("{at}said again: {code} {said}"));
        }
        let others = acted.iter().find(|b| b.step.who == a.step.who && b.line() != a.line());
        if let Some(b) = others.filter(|_| n == 0) {
            let (code, said) = b.again(register, a, &a.step.who);
            if code != 3 || !said.contains("同一请求号此前办过另一内容") {
                return Err(format!("{at}another line under its id: {code} {said}"));
            }
        }
        let stranger = acted.iter().map(|b| &b.step.who).find(|who| **who != a.step.who);
        if let Some(stranger) = stranger.filter(|_| n == 0) {
            let (code, said) = a.again(register, a, stranger);
            if code == 0 {
                return Err(format!("{at}by {stranger}: {said}"));
            }
        }
        if acts(register) != stood {
            return Err(format!("{at}something was written"));
        }
    }
    Ok(())
}

/// Every command gets an id of its own, and what became an act is said again at the end.
fn tell(path: &Path) -> Result<Vec<Acted>, String> {
    let text = std::fs::read_to_string(path).unwrap();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    if let Some(program) = lacks(&text) {
        crate::skip::skip(&format!("no {program}: the story {name} was NOT told"));
        return Ok(Vec::new());
    }
    let home = common::stories_copy();
    let (mut known, mut before) = (BTreeMap::new(), String::new());
    let (mut acted, mut stood) = (Vec::new(), None);
    for step in read(&text) {
        for (name, words) in &step.means {
            let words = fill(words, &known);
            known.insert(name.clone(), words);
        }
        let makes_anew = ["backup", "drill", "print"].iter().any(|verb| step.command.starts_with(verb));
        let id = (!makes_anew).then(|| format!("019e5e2e-1960-7bae-bf29-{:012x}", step.line));
        stood = stood.or_else(|| acts(&home));
        let (code, said) = run(&step, &home, &known, id.as_deref());
        let stands = stood.and_then(|_| acts(&home));
        let called = if step.who == "sh" { None } else { id };
        if let (Some(id), Some(stood), Some(stands)) = (called, stood, stands)
            && code == 0
            && stands > stood
        {
            acted.push(Acted { step: step.clone(), id, said: said.clone(), known: known.clone() });
        }
        stood = stands;
        let at = format!("{name}:{}: {}$ {}\n{said}", step.line, step.who, fill(&step.command, &known));
        if code != step.code {
            return Err(format!("{at}exit code {code}, not {}", step.code));
        }
        if step.same && said != before {
            return Err(format!("{at}not the answer of the command before:\n{before}"));
        }
        let mut lines = said.lines();
        for wanted in step.wanted.iter().filter(|w| *w != "...") {
            if !lines.by_ref().any(|line| find(wanted, line, &mut known)) {
                return Err(format!("{at}nowhere (or not in this order): {}", fill(wanted, &known)));
            }
        }
        for unwanted in &step.unwanted {
            let unwanted = fill(unwanted, &known);
            if said.contains(&unwanted) {
                return Err(format!("{at}should not say: {unwanted}"));
            }
        }
        before = said;
    }
    // Where the file itself was changed, or an older one put back, it is not what was said that is gone.
    let whole = !["改库", "截断"].iter().any(|damaged| name.starts_with(damaged));
    if whole {
        said_again(&name, &home, &acted)?;
    }
    Ok(acted)
}

/// Tells all stories; what became an act in them.
fn stories() -> Vec<Acted> {
    let only = std::env::var("TOLD").unwrap_or_default();
    let mut stories: Vec<PathBuf> =
        std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/told"))
            .unwrap()
            .map(|e| e.unwrap().path())
            .filter(|p| p.extension().is_some_and(|e| e == "told"))
            .filter(|p| p.to_string_lossy().contains(&only))
            .collect();
    stories.sort();
    assert!(!stories.is_empty());
    let next = AtomicUsize::new(0);
    let teller = || std::iter::from_fn(|| stories.get(next.fetch_add(1, Ordering::Relaxed))).map(|p| tell(p));
    let all: Vec<_> = std::thread::scope(|s| {
        let two = [0, 1].map(|_| s.spawn(|| teller().collect::<Vec<_>>()));
        two.into_iter().flat_map(|t| t.join().unwrap()).collect()
    });
    let (told, wrong): (Vec<_>, Vec<_>) = all.into_iter().partition(Result::is_ok);
    let wrong: Vec<String> = wrong.into_iter().filter_map(Result::err).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    told.into_iter().flatten().flatten().collect()
}

#[test]
fn every_story_comes_true() {
    let acted = stories();
    if std::env::var("TOLD").is_err() {
        crate::again::tells_of_every_verb(acted.iter().map(Acted::line));
    }
}

#[test]
fn a_story_notices_what_does_not_come_true() {
    let mut known = BTreeMap::new();
    assert!(find("已速记 {NOTE} 核验码", "已速记 7K3M9QX2D 核验码 1234", &mut known));
    assert_eq!(known["NOTE"], "7K3M9QX2D");
    assert!(!find("记录 {NOTE}", "记录 OTHER", &mut known));
    assert!(find("{NOTE} {REVISION}", "见 7K3M9QX2D 0123456789ab", &mut known));
    assert_eq!(fill("{NOTE~4} {NOTE}", &known), "QX2D 7K3M9QX2D");
    assert!(find(r#"{"sound":true}"#, r#"{"sound":true}"#, &mut known));
    assert_eq!(words(r#"a "b c" '' d"#), ["a", "b c", "", "d"]);
    assert_eq!(read("x$ y\n! 3\n- z").pop().map(|s| (s.code, s.unwanted.len())), Some((3, 1)));
    assert_eq!(read(": A b c\nx$ {A}\n=").pop().map(|s| (s.means.len(), s.same)), Some((1, true)));
    assert_eq!(lacks("? no-such-program\n"), Some("no-such-program"));
}
