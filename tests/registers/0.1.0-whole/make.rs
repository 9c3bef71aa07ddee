//! One register in which everything stands that the program of 0.1.0 could write. Played inside that
//! program's own tests by `make.sh`; no part of today's.

use crate::bench::{AN, BAI, keygen, new_key, secret, sign};
use crate::support::people::{NINE, body, staff, unit};
use crate::support::words::{CASE, CIVIL_CASE, insider, outsider};
use crate::support::{
    Court, DAY, HOUR, START, all_right, founding, phone_call, session, visit, with_material,
};
use crate::token::Token;
use liuhen::domain::command::{Actor, Command};
use liuhen::domain::committee::{ItemCommand as I, MeetingCommand as M, VoteCode};
use liuhen::domain::escalation::Decision;
use liuhen::domain::event::Means;
use liuhen::domain::evidence::{EvidenceCommand, Head};
use liuhen::domain::ids::MatterId;
use liuhen::domain::organ::{
    Case, CommitteeMember, Interest, KeyUse, OrganChange, OrganCommand, Role, RosterPeriod,
};
use liuhen::domain::policy_file::Signature;
use liuhen::domain::record::{Attachment, ChangeDraft, QuickNote, RecordCommand as R};
use liuhen::domain::refusal::Rule;
use liuhen::domain::search::Filter;
use liuhen::domain::signature::Signed;
use liuhen::ledger::LogId;
use liuhen::office::{self, Draft, Hand, Receipt, Reveal, Seeded, SessionFacts};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn why() -> String {
    "理由".to_owned()
}

fn actor(id: &str) -> Actor {
    Actor::person(&id.into(), Means::OsAccount(id.to_owned()))
}

/// Who signs by passphrase, with what; everybody else signs with a key at home.
const TYPED: [(&str, &str); 5] =
    [("sys_gao", AN), ("sea_lin", BAI), ("cus_an", AN), ("head_zhao", BAI), ("judge_li", AN)];

struct Story {
    court: Court,
    home: tempfile::TempDir,
    keys: BTreeMap<String, PathBuf>,
    signing: bool,
}

impl Story {
    fn plain(&mut self, who: &str, command: &Command) -> Receipt {
        self.court.office.act(&actor(who), command).unwrap_or_else(|e| panic!("{who} {command:?}: {e:?}"))
    }

    fn act(&mut self, who: &str, command: &Command) -> Receipt {
        let typed = TYPED.iter().find(|(w, _)| *w == who).map(|(_, typed)| *typed);
        let kind = Signed::of_command(command).filter(|_| self.signing);
        match (kind, typed) {
            (None, _) => self.plain(who, command),
            (Some(_), Some(typed)) => {
                let hand = Hand::Passphrase(secret(typed));
                self.court.office.act_signed(&actor(who), command, hand).unwrap()
            }
            (Some(_), None) => {
                let key = self.keys.get(who).unwrap_or_else(|| panic!("no key: {who}")).clone();
                let challenge = self.court.office.challenge(&actor(who), command).unwrap();
                let signed = sign(&key, &challenge.namespace, &challenge.text);
                self.court.office.submit(&actor(who), &signed, None).unwrap()
            }
        }
    }

    fn organ(&mut self, change: OrganChange) {
        let proposal = self.act("sys_gao", &Command::Organ(OrganCommand::Propose { change })).matter;
        self.act("sea_lin", &Command::Organ(OrganCommand::Confirm { proposal }));
    }

    fn key(&mut self, who: &str) {
        let file = new_key(self.home.path(), who, "ed25519");
        let key = std::fs::read_to_string(file.with_extension("pub")).unwrap();
        self.organ(OrganChange::Key { person: who.into(), use_: KeyUse::Login, key });
        self.keys.insert(who.to_owned(), file);
    }

    fn record(&mut self, who: &str, record: MatterId, act: R) -> Receipt {
        self.act(who, &Command::Record { record: Some(record), act })
    }

    fn submit(&mut self, mut text: liuhen::domain::record::RecordText) -> MatterId {
        self.later();
        text.late_reason = "出差".to_owned();
        let act = R::Submit { text: Box::new(text) };
        self.act("clerk_he", &Command::Record { record: None, act }).matter
    }

    fn seen(&mut self, who: &str, record: MatterId) -> liuhen::domain::ids::Revision {
        self.court.office.record(&actor(who), &record).unwrap().record.revision
    }

    fn confirmation(&mut self, who: &str, record: MatterId, blind: &[(&str, &str)]) -> Command {
        let sheet = self.court.office.record(&actor(who), &record).unwrap();
        let act = R::Confirm {
            seen: sheet.record.revision,
            checklist: all_right(),
            remark: "已核".to_owned(),
            last_four: sheet.record.ref_.last_four().to_owned(),
            blind: blind.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
        };
        Command::Record { record: Some(record), act }
    }

    fn confirm(&mut self, who: &str, record: MatterId) {
        let command = self.confirmation(who, record, &[]);
        self.act(who, &command);
    }

    fn confirmed(&mut self) -> MatterId {
        let record = self.submit(phone_call());
        self.confirm("cus_an", record);
        self.confirm("cus_bai", record);
        record
    }

    fn later(&mut self) {
        self.court.later(HOUR);
    }

    fn item(&mut self, who: &str, item: MatterId, act: I) {
        self.act(who, &Command::Item { item: Some(item), act });
    }

    fn meeting(&mut self, meeting: MatterId, act: M) {
        self.act("sec_gong", &Command::Meeting { meeting: Some(meeting), act });
    }

    fn applied(&mut self, record: MatterId, committee: &str) -> MatterId {
        let application = liuhen::domain::committee::Application {
            record,
            committee: committee.into(),
            kind: "CASE".to_owned(),
            request: "提请讨论本案".to_owned(),
            panel_majority: "多数意见".to_owned(),
            panel_minority: "少数意见".to_owned(),
            advice: "建议".to_owned(),
            guidance_disclosed: true,
        };
        self.act("judge_li", &Command::Item { item: None, act: I::Apply(application) }).matter
    }

    fn sitting(&mut self, committee: &str, chair: &str, item: MatterId, here: &[&str]) -> MatterId {
        let act = M::Plan {
            committee: committee.into(),
            planned_at: self.court.now() + 5 * DAY,
            place: "第一会议室".to_owned(),
            chair: chair.into(),
        };
        let meeting = self.act("sec_gong", &Command::Meeting { meeting: None, act }).matter;
        self.item("sec_gong", item, I::Place { meeting });
        self.meeting(meeting, M::Notice);
        self.court.by("sec_gong").attend(&meeting, here);
        self.meeting(meeting, M::Open);
        self.item("sec_gong", item, I::OpenVote { disclosed: true });
        meeting
    }

    fn vote(&mut self, who: &str, item: MatterId, vote: VoteCode) {
        self.item(who, item, I::Vote { vote, opinion: String::new() });
    }
}

/// A register in this place, which must not be there, with somebody at home who has keys.
fn begun(dir: &Path) -> Story {
    let mut founding = founding();
    founding.training = false;
    founding.policy.signature = Signature { confirm: 0, vote: 0, decision: 0, checkpoint: 0, change: 0 };
    drop(office::seed(dir, &founding, START - DAY, Box::new(Seeded::new(1)), |_| Ok(())).unwrap());
    let court = session(dir, START, "story");
    Story { court, home: tempfile::tempdir().unwrap(), keys: BTreeMap::new(), signing: false }
}

fn organ(s: &mut Story) {
    let newcomer = || staff("clerk_lu", "陆新来", "civil", &[]);
    s.organ(OrganChange::Person { person: newcomer() });
    s.organ(OrganChange::Active { person: "clerk_lu".into(), active: false });
    s.organ(OrganChange::Roles { person: "clerk_zhang".into(), roles: vec![Role::Cus] });
    let kin_names = vec!["潘大江".to_owned()];
    s.organ(OrganChange::Kin { person: "judge_pan".into(), kin: vec!["clerk_lu".into()], kin_names });
    s.organ(OrganChange::Unit { unit: unit("archive", "档案室", None, Some("vp_zhou")) });
    let period = RosterPeriod {
        from: s.court.now(),
        to: None,
        custodians: vec!["cus_an".into(), "cus_bai".into()],
        substitutes: vec!["cus_cao".into(), "cus_deng".into()],
    };
    s.organ(OrganChange::Roster { period });
    s.organ(OrganChange::Committee {
        committee: body("advice", "COURT", "PJM", &["head_qin", "judge_tang"]),
    });
    let members = (1..).zip(["judge_tang", "judge_pan"]);
    let members = members.map(|(rank, who)| CommitteeMember { person: who.into(), rank }).collect();
    let secretary = "clerk_dong".into();
    s.organ(OrganChange::CommitteeMembers { committee: "advice".into(), members, secretary });
    let mut case: Case = founding().cases[1].clone();
    case.case_no = "(2026)皖0602民初34号".to_owned();
    s.organ(OrganChange::Case { case });
    let interest =
        Interest { person: "clerk_dong".into(), case_no: CIVIL_CASE.to_owned(), reason: "股东".to_owned() };
    s.organ(OrganChange::Interest { interest });
    let mut calendar = s.court.office.organ().calendar.clone();
    let newest = calendar.years.last_mut().unwrap();
    newest.source = "国务院办公厅通知".to_owned();
    newest.verified = false;
    s.organ(OrganChange::Calendar { calendar });
    let mut policy = s.court.office.organ().policy.clone();
    policy.clocks.submission.n = 3;
    policy.clocks.submission.source = "本院通知".to_owned();
    policy.thresholds.content_warn_chars = 40;
    policy.session.max_sessions = 3;
    policy.evidence.witness_days = 30;
    s.organ(OrganChange::Policy { policy });
    let change = OrganChange::Active { person: "judge_gu".into(), active: false };
    let proposal = s.act("sys_gao", &Command::Organ(OrganCommand::Propose { change: change.clone() })).matter;
    s.act("sea_lin", &Command::Organ(OrganCommand::Refuse { proposal, reason: why() }));
    // One is left to be confirmed.
    s.act("sys_gao", &Command::Organ(OrganCommand::Propose { change }));
    // A key that is lost.
    s.key("clerk_dong");
    let print = s.court.office.organ().keys.keys().next().unwrap().clone();
    s.organ(OrganChange::KeyRevoked { fingerprint: print, reason: "丢失".to_owned() });
    let witness = new_key(s.home.path(), "upper", "ed25519");
    let key = std::fs::read_to_string(witness.with_extension("pub")).unwrap();
    s.organ(OrganChange::Witness { name: "上级法院".to_owned(), key });
    s.keys.insert("upper".to_owned(), witness);
}

/// An older copy of the file is put back, and two administrators say so.
fn rolled_back(mut s: Story, dir: &Path) -> Story {
    let at = s.court.now();
    let (file, kept) = (dir.join("register.db"), s.home.path().join("older.db"));
    let names = ["register.db-wal", "register.db-shm"].map(|n| dir.join(n));
    let closed = |story: Story| {
        let Story { court, home, keys, signing } = story;
        drop(court);
        (home, keys, signing)
    };
    let (home, keys, signing) = closed(s);
    std::fs::copy(&file, &kept).unwrap();
    assert!(names.iter().all(|n| !n.exists()), "all of it is in one file");
    let court = session(dir, at, "lost");
    s = Story { court, home, keys, signing };
    s.submit(phone_call());
    let (home, keys, signing) = closed(s);
    std::fs::copy(&kept, &file).unwrap();
    let court = session(dir, at + HOUR, "after");
    s = Story { court, home, keys, signing };
    assert!(s.court.office.rolled_back().is_some());
    let change = s.court.office.rollback_change("恢复了旧备份").unwrap();
    s.organ(change);
    let (home, keys, signing) = closed(s);
    let court = session(dir, at + HOUR, "on");
    assert!(court.office.rolled_back().is_none());
    // The disk was full, and is no longer.
    std::fs::write(dir.join("disk-was-full"), "").unwrap();
    Story { court, home, keys, signing }
}

fn records(s: &mut Story) {
    let occurred = phone_call().occurred.unwrap();
    let quick = |line: &str| R::Quick {
        note: QuickNote {
            occurred: occurred.clone(),
            who: "某人".to_owned(),
            line: line.to_owned(),
            case_no: Some(CASE.to_owned()),
        },
    };
    s.plain("judge_wang", &Command::Record { record: None, act: quick("走廊里问起") });
    let noted = s.plain("clerk_he", &Command::Record { record: None, act: quick("来电") }).matter;
    s.record("clerk_he", noted, R::Submit { text: Box::new(phone_call()) });
    s.court.by("clerk_he").withdraw(&noted).unwrap();

    // Amended, given back, attached to, signed by those present, agreed by whom it reached.
    let (hash, size) = s.court.office.keep_material(&mut &b"photo"[..]).unwrap();
    let mut text = visit(&["clerk_dong", "judge_pan"]);
    text.received_by = Some("judge_wang".into());
    let record = s.submit(text.clone());
    text.content.push_str("又问法官是谁。");
    s.court.by("clerk_he").amend(&record, text).unwrap();
    s.court.by("cus_an").hand_back(&record).unwrap();
    let attachment = Attachment {
        kind: "PHOTO".to_owned(),
        title: "短信截屏".to_owned(),
        hash: Some(hash.clone()),
        size,
        original_location: "手机".to_owned(),
        medium: String::new(),
        file_destination: String::new(),
    };
    s.court.by("clerk_he").attach(&record, attachment.clone()).unwrap();
    s.court.by("clerk_dong").sign(&record, None).unwrap();
    s.court.by("judge_pan").sign(&record, Some("当时不在场")).unwrap();
    s.court.by("judge_wang").agree(&record, None).unwrap();

    // Disputed and settled; hands given by reading the material.
    let record = s.submit(phone_call());
    s.confirm("cus_an", record);
    s.court.by("cus_bai").dispute(&record).unwrap();
    s.court.by("dish_fan").resolve(&record, true).unwrap();
    let read = s.submit(with_material(&hash));
    s.confirm("cus_an", read);
    let blind = [("name", "钱大海"), ("date", "2026-03-10"), ("case_no", CASE)];
    let command = s.confirmation("cus_bai", read, &blind);
    s.act("cus_bai", &command);
    s.court.by("cus_an").link(&read, &record).unwrap();

    // Changed afterwards; voided; not voided.
    let seen = s.seen("clerk_he", read);
    let change =
        ChangeDraft::Supplement { words: "次日又来电。".to_owned(), attachments: vec![attachment] };
    s.record("clerk_he", read, R::ProposeChange { seen: seen.clone(), change, reason: why() });
    s.record("cus_an", read, R::ConfirmChange { change: 1 });
    s.record("cus_bai", read, R::ConfirmChange { change: 1 });
    let mut text = with_material(&hash);
    text.people = vec![outsider("钱大江")];
    let change = ChangeDraft::Correction { text: Box::new(text) };
    s.record("clerk_he", read, R::ProposeChange { seen, change, reason: why() });
    s.record("cus_an", read, R::RefuseChange { change: 2, reason: why() });
    for who in ["clerk_he", "cus_an"] {
        s.court.by(who).void(&record).unwrap();
    }
    s.record("cus_bai", record, R::RefuseVoid { reason: why() });
    for who in ["clerk_he", "cus_an", "cus_bai", "dis_e"] {
        s.court.by(who).void(&record).unwrap();
    }

    // Recused, a namesake cleared, the recorder's name opened and not opened.
    let record = s.submit(phone_call());
    s.court.by("cus_an").declare_recusal(&record).unwrap();
    s.court.by("chief").order_recusal(&record, "cus_bai").unwrap();
    let mut text = phone_call();
    text.people = vec![outsider(" 张 伟")];
    let named = s.submit(text);
    s.court.by("cus_an").other_person(&named, "clerk_zhang").unwrap();
    s.court.by("cus_bai").other_person(&named, "clerk_zhang").unwrap();
    s.record("chief", read, R::AskIdentity { purpose: why() });
    for who in ["cus_an", "cus_bai"] {
        s.record(who, read, R::OpenIdentity { asker: "chief".into() });
    }
    s.record("cus_cao", read, R::AskIdentity { purpose: why() });
    s.record("cus_an", read, R::RefuseIdentity { asker: "cus_cao".into(), reason: why() });
    // The inquirer is one of the house, and the register refuses to show it to him.
    let mut text = phone_call();
    text.people = vec![insider("vp_zhou", "INQUIRER")];
    text.special_items = vec!["S06".to_owned()];
    s.submit(text);
    looked(s, read, &hash);
}

fn looked(s: &mut Story, read: MatterId, hash: &str) {
    let (office, dis) = (&mut s.court.office, actor("dis_e"));
    office.reveal(&dis, &read, Reveal::Recorder, "办理线索").unwrap();
    office.reveal(&dis, &read, Reveal::Names, "办理线索").unwrap();
    office.material(&dis, &read, hash, &mut Vec::new()).unwrap();
    office.proof(&actor("clerk_he"), &read, true).unwrap();
    let found =
        Filter { typed: "钱大海".to_owned(), words: vec!["钱大海".to_owned()], ..Filter::default() };
    office.note_search(&dis, &found).unwrap();
    office.note_export(&dis, "records", 3).unwrap();
}

fn ladder(s: &mut Story) {
    let record = s.confirmed();
    let e = s.court.by("clerk_he").escalate(&record).unwrap().matter;
    s.court.by("judge_li").answer(&e, Decision::PassUp, "请上级定").unwrap();
    // The head of the division says nothing.
    s.court.later(8 * DAY);
    assert!(s.court.office.tick().unwrap() > 0);
    let here: Vec<_> = ["vp_sun", "chief"].into_iter().collect();
    for who in here {
        let _ = s.court.by(who).answer(&e, Decision::PassUp, "请上级定");
    }
    s.court.by("cus_an").send_superior(&e).unwrap();
    s.court.by("cus_bai").superior_answer(&e, "淮中法〔2026〕9号").unwrap();
    let record = s.confirmed();
    let e = s.court.by("clerk_he").escalate(&record).unwrap().matter;
    s.court.by("judge_li").answer(&e, Decision::Accept, "依法办理").unwrap();
    // One is left with its clock running.
    let record = s.confirmed();
    s.court.by("clerk_he").escalate(&record).unwrap();
}

fn bench(s: &mut Story) {
    use VoteCode::{Abstain, Against, For};
    let record = s.confirmed();
    let item = s.applied(record, "ac");
    s.item("chief", item, I::Refuse { reason: why() });
    s.item("judge_li", item, I::Resubmit { reason: why() });
    s.item("judge_li", item, I::Withdraw { reason: why() });
    // From the smaller body to the full one, without a majority, once more, decided, asked again.
    let item = s.applied(record, "spec");
    s.item("chief", item, I::Approve);
    let five = ["vp_sun", "head_zhao", "judge_li", "judge_tang", "judge_pan"];
    s.sitting("spec", "vp_sun", item, &five);
    for who in five.iter().rev() {
        s.vote(who, item, Abstain);
    }
    s.item("sec_gong", item, I::CloseVote);
    s.item("sec_gong", item, I::ToFullCommittee { committee: "ac".into() });
    s.item("sec_gong", item, I::Recuse { member: "head_qin".into(), reason: why() });
    let here = ["chief", "vp_sun", "vp_zhou", "head_zhao", "judge_li", "judge_tang"];
    let meeting = s.sitting("ac", "chief", item, &here);
    s.meeting(meeting, M::Left { member: "judge_tang".into() });
    for who in here[..5].iter().rev() {
        s.vote(who, item, Abstain);
    }
    s.item("sec_gong", item, I::CloseVote);
    s.meeting(meeting, M::Close { minutes: "会议记录".to_owned() });
    s.item("sec_gong", item, I::Supplement { reason: why() });
    s.sitting("ac", "chief", item, &here);
    s.vote("judge_li", item, Against);
    for who in ["judge_tang", "head_zhao", "vp_zhou", "vp_sun", "chief"] {
        s.vote(who, item, For);
    }
    s.item("sec_gong", item, I::CloseVote);
    s.item("judge_li", item, I::Minority { text: "应再查证".to_owned() });
    s.item("sec_gong", item, I::Decide { text: "照合议庭多数意见".to_owned() });
    s.item("sec_gong", item, I::Notice { text: "决定事项通知书".to_owned() });
    s.item("judge_wang", item, I::Feedback { text: "已执行".to_owned(), executed: true });
    s.item("judge_li", item, I::Reconsider { reason: "出现新证据".to_owned() });
    // By letter; then up.
    let letter = s.court.letter("书面意见原件");
    let record = s.confirmed();
    let item = s.applied(record, "pcom");
    s.item("chief", item, I::Approve);
    s.sitting("pcom", "chief", item, &["chief", "vp_sun", "vp_zhou"]);
    for (who, vote) in [("vp_zhou", Against), ("vp_sun", For), ("chief", Against)] {
        s.vote(who, item, vote);
    }
    s.item("sec_gong", item, I::CloseVote);
    let member = "head_qin".into();
    s.item("sec_gong", item, I::WrittenVote { member, vote: Against, opinion: why(), material: letter });
    let record = s.confirmed();
    let item = s.applied(record, "ac");
    s.item("chief", item, I::Approve);
    s.sitting("ac", "chief", item, &NINE[..5]);
    for who in NINE[..5].iter().rev() {
        s.vote(who, item, Abstain);
    }
    s.item("sec_gong", item, I::CloseVote);
    s.item("chief", item, I::ReferUp { reason: why() });
}

/// Passphrases, keys at home and a token; the rules ask for signatures from here on.
fn signed(s: &mut Story) {
    use VoteCode::{Against, For};
    for (who, typed) in TYPED {
        let own = s.court.office.set_passphrase(&actor(who), &secret(typed)).unwrap().0.matter;
        let by = if who == "sea_lin" { "sys_gao" } else { "sea_lin" };
        s.plain(by, &Command::Organ(OrganCommand::Confirm { proposal: own }));
    }
    for who in ["cus_bai", "sec_gong", "chief", "vp_sun", "vp_zhou"] {
        s.key(who);
    }
    let token = Token::new(s.home.path(), "ed25519");
    let key = token.line();
    s.organ(OrganChange::Key { person: "dish_fan".into(), use_: KeyUse::Login, key });
    let mut policy = s.court.office.organ().policy.clone();
    policy.signature = Signature { confirm: 1, vote: 1, decision: 1, checkpoint: 1, change: 1 };
    s.organ(OrganChange::Policy { policy });
    s.signing = true;
    // Both administrators sign now.
    s.organ(OrganChange::Active { person: "clerk_lu".into(), active: true });
    s.later();
    let record = s.confirmed();
    let item = s.applied(record, "pg");
    s.item("chief", item, I::Approve);
    s.sitting("pg", "chief", item, &["chief", "vp_sun", "vp_zhou", "dish_fan"]);
    let by_token = Command::Item { item: Some(item), act: I::Vote { vote: Against, opinion: String::new() } };
    let fan = actor("dish_fan");
    let challenge = s.court.office.challenge(&fan, &by_token).unwrap();
    let made = token.sign(5, &challenge.namespace, &challenge.text);
    s.court.office.submit(&fan, &made, None).unwrap();
    for who in ["vp_zhou", "vp_sun", "chief"] {
        s.vote(who, item, For);
    }
    s.item("sec_gong", item, I::CloseVote);
    let minority = Command::Item { item: Some(item), act: I::Minority { text: why() } };
    s.plain("dish_fan", &minority);
    s.item("sec_gong", item, I::Decide { text: "照办".to_owned() });
    // One waits for its second hand.
    let record = s.submit(phone_call());
    s.confirm("cus_an", record);
}

fn evidence(s: &mut Story, dir: &Path) {
    for who in ["cus_an", "cus_bai"] {
        let command = s.court.office.cosign_command(&who.into(), false).unwrap();
        s.act(who, &command);
    }
    let heads = s.court.office.heads().unwrap();
    let acts = heads.iter().find(|h| h.log == LogId::Acts).unwrap();
    let head = Head { size: acts.size, root: acts.root.to_string() };
    let made = sign(&s.keys["upper"], Signed::Checkpoint.namespace(), &acts.text());
    let keep =
        EvidenceCommand::KeepWitness { witness: "上级法院".to_owned(), acts: head, signature: made };
    s.act("cus_an", &Command::Evidence(keep));
    let out = s.home.path().join("copies");
    std::fs::create_dir(&out).unwrap();
    let made = s.court.office.copy(&actor("cus_an"), &out, None, None, &mut |_, _, _| {}).unwrap();
    s.court.office.drill(&actor("cus_an"), &made.path, None, &[], &[], &mut |_, _, _| {}).unwrap();

    let facts =
        |address: &str| SessionFacts { address: address.to_owned(), fingerprint: "SHA256:a".to_owned() };
    let at = s.court.now();
    let li = Actor::person(&"judge_li".into(), Means::SshKey("SHA256:a".to_owned()));
    let mut two = session(dir, at, "two");
    s.court.office.begin_session(&li, &facts("192.0.2.7")).unwrap();
    two.office.begin_session(&li, &facts("198.51.100.4")).unwrap();
    two.office.end_session(&li, "left").unwrap();
    s.court.office.end_session(&li, "left").unwrap();
    s.court.office.sign_in_refused(&facts("192.0.2.9"), Rule::KeyUnknown).unwrap();
    let wrong = s.court.office.check_passphrase(&actor("head_zhao"), &secret("不是这一句"));
    assert!(wrong.is_err());
    for n in ["one", "two"] {
        let (owner, id) = ("clerk_he".to_owned(), n.to_owned());
        let payload = format!("{{\"begun\":\"{n}\"}}");
        let draft = Draft { owner, id, kind: "record".to_owned(), updated_ms: at, payload };
        s.court.office.drafts().unwrap().save(&draft).unwrap();
    }
}

#[test]
#[ignore = "writes where LIUHEN_MADE says"]
fn all_of_it() {
    let dir = PathBuf::from(std::env::var_os("LIUHEN_MADE").expect("LIUHEN_MADE"));
    assert!(keygen(&["-?"], "").1.contains("ssh-keygen"));
    let mut s = begun(&dir);
    organ(&mut s);
    let mut s = rolled_back(s, &dir);
    records(&mut s);
    ladder(&mut s);
    bench(&mut s);
    signed(&mut s);
    evidence(&mut s, &dir);
    s.court.assert_sound();
    let mut kinds = BTreeMap::new();
    for body in s.court.log() {
        *kinds.entry(body.kind.clone()).or_insert(0) += 1;
    }
    eprintln!("{kinds:?}");
}
