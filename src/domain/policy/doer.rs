//! Who is told of an act's doer, by the code of what happened: in what capacity it was done, and who may
//! know his name. What does not stand here was done by nobody whom anybody is told of.

use crate::domain::flow::Capacity as C;
use crate::domain::kind::Shown;
use crate::domain::registry;

/// What may be told of whoever did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doer {
    pub capacity: C,
    pub shown: Shown,
}

use Shown::Keepers;

/// Acts of the areas that are no registered kind, the case's own left without names: recorder and panel
/// alike may do them, and a name beside some would tell whose the rest are.
static DOERS: &[(&str, C, Shown)] = &[
    ("record.quick", C::Recorder, Keepers),
    ("record.submitted", C::Recorder, Keepers),
    ("record.amended", C::Recorder, Keepers),
    ("record.attached", C::Recorder, Keepers),
    ("record.withdrawn", C::Recorder, Keepers),
    ("record.read_off", C::Custodian, Keepers),
    ("record.first_hand", C::Custodian, Keepers),
    ("record.confirmed", C::Custodian, Keepers),
    ("record.returned", C::Custodian, Keepers),
    ("record.disputed", C::Custodian, Keepers),
    ("record.resolved", C::Resolver, Keepers),
    ("record.signed", C::Witness, Keepers),
    ("record.agreed", C::Approached, Keepers),
    ("record.change_proposed", C::Recorder, Keepers),
    ("record.change_hand", C::Custodian, Keepers),
    ("record.change_confirmed", C::Custodian, Keepers),
    ("record.change_refused", C::Custodian, Keepers),
    ("record.void_hand", C::Custodian, Keepers),
    ("record.voided", C::Custodian, Keepers),
    ("record.void_refused", C::Custodian, Keepers),
    ("record.linked", C::Custodian, Keepers),
    ("record.filed", C::Custodian, Keepers),
    ("record.recusal_declared", C::Staff, Keepers),
    ("record.recusal_ordered", C::Orderer, Keepers),
    ("record.lift_hand", C::Lifter, Keepers),
    ("record.recusal_lifted", C::Lifter, Keepers),
    ("record.other_person", C::Custodian, Keepers),
    ("record.same_person", C::Custodian, Keepers),
    ("record.identity_asked", C::Staff, Keepers),
    ("record.identity_hand", C::Custodian, Keepers),
    ("record.identity_opened", C::Custodian, Keepers),
    ("record.identity_refused", C::Custodian, Keepers),
    ("record.at_once_reported", C::Custodian, Keepers),
    ("record.at_once_seen", C::Custodian, Keepers),
];

/// What may be told of the doer of an act of a matter; none of what nobody knows.
pub fn doer(kind: &str) -> Option<Doer> {
    let listed = DOERS.iter().find(|(code, ..)| *code == kind);
    let listed = listed.map(|(_, capacity, shown)| Doer { capacity: *capacity, shown: *shown });
    listed.or_else(|| {
        let row = registry::row_of(kind)?;
        Some(Doer { capacity: *row.hands.first()?, shown: row.shown })
    })
}
