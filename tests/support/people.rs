//! Who there is in the court of the stories.

use super::START;
use super::words::{CASE, CIVIL_CASE};
use liuhen::domain::calendar::Calendar;
use liuhen::domain::ids::PersonId;
use liuhen::domain::organ::{Case, Committee, CommitteeMember, Founding, Person, Role, RosterPeriod, Unit};
use liuhen::domain::organ_kind;
use liuhen::domain::policy_file::PolicyFile;

/// Id, name, unit, roles.
pub const PEOPLE: &[(&str, &str, &str, &[Role])] = &[
    ("chief", "郑院长", "bench", &[Role::Chf]),
    ("vp_sun", "孙明理", "bench", &[]),
    ("vp_zhou", "周正平", "bench", &[]),
    ("head_zhao", "赵庭芳", "crim", &[]),
    ("head_qin", "秦国栋", "civil", &[]),
    ("judge_li", "李审远", "crim", &[]),
    ("judge_wang", "王承志", "crim", &[]),
    ("judge_chen", "陈合议", "crim", &[]),
    ("judge_liu", "刘民生", "civil", &[]),
    ("judge_tang", "唐先知", "civil", &[]),
    ("judge_pan", "潘如意", "civil", &[]),
    ("judge_gu", "顾清源", "civil", &[]),
    ("clerk_he", "何知远", "crim", &[]),
    ("clerk_zhang", "张伟", "civil", &[]),
    ("clerk_dong", "董小路", "civil", &[]),
    ("cus_an", "安守正", "store", &[Role::Cus]),
    ("cus_bai", "白慎独", "store", &[Role::Cus]),
    ("cus_cao", "曹一丝", "store", &[Role::Cus]),
    ("cus_deng", "邓不苟", "store", &[Role::Cus]),
    ("dis_e", "鄂监察", "watch", &[Role::Dis]),
    ("dish_fan", "范主任", "watch", &[Role::Dish]),
    ("sec_gong", "龚记录", "bench", &[Role::Sec]),
    ("sys_gao", "高系统", "tech", &[Role::Sys]),
    ("sea_lin", "林安全", "tech", &[Role::Sea]),
    ("aud_mu", "穆审计", "tech", &[Role::Aud]),
];

/// The nine of the adjudication committee by rank.
pub const NINE: [&str; 9] = [
    "chief",
    "vp_sun",
    "vp_zhou",
    "head_zhao",
    "head_qin",
    "judge_li",
    "judge_tang",
    "judge_pan",
    "judge_gu",
];

pub fn unit(id: &str, name: &str, head: Option<&str>, vice: Option<&str>) -> Unit {
    Unit {
        id: id.into(),
        name: name.to_owned(),
        name_en: String::new(),
        sector: String::new(),
        relation: "SELF".to_owned(),
        head: head.map(PersonId::from),
        vice_chief: vice.map(PersonId::from),
    }
}

pub fn staff(id: &str, name: &str, unit: &str, roles: &[Role]) -> Person {
    Person {
        id: id.into(),
        name: name.to_owned(),
        account: id.to_owned(),
        unit: unit.into(),
        post: String::new(),
        roles: roles.to_vec(),
        kin: Vec::new(),
        kin_names: Vec::new(),
        active: true,
        lang: None,
    }
}

/// A body by the shipped rules of one kind of organ.
pub fn body(id: &str, organ: &str, kind: &str, members: &[&str]) -> Committee {
    let rules = organ_kind::of(organ).unwrap().committee(kind).unwrap().clone();
    Committee {
        id: id.into(),
        kind: kind.to_owned(),
        name: rules.zh.clone(),
        members: (1..).zip(members).map(|(rank, m)| CommitteeMember { person: (*m).into(), rank }).collect(),
        secretary: "sec_gong".into(),
        rules,
    }
}

pub fn founding() -> Founding {
    let mut people: Vec<Person> = PEOPLE.iter().map(|(i, n, u, r)| staff(i, n, u, r)).collect();
    // Judge Chen's sister-in-law is none of our business; his brother is.
    if let Some(chen) = people.iter_mut().find(|p| p.id.as_str() == "judge_chen") {
        chen.kin_names = vec!["陈大江".to_owned()];
    }
    Founding {
        name: "淮示市相山区人民法院".to_owned(),
        name_en: "Xiangshan District Court".to_owned(),
        short: "皖0602".to_owned(),
        kind: organ_kind::of("COURT").unwrap().clone(),
        training: true,
        superior: "淮示市中级人民法院".to_owned(),
        units: vec![
            unit("bench", "院领导", None, None),
            unit("crim", "刑事审判庭", Some("head_zhao"), Some("vp_sun")),
            unit("civil", "民事审判庭", Some("head_qin"), Some("vp_zhou")),
            unit("store", "专库", None, None),
            unit("watch", "督察室", None, None),
            unit("tech", "技术科", None, None),
        ],
        people,
        roster: vec![RosterPeriod {
            from: START - 400 * 86_400_000,
            to: None,
            custodians: vec!["cus_an".into(), "cus_bai".into()],
            substitutes: vec!["cus_cao".into(), "cus_deng".into()],
        }],
        committees: vec![
            body("ac", "COURT", "AC_FULL", &NINE),
            body("spec", "COURT", "AC_SPEC", &["vp_sun", "head_zhao", "judge_li", "judge_tang", "judge_pan"]),
            body("pg", "COURT", "PG", &["chief", "vp_sun", "vp_zhou", "dish_fan"]),
            body("pjm", "COURT", "PJM", &["head_zhao", "judge_li", "judge_tang"]),
            body("pcom", "PROCURATORATE", "PCOM", &["chief", "vp_sun", "vp_zhou", "head_zhao", "head_qin"]),
        ],
        cases: vec![
            Case {
                case_no: CASE.to_owned(),
                cause: "职务侵占".to_owned(),
                unit: Some("crim".into()),
                handler: "judge_wang".into(),
                presiding: Some("judge_li".into()),
                panel: vec!["judge_li".into(), "judge_wang".into(), "judge_chen".into()],
                parties: vec!["吴某".to_owned()],
                stage: "TRIAL1".to_owned(),
            },
            Case {
                case_no: CIVIL_CASE.to_owned(),
                cause: "买卖合同".to_owned(),
                unit: Some("civil".into()),
                handler: "judge_liu".into(),
                presiding: None,
                panel: Vec::new(),
                parties: Vec::new(),
                stage: "TRIAL1".to_owned(),
            },
        ],
        interests: Vec::new(),
        policy: PolicyFile::shipped().unwrap().clone(),
        calendar: Calendar::shipped().unwrap().clone(),
    }
}
