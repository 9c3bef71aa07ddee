//! A vote, its count and its decision as nobody could have brought them about; and what a recusal takes out of
//! them lawfully, that person's vote and no other.

use super::*;
use liuhen::domain::evidence::{EvidenceEvent, Head};
use liuhen::domain::flow::Act;
use liuhen::domain::refusal::Rule;
use support::people::body as body_of;
use support::words::insider;

/// A register in which each forgery is one more event on a copy.
pub(super) struct Forger {
    pub(super) stage: Stage,
    second: Second,
    place: tempfile::TempDir,
    n: usize,
}

impl Forger {
    pub(super) fn set() -> Option<Self> {
        let second = Second::start()?;
        Some(Self { stage: Stage::set(), second, place: tempfile::tempdir().unwrap(), n: 0 })
    }

    pub(super) fn by<'a>(&'a mut self, who: &str) -> By<'a> {
        self.stage.court.by(who)
    }

    fn looks(&mut self, who: &str, matter: MatterId, act: Event) -> Found {
        let body = self.stage.body(who, matter, act);
        let source = self.stage.court.dir().to_owned();
        self.n += 1;
        look(&mut self.second, &source, self.place.path(), self.n, &body)
    }

    /// The first verifier names it so, and the second so.
    pub(super) fn named(&mut self, what: &str, who: &str, matter: MatterId, act: Event, both: (&str, &str)) {
        let found = self.looks(who, matter, act);
        let told = (found.course.as_deref().unwrap_or(""), found.second.as_deref().unwrap_or(""));
        assert_eq!(told, both, "{what}");
    }

    /// Whatever was done so far is lawful to both.
    pub(super) fn sound(&mut self) {
        self.stage.court.assert_sound();
        self.second.finds_sound(self.stage.court.dir());
    }
}

fn count(outcome: Outcome, total: u32, needed: u32, votes: [u32; 3]) -> Event {
    let [for_, against, other] = votes;
    Event::Item(ItemEvent::VoteClosed { outcome, total, needed, for_, against, other })
}

fn opened(present: &[&str], recused: &[&str]) -> Event {
    let [present, recused] = [present, recused].map(|all| all.iter().map(|m| (*m).into()).collect());
    Event::Item(ItemEvent::VoteOpened { disclosed: true, chair: "chief".into(), present, recused })
}

fn order(person: &str) -> Event {
    Event::Record(RecordEvent::RecusalOrdered { person: person.into(), reason: why() })
}

#[test]
fn nobody_votes_who_is_out_of_the_record_and_nobody_is_struck_out_of_his_vote() {
    let Some(mut f) = Forger::set() else { return };
    let (voting, record, meeting) = (f.stage.voting, f.stage.fresh, f.stage.meeting);
    f.by("sec_gong").meeting(&meeting, MeetingCommand::Left { member: "head_qin".into() }).unwrap();
    f.by("head_zhao").declare_recusal(&record).unwrap();
    f.by("dis_e").order_recusal(&record, "vp_zhou").unwrap();
    f.sound();
    for (what, who, named) in [
        ("recused by himself", "head_zhao", "joined_late"),
        ("recused by an order", "vp_zhou", "joined_late"),
        ("not in the room", "judge_gu", "not_present"),
    ] {
        f.named(what, who, voting, voted(VoteCode::For), (named, "member"));
    }
    let in_his_name = ("was_in_the_room", "apart");
    f.named("a letter of who was struck off", "sec_gong", voting, written("head_qin"), in_his_name);
    f.named("his own vote", "head_qin", voting, voted(VoteCode::For), ("", ""));
    let letter = f.stage.court.letter("书面意见");
    let act = ItemCommand::WrittenVote {
        member: "judge_gu".into(),
        vote: VoteCode::For,
        opinion: why(),
        material: letter,
    };
    f.by("sec_gong").item(&voting, act).unwrap();
    f.by("judge_gu").vote(&voting, VoteCode::Against).unwrap();
    f.sound();
    f.named("a third time", "judge_gu", voting, voted(VoteCode::For), ("vote_is_final", "apart"));
}

/// The secretary is out of the record, and strikes off the roll whose vote is missing: the count waits for them.
#[test]
fn a_count_without_those_whom_a_secretary_out_of_it_struck_is_named() {
    let Some(mut f) = Forger::set() else { return };
    let (voting, record, meeting) = (f.stage.voting, f.stage.fresh, f.stage.meeting);
    f.by("dis_e").order_recusal(&record, "sec_gong").unwrap();
    // The chair, who votes last, is out as well: for nobody but the two is it waited.
    f.by("chief").declare_recusal(&record).unwrap();
    for member in ["head_qin", "head_zhao"] {
        f.by("sec_gong").absent(&meeting, member).unwrap();
    }
    for member in ["vp_sun", "vp_zhou"] {
        f.by(member).vote(&voting, VoteCode::For).unwrap();
    }
    f.sound();
    let counted = || count(Outcome::NoMajority, 9, 5, [2, 1, 0]);
    f.named("without them", "vp_sun", voting, counted(), ("votes_missing", "count"));
    f.by("head_qin").vote(&voting, VoteCode::For).unwrap();
    let counted = || count(Outcome::NoMajority, 9, 5, [3, 1, 0]);
    f.named("without the other", "vp_sun", voting, counted(), ("votes_missing", "count"));
    f.by("head_zhao").vote(&voting, VoteCode::For).unwrap();
    f.named("with both", "vp_sun", voting, count(Outcome::NoMajority, 9, 5, [4, 1, 0]), ("", ""));
}

/// Nobody signs that he asks who recorded: so it is judged who could have asked.
#[test]
fn nobody_asks_who_recorded_what_is_not_there_for_him() {
    let Some(mut f) = Forger::set() else { return };
    let mut text = phone_call();
    text.people.push(insider("judge_chen", "RELAYER"));
    let about = f.by("clerk_he").submit(text).unwrap().matter;
    let note = liuhen::domain::record::QuickNote {
        occurred: phone_call().occurred.unwrap(),
        who: "钱大海".to_owned(),
        line: "先记一笔".to_owned(),
        case_no: None,
    };
    let quick = Command::Record { record: None, act: RecordCommand::Quick { note } };
    let quick = f.by("clerk_he").act(&quick).unwrap().matter;
    f.by("chief").declare_recusal(&about).unwrap();
    f.sound();
    let asked = || Event::Record(RecordEvent::IdentityAsked { purpose: why() });
    f.named("by whom it is about", "judge_chen", about, asked(), ("no_such_matter", "capacity"));
    f.named("by whoever is out of it", "chief", about, asked(), ("no_such_matter", "capacity"));
    f.named("of an unfinished note", "dis_e", quick, asked(), ("no_such_matter", "state"));
}

#[test]
fn what_is_void_or_withdrawn_takes_nothing_that_stands_beside_it() {
    let Some(mut f) = Forger::set() else { return };
    let around = f.stage.around;
    f.by("dis_e").void(&around).unwrap();
    let gone = f.by("clerk_he").submit(phone_call()).unwrap().matter;
    f.by("clerk_he").withdraw(&gone).unwrap();
    f.sound();
    let late = ("not_now", "state");
    let log = f.stage.court.log();
    let begun = |kind: &str| log.iter().find(|b| b.kind == kind).unwrap().act.clone();
    let ref_ = liuhen::domain::ids::Ref("YZW9PHEHC".to_owned());
    for (n, on) in [(91, around), (92, gone)] {
        let nine = MatterId(Uuid::from_u128(n));
        let mut started = begun("escalation.started");
        let mut applied = begun("item.applied");
        let mut routed = drafted(on);
        if let Event::Escalation(EscalationEvent::Started { ref_: r, record, .. }) = &mut started {
            (*r, *record) = (ref_.clone(), on);
        }
        if let Event::Item(ItemEvent::Applied { ref_: r, application }) = &mut applied {
            (*r, application.record) = (ref_.clone(), on);
        }
        if let Event::Routing(liuhen::domain::routing::RoutingEvent::Drafted { ref_: r, .. }) = &mut routed {
            *r = ref_.clone();
        }
        f.named("an escalation", "clerk_he", nine, started, late);
        f.named("an application", "judge_li", nine, applied, late);
        f.named("a routing", "dish_fan", nine, routed, late);
        f.named("a witness", "judge_chen", on, Event::Record(RecordEvent::Signed { refusal: None }), late);
    }
    f.named("seen and not reported", "dish_fan", around, at_once(false), late);
}

#[test]
fn whoever_is_out_of_a_record_does_nothing_about_it() {
    let Some(mut f) = Forger::set() else { return };
    let (one, around, applied, level) = (f.stage.one_hand, f.stage.around, f.stage.applied, f.stage.at_level);
    let laddered = f.stage.court.log().iter().find(|b| b.matter == level).unwrap().act.clone();
    let Event::Escalation(EscalationEvent::Started { record: laddered, .. }) = laddered else { panic!() };
    for (record, who) in [(one, "cus_bai"), (around, "dish_fan"), (laddered, "chief"), (laddered, "judge_li")]
    {
        f.by(who).declare_recusal(&record).unwrap();
    }
    f.sound();
    let not_seen = ("not_your_capacity", "capacity");
    f.named("a hand", "cus_bai", one, confirmed(true), not_seen);
    f.named("an order", "dish_fan", around, order("cus_an"), not_seen);
    f.named("a draft", "dish_fan", MatterId(Uuid::from_u128(9)), drafted(around), not_seen);
    f.named("an approval", "chief", applied, Event::Item(ItemEvent::Approved), not_seen);
    f.named("an answer", "judge_li", level, answered(), not_seen);
}

#[test]
fn a_vote_is_opened_in_the_open_meeting_among_those_on_its_roll() {
    let Some(mut f) = Forger::set() else { return };
    let (item, open) = (f.stage.approved, f.stage.meeting);
    let six = &NINE[..6];
    let plan = |f: &mut Forger, body: &str, chair: &str| f.by("sec_gong").plan(body, chair).unwrap().matter;
    let (planned, of_others) = (plan(&mut f, "ac", "chief"), plan(&mut f, "spec", "vp_sun"));
    let placed = |meeting| Event::Item(ItemEvent::Placed { meeting });
    f.named("on another body's agenda", "sec_gong", item, placed(of_others), ("committee_not_here", "state"));
    f.named(
        "on no agenda",
        "sec_gong",
        item,
        placed(MatterId(Uuid::from_u128(9))),
        ("no_such_matter", "state"),
    );
    f.by("sec_gong").item(&item, ItemCommand::Place { meeting: planned }).unwrap();
    f.named("in no meeting", "sec_gong", item, opened(six, &[]), ("not_now", "state"));
    f.by("sec_gong").item(&item, ItemCommand::Place { meeting: open }).unwrap();
    let mut seven = six.to_vec();
    seven.push("judge_gu");
    for (what, present, recused) in [
        ("with who is not on the roll", &seven[..], &[][..]),
        ("without who is on the roll", &six[..5], &[]),
        ("one twice", &["chief", "vp_sun", "vp_zhou", "head_zhao", "head_qin", "judge_li", "judge_li"], &[]),
        ("one put out by nobody", &six[..5], &["judge_li"]),
        ("a stranger put out", six, &["clerk_dong"]),
    ] {
        f.named(what, "sec_gong", item, opened(present, recused), ("other", "member"));
    }
    let around = f.stage.around;
    f.by("dis_e").order_recusal(&around, "judge_li").unwrap();
    f.named("with who is out", "sec_gong", item, opened(six, &[]), ("other", "member"));
    let lawful = f.looks("sec_gong", item, opened(&six[..5], &["judge_li"]));
    assert_eq!((lawful.course, lawful.second), (None, None), "who is out, and five others");
    let left = Event::Meeting(MeetingEvent::Left { member: "judge_gu".into() });
    f.named("gone who was not there", "sec_gong", open, left, ("not_present", "member"));
}

#[test]
fn what_is_needed_and_what_it_comes_to_follow_from_the_bodys_rules() {
    use Outcome::{Advice, NoMajority, Passed, Rejected};
    let Some(mut f) = Forger::set() else { return };
    let item = f.stage.all_voted;
    for (what, act) in [
        ("fewer needed", count(Passed, 9, 4, [6, 0, 0])),
        ("all needed", count(NoMajority, 9, 9, [6, 0, 0])),
        ("a smaller body", count(Passed, 6, 4, [6, 0, 0])),
        ("advice by a body that decides", count(Advice, 9, 5, [6, 0, 0])),
        ("no majority, and there is one", count(NoMajority, 9, 5, [6, 0, 0])),
        ("the other way", count(Rejected, 9, 5, [6, 0, 0])),
        ("one vote left out", count(Passed, 9, 5, [5, 0, 0])),
    ] {
        f.named(what, "sec_gong", item, act, ("other", "count"));
    }
    let lawful = f.looks("sec_gong", item, count(Passed, 9, 5, [6, 0, 0]));
    assert_eq!((lawful.course, lawful.second), (None, None));
}

#[test]
fn a_recusal_takes_that_persons_vote_out_of_the_count_and_no_other() {
    use Outcome::{NoMajority, Passed};
    let Some(mut f) = Forger::set() else { return };
    let (item, record) = (f.stage.all_voted, f.stage.one_hand);
    f.by("cus_cao").declare_recusal(&record).unwrap();
    f.named("the votes of others", "sec_gong", item, count(NoMajority, 9, 5, [3, 0, 0]), ("other", "count"));
    f.by("dis_e").order_recusal(&record, "judge_li").unwrap();
    f.named("his vote kept in", "sec_gong", item, count(Passed, 9, 5, [6, 0, 0]), ("other", "count"));
    f.named("another's as well", "sec_gong", item, count(NoMajority, 9, 5, [4, 0, 0]), ("other", "count"));
    f.by("sec_gong").item(&item, ItemCommand::CloseVote).unwrap();
    f.sound();
}

/// Whoever is picked from the directory by words that stand is out with his kin, and nobody else is.
#[test]
fn whom_the_directory_names_since_is_out_of_the_count_and_no_other() {
    let Some(mut f) = Forger::set() else { return };
    let (voting, record) = (f.stage.voting, f.stage.fresh);
    for member in ["head_qin", "head_zhao", "vp_zhou", "vp_sun", "chief"] {
        f.by(member).vote(&voting, VoteCode::For).unwrap();
    }
    let mut text = phone_call();
    text.people = vec![insider("judge_li", "INQUIRER")];
    f.by("clerk_he").amend(&record, text).unwrap();
    // One person's word takes nobody's vote: two have it in first.
    f.stage.court.confirm_twice(&record);
    for (what, votes) in [("a vote for", [4, 1, 0]), ("one for, his kept in", [4, 0, 0])] {
        let act = count(Outcome::NoMajority, 9, 5, votes);
        f.named(what, "sec_gong", voting, act, ("other", "count"));
    }
    f.by("sec_gong").item(&voting, ItemCommand::CloseVote).unwrap();
    f.sound();
}

#[test]
fn a_letter_is_worth_what_the_body_says_and_is_of_nobody_who_was_out() {
    let Some(mut f) = Forger::set() else { return };
    let (item, around, meeting) = (f.stage.approved, f.stage.around, f.stage.meeting);
    f.by("dis_e").order_recusal(&around, "judge_gu").unwrap();
    f.by("sec_gong").item(&item, ItemCommand::Place { meeting }).unwrap();
    f.by("sec_gong").item(&item, ItemCommand::OpenVote { disclosed: true }).unwrap();
    f.named("of who was out", "sec_gong", item, written("judge_gu"), ("not_a_member", "member"));
    f.named("of who votes in the room", "sec_gong", item, written("vp_sun"), ("was_in_the_room", "apart"));
    let counted = |member: &str| {
        let mut act = written(member);
        if let Event::Item(ItemEvent::WrittenVote { counted, .. }) = &mut act {
            *counted = true;
        }
        act
    };
    f.named("counted where it is kept alone", "sec_gong", item, counted("judge_pan"), ("other", "count"));
    let mut body = body_of("ac", "COURT", "AC_FULL", &NINE);
    body.rules.absentee_written = liuhen::domain::organ_kind::Absentee::None;
    f.stage.court.change(OrganChange::Committee { committee: body });
    // The rules are those of the vote's opening.
    let mut act = written("judge_pan");
    if let Event::Item(ItemEvent::WrittenVote { material, .. }) = &mut act {
        *material = f.stage.court.letter("书面意见");
    }
    let lawful = f.looks("sec_gong", item, act);
    assert_eq!((lawful.course, lawful.second), (None, None));
}

#[test]
fn whoever_gave_an_order_has_no_hand_in_lifting_it_by_another_order() {
    let Some(mut f) = Forger::set() else { return };
    // The president ordered it.
    let record = f.stage.fresh;
    f.by("chief").order_recusal(&record, "judge_pan").unwrap();
    f.named("ordered once more", "dis_e", record, order("judge_pan"), ("already_recused", "state"));
    let declared = Event::Record(RecordEvent::RecusalDeclared { reason: why() });
    f.named("declared besides", "judge_pan", record, declared, ("already_recused", "state"));
}

#[test]
fn what_is_void_or_withdrawn_takes_no_change_and_no_order() {
    let Some(mut f) = Forger::set() else { return };
    let around = f.stage.around;
    f.by("dis_e").void(&around).unwrap();
    let refused = Event::Record(RecordEvent::ChangeRefused { number: 1, reason: why(), upon: None });
    let void_refused = Event::Record(RecordEvent::VoidRefused { reason: why(), upon: None });
    let gone = f.by("clerk_he").submit(phone_call()).unwrap().matter;
    f.by("clerk_he").withdraw(&gone).unwrap();
    f.sound();
    let late = ("not_now", "state");
    f.named("a change of what is void", "cus_bai", around, change(true), late);
    f.named("a change of it refused", "cus_bai", around, refused, late);
    f.named("its voiding refused", "cus_bai", around, void_refused, late);
    let declared = || Event::Record(RecordEvent::RecusalDeclared { reason: why() });
    for record in [around, gone] {
        f.named("an order", "dis_e", record, order("cus_an"), late);
        f.named("a recusal", "judge_chen", record, declared(), late);
    }
    let no = f.by("cus_bai").record(&around, RecordCommand::ConfirmChange { change: 1 });
    assert_eq!(rule(no), Rule::NotNow);
    let page = f.by("cus_bai").sheet(&around).unwrap();
    assert!(
        page.can.iter().all(|c| c.act != Act::ConfirmChange || c.why_not.is_some()),
        "and it is not offered"
    );
}

#[test]
fn what_is_the_registers_own_is_done_by_nobody_and_its_evidence_is_kept_by_its_keepers() {
    let Some(mut f) = Forger::set() else { return };
    let key = f.stage.court.log().into_iter().find(|b| b.kind == "evidence.log_key").unwrap().act;
    let root = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".to_owned();
    let acts = Head { size: 0, root };
    let cosigned = Event::Evidence(EvidenceEvent::Cosigned { acts: acts.clone(), reads: acts.clone() });
    let drilled = Event::Evidence(EvidenceEvent::Drilled { name: why(), acts, sound: true, seconds: 1 });
    let nine = MatterId(Uuid::from_u128(9));
    f.named("the register's key by a custodian", "cus_an", nine, key, ("actor", "actor"));
    f.named("a drill by a clerk", "clerk_dong", nine, drilled, ("not_your_capacity", "capacity"));
    f.named("cosigned by discipline", "dish_fan", nine, cosigned, ("not_your_capacity", "capacity"));
    let (one, other) = (f.stage.one_hand, f.stage.fresh);
    let linked = |other| Event::Record(RecordEvent::Linked { other, kind: "SAME_CASE".to_owned() });
    f.named("linked by a clerk", "clerk_dong", one, linked(other), ("not_your_capacity", "capacity"));
    f.named("linked by the recorder", "clerk_he", one, linked(other), ("own_record", "apart"));
    f.named("linked with nothing", "cus_an", one, linked(nine), ("no_such_matter", "state"));
}

/// What was signed for one round, request or order, carried into the next by whoever writes the file.
#[test]
fn what_belongs_to_another_round_request_or_order_is_named_by_both() {
    let Some(mut f) = Forger::set() else { return };
    let (next, around, meeting) = (f.stage.approved, f.stage.around, f.stage.meeting);
    let last = |f: &Forger, kind: &str| {
        let of = f.stage.court.revisions().into_iter().rev().find(|(_, b)| b.kind == kind);
        of.unwrap().0
    };
    f.by("dis_e").order_recusal(&around, "judge_pan").unwrap();
    let first = ["item.vote_opened", "record.identity_asked", "record.recusal_ordered"].map(|k| last(&f, k));
    for who in ["chief", "dish_fan"] {
        let act = RecordCommand::LiftRecusal { person: "judge_pan".into(), reason: why() };
        f.by(who).record(&around, act).unwrap();
    }
    f.by("dish_fan").order_recusal(&around, "judge_pan").unwrap();
    let refuse = RecordCommand::RefuseIdentity { asker: "chief".into(), reason: why() };
    f.by("cus_bai").record(&around, refuse).unwrap();
    f.by("chief").record(&around, RecordCommand::AskIdentity { purpose: why() }).unwrap();
    let [opened, asked, ordered] = first.map(Some);
    f.by("sec_gong").item(&next, ItemCommand::Place { meeting }).unwrap();
    f.by("sec_gong").item(&next, ItemCommand::OpenVote { disclosed: true }).unwrap();
    let both = ("other", "upon");
    let (vote, opinion) = (VoteCode::For, String::new());
    let vote = |upon| Event::Item(ItemEvent::Voted { vote, opinion: opinion.clone(), upon });
    f.named("a vote of another opening", "head_qin", next, vote(opened), both);
    // And says so to whoever reads it.
    for (lang, words) in [("zh", "属于另一次表决"), ("en", "it belongs to another opening of the vote")]
    {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/verify/verify.py");
        let copy = f.place.path().join(f.n.to_string());
        let done = Process::new("python3").args([script, "--lang", lang]).arg(copy).output().unwrap();
        let said = String::from_utf8_lossy(&done.stdout);
        assert!(done.status.code() == Some(4) && said.contains(words), "{said}{done:?}");
    }
    let hand =
        |upon| Event::Record(RecordEvent::IdentityHand { asker: "chief".into(), completes: false, upon });
    f.named("a hand for another request", "cus_an", around, hand(asked), both);
    let lifted = |upon| {
        let (person, completes) = ("judge_pan".into(), false);
        Event::Record(RecordEvent::RecusalLifted { person, reason: why(), completes, upon })
    };
    f.named("a hand against another order", "chief", around, lifted(ordered), both);
    for (who, matter, act) in
        [("head_qin", next, vote(None)), ("cus_an", around, hand(None)), ("chief", around, lifted(None))]
    {
        let found = f.looks(who, matter, act);
        assert_eq!((found.course, found.second), (None, None), "{who}");
    }
}

/// Words served on the handler under a signed decision.
#[test]
fn a_notice_of_a_decision_lacks_the_hand_of_whoever_serves_it() {
    let Some(mut f) = Forger::set() else { return };
    let item = f.stage.counted;
    f.by("sec_gong").item(&item, ItemCommand::Decide { text: why() }).unwrap();
    let mut policy = f.stage.court.office.organ().policy.clone();
    policy.signature = Signature::all(1);
    f.stage.court.change(OrganChange::Policy { policy });
    let noticed = Event::Item(ItemEvent::Noticed { text: "委员会决定照其要求办理。".to_owned() });
    let found = f.looks("sec_gong", item, noticed);
    let below = Some("below".to_owned());
    assert_eq!(found, Found { course: None, hand: below.clone(), second: None, second_hand: below });
}
