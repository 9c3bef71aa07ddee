//! docs/install.md is followed as it is printed, on a machine of its own with a real systemd and sshd:
//! root's blocks as root, the administrators' on their accounts, everybody else's from another account
//! over SSH with a key of his own, the screens in a pseudo-terminal. At the end two custodians have
//! confirmed what a judge recorded, and root tries to undo it.
//!
//! What is put in by hand: the program is the one under test instead of one that is built there;
//! `SERVER` is this machine; `编号` is each proposal that waits; public keys and checkpoints are carried
//! from one person to the other; nobody waits for a minute to pass.

use crate::machine;
use crate::play;

use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

use machine::{Machine, Said};
use play::pty::Pty;
use play::{play, reads_utf8, steps};

const PAGE: &str = include_str!("../../docs/install.md");
const ENGLISH: &str = include_str!("../../docs/install.en.md");
/// What the English page calls what is handed from one to the other.
const CALLED: [(&str, &str); 6] = [
    ("witness.pub", "见证人.pub"),
    ("to-sign", "待签"),
    ("WITNESSED", "见证签名"),
    ("CHECKPOINT", "校验点"),
    ("--dir WITNESS", "--dir 见证"),
    ("WITNESS/", "见证/"),
];
const READMES: [(&str, &str); 2] = [
    (include_str!("../../README.md"), "## 装到法院的服务器上"),
    (include_str!("../../README.en.md"), "## On a court's server"),
];
const PASSPHRASE: &str = "春眠不觉晓处处闻啼鸟";
const PEOPLE: [&str; 6] = ["system", "security", "judge", "custodian1", "custodian2", "custodian3"];
const SOURCE: &str = "/srv/liuhen";
const REGISTER: &str = "/var/lib/liuhen/register";

/// What is handed over before a block: a word of the block, who gives it, and the file.
const CARRIED: [(&str, &str, &str); 3] = [
    ("witness propose", "witness", "见证人.pub"),
    ("witness take", "custodian1", "校验点"),
    ("checkpoint keep", "witness", "见证签名"),
];

/// The blocks of the page, with what stands behind the fence.
fn blocks() -> Vec<(&'static str, &'static str)> {
    blocks_of(PAGE)
}

fn in_english() -> bool {
    let days = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() / 86_400;
    std::env::var("LIUHEN_INSTALL").map_or(days % 2 == 1, |lang| lang == "en")
}

/// The page that is followed today: the commands of both are the same, the screens differ. `LIUHEN_INSTALL`
/// (`zh`, `en`) says which; otherwise they take turns, a day each.
fn followed() -> Vec<(&'static str, &'static str)> {
    let english = in_english();
    let of = |(zh, en): ((&'static str, &'static str), (&'static str, &'static str))| match zh
        .0
        .starts_with("keys ")
    {
        true if english => en,
        _ => zh,
    };
    blocks().into_iter().zip(blocks_of(ENGLISH)).map(of).collect()
}

fn blocks_of(page: &'static str) -> Vec<(&'static str, &'static str)> {
    let fenced = page.split("\n```").skip(1).step_by(2);
    fenced.map(|block| block.split_once('\n').unwrap()).collect()
}

struct Court {
    machine: Machine,
    number: String,
}

impl Court {
    /// A block of root's, or of an account on the server. What fails is `allowed` or fails the test.
    fn on_server(&self, user: &str, block: &str, allowed: &[(&str, i32)]) -> Said {
        let lines: Vec<&str> = block.lines().filter(|l| !l.starts_with("cargo build")).collect();
        let home = if user == "root" { format!("cd {SOURCE}") } else { "cd".to_owned() };
        let script = format!(
            "export LC_ALL=C.UTF-8\n{home}\ntrap 'echo \"FAILED $? $BASH_COMMAND\" >&2' ERR\nset -o pipefail\n{}\n:",
            lines.join("\n")
        );
        let said = self.machine.run(user, &script, b"");
        for failed in said.err.lines().filter_map(|l| l.strip_prefix("FAILED ")) {
            let (code, command) = failed.split_once(' ').unwrap();
            let known = allowed.iter().any(|(what, with)| command.contains(what) && code == with.to_string());
            assert!(known, "{user}: {failed}\n{}\n{}", said.out, said.err);
        }
        assert_eq!(said.code, 0, "{user}: {block}\n{said:?}");
        said
    }

    /// The block once for each proposal that waits.
    fn for_each_proposal(&self, block: &str, run: impl Fn(&str) -> Said) {
        let (list, confirm) = block.trim_end().rsplit_once('\n').unwrap();
        let listed = run(list).out;
        let waiting: Vec<&str> =
            listed.lines().filter(|l| l.contains('待')).filter_map(|l| l.split_whitespace().next()).collect();
        assert!(!waiting.is_empty(), "{listed}");
        waiting.iter().for_each(|no| {
            let said = run(&confirm.replace("编号", no));
            assert_eq!(said.code, 0, "{no}: {said:?}");
        });
    }

    /// On a person's own computer.
    fn at_home(&self, who: &str, block: &str) -> Said {
        let block = block.replace("SERVER", "127.0.0.1");
        let script = format!("export LC_ALL=C.UTF-8 PATH=$HOME/bin:$PATH\ncd\nset -e -o pipefail\n{block}");
        let account = format!("pc-{who}");
        if !block.contains("ssh -t") {
            // Enter at every question: where the key goes, no passphrase for it.
            return self.machine.run(&account, &script, b"\n\n\n");
        }
        let words = self.machine.inside(&account, &script);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let mut pty = Pty::spawn("nsenter", &words, &[], (100, 40));
        pty.wait_for("口令");
        pty.send(format!("{PASSPHRASE}\r"));
        let code = i32::try_from(pty.wait_exit().exit_code()).unwrap();
        Said { code, out: pty.screen(), err: String::new() }
    }

    fn screens(&mut self, who: &str, block: &str) {
        let script = "LC_ALL=C.UTF-8 TERM=xterm-256color exec ssh -q -t court";
        let words = self.machine.inside(&format!("pc-{who}"), script);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let mut pty = Pty::spawn("nsenter", &words, &[], (80, 24));
        reads_utf8(&mut pty);
        pty.wait_for("待办");
        eprintln!("-- {who}");
        play(
            &mut pty,
            &steps(block),
            &mut self.number,
            &[("{口令}", PASSPHRASE), ("{passphrase}", PASSPHRASE)],
        );
        pty.send("Q");
        assert!(pty.wait_exit().success(), "{}", pty.screen());
    }

    /// What one person hands to another: a file from one home into another's.
    fn carry(&self, from: &str, to: &str, what: &str) {
        let script = format!("install -o pc-{to} -m 600 ~pc-{from}/{what} ~pc-{to}/{what}");
        let copied = self.machine.root(&script);
        assert_eq!(copied.code, 0, "{copied:?}");
    }
}

/// What the page takes for granted: a checkout of the source with a built program, people with
/// computers, a witness who has the program on his own.
fn before(machine: &Machine) {
    machine.put(&format!("{SOURCE}/target/release/liuhen"), &fs::read(env!("CARGO_BIN_EXE_liuhen")).unwrap());
    let mut script = format!("chmod 755 {SOURCE}/target/release/liuhen\nset -e\n");
    for who in PEOPLE.iter().chain(&["witness"]) {
        // As whoever compared the fingerprint of the server would answer ssh's question.
        script += &format!(
            "useradd -m -s /bin/bash pc-{who}\ninstall -d -o pc-{who} -m 700 ~pc-{who}/.ssh\n\
             printf 'StrictHostKeyChecking accept-new\\n' > ~pc-{who}/.ssh/config\nchown pc-{who} ~pc-{who}/.ssh/config\n"
        );
    }
    script += &format!("install -D -m 755 {SOURCE}/target/release/liuhen ~pc-witness/bin/liuhen\n");
    script += "! test -e /etc/liuhen && ! getent passwd liuhen";
    let said = machine.root(&script);
    assert_eq!(said.code, 0, "not a fresh machine: {said:?}");
}

#[test]
fn the_install_is_followed_and_root_is_found_out() {
    let Some(machine) = Machine::boot() else { return };
    before(&machine);
    let mut court = Court { machine, number: String::new() };
    let mut old = false;
    for (what, block) in followed() {
        eprintln!("== {what}\n{block}");
        match what.split_once(' ') {
            None if what == "sh" => {
                let allowed = [("doctor", 4), ("liuhen-backup.service", 3)];
                let said = court.on_server("root", block, &allowed);
                if block.contains("doctor --sshd-t") {
                    assert!(said.out.contains("不行2"), "{}", said.out);
                }
                if block.contains("doctor --json") {
                    assert!(said.out.contains("不行1"), "only the copy is missing: {}", said.out);
                }
            }
            Some(("sh", "pc *")) => {
                for who in PEOPLE {
                    let said = court.at_home(who, block);
                    assert_eq!(said.code, 0, "{who}: {said:?}");
                    if block.contains("ssh-keygen") {
                        let key = format!("/home/pc-{who}/.ssh/id_ed25519.pub");
                        // The administrator has them when he has an account.
                        court.machine.root(&format!("install -m 644 {key} /srv/{who}.pub"));
                    } else {
                        assert!(said.out.contains(&format!("账号              {who}\n")), "{said:?}");
                    }
                }
            }
            Some(("sh", who)) if who.starts_with("server ") => {
                let who = who.trim_start_matches("server ");
                court.machine.root("cp /srv/*.pub /home/system/");
                if block.contains("编号") {
                    court.for_each_proposal(block, |line| court.on_server(who, line, &[]));
                } else {
                    court.on_server(who, block, &[]);
                }
            }
            Some(("sh", who)) if who.starts_with("pc ") => {
                let who = who.trim_start_matches("pc ");
                if block.contains("编号") {
                    court.for_each_proposal(block, |line| court.at_home(who, line));
                } else {
                    for (wants, from, what) in CARRIED {
                        if block.contains(wants) {
                            court.carry(from, who, what);
                        }
                    }
                    let said = court.at_home(who, block);
                    assert_eq!(said.code, 0, "{who}: {block}\n{said:?}");
                }
            }
            Some(("keys", who)) => {
                // A copy from before the first record, for whoever wants the register back as it was.
                if who == "judge" && !std::mem::replace(&mut old, true) {
                    court.machine.root(&format!("cp -a {REGISTER} /root/old"));
                }
                court.screens(who, block);
            }
            _ => {}
        }
    }
    assert!(old && court.number.len() == 9, "the page lost its record");
    root_is_found_out(&court);
    upgraded_and_left(&court);
}

/// The next program over this one, and then none; the records stay.
fn upgraded_and_left(court: &Court) {
    let block = |name: &str| blocks().into_iter().find(|(what, _)| *what == name).unwrap().1;
    let said = court.on_server("root", block("sh upgrade"), &[("doctor", 4)]);
    assert!(said.out.contains("核验无误") && said.out.contains("不行0"), "{}\n{}", said.out, said.err);
    court.on_server("root", block("sh leave"), &[]);
    let there = court.machine.root(&format!("test -s {REGISTER}/register.db && ! test -e /etc/liuhen"));
    assert_eq!(there.code, 0, "{there:?}");
    assert_ne!(court.at_home("judge", "ssh court desk").code, 0);
}

#[track_caller]
fn ended(said: Said, code: i32) {
    assert_eq!(said.code, code, "{}\n{}", said.out, said.err);
}

/// The table of the page, row by row.
fn root_is_found_out(court: &Court) {
    let insider = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/insider.py")).unwrap();
    court.machine.put("/srv/insider.py", &insider);
    let root = |script: &str| {
        let said = court.machine.root(script);
        assert_eq!(said.code, 0, "{script}: {said:?}");
        said
    };
    root(&format!("systemctl stop liuhen-tick.timer liuhen-keys.timer; cp -a {REGISTER} /root/kept"));
    let back = || {
        let anchor = "rm -f /var/lib/liuhen-anchor/*";
        root(&format!("rm -r {REGISTER} && cp -a /root/kept {REGISTER} && {anchor}"))
    };
    let insider = |what: &str| {
        root(&format!("runuser -u liuhen -- python3 /srv/insider.py {REGISTER}/register.db {what}")).out
    };
    // What the judge wrote, and something as long.
    let (said_before, said_after) =
        if in_english() { ("a kind eye", "a nice day") } else { ("希望关照", "随便问问") };
    let found = insider(&format!("find '{said_before}'"));
    let (seq, size) = found.trim().split_once(' ').unwrap();
    let size: u64 = size.parse().unwrap();

    let verify = || court.at_home("custodian1", "ssh court verify");
    let against = || court.at_home("custodian1", "ssh court verify --against - < 校验点");
    let witness = || {
        ended(court.at_home("custodian1", "ssh court checkpoint --export - > 新校验点"), 0);
        court.carry("custodian1", "witness", "新校验点");
        court.at_home("witness", "liuhen witness take 新校验点 --dir 见证")
    };
    let refused = |why: &str| {
        let said = witness();
        assert!(said.code == 4 && said.err.contains(why), "{said:?}");
    };
    ended(verify(), 0);
    ended(against(), 0);
    ended(witness(), 0);

    // One thing is changed.
    insider(&format!("byte {seq} '{said_before}' '{said_after}'"));
    let said = verify();
    assert!(said.code == 4 && said.out.contains(seq), "{said:?}");
    back();

    // Changed, and everything computed anew: what the witness signed is kept in the register too and does not fit.
    insider(&format!("edit {seq} '{said_before}' '{said_after}'"));
    let said = verify();
    assert!(said.code == 4 && said.out.contains("历史有两份"), "{said:?}");
    ended(against(), 4);
    refused("历史有两份");
    back();

    // The last acts are gone, from before the checkpoint on, and the tables are made to fit.
    insider(&format!("cut {}", size - 3));
    ended(verify(), 4);
    insider("forget");
    ended(against(), 4);
    refused("比已见证的短");
    back();

    // Last week's database is put back.
    root(&format!("rm {REGISTER}/register.db*; cp -a /root/old/register.db* {REGISTER}/"));
    let said =
        court.at_home("judge", "printf '%s\\n' --who=某人 --line=来电询问 . | ssh court quick --args -");
    assert!(said.code == 3 && said.err.contains("旧"), "{said:?}");
    refused("比已见证的短");
    // The whole directory: what is kept beside it knows better.
    back();
    ended(verify(), 0);
    root(&format!("rm -r {REGISTER} && cp -a /root/old {REGISTER}"));
    let said =
        court.at_home("judge", "printf '%s\\n' --who=某人 --line=来电询问 . | ssh court quick --args -");
    assert!(said.code == 3 && said.err.contains("旧"), "{said:?}");
    // With everything by which the machine could know: only those outside find it.
    root(&format!("rm -r {REGISTER} && cp -a /root/old {REGISTER} && rm /var/lib/liuhen-anchor/*"));
    ended(verify(), 0);
    ended(against(), 4);
    refused("比已见证的短");
    back();
}

/// A line as the other page has it: without remarks, files by their Chinese names.
fn same_names(line: &str) -> String {
    let bare = line.split("  #").next().unwrap().trim_end().to_owned();
    let named = CALLED.iter().fold(bare, |line, (en, zh)| line.replace(en, zh));
    named.strip_suffix(" NO").map_or(named.clone(), |start| format!("{start} 编号"))
}

#[test]
fn both_pages_have_the_same_commands_for_the_same_people() {
    let (zh, en) = (blocks_of(PAGE), blocks_of(ENGLISH));
    assert_eq!(zh.iter().map(|b| b.0).collect::<Vec<_>>(), en.iter().map(|b| b.0).collect::<Vec<_>>());
    for ((what, zh), (_, en)) in zh.iter().zip(&en).filter(|(b, _)| b.0.starts_with("sh")) {
        let lines = |block: &str| block.lines().map(same_names).collect::<Vec<_>>();
        assert_eq!(lines(zh), lines(en), "{what}");
    }
}

#[test]
fn the_readme_shows_lines_of_the_install() {
    for (readme, begins) in READMES {
        let (_, rest) = readme.split_once(begins).unwrap();
        shows_lines_of_the_page(rest.split("```sh\n").nth(1).unwrap().split("```").next().unwrap());
    }
}

fn shows_lines_of_the_page(block: &str) {
    let bare = |line: &str| line.split("  #").next().unwrap().trim().to_owned();
    let page: Vec<String> = blocks().into_iter().flat_map(|(_, block)| block.lines().map(bare)).collect();
    for line in block.lines().map(bare) {
        assert!(page.contains(&line), "{line}");
    }
}
