//! The ladder, collective decision and the organ's own data on the line.

use crate::line;
use line::{Place, text};

#[test]
fn a_record_goes_up_and_the_level_answers() {
    let p = Place::training();
    let (no, _) = p.record(&[]);
    // Each level will see the record: that has to be agreed to.
    p.by("judge", &["escalate", &no, "--reason", "HARD", "--text", "请指导"]).ended(2);
    let args = [
        "--json",
        "escalate",
        &no,
        "--reason",
        "HARD",
        "--text",
        "请指导",
        "--want",
        "GUIDANCE",
        "--consent",
    ];
    let up = text(&p.by("judge", &args).ok().json()["ref"]);
    let desk = p.by("head", &["desk"]).ok().out;
    assert!(desk.contains(&up), "{desk}");
    let page = p.by("head", &["escalation", "show", &up]).ok().out;
    assert!(page.contains("请指导") && page.contains("现在可以办"), "{page}");
    p.by("judge", &["escalation", "answer", &up, "--decision", "ACCEPT", "--text", "依法办理"]).ended(3);
    p.by("head", &["escalation", "answer", &up, "--decision", "x", "--text", "依法办理"]).ended(5);
    p.by("head", &["escalation", "answer", &no, "--decision", "accept", "--text", "依法办理"]).ok();
    assert!(p.by("judge", &["escalation", "list"]).ok().out.contains("已答复"));
}

#[test]
fn a_body_decides_from_application_to_notice() {
    let p = Place::training();
    let (no, _) = p.record(&[]);
    let item = text(
        &p.by(
            "judge",
            &[
                "--json",
                "committee",
                "apply",
                &no,
                "--body",
                "审判委员会",
                "--request",
                "如何处理",
                "--disclosed",
            ],
        )
        .ok()
        .json()["ref"],
    );
    p.by("chief", &["committee", "approve", &item]).ok();
    let plan = [
        "--json",
        "committee",
        "meeting",
        "--body",
        "ac",
        "--at",
        "2031-03-01 09:00",
        "--place",
        "会议室",
        "--chair",
        "chief",
    ];
    let meeting = text(&p.by("custodian3", &plan).ok().json()["ref"]);
    p.by("custodian3", &["committee", "agenda", &item, "--meeting", &meeting]).ok();
    p.by("custodian3", &["committee", "papers", &meeting]).ok();
    p.by("custodian3", &["committee", "attend", &meeting, "--member", "chief", "--present"]).ok();
    let empty = p.by("custodian3", &["committee", "open", &meeting, "--json"]).ended(3).error();
    assert_eq!(empty["code"], "no_quorum");
    p.by("custodian3", &["committee", "attend", &meeting, "--member", "李衡", "--present"]).ok();
    p.by("custodian3", &["committee", "attend", &meeting, "--member", "deputy", "--absent", "出差"]).ok();
    p.by("custodian3", &["committee", "open", &meeting]).ok();
    p.by("custodian3", &["committee", "open-vote", &item, "--disclosed"]).ok();
    let first = p.by("chief", &["--json", "committee", "vote", &item, "for"]).ended(3).error();
    assert_eq!(first["code"], "chair_last");
    p.by("head", &["committee", "vote", &item, "同意"]).ok();
    p.by("chief", &["committee", "vote", &item, "for", "--opinion", "同意"]).ok();
    p.by("custodian3", &["committee", "close-vote", &item]).ok();
    p.by("custodian3", &["committee", "decide", &item, "--text", "依法办理"]).ok();
    let page = p.by("head", &["committee", "show", &item]).ok().out;
    assert!(page.contains("通过需2票") && page.contains("依法办理"), "{page}");
    let hall = p.by("head", &["committee", "show", &meeting]).ok().out;
    assert!(hall.contains("应到3，实到2"), "{hall}");
    p.by("custodian3", &["committee", "close", &meeting, "--minutes", "记录"]).ok();
    p.by("custodian3", &["committee", "notice", &item, "--text", "通知"]).ok();
}

#[test]
fn one_proposes_and_another_confirms() {
    let p = Place::training();
    let no = text(&p.by("system", &["--json", "account", "disable", "deputy"]).ok().json()["ref"]);
    p.by("system", &["proposal", "confirm", &no]).ended(3);
    let listed = p.by("security", &["proposal", "list"]).ok().out;
    assert!(listed.lines().count() == 1 && listed.contains(&no) && listed.contains("系统"), "{listed}");
    assert!(p.by("security", &["proposal", "show", &no]).ok().out.contains("钱进"));
    p.by("judge", &["proposal", "list"]).ended(3);
    p.by("security", &["proposal", "confirm", &no]).ok();
    assert_eq!(p.by("deputy", &["--json", "desk"]).ended(3).error()["code"], "inactive");
    p.by("judge", &["account", "list"]).ended(3);
    let staff = p.by("audit", &["--json", "account", "list"]).ok().out;
    assert_eq!(staff.lines().count(), 11, "{staff}");
    p.by("system", &["roster", "propose", "--start", "2031-01-01", "--custodian", "custodian1"]).ended(3);
    let roles = p.by("system", &["--json", "role", "set", "custodian1", "--role", "CUS,DIS"]).ended(3);
    assert_eq!(roles.error()["code"], "roles_exclude");
    p.by("system", &["unit", "propose", "--from", "-"]).ended(5);
    for list in ["role", "roster", "unit", "person", "recusal", "case"] {
        let said = p.by("audit", &[list, "list"]).ok();
        assert!(!said.out.is_empty(), "{list}");
    }
    for shown in ["policy", "calendar"] {
        assert!(!p.by("judge", &[shown, "show"]).ok().out.is_empty());
    }
}

/// What is asked for behind `challenge` goes to this register, by this person, now.
#[test]
fn a_text_for_a_change_is_asked_of_this_register_by_this_person() {
    let (p, other) = (Place::training(), Place::training());
    let change = ["challenge", "account", "disable", "deputy"];
    assert!(p.by("system", &change).ok().out.contains("\nchange active\n"));
    for option in [["--register", other.dir()], ["--as", "security"], ["--now", "2031-01-01 09:00"]] {
        let said = p.by("system", &[&["--json"], &change[..], &option].concat()).ended(3);
        assert_eq!(said.error()["code"], "verb_not_here", "{said:?}");
    }
    p.by("system", &["challenge", "backup", "/tmp"]).ended(3);
    p.by("system", &["challenge", "account", "list"]).ok();
}

/// A passphrase that was meant for the act behind it is not read as something else.
#[test]
fn options_of_an_act_stand_behind_its_verb_in_a_session() {
    let p = Place::training();
    for option in [&["--passphrase-stdin"][..], &["--as", "system"], &["--now", "2031-01-01 09:00"]] {
        let args = [&["session"], option, &["policy", "propose", "--from", "-"]].concat();
        let said = p.fed(&args, "床前明月光疑是地上霜\n");
        assert!(said.code != 0 && !said.err.contains("明月") && !said.out.contains("明月"), "{said:?}");
    }
}

/// Every kind of change is made on the line from the same table as the forms, and read beside what
/// stands.
#[test]
fn a_change_is_proposed_field_by_field_and_shown_beside_what_stands() {
    let p = Place::training();
    let fields = p.by("system", &["proposal", "fields", "person", "judge"]).ok().out;
    assert!(fields.contains("person.post") && fields.contains("person.name"), "{fields}");
    let new = ["--json", "proposal", "new", "person", "judge", "--set", "post=审判长"];
    let no = text(&p.by("system", &new).ok().json()["ref"]);
    let shown = p.by("security", &["proposal", "show", &no]).ok().out;
    assert!(shown.contains("改为 审判长") && shown.contains("项不变"), "{shown}");
    p.by("system", &["proposal", "new", "person", "judge", "--set", "nothing=1"]).ended(5);
    p.by("system", &["proposal", "new", "person", "judge"]).ended(3);
    p.by("judge", &["proposal", "new", "person", "judge", "--set", "post=院长"]).ended(3);
    p.by("security", &["proposal", "confirm", &no]).ok();
    let people = p.by("system", &["person", "list"]).ok().out;
    assert!(people.contains("审判长"), "{people}");
}
