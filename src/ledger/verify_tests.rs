//! Damage of every kind, each named at the first event it touches.

use super::super::hash::Salt;
use super::super::header::Flags;
use super::*;
use proptest::prelude::*;

const ALG: Alg = Alg::Sha256;
const REGISTER: RegisterId = RegisterId([9; 16]);

/// One made-up event with all its stored parts.
#[derive(Clone)]
pub struct Event {
    pub header: Vec<u8>,
    pub leaf: Hash,
    pub salt: Salt,
    pub body: Vec<u8>,
}

impl Event {
    fn row(&self) -> Row<'_> {
        Row { header: &self.header, leaf: &self.leaf.0, salt: &self.salt, body: &self.body }
    }

    /// What a forger does: changes the header and hashes it again.
    fn rewrite(&mut self, change: impl FnOnce(&mut Header)) {
        let mut header = Header::decode(&self.header).unwrap();
        change(&mut header);
        self.header = header.encode().to_vec();
        self.leaf = header.leaf();
    }
}

/// A good log of `n` events.
pub fn events(n: u64) -> Vec<Event> {
    let mut out: Vec<Event> = Vec::new();
    for seq in 0..n {
        let (salt, body) = ([seq as u8; 32], format!("{{\"n\":{seq},\"言\":\"某某\"}}").into_bytes());
        let header = Header {
            alg: ALG,
            log: LogId::Acts,
            flags: Flags::default(),
            register: REGISTER,
            seq,
            prev: out.last().map(|e| e.leaf).unwrap_or_default(),
            time_ms: 1_700_000_000_000 + seq as i64 / 2,
            body: ALG.commit(&salt, &body),
        };
        out.push(Event { header: header.encode().to_vec(), leaf: header.leaf(), salt, body });
    }
    out
}

/// Links and hashes everything after `from` again.
fn rehash(events: &mut [Event], from: usize) {
    for i in from..events.len() {
        let prev = if i == 0 { Hash::default() } else { events[i - 1].leaf };
        events[i].rewrite(|h| h.prev = prev);
    }
}

fn check(events: &[Event], known: &[(u64, Hash)]) -> Result<Verified, Damage> {
    let mut verifier = Verifier::new(ALG, REGISTER, LogId::Acts, known);
    events.iter().try_for_each(|event| verifier.push(&event.row()))?;
    verifier.finish()
}

fn head(events: &[Event]) -> (u64, Hash) {
    let leaves: Vec<Hash> = events.iter().map(|e| e.leaf).collect();
    (leaves.len() as u64, super::super::tree::root(ALG, &leaves))
}

#[test]
fn a_good_log_is_good_at_every_size() {
    let all = events(40);
    for n in 0..=40 {
        let head = head(&all[..n]);
        let verified = check(&all[..n], &[head]).unwrap();
        assert_eq!((verified.frontier.size(), verified.frontier.root()), head);
        assert_eq!(verified.known_heads, 1);
    }
}

#[test]
fn what_is_wrong_is_named_at_the_first_wrong_event() {
    let bent = |change: fn(&mut Vec<Event>)| {
        let mut all = events(20);
        change(&mut all);
        check(&all, &[]).unwrap_err()
    };
    let at = |seq, wrong| Damage { seq, wrong };
    assert_eq!(bent(|e| e[7].body[3] ^= 1), at(7, Wrong::Commitment));
    assert_eq!(bent(|e| e[7].salt[3] ^= 1), at(7, Wrong::Commitment));
    assert_eq!(bent(|e| e[7].leaf.0[3] ^= 1), at(7, Wrong::Leaf));
    assert_eq!(bent(|e| e[7].header[63] ^= 1), at(7, Wrong::Leaf));
    assert_eq!(bent(|e| e[7].header[0] = 2), at(7, Wrong::Header(HeaderError::Version(2))));
    assert_eq!(bent(|e| e[7].rewrite(|h| h.log = LogId::Reads)), at(7, Wrong::Log));
    assert_eq!(bent(|e| e[7].rewrite(|h| h.register.0[0] ^= 1)), at(7, Wrong::Register));
    assert_eq!(bent(|e| e[7].rewrite(|h| h.flags.training = true)), at(7, Wrong::Training));
    assert_eq!(bent(|e| e[7].rewrite(|h| h.time_ms = 0)), at(7, Wrong::Time));
    assert_eq!(bent(|e| e[7].rewrite(|h| h.time_ms += 1)), at(8, Wrong::Link));
    assert_eq!(bent(|e| drop(e.remove(7))), at(7, Wrong::Seq(8)));
    assert_eq!(bent(|e| e.swap(7, 8)), at(7, Wrong::Seq(8)));
    assert_eq!(bent(|e| e.insert(7, e[6].clone())), at(7, Wrong::Seq(6)));
}

#[test]
fn rewriting_and_cutting_are_seen_only_with_a_head_from_outside() {
    let good = events(20);
    let kept = [head(&good[..10]), head(&good)];

    let mut rewritten = good.clone();
    rewritten[7].body = b"{}".to_vec();
    let commitment = ALG.commit(&rewritten[7].salt, b"{}");
    rewritten[7].rewrite(|h| h.body = commitment);
    rehash(&mut rewritten, 8);
    assert!(check(&rewritten, &[]).is_ok(), "a log alone cannot know");
    assert_eq!(check(&rewritten, &kept), Err(Damage { seq: 9, wrong: Wrong::KnownHead }));

    let cut = &good[..15];
    assert!(check(cut, &[]).is_ok(), "a log alone cannot know");
    assert_eq!(check(cut, &kept), Err(Damage { seq: 15, wrong: Wrong::CutOff(20) }));
    assert_eq!(check(&[], &kept[..1]), Err(Damage { seq: 0, wrong: Wrong::CutOff(10) }));
    let strange = [(0, Hash::default())];
    assert_eq!(check(&[], &strange), Err(Damage { seq: 0, wrong: Wrong::KnownHead }));
    assert_eq!(check(&good, &strange), Err(Damage { seq: 0, wrong: Wrong::KnownHead }));

    // A head from before the first event agrees with every log.
    let with_the_first = check(&good, &[head(&[]), head(&good)]).unwrap();
    assert_eq!(with_the_first.known_heads, 2);
    // Two people who were shown two registers: neither head may hide the other.
    let (mine, theirs) = (head(&good[..10]), (10, Hash([7; 32])));
    for known in [[mine, theirs], [theirs, mine]] {
        assert_eq!(check(&good, &known), Err(Damage { seq: 9, wrong: Wrong::KnownHead }));
    }
}

proptest! {
    #[test]
    fn one_bit_anywhere_is_found_where_it_is(n in 1u64..12, which in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(), bit in 0u8..8) {
        let mut all = events(n);
        let which = which.index(all.len());
        let event = &mut all[which];
        let mut parts = [&mut event.header[..], &mut event.leaf.0, &mut event.salt, &mut event.body];
        let total = parts.iter().map(|p| p.len()).sum();
        let mut at = at.index(total);
        for part in &mut parts {
            if at < part.len() {
                part[at] ^= 1 << bit;
                break;
            }
            at -= part.len();
        }
        prop_assert_eq!(check(&all, &[]).unwrap_err().seq, which as u64);
    }
}
