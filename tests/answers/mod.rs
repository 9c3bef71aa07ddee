//! What the people of a training court say when what follows from a record is worked off: one table, a field of an
//! act a row, for the line and for the screens alike. What depends on the record is read off its page, as whoever
//! acts reads it.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "each test file uses its part of this; a test fails by panicking"
)]

use liuhen::domain::flow::Act;
use liuhen::domain::kind::{Field, RowFacts, room};
use liuhen::domain::organ::Organ;
use liuhen::domain::record::RecordText;
use liuhen::domain::registry;
use serde_json::Value;

/// The kinds that follow a record.
pub const KINDS: [&str; 7] =
    ["urgency", "triage", "routing", "circulation", "accountability", "closing", "disclosure"];

/// What an act of a kind is told in a field. A word in braces is read off the record, or is the present moment; what
/// is empty is not said.
const ANSWERS: &[(&str, &str, &str, &str)] = &[
    ("urgency", "draft_report", "to", "PLC,SUP"),
    (
        "urgency",
        "draft_report",
        "text",
        "本院一起在办案件被反复过问，承办人员均未答复，材料已固定。特此报告。",
    ),
    ("urgency", "draft_report", "reason", "可能影响案件公正办理，有必要立即报告。"),
    ("urgency", "withdraw_report", "reason", "情况有变，核实后重新报告。"),
    ("urgency", "return_report", "reason", "请写明已采取的措施后重报。"),
    ("urgency", "send_report", "doc_no", "示法报〔过问〕8号"),
    ("urgency", "send_report", "delivery", "FACE"),
    ("urgency", "send_report", "sent_at", "{now}"),
    ("urgency", "receipt_report", "receipt_by", "政法委值班室"),
    ("urgency", "receipt_report", "receipt_at", "{now}"),
    ("triage", "triage", "verification", "已向记录人和在场人员核实，时间、方式和原话与记录一致。"),
    ("triage", "triage", "statement", "{statement}"),
    ("triage", "triage", "no_statement", "{no_statement}"),
    ("triage", "triage", "class", "{class}"),
    ("triage", "triage", "violations", "{violations}"),
    ("triage", "triage", "reason", "依核实的事实和所列情形认定。"),
    ("triage", "triage", "anew", "{anew}"),
    ("triage", "concur_triage", "class", "{class}"),
    ("triage", "concur_triage", "opinion", "同意按核实的事实认定。"),
    ("triage", "advise_triage", "class", "{class}"),
    ("triage", "advise_triage", "opinion", "原话有明确要求，建议按所列情形认定。"),
    ("triage", "withdraw_triage", "reason", "补充核实后重新提出。"),
    ("triage", "refuse_triage", "reason", "理由与原话不符，请补充核实。"),
    ("routing", "route", "target", "{target}"),
    ("routing", "route", "override_reason", "{override_reason}"),
    ("routing", "route", "form", "REPORT"),
    ("routing", "route", "to_unit", "有处理权限的机关"),
    ("routing", "route", "text", "现将有关人员过问案件的情况移送，请依规定处理并函复结果。"),
    ("routing", "withdraw_routing", "reason", "去向有误，重新拟定。"),
    ("routing", "refuse_routing", "reason", "去向不符合规定，请按规则重新拟定。"),
    ("routing", "send_routing", "doc_no", "示法移〔过问〕8号"),
    ("routing", "send_routing", "delivery", "PAPER"),
    ("routing", "send_routing", "sent_at", "{now}"),
    ("routing", "receipt", "receipt_by", "收发室"),
    ("routing", "receipt", "receipt_at", "{now}"),
    ("routing", "remind", "text", "前函所送情况，请函复办理结果。"),
    ("routing", "result", "result", "VERIFIED"),
    ("routing", "result", "result_text", "来函收悉，经核实属实，已依规定处理。"),
    ("routing", "result", "doc_no", "复函〔过问〕8号"),
    ("routing", "give_back", "text", "所移送的过问已由有权机关核实处理，结果已反馈。"),
    ("circulation", "propose_circulation", "basis", "LOCAL"),
    ("circulation", "propose_circulation", "scope", "UNIT"),
    (
        "circulation",
        "propose_circulation",
        "facts_text",
        "有人就一起在办案件打听情况，提出与案件处理有关的要求，未获答应并被如实记录。",
    ),
    ("circulation", "propose_circulation", "recipients", "本单位各部门"),
    ("circulation", "decline_circulation", "reason", "情节轻微，已作提醒，不予通报。"),
    ("circulation", "return_circulation", "reason", "能联想到具体案件，请再作概括。"),
    ("circulation", "refuse_circulation", "reason", "通报范围与情节不相当，请重新提出。"),
    ("circulation", "check_circulation", "unrecognisable", "yes"),
    ("circulation", "check_circulation", "words", "没有写出案号、部门和职务，看不出是谁记录的。"),
    ("circulation", "issue_circulation", "doc_no", "示法通〔过问〕8号"),
    ("circulation", "issue_circulation", "issued_at", "{now}"),
    ("circulation", "send_circulation", "to_unit", "同级党委政法委员会"),
    ("circulation", "send_circulation", "doc_no", "示法函〔过问〕8号"),
    ("circulation", "send_circulation", "delivery", "PAPER"),
    ("circulation", "send_circulation", "sent_at", "{now}"),
    ("circulation", "answer_circulation", "answer", "CIRCULATED"),
    ("circulation", "answer_circulation", "answer_text", "经批准，已在一定范围内通报。"),
    ("circulation", "answer_circulation", "doc_no", "政法通〔过问〕8号"),
    ("circulation", "receipt_circulation", "receipt_by", "收发室"),
    ("circulation", "receipt_circulation", "receipt_at", "{now}"),
    ("circulation", "publish_circulation", "medium", "长安网"),
    ("circulation", "publish_circulation", "published_at", "{now}"),
    ("circulation", "finish_circulation", "reason", "尚在调查其他问题，按程序批准暂不公开。"),
    ("accountability", "hold_liable", "person", "{person}"),
    ("accountability", "hold_liable", "cause", "INQUIRE"),
    ("accountability", "hold_liable", "to_unit", "有管理权限的纪检监察机关"),
    ("accountability", "hold_liable", "text", "情况已经核实，建议依规依纪追究责任并函复结果。"),
    ("accountability", "decline_liability", "reason", "过问的人身份不明，经核查无法确定是谁，建议不予追究。"),
    ("accountability", "withdraw_liability", "reason", "决定机关写错，重新提出。"),
    ("accountability", "refuse_liability", "reason", "事由与甄别结论不符，请重新提出。"),
    ("accountability", "send_liability", "doc_no", "示法追〔过问〕8号"),
    ("accountability", "send_liability", "delivery", "PAPER"),
    ("accountability", "send_liability", "sent_at", "{now}"),
    ("accountability", "remind_liability", "text", "前函建议追究责任一事，请函复决定情况。"),
    ("accountability", "answer_liability", "sanctions", "ADMON,CRIT"),
    ("accountability", "answer_liability", "form4", "FORM1"),
    ("accountability", "answer_liability", "decided_at", "{now}"),
    ("accountability", "answer_liability", "doc_no", "纪决〔追责〕8号"),
    ("accountability", "answer_liability", "effective_at", "{now}"),
    ("accountability", "answer_liability", "answer_text", "经核查属实，给予诫勉并通报批评。"),
    ("accountability", "appeal_liability", "filed_at", "{now}"),
    ("accountability", "appeal_liability", "text", "本人认为处理偏重，请求复查。"),
    ("accountability", "appeal_result", "appeal_result", "UPHELD"),
    ("accountability", "appeal_result", "text", "事实清楚，定性准确，维持原决定。"),
    ("accountability", "appeal_result", "doc_no", "纪复〔追责〕8号"),
    ("accountability", "reflect_liability", "reflected_in", "INTEGRITY"),
    ("accountability", "reflect_liability", "reflected_at", "{now}"),
    ("accountability", "reflect_liability", "text", "已函送有关部门记入。"),
    ("disclosure", "apply_extract", "asked_by", "组织部门"),
    ("disclosure", "apply_extract", "letter_no", "组函〔考察〕8号"),
    ("disclosure", "apply_extract", "letter_at", "{now}"),
    ("disclosure", "apply_extract", "purpose", "PROMOTION"),
    ("disclosure", "apply_extract", "fields", "SANCTIONS,DECISION"),
    ("disclosure", "withdraw_extract", "reason", "来函单位撤回。"),
    ("disclosure", "refuse_extract", "reason", "来函没有写明用途。"),
    ("disclosure", "give_extract", "doc_no", "纪函〔摘录〕8号"),
    ("disclosure", "give_extract", "delivery", "FACE"),
    ("disclosure", "give_extract", "sent_at", "{now}"),
    ("disclosure", "give_extract", "received_by", "组织部门来人"),
    ("closing", "close_record", "summary", "已核实并作出甄别结论，应办事项均已办理，材料归档。"),
    ("closing", "close_record", "to_recorder", "你记录的情况已经核实处理。如实记录受法律保护。"),
    ("closing", "close_record", "to_handler", "该案有关过问情况已处理完毕，请依法独立办案。"),
    ("closing", "return_closing", "reason", "告知记录人的话没有写明结果，请补写。"),
    ("closing", "withdraw_closing", "reason", "补充告知办案人员的内容后重新提出。"),
    ("closing", "reopen_record", "reason", "收到新的录音，与记录所述不一致，重新核实。"),
];

/// The present moment.
const NOW: &str = "{now}";

/// What a desk reminds of until the other side has answered: whoever has the answer enters it instead.
const ANSWERED: &[(&str, &str)] = &[("remind", "result"), ("remind_liability", "answer_liability")];

/// Of which class a stream comes to be, and by which violation.
const CLASSES: &[(&str, &str, &str)] =
    &[("EXT", "ILLEGAL", "E1"), ("INT", "IMPROPER", "I1"), ("CON", "CONTACT", "K6"), ("DUTY", "LAWFUL", "")];

/// All acts of these kinds.
pub fn acts() -> impl Iterator<Item = Act> {
    registry::in_room(room::DISPOSAL).flat_map(|k| k.rows.iter().map(|r| r.act))
}

/// Whether an act is one of what follows from a record.
pub fn follows(act: Act) -> bool {
    registry::in_room(room::DISPOSAL).any(|k| k.has(act))
}

/// Whether somebody who is asked for this act reads the page of the record first.
pub fn is_read_for(asked: Act) -> bool {
    let kind = registry::kind_of(asked).unwrap();
    let mut of = ANSWERS.iter().filter(|a| a.0 == kind && a.1 == asked.code());
    of.any(|a| a.3.starts_with('{') && a.3 != NOW)
}

/// What whoever acts reads off the page of the record; nothing where the act asks for nothing of it.
#[derive(Debug, Default)]
pub struct Read {
    class: &'static str,
    violation: &'static str,
    /// Where the rules send it.
    target: Option<String>,
    /// Who can be held liable, as he is called there.
    pub named: Option<String>,
    reopened: bool,
}

impl Read {
    /// `page` is the record's as `liuhen show NO --json` prints it.
    pub fn of(page: &Value, organ: &Organ) -> Self {
        let record = &page["record"];
        let text: RecordText = serde_json::from_value(record["text"].clone()).unwrap();
        let stream = record["stream"].as_str().unwrap();
        let of = CLASSES.iter().find(|(of, ..)| *of == stream);
        let (class, violation) = of.map_or(("COMMON", ""), |(_, class, violation)| (class, violation));
        let name = |p: &liuhen::domain::record::PersonRole| match &p.person {
            Some(id) => organ.name_of(id),
            None => p.name.clone(),
        };
        let subjects = || text.people.iter().zip(1..).filter(|(p, _)| p.is_subject() && p.is_named());
        let named = subjects().next().map(|(p, row)| {
            let twice = subjects().filter(|(other, _)| name(other) == name(p)).count() > 1;
            if twice { format!("{}#{row}", name(p)) } else { name(p) }
        });
        let matters = page["matters"].as_array().unwrap();
        Self {
            class,
            violation,
            target: liuhen::domain::competent::proposed(organ, &text).into_iter().next().map(|p| p.target),
            named,
            reopened: matters.iter().any(|m| m["kind"] == "closing" && m["state"] == "reopened"),
        }
    }

    fn gap(&self, name: &str, now: &str) -> String {
        let wrong = !self.violation.is_empty();
        let said = |when: bool, words: &str| if when { words.to_owned() } else { String::new() };
        match name {
            NOW => now.to_owned(),
            "{class}" => self.class.to_owned(),
            "{violations}" => self.violation.to_owned(),
            "{statement}" => said(wrong, "本人称只是顺口一问，没有干预的意思。"),
            "{no_statement}" => said(!wrong, "依记录即可认定，不需本人说明。"),
            "{anew}" => said(self.reopened, "办结后收到的新证据。"),
            "{target}" => self.target.clone().unwrap_or_else(|| "NPC_ETC".to_owned()),
            "{override_reason}" => said(self.target.is_none(), "规则没有给出去向，由本室选定。"),
            "{person}" => self.named.clone().unwrap(),
            words => words.to_owned(),
        }
    }
}

/// The act that is done where a desk asks for one, as the record reads.
pub fn done_for(asked: Act, read: &Read) -> Act {
    let code = match ANSWERED.iter().find(|(of, _)| *of == asked.code()) {
        Some((_, answer)) => answer,
        None if asked.code() == "hold_liable" && read.named.is_none() => "decline_liability",
        None => return asked,
    };
    Act::from_code(code).unwrap()
}

/// The row of an act of these kinds.
pub fn row(act: Act) -> RowFacts {
    let mut rows = registry::in_room(room::DISPOSAL).flat_map(|k| &k.rows);
    rows.find(|r| r.act == act).cloned().unwrap_or_else(|| panic!("{act:?} has no row"))
}

/// What is said in the fields of an act, in their order; what is not said is left out.
pub fn answers(act: Act, read: &Read, now: &str) -> Vec<(&'static Field, String)> {
    let kind = registry::kind_of(act).unwrap();
    let said = |field: &'static Field| {
        let of = |a: &&(&str, &str, &str, &str)| a.0 == kind && a.1 == act.code() && a.2 == field.key;
        let words = ANSWERS.iter().find(of).map(|a| read.gap(a.3, now)).unwrap_or_default();
        assert!(!field.required || !words.is_empty(), "no answer to {kind} {} {}", act.code(), field.key);
        (field, words)
    };
    row(act).asks.iter().map(said).filter(|(_, words)| !words.is_empty()).collect()
}
