//! What leaves the machine: signed notes, receipts, the file for those outside, the slip; and the
//! way back: a witness's signature, an older copy.

use crate::line;
use line::{Place, run, text};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// `ssh-keygen` with its arguments and something on its standard input; whether it was content.
fn ssh_keygen(args: &[&str], input: &str) -> Option<(bool, String)> {
    let child = Command::new("ssh-keygen")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        crate::skip::skip("no ssh-keygen (Debian package openssh-client)");
        return None;
    };
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.as_bytes()).unwrap();
    let done = child.wait_with_output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    Some((done.status.success(), said))
}

fn s(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The only `.liuhen-checkpoint` in a directory that is not named yet.
fn export(p: &Place, name: &str, more: &[&str]) -> PathBuf {
    let dir = p.path(name);
    fs::create_dir(&dir).unwrap();
    let mut args = vec!["checkpoint", "--export", s(&dir)];
    args.extend(more);
    p.run(&args).ok();
    fs::read_dir(&dir).unwrap().next().unwrap().unwrap().path()
}

/// Copies a register's database as it lies there, the write-ahead file too.
fn copy_database(from: &Path, to: &Path) {
    for name in ["register.db", "register.db-wal", "register.db-shm"] {
        let _ = fs::remove_file(to.join(name));
        if from.join(name).exists() {
            fs::copy(from.join(name), to.join(name)).unwrap();
        }
    }
}

#[test]
fn both_checkpoints_are_notes_signed_with_the_key_the_log_names() {
    let p = Place::training();
    p.record(&[]);
    let notes = p.run(&["checkpoint"]).ok().out;
    assert_eq!(notes.matches("\u{2014} liuhen/").count(), 2, "{notes}");
    let file = p.path("notes");
    fs::write(&file, &notes).unwrap();
    let report = p.run(&["verify", "--against", s(&file)]).ok();
    assert!(report.out.contains("登记册签名密钥：SHA256:"), "{report:?}");
    // ssh-keygen reads the register's own key and tells the same fingerprint.
    let json = p.run(&["--json", "verify"]).ok().json();
    assert_eq!(json["key"], "fits");
    if let Some((good, said)) = ssh_keygen(&["-lf", s(&p.register.join("log.key"))], "") {
        let print = report.out.split("SHA256:").nth(1).unwrap().split('(').next().unwrap().to_owned();
        assert!(good && said.contains(print.split('（').next().unwrap()), "{said} {print}");
    }
    let mode = fs::metadata(p.register.join("log.key")).unwrap();
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&mode.permissions()) & 0o777, 0o600);
    // A note whose signature is bent, and one that another key signed, are told before anything else.
    let bent = notes.replacen("/acts\n", "/reads\n", 1);
    fs::write(&file, bent).unwrap();
    let said = p.run(&["verify", "--against", s(&file)]).ended(4);
    assert!(said.err.contains("不是本登记册的密钥签的"), "{said:?}");
    let size = notes.lines().nth(1).unwrap();
    fs::write(&file, notes.replacen(&format!("\n{size}\n"), "\n1\n", 1)).unwrap();
    let said = p.run(&["verify", "--against", s(&file)]).ended(4);
    assert!(said.err.contains("登记册签名不符"), "{said:?}");
    // Another register's checkpoint is named as such.
    let other = Place::real("judge");
    fs::write(&file, other.run(&["checkpoint"]).ok().out).unwrap();
    let said = p.run(&["verify", "--against", s(&file)]).ended(4);
    assert!(said.out.contains("校验点属于另一台账"), "{said:?}");
    fs::write(&file, notes.replacen('\u{2014}', "-", 1)).unwrap();
    p.run(&["verify", "--against", s(&file)]).ended(5);
}

#[test]
fn a_receipt_is_signed_after_the_commit_and_names_nobody() {
    let p = Place::training();
    let args = ["--as", "judge", "--json", "record", "new", "--from", "-"];
    let taken = p.fed(&args, line::SAMPLE).ok().json();
    let (no, seq) = (text(&taken["ref"]), taken["seq"].to_string());
    // The acknowledgement carries it; the file is the same again.
    assert_eq!(taken["receipt"]["format"], "liuhen-receipt-1");
    let receipt = p.by("judge", &["receipt", &no]).ok().out;
    assert_eq!(p.by("judge", &["receipt", &seq]).ok().out, receipt);
    assert!(receipt.contains(&text(&taken["receipt"]["note"])[..40].replace('\n', "\\n")), "{receipt}");
    for told in [no.as_str(), "张三", "judge", "p04", "京0105", "来电", "EXT", "record", "submitted"] {
        assert!(!receipt.contains(told), "{told} in {receipt}");
    }
    let number = taken["record_no"].as_str().unwrap_or("过问第");
    assert!(!receipt.contains(number), "{receipt}");
    // Nobody else gets it, whatever his role; to them there is no such act.
    for other in ["custodian1", "audit", "system"] {
        assert_eq!(p.by(other, &["--json", "receipt", &seq]).ended(3).error()["code"], "no_such_matter");
    }
    let file = p.path("receipt.json");
    fs::write(&file, &receipt).unwrap();
    let alone = run(&["check-proof", s(&file)], "").ok().out;
    assert!(alone.contains("回执成立") && alone.contains("签名密钥取自回执本身"), "{alone}");
    let key =
        serde_json::from_str::<serde_json::Value>(&receipt).unwrap()["key"].as_str().unwrap().to_owned();
    let held = run(&["check-proof", s(&file), "--key", &key], "").ok().out;
    assert!(held.contains("回执成立") && !held.contains("取自回执本身"), "{held}");
    let found = p.run(&["verify", "--receipt", s(&file)]).ok().out;
    assert!(found.contains("仍在册中"), "{found}");
    // Every single character of the values counts.
    for (from, to) in [("seq ", "seq 1"), ("leaf ", "leaf a"), ("acts\\n", "reads\\n"), ("time 1", "time 2")]
    {
        fs::write(&file, receipt.replacen(from, to, 1)).unwrap();
        run(&["check-proof", s(&file)], "").ended(4);
    }
    let other = Place::real("judge");
    fs::write(&file, &receipt).unwrap();
    let said = other.run(&["verify", "--receipt", s(&file)]).ended(4);
    assert!(said.out.contains("回执属于另一登记册"), "{said:?}");
    let stranger = other.run(&["--json", "checkpoint", "--export", "-"]).ok().json();
    let said = run(&["check-proof", s(&file), "--key", &text(&stranger["key"])], "").ended(4);
    assert!(said.err.contains("签名密钥不是本登记册的"), "{said:?}");
}

#[test]
fn a_witness_on_a_machine_of_his_own_signs_one_history_and_the_register_keeps_it() {
    let p = Place::training();
    let (no, _) = p.record(&[]);
    let seat = p.path("witness");
    let first = export(&p, "one", &[]);
    let made = run(&["witness", "init", "--dir", s(&seat), "--name", "上级法院"], "").ok().out;
    let key = made.lines().find(|l| l.starts_with("ssh-ed25519 ")).unwrap().to_owned();
    run(&["witness", "init", "--dir", s(&seat), "--name", "上级法院"], "").ended(1);
    let said = run(&["witness", "take", s(&first), "--dir", s(&seat)], "").ok();
    assert!(said.err.contains("首次见证") && said.out.contains("已见证登记册"), "{said:?}");
    let mut witnessed = fs::read_dir(&seat).unwrap().map(|e| e.unwrap().path());
    let witnessed = witnessed.find(|p| p.extension().is_some_and(|e| e == "liuhen-witnessed")).unwrap();
    // The register takes it once two administrators have made the witness known.
    let keep = ["checkpoint", "keep", s(&witnessed)];
    assert_eq!(
        p.by("custodian1", &[&["--json"], &keep[..]].concat()).ended(3).error()["code"],
        "witness_unknown"
    );
    let public = p.path("witness.pub");
    fs::write(&public, &key).unwrap();
    let propose = ["--json", "witness", "propose", "上级法院", "--key", s(&public)];
    let proposal = text(&p.by("system", &propose).ok().json()["ref"]);
    p.by("security", &["proposal", "confirm", &proposal]).ok();
    p.by("judge", &keep).ended(3);
    p.by("custodian1", &keep).ok();
    assert!(p.by("custodian1", &["witness", "list"]).ok().out.contains("上级法院"));
    // A receipt from before now leads to what the witness signed.
    let receipt: serde_json::Value =
        serde_json::from_str(&p.by("judge", &["receipt", &no]).ok().out).unwrap();
    assert!(text(&receipt["proof"]["checkpoint"]).contains("/acts\n"), "{receipt}");
    let file = p.path("receipt.json");
    fs::write(&file, receipt.to_string()).unwrap();
    let held = run(&["check-proof", s(&file), "--head", s(&first)], "").ok().out;
    assert!(held.contains("在登记册签名的校验点之内"), "{held}");
    // The next file leads on from where the witness stands.
    p.record(&[]);
    let second = export(&p, "two", &[]);
    run(&["witness", "take", s(&second), "--dir", s(&seat)], "").ok();
    let back = run(&["witness", "take", s(&first), "--dir", s(&seat)], "").ended(4);
    assert!(back.err.contains("比已见证的短"), "{back:?}");
    let stranger = Place::real("judge");
    let other = export(&stranger, "three", &[]);
    let said = run(&["witness", "take", s(&other), "--dir", s(&seat)], "").ended(4);
    assert!(said.err.contains("属于另一登记册"), "{said:?}");
    // A bent file, and a state that was lost.
    fs::write(&first, fs::read_to_string(&second).unwrap().replacen("acts\\n", "acts\\n1", 1)).unwrap();
    run(&["witness", "take", s(&first), "--dir", s(&seat)], "").ended(4);
    fs::write(seat.join("witness.json"), "{").unwrap();
    let said = run(&["witness", "take", s(&second), "--dir", s(&seat)], "").ended(4);
    assert!(said.err.contains("新的密钥"), "{said:?}");
    let said = run(&["witness", "init", "--dir", s(&seat), "--name", "上级法院"], "").ended(1);
    assert!(!said.err.is_empty(), "a witness is not set up over another");
}

#[test]
fn a_witness_may_sign_with_his_own_ssh_key_and_ssh_keygen_checks_it() {
    let p = Place::training();
    let key = p.path("own");
    let made = ssh_keygen(&["-q", "-t", "ed25519", "-N", "", "-C", "upper", "-f", s(&key)], "");
    let Some((true, _)) = made else { return };
    let (seat, public) = (p.path("witness"), p.path("own.pub"));
    run(&["witness", "init", "--dir", s(&seat), "--name", "upper", "--key", s(&public)], "").ok();
    let file = export(&p, "one", &[]);
    let said = run(&["witness", "take", s(&file), "--dir", s(&seat)], "").ok().out;
    assert!(said.contains("ssh-keygen -Y sign"), "{said}");
    let mut body = fs::read_dir(&seat).unwrap().map(|e| e.unwrap().path());
    let body = body.find(|p| p.extension().is_some_and(|e| e == "body")).unwrap();
    let namespace = "liuhen-checkpoint@v1";
    ssh_keygen(&["-q", "-Y", "sign", "-f", s(&key), "-n", namespace, s(&body)], "").unwrap();
    let signature = body.with_extension("body.sig");
    let take = ["witness", "take", s(&file), "--dir", s(&seat), "--signature", s(&signature)];
    let made = run(&[&["--json"], &take[..]].concat(), "").ok().json();
    let allowed = p.path("allowed");
    fs::write(&allowed, format!("upper namespaces=\"{namespace}\" {}\n", text(&made["key"]))).unwrap();
    let sig = p.path("sig");
    fs::write(&sig, text(&made["signature"])).unwrap();
    let verify = ["-Y", "verify", "-f", s(&allowed), "-I", "upper", "-n", namespace, "-s", s(&sig)];
    let (good, said) = ssh_keygen(&verify, &text(&made["body"])).unwrap();
    assert!(good && said.contains("Good"), "{said}");
    let (good, _) = ssh_keygen(&verify, &text(&made["body"]).replacen("acts", "reads", 1)).unwrap();
    assert!(!good);
    // Somebody else's signature is not his.
    let other = p.path("other");
    ssh_keygen(&["-q", "-t", "ed25519", "-N", "", "-f", s(&other)], "").unwrap();
    fs::remove_file(&signature).unwrap();
    ssh_keygen(&["-q", "-Y", "sign", "-f", s(&other), "-n", namespace, s(&body)], "").unwrap();
    run(&take, "").ended(4);
}

#[test]
fn an_older_copy_is_noticed_and_two_administrators_let_the_register_go_on() {
    let p = Place::training();
    p.record(&[]);
    let old = p.path("old");
    fs::create_dir(&old).unwrap();
    copy_database(&p.register, &old);
    let (no, _) = p.record(&[]);
    let receipt = p.path("receipt.json");
    fs::write(&receipt, p.by("judge", &["receipt", &no]).ok().out).unwrap();
    copy_database(&old, &p.register);
    // Reading works and says so; nothing is taken.
    let said = p.by("judge", &["desk"]).ok();
    assert!(said.err.contains("回退待处理"), "{said:?}");
    let refused =
        p.fed(&["--as", "judge", "--json", "record", "new", "--again", "--from", "-"], line::SAMPLE).ended(3);
    assert!(refused.err.contains("\"rolled_back\""), "{refused:?}");
    assert_eq!(p.run(&["--json", "tick"]).ok().json()["acts"], 0);
    let lost = p.run(&["verify", "--receipt", s(&receipt)]).ended(4);
    assert!(lost.out.contains("册中缺失"), "{lost:?}");
    // What is left is sound in itself, and the check does not say that all is well.
    let said = p.run(&["verify"]).ended(4);
    assert!(said.out.contains("回退待处理") && !said.out.contains("核验无误"), "{said:?}");
    let said = p.run(&["--json", "verify"]).ended(4).json();
    assert_eq!((&said["sound"], &said["rolled_back"]["log"]), (&false.into(), &"acts".into()), "{said}");
    let shown = p.by("system", &["--json", "rollback", "show"]).ok().json();
    let (known, found) = (&shown["now"]["known"]["size"], &shown["now"]["found"]["size"]);
    assert!(known.as_u64() > found.as_u64(), "{shown}");
    // One proposes, and cannot confirm himself; the register's own alarm stands before it.
    p.by("judge", &["rollback", "propose", "--reason", "磁盘故障"]).ended(3);
    let no =
        text(&p.by("system", &["--json", "rollback", "propose", "--reason", "磁盘故障"]).ok().json()["ref"]);
    p.by("system", &["rollback", "confirm", &no]).ended(3);
    p.fed(&["--as", "judge", "record", "new", "--again", "--from", "-"], line::SAMPLE).ended(3);
    p.by("security", &["rollback", "confirm", &no]).ok();
    p.record(&[]);
    let after = p.by("judge", &["desk"]).ok();
    assert!(!after.err.contains("回退"), "{after:?}");
    let shown = p.by("system", &["rollback", "show"]).ok().out;
    assert!(shown.contains("磁盘故障") && shown.contains(&format!("丢失第{found}条")), "{shown}");
    let story = p.by("audit", &["--json", "ledger"]).ok().out;
    assert!(story.contains("evidence.alerted"), "{story}");
    p.run(&["verify"]).ok();
    // The same copy again is another rollback; nobody acknowledged that one.
    copy_database(&old, &p.register);
    p.fed(&["--as", "judge", "record", "new", "--again", "--from", "-"], line::SAMPLE).ended(3);
    // A made-up rollback is not taken where nothing was rolled back.
    let q = Place::training();
    let made_up = q.by("system", &["--json", "rollback", "propose", "--reason", "x"]).ended(3).error();
    assert_eq!(made_up["code"], "not_now");
}

#[test]
fn an_anchor_elsewhere_notices_what_a_wiped_directory_cannot() {
    let p = Place::real("judge");
    let anchor = p.path("anchor");
    let quick = ["--anchor", s(&anchor), "quick", "--who", "某人", "--line", "来电"];
    p.run(&quick).ok();
    let old = p.path("old");
    fs::create_dir(&old).unwrap();
    copy_database(&p.register, &old);
    p.run(&quick).ok();
    copy_database(&old, &p.register);
    fs::remove_file(p.register.join("known-heads")).unwrap();
    // Without its anchor the register cannot know.
    p.run(&["desk"]).ok();
    assert_eq!(p.run(&[&["--json"], &quick[..]].concat()).ended(3).error()["code"], "rolled_back");
    let said = p.run(&["--anchor", s(&anchor), "verify"]).ended(4);
    assert!(said.out.contains("回退待处理") && !said.out.contains("核验无误"), "{said:?}");
    // Another register's anchor is not taken for one's own.
    let q = Place::real("judge");
    q.run(&["--anchor", s(&anchor), "desk"]).ended(3);
    fs::write(&anchor, "something").unwrap();
    p.run(&quick).ended(1);
}

#[test]
fn a_register_without_a_key_makes_one_and_another_key_is_told() {
    let p = Place::training();
    p.record(&[]);
    let first = p.run(&["--json", "checkpoint", "--export", "-"]).ok().json();
    let kept = p.path("file");
    fs::write(&kept, first.to_string()).unwrap();
    let seat = p.path("witness");
    run(&["witness", "init", "--dir", s(&seat), "--name", "w"], "").ok();
    run(&["witness", "take", s(&kept), "--dir", s(&seat)], "").ok();
    let (key, aside) = (p.register.join("log.key"), p.path("aside"));
    fs::rename(&key, &aside).unwrap();
    let gone = p.run(&["verify"]).ok().out;
    assert!(gone.contains("签名密钥文件不在"), "{gone}");
    let bare = p.run(&["checkpoint"]).ok();
    assert!(bare.err.contains("没有签名") && !bare.out.contains('\u{2014}'), "{bare:?}");
    p.run(&["checkpoint", "--export", "-"]).ended(1);
    // What people report is taken down all the same, and the log names the new key.
    p.record(&[]);
    let told = p.run(&["verify"]).ok().out;
    assert!(told.contains("签名密钥更换过"), "{told}");
    fs::write(&kept, p.run(&["--json", "checkpoint", "--export", "-"]).ok().out).unwrap();
    let said = run(&["witness", "take", s(&kept), "--dir", s(&seat)], "").ended(4);
    assert!(said.err.contains("签名密钥换过"), "{said:?}");
    // A key put in its place is told until the log has named it.
    fs::copy(&aside, &key).unwrap();
    let said = p.run(&["verify"]).ended(4);
    assert!(said.out.contains("不是日志所写的那一把"), "{said:?}");
    // What is no key is as none, and is kept to be looked at.
    fs::write(&key, "nothing").unwrap();
    p.fed(&["--as", "judge", "record", "new", "--again", "--from", "-"], line::SAMPLE).ok();
    assert_eq!(fs::read_to_string(p.register.join("log.key.damaged")).unwrap(), "nothing");
}

#[test]
fn the_slip_fits_a_page_and_tells_figures_to_custodians_alone() {
    let p = Place::training();
    p.record(&[]);
    for lang in ["zh", "en"] {
        let slip = p.by("custodian1", &["--lang", lang, "checkpoint", "--slip"]).ok().out;
        let rows: Vec<&str> = slip.lines().collect();
        assert!(rows.len() <= 24, "{slip}");
        let cells = |row: &str| {
            row.chars()
                .map(|c| if ('▀'..='█').contains(&c) { 1 } else { liuhen::text::width(&c.to_string()) })
                .sum::<usize>()
        };
        assert!(rows.iter().all(|r| cells(r) <= 80), "{slip}");
        assert!(
            slip.contains('█') && slip.contains(if lang == "zh" { "记录 1 件" } else { "Records 1" }),
            "{slip}"
        );
        let root = text(
            &p.run(&["--json", "checkpoint"])
                .ok()
                .out
                .lines()
                .next()
                .map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap()["root"].clone())
                .unwrap(),
        );
        assert!(slip.contains(&root[..8]) && slip.contains(&root[56..]), "{slip}");
    }
    let slip = p.by("judge", &["checkpoint", "--slip"]).ok().out;
    assert!(slip.contains("仅保管人可见") && !slip.contains("记录 1 件"), "{slip}");
}

/// Bytes that went to a terminal.
#[derive(Clone, Default)]
struct Wire(std::rc::Rc<std::cell::RefCell<Vec<u8>>>);

impl std::io::Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What somebody sees who opens the screens at a moment, after some keys, and what it cost to draw
/// the last of it again.
fn screen(dir: &Path, account: &str, now: i64, keys: &str) -> (String, usize) {
    use liuhen::domain::command::Actor;
    use liuhen::domain::event::Means;
    use liuhen::office::{Fixed, Mode, Office, OsRandom};
    use liuhen::ui::keys::{Event, Key};
    use liuhen::ui::screen::{Display, Look};
    let office = Office::open_with(dir, Mode::Session, Box::new(Fixed(now)), Box::new(OsRandom)).unwrap();
    let me = office.organ().by_account(account).unwrap().id.clone();
    let actor = Actor::person(&me, Means::Training);
    let cx = liuhen::ui::room::Cx::new(office, actor, me, liuhen::domain::lang::Lang::Zh);
    let look = Look { colour: false, ambiguous_wide: false };
    let size = ratatui::layout::Size::new(80, 24);
    let wire = Wire::default();
    let mut app = liuhen::ui::app::App::new(cx, Display::new(wire.clone(), size, look)).unwrap();
    app.draw().unwrap();
    for key in keys.chars() {
        app.event(Event::Key(Key::Char(key)));
        app.draw().unwrap();
    }
    let before = wire.0.borrow().len();
    app.draw().unwrap();
    let again = wire.0.borrow().len() - before;
    let rows = std::num::NonZeroU16::new(24).unwrap();
    let mut emulator = vt100::Parser::new(rows, std::num::NonZeroU16::new(80).unwrap(), 0);
    emulator.process(&wire.0.borrow());
    (emulator.screen().contents(), again)
}

#[test]
fn everybody_is_told_how_long_nobody_outside_has_looked_and_it_costs_no_byte_twice() {
    const DAY: i64 = 86_400_000;
    let p = Place::real("nobody-of-these");
    let now = liuhen::office::Clock::now(&liuhen::office::System);
    let (fresh, _) = screen(&p.register, "judge", now + DAY, "");
    assert!(!fresh.contains("未经外部见证"), "{fresh}");
    for keys in ["", "2", "8"] {
        let (late, again) = screen(&p.register, "judge", now + 12 * DAY + 60_000, keys);
        assert!(late.lines().next().unwrap().contains("《未经外部见证12天》"), "{late}");
        assert_eq!(again, 0);
    }
    let (room, _) = screen(&p.register, "custodian1", now + 3 * DAY, "8");
    assert!(room.contains("尚无外部见证"), "{room}");
    let (slip, _) = screen(&p.register, "custodian1", now, "8P");
    assert!(slip.contains('█') && slip.contains("办理日志 2 条"), "{slip}");
    // A training register has no witness and says nothing of one.
    let q = Place::training();
    let (training, _) = screen(&q.register, "judge", now + 12 * DAY, "8");
    assert!(!training.contains("外部见证"), "{training}");
}
