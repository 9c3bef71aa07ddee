//! Sentences as people read them.

use super::tests::{Codes, block, source};
use super::*;
use crate::domain::calendar::{self, Calendar, Unit};
use crate::domain::case_no::{self, CaseNoError, Part, Warning};
use crate::domain::ids::Millis;
use crate::domain::policy_file::{PolicyError, PolicyFile};
use crate::domain::refusal::{Flaw, Problem, Refusal, Rule};
use crate::domain::when::{self, Precision, When, WhenError};
use crate::store::Fault;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A detail may be missing, so in a refusal or flaw it stands in the part that can be left out.
#[test]
fn what_a_refusal_is_about_stands_where_it_can_be_left_out() {
    for lang in Lang::ALL {
        for (code, telling) in &words(lang).core.refusal {
            let all = format!("{}{}", telling.text, telling.hint);
            let stays = all.split('[').enumerate().map(|(n, part)| match part.split_once(']') {
                Some((_, after)) if n > 0 => after,
                _ => part,
            });
            assert!(!stays.collect::<String>().contains("{}"), "{code}: {}", telling.text);
        }
    }
}

#[test]
fn a_refusal_reads_well_with_and_without_its_detail_and_names_its_source() {
    for lang in Lang::ALL {
        let w = words(lang);
        for rule in Rule::ALL {
            for detail in ["", "某处"] {
                let told = w.refusal(&Refusal::with(*rule, detail));
                let all = format!("{}{}", told.text, told.hint);
                assert!(!all.contains(['{', '}', '[', ']']), "{all}");
                assert!(!told.text.ends_with([':', '：', ' ', ',', '，']), "{}", told.text);
                assert!(!told.text.is_empty() && !told.source.is_empty(), "{}", rule.code());
                // Nobody stands where the sentence has a name, and it has no gap for one.
                let gap = ["  ", "()", "（）", " ;", " ,"].iter().any(|gap| told.text.contains(gap));
                assert!(!gap && !told.text.starts_with(' '), "{}", told.text);
                assert_ne!(told.text, rule.code());
            }
        }
        for flaw in Flaw::ALL {
            for detail in ["", "某处"] {
                let said = w.problem(&Problem::new("content", *flaw, detail));
                assert!(!said.contains(['{', '}', '[', ']']) && !said.ends_with([':', '：']), "{said}");
            }
        }
    }
}

#[test]
fn a_detail_that_is_a_code_is_translated() {
    let told = |lang, rule, detail: &str| words(lang).refusal(&Refusal::with(rule, detail)).text;
    for (rule, detail, zh, en) in [
        (Rule::NotNow, "confirm", "核对确认", "Confirm"),
        (Rule::NotYourCapacity, "custodian", "保管人", "a custodian"),
        (Rule::ChecklistIncomplete, "case_no", "案号", "Case number"),
        (Rule::PointWantsReturn, "signatures", "签字", "Signatures"),
        (Rule::BlindFieldMissing, "date", "过问日期", "Date of inquiry"),
        (Rule::RolesExclude, "CUS / CHF", "保管人与主要负责人", "Custodian and Chief"),
        (Rule::NoQuorum, "3/5", "3/5", "3/5"),
        (Rule::Inactive, "{}", "{}", "{}"),
    ] {
        assert!(told(Lang::Zh, rule, detail).contains(zh), "{}", told(Lang::Zh, rule, detail));
        assert!(told(Lang::En, rule, detail).contains(en), "{}", told(Lang::En, rule, detail));
    }
}

/// Otherwise a wrong guess would be the way to read the record instead of the material.
#[test]
fn a_wrong_blind_field_does_not_tell_what_the_record_says() {
    for lang in Lang::ALL {
        let told = words(lang).refusal(&Refusal::with(Rule::BlindFieldDiffers, "name: 张三 / 李四"));
        assert!(!told.text.contains("李四") && !told.hint.contains("李四"));
        assert!(told.text.contains(words(lang).code("blind", "name")));
    }
}

#[test]
fn a_problem_names_its_field_and_says_the_manner_in_words() {
    let say = |lang, field: &str, flaw, detail: &str| words(lang).problem(&Problem::new(field, flaw, detail));
    assert_eq!(
        say(Lang::Zh, "people[1].unit", Flaw::NeedsUnit, ""),
        "人员2 单位：以组织名义过问的，须写明单位"
    );
    let zh = say(Lang::Zh, "channel", Flaw::MissingByManner, "PHONE");
    assert!(zh.contains(words(Lang::Zh).code("CL08", "PHONE")) && !zh.contains("PHONE"), "{zh}");
    assert!(say(Lang::En, "content", Flaw::Short, "60").contains("60"));
}

/// A case number's fault travels as text; this fails when the domain prints it another way.
#[test]
fn the_fault_of_a_case_number_is_told_in_words() {
    for lang in Lang::ALL {
        let w = words(lang);
        let problem = |detail: String| w.problem(&Problem::new("case_no", Flaw::CaseNumber, detail));
        let error = case_no::parse("(2026)皖0602刑初x号", 2026).unwrap_err();
        let said = problem(error.to_string());
        assert!(said.contains(&w.case_no_error(&error)) && !said.contains("is wrong at"), "{said}");
        for warning in [
            Warning::UnknownProvince,
            Warning::UnknownType,
            Warning::LeadingZero,
            Warning::DocumentSuffix,
            Warning::FormOfOtherYears,
        ] {
            let said = problem(format!("{warning:?}"));
            assert!(
                said.contains(w.case_no_warning(warning)) && !said.contains(&format!("{warning:?}")),
                "{said}"
            );
        }
        let bare = w.case_no_error(&CaseNoError { part: Part::Year, found: String::new() });
        assert!(!bare.contains('{') && !bare.ends_with([':', '：']));
    }
}

/// `    NotARegister(PathBuf),` is the variant `not_a_register`.
fn variant(line: &str) -> Option<String> {
    let name = line.strip_prefix("    ").filter(|l| l.starts_with(|c: char| c.is_ascii_uppercase()))?;
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    let parts = name.char_indices().map(|(i, c)| match (i, c.is_ascii_uppercase()) {
        (1.., true) => format!("_{}", c.to_ascii_lowercase()),
        _ => c.to_ascii_lowercase().to_string(),
    });
    Some(parts.collect())
}

#[test]
fn every_fault_says_what_is_wrong_and_what_to_do() {
    let path = || PathBuf::from("/srv/liuhen");
    let text = source("../store/fault.rs");
    let variants: Codes = block(&text, "pub enum Fault {").lines().filter_map(variant).collect();
    let faults = [
        Fault::Missing(path()),
        Fault::Exists(path()),
        Fault::NotARegister(path()),
        Fault::Newer { found: 3, known: 2 },
        Fault::Damaged("event 7".into()),
        Fault::ReadOnly,
        Fault::Full,
        Fault::Busy,
        Fault::Loose { path: path(), mode: 0o644 },
        Fault::NetworkFs { path: path(), magic: 0x6969 },
        Fault::Unmerged(path()),
        Fault::Setting { name: "synchronous", expected: "2".into(), got: "1".into() },
        Fault::Unsettled,
        Fault::NotKept,
        Fault::Held,
        Fault::TooLarge(5),
        Fault::Io(std::io::Error::other("disk")),
        Fault::Waited(Box::new(crate::office::Waited {
            holder: Some(crate::office::Holder {
                who: "钱守一".into(), pid: 4711, since: 1_800_000_000_000
            }),
            waited: std::time::Duration::from_secs(6),
        })),
        Fault::NoMoreFiles,
        Fault::NoMemory,
        Fault::NotOpened,
        Fault::Unread { what: "ab".into(), why: "EIO".into() },
        Fault::Silent(path()),
        Fault::Gone(path()),
        Fault::InUse(path()),
        Fault::Touched,
        Fault::PeerGone,
        Fault::CutOff(7),
        Fault::NotThere(path()),
        Fault::NotAllowed(path()),
        Fault::NotADirectory(path()),
        Fault::IsADirectory(path()),
        Fault::NotAFile(path()),
        Fault::NotOurs { path: path(), what: "letter.txt".into() },
        Fault::OtherBytes("ab".into()),
        Fault::NotAnAnchor(path()),
        Fault::NoRoom(7 << 20),
        Fault::Stalled(120),
    ];
    // The database's own error cannot be made here, where no database may be named.
    assert_eq!(variants.len(), faults.len() + 1);
    for lang in Lang::ALL {
        let w = words(lang);
        assert_eq!(w.core.fault.keys().cloned().collect::<Codes>(), variants);
        let told: Vec<_> = faults.iter().map(|f| w.fault(f)).collect();
        for t in &told {
            assert!(!t.hint.is_empty() && !t.source.is_empty() && !t.text.contains(['{', '[']), "{t:?}");
        }
        assert_eq!(told.iter().map(|t| &t.text).collect::<BTreeSet<_>>().len(), faults.len());
        assert!(told[8].text.contains("644"));
        let waited = &told[17].text;
        assert!(
            ["钱守一", "4711", "2027-01-15 16:00:00", "6"].iter().all(|w| waited.contains(w)),
            "{waited}"
        );
    }
}

#[test]
fn a_time_not_taken_and_a_rule_not_allowed_are_explained() {
    let future = When { at_ms: 1_773_213_600_000, precision: Precision::Exact };
    let times = [
        WhenError::Empty,
        WhenError::Unreadable("后天晌午".into()),
        WhenError::NoSuchYear(9),
        WhenError::NoSuchMonth(13),
        WhenError::NoSuchDay { year: 2026, month: 2, day: 30 },
        WhenError::NoSuchTime { hour: 25, minute: 1 },
        WhenError::WhichMidnight,
        WhenError::TimeWithoutDay,
        WhenError::Future(future),
    ];
    for lang in Lang::ALL {
        let w = words(lang);
        let said: Vec<String> = times.iter().map(|t| w.when_error(t)).collect();
        assert!(said.iter().all(|s| !s.contains('{')), "{said:?}");
        assert_eq!(w.core.list["when_error"].len(), times.len());
        assert_eq!(said.iter().collect::<BTreeSet<_>>().len(), said.len());
        assert!(said[8].contains(&when::show(future.at_ms, future.precision, lang)));
    }
}

/// An administrator who hands in wrong rules is told in his own language which and why.
#[test]
fn every_rule_that_is_not_taken_is_told_in_the_language_of_whoever_handed_it_in() {
    let rules = [
        PolicyError::NotToml(7),
        PolicyError::NoSuchRule {
            key: "thresholds.quarrel".into(),
            known: "quarrels, min_custodians".into(),
        },
        PolicyError::MissingRule("session.max_sessions".into()),
        PolicyError::BadValue("signature.vote".into()),
        PolicyError::FewerThanTwoCustodians,
        PolicyError::EmptyContent,
        PolicyError::WarningBelowLeast,
        PolicyError::IdleSession,
        PolicyError::SignatureLevel,
        PolicyError::WitnessDays,
        PolicyError::AtOnce,
        PolicyError::DayOfMonth,
        PolicyError::ClockRange("first_hand"),
        PolicyError::UnknownRule("clocks.ballot_recount".to_owned()),
    ];
    let text = source("policy_file.rs");
    let variants: Codes = block(&text, "pub enum PolicyError {").lines().filter_map(variant).collect();
    assert_eq!(variants.len(), rules.len(), "{variants:?}");
    for lang in Lang::ALL {
        let w = words(lang);
        let tell = |rule: &PolicyError| w.problem(&Problem::new("policy", Flaw::Unreadable, rule));
        let said: Vec<String> = rules.iter().map(tell).collect();
        assert!(said.iter().all(|s| !s.contains('{') && !s.contains("_error")), "{said:?}");
        assert_eq!(w.core.list["policy_error"].len(), rules.len());
        assert_eq!(said.iter().collect::<BTreeSet<_>>().len(), said.len());
        assert!(said[0].contains('7') && said[1].contains("quarrels, min_custodians"), "{said:?}");
        assert!(said[3].contains("signature.vote"), "{said:?}");
        let first_hand = &PolicyFile::shipped().unwrap().clocks.first_hand;
        assert!(said[12].contains(first_hand.label(lang)));
        for (said, rule) in said.iter().zip(&rules).filter(|_| lang == Lang::Zh) {
            // Keys are keys in either language; a sentence of English words is not.
            let english = said.split(|c: char| !c.is_ascii()).map(|part| {
                part.split(' ').filter(|w| w.len() > 1 && w.bytes().all(|b| b.is_ascii_alphabetic())).count()
            });
            assert!(english.max() < Some(2), "{rule:?}: {said}");
            assert!(!said.contains(&rule.to_string()), "{rule:?}: {said}");
        }
    }
}

fn at(typed: &str) -> Millis {
    when::parse(typed, 1_800_000_000_000).unwrap().at_ms
}

#[test]
fn a_due_date_says_day_by_day_how_it_came_about() {
    let calendar = Calendar::shipped().unwrap();
    let clock = |unit, n| calendar::Clock { unit, n, moves_on: false };
    // A Wednesday before the National Day holiday of 2026.
    let due = calendar::due(at("2026-09-30 10:00"), clock(Unit::WorkingDay, 2), calendar);
    let zh = words(Lang::Zh).due(&due);
    // Days on end that are the same are one line.
    assert_eq!(
        zh,
        [
            "2026年10月1日至2026年10月3日 国庆节（法定节日）放假，不计",
            "2026年10月4日至2026年10月7日 国庆节放假，不计",
            "2026年10月8日至2026年10月9日 工作日，第1至2天",
            "2026年10月9日 24时前办结",
        ]
    );
    let en = words(Lang::En).due(&due);
    assert!(en[0].contains("2026-10-01") && en[0].ends_with("not counted"), "{en:#?}");
    let hours = calendar::due(at("2026-09-30 10:00"), clock(Unit::Hour, 24), calendar);
    assert_eq!(words(Lang::En).due(&hours), ["2026-10-01 due at 10:00"]);
    let far = calendar.add_working_days(chrono::NaiveDate::from_ymd_opt(2031, 1, 1).unwrap(), 1);
    assert_eq!(
        words(Lang::Zh).due(&far).last().map(String::as_str),
        Some(words(Lang::Zh).code("why_day", "presumed"))
    );
    let said = |lang, unit, n| words(lang).clock(clock(unit, n));
    assert_eq!(said(Lang::Zh, Unit::WorkingDay, 2), "2个工作日");
    assert_eq!(
        (said(Lang::En, Unit::Hour, 1), said(Lang::En, Unit::Day, 3)),
        ("1 hour".into(), "3 days".into())
    );
}

/// Whatever a line of this machine refuses by a field's name has that name in the reader's language.
#[test]
fn every_field_that_the_line_names_has_a_label() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli");
    let mut named = BTreeSet::new();
    for entry in std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_file()) {
        let text = std::fs::read_to_string(&entry).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        if entry.to_string_lossy().contains("_tests") {
            continue;
        }
        for before in ["Stop::wrong(\"", "read_text(\"", "words_of(\"", "past(\"", "coming(\"", "any_time(\""]
        {
            let found = code.split(before).skip(1).filter_map(|rest| rest.split('"').next());
            named.extend(found.map(str::to_owned));
        }
    }
    assert!(named.len() > 40, "{named:?}");
    let bare: Vec<_> = named.iter().filter(|name| words(Lang::Zh).field(name).is_ascii()).collect();
    assert!(bare.is_empty(), "{bare:?}");
}
