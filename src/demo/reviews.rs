//! What hangs on a confirmed record: supplements and corrections, recusals, requests for the
//! recorder's name, links.

use super::custody::Pen;
use super::founding::KIN_NAME;
use super::script::Who;
use crate::domain::lang::Lang;
use crate::domain::name::surname;
use crate::domain::record::{Attachment, ChangeDraft, RecordCommand, RecordText};
use crate::office::Trouble;

impl Pen<'_, '_> {
    pub(super) fn changes(&mut self) -> Result<(), Trouble> {
        // done, refused, open with one hand, open without.
        for (days, correct, hands, refused) in [
            (260, false, 2, false),
            (180, true, 2, false),
            (133, false, 2, false),
            (75, true, 2, false),
            (60, false, 0, true),
            (7, true, 1, false),
            (6, false, 0, false),
        ] {
            let (tale, done) = self.past("acquaintance", days)?;
            let at = self.later(done, 300);
            self.script.record(at, &tale.recorder, tale.key, move |r| {
                let change = if correct {
                    let mut text = r.text.clone();
                    text.response_text.push_str("(更正:当时在场的还有一名书记员,此前漏写)");
                    ChangeDraft::Correction { text: Box::new(text) }
                } else {
                    ChangeDraft::Supplement {
                        words: "对方次日再次来电道歉,称不再过问,通话不足一分钟。".to_owned(),
                        attachments: vec![Attachment {
                            kind: "PAPER_ONLY".to_owned(),
                            title: "通话清单(纸质)".to_owned(),
                            hash: None,
                            size: 0,
                            original_location: "专库2号柜".to_owned(),
                            medium: "纸质".to_owned(),
                            file_destination: "STORE".to_owned(),
                        }],
                    }
                };
                let reason = if correct {
                    "核对工作日志后发现漏写"
                } else {
                    "事后又有联系,一并说明"
                };
                RecordCommand::ProposeChange { seen: r.revision.clone(), change, reason: reason.to_owned() }
            });
            let mut at = self.later(at, 100);
            if refused {
                self.script.record(at, Who::Custodian, tale.key, |_| RecordCommand::RefuseChange {
                    change: 1,
                    reason: "补充的是另一次联系,应当另行登记".to_owned(),
                });
            }
            for _ in 0..hands {
                self.script
                    .record(at, Who::Custodian, tale.key, |_| RecordCommand::ConfirmChange { change: 1 });
                at = self.later(at, 100);
            }
        }
        Ok(())
    }

    pub(super) fn recusals(&mut self) -> Result<(), Trouble> {
        let (b, dis, chief) =
            (self.world.seat("cus_b")?, self.world.seat("dis_b")?, self.world.seat("chief")?);
        // A custodian knows one of them and says so; a substitute steps in.
        let at = self.world.moment(150);
        let tale = self.begin("retired", at, None, |_| {})?;
        let said = self.later(tale.at, 15);
        self.script.record(said, &b, tale.key, |_| RecordCommand::DeclareRecusal {
            reason: "过问人曾是本人的带教老师".to_owned(),
        });
        self.two_hands(&tale, said);
        // Ordered by discipline.
        let (tale, done) = self.past("own-staff", 118)?;
        let (at, vice) = (self.later(done, 60), self.world.seat("vice2")?);
        self.script.record(at, &dis, tale.key, move |_| RecordCommand::OrderRecusal {
            person: vice,
            reason: "与过问人近期有工作任免上的关系,不宜接触本条记录".to_owned(),
        });
        let (tale, done) = self.past("own-leader", 52)?;
        let (at, ins) = (self.later(done, 60), self.world.seat("ins")?);
        self.script.record(at, &chief, tale.key, move |_| RecordCommand::OrderRecusal {
            person: ins,
            reason: "与被过问案件当事人相识".to_owned(),
        });
        // Kin inside and outside the house.
        let (sibling, recorder) = (self.world.seat("main/5")?, self.world.seat("judge")?);
        for days in [145, 9] {
            let sibling = sibling.clone();
            let at = self.world.moment(days);
            let name = self.world.organ.name_of(&sibling);
            let tale = self.begin("own-staff", at, Some(recorder.clone()), move |t| {
                if let Some(p) = t.people.first_mut() {
                    (p.person, p.name, p.unit, p.post) = (Some(sibling), name, String::new(), String::new());
                }
            })?;
            self.two_hands(&tale, tale.at);
        }
        let at = self.world.moment(84);
        let tale = self.begin("leader-kin", at, None, |t| rename(t, KIN_NAME))?;
        self.two_hands(&tale, tale.at);
        // Typed names that are also a colleague's: cleared by two, by one so far, by nobody.
        let twin = self.world.seat("keeper/0")?;
        for (days, hands) in [(100, 2), (12, 1), (5, 0)] {
            let (name, at) = (self.world.organ.name_of(&twin), self.world.moment(days));
            let tale = self.begin("acquaintance", at, None, |t| rename(t, &name))?;
            let mut at = self.two_hands(&tale, tale.at);
            for _ in 0..hands {
                let person = twin.clone();
                at = self.later(at, 40);
                self.script.record(at, Who::Custodian, tale.key, move |_| RecordCommand::OtherPerson {
                    person,
                    also: Vec::new(),
                    reason: "经核实系同名,过问人为个体经营者".to_owned(),
                });
            }
        }
        // The president by his surname and post: nobody has settled it yet; once a custodian did.
        let chief = self.world.seat("chief")?;
        let level = self.world.organ.kind.level("CHIEF", Lang::Zh).unwrap_or_default().to_owned();
        let name = self.world.organ.name_of(&chief);
        let called = format!("{}{}", surname(&name).unwrap_or_default(), level);
        for (days, settled) in [(66, true), (4, false)] {
            let (at, called, chief) = (self.world.moment(days), called.clone(), chief.clone());
            let tale = self.begin("leader-staff", at, None, move |t| {
                t.content.push_str(&format!("临走时说，这是{called}的意思。"));
            })?;
            let done = self.two_hands(&tale, tale.at);
            if settled {
                let at = self.later(done, 25);
                self.script.record(at, Who::Custodian, tale.key, move |_| RecordCommand::SamePerson {
                    person: chief,
                    reason: "经向记录人核实，所说即本单位主要负责人".to_owned(),
                });
            }
        }
        Ok(())
    }

    pub(super) fn identities(&mut self) -> Result<(), Trouble> {
        let chief = self.world.seat("chief")?;
        for (days, hands, refused) in [(210, 2, false), (70, 0, true), (8, 1, false)] {
            let (tale, done) = self.past("leader", days)?;
            let (at, asker) = (self.later(done, 500), chief.clone());
            self.script.record(at, &chief, tale.key, |_| RecordCommand::AskIdentity {
                purpose: "拟对记录人予以保护并听取其意见".to_owned(),
            });
            let mut at = self.later(at, 90);
            if refused {
                self.script.record(at, Who::Custodian, tale.key, move |_| RecordCommand::RefuseIdentity {
                    asker,
                    reason: "目的可由监察部门转达实现,不必知悉姓名".to_owned(),
                });
                continue;
            }
            for _ in 0..hands {
                let asker = asker.clone();
                self.script
                    .record(at, Who::Custodian, tale.key, move |_| RecordCommand::OpenIdentity { asker });
                at = self.later(at, 90);
            }
        }
        Ok(())
    }

    pub(super) fn links(&mut self) -> Result<(), Trouble> {
        let dis = self.world.seat("dis_a")?;
        for (days, kind, scene) in [
            (240, "DUP", "progress-party"),
            (165, "SAME_EVENT", "org"),
            (92, "SERIES", "repeat-leader"),
            (48, "COUNTER", "other-judicial"),
        ] {
            let (first, one) = self.past(scene, days)?;
            let (second, other) = self.past(scene, days - 3)?;
            let (at, kind) = (self.later(one.max(other), 120), kind.to_owned());
            let (of, to) = (second.key, first.key);
            self.script.command(at, &dis, of, move |p| {
                let act = RecordCommand::Link { other: p.id(to)?, kind };
                Ok(crate::domain::command::Command::Record { record: Some(p.id(of)?), act })
            });
        }
        Ok(())
    }
}

fn rename(text: &mut RecordText, name: &str) {
    if let Some(p) = text.people.first_mut() {
        p.name = name.to_owned();
    }
}
