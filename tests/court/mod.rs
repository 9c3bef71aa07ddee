//! A small court with an adjudication committee of nine, one inquiry and its escalation, and a
//! player who sits down at the keys as one person after another.

use liuhen::domain::calendar::Calendar;
use liuhen::domain::command::{Actor, Command};
use liuhen::domain::escalation::{Decision, EscalationCommand};
use liuhen::domain::event::Means;
use liuhen::domain::ids::{MatterId, Millis, PersonId, Ref};
use liuhen::domain::lang::Lang;
use liuhen::domain::organ::{Case, Committee, CommitteeMember, Founding, Person, Role, RosterPeriod, Unit};
use liuhen::domain::organ_kind;
use liuhen::domain::policy_file::PolicyFile;
use liuhen::domain::record::{Occurred, PersonRole, RecordCommand, RecordText};
use liuhen::domain::when::{self, Precision};
use liuhen::office::{Fixed, Mode, Office, Seeded, seed};
use liuhen::ui::app::App;
use liuhen::ui::keys::keys;
use liuhen::ui::room::Cx;
use liuhen::ui::screen::{Display, Look, text};
use ratatui::layout::Size;

pub const CASE: &str = "(2026)京0101民初1234号";

/// Account, name, post, roles; the nine members stand first, in the order of rank.
const PEOPLE: &[(&str, &str, &str, &[Role])] = &[
    ("chief", "赵明德", "院长", &[Role::Chf]),
    ("vice1", "钱向东", "副院长", &[]),
    ("vice2", "孙立群", "副院长", &[]),
    ("head", "李文博", "民一庭庭长", &[]),
    ("head2", "周建国", "刑庭庭长", &[]),
    ("head3", "吴海涛", "执行局局长", &[]),
    ("m7", "郑秀英", "审委会专职委员", &[]),
    ("m8", "王若曦", "审委会专职委员", &[]),
    ("m9", "冯国强", "立案庭庭长", &[]),
    ("sec", "陈思远", "审管办主任", &[Role::Sec]),
    ("judge", "褚红梅", "承办法官", &[]),
    ("pres", "卫长青", "审判长", &[]),
    ("cus_a", "蒋一", "保管人", &[Role::Cus]),
    ("cus_b", "沈二", "保管人", &[Role::Cus]),
    ("dis", "韩三", "纪检监察干部", &[Role::Dis]),
];

pub fn at(typed: &str) -> Millis {
    when::parse(typed, i64::MAX / 4).unwrap().at_ms
}

fn founding() -> Founding {
    let kind = organ_kind::of("COURT").unwrap().clone();
    let unit = |id: &str, name: &str| Unit {
        id: id.into(),
        name: name.into(),
        name_en: String::new(),
        sector: String::new(),
        relation: "SELF".into(),
        head: Some("head".into()),
        vice_chief: Some("vice1".into()),
    };
    let people = PEOPLE.iter().map(|(account, name, post, roles)| Person {
        id: (*account).into(),
        name: (*name).into(),
        account: (*account).into(),
        unit: "civil".into(),
        post: (*post).into(),
        roles: roles.to_vec(),
        kin: Vec::new(),
        kin_names: Vec::new(),
        active: true,
        lang: None,
    });
    let members = PEOPLE[..9].iter().zip(1..);
    Founding {
        name: "东城区人民法院".into(),
        name_en: "Dongcheng District Court".into(),
        short: "京0101".into(),
        training: true,
        superior: "市中级人民法院".into(),
        units: vec![unit("civil", "民一庭")],
        people: people.collect(),
        roster: vec![RosterPeriod {
            from: 0,
            to: None,
            custodians: vec!["cus_a".into(), "cus_b".into()],
            substitutes: Vec::new(),
        }],
        committees: vec![Committee {
            id: "ac".into(),
            kind: "AC_FULL".into(),
            name: "审判委员会".into(),
            members: members.map(|(p, rank)| CommitteeMember { person: p.0.into(), rank }).collect(),
            secretary: "sec".into(),
            rules: kind.committee("AC_FULL").unwrap().clone(),
        }],
        cases: vec![Case {
            case_no: CASE.into(),
            cause: "买卖合同纠纷".into(),
            unit: Some("civil".into()),
            handler: "judge".into(),
            presiding: Some("pres".into()),
            panel: Vec::new(),
            parties: Vec::new(),
            stage: String::new(),
        }],
        interests: Vec::new(),
        policy: PolicyFile::shipped().unwrap().clone(),
        calendar: Calendar::shipped().unwrap().clone(),
        kind,
    }
}

/// 冯国强, a member of the committee, asked about the case: he is recused from all of it.
fn inquiry() -> RecordText {
    RecordText {
        case_no: CASE.into(),
        stage: "INVE".into(),
        occurred: Some(Occurred { from: at("2026-06-01 08:30"), to: None, precision: Precision::Exact }),
        manner: vec!["PHONE".into()],
        people: vec![PersonRole {
            role: "INQUIRER".into(),
            kind: "OWN_LEADER".into(),
            person: Some("m9".into()),
            primary: true,
            ..PersonRole::default()
        }],
        content: "来电询问案件何时判决，希望对被告一方从宽处理，并要求尽快面谈。".into(),
        request_type: vec!["URGE".into()],
        response: vec!["REFUSE".into()],
        effect: "NONE".into(),
        secrecy: "NORMAL".into(),
        ..RecordText::default()
    }
}

/// The player: one register, one screen, many people.
pub struct Play {
    pub app: App<Vec<u8>>,
    pub record: Ref,
    pub escalation: Ref,
    _dir: tempfile::TempDir,
}

crate::at_the_keys!(Play);

impl Play {
    /// Monday the record and its escalation, which the presiding judge passes up at once; the head of
    /// the division is silent until Thursday, when the play begins.
    pub fn begin() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("register");
        let mut names = (None, None);
        let made = seed(&place, &founding(), at("2026-05-04 09:00"), Box::new(Seeded::new(7)), |s| {
            let act = RecordCommand::Submit { text: Box::new(inquiry()) };
            let record =
                s.act(at("2026-06-01 09:00"), &"judge".into(), &Command::Record { record: None, act })?;
            let start = EscalationCommand::Start {
                record: record.matter,
                reason: "RESIST".into(),
                text: "多次来电，本人难以抵挡，请求指导。".into(),
                wanted: vec!["GUIDANCE".into(), "COLLECTIVE".into()],
                consent: true,
            };
            let escalation = Command::Escalation { escalation: None, act: start };
            let e = s.act(at("2026-06-01 09:10"), &"judge".into(), &escalation)?;
            let up = EscalationCommand::Answer { decision: Decision::PassUp, text: "请庭长研究".into() };
            let up = Command::Escalation { escalation: Some(e.matter), act: up };
            s.act(at("2026-06-01 10:00"), &"pres".into(), &up)?;
            names = (record.ref_, e.ref_);
            Ok(())
        });
        drop(made.unwrap());
        let now = Box::new(Fixed(at("2026-06-04 09:00")));
        let office = Office::open_with(&place, Mode::Session, now, Box::new(Seeded::new(11))).unwrap();
        let me = PersonId::from("judge");
        let cx = Cx::new(office, Actor::person(&me, Means::Training), me, Lang::Zh);
        let app = App::new(cx, Display::new(Vec::new(), Size::new(80, 24), Look::default())).unwrap();
        Self { app, record: names.0.unwrap(), escalation: names.1.unwrap(), _dir: dir }
    }

    /// Another person sits down, at the desk.
    pub fn sit(&mut self, who: &str) -> &mut Self {
        self.app.cx.me = who.into();
        self.app.cx.actor = Actor::person(&self.app.cx.me, Means::Training);
        self.press("1");
        // What was left here was another's.
        self.app.cx.left = None;
        self
    }

    /// The only matter of a kind that a person may know of.
    pub fn only(&mut self, who: &str, kind: &str) -> (MatterId, Ref) {
        let actor = Actor::person(&who.into(), Means::Training);
        let lines = self.app.cx.office.matters(&actor, kind).unwrap();
        assert_eq!(lines.len(), 1, "{kind}");
        (lines[0].id, lines[0].ref_.clone())
    }

    /// The same screen in both languages, narrow and wide; the message is cleared by a movement.
    pub fn four(&mut self) -> String {
        let mut all = String::new();
        for (w, h) in [(80, 24), (120, 40)] {
            for lang in ["zh", "en"] {
                self.press(&format!("<resize {w}x{h}><down><up>"));
                all.push_str(&format!("== {lang} {w}x{h}\n{}\n", self.screen()));
                self.press("<f9>");
            }
        }
        self.press("<resize 80x24>");
        all
    }
}
