//! Level 1: the person's own passphrase, in the session.

use crate::bench::*;
use crate::support::{HOUR, actor, phone_call, rule, session};
use liuhen::domain::command::Command;
use liuhen::domain::organ::{KeyUse, OrganChange, OrganCommand};
use liuhen::domain::record::RecordCommand;
use liuhen::domain::refusal::Rule;
use liuhen::domain::signature::Signed;
use liuhen::office::Hand;

#[test]
fn two_custodians_sign_with_their_passphrases_and_stock_ssh_keygen_agrees() {
    let mut court = court(1);
    let record = submitted(&mut court);
    // What nobody signs asks for no passphrase, whatever was typed.
    let act = RecordCommand::Submit { text: Box::new(phone_call()) };
    let unsigned = Command::Record { record: None, act };
    court.office.act_signed(&actor("clerk_he"), &unsigned, Hand::Passphrase(secret(AN))).unwrap();
    // Who has none is told to set one; the act itself is not taken without.
    assert_eq!(rule(court.by("cus_an").confirm(&record)), Rule::SignatureMissing);
    let command = confirmation(&mut court, "cus_an", &record);
    let bare = court.office.act_signed(&actor("cus_an"), &command, Hand::Bare);
    assert_eq!(rule(bare), Rule::PassphraseUnset);
    assert_eq!(rule(by_passphrase(&mut court, "cus_an", &record, AN)), Rule::PassphraseUnset);
    passphrase(&mut court, "cus_an", AN);
    passphrase(&mut court, "cus_bai", BAI);
    by_passphrase(&mut court, "cus_an", &record, AN).unwrap();
    // Another's passphrase is not one's own.
    assert_eq!(rule(by_passphrase(&mut court, "cus_bai", &record, AN)), Rule::PassphraseWrong);
    by_passphrase(&mut court, "cus_bai", &record, BAI).unwrap();
    court.assert_sound();
    let found = court.office.verify(&[], &mut |_, _, _| {}).unwrap().hands.unwrap();
    assert_eq!((found.good, found.bare, found.bad_count), ([2, 0, 0], changes(&court), 0));

    let signers = court.dir().join("signers");
    std::fs::write(&signers, court.office.allowed_signers().unwrap().join("\n") + "\n").unwrap();
    let hands = hands(&court);
    assert_eq!(hands.len(), 2);
    for ((body, hand), (who, other)) in hands.iter().zip([("cus_an", "cus_bai"), ("cus_bai", "cus_an")]) {
        assert_eq!(hand.level, 1);
        assert!(hand.challenge.contains(&format!("\nnonce {}\n", body.command)), "{}", hand.challenge);
        assert!(hand.challenge.contains(&format!("\nperson {who}\n")), "{}", hand.challenge);
        let good = stock_verify(&signers, who, "liuhen-confirm@v1", hand, "20260310120000Z");
        assert!(good.0, "{}", good.1);
        assert!(!stock_verify(&signers, other, "liuhen-confirm@v1", hand, "20260310120000Z").0);
        assert!(!stock_verify(&signers, who, "liuhen-vote@v1", hand, "20260310120000Z").0);
        let before = stock_verify(&signers, who, "liuhen-confirm@v1", hand, "20200101000000Z");
        assert!(!before.0, "before the key was in force: {}", before.1);
    }
}

#[test]
fn wrong_ones_are_counted_over_restarts_and_each_is_noted() {
    let mut court = court(1);
    passphrase(&mut court, "cus_an", AN);
    let an = actor("cus_an");
    let reads = |court: &crate::support::Court| court.office.heads().unwrap()[1].size;
    let noted = reads(&court);
    for _ in 0..4 {
        assert_eq!(rule(court.office.check_passphrase(&an, &secret("not this one"))), Rule::PassphraseWrong);
    }
    // The right one forgives; then it counts anew.
    court.office.check_passphrase(&an, &secret(AN)).unwrap();
    for _ in 0..3 {
        assert_eq!(rule(court.office.check_passphrase(&an, &secret("not this one"))), Rule::PassphraseWrong);
    }
    assert_eq!(reads(&court), noted + 7);
    // Another session of the program goes on where this one stopped.
    let mut again = session(court.dir(), court.now(), "again");
    for _ in 0..2 {
        assert_eq!(rule(again.office.check_passphrase(&an, &secret("not this one"))), Rule::PassphraseWrong);
    }
    for right_or_not in [AN, "not this one"] {
        let refused = again.office.check_passphrase(&an, &secret(right_or_not));
        assert_eq!(rule(refused), Rule::TooManyFailures);
    }
    again.later(HOUR / 2 - 1);
    assert_eq!(rule(again.office.check_passphrase(&an, &secret(AN))), Rule::TooManyFailures);
    again.later(1);
    again.office.check_passphrase(&an, &secret(AN)).unwrap();
    // Nobody locks another one out.
    assert_eq!(rule(again.office.check_passphrase(&actor("cus_bai"), &secret("x"))), Rule::PassphraseUnset);
}

#[test]
fn a_passphrase_is_its_owners_and_another_person_confirms_it() {
    let mut court = court(1);
    let weak = court.office.set_passphrase(&actor("cus_an"), &secret("1234567890"));
    assert_eq!(rule(weak), Rule::PassphraseWeak);
    // An administrator who sets his own does not confirm it himself.
    let (receipt, _) = court.office.set_passphrase(&actor("sys_gao"), &secret(AN)).unwrap();
    let confirm = Command::Organ(OrganCommand::Confirm { proposal: receipt.matter });
    assert_eq!(rule(court.by("sys_gao").act(&confirm)), Rule::TwoHandsOnePerson);
    assert_eq!(rule(court.by("cus_an").act(&confirm)), Rule::NotYourCapacity);
    assert!(!court.office.has_own_key(&"sys_gao".into()));
    court.by("sea_lin").act(&confirm).unwrap();
    assert!(court.office.has_own_key(&"sys_gao".into()));
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti".to_owned();
    let others = OrganChange::Key { person: "cus_an".into(), use_: KeyUse::Own, key };
    assert_eq!(rule(court.by("sys_gao").propose(others)), Rule::OwnKeyOnly);
}

#[test]
fn changing_it_keeps_the_key_and_setting_it_anew_waits_for_the_confirmation() {
    let mut court = court(1);
    passphrase(&mut court, "cus_an", AN);
    let an = actor("cus_an");
    let wrong = court.office.change_passphrase(&an, &secret(BAI), &secret("another long one"));
    assert_eq!(rule(wrong), Rule::PassphraseWrong);
    court.office.change_passphrase(&an, &secret(AN), &secret("another long one")).unwrap();
    assert_eq!(rule(court.office.check_passphrase(&an, &secret(AN))), Rule::PassphraseWrong);
    court.office.check_passphrase(&an, &secret("another long one")).unwrap();
    // Set anew: the old one signs until somebody confirms the new one.
    let in_use = secret("another long one");
    let (receipt, _) = court.office.replace_passphrase(&an, Some(&in_use), &secret(BAI)).unwrap();
    court.office.check_passphrase(&an, &secret("another long one")).unwrap();
    let confirm = Command::Organ(OrganCommand::Confirm { proposal: receipt.matter });
    court.by("sys_gao").act(&confirm).unwrap();
    court.office.check_passphrase(&an, &secret(BAI)).unwrap();
    assert_eq!(rule(court.office.check_passphrase(&an, &secret("another long one"))), Rule::PassphraseWrong);
    // A revoked key does not sign, with the right passphrase either.
    let public = std::fs::read_to_string(court.dir().join("own-keys/cus_an.next.pub")).unwrap();
    let fingerprint = liuhen::domain::organ::KeyLine::read(&public).unwrap().fingerprint;
    court.change(OrganChange::KeyRevoked { fingerprint, reason: "外泄".to_owned() });
    // Nor does the one before come back: the new one had ended it.
    assert!(!court.office.has_own_key(&"cus_an".into()));
    assert_eq!(rule(court.office.check_passphrase(&an, &secret(BAI))), Rule::PassphraseUnset);
    let record = submitted(&mut court);
    assert_eq!(rule(by_passphrase(&mut court, "cus_an", &record, BAI)), Rule::PassphraseUnset);
}

#[test]
fn the_sealed_key_is_an_age_file_that_nobody_else_may_read() {
    use std::os::unix::fs::PermissionsExt;
    let mut court = court(1);
    passphrase(&mut court, "cus_an", AN);
    let dir = court.dir().join("own-keys");
    assert_eq!(std::fs::metadata(&dir).unwrap().permissions().mode() & 0o777, 0o700);
    let file = dir.join("cus_an.next.age");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let sealed = std::fs::read_to_string(&file).unwrap();
    assert!(sealed.starts_with("-----BEGIN AGE ENCRYPTED FILE-----"));
    for entry in std::fs::read_dir(court.dir()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            let has = |part: &[u8]| bytes.windows(part.len()).any(|w| w == part);
            // The register's own key is no person's; it has no passphrase and is nobody else's to read.
            let the_registers = path.ends_with("log.key");
            let open = has(b"OPENSSH PRIVATE KEY");
            assert!(!has(AN.as_bytes()) && open == the_registers, "{}", path.display());
            assert_eq!(
                std::fs::metadata(&path).unwrap().permissions().mode() & 0o077,
                0,
                "{}",
                path.display()
            );
        }
    }
}

#[test]
fn a_training_register_asks_for_none_and_uses_one_that_is_there() {
    let mut court = crate::support::Court::founded();
    let record = submitted(&mut court);
    let command = confirmation(&mut court, "cus_an", &record);
    assert_eq!(court.office.level_wanted(&actor("cus_an"), &command), 0);
    passphrase(&mut court, "cus_an", AN);
    // Nor for one under the next key.
    passphrase(&mut court, "cus_an", AN);
    assert_eq!(court.office.level_wanted(&actor("cus_an"), &command), 1);
    by_passphrase(&mut court, "cus_an", &record, AN).unwrap();
    court.by("cus_bai").confirm(&record).unwrap();
    let found = court.office.verify(&[], &mut |_, _, _| {}).unwrap().hands.unwrap();
    assert_eq!((found.good, found.bare, found.bad_count), ([1, 0, 0], 1 + changes(&court), 0));
}

#[test]
fn only_ones_own_first_key_is_proposed_without_a_hand() {
    let mut court = court(1);
    // Two administrators have keys: none of them changes anything without his hand any more.
    passphrase(&mut court, "sea_lin", BAI);
    let (receipt, _) = court.office.set_passphrase(&actor("sys_gao"), &secret(AN)).unwrap();
    let confirm = Command::Organ(OrganCommand::Confirm { proposal: receipt.matter });
    court.office.act_signed(&actor("sea_lin"), &confirm, Hand::Passphrase(secret(BAI))).unwrap();
    for (who, whose, least) in [("cus_an", "cus_an", 0), ("sys_gao", "sys_gao", 1), ("sys_gao", "cus_an", 1)]
    {
        let change = OrganChange::Key { person: whose.into(), use_: KeyUse::Own, key: String::new() };
        let propose = Command::Organ(OrganCommand::Propose { change });
        let asked = Signed::least_for(&propose, court.office.organ(), &who.into(), false);
        assert_eq!(asked, Some(least), "{who} {whose}");
    }
}

#[test]
fn whose_office_will_ask_for_a_hand_is_told_until_he_has_chosen_a_passphrase() {
    let mut court = court(1);
    for (who, asked) in [
        ("cus_an", true),
        ("dis_e", true),
        ("sec_gong", true),
        ("chief", true),
        ("judge_li", true),
        ("sys_gao", true),
        ("clerk_he", false),
    ] {
        assert_eq!(court.office.lacks_passphrase(&who.into()), asked, "{who}");
    }
    let (receipt, _) = court.office.set_passphrase(&actor("cus_an"), &secret(AN)).unwrap();
    assert_eq!(court.office.passphrase_of(&"cus_an".into()).code(), "passphrase_waits");
    assert!(!court.office.lacks_passphrase(&"cus_an".into()));
    let refuse = OrganCommand::Refuse { proposal: receipt.matter, reason: "不是本人".to_owned() };
    court.by("sys_gao").act(&Command::Organ(refuse)).unwrap();
    assert_eq!(court.office.passphrase_of(&"cus_an".into()).code(), "passphrase_unset");
    passphrase(&mut court, "cus_an", AN);
    assert_eq!(court.office.passphrase_of(&"cus_an".into()).code(), "passphrase_set");
}

#[test]
fn a_passphrase_that_would_not_do_is_not_asked_for() {
    let mut court = court(2);
    let record = submitted(&mut court);
    let command = confirmation(&mut court, "cus_an", &record);
    let bare = court.office.act_signed(&actor("cus_an"), &command, Hand::Bare);
    assert_eq!(rule(bare), Rule::SignatureMissing);
}
