//! Changes of the organ's data on the screen: a form for each kind from one table, the old value
//! beside the new for whoever confirms.

use crate::shelf;

use liuhen::domain::lang::Lang;
use liuhen::domain::organ::draft;
use liuhen::domain::organ::{About, ChangeKind, Organ, compare};
use liuhen::domain::refusal::{No, Rule};
use liuhen::words;
use serde_json::Value;
use shelf::{Play, at};

const NOW: &str = "2026-04-07 09:00";

/// Every subject there is of a kind; those of which something new can be made, also without one.
fn subjects(organ: &Organ, kind: ChangeKind) -> Vec<Option<String>> {
    let known = draft::subjects(organ, kind).into_iter().map(Some);
    let new = !matches!(kind.about(), About::Person | About::Committee | About::Key | About::Part);
    known.chain(new.then_some(None)).collect()
}

/// Every number of the rules as they ship can be changed by some part's form.
#[test]
fn every_value_of_the_rules_has_its_field() {
    fn walk(at: &str, v: &Value, into: &mut Vec<String>) {
        match v {
            Value::Object(all) => all.iter().for_each(|(k, v)| walk(&format!("{at}.{k}"), v, into)),
            _ => into.push(at.to_owned()),
        }
    }
    let play = Play::begin();
    let organ = play.app.cx.office.organ().clone();
    let shipped: Value = toml::from_str(include_str!("../../assets/policy.toml")).unwrap();
    let mut leaves = Vec::new();
    walk("policy", &shipped, &mut leaves);
    assert!(leaves.len() > 100, "{}", leaves.len());
    let parts = draft::subjects(&organ, ChangeKind::Policy);
    let asked: Vec<String> =
        parts.iter().flat_map(|p| ChangeKind::Policy.fields(&organ, Some(p))).map(|f| f.key).collect();
    for leaf in leaves {
        // A clock is one field: number and unit; its words are the program's, its source the basis.
        let clock = leaf.strip_prefix("policy.clocks.").and_then(|l| l.split('.').next());
        let wanted = clock.map_or_else(|| leaf.clone(), |c| format!("policy.clocks.{c}"));
        assert!(asked.contains(&wanted), "{leaf} is in no form");
    }
}

/// What a form begins with reads back as what stands: leaving all as it is changes nothing, and is
/// refused as that. In both languages, for every kind and everything it can be about.
#[test]
fn a_form_left_as_it_is_changes_nothing() {
    let play = Play::begin();
    let organ = play.app.cx.office.organ().clone();
    for kind in ChangeKind::ALL {
        for about in subjects(&organ, *kind).into_iter().flatten() {
            for lang in Lang::ALL {
                let w = words::words(lang);
                let stands = draft::as_it_stands(&organ, *kind, Some(&about));
                let fields = kind.fields(&organ, Some(&about));
                let filled = words::change::as_typed(w, &organ, &fields, &stands);
                let no = draft::change(&organ, *kind, Some(&about), &stands, &filled, at(NOW)).unwrap_err();
                match no {
                    No::Refused(r) => assert_eq!(r.rule, Rule::NothingChanges, "{kind:?} {about}"),
                    // A key to add or to revoke and a notice to come are asked for; they never stand there.
                    No::Wrong(all) => assert!(
                        matches!(kind, ChangeKind::Key | ChangeKind::KeyRevoked | ChangeKind::Calendar),
                        "{kind:?} {about}: {all:?}"
                    ),
                }
            }
        }
    }
}

/// Every label, hint and purpose is there in both languages.
#[test]
fn every_field_of_every_form_has_its_words() {
    let play = Play::begin();
    let organ = play.app.cx.office.organ().clone();
    for lang in Lang::ALL {
        let (w, c) = (words::words(lang), words::change::words(lang));
        for kind in ChangeKind::ALL {
            assert!(c.about.contains_key(kind.code()), "{kind:?} says not what it is for");
            assert_ne!(w.code("organ_change", kind.code()), kind.code(), "{kind:?} has no name");
            for about in subjects(&organ, *kind) {
                for f in kind.fields(&organ, about.as_deref()) {
                    assert_ne!(c.label(w, &f.key), f.key, "{kind:?} {} has no label", f.key);
                }
            }
        }
    }
}

#[test]
fn a_person_is_proposed_on_the_screen_and_confirmed_beside_what_stands() {
    let mut play = Play::begin();
    play.sit("sys").press("9a").reads("人员").reads("节假日");
    play.press("<enter>").reads("+ 新增一个").press("褚<enter>").reads("现为").reads("褚红梅");
    play.press("<tab><tab><tab><c-u>审判长<f2>").reads("核验码").reads("等另一名管理员确认");
    play.reads("- 原 承办法官").reads("+ 改为 审判长").reads_not("现为");
    play.sit("sea")
        .press("9<enter><end><enter>")
        .reads("人员")
        .reads("改为 审判长")
        .press("c")
        .names_it()
        .reads("核验码");
    let organ = play.app.cx.office.organ().clone();
    let judge = &organ.people[&"judge".into()];
    assert_eq!((judge.post.as_str(), judge.name.as_str(), judge.active), ("审判长", "褚红梅", true));
}

#[test]
fn a_new_person_takes_nobodys_name_in_the_register() {
    let mut play = Play::begin();
    play.sit("sys").press("9a<enter><enter>").reads("姓名");
    play.press("新人<tab>judge<tab>民事<enter><f2>").reads("这个名称已有");
    play.press("<c-u>xin_ren<f2>").reads("核验码");
    assert_eq!(play.app.cx.office.organ().people[&"judge".into()].name, "褚红梅");
    play.sit("sea").press("9<enter><end><enter>c").names_it().reads("核验码");
    assert_eq!(play.app.cx.office.organ().people[&"xin_ren".into()].name, "新人");
}

#[test]
fn what_no_form_asks_for_is_still_shown_to_whoever_confirms() {
    let mut play = Play::begin();
    let organ = play.app.cx.office.organ().clone();
    let mut person = organ.people[&"judge".into()].clone();
    person.roles.push(liuhen::domain::organ::Role::Chf);
    let change = liuhen::domain::organ::OrganChange::Person { person };
    let row = compare(&organ, &change).into_iter().find(|r| r.key == "person.roles").unwrap();
    assert!(row.changes());
    let propose = liuhen::domain::organ::OrganCommand::Propose { change };
    let by = liuhen::domain::command::Actor::person(&"sys".into(), liuhen::domain::event::Means::Training);
    play.app.cx.office.act(&by, &liuhen::domain::command::Command::Organ(propose)).unwrap();
    play.sit("sea").press("9<enter><end><enter>").reads("角色").reads("改为 主要负责人");
}

#[test]
fn a_clock_says_on_what_it_rests_and_the_year_is_typed_line_by_line() {
    let mut play = Play::begin();
    play.sit("sys").press("9a").press("期限和<enter>").reads("签名级别").press("1");
    // The first clock: two working days become three.
    play.press("<c-u>3 工作日<f2>").reads("改动的依据");
    play.press("本院通知2号<f2>").reads("核验码").reads("3个工作日 〔本院通知2号〕").reads("其余");
    play.sit("sea").press("9<enter><end><enter>c").names_it().reads("核验码");
    let policy = play.app.cx.office.organ().policy.clone();
    assert_eq!((policy.clocks.submission.n, policy.clocks.submission.verified), (3, false));
    assert_eq!(policy.clocks.submission.source, "本院通知2号");
    // What is off by law stands in the next year's form before there is a notice.
    play.sit("sys").press("9a节假日<enter>2027<enter>").reads("放假与调休").press("<f2>").reads("须填写");
    play.press("国办发明电〔2026〕9号<tab><enter>瞎写<f2>").reads("瞎写");
    play.press("<bs><bs><bs><f2>").reads("核验码").reads("国办发明电〔2026〕9号");
    play.sit("sea").press("9<enter><end><enter>c").names_it().reads("核验码");
    assert!(play.app.cx.office.organ().calendar.years.iter().any(|y| y.year == 2027));
}

#[test]
fn only_administrators_propose_and_the_same_as_now_is_refused() {
    let mut play = Play::begin();
    play.sit("judge").press("9a").reads_not("提出变更");
    play.sit("sys").press("9a").press("角色<enter>褚<enter><f2>").reads("完全相同");
    play.press("<space>").reads("[ ]");
}

#[test]
fn a_proposal_overtaken_by_another_change_says_so_and_is_left_to_be_refused() {
    let mut play = Play::begin();
    play.sit("sys")
        .press("9a<enter>")
        .press("褚<enter>")
        .press("<tab><tab><tab><c-u>审判长<f2>")
        .reads("核验码");
    play.press("1")
        .press("9a<enter>")
        .press("褚<enter>")
        .press("<tab><tab><tab><c-u>法官助理<f2>")
        .reads("核验码");
    play.sit("sea").press("9<enter><end><enter>c").names_it().reads("核验码");
    play.press("1").press("9<enter><end><enter><end>c").reads("要改的内容已经变更").press("r").reads("理由");
    let organ = play.app.cx.office.organ().clone();
    assert_eq!(organ.people[&"judge".into()].post.as_str(), "法官助理");
}
