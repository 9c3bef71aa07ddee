//! What becomes of a record in the hands of its custodians: mostly nothing special, and once each
//! of everything else.

use super::days;
use super::founding::DAY;
use super::script::{Key, Script, Who, confirm, resolve};
use super::world::World;
use crate::domain::ids::{Millis, PersonId, Revision};
use crate::domain::record::{
    AtOnceNote, Attachment, FieldReason, Occurred, PersonRole, Record, RecordCommand, RecordText,
};
use crate::domain::when::{self, Precision};
use crate::office::Trouble;

/// A record that was begun: by whom, and when it was handed in.
#[derive(Clone, Debug)]
pub struct Tale {
    pub key: Key,
    pub recorder: PersonId,
    pub at: Millis,
}

/// Where the pen stands: the world, the script, and the shorthand both need.
pub struct Pen<'w, 'k> {
    pub world: &'w mut World<'k>,
    pub script: Script,
    /// Urgent records so far.
    pub urgent: u32,
}

impl Pen<'_, '_> {
    pub fn later(&self, at: Millis, minutes: i64) -> Millis {
        days::later(&self.world.organ, at, minutes)
    }

    /// Something was said at `at`; it is written down in time or, where that took long, with a reason.
    pub fn begin(
        &mut self,
        scene: &str,
        at: Millis,
        recorder: Option<PersonId>,
        change: impl FnOnce(&mut RecordText),
    ) -> Result<Tale, Trouble> {
        let wait = [25, 70, 40, 180, 55, 400, 30, 590][self.world.chance.below(8)];
        let submit = self.later(at, wait);
        self.begin_at(scene, at, submit, recorder, change)
    }

    pub fn begin_at(
        &mut self,
        scene: &str,
        at: Millis,
        submit: Millis,
        recorder: Option<PersonId>,
        change: impl FnOnce(&mut RecordText),
    ) -> Result<Tale, Trouble> {
        let scene = self.world.scene(scene)?;
        let case = match &recorder {
            None if scene.special => self.world.special_case(at)?,
            _ => self.world.case(at, recorder.as_ref())?,
        };
        let recorder = recorder.unwrap_or_else(|| self.world.recorder(&case));
        let mut text = self.world.text(&scene, &case, &recorder, at)?;
        change(&mut text);
        one_part_each(&mut text);
        let from = text.occurred.as_ref().map_or(at, |o| o.from);
        if self.world.organ.is_over("submission", from, submit) && text.late_reason.is_empty() {
            text.late_reason = self
                .world
                .chance
                .turn(
                    "late",
                    &[
                        "当日外出开庭,次日又参加培训,回院后立即补记",
                        "因病请假,返岗当天补记",
                        "当时未意识到属于应当登记的情形,学习后补记",
                    ],
                )
                .to_owned();
        }
        let key = self.script.key();
        self.hand_in(submit, &recorder, key, text);
        Ok(Tale { key, recorder, at: submit })
    }

    /// A record is submitted; what is urgent in it is reported within the day, sometimes after one of
    /// those who could do it had another say.
    pub fn hand_in(&mut self, from: Millis, recorder: &PersonId, of: Key, text: RecordText) {
        let urgent = self.world.organ.policy.at_once.holds(&text);
        self.script.begin(from, recorder, of, RecordCommand::Submit { text: Box::new(text) });
        if !urgent {
            return;
        }
        self.urgent += 1;
        // Every other one is drafted and approved, and noted where nothing came of that.
        if self.urgent % 2 == 1 && self.report(of, from, self.urgent / 2) {
            return;
        }
        let (n, doc) = (self.urgent, self.world.sheet.doc.clone());
        let note = |seen: Revision, note: AtOnceNote| RecordCommand::ReportAtOnce { seen, note };
        if n % 3 == 0 {
            let words = "已阅,情况属一般催促,我认为不必立即报告,请其他负责同志再看".to_owned();
            let seen = AtOnceNote { words, ..AtOnceNote::default() };
            let at = self.later(from, 100);
            self.script.record(at, Who::Reporter, of, move |r| note(r.revision.clone(), seen));
        }
        let at = self.later(from, 240);
        self.script.record(at, Who::Reporter, of, move |r| {
            let report = AtOnceNote {
                to: vec!["PLC".to_owned(), "SUP_COURT".to_owned()],
                doc_no: format!("{doc}〔过问急〕{n}号"),
                sent_at: Some(at - 600_000),
                words: String::new(),
            };
            note(r.revision.clone(), report)
        });
    }

    /// Both custodians confirm, and discipline looks into it; says when the store had it.
    pub fn two_hands(&mut self, tale: &Tale, from: Millis) -> Millis {
        let done = self.hands(tale, from);
        let looked_into = self.triage(tale, done, "");
        self.dispose(tale, looked_into);
        done
    }

    /// A record so many days ago that the store has, and nobody has looked into.
    pub fn confirmed(&mut self, scene: &str, days: u64) -> Result<(Tale, Millis), Trouble> {
        let at = self.world.moment(days);
        let tale = self.begin(scene, at, None, |_| {})?;
        let done = self.hands(&tale, tale.at);
        Ok((tale, done))
    }

    pub fn hands(&mut self, tale: &Tale, from: Millis) -> Millis {
        const WAIT: [i64; 6] = [60, 150, 240, 95, 330, 45];
        let (one, two) = (WAIT[self.world.chance.below(6)], WAIT[self.world.chance.below(6)]);
        let first = self.later(from, one);
        let second = self.later(first, two);
        let doubt = self.world.chance.percent(6);
        self.script.record(first, Who::Custodian, tale.key, move |r| {
            confirm(r, doubt.then_some(("post", "职务系自称,未能核实,其余无误")))
        });
        self.script.record(second, Who::Custodian, tale.key, |r| confirm(r, None));
        second
    }

    /// Own staff who were there sign, now and then refuse, or have not come to it.
    pub fn sign(&mut self, tale: &Tale, by: &[PersonId], at: Millis) {
        for id in by {
            let wait = 20 + self.world.chance.below(200) as i64;
            let at = self.later(at, wait);
            let refusal = match self.world.chance.below(10) {
                0 => Some("当时离得较远,没有听清谈话内容,不能确认".to_owned()),
                // Not yet; but nobody is left waiting for months.
                1 if at > self.world.now - 20 * DAY => continue,
                _ => None,
            };
            let sign = move |r: &Record| RecordCommand::Sign { seen: r.revision.clone(), refusal };
            self.script.record(at, Who::Witness(id.clone()), tale.key, sign);
        }
    }

    /// An inquiry like most others.
    pub fn ordinary(&mut self, scene: &str, at: Millis) -> Result<(Tale, Millis), Trouble> {
        let mut witnesses = Vec::new();
        let tale = self.begin(scene, at, None, |t| witnesses = t.witnesses().cloned().collect())?;
        self.sign(&tale, &witnesses, tale.at);
        let done = self.two_hands(&tale, tale.at);
        Ok((tale, done))
    }

    /// As [`Self::ordinary`], so many days ago.
    pub fn past(&mut self, scene: &str, days: u64) -> Result<(Tale, Millis), Trouble> {
        let at = self.world.moment(days);
        self.ordinary(scene, at)
    }

    /// Everything custody can come to, once or a few times each.
    ///
    /// # Errors
    /// A seat or scene the assets do not have.
    pub fn custody(&mut self) -> Result<(), Trouble> {
        self.late_entries()?;
        self.returned()?;
        self.disputed()?;
        self.given_up()?;
        self.changes()?;
        self.recusals()?;
        self.identities()?;
        self.links()?;
        self.other_hands()?;
        self.quick_notes()
    }

    fn late_entries(&mut self) -> Result<(), Trouble> {
        for (days, wait, precision) in [
            (290, 4, Precision::Exact),
            (231, 9, Precision::Day),
            (160, 45, Precision::Month),
            (88, 6, Precision::Exact),
            (37, 5, Precision::Day),
        ] {
            let at = self.world.moment(days);
            let submit = self.later(at + wait * DAY, 60);
            let day = when::local(at).date();
            let begin = match precision {
                Precision::Exact => at,
                Precision::Day => when::end_of_day(day) + 1 - DAY,
                Precision::Month => when::end_of_day(day) + 1 - DAY * i64::from(chrono::Datelike::day(&day)),
            };
            let tale = self.begin_at("acquaintance", at, submit, None, |t| {
                t.occurred = Some(Occurred { from: begin, to: None, precision });
            })?;
            self.two_hands(&tale, tale.at);
        }
        // A State secret: only that there is a paper, and where.
        let at = self.world.moment(120);
        let tale = self.begin("superior", at, None, |t| {
            *t = RecordText {
                occurred: t.occurred.clone(),
                secrecy: "CLASSIFIED_STUB".to_owned(),
                no_material_reason: "原件在机要室,按保密规定线下保管".to_owned(),
                ..RecordText::default()
            };
        })?;
        self.two_hands(&tale, tale.at);
        Ok(())
    }

    fn returned(&mut self) -> Result<(), Trouble> {
        for (days, scene) in
            [(300, "own-staff"), (205, "acquaintance"), (140, "leader"), (66, "retired"), (24, "unknown")]
        {
            let at = self.world.moment(days);
            let tale = self.begin(scene, at, None, |t| t.content = t.content.chars().take(34).collect())?;
            let back = self.later(tale.at, 200);
            self.give_back(&tale, back, "content", "只写了来意,请尽量按原话补全");
            let again = self.later(back, 150);
            self.script.record(again, &tale.recorder, tale.key, |r| {
                let mut text = r.text.clone();
                text.content.push_str(
                    "……原话大意是:“你帮着看一看,能不能快一点,别的我不多说。”说话时没有旁人,未留下材料。",
                );
                RecordCommand::Amend { seen: r.revision.clone(), text: Box::new(text) }
            });
            self.two_hands(&tale, again);
        }
        Ok(())
    }

    pub fn give_back(&mut self, tale: &Tale, at: Millis, field: &str, reason: &str) {
        let reasons = vec![FieldReason { field: field.to_owned(), reason: reason.to_owned() }];
        self.script.record(at, Who::Custodian, tale.key, move |r| RecordCommand::Return {
            seen: r.revision.clone(),
            reasons,
        });
    }

    pub fn dispute(&mut self, tale: &Tale, from: Millis) -> Millis {
        let (first, second) = (self.later(from, 90), self.later(from, 260));
        self.script.record(first, Who::Custodian, tale.key, |r| confirm(r, None));
        self.script.record(second, Who::Custodian, tale.key, |r| RecordCommand::Dispute {
            seen: r.revision.clone(),
            checklist: match confirm(r, Some(("manner", ""))) {
                RecordCommand::Confirm { checklist, .. } => checklist,
                _ => Default::default(),
            },
            reason: "方式填写为电话,但所附材料显示为当面,两处不一致".to_owned(),
        });
        second
    }

    fn disputed(&mut self) -> Result<(), Trouble> {
        for (days, sustained) in [(252, true), (171, true), (96, false)] {
            let at = self.world.moment(days);
            let tale = self.begin("leader", at, None, |_| {})?;
            let split = self.dispute(&tale, tale.at);
            let settled = self.later(split, 300);
            self.script.record(settled, Who::Resolver, tale.key, move |r| {
                let reason = "经与记录人核实并比对通话清单,先电话后当面,文字无误,两种方式均应注明";
                resolve(r, sustained, reason)
            });
            if sustained {
                let looked_into = self.triage(&tale, settled, "");
                self.dispose(&tale, looked_into);
            } else {
                let again = self.later(settled, 100);
                self.script.record(again, &tale.recorder, tale.key, |r| {
                    let mut text = r.text.clone();
                    text.response_text.push_str("(补充:先来电,后到访)");
                    RecordCommand::Amend { seen: r.revision.clone(), text: Box::new(text) }
                });
                self.two_hands(&tale, again);
            }
        }
        Ok(())
    }

    fn given_up(&mut self) -> Result<(), Trouble> {
        for (days, why) in [
            (310, "同一次来电由书记员重复录入,以另一条为准"),
            (128, "核对日程后确认来电与案件无关"),
            (19, "误选案件,重新登记"),
        ] {
            let at = self.world.moment(days);
            let tale = self.begin("progress-party", at, None, |_| {})?;
            let at = self.later(tale.at, 30);
            let reason = why.to_owned();
            self.script.record(at, &tale.recorder, tale.key, move |r| RecordCommand::Withdraw {
                seen: r.revision.clone(),
                reason,
            });
        }
        let (a, b) = (self.world.seat("dis_a")?, self.world.seat("dis_b")?);
        // Refused, or with so many hands of custodians, and that of discipline.
        let asked = [
            (275, "重复:与同日另一条记录为同一来电", 2, Some(a.clone())),
            (190, "误录:来电人所问为他院案件", 2, Some(b)),
            (155, "测试:系统启用时的试录", 2, Some(a)),
            (110, "误录:认为不属登记范围", 0, None),
            (13, "误录:误将培训案例作为真实过问登记", 2, None),
            (4, "重复:与部门负责人所记为同一事件", 1, None),
        ];
        for (days, reason, hands, officer) in asked {
            let (tale, done) = self.past("progress-lawyer", days)?;
            let mut at = self.later(done, 200);
            let void = |reason: &str| RecordCommand::Void { reason: reason.to_owned() };
            let given = void(reason);
            self.script.record(at, &tale.recorder, tale.key, move |_| given);
            if hands == 0 {
                at = self.later(at, 120);
                self.script.record(at, Who::Custodian, tale.key, |_| RecordCommand::RefuseVoid {
                    reason: "内容真实,是否属于登记范围由甄别决定,不宜作废".to_owned(),
                });
            }
            for _ in 0..hands {
                at = self.later(at, 90);
                self.script.record(at, Who::Custodian, tale.key, move |_| void("情况属实"));
            }
            if let Some(officer) = officer {
                at = self.later(at, 300);
                self.script.record(at, &officer, tale.key, move |_| void("经核实同意作废,内容保留"));
            }
        }
        Ok(())
    }

    /// Written by another hand than that of the person approached; several inquirers at once.
    fn other_hands(&mut self) -> Result<(), Trouble> {
        let (judge, clerk, aide) =
            (self.world.seat("judge")?, self.world.seat("clerk")?, self.world.seat("main/6")?);
        for (n, (days, refusal)) in
            [(222, None), (64, Some("当时说的是“了解”,不是“关照”,请按原话改".to_owned())), (3, None)]
                .into_iter()
                .enumerate()
        {
            let (at, approached) = (self.world.moment(days), judge.clone());
            let case = self.world.case(at, Some(&judge))?;
            let scene = self.world.scene("progress-party")?;
            let by = if n == 1 { aide.clone() } else { clerk.clone() };
            let mut text = self.world.text(&scene, &case, &by, at)?;
            text.received_by = Some(approached);
            text.people.retain(|p| p.person.as_ref() != Some(&judge));
            one_part_each(&mut text);
            let (key, submit) = (self.script.key(), self.later(at, 45));
            self.hand_in(submit, &by, key, text);
            let tale = Tale { key, recorder: by, at: submit };
            if days > 3 {
                let at = self.later(submit, 60);
                self.script.record(at, &judge, key, move |r| RecordCommand::Agree {
                    seen: r.revision.clone(),
                    refusal,
                });
            }
            self.two_hands(&tale, submit);
        }
        for days in [198, 41] {
            let at = self.world.moment(days);
            let tale = self.begin("org", at, None, |t| {
                t.people.push(PersonRole {
                    role: "INQUIRER".to_owned(),
                    kind: "EXT_STAFF".to_owned(),
                    description: "随函送件的工作人员,未通报姓名".to_owned(),
                    ..PersonRole::default()
                });
            })?;
            let at = self.later(tale.at, 10);
            self.script.record(at, &tale.recorder, tale.key, |r| RecordCommand::Attach {
                seen: r.revision.clone(),
                attachment: Attachment {
                    kind: "PAPER_ONLY".to_owned(),
                    title: "送件回执".to_owned(),
                    hash: None,
                    size: 0,
                    original_location: "专库2号柜".to_owned(),
                    medium: "纸质".to_owned(),
                    file_destination: "STORE".to_owned(),
                },
            });
            self.two_hands(&tale, at);
        }
        Ok(())
    }
}

/// Who inquired is not also the colleague who looked on.
fn one_part_each(text: &mut RecordText) {
    let subjects: Vec<PersonId> =
        text.people.iter().filter(|p| p.is_subject()).filter_map(|p| p.person.clone()).collect();
    text.people.retain(|p| p.role != "PRESENT" || p.person.as_ref().is_none_or(|id| !subjects.contains(id)));
    text.nobody_else = !text.place.is_empty() && text.in_role("PRESENT").next().is_none();
}
