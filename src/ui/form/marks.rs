//! Which field of a form a refusal is about: it is marked, and has the caret.

use super::flaw_words;
use super::sheet::Sheet;
use crate::domain::case_no::{self, Kind};
use crate::domain::refusal::{No, Refusal, Rule};
use crate::domain::when;
use crate::office::Trouble;
use crate::ui::room::Cx;
use crate::words;
use chrono::Datelike;

/// The fields that answer for a rule, by the names that forms give them; the first one there is counts.
const FIELDS: &[(Rule, &[&str])] = &[
    (Rule::LastFourWrong, &["last_four"]),
    (Rule::ReasonMissing, &["reason", "text", "words", "purpose", "opinion"]),
    (Rule::AnswerNeedsText, &["text"]),
    (Rule::PurposeMissing, &["purpose"]),
    (Rule::NotDisclosed, &["disclosed"]),
    (Rule::MaterialMissing, &["attachments.hash"]),
    (Rule::UnknownPerson, &["person", "member", "chair", "asker"]),
    (Rule::AlreadyRecused, &["person", "member"]),
    (Rule::NotAMember, &["member", "chair"]),
    (Rule::NotPresent, &["member"]),
    (Rule::CommitteeNotHere, &["committee", "meeting", "item", "path"]),
    (Rule::UnknownCommittee, &["committee", "path"]),
    (Rule::NoSuchMatter, &["other", "item", "meeting"]),
    (Rule::LinkToItself, &["other"]),
    (Rule::UnknownCode, &["kind", "decision", "vote", "reason"]),
];

/// What is wrong with which fields, by what the office said; empty where it is about none of them.
pub(super) fn marks(cx: &Cx, sheet: &Sheet, trouble: &Trouble) -> Vec<(String, String)> {
    match trouble {
        Trouble::No(No::Wrong(problems)) => problems
            .iter()
            .map(|p| {
                // The tables of kinds put the kind's name before the field's.
                let own = || p.field.split_once('.').and_then(|(_, field)| sheet.holder(field));
                let field = sheet.holder(&p.field).or_else(own).unwrap_or_else(|| p.field.clone());
                (field, flaw_words(cx, p))
            })
            .collect(),
        Trouble::No(No::Refused(refusal)) => {
            let told = || cx.w.refusal(refusal).text;
            field_of(sheet, refusal).map(|field| (field, told())).into_iter().collect()
        }
        Trouble::Fault(_) => Vec::new(),
    }
}

/// A case that is no case number yet, most often one that was typed in part: named with its field, so
/// that it is looked at once more before it is stored.
pub(super) fn half_case(cx: &Cx, sheet: &Sheet) -> Option<(String, String)> {
    const FIELD: &str = "case_no";
    let typed = sheet.values(cx.office.now()).text(FIELD);
    let year = when::local(cx.office.now()).year();
    let half = case_no::several(&typed, year).ok()?.into_iter().find(|c| c.kind == Kind::Free)?;
    let words = words::form::words(cx.lang).record("half_case").replace("{}", half.as_typed.trim());
    Some((FIELD.to_owned(), words))
}

fn field_of(sheet: &Sheet, refusal: &Refusal) -> Option<String> {
    // What is read off a material is named by the refusal itself.
    if matches!(refusal.rule, Rule::BlindFieldMissing | Rule::BlindFieldDiffers) {
        return sheet.holder(&refusal.detail);
    }
    let (_, fields) = FIELDS.iter().find(|(rule, _)| *rule == refusal.rule)?;
    fields.iter().find_map(|field| sheet.holder(field))
}
