//! Every act that is signed: the text given out before is the one beside the event afterwards, and
//! both are made again from the log.

use crate::bench::*;
use crate::support::people::NINE;
use crate::support::{Court, actor, phone_call};
use liuhen::domain::command::Command;
use liuhen::domain::committee::{ItemCommand, MeetingCommand, VoteCode};
use liuhen::domain::ids::MatterId;
use liuhen::domain::record::{ChangeDraft, RecordCommand};
use liuhen::domain::signature::Signed;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

struct Signers {
    home: tempfile::TempDir,
    keys: BTreeMap<String, PathBuf>,
}

impl Signers {
    /// Asks for the text, signs it at home and hands it in; before and after are the same.
    fn act(&mut self, court: &mut Court, who: &str, command: &Command) -> String {
        let home: &Path = self.home.path();
        let key = match self.keys.get(who) {
            Some(key) => key.clone(),
            None => login_key(court, home, who, "ed25519"),
        };
        self.keys.insert(who.to_owned(), key.clone());
        let kind = Signed::of_command(command).unwrap();
        let challenge = court.office.challenge(&actor(who), command).unwrap();
        assert_eq!(challenge.namespace, kind.namespace());
        let signed = sign(&key, &challenge.namespace, &challenge.text);
        court.office.submit(&actor(who), &signed, None).unwrap();
        let body = court.log().pop().unwrap();
        let hand = body.hand.unwrap();
        assert_eq!(hand.challenge, challenge.text, "{}", body.kind);
        assert_eq!(Signed::of_event(&body.act), Some(kind), "{}", body.kind);
        body.kind
    }
}

#[test]
fn the_text_before_is_the_text_afterwards_for_every_act_that_is_signed() {
    let mut court = court(2);
    let mut signers = Signers { home: tempfile::tempdir().unwrap(), keys: BTreeMap::new() };
    let mut kinds = BTreeSet::new();
    let record = submitted(&mut court);
    for who in ["cus_an", "cus_bai"] {
        let command = confirmation(&mut court, who, &record);
        kinds.insert(signers.act(&mut court, who, &command));
    }
    let change = ChangeDraft::Supplement { words: "次日又来电。".to_owned(), attachments: Vec::new() };
    let seen = court.by("clerk_he").seen(&record);
    let act = RecordCommand::ProposeChange { seen, change, reason: "又有来电".to_owned() };
    court.by("clerk_he").record(&record, act).unwrap();
    for who in ["cus_an", "cus_bai"] {
        let act = RecordCommand::ConfirmChange { change: 1 };
        kinds.insert(signers.act(&mut court, who, &Command::Record { record: Some(record), act }));
    }
    kinds.extend(meeting(&mut court, &mut signers, &record));
    let other = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    for who in ["cus_an", "cus_bai"] {
        let command = confirmation(&mut court, who, &other);
        signers.act(&mut court, who, &command);
    }
    for who in ["clerk_he", "cus_an", "cus_bai", "dis_e"] {
        let act = RecordCommand::Void { reason: "重复登记".to_owned() };
        kinds.insert(signers.act(&mut court, who, &Command::Record { record: Some(other), act }));
    }
    let wanted = [
        "item.decided",
        "item.vote_closed",
        "item.voted",
        "record.change_confirmed",
        "record.change_hand",
        "record.confirmed",
        "record.first_hand",
        "record.void_hand",
        "record.voided",
    ];
    assert_eq!(kinds.iter().map(String::as_str).collect::<Vec<_>>(), wanted);
    court.assert_sound();
    let found = court.office.verify(&[], &mut |_, _, _| {}).unwrap().hands.unwrap();
    assert_eq!(
        (found.good[1], found.bare, found.bad_count),
        (hands(&court).len() as u64, changes(&court), 0)
    );
}

/// The committee of nine decides; every vote, the count and the decision are signed.
fn meeting(court: &mut Court, signers: &mut Signers, record: &MatterId) -> BTreeSet<String> {
    let item = court.by("judge_li").apply(record, "ac").unwrap().matter;
    court.by("chief").item(&item, ItemCommand::Approve).unwrap();
    let meeting = court.by("sec_gong").plan("ac", "chief").unwrap().matter;
    court.by("sec_gong").item(&item, ItemCommand::Place { meeting }).unwrap();
    court.by("sec_gong").meeting(&meeting, MeetingCommand::Notice).unwrap();
    let here: Vec<&str> = NINE.into_iter().take(5).collect();
    court.by("sec_gong").attend(&meeting, &here);
    for absent in &NINE[5..] {
        court.by("sec_gong").absent(&meeting, absent).unwrap();
    }
    court.by("sec_gong").meeting(&meeting, MeetingCommand::Open).unwrap();
    court.by("sec_gong").item(&item, ItemCommand::OpenVote { disclosed: true }).unwrap();
    let of = |act| Command::Item { item: Some(item), act };
    let mut kinds = BTreeSet::new();
    for who in here.iter().rev() {
        let act = ItemCommand::Vote { vote: VoteCode::For, opinion: "同意".to_owned() };
        kinds.insert(signers.act(court, who, &of(act)));
    }
    kinds.insert(signers.act(court, "sec_gong", &of(ItemCommand::CloseVote)));
    let text = "按报告意见办理。".to_owned();
    kinds.insert(signers.act(court, "sec_gong", &of(ItemCommand::Decide { text })));
    kinds
}
