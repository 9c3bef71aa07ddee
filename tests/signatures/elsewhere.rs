//! Levels 2 and 3: signed on the person's own machine by stock `ssh-keygen`.

use crate::bench::*;
use crate::support::words::outsider;
use crate::support::{Court, HOUR, actor, phone_call, rule};
use liuhen::domain::command::Command;
use liuhen::domain::organ::OrganChange;
use liuhen::domain::record::RecordCommand;
use liuhen::domain::refusal::Rule;
use liuhen::office::Hand;

#[test]
fn two_custodians_sign_at_home_with_keys_of_two_kinds() {
    let mut court = court(2);
    let home = tempfile::tempdir().unwrap();
    passphrase(&mut court, "cus_an", AN);
    let an = login_key(&mut court, home.path(), "cus_an", "ed25519");
    let bai = login_key(&mut court, home.path(), "cus_bai", "ecdsa");
    let record = submitted(&mut court);
    // The passphrase is not enough here.
    let low = by_passphrase(&mut court, "cus_an", &record, AN);
    assert_eq!(rule(low), Rule::SignatureMissing);
    by_key(&mut court, "cus_an", &record, &an).unwrap();
    by_key(&mut court, "cus_bai", &record, &bai).unwrap();
    court.assert_sound();
    let found = court.office.verify(&[], &mut |_, _, _| {}).unwrap().hands.unwrap();
    assert_eq!((found.good, found.bad_count), ([0, 2, 0], 0));
    let signers = court.dir().join("signers");
    std::fs::write(&signers, court.office.allowed_signers().unwrap().join("\n") + "\n").unwrap();
    for ((_, hand), who) in hands(&court).iter().zip(["cus_an", "cus_bai"]) {
        let good = stock_verify(&signers, who, "liuhen-confirm@v1", hand, "20260310120000Z");
        assert!(good.0, "{}", good.1);
    }
}

/// Custodians at level 2, a record, and the text for the first hand on it.
fn asked() -> (Court, tempfile::TempDir, std::path::PathBuf, liuhen::office::Challenge) {
    let mut court = court(2);
    let home = tempfile::tempdir().unwrap();
    let an = login_key(&mut court, home.path(), "cus_an", "ed25519");
    let record = submitted(&mut court);
    let command = confirmation(&mut court, "cus_an", &record);
    let challenge = court.office.challenge(&actor("cus_an"), &command).unwrap();
    (court, home, an, challenge)
}

#[test]
fn a_text_that_an_editor_or_a_clipboard_spoilt_is_told_by_what_spoilt_it() {
    let (mut court, _home, an, challenge) = asked();
    let (ns, text) = (challenge.namespace.as_str(), challenge.text.as_str());
    let size = court.log_size();
    let wide =
        |text: &str, order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let crlf = text.replace('\n', "\r\n");
    let marked = |text: &str| format!("\u{feff}{text}");
    let spoilt: Vec<(&str, Vec<u8>)> = vec![
        ("line_ends", crlf.clone().into_bytes()),
        ("line_ends", crlf.trim_end().as_bytes().to_vec()),
        ("mark", marked(text).into_bytes()),
        ("mark", marked(&crlf).into_bytes()),
        ("wide", wide(&marked(text), u16::to_le_bytes)),
        ("wide", wide(&marked(&crlf), u16::to_le_bytes)),
        ("wide", wide(&crlf, u16::to_be_bytes)),
        ("ending", text.trim_end().as_bytes().to_vec()),
        ("ending", format!("{text}\n").into_bytes()),
    ];
    for (why, bytes) in spoilt {
        let signed = sign(&an, ns, &bytes);
        for id in [Some(challenge.id), None] {
            match court.office.submit(&actor("cus_an"), &signed, id) {
                Err(liuhen::office::Trouble::No(liuhen::domain::refusal::No::Refused(no))) => {
                    assert_eq!((no.rule, no.detail.as_str()), (Rule::TextSpoiled, why));
                    for lang in liuhen::domain::lang::Lang::ALL {
                        let told = liuhen::words::words(lang).refusal(&no);
                        assert!(
                            told.text.contains(liuhen::words::words(lang).code("spoiled", why)),
                            "{told:?}"
                        );
                    }
                }
                other => panic!("{why}: {other:?}"),
            }
        }
    }
    assert_eq!(court.log_size(), size, "nothing was done");
    let good = sign(&an, ns, text);
    court.office.submit(&actor("cus_an"), &good, None).unwrap();
}

#[test]
fn a_signature_is_good_once_for_its_text_its_use_and_its_person() {
    let (mut court, home, an, challenge) = asked();
    let (ns, text) = (challenge.namespace.as_str(), challenge.text.as_str());
    let me = actor("cus_an");
    let size = court.log_size();
    let mut refused = |signed: &str, why: Rule| {
        assert_eq!(rule(court.office.submit(&me, signed, Some(challenge.id))), why);
        assert_eq!(rule(court.office.submit(&me, signed, None)), why);
    };
    let stranger = new_key(home.path(), "stranger", "ed25519");
    refused(&sign(&stranger, ns, text), Rule::KeyUnknown);
    let rsa = new_key(home.path(), "old", "rsa");
    refused(&sign(&rsa, ns, text), Rule::KeyWeak);
    refused(&sign(&an, "liuhen-vote@v1", text), Rule::SignatureNamespace);
    refused(&sign(&an, "file", text), Rule::SignatureNamespace);
    for changed in [text.replace("right", "doubt"), text.replace("first_hand", "confirmed")] {
        assert_ne!(changed, text);
        refused(&sign(&an, ns, &changed), Rule::SignatureWrong);
    }
    refused("no signature at all", Rule::SignatureWrong);
    let bai = login_key(&mut court, home.path(), "cus_bai", "ed25519");
    let others = court.office.submit(&me, &sign(&bai, ns, text), None);
    assert_eq!(rule(others), Rule::KeyOfAnother);
    // Nor can the other one hand in what the first has signed.
    let stolen = court.office.submit(&actor("cus_bai"), &sign(&an, ns, text), None);
    assert_eq!(rule(stolen), Rule::KeyOfAnother);
    let own = court.office.submit(&actor("cus_bai"), &sign(&bai, ns, text), Some(challenge.id));
    assert_eq!(rule(own), Rule::ChallengeUnknown, "it was never given to him");
    assert_eq!(court.log_size(), size + 2, "nothing but the new key was written");
    let good = sign(&an, ns, text);
    court.office.submit(&me, &good, None).unwrap();
    for id in [None, Some(challenge.id)] {
        assert_eq!(rule(court.office.submit(&me, &good, id)), Rule::ChallengeUnknown, "used once");
    }
    court.assert_sound();
}

#[test]
fn a_text_grows_old_and_a_key_that_was_revoked_signs_no_more() {
    let (mut court, _home, an, challenge) = asked();
    let signed = sign(&an, &challenge.namespace, &challenge.text);
    court.later(15 * 60_000 + 1000);
    assert_eq!(rule(court.office.submit(&actor("cus_an"), &signed, None)), Rule::ChallengeExpired);
    court.later(25 * HOUR);

    let record = submitted(&mut court);
    by_key(&mut court, "cus_an", &record, &an).unwrap();
    let other = court.by("clerk_zhang").submit(phone_call()).unwrap().matter;
    let command = confirmation(&mut court, "cus_an", &other);
    let challenge = court.office.challenge(&actor("cus_an"), &command).unwrap();
    let signed = sign(&an, &challenge.namespace, &challenge.text);
    let key = std::fs::read_to_string(an.with_extension("pub")).unwrap();
    let fingerprint = liuhen::domain::organ::KeyLine::read(&key).unwrap().fingerprint;
    court.change(OrganChange::KeyRevoked { fingerprint, reason: "电脑丢失".to_owned() });
    assert_eq!(rule(court.office.submit(&actor("cus_an"), &signed, None)), Rule::KeyRevoked);
    // What it signed before stays signed, here and for stock ssh-keygen.
    court.assert_sound();
    let found = court.office.verify(&[], &mut |_, _, _| {}).unwrap().hands.unwrap();
    assert_eq!(found.good, [0, 1, 0]);
    let signers = court.dir().join("signers");
    std::fs::write(&signers, court.office.allowed_signers().unwrap().join("\n") + "\n").unwrap();
    let (body, hand) = hands(&court).remove(0);
    let at = |ms: i64| {
        let time = chrono::DateTime::<chrono::Utc>::from_timestamp_millis(ms).unwrap();
        time.format("%Y%m%d%H%M%SZ").to_string()
    };
    assert_eq!(body.kind, "record.first_hand");
    let good = stock_verify(&signers, "cus_an", "liuhen-confirm@v1", &hand, &at(court.now() - 1000));
    assert!(good.0, "{}", good.1);
    assert!(!stock_verify(&signers, "cus_an", "liuhen-confirm@v1", &hand, &at(court.now() + HOUR)).0);
}

#[test]
fn what_changed_meanwhile_is_not_signed_unseen() {
    let (mut court, home, an, challenge) = asked();
    let signed = sign(&an, &challenge.namespace, &challenge.text);
    let bai = login_key(&mut court, home.path(), "cus_bai", "ed25519");
    let record = court.log().iter().find(|b| b.kind == "record.submitted").unwrap().matter;
    // Another custodian was first: this would be the second hand now, and that is another act.
    by_key(&mut court, "cus_bai", &record, &bai).unwrap();
    assert_eq!(rule(court.office.submit(&actor("cus_an"), &signed, None)), Rule::ChallengeStale);
    // And a text that was amended has another revision.
    let command = confirmation(&mut court, "cus_an", &record);
    let challenge = court.office.challenge(&actor("cus_an"), &command).unwrap();
    let signed = sign(&an, &challenge.namespace, &challenge.text);
    let mut text = phone_call();
    text.content = "来电询问案件何时判决，没有别的要求。".to_owned();
    court.by("clerk_he").amend(&record, text).unwrap();
    assert_eq!(rule(court.office.submit(&actor("cus_an"), &signed, None)), Rule::StaleRevision);
    court.assert_sound();
}

/// He read an inquiry of no weight by somebody of a member of staff's name; when his signature comes back
/// the words are about that member of staff.
#[test]
fn a_signature_on_the_text_that_was_read_voids_and_clears_no_other() {
    let mut court = court(2);
    let home = tempfile::tempdir().unwrap();
    let an = login_key(&mut court, home.path(), "cus_an", "ed25519");
    let he = login_key(&mut court, home.path(), "clerk_he", "ed25519");
    let mut text = phone_call();
    text.people = vec![outsider("张伟")];
    let record = court.by("clerk_he").submit(text.clone()).unwrap().matter;
    let why = || "核实".to_owned();
    let void = Command::Record { record: Some(record), act: RecordCommand::Void { reason: why() } };
    let asked = court.office.challenge(&actor("clerk_he"), &void).unwrap();
    let signed = sign(&he, &asked.namespace, &asked.text);
    court.office.submit(&actor("clerk_he"), &signed, None).unwrap();
    let person = || "clerk_zhang".into();
    let other = RecordCommand::OtherPerson { person: person(), also: Vec::new(), reason: why() };
    let other = Command::Record { record: Some(record), act: other };
    let revision = format!("revision {}\n", court.by("clerk_he").seen(&record).as_str());
    let signed = [void, other].map(|command| {
        let asked = court.office.challenge(&actor("cus_an"), &command).unwrap();
        assert!(asked.text.contains(&revision), "{}", asked.text);
        sign(&an, &asked.namespace, &asked.text)
    });
    text.content = "张伟来电,要求改判。".to_owned();
    court.by("clerk_he").amend(&record, text).unwrap();
    for signed in signed {
        let answer = rule(court.office.submit(&actor("cus_an"), &signed, None));
        assert!(matches!(answer, Rule::StaleRevision | Rule::NotYourCapacity), "{answer:?}");
    }
    court.assert_sound();
}

#[test]
fn only_what_is_signed_has_a_text() {
    let mut court = court(2);
    let record = submitted(&mut court);
    let act = liuhen::domain::record::RecordCommand::AskIdentity { purpose: "保护".to_owned() };
    let command = liuhen::domain::command::Command::Record { record: Some(record), act };
    let size = court.log_size();
    assert_eq!(rule(court.office.challenge(&actor("chief"), &command)), Rule::NothingToSign);
    // And what would be refused is refused before anything is signed.
    let own = confirmation(&mut court, "cus_an", &record);
    let by_clerk = court.office.challenge(&actor("clerk_he"), &own);
    assert!(matches!(rule(by_clerk), Rule::NotYourCapacity | Rule::OwnRecord));
    assert_eq!(court.log_size(), size, "a text to sign writes nothing");
    // Acts that nobody signs need none, whatever the rules ask for.
    court.office.act_signed(&actor("chief"), &command, Hand::Bare).unwrap();
}
