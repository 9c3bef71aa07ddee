//! How much of a record a person sees.

use super::at_once::{AtOnceView, at_once};
use super::capacity::custodians_from;
use super::lens::Lens;
use super::sees::{Concern, Reach, scope};
use super::veil::{Veil, closed, veil};
use crate::domain::flow::{Act, Capacity};
use crate::domain::ids::{MatterId, Millis, PersonId, Ref, Revision};
use crate::domain::name::mask;
use crate::domain::organ::{Organ, Role};
use crate::domain::record::local_time;
use crate::domain::record::streams::to_complete;
use crate::domain::record::{
    Answer, Change, ChangeDraft, ChangeKind, FieldReason, Filing, QuickNote, Record, RecordText, ReviewState,
    Sign, Status,
};
use serde::Serialize;

/// Whether people's names are shown whole or as 张某.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Names {
    Full,
    Masked,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HandView {
    #[serde(with = "local_time")]
    pub at: Millis,
    /// Shown to custodians who have acted themselves and to discipline.
    pub by: Option<String>,
    pub remark: Option<String>,
    pub doubts: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SignView {
    pub name: String,
    /// `asked`, `signed`, `refused`; or `signed_before`, `refused_before` where it was another text.
    pub state: &'static str,
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChangeView {
    pub number: u32,
    /// `supplement`, `correction`.
    pub kind: &'static str,
    /// `open`, `done`, `refused`.
    pub state: &'static str,
    #[serde(with = "local_time")]
    pub at: Millis,
    pub reason: String,
    pub words: String,
    /// Field, what stood, what is to stand.
    pub fields: Vec<(String, serde_json::Value, serde_json::Value)>,
    pub hands: usize,
}

/// A request to learn who recorded; shown to those who decide about it and to the asker.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IdentityView {
    #[serde(skip)]
    pub asker: PersonId,
    pub name: String,
    pub purpose: String,
    #[serde(with = "local_time")]
    pub at: Millis,
    pub state: ReviewState,
    pub hands: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NextView {
    pub capacity: Capacity,
    pub act: Act,
    #[serde(with = "local_time")]
    pub since: Millis,
    pub clock: &'static str,
}

/// A record as one person may see it. `record_no`, `recorder` and the custodians' remarks are there
/// only for those to whom they are shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct View {
    pub id: MatterId,
    #[serde(rename = "ref")]
    pub ref_: Ref,
    pub record_no: Option<String>,
    pub status: Status,
    pub revision: Revision,
    pub names: Names,
    /// The viewer may be its second custodian, and has not read the material yet.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub closed: bool,
    pub stream: String,
    /// Fields that are still open though the record is taken; for its recorder and those who keep
    /// the store.
    pub to_complete: Vec<String>,
    pub urgent: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_once: Option<AtOnceView>,
    pub late_hours: u32,
    pub recorder: Option<String>,
    /// Whether `reveal` would open the recorder's name to this person.
    pub recorder_can_be_opened: bool,
    pub own: bool,
    #[serde(with = "local_time")]
    pub recorded_at: Millis,
    pub quick: Option<QuickNote>,
    pub text: RecordText,
    pub hands: Vec<HandView>,
    pub returned: Vec<FieldReason>,
    pub dispute: Option<String>,
    pub resolution: Option<String>,
    pub withdrawn: Option<String>,
    pub void_asked: Option<String>,
    pub signatures: Vec<SignView>,
    pub agreement: Option<SignView>,
    pub changes: Vec<ChangeView>,
    pub identity: Vec<IdentityView>,
    pub earlier_texts: usize,
    pub links: Vec<(MatterId, String)>,
    /// Where else it stands; by whom only where that does not tell who recorded.
    pub filings: Vec<Filing>,
    /// Whether it may be copied into the platform above by this person.
    #[serde(skip)]
    pub may_be_copied: bool,
    pub next: Vec<NextView>,
}

/// How much of a record a person is shown, before anything of it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Eyes {
    pub names: Names,
    /// The recorder's name may be opened to him, or is his own.
    pub opens_recorder: bool,
    /// He is told custodians' names and remarks: he decided himself, or decides between them.
    pub acted: bool,
    /// He took part in confirming, or is discipline: the story names who acted in custody.
    pub keeps: bool,
}

impl Eyes {
    pub fn of(organ: &Organ, record: &Record, viewer: &PersonId, concern: Option<Concern>) -> Self {
        let own = &record.recorder == viewer;
        let keeper = organ.has_role(viewer, Role::Cus) || is_discipline(organ, viewer);
        let decided = record.hands.iter().any(|h| &h.person == viewer)
            || record.disagreement.as_ref().is_some_and(|d| &d.by == viewer);
        // In a new round the earlier custodian is a second one again, who decides before he reads.
        let acted = decided
            || is_discipline(organ, viewer)
            || (keeper && record.status == Status::Disputed)
            || (record.confirmers.contains(viewer) && record.status != Status::OneHand);
        Self {
            names: names_for(organ, viewer, own, concern),
            opens_recorder: own || recorder_opens(organ, record, viewer),
            acted,
            keeps: record.confirmers.contains(viewer) || is_discipline(organ, viewer),
        }
    }
}

/// The record as this person may see it.
pub fn redact(
    organ: &Organ,
    record: &Record,
    viewer: &PersonId,
    concern: Option<Concern>,
    now: Millis,
) -> View {
    let own = &record.recorder == viewer;
    let keeper = organ.has_role(viewer, Role::Cus) || is_discipline(organ, viewer);
    // Who asks for the recorder's name, and why, is for those who answer him.
    let decides = is_discipline(organ, viewer) || custodians_from(organ, record, now).contains(viewer);
    let Eyes { names, acted, .. } = Eyes::of(organ, record, viewer, concern);
    let lens = Lens::of(organ, record, viewer, concern);
    let words = |text: &String| lens.words(text);
    let text = lens.text(&record.text);
    let mut next: Vec<NextView> = Vec::new();
    for t in record.turns(organ, now) {
        if !next.iter().any(|n| n.act == t.act && n.capacity == t.capacity) {
            next.push(NextView { capacity: t.capacity, act: t.act, since: t.since, clock: t.clock });
        }
    }
    let view = View {
        id: record.id,
        ref_: record.ref_.clone(),
        record_no: record.number.clone().filter(|_| own || keeper),
        status: record.status,
        revision: record.revision.clone(),
        names,
        closed: false,
        stream: record.stream().to_owned(),
        to_complete: if own || keeper { to_complete(&record.text) } else { Vec::new() },
        urgent: record.is_urgent(organ),
        at_once: at_once(organ, record, keeper, now, &words),
        late_hours: record.late_hours,
        recorder: own.then(|| organ.name_of(&record.recorder)),
        recorder_can_be_opened: own || recorder_opens(organ, record, viewer),
        own,
        recorded_at: record.submitted_at.unwrap_or(record.created_at),
        quick: record.quick.clone().filter(|_| own),
        text,
        hands: record
            .hands
            .iter()
            .map(|h| {
                let mine = &h.person == viewer;
                HandView {
                    at: h.at,
                    by: (mine || acted).then(|| organ.name_of(&h.person)),
                    remark: (mine || acted).then(|| h.remark.clone()),
                    doubts: if mine || acted {
                        h.checklist
                            .iter()
                            .filter(|(_, a)| **a == Answer::Doubt)
                            .map(|(p, _)| p.clone())
                            .collect()
                    } else {
                        Vec::new()
                    },
                }
            })
            .collect(),
        returned: match record.status {
            Status::Returned => record
                .returns
                .last()
                .into_iter()
                .flat_map(|(_, _, reasons)| reasons)
                .map(|r| FieldReason { field: r.field.clone(), reason: words(&r.reason) })
                .collect(),
            _ => Vec::new(),
        },
        dispute: record.disagreement.as_ref().filter(|_| keeper || own).map(|d| d.reason.clone()),
        resolution: record.resolution.as_ref().map(|(_, _, _, reason)| words(reason)),
        withdrawn: record.withdrawn.as_ref().map(words),
        void_asked: record.voiding().map(|v| words(&v.reason)),
        signatures: record
            .signatures
            .iter()
            .map(|(p, s)| sign_view(record, shown(organ, p, names), s, &words))
            .collect(),
        agreement: record
            .agreement
            .as_ref()
            .zip(record.text.received_by.as_ref())
            .map(|(s, p)| sign_view(record, shown(organ, p, names), s, &words)),
        changes: record.changes.iter().map(|c| change_view(record, c, &lens)).collect(),
        identity: record
            .identity
            .iter()
            .filter(|r| decides || &r.asker == viewer || r.hands.contains(viewer))
            .map(|r| IdentityView {
                asker: r.asker.clone(),
                name: organ.name_of(&r.asker),
                purpose: r.purpose.clone(),
                at: r.at,
                state: r.state,
                hands: r.hands.len(),
            })
            .collect(),
        earlier_texts: record.versions.len().saturating_sub(1),
        filings: if own || keeper { filings(organ, record, viewer) } else { Vec::new() },
        may_be_copied: (own || keeper) && record.is_submitted(),
        links: record.links.iter().map(|l| (l.other, l.kind.clone())).collect(),
        next,
    };
    if veil(organ, record, viewer) == Veil::Closed { closed(view) } else { view }
}

/// Whoever entered it elsewhere may be the recorder: his name is opened with the recorder's alone.
fn filings(organ: &Organ, record: &Record, viewer: &PersonId) -> Vec<Filing> {
    let open = &record.recorder == viewer || recorder_opens(organ, record, viewer);
    let by = |f: &Filing| if open { f.by.clone() } else { String::new() };
    record.filings.iter().map(|f| Filing { by: by(f), ..f.clone() }).collect()
}

fn names_for(organ: &Organ, viewer: &PersonId, own: bool, concern: Option<Concern>) -> Names {
    if own || *scope(organ, viewer).reach() == Reach::All {
        return Names::Full;
    }
    concern.map_or(Names::Masked, Concern::names)
}

fn is_discipline(organ: &Organ, id: &PersonId) -> bool {
    organ.has_role(id, Role::Dis) || organ.has_role(id, Role::Dish)
}

/// The people in a text are opened, with a purpose, to whoever reads the record whole and to whom it
/// concerns by name: the members and the secretary of a body that decides about it among them. A
/// head of division who sees it as one of many does not open them.
pub fn opens_names(organ: &Organ, viewer: &PersonId, concern: Option<Concern>) -> bool {
    concern.is_some() || *scope(organ, viewer).reach() == Reach::All
}

/// The recorder's identity is never part of reading in full: the acting custodians and discipline
/// may open it, logged; others only by a reasoned request that two custodians granted.
pub fn recorder_opens(organ: &Organ, record: &Record, viewer: &PersonId) -> bool {
    record.confirmers.contains(viewer)
        || is_discipline(organ, viewer)
        || record.identity.iter().any(|r| &r.asker == viewer && r.state == ReviewState::Done)
}

fn sign_view(record: &Record, name: String, sign: &Sign, words: &dyn Fn(&String) -> String) -> SignView {
    let (state, reason) = match (sign, record.is_of_before(sign)) {
        (Sign::Asked, _) => ("asked", String::new()),
        (Sign::Signed(..), false) => ("signed", String::new()),
        (Sign::Signed(..), true) => ("signed_before", String::new()),
        (Sign::Refused(.., reason), false) => ("refused", words(reason)),
        (Sign::Refused(.., reason), true) => ("refused_before", words(reason)),
    };
    SignView { name, state, reason }
}

fn shown(organ: &Organ, id: &PersonId, names: Names) -> String {
    let name = organ.name_of(id);
    if names == Names::Masked { mask(&name) } else { name }
}

fn change_view(record: &Record, change: &Change, lens: &Lens<'_>) -> ChangeView {
    let (words, fields) = match &change.draft {
        ChangeDraft::Supplement { words, .. } => (lens.words(words), Vec::new()),
        ChangeDraft::Correction { text } => (String::new(), corrected_fields(record, change, text, lens)),
    };
    ChangeView {
        number: change.number,
        kind: match change.kind() {
            ChangeKind::Supplement => "supplement",
            ChangeKind::Correction => "correction",
        },
        state: change.state.code(),
        at: change.at,
        reason: lens.words(&change.reason),
        words,
        fields,
        hands: change.hands.len(),
    }
}

/// Old beside new, so that nothing is overwritten for the reader either; of what he reads of both, so that what is
/// left out of a text for him is not told as changed.
fn corrected_fields(
    record: &Record,
    change: &Change,
    to: &RecordText,
    lens: &Lens<'_>,
) -> Vec<(String, serde_json::Value, serde_json::Value)> {
    // What stood when it was proposed, whatever was corrected after it.
    let own = record.versions.iter().position(|v| v.revision == change.revision);
    let earlier = &record.versions[..own.unwrap_or(record.versions.len())];
    let before = earlier.iter().rev().find(|v| v.at <= change.at);
    let (from, to) = (lens.text(before.map_or(&record.text, |v| &v.text)), lens.text(to));
    let json = |t: &RecordText| serde_json::to_value(t).unwrap_or_default();
    let (old, new) = (json(&from), json(&to));
    let at = |v: &serde_json::Value, k: &str| v.get(k).cloned().unwrap_or(serde_json::Value::Null);
    from.differs_from(&to).into_iter().map(|k| (k.clone(), at(&old, &k), at(&new, &k))).collect()
}
