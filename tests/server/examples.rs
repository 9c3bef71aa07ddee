//! What the pages, the help and the program's own words show as a command: every one is understood by
//! the program as it is printed, and the blocks of the pages run as they are printed, one line after the
//! other, the remote ones against a real sshd.
//!
//! What is put in by hand: the program under test instead of one that is built; `court` and
//! `court.example` are a server of the test; 7K3M9QX2D and 0123456789ab are a record that is there and
//! its revision, 4HX7Q9M2A one in the store; the screens are opened in a pseudo-terminal and left again.

use crate::{line, sshd};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::error::ErrorKind;
use liuhen::domain::lang::Lang;
use sshd::{Court, said};

const PAGES: [&str; 18] = [
    "README.md",
    "README.en.md",
    "docs/ssh.md",
    "docs/ssh.en.md",
    "docs/operation.md",
    "docs/operation.en.md",
    "docs/evidence.md",
    "docs/evidence.en.md",
    "docs/signatures.md",
    "docs/signatures.en.md",
    "docs/custody.md",
    "docs/custody.en.md",
    "docs/install.md",
    "docs/install.en.md",
    "docs/log-format.md",
    "docs/log-format.en.md",
    "docs/add-a-kind.md",
    "docs/add-a-kind.en.md",
];

/// The number that stands for a record in the store; the other one waits for its first hand.
const STORED: &str = "4HX7Q9M2A";

/// Blocks that are not run here: how they begin, and who runs them.
const ELSEWHERE: [(&str, &str); 3] = [
    ("cargo run -- demo", "tests/walk.rs opens the demonstration; the other line is what runs this"),
    ("cargo build --release", "tests/install.rs follows the page these lines are taken from"),
    ("liuhen backup /srv/copies", "tests/copies.rs makes, keeps and tries copies with keys of its own"),
];

fn page(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// Splits at blanks as a shell does, without one, and leaves out what is the shell's: remarks,
/// redirections, the lines after a pipe.
fn words(line: &str) -> Vec<String> {
    let (mut all, mut word, mut quote) = (Vec::new(), String::new(), None);
    for c in line.chars() {
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(q), c) if c == q => quote = None,
            (None, ' ') if !word.is_empty() => all.push(std::mem::take(&mut word)),
            (None, ' ') => {}
            (None, '#') if word.is_empty() => break,
            (None, '(') if word.ends_with('$') => (quote, _) = (Some(')'), word.push(c)),
            (None, '|') if !word.is_empty() => word.push(c),
            (None, '>' | '<' | ';' | '&' | '|' | ')') => break,
            _ => word.push(c),
        }
    }
    if !word.is_empty() {
        all.push(word);
    }
    // What may be left out, and what stands for more of the same.
    let mut kept = Vec::new();
    let mut open = false;
    for word in all {
        open |= word.starts_with('[');
        let of_a_switch = kept.last().is_some_and(|w: &String| w.starts_with("--"));
        if word.contains("$(") {
            // Whatever the shell puts there is a number or a name.
            kept.push("1".to_owned());
        } else if !open && (of_a_switch || !["…", "...", "\\"].contains(&&*word)) {
            kept.push(word.clone());
        }
        open &= !word.trim_end_matches(['.', '…']).ends_with(']');
    }
    kept
}

/// Why the program would not understand this line; nothing where it would.
fn misunderstood(words: &[String]) -> Option<String> {
    let cut = words.iter().any(|w| w == "--args");
    // The rest of it comes over standard input; a list of what there is has a word of its own from afar.
    let words = words.split(|w| w == "--args").next().unwrap();
    if words == ["help"] {
        return None;
    }
    let mut grammar = liuhen::cli::command(Lang::En).no_binary_name(true);
    let error = grammar.try_get_matches_from_mut(words).err()?;
    let names_only =
        words.iter().all(|w| w.chars().all(|c| c.is_ascii_lowercase() || c == '-') && !w.starts_with('-'));
    let more = [
        ErrorKind::MissingRequiredArgument,
        ErrorKind::MissingSubcommand,
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand,
        ErrorKind::DisplayHelp,
        ErrorKind::DisplayVersion,
    ];
    // The bare name of a command is spoken of, not given.
    (!((names_only || cut) && more.contains(&error.kind()))).then(|| format!("{words:?}: {error}"))
}

/// The lines of a text that are for the program: after `liuhen` or `ssh court`, in code.
fn lines_for_us(text: &str) -> Vec<String> {
    let mut code: Vec<&str> = Vec::new();
    let mut fenced = false;
    for line in text.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
        } else if fenced || line.starts_with("    ") {
            code.push(line);
        } else {
            code.extend(line.split('`').skip(1).step_by(2));
        }
    }
    let mut all = Vec::new();
    for piece in code {
        for (at, call) in ["liuhen ", "ssh court "].iter().flat_map(|c| piece.match_indices(c)) {
            let before = piece[..at].chars().next_back();
            let begins = match before {
                None | Some(' ' | '(') => true,
                // By its path; what stands behind a switch is the account of that name.
                Some('/') => true,
                _ => false,
            };
            let rest = &piece[at + call.len()..];
            let rule = piece.starts_with("Defaults!");
            let account =
                ["-u ", "useradd ", "chown ", "usermod -p '*' "].iter().any(|w| piece[..at].ends_with(w));
            if begins && !rule && !account && rest.starts_with(|c: char| c.is_ascii_lowercase() || c == '-') {
                all.push(rest.to_owned());
            }
        }
    }
    all
}

#[test]
fn every_command_that_a_page_shows_is_understood() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for name in PAGES {
        for line in lines_for_us(&page(name)) {
            seen += 1;
            wrong.extend(misunderstood(&words(&line)).map(|why| format!("{name}: {line}\n  {why}")));
        }
    }
    eprintln!("FIGURES: {seen} commands");
    assert!(seen > 200, "{seen}: the pages lost their commands");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // It would notice.
    let line = "confirm 7K3M9QX2D --right name,post";
    assert!(misunderstood(&words(line)).is_some_and(|why| why.contains("--revision")));
}

/// Help, hints and refusals name commands too; there a sentence goes on behind them.
#[test]
fn every_command_that_the_program_speaks_of_is_one() {
    let grammar = liuhen::cli::command(Lang::En);
    let mut texts: Vec<(PathBuf, String)> = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/words")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                texts.push((path.clone(), fs::read_to_string(path).unwrap()));
            }
        }
    }
    let mut seen = 0;
    for (path, text) in texts {
        for line in text.lines() {
            for (at, call) in ["liuhen ", "ssh court "].iter().flat_map(|c| line.match_indices(c)) {
                let rest = &line[at + call.len()..];
                // The program's name alone, in a sentence or as a file.
                if ["if ", "{path}"].iter().any(|w| rest.starts_with(w)) {
                    continue;
                }
                let mut at_hand = &grammar;
                let (mut named, mut inside) = (0, true);
                for word in
                    rest.split([' ', '"', ')', ';', ',', ':', '.', '（', '）', '，', '。', '；', '：', '、'])
                {
                    match at_hand.find_subcommand(word) {
                        Some(sub) if inside => (at_hand, named) = (sub, named + 1),
                        _ => inside = false,
                    }
                    if let Some(long) = word.strip_prefix("--").filter(|l| l.len() > 1) {
                        let known = |c: &clap::Command| c.get_arguments().any(|a| a.get_long() == Some(long));
                        assert!(
                            known(at_hand) || known(&grammar) || long == "help",
                            "{}: {line}: no --{long}",
                            path.display()
                        );
                    }
                    // Only what is one piece with the command.
                    if word.is_empty() {
                        break;
                    }
                }
                seen += named.min(1);
                assert!(
                    named > 0 || !rest.starts_with(|c: char| c.is_ascii_lowercase()),
                    "{}: {line}",
                    path.display()
                );
            }
        }
    }
    assert!(seen > 60, "{seen}");
}

/// The blocks of a page for a shell, in order.
fn blocks(name: &str) -> Vec<String> {
    let text = page(name);
    text.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

fn elsewhere(block: &str) -> bool {
    ELSEWHERE.iter().any(|(begins, _)| block.starts_with(begins))
}

/// A home with the programs that the pages take for granted, under the names they give them.
struct Desk {
    home: tempfile::TempDir,
}

impl Desk {
    fn new() -> Desk {
        let home = tempfile::tempdir().unwrap();
        let desk = Desk { home };
        fs::create_dir(desk.at("bin")).unwrap();
        fs::create_dir(desk.at(".ssh")).unwrap();
        desk.program("liuhen", &format!("exec {} \"$@\"", env!("CARGO_BIN_EXE_liuhen")));
        // It is built already.
        desk.program("cargo", "[ \"$1\" = install ]");
        desk
    }

    fn at(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn program(&self, name: &str, script: &str) {
        let path = self.at("bin").join(name);
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// Runs lines of a block in one shell, which stops at the first that fails.
    #[track_caller]
    fn run(&self, block: &str) -> String {
        let mut shell = Command::new("bash");
        shell.args(["-e", "-u", "-o", "pipefail", "-c", block]).current_dir(self.home.path()).env_clear();
        let path = format!("{}:/usr/bin:/bin", self.at("bin").display());
        shell.env("PATH", path).env("HOME", self.home.path()).env("LC_ALL", "C.UTF-8");
        let done = said(shell, b"");
        assert_eq!(done.code, 0, "{block}\n{}\n{}", done.out, done.err);
        done.out
    }
}

#[test]
fn the_blocks_on_a_training_register_run_as_printed() {
    for name in ["README.md", "README.en.md"] {
        let all = blocks(name);
        let ours: Vec<_> = all.iter().filter(|b| b.contains("LIUHEN_REGISTER")).collect();
        assert_eq!(ours.len(), 1, "{name} lost its block");
        let desk = Desk::new();
        let out = desk.run(ours[0]);
        // Whom one can be, and at the end a proof that holds.
        assert!(out.contains("wang_fg    王方国") && out.contains("证明自身前后一致"), "{name}: {out}");
        assert!(desk.at("p.json").exists(), "{name}");
    }
}

#[test]
fn the_blocks_over_ssh_run_as_printed() {
    let Some(court) = Court::open(0) else { return };
    for (name, who) in [
        ("README.md", "custodian1"),
        ("README.en.md", "custodian1"),
        ("docs/ssh.md", "judge"),
        ("docs/ssh.en.md", "judge"),
    ] {
        let remote: Vec<String> =
            blocks(name).into_iter().filter(|b| !elsewhere(b) && !b.contains("LIUHEN_REGISTER")).collect();
        assert!(!remote.is_empty(), "{name} lost its blocks");
        let desk = at_home(&court, who);
        // Each page enters an event of its own.
        let inquirer = if name.contains(".en.") { "李四" } else { "王五" };
        fs::write(desk.at("record.json"), line::SAMPLE.replace("张三", inquirer)).unwrap();
        let (no, revision) = record(&court);
        for block in remote {
            let block = block.replace("7K3M9QX2D", &no).replace("0123456789ab", &revision);
            let block = match block.contains(STORED) {
                true => block.replace(STORED, &stored(&court)),
                false => block,
            };
            eprintln!("== {name}\n{block}");
            let bare =
                |l: &&str| ["ssh court", "ssh liuhen@court.example"].contains(&words(l).join(" ").as_str());
            for _ in block.lines().filter(bare) {
                let mut pty = court.screens(who);
                pty.send("Q");
                assert!(pty.wait_exit().success(), "{}", pty.screen());
            }
            desk.run(&block.lines().filter(|l| !bare(l)).collect::<Vec<_>>().join("\n"));
        }
    }
}

/// The computer of somebody whose key the server knows; `court` is in its settings.
fn at_home(court: &Court, who: &str) -> Desk {
    let desk = Desk::new();
    fs::copy(court.key_of(who), desk.at(".ssh/id_ed25519")).unwrap();
    fs::set_permissions(desk.at(".ssh/id_ed25519"), fs::Permissions::from_mode(0o600)).unwrap();
    fs::copy(court.key_of(who).with_extension("pub"), desk.at(".ssh/id_ed25519.pub")).unwrap();
    let options: Vec<String> = court.options(who).iter().map(|o| format!("'{o}'")).collect();
    // Whatever the page calls the host.
    let ssh =
        format!("shift; exec timeout -k 1 60 /usr/bin/ssh {} -T {} \"$@\"", options.join(" "), court.host());
    desk.program("ssh", &ssh);
    // Asked where to put a new key, and for its passphrase, people answer.
    desk.program(
        "ssh-keygen",
        "case \"$*\" in '-t ed25519') set -- -q -t ed25519 -N '' -f \"$HOME/.ssh/another\" ;; esac\nexec /usr/bin/ssh-keygen \"$@\"",
    );
    fs::write(desk.at("call.m4a"), b"a recording").unwrap();
    for note in ["说明.txt", "note.txt"] {
        fs::write(desk.at(note), "补充一句\n").unwrap();
    }
    desk
}

/// A record that two custodians have confirmed, each by a signature made at home.
fn stored(court: &Court) -> String {
    let (no, revision) = record(court);
    for (who, more) in [("custodian1", String::new()), ("custodian2", format!(" --last4 {}", &no[5..]))] {
        at_home(court, who).run(&format!(
            "ssh court challenge confirm {no} --revision {revision} --right {}{more} > c\n\
             ssh-keygen -q -Y sign -f ~/.ssh/id_ed25519 -n liuhen-confirm@v1 c && ssh court submit < c.sig",
            line::NINE
        ));
    }
    no
}

/// A record that waits for its first hand: number and revision.
fn record(court: &Court) -> (String, String) {
    let said = court.fed("judge", "record new --again --from - --json", line::SAMPLE.as_bytes()).ok().json();
    (line::text(&said["ref"]), line::text(&said["revision"]))
}
