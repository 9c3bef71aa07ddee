use super::command::OrganCommand;
use super::event::{OrganChange, OrganEvent};
use super::flow::ProposalState;
use super::key::{KeyLine, KeyUse};
use super::people::{CommitteeMember, Role};
use super::state::{Organ, Proposal};
use crate::domain::command::Asked;
use crate::domain::flow::Act;
use crate::domain::ids::PersonId;
use crate::domain::kind::{self, Desk};
use crate::domain::organ_kind::{CommitteeRules, Pass};
use crate::domain::policy_file::PolicyError;
use crate::domain::record::given;
use crate::domain::refusal::{Flaw, No, Problem, Refusal, Rule};
use crate::domain::state::State;
use std::collections::BTreeSet;

/// What happens when somebody asks for a change of the organ's own data. A case may be made known
/// by any member of staff; everything else takes two administrators.
///
/// # Errors
/// The rule that stands against it, or the fields that are wrong.
pub fn decide(state: &State, asked: &Asked<'_>, act: &OrganCommand) -> Result<OrganEvent, No> {
    let me = asked.actor.id().ok_or(Rule::NotYourCapacity)?;
    let organ = &state.organ;
    let may = |act: Act, at: ProposalState, given: &[PersonId]| -> Result<(), Refusal> {
        let row = kind::row::<Proposal>(act, at)?;
        if given.contains(me) {
            return Err(Refusal::of(Rule::TwoHandsOnePerson));
        }
        kind::hand(&Desk { state, asked, me }, None, row, &[]).map(|_| ())
    };
    // What a field must hold grows; what a rule says of people and keys stands.
    let fits = |change: &OrganChange| match check(organ, change) {
        Err(No::Wrong(wrong)) if asked.again => {
            // But since version 7 that what must be there is there.
            let lacks = state.judged.since_seven() && wrong.iter().any(|p| p.flaw.is_a_lack());
            if lacks { Err(No::Wrong(wrong)) } else { Ok(()) }
        }
        // Bodies may stand in a register that were made before this was asked of them.
        Err(No::Refused(Refusal { rule: Rule::BodyTooSmall, .. }))
            if asked.again && !state.judged.since_ten() =>
        {
            Ok(())
        }
        // So may keys under which no signature counts.
        Err(No::Refused(Refusal { rule: Rule::KeyUnsound, .. })) if !state.judged.since_six() => Ok(()),
        checked => checked,
    };
    match act {
        OrganCommand::Propose { change } => {
            // The key that a person's own passphrase seals is proposed by nobody but him.
            match change {
                OrganChange::Key { person, use_: KeyUse::Own, .. } if person == me => {
                    organ.staff(me)?;
                }
                OrganChange::Key { use_: KeyUse::Own, .. } => {
                    return Err(Refusal::of(Rule::OwnKeyOnly).into());
                }
                _ => may(Act::Propose, ProposalState::None, &[])?,
            }
            fits(change)?;
            if state.judged.since_four() && organ.has_key_of(change, state.judged) {
                return Err(Refusal::of(Rule::KeyTaken).into());
            }
            if state.judged.since_nine() {
                organ.keeps_two_administrators(change)?;
            }
            Ok(OrganEvent::Proposed { change: Box::new(change.clone()) })
        }
        OrganCommand::Confirm { proposal } => {
            let found = organ.proposals.get(proposal).ok_or(Rule::NoSuchMatter)?;
            may(Act::ConfirmProposal, found.state, std::slice::from_ref(&found.by))?;
            // The organ may have changed since it was proposed: what fits no more, and what would bring
            // back what was changed meanwhile.
            fits(&found.change)?;
            if state.judged.since_seven() && organ.has_key_of(&found.change, state.judged) {
                return Err(Refusal::of(Rule::KeyTaken).into());
            }
            if state.judged.since_four() && organ.has_moved_on(found) {
                return Err(Refusal::of(Rule::ChangedSince).into());
            }
            if state.judged.since_nine() {
                organ.keeps_two_administrators(&found.change)?;
            }
            Ok(OrganEvent::ProposalConfirmed { proposal: *proposal })
        }
        OrganCommand::Refuse { proposal, reason } => {
            let found = organ.proposals.get(proposal).ok_or(Rule::NoSuchMatter)?;
            may(Act::RefuseProposal, found.state, &[])?;
            if state.judged.since_nine() {
                organ.may_refuse(me, found)?;
            }
            Ok(OrganEvent::ProposalRefused { proposal: *proposal, reason: given(reason)? })
        }
    }
}

/// What must hold of the organ's data, at founding and at every change.
///
/// # Errors
/// The rule broken, or the field that is wrong.
pub fn check(organ: &Organ, change: &OrganChange) -> Result<(), No> {
    let missing = |field: &str| No::Wrong(vec![Problem::new(field, Flaw::Missing, "")]);
    match change {
        OrganChange::Person { person } => {
            if person.name.trim().is_empty() || person.account.trim().is_empty() {
                return Err(missing("person.name"));
            }
            let taken = organ.by_account(&person.account).is_some_and(|p| p.id != person.id);
            if taken {
                return Err(Refusal::with(Rule::OpenAlready, &person.account).into());
            }
            if !organ.units.contains_key(&person.unit) {
                return Err(missing("person.unit"));
            }
            roles_agree(&person.roles)
        }
        OrganChange::Active { person, .. } | OrganChange::Kin { person, .. } => known(organ, person),
        OrganChange::Roles { person, roles } => {
            known(organ, person)?;
            roles_agree(roles)
        }
        OrganChange::Roster { period } => {
            for id in period.custodians.iter().chain(&period.substitutes) {
                known(organ, id)?;
                if !organ.has_role(id, Role::Cus) {
                    return Err(Refusal::with(Rule::NotYourCapacity, "custodian").into());
                }
            }
            let least = organ.policy.thresholds.min_custodians as usize;
            let different: BTreeSet<&PersonId> = period.custodians.iter().collect();
            let never = period.to.is_some_and(|to| to <= period.from);
            if different.len() < least || different.len() < period.custodians.len() || never {
                return Err(Refusal::with(Rule::RosterTooShort, least).into());
            }
            Ok(())
        }
        OrganChange::Committee { committee } => {
            known(organ, &committee.secretary)?;
            members_agree(organ, &committee.members, &committee.rules)
        }
        OrganChange::CommitteeMembers { committee, members, secretary } => {
            let body = organ.committees.get(committee);
            let body = body.ok_or_else(|| Refusal::with(Rule::UnknownCommittee, committee))?;
            known(organ, secretary)?;
            members_agree(organ, members, &body.rules)
        }
        OrganChange::Interest { interest } => known(organ, &interest.person),
        OrganChange::Case { case } => {
            if case.case_no.trim().is_empty() {
                return Err(missing("case_no"));
            }
            known(organ, &case.handler)?;
            case.presiding.iter().chain(&case.panel).try_for_each(|id| known(organ, id))
        }
        OrganChange::Unit { unit } if unit.name.trim().is_empty() => Err(missing("unit.name")),
        OrganChange::Unit { unit } => {
            unit.head.iter().chain(&unit.vice_chief).try_for_each(|id| known(organ, id))
        }
        OrganChange::Policy { policy } => match policy.follows(&organ.policy) {
            Ok(()) => Ok(()),
            Err(PolicyError::FewerThanTwoCustodians) => Err(Rule::RosterTooShort.into()),
            Err(other) => Err(No::Wrong(vec![Problem::new("policy", Flaw::Unreadable, other)])),
        },
        OrganChange::Calendar { calendar } => Ok(calendar.follows(&organ.calendar)?),
        OrganChange::RolledBack { .. } => Ok(()),
        OrganChange::Key { person, key, .. } => {
            organ.staff(person)?;
            let read = KeyLine::kept(key)?;
            match organ.keys.get(&read.fingerprint) {
                Some(_) => Err(Refusal::with(Rule::KeyTaken, &read.fingerprint).into()),
                None => Ok(KeyLine::read(key).map(|_| ())?),
            }
        }
        OrganChange::KeyRevoked { fingerprint, .. } => match organ.key(fingerprint) {
            Some(_) => Ok(()),
            None => Err(Refusal::with(Rule::KeyUnknown, fingerprint).into()),
        },
        OrganChange::Witness { name, .. } if name.trim().is_empty() => Err(missing("name")),
        OrganChange::Witness { key, .. } if key.is_empty() => Ok(()),
        OrganChange::Witness { key, .. } => Ok(KeyLine::read(key).map(|_| ())?),
    }
}

/// Members of a body that decides at least: with fewer, one alone or two by agreement decide what takes a
/// collective (Organic Law of the People's Courts 36: an adjudication committee is several people).
const SEVERAL: usize = 3;

/// Each member once, and several of them: a body is counted by its members.
fn members_agree(organ: &Organ, members: &[CommitteeMember], rules: &CommitteeRules) -> Result<(), No> {
    let mut seen = BTreeSet::new();
    for m in members {
        known(organ, &m.person)?;
        if !seen.insert(&m.person) {
            return Err(Refusal::with(Rule::OpenAlready, organ.name_of(&m.person)).into());
        }
    }
    if members.len() < SEVERAL && rules.pass != Pass::AdviceOnly {
        return Err(Refusal::with(Rule::BodyTooSmall, SEVERAL).into());
    }
    Ok(())
}

fn known(organ: &Organ, id: &PersonId) -> Result<(), No> {
    if organ.people.contains_key(id) { Ok(()) } else { Err(Refusal::with(Rule::UnknownPerson, id).into()) }
}

/// No two roles of one person exclude each other.
pub fn roles_agree(roles: &[Role]) -> Result<(), No> {
    for (i, a) in roles.iter().enumerate() {
        if let Some(b) = roles[i + 1..].iter().find(|b| a.excludes(**b)) {
            return Err(Refusal::with(Rule::RolesExclude, format!("{} / {}", a.code(), b.code())).into());
        }
    }
    Ok(())
}
