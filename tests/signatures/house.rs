//! Administrators' hands under keys, roles and rules, and what is tried without them.

use crate::bench::*;
use crate::forged::{append, judged};
use crate::support::{Court, actor, rule};
use liuhen::domain::command::Command;
use liuhen::domain::event::{ActorName, Body, Event, HandSignature, Means, VERSION};
use liuhen::domain::ids::{MatterId, PersonId};
use liuhen::domain::organ::{KeyUse, OrganChange, OrganCommand, OrganEvent};
use liuhen::domain::refusal::Rule;
use liuhen::office::{Hand, HandFlaw, Receipt, Trouble};
use liuhen::signing::{Occasion, SigningKey, Under, said, sshsig};
use std::process::Command as Process;
use uuid::Uuid;
use zeroize::Zeroizing;

const GAO: &str = "床前明月光疑是地上霜";
const LIN: &str = "举头望明月低头思故乡";

/// Both administrators with a passphrase: the first is confirmed by one who has none yet.
fn house(level: u8) -> Court {
    let mut court = court(level);
    let proposal = court.office.set_passphrase(&actor("sys_gao"), &secret(GAO)).unwrap().0.matter;
    court.by("sea_lin").act(&confirm(proposal)).unwrap();
    let proposal = court.office.set_passphrase(&actor("sea_lin"), &secret(LIN)).unwrap().0.matter;
    signed(&mut court, "sys_gao", GAO, &confirm(proposal)).unwrap();
    court
}

fn confirm(proposal: MatterId) -> Command {
    Command::Organ(OrganCommand::Confirm { proposal })
}

fn active(person: &str, active: bool) -> OrganChange {
    OrganChange::Active { person: person.into(), active }
}

fn propose(change: OrganChange) -> Command {
    Command::Organ(OrganCommand::Propose { change })
}

fn signed(court: &mut Court, who: &str, typed: &str, command: &Command) -> Result<Receipt, Trouble> {
    court.office.act_signed(&actor(who), command, Hand::Passphrase(secret(typed)))
}

#[test]
fn from_the_day_he_has_a_passphrase_an_administrator_signs_what_he_changes() {
    let mut court = house(1);
    let change = || propose(active("clerk_he", false));
    assert_eq!(court.office.level_wanted(&actor("sys_gao"), &change()), 1);
    assert_eq!(rule(court.by("sys_gao").act(&change())), Rule::SignatureMissing);
    assert_eq!(rule(signed(&mut court, "sys_gao", LIN, &change())), Rule::PassphraseWrong);
    let proposal = signed(&mut court, "sys_gao", GAO, &change()).unwrap().matter;
    assert_eq!(rule(court.by("sea_lin").act(&confirm(proposal))), Rule::SignatureMissing);
    signed(&mut court, "sea_lin", LIN, &confirm(proposal)).unwrap();
    court.assert_sound();
    let hands = hands(&court);
    // Lin's key by Gao, the change by both.
    assert_eq!(hands.len(), 3);
    for (_, hand) in &hands {
        assert!(hand.challenge.starts_with("liuhen-change v2\n") && hand.level == 1, "{}", hand.challenge);
    }
    let (proposed, confirmed) = (&hands[1].1.challenge, &hands[2].1.challenge);
    let content = |text: &str| text.lines().find(|l| l.starts_with("content ")).unwrap().to_owned();
    assert!(proposed.contains("\nchange active\n") && confirmed.contains("\nchange active\n"));
    assert_eq!(content(proposed), content(confirmed), "both hands name the same change");
    let key = &hands[0].1.challenge;
    assert!(key.contains("\nof sea_lin\nkey ssh-ed25519 "), "a key is there to be compared: {key}");
}

const AGAIN: &str = "夜来风雨声花落知多少";

/// The third administrator, given a passphrase by the other two.
fn third(court: &mut Court, typed: &str) {
    let proposal = court.office.set_passphrase(&actor("aud_mu"), &secret(typed)).unwrap().0.matter;
    signed(court, "sys_gao", GAO, &confirm(proposal)).unwrap();
}

#[test]
fn whoever_knows_his_passphrase_puts_another_key_in_its_place_by_it_and_by_nothing_else() {
    let mut court = house(1);
    let gao = actor("sys_gao");
    assert_eq!(rule(court.office.set_passphrase(&gao, &secret(AGAIN))), Rule::OwnKeyStands);
    let wrong = court.office.replace_passphrase(&gao, Some(&secret(LIN)), &secret(AGAIN));
    assert_eq!(rule(wrong), Rule::PassphraseWrong);
    let made = court.office.replace_passphrase(&gao, Some(&secret(GAO)), &secret(AGAIN)).unwrap();
    let proposal = made.0.matter;
    assert_eq!(rule(court.by("sea_lin").act(&confirm(proposal))), Rule::SignatureMissing);
    signed(&mut court, "sea_lin", LIN, &confirm(proposal)).unwrap();
    signed(&mut court, "sys_gao", AGAIN, &propose(active("clerk_he", false))).unwrap();
    court.assert_sound();
}

#[test]
fn whoever_forgot_his_passphrase_has_his_key_revoked_by_two_others_and_begins_anew() {
    let mut court = house(1);
    third(&mut court, AGAIN);
    let old =
        court.office.organ().keys_of(&"sys_gao".into(), KeyUse::Own).next().unwrap().fingerprint.clone();
    let revoke = propose(OrganChange::KeyRevoked { fingerprint: old, reason: "忘了口令".to_owned() });
    let proposal = signed(&mut court, "sea_lin", LIN, &revoke).unwrap().matter;
    signed(&mut court, "aud_mu", AGAIN, &confirm(proposal)).unwrap();
    let proposal = court.office.set_passphrase(&actor("sys_gao"), &secret(AGAIN)).unwrap().0.matter;
    signed(&mut court, "sea_lin", LIN, &confirm(proposal)).unwrap();
    signed(&mut court, "sys_gao", AGAIN, &propose(active("clerk_he", false))).unwrap();
    // A key for somebody else is no such case.
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ4UAIB1r1Zy3tmb0OIYFXujEEbSqwX4hBCi2psY+3dL".to_owned();
    let other = propose(OrganChange::Key { person: "cus_an".into(), use_: KeyUse::Login, key });
    assert_eq!(rule(court.by("sys_gao").act(&other)), Rule::SignatureMissing);
    assert_eq!(rule(signed(&mut court, "sys_gao", GAO, &other)), Rule::PassphraseWrong);
    court.assert_sound();
}

/// Sealed keys are in no copy. What the log has in force must still be signed, and it can be.
#[test]
fn after_a_restore_the_keys_at_home_sign() {
    let mut court = house(1);
    let home = tempfile::tempdir().unwrap();
    let key =
        std::fs::read_to_string(new_key(home.path(), "sea_lin", "ed25519").with_extension("pub")).unwrap();
    let change = propose(OrganChange::Key { person: "sea_lin".into(), use_: KeyUse::Login, key });
    let lins = signed(&mut court, "sys_gao", GAO, &change).unwrap().matter;
    signed(&mut court, "sea_lin", LIN, &confirm(lins)).unwrap();
    let gaos =
        std::fs::read_to_string(new_key(home.path(), "sys_gao", "ed25519").with_extension("pub")).unwrap();
    let change = propose(OrganChange::Key { person: "sys_gao".into(), use_: KeyUse::Login, key: gaos });
    let gaos = signed(&mut court, "sys_gao", GAO, &change).unwrap().matter;
    signed(&mut court, "sea_lin", LIN, &confirm(gaos)).unwrap();
    std::fs::remove_dir_all(court.dir().join("own-keys")).unwrap();
    // What signs the new one is the key at home, for the one before it is gone.
    assert_eq!(rule(court.office.set_passphrase(&actor("sys_gao"), &secret(GAO))), Rule::OwnKeyStands);
    let challenge = court.office.challenge_passphrase(&actor("sys_gao"), &secret(GAO)).unwrap();
    let made = sign(&home.path().join("sys_gao-ed25519"), &challenge.namespace, &challenge.text);
    let proposal = court.office.submit(&actor("sys_gao"), &made, None).unwrap().matter;
    let unsigned = court.office.act_signed(&actor("sea_lin"), &confirm(proposal), Hand::Bare);
    assert_eq!(rule(unsigned), Rule::PassphraseUnset);
    let challenge = court.office.challenge(&actor("sea_lin"), &confirm(proposal)).unwrap();
    assert!(challenge.text.contains("\nchange key\nof sys_gao\n"), "{}", challenge.text);
    let made = sign(&home.path().join("sea_lin-ed25519"), &challenge.namespace, &challenge.text);
    court.office.submit(&actor("sea_lin"), &made, None).unwrap();
    signed(&mut court, "sys_gao", GAO, &propose(active("clerk_he", false))).unwrap();
    court.assert_sound();
}

#[test]
fn at_level_2_an_administrator_signs_at_home() {
    let mut court = house(2);
    let home = tempfile::tempdir().unwrap();
    let change = || propose(active("clerk_he", false));
    // With his own key alone he signs as high as it goes.
    assert_eq!(rule(court.by("sys_gao").act(&change())), Rule::SignatureMissing);
    signed(&mut court, "sys_gao", GAO, &change()).unwrap();
    let key =
        std::fs::read_to_string(new_key(home.path(), "sys_gao", "ed25519").with_extension("pub")).unwrap();
    let gao = home.path().join("sys_gao-ed25519");
    let login = propose(OrganChange::Key { person: "sys_gao".into(), use_: KeyUse::Login, key });
    let proposal = signed(&mut court, "sys_gao", GAO, &login).unwrap().matter;
    signed(&mut court, "sea_lin", LIN, &confirm(proposal)).unwrap();
    assert_eq!(rule(court.by("sys_gao").act(&change())), Rule::SignatureMissing);
    assert_eq!(rule(signed(&mut court, "sys_gao", GAO, &change())), Rule::SignatureMissing);
    let challenge = court.office.challenge(&actor("sys_gao"), &change()).unwrap();
    assert_eq!(challenge.namespace, "liuhen-change@v1");
    let made = sign(&gao, &challenge.namespace, &challenge.text);
    court.office.submit(&actor("sys_gao"), &made, None).unwrap();
    assert_eq!(hands(&court).last().unwrap().1.level, 2);
    court.assert_sound();
}

/// An act on the organ's data that nobody did.
fn invented(who: &str, matter: u128, act: OrganEvent) -> Body {
    let act = Event::Organ(act);
    Body {
        v: VERSION,
        kind: act.kind(),
        actor: ActorName::Person(who.into()),
        means: Means::OsAccount(who.to_owned()),
        command: Uuid::from_u128(matter + 1),
        matter: MatterId(Uuid::from_u128(matter)),
        seen: None,
        app: "0.1.0".to_owned(),
        act,
        hand: None,
    }
}

/// Whoever has the file wants a custodian's hand, and first gives her a key of his own.
#[test]
fn a_key_that_no_administrator_gave_is_found_with_everything_it_signs() {
    let court = house(1);
    let home = tempfile::tempdir().unwrap();
    let mine = SigningKey::from_seed(&Zeroizing::new([66; 32])).unwrap();
    let key = mine.public_line().unwrap();
    let proposed = |who, use_| {
        let change = OrganChange::Key { person: "cus_an".into(), use_, key: key.clone() };
        invented(who, 500, OrganEvent::Proposed { change: Box::new(change) })
    };
    let confirmed = || {
        let proposal = MatterId(Uuid::from_u128(500));
        let mut body = invented("sea_lin", 500, OrganEvent::ProposalConfirmed { proposal });
        body.command = Uuid::from_u128(777);
        body
    };
    // A forged hand by the forger's own key is under no key of an administrator's.
    let heads = court.office.heads().unwrap();
    let own = proposed("sys_gao", KeyUse::Login);
    let on = Occasion {
        register: heads[0].register,
        size: heads[0].size,
        root: heads[0].root,
        reads: Some((heads[1].size, heads[1].root)),
        nonce: own.command,
        expires: court.now() / 1000 * 1000 + 600_000,
    };
    let person = PersonId::from("sys_gao");
    let under = Under {
        matter: &own.matter,
        ref_: None,
        person: &person,
        seen: None,
        event: &own.act,
        v: own.v,
        settles: None,
    };
    let text = said(&on, &under).unwrap().text;
    let signature = sshsig::sign(&mine, "liuhen-change@v1", &text).unwrap();
    let by_stranger =
        Body { hand: Some(HandSignature { level: 1, signature, challenge: text }), ..own.clone() };
    let (source, later) = (court.dir().to_owned(), court.now() + 60_000);
    let copy = |name: &str| {
        let copy = home.path().join(name);
        assert!(Process::new("cp").arg("-a").args([&source, &copy]).status().unwrap().success());
        copy
    };
    let bare = copy("bare");
    append(&bare, &own);
    assert_eq!(judged(&bare, later), Some(HandFlaw::Below));
    append(&bare, &confirmed());
    assert_eq!(judged(&bare, later), Some(HandFlaw::Below));
    let stranger = copy("stranger");
    append(&stranger, &by_stranger);
    assert_eq!(judged(&stranger, later), Some(HandFlaw::Key));
    // The custodian herself could propose the key, unsigned; no administrator's hand stands under it.
    let herself = copy("herself");
    append(&herself, &proposed("cus_an", KeyUse::Own));
    assert_eq!(judged(&herself, later), None);
    append(&herself, &confirmed());
    assert_eq!(judged(&herself, later), Some(HandFlaw::Below));
}

/// One administrator who writes the file wants the hands of those who have a key: he proposes another in their
/// names, agrees to it with his own, and would sign as them from then on.
#[test]
fn one_administrator_with_the_file_gives_himself_nobodys_hand_that_signs_already() {
    let mut court = house(1);
    let an = court.office.set_passphrase(&actor("cus_an"), &secret(AGAIN)).unwrap().0.matter;
    signed(&mut court, "sys_gao", GAO, &confirm(an)).unwrap();
    // An administrator who signs at home alone.
    let home = tempfile::tempdir().unwrap();
    let key =
        std::fs::read_to_string(new_key(home.path(), "aud_mu", "ed25519").with_extension("pub")).unwrap();
    let login = propose(OrganChange::Key { person: "aud_mu".into(), use_: KeyUse::Login, key });
    let proposal = signed(&mut court, "sys_gao", GAO, &login).unwrap().matter;
    signed(&mut court, "sea_lin", LIN, &confirm(proposal)).unwrap();
    court.assert_sound();
    assert_eq!(rule(court.office.set_passphrase(&actor("aud_mu"), &secret(AGAIN))), Rule::OwnKeyStands);
    let key = SigningKey::from_seed(&Zeroizing::new([66; 32])).unwrap().public_line().unwrap();
    let (source, later) = (court.dir().to_owned(), court.now() + 60_000);
    for (who, flaw) in [
        ("cus_an", Some(HandFlaw::Below)),
        ("sea_lin", Some(HandFlaw::Below)),
        ("aud_mu", Some(HandFlaw::Below)),
        // Who has none proposes his first one without.
        ("cus_bai", None),
    ] {
        let copy = home.path().join(who);
        assert!(Process::new("cp").arg("-a").args([&source, &copy]).status().unwrap().success());
        let change = OrganChange::Key { person: who.into(), use_: KeyUse::Own, key: key.clone() };
        append(&copy, &invented(who, 500, OrganEvent::Proposed { change: Box::new(change) }));
        assert_eq!(judged(&copy, later), flaw, "{who}");
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/verify/verify.py");
        let second = Process::new("python3").arg(script).arg(&copy).output().unwrap();
        assert_eq!(second.status.success(), flaw.is_none(), "{who} {second:?}");
    }
}

/// Nothing of the organ's data is anybody's but an administrator's, and nothing happens twice.
#[test]
fn what_nobody_could_have_done_there_is_found() {
    let mut court = house(1);
    let home = tempfile::tempdir().unwrap();
    let change = propose(active("clerk_he", false));
    let open = signed(&mut court, "sys_gao", GAO, &change).unwrap().matter;
    let settled = signed(&mut court, "sys_gao", GAO, &change).unwrap().matter;
    let refuse = OrganCommand::Refuse { proposal: settled, reason: "重复".to_owned() };
    signed(&mut court, "sea_lin", LIN, &Command::Organ(refuse)).unwrap();
    let proposed =
        |who| invented(who, 600, OrganEvent::Proposed { change: Box::new(active("clerk_he", true)) });
    let confirmed = |who, proposal| {
        let mut body = invented(who, 700, OrganEvent::ProposalConfirmed { proposal });
        body.matter = proposal;
        body
    };
    let first = court.log().remove(0);
    let again = Body { command: Uuid::from_u128(901), actor: ActorName::Person("sea_lin".into()), ..first };
    let key = SigningKey::from_seed(&Zeroizing::new([66; 32])).unwrap().public_line().unwrap();
    let own = OrganChange::Key { person: "cus_an".into(), use_: KeyUse::Own, key };
    // The proposal that the other administrator has read and is about to confirm.
    let mut replaced = invented("cus_an", 800, OrganEvent::Proposed { change: Box::new(own) });
    replaced.matter = open;
    let all = [
        ("a member of staff proposes", proposed("clerk_he")),
        ("nobody proposes", proposed("nobody-at-all")),
        ("nobody confirms", confirmed("nobody-at-all", open)),
        ("a custodian confirms", confirmed("cus_an", open)),
        ("the proposer confirms", confirmed("sys_gao", open)),
        ("a refused one is confirmed", confirmed("aud_mu", settled)),
        ("founded again", again),
        ("another change under the same number", replaced.clone()),
    ];
    let (source, later) = (court.dir().to_owned(), court.now() + 60_000);
    for (what, body) in all {
        let copy = home.path().join(what.replace(' ', "-"));
        assert!(Process::new("cp").arg("-a").args([&source, &copy]).status().unwrap().success());
        append(&copy, &body);
        assert_eq!(judged(&copy, later), Some(HandFlaw::Order), "{what}");
    }
    // What was read is what is confirmed, whatever was slipped in between.
    append(&source, &replaced);
    let mut court = crate::support::session(&source, later, "sea_lin");
    court.office.rebuild(&mut |_, _| {}).unwrap();
    signed(&mut court, "sea_lin", LIN, &confirm(open)).unwrap();
    let organ = court.office.organ_now().unwrap();
    assert!(!organ.people[&"clerk_he".into()].active);
    assert!(organ.keys_of(&"cus_an".into(), KeyUse::Own).next().is_none());
}

/// Once two administrators can sign, one who has no key can change nothing, and nobody can in his name.
#[test]
fn from_two_on_nobody_acts_unsigned() {
    let mut court = house(1);
    let home = tempfile::tempdir().unwrap();
    let change = || active("clerk_he", false);
    assert_eq!(rule(court.by("aud_mu").act(&propose(change()))), Rule::SignatureMissing);
    let forged = invented("aud_mu", 600, OrganEvent::Proposed { change: Box::new(change()) });
    let copy = home.path().join("copy");
    assert!(Process::new("cp").arg("-a").args([court.dir(), &copy]).status().unwrap().success());
    append(&copy, &forged);
    assert_eq!(judged(&copy, court.now() + 60_000), Some(HandFlaw::Below));
    assert!(court.office.lacks_passphrase(&"aud_mu".into()));
    assert!(!court.office.lacks_passphrase(&"sys_gao".into()));
}

/// What stays possible: before that, one without a key can be impersonated. The page says so, and
/// `doctor` names him.
#[test]
fn before_two_have_a_key_one_without_can_be_impersonated() {
    let mut court = court(1);
    let home = tempfile::tempdir().unwrap();
    let proposal = court.office.set_passphrase(&actor("sys_gao"), &secret(GAO)).unwrap().0.matter;
    court.by("sea_lin").act(&confirm(proposal)).unwrap();
    let forged =
        invented("aud_mu", 600, OrganEvent::Proposed { change: Box::new(active("clerk_he", false)) });
    let copy = home.path().join("copy");
    assert!(Process::new("cp").arg("-a").args([court.dir(), &copy]).status().unwrap().success());
    append(&copy, &forged);
    assert_eq!(judged(&copy, court.now() + 60_000), None);
}

/// A level that nobody's keys reach asks for the highest they do reach, and a mistyped one is refused.
#[test]
fn no_level_locks_an_office_out() {
    let mut court = court(3);
    let home = tempfile::tempdir().unwrap();
    let gao = login_key(&mut court, home.path(), "sys_gao", "ed25519");
    let at_home = |court: &mut Court, who: &str, key: &std::path::Path, command: &Command| {
        let challenge = court.office.challenge(&actor(who), command).unwrap();
        let made = sign(key, &challenge.namespace, &challenge.text);
        court.office.submit(&actor(who), &made, None).unwrap().matter
    };
    let lins_key = new_key(home.path(), "sea_lin", "ed25519");
    let key = std::fs::read_to_string(lins_key.with_extension("pub")).unwrap();
    let change = propose(OrganChange::Key { person: "sea_lin".into(), use_: KeyUse::Login, key });
    let proposal = at_home(&mut court, "sys_gao", &gao, &change);
    court.by("sea_lin").act(&confirm(proposal)).unwrap();
    let mut policy = court.office.organ().policy.clone();
    policy.signature.change = 4;
    let refused =
        court.office.challenge(&actor("sys_gao"), &propose(OrganChange::Policy { policy: policy.clone() }));
    assert!(refused.is_err(), "a level above 3");
    policy.signature.change = 1;
    let proposal = at_home(&mut court, "sys_gao", &gao, &propose(OrganChange::Policy { policy }));
    at_home(&mut court, "sea_lin", &lins_key, &confirm(proposal));
    assert_eq!(court.office.organ_now().unwrap().policy.signature.change, 1);
    court.assert_sound();
}

/// A change by administrators is what vouches for a clock that nobody has looked at for long; where it
/// is signed at home, its text must be given out.
#[test]
fn after_a_long_silence_a_change_can_still_be_signed_at_home() {
    let mut court = house(1);
    let record = submitted(&mut court);
    let command = confirmation(&mut court, "cus_an", &record);
    let far = court.now() + 500 * 24 * crate::support::HOUR;
    let mut court = crate::support::session(court.dir(), far, "sys_gao");
    court.office.challenge(&actor("sys_gao"), &propose(active("clerk_he", false))).unwrap();
    assert_eq!(rule(court.office.challenge(&actor("cus_an"), &command)), Rule::ClockAhead);
}
