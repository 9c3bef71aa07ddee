//! Who asked, for whom, through whom, where, and who was there.

use super::world::{Matter, World};
use crate::domain::ids::PersonId;
use crate::domain::record::{PersonRole, RecordText};

impl World<'_> {
    pub(super) fn people(&mut self, of: &Matter<'_>, manner: &[String]) -> (Vec<PersonRole>, String) {
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
                    _ => self.outside(),
                };
                if kind == "PARTY" && sector == "CORP" {
                    match of.case.parties.get(1).filter(|party| party.contains("公司")) {
                        Some(company) => {
                            unit = company.clone();
                            p.name = self.outside();
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
            people.push(plain("RELAYER", self.outside()));
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

    pub(super) fn place(&mut self, manner: &[String]) -> String {
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
    pub(super) fn witnesses(&mut self, of: &Matter<'_>, text: &mut RecordText) {
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
}
