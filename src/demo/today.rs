//! What waits on desks at the present moment, with clocks that run.

use super::custody::Pen;
use super::days;
use super::script::{Who, confirm};
use crate::domain::command::Command;
use crate::domain::ids::Millis;
use crate::domain::organ::{OrganChange, OrganCommand};
use crate::domain::record::{PersonRole, RecordText};
use crate::office::Trouble;

impl Pen<'_, '_> {
    /// # Errors
    /// A seat or scene the assets do not have.
    pub fn today(&mut self) -> Result<(), Trouble> {
        let (organ, now) = (self.world.organ.clone(), self.world.now);
        let before = |t: Millis, minutes: i64| days::earlier(&organ, t, minutes);
        let near = |clock: &str, minute: i64| days::nearly(&organ, now, minute, |t| organ.due(clock, t));
        let over = |clock: &str, minute: i64| days::just_over(&organ, now, minute, |t| organ.due(clock, t));
        // Waiting for the first hand: due at the end of today, and overdue.
        for (scene, at) in [
            ("progress-party", near("first_hand", 535)),
            ("leader-staff", near("first_hand", 555)),
            ("deputy", over("first_hand", 560)),
        ] {
            let tale = self.begin_at(scene, before(at, 60), at, None, |_| {})?;
            if scene == "deputy" {
                // Approved, and to be sent.
                self.reported(tale.key, before(now, 90), "dy", 0);
            }
        }
        // Waiting for the second hand.
        for (scene, at) in [
            ("acquaintance", near("second_hand", 565)),
            ("progress-lawyer", near("second_hand", 580)),
            ("org", over("second_hand", 570)),
        ] {
            let tale = self.begin_at(scene, before(at, 200), before(at, 120), None, |_| {})?;
            self.script.record(at, Who::Custodian, tale.key, |r| confirm(r, None));
        }
        // Handed back to the judge: due today, and overdue.
        let judge = self.world.seat("judge")?;
        for (scene, at, field, reason) in [
            ("leader", near("completion", 545), "people[0].post", "职务只写“领导”,请写明单位和职务"),
            ("retired", over("completion", 550), "occurred", "时间只写“上午”,请写到分钟"),
        ] {
            let tale = self.begin_at(scene, before(at, 300), before(at, 240), Some(judge.clone()), |_| {})?;
            self.give_back(&tale, at, field, reason);
        }
        // Custodians differ.
        let tale = self.begin_at("leader", before(now, 520), before(now, 480), None, |_| {})?;
        self.dispute(&tale, tale.at);
        // Reported by hand: with whoever approves.
        self.reported(tale.key, before(now, 60), "d", 0);
        // Just in: a threat, and colleagues who have not signed yet.
        let threat = |t: &mut RecordText| {
            t.aggravating = vec!["THREAT".to_owned()];
            t.urgent = true;
        };
        // A message comes on any day and at any hour.
        let ago = |minutes: i64| now - minutes * 60_000;
        self.begin_at("unknown", ago(35), ago(15), Some(judge.clone()), threat)?;
        let present = self.world.seat("clerk")?;
        for (scene, minutes) in [("own-staff", 95), ("commendable", 130)] {
            let (present, name) = (present.clone(), organ.name_of(&present));
            self.begin_at(
                scene,
                before(now, minutes),
                before(now, minutes - 40),
                Some(judge.clone()),
                move |t| {
                    t.people.retain(|p| p.role != "PRESENT");
                    t.place = "第三谈话室".to_owned();
                    t.people.push(PersonRole {
                        role: "PRESENT".to_owned(),
                        person: Some(present),
                        name,
                        ..Default::default()
                    });
                },
            )?;
        }
        for (minutes, seat, who, line) in [
            (25, "judge", "自称某局办公室的人", "问案子排期,电话里没说清,回头补"),
            (300, "presiding", "一位老同事", "走廊里提了一句在办案件,待补"),
            (900, "main/4", "企业服务专班来人", "口头提到要来函,先记一笔"),
        ] {
            let (at, by, key) = (before(now, minutes), self.world.seat(seat)?, self.script.key());
            self.note(at, &by, key, at, who, line, None);
        }
        self.administration()
    }

    /// Two administrators change the organ's data; one change waits, one was refused.
    fn administration(&mut self) -> Result<(), Trouble> {
        let (sys, sea) = (self.world.seat("sys")?, self.world.seat("sea")?);
        let (left, trainee) = (self.world.seat("tech/3")?, self.world.seat("keeper/5")?);
        let kin = |person, name: &str| OrganChange::Kin {
            person,
            kin: Vec::new(),
            kin_names: vec![name.to_owned()],
        };
        let changes = [
            (190, kin(trainee.clone(), "温国庆"), Some(true)),
            (73, OrganChange::Active { person: trainee, active: false }, Some(false)),
            (40, OrganChange::Active { person: left.clone(), active: false }, Some(true)),
            (1, kin(left, "常玉兰"), None),
        ];
        for (days, change, confirmed) in changes {
            let at = days::ago(&self.world.organ, self.world.now, days, 525);
            let key = self.script.key();
            self.script.command(at, &sys, key, move |_| Ok(Command::Organ(OrganCommand::Propose { change })));
            let Some(confirmed) = confirmed else { continue };
            let at = self.later(at, 90);
            let answer = self.script.key();
            self.script.command(at, &sea, answer, move |p| {
                let proposal = p.id(key)?;
                Ok(Command::Organ(match confirmed {
                    true => OrganCommand::Confirm { proposal },
                    false => OrganCommand::Refuse {
                        proposal,
                        reason: "该同志仍在岗,不宜停用账号".to_owned(),
                    },
                }))
            });
        }
        // The audit administrator looks and never touches: no act of his stands here.
        Ok(())
    }
}
