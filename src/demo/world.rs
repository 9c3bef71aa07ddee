//! One inquiry in the office's prose: who, about which case, by what means, in what words, and
//! what is kept of it.

use super::chance::Chance;
use super::crowd::Crowd;
use super::days;
use super::founding::{DAY, Layout, is_aide};
use super::sheet::{Names, Scene, Sheet, Words};
use crate::domain::ids::{Millis, PersonId};
use crate::domain::lang::Lang;
use crate::domain::organ::{Case, Founding, Organ};
use crate::domain::record::{Occurred, PersonRole, RecordText};
use crate::domain::when::Precision;
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
    /// Who and what is spoken of where there are too many records for a few names.
    pub crowd: Option<Crowd>,
}

/// The people and things one text speaks of.
pub(super) struct Matter<'a> {
    pub scene: &'a Scene,
    pub case: &'a Case,
    pub recorder: &'a PersonId,
    pub at: Millis,
    pub minutes: i64,
    pub special: String,
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
        let found = found.ok_or_else(|| Trouble::from(Fault::Damaged("no case is open".to_owned())))?;
        Ok(self.another(found))
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
        if manner.iter().any(|m| matches!(m.as_str(), "FACE" | "MEET" | "MEAL")) {
            self.witnesses(&of, &mut text);
        }
        for m in &manner {
            self.evidence(&of, m, &mut text)?;
        }
        text.manner = manner;
        self.by_stream(&mut text, recorder, at);
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
        match found {
            Some(case) => Ok(self.another(case)),
            None => self.case(at, None),
        }
    }

    pub(super) fn turn(&mut self, of: &Matter<'_>, field: &str, list: &[String]) -> Vec<String> {
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

    pub(super) fn fill(&self, of: &Matter<'_>, text: &str, people: &[PersonRole], called: &str) -> String {
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
        ("S04", stage) => matches!(stage, "EXEC" | "TRIAL1" | "TRIAL2" | "OTHER" | "BANK") && !criminal,
        _ => true,
    }
}

fn is_spoken(manner: &str) -> bool {
    matches!(manner, "FACE" | "PHONE" | "MEET" | "MEAL")
}
