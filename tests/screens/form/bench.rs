//! A small court, and a person who types.

use liuhen::domain::calendar::Calendar;
use liuhen::domain::command::{Actor, Command};
use liuhen::domain::event::Means;
use liuhen::domain::ids::{MatterId, Millis, PersonId, Ref};
use liuhen::domain::lang::Lang;
use liuhen::domain::organ::{Case, Founding, Person, Role, RosterPeriod, Unit};
use liuhen::domain::organ_kind;
use liuhen::domain::policy::View;
use liuhen::domain::policy_file::PolicyFile;
use liuhen::domain::record::{Answer, CHECKLIST, Occurred, PersonRole, RecordCommand, RecordText};
use liuhen::domain::search::Filter;
use liuhen::domain::when::Precision;
use liuhen::office::{DraftLine, Fixed, Mode, Office, Receipt, Seeded, seed};
use liuhen::ui::app::App;
use liuhen::ui::keys::keys;
use liuhen::ui::room::Cx;
use liuhen::ui::screen::{self, Display, Look};
use liuhen::ui::watch::Watch;
use ratatui::layout::{Position, Size};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

/// Friday 20 November 2026, 10:00 in Beijing.
pub const NOW: Millis = 1_795_140_000_000;
pub const CASE: &str = "(2026)皖0602刑初12号";

pub struct Court {
    _place: tempfile::TempDir,
    dir: PathBuf,
    sessions: Cell<u64>,
}

fn person(id: &str, name: &str, unit: &str, post: &str, roles: &[Role]) -> Person {
    Person {
        id: id.into(),
        name: name.to_owned(),
        account: id.to_owned(),
        unit: unit.into(),
        post: post.to_owned(),
        roles: roles.to_vec(),
        kin: Vec::new(),
        kin_names: Vec::new(),
        active: true,
        lang: None,
    }
}

fn unit(id: &str, name: &str, head: &str) -> Unit {
    Unit {
        id: id.into(),
        name: name.to_owned(),
        name_en: String::new(),
        sector: String::new(),
        relation: "SELF".to_owned(),
        head: Some(head.into()),
        vice_chief: Some("vice".into()),
    }
}

pub fn court() -> Court {
    founded(true)
}

/// One that is meant: nobody is anybody by saying so.
pub fn real_court() -> Court {
    founded(false)
}

fn founded(training: bool) -> Court {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("register");
    let founding = Founding {
        name: "滨河市人民法院".to_owned(),
        name_en: "Binhe Court".to_owned(),
        short: "滨法".to_owned(),
        kind: organ_kind::of("COURT").unwrap().clone(),
        training,
        superior: "淮北市中级人民法院".to_owned(),
        units: vec![unit("xing", "刑事审判庭", "head"), unit("jian", "督察室", "dish")],
        people: vec![
            person("judge", "李红梅", "xing", "审判员", &[]),
            person("clerk", "曾晓", "xing", "书记员", &[]),
            person("head", "王建国", "xing", "庭长", &[]),
            person("vice", "赵立", "xing", "副院长", &[]),
            person("chief", "陈正", "xing", "院长", &[Role::Chf]),
            person("cus1", "孙明", "jian", "保管员", &[Role::Cus]),
            person("cus2", "周洁", "jian", "保管员", &[Role::Cus]),
            person("cus3", "吴敏", "jian", "保管员", &[Role::Cus]),
            person("dish", "郑刚", "jian", "主任", &[Role::Dish]),
        ],
        roster: vec![RosterPeriod {
            from: NOW - 400 * 86_400_000,
            to: None,
            custodians: vec!["cus1".into(), "cus2".into(), "cus3".into()],
            substitutes: Vec::new(),
        }],
        committees: Vec::new(),
        cases: vec![Case {
            case_no: CASE.to_owned(),
            cause: "合同诈骗".to_owned(),
            unit: Some("xing".into()),
            handler: "judge".into(),
            presiding: None,
            panel: Vec::new(),
            parties: Vec::new(),
            stage: "TRIAL1".to_owned(),
        }],
        interests: Vec::new(),
        policy: PolicyFile::shipped().unwrap().clone(),
        calendar: Calendar::shipped().unwrap().clone(),
    };
    let mut founding = founding;
    if !training {
        founding.people.push(person("sys", "冯立", "jian", "系统管理员", &[Role::Sys]));
        founding.people.push(person("sea", "褚强", "jian", "安全管理员", &[Role::Sea]));
    }
    drop(seed(&dir, &founding, NOW - 86_400_000, Box::new(Seeded::new(1)), |_| Ok(())).unwrap());
    Court { _place: place, dir, sessions: Cell::new(0) }
}

impl Court {
    pub fn office(&self, seed: u64) -> Office {
        Office::open_with(&self.dir, Mode::Session, Box::new(Fixed(NOW)), Box::new(Seeded::new(seed)))
            .unwrap()
    }

    /// A person before a screen of this size.
    pub fn sits(&self, who: &str, lang: Lang, (w, h): (u16, u16)) -> Session {
        let me = PersonId::from(who);
        // Two sessions never draw the same numbers.
        let seed = 1000 + self.sessions.get();
        self.sessions.set(self.sessions.get() + 1);
        let office = self.office(seed);
        self.sits_in(office, me, lang, (w, h))
    }

    /// With an office that was opened, and perhaps signed in to, beforehand.
    pub fn sits_in(&self, office: Office, me: PersonId, lang: Lang, (w, h): (u16, u16)) -> Session {
        let cx = Cx::new(office, Actor::person(&me, Means::Training), me, lang);
        let time = Rc::new(Cell::new(Duration::ZERO));
        let hands = time.clone();
        let watch = Watch::new(Box::new(move || hands.get()));
        let tape = Tape(Rc::new(RefCell::new(vt100::Parser::new(
            60.try_into().unwrap(),
            200.try_into().unwrap(),
            0,
        ))));
        let display = Display::new(tape.clone(), Size::new(w, h), Look::default());
        let mut session = Session { app: App::watched(cx, display, watch).unwrap(), tape, time };
        session.app.draw().unwrap();
        session
    }

    /// A record by the judge, ready for the custodians; with a kept material where wanted.
    pub fn submitted(&self, material: bool) -> Receipt {
        self.submit(99 + u64::from(material), material, |_| {})
    }

    pub fn submitted_with(&self, change: impl FnOnce(&mut RecordText)) -> Receipt {
        self.submit(77, false, change)
    }

    fn submit(&self, seed: u64, material: bool, change: impl FnOnce(&mut RecordText)) -> Receipt {
        let mut office = self.office(seed);
        let mut text = whole_text();
        change(&mut text);
        if material {
            let (hash, size) = office
                .keep_material(
                    &Actor::person(&"judge".into(), Means::Training),
                    &mut "请多关照".as_bytes(),
                    &Default::default(),
                )
                .unwrap();
            text.attachments.push(liuhen::domain::record::Attachment {
                kind: "TEXT".to_owned(),
                title: "微信记录".to_owned(),
                hash: Some(hash),
                size,
                original_location: String::new(),
                medium: String::new(),
                file_destination: String::new(),
            });
        }
        let act = RecordCommand::Submit { text: Box::new(text) };
        let actor = Actor::person(&"judge".into(), Means::Training);
        office.act(&actor, &Command::Record { record: None, act }).unwrap()
    }

    /// The recorder puts another text in its place.
    pub fn amended(&self, record: &Receipt, change: impl FnOnce(&mut RecordText)) {
        let mut office = self.office(55);
        let actor = Actor::person(&"judge".into(), Means::Training);
        let view = office.record(&actor, &record.matter).unwrap().record;
        let mut text = view.text.clone();
        change(&mut text);
        let act = RecordCommand::Amend { seen: view.revision, text: Box::new(text) };
        office.act(&actor, &Command::Record { record: Some(record.matter), act }).unwrap();
    }

    /// A record as discipline reads it.
    pub fn record(&self, record: &Receipt) -> View {
        let actor = Actor::person(&"dish".into(), Means::Training);
        self.office(3).record(&actor, &record.matter).unwrap().record
    }

    pub fn dir(&self) -> &std::path::Path {
        &self.dir
    }

    /// A custodian's hand with nine right answers, where nothing is to be read off a material.
    pub fn confirms(&self, who: &str, record: &Receipt) {
        let mut office = self.office(200 + self.sessions.get());
        self.sessions.set(self.sessions.get() + 1);
        let actor = Actor::person(&who.into(), Means::Training);
        let view = office.record(&actor, &record.matter).unwrap().record;
        let act = RecordCommand::Confirm {
            seen: view.revision,
            checklist: CHECKLIST.iter().map(|p| ((*p).to_owned(), Answer::Right)).collect(),
            remark: String::new(),
            last_four: view.ref_.last_four().to_owned(),
            blind: BTreeMap::new(),
        };
        office.act(&actor, &Command::Record { record: Some(record.matter), act }).unwrap();
    }

    fn all(&self) -> Vec<(MatterId, Ref)> {
        let actor = Actor::person(&"dish".into(), Means::Training);
        let page = self
            .office(3)
            .records(&actor, &Filter::default(), liuhen::domain::search::Near::Start, 10)
            .unwrap();
        page.lines.into_iter().map(|l| (l.id, l.ref_)).collect()
    }

    pub fn only_record(&self) -> View {
        let all = self.all();
        assert_eq!(all.len(), 1);
        let actor = Actor::person(&"dish".into(), Means::Training);
        self.office(3).record(&actor, &all[0].0).unwrap().record
    }

    pub fn other_than(&self, record: &Receipt) -> Receipt {
        let (matter, ref_) = self.all().into_iter().find(|(id, _)| *id != record.matter).unwrap();
        Receipt { matter, ref_: Some(ref_), ..record.clone() }
    }

    pub fn drafts_of(&self, who: &str) -> Vec<DraftLine> {
        self.office(4).drafts().unwrap().list(who).unwrap()
    }
}

pub fn whole_text() -> RecordText {
    RecordText {
        matter: "CASE".to_owned(),
        case_no: CASE.to_owned(),
        stage: "TRIAL1".to_owned(),
        occurred: Some(Occurred { from: NOW - 3_600_000, to: None, precision: Precision::Exact }),
        manner: vec!["PHONE".to_owned()],
        people: vec![PersonRole {
            role: "INQUIRER".to_owned(),
            kind: "EXT_LEADER".to_owned(),
            name: "张三".to_owned(),
            unit: "市某局".to_owned(),
            post: "副局长".to_owned(),
            primary: true,
            ..PersonRole::default()
        }],
        content: "来电询问案件何时宣判，称被告人是其远房亲戚，希望从轻处理，并表示改日再来拜访。".to_owned(),
        request_type: vec!["PLEAD".to_owned()],
        response: vec!["TELLPROC".to_owned()],
        effect: "NONE".to_owned(),
        secrecy: "INTERNAL".to_owned(),
        ..RecordText::default()
    }
}

/// A terminal that takes our bytes.
#[derive(Clone)]
pub struct Tape(Rc<RefCell<vt100::Parser>>);

impl Write for Tape {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().process(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub struct Session {
    pub app: App<Tape>,
    tape: Tape,
    time: Rc<Cell<Duration>>,
}

impl Session {
    /// So many minutes go by, and the loop looks around once.
    pub fn minutes(&mut self, n: u64) -> String {
        self.time.set(self.time.get() + Duration::from_secs(n * 60));
        self.types("<wake>")
    }

    /// So many minutes go by before the loop looks around.
    pub fn minutes_unseen(&mut self, n: u64) {
        self.time.set(self.time.get() + Duration::from_secs(n * 60));
    }

    /// What the terminal itself shows, not what we believe it shows.
    pub fn terminal(&self) -> String {
        self.tape.0.borrow().screen().contents()
    }

    /// Types, drawing after each key as the loop does; the screen is what stands then.
    pub fn types(&mut self, written: &str) -> String {
        for event in keys(written).unwrap() {
            self.app.event(event);
            self.app.draw().unwrap();
        }
        self.screen()
    }

    /// Tab by Tab, until the field of this label has the focus.
    pub fn at(&mut self, label: &str) -> &mut Self {
        for _ in 0..60 {
            if self.screen().lines().any(|row| {
                row.starts_with('>') && row[1..].trim_start_matches(['*', '!', ' ']).starts_with(label)
            }) {
                return self;
            }
            self.types("<tab>");
        }
        panic!("no {label} on the way\n{}", self.screen());
    }

    /// Tab by Tab, until this stands on the screen.
    pub fn walks_to(&mut self, wanted: &str) -> String {
        for _ in 0..60 {
            if self.screen().contains(wanted) {
                return self.screen();
            }
            self.types("<tab>");
        }
        panic!("no {wanted} on the way\n{}", self.screen());
    }

    pub fn screen(&self) -> String {
        screen::text(self.app.display().shown())
    }

    /// Where the hardware cursor stands; none while it is hidden.
    pub fn caret(&self) -> Option<Position> {
        let tape = self.tape.0.borrow();
        let (y, x) = tape.screen().cursor_position();
        (!tape.screen().hide_cursor()).then_some(Position::new(x, y))
    }

    /// Bytes that typing this cost.
    pub fn cost(&mut self, written: &str) -> u64 {
        let before = self.app.display().written();
        self.types(written);
        self.app.display().written() - before
    }
}
