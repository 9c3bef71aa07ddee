//! Whom a text may mean, in a court of a few people.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::domain::name::traced;
use crate::domain::organ::{Founding, Role, Unit};
use crate::domain::{calendar::Calendar, organ_kind, policy_file::PolicyFile};

#[path = "whole_tests.rs"]
mod whole;

/// Id, name, unit, post; whoever is president has his role.
const PEOPLE: &[(&str, &str, &str, &str)] = &[
    ("ouyang", "欧阳文修", "lead", "院长"),
    ("gao", "高敬之", "lead", "副院长"),
    ("luo", "罗启明", "lead", "审判委员会专职委员"),
    ("wang", "王方国", "civil", "审判员"),
    ("wang2", "王守正", "crime", "庭长"),
    ("song", "宋默然", "civil", "庭长"),
    ("li", "李慎行", "civil", "副庭长"),
    ("qian", "钱守一", "office", "专职保管员"),
    ("zhu", "朱明川", "office", "主任"),
    ("ai", "买买提·艾力", "civil", "书记员"),
    ("cheng", "成功", "crime", "审判员"),
    ("fang", "方正", "exec", "局长"),
    ("smith", "John Smith", "crime", "法官助理"),
    ("wang3", "旺", "crime", "书记员"),
];

fn court() -> Organ {
    let person = |(id, name, unit, post): &(&str, &str, &str, &str)| Person {
        id: (*id).into(),
        name: (*name).to_owned(),
        account: (*id).to_owned(),
        unit: (*unit).into(),
        post: (*post).to_owned(),
        roles: if *post == "院长" { vec![Role::Chf] } else { Vec::new() },
        kin: Vec::new(),
        kin_names: if *id == "li" { vec!["陈大江".to_owned()] } else { Vec::new() },
        active: true,
        lang: None,
    };
    let unit = |(id, name, head): (&str, &str, &str)| Unit {
        id: id.into(),
        name: name.to_owned(),
        name_en: String::new(),
        sector: String::new(),
        relation: "SELF".to_owned(),
        head: (!head.is_empty()).then(|| head.into()),
        vice_chief: (id == "civil").then(|| "gao".into()),
    };
    let units = [
        ("lead", "院领导", ""),
        ("civil", "民事审判第一庭", "song"),
        ("crime", "刑事审判庭", "wang2"),
        ("office", "审判管理办公室", "zhu"),
        ("exec", "执行局", "fang"),
    ];
    Organ::founded(&Founding {
        name: "淮北示范市中级人民法院".to_owned(),
        name_en: String::new(),
        short: "淮示法".to_owned(),
        kind: organ_kind::of("COURT").unwrap().clone(),
        training: true,
        superior: "示范省高级人民法院".to_owned(),
        units: units.into_iter().map(unit).collect(),
        people: PEOPLE.iter().map(person).collect(),
        roster: Vec::new(),
        committees: Vec::new(),
        cases: Vec::new(),
        interests: Vec::new(),
        policy: PolicyFile::shipped().unwrap().clone(),
        calendar: Calendar::shipped().unwrap().clone(),
    })
}

fn meant(directory: &Directory, text: &str, place: Place) -> Vec<String> {
    let hits = directory.read(text, &traced(text), place, Reading::Eight);
    let people: BTreeSet<String> = hits.into_iter().map(|h| h.person.0).collect();
    people.into_iter().collect()
}

#[test]
fn a_name_or_a_title_means_its_bearer_wherever_it_stands() {
    let directory = Directory::of(&court());
    let running =
        |text: &str, who: &[&str]| assert_eq!(meant(&directory, text, Place::Running), who, "{text}");
    for text in [
        "欧阳院长打过招呼",
        "我院院长(欧阳)交代",
        "欧阳文修院长已经打过招呼了",
        "院长让我来问",
        "我院院长说",
        "法院院长的意思",
        "歐陽院長",
        "欧阳某院长",
        "欧阳某某院长",
        "欧 阳 院 长",
        "本院院长",
        "中院院长",
        "市中院院长来电",
        "张三找院长",
        "向院长汇报",
        "现任院长",
        "院长欧阳某",
        "Ouyang Wenxiu",
        "ouyangwenxiu来电",
        "他是欧阳文修的亲戚",
        "老院长",
    ] {
        running(text, &["ouyang"]);
    }
    for text in ["副院长说", "高院长交代的", "高副院长", "分管副院长"] {
        running(text, &["gao"]);
    }
    for text in [
        "钱守一（审管办）",
        "錢守一",
        "钱守⼀",
        "钱守一保管员",
        "某局 钱守一",
        "钱守一律师",
        "钱守一等人",
        "钱\u{fe00}守一",
        "见了钱·守·一",
    ] {
        running(text, &["qian"]);
    }
    for text in ["买买提•艾力", "买买提艾力", "买買提‧艾力"] {
        running(text, &["ai"]);
    }
    running("审管办主任", &["zhu"]);
    running("审判管理办公室主任", &["zhu"]);
    running("朱主任", &["zhu"]);
    running("民一庭庭长", &["li", "song"]);
    running("王庭长", &["wang2"]);
    running("李庭长", &["li"]);
    running("罗专委", &["luo"]);
    running("陈大江来电", &["li"]);
    running("我院执行局局长", &["fang"]);
    running("庭长让关照", &["li", "song", "wang2"]);
    running("met John Smith today", &["smith"]);
    running("承办人王方国", &["wang"]);
    running("王法官", &["wang", "wang2"]);
}

#[test]
fn an_everyday_word_another_house_and_another_name_mean_nobody() {
    let directory = Directory::of(&court());
    for text in [
        "市医院院长",
        "省高院院长",
        "相山区法院院长",
        "某学院院长",
        "张院长打来电话",
        "李建国院长",
        "区住建局局长",
        "公安局副局长王国庆",
        "某局办公室主任",
        "律师事务所主任",
        "妇联主席",
        "主任说",
        "科长",
        "法官",
        "兴旺",
        "区法院民庭张庭长",
        "在走廊遇到一名男子",
        "经研究决定",
    ] {
        assert!(
            meant(&directory, text, Place::Running).is_empty(),
            "{text}: {:?}",
            meant(&directory, text, Place::Running)
        );
    }
    // A whole name is read though it is a word; before version 8 beside some words only.
    for (text, who) in [("调解成功了", "cheng"), ("为人方正", "fang"), ("旺", "wang3")] {
        assert_eq!(meant(&directory, text, Place::Running), [who], "{text}");
        assert!(directory.read(text, &traced(text), Place::Running, Reading::Seven).is_empty(), "{text}");
    }
    assert_eq!(meant(&directory, "成功说要关照", Place::Running), ["cheng"]);
    assert_eq!(meant(&directory, "由方正转交", Place::Running), ["fang"]);
}

#[test]
fn where_somebody_is_named_more_is_taken_for_a_name() {
    let directory = Directory::of(&court());
    let named = |text: &str, own: bool| meant(&directory, text, Place::Named { own, outside: !own });
    assert_eq!(named("王法官", false), ["wang"]);
    assert_eq!(named("旺", false), ["wang3"]);
    assert_eq!(named("成功", false), ["cheng"]);
    assert_eq!(named("主任", true), ["zhu"]);
    assert!(named("主任", false).is_empty());
    assert_eq!(named("欧阳", true), ["ouyang"]);
    assert_eq!(named("欧阳某", true), ["ouyang"]);
    assert!(named("欧阳", false).is_empty());
    assert_eq!(named("王方国", false), ["wang"]);
    assert_eq!(named("欧阳院长", false), ["ouyang"]);
    for unit in ["民一庭", "本院", "我院审管办", "市中院", "淮北示范市中级人民法院", "院领导", "审管办"]
    {
        assert!(directory.is_own(unit), "{unit}");
    }
    for unit in ["", "某区住建局", "相山区人民法院", "示范省高级人民法院", "某律师事务所"]
    {
        assert!(!directory.is_own(unit), "{unit}");
    }
}

#[test]
fn whoever_is_called_without_his_name_is_meant_all_the_same() {
    let directory = Directory::of(&court());
    let running =
        |text: &str, who: &[&str]| assert_eq!(meant(&directory, text, Place::Running), who, "{text}");
    for text in [
        "老欧阳打了招呼",
        "欧阳院说要关照",
        "欧阳总来电",
        "姓欧阳的领导来电",
        "欧阳书记来电",
        "我院一把手打来电话",
        "院里一把手",
        "主要领导亲自过问",
        "本院党组书记来电",
        "文修同志来电",
        "欧阳文xiu",
    ] {
        running(text, &["ouyang"]);
    }
    running("老钱来电", &["qian"]);
    running("钱shouyi来电", &["qian"]);
    running("宋庭说关照一下", &["song"]);
    running("方局来电", &["fang"]);
    running("分管领导来电", &["gao"]);
    running("审管办负责人来电", &["zhu"]);
    for text in ["审管办一把手来电", "审管办的主任来电", "审管办的现任主任来电"] {
        running(text, &["zhu"]);
    }
    running("执行局那位局长来电", &["fang"]);
    running("市住建局副局长欧阳德顺来文", &[]);
    running("医院的院长来电", &[]);
    for text in [
        "村一把手",
        "街道主要领导来电",
        "企业主要负责人",
        "公司负责人",
        "领导干部",
        "养老钱款",
        "省高院指定管辖",
        "宋庭审记录",
        "李先生来电",
        "王总来电",
        "王女士来电",
    ] {
        running(text, &[]);
    }
}

#[test]
fn who_says_that_he_is_of_this_organ_is_met_halfway() {
    let directory = Directory::of(&court());
    let named = |text: &str| meant(&directory, text, Place::Named { own: true, outside: false });
    for text in [
        "老钱",
        "钱老师",
        "钱保管员",
        "本院专职保管员",
        "钱主任",
        "审管办老钱",
        "审管办的钱某",
        "钱守1",
        "钱守壹",
        "銭守一",
        "钱某一",
        "前守一",
        "守一",
        "守一同志",
        "QSY",
    ] {
        assert!(named(text).contains(&"qian".to_owned()), "{text}: {:?}", named(text));
    }
    for text in ["孙建国", "赵敏", "钱建国", "周小川", "某干部"] {
        assert!(named(text).is_empty(), "{text}: {:?}", named(text));
    }
    // Whoever is of another house is not.
    assert!(meant(&directory, "钱建", Place::Named { own: false, outside: true }).is_empty());
}
