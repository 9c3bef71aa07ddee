//! What no proposal can do, and rules of programs that came before and come later.

use super::*;

fn text() -> &'static str {
    include_str!("../../../assets/policy.toml")
}

#[test]
fn the_shipped_rules_are_those_of_the_decisions_and_survive_their_event() {
    let policy = PolicyFile::shipped().unwrap();
    let clocks = &policy.clocks;
    let clock = |unit, n| Clock { unit, n, moves_on: false };
    assert_eq!(clocks.submission.clock(), clock(Unit::WorkingDay, 2));
    assert_eq!(clocks.first_hand.clock(), clock(Unit::WorkingDay, 1));
    assert_eq!(clocks.immediate_report.clock(), clock(Unit::Hour, 24));
    assert_eq!((clocks.execution_feedback.unit, clocks.execution_feedback.n), (Unit::Day, 5));
    // A month of the law is a month, not thirty days (Criminal Procedure Law 105).
    let month = clocks.reconsideration.clock();
    assert_eq!(month, Clock { unit: Unit::Month, n: 1, moves_on: true });
    assert_eq!((policy.session.idle_lock_minutes, policy.session.idle_end_minutes), (10, 30));
    assert_eq!((policy.thresholds.content_min_chars, policy.thresholds.content_warn_chars), (1, 60));
    for (name, rule) in clocks.all() {
        assert!(!rule.zh.is_empty() && !rule.en.is_empty() && !rule.source.is_empty(), "{name}");
    }
    assert!(!clocks.submission.verified, "no source gives a number of days");
    let json = serde_json::to_string(policy).unwrap();
    assert_eq!(&serde_json::from_str::<PolicyFile>(&json).unwrap(), policy);
}

#[test]
fn no_proposal_can_take_the_register_apart() {
    for (from, to, why) in [
        ("min_custodians = 2", "min_custodians = 1", "two_custodians"),
        ("content_min_chars = 1", "content_min_chars = 0", "empty_content"),
        ("content_warn_chars = 60", "content_warn_chars = 0", "warning_below"),
        ("idle_end_minutes = 30", "idle_end_minutes = 5", "idle_session"),
        ("idle_lock_minutes = 10", "idle_lock_minutes = 0", "idle_session"),
        ("quarter_sent_day = 10", "quarter_sent_day = 31", "day_of_month"),
        ("hour\", n = 24", "hour\", n = 0", "immediate_report"),
        ("hour\", n = 24", "hour\", n = 4000000000", "immediate_report"),
        ("hour\", n = 24", "hour\", n = -1", "bad_value: clocks.immediate_report"),
        ("min_custodians", "min_custodian", "no_such_rule"),
        ("idle_lock_minutes = 10", "", "missing_rule: session.idle_lock_minutes"),
        ("vote = 1\n", "vote = 4\n", "signature_level"),
        ("witness_days = 7", "witness_days = 400", "witness_days"),
        ("[evidence]", "[evidences]", "no_such_rule"),
        ("[signature]", "[signatures]", "no_such_rule"),
        ("[at_once]", "[at_one]", "no_such_rule"),
        ("vote = 1\n", "vote = 300\n", "bad_value: signature.vote"),
        ("min_custodians = 2", "min_custodians = \"zwei\"", "bad_value: thresholds.min_custodians"),
        ("min_custodians = 2", "min_custodians = [2", "not_toml: "),
        ("effect = [\"AFFECTED\"]", "effect = []", "at_once"),
        ("special_items = [\"S06\"]", "special_items = [\"S66\"]", "at_once"),
    ] {
        assert!(text().contains(from), "{from}");
        let error = PolicyFile::read(&text().replacen(from, to, 1)).unwrap_err().to_string();
        assert!(error.contains(why), "{to}: {error}");
    }
}

/// An event's rules, with one more of a later program at each depth, in the middle and at the end.
fn of_a_later_program() -> String {
    let written = serde_json::to_string(PolicyFile::shipped().unwrap()).unwrap();
    let clock = r#""ballot_recount":{"unit":"fortnight","n":2,"b":1,"a":[1.50,{"z":0,"y":1}]},"first_hand":"#;
    let more = written.replacen(r#""first_hand":"#, clock, 1).replacen(
        r#""min_custodians":"#,
        r#""quarrels":7,"min_custodians":"#,
        1,
    );
    let end = format!("{},\"mediation\":{{\"on\":true}}}}", more.strip_suffix('}').unwrap());
    assert!(["ballot_recount", "quarrels", "mediation"].iter().all(|key| end.contains(key)));
    end
}

#[test]
fn a_rule_of_a_later_program_is_kept_to_the_letter_and_told() {
    let text = of_a_later_program();
    let policy: PolicyFile = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_string(&policy).unwrap(), text, "byte for byte, in its place");
    let told: Vec<String> = policy.unknown().into_iter().map(|(key, _)| key).collect();
    assert_eq!(told, ["clocks.ballot_recount", "thresholds.quarrels", "mediation"]);
    let shipped = PolicyFile::shipped().unwrap();
    assert_eq!(policy.clocks.first_hand, shipped.clocks.first_hand, "the rest is understood");
    assert_ne!(policy, *shipped);
    // Whoever changes another rule hands them on; nobody here adds, changes or drops one.
    let mut next = policy.clone();
    next.clocks.submission.n = 9;
    next.follows(&policy).unwrap();
    assert!(serde_json::to_string(&next).unwrap().contains(r#""a":[1.50,{"z":0,"y":1}]"#));
    let handed_in = shipped.clone();
    let unknown = |answer| matches!(answer, Err(PolicyError::UnknownRule(_)));
    assert!(unknown(handed_in.follows(&policy)) && unknown(policy.follows(shipped)));
    let other = text.replacen("\"quarrels\":7", "\"quarrels\":8", 1);
    assert!(unknown(serde_json::from_str::<PolicyFile>(&other).unwrap().follows(&policy)));
    let kept = handed_in.keeping_unknown_of(&policy);
    kept.follows(&policy).unwrap();
    assert_eq!(kept.unknown(), policy.unknown());
    assert_eq!(kept.spelled_out().unknown(), policy.unknown());
    // A known rule that cannot be read is no rule of a later program.
    for (from, to) in
        [("\"min_custodians\":2", "\"min_custodians\":\"two\""), ("\"n\":24", "\"n\":24,\"m\":1")]
    {
        assert!(text.contains(from));
        assert!(serde_json::from_str::<PolicyFile>(&text.replacen(from, to, 1)).is_err(), "{to}");
    }
    assert!(serde_json::from_str::<PolicyFile>(&text.replacen("quarrels", "min_custodians", 1)).is_err());
}

/// Every rule may be left out by an event; what it then means was laid down when it was released.
#[test]
fn a_rule_that_is_left_out_means_for_ever_what_it_meant_first() {
    let none: PolicyFile = serde_json::from_str("{}").unwrap();
    assert_eq!(serde_json::to_string(&none).unwrap(), "{}", "what was not said is not added");
    assert_eq!((none.signature.clone(), none.session.max_sessions), (Signature::all(0), 2));
    assert_eq!(PolicyFile::shipped().unwrap().signature, Signature::all(1));
    let mut changed = none.clone();
    changed.session.max_sessions = 3;
    let written = serde_json::to_value(&changed).unwrap();
    assert_eq!((written.as_object().unwrap().len(), &written["session"]["max_sessions"]), (1, &3.into()));
    let released: Value =
        serde_json::from_str(include_str!("../../../tests/vectors/rules-left-out.json")).unwrap();
    let now = serde_json::to_value(none.spelled_out()).unwrap();
    let differs = |key: &str| -> bool {
        let at = |v: &Value| key.split('.').try_fold(v.clone(), |v, k| v.get(k).cloned());
        at(&released) != at(&now)
    };
    let mut keys = Vec::new();
    for (part, rules) in released.as_object().unwrap() {
        keys.extend(rules.as_object().unwrap().keys().map(|key| format!("{part}.{key}")));
    }
    let moved: Vec<String> = keys.iter().filter(|key| differs(key)).cloned().collect();
    assert!(keys.len() > 50 && moved.is_empty(), "put the old value into policy-left-out.toml: {moved:?}");
}

#[test]
fn a_slip_of_the_pen_is_told_with_the_keys_there_are() {
    let wrong = text().replacen("min_custodians =", "min_custodian =", 1);
    let said = PolicyFile::read(&wrong).unwrap_err().to_string();
    assert!(said.contains("thresholds.min_custodian") && said.contains("min_custodians"), "{said}");
    assert!(said.contains("public_cell_min") && !said.contains("first_hand"), "its part: {said}");
    let said =
        PolicyFile::read(&text().replacen("\nwitness = {", "\nwitnes = {", 1)).unwrap_err().to_string();
    assert!(said.contains("clocks.witnes") && said.contains("witness,"), "{said}");
}
