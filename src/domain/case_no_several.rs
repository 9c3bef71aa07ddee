//! Several case numbers in one line, as people write a series: 272号、273号; 272、273号; 272至275号.

use super::{CaseNo, CaseNoError, fold, free, parse};

/// A range longer than this is no series that somebody names by hand.
const LONGEST_RANGE: u32 = 200;

/// What parts one number from the next. Blanks do so only behind a 号.
const COMMAS: &[char] = &['、', '，', ',', '；', ';', '/', '|', '\n', '\t'];

/// Every case named in a line, each once, in the order typed. Where one of them is a case number,
/// what stands beside it and is none is taken as it is; a line without any is one thing that is
/// not a case number yet, whatever commas it has. Empty for a blank line.
///
/// # Errors
/// A part that can be no number at all: it is too long.
pub fn several(typed: &str, this_year: i32) -> Result<Vec<CaseNo>, CaseNoError> {
    if typed.trim().is_empty() {
        return Ok(Vec::new());
    }
    if let Ok(one) = parse(typed, this_year) {
        return Ok(vec![one]);
    }
    let mut found: Vec<CaseNo> = Vec::new();
    let mut numbers = 0;
    for part in parts(typed) {
        let series = read(part, found.last().filter(|c| c.year.is_some()), this_year);
        numbers += series.len();
        found.extend(if series.is_empty() { vec![free(part)?] } else { series });
    }
    if numbers == 0 {
        return Ok(vec![free(typed)?]);
    }
    let mut each: Vec<CaseNo> = Vec::new();
    for case in found {
        if !each.iter().any(|c| c.canonical == case.canonical) {
            each.push(case);
        }
    }
    Ok(each)
}

/// One name for one case, however it was typed; text that is no number is itself.
pub fn canonical(typed: &str) -> String {
    parse(typed, i32::MAX).map_or_else(|_| typed.to_owned(), |c| c.canonical)
}

/// The pieces of a line, none of them empty.
fn parts(typed: &str) -> Vec<&str> {
    let mut all = Vec::new();
    for piece in typed.split(COMMAS) {
        let mut rest = piece;
        // 272号（2026）…, 272号和（2026）…, 272号 2026…: the next number begins with its year.
        while let Some(at) = next_number(rest) {
            all.push(&rest[..at]);
            rest = rest[at..].trim_start_matches(['和', '及', '与', ' ', '\u{3000}']);
        }
        all.push(rest);
    }
    all.retain(|p| !p.trim().is_empty());
    all
}

/// Where a number ends in 号 and another one follows.
fn next_number(text: &str) -> Option<usize> {
    text.match_indices('号').map(|(at, mark)| at + mark.len()).find(|end| {
        let after = &text[*end..];
        let next = after.trim_start_matches(['和', '及', '与', ' ', '\u{3000}']);
        let joined = next.len() < after.len();
        next.starts_with(['(', '（', '〔', '[', '［', '【']) && has_year(next)
            || joined && begins_a_number(next)
    })
}

/// 273号, or 2026皖…
fn begins_a_number(text: &str) -> bool {
    let digits = text.chars().take_while(|c| c.is_ascii_digit()).count();
    digits == 4 || digits > 0 && text[digits..].starts_with('号')
}

fn has_year(text: &str) -> bool {
    let digits = text.chars().skip(1).take_while(|c| c.is_numeric()).count();
    digits == 4
}

/// The numbers a piece means; none where it means none. 273号 alone goes on from the one before it.
fn read(piece: &str, before: Option<&CaseNo>, this_year: i32) -> Vec<CaseNo> {
    let stem = |case: &CaseNo| {
        let digits = case.canonical.trim_end_matches('号');
        digits.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned()
    };
    let one = |typed: &str| match (parse(typed, this_year), bare(typed), before) {
        (Ok(case), _, _) => Some(case),
        (Err(_), Some(number), Some(before)) => parse(&format!("{}{number}号", stem(before)), this_year).ok(),
        _ => None,
    };
    if let Some(case) = one(piece) {
        return vec![case];
    }
    // 272至275号, 272-275号: both ends and what lies between.
    let dashes = ['至', '到', '-', '~', '～', '－', '—', '–'];
    let Some((from, to)) = piece.rsplit_once(dashes) else { return Vec::new() };
    let (Some(first), Some(last)) = (one(from), bare(to).and_then(|n| n.parse::<u32>().ok())) else {
        return Vec::new();
    };
    let stem = stem(&first);
    let start = first.canonical[stem.len()..].trim_end_matches('号').parse::<u32>();
    match start {
        Ok(start) if start < last && last - start < LONGEST_RANGE => {
            (start..=last).filter_map(|n| parse(&format!("{stem}{n}号"), this_year).ok()).collect()
        }
        _ => Vec::new(),
    }
}

/// 273, 第273号, ２７３号: the digits of a number without its court.
fn bare(text: &str) -> Option<String> {
    let text = fold(text);
    let digits = text.strip_prefix('第').unwrap_or(&text);
    let digits = digits.strip_suffix('号').unwrap_or(digits);
    let number = (1..=8).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    number.then(|| digits.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(typed: &str) -> Vec<String> {
        several(typed, 2026).unwrap().into_iter().map(|c| c.canonical).collect()
    }

    #[test]
    fn a_series_in_one_line_is_several_cases() {
        let (a, b, c) = ("(2026)皖06民终272号", "(2026)皖06民终273号", "(2026)皖06民终274号");
        for typed in [
            "（2026）皖06民终272号、（2026）皖06民终273号",
            "（２０２６）皖０６民终２７２号，（２０２６）皖０６民终２７３号",
            "(2026)皖06民终272号（2026）皖06民终273号",
            "(2026)皖06民终272号和〔2026〕皖06民终273号",
            "(2026)皖06民终272号 2026皖06民终273号",
            "(2026)皖06民终272号;\n(2026)皖06民终273号\n",
            "(2026)皖06民终272、273号",
            "(2026)皖06民终272号、第２７３号",
            "(2026)皖06民终272-273号",
            "(2026)皖06民终272号至273号",
        ] {
            assert_eq!(numbers(typed), [a, b], "{typed:?}");
        }
        assert_eq!(numbers("(2026)皖06民终272、273号、(2026)皖06民终274号、272号"), [a, b, c]);
        assert_eq!(numbers("(2026)皖06民终272至274号"), [a, b, c]);
        assert_eq!(
            numbers("(2014)淮民一初字第00123号、皖淮检刑诉〔2026〕12号"),
            ["(2014)淮民一初字第00123号", "皖淮检刑诉〔2026〕12号"]
        );
    }

    #[test]
    fn one_number_stays_one_and_words_stay_words() {
        for one in ["(2026)皖06民终272号", "(2013)相刑初字第7号-1", "淮公(刑)立字〔2026〕12号"]
        {
            assert_eq!(numbers(one).len(), 1, "{one}");
        }
        assert_eq!(numbers("信访件,立案前"), ["信访件,立案前"]);
        assert_eq!(numbers("garbage!!"), ["garbage!!"]);
        assert_eq!(numbers("(2026)皖06民终272号、待立案一件"), ["(2026)皖06民终272号", "待立案一件"]);
        assert_eq!(
            numbers("273号、274号"),
            ["273号、274号"],
            "without a court there is nothing to go on from"
        );
        assert_eq!(numbers("(2026)皖06民终272-271号"), ["(2026)皖06民终272-271号"]);
        assert_eq!(numbers("(2026)皖06民终1-99999999号"), ["(2026)皖06民终1-99999999号"]);
        assert!(numbers(" \u{3000}").is_empty());
        assert!(several(&"字".repeat(61), 2026).is_err());
    }

    #[test]
    fn one_case_has_one_name() {
        assert_eq!(canonical("（2026）皖06民终2号"), "(2026)皖06民终2号");
        assert_eq!(canonical("信访件(立案前)"), "信访件(立案前)");
    }

    proptest::proptest! {
        #[test]
        fn any_line_gets_an_answer_and_says_the_same_again(
            near in "([（(]2026[)）]皖06民终[0-9]{1,4}号?[、，和 至-]?){0,4}([0-9]{1,3}号?[、-]?){0,3}",
            far in ".{0,40}",
        ) {
            for text in [near, far] {
                if let Ok(all) = several(&text, 2026) {
                    let line: Vec<String> = all.iter().map(|c| c.canonical.clone()).collect();
                    let again = several(&line.join("、"), 2026);
                    if all.iter().all(|c| c.year.is_some()) {
                        let again: Vec<String> = again.unwrap().into_iter().map(|c| c.canonical).collect();
                        proptest::prop_assert_eq!(again, line);
                    }
                }
            }
        }
    }
}
