//! A small court with sixty records in every state of custody, and a player who sits down at the
//! keys as one person after another.
#![allow(clippy::unwrap_used, clippy::panic, dead_code, reason = "a test fails by panicking")]

use liuhen::domain::calendar::Calendar;
use liuhen::domain::command::{Actor, Command};
use liuhen::domain::event::Means;
use liuhen::domain::ids::{MatterId, Millis, PersonId};
use liuhen::domain::lang::Lang;
use liuhen::domain::organ::{
    Case, Committee, CommitteeMember, Founding, OrganChange, OrganCommand, Person, Role, RosterPeriod, Unit,
};
use liuhen::domain::organ_kind;
use liuhen::domain::policy_file::PolicyFile;
use liuhen::domain::record::{
    Answer, Attachment, CHECKLIST, ChangeDraft, FieldReason, Occurred, PersonRole, RecordCommand, RecordText,
};
use liuhen::domain::when::{self, Precision};
use liuhen::office::{Done, Fixed, Mode, Office, Seeded, Seeder, Trouble, seed};
use liuhen::ui::app::App;
use liuhen::ui::keys::keys;
use liuhen::ui::room::Cx;
use liuhen::ui::screen::{Display, Look, text};
use ratatui::layout::Size;

pub const RECORDS: usize = 60;

/// Account, name, unit, post, roles.
const PEOPLE: &[(&str, &str, &str, &str, &[Role])] = &[
    ("chief", "赵明德", "office", "院长", &[Role::Chf]),
    ("judge", "褚红梅", "civil", "承办法官", &[]),
    ("judge2", "欧阳文博", "crime", "承办法官", &[]),
    ("head", "李文博", "civil", "庭长", &[]),
    ("cus_a", "蒋一鸣", "office", "保管人", &[Role::Cus]),
    ("cus_b", "沈二妹", "office", "保管人", &[Role::Cus]),
    ("cus_c", "程三省", "office", "候补保管人", &[Role::Cus]),
    ("dis", "韩正", "office", "纪检监察干部", &[Role::Dis]),
    ("sec", "陈思远", "office", "审管办主任", &[Role::Sec]),
    ("sys", "许安", "office", "系统管理员", &[Role::Sys]),
    ("sea", "何稳", "office", "安全管理员", &[Role::Sea]),
    ("aud", "吕察", "office", "审计管理员", &[Role::Aud]),
];

const NAMES: [&str; 6] = ["张伟", "王䶮", "刘建国", "买买提·阿不都", "孙丽", "周大海"];
const WORDS: [&str; 6] = [
    "来电询问案件何时判决，希望尽快开庭，并打听合议庭的倾向性意见。",
    "在本院三楼走廊请求关照被告一方，称双方是多年朋友，希望从轻处理。",
    "发来短信，请求安排会见承办人，表示会有所表示。",
    "以单位名义来函，要求暂缓执行，称涉及地方重点项目。",
    "托人转交材料一份，内容为对方当事人的不利传闻。",
    "宴请场合问及案件进展，本人以在办案件不便透露为由谢绝。",
];

pub fn at(typed: &str) -> Millis {
    when::parse(typed, i64::MAX / 4).unwrap().at_ms
}

pub fn founding() -> Founding {
    let kind = organ_kind::of("COURT").unwrap().clone();
    let unit = |id: &str, name: &str, en: &str| Unit {
        id: id.into(),
        name: name.into(),
        name_en: en.into(),
        sector: String::new(),
        relation: "SELF".into(),
        head: (id == "civil").then(|| "head".into()),
        vice_chief: None,
    };
    let case = |n: usize| Case {
        case_no: case_no(n),
        cause: "买卖合同纠纷".into(),
        unit: Some("civil".into()),
        handler: "judge".into(),
        presiding: Some("head".into()),
        panel: Vec::new(),
        parties: Vec::new(),
        stage: String::new(),
    };
    let people = PEOPLE.iter().map(|(account, name, unit, post, roles)| Person {
        id: (*account).into(),
        name: (*name).into(),
        account: (*account).into(),
        unit: (*unit).into(),
        post: (*post).into(),
        roles: roles.to_vec(),
        kin: Vec::new(),
        kin_names: Vec::new(),
        active: true,
        lang: None,
    });
    let members = ["chief", "head", "judge2"].iter().zip(1..);
    Founding {
        name: "东城区人民法院".into(),
        name_en: "Dongcheng District Court".into(),
        short: "京0101".into(),
        training: true,
        superior: "市中级人民法院".into(),
        units: vec![
            unit("office", "综合办公室", "General office"),
            unit("civil", "民事审判第一庭", "Civil division I"),
            unit("crime", "刑事审判庭", "Criminal division"),
        ],
        people: people.collect(),
        roster: vec![RosterPeriod {
            from: 0,
            to: None,
            custodians: vec!["cus_a".into(), "cus_b".into()],
            substitutes: vec!["cus_c".into()],
        }],
        committees: vec![Committee {
            id: "ac".into(),
            kind: "AC_FULL".into(),
            name: "审判委员会".into(),
            members: members.map(|(p, rank)| CommitteeMember { person: (*p).into(), rank }).collect(),
            secretary: "sec".into(),
            rules: kind.committee("AC_FULL").unwrap().clone(),
        }],
        cases: (0..6).map(case).collect(),
        interests: Vec::new(),
        policy: PolicyFile::shipped().unwrap().clone(),
        calendar: Calendar::shipped().unwrap().clone(),
        kind,
    }
}

pub fn case_no(n: usize) -> String {
    format!("（2026）京0101民初{}号", 1200 + n % 6 * 7)
}

/// The n-th inquiry, two hours before it is entered.
fn inquiry(n: usize, now: Millis) -> RecordText {
    RecordText {
        case_no: case_no(n),
        stage: "INVE".into(),
        occurred: Some(Occurred { from: now - 7_200_000, to: None, precision: Precision::Exact }),
        manner: vec!["PHONE".into()],
        people: vec![PersonRole {
            role: "INQUIRER".into(),
            kind: if n.is_multiple_of(3) { "EXT_LEADER" } else { "ACQ" }.into(),
            name: NAMES[n % NAMES.len()].into(),
            unit: "区住房和城乡建设局".into(),
            post: "科长".into(),
            primary: true,
            ..PersonRole::default()
        }],
        nobody_else: true,
        content: WORDS[n % WORDS.len()].into(),
        request_type: vec!["URGE".into()],
        response: vec!["REFUSE".into()],
        effect: "NONE".into(),
        secrecy: "NORMAL".into(),
        urgent: n % 11 == 3,
        attachments: if n % 7 == 2 {
            vec![Attachment {
                kind: "PAPER_ONLY".into(),
                title: "通话记录打印件".into(),
                hash: None,
                size: 0,
                original_location: "民一庭保险柜".into(),
                medium: String::new(),
                file_destination: String::new(),
            }]
        } else {
            Vec::new()
        },
        ..RecordText::default()
    }
}

fn record(
    s: &mut Seeder<'_, '_>,
    at: Millis,
    who: &str,
    id: Option<MatterId>,
    act: RecordCommand,
) -> Result<Done, Trouble> {
    s.act(at, &who.into(), &Command::Record { record: id, act })
}

/// The hand of a custodian with nine right answers.
fn hand(s: &mut Seeder<'_, '_>, at: Millis, who: &str, made: &Done) -> Result<(), Trouble> {
    let act = RecordCommand::Confirm {
        seen: made.revision.clone(),
        checklist: CHECKLIST.iter().map(|p| ((*p).to_owned(), Answer::Right)).collect(),
        remark: String::new(),
        last_four: made.ref_.as_ref().unwrap().last_four().to_owned(),
        blind: Default::default(),
    };
    record(s, at, who, Some(made.matter), act).map(drop)
}

/// One after the other through the states of custody, from Monday 2 March on.
fn fill(s: &mut Seeder<'_, '_>) -> Result<(), Trouble> {
    const HOUR: Millis = 3_600_000;
    let begin = at("2026-03-02 10:00");
    for n in 0..RECORDS {
        let now = begin + HOUR * 13 * n as Millis;
        let who = if n.is_multiple_of(4) { "judge2" } else { "judge" };
        let made = record(s, now, who, None, RecordCommand::Submit { text: Box::new(inquiry(n, now)) })?;
        let seen = || made.revision.clone();
        match n % 6 {
            0 | 4 => {
                hand(s, now + HOUR, "cus_a", &made)?;
                hand(s, now + 2 * HOUR, "cus_b", &made)?;
            }
            1 => hand(s, now + HOUR, "cus_a", &made)?,
            2 => {
                let reasons = vec![FieldReason {
                    field: "place".into(),
                    reason: "请写明当时所在的场所".into(),
                }];
                let act = RecordCommand::Return { seen: seen(), reasons };
                record(s, now + HOUR, "cus_b", Some(made.matter), act)?;
            }
            3 if n % 12 == 3 => {
                let act = RecordCommand::Withdraw { seen: seen(), reason: "重复登记".into() };
                record(s, now + HOUR, who, Some(made.matter), act)?;
            }
            _ => {}
        }
        if n == 54 {
            let change = ChangeDraft::Supplement {
                words: "次日又来电一次，内容相同。".into(),
                attachments: Vec::new(),
            };
            let act =
                RecordCommand::ProposeChange { seen: seen(), change, reason: "当日又有来电".into() };
            record(s, now + 3 * HOUR, who, Some(made.matter), act)?;
        }
    }
    let change = OrganChange::Active { person: "judge2".into(), active: false };
    let propose = Command::Organ(OrganCommand::Propose { change });
    s.act(at("2026-04-06 09:00"), &"sys".into(), &propose).map(drop)
}

/// The player: one register, one screen, many people.
pub struct Play {
    pub app: App<Vec<u8>>,
    dir: tempfile::TempDir,
}

crate::at_the_keys!(Play);

impl Play {
    /// Tuesday 7 April 2026, nine in the morning.
    pub fn begin() -> Self {
        Self::of(&founding())
    }

    pub fn of(founding: &Founding) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("register");
        drop(seed(&place, founding, at("2026-01-05 09:00"), Box::new(Seeded::new(7)), fill).unwrap());
        let now = Box::new(Fixed(at("2026-04-07 09:00")));
        let office = Office::open_with(&place, Mode::Session, now, Box::new(Seeded::new(11))).unwrap();
        let me = PersonId::from("judge");
        let cx = Cx::new(office, Actor::person(&me, Means::Training), me, Lang::Zh);
        let app = App::new(cx, Display::new(Vec::new(), Size::new(80, 24), Look::default())).unwrap();
        Self { app, dir }
    }

    /// A change of the organ's data, proposed by one administrator and confirmed by another.
    pub fn change(&mut self, change: OrganChange) {
        let office = &mut self.app.cx.office;
        let by = |who: &str| Actor::person(&who.into(), Means::Training);
        let proposal =
            office.act(&by("sys"), &Command::Organ(OrganCommand::Propose { change })).unwrap().matter;
        office.act(&by("sea"), &Command::Organ(OrganCommand::Confirm { proposal })).unwrap();
    }

    /// The terminal is gone in the middle of everything; somebody opens the register again.
    pub fn again(self, who: &str) -> Self {
        let Self { mut app, dir } = self;
        app.event(liuhen::ui::keys::Event::HangUp);
        drop(app);
        let now = Box::new(Fixed(at("2026-04-07 09:00")));
        let ids = Box::new(liuhen::office::OsRandom);
        let office = Office::open_with(&dir.path().join("register"), Mode::Session, now, ids).unwrap();
        let me = PersonId::from(who);
        let cx = Cx::new(office, Actor::person(&me, Means::Training), me, Lang::Zh);
        let app = App::new(cx, Display::new(Vec::new(), Size::new(80, 24), Look::default())).unwrap();
        Self { app, dir }
    }

    pub fn place(&self) -> std::path::PathBuf {
        self.dir.path().join("register")
    }

    /// Another person sits down, at the desk.
    pub fn sit(&mut self, who: &str) -> &mut Self {
        self.app.cx.me = who.into();
        self.app.cx.actor = Actor::person(&self.app.cx.me, Means::Training);
        self.press("<esc><esc><esc><esc>1");
        // What was left here was another's.
        self.app.cx.left = None;
        self
    }

    /// The same screen in both languages, narrow and wide.
    pub fn four(&mut self) -> String {
        let mut all = String::new();
        for (w, h) in [(80, 24), (120, 40)] {
            for lang in ["zh", "en"] {
                self.press(&format!("<resize {w}x{h}>"));
                all.push_str(&format!("== {lang} {w}x{h}\n{}\n", without_hashes(&self.screen())));
                self.press("<f9>");
            }
        }
        self.press("<resize 80x24>");
        all
    }
}

/// Leaves and roots hang on every byte of the founding, the shipped code lists among them; a picture
/// of a screen is not about those.
fn without_hashes(screen: &str) -> String {
    let is_hash =
        |word: &str| word.len() >= 12 && word.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let word = |w: &str| if is_hash(w) { "#".repeat(w.len()) } else { w.to_owned() };
    screen
        .split(' ')
        .map(|w| w.split('\n').map(word).collect::<Vec<_>>().join("\n"))
        .collect::<Vec<_>>()
        .join(" ")
}
