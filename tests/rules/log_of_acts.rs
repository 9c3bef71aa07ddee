//! The log of version 1: one body of every kind of act, in the very form in which it is stored. The
//! file was written once and is never changed; every later program must load it.

use crate::support;

use liuhen::domain::accountability::AccountabilityEvent;
use liuhen::domain::circulation::{CirculationEvent, Mark};
use liuhen::domain::closing::ClosingEvent;
use liuhen::domain::committee::{Application, Attendance, ItemEvent, MeetingEvent, Outcome, VoteCode};
use liuhen::domain::disclosure::{DisclosureEvent, Extract};
use liuhen::domain::escalation::{Decision, EscalationEvent, Skipped};
use liuhen::domain::event::{ActorName, Body, Event, HandSignature, Means};
use liuhen::domain::evidence::{Alert, EvidenceEvent, Head};
use liuhen::domain::figures::{AtHead, Listed};
use liuhen::domain::ids::{MatterId, PersonId, Ref, Revision};
use liuhen::domain::organ::{CommitteeMember, Interest, KeyUse, OrganChange, OrganEvent, Role, RosterPeriod};
use liuhen::domain::read::{Read, ReadBody};
use liuhen::domain::record::{
    Answer, AtOnceNote, Attachment, ChangeDraft, FieldReason, Filing, Occurred, PersonRole, QuickNote,
    RecordEvent, RecordText, Said,
};
use liuhen::domain::registry;
use liuhen::domain::report::{Analysis, ReportEvent};
use liuhen::domain::routing::RoutingEvent;
use liuhen::domain::triage::TriageEvent;
use liuhen::domain::urgency::UrgencyEvent;
use liuhen::domain::when::Precision;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use support::{START, all_right, founding};

const FILE: &str =
    concat!(include_str!("../vectors/acts-v1.jsonl"), include_str!("../vectors/acts-v1-signed.jsonl"));
/// Version 2: what can be asked again, and what stands beside a third one's decision.
const SECOND: &str = include_str!("../vectors/acts-v2.jsonl");
/// Version 4: an order that is lifted, and who is there, signed.
const FOURTH: &str = include_str!("../vectors/acts-v4.jsonl");
const SIXTH: &str = include_str!("../vectors/acts-v6.jsonl");
const SEVENTH: &str = include_str!("../vectors/acts-v7.jsonl");
const NINTH: &str = include_str!("../vectors/acts-v9.jsonl");
const TENTH: &str = include_str!("../vectors/acts-v10.jsonl");
/// What the log of reads can say since papers are printed.
const PRINTED: &str = include_str!("../vectors/reads-v1-printed.jsonl");

fn why() -> String {
    "理由".to_owned()
}

fn matter(n: u128) -> MatterId {
    MatterId(uuid::Uuid::from_u128((0x019c_d542_0680_7ffe_99ee_0000_0000_0000) + n))
}

fn ref_() -> Ref {
    Ref::from_random([1, 2, 3, 4, 5])
}

/// A text with every field of its day filled in.
fn full_text() -> RecordText {
    let everybody = PersonRole {
        role: "INQUIRER".to_owned(),
        kind: "EXT_LEADER".to_owned(),
        person: Some("chief".into()),
        name: "钱大海".to_owned(),
        description: "戴眼镜".to_owned(),
        unit: "某区住建局".to_owned(),
        post: "副局长".to_owned(),
        sector: "GOV".to_owned(),
        rank: "CHU".to_owned(),
        cadre_authority: "CITY".to_owned(),
        retired: true,
        former_unit: "某区政府".to_owned(),
        contact: "13900000000".to_owned(),
        relation_to_party: "亲属".to_owned(),
        relation_to_recorder: "无".to_owned(),
        confidence: "VERIFIED".to_owned(),
        primary: true,
        ..PersonRole::default()
    };
    RecordText {
        stream: "EXT".to_owned(),
        matter: "CASE".to_owned(),
        case_no: support::words::CASE.to_owned(),
        stage: "TRIAL1".to_owned(),
        occurred: Some(Occurred { from: START, to: Some(START + 1), precision: Precision::Day }),
        place: "办公楼".to_owned(),
        manner: vec!["FACE".to_owned()],
        channel: BTreeMap::from([("SMS".to_owned(), "13900000000".to_owned())]),
        people: vec![everybody],
        nobody_else: true,
        received_by: Some("judge_wang".into()),
        content: "询问何时判。".to_owned(),
        request_type: vec!["ASK".to_owned()],
        special_items: vec!["S01".to_owned()],
        response: vec!["REFUSE".to_owned()],
        response_text: "请走程序".to_owned(),
        effect: "NONE".to_owned(),
        aggravating: vec!["GIFT".to_owned()],
        recorder_role: "HANDLER".to_owned(),
        late_reason: "出差".to_owned(),
        no_material_reason: "口头".to_owned(),
        attachments: vec![attachment()],
        secrecy: "INTERNAL".to_owned(),
        urgent: true,
        ..RecordText::default()
    }
}

fn attachment() -> Attachment {
    Attachment {
        kind: "PHOTO".to_owned(),
        title: "照片".to_owned(),
        hash: Some("ab".repeat(32)),
        size: 5,
        original_location: "专库".to_owned(),
        medium: "纸".to_owned(),
        file_destination: "SUB".to_owned(),
    }
}

fn record_events() -> Vec<RecordEvent> {
    let occurred = Occurred { from: START, to: None, precision: Precision::Exact };
    let mut doubts = all_right();
    doubts.insert("time".to_owned(), Answer::Doubt);
    doubts.insert("place".to_owned(), Answer::Incomplete);
    let note =
        QuickNote { occurred, who: "某人".to_owned(), line: "来电".to_owned(), case_no: Some(why()) };
    let supplement = ChangeDraft::Supplement { words: why(), attachments: vec![attachment()] };
    let correction = ChangeDraft::Correction { text: Box::new(full_text()) };
    let confirmed = |completes| RecordEvent::Confirmed {
        checklist: doubts.clone(),
        remark: why(),
        completes,
        blind_fields: vec!["name".to_owned()],
    };
    vec![
        RecordEvent::Quick { ref_: ref_(), note },
        RecordEvent::Submitted {
            ref_: ref_(),
            number: "〔2026〕皖0602过问第000001号".to_owned(),
            year: 2026,
            ordinal: 1,
            late_hours: 3,
            text: Box::new(full_text()),
        },
        RecordEvent::Amended { text: Box::new(RecordText::default()) },
        RecordEvent::Attached { attachment: attachment() },
        RecordEvent::Withdrawn { reason: why() },
        confirmed(false),
        confirmed(true),
        RecordEvent::Returned { reasons: vec![FieldReason { field: "place".to_owned(), reason: why() }] },
        RecordEvent::Disputed { checklist: all_right(), reason: why() },
        RecordEvent::Resolved {
            confirm: true,
            reason: why(),
            checklist: BTreeMap::new(),
            blind_fields: Vec::new(),
        },
        RecordEvent::Signed { refusal: None },
        RecordEvent::Agreed { refusal: Some(why()) },
        RecordEvent::ChangeProposed { number: 1, change: supplement, reason: why() },
        RecordEvent::ChangeProposed { number: 2, change: correction, reason: why() },
        RecordEvent::ChangeConfirmed { number: 1, completes: false, upon: None },
        RecordEvent::ChangeConfirmed { number: 1, completes: true, upon: None },
        RecordEvent::ChangeRefused { number: 2, reason: why(), upon: None },
        RecordEvent::VoidHand { reason: why(), completes: false, upon: None },
        RecordEvent::VoidHand { reason: why(), completes: true, upon: None },
        RecordEvent::VoidRefused { reason: why(), upon: None },
        RecordEvent::Linked { other: matter(2), kind: "SERIES".to_owned() },
        RecordEvent::RecusalDeclared { reason: why() },
        RecordEvent::RecusalOrdered { person: "judge_li".into(), reason: why() },
        RecordEvent::OtherPerson {
            person: "clerk_zhang".into(),
            reason: why(),
            completes: true,
            also: Vec::new(),
        },
        RecordEvent::IdentityAsked { purpose: why() },
        RecordEvent::IdentityHand { asker: "chief".into(), completes: false, upon: None },
        RecordEvent::IdentityHand { asker: "chief".into(), completes: true, upon: None },
        RecordEvent::IdentityRefused { asker: "chief".into(), reason: why(), upon: None },
    ]
}

fn escalation_events() -> Vec<EscalationEvent> {
    let skipped = vec![Skipped {
        level: "PRESIDING".to_owned(),
        person: Some("judge_li".into()),
        why: "kin".to_owned(),
    }];
    let passed = |silent_since| EscalationEvent::PassedUp {
        text: why(),
        level: "CHIEF".to_owned(),
        to: Some("chief".into()),
        skipped: Vec::new(),
        silent_since,
    };
    let mut all = vec![
        EscalationEvent::Started {
            ref_: ref_(),
            record: matter(1),
            reason: "HARD".to_owned(),
            text: why(),
            wanted: vec!["GUIDANCE".to_owned()],
            consent: true,
            level: "SUPERIOR".to_owned(),
            to: None,
            skipped,
        },
        passed(None),
        passed(Some(START)),
        EscalationEvent::SentSuperior { text: why(), doc_no: why() },
        EscalationEvent::SuperiorAnswered { text: why(), doc_no: why() },
    ];
    all.extend(Decision::ALL.iter().map(|d| EscalationEvent::Answered { decision: *d, text: why() }));
    all
}

fn item_events() -> Vec<ItemEvent> {
    let application = Application {
        record: matter(1),
        committee: "ac".into(),
        kind: "CASE".to_owned(),
        request: why(),
        panel_majority: why(),
        panel_minority: why(),
        advice: why(),
        guidance_disclosed: true,
    };
    let mut all = vec![
        ItemEvent::Applied { ref_: ref_(), application },
        ItemEvent::Approved,
        ItemEvent::Refused { reason: why() },
        ItemEvent::Resubmitted { reason: why() },
        ItemEvent::Withdrawn { reason: why() },
        ItemEvent::Placed { meeting: matter(3) },
        ItemEvent::MemberRecused { member: "head_qin".into(), reason: why() },
        ItemEvent::VoteOpened {
            disclosed: true,
            chair: "chief".into(),
            present: vec!["chief".into()],
            recused: vec!["head_qin".into()],
        },
        ItemEvent::WrittenVote {
            member: "vp_sun".into(),
            vote: VoteCode::Reserve,
            opinion: why(),
            material: why(),
            counted: true,
            upon: None,
        },
        ItemEvent::Minority { text: why(), upon: None },
        ItemEvent::ReferredUp { reason: why() },
        ItemEvent::Supplement { reason: why() },
        ItemEvent::ToFullCommittee { committee: "ac".into() },
        ItemEvent::Decided {
            number: "审判委员会〔2026〕1号".to_owned(),
            year: 2026,
            ordinal: 1,
            text: why(),
        },
        ItemEvent::Noticed { text: why() },
        ItemEvent::Feedback { text: why(), executed: true },
        ItemEvent::Reconsidered { reason: why() },
    ];
    all.extend(VoteCode::ALL.iter().map(|v| ItemEvent::Voted { vote: *v, opinion: why(), upon: None }));
    for outcome in [Outcome::Passed, Outcome::Rejected, Outcome::NoMajority, Outcome::Advice] {
        all.push(ItemEvent::VoteClosed { outcome, total: 9, needed: 5, for_: 6, against: 2, other: 1 });
    }
    all
}

fn meeting_events() -> Vec<MeetingEvent> {
    let standings = [
        Attendance::Present,
        Attendance::Absent { reason: why() },
        Attendance::Nonvoting,
        Attendance::Left { at: START },
    ];
    let mut all = vec![
        MeetingEvent::Planned {
            ref_: ref_(),
            committee: "ac".into(),
            planned_at: START,
            place: why(),
            chair: "chief".into(),
        },
        MeetingEvent::Noticed,
        MeetingEvent::Opened,
        MeetingEvent::Left { member: "vp_sun".into() },
        MeetingEvent::Closed { minutes: why() },
    ];
    all.extend(standings.map(|attendance| MeetingEvent::Attended { member: "vp_sun".into(), attendance }));
    all
}

fn organ_changes() -> Vec<OrganChange> {
    let f = founding();
    vec![
        OrganChange::Person { person: f.people[0].clone() },
        OrganChange::Active { person: "chief".into(), active: false },
        OrganChange::Roles { person: "chief".into(), roles: Role::ALL.to_vec() },
        OrganChange::Kin { person: "chief".into(), kin: vec!["vp_sun".into()], kin_names: vec![why()] },
        OrganChange::Unit { unit: f.units[1].clone() },
        OrganChange::Roster {
            period: RosterPeriod {
                from: START,
                to: Some(START + 1),
                custodians: vec!["cus_an".into(), "cus_bai".into()],
                substitutes: vec!["cus_cao".into()],
            },
        },
        OrganChange::Committee { committee: f.committees[0].clone() },
        OrganChange::CommitteeMembers {
            committee: "ac".into(),
            members: vec![CommitteeMember { person: "chief".into(), rank: 1 }],
            secretary: "sec_gong".into(),
        },
        OrganChange::Case { case: f.cases[0].clone() },
        OrganChange::Interest {
            interest: Interest { person: "chief".into(), case_no: why(), reason: why() },
        },
        OrganChange::Policy { policy: f.policy.clone() },
        OrganChange::Calendar { calendar: f.calendar.clone() },
    ]
}

/// What version 1 learnt when people came by their own keys and signed. Its lines stand in a file of
/// their own: the lines of the first file never change.
fn later_changes() -> Vec<OrganChange> {
    let head = || Head { size: 7, root: "ab".repeat(32) };
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti";
    vec![
        OrganChange::Key { person: "chief".into(), use_: KeyUse::Login, key: key.to_owned() },
        OrganChange::Key { person: "chief".into(), use_: KeyUse::Own, key: key.to_owned() },
        OrganChange::KeyRevoked { fingerprint: "SHA256:x".to_owned(), reason: why() },
        OrganChange::Witness { name: why(), key: key.to_owned() },
        OrganChange::RolledBack { known: head(), found: head(), reason: why() },
    ]
}

fn evidence_events() -> Vec<EvidenceEvent> {
    let head = || Head { size: 7, root: "ab".repeat(32) };
    let alerts = [
        Alert::TwoAddresses {
            person: "chief".into(),
            fingerprint: "SHA256:x".to_owned(),
            addresses: vec!["192.0.2.1".to_owned(), "192.0.2.2".to_owned()],
        },
        Alert::RolledBack { known: head(), found: head() },
        Alert::DiskWasFull,
    ];
    let mut all = vec![
        EvidenceEvent::LogKey { public: "ssh-ed25519 AAAA".to_owned() },
        EvidenceEvent::Cosigned { acts: head(), reads: head() },
        EvidenceEvent::Witnessed { witness: why(), acts: head(), signature: "SSHSIG".to_owned() },
        EvidenceEvent::Copied { name: why(), acts: head(), recipients: vec!["ssh-ed25519 AAAA".to_owned()] },
        EvidenceEvent::Drilled { name: why(), acts: head(), sound: true, seconds: 3 },
    ];
    all.extend(alerts.into_iter().map(|alert| EvidenceEvent::Alerted { alert }));
    all
}

fn organ_events() -> Vec<OrganEvent> {
    let mut all = vec![
        OrganEvent::Founded { founding: Box::new(founding()) },
        OrganEvent::ProposalConfirmed { proposal: matter(4) },
        OrganEvent::ProposalRefused { proposal: matter(4), reason: why() },
    ];
    all.extend(organ_changes().into_iter().map(|c| OrganEvent::Proposed { change: Box::new(c) }));
    all
}

fn reads() -> Vec<Read> {
    vec![
        Read::Opened,
        Read::RecorderRevealed { purpose: why() },
        Read::NamesRevealed { purpose: why() },
        Read::Material { hash: "ab".repeat(32) },
        Read::Proof,
    ]
}

fn later_bodies() -> Vec<Body> {
    let proposed = later_changes().into_iter().map(|c| OrganEvent::Proposed { change: Box::new(c) });
    let acts = proposed.map(Event::Organ).chain(evidence_events().into_iter().map(Event::Evidence));
    let actors = [
        (ActorName::Person("clerk_he".into()), Means::SshKey("SHA256:x".to_owned())),
        (ActorName::Person("clerk_he".into()), Means::Sudo("he".to_owned())),
        (ActorName::Register, Means::Register),
    ];
    stamped(1, acts, &actors)
}

/// One of every kind of act as version 2 writes it, by people, signed where it asks for it.
fn second_bodies() -> Vec<Body> {
    let resolved = RecordEvent::Resolved {
        confirm: true,
        reason: why(),
        checklist: all_right(),
        blind_fields: vec!["name".to_owned()],
    };
    let acts = organ_events()
        .into_iter()
        .chain(later_changes().into_iter().map(|c| OrganEvent::Proposed { change: Box::new(c) }))
        .map(Event::Organ)
        .chain(record_events().into_iter().chain([resolved]).chain(settled_events()).map(Event::Record))
        .chain(escalation_events().into_iter().map(Event::Escalation))
        .chain(item_events().into_iter().map(Event::Item))
        .chain(meeting_events().into_iter().map(Event::Meeting))
        .chain(evidence_events().into_iter().map(Event::Evidence))
        .chain(at_once_events())
        .chain([Event::Record(read_off()), Event::Record(filed())])
        .chain(routing_events().into_iter().map(Event::Routing));
    let by = || (ActorName::Person("clerk_he".into()), Means::SshKey("SHA256:x".to_owned()));
    stamped(2, acts, &[by(), by(), by()])
}

/// What came with version 4, or is signed since.
fn fourth_bodies() -> Vec<Body> {
    let lifted = [false, true].map(|completes| {
        let person = "judge_li".into();
        Event::Record(RecordEvent::RecusalLifted { person, reason: why(), completes, upon: None })
    });
    let roll = meeting_events().into_iter();
    let roll = roll.filter(|e| matches!(e, MeetingEvent::Attended { .. } | MeetingEvent::Left { .. }));
    let by = || (ActorName::Person("clerk_he".into()), Means::SshKey("SHA256:x".to_owned()));
    let ended = routing_events().into_iter().filter(|e| {
        use RoutingEvent as E;
        matches!(e, E::Withdrawn { .. } | E::Sent { .. } | E::Answered { .. } | E::GivenBack { .. })
    });
    let acts = lifted.into_iter().chain(roll.map(Event::Meeting)).chain(ended.map(Event::Routing));
    stamped(4, acts, &[by(), by(), by()])
}

/// What is signed since version 6, and what says since then to which vote, request or order it belongs.
fn sixth_bodies() -> Vec<Body> {
    let upon = || Some(Revision("ba9876543210".to_owned()));
    let person = || PersonId::from("judge_li");
    let lifted = [false, true].map(|completes| RecordEvent::RecusalLifted {
        person: person(),
        reason: why(),
        completes,
        upon: upon(),
    });
    let opened =
        [false, true].map(|completes| RecordEvent::IdentityHand { asker: person(), completes, upon: upon() });
    let refused = RecordEvent::IdentityRefused { asker: person(), reason: why(), upon: upon() };
    let votes = item_events().into_iter().filter_map(|mut event| {
        match &mut event {
            ItemEvent::Voted { upon: on, .. }
            | ItemEvent::WrittenVote { upon: on, .. }
            | ItemEvent::Minority { upon: on, .. } => *on = upon(),
            ItemEvent::Noticed { .. } => {}
            _ => return None,
        }
        Some(Event::Item(event))
    });
    let by = || (ActorName::Person("clerk_he".into()), Means::SshKey("SHA256:x".to_owned()));
    let acts = lifted.into_iter().chain(opened).chain([refused]).map(Event::Record).chain(votes);
    stamped(6, acts, &[by(), by(), by()])
}

/// What is signed since version 7: all that begins, bounds or ends a sitting and a vote.
fn seventh_bodies() -> Vec<Body> {
    let roll = |e: &MeetingEvent| !matches!(e, MeetingEvent::Attended { .. } | MeetingEvent::Left { .. });
    let sittings = meeting_events().into_iter().filter(roll).map(Event::Meeting);
    let opens = |e: &ItemEvent| matches!(e, ItemEvent::Placed { .. } | ItemEvent::VoteOpened { .. });
    let votes = item_events().into_iter().filter(opens).map(Event::Item);
    let by = || (ActorName::Person("clerk_he".into()), Means::SshKey("SHA256:x".to_owned()));
    stamped(7, sittings.chain(votes), &[by(), by(), by()])
}

/// What came with version 9: the first of two who take back what two had settled of whom words mean.
fn ninth_bodies() -> Vec<Body> {
    let same = RecordEvent::SamePerson { person: "clerk_zhang".into(), reason: why(), first: true };
    let by = || (ActorName::Person("clerk_he".into()), Means::SshKey("SHA256:x".to_owned()));
    stamped(9, std::iter::once(Event::Record(same)), &[by(), by(), by()])
}

/// What came with version 10: what follows from a record.
fn tenth_bodies() -> Vec<Body> {
    let by = || (ActorName::Person("clerk_he".into()), Means::SshKey("SHA256:x".to_owned()));
    let reports = report_events().into_iter().map(Event::Urgency);
    let triages = triage_events().into_iter().map(Event::Triage);
    let closings = closing_events().into_iter().map(Event::Closing);
    let circulations = circulation_events().into_iter().map(Event::Circulation);
    let liable = liable_events().into_iter().map(Event::Accountability);
    let extracts = extract_events().map(Event::Disclosure);
    let quarters = quarter_events().into_iter().map(Event::Report);
    let upon = || Some(Revision("ba9876543210".to_owned()));
    // What says since then which change, and which voiding, it answers.
    let told = [RoutingEvent::GivenBack { text: why(), to_recorder: why() }, RoutingEvent::Heard];
    let hands = [
        RecordEvent::ChangeConfirmed { number: 1, completes: false, upon: upon() },
        RecordEvent::ChangeConfirmed { number: 1, completes: true, upon: upon() },
        RecordEvent::ChangeRefused { number: 2, reason: why(), upon: upon() },
        RecordEvent::VoidHand { reason: String::new(), completes: false, upon: upon() },
        RecordEvent::VoidHand { reason: String::new(), completes: true, upon: upon() },
        RecordEvent::VoidRefused { reason: why(), upon: upon() },
    ];
    let all = reports
        .chain(triages)
        .chain(closings)
        .chain(circulations)
        .chain(liable)
        .chain(extracts)
        .chain(told.map(Event::Routing))
        .chain(hands.map(Event::Record))
        // Last of all, so that every line before it stays as it is.
        .chain(quarters);
    stamped(10, all, &[by(), by(), by()])
}

fn report_events() -> [UrgencyEvent; 6] {
    use UrgencyEvent as E;
    [
        E::Drafted {
            ref_: ref_(),
            record: matter(1),
            triggers: vec!["THREAT".to_owned()],
            to: vec!["PLC".to_owned(), "SUP".to_owned()],
            text: why(),
            reason: why(),
        },
        E::Withdrawn { reason: why() },
        E::Approved,
        E::Returned { reason: why() },
        E::Sent { doc_no: why(), delivery: "PAPER".to_owned(), sent_at: START, hours: 3 },
        E::Received { receipt_by: why(), receipt_at: START },
    ]
}

fn circulation_events() -> [CirculationEvent; 13] {
    use CirculationEvent as E;
    [
        E::Proposed {
            ref_: ref_(),
            record: matter(1),
            basis: "E8".to_owned(),
            scope: "UNIT".to_owned(),
            facts_text: "某人向承办法官打招呼".to_owned(),
            recipients: why(),
            must_publish: vec!["GIFT".to_owned()],
            marks: vec![Mark { at: 3, words: "承办法官".to_owned() }],
        },
        E::Declining { ref_: ref_(), record: matter(1), reason: why() },
        E::Checked { unrecognisable: true, words: why() },
        E::Returned { reason: why() },
        E::Approved { outside: true },
        E::Declined,
        E::Refused { reason: why() },
        E::Issued { doc_no: why(), issued_at: START },
        E::Sent { to_unit: why(), doc_no: why(), delivery: "PAPER".to_owned(), sent_at: START },
        E::Answered { answer: "CIRCULATED".to_owned(), answer_text: why(), doc_no: why() },
        E::Received { receipt_by: why(), receipt_at: START },
        E::Published { medium: why(), published_at: START, address: why() },
        E::Finished { reason: why() },
    ]
}

fn quarter_events() -> Vec<ReportEvent> {
    use ReportEvent as E;
    let upon = || Revision("ba9876543210".to_owned());
    let figures = AtHead {
        acts: 9,
        root: "ab".repeat(32),
        text: "items\t\t3\t0\t1\t3\nh_confirm\t\t3/20/31\t-\t-\t3/20/31\n".to_owned(),
        listed: vec![Listed {
            no: "〔2026〕皖0602过问第000001号".to_owned(),
            special: vec!["S06".to_owned()],
            officials: vec!["EXT_LEADER".to_owned()],
        }],
    };
    let analysis =
        Analysis { trend: why(), hot_spots: why(), causes: why(), measures: why(), requests: why() };
    vec![
        E::Drafted { ref_: ref_(), period: "2026Q1".to_owned(), analysis, figures },
        E::Checked { upon: upon() },
        E::Counterchecked { upon: upon() },
        E::Returned { reason: why() },
        E::Withdrawn { reason: why() },
        E::Approved { upon: upon() },
        E::Sent {
            doc_no: "2".to_owned(),
            recipients: vec!["PLC".to_owned(), "SUP".to_owned()],
            delivery: "PAPER".to_owned(),
            sent_at: START,
        },
        E::Received { receipt_by: why(), receipt_at: START },
        E::Supplemented { text: why(), doc_no: "3".to_owned() },
    ]
}

fn extract_events() -> [DisclosureEvent; 5] {
    use DisclosureEvent as E;
    let extract = Extract {
        person: "孟广智".to_owned(),
        cause: "INTERFERE".to_owned(),
        sanctions: vec!["PWARN".to_owned()],
        form4: "FORM2".to_owned(),
        decided_at: Some(START),
        doc_no: "1".to_owned(),
        effective_at: Some(START),
        appeal_result: "UPHELD".to_owned(),
        reflected_in: vec!["INTEGRITY".to_owned()],
    };
    [
        E::Applied {
            ref_: ref_(),
            record: matter(1),
            of: matter(2),
            person: "孟广智".to_owned(),
            asked_by: "组织部门".to_owned(),
            letter_no: "2".to_owned(),
            letter_at: START,
            purpose: "PROMOTION".to_owned(),
            fields: vec!["CAUSE".to_owned(), "SANCTIONS".to_owned()],
        },
        E::Withdrawn { reason: why() },
        E::Approved,
        E::Refused { reason: why() },
        E::Given {
            doc_no: "3".to_owned(),
            delivery: "FACE".to_owned(),
            sent_at: START,
            received_by: "来人".to_owned(),
            extract,
        },
    ]
}

fn liable_events() -> Vec<AccountabilityEvent> {
    use AccountabilityEvent as E;
    let sanctions = || vec!["PWARN".to_owned()];
    vec![
        E::Held {
            ref_: ref_(),
            record: matter(1),
            person: "孟广智#2".to_owned(),
            row: 2,
            kind: "EXT_LEADER".to_owned(),
            cause: "INTERFERE".to_owned(),
            to_unit: "示范市纪委监委".to_owned(),
            text: why(),
        },
        E::Declined { ref_: ref_(), record: matter(1), reason: why() },
        E::Withdrawn { reason: why() },
        E::Approved { declines: false },
        E::Refused { reason: why() },
        E::Sent { doc_no: why(), delivery: "PAPER".to_owned(), sent_at: START },
        E::Reminded { text: why() },
        E::Decided {
            sanctions: sanctions(),
            form4: "FORM2".to_owned(),
            decided_at: START,
            doc_no: why(),
            effective_at: Some(START),
            answer_text: why(),
        },
        E::Appealed { filed_at: START, text: why() },
        E::AppealDecided {
            appeal_result: "CHANGED".to_owned(),
            text: why(),
            doc_no: why(),
            sanctions: sanctions(),
        },
        E::Reflected { reflected_in: "INTEGRITY".to_owned(), reflected_at: START, text: why() },
        E::Finished,
    ]
}

fn closing_events() -> [ClosingEvent; 7] {
    [
        ClosingEvent::Drafted {
            ref_: ref_(),
            record: matter(1),
            summary: why(),
            to_recorder: why(),
            to_handler: why(),
            class: "COMMON".to_owned(),
        },
        ClosingEvent::Agreed,
        ClosingEvent::Returned { reason: why() },
        ClosingEvent::Withdrawn { reason: why() },
        ClosingEvent::Read,
        ClosingEvent::Heard,
        ClosingEvent::Reopened { reason: why() },
    ]
}

fn triage_events() -> [TriageEvent; 6] {
    let class = || "ILLEGAL".to_owned();
    [
        TriageEvent::Drafted {
            ref_: ref_(),
            record: matter(1),
            verification: why(),
            statement: why(),
            no_statement: why(),
            class: class(),
            violations: vec!["E1".to_owned()],
            aggravating: vec!["THREAT".to_owned()],
            reason: why(),
            anew: why(),
            joint: true,
        },
        TriageEvent::Concurred { class: class(), opinion: why() },
        TriageEvent::Advised { class: class(), opinion: why() },
        TriageEvent::Withdrawn { reason: why() },
        TriageEvent::Approved,
        TriageEvent::Refused { reason: why() },
    ]
}

/// What came with the second custodian's look at the material before the record.
fn read_off() -> RecordEvent {
    let (agreed, differed) = (vec!["date".to_owned(), "case_no".to_owned()], vec!["name".to_owned()]);
    RecordEvent::ReadOff { agreed, differed }
}

/// The number that a record has in a platform above.
fn filed() -> RecordEvent {
    let (platform, number, by) = ("SPC".to_owned(), "2026-0001".to_owned(), "何某".to_owned());
    RecordEvent::Filed { filing: Filing { platform, number, on: START, by } }
}

/// To whom a confirmed record goes, and what comes back.
fn routing_events() -> Vec<RoutingEvent> {
    vec![
        RoutingEvent::Drafted {
            ref_: ref_(),
            record: matter(1),
            target: "PLC".to_owned(),
            rules: vec![("R3".to_owned(), "PLC".to_owned())],
            override_reason: why(),
            form: "REPORT".to_owned(),
            to_unit: "示范市委政法委".to_owned(),
            text: why(),
        },
        RoutingEvent::Withdrawn { reason: why() },
        RoutingEvent::Approved,
        RoutingEvent::Refused { reason: why() },
        RoutingEvent::Sent {
            doc_no: "淮示法纪函〔2026〕12号".to_owned(),
            delivery: "PAPER".to_owned(),
            sent_at: START,
        },
        RoutingEvent::Received { receipt_by: why(), receipt_at: START },
        RoutingEvent::Reminded { text: why() },
        RoutingEvent::Answered { result: "VERIFIED".to_owned(), result_text: why(), doc_no: why() },
        RoutingEvent::GivenBack { text: why(), to_recorder: String::new() },
    ]
}

/// What came when whom a text means began to be settled act by act.
fn settled_events() -> [RecordEvent; 3] {
    let meant = vec![
        Said { person: "chief".into(), same: true, again: 0 },
        Said { person: "judge_li".into(), same: false, again: 0 },
    ];
    [
        RecordEvent::Amended { text: Box::new(RecordText { meant, ..full_text() }) },
        RecordEvent::OtherPerson {
            person: "clerk_zhang".into(),
            reason: why(),
            completes: false,
            also: vec!["judge_li".into()],
        },
        RecordEvent::SamePerson { person: "clerk_zhang".into(), reason: why(), first: false },
    ]
}

/// Urgent records that come before chief and discipline at once.
fn at_once_events() -> Vec<Event> {
    let report = AtOnceNote { to: vec!["PLC".to_owned()], doc_no: why(), sent_at: Some(START), words: why() };
    let seen = AtOnceNote { words: why(), ..AtOnceNote::default() };
    vec![report, seen].into_iter().map(|note| Event::Record(RecordEvent::AtOnce { note })).collect()
}

fn bodies() -> Vec<Body> {
    let acts = organ_events()
        .into_iter()
        .map(Event::Organ)
        .chain(record_events().into_iter().map(Event::Record))
        .chain(escalation_events().into_iter().map(Event::Escalation))
        .chain(item_events().into_iter().map(Event::Item))
        .chain(meeting_events().into_iter().map(Event::Meeting));
    let actors = [
        (ActorName::Person("clerk_he".into()), Means::OsAccount("he".to_owned())),
        (ActorName::Person("clerk_he".into()), Means::Training),
        (ActorName::Register, Means::Register),
    ];
    stamped(1, acts, &actors)
}

fn stamped(v: u8, acts: impl Iterator<Item = Event>, actors: &[(ActorName, Means); 3]) -> Vec<Body> {
    acts.enumerate()
        .map(|(n, act)| {
            let (actor, means) = actors[n % 3].clone();
            Body {
                v,
                kind: act.kind(),
                actor,
                means,
                command: matter(1000 + n as u128).0,
                matter: matter(n as u128),
                seen: (n % 2 == 0).then(|| Revision("0123456789ab".to_owned())),
                app: "0.1.0".to_owned(),
                act,
                hand: (n % 5 == 0).then(|| HandSignature {
                    level: 2,
                    signature: "SSHSIG".to_owned(),
                    challenge: "liuhen-confirm".to_owned(),
                }),
            }
        })
        .collect()
}

/// What leaves a trace since people come by their own keys.
fn later_reads() -> Vec<ReadBody> {
    let all = vec![
        Read::SessionBegan { address: "192.0.2.1".to_owned(), fingerprint: "SHA256:x".to_owned() },
        Read::SessionEnded { how: "left".to_owned() },
        Read::SignInRefused {
            address: "192.0.2.1".to_owned(),
            fingerprint: "SHA256:x".to_owned(),
            why: "key_unknown".to_owned(),
        },
        Read::UnlockFailed,
        Read::Searched { query: why() },
        Read::Exported { what: why(), lines: 3 },
    ];
    all.into_iter().map(read_body).collect()
}

fn read_body(read: Read) -> ReadBody {
    ReadBody {
        v: 1,
        actor: ActorName::Person("cus_an".into()),
        means: Means::Training,
        matter: matter(1),
        app: "0.1.0".to_owned(),
        read,
    }
}

fn read_bodies() -> Vec<ReadBody> {
    reads().into_iter().map(read_body).collect()
}

/// Run once, when version 1 was settled; a later form gets a file of its own.
#[test]
#[ignore = "writes the file that must never change again"]
fn write_the_file() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/acts-v1.jsonl");
    let mut text = String::new();
    for body in bodies() {
        text.push_str(&serde_json::to_string(&body).unwrap());
        text.push('\n');
    }
    for body in read_bodies() {
        text.push_str(&serde_json::to_string(&body).unwrap());
        text.push('\n');
    }
    std::fs::write(path, text).unwrap();
}

/// As above, when keys and signatures came.
#[test]
#[ignore = "writes the file that must never change again"]
fn write_the_later_file() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/acts-v1-signed.jsonl");
    let lines: Vec<String> = later_bodies().iter().map(|b| serde_json::to_string(b).unwrap()).collect();
    let reads: Vec<String> = later_reads().iter().map(|b| serde_json::to_string(b).unwrap()).collect();
    std::fs::write(path, format!("{}\n", [lines, reads].concat().join("\n"))).unwrap();
}

/// Run once, when version 2 is released.
#[test]
#[ignore = "writes the file that must never change again"]
fn write_the_file_of_version_2() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/acts-v2.jsonl");
    let lines: Vec<String> = second_bodies().iter().map(|b| serde_json::to_string(b).unwrap()).collect();
    std::fs::write(path, format!("{}\n", lines.join("\n"))).unwrap();
}

/// As above, when version 4 is released.
#[test]
#[ignore = "writes the file that must never change again"]
fn write_the_file_of_version_4() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/acts-v4.jsonl");
    let lines: Vec<String> = fourth_bodies().iter().map(|b| serde_json::to_string(b).unwrap()).collect();
    std::fs::write(path, format!("{}\n", lines.join("\n"))).unwrap();
}

/// As above, when version 6 is released.
#[test]
#[ignore = "writes the file that must never change again"]
fn write_the_file_of_version_6() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/acts-v6.jsonl");
    let lines: Vec<String> = sixth_bodies().iter().map(|b| serde_json::to_string(b).unwrap()).collect();
    std::fs::write(path, format!("{}\n", lines.join("\n"))).unwrap();
}

/// As above, when version 7 is released.
#[test]
#[ignore = "writes the file that must never change again"]
fn write_the_file_of_version_7() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/acts-v7.jsonl");
    let lines: Vec<String> = seventh_bodies().iter().map(|b| serde_json::to_string(b).unwrap()).collect();
    std::fs::write(path, format!("{}\n", lines.join("\n"))).unwrap();
}

/// As above, when version 9 is released.
#[test]
#[ignore = "writes the file that must never change again"]
fn write_the_file_of_version_9() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/acts-v9.jsonl");
    let lines: Vec<String> = ninth_bodies().iter().map(|b| serde_json::to_string(b).unwrap()).collect();
    std::fs::write(path, format!("{}\n", lines.join("\n"))).unwrap();
}

/// As above, when version 10 is released.
#[test]
#[ignore = "writes the file that must never change again"]
fn write_the_file_of_version_10() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/acts-v10.jsonl");
    let lines: Vec<String> = tenth_bodies().iter().map(|b| serde_json::to_string(b).unwrap()).collect();
    std::fs::write(path, format!("{}\n", lines.join("\n"))).unwrap();
}

#[test]
fn that_a_paper_was_printed_loads_and_says_the_same() {
    let printed =
        Read::Printed { sheet: "form.EXT".to_owned(), to: "入卷".to_owned(), purpose: why(), copy: 2 };
    let body: ReadBody = serde_json::from_str(PRINTED.trim_end()).unwrap();
    assert_eq!(serde_json::to_string(&body).unwrap(), PRINTED.trim_end());
    assert_eq!(body, read_body(printed));
}

#[test]
fn every_line_of_the_later_versions_loads_and_says_the_same() {
    let bodies =
        [second_bodies(), fourth_bodies(), sixth_bodies(), seventh_bodies(), ninth_bodies(), tenth_bodies()]
            .concat();
    let lines: Vec<&str> =
        [SECOND, FOURTH, SIXTH, SEVENTH, NINTH, TENTH].into_iter().flat_map(str::lines).collect();
    assert_eq!(lines.len(), bodies.len());
    for (line, is) in lines.into_iter().zip(bodies) {
        let body: Body = serde_json::from_str(line).unwrap();
        // Not a byte is another: what was signed is made again from what was read.
        assert_eq!(serde_json::to_string(&body).unwrap(), line);
        let data = matches!(is.act, Event::Organ(_));
        assert!(data || body == is, "{body:?}\n{is:?}");
    }
}

type Lines<B> = Vec<(&'static str, B)>;

fn lines() -> (Lines<Body>, Lines<ReadBody>) {
    let (reads, acts): (Vec<_>, Vec<_>) = FILE.lines().partition(|l| l.contains("\"read\":"));
    (
        acts.into_iter().map(|l| (l, serde_json::from_str(l).unwrap())).collect(),
        reads.into_iter().map(|l| (l, serde_json::from_str(l).unwrap())).collect(),
    )
}

#[test]
fn every_line_of_version_1_loads_and_says_the_same() {
    let (acts, reads) = lines();
    for (line, body) in &acts {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(serde_json::to_value(body).unwrap(), value);
        assert_eq!(body.kind, body.act.kind());
    }
    for (line, body) in &reads {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(serde_json::to_value(body).unwrap(), value);
    }
    // And it means what it meant.
    let now: Vec<Body> = acts.into_iter().map(|(_, b)| b).collect();
    for (was, is) in now.iter().zip(bodies().into_iter().chain(later_bodies())) {
        // A founding and its like carry the rules of their day; those may be other ones by now.
        let data = matches!(was.act, Event::Organ(_));
        assert!(data || *was == is, "{was:?}\n{is:?}");
    }
    assert_eq!(
        reads.into_iter().map(|(_, b)| b).collect::<Vec<_>>(),
        [read_bodies(), later_reads()].concat()
    );
}

/// Counts variants in the source, so that a new kind of act without a line here fails.
fn variants(file: &str, name: &str) -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/domain").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    let from = text.find(&format!("pub enum {name} {{")).unwrap();
    let body = &text[from..from + text[from..].find("\n}").unwrap()];
    body.lines()
        .skip(1)
        .filter(|l| l.starts_with("    ") && !l.starts_with("     "))
        .map(|l| l.trim().chars().take_while(|c| c.is_alphanumeric()).collect::<String>())
        .filter(|name| !name.is_empty())
        .collect()
}

fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}

#[test]
fn no_kind_of_act_is_missing_from_the_file() {
    let names = |area: &str| -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        for line in FILE.lines().chain(SECOND.lines()).chain(FOURTH.lines()).chain(PRINTED.lines()) {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            let act = match area {
                "read" => &value["read"],
                "change" => &value["act"]["organ"]["proposed"]["change"],
                _ => &value["act"][area],
            };
            match act {
                serde_json::Value::String(name) => drop(all.insert(name.clone())),
                serde_json::Value::Object(map) => all.extend(map.keys().cloned()),
                _ => {}
            }
        }
        all
    };
    for (area, file, name, least) in [
        ("organ", "organ/event.rs", "OrganEvent", 4),
        ("change", "organ/event.rs", "OrganChange", 12),
        ("record", "record/event.rs", "RecordEvent", 23),
        ("read", "read.rs", "Read", 5),
        ("evidence", "evidence/event.rs", "EvidenceEvent", 6),
    ] {
        let wanted: BTreeSet<String> = variants(file, name).iter().map(|v| snake(v)).collect();
        assert!(wanted.len() >= least, "{name}: {wanted:?}");
        assert_eq!(names(area), wanted, "{name}");
    }
    for kind in registry::all() {
        let wanted: BTreeSet<String> =
            kind.events.iter().map(|(code, _)| format!("{}.{code}", kind.code)).collect();
        let kind_of = |line: &str| {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            value["kind"].as_str().unwrap_or_default().to_owned()
        };
        let of_it = |written: &String| written.split('.').next() == Some(kind.code);
        let found: BTreeSet<String> =
            FILE.lines().chain(SECOND.lines()).chain(TENTH.lines()).map(kind_of).filter(of_it).collect();
        assert_eq!(found, wanted, "{}", kind.code);
    }
    // Every code an act goes by in the ledger is there too.
    let acts = lines().0;
    let kinds: BTreeSet<&str> = acts.iter().map(|(_, b)| b.kind.split('.').nth(1).unwrap()).collect();
    for code in ["first_hand", "confirmed", "change_hand", "void_hand", "voided", "identity_hand"] {
        assert!(kinds.contains(code), "{code}");
    }
}

#[test]
fn what_version_1_does_not_know_is_refused_not_dropped() {
    let line = FILE.lines().find(|l| l.contains("record.amended")).unwrap();
    let more = line.replacen("\"amended\":{", "\"amended\":{\"mood\":\"angry\",", 1);
    assert!(more != line && serde_json::from_str::<Body>(&more).is_err());
    let more = line.replacen("{\"v\":1,", "{\"v\":1,\"mood\":\"angry\",", 1);
    assert!(more != line && serde_json::from_str::<Body>(&more).is_err());
}
