//! The names of one record, and what those see in their place to whom they are masked.

use crate::domain::name::{Directory, Replacing, fold, mask};
use crate::domain::organ::Organ;
use crate::domain::record::{PersonRole, RecordText};
use std::sync::Arc;

/// Made once for a record, put into each of its texts.
pub struct Masks {
    people: Replacing,
    /// Staff are named in words without standing in a row.
    staff: Arc<Directory>,
}

impl Masks {
    /// The people of a text, and where they are reached. A name of one character is no name: it would mask
    /// every such character.
    pub fn of(organ: &Organ, text: &RecordText) -> Self {
        let name = |p: &PersonRole| p.person.as_ref().map_or_else(|| p.name.clone(), |id| organ.name_of(id));
        let names = text.people.iter().map(name).map(|n| (fold(&n), mask(&n)));
        // A number or an address by which somebody is reached tells who he is; words beside it (号码未显示)
        // and what is short stand in other sentences too.
        let reached = text.people.iter().flat_map(|p| [&p.contact, &p.licence]).chain(text.channel.values());
        let reached = reached.filter(|c| c.contains(|c: char| c.is_ascii_alphanumeric())).map(|c| fold(c));
        let reached = reached.filter(|c| c.len() > 4).map(|c| (c, "****".to_owned()));
        let names = names.filter(|(n, _)| n.len() > 1).chain(reached);
        Self { people: Replacing::of(names), staff: organ.names() }
    }

    /// A text with every name of the people rows and of the directory masked, however it is spelled
    /// there.
    pub fn put_in(&self, words: &str) -> String {
        self.staff.mask(&self.people.put_in(words))
    }
}
