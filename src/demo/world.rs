//! One inquiry in the office's prose: who, about which case, by what means, in what words, and
//! what is kept of it.

use super::chance::Chance;
use super::days;
use super::founding::{DAY, Layout, is_aide, outside};
use super::paper;
use super::sheet::{Names, Scene, Sheet, Words};
use crate::domain::ids::{Millis, PersonId};
use crate::domain::lang::Lang;
use crate::domain::organ::{Case, Founding, Organ};
use crate::domain::record::{Attachment, Occurred, PersonRole, RecordText};
use crate::domain::when::{self, Precision};
use crate::office::{Fault, Trouble};

/// Puts bytes away and tells their name and length.
pub type Keep<'k> = &'k mut dyn FnMut(&[u8]) -> Result<(String, u64), Trouble>;

/// Everything a story may draw on.
pub struct World<'k> {
    pub organ: Organ,
    pub founding: Founding,
    pub layout: Layout,
    pub sheet: Sheet,
    pub names: Names,
    pub words: Words,
    pub chance: Chance,
    pub now: Millis,
    pub keep: Keep<'k>,
    pub papers: usize,
    /// The special item that the next text is to speak of, where it fits.
    pub wanted: Option<String>,
}

/// The people and things one text speaks of.
struct Matter<'a> {
    scene: &'a Scene,
    case: &'a Case,
    recorder: &'a PersonId,
    at: Millis,
    minutes: i64,
    special: String,
}

impl World<'_> {
    pub fn seat(&self, name: &str) -> Result<PersonId, Trouble> {
        self.layout.seat(name)
    }

    pub fn scene(&self, id: &str) -> Result<Scene, Trouble> {
        let found = self.words.scenes.iter().find(|s| s.id == id).cloned();
        found.ok_or_else(|| Fault::Damaged(format!("scene {id}")).into())
    }

    /// A case that was open at a moment; of one handler on wish.
    pub fn case(&mut self, at: Millis, of: Option<&PersonId>) -> Result<Case, Trouble> {
        let open = |filed: Millis| filed + 2 * DAY <= at && filed >= at - 240 * DAY;
        let all = &self.layout.filed;
        let own = |c: &Case| of.is_none_or(|p| &c.handler == p);
        let mut fit: Vec<&Case> = all.iter().filter(|(c, f)| open(*f) && own(c)).map(|(c, _)| c).collect();
        if fit.is_empty() {
            fit = all.iter().filter(|(c, f)| *f <= at && own(c)).map(|(c, _)| c).collect();
        }
        let found = self.chance.pick(&fit).map(|c| (*c).clone());
        found.ok_or_else(|| Fault::Damaged("no case is open".to_owned()).into())
    }

    /// Who writes it down: mostly the handler.
    pub fn recorder(&mut self, case: &Case) -> PersonId {
        let unit = case.unit.clone();
        let mut aides =
            self.founding.people.iter().filter(|p| Some(&p.unit) == unit.as_ref() && is_aide(&p.post));
        match self.chance.below(100) {
            0..74 => case.handler.clone(),
            74..86 => case.presiding.clone().unwrap_or_else(|| case.handler.clone()),
            86..90 => {
                let head = unit.as_ref().and_then(|u| self.organ.units.get(u)).and_then(|u| u.head.clone());
                head.unwrap_or_else(|| case.handler.clone())
            }
            _ => aides.next().map_or_else(|| case.handler.clone(), |p| p.id.clone()),
        }
    }

    /// Words of a scene about a case.
    ///
    /// # Errors
    /// A material could not be kept.
    pub fn text(
        &mut self,
        scene: &Scene,
        case: &Case,
        recorder: &PersonId,
        at: Millis,
    ) -> Result<RecordText, Trouble> {
        let minutes = 2 + self.chance.below(14) as i64;
        let special = if scene.special { self.special(case) } else { String::new() };
        let mut of = Matter { scene, case, recorder, at, minutes, special };
        let manner = self.turn(&of, "manner", &scene.manner);
        if manner.iter().any(|m| m == "MEET") {
            of.minutes += 40;
        }
        let minutes = of.minutes;
        let (mut people, called) = self.people(&of, &manner);
        let content = self.content(&of, &manner, &people, &called);
        let aggravating = self.turn(&of, "aggravating", &scene.aggravating);
        let relation = self.turn(&of, "relation", &scene.relation);
        if let Some(first) = people.first_mut() {
            first.relation_to_recorder = relation.into_iter().next().unwrap_or_else(|| "NONE".to_owned());
        }
        let stream = self.turn(&of, "stream", &scene.stream).pop().unwrap_or_default();
        let topic = self.turn(&of, "matter", &scene.matter).pop().unwrap_or_else(|| "CASE".to_owned());
        let about_case = topic == "CASE";
        let mut text = RecordText {
            stream,
            case_no: if about_case { case.case_no.clone() } else { String::new() },
            stage: if about_case { case.stage.clone() } else { String::new() },
            matter: topic,
            occurred: Some(Occurred {
                from: at,
                to: Some(at + minutes * 60_000).filter(|_| manner.iter().any(|m| is_spoken(m))),
                precision: Precision::Exact,
            }),
            place: self.place(&manner),
            request_type: self.turn(&of, "nature", &scene.nature),
            special_items: Some(of.special.clone()).filter(|s| !s.is_empty()).into_iter().collect(),
            response: self.turn(&of, "response", &scene.response),
            response_text: self.filled(&of, &scene.answers, &people, &called),
            effect: self.turn(&of, "effect", &scene.effect).pop().unwrap_or_default(),
            aggravating,
            recorder_role: self.capacity(case, recorder),
            secrecy: self
                .chance
                .turn("secrecy", &["INTERNAL", "INTERNAL", "NORMAL", "INTERNAL", "WORKSEC"])
                .to_owned(),
            content,
            people,
            ..RecordText::default()
        };
        text.urgent = text.is_urgent();
        if manner.iter().any(|m| matches!(m.as_str(), "FACE" | "MEET" | "MEAL")) {
            self.witnesses(&of, &mut text);
        }
        for m in &manner {
            self.evidence(&of, m, &mut text)?;
        }
        text.manner = manner;
        Ok(text)
    }

    /// What is asked of a case like this; what the story wants to show comes first.
    fn special(&mut self, case: &Case) -> String {
        let wanted = self.wanted.take().filter(|code| speaks_of(code, case));
        let fit: Vec<String> =
            self.words.special.keys().filter(|code| speaks_of(code, case)).cloned().collect();
        wanted.unwrap_or_else(|| self.chance.turn(&format!("special.{}", fit.concat()), &fit).to_owned())
    }

    /// A case on which the next special item in turn can be asked.
    pub fn special_case(&mut self, at: Millis) -> Result<Case, Trouble> {
        let codes: Vec<String> = self.words.special.keys().cloned().collect();
        let code = self.chance.turn("special", &codes).to_owned();
        let open = |filed: Millis| filed + 2 * DAY <= at && filed >= at - 240 * DAY;
        let fit: Vec<&Case> = self
            .layout
            .filed
            .iter()
            .filter(|(c, f)| open(*f) && speaks_of(&code, c))
            .map(|(c, _)| c)
            .collect();
        let found = self.chance.pick(&fit).map(|c| (*c).clone());
        self.wanted = Some(code);
        found.map_or_else(|| self.case(at, None), Ok)
    }

    fn turn(&mut self, of: &Matter<'_>, field: &str, list: &[String]) -> Vec<String> {
        let taken = self.chance.turn(&format!("{}.{field}", of.scene.id), list);
        taken.split('+').filter(|code| !code.is_empty()).map(str::to_owned).collect()
    }

    fn capacity(&self, case: &Case, recorder: &PersonId) -> String {
        let post = self.organ.people.get(recorder).map_or("", |p| p.post.as_str());
        let leads = self
            .organ
            .units
            .values()
            .any(|u| u.head.as_ref() == Some(recorder) || u.vice_chief.as_ref() == Some(recorder));
        match () {
            () if recorder == &case.handler => "HANDLER",
            () if case.is_handled_by(recorder) => "PANEL",
            () if post.contains("助理") => "ASSISTANT",
            () if is_aide(post) => "CLERK",
            () if leads => "LEADER",
            () => "OTHER",
        }
        .to_owned()
    }

    fn people(&mut self, of: &Matter<'_>, manner: &[String]) -> (Vec<PersonRole>, String) {
        let kind = of.scene.kind.as_str();
        let list = self.words.who.get(kind).cloned().unwrap_or_default();
        let line = self.chance.turn(kind, &list).replace("{上}", &self.sheet.superior);
        let part: Vec<&str> = line.split('|').collect();
        let get = |n: usize| part.get(n).copied().unwrap_or_default().to_owned();
        let (mut unit, mut sector, mut post) = (get(0), get(1), get(2));
        let mut p = PersonRole {
            role: "INQUIRER".to_owned(),
            kind: kind.to_owned(),
            primary: true,
            ..PersonRole::default()
        };
        (p.rank, p.cadre_authority) = (get(3), get(4));
        if matches!(kind, "SUP_STAFF" | "SUB_STAFF") {
            sector = match self.organ.kind.code.as_str() {
                "PROCURATORATE" => "PROC",
                "POLICE" => "POLICE",
                "JUSTICE" => "JUST",
                _ => "COURT",
            }
            .to_owned();
        }
        let mut called = unit.clone();
        match kind {
            "ORG" => {}
            "UNKNOWN" => {
                unit.clear();
                p.description = self
                    .chance
                    .turn(
                        "unseen",
                        &[
                            "男,声音约四十岁,本地口音",
                            "来电未显号码,女声",
                            "短信署名“知情人”",
                            "中年男性,戴口罩,自称路过",
                        ],
                    )
                    .to_owned();
                called = "一名身份不明的人".to_owned();
            }
            "OWN_STAFF" | "OWN_LEADER" => {
                let id = self.colleague(of, kind == "OWN_LEADER");
                if let Some(staff) = self.organ.people.get(&id) {
                    (unit, post) = (self.organ.unit_name(&staff.unit).to_owned(), staff.post.clone());
                    p.name = staff.name.clone();
                }
                called = format!("{unit}{}", p.name);
                p.person = Some(id);
            }
            _ => {
                p.name = match (kind, of.case.parties.first()) {
                    ("PARTY", Some(party)) => party.clone(),
                    _ => outside(&self.names, &self.founding, &mut self.chance),
                };
                if kind == "PARTY" && sector == "CORP" {
                    match of.case.parties.get(1).filter(|party| party.contains("公司")) {
                        Some(company) => {
                            unit = company.clone();
                            p.name = outside(&self.names, &self.founding, &mut self.chance);
                        }
                        // In a case between people there is no company.
                        None => {
                            (unit, sector, post) = ("当事人".to_owned(), "NONE".to_owned(), String::new())
                        }
                    }
                }
                p.retired = kind == "RETIRED";
                if p.retired {
                    p.former_unit = self.sheet.name.clone();
                }
                called = format!("{unit}{post}{}", p.name);
                if sector == "NONE" {
                    unit.clear();
                }
            }
        }
        p.confidence = match kind {
            "OWN_STAFF" | "OWN_LEADER" | "LAWYER" | "DEPUTY" | "CPPCC" | "ORG" => "VERIFIED",
            "UNKNOWN" => "INFERRED",
            _ => self.chance.turn("confidence", &["CLAIMED", "VERIFIED", "CLAIMED"]),
        }
        .to_owned();
        if matches!(kind, "PARTY" | "LAWYER" | "RELATED") {
            p.relation_to_party = if kind == "PARTY" { "本人" } else { "受托" }.to_owned();
            p.contact = format!("138****{:04}", self.chance.below(10_000));
        }
        (p.unit, p.post, p.sector) = (unit, post, sector);
        let mut people = vec![p];
        let plain =
            |role: &str, name: String| PersonRole { role: role.to_owned(), name, ..PersonRole::default() };
        if manner.iter().any(|m| m == "RELAY") {
            people.push(plain("RELAYER", outside(&self.names, &self.founding, &mut self.chance)));
        }
        if matches!(kind, "ACQ" | "RELATED" | "EXT_STAFF")
            && let Some(party) = of.case.parties.first()
        {
            people.push(plain("BEHALF", party.clone()));
        }
        (people, called)
    }

    /// Somebody of the house who has nothing to do with the case.
    fn colleague(&mut self, of: &Matter<'_>, leader: bool) -> PersonId {
        if leader {
            let seat = self.chance.turn("leader", &["vice3", "vice2", "office/0"]).to_owned();
            return self.seat(&seat).unwrap_or_else(|_| of.case.handler.clone());
        }
        let fit: Vec<PersonId> = self
            .founding
            .people
            .iter()
            .filter(|p| p.roles.is_empty() && &p.id != of.recorder && !of.case.is_handled_by(&p.id))
            .filter(|p| p.unit.0 != "lead" && of.case.unit.as_ref() != Some(&p.unit))
            .map(|p| p.id.clone())
            .collect();
        self.chance.pick(&fit).cloned().unwrap_or_else(|| of.case.handler.clone())
    }

    fn content(&mut self, of: &Matter<'_>, manner: &[String], people: &[PersonRole], called: &str) -> String {
        let first = manner.first().cloned().unwrap_or_default();
        let pick = |list: Option<&Vec<String>>| list.cloned().unwrap_or_default();
        let (open, close) = (pick(self.words.open.get(&first)), pick(self.words.close.get(&first)));
        let open = self.chance.turn(&format!("open.{first}"), &open).to_owned();
        let close = self.chance.turn(&format!("close.{first}"), &close).to_owned();
        let body = self.chance.turn(&format!("text.{}", of.scene.id), &of.scene.texts).to_owned();
        let whole = if of.scene.bare { body } else { format!("{open}{body}{close}") };
        self.fill(of, &whole, people, called)
    }

    fn filled(&mut self, of: &Matter<'_>, list: &[String], people: &[PersonRole], called: &str) -> String {
        let text = self.chance.turn(&format!("answer.{}", of.scene.id), list).to_owned();
        self.fill(of, &text, people, called)
    }

    fn fill(&self, of: &Matter<'_>, text: &str, people: &[PersonRole], called: &str) -> String {
        let title = |code: &str| self.organ.kind.level(code, Lang::Zh).unwrap_or_default().to_owned();
        let party = of.case.parties.first().cloned().unwrap_or_default();
        let case = match of.case.parties.get(1) {
            Some(other) => format!("{party}与{other}的{}一案", of.case.cause),
            None => format!("{party}{}一案", of.case.cause),
        };
        let relayer = people.iter().find(|p| p.role == "RELAYER").map(|p| p.name.clone());
        let special = self.words.special.get(&of.special).cloned().unwrap_or_default();
        let pairs = [
            ("{他}", called.to_owned()),
            ("{案}", case),
            ("{事人}", party),
            ("{院}", self.sheet.us.clone()),
            ("{承办}", title("HANDLER")),
            ("{长}", title("CHIEF")),
            ("{窗}", self.sheet.door.clone()),
            ("{果}", self.sheet.paper.clone()),
            ("{办}", self.sheet.doing.clone()),
            ("{特}", special),
            ("{数}", of.minutes.to_string()),
            ("{员}", relayer.unwrap_or_else(|| "同事".to_owned())),
        ];
        pairs.into_iter().fold(text.to_owned(), |text, (mark, word)| text.replace(mark, &word))
    }

    fn place(&mut self, manner: &[String]) -> String {
        let has = |code: &str| manner.iter().any(|m| m == code);
        let list: &[&str] = match () {
            () if has("MEET") => &["示范市政府第二会议室", "示范区信访联席会议室", "市工商联三楼会议室"],
            () if has("MEAL") => &["机关食堂", "示范宾馆工作餐厅"],
            () if has("FACE") => &["办公室306室", "二楼走廊", "一楼大厅2号窗口", "第三谈话室", "办公楼门口"],
            () => return String::new(),
        };
        self.chance.turn("place", list).to_owned()
    }

    /// A colleague who was there and is asked to sign; otherwise said expressly that nobody was.
    fn witnesses(&mut self, of: &Matter<'_>, text: &mut RecordText) {
        let there: Vec<PersonId> = self
            .founding
            .people
            .iter()
            .filter(|p| of.case.unit.as_ref() == Some(&p.unit) && &p.id != of.recorder)
            .filter(|p| text.people.iter().all(|t| t.person.as_ref() != Some(&p.id)))
            .map(|p| p.id.clone())
            .collect();
        let with = of.scene.id == "commendable" || self.chance.percent(55);
        match self.chance.pick(&there).filter(|_| with) {
            None => text.nobody_else = true,
            Some(id) => text.people.push(PersonRole {
                role: "PRESENT".to_owned(),
                person: Some(id.clone()),
                name: self.organ.name_of(id),
                unit: of.case.unit.as_ref().map_or(String::new(), |u| self.organ.unit_name(u).to_owned()),
                ..PersonRole::default()
            }),
        }
    }

    /// Channel and materials as the manner asks (法发〔2015〕10号第四条).
    fn evidence(&mut self, of: &Matter<'_>, manner: &str, text: &mut RecordText) -> Result<(), Trouble> {
        let number = self.chance.below(10_000);
        let date = when::show_date(when::local(of.at).date(), Lang::Zh);
        let channel = match manner {
            "PHONE" => self
                .chance
                .turn("phone", &["办公座机来电", "138****2417", "号码未显示", "139****6052"])
                .to_owned(),
            "SMS" => format!("138****{number:04};原短信存手机"),
            "WECHAT" => format!("微信号hbsf{number:04};记录已导出至专用U盘"),
            "WEIBO" => format!("账号@淮上{number:04};私信截图"),
            "EMAIL" => format!("sender{number}@mail.example;原邮件存工作邮箱"),
            "LETTER" | "NOTE" => format!("{date}收到"),
            "DOC" => format!(
                "来函〔{}〕{}号,{date}",
                when::show_date(when::local(of.at).date(), Lang::En).get(..4).unwrap_or_default(),
                number % 90 + 1
            ),
            "MEET" => text
                .people
                .first()
                .map_or(String::new(), |p| if p.unit.is_empty() { p.name.clone() } else { p.unit.clone() }),
            "MATL" => format!("材料一袋,共{}页,有复印件", number % 40 + 3),
            "MEAL" => "机关统一安排,个人交纳餐费".to_owned(),
            "OTHER" => "门卫口信,值班记录可查".to_owned(),
            _ => String::new(),
        };
        if !channel.is_empty() {
            text.channel.insert(manner.to_owned(), channel);
        }
        let kinds: &[&str] = match manner {
            "SMS" | "WEIBO" => &["PHOTO", "", "PHOTO"],
            "WECHAT" => &["CHATLOG", "", "CHATLOG", ""],
            "EMAIL" => &["EML", "EML", ""],
            "LETTER" => &["SCAN", "PAPER_ONLY", "PAPER_ONLY"],
            "DOC" => &["PDF", "PAPER_ONLY"],
            "NOTE" => &["PAPER_ONLY", "SCAN"],
            "MATL" => &["PAPER_ONLY"],
            "PHONE" => &["-", "-", "-", "-", "-", "-", "AUDIO", "-", "-", "-", "-", "-"],
            "FACE" => &["-", "-", "-", "-", "-", "VIDEO", "-", "-", "-"],
            "OTHER" => &["TEXT", "-"],
            _ => &["-"],
        };
        match self.chance.turn(&format!("kept.{manner}"), kinds) {
            "-" => {}
            "" => {
                text.no_material_reason =
                    self.chance.turn("none", &["对方已撤回,未及截图", "手机更换,原记录不可恢复"]).to_owned();
            }
            kind => {
                let kept = self.material(kind, of, text)?;
                text.attachments.push(kept);
            }
        }
        Ok(())
    }

    fn material(&mut self, kind: &str, of: &Matter<'_>, text: &RecordText) -> Result<Attachment, Trouble> {
        let who = text.people.first().map_or("", |p| if p.name.is_empty() { &p.unit } else { &p.name });
        let given = text.response.first().map_or("", String::as_str);
        let to = match (kind, given) {
            ("PAPER_ONLY", "RETURN") => "RETURNED",
            ("PAPER_ONLY", "DESTROY") => "DESTROYED",
            ("PAPER_ONLY", _) => self.chance.turn("paper", &["STORE", "VOL_OPEN", "OFFLINE"]),
            _ => self.chance.turn("file", &["STORE", "VOL_CLOSED", "STORE", "DISC"]),
        }
        .to_owned();
        let (title, bytes) = match paper::bytes(kind, self.papers, of.at, who, &text.content) {
            Some((title, bytes)) => (title, Some(bytes)),
            None => (format!("纸质原件{}", self.papers), None),
        };
        self.papers += 1;
        let kept = bytes.map(|b| (self.keep)(&b)).transpose()?;
        Ok(Attachment {
            kind: kind.to_owned(),
            title,
            hash: kept.as_ref().map(|(hash, _)| hash.clone()),
            size: kept.as_ref().map_or(0, |(_, size)| *size),
            original_location: "专库2号柜".to_owned(),
            medium: if kept.is_some() { "专用U盘".to_owned() } else { "纸质".to_owned() },
            file_destination: to,
        })
    }

    /// A moment on a working day, some of them in the evening.
    pub fn moment(&mut self, days_ago: u64) -> Millis {
        let minute = match self.chance.below(10) {
            0 => 1140 + self.chance.below(100),
            1..=5 => 515 + self.chance.below(200),
            _ => 872 + self.chance.below(170),
        };
        days::ago(&self.organ, self.now, days_ago, minute as i64)
    }
}

/// Whether a special item can be asked of a case at its stage: nobody pleads for parole in a sale.
fn speaks_of(code: &str, case: &Case) -> bool {
    let criminal = case.cause.ends_with('罪') || case.cause.ends_with('案');
    match (code, case.stage.as_str()) {
        ("S09", stage) => stage == "COMM",
        (_, "COMM") => matches!(code, "S10" | "S99"),
        ("S07" | "S08", _) => criminal,
        ("S05" | "S06", stage) => stage == "EXEC",
        ("S01", stage) => matches!(stage, "FILE" | "CLUE" | "PETI"),
        ("S04", stage) => matches!(stage, "EXEC" | "TRIAL1" | "TRIAL2" | "OTHER") && !criminal,
        _ => true,
    }
}

fn is_spoken(manner: &str) -> bool {
    matches!(manner, "FACE" | "PHONE" | "MEET" | "MEAL")
}
