use super::*;
use crate::signing::export::{EXPORT_FORMAT, Growth};
use crate::signing::{LogKey, SigningKey};
use zeroize::Zeroizing;

fn leaves(n: u8, other: u8) -> Vec<Hash> {
    (0..n).map(|i| Hash([if i == 2 { other } else { i }; 32])).collect()
}

/// A file of a register with so many acts and one read; `other` is the third leaf, `since` where its
/// proofs begin.
fn file(id: u8, key: u8, acts: u8, other: u8, since: &[u8]) -> Export {
    let key = LogKey::from_seed(&[key; 32]);
    let all = leaves(acts, other);
    let note = |log, leaves: &[Hash]| {
        let root = tree::root(Alg::Sha256, leaves);
        let head = Checkpoint { register: RegisterId([id; 16]), log, size: leaves.len() as u64, root };
        key.sign_note(&head.origin(), &head.text())
    };
    let growth = |n: &u8| Growth {
        log: LogId::Acts,
        size: u64::from(*n),
        root: tree::root(Alg::Sha256, &all[..usize::from(*n)]),
        path: tree::consistency(Alg::Sha256, &all, u64::from(*n)).unwrap(),
    };
    Export {
        format: EXPORT_FORMAT.to_owned(),
        key: key.public().line(),
        acts: note(LogId::Acts, &all),
        reads: note(LogId::Reads, &leaves(1, 2)),
        proofs: since.iter().map(growth).collect(),
        cosigned: None,
    }
}

fn witness() -> (State, SigningKey) {
    let key = SigningKey::from_seed(&Zeroizing::new([9; 32])).unwrap();
    (State::new("upper", &key.public_line().unwrap()), key)
}

#[test]
fn a_witness_goes_along_with_a_log_that_grows() {
    let (state, key) = witness();
    let (state, head) = state.take(&file(7, 1, 5, 2, &[])).unwrap();
    let signature = sshsig::sign(&key, Signed::Checkpoint.namespace(), &head.text()).unwrap();
    let (state, made) = state.signed_by(&signature).unwrap();
    assert_eq!(made.head(), Some(head));
    let (state, head) = state.take(&file(7, 1, 9, 2, &[5])).unwrap();
    assert_eq!((head.size, state.signed.len()), (9, 1));
    assert_eq!(state.signed_by(&signature), Err(Refused::Signature), "over the one before");
    let text = serde_json::to_string(&state).unwrap();
    assert_eq!(serde_json::from_str::<State>(&text).unwrap(), state);
}

#[test]
fn what_is_not_the_same_log_grown_is_refused_by_its_name() {
    let (state, _) = witness();
    let (state, _) = state.take(&file(7, 1, 5, 2, &[])).unwrap();
    let why = |file: Export| state.take(&file).unwrap_err();
    assert_eq!(why(file(7, 1, 4, 2, &[])), Refused::Smaller);
    assert_eq!(why(file(7, 1, 5, 99, &[])), Refused::Fork);
    assert_eq!(why(file(7, 1, 9, 99, &[5])), Refused::Inconsistent);
    assert_eq!(why(file(7, 1, 9, 2, &[4])), Refused::NoGrowth);
    assert_eq!(why(file(7, 2, 9, 2, &[5])), Refused::ChangedKey);
    assert_eq!(why(file(8, 1, 9, 2, &[5])), Refused::OtherRegister);
    assert_eq!(why(file(8, 2, 9, 2, &[5])), Refused::OtherRegister);
    let mut bent = file(7, 1, 9, 2, &[5]);
    bent.acts = bent.acts.replacen("\n9\n", "\n8\n", 1);
    assert_eq!(why(bent).code(), "forged");
    assert!(state.take(&file(7, 1, 5, 2, &[])).is_ok(), "the same again is the same");
}
