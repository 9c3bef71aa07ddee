//! Two custodians put their hands under where the log stands, and somebody outside who has nothing
//! but the file, the list of signers and a stock `ssh-keygen` finds both of them.

use crate::bench::{AN, BAI, court, keygen, login_key, passphrase, secret, sign};
use crate::far::Far;
use crate::line::{SAMPLE, run, text};
use crate::support::{actor, rule};
use liuhen::domain::ids::PersonId;
use liuhen::domain::refusal::Rule;
use liuhen::office::Hand;
use serde_json::Value;
use std::path::{Path, PathBuf};

const NAMESPACE: &str = "liuhen-checkpoint@v1";
const COSIGN: &str = "checkpoint cosign --passphrase-stdin";

fn s(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Two custodians with passphrases, and others who have keys as well; one record is in.
fn custodians() -> Far {
    let far = Far::founded(&["judge", "custodian1", "custodian2", "system", "audit"]);
    far.sets_passphrase("custodian1", AN);
    far.sets_passphrase("custodian2", BAI);
    far.ask("judge", "record new --again --from -", SAMPLE).ok();
    far
}

/// The file for those outside, and the directory into which it was laid out.
fn unpacked(far: &Far, name: &str) -> (Value, PathBuf) {
    let file = far.ask("audit", "checkpoint --export -", "").ok();
    let (path, dir) = (far.place.path(&format!("{name}.liuhen-checkpoint")), far.place.path(name));
    std::fs::write(&path, &file.out).unwrap();
    std::fs::create_dir(&dir).unwrap();
    run(&["checkpoint", "unpack", s(&path), "--dir", s(&dir)], "").ok();
    far.place.run(&["verify", "--against", s(&path)]).ok();
    (file.json(), dir)
}

/// What stock `ssh-keygen` says of one signature over a body.
fn stock(signers: &Path, who: &str, sig: &Path, body: &str) -> (bool, String) {
    keygen(&["-Y", "verify", "-f", s(signers), "-I", who, "-n", NAMESPACE, "-s", s(sig)], body)
}

/// Both custodians, by their signatures and nothing else; and not under another text.
fn assert_two_hands(far: &Far, dir: &Path) {
    let signers = far.place.path("signers");
    std::fs::write(&signers, far.ask("audit", "key allowed-signers", "").ok().out).unwrap();
    let body = std::fs::read_to_string(dir.join("acts.body")).unwrap();
    let mut bits = body.clone().into_bytes();
    let last = bits.len() - 2;
    bits[last] ^= 1;
    let bent = String::from_utf8(bits).unwrap();
    // The ids of the example's roster; whoever is outside is told the name by the signature itself.
    for (n, who, account, other) in
        [("1.sig", "p06", "custodian1", "p07"), ("2.sig", "p07", "custodian2", "p06")]
    {
        let sig = dir.join(n);
        let found = keygen(&["-Y", "find-principals", "-f", s(&signers), "-s", s(&sig)], "");
        assert_eq!((found.0, found.1.trim()), (true, who));
        let (good, said) = stock(&signers, who, &sig, &body);
        assert!(good && said.contains(&format!("Good \"{NAMESPACE}\" signature for {who}")), "{said}");
        assert!(stock(&dir.join("allowed_signers"), account, &sig, &body).0);
        let (good, said) = stock(&signers, who, &sig, &bent);
        assert!(!good && !said.contains("Good"), "{said}");
        assert!(!stock(&signers, other, &sig, &body).0, "{other} did not sign {n}");
    }
    assert!(!dir.join("3.sig").exists());
}

#[test]
fn two_passphrases_make_a_checkpoint_cosigned_and_a_key_at_home_does_as_well() {
    let far = custodians();
    let first = far.ask("custodian1", COSIGN, &format!("{AN}\n")).ok().out;
    assert!(first.contains("已由吴谨签，还须另一名保管人"), "{first}");
    // One person is one person, however often he signs.
    far.ask("custodian1", COSIGN, &format!("{AN}\n")).ok();
    far.ask("custodian1", &format!("{COSIGN} --anew"), &format!("{AN}\n")).ok();
    let (file, dir) = unpacked(&far, "alone");
    assert!(file["cosigned"].is_null() && !dir.join("acts.body").exists(), "{file}");
    let second = far.ask("custodian2", COSIGN, &format!("{BAI}\n")).ok().out;
    let (file, dir) = unpacked(&far, "together");
    let hands = file["cosigned"]["signatures"].as_array().unwrap();
    let signers: Vec<&str> = hands.iter().map(|h| h["signer"].as_str().unwrap()).collect();
    assert_eq!(signers, ["custodian1", "custodian2"]);
    let body = text(&file["cosigned"]["body"]);
    let size = body.lines().nth(1).unwrap();
    assert!(second.contains(&format!("前{size}条由吴谨、郑慎共签")), "{second} {body}");
    assert_two_hands(&far, &dir);
    let verified = far.place.run(&["--json", "verify"]).ok().json();
    assert_eq!(verified["signatures"]["good"]["1"], 4, "{verified}");

    // The next head: one by passphrase; the other takes the text home and signs it there.
    far.ask("judge", "record new --again --from -", SAMPLE).ok();
    far.ask("custodian1", COSIGN, &format!("{AN}\n")).ok();
    let asked = far.ask("custodian2", "challenge checkpoint", "").ok();
    assert!(asked.out.starts_with("liuhen/") && asked.err.contains(NAMESPACE), "{asked:?}");
    let signed = sign(&far.key("custodian2"), NAMESPACE, &asked.out);
    let strange = sign(&far.key("custodian2"), "liuhen-confirm@v1", &asked.out);
    let refused = far.ask("custodian2", "submit --json", &strange).ended(3).error();
    assert_eq!(refused["code"], "signature_namespace");
    far.ask("custodian2", "submit", &signed).ok();
    let (file, dir) = unpacked(&far, "later");
    assert_eq!(text(&file["cosigned"]["body"]), asked.out, "what he signed is what went out");
    assert_ne!(asked.out, body);
    assert_two_hands(&far, &dir);
    let verified = far.place.run(&["--json", "verify"]).ok().json();
    assert_eq!(
        (&verified["signatures"]["good"]["1"], &verified["signatures"]["good"]["2"]),
        (&5.into(), &1.into()),
        "{verified}"
    );
    assert!(far.ask("judge", "verify", "").ok().out.contains("签名：全部成立"));
    let told = far.place.run(&["--lang", "zh", "verify"]).ok().out;
    assert!(told.contains("签名：1级5个，2级1个，3级0个，全部成立"), "{told}");
}

#[test]
fn nobody_but_a_custodian_with_his_own_hand_signs_a_checkpoint() {
    let far = custodians();
    let code = |account: &str, line: &str, input: &str| {
        text(&far.ask(account, &format!("{line} --json"), input).ended(3).error()["code"])
    };
    far.sets_passphrase("audit", AN);
    far.sets_passphrase("judge", BAI);
    for (account, typed) in [("audit", AN), ("judge", BAI)] {
        assert_eq!(code(account, COSIGN, &format!("{typed}\n")), "not_your_capacity");
        assert_eq!(code(account, "challenge checkpoint", ""), "not_your_capacity");
    }
    assert_eq!(code("custodian1", "checkpoint cosign", ""), "signature_missing");
    assert_eq!(code("custodian1", COSIGN, &format!("{BAI}\n")), "passphrase_wrong");
    far.ask("custodian1", COSIGN, &format!("{AN}\n")).ok();
    // The text is the same for every custodian; the hand under it is one person's all the same.
    let text_ = far.ask("custodian2", "challenge checkpoint", "").ok().out;
    let by = |account: &str| sign(&far.key(account), NAMESPACE, &text_);
    assert_eq!(code("custodian2", "submit", &by("custodian1")), "key_of_another");
    assert_eq!(code("custodian2", "submit", &by("audit")), "key_of_another");
    assert_eq!(code("audit", "submit", &by("audit")), "challenge_unknown");
    let (file, _) = unpacked(&far, "alone");
    assert!(file["cosigned"].is_null(), "{file}");
    let verified = far.place.run(&["--json", "verify"]).ok().json();
    assert_eq!(verified["signatures"]["good"]["1"], 1, "{verified}");
}

#[test]
fn the_text_of_a_checkpoint_that_grew_old_can_be_asked_for_again_and_is_used_once() {
    let mut court = court(1);
    let home = tempfile::tempdir().unwrap();
    let key = login_key(&mut court, home.path(), "cus_an", "ed25519");
    passphrase(&mut court, "cus_an", AN);
    let an = PersonId::from("cus_an");
    let me = actor("cus_an");
    let command = court.office.cosign_command(&an, false).unwrap();
    let old = court.office.challenge(&me, &command).unwrap();
    let signed = sign(&key, NAMESPACE, &old.text);
    court.later(15 * 60_000 + 1000);
    assert_eq!(rule(court.office.submit(&me, &signed, None)), Rule::ChallengeExpired);
    // The log did not grow, so the text is letter for letter the same.
    for _ in 0..2 {
        assert_eq!(court.office.challenge(&me, &command).unwrap().text, old.text);
    }
    court.office.submit(&me, &signed, None).unwrap();
    assert_eq!(rule(court.office.submit(&me, &signed, None)), Rule::ChallengeUnknown);
    // His other key under the same head is still the same person.
    court.office.act_signed(&me, &command, Hand::Passphrase(secret(AN))).unwrap();
    let evidence = &court.office.organ().evidence;
    assert_eq!((evidence.cosigned.len(), evidence.cosigned_head()), (2, None));
    assert!(court.office.export(&[]).unwrap().cosigned.is_none());
    court.assert_sound();
}
