//! One sitting of a body: planned, papers out, attended, voted item by item, decided.

use super::bench::{Then, Votes};
use super::custody::Pen;
use super::days;
use super::founding::DAY;
use super::script::{Key, Who};
use crate::domain::command::Command;
use crate::domain::committee::{Attendance, ItemCommand, MeetingCommand, VoteCode};
use crate::domain::ids::Millis;
use crate::domain::organ::Committee;
use crate::office::Trouble;

impl Pen<'_, '_> {
    /// A sitting from planning to minutes. What lies after the present is not played.
    pub(super) fn sitting(
        &mut self,
        body: &str,
        at: Millis,
        items: &[(Key, Votes, Then)],
        absent: usize,
    ) -> Result<Key, Trouble> {
        let (body, sec) = (self.body(body)?, self.world.seat("sec")?);
        let organ = self.world.organ.clone();
        let meeting = self.script.key();
        let planned = days::earlier(&organ, (at - 6 * DAY).min(self.world.now - DAY), 200);
        let chair = body.members.first().map(|m| m.person.clone()).unwrap_or_else(|| sec.clone());
        self.script.meeting(
            planned,
            &sec,
            meeting,
            MeetingCommand::Plan {
                committee: body.id.clone(),
                planned_at: at,
                place: "第一会议室".to_owned(),
                chair,
            },
        );
        for (n, (item, ..)) in items.iter().enumerate() {
            let item = *item;
            let ready = self.script.ready.get(&item).map_or(planned, |at| self.later(*at, 5));
            let placed = self.later(planned, 30 + n as i64).max(ready);
            self.script.command(placed, &sec, item, move |p| {
                Ok(Command::Item {
                    item: Some(p.id(item)?),
                    act: ItemCommand::Place { meeting: p.id(meeting)? },
                })
            });
        }
        let noticed = self.later(planned, 60);
        self.script.meeting(noticed, &sec, meeting, MeetingCommand::Notice);
        for (n, m) in body.members.iter().enumerate() {
            // The last ones on the list are those who are missing.
            let last = body.members.len() - n;
            let attendance = match absent {
                a if last <= a && last == 1 => {
                    Attendance::Absent { reason: "外出参加培训,已请假".to_owned() }
                }
                a if last <= a => Attendance::Nonvoting,
                _ => Attendance::Present,
            };
            self.script.meeting(
                at - 600_000,
                &sec,
                meeting,
                MeetingCommand::Attend { member: m.person.clone(), attendance },
            );
        }
        self.script.meeting(at, &sec, meeting, MeetingCommand::Open);
        let mut minute = at;
        for (item, votes, then) in items {
            minute = self.vote(&body, *item, *votes, *then, minute)?;
            self.after(&body, *item, *votes, *then, minute);
        }
        self.script.meeting(
            minute + 600_000,
            &sec,
            meeting,
            MeetingCommand::Close {
                minutes: "会议听取了汇报,过问情况已当场说明,各委员依次发表意见并表决,表决结果当场宣布。"
                    .to_owned(),
            },
        );
        Ok(meeting)
    }

    fn vote(
        &mut self,
        body: &Committee,
        item: Key,
        votes: Votes,
        then: Then,
        from: Millis,
    ) -> Result<Millis, Trouble> {
        let sec = self.world.seat("sec")?;
        let minute = |n: usize| from + n as Millis * 60_000;
        self.script.item(minute(2), &sec, item, ItemCommand::OpenVote { disclosed: true });
        for n in 0..body.total() {
            self.script.vote(minute(3 + n), Who::Voter, item, move |i| {
                let at = i.ballots.iter().filter(|b| !b.written).count();
                let (vote, opinion) = match (votes, at) {
                    (Votes::Agreed, _) => (VoteCode::For, "同意多数"),
                    (Votes::Carried, 1) => (VoteCode::Against, ""),
                    (Votes::Carried, 3) => (VoteCode::Reserve, "对程序部分保留意见"),
                    (Votes::Carried, _) => (VoteCode::For, ""),
                    (Votes::Lost, 1) => (VoteCode::For, ""),
                    (Votes::Lost, _) => (VoteCode::Against, "材料尚不充分"),
                    (Votes::Split, 2) => (VoteCode::Abstain, "情况还不清楚"),
                    (Votes::Split, n) if n % 2 == 0 => (VoteCode::For, ""),
                    (Votes::Split, _) => (VoteCode::Against, "建议先补充调查"),
                };
                ItemCommand::Vote { vote, opinion: opinion.to_owned() }
            });
        }
        let closed = 4 + body.total();
        self.script.item(minute(closed), Who::Counter, item, ItemCommand::CloseVote);
        let owed = if then != Then::Nothing && matches!(votes, Votes::Carried | Votes::Lost) { 2 } else { 0 };
        for n in 0..owed {
            self.script.vote(minute(closed + 3 + n), Who::Minority, item, |_| ItemCommand::Minority {
                text: "认为应当先由承办人补充说明后再作处理,请记录在案。".to_owned(),
            });
        }
        Ok(minute(closed + 8))
    }

    fn after(&mut self, body: &Committee, item: Key, votes: Votes, then: Then, from: Millis) {
        if votes == Votes::Split || then == Then::Nothing {
            return;
        }
        let (decided, noticed) = (self.later(from, 200), self.later(from, 500));
        let executed = self.later(from, 900);
        let sec = body.secretary.clone();
        self.script.item(
            decided,
            &sec,
            item,
            ItemCommand::Decide {
                text: "经讨论决定:案件依照合议意见依法办理;对过问情况按规定移送;承办人继续如实登记。"
                    .to_owned(),
            },
        );
        if then == Then::Executed {
            self.script.item(
                noticed,
                &sec,
                item,
                ItemCommand::Notice {
                    text: "现将讨论决定通知你处,请自收到之日起五日内反馈执行情况。".to_owned(),
                },
            );
            let judge = self.world.layout.seats.get("judge").cloned().unwrap_or(sec);
            self.script.item(
                executed,
                &judge,
                item,
                ItemCommand::Feedback {
                    text: "已按决定办理,文书已送达,过问线索已移交。".to_owned(),
                    executed: true,
                },
            );
        }
    }
}
