//! A key that needs no other half: a point of small order, under which one signature fits any text.

use crate::bench::*;
use crate::forged::{append, invented, judged, text_of};
use crate::support::rule;
use liuhen::domain::command::Command;
use liuhen::domain::event::{ActorName, Body, Event, HandSignature, Means, VERSION};
use liuhen::domain::evidence::EvidenceEvent;
use liuhen::domain::ids::MatterId;
use liuhen::domain::organ::{KeyUse, OrganChange, OrganCommand, OrganEvent};
use liuhen::domain::refusal::Rule;
use liuhen::identity::ssh::SignedIn;
use liuhen::office::HandFlaw;
use liuhen::signing::{LogPublic, SigningKey};
use ssh_key::public::{Ed25519PublicKey, KeyData, SkEd25519};
use ssh_key::{Algorithm, HashAlg, LineEnding, PublicKey, Signature, SshSig};
use std::path::Path;
use std::process::Command as Process;
use uuid::Uuid;
use zeroize::Zeroizing;

/// The point that added to any other leaves it as it is.
const NEUTRAL: [u8; 32] = {
    let mut point = [0; 32];
    point[0] = 1;
    point
};

fn line(key: &KeyData) -> String {
    PublicKey::new(key.clone(), "").to_openssh().unwrap().trim().to_owned()
}

/// The neutral point as a key, and as one on a security token.
fn keys() -> [KeyData; 2] {
    let point = Ed25519PublicKey(NEUTRAL);
    [KeyData::Ed25519(point), KeyData::SkEd25519(SkEd25519::new(point, "ssh:"))]
}

/// The one signature that fits every text under it; a token that says it checked the person.
fn signature(key: &KeyData, namespace: &str) -> String {
    let mut data = [NEUTRAL, [0; 32]].concat();
    let algorithm = match key {
        KeyData::SkEd25519(_) => {
            data.extend([5, 0, 0, 0, 1]);
            Algorithm::SkEd25519
        }
        _ => Algorithm::Ed25519,
    };
    let made = Signature::new(algorithm, data).unwrap();
    SshSig::new(key.clone(), namespace, HashAlg::Sha512, made).unwrap().to_pem(LineEnding::LF).unwrap()
}

/// A change of the organ as whoever can write the file puts it there.
fn change(by: &str, command: u128, act: OrganEvent, matter: MatterId) -> Body {
    let act = Event::Organ(act);
    Body {
        v: VERSION,
        kind: act.kind(),
        actor: ActorName::Person(by.into()),
        means: Means::OsAccount(by.to_owned()),
        command: Uuid::from_u128(command),
        matter,
        seen: None,
        app: "0.1.0".to_owned(),
        act,
        hand: None,
    }
}

#[test]
fn no_key_under_which_anybody_could_sign_is_taken_anywhere() {
    let mut court = court(2);
    for key in keys().iter().map(line) {
        let changes = [
            OrganChange::Key { person: "cus_an".into(), use_: KeyUse::Login, key: key.clone() },
            OrganChange::Witness { name: "市人大".to_owned(), key: key.clone() },
        ];
        for change in changes {
            let propose = Command::Organ(OrganCommand::Propose { change });
            assert_eq!(rule(court.by("sys_gao").act(&propose)), Rule::KeyUnsound);
        }
        let mine = OrganChange::Key { person: "cus_an".into(), use_: KeyUse::Own, key: key.clone() };
        let propose = Command::Organ(OrganCommand::Propose { change: mine });
        assert_eq!(rule(court.by("cus_an").act(&propose)), Rule::KeyUnsound);
        // Nor is it the register's own, on the line or in a file from elsewhere.
        assert!(LogPublic::from_openssh(&key).is_err());
    }
}

#[test]
fn a_hand_under_a_key_that_needs_no_other_half_counts_in_neither_verifier() {
    for (key, level) in keys().iter().zip([2, 3]) {
        let mut court = court(level);
        let record = submitted(&mut court);
        let dir = court.dir().to_owned();
        let home = tempfile::tempdir().unwrap();
        let proposal = MatterId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001));
        let entered = OrganChange::Key { person: "cus_an".into(), use_: KeyUse::Login, key: line(key) };
        append(&dir, &change("sys_gao", 5, OrganEvent::Proposed { change: Box::new(entered) }, proposal));
        append(&dir, &change("aud_mu", 6, OrganEvent::ProposalConfirmed { proposal }, proposal));
        let court = crate::support::session(&dir, court.now() + 60_000, "forger");
        let bare = invented(&court, "cus_an", record);
        let challenge = text_of(&court, &bare, None, court.now() + 600_000);
        let signature = signature(key, "liuhen-confirm@v1");
        let hand = HandSignature { level, signature, challenge };
        // Stock `ssh-keygen` says that it holds.
        let signers = home.path().join("signers");
        std::fs::write(&signers, format!("cus_an {}\n", line(key))).unwrap();
        let stock = stock_verify(&signers, "cus_an", "liuhen-confirm@v1", &hand, "20260310120000Z");
        assert!(stock.0, "{}", stock.1);
        // The program's own list does not name it as a signer, and nobody signs in by it.
        let mut court = court;
        let auth = home.path().join("auth");
        std::fs::write(&auth, format!("publickey {}\n", line(key))).unwrap();
        std::fs::set_permissions(&auth, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        let signed_in = SignedIn::read(&auth, None).unwrap();
        assert_eq!(signed_in.person(court.office.organ()).unwrap_err().rule, Rule::KeyUnknown);
        assert!(court.office.allowed_signers().unwrap().iter().all(|l| !l.contains(&line(key))));
        append(&dir, &Body { hand: Some(hand), ..bare });
        assert_eq!(judged(&dir, court.now() + 600_000), Some(HandFlaw::Signature), "level {level}");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/verify/verify.py");
        let done = Process::new("python3").arg(script).arg("--json").arg(&dir).output().unwrap();
        let said: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
        let wrong = said["signatures"]["problems"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(
            (&said["signatures"]["levels"], &wrong["code"]),
            (&serde_json::json!([0, 0, 0, 0]), &"signature".into()),
            "{said}"
        );
    }
}

/// Whoever can write the file puts a key there under which anybody could sign: the register's own, or a witness's.
#[test]
fn an_unsound_key_of_the_register_or_of_a_witness_is_named_by_both() {
    let mut court = court(0);
    let home = tempfile::tempdir().unwrap();
    submitted(&mut court);
    let source = court.dir().to_owned();
    let matter = MatterId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0002));
    let witness = |key: String| {
        let named = Box::new(OrganChange::Witness { name: "市人大".to_owned(), key });
        change("sys_gao", 5, OrganEvent::Proposed { change: named }, matter)
    };
    let own = |public: String| Body {
        kind: "evidence.log_key".to_owned(),
        actor: ActorName::Register,
        means: Means::Register,
        act: Event::Evidence(EvidenceEvent::LogKey { public }),
        ..witness(String::new())
    };
    let sound = SigningKey::from_seed(&Zeroizing::new([5; 32])).unwrap().public_line().unwrap();
    let [weak, on_token] = keys().map(|key| line(&key));
    let all = [
        (own(sound.clone()), true),
        (own(weak.clone()), false),
        (own(on_token.clone()), false),
        (own("ssh-ed25519 AAAA".to_owned()), false),
        (witness(sound), true),
        (witness(weak), false),
        (witness(on_token), false),
    ];
    for (n, (body, good)) in all.into_iter().enumerate() {
        let copy = home.path().join(n.to_string());
        assert!(Process::new("cp").args(["-a"]).args([&source, &copy]).status().unwrap().success());
        append(&copy, &body);
        let mut looked = crate::support::session(&copy, court.now() + 60_000, "judge");
        let found = looked.office.verify(&[], &mut |_, _, _| {}).unwrap();
        let ours = found.course.as_ref().map(|wrong| wrong.amiss.code());
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/verify/verify.py");
        let done = Process::new("python3").arg(script).arg("--json").arg(&copy).output().unwrap();
        let said: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
        let theirs = said["signatures"]["problems"][0]["code"].as_str();
        let wanted = if good { (None, None) } else { (Some("key_unsound"), Some("unsound_key")) };
        assert_eq!((ours, theirs), wanted, "{n}: {:?} {said}", body.act);
    }
}
