//! What every matter that is begun on a record keeps of its beginning, and where it stands.

use crate::domain::event::Stamp;
use crate::domain::ids::{MatterId, Millis, Ref};

#[derive(Clone, Debug, PartialEq)]
pub struct Begun<A> {
    pub id: MatterId,
    pub ref_: Ref,
    pub record: MatterId,
    pub at: A,
    pub begun_at: Millis,
    /// When it came to stand where it does.
    pub since: Millis,
}

impl<A> Begun<A> {
    /// By a person: the register begins nothing of the kind of itself.
    pub fn by_somebody(stamp: &Stamp<'_>, ref_: &Ref, record: MatterId, at: A) -> Option<Self> {
        stamp.person()?;
        let (id, ref_) = (stamp.matter, ref_.clone());
        Some(Self { id, ref_, record, at, begun_at: stamp.at, since: stamp.at })
    }
}
