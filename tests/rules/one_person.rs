//! Whatever roles one person may lawfully hold together, and in whatever order he acts, he alone
//! brings about nothing that needs two: not through the door, and not with the file in his hands, where
//! he may write everybody's acts but those that are signed.

use crate::support;

use liuhen::domain::book::Book;
use liuhen::domain::command::{Actor, Asked, Command, Fresh};
use liuhen::domain::committee::{
    Application, Attendance, Item, ItemCommand, ItemEvent, Meeting, MeetingCommand, Outcome, VoteCode,
};
use liuhen::domain::decide::decide;
use liuhen::domain::escalation::{Decision, Escalation, EscalationCommand, EscalationEvent};
use liuhen::domain::event::{ActorName, Event, Means, Stamp, VERSION};
use liuhen::domain::flow::{Act, Capacity};
use liuhen::domain::ids::{MatterId, PersonId, Ref, Revision};
use liuhen::domain::organ::{self, Founding, Organ, OrganChange, OrganCommand, OrganEvent, Role};
use liuhen::domain::policy::{self, APART, Deed};
use liuhen::domain::record::{ChangeDraft, FieldReason, RecordCommand, RecordEvent};
use liuhen::domain::registry;
use liuhen::domain::routing::{Routing, RoutingAct};
use liuhen::domain::signature::Signed;
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use support::people::{body, staff};
use support::{START, all_right, phone_call};

const HE: &str = "he";

/// A small court in which he sits wherever the law lets one person sit, with these roles.
fn court(roles: &[Role]) -> Founding {
    let mut f = support::founding();
    organ::roles_agree(roles).unwrap();
    let custodian = roles.contains(&Role::Cus);
    let administrator = roles.iter().any(|r| r.is_administrator());
    let chief = roles.contains(&Role::Chf);
    f.people.retain(|p| {
        let keep = [
            "clerk_he",
            "cus_an",
            "cus_bai",
            "dis_e",
            "vp_sun",
            "judge_li",
            "judge_tang",
            "sea_lin",
            "chief",
        ];
        keep.contains(&p.id.as_str()) && !(chief && p.id.as_str() == "chief")
    });
    // Whoever is to chair the adjudication committee is the president or a deputy by his post.
    let mut he = staff(HE, "何一人", "crim", roles);
    he.post = "副院长".to_owned();
    f.people.push(he);
    for unit in &mut f.units {
        unit.head = (!administrator && !custodian).then(|| HE.into());
        unit.vice_chief = Some("vp_sun".into());
    }
    f.roster[0].custodians = vec!["cus_an".into(), if custodian { HE.into() } else { "cus_bai".into() }];
    f.roster[0].substitutes = if custodian { vec!["cus_bai".into()] } else { Vec::new() };
    let members = if administrator {
        vec!["judge_li", "judge_tang", "vp_sun"]
    } else {
        vec![HE, "judge_li", "judge_tang"]
    };
    f.committees = [("COURT", "AC_FULL"), ("PROCURATORATE", "PCOM")]
        .map(|(organ, kind)| body(kind, organ, kind, &members))
        .into();
    for c in &mut f.committees {
        c.secretary = if administrator { "judge_li".into() } else { HE.into() };
    }
    f.cases.truncate(1);
    // Whoever handles the case checks nothing of it: a custodian has no case.
    let handler: PersonId = if administrator || custodian { "judge_li".into() } else { HE.into() };
    (f.cases[0].handler, f.cases[0].presiding, f.cases[0].panel) =
        (handler.clone(), Some(handler.clone()), vec![handler]);
    f
}

#[derive(Clone)]
struct World {
    book: Book,
    seq: u64,
    steps: Vec<String>,
}

impl World {
    fn of(founding: &Founding) -> Self {
        Self { book: Book::new(Arc::new(Organ::founded(founding))), seq: 1, steps: Vec::new() }
    }

    /// What a command of somebody's comes to; what is written is not judged, but for a new record, which a
    /// decision completes.
    fn comes_to(&self, who: &PersonId, command: &Command) -> Option<Event> {
        let actor = Actor::person(who, Means::Training);
        let fresh = Fresh {
            matter: MatterId(uuid::Uuid::from_u128(u128::from(self.seq))),
            ref_: Ref::from_random([self.seq as u8; 5]),
            next_number: self.seq as u32,
            next_decision: 1,
            year: 2026,
            figures: None,
        };
        let again = !matches!(command, Command::Record { record: None, .. });
        let asked = Asked { now: START, actor: &actor, fresh: &fresh, again };
        decide(&self.book.state(command, true), &asked, command).ok()
    }

    fn after(&self, who: &PersonId, command: &Command, event: &Event) -> World {
        let mut next = self.clone();
        let named = match command {
            Command::Record { record, .. } => *record,
            Command::Escalation { escalation, .. } => *escalation,
            Command::Item { item, .. } => *item,
            Command::Meeting { meeting, .. } => *meeting,
            Command::Routing { matter, .. } => *matter,
            Command::Organ(OrganCommand::Confirm { proposal } | OrganCommand::Refuse { proposal, .. }) => {
                Some(*proposal)
            }
            _ => None,
        };
        let matter = named.unwrap_or(MatterId(uuid::Uuid::from_u128(u128::from(self.seq))));
        let actor = ActorName::Person(who.clone());
        let revision = Revision(format!("{:012}", self.seq));
        let stamp = Stamp { seq: self.seq, v: VERSION, at: START, matter, actor: &actor, revision };
        next.book.apply(&stamp, event);
        next.seq += 1;
        next.steps.push(format!("{who}: {}", event.kind()));
        next
    }

    /// What somebody may do, done.
    fn step(&self, who: &str, command: &Command) -> World {
        let event = self.comes_to(&who.into(), command).unwrap_or_else(|| panic!("{who}: {command:?}"));
        self.after(&who.into(), command, &event)
    }

    /// Its only record, confirmed by its custodians.
    fn confirmed(&self) -> World {
        let mut w = self.clone();
        let (id, record) = self.book.records.iter().next().unwrap();
        let act = RecordCommand::Confirm {
            seen: record.revision.clone(),
            checklist: all_right(),
            remark: why(),
            last_four: why(),
            blind: Default::default(),
        };
        let confirm = Command::Record { record: Some(*id), act };
        for who in policy::custodians(&self.book.organ, record, START).into_iter().take(2) {
            w = w.step(who.as_str(), &confirm);
        }
        w
    }

    /// What tells one state from another, as far as anything hangs on it.
    fn key(&self) -> String {
        let b = &self.book;
        let records: Vec<_> = b
            .records
            .values()
            .map(|r| {
                let hands: Vec<_> = r.hands.iter().map(|h| &h.person).collect();
                let changes: Vec<_> = r.changes.iter().map(|c| (c.state, &c.hands)).collect();
                let asked: Vec<_> = r.identity.iter().map(|i| (&i.asker, i.state, &i.hands)).collect();
                let void = r.void.as_ref().map(|v| &v.hands);
                let split = r.disagreement.as_ref().map(|d| &d.by);
                let out: Vec<_> = r.recused.keys().collect();
                format!("{:?}", (&r.recorder, r.status, hands, changes, asked, void, split, out, &r.settling))
            })
            .collect();
        let ladders: Vec<_> = b
            .all::<Escalation>()
            .map(|e| (e.state, &e.holder, &e.starter, &e.letter_by, e.answers.len()))
            .collect();
        let items: Vec<_> = b
            .all::<Item>()
            .map(|i| {
                let ballots: Vec<_> = i.ballots.iter().map(|b| (&b.member, b.written)).collect();
                let out: Vec<_> = i.recused.keys().collect();
                let seats = (&i.voters, &i.left, i.meeting.is_some(), &i.committee, &i.opened_by);
                format!("{:?}", (i.state, &i.applied_by, ballots, &i.entered_by, &i.recused_by, out, seats))
            })
            .collect();
        let meetings: Vec<_> = b.all::<Meeting>().map(|m| (m.state, &m.attendance, &m.committee)).collect();
        let proposals: Vec<_> = b.organ.proposals.values().map(|p| (p.state, &p.by)).collect();
        let others: Vec<_> = b
            .matters
            .values()
            .map(|m| {
                let bars = |id: &&PersonId| m.bars(Capacity::DisciplineHead, id);
                (m.kind(), m.state(), b.organ.people.keys().filter(bars).collect::<Vec<_>>())
            })
            .collect();
        format!("{records:?}{ladders:?}{items:?}{meetings:?}{proposals:?}{others:?}")
    }
}

fn why() -> String {
    "理由".to_owned()
}

/// Everything that can be asked of what there is, each matter once of its kind.
fn questions(w: &World) -> Vec<Command> {
    let mut all = Vec::new();
    let organ = &w.book.organ;
    let people: Vec<PersonId> = organ.people.keys().cloned().collect();
    if w.book.records.is_empty() {
        let act = RecordCommand::Submit { text: Box::new(phone_call()) };
        all.push(Command::Record { record: None, act });
    }
    for (id, r) in &w.book.records {
        use RecordCommand as C;
        let (seen, reason, checklist) = (r.revision.clone(), why(), all_right());
        let (last_four, blind) = (String::new(), Default::default());
        let mut acts = vec![
            C::Confirm {
                seen: seen.clone(),
                checklist: all_right(),
                remark: why(),
                last_four: why(),
                blind: Default::default(),
            },
            C::Return {
                seen: seen.clone(),
                reasons: vec![FieldReason { field: "place".to_owned(), reason: why() }],
            },
            C::Dispute { seen: seen.clone(), checklist: all_right(), reason: why() },
            C::Resolve { seen: seen.clone(), confirm: true, reason, checklist, last_four, blind },
            C::ProposeChange {
                seen: seen.clone(),
                change: ChangeDraft::Supplement { words: why(), attachments: Vec::new() },
                reason: why(),
            },
            C::ConfirmChange { change: 1 },
            C::Void { reason: why() },
            C::RefuseVoid { reason: why() },
            C::AskIdentity { purpose: why() },
            C::OtherPerson { person: "judge_tang".into(), reason: why(), also: Vec::new() },
            C::SamePerson { person: "judge_tang".into(), reason: why() },
            C::DeclareRecusal { reason: why() },
        ];
        if r.status.code() == "returned" {
            acts.push(C::Amend { seen, text: Box::new(phone_call()) });
        }
        acts.extend(r.identity.iter().map(|i| C::OpenIdentity { asker: i.asker.clone() }));
        let few = ["cus_an", "judge_li", "chief", "vp_sun"];
        acts.extend(few.map(|p| C::OrderRecusal { person: p.into(), reason: why() }));
        all.extend(acts.into_iter().map(|act| Command::Record { record: Some(*id), act }));
        let (wanted, consent) = (Vec::new(), true);
        let act = EscalationCommand::Start { record: *id, reason: why(), text: why(), wanted, consent };
        if w.book.all::<Routing>().next().is_none() {
            let (target, form, to_unit, text) = ("PLC".to_owned(), "REPORT".to_owned(), why(), why());
            let override_reason = why();
            let act = RoutingAct::Route { record: *id, target, override_reason, form, to_unit, text };
            all.push(Command::Routing { matter: None, act });
        }
        if w.book.all::<Escalation>().next().is_none() {
            all.push(Command::Escalation { escalation: None, act });
        }
        for committee in organ.committees.keys().filter(|_| w.book.all::<Item>().count() < 2) {
            let application = Application {
                record: *id,
                committee: committee.clone(),
                kind: "CASE".to_owned(),
                request: why(),
                panel_majority: String::new(),
                panel_minority: String::new(),
                advice: String::new(),
                guidance_disclosed: true,
            };
            all.push(Command::Item { item: None, act: ItemCommand::Apply(application) });
        }
    }
    for e in w.book.all::<Escalation>() {
        use EscalationCommand as C;
        let mut acts: Vec<C> =
            Decision::ALL.iter().map(|d| C::Answer { decision: *d, text: why() }).collect();
        acts.push(C::SendSuperior { text: why(), doc_no: why() });
        acts.push(C::SuperiorAnswer { text: why(), doc_no: why() });
        all.extend(acts.into_iter().map(|act| Command::Escalation { escalation: Some(e.id), act }));
    }
    for item in w.book.all::<Item>() {
        use ItemCommand as C;
        let members = organ.committees[&item.committee].members.iter().map(|m| m.person.clone());
        let mut acts = vec![
            C::Approve,
            C::Refuse { reason: why() },
            C::Resubmit { reason: why() },
            C::OpenVote { disclosed: true },
            C::Vote { vote: VoteCode::For, opinion: String::new() },
            C::CloseVote,
            C::ReferUp { reason: why() },
            C::Decide { text: why() },
        ];
        acts.extend(w.book.all::<Meeting>().map(|m| C::Place { meeting: m.id }));
        for member in members {
            let (vote, opinion, material) = (VoteCode::For, String::new(), why());
            acts.push(C::Recuse { member: member.clone(), reason: why() });
            acts.push(C::WrittenVote { member, vote, opinion, material });
        }
        all.extend(acts.into_iter().map(|act| Command::Item { item: Some(item.id), act }));
    }
    for committee in organ
        .committees
        .values()
        .filter(|_| w.book.all::<Meeting>().next().is_none() && w.book.all::<Item>().next().is_some())
    {
        let (planned_at, place, chair) = (START, why(), committee.members[0].person.clone());
        let act = MeetingCommand::Plan { committee: committee.id.clone(), planned_at, place, chair };
        all.push(Command::Meeting { meeting: None, act });
    }
    for m in w.book.all::<Meeting>() {
        use MeetingCommand as C;
        let members = organ.committees[&m.committee].members.iter().map(|m| m.person.clone());
        let mut acts = vec![C::Notice, C::Open];
        for member in members {
            acts.push(C::Attend { member: member.clone(), attendance: Attendance::Present });
            acts.push(C::Left { member });
        }
        all.extend(acts.into_iter().map(|act| Command::Meeting { meeting: Some(m.id), act }));
    }
    for id in w.book.matters.keys() {
        use RoutingAct as C;
        let acts = [C::Approve, C::Refuse { reason: why() }, C::Withdraw { reason: why() }];
        all.extend(acts.map(|act| Command::Routing { matter: Some(*id), act }));
    }
    let roles = OrganChange::Roles { person: "judge_tang".into(), roles: vec![Role::Trn] };
    if organ.proposals.is_empty() {
        all.push(Command::Organ(OrganCommand::Propose { change: roles }));
    }
    all.extend(organ.proposals.keys().map(|p| Command::Organ(OrganCommand::Confirm { proposal: *p })));
    let _ = people;
    all
}

/// What nobody brings about alone.
fn needs_two(event: &Event) -> bool {
    match event {
        Event::Record(e) => matches!(
            e,
            RecordEvent::Confirmed { completes: true, .. }
                | RecordEvent::Resolved { confirm: true, .. }
                | RecordEvent::ChangeConfirmed { completes: true, .. }
                | RecordEvent::VoidHand { completes: true, .. }
                | RecordEvent::OtherPerson { completes: true, .. }
                | RecordEvent::IdentityHand { completes: true, .. }
        ),
        Event::Escalation(e) => matches!(e, EscalationEvent::SuperiorAnswered { .. }),
        Event::Item(e) => match e {
            ItemEvent::Approved | ItemEvent::Decided { .. } | ItemEvent::ReferredUp { .. } => true,
            ItemEvent::VoteClosed { outcome, .. } => *outcome != Outcome::NoMajority,
            _ => false,
        },
        Event::Organ(e) => matches!(e, OrganEvent::ProposalConfirmed { .. }),
        Event::Meeting(_) | Event::Evidence(_) => false,
        // A kind says it in its rows.
        kind => kind.row().is_some_and(|row| !row.apart.is_empty()),
    }
}

/// As whom he writes.
#[derive(Clone, Copy, PartialEq)]
enum Writes {
    /// As himself: he comes through the door.
    Himself,
    /// As anybody, what nobody signs: he has the file.
    AnybodyUnsigned,
}

impl Writes {
    fn as_(self, who: &PersonId, command: &Command) -> bool {
        let declares = matches!(command, Command::Record { act: RecordCommand::DeclareRecusal { .. }, .. });
        // Of whoever has no key no hand is asked under his own recusal.
        let unsigned = || Signed::of_command(command).is_none() || declares && who.as_str() == "clerk_he";
        who.as_str() == HE || self == Self::AnybodyUnsigned && unsigned()
    }
}

/// Every state that can be reached by acts of these areas; how many, and the kinds of acts met.
fn reach(from: World, most: usize, writes: Writes, areas: fn(&Command) -> bool) -> (usize, BTreeSet<String>) {
    let people: Vec<PersonId> = from.book.organ.people.keys().cloned().collect();
    let (mut seen, mut met) = (BTreeSet::from([from.key()]), BTreeSet::new());
    let mut waiting = VecDeque::from([from]);
    while let Some(w) = waiting.pop_front() {
        for command in questions(&w).into_iter().filter(areas) {
            for who in people.iter().filter(|who| writes.as_(who, &command)) {
                let Some(event) = w.comes_to(who, &command) else { continue };
                // What is signed says so in the question and in the act alike.
                assert_eq!(Signed::of_command(&command), Signed::of_event(&event, VERSION), "{command:?}");
                let next = w.after(who, &command, &event);
                assert!(!needs_two(&event), "by him alone: {:#?}", next.steps);
                met.insert(event.kind());
                if seen.len() < most && seen.insert(next.key()) {
                    waiting.push_back(next);
                }
            }
        }
    }
    (seen.len(), met)
}

/// Every largest set of roles that one person may hold.
fn largest_roles() -> Vec<Vec<Role>> {
    use Role as R;
    vec![
        vec![R::Chf, R::Dis, R::Dish, R::Sec, R::Lia, R::Rgt, R::Ins, R::Trn],
        vec![R::Cus, R::Sec, R::Lia, R::Rgt, R::Ins, R::Trn],
        vec![R::Sys],
        vec![R::Sea],
        vec![R::Aud],
    ]
}

#[test]
fn the_sets_of_roles_are_the_largest_that_the_law_lets_one_person_hold() {
    for roles in largest_roles() {
        organ::roles_agree(&roles).unwrap();
        for more in Role::ALL.iter().filter(|r| !roles.contains(r)) {
            assert!(
                organ::roles_agree(&[roles.clone(), vec![*more]].concat()).is_err(),
                "{roles:?} and {more:?}"
            );
        }
    }
}

/// How many states each search goes through; `LIUHEN_ORDERS` for more of them.
fn most(default: usize) -> usize {
    std::env::var("LIUHEN_ORDERS").map_or(default, |n| n.parse().unwrap())
}

#[test]
fn through_the_door_one_person_brings_about_nothing_that_needs_two() {
    let mut met = BTreeSet::new();
    for roles in largest_roles() {
        let empty = World::of(&court(&roles));
        let submit =
            Command::Record { record: None, act: RecordCommand::Submit { text: Box::new(phone_call()) } };
        let handed_in = empty.step("clerk_he", &submit);
        let record = handed_in.book.records.keys().next().copied();
        let act = RecordCommand::AskIdentity { purpose: why() };
        let asked = handed_in.step("judge_tang", &Command::Record { record, act });
        let confirmed = handed_in.confirmed();
        // His own record, one that the clerk handed in before him, one whose recorder somebody asks
        // for, one that the store has.
        for world in [empty, handed_in, asked, confirmed] {
            met.extend(reach(world, most(1500), Writes::Himself, |_| true).1);
        }
    }
    for kind in [
        "record.first_hand",
        "record.identity_hand",
        "record.void_hand",
        "item.applied",
        "organ.proposed",
        "routing.drafted",
    ] {
        assert!(met.contains(kind), "{kind}: {met:?}");
    }
}

#[test]
fn with_the_file_in_his_hands_he_writes_what_nobody_signs_and_brings_about_no_more() {
    let mut met = BTreeSet::new();
    for roles in largest_roles() {
        let empty = World::of(&court(&roles));
        let submit =
            Command::Record { record: None, act: RecordCommand::Submit { text: Box::new(phone_call()) } };
        let confirmed = empty.step("clerk_he", &submit).confirmed();
        for world in [empty, confirmed] {
            let (states, kinds) = reach(world, most(600), Writes::AnybodyUnsigned, |_| true);
            assert!(states > 100, "{roles:?}: {states}");
            met.extend(kinds);
        }
    }
    for kind in [
        "record.submitted",
        "escalation.started",
        "escalation.answered",
        "meeting.attended",
        "record.first_hand",
    ] {
        assert!(met.contains(kind), "{kind}: {met:?}");
    }
}

/// From an item that others let through, with the secretary's papers and the chair's in one hand.
#[test]
fn a_secretary_who_is_member_and_chair_makes_no_decision_of_his_own() {
    for roles in &largest_roles()[..2] {
        for committee in ["AC_FULL", "PCOM"] {
            let mut w = World::of(&court(roles));
            let act = RecordCommand::Submit { text: Box::new(phone_call()) };
            w = w.step("clerk_he", &Command::Record { record: None, act });
            let record = *w.book.records.keys().next().unwrap();
            let application = Application {
                record,
                committee: committee.into(),
                kind: "CASE".to_owned(),
                request: why(),
                panel_majority: String::new(),
                panel_minority: String::new(),
                advice: String::new(),
                guidance_disclosed: true,
            };
            w = w.step("clerk_he", &Command::Item { item: None, act: ItemCommand::Apply(application) });
            let item = w.book.all::<Item>().next().unwrap().id;
            let approver = if roles.contains(&Role::Chf) { HE } else { "chief" };
            w = w.step(approver, &Command::Item { item: Some(item), act: ItemCommand::Approve });
            // What the ladder and custody do is looked at above.
            let of_the_body = |c: &Command| matches!(c, Command::Item { .. } | Command::Meeting { .. });
            let (states, met) = reach(w, most(2000), Writes::AnybodyUnsigned, of_the_body);
            assert!(states > 30 && met.contains("item.voted"), "{committee}: {states} {met:?}");
        }
    }
}

/// The table is about what happens: each deed in it is an act of some flow, and each act that may
/// complete or settle something is one of its deeds.
#[test]
fn every_deed_of_the_table_is_done_by_some_act() {
    let done: BTreeSet<Deed> = registry::every().flat_map(|k| &k.rows).filter_map(|r| r.deed).collect();
    assert_eq!(done, Deed::ALL.iter().copied().collect(), "a deed that no act is");
    for row in APART {
        assert!(done.contains(&row.did) && row.not.iter().all(|d| done.contains(d)), "{row:?}");
    }
    for act in [Act::Confirm, Act::Resolve, Act::OtherPerson, Act::ConfirmChange, Act::OpenIdentity] {
        let deed = registry::base().rows.iter().find(|r| r.act == act).unwrap().deed.unwrap();
        assert!(APART.iter().any(|row| row.not.contains(&deed)), "{act:?} excludes nobody");
    }
    // Signed, and no decision: a routing is taken back by nobody but who drafted it (its row says so), sent as
    // another approved it, and its result, which is an outside organ's letter, is entered and told on;
    // so is a circulation, which two others looked at and approved; what a
    // body decided is served, how it was carried out is reported, and who is there is entered before anybody votes.
    // So is what the organ decided that holds somebody liable, what came of his appeal, and where it was written down.
    // So are the papers of a sitting: when and where it is, what stands before it, that it began and ended.
    // A report at once, too, is taken back by who drafted it and sent as another approved it; so is an extract.
    let carried_out = [
        "withdraw_report",
        "send_report",
        "withdraw_triage",
        "issue_circulation",
        "send_circulation",
        "answer_circulation",
        "publish_circulation",
        "finish_circulation",
        "withdraw_closing",
        "return_closing",
        "withdraw_routing",
        "withdraw_liability",
        "send_liability",
        "answer_liability",
        "appeal_liability",
        "appeal_result",
        "reflect_liability",
        "finish_liability",
        "withdraw_extract",
        "give_extract",
        "send_routing",
        "withdraw_quarter",
        "send_quarter",
        "supplement_quarter",
        "result",
        "give_back",
        "decision_notice",
        "feedback",
        "attend",
        "place",
        "notice",
        "open",
        "close_meeting",
    ];
    // And whatever a kind has signed as a decision, unless its own row names who does not do it.
    for row in registry::all().iter().flat_map(|k| &k.rows) {
        let decides =
            row.signed == Some(Signed::Decision) && !row.begins && !carried_out.contains(&row.act.code());
        let apart = row.deed.is_some_and(|d| APART.iter().any(|row| row.not.contains(&d)));
        let first = row.deed.is_some_and(|d| APART.iter().any(|row| row.did == d));
        assert!(!decides || apart || first || !row.apart.is_empty(), "{:?} excludes nobody", row.act);
    }
}
