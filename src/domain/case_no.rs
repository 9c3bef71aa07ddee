//! Case numbers: read as people type them, written as the standard has them.
//!
//! Courts since 2016: `(year)court code[special code]type code number号` (法〔2015〕137号, changed by
//! 法〔2018〕335号). Before: free words with 字第…号. Procuratorates and police have no public
//! grammar, so only their document form is recognised. A fault of grammar names the part at
//! fault; the caller may still take the text with [`free`] and a reason. A code we do not know
//! is only a warning: new codes are issued every year.

use serde::{Deserialize, Serialize};

use super::codes;
use super::name::{narrow, simplified};

#[path = "case_no_several.rs"]
mod several;
pub use several::{canonical, several};

/// Longest text taken as a case number, in characters.
pub const LONGEST: usize = 60;

/// Longest type code taken for one, in characters.
const LONGEST_TYPE: usize = 6;

/// Which form a case number has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Court,
    CourtBefore2016,
    Procuratorate,
    Police,
    /// Taken as typed, at the recorder's word.
    Free,
}

/// A case number. `canonical` is what two people who mean the same case both get.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseNo {
    pub kind: Kind,
    pub canonical: String,
    pub as_typed: String,
    pub year: Option<i32>,
    /// Court code, e.g. 皖0602; for documents the words before the year.
    pub court: Option<String>,
    /// Type code, e.g. 刑初, without a special code.
    pub type_code: Option<String>,
    pub warnings: Vec<Warning>,
}

/// Something to look at twice; never a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    UnknownProvince,
    UnknownType,
    /// Zeros before the number were dropped.
    LeadingZero,
    /// "之一" and the like name a document of the case; it was dropped.
    DocumentSuffix,
    /// The old form with a year after 2015, or the new form with one before 2016.
    FormOfOtherYears,
}

/// The part of a case number that is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Empty,
    TooLong,
    /// Missing, not four digits, or later than this year.
    Year,
    /// No province, or digits that are not none, two or four.
    Court,
    /// Missing, or longer than any type.
    Type,
    /// Missing, zero, or more than eight digits.
    Number,
    /// Something follows the number that does not belong there.
    Ending,
}

/// Why a text is no case number. `found` is what stood where the part should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("case number: {part:?} is wrong at {found:?}")]
pub struct CaseNoError {
    pub part: Part,
    pub found: String,
}

fn wrong<T>(part: Part, found: &str) -> Result<T, CaseNoError> {
    Err(CaseNoError { part, found: found.to_owned() })
}

/// Reads a case number; `this_year` catches a year that has not come yet.
pub fn parse(typed: &str, this_year: i32) -> Result<CaseNo, CaseNoError> {
    let text = simplified(&checked(typed)?);
    let year_at = text.find('(').unwrap_or(text.len());
    let before = &text[..year_at];
    if year_at > 0 && (before.contains('检') || is_police(before)) {
        return document(typed, &text, this_year);
    }
    if text.starts_with(|c: char| c.is_ascii_uppercase()) {
        return police_number(typed, &text);
    }
    court(typed, &text, this_year)
}

/// Takes a text as it is, where no grammar fits (before filing, other organs' own numbers).
pub fn free(typed: &str) -> Result<CaseNo, CaseNoError> {
    Ok(case(Kind::Free, checked(typed)?, typed))
}

fn checked(typed: &str) -> Result<String, CaseNoError> {
    let text = fold(typed);
    match text.chars().count() {
        0 => wrong(Part::Empty, ""),
        n if n > LONGEST => wrong(Part::TooLong, typed),
        _ => Ok(text),
    }
}

fn case(kind: Kind, canonical: String, typed: &str) -> CaseNo {
    let as_typed = typed.to_owned();
    CaseNo { kind, canonical, as_typed, year: None, court: None, type_code: None, warnings: Vec::new() }
}

/// One form for all that keyboards make of brackets, digits and blanks. What is invisible, which
/// comes with text pasted from documents, goes too.
fn fold(typed: &str) -> String {
    let one = |c: char| match c {
        '〔' | '【' | '[' | '﹝' | '{' | '⟦' | '﹇' => '(',
        '〕' | '】' | ']' | '﹞' | '}' | '⟧' | '﹈' => ')',
        '〇' => '0',
        _ => c,
    };
    narrow(typed).chars().map(one).collect()
}

/// Splits the year off: "(2026)…", or "2026…" where the brackets were left out.
fn year(text: &str, this_year: i32) -> Result<(i32, &str), CaseNoError> {
    let open = text.strip_prefix('(');
    let inside = open.unwrap_or(text);
    let (digits, rest) = leading_digits(inside);
    let rest = if open.is_some() { rest.strip_prefix(')') } else { Some(rest) };
    match (digits.parse::<i32>(), rest) {
        (Ok(year), Some(rest)) if digits.len() == 4 && (1949..=this_year).contains(&year) => Ok((year, rest)),
        _ => {
            let found: String =
                text.chars().take_while(|c| c.is_ascii_digit() || "()".contains(*c)).collect();
            wrong(Part::Year, if found.is_empty() { text } else { &found })
        }
    }
}

/// The number, without 号 and what follows it; a missing 号 is forgiven.
fn number(text: &str, warnings: &mut Vec<Warning>, keep_zeros: bool) -> Result<String, CaseNoError> {
    let (digits, rest) = leading_digits(text);
    if !(1..=8).contains(&digits.len()) || digits.bytes().all(|b| b == b'0') {
        return wrong(Part::Number, if digits.is_empty() { text } else { digits });
    }
    let suffix = rest.strip_prefix('号').unwrap_or(rest);
    let names_document = suffix.starts_with('之')
        || suffix.strip_prefix('-').is_some_and(|s| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit()));
    if names_document {
        warnings.push(Warning::DocumentSuffix);
    } else if !suffix.is_empty() {
        return wrong(Part::Ending, suffix);
    }
    let short = digits.trim_start_matches('0');
    if short.len() < digits.len() && !keep_zeros {
        warnings.push(Warning::LeadingZero);
        return Ok(short.to_owned());
    }
    Ok(digits.to_owned())
}

fn court(typed: &str, text: &str, this_year: i32) -> Result<CaseNo, CaseNoError> {
    let (year, rest) = year(text, this_year)?;
    if let Some((words, tail)) = rest.split_once("字第") {
        return before_2016(typed, year, words, tail);
    }
    let mut warnings = Vec::new();
    let province = if rest.starts_with("最高法") { "最高法" } else { first_char(rest) };
    let (digits, after) = leading_digits(&rest[province.len()..]);
    let han = !province.is_empty() && !province.is_ascii();
    let fits = match digits.len() {
        0 => true,
        2 | 4 => province != "最高法" && !digits.starts_with("00"),
        _ => false,
    };
    if !han || !fits || after.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        let found = rest.chars().take_while(|c| c.is_ascii() || province.contains(*c)).collect::<String>();
        return wrong(Part::Court, if found.is_empty() { rest } else { &found });
    }
    if codes::list("court_province").get(province).is_none() {
        warnings.push(Warning::UnknownProvince);
    }
    let end = after.find(|c: char| c.is_ascii_digit() || c == '号' || c == '第').unwrap_or(after.len());
    let (words, tail) = after.split_at(end);
    let (special, type_code) = special_and_type(words);
    // Three at most in the standard; mediation before filing has four, and new ones may have more.
    if !(1..=LONGEST_TYPE).contains(&type_code.chars().count()) || words.contains(|c: char| c.is_ascii()) {
        return wrong(Part::Type, words);
    }
    if codes::list("case_type").get(type_code).is_none() {
        warnings.push(Warning::UnknownType);
    }
    if year < 2016 {
        warnings.push(Warning::FormOfOtherYears);
    }
    // Numbers of death-sentence reviews are eight digits drawn at random, zeros included (art. 10).
    let keep_zeros = type_code == "刑核";
    let number = number(tail.strip_prefix('第').unwrap_or(tail), &mut warnings, keep_zeros)?;
    let canonical = format!("({year}){province}{digits}{special}{type_code}{number}号");
    Ok(CaseNo {
        year: Some(year),
        court: Some(format!("{province}{digits}")),
        type_code: Some(type_code.to_owned()),
        warnings,
        ..case(Kind::Court, canonical, typed)
    })
}

/// 知民终 is the special code 知 and the type 民终. No type begins with a special code.
fn special_and_type(words: &str) -> (&str, &str) {
    let first = first_char(words);
    if words.len() > first.len() && codes::list("court_special").get(first).is_some() {
        words.split_at(first.len())
    } else {
        ("", words)
    }
}

fn before_2016(typed: &str, year: i32, words: &str, tail: &str) -> Result<CaseNo, CaseNoError> {
    if words.is_empty() || words.contains(['(', ')', '号']) {
        return wrong(Part::Type, words);
    }
    let mut warnings = Vec::new();
    // Old numbers were issued with their zeros; the zeros stay part of the name.
    let number = number(tail, &mut warnings, true)?;
    if year > 2015 {
        warnings.push(Warning::FormOfOtherYears);
    }
    let canonical = format!("({year}){words}字第{number}号");
    Ok(CaseNo { year: Some(year), warnings, ..case(Kind::CourtBefore2016, canonical, typed) })
}

/// 皖淮检刑诉〔2026〕12号, 淮公(刑)立字〔2026〕12号: words, year, number.
fn document(typed: &str, text: &str, this_year: i32) -> Result<CaseNo, CaseNoError> {
    let at = text.rmatch_indices('(').map(|(at, _)| at).find(|at| year(&text[*at..], this_year).is_ok());
    let Some(at) = at else {
        return wrong(Part::Year, text.rfind('(').map_or(text, |at| &text[at..]));
    };
    let (year, tail) = year(&text[at..], this_year)?;
    let words = &text[..at];
    let mut warnings = Vec::new();
    let number = number(tail.strip_prefix('第').unwrap_or(tail), &mut warnings, false)?;
    let kind = if is_police(words) { Kind::Police } else { Kind::Procuratorate };
    let court = Some(words.to_owned());
    Ok(CaseNo {
        year: Some(year),
        court,
        warnings,
        ..case(kind, format!("{words}〔{year}〕{number}号"), typed)
    })
}

fn is_police(words: &str) -> bool {
    words.contains('公') && !words.contains('检')
}

/// A police case number such as A3406020000002026030012: letters, then digits.
fn police_number(typed: &str, text: &str) -> Result<CaseNo, CaseNoError> {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_uppercase());
    if (10..=30).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) {
        Ok(case(Kind::Police, text.to_owned(), typed))
    } else {
        wrong(Part::Number, digits)
    }
}

fn leading_digits(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()))
}

fn first_char(text: &str) -> &str {
    text.chars().next().map_or("", |c| &text[..c.len_utf8()])
}

#[cfg(test)]
#[path = "case_no_tests.rs"]
mod tests;
