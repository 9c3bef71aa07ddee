//! What the table of a report cannot say: of which quarter there may be one, that its figures were counted, and
//! that it goes to whom it must.

use super::act::{Analysis, DRAFT, ReportAct, ReportEvent};
use super::state::{Report, taken};
use crate::domain::codes;
use crate::domain::figures::{Period, is_over};
use crate::domain::ids::Revision;
use crate::domain::kind::Desk;
use crate::domain::refusal::{Flaw, No, Problem, Refusal, Rule};

type A = ReportAct;
type E = ReportEvent;

fn wrong(field: &str, flaw: Flaw, detail: &str) -> No {
    No::Wrong(vec![Problem::new(format!("report.{field}"), flaw, detail)])
}

/// The quarter that is named, as far as it is one.
pub(super) fn quarter(text: &str) -> Option<Period> {
    Period::parse(text).filter(|p| matches!(p, Period::Quarter(..)))
}

pub(super) fn event(desk: &Desk<'_>, of: Option<&Report>, act: &A) -> Result<E, No> {
    let trimmed = |text: &String| text.trim().to_owned();
    let past = |field, at, before| desk.past_after::<Report>(field, at, before);
    Ok(match act {
        A::Draft { period, trend, hot_spots, causes, measures, requests } => {
            let analysis = Analysis {
                trend: trimmed(trend),
                hot_spots: trimmed(hot_spots),
                causes: trimmed(causes),
                measures: trimmed(measures),
                requests: trimmed(requests),
            };
            drafted(desk, period, analysis)?
        }
        A::Check => E::Checked { upon: upon(of)? },
        A::Countercheck => E::Counterchecked { upon: upon(of)? },
        A::Return { reason } => E::Returned { reason: trimmed(reason) },
        A::Withdraw { reason } => E::Withdrawn { reason: trimmed(reason) },
        A::Approve => E::Approved { upon: upon(of)? },
        A::Send { doc_no, recipients, delivery, sent_at } => E::Sent {
            doc_no: trimmed(doc_no),
            recipients: to_all(desk, recipients)?,
            delivery: delivery.clone(),
            sent_at: past("sent_at", *sent_at, of.and_then(|r| r.approved_at))?,
        },
        A::Receipt { receipt_by, receipt_at } => E::Received {
            receipt_by: trimmed(receipt_by),
            receipt_at: past("receipt_at", *receipt_at, of.and_then(|r| r.sent.as_ref()).map(|s| s.sent_at))?,
        },
        A::Supplement { text, doc_no } => E::Supplemented { text: trimmed(text), doc_no: trimmed(doc_no) },
    })
}

fn drafted(desk: &Desk<'_>, period: &str, analysis: Analysis) -> Result<E, No> {
    let of = quarter(period).ok_or_else(|| Refusal::with(Rule::QuarterUnknown, period))?;
    if !is_over(&of, desk.asked.now) {
        return Err(Refusal::with(Rule::QuarterNotOver, of).into());
    }
    // The same to whoever may not know of one, or would not be let in on this.
    let hidden = desk.state.out.as_ref().is_some_and(|out| out.contains(desk.me));
    if hidden || taken(&desk.state.matters, of) {
        return Err(Refusal::with(Rule::QuarterTaken, of).into());
    }
    let figures = desk.asked.fresh.figures.clone();
    let figures = figures.ok_or_else(|| Refusal::with(Rule::NotNow, DRAFT.code()))?;
    // Where nothing was recorded there may be nothing to say.
    let said = [("trend", &analysis.trend), ("causes", &analysis.causes), ("measures", &analysis.measures)];
    let unsaid = said.iter().filter(|(_, text)| text.is_empty() && !figures.is_zero());
    let unsaid: Vec<Problem> =
        unsaid.map(|(field, _)| Problem::new(format!("report.{field}"), Flaw::Missing, "")).collect();
    if !unsaid.is_empty() {
        return Err(No::Wrong(unsaid));
    }
    let (ref_, period) = (desk.asked.fresh.ref_.clone(), of.to_string());
    Ok(E::Drafted { ref_, period, analysis, figures })
}

/// The draft that a hand is put under.
fn upon(of: Option<&Report>) -> Result<Revision, Refusal> {
    of.map(|r| r.revision.clone()).ok_or_else(|| Refusal::of(Rule::NoSuchMatter))
}

/// Each once, and none left out to whom it goes by the provision: whoever has no superior organ sends none there.
fn to_all(desk: &Desk<'_>, named: &[String]) -> Result<Vec<String>, No> {
    let list = codes::list("quarter_recipient").rows();
    let has_superior = !desk.state.organ.superior.trim().is_empty();
    let due = |code: &str| code != "SUP" || has_superior;
    let lacks =
        list.iter().map(|row| row.code.as_str()).find(|code| due(code) && !named.iter().any(|n| n == code));
    match lacks {
        Some(code) if !desk.asked.again => Err(wrong("recipients", Flaw::Missing, code)),
        _ => {
            let once = list.iter().filter(|row| named.contains(&row.code));
            let others = named.iter().filter(|n| !list.iter().any(|row| &row.code == *n)).cloned();
            Ok(once.map(|row| row.code.clone()).chain(others).collect())
        }
    }
}
