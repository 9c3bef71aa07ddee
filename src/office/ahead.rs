//! Whom texts may mean is the longest part of writing many records. It follows from the text alone and is
//! remembered beside it, so that another hand can read while this one writes.

use crate::domain::organ::Organ;
use crate::domain::policy;
use crate::domain::record::Record;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::Scope;

/// So many texts may wait; what comes then is read by whoever needs it, who would not wait for more.
pub(super) const WAITING: usize = 8;

/// Where texts are handed over.
pub(super) struct Ahead(SyncSender<(Arc<Organ>, Arc<Record>)>);

impl Ahead {
    /// Reads until it is dropped.
    pub fn in_scope<'s>(scope: &'s Scope<'s, '_>) -> Self {
        let (to, from) = sync_channel::<(Arc<Organ>, Arc<Record>)>(WAITING);
        scope.spawn(move || from.iter().for_each(|(organ, record)| policy::read_ahead(&organ, &record)));
        Self(to)
    }

    pub fn read(&self, organ: &Arc<Organ>, record: &Arc<Record>) {
        let _ = self.0.try_send((organ.clone(), record.clone()));
    }
}
