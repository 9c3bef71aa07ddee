//! Every code has its word, in both languages, and no word is without its code.

use super::*;
use crate::domain::committee::Outcome;
use crate::domain::escalation::Decision;
use crate::domain::organ::{ChangeKind, Role};
use crate::domain::policy::{Concern, Ground, doer};
use crate::domain::refusal::{Flaw, Rule};
use crate::domain::registry;
use crate::domain::search::{Filter, Flag, Sort};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

pub(super) type Codes = BTreeSet<String>;

pub(super) fn source(file: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/domain").join(file)).unwrap()
}

/// The text of a top-level block, from its head to the brace that closes it at the margin.
pub(super) fn block<'a>(text: &'a str, head: &str) -> &'a str {
    let from = text.find(head).unwrap_or_else(|| panic!("{head} is gone"));
    let rest = &text[from..];
    &rest[..rest.find("\n}").unwrap()]
}

/// Every string literal on the right of a `=>` in `code()` of a type: the codes of an enum that
/// has no list of its own.
fn codes_of(file: &str, name: &str) -> Codes {
    let text = source(file);
    let body = block(&text, &format!("impl {name} {{"));
    let code = &body[body.find("fn code(").unwrap()..];
    let code = &code[..code.find("\n    }").unwrap()];
    let found: Codes =
        code.split("=> \"").skip(1).map(|after| after.split('"').next().unwrap().to_owned()).collect();
    assert!(found.len() > 1, "{name} in {file}");
    found
}

fn of<'a>(codes: impl IntoIterator<Item = &'a str>) -> Codes {
    codes.into_iter().map(str::to_owned).collect()
}

fn kinds() -> Vec<&'static str> {
    registry::all().iter().map(|k| k.code).collect()
}

fn event_kinds() -> Codes {
    let areas =
        [("organ", "organ/event.rs", "OrganEvent"), ("evidence", "evidence/event.rs", "EvidenceEvent")];
    let kind = source("event.rs");
    assert_eq!(block(&kind, "impl Event {").matches("format!(\"").count(), areas.len(), "a new area");
    let of_kinds = registry::every()
        .flat_map(|k| k.events.iter().map(|(e, _)| format!("{}.{e}", k.code)).collect::<Vec<_>>());
    areas
        .iter()
        .flat_map(|(area, file, name)| {
            codes_of(file, name).into_iter().map(move |code| format!("{area}.{code}"))
        })
        .chain(of_kinds)
        .collect()
}

/// Every section with exactly the codes it must have.
fn expected() -> Vec<(&'static str, Codes)> {
    let tables = registry::base().tables.iter().cloned().chain([crate::domain::organ::table()]);
    let needs: BTreeSet<&str> = tables.flat_map(|t| t.rows).flat_map(|r| r.needs).collect();
    let ground = of(Ground::ALL.iter().map(|g| g.code()));
    let skip: Codes = ground.iter().cloned().chain(of(["vacant", "starter", "asked_already"])).collect();
    let acts = || of(Act::all().map(Act::code));
    vec![
        ("organ", of(["name", "tag_line", "training"])),
        ("matter", of(["record", "proposal"].into_iter().chain(kinds()))),
        ("matter_list", of(kinds())),
        ("kind_verb", of(["also", "list", "show", "verify"])),
        ("act", acts()),
        ("act_turn", acts()),
        ("capacity", of(Capacity::ALL.iter().map(|c| c.code()))),
        ("read", codes_of("read.rs", "Read")),
        ("concern", of(Concern::ALL.iter().map(|c| c.code()))),
        ("status", of(Status::ALL.iter().map(|s| s.code()).chain(["new"]))),
        ("review_state", of(["none", "open", "done", "refused"])),
        ("proposal_state", of(["none", "proposed", "in_force", "refused"])),
        ("organ_change", of(ChangeKind::ALL.iter().map(|k| k.code()))),
        ("quarter_by", of(["registered", "occurred"])),
        ("change", of(["supplement", "correction"])),
        ("sign", of(["asked", "signed", "refused", "signed_before", "refused_before"])),
        ("answer", of(["right", "incomplete", "doubt"])),
        ("decision", of(Decision::ALL.iter().map(|d| d.code()))),
        ("outcome", of(Outcome::ALL.iter().map(|o| o.code()))),
        ("attendance", of(["present", "absent", "nonvoting", "left"])),
        ("need", of(needs)),
        ("event", event_kinds()),
        ("flaw", of(Flaw::ALL.iter().map(|f| f.code()))),
        ("point", of(crate::domain::record::CHECKLIST)),
        ("blind", of(["name", "date", "case_no"])),
        ("duty", of(["ROUTE", "CIRCULATE", "ACCOUNT"])),
        ("spoiled", of(crate::signing::Spoiled::ALL.iter().map(|s| s.code()))),
        ("ground", ground),
        ("skip", skip),
        ("flag", of(Flag::ALL.iter().map(|f| f.code()))),
        ("sort", of(Sort::ALL.iter().map(|s| s.code()))),
        ("facet", of(["status", "stream", "unit", "quarter", "flag"])),
        ("names", of(["full", "masked"])),
        ("rule", of(["unknown"])),
        ("case_no_error", of(["empty", "too_long", "year", "court", "type", "number", "ending"])),
    ]
}

#[test]
fn every_code_has_its_word_and_no_word_is_without_its_code() {
    Lang::ALL.iter().for_each(|lang| lang.pick(&super::ZH, &super::EN).1.clone().unwrap());
    for lang in Lang::ALL {
        let core = &words(lang).core;
        let by_sentence =
            ["field", "when_error", "case_no_warning", "policy_error", "unit", "why_day", "shape"];
        let expected = expected();
        for (section, codes) in &expected {
            let has: Codes =
                core.list.get(*section).unwrap_or_else(|| panic!("{section}")).keys().cloned().collect();
            assert_eq!(has, *codes, "{section} in {lang:?}");
        }
        // States and fields of a kind stand under its name.
        let of_kinds = registry::all().iter().flat_map(|k| {
            let states: Codes = core.list[&format!("{}_state", k.code)].keys().cloned().collect();
            assert_eq!(states, of(k.states.iter().map(|(code, _)| *code)), "{}", k.code);
            [format!("{}_state", k.code), format!("{}.field", k.code)]
        });
        let sections: Codes =
            expected.iter().map(|(s, _)| *s).chain(by_sentence).map(str::to_owned).chain(of_kinds).collect();
        assert_eq!(core.list.keys().cloned().collect::<Codes>(), sections);
        assert_eq!(core.refusal.keys().cloned().collect::<Codes>(), of(Rule::ALL.iter().map(|r| r.code())));
        assert!(core.list.values().flatten().all(|(_, word)| !word.trim().is_empty()));
    }
}

/// A name is shown because a row says so, and no act is without its row.
#[test]
fn every_act_of_a_matter_says_who_may_know_its_doer() {
    let no_matters = |kind: &&String| kind.starts_with("organ.") || kind.starts_with("evidence.");
    for kind in event_kinds().iter().filter(|k| !no_matters(k)) {
        assert!(
            doer(kind, Some("judge"), Some("judge")).is_some(),
            "{kind}: nobody says who may know who did it"
        );
    }
    assert_eq!(doer("stranger.came", Some("judge"), Some("judge")), None);
}

#[test]
fn every_code_list_word_that_screens_ask_for_is_there() {
    for lang in Lang::ALL {
        let w = words(lang);
        for role in Role::ALL {
            assert_ne!(w.role(role.code()), role.code());
        }
        for vote in crate::domain::committee::VoteCode::ALL {
            assert_ne!(w.code("vote", vote.code()), vote.code());
        }
        assert_ne!(w.code("CL08", "PHONE"), "PHONE");
        assert_eq!(w.code("CL08", "NOT_YET_KNOWN"), "NOT_YET_KNOWN");
        assert_ne!(w.seer("recorder"), "recorder");
        assert_eq!(w.seer("CUS"), w.role("CUS"));
    }
}

fn files(lang: &str) -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/words").join(lang);
    // The words of each kind lie a folder deeper and are looked at beside their list.
    let all = fs::read_dir(dir).unwrap().map(|e| e.unwrap().path());
    let mut all: Vec<_> = all.filter(|path| path.is_file()).collect();
    all.sort();
    all
}

/// All files of words, those of screens and command line too.
#[test]
fn both_languages_have_the_same_words_with_the_same_gaps_and_steady_widths() {
    let (zh, en) = (files("zh"), files("en"));
    let names = |all: &[PathBuf]| all.iter().map(|p| p.file_name().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(names(&zh), names(&en));
    for (a, b) in zh.iter().zip(&en) {
        let (a_text, b_text) = (fs::read_to_string(a).unwrap(), fs::read_to_string(b).unwrap());
        same_keys(&a_text, &b_text).unwrap_or_else(|e| panic!("{}\n{e}", a.display()));
        assert_eq!(ambiguous(&a_text), None, "{}", a.display());
        assert_eq!(ambiguous(&b_text), None, "{}", b.display());
    }
}

#[test]
fn every_field_of_what_is_handed_in_has_a_label() {
    let fields = |file: &str, name: &str| -> Vec<String> {
        let text = source(file);
        let body = block(&text, &format!("pub struct {name} {{"));
        let names = body.lines().filter_map(|l| l.strip_prefix("    pub ")?.split_once(':'));
        names.map(|(field, _)| field.to_owned()).collect()
    };
    let (text, committee) = ("record/text.rs", "committee/command.rs");
    let all = [
        (text, "RecordText", ""),
        (text, "Occurred", "occurred."),
        (text, "PersonRole", "people[0]."),
        (text, "Attachment", "attachments."),
        (text, "Gift", "gifts[0]."),
        (text, "Said", "meant[0]."),
        (text, "QuickNote", ""),
        (committee, "Application", ""),
    ];
    let all_labelled = |names: &mut dyn Iterator<Item = String>| {
        for name in names {
            let label = words(Lang::Zh).field(&name);
            assert!(
                !label.is_empty() && !label.contains(|c: char| c.is_ascii_lowercase()),
                "{name}: {label}"
            );
        }
    };
    let mut known = Codes::new();
    for (file, name, prefix) in all {
        let fields = fields(file, name);
        assert!(fields.len() > 1, "{name}");
        known.extend(fields.iter().cloned());
        all_labelled(&mut fields.iter().map(|field| format!("{prefix}{field}")));
    }
    // Names that checks of the form and of the organ's data use besides.
    let others =
        ["inquirers", "relayers", "present", "person.name", "person.account", "person.unit", "unit.name"];
    all_labelled(&mut others.iter().map(|f| (*f).to_owned()));
    known.extend(others.iter().flat_map(|f| f.split('.')).map(str::to_owned));
    // Where a passage stands that may mean somebody.
    let passages = [
        "quick",
        "reason",
        "supplement",
        "said",
        "laid",
        "laid_line",
        "settled",
        "people",
        "attachments",
        "gifts",
        "channel",
        "case_no",
    ];
    all_labelled(&mut passages.iter().map(|f| (*f).to_owned()));
    known.extend(passages.iter().map(|f| (*f).to_owned()));
    // And domain and command line name what was given wrong.
    let cli: String = [
        "cli",
        "office",
        "ui/rooms",
        "domain/escalation",
        "domain/committee",
        "domain/policy",
        "domain/record",
    ]
    .iter()
    .flat_map(|d| std::fs::read_dir(format!("{}/src/{d}", env!("CARGO_MANIFEST_DIR"))).unwrap())
    .map(|e| e.unwrap().path())
    .filter(|p| p.is_file())
    .map(|p| std::fs::read_to_string(p).unwrap())
    .collect();
    for key in words(Lang::Zh).core.list["field"].keys() {
        let named = known.contains(key.rsplit('.').next().unwrap()) || cli.contains(&format!("\"{key}\""));
        assert!(named, "{key} labels nothing");
    }
    let label = |lang, name| words(lang).field(name);
    assert_eq!(label(Lang::Zh, "people[1].unit"), "人员2 单位");
    assert_eq!(label(Lang::En, "people[1].unit"), "Person 2 Unit");
    assert_eq!(label(Lang::Zh, "people[0].kind"), "人员1 过问人身份");
    assert_eq!(label(Lang::Zh, "attachments.kind"), "材料类型");
    assert_eq!(label(Lang::Zh, "channel.PHONE"), "载体、号码或文号 电话");
}

/// What a list shows as a heading can be typed into the search field.
#[test]
fn the_words_shown_are_the_words_searched_with() {
    let w = words(Lang::Zh);
    let parse = |text: &str| Filter::parse(text, 1_800_000_000_000, &read_status, &|_| None);
    for flag in Flag::ALL {
        let typed = format!("{}:{}", w.code("facet", "flag"), w.code("flag", flag.code()));
        assert_eq!(parse(&typed).unwrap().flags, [*flag], "{typed}");
    }
    for sort in Sort::ALL {
        assert_eq!(parse(&format!("sort:{}", w.code("sort", sort.code()))).unwrap().sort, *sort);
    }
    for status in Status::ALL {
        let typed = format!("{}:{}", w.code("facet", "status"), w.status(*status));
        assert_eq!(parse(&typed).unwrap().statuses, [*status], "{typed}");
        assert_eq!(read_status(words(Lang::En).status(*status)), Some(*status));
    }
    assert_eq!(read_status("无此状态"), None);
}
