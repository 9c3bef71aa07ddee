//! Before the collective bodies: applied, refused, voted, split, decided, executed, reviewed.

use super::custody::{Pen, Tale};
use super::days;
use super::founding::DAY;
use super::script::{Key, Who};
use crate::domain::command::Command;
use crate::domain::committee::{Application, ItemCommand, MeetingCommand, VoteCode};
use crate::domain::ids::{CommitteeId, Millis};
use crate::domain::organ::Committee;
use crate::domain::organ_kind::{Absentee, NoMajority, Pass};
use crate::office::{Fault, Trouble};

/// How the votes will fall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Votes {
    Agreed,
    /// One against, who owes his opinion, and one who reserves his.
    Carried,
    Lost,
    Split,
}

/// What comes after the vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    Nothing,
    Decided,
    Executed,
}

impl Pen<'_, '_> {
    pub(super) fn body(&self, id: &str) -> Result<Committee, Trouble> {
        let found = self.world.organ.committees.get(&CommitteeId(id.to_owned())).cloned();
        found.ok_or_else(|| Fault::Damaged(format!("committee {id}")).into())
    }

    /// The first body whose rules allow something.
    fn body_that(&self, may: impl Fn(&Committee) -> bool) -> Option<Committee> {
        ["full", "special", "office", "party", "advice"].iter().filter_map(|id| self.body(id).ok()).find(may)
    }

    fn apply(&mut self, at: Millis, tale: &Tale, committee: &str, kind: &str) -> Key {
        let (key, record) = (self.script.key(), tale.key);
        let (committee, kind) = (CommitteeId(committee.to_owned()), kind.to_owned());
        self.script.command(at, &tale.recorder, key, move |p| {
            let application = Application {
                record: p.id(record)?,
                committee,
                kind,
                request: "过问情况已如实登记。案件在事实认定和处理上存在分歧,为排除干扰,提请集体讨论。"
                    .to_owned(),
                panel_majority: "依照现有证据和程序依法处理,不受过问影响。".to_owned(),
                panel_minority: "同意多数意见的结论,认为应当先行释明。".to_owned(),
                advice: "倾向于按多数意见处理,过问情况应当向会议说明。".to_owned(),
                guidance_disclosed: true,
            };
            Ok(Command::Item { item: None, act: ItemCommand::Apply(application) })
        });
        key
    }

    /// A record of so many days ago with an application that was approved.
    fn approved(&mut self, days: u64, committee: &str, kind: &str) -> Result<Key, Trouble> {
        let at = self.world.moment(days);
        let tale = self.judges("leader", at)?;
        let at = self.later(tale.at, 500);
        let key = self.apply(at, &tale, committee, kind);
        let at = self.later(at, 200);
        self.script.approve(at, key);
        Ok(key)
    }

    /// Sittings of the past year.
    ///
    /// # Errors
    /// A seat, scene or body the assets do not have.
    pub fn bench(&mut self) -> Result<(), Trouble> {
        use {Then as T, Votes as V};
        let judge = self.world.seat("judge")?;
        let at = |pen: &Self, days: u64| days::ago(&pen.world.organ, pen.world.now, days, 545);
        let day = at(self, 205);
        let items = [
            (self.approved(228, "full", "CASE")?, V::Agreed, T::Executed),
            (self.approved(226, "full", "CLUE")?, V::Carried, T::Executed),
        ];
        self.sitting("full", day, &items, 0)?;
        let day = at(self, 130);
        let items = [
            (self.approved(151, "full", "CIRC")?, V::Lost, T::Executed),
            (self.approved(149, "full", "PROTECT")?, V::Agreed, T::Executed),
        ];
        let meeting = self.sitting("full", day, &items, 2)?;
        self.leave_and_write("full", meeting, items[1].0, day)?;
        let retried = self.refused()?;
        // No majority, three ways.
        let special = self.body("special")?;
        let day = at(self, 50);
        let split = self.approved(72, "special", "CASE")?;
        let to_full = self.approved(71, "special", "RECUSAL")?;
        self.sitting("special", day, &[(split, V::Split, T::Nothing), (to_full, V::Split, T::Nothing)], 0)?;
        let next = self.later(day, 400);
        let sec = special.secretary.clone();
        self.script.ready.insert(to_full, next);
        if special.rules.no_majority.contains(&NoMajority::FullCommittee) {
            self.script.item(
                next,
                &sec,
                to_full,
                ItemCommand::ToFullCommittee { committee: CommitteeId("full".to_owned()) },
            );
        } else {
            self.script.item(
                next,
                &sec,
                to_full,
                ItemCommand::Supplement { reason: "补充情况后再议".to_owned() },
            );
        }
        // Reviewed within the month; with it what was refused once and what came from the smaller body.
        let day = at(self, 26);
        let again = self.approved(44, "full", "OMISSION")?;
        let mut items = vec![(again, V::Agreed, T::Executed), (retried, V::Agreed, T::Executed)];
        if special.rules.no_majority.contains(&NoMajority::FullCommittee) {
            items.push((to_full, V::Carried, T::Executed));
        }
        self.sitting("full", day, &items, 0)?;
        let review = self.later(day, 5000);
        let reason = "出现新的证据材料,请求复议。".to_owned();
        self.script.item(review, &judge, again, ItemCommand::Reconsider { reason });
        if let Some(body) = self.body_that(|c| c.rules.no_majority.contains(&NoMajority::ReferUp)) {
            let day = at(self, 74);
            let id = body.id.0.clone();
            let up = self.approved(93, &id, "CASE")?;
            self.sitting(&id, day, &[(up, V::Split, T::Nothing)], 0)?;
            let next = self.later(day, 500);
            self.script.item(
                next,
                Who::Approver,
                up,
                ItemCommand::ReferUp { reason: "未形成多数意见,报请上级机关。".to_owned() },
            );
        }
        if let Some(body) = self.body_that(|c| c.rules.pass == Pass::AdviceOnly) {
            let day = at(self, 57);
            let id = body.id.0.clone();
            let advice = self.approved(76, &id, "CASE")?;
            self.sitting(&id, day, &[(advice, V::Carried, T::Decided)], 0)?;
        }
        Ok(())
    }

    /// A member leaves before the vote; the secretary enters what an absentee wrote.
    fn leave_and_write(&mut self, body: &str, meeting: Key, item: Key, at: Millis) -> Result<(), Trouble> {
        let (body, sec) = (self.body(body)?, self.world.seat("sec")?);
        let member = |back: usize| body.members.iter().rev().nth(back).map(|m| m.person.clone());
        if let Some(member) = member(2) {
            // In the middle of the second item.
            let left = at + (body.total() as Millis + 16) * 60_000;
            self.script.meeting(left, &sec, meeting, MeetingCommand::Left { member });
        }
        if let Some(member) = member(0).filter(|_| body.rules.absentee_written != Absentee::None) {
            let entered = at + (body.total() as Millis + 14) * 60_000 + 30_000;
            let (material, _) = (self.world.keep)("缺席委员书面意见：同意合议多数意见。".as_bytes())?;
            self.script.item(
                entered,
                &sec,
                item,
                ItemCommand::WrittenVote {
                    member,
                    vote: VoteCode::For,
                    opinion: "同意合议多数意见".to_owned(),
                    material,
                },
            );
        }
        Ok(())
    }

    /// Applications that did not come before the body, or only at the second try.
    /// The one that was approved in the end is returned.
    fn refused(&mut self) -> Result<Key, Trouble> {
        let mut retried = self.script.key();
        for (days, again, withdrawn) in [(101, true, false), (21, false, false), (68, false, true)] {
            let at = self.world.moment(days);
            let tale = self.judges("org", at)?;
            let at = self.later(tale.at, 500);
            let key = self.apply(at, &tale, "full", "CASE");
            let (refused, next) = (self.later(at, 200), self.later(at, 600));
            if withdrawn {
                self.script.item(
                    refused,
                    &tale.recorder,
                    key,
                    ItemCommand::Withdraw { reason: "对方已撤回函件,不再提请".to_owned() },
                );
                continue;
            }
            self.script.item(
                refused,
                Who::Approver,
                key,
                ItemCommand::Refuse {
                    reason: "材料不齐,请先补充合议意见及过问原件".to_owned()
                },
            );
            if again {
                self.script.item(
                    next,
                    &tale.recorder,
                    key,
                    ItemCommand::Resubmit { reason: "已补充合议意见和原件复印件".to_owned() },
                );
                let at = self.later(next, 100);
                self.script.approve(at, key);
                retried = key;
            }
        }
        Ok(retried)
    }

    /// What waits before the bodies today.
    ///
    /// # Errors
    /// A seat, scene or body the assets do not have.
    pub fn bench_today(&mut self) -> Result<(), Trouble> {
        use {Then as T, Votes as V};
        let (organ, now) = (self.world.organ.clone(), self.world.now);
        let before = |minutes: i64| days::earlier(&organ, now, minutes);
        // An application on the chief's desk.
        let tale = self.judges("leader", before(2400))?;
        self.apply(before(500), &tale, "full", "CASE");
        // The full sitting tomorrow: two items, and one of the members is the one who inquired.
        let sitting = days::next_morning(&organ, now);
        let subject = self.subject(before(390 * 11), "vice2")?;
        let asked = (sitting - 8 * DAY).min(now - 3 * DAY);
        let first = self.apply(days::earlier(&organ, asked, 700), &subject, "full", "CASE");
        self.script.approve(days::earlier(&organ, asked, 520), first);
        let second = self.approved(14, "full", "CIRC")?;
        self.sitting(
            "full",
            sitting,
            &[(first, V::Agreed, T::Executed), (second, V::Agreed, T::Executed)],
            0,
        )?;
        let (member, sec) = (self.world.seat("lead/5")?, self.world.seat("sec")?);
        self.script.item(
            before(90),
            &sec,
            second,
            ItemCommand::Recuse {
                member, reason: "委员本人申请,与一方代理人系近亲属".to_owned()
            },
        );
        // Execution is to be reported today, even where the notice went out on a Sunday on duty.
        let noticed = now - 5 * DAY;
        let day = days::ago(&organ, noticed, 4, 545);
        let back = ((now - day) / DAY) as u64 + 16;
        let waiting = self.approved(back, "full", "CASE")?;
        let carried = self.approved(back + 1, "full", "CLUE")?;
        self.sitting("full", day, &[(waiting, V::Agreed, T::Nothing), (carried, V::Carried, T::Decided)], 0)?;
        self.script.item(
            days::earlier(&organ, noticed, 60),
            &sec,
            waiting,
            ItemCommand::Decide {
                text: "经讨论决定:依法办理,过问情况按规定移送。".to_owned()
            },
        );
        self.script.item(
            noticed,
            &sec,
            waiting,
            ItemCommand::Notice {
                text: "现将讨论决定通知你处,请于五日内反馈执行情况。".to_owned()
            },
        );
        // Counted, the minority's opinion still owed; and a vote under way this very minute.
        let item = self.approved(22, "special", "CASE")?;
        let voting = self.approved(20, "special", "PROTECT")?;
        let last = before(0);
        self.script.until = last;
        self.sitting(
            "special",
            last - 22 * 60_000,
            &[(item, V::Carried, T::Nothing), (voting, V::Agreed, T::Nothing)],
            0,
        )?;
        self.script.until = Millis::MAX;
        // Planned, papers not out yet.
        let next = days::later(&organ, now, 390 * 7);
        let (key, chair) = (self.script.key(), self.world.seat("chief")?);
        self.script.meeting(
            before(60),
            &sec,
            key,
            MeetingCommand::Plan {
                committee: CommitteeId("full".to_owned()),
                planned_at: next,
                place: "第一会议室".to_owned(),
                chair,
            },
        );
        self.approved(11, "full", "OMISSION")?;
        Ok(())
    }
}
