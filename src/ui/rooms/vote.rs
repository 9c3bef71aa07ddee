//! What each act on an item asks for, from the application to the review.

use super::asking::{self, ask};
use super::item::{arithmetic, count, rules};
use super::materials::sending;
use super::paper::said;
use crate::domain::command::Command;
use crate::domain::committee::{Application, ItemCommand, MeetingState, VoteCode, full_bodies};
use crate::domain::flow::Act;
use crate::domain::ids::{CommitteeId, MatterId, PersonId, Ref};
use crate::domain::organ_kind::Absentee;
use crate::domain::refusal::Rule;
use crate::domain::when::{self, Precision};
use crate::office::{ItemView, Reveal, Trouble};
use crate::ui::form::{Answers, Ask, Choice, FieldSpec, Way, choices};
use crate::ui::room::{Cx, Go};

/// The label of a text, and the command it makes.
type Plain = (&'static str, fn(String) -> ItemCommand);

/// Acts that ask for one text and nothing else.
fn plain(act: Act) -> Option<Plain> {
    Some(match act {
        Act::RefuseApplication => ("reason", |reason| ItemCommand::Refuse { reason }),
        Act::Resubmit => ("reason", |reason| ItemCommand::Resubmit { reason }),
        Act::WithdrawApplication => ("reason", |reason| ItemCommand::Withdraw { reason }),
        Act::Minority => ("opinion", |text| ItemCommand::Minority { text }),
        Act::ReferUp => ("reason", |reason| ItemCommand::ReferUp { reason }),
        Act::DecisionNotice => ("notice", |text| ItemCommand::Notice { text }),
        Act::Reconsider => ("reason", |reason| ItemCommand::Reconsider { reason }),
        _ => return None,
    })
}

/// Asks for what an act needs, then acts.
pub fn act(cx: &mut Cx, act: Act, v: &ItemView) -> Go {
    let id = v.id;
    let command = move |act| Command::Item { item: Some(id), act };
    if let Some((label, make)) = plain(act) {
        let fields = vec![asking::text("text", said(cx).label(label))];
        let intro = vec![v.request.clone(), v.decision.clone().unwrap_or_default()];
        return ask(cx, act, &v.ref_.0, intro, fields, move |_, answers| {
            Ok(command(make(answers.text("text"))))
        });
    }
    match act {
        Act::Approve => approve(cx, v),
        Act::Place => place(cx, v),
        Act::RecuseMember => recuse(cx, v),
        Act::OpenVote => open_vote(cx, v),
        Act::Vote => cast(cx, v),
        Act::WrittenVote => written(cx, v),
        Act::CloseVote => close(cx, v),
        Act::Supplement => supplement(cx, v),
        Act::ToFull => to_full(cx, v),
        Act::Decision => decide(cx, v),
        Act::Feedback => {
            let t = said(cx);
            let fields = vec![
                asking::yes("executed", t.label("executed")),
                asking::text("text", t.label("feedback_text")),
            ];
            let intro = vec![v.decision.clone().unwrap_or_default(), v.notice.clone().unwrap_or_default()];
            ask(cx, act, &v.ref_.0, intro, fields, move |_, answers| {
                let (text, executed) = (answers.text("text"), answers.yes("executed"));
                Ok(command(ItemCommand::Feedback { text, executed }))
            })
        }
        _ => Go::NotMine,
    }
}

fn of(v: &ItemView, act: ItemCommand) -> Command {
    Command::Item { item: Some(v.id), act }
}

/// Approving asks for no words; what is approved stands above once more.
fn approve(cx: &Cx, v: &ItemView) -> Go {
    let t = said(cx);
    let intro = vec![v.committee.clone(), v.request.clone(), t.approve_note.clone()];
    let v = v.clone();
    ask(cx, Act::Approve, &v.ref_.0.clone(), intro, Vec::new(), move |_, _| Ok(of(&v, ItemCommand::Approve)))
}

/// Opens the names with a purpose; they are said once, in the message line.
pub fn names(cx: &Cx, record: MatterId, item: &Ref) -> Go {
    let t = said(cx);
    let title = cx.f.action.get("reveal").cloned().unwrap_or_default();
    let then = move |cx: &mut Cx, answers: &Answers| {
        let names = cx.office.reveal(&cx.actor, &record, Reveal::Names, &answers.text("purpose"))?;
        Ok(Go::Pop(Some(names.join(&said(cx).then))))
    };
    let fields = vec![asking::line("purpose", t.label("purpose"))];
    Go::Push(Ask::new(
        Way::by("reveal", item.0.as_str()),
        title.clone(),
        Vec::new(),
        fields,
        title,
        Box::new(then),
    ))
}

pub fn apply(cx: &Cx, record: MatterId, name: &Ref, case_no: &str) -> Go {
    let t = said(cx);
    let organ = cx.office.organ();
    let bodies = organ.committees.values().map(|c| Choice::new(c.id.0.clone(), c.name.clone())).collect();
    let opinion = |key, label| asking::optional(asking::text(key, t.label(label)));
    let fields = vec![
        asking::pick("committee", t.label("committee"), bodies),
        asking::pick("kind", t.label("kind"), choices("item_kind", cx.lang)),
        asking::text("request", t.label("request")),
        opinion("panel_majority", "panel_majority"),
        opinion("panel_minority", "panel_minority"),
        opinion("advice", "advice"),
        asking::hinted(asking::yes("guidance_disclosed", t.label("disclosed")), &t.disclose_hint),
    ];
    ask(cx, Act::Apply, &name.0, vec![case_no.to_owned()], fields, move |_, answers| {
        let application = Application {
            record,
            committee: CommitteeId(answers.one("committee").ok_or(Rule::UnknownCommittee)?),
            kind: answers.one("kind").ok_or(Rule::UnknownCode)?,
            request: answers.text("request"),
            panel_majority: answers.text("panel_majority"),
            panel_minority: answers.text("panel_minority"),
            advice: answers.text("advice"),
            guidance_disclosed: answers.yes("guidance_disclosed"),
        };
        Ok(Command::Item { item: None, act: ItemCommand::Apply(application) })
    })
}

fn place(cx: &mut Cx, v: &ItemView) -> Go {
    let lines = match cx.office.matters(&cx.actor, "meeting") {
        Ok(lines) => lines,
        Err(trouble) => {
            cx.complain(&trouble);
            return Go::Stay;
        }
    };
    let t = said(cx);
    let mut meetings = Vec::new();
    for l in lines.iter().filter(|l| l.committee.as_ref() == Some(&v.committee)) {
        if let Ok((m, _)) = cx.office.meeting(&cx.actor, &l.id)
            && m.state != MeetingState::Closed
        {
            let label = format!("{} {}", when::show(m.planned_at, Precision::Exact, cx.lang), m.place);
            meetings.push(Choice::new(l.id.to_string(), label).with_note(l.ref_.0.clone()));
        }
    }
    if meetings.is_empty() {
        return Go::Say(t.no_meeting_to_place.clone());
    }
    let fields = vec![asking::pick("meeting", t.label("meeting"), meetings)];
    let v = v.clone();
    ask(cx, Act::Place, &v.ref_.0.clone(), vec![v.request.clone()], fields, move |_, answers| {
        let picked = answers.one("meeting").unwrap_or_default();
        let found = lines.iter().find(|l| l.id.to_string() == picked).ok_or(Rule::NoSuchMatter)?;
        Ok(of(&v, ItemCommand::Place { meeting: found.id }))
    })
}

fn members(cx: &Cx, v: &ItemView, wanted: impl Fn(&PersonId) -> bool) -> Vec<Choice> {
    let organ = cx.office.organ();
    let mut members = organ.committees.get(&v.committee_id).map(|c| c.members.clone()).unwrap_or_default();
    members.sort_by_key(|m| m.rank);
    let people: Vec<PersonId> = members.into_iter().map(|m| m.person).filter(wanted).collect();
    asking::people(cx, &people)
}

fn recuse(cx: &Cx, v: &ItemView) -> Go {
    let t = said(cx);
    let out = v.tally.as_ref().map(|t| t.recused_members.clone()).unwrap_or_default();
    let fields = vec![
        asking::pick("member", t.label("member"), members(cx, v, |id| !out.contains(id))),
        asking::line("reason", t.label("reason")),
    ];
    let v = v.clone();
    ask(cx, Act::RecuseMember, &v.ref_.0.clone(), Vec::new(), fields, move |_, answers| {
        let (member, reason) = (asking::person(answers, "member")?, answers.text("reason"));
        Ok(of(&v, ItemCommand::Recuse { member, reason }))
    })
}

fn open_vote(cx: &Cx, v: &ItemView) -> Go {
    let t = said(cx);
    let fields = vec![asking::hinted(asking::yes("disclosed", &t.disclose), &t.disclose_hint)];
    let order = format!("{} {}", t.label("speaking"), v.speaking.join(&t.then));
    let intro = vec![v.request.clone(), arithmetic(cx, v).unwrap_or_default(), order];
    let v = v.clone();
    ask(cx, Act::OpenVote, &v.ref_.0.clone(), intro, fields, move |_, answers| {
        Ok(of(&v, ItemCommand::OpenVote { disclosed: answers.yes("disclosed") }))
    })
}

fn vote_field(cx: &Cx) -> FieldSpec {
    let t = said(cx);
    let choice = |vote: &VoteCode| {
        let note = t.vote_note.get(vote.code()).cloned().unwrap_or_default();
        Choice::new(vote.code(), cx.w.code("vote", vote.code())).with_note(note)
    };
    asking::pick("vote", t.label("vote"), VoteCode::ALL.iter().map(choice).collect())
}

fn voted(answers: &Answers) -> Result<VoteCode, Trouble> {
    let code = answers.one("vote").unwrap_or_default();
    Ok(VoteCode::from_code(&code).ok_or(Rule::UnknownCode)?)
}

fn opinion_field(cx: &Cx) -> FieldSpec {
    let t = said(cx);
    asking::hinted(asking::optional(asking::text("opinion", t.label("opinion"))), &t.vote_opinion_hint)
}

fn cast(cx: &Cx, v: &ItemView) -> Go {
    let t = said(cx);
    let fields = vec![vote_field(cx), opinion_field(cx)];
    let intro = vec![v.request.clone(), arithmetic(cx, v).unwrap_or_default(), t.vote_is_final.clone()];
    let v = v.clone();
    ask(cx, Act::Vote, &v.ref_.0.clone(), intro, fields, move |_, answers| {
        Ok(of(&v, ItemCommand::Vote { vote: voted(answers)?, opinion: answers.text("opinion") }))
    })
}

/// The paper comes from the secretary's own computer under a code, or is kept already.
fn written(cx: &mut Cx, v: &ItemView) -> Go {
    let code = match cx.office.await_file(&cx.actor, &v.record) {
        Ok(incoming) => incoming.code,
        Err(trouble) => {
            cx.complain(&trouble);
            return Go::Stay;
        }
    };
    let t = said(cx);
    let (here, out) =
        v.tally.as_ref().map(|t| (t.voters.clone(), t.recused_members.clone())).unwrap_or_default();
    let absent = members(cx, v, |id| !here.contains(id) && !out.contains(id));
    if absent.is_empty() {
        return Go::Say(t.no_member_to_name.clone());
    }
    let counts = rules(cx, v).is_some_and(|r| r.absentee_written == Absentee::Count);
    let fields = vec![
        asking::pick("member", t.label("member"), absent),
        vote_field(cx),
        opinion_field(cx),
        asking::optional(asking::hinted(
            asking::line("attachments.hash", t.label("material")),
            &t.material_hint,
        )),
    ];
    let mut intro = vec![if counts { t.written_counts.clone() } else { t.written_records.clone() }];
    intro.extend(sending(cx, &code).into_iter().flat_map(|(where_, row)| [where_, row]));
    let v = v.clone();
    ask(cx, Act::WrittenVote, &v.ref_.0.clone(), intro, fields, move |cx, answers| {
        let typed = answers.text("attachments.hash");
        let came = cx.office.file_came(&cx.actor, &code)?.filter(|_| typed.is_empty());
        let act = ItemCommand::WrittenVote {
            member: asking::person(answers, "member")?,
            vote: voted(answers)?,
            opinion: answers.text("opinion"),
            material: came.map_or(typed, |(hash, _)| hash),
        };
        Ok(of(&v, act))
    })
}

fn close(cx: &Cx, v: &ItemView) -> Go {
    let t = said(cx);
    let intro = vec![
        arithmetic(cx, v).unwrap_or_default(),
        count(cx, v).unwrap_or_default(),
        t.close_is_final.clone(),
    ];
    let v = v.clone();
    ask(cx, Act::CloseVote, &v.ref_.0.clone(), intro, Vec::new(), move |_, _| {
        Ok(of(&v, ItemCommand::CloseVote))
    })
}

/// Without a majority it comes back with more.
fn supplement(cx: &Cx, v: &ItemView) -> Go {
    let t = said(cx);
    let fields = vec![asking::text("reason", t.label("reason"))];
    let (intro, v) = (vec![t.supplement.clone(), v.request.clone()], v.clone());
    ask(cx, Act::Supplement, &v.ref_.0.clone(), intro, fields, move |_, answers| {
        Ok(of(&v, ItemCommand::Supplement { reason: answers.text("reason") }))
    })
}

/// Without a majority it goes to the full committee where the body's rule says so.
fn to_full(cx: &Cx, v: &ItemView) -> Go {
    let organ = cx.office.organ();
    let body = organ.committees.get(&v.committee_id);
    let full = body.into_iter().flat_map(|b| full_bodies(organ, b));
    let full = full.map(|c| Choice::new(c.id.0.clone(), c.name.clone())).collect();
    let fields = vec![asking::pick("path", said(cx).label("path"), full)];
    let v = v.clone();
    ask(cx, Act::ToFull, &v.ref_.0.clone(), vec![v.request.clone()], fields, move |_, answers| {
        let committee = CommitteeId(answers.one("path").unwrap_or_default());
        Ok(of(&v, ItemCommand::ToFullCommittee { committee }))
    })
}

fn decide(cx: &Cx, v: &ItemView) -> Go {
    let t = said(cx);
    let outcome = v.outcome.as_deref().map(|o| cx.w.code("outcome", o)).unwrap_or_default();
    let fields = vec![asking::hinted(asking::text("text", t.label("decision")), &t.decision_hint)];
    let intro = vec![v.request.clone(), format!("{outcome} {}", count(cx, v).unwrap_or_default())];
    let v = v.clone();
    ask(cx, Act::Decision, &v.ref_.0.clone(), intro, fields, move |_, answers| {
        Ok(of(&v, ItemCommand::Decide { text: answers.text("text") }))
    })
}
