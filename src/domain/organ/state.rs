use super::before::Before;
use super::event::{Founding, OrganChange, OrganEvent};
use super::flow::ProposalState;
use super::key::{KeyLine, KeyUse, PersonKey};
use super::people::{Case, Committee, Interest, Person, Role, RosterPeriod, Unit};
use super::touches::Touches;
use crate::domain::calendar::{self, Calendar, Due};
use crate::domain::case_no;
use crate::domain::event::Stamp;
use crate::domain::evidence::{Evidence, Head};
use crate::domain::ids::{CommitteeId, MatterId, Millis, PersonId, UnitId};
use crate::domain::name::{Directory, fold};
use crate::domain::organ_kind::OrganKind;
use crate::domain::policy_file::PolicyFile;
use crate::domain::record::Judged;
use crate::domain::refusal::{Refusal, Rule};
use crate::domain::remembered::{Recent, Remembered};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What grows with the register: a copy of it shares all with the one that it was made of, for the organ is
/// copied whenever it changes while somebody still looks at the one before.
pub type Growing<K, V> = rpds::RedBlackTreeMapSync<K, V>;

/// A change waiting for its second hand, or done with.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    pub id: MatterId,
    pub state: ProposalState,
    pub change: Arc<OrganChange>,
    pub by: PersonId,
    pub at: Millis,
    /// Where in the log it was proposed.
    pub seq: u64,
    /// What it would replace, as that stood when it was proposed.
    pub(super) stood: Value,
    pub refused_by: Option<PersonId>,
    /// What it reached when it came into force.
    pub reached: Option<Touches>,
}

/// What was ruled, and clocks ran by, until a change.
#[derive(Clone, Debug, PartialEq)]
struct Earlier {
    until: Millis,
    /// The act that changed it.
    act: u64,
    policy: PolicyFile,
    calendar: Calendar,
}

/// The organ as the log of acts says it is now.
#[derive(Clone, Debug, PartialEq)]
pub struct Organ {
    pub name: String,
    pub name_en: String,
    pub short: String,
    pub kind: OrganKind,
    pub training: bool,
    pub superior: String,
    pub units: BTreeMap<UnitId, Unit>,
    pub people: BTreeMap<PersonId, Person>,
    pub roster: Vec<RosterPeriod>,
    pub committees: BTreeMap<CommitteeId, Committee>,
    /// Bodies as they stood before a change, each with the act that changed it, in that order.
    bodies_before: BTreeMap<CommitteeId, Vec<(u64, Committee)>>,
    /// By the number's one form, however it was entered.
    pub cases: Growing<String, Case>,
    pub interests: Vec<Interest>,
    /// By which acts interests were added to those it was founded with.
    pub(super) interested: Vec<u64>,
    pub policy: PolicyFile,
    pub calendar: Calendar,
    /// By what clocks ran before they were changed, the oldest first.
    earlier: Vec<Earlier>,
    pub proposals: Growing<MatterId, Proposal>,
    /// Every key ever given to somebody, by fingerprint.
    pub keys: BTreeMap<String, PersonKey>,
    /// Public keys of witnesses outside, by name.
    pub witnesses: BTreeMap<String, String>,
    /// Every key that was ever a witness's, and whose.
    outside: Vec<(String, String)>,
    /// How people were called, what they were and whose relatives before their data changed.
    pub former: Vec<Person>,
    /// How units were called before they were renamed.
    pub former_units: Vec<Unit>,
    /// Heads that were lost by putting back an older copy, acknowledged by two people.
    pub lost: Vec<(Head, Head)>,
    pub evidence: Evidence,
    /// What a text is held against to learn whom it may mean.
    pub(super) directory: Remembered<(), Directory>,
    /// What it was before each change of it, the oldest first.
    pub(super) before: Vec<Before>,
    pub(super) directories: Recent<Directory>,
    /// The whole of it before a few of the changes.
    pub(super) stood: Recent<Organ>,
    /// When a change last reached what; whose turn it is may have changed with it.
    pub touched: Growing<Touches, Millis>,
}

impl Organ {
    pub fn founded(f: &Founding) -> Self {
        Self {
            name: f.name.clone(),
            name_en: f.name_en.clone(),
            short: f.short.clone(),
            kind: f.kind.clone(),
            training: f.training,
            superior: f.superior.clone(),
            units: f.units.iter().map(|u| (u.id.clone(), u.clone())).collect(),
            people: f.people.iter().map(|p| (p.id.clone(), p.clone())).collect(),
            roster: f.roster.clone(),
            committees: f.committees.iter().map(|c| (c.id.clone(), c.clone())).collect(),
            bodies_before: BTreeMap::new(),
            cases: f.cases.iter().map(|c| (case_no::canonical(&c.case_no), c.clone())).collect(),
            interests: f.interests.clone(),
            interested: Vec::new(),
            policy: f.policy.clone(),
            calendar: f.calendar.clone(),
            earlier: Vec::new(),
            proposals: Growing::new_sync(),
            keys: BTreeMap::new(),
            witnesses: BTreeMap::new(),
            outside: Vec::new(),
            former: Vec::new(),
            former_units: Vec::new(),
            lost: Vec::new(),
            evidence: Evidence::default(),
            directory: Remembered::default(),
            before: Vec::new(),
            directories: Recent::default(),
            stood: Recent::default(),
            touched: Growing::new_sync(),
        }
    }

    pub fn apply(&mut self, stamp: &Stamp<'_>, event: &OrganEvent) {
        match event {
            OrganEvent::Founded { .. } => {}
            OrganEvent::Proposed { change } => {
                if let Some(by) = stamp.person() {
                    let proposal = Proposal {
                        id: stamp.matter,
                        state: ProposalState::Proposed,
                        change: Arc::new((**change).clone()),
                        by: by.clone(),
                        at: stamp.at,
                        seq: stamp.seq,
                        stood: self.stands_for(change),
                        refused_by: None,
                        reached: None,
                    };
                    // A matter begins once; what would put another change in its place is none.
                    if !self.proposals.contains_key(&stamp.matter) {
                        self.proposals.insert_mut(stamp.matter, proposal);
                    }
                }
            }
            OrganEvent::ProposalConfirmed { proposal } => {
                let open = self.proposals.get(proposal).filter(|p| p.state == ProposalState::Proposed);
                if let Some(mut done) = open.cloned() {
                    let (change, reached) = (done.change.clone(), done.change.touches(self));
                    (done.state, done.reached) = (ProposalState::InForce, Some(reached.clone()));
                    self.proposals.insert_mut(*proposal, done);
                    self.touched.insert_mut(reached, stamp.at);
                    self.take(&change, stamp);
                }
            }
            OrganEvent::ProposalRefused { proposal, .. } => {
                if let Some(mut refused) = self.proposals.get(proposal).cloned() {
                    refused.state = ProposalState::Refused;
                    refused.refused_by = stamp.person().cloned();
                    self.proposals.insert_mut(*proposal, refused);
                }
            }
        }
    }

    fn take(&mut self, change: &OrganChange, stamp: &Stamp<'_>) {
        if change.names_people() {
            self.keep_before(change, stamp.seq);
            self.directory.forget();
        }
        match change.clone() {
            OrganChange::Person { person } => {
                if let Some(was) = self.people.insert(person.id.clone(), person) {
                    self.remember(was);
                }
            }
            OrganChange::Active { person, active } => {
                if let Some(p) = self.people.get_mut(&person) {
                    p.active = active;
                }
            }
            OrganChange::Roles { person, roles } => {
                if let Some(p) = self.people.get_mut(&person) {
                    let was = Person { roles: std::mem::replace(&mut p.roles, roles), ..p.clone() };
                    self.remember(was);
                }
            }
            OrganChange::Kin { person, kin, kin_names } => {
                if let Some(p) = self.people.get_mut(&person) {
                    p.kin = kin;
                    let was =
                        Person { kin_names: std::mem::replace(&mut p.kin_names, kin_names), ..p.clone() };
                    self.remember(was);
                }
            }
            OrganChange::Unit { unit } => {
                let renamed = |was: &Unit| was.name != unit.name;
                self.former_units.extend(self.units.get(&unit.id).filter(|u| renamed(u)).cloned());
                self.units.insert(unit.id.clone(), unit);
            }
            OrganChange::Roster { period } => {
                for earlier in &mut self.roster {
                    if earlier.to.is_none_or(|to| to > period.from) && earlier.from < period.from {
                        earlier.to = Some(period.from);
                    }
                }
                self.roster.push(period);
            }
            OrganChange::Committee { committee } => {
                self.set_aside(&committee.id, stamp.seq);
                self.committees.insert(committee.id.clone(), committee);
            }
            OrganChange::CommitteeMembers { committee, members, secretary } => {
                self.set_aside(&committee, stamp.seq);
                if let Some(c) = self.committees.get_mut(&committee) {
                    c.members = members;
                    c.secretary = secretary;
                }
            }
            OrganChange::Case { case } => {
                self.cases.insert_mut(case_no::canonical(&case.case_no), case);
            }
            OrganChange::Interest { interest } => {
                self.interested.push(stamp.seq);
                self.interests.push(interest);
            }
            OrganChange::Policy { policy } => {
                self.ruled_until(stamp);
                self.policy = policy;
            }
            OrganChange::Calendar { calendar } => {
                self.ruled_until(stamp);
                self.calendar = calendar;
            }
            OrganChange::Key { person, use_, key } => {
                // Checked when it was proposed and confirmed; an unreadable one is nobody's key.
                if let Ok(KeyLine { line, fingerprint, .. }) = KeyLine::kept(&key) {
                    let since = stamp.at;
                    // A passphrase seals one key; what the one before it sealed may be known.
                    let before = |k: &&mut PersonKey| {
                        use_ == KeyUse::Own && k.use_ == use_ && k.person == person && k.revoked.is_none()
                    };
                    self.keys.values_mut().filter(before).for_each(|k| k.revoked = Some(stamp.seq));
                    let key = PersonKey {
                        person,
                        use_,
                        line,
                        fingerprint: fingerprint.clone(),
                        since,
                        revoked: None,
                    };
                    self.keys.insert(fingerprint, key);
                }
            }
            OrganChange::KeyRevoked { fingerprint, .. } => {
                if let Some(key) = self.keys.get_mut(&fingerprint) {
                    key.revoked = Some(stamp.seq);
                }
            }
            OrganChange::Witness { name, key } if key.is_empty() => {
                self.witnesses.remove(&name);
            }
            OrganChange::Witness { name, key } => {
                self.outside.push((name.clone(), key.clone()));
                self.witnesses.insert(name, key);
            }
            OrganChange::RolledBack { known, found, .. } => self.lost.push((known, found)),
        }
    }

    /// Keeps how somebody was called before a change: it frees nobody of words that mean him.
    fn remember(&mut self, was: Person) {
        let called = |p: &Person| {
            let Person { name, account, post, unit, roles, kin_names, .. } = p;
            (name.clone(), account.clone(), post.clone(), unit.clone(), roles.clone(), kin_names.clone())
        };
        let same = |p: &Person| p.id == was.id && called(p) == called(&was);
        if !self.people.get(&was.id).is_some_and(same) && !self.former.iter().any(same) {
            self.former.push(was);
        }
    }

    /// Keeps a body as it stands, before an act changes it: a vote goes on with the body that opened it.
    fn set_aside(&mut self, id: &CommitteeId, changed_by: u64) {
        if let Some(body) = self.committees.get(id) {
            self.bodies_before.entry(id.clone()).or_default().push((changed_by, body.clone()));
        }
    }

    /// A body, members and rules, as it stood at an act.
    pub fn body_at(&self, id: &CommitteeId, act: u64) -> Option<&Committee> {
        let before = self.bodies_before.get(id).into_iter().flatten().find(|(until, _)| *until > act);
        before.map(|(_, body)| body).or_else(|| self.committees.get(id))
    }

    /// The directory as a text is held against it.
    pub fn names(&self) -> Arc<Directory> {
        self.directory.get(&(), |_, _| true, || Directory::of(self))
    }

    /// Takes the directory of an organ that the same changes brought about: it was made once already.
    pub fn takes_names(&mut self, of: &Self) {
        self.directory = of.directory.clone();
        self.directories = of.directories.clone();
    }

    /// A case by its number in its one form.
    pub fn case(&self, case_no: &str) -> Option<&Case> {
        self.cases.get(case_no)
    }

    /// An active member of staff.
    ///
    /// # Errors
    /// [`Rule::UnknownPerson`] or [`Rule::Inactive`].
    pub fn staff(&self, id: &PersonId) -> Result<&Person, Refusal> {
        match self.people.get(id) {
            None => Err(Refusal::with(Rule::UnknownPerson, id)),
            Some(p) if !p.active => Err(Refusal::with(Rule::Inactive, &p.name)),
            Some(p) => Ok(p),
        }
    }

    /// A member of staff by account, by the directory's own id, or by a name that only one has.
    pub fn staff_named(&self, typed: &str) -> Option<PersonId> {
        let typed = typed.trim();
        if let Some(p) = self.by_account(typed).or_else(|| self.people.get(&typed.into())) {
            return Some(p.id.clone());
        }
        let mut named = self.people.values().filter(|p| fold(&p.name) == fold(typed));
        match (named.next(), named.next()) {
            (Some(p), None) => Some(p.id.clone()),
            _ => None,
        }
    }

    /// When a clock that started at `since` runs out, explained. Unknown names (acts without a
    /// clock) are due at once.
    ///
    /// A change of the clocks or of the calendar takes no time from whoever was given it: of the dates
    /// that stood while this clock ran, the latest counts. Whether it is presumed says the present one.
    pub fn due_explained(&self, clock: &str, since: Millis) -> Option<Due> {
        let due = |policy: &PolicyFile, calendar: &Calendar| {
            Some(calendar::due(since, policy.clock(clock)?, calendar))
        };
        let now = due(&self.policy, &self.calendar)?;
        let presumed = now.presumed;
        let stood = self.earlier.iter().filter(|e| e.until > since);
        let stood = stood.filter_map(|e| due(&e.policy, &e.calendar));
        // Of two that are the same the present one explains it.
        let latest = stood.chain([now]).max_by_key(|d| d.at_ms)?;
        Some(Due { presumed, ..latest })
    }

    fn ruled_until(&mut self, stamp: &Stamp<'_>) {
        let (policy, calendar) = (self.policy.clone(), self.calendar.clone());
        self.earlier.push(Earlier { until: stamp.at, act: stamp.seq, policy, calendar });
    }

    /// The rules as they stood at an act.
    pub fn policy_at(&self, act: u64) -> &PolicyFile {
        self.earlier.iter().find(|e| e.act > act).map_or(&self.policy, |e| &e.policy)
    }

    /// As if clocks had always run by what they run by now: so programs judged before version 3.
    pub fn by_present_clocks(&self) -> Self {
        Self { earlier: Vec::new(), ..self.clone() }
    }

    pub fn due(&self, clock: &str, since: Millis) -> Millis {
        self.due_explained(clock, since).map_or(since, |d| d.at_ms)
    }

    /// Whether a clock has surely run out. A date that is presumed may turn out to lie later, by a
    /// holiday at most: until that has gone by as well, nobody is held to be late.
    pub fn is_over(&self, clock: &str, since: Millis, now: Millis) -> bool {
        let Some(due) = self.due_explained(clock, since) else { return now > since };
        let doubt = if due.presumed { calendar::LONGEST_MS } else { 0 };
        now > due.at_ms.saturating_add(doubt)
    }

    /// Whether a witness outside would come by a key that was ever somebody's of the organ, or the other way:
    /// who signs in here is nobody outside. Since version 8 nor was it ever another witness's, or the register's own.
    pub fn has_key_of(&self, change: &OrganChange, rules: Judged) -> bool {
        let print = |line: &str| KeyLine::kept(line).map(|key| key.fingerprint).ok();
        let (OrganChange::Witness { key, .. } | OrganChange::Key { key, .. }) = change else { return false };
        let Some(asked) = print(key) else { return false };
        let is_it = |line: &str| print(line).as_ref() == Some(&asked);
        let new = rules.since_eight();
        let of_another = match change {
            OrganChange::Witness { name, .. } => {
                let another = self.outside.iter().any(|(whose, line)| whose != name && is_it(line));
                self.keys.contains_key(&asked) || new && another
            }
            _ => self.witnesses.values().any(|line| is_it(line)),
        };
        of_another || new && self.evidence.log_keys.iter().any(|(_, line)| is_it(line))
    }

    /// Whether a key is, or ever was, somebody's of the organ or a witness's outside: it is not the register's own.
    pub fn has_key(&self, line: &str) -> bool {
        let print = |line: &str| KeyLine::kept(line).map(|key| key.fingerprint).ok();
        let asked = print(line);
        asked.as_ref().is_some_and(|asked| self.keys.contains_key(asked))
            || asked.is_some() && self.outside.iter().any(|(_, line)| print(line) == asked)
    }

    /// The key with this fingerprint, if it is somebody's and not revoked.
    pub fn key(&self, fingerprint: &str) -> Option<&PersonKey> {
        self.keys.get(fingerprint).filter(|k| k.revoked.is_none())
    }

    /// A person's keys in force.
    pub fn keys_of<'a>(&'a self, person: &'a PersonId, use_: KeyUse) -> impl Iterator<Item = &'a PersonKey> {
        self.keys.values().filter(move |k| &k.person == person && k.use_ == use_ && k.revoked.is_none())
    }

    pub fn by_account(&self, account: &str) -> Option<&Person> {
        self.people.values().find(|p| p.account == account)
    }

    /// Whether this person is in office as one of the administrators.
    pub fn is_administrator(&self, id: &PersonId) -> bool {
        self.people.get(id).is_some_and(|p| p.active && p.roles.iter().any(|r| r.is_administrator()))
    }

    /// Whether an event of the organ's data could be this person's act after everything before it:
    /// what a forger brings in out of turn could not, whatever stands under it.
    pub fn could(&self, matter: &MatterId, person: &PersonId, event: &OrganEvent) -> bool {
        let open = |id| self.proposals.get(id).filter(|p| p.state == ProposalState::Proposed);
        match event {
            // It is the first event of a log and no other.
            OrganEvent::Founded { .. } => false,
            OrganEvent::Proposed { .. } if self.proposals.contains_key(matter) => false,
            OrganEvent::Proposed { change } => match &**change {
                OrganChange::Key { person: whose, use_: KeyUse::Own, .. } => {
                    whose == person && self.people.get(person).is_some_and(|p| p.active)
                }
                _ => self.is_administrator(person),
            },
            // It stands under the proposal that it settles, and nowhere else.
            OrganEvent::ProposalConfirmed { proposal } | OrganEvent::ProposalRefused { proposal, .. }
                if proposal != matter =>
            {
                false
            }
            OrganEvent::ProposalConfirmed { proposal } => {
                self.is_administrator(person) && open(proposal).is_some_and(|p| &p.by != person)
            }
            OrganEvent::ProposalRefused { proposal, .. } => {
                self.is_administrator(person) && open(proposal).is_some()
            }
        }
    }

    pub fn has_role(&self, id: &PersonId, role: Role) -> bool {
        self.people.get(id).is_some_and(|p| p.active && p.roles.contains(&role))
    }

    pub fn with_role(&self, role: Role) -> impl Iterator<Item = &Person> {
        self.people.values().filter(move |p| p.active && p.roles.contains(&role))
    }

    pub fn chief(&self) -> Option<&Person> {
        self.with_role(Role::Chf).next()
    }

    pub fn name_of(&self, id: &PersonId) -> String {
        self.people.get(id).map_or_else(|| id.0.clone(), |p| p.name.clone())
    }

    /// A member of staff so that he is told from others of his name: name, unit, post.
    pub fn called(&self, id: &PersonId) -> String {
        let Some(p) = self.people.get(id) else { return id.0.clone() };
        [p.name.as_str(), self.unit_name(&p.unit), &p.post]
            .into_iter()
            .filter(|w| !w.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The unit somebody means by its name, its id, or a part of its name.
    pub fn unit_called(&self, typed: &str) -> Option<&Unit> {
        let (units, typed) = (|| self.units.values(), fold(typed));
        let exact = units().find(|u| [&u.id.0, &u.name, &u.name_en].iter().any(|n| fold(n) == typed));
        exact.or_else(|| units().find(|u| fold(&u.name).has(&typed)))
    }

    pub fn unit_name(&self, id: &UnitId) -> &str {
        self.units.get(id).map_or("", |u| u.name.as_str())
    }

    /// The roster's period in force at a moment: what was entered last goes first.
    pub fn roster_at(&self, at: Millis) -> Option<&RosterPeriod> {
        self.roster.iter().rev().find(|r| r.from <= at && r.to.is_none_or(|to| at < to))
    }

    /// Custodians on the roster at a moment, the named ones first, then the substitutes; only people
    /// who hold the role and are active.
    pub fn custodians_at(&self, at: Millis) -> Vec<PersonId> {
        let Some(period) = self.roster_at(at) else { return Vec::new() };
        let mut all: Vec<PersonId> = Vec::new();
        for id in period.custodians.iter().chain(&period.substitutes) {
            if self.has_role(id, Role::Cus) && !all.contains(id) {
                all.push(id.clone());
            }
        }
        all
    }
}
