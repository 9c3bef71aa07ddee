//! Who can be held liable: whoever the record names as having inquired, as the one he did it for, or as having
//! passed it on. He is called by the whole name that stands there.

use crate::domain::organ::Organ;
use crate::domain::record::{PersonRole, RecordText};
use crate::domain::refusal::{Refusal, Rule};

/// A row of the people of a text: its number, counted from 1, and what he is called there.
struct Named<'a> {
    number: u32,
    name: String,
    row: &'a PersonRole,
}

/// The row that is meant, by a name, or by a name and the number of its row (孟广智#2).
///
/// # Errors
/// [`Rule::NotNamedInRecord`]; where the name stands in several rows [`Rule::WhichOfThem`].
pub(super) fn the_one(organ: &Organ, text: &RecordText, typed: &str) -> Result<(u32, String), Refusal> {
    let all: Vec<Named> = named(organ, text).collect();
    let typed = typed.trim();
    let split =
        || typed.rsplit_once(['#', '＃']).and_then(|(n, at)| Some((n.trim(), Some(at.trim().parse().ok()?))));
    // A name may have the sign in it.
    let whole = all.iter().any(|n| n.name == typed);
    let (name, number) = split().filter(|_| !whole).unwrap_or((typed, None));
    let of_that_name: Vec<&Named> = all.iter().filter(|n| n.name == name).collect();
    let told = |all: &[&Named]| {
        let one = |n: &&Named| format!("{}#{}", n.name, n.number);
        all.iter().map(one).collect::<Vec<_>>().join("、")
    };
    match (of_that_name.as_slice(), number) {
        ([], _) => Err(Refusal::with(Rule::NotNamedInRecord, name)),
        ([one], None) => Ok((one.number, one.row.kind.clone())),
        (several, number) => match several.iter().find(|n| Some(n.number) == number) {
            Some(one) => Ok((one.number, one.row.kind.clone())),
            None => Err(Refusal::with(Rule::WhichOfThem, told(several))),
        },
    }
}

fn named<'a>(organ: &'a Organ, text: &'a RecordText) -> impl Iterator<Item = Named<'a>> {
    let name = |p: &PersonRole| p.person.as_ref().map_or_else(|| p.name.clone(), |id| organ.name_of(id));
    let rows = text.people.iter().zip(1..).filter(|(row, _)| row.is_subject() && row.is_named());
    rows.map(move |(row, number)| Named { number, name: name(row).trim().to_owned(), row })
}
