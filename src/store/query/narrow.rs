//! A filter as a condition on the records that exist for a person.

use super::Sql;
use super::figures;
use super::seen::{Drive, seen};
use crate::domain::case_no;
use crate::domain::ids::Millis;
use crate::domain::name::{Folded, fold};
use crate::domain::policy::{Reach, Scope};
use crate::domain::search::{Filter, Flag};
use crate::domain::when;
use chrono::Datelike;
use rusqlite::types::Value;

/// The condition of a flag with its values.
pub(super) fn flagged(flag: Flag, scope: &Scope, now: Millis) -> Sql {
    let mut sql = Sql::default();
    match flag {
        Flag::Urgent => sql.push("v.urgent", []),
        Flag::Late => sql.push("v.late", []),
        Flag::Special => sql.push("v.special", []),
        Flag::Disputed => sql.push("v.disputed", []),
        Flag::Withdrawn => sql.push("v.status = 'withdrawn'", []),
        Flag::Incomplete => {
            sql.push("v.incomplete AND (v.own OR ?)", [Value::from(*scope.reach() == Reach::All)])
        }
        Flag::Overdue => sql.push("v.hurry > -9000000000000000000 AND v.hurry > ?", [Value::from(-now)]),
        // Counted among the records this person may see, so that a hidden one cannot show through; one
        // event that two people wrote down is not two inquiries.
        Flag::Repeat => {
            sql.push("v.repeats AND v.whole AND (", []);
            if *scope.reach() == Reach::All {
                // From whom nothing is hidden the column tells all, and no other record is looked at.
                let me = Value::from(scope.person().0.clone());
                sql.push("NOT EXISTS (SELECT 1 FROM recused h WHERE h.person = ?) OR ", [me]);
            }
            sql.push(
                "EXISTS (SELECT 1 FROM subject a JOIN subject b ON b.same = a.same AND b.record <> a.record
                 WHERE a.record = v.id AND a.same <> '' AND (b.day <> a.day OR b.cases <> a.cases) AND ",
                [],
            );
            if *scope.reach() == Reach::All {
                sql.push(
                    "NOT EXISTS (SELECT 1 FROM recused x WHERE x.record = b.record AND x.person = ?)))",
                    [Value::from(scope.person().0.clone())],
                );
            } else {
                let seen = seen(scope, Drive::ByRow);
                sql.push(
                    &format!("EXISTS (SELECT 1 FROM {} WHERE v.id = b.record)))", seen.text),
                    seen.values,
                );
            }
        }
    }
    sql
}

/// All flags, in their order.
pub(super) fn all_flags(scope: &Scope, now: Millis) -> Vec<Sql> {
    Flag::ALL.iter().map(|f| flagged(*f, scope, now)).collect()
}

/// The flags of which one is enough. What is to be completed is between the recorder and those who keep the
/// store.
pub(super) fn any_flag(but: &[Flag], scope: &Scope, now: Millis) -> Sql {
    let kinds = Flag::ALL.iter().filter(|f| **f != Flag::Incomplete && !but.contains(f));
    let each: Vec<Sql> = kinds.map(|f| flagged(*f, scope, now)).collect();
    let text = each.iter().map(|f| format!("({})", f.text)).collect::<Vec<_>>().join(" OR ");
    let mut sql = Sql::default();
    sql.push(&format!("({text})"), each.into_iter().flat_map(|f| f.values));
    sql
}

/// What of the filter is no value that records are counted under.
pub(super) fn is_counted(filter: &Filter) -> bool {
    filter.words.is_empty()
        && !filter.own
        && !filter.has_dates()
        && filter.behind.is_none()
        && !filter.flags.contains(&Flag::Overdue)
}

/// The words of a filter, as conditions that follow `WHERE 1`.
pub(super) fn worded(sql: &mut Sql, filter: &Filter, now: Millis) {
    for word in &filter.words {
        // What consists of signs alone narrows nothing.
        let spellings = spellings(word, now);
        let Some(first) = spellings.first() else { continue };
        sql.push(" AND ((' ' || v.initials) LIKE ? AND v.whole", [Value::from(format!("% {first}%"))]);
        for spelling in &spellings {
            let w = || Value::from(spelling.clone());
            // Masked viewers do not match what is masked for them.
            sql.push(
                " OR instr(CASE WHEN v.whole THEN v.words ELSE v.words_mask END, ?) > 0
                  OR (v.own AND instr(v.number_folded, ?) > 0)",
                [w(), w()],
            );
        }
        sql.push(")", []);
    }
}

/// The whole filter, as conditions that follow `WHERE 1`.
pub(super) fn narrow(sql: &mut Sql, filter: &Filter, scope: &Scope, now: Millis) {
    worded(sql, filter, now);
    any_of(sql, "v.status", filter.statuses.iter().map(|s| s.code().to_owned()));
    any_of(sql, "v.stream", filter.streams.iter().cloned());
    any_of(sql, "v.unit", filter.units.iter().cloned());
    any_of(sql, "v.quarter", filter.quarters.iter().cloned());
    for flag in filter.flags.iter().map(|f| flagged(*f, scope, now)) {
        sql.push(&format!(" AND ({})", flag.text), flag.values);
    }
    if filter.flagged {
        let any = any_flag(&[], scope, now);
        sql.push(&format!(" AND {}", any.text), any.values);
    }
    if let Some(behind) = &filter.behind {
        figures::behind(sql, behind);
    }
    if filter.own {
        sql.push(" AND v.own", []);
    }
    if filter.has_dates() {
        // Says nothing, but an index by days begins with it.
        sql.push(" AND v.pressing IN (0, 1)", []);
    }
    for (bound, than) in [(filter.from, ">="), (filter.to, "<=")] {
        if let Some(bound) = bound {
            // Told twice: by what is shown, and by what an index knows.
            let text = format!(" AND v.occurred {than} ? AND v.happened {than} ?");
            sql.push(&text, [Value::from(bound), Value::from(bound)]);
        }
    }
}

/// How a word may stand in the folded text: as typed, and, of a case number, in its one form.
pub(super) fn spellings(word: &str, now: Millis) -> Vec<String> {
    let year = when::local(now).year();
    let number = case_no::parse(word, year).ok().map(|c| fold(&c.canonical));
    let mut all: Vec<String> = Vec::new();
    for folded in [Some(fold(word)), number, Some(without_zeros(&fold(word)))].into_iter().flatten() {
        if !folded.is_empty() && !all.iter().any(|a| a == folded.as_str()) {
            all.push(folded.to_string());
        }
    }
    all
}

/// 民终0382号 is 民终382号 as far as it was typed.
fn without_zeros(word: &Folded) -> Folded {
    let text = word.as_str().trim_end_matches('号');
    let stem = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = text[stem.len()..].trim_start_matches('0');
    if stem.is_empty() || digits.is_empty() {
        return word.clone();
    }
    fold(&format!("{stem}{digits}{}", &word.as_str()[text.len()..]))
}

pub(super) fn any_of(sql: &mut Sql, column: &str, values: impl ExactSizeIterator<Item = String>) {
    if values.len() > 0 {
        let marks = vec!["?"; values.len()].join(", ");
        sql.push(&format!(" AND {column} IN ({marks})"), values.map(Value::from));
    }
}
