//! Every act on a record that is not a room of its own: its small form, and the command it makes.

use super::fields::{With, line, many_codes, person, pick, pick_code, text, when, yes};
use super::platform;
use super::values::FIELDS;
use crate::domain::command::Command;
use crate::domain::escalation::EscalationCommand;
use crate::domain::flow::Act;
use crate::domain::record::{
    Answer, AtOnceNote, CHECKLIST, ChangeDraft, Checklist, FieldReason, RecordCommand, ReviewState,
};
use crate::domain::refusal::{Refusal, Rule};
use crate::domain::registry;
use crate::office::{Found, RecordSheet, Trouble};
use crate::ui::form::{Answers, Ask, Choice, FieldSpec, Way};
use crate::ui::room::{Cx, Go};
use crate::ui::rooms::{self, FormFor, asking};
use crate::words::rooms::{RoomWords, words};

/// How many points of one return can name their field.
const RETURNS: [(&str, &str); 4] =
    [("field1", "reason1"), ("field2", "reason2"), ("field3", "reason3"), ("field4", "reason4")];

/// Begins an act on the record before us: opens its form or does it.
pub fn begin(cx: &mut Cx, sheet: &RecordSheet, act: Act) -> Go {
    let s = words(cx.lang);
    let v = &sheet.record;
    let (id, seen) = (v.id, v.revision.clone());
    let reason = |key| text("reason", s.reason.clone()).rule(key);
    match act {
        Act::Submit => rooms::record_form(cx, FormFor::Quick(id)),
        Act::Amend => rooms::record_form(cx, FormFor::Amend(id)),
        Act::Correct => rooms::record_form(cx, FormFor::Correct(id)),
        // Whoever resolves reads and answers what a second hand does.
        Act::Confirm | Act::ReadOff | Act::Resolve => rooms::confirmation(cx, id),
        Act::Attach => rooms::materials::bring(cx, sheet, act),
        Act::Withdraw => ask(cx, sheet, act, &[], vec![reason("withdraw")], move |_, a| {
            Ok(RecordCommand::Withdraw { seen: seen.clone(), reason: a.text("reason") })
        }),
        Act::Return => ask(cx, sheet, act, &[&s.return_intro], returns(cx, s), move |_, a| {
            Ok(RecordCommand::Return { seen: seen.clone(), reasons: returned(a) })
        }),
        Act::Dispute => dispute(cx, s, sheet),
        Act::Sign | Act::Agree => {
            let both =
                vec![Choice::new("sign", s.sign_true.clone()), Choice::new("refuse", s.sign_refuse.clone())];
            let fields = vec![
                pick("how", s.sign_how.clone(), both),
                reason("present").optional().hint(&s.sign_reason),
            ];
            ask(cx, sheet, act, &[&s.sign_intro], fields, move |_, a| {
                let seen = seen.clone();
                let refusal = (a.one("how").as_deref() == Some("refuse")).then(|| a.text("reason"));
                Ok(if act == Act::Sign {
                    RecordCommand::Sign { seen, refusal }
                } else {
                    RecordCommand::Agree { seen, refusal }
                })
            })
        }
        Act::Supplement => {
            let fields = vec![text("words", s.words.clone()).rule("supplement"), reason("supplement")];
            ask(cx, sheet, act, &[&s.supplement_intro], fields, move |_, a| {
                let change = ChangeDraft::Supplement { words: a.text("words"), attachments: Vec::new() };
                Ok(RecordCommand::ProposeChange { seen: seen.clone(), change, reason: a.text("reason") })
            })
        }
        Act::ConfirmChange => {
            let Some(change) = open_change(sheet) else { return Go::Say(s.nothing_open.clone()) };
            ask(cx, sheet, act, &[&s.change_intro], Vec::new(), move |_, _| {
                Ok(RecordCommand::ConfirmChange { change })
            })
        }
        Act::RefuseChange => {
            let Some(change) = open_change(sheet) else { return Go::Say(s.nothing_open.clone()) };
            ask(cx, sheet, act, &[], vec![reason("correction")], move |_, a| {
                Ok(RecordCommand::RefuseChange { change, reason: a.text("reason") })
            })
        }
        Act::Void => {
            let mut fields = vec![reason("void")];
            if v.void_asked.is_some() {
                fields[0].required = false;
            }
            let intro = [s.void_intro.as_str(), v.void_asked.as_deref().unwrap_or_default()];
            ask(cx, sheet, act, &intro, fields, move |_, a| {
                Ok(RecordCommand::Void { reason: a.text("reason") })
            })
        }
        Act::RefuseVoid => ask(cx, sheet, act, &[], vec![reason("void")], move |_, a| {
            Ok(RecordCommand::RefuseVoid { reason: a.text("reason") })
        }),
        Act::ReportAtOnce => {
            let due = v.at_once.as_ref().is_some_and(|a| a.by_letter);
            let by_letter =
                if due { s.at_once_letter.replace("{}", &cx.office.organ().superior) } else { String::new() };
            let fields = vec![
                many_codes(cx, "note.to", cx.w.field("note.to"), "CL18")
                    .optional()
                    .hint(&s.at_once_to)
                    .rule("at_once"),
                line("note.doc_no", cx.w.field("note.doc_no"), 60).optional().rule("at_once"),
                when("note.sent_at", cx.w.field("note.sent_at")).optional().rule("at_once"),
                text("note.words", cx.w.field("note.words"))
                    .optional()
                    .hint(&s.at_once_words)
                    .rule("at_once"),
            ];
            ask(cx, sheet, act, &[&s.at_once_intro, &by_letter], fields, move |_, a| {
                let note = AtOnceNote {
                    to: a.many("note.to"),
                    doc_no: a.text("note.doc_no"),
                    sent_at: a.when("note.sent_at").map(|w| w.at_ms),
                    words: a.text("note.words"),
                };
                Ok(RecordCommand::ReportAtOnce { seen: seen.clone(), note })
            })
        }
        Act::Link => link(cx, sheet, ""),
        Act::NoteFiling => platform::note(cx, sheet),
        Act::DeclareRecusal => {
            let fields = vec![reason("recusal")];
            ask(cx, sheet, act, &[&s.recusal_intro], fields, move |_, a| {
                Ok(RecordCommand::DeclareRecusal { reason: a.text("reason") })
            })
        }
        Act::OrderRecusal | Act::LiftRecusal => {
            let fields = vec![person("person", cx.w.field("person")).rule("recusal"), reason("recusal")];
            let intro = if act == Act::LiftRecusal { s.lift_recusal_intro.as_str() } else { "" };
            ask(cx, sheet, act, &[intro], fields, move |_, a| {
                let (person, reason) =
                    (a.one("person").unwrap_or_default().as_str().into(), a.text("reason"));
                Ok(if act == Act::LiftRecusal {
                    RecordCommand::LiftRecusal { person, reason }
                } else {
                    RecordCommand::OrderRecusal { person, reason }
                })
            })
        }
        Act::OtherPerson | Act::SamePerson => {
            let asked = sheet.questions.iter().map(|q| {
                Choice::new(q.person.as_str(), q.name.clone()).with_note(format!("{} {}", q.unit, q.post))
            });
            let organ = cx.office.organ();
            let later = sheet.not_meant.iter().filter(|_| act == Act::SamePerson);
            let later = later.map(|id| Choice::new(id.as_str(), organ.called(id)));
            let asked = asked.chain(later);
            let fields = vec![
                pick("person", cx.w.field("person"), asked.collect()).rule("recusal"),
                reason("recusal"),
            ];
            ask(cx, sheet, act, &[&s.other_person_intro], fields, move |_, a| {
                let (person, reason) =
                    (a.one("person").unwrap_or_default().as_str().into(), a.text("reason"));
                Ok(if act == Act::SamePerson {
                    RecordCommand::SamePerson { person, reason }
                } else {
                    RecordCommand::OtherPerson { person, also: Vec::new(), reason }
                })
            })
        }
        Act::AskIdentity => {
            let fields = vec![text("purpose", s.purpose.clone())];
            ask(cx, sheet, act, &[&s.ask_identity_intro], fields, move |_, a| {
                Ok(RecordCommand::AskIdentity { purpose: a.text("purpose") })
            })
        }
        Act::OpenIdentity => {
            let fields = vec![asker(s, sheet)];
            ask(cx, sheet, act, &[&s.open_identity_intro], fields, move |_, a| {
                Ok(RecordCommand::OpenIdentity { asker: a.one("asker").unwrap_or_default().as_str().into() })
            })
        }
        Act::RefuseIdentity => {
            ask(cx, sheet, act, &[], vec![asker(s, sheet), text("reason", s.reason.clone())], move |_, a| {
                let asker = a.one("asker").unwrap_or_default().as_str().into();
                Ok(RecordCommand::RefuseIdentity { asker, reason: a.text("reason") })
            })
        }
        Act::Escalate => escalate(cx, s, sheet),
        Act::Apply => rooms::apply(cx, id, &v.ref_, &v.text.case_numbers().to_string()),
        other => rooms::kind::ask(cx, other, &v.ref_, id, Vec::new()),
    }
}

/// A form whose button makes one record command.
pub(super) fn ask(
    cx: &Cx,
    sheet: &RecordSheet,
    act: Act,
    intro: &[&str],
    fields: Vec<FieldSpec>,
    mut command: impl FnMut(&mut Cx, &Answers) -> Result<RecordCommand, Trouble> + 'static,
) -> Go {
    let (record, read) = (Some(sheet.record.id), sheet.record.revision.clone());
    any(cx, sheet, act, intro, fields, move |cx, a| {
        Ok(Command::Record { record, act: command(cx, a)? }.on_text(Some(&read)))
    })
}

/// A form whose button makes any command. What cannot be undone asks for the end of the name, too.
fn any(
    cx: &Cx,
    sheet: &RecordSheet,
    act: Act,
    intro: &[&str],
    mut fields: Vec<FieldSpec>,
    mut command: impl FnMut(&mut Cx, &Answers) -> Result<Command, Trouble> + 'static,
) -> Go {
    let verb = cx.w.act(act).to_owned();
    let four = registry::is_final(act).then(|| sheet.record.ref_.clone());
    fields.extend(four.iter().map(|name| asking::last_four(cx, name)));
    let intro = intro.iter().filter(|i| !i.is_empty()).map(|i| (*i).to_owned()).collect();
    let then = Box::new(move |cx: &mut Cx, a: &Answers| {
        four.iter().try_for_each(|name| asking::four_are(a, name))?;
        let command = command(cx, a)?;
        let (_, said) = cx.act(&command)?;
        Ok(Go::Pop(Some(said)))
    });
    let way = Way::of(act, sheet.record.ref_.0.as_str());
    Go::Push(Ask::new(way, format!("{} {}", verb, sheet.record.ref_), intro, fields, verb, then))
}

fn returns(cx: &Cx, s: &RoomWords) -> Vec<FieldSpec> {
    let names = FIELDS.iter().copied().chain(["people", "attachments"]);
    let choices: Vec<Choice> = names.map(|f| Choice::new(f, cx.w.field(f))).collect();
    let mut fields = Vec::new();
    for (i, (field, reason)) in RETURNS.iter().enumerate() {
        let n = (i + 1).to_string();
        let mut both = [
            pick(field, s.return_field.replace("{}", &n), choices.clone()).rule("custody"),
            line(reason, s.return_reason.replace("{}", &n), 500).rule("custody"),
        ];
        both.iter_mut().for_each(|f| f.required = i == 0);
        fields.extend(both);
    }
    fields
}

fn returned(a: &Answers) -> Vec<FieldReason> {
    let both = |(f, r): &(&str, &str)| Some(FieldReason { field: a.one(f)?, reason: a.text(r) });
    RETURNS.iter().filter_map(both).collect()
}

fn dispute(cx: &Cx, s: &RoomWords, sheet: &RecordSheet) -> Go {
    const ANSWERS: [(&str, Answer); 3] =
        [("right", Answer::Right), ("incomplete", Answer::Incomplete), ("doubt", Answer::Doubt)];
    let choices: Vec<Choice> =
        ANSWERS.iter().map(|(code, _)| Choice::new(*code, cx.w.code("answer", code))).collect();
    let mut fields: Vec<FieldSpec> =
        CHECKLIST.iter().map(|p| pick(p, cx.w.code("point", p), choices.clone()).rule("custody")).collect();
    fields.push(text("reason", s.reason.clone()).rule("custody"));
    let seen = sheet.record.revision.clone();
    ask(cx, sheet, Act::Dispute, &[&s.dispute_intro], fields, move |_, a| {
        let answer = |point: &str| {
            let code = a.one(point)?;
            ANSWERS.iter().find(|(c, _)| *c == code).map(|(_, answer)| (point.to_owned(), *answer))
        };
        let checklist: Checklist = CHECKLIST.iter().filter_map(|p| answer(p)).collect();
        Ok(RecordCommand::Dispute { seen: seen.clone(), checklist, reason: a.text("reason") })
    })
}

/// Links this record to another one by its name.
pub fn link(cx: &Cx, sheet: &RecordSheet, other: &str) -> Go {
    let s = words(cx.lang);
    let fields = vec![
        line("other", s.link_other.clone(), 40).holding(other),
        pick_code(cx, "kind", s.link_kind.clone(), "link_kind"),
    ];
    ask(cx, sheet, Act::Link, &[], fields, move |cx, a| {
        let name = a.text("other");
        let Found::Record(other) = cx.office.find(&cx.actor, &name)? else {
            return Err(Refusal::with(Rule::NoSuchMatter, name).into());
        };
        Ok(RecordCommand::Link { other, kind: a.one("kind").unwrap_or_default() })
    })
}

fn open_change(sheet: &RecordSheet) -> Option<u32> {
    sheet.record.changes.iter().find(|c| c.state == "open").map(|c| c.number)
}

fn asker(s: &RoomWords, sheet: &RecordSheet) -> FieldSpec {
    let open: Vec<_> = sheet.record.identity.iter().filter(|i| i.state == ReviewState::Open).collect();
    let choices =
        open.iter().map(|i| Choice::new(i.asker.as_str(), i.name.clone()).with_note(i.purpose.clone()));
    let field = pick("asker", s.asker.clone(), choices.collect());
    match open.as_slice() {
        [only] => field.holding(only.asker.as_str()),
        _ => field,
    }
}

fn escalate(cx: &Cx, s: &RoomWords, sheet: &RecordSheet) -> Go {
    let record = sheet.record.id;
    let fields = vec![
        pick_code(cx, "reason", s.escalate_reason.clone(), "CL25").rule("escalation"),
        text("text", s.escalate_text.clone()).rule("escalation"),
        many_codes(cx, "wanted", s.escalate_wanted.clone(), "escalation_wanted").rule("escalation"),
        yes("consent", s.escalate_consent.clone()).rule("escalation"),
    ];
    any(cx, sheet, Act::Escalate, &[&s.escalate_intro], fields, move |_, a| {
        let act = EscalationCommand::Start {
            record,
            reason: a.one("reason").unwrap_or_default(),
            text: a.text("text"),
            wanted: a.many("wanted"),
            consent: a.yes("consent"),
        };
        Ok(Command::Escalation { escalation: None, act })
    })
}
