//! The shared copy of the training register, and rules that only show with a year of history.

use crate::common;

use common::{NOW, demo_copy, somebody, stories_copy};
use liuhen::domain::codes;
use liuhen::domain::command::Command;
use liuhen::domain::committee::{Outcome, VoteCode};
use liuhen::domain::escalation::Decision;
use liuhen::domain::ids::{MatterId, Revision};
use liuhen::domain::record::{Attachment, ChangeDraft, RecordCommand, RecordText, Status};
use liuhen::domain::search::Filter;
use liuhen::office::Office;
use std::os::unix::fs::MetadataExt;

#[test]
fn a_copy_opens_with_private_modes_and_everybody_of_the_cast_has_a_desk() {
    let demo = demo_copy();
    assert_eq!(std::fs::metadata(&*demo).unwrap().mode() & 0o777, 0o700);
    assert_eq!(std::fs::metadata(demo.join("register.db")).unwrap().mode() & 0o777, 0o600);
    let mut office = demo.office();
    assert!(office.is_training());
    assert_eq!(office.now(), NOW);
    assert_eq!(office.tick().unwrap(), 0, "silence is written up to now");
    let cast = liuhen::demo::cast(office.organ());
    for busy in [
        "wang_fg",
        "li_sx",
        "gao_jz",
        "ouyang_wx",
        "qian_sy",
        "bai_zb",
        "he_sy",
        "shi_tj",
        "lin_xy",
        "luo_qm",
    ] {
        assert!(cast.iter().any(|c| c.account == busy), "{busy}");
        assert!(!office.desk(&somebody(busy)).unwrap().is_empty(), "{busy}");
    }
    assert!(office.verify(&[], &mut |_, _, _| {}).unwrap().is_sound());
}

/// A record of the judge that was handed in on time more than a month ago and stands confirmed.
fn old_record(office: &mut Office) -> (MatterId, Revision, RecordText) {
    let judge = somebody("wang_fg");
    let own = Filter { own: true, ..Filter::default() };
    for line in office.records(&judge, &own, liuhen::domain::search::Near::Start, 200).unwrap().lines {
        let old = line.recorded < NOW - 30 * 86_400_000 && line.status == Status::Confirmed;
        if old && !line.flags.iter().any(|f| f == "late") {
            let sheet = office.record(&judge, &line.id).unwrap();
            if sheet.record.changes.is_empty() {
                return (line.id, sheet.record.revision, sheet.record.text);
            }
        }
    }
    panic!("the judge has no such record");
}

fn propose(id: MatterId, seen: Revision, change: ChangeDraft) -> Command {
    let act = RecordCommand::ProposeChange { seen, change, reason: "核对工作日志后发现".to_owned() };
    Command::Record { record: Some(id), act }
}

#[test]
fn correcting_a_record_a_month_later_does_not_make_it_late() {
    let demo = stories_copy();
    let mut office = demo.office();
    let (id, seen, mut text) = old_record(&mut office);
    assert!(text.late_reason.is_empty());
    text.response_text.push_str("(更正)");
    let change = ChangeDraft::Correction { text: Box::new(text) };
    let receipt = office.act(&somebody("wang_fg"), &propose(id, seen, change)).unwrap();
    assert_eq!(receipt.kind, "record.change_proposed");
}

#[test]
fn correcting_the_time_to_one_that_was_late_asks_for_the_reason() {
    let demo = stories_copy();
    let mut office = demo.office();
    let (id, seen, mut text) = old_record(&mut office);
    if let Some(occurred) = &mut text.occurred {
        (occurred.from, occurred.to) = (occurred.from - 20 * 86_400_000, None);
    }
    let change = |text: &RecordText| ChangeDraft::Correction { text: Box::new(text.clone()) };
    let refused = office.act(&somebody("wang_fg"), &propose(id, seen.clone(), change(&text)));
    assert!(format!("{refused:?}").contains("LateNeedsReason"), "{refused:?}");
    text.late_reason = "当时记错了日期".to_owned();
    office.act(&somebody("wang_fg"), &propose(id, seen, change(&text))).unwrap();
}

#[test]
fn a_material_that_came_with_a_supplement_is_missed_when_it_is_gone() {
    let demo = stories_copy();
    let mut office = demo.office();
    let (id, seen, _) = old_record(&mut office);
    let (hash, size) = office
        .keep_material(&somebody("wang_fg"), &mut "对方次日又发来一条消息".as_bytes(), &Default::default())
        .unwrap();
    let attachment = Attachment {
        kind: "TEXT".to_owned(),
        title: "补充说明.txt".to_owned(),
        hash: Some(hash.clone()),
        size,
        original_location: String::new(),
        medium: String::new(),
        file_destination: String::new(),
    };
    let change =
        ChangeDraft::Supplement { words: "次日又有联系。".to_owned(), attachments: vec![attachment] };
    office.act(&somebody("wang_fg"), &propose(id, seen, change)).unwrap();
    assert!(office.verify(&[], &mut |_, _, _| {}).unwrap().is_sound());
    std::fs::remove_file(demo.join("materials").join(&hash[..2]).join(&hash[2..4]).join(&hash)).unwrap();
    let found = office.verify(&[], &mut |_, _, _| {}).unwrap();
    assert_eq!(found.materials, [hash]);
}

#[test]
fn what_is_stored_as_a_code_stands_in_its_list() {
    for d in Decision::ALL {
        assert!(codes::has("escalation_decision", d.code()), "{}", d.code());
        assert_eq!(serde_json::to_value(d).unwrap(), d.code());
    }
    for v in VoteCode::ALL {
        assert!(codes::has("vote", v.code()), "{}", v.code());
    }
    for o in [Outcome::Passed, Outcome::Rejected, Outcome::NoMajority, Outcome::Advice] {
        assert!(codes::has("outcome", o.code()), "{}", o.code());
    }
}

/// A person who has just got an account and nothing else: the README's first command.
#[test]
fn the_first_command_needs_no_directory_of_its_own_to_be_there() {
    let home = tempfile::tempdir().unwrap();
    for (name, value) in
        [("HOME", home.path().join("new")), ("XDG_DATA_HOME", home.path().join("data/not/yet"))]
    {
        std::fs::create_dir_all(home.path().join("new")).unwrap();
        let made = std::process::Command::new(env!("CARGO_BIN_EXE_liuhen"))
            .args(["demo", "--make-only", "--records", "40"])
            .env_clear()
            .env("HOME", home.path())
            .env(name, value)
            .output()
            .unwrap();
        assert!(made.status.success(), "{name}: {}", String::from_utf8_lossy(&made.stderr));
    }
}
