use super::*;
use ssh_key::private::Ed25519Keypair;
use ssh_key::public::{KeyData, SkEd25519};
use ssh_key::sha2::{Digest, Sha256};
use ssh_key::{Signature, public::Ed25519PublicKey};
use zeroize::Zeroizing;

fn key(n: u8) -> SigningKey {
    SigningKey::from_seed(&Zeroizing::new([n; 32])).unwrap()
}

#[test]
fn what_we_sign_holds_for_its_key_its_use_and_its_text_alone() {
    let (mine, other) = (key(1), key(2));
    let signed = sign(&mine, "liuhen-confirm@v1", "text\n").unwrap();
    let line = mine.public_line().unwrap();
    let facts = verify(&signed, &line, "liuhen-confirm@v1", "text\n").unwrap();
    assert_eq!((facts.level(), facts.on_token), (2, false));
    assert_eq!(verify(&signed, &line, "liuhen-confirm@v1", "text"), Err(NotGood::Wrong));
    assert!(matches!(verify(&signed, &line, "liuhen-vote@v1", "text\n"), Err(NotGood::Namespace { .. })));
    let others = other.public_line().unwrap();
    let refused = verify(&signed, &others, "liuhen-confirm@v1", "text\n");
    assert_eq!(refused, Err(NotGood::OtherKey(mine.fingerprint())));
}

#[test]
fn one_flipped_letter_is_no_signature() {
    let mine = key(3);
    let line = mine.public_line().unwrap();
    let signed = sign(&mine, "n@v1", "t").unwrap();
    let body = signed.find('\n').unwrap() + 1;
    let mut refused = 0;
    for at in body..signed.rfind("\n-----END").unwrap() {
        let mut bent = signed.clone().into_bytes();
        if !bent[at].is_ascii_alphanumeric() {
            continue;
        }
        bent[at] = if bent[at] == b'A' { b'B' } else { b'A' };
        refused += 1;
        assert!(verify(&String::from_utf8(bent).unwrap(), &line, "n@v1", "t").is_err(), "{at}");
    }
    assert!(refused > 200, "{refused}");
}

#[test]
fn a_signature_pasted_through_a_terminal_is_read_and_other_text_is_not() {
    let mine = key(4);
    let line = mine.public_line().unwrap();
    let signed = sign(&mine, "n@v1", "t").unwrap();
    let pasted = format!("paste:\r\n   {}   \r\n", signed.trim().replace('\n', "\r\n   "));
    assert!(verify(&pasted, &line, "n@v1", "t").is_ok());
    assert_eq!(Received::read(&pasted).unwrap().armored(), signed, "the armor as ssh-keygen writes it");
    for no in ["", BEGIN, &format!("{BEGIN}\n{END}"), &format!("{BEGIN}{}{END}", "A".repeat(9000))] {
        assert!(matches!(Received::read(no), Err(NotGood::Unreadable(_))), "{no}");
    }
}

#[test]
fn an_armor_holds_something_and_not_more_than_the_longest() {
    let inside = |n: usize| tidy(&format!("{BEGIN}\n{}\n{END}", "A".repeat(n))).is_some();
    assert_eq!([0, 1, LONGEST, LONGEST + 1].map(inside), [false, true, true, false]);
}

#[test]
fn a_log_keeps_one_armored_block_alone_and_an_older_one_what_it_kept() {
    let mine = key(6);
    let line = mine.public_line().unwrap();
    let signed = sign(&mine, "n@v1", "t").unwrap();
    assert!(Received::kept(&signed, 4).unwrap().check(&line, "n@v1", "t").is_ok());
    let (crlf, before, after) = (signed.replace('\n', "\r\n"), format!("x\n{signed}"), format!("{signed}\n"));
    for around in [crlf, before, after, signed.trim_end().to_owned(), signed.repeat(2)] {
        assert_eq!(Received::kept(&around, 4).unwrap_err(), NotGood::Around, "{around}");
        assert!(Received::kept(&around, 3).unwrap().check(&line, "n@v1", "t").is_ok(), "{around}");
    }
    // Handed in, two are not guessed between.
    assert_eq!(Received::read(&signed.repeat(2)).unwrap_err(), NotGood::Several);
    assert_eq!(Refusal::from(NotGood::Several).rule, Rule::SignatureArmor);
}

/// The bare signature; the trait that makes it is known by its bound alone.
fn raw(key: &impl ssh_key::SigningKey, message: &[u8]) -> Signature {
    key.sign(message)
}

/// A security token, in software: it signs over the application, what the person did, a counter and
/// the message (PROTOCOL.u2f).
fn token(seed: u8, flags: u8, namespace: &str, text: &str) -> (String, String) {
    let pair = Ed25519Keypair::from_seed(&[seed; 32]);
    let public = SkEd25519::new(Ed25519PublicKey(pair.public.0), "ssh:");
    let message = SshSig::signed_data(namespace, HashAlg::Sha512, text.as_bytes()).unwrap();
    let mut over = Sha256::digest(b"ssh:").to_vec();
    over.extend([flags, 0, 0, 0, 9]);
    over.extend(Sha256::digest(&message));
    let raw = raw(key(seed).private(), &over);
    let mut data = raw.as_bytes().to_vec();
    data.extend([flags, 0, 0, 0, 9]);
    let signature = Signature::new(Algorithm::SkEd25519, data).unwrap();
    let whole =
        SshSig::new(KeyData::SkEd25519(public.clone()), namespace, HashAlg::Sha512, signature).unwrap();
    let line = PublicKey::new(KeyData::SkEd25519(public), "").to_openssh().unwrap();
    (whole.to_pem(LineEnding::LF).unwrap(), line.trim().to_owned())
}

#[test]
fn a_token_is_level_3_only_when_it_checked_the_person() {
    for (flags, level) in [(PRESENT | VERIFIED, 3), (PRESENT, 2), (VERIFIED, 2), (0, 2)] {
        let (signed, line) = token(5, flags, "n@v1", "t");
        let facts = verify(&signed, &line, "n@v1", "t").unwrap();
        assert_eq!((facts.on_token, facts.level()), (true, level), "{flags}");
    }
    // Whoever sets the flag afterwards breaks the signature.
    let (signed, line) = token(5, PRESENT, "n@v1", "t");
    let inside: String = signed.lines().filter(|l| !l.starts_with('-')).collect();
    let mut bytes = crate::ledger::hex::unbase64(&inside).unwrap();
    let at = bytes.len() - 5;
    assert_eq!(bytes[at], PRESENT);
    bytes[at] |= VERIFIED;
    let bent = format!("{BEGIN}\n{}\n{END}\n", crate::ledger::hex::base64(&bytes));
    assert_eq!(verify(&bent, &line, "n@v1", "t"), Err(NotGood::Wrong));
}

#[test]
fn an_rsa_key_is_refused_by_its_name() {
    let armored = include_str!("../../tests/vectors/rsa.sshsig");
    assert_eq!(Received::read(armored).unwrap_err(), NotGood::Kind("ssh-rsa".to_owned()));
}
