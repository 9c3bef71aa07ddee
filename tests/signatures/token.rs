//! Level 3: a security token that checked the person. The token is in software here, and does what
//! PROTOCOL.u2f says: it signs over its application, what the person did, a counter and the message.

use crate::bench::*;
use crate::support::{actor, rule};
use liuhen::domain::organ::{KeyUse, OrganChange};
use liuhen::domain::refusal::Rule;
use ssh_key::public::{EcdsaPublicKey, Ed25519PublicKey, KeyData, SkEcdsaSha2NistP256, SkEd25519};
use ssh_key::{Algorithm, HashAlg, LineEnding, PrivateKey, PublicKey, Signature, SshSig};
use std::path::Path;

const APPLICATION: &str = "ssh:";

/// The bare signature; the trait that makes it is known by its bound alone.
fn raw(key: &impl ssh_key::SigningKey, message: &[u8]) -> Signature {
    key.sign(message)
}

struct Token(PrivateKey);

impl Token {
    fn new(dir: &Path, kind: &str) -> Self {
        let file = new_key(dir, "inside-a-token", kind);
        Self(PrivateKey::from_openssh(std::fs::read(file).unwrap()).unwrap())
    }

    fn public(&self) -> KeyData {
        match self.0.public_key().key_data() {
            KeyData::Ed25519(Ed25519PublicKey(bytes)) => {
                KeyData::SkEd25519(SkEd25519::new(Ed25519PublicKey(*bytes), APPLICATION))
            }
            KeyData::Ecdsa(EcdsaPublicKey::NistP256(point)) => {
                KeyData::SkEcdsaSha2NistP256(SkEcdsaSha2NistP256::new(*point, APPLICATION))
            }
            other => panic!("{other:?}"),
        }
    }

    fn line(&self) -> String {
        PublicKey::new(self.public(), "").to_openssh().unwrap()
    }

    /// What the token gives after a touch (1), or after a touch and its PIN (5).
    fn sign(&self, flags: u8, namespace: &str, text: &str) -> String {
        let message = SshSig::signed_data(namespace, HashAlg::Sha512, text.as_bytes()).unwrap();
        let trailer = [flags, 0, 0, 1, 7];
        let over = [
            HashAlg::Sha256.digest(APPLICATION.as_bytes()).as_slice(),
            trailer.as_slice(),
            HashAlg::Sha256.digest(&message).as_slice(),
        ]
        .concat();
        let bare = raw(&self.0, &over);
        // Written by hand: the library puts the trailer of ECDSA tokens in the wrong place.
        let string = |bytes: &[u8]| [&(bytes.len() as u32).to_be_bytes(), bytes].concat();
        let public = self.public();
        let kind = match public.algorithm() {
            Algorithm::SkEd25519 => "sk-ssh-ed25519@openssh.com",
            _ => "sk-ecdsa-sha2-nistp256@openssh.com",
        };
        let signature = [string(kind.as_bytes()), string(bare.as_bytes()), trailer.to_vec()].concat();
        let key = PublicKey::new(public, "").to_bytes().unwrap();
        let blob = [
            b"SSHSIG\0\0\0\x01".to_vec(),
            string(&key),
            string(namespace.as_bytes()),
            string(b""),
            string(b"sha512"),
            string(&signature),
        ]
        .concat();
        let text = liuhen::ledger::hex::base64(&blob);
        let lines: Vec<&str> =
            text.as_bytes().chunks(70).map(|line| std::str::from_utf8(line).unwrap()).collect();
        format!("-----BEGIN SSH SIGNATURE-----\n{}\n-----END SSH SIGNATURE-----\n", lines.join("\n"))
    }
}

fn token_signs(kind: &str) {
    let mut court = court(3);
    let home = tempfile::tempdir().unwrap();
    let token = Token::new(home.path(), kind);
    let key = token.line();
    court.change(OrganChange::Key { person: "cus_an".into(), use_: KeyUse::Login, key });
    let record = submitted(&mut court);
    let command = confirmation(&mut court, "cus_an", &record);
    let me = actor("cus_an");
    let challenge = court.office.challenge(&me, &command).unwrap();
    let (ns, text) = (challenge.namespace.as_str(), challenge.text.as_str());
    // Touched, but it asked for no PIN: whoever holds it could have done that.
    let touched = token.sign(1, ns, text);
    assert_eq!(rule(court.office.submit(&me, &touched, None)), Rule::SignatureMissing);
    let checked = token.sign(5, ns, text);
    court.office.submit(&me, &checked, None).unwrap();
    let found = court.office.verify(&[], &mut |_, _, _| {}).unwrap();
    assert!(found.is_sound(), "{found:?}");
    assert_eq!(found.hands.unwrap().good, [0, 0, 1]);
    let (_, hand) = hands(&court).remove(0);
    assert_eq!((hand.level, hand.signature.as_str()), (3, checked.as_str()), "kept as it was received");
    // Stock OpenSSH reads the same bytes the same way.
    let signers = court.dir().join("signers");
    std::fs::write(&signers, court.office.allowed_signers().unwrap().join("\n") + "\n").unwrap();
    let good = stock_verify(&signers, "cus_an", ns, &hand, "20260310120000Z");
    assert!(good.0, "{}", good.1);
}

#[test]
fn a_token_of_each_kind_is_level_3_when_it_checked_the_person_and_2_when_it_did_not() {
    token_signs("ed25519");
    token_signs("ecdsa");
    // The library itself cannot write what it read; that it reads right is shown above.
    let _ = LineEnding::LF;
}

#[test]
fn a_software_key_is_no_token() {
    let mut court = court(3);
    let home = tempfile::tempdir().unwrap();
    let an = login_key(&mut court, home.path(), "cus_an", "ed25519");
    let record = submitted(&mut court);
    assert_eq!(rule(by_key(&mut court, "cus_an", &record, &an)), Rule::SignatureMissing);
}
