//! What a list shows of a record and what a search looks through, whole and masked.

use crate::domain::name::{fold, mask, surname};
use crate::domain::organ::Organ;
use crate::domain::policy::{Lens, Names};
use crate::domain::record::{CaseNumbers, PersonRole, Record, RecordText};
use pinyin::{ToPinyin, ToPinyinMulti};

pub struct Face {
    pub inquirer: String,
    pub inquirer_mask: String,
    pub inquirer_unit: String,
    pub inquirer_unit_mask: String,
    /// Its cases, one a line.
    pub cases_mask: String,
    /// Initials of the inquirer's name, every reading, separated by spaces.
    pub initials: String,
    pub words: String,
    pub words_mask: String,
}

impl Face {
    pub fn of(organ: &Organ, record: &Record) -> Self {
        let primary = record.text.primary_inquirer();
        let name = match (primary, &record.quick) {
            (Some(p), _) => name_of(organ, p),
            (None, Some(quick)) => quick.who.clone(),
            (None, None) => String::new(),
        };
        let unnamed = primary.is_some_and(|p| !p.is_named());
        let (whole, masked) = (Lens::by(organ, record, Names::Full), Lens::by(organ, record, Names::Masked));
        let unit = primary.map(|p| p.unit.clone()).unwrap_or_default();
        Self {
            inquirer_mask: if unnamed { masked.words(&name) } else { mask(&name) },
            inquirer_unit_mask: masked.words(&unit),
            inquirer_unit: unit,
            cases_mask: lines(masked.cases()),
            initials: initials(&name),
            words: words(organ, record, &whole.text(&record.text)),
            words_mask: words(organ, record, &masked.text(&record.text)),
            inquirer: name,
        }
    }
}

fn lines(cases: CaseNumbers) -> String {
    let all = std::iter::once(cases.case_no).filter(|c| !c.is_empty()).chain(cases.others);
    all.collect::<Vec<_>>().join("\n")
}

/// A name, what was seen of an unknown person, or the organisation.
fn name_of(organ: &Organ, p: &PersonRole) -> String {
    match &p.person {
        Some(id) => organ.name_of(id),
        None if !p.name.is_empty() => p.name.clone(),
        None if !p.description.is_empty() => p.description.clone(),
        None => p.unit.clone(),
    }
}

/// Everything a search may find, folded, one line per field so that no hit runs across two fields.
fn words(organ: &Organ, record: &Record, text: &RecordText) -> String {
    let mut all = vec![record.ref_.0.clone(), text.content.clone(), text.place.clone()];
    all.extend(text.cases().into_iter().map(|c| c.case_no));
    let own = [&text.proposal_no, &text.handed_on_by, &text.reply, &text.practice, &text.recusal_note];
    all.extend([&text.response_text].into_iter().chain(own).cloned());
    for p in &text.people {
        all.extend([name_of(organ, p), p.unit.clone(), p.post.clone(), p.description.clone()]);
    }
    all.extend(text.attachments.iter().map(|a| a.title.clone()));
    // What a quick note says stays its recorder's own once the record is there for others.
    for q in record.quick.iter().filter(|_| !record.is_submitted()) {
        all.extend([q.who.clone(), q.line.clone(), q.case_no.clone().unwrap_or_default()]);
    }
    let folded = all.iter().map(|w| fold(w).to_string()).filter(|w| !w.is_empty());
    folded.collect::<Vec<_>>().join("\n")
}

/// 曾华 is both `zh` and `ch`: a name is found by any reading of its characters.
pub fn initials(name: &str) -> String {
    let mut readings = vec![String::new()];
    for c in name.chars().take(6) {
        let mut letters: Vec<char> = match c.to_pinyin_multi() {
            Some(multi) => multi.into_iter().filter_map(|p| p.first_letter().chars().next()).collect(),
            None if c.is_ascii_alphanumeric() => vec![c.to_ascii_lowercase()],
            None => continue,
        };
        letters.sort_unstable();
        letters.dedup();
        readings =
            readings.iter().flat_map(|r| letters.iter().map(move |l| format!("{r}{l}"))).take(32).collect();
    }
    readings.join(" ")
}

/// Full pinyin of a name from each of its characters on, every reading, separated by spaces: 王方国 is
/// found by `wangfangguo`, `fangguo` and `guo`.
pub fn spelled(name: &str) -> String {
    let mut from_here = vec![String::new()];
    let mut all = Vec::new();
    for c in name.chars().take(6).collect::<Vec<_>>().into_iter().rev() {
        let mut sounds: Vec<String> = match c.to_pinyin_multi() {
            Some(multi) => multi.into_iter().flat_map(|p| typed_as(p.plain())).collect(),
            None if c.is_ascii_alphanumeric() => vec![c.to_ascii_lowercase().to_string()],
            None => continue,
        };
        sounds.sort_unstable();
        sounds.dedup();
        from_here = sounds
            .iter()
            .flat_map(|s| from_here.iter().map(move |rest| format!("{s}{rest}")))
            .take(16)
            .collect();
        all.extend(from_here.iter().cloned());
    }
    all.join(" ")
}

/// Nobody finds ü on a keyboard: it is typed v, and by many u.
fn typed_as(sound: &str) -> Vec<String> {
    if sound.contains('ü') {
        vec![sound.replace('ü', "v"), sound.replace('ü', "u")]
    } else {
        vec![sound.to_owned()]
    }
}

/// A name for those who do not read it, surname first: 欧阳文修 is Ouyang Wenxiu. Of several readings the
/// one that the account spells is taken (`gu_cq` for 顾长青), else the first. Empty for what has no sound.
pub fn latin(name: &str, account: &str) -> String {
    let family = surname(name).unwrap_or_default();
    let given = name.strip_prefix(family).unwrap_or(name);
    let short: Vec<char> = account.rsplit_once('_').map_or("", |(_, short)| short).chars().collect();
    let word = |part: &str, hint: &[char]| -> Option<String> {
        let sound = |(i, c): (usize, char)| -> Option<&'static str> {
            let wanted = hint.get(i).filter(|_| hint.len() == part.chars().count());
            let fits = |p: &pinyin::Pinyin| wanted.is_some_and(|w| p.plain().starts_with(*w));
            c.to_pinyin_multi().and_then(|m| m.into_iter().find(fits)).or(c.to_pinyin()).map(|p| p.plain())
        };
        let sounds = part.chars().enumerate().map(sound).collect::<Option<Vec<_>>>()?.concat();
        let mut letters = sounds.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect())
    };
    let both = [word(family, &[]), word(given, &short)].into_iter().flatten().collect::<Vec<_>>();
    if name.chars().all(|c| c.to_pinyin().is_some()) { both.join(" ") } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::{initials, latin, spelled};

    #[test]
    fn a_name_is_found_by_its_full_sound_and_read_by_whoever_cannot_read_it() {
        let by = |name: &str, typed: &str| spelled(name).split(' ').any(|w| w.starts_with(typed));
        for (name, typed) in [
            ("王方国", "wangfangguo"),
            ("王方国", "fang"),
            ("吕海峰", "lvhai"),
            ("吕海峰", "luhai"),
            ("曾重", "zengchong"),
        ] {
            assert!(by(name, typed), "{name} {typed}: {}", spelled(name));
        }
        assert!(!by("王方国", "gf") && !by("王方国", "angfang"));
        assert_eq!(latin("欧阳文修", "ouyang_wx"), "Ouyang Wenxiu");
        assert_eq!(latin("钱守一", ""), "Qian Shouyi");
        assert_eq!(latin("顾长青", "gu_cq"), "Gu Changqing");
        assert_eq!((latin("John", "john"), latin("", "")), (String::new(), String::new()));
    }

    #[test]
    fn every_reading_of_a_name_finds_it() {
        let all = initials("曾重");
        for wanted in ["zz", "zc", "cz", "cc"] {
            assert!(all.split(' ').any(|r| r == wanted), "{wanted} in {all}");
        }
        assert_eq!(initials("张伟"), "zw");
    }
}
