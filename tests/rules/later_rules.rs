//! A register whose rules a later program wrote: a clock, a number and a whole part that this one does not
//! know. It is read, verified by both verifiers, gone on with, and what is not known stays as it is.

use crate::support::{Court, founding, phone_call, rule};
use liuhen::domain::command::Command;
use liuhen::domain::organ::draft::{self, Filled};
use liuhen::domain::organ::{ChangeKind, Founding, OrganChange, OrganCommand};
use liuhen::domain::policy_file::{PolicyFile, Signature};
use liuhen::domain::refusal::{No, Rule};
use liuhen::office::Trouble;
use std::process::Command as Process;

const CLOCK: &str = r#""ballot_recount":{"unit":"fortnight","n":2,"b":1,"a":[1.50,{"z":0,"y":1}]},"#;

/// The founding as that program writes it.
fn later() -> Founding {
    let written = serde_json::to_string(&founding()).unwrap();
    let more = written.replacen("\"first_hand\":", &format!("{CLOCK}\"first_hand\":"), 1).replacen(
        "\"min_custodians\":",
        "\"quarrels\":7,\"min_custodians\":",
        1,
    );
    let more = more.replacen("\"materials\":{", "\"mediation\":{\"on\":true},\"materials\":{", 1);
    assert!(["ballot_recount", "quarrels", "mediation"].iter().all(|key| more.contains(key)));
    serde_json::from_str(&more).unwrap()
}

/// The texts of all bodies as they lie in the file.
fn texts(court: &Court) -> Vec<String> {
    court.log().iter().map(|b| serde_json::to_string(b).unwrap()).collect()
}

fn second(court: &Court) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/verify/verify.py");
    let done = Process::new("python3").args(["-B", script]).arg(court.dir()).output().unwrap();
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stdout));
}

fn detail(answer: Result<impl std::fmt::Debug, Trouble>) -> String {
    match answer {
        Err(Trouble::No(No::Wrong(all))) => {
            all.into_iter().map(|p| format!("{} {}", p.field, p.detail)).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_register_with_rules_of_a_later_program_is_read_verified_and_gone_on_with() {
    let mut court = Court::founded_with(&later());
    let told: Vec<String> = court.office.organ().policy.unknown().into_iter().map(|(key, _)| key).collect();
    assert_eq!(told, ["clocks.ballot_recount", "thresholds.quarrels", "mediation"]);
    court.confirmed();
    court.assert_sound();
    second(&court);
    // An administrator changes a clock on the form; what nobody here knows goes along, to the letter.
    let organ = court.office.organ().clone();
    let stands = draft::as_it_stands(&organ, ChangeKind::Policy, Some("clocks"));
    let mut filled: Filled = ChangeKind::Policy
        .fields(&organ, Some("clocks"))
        .into_iter()
        .map(|f| (f.key.clone(), vec![draft::at(&stands, &f.key)["n"].to_string() + " days"]))
        .collect();
    filled.insert("basis".to_owned(), vec!["本院通知".to_owned()]);
    let change = draft::change(&organ, ChangeKind::Policy, Some("clocks"), &stands, &filled, court.now());
    let proposal = court.by("sys_gao").propose(change.unwrap()).unwrap().matter;
    court.by("sea_lin").act(&Command::Organ(OrganCommand::Confirm { proposal })).unwrap();
    let now = court.office.organ().policy.clone();
    assert_eq!((now.clocks.first_hand.source.as_str(), now.unknown().len()), ("本院通知", 3));
    let last = texts(&court).into_iter().rfind(|t| t.contains("\"proposed\"")).unwrap();
    for kept in [CLOCK.trim_end_matches(','), "\"quarrels\":7", "\"mediation\":{\"on\":true}"] {
        assert!(last.contains(kept), "{kept} in {last}");
    }
    court.assert_sound();
    second(&court);
    court.office.rebuild(&mut |_, _| {}).unwrap();
    court.assert_sound();
}

#[test]
fn nobody_adds_changes_or_drops_a_rule_that_is_not_known() {
    let mut court = Court::founded_with(&later());
    let propose =
        |court: &mut Court, policy: PolicyFile| court.by("sys_gao").propose(OrganChange::Policy { policy });
    let dropped = PolicyFile::shipped().unwrap().clone();
    assert!(detail(propose(&mut court, dropped.clone())).contains("clocks.ballot_recount"));
    let stands = serde_json::to_string(&court.office.organ().policy).unwrap();
    let other = serde_json::from_str(&stands.replacen("\"quarrels\":7", "\"quarrels\":8", 1)).unwrap();
    assert!(detail(propose(&mut court, other)).contains("thresholds.quarrels"));
    // As the line hands it in: what is not known is carried over.
    let policy = dropped.keeping_unknown_of(&court.office.organ().policy);
    propose(&mut court, policy).unwrap();
    // Where all rules are known, one with a slip in its name is none.
    let mut court = Court::founded();
    let slip = serde_json::from_str(&stands).unwrap();
    assert!(detail(propose(&mut court, slip)).contains("clocks.ballot_recount"));
    court.assert_sound();
}

/// A signature that is asked for stays asked for beside what is not known.
#[test]
fn what_is_not_known_opens_nothing() {
    let mut founding = later();
    founding.training = false;
    founding.policy.signature = Signature::all(1);
    let mut court = Court::founded_with(&founding);
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    assert_eq!(rule(court.by("cus_an").confirm(&record)), Rule::SignatureMissing);
}
