//! People as letters name them: Judge Xu, Mr. Qian; changqing让他来问, AP打过招呼; a given name by its sound.

use super::words::Words;
use super::{Wider, sounds, tables};
use crate::domain::name::as_read::fold;
use crate::domain::name::directory::everyday_words;
use crate::domain::name::fold::Traced;

impl Wider {
    pub(super) fn by_letters(
        &self,
        words: &Words<'_>,
        typed: &str,
        made: &Traced,
        found: &mut impl FnMut(usize, usize, usize),
    ) {
        let runs = runs(typed, words.six);
        let is = |table: &str, run: &str| tables::words(table).iter().any(|w| run.eq_ignore_ascii_case(w));
        for (n, pair) in runs.windows(2).enumerate() {
            let ((_, title), (at, name)) = (pair[0], pair[1]);
            // Plaintiff Mr. Li is no colleague.
            let party = n.checked_sub(1).and_then(|before| runs.get(before));
            // Mr. Li, the defendant's lawyer.
            let apposed = typed[at + name.len()..].starts_with([',', '，'])
                && runs[n + 2..].iter().take(3).any(|(_, run)| is("parties", run));
            let party = apposed || party.is_some_and(|(_, run)| is("parties", run));
            let addressed = is("latin", title) && !party;
            let capital = name.starts_with(char::is_uppercase);
            let between = typed.get(pair[0].0 + title.len()..at);
            let beside = between.is_some_and(|b| b.chars().all(|c| matches!(c, ' ' | '.' | '\u{a0}')));
            if addressed && capital && beside {
                let letters = fold(name);
                let of = self.surname_letters.get(letters.as_str());
                let start = made.folded_at(at);
                of.into_iter().flatten().for_each(|n| found(*n, start, start + letters.as_str().len()));
            }
        }
        self.by_names_in_letters(&runs, typed, made, found);
        for (at, run) in runs {
            let (start, letters) = (made.folded_at(at), fold(run).to_string());
            let end = start + letters.len();
            if words.text.get(start..end) != Some(letters.as_str()) || !words.opens(start) {
                continue;
            }
            let rest = words.rest(end);
            let speaks = tables::begins("tells", rest).is_some() || rest.starts_with('说');
            if speaks && letters.len() == 2 {
                let all = self.two_letters.get(&letters).map_or(&[][..], |all| self.few(all));
                all.iter().for_each(|n| found(*n, start, end));
            }
            if speaks || words.closes(end) {
                let all = self.given_letters.get(&letters).map_or(&[][..], |all| self.few(all));
                all.iter().for_each(|n| found(*n, start, end));
            }
        }
    }

    /// chang qing让, Shǒu-yī托, yan让: a given name in pinyin however it is parted, where somebody speaks for
    /// another.
    pub(super) fn by_given_in_letters(
        &self,
        words: &Words<'_>,
        typed: &str,
        made: &Traced,
        found: &mut impl FnMut(usize, usize, usize),
    ) {
        let runs = runs(typed, true);
        for (n, (at, last)) in runs.iter().enumerate() {
            let end = made.folded_at(at + last.len());
            let rest = words.rest(end);
            if tables::begins("tells", rest).is_none() && !rest.starts_with(['说', '请']) {
                continue;
            }
            let mut letters = String::new();
            for first in (n.saturating_sub(1)..=n).rev().take_while(|first| beside(typed, &runs[*first..=n]))
            {
                let start = made.folded_at(runs[first].0);
                letters.insert_str(0, fold(runs[first].1).as_str());
                let opens = words.left(start).is_none_or(|c| c.is_ascii_alphanumeric()) || words.opens(start);
                let whose = [&self.given_letters, &self.short_letters];
                let all = whose.into_iter().filter_map(|t| t.get(&letters)).find(|_| opens);
                all.map_or(&[][..], |all| self.few(all)).iter().for_each(|n| found(*n, start, end));
            }
        }
    }

    /// Wu Jin, Jin Wu, WU, Jin, wujin of a directory whose names are in letters; Custodian Wu by his post.
    fn by_names_in_letters(
        &self,
        runs: &[(usize, &str)],
        typed: &str,
        made: &Traced,
        found: &mut impl FnMut(usize, usize, usize),
    ) {
        let start = |n: usize| made.folded_at(runs[n].0);
        let end = |n: usize| made.folded_at(runs[n].0 + runs[n].1.len());
        for (n, (_, run)) in runs.iter().enumerate() {
            let word = fold(run).to_string();
            for (name, staff) in self.lettered.get(&word).into_iter().flatten() {
                let to = n + name.len() - 1;
                let here = runs.get(n..=to).filter(|here| beside(typed, here));
                let same = here.is_some_and(|here| {
                    let mut words: Vec<String> = here.iter().map(|(_, w)| fold(w).to_string()).collect();
                    words.sort_unstable();
                    words == *name
                });
                let post = &self.staff[*staff].post;
                let titled = n > 0
                    && run.len() > 1
                    && run.starts_with(char::is_uppercase)
                    && beside(typed, &runs[n - 1..=n])
                    && {
                        let title = runs[n - 1].1.to_ascii_lowercase();
                        let addressed = || tables::words("latin").contains(&title);
                        title.len() > 2 && post.contains(&title) || addressed()
                    };
                if same {
                    found(*staff, start(n), end(to));
                } else if titled {
                    found(*staff, start(n - 1), end(n));
                }
            }
            for staff in self.joined.get(&word).into_iter().flatten() {
                found(*staff, start(n), end(n));
            }
        }
        for (at, word) in words(typed) {
            for staff in self.accounts.get(&word).into_iter().flatten() {
                found(*staff, made.folded_at(at), made.folded_at(at) + fold(&word).len());
            }
        }
    }

    /// Takes the name of a member of staff that is written in letters.
    pub(super) fn take_letters(&mut self, name: &str, account: &str, staff: usize) {
        self.accounts.entry(account.to_ascii_lowercase()).or_default().push(staff);
        let mut parts: Vec<String> =
            runs(name, false).into_iter().map(|(_, run)| run.to_ascii_lowercase()).collect();
        if parts.len() < 2 || !name.is_ascii() {
            return;
        }
        let ends = [parts.concat(), parts.iter().rev().map(String::as_str).collect()];
        ends.into_iter().for_each(|whole| self.joined.entry(whole).or_default().push(staff));
        parts.sort_unstable();
        for part in &parts {
            self.lettered.entry(part.clone()).or_default().push((parts.clone(), staff));
        }
    }

    /// 长清让他来问: a given name of two by its sound, where somebody speaks for another.
    pub(super) fn by_given_sounds(&self, words: &Words<'_>, found: &mut impl FnMut(usize, usize, usize)) {
        let chars: Vec<(usize, char)> = words.text.char_indices().collect();
        for pair in chars.windows(2) {
            let ((start, a), (second, b)) = (pair[0], pair[1]);
            let end = second + b.len_utf8();
            let tells = tables::begins("tells", words.rest(end)).is_some();
            if !tells || !words.opens(start) || !words.whole(start, end) {
                continue;
            }
            if everyday_words().contains(&fold(&words.text[start..end])) {
                continue;
            }
            let alike = |given: &str| {
                let signs: Vec<char> = given.chars().collect();
                given != &words.text[start..end]
                    && matches!(signs[..], [c, d] if sounds::sound_alike(a, c) && sounds::sound_alike(b, d))
            };
            let near = sounds::of(a).into_iter().filter_map(|s| self.heard_given.get(s)).flatten();
            let mut all: Vec<usize> = near.filter(|n| alike(&self.staff[**n].given)).copied().collect();
            all.sort_unstable();
            all.dedup();
            self.few(&all).iter().for_each(|n| found(*n, start, end));
        }
    }
}

/// Whether nothing but blanks, dots, hyphens and commas stands between words.
fn beside(typed: &str, words: &[(usize, &str)]) -> bool {
    words.windows(2).all(|pair| {
        let between = typed.get(pair[0].0 + pair[0].1.len()..pair[1].0);
        between.is_some_and(|b| b.chars().all(|c| matches!(c, ' ' | '.' | ',' | '-' | '，' | '·' | '\u{a0}')))
    })
}

/// Words of letters, digits and the signs of an account, each with where it begins.
fn words(typed: &str) -> Vec<(usize, String)> {
    let sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let mut all = Vec::new();
    let mut from = None;
    for (at, c) in typed.char_indices().chain([(typed.len(), ' ')]) {
        match (sign(c), from) {
            (true, None) => from = Some(at),
            (false, Some(begun)) => {
                let word = typed[begun..at].trim_end_matches(['.', '-']);
                all.push((begun, word.to_ascii_lowercase()));
                from = None;
            }
            _ => {}
        }
    }
    all.retain(|(_, word)| word.contains(['_', '-', '.']) || word.contains(|c: char| c.is_ascii_digit()));
    all
}

/// Runs of letters in a text as typed, each with where it begins; with the letters that have a mark, or
/// without.
fn runs(typed: &str, marked: bool) -> Vec<(usize, &str)> {
    let latin =
        |c: char| matches!(c, 'À'..='ɏ' | 'Ḁ'..='ỿ' | '\u{300}'..='\u{36F}') && !matches!(c, '×' | '÷');
    let mut all = Vec::new();
    let mut begun = None;
    for (at, c) in typed.char_indices().chain([(typed.len(), ' ')]) {
        match (c.is_ascii_alphabetic() || marked && latin(c), begun) {
            (true, None) => begun = Some(at),
            (false, Some(from)) => {
                all.push((from, &typed[from..at]));
                begun = None;
            }
            _ => {}
        }
    }
    all
}
