//! What is asked follows the stream, and the stream follows the facts.

use crate::line::{Place, SAMPLE, text};
use crate::support::words::{insider, outsider};
use crate::support::{Court, person, phone_call, rule, wrong};
use liuhen::domain::policy;
use liuhen::domain::record::{Gift, PersonRole, RecordText, streams, warnings};
use liuhen::domain::refusal::{Flaw, Rule};
use serde_json::{Value, json};

/// Hands in a text made of these fields alone.
fn new(p: &Place, fields: &Value) -> crate::line::Said {
    p.fed(&["--as", "judge", "--json", "record", "new", "--again", "--from", "-"], &fields.to_string())
}

fn shown(p: &Place, no: &str) -> Value {
    p.by("judge", &["--json", "show", no]).ok().json()["record"].clone()
}

#[test]
fn a_relatives_profession_is_reported_with_relation_firm_and_licence_alone() {
    let p = Place::training();
    for role in ["RELATIVE", "近亲属", "INQUIRER"] {
        let report = json!({
            "stream": "KIN",
            "people": [{"role": role, "name": "张小云", "relation_to_recorder": "配偶", "unit": "某律师事务所", "licence": "13406201810270035"}],
        });
        let no = text(&new(&p, &report).ok().json()["ref"]);
        let record = shown(&p, &no);
        assert_eq!(record["stream"], "KIN");
        assert_eq!(record["text"]["people"][0]["relation_to_recorder"], "SPOUSE");
        for absent in ["case_no", "stage", "matter", "effect", "occurred"] {
            assert!(record["text"].get(absent).is_none(), "{absent}: {record}");
        }
        assert_eq!(record["to_complete"], json!([]), "{record}");
    }
    // The stream follows from whom it is about; what it lacks is named, and nothing of a case.
    let bare = json!({"people": [{"role": "RELATIVE", "name": "张小云"}]});
    let said = new(&p, &bare).ended(5).error();
    let fields: Vec<&str> =
        said["problems"].as_array().unwrap().iter().map(|p| p["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["people[0].relation_to_recorder", "people[0].unit", "people[0].licence"]);
    let nameless = json!({"people": [{"role": "RELATIVE", "relation_to_recorder": "CHILD", "unit": "某所", "licence": "1340"}]});
    let no = text(&new(&p, &nameless).ok().json()["ref"]);
    assert_eq!(shown(&p, &no)["to_complete"], json!(["people[0].name"]));
}

#[test]
fn each_stream_misses_its_own_fields_and_no_others() {
    let mut court = Court::founded();
    let mut missing = |stream: &str| {
        let text =
            RecordText { stream: stream.to_owned(), secrecy: "INTERNAL".to_owned(), ..RecordText::default() };
        let mut fields = wrong(court.by("clerk_he").submit(text));
        fields.sort();
        fields
    };
    let inquiry =
        ["case_no", "content", "effect", "manner", "occurred", "people", "request_type", "response", "stage"];
    assert_eq!(missing("EXT"), inquiry);
    assert_eq!(missing("INT"), inquiry);
    for stream in ["DUTY", "REF", "NPC"] {
        assert_eq!(missing(stream), ["case_no", "content", "manner", "occurred", "people"], "{stream}");
    }
    assert_eq!(missing("CON"), ["content", "manner", "occurred", "people"]);
    assert_eq!(missing("COMM"), ["content", "occurred"]);
    assert_eq!(missing("KIN"), ["people"]);
    assert_eq!(missing("MAJ"), ["case_no", "content", "manner", "matter", "occurred", "people", "stage"]);
    let matter = |stream: &str| RecordText { stream: stream.into(), matter: "PERS".into(), ..phone_call() };
    for stream in ["EXT", "MAJ", "DUTY"] {
        let text = RecordText { case_no: String::new(), stage: String::new(), ..matter(stream) };
        court.by("clerk_he").submit(text).unwrap_or_else(|e| panic!("{stream}: {e:?}"));
    }
}

#[test]
fn a_lawyers_progress_call_is_an_outside_inquiry_and_says_why() {
    let p = Place::training();
    let mut call: Value = serde_json::from_str(SAMPLE).unwrap();
    call["people"] = json!([{"role": "INQUIRER", "kind": "LAWYER", "name": "周正", "unit": "某律师事务所"}]);
    let said = new(&p, &call).ok();
    let no = text(&said.json()["ref"]);
    assert_eq!(shown(&p, &no)["stream"], "EXT");
    assert!(said.err.contains("外部过问") && said.err.contains("没有宴请"), "{said:?}");
    call["manner"] = json!(["宴请、活动场合"]);
    call["place"] = json!("某酒楼");
    call["nobody_else"] = json!(true);
    let said = new(&p, &call).ok();
    assert_eq!(shown(&p, &text(&said.json()["ref"]))["stream"], "CON");
    assert!(said.err.contains("接触交往"), "{said:?}");
    // Whoever chooses a stream is not argued with.
    call["stream"] = json!("EXT");
    let said = new(&p, &call).ok();
    assert_eq!(shown(&p, &text(&said.json()["ref"]))["stream"], "EXT");
    assert!(!said.err.contains("没有另选"), "{said:?}");
}

fn own_duty(leader: &str) -> RecordText {
    let mut own = phone_call();
    own.people = vec![insider(leader, "INQUIRER")];
    own.content = "我到民庭了解本案审限,请承办人抓紧,未谈处理意见。".to_owned();
    own
}

#[test]
fn a_leader_writes_down_his_own_inquiry_on_duty_and_nobody_is_hidden_by_it() {
    let mut court = Court::founded();
    // His brother is a custodian; where somebody inquired into a case, that would recuse him.
    let kin = liuhen::domain::organ::OrganChange::Kin {
        person: person("cus_an"),
        kin: vec![person("vp_sun")],
        kin_names: Vec::new(),
    };
    court.change(kin);
    let record = court.by("vp_sun").submit(own_duty("vp_sun")).unwrap().matter;
    let sheet = court.by("cus_an").sheet(&record).unwrap();
    assert_eq!(
        (sheet.record.stream.as_str(), sheet.record.status),
        ("DUTY", liuhen::domain::record::Status::Submitted)
    );
    assert!(court.by("chief").sheet(&record).is_ok());
    court.confirm_twice(&record);
    // The recorder himself is no custodian of it, whatever else he is.
    assert!(court.by("vp_sun").sheet(&record).is_ok());
    // Said to be something else, it is no report on oneself.
    let mut as_inquiry = own_duty("vp_sun");
    as_inquiry.stream = "INT".to_owned();
    assert_eq!(wrong(court.by("vp_sun").submit(as_inquiry)), ["people[0].person"]);
    // The same words by somebody else recuse the leader and his kin.
    let by_clerk = court.by("clerk_he").submit(own_duty("vp_sun")).unwrap().matter;
    for out in ["vp_sun", "cus_an"] {
        assert_eq!(rule(court.by(out).sheet(&by_clerk)), Rule::NoSuchMatter, "{out}");
    }
    // Nor does the word DUTY open what somebody else wrote down.
    let mut in_duty = own_duty("vp_sun");
    in_duty.stream = "DUTY".to_owned();
    let in_duty = court.by("clerk_he").submit(in_duty).unwrap().matter;
    assert_eq!(rule(court.by("vp_sun").sheet(&in_duty)), Rule::NoSuchMatter);
    court.assert_sound();
}

#[test]
fn his_own_name_typed_is_the_recorder_himself() {
    let mut court = Court::founded();
    let mut own = own_duty("vp_sun");
    (own.people[0].person, own.people[0].name) = (None, "孙明理".to_owned());
    let record = court.by("vp_sun").submit(own).unwrap().matter;
    let kept = court.by("vp_sun").sheet(&record).unwrap().record;
    assert_eq!((kept.stream.as_str(), &kept.text.people[0].person), ("DUTY", &Some(person("vp_sun"))));
}

#[test]
fn what_is_open_is_a_warning_and_a_mark_for_those_who_keep_the_store() {
    let mut court = Court::founded();
    let mut text = phone_call();
    text.people[0].unit = String::new();
    let organ = court.office.organ().clone();
    let warned =
        warnings(&RecordText { stream: "EXT".into(), ..text.clone() }, &"nobody".into(), &organ, 2026);
    let open: Vec<&str> =
        warned.iter().filter(|p| p.flaw == Flaw::ToComplete).map(|p| p.field.as_str()).collect();
    assert_eq!(open, ["people[0].post", "people[0].unit"]);
    let record = court.by("clerk_he").submit(text.clone()).unwrap().matter;
    for who in ["clerk_he", "cus_an", "dis_e"] {
        assert_eq!(court.by(who).sheet(&record).unwrap().record.to_complete, open, "{who}");
    }
    // Who handles the case reads it, and is not told how well it is kept.
    assert!(court.by("judge_wang").sheet(&record).unwrap().record.to_complete.is_empty());
    text.people[0].unit = "不详".to_owned();
    text.people[0].post = "不详".to_owned();
    court.by("clerk_he").amend(&record, text).unwrap();
    assert!(court.by("cus_an").sheet(&record).unwrap().record.to_complete.is_empty());
    let _ = policy::is_recused;
}

#[test]
fn the_mark_is_on_the_page_in_the_list_and_on_the_line() {
    let p = Place::training();
    let mut call: Value = serde_json::from_str(SAMPLE).unwrap();
    call["people"] = json!([{"role": "INQUIRER", "kind": "EXT_STAFF", "name": "周正", "unit": "市府办"}]);
    let said = new(&p, &call).ok();
    assert!(said.err.contains("受谁之托") && said.err.contains("待补全"), "{said:?}");
    let no = text(&said.json()["ref"]);
    let page = p.by("custodian1", &["show", &no]).ok().out;
    assert!(page.contains("待补全") && page.contains("受谁之托"), "{page}");
    let list = p.by("custodian1", &["list", "标记:待补全"]).ok().out;
    assert!(list.contains(&no), "{list}");
    let en = p.by("custodian1", &["--lang", "en", "list", "flag:incomplete"]).ok().out;
    assert!(en.contains(&no) && en.contains("to complete"), "{en}");
    // With somebody behind him, known or not, it is whole.
    p.by(
        "judge",
        &["record", "amend", &no, "--set", "people[1].role=BEHALF", "--set", "people[1].description=不详"],
    )
    .ok();
    assert!(!p.by("custodian1", &["list", "标记:待补全"]).ok().out.contains(&no));
}

#[test]
fn stages_belong_to_organs_and_another_ones_is_only_asked_about() {
    let p = Place::training();
    let with = |stage: &str| {
        let mut call: Value = serde_json::from_str(SAMPLE).unwrap();
        call["stage"] = json!(stage);
        new(&p, &call).ok()
    };
    for own in ["诉前调解", "AFTER", "财产保全"] {
        assert!(!with(own).err.contains("不是本机关"), "{own}");
    }
    for other in ["审查逮捕", "社区矫正", "ADMIN"] {
        assert!(with(other).err.contains("不是本机关"), "{other}");
    }
}

#[test]
fn gifts_contacts_and_written_opinions_can_be_said() {
    let mut court = Court::founded();
    let mut text = phone_call();
    text.people = vec![PersonRole { kind: "LAWYER".to_owned(), ..outsider("周正") }];
    text.gifts = vec![Gift {
        kind: "CARD".to_owned(),
        description: "购物卡".to_owned(),
        value: "1000元".to_owned(),
        answer: "RETURNED".to_owned(),
        returned_at: Some(crate::support::START),
        returned_to: "本人".to_owned(),
    }];
    text.contact_facts = vec!["AFTER".to_owned(), "LEFT".to_owned()];
    text.written_opinion = "ASKED".to_owned();
    text.filed_to = "VOL_CLOSED".to_owned();
    text.people[0].relation_to_recorder = "COMRADE".to_owned();
    let record = court.by("clerk_he").submit(text.clone()).unwrap().matter;
    let kept = court.by("cus_an").sheet(&record).unwrap().record;
    assert_eq!((kept.stream.as_str(), &kept.text.gifts, kept.to_complete.len()), ("CON", &text.gifts, 0));
    // Each of them is a code of its list.
    text.gifts[0].kind = "SOMETHING".to_owned();
    text.gifts[0].answer = "EATEN".to_owned();
    text.contact_facts = vec!["NEVER".to_owned()];
    text.written_opinion = "YES".to_owned();
    text.filed_to = "DRAWER".to_owned();
    let mut fields = wrong(court.by("clerk_he").submit(text));
    fields.sort();
    assert_eq!(fields, ["contact_facts", "filed_to", "gifts[0].answer", "gifts[0].kind", "written_opinion"]);
}

#[test]
fn who_somebody_is_to_the_recorder_is_a_code_with_words_and_old_words_stay_readable() {
    let mut court = Court::founded();
    let mut text = phone_call();
    text.people[0].relation_to_recorder = "我的老同学的亲戚".to_owned();
    text.people[0].confidence = "差不多".to_owned();
    text.recorder_role = "路过的".to_owned();
    let mut fields = wrong(court.by("clerk_he").submit(text.clone()));
    fields.sort();
    assert_eq!(fields, ["people[0].confidence", "people[0].relation_to_recorder", "recorder_role"]);
    text.people[0].relation_to_recorder = "OTHER".to_owned();
    text.people[0].confidence = "INFERRED".to_owned();
    text.recorder_role = "OTHER".to_owned();
    let record = court.by("clerk_he").submit(text.clone()).unwrap().matter;
    let open = court.by("cus_an").sheet(&record).unwrap().record.to_complete;
    assert_eq!(open, ["people[0].post", "people[0].relation_words"]);
    // A list shows what it does not know as it stands.
    let list = liuhen::domain::codes::list("relation_to_recorder");
    assert_eq!(list.show("我的老同学的亲戚", liuhen::domain::lang::Lang::Zh), "我的老同学的亲戚");
    assert!(streams::all().len() == 9);
}
