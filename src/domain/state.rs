//! What a decision looks at: the organ, and the matters the command is about. Pure data, folded
//! from the log by whoever asks.

use super::committee::{Item, Meeting};
use super::ids::{MatterId, PersonId};
use super::kind::Folded;
use super::organ::Organ;
use super::record::{Judged, Record};
use super::refusal::{Refusal, Rule};
use super::registry::{Held, Matter};
use std::collections::BTreeSet;
use std::sync::Arc;

#[derive(Clone, Debug)]
pub struct State {
    pub organ: Arc<Organ>,
    pub record: Option<Arc<Record>>,
    /// The meeting on whose agenda the matter stands, or that the command names.
    pub meeting: Option<Arc<Matter>>,
    /// The matter of a registered kind that the command is about, and all that hang on the record or
    /// stand on the meeting's agenda.
    pub matter: Option<Arc<Matter>>,
    pub matters: Vec<Arc<Matter>>,
    /// The records of what stands on the meeting's agenda.
    pub agenda: Vec<Arc<Record>>,
    /// Whether the actor may see the matter at all; what he may not see does not exist for him.
    pub visible: bool,
    /// From whom something is hidden that the matter before us tells; none where that is not known, as where an act
    /// is judged by the log of its matter alone.
    pub out: Option<Arc<BTreeSet<PersonId>>>,
    /// By which rules what is no record is judged.
    pub judged: Judged,
}

impl State {
    /// Judges all but the record by the rules of now, or by those of an older form.
    pub fn judge_by(&mut self, rules: Judged) {
        self.judged = rules;
        for matter in self.matter.iter_mut().chain(&mut self.matters) {
            if let Some(judged) = matter.judged(rules) {
                *matter = Arc::new(judged);
            }
        }
    }

    pub fn of(organ: Arc<Organ>) -> Self {
        Self {
            organ,
            record: None,
            meeting: None,
            matter: None,
            matters: Vec::new(),
            agenda: Vec::new(),
            visible: true,
            out: None,
            judged: Judged::Now,
        }
    }

    /// # Errors
    /// [`Rule::NoSuchMatter`] when there is none before us.
    pub fn the_record(&self) -> Result<&Record, Refusal> {
        self.record.as_deref().ok_or(Refusal::of(Rule::NoSuchMatter))
    }
    /// Whether it is the record before us that goes by this id.
    pub fn is_of_the_record(&self, id: &MatterId) -> bool {
        self.record.as_ref().is_some_and(|r| &r.id == id)
    }
    /// The record as it will be when these words stand in a matter that hangs on it.
    pub fn heard(&self, record: &Record, by: &PersonId, words: &str) -> Record {
        let mut heard = record.clone();
        heard.hear_of(u64::MAX, by, &[("laid", words.to_owned())]);
        heard
    }
    /// The matter before us, if it is of this kind.
    pub fn the<K: Held>(&self) -> Option<&Folded<K>> {
        self.matter.as_deref().and_then(K::held)
    }
    /// The meeting before us.
    pub fn meeting(&self) -> Option<&Meeting> {
        self.meeting.as_deref().and_then(Meeting::held).map(|m| &m.of)
    }
    /// The item before us.
    pub fn item(&self) -> Option<&Item> {
        self.the::<Item>().map(|m| &m.of)
    }
    /// All matters of a kind on the record, or on the meeting's agenda.
    pub fn all<K: Held>(&self) -> impl Iterator<Item = &Folded<K>> {
        self.matters.iter().filter_map(|m| K::held(m))
    }
    /// # Errors
    /// [`Rule::NoSuchMatter`] when there is none before us.
    pub fn the_meeting(&self) -> Result<&Meeting, Refusal> {
        self.meeting().ok_or(Refusal::of(Rule::NoSuchMatter))
    }
}
