//! Asking upwards: answered, passed up, passed up by silence, sent to the superior organ.

use super::custody::{Pen, Tale};
use super::days;
use super::script::Who;
use crate::domain::escalation::{Decision, EscalationCommand};
use crate::domain::ids::{Millis, PersonId};
use crate::office::Trouble;

const HALF_DAY: i64 = 180;

/// Days ago, reason, what is wanted, why, and what each level answered.
type Asked = (u64, &'static str, &'static str, &'static str, &'static [(Decision, &'static str)]);

impl Pen<'_, '_> {
    /// A record by the judge whom a learner can be, and the custodians' two hands.
    pub fn judges(&mut self, scene: &str, at: Millis) -> Result<Tale, Trouble> {
        let judge = self.world.seat("judge")?;
        let tale = self.begin(scene, at, Some(judge), |_| {})?;
        self.two_hands(&tale, tale.at);
        Ok(tale)
    }

    /// # Errors
    /// A seat or scene the assets do not have.
    pub fn ladder(&mut self) -> Result<(), Trouble> {
        use Decision as D;
        let past: [Asked; 7] = [
            (
                250,
                "HARD",
                "GUIDANCE",
                "对方是上级部门领导,是否按干预登记、如何答复把握不准,请求指导。",
                &[(D::Accept, "按外部过问登记,答复口径为依法办理,不作任何承诺;今后来电转我处理。")],
            ),
            (
                220,
                "RESIST",
                "PROTECTION",
                "对方连续来电并称要找单位,靠本人难以抵挡,请求保护。",
                &[
                    (D::PassUp, "情况属实,请分管领导出面。"),
                    (D::Accept, "由部门统一对外答复,本案电话由内勤接听,必要时调整接待方式。"),
                ],
            ),
            (
                176,
                "SPLIT",
                "GUIDANCE",
                "甄别意见不一致,请求明确。",
                &[
                    (D::PassUp, "请上级定"),
                    (D::Return, "属甄别职责范围,请先由监察部门出具意见,不必逐级上报。"),
                ],
            ),
            (
                142,
                "CUST_DISPUTE",
                "GUIDANCE",
                "两名保管人对方式一栏意见不一,请求协调。",
                &[(D::NoAct, "已由第三名保管人裁断,本级不再处理。")],
            ),
            (
                90,
                "AFFECTED",
                "SUPERIOR",
                "要求暂缓办理已影响排期,请求报上级机关。",
                &[
                    (D::PassUp, "拟同意报上级。"),
                    (D::PassUp, "同意。"),
                    (D::ToSuperior, "按程序书面报告上级机关。"),
                ],
            ),
            (
                45,
                "OTHER",
                "COLLECTIVE",
                "涉及多家单位,请求提请集体讨论。",
                &[(D::ToCommittee, "同意提请集体讨论,请承办人准备材料。")],
            ),
            (
                33,
                "REPEAT",
                "COLLECTIVE",
                "同一人第三次过问,请求指导如何处置。",
                &[
                    (D::PassUp, "请部门负责人阅示。"),
                    (D::Accept, "由我约谈说明规定;继续登记,两次以上的情形在记录中注明。"),
                ],
            ),
        ];
        for (days, reason, wanted, text, answers) in past {
            let at = self.world.moment(days);
            let tale = self.judges("leader", at)?;
            let mut at = self.later(tale.at, HALF_DAY);
            let key = self.script.escalate(at, &tale.recorder, tale.key, reason, wanted, text);
            for (decision, words) in answers {
                at = self.later(at, HALF_DAY);
                self.script.answer(at, key, *decision, words);
            }
            if reason == "AFFECTED" {
                let (letter, answer) = (self.later(at, HALF_DAY), self.later(at, 1000));
                let doc = self.world.sheet.doc.clone();
                self.script.escalation(
                    letter,
                    Who::Custodian,
                    key,
                    EscalationCommand::SendSuperior {
                        text: "现将有关人员要求暂缓办理案件的情况报告如下,请予指导。".to_owned(),
                        doc_no: format!("{doc}〔过问〕7号"),
                    },
                );
                self.script.escalation(
                    answer,
                    Who::Custodian,
                    key,
                    EscalationCommand::SuperiorAnswer {
                        text: "来文收悉。应当依法独立办理,有关情况由我方与相关单位沟通,请继续如实登记。"
                            .to_owned(),
                        doc_no: "督复〔过问〕31号".to_owned(),
                    },
                );
            }
        }
        self.silent_head(115)?;
        self.head_is_subject(63)
    }

    /// The head says nothing for two working days; the deputy in charge answers.
    fn silent_head(&mut self, days: u64) -> Result<(), Trouble> {
        let at = self.world.moment(days);
        let tale = self.judges("repeat-leader", at)?;
        let at = self.later(tale.at, HALF_DAY);
        let key = self.script.escalate(
            at,
            &tale.recorder,
            tale.key,
            "REPEAT",
            "PROTECTION",
            "同一人两次提出具体要求,语气越来越重,请求支持。",
        );
        let passed = self.later(at, 60);
        self.script.answer(passed, key, Decision::PassUp, "情况属实,请尽快研究。");
        let due = self.world.organ.due("escalation_level", passed);
        let answered = self.later(due + 1, 120);
        self.script.answer(
            answered,
            key,
            Decision::Accept,
            "已当面告知对方不得再过问;请部门负责人说明未按期答复的原因。",
        );
        Ok(())
    }

    /// The next level is the one who asked: he is passed over and never learns of it.
    fn head_is_subject(&mut self, days: u64) -> Result<(), Trouble> {
        let at = self.world.moment(days);
        let tale = self.subject(at, "head")?;
        let at = self.later(tale.at, HALF_DAY);
        let key = self.script.escalate(
            at,
            &tale.recorder,
            tale.key,
            "SUBJ_CHAIN",
            "GUIDANCE",
            "部门负责人本人过问,请越过该层级处理。",
        );
        let (a, b) = (self.later(at, 60), self.later(at, 300));
        self.script.answer(a, key, Decision::PassUp, "请上级定");
        self.script.answer(b, key, Decision::Accept, "由我与其谈话,案件继续按合议意见办理。");
        Ok(())
    }

    /// Somebody of one's own house asked.
    pub fn subject(&mut self, at: Millis, seat: &str) -> Result<Tale, Trouble> {
        let (judge, who) = (self.world.seat("judge")?, self.world.seat(seat)?);
        let person = self.world.organ.people.get(&who).cloned();
        let tale = self.begin("own-leader", at, Some(judge), move |t| {
            if let (Some(p), Some(staff)) = (t.people.first_mut(), person) {
                t.content = t.content.replace(&p.name, &staff.name).replace(&p.unit, "");
                (p.person, p.name, p.post, p.unit) = (Some(staff.id), staff.name, staff.post, String::new());
            }
            t.stream = "INT".to_owned();
            (t.written_opinion, t.filed_to) = (String::new(), String::new());
            (t.request_type, t.effect) = (vec!["OPIN".to_owned()], "POSSIBLE".to_owned());
        })?;
        self.two_hands(&tale, tale.at);
        Ok(tale)
    }

    /// Escalations that wait today.
    ///
    /// # Errors
    /// A seat or scene the assets do not have.
    pub fn ladder_today(&mut self) -> Result<(), Trouble> {
        let (organ, now) = (self.world.organ.clone(), self.world.now);
        let level = |t: Millis| organ.due("escalation_level", t);
        let before = |t: Millis, minutes: i64| days::earlier(&organ, t, minutes);
        // The head was silent; the deputy's own clock is about to run out.
        let passed = days::nearly(&organ, now, 600, |t| level(level(t) + 1));
        let tale = self.judges("leader", before(passed, 700))?;
        let start = before(passed, 60);
        let key = self.script.escalate(
            start,
            &tale.recorder,
            tale.key,
            "RESIST",
            "PROTECTION",
            "对方称已与庭里打过招呼,要求本周内变更意见,靠本人难以抵挡,请求支持。",
        );
        self.script.answer(passed, key, Decision::PassUp, "属实,请部门负责人尽快答复。");
        // At the superior organ since almost too long.
        let sent = days::nearly(&organ, now, 640, |t| organ.due("superior", t));
        let key = self.for_superior(before(sent, 120))?;
        let doc = self.world.sheet.doc.clone();
        self.script.escalation(
            sent,
            Who::Custodian,
            key,
            EscalationCommand::SendSuperior {
                text: "现将有关人员过问在办案件的情况报告如下,请予研究答复。".to_owned(),
                doc_no: format!("{doc}〔过问〕12号"),
            },
        );
        // No letter yet.
        self.for_superior(before(now, 100))?;
        // With the presiding level since this morning.
        let at = before(now, 700);
        let tale = self.judges("leader-staff", at)?;
        let at = before(now, 50);
        self.script.escalate(
            at,
            &tale.recorder,
            tale.key,
            "HARD",
            "GUIDANCE",
            "对方不肯说明受谁委托,是否登记为领导干部身边人员,请求指导。",
        );
        Ok(())
    }

    /// Passed up twice, then a level asks for the superior organ, all by `at`.
    fn for_superior(&mut self, at: Millis) -> Result<super::script::Key, Trouble> {
        let organ = self.world.organ.clone();
        let before = |minutes: i64| days::earlier(&organ, at, minutes);
        let tale = self.judges("repeat-leader", before(1300))?;
        let starter: PersonId = tale.recorder.clone();
        let key = self.script.escalate(
            before(330),
            &starter,
            tale.key,
            "AFFECTED",
            "SUPERIOR",
            "已影响排期,且涉及上级单位人员,请求报上级机关。",
        );
        self.script.answer(before(220), key, Decision::PassUp, "请上级定");
        self.script.answer(before(110), key, Decision::PassUp, "请分管领导阅示。");
        self.script.answer(before(0), key, Decision::ToSuperior, "涉及上级单位人员,报请上级机关。");
        Ok(key)
    }
}
