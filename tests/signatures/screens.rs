//! The same at the keys: the field for the passphrase, and the page with the text to sign.

use crate::bench::*;
use crate::support::{Court, actor, session};
use liuhen::domain::command::Command;
use liuhen::domain::lang::Lang;
use liuhen::domain::organ::OrganCommand;
use liuhen::domain::record::Status;
use liuhen::office::Hand;
use liuhen::ui::app::App;
use liuhen::ui::keys::{Event, Key, keys};
use liuhen::ui::room::Cx;
use liuhen::ui::screen::{Display, Look, text};
use ratatui::layout::Size;

struct Seat(App<Vec<u8>>);

impl Seat {
    fn of(court: &Court, who: &str) -> Self {
        let office = session(court.dir(), court.now(), who).office;
        let cx = Cx::new(office, actor(who), who.into(), Lang::Zh);
        let mut seat =
            Self(App::new(cx, Display::new(Vec::new(), Size::new(80, 24), Look::default())).unwrap());
        seat.0.draw().unwrap();
        seat
    }

    fn types(&mut self, written: &str) -> String {
        for event in keys(written).unwrap() {
            self.event(event);
        }
        self.screen()
    }

    /// Characters as they are, none of them a key's name.
    fn writes(&mut self, words: &str) -> String {
        words.chars().for_each(|c| self.event(Event::Key(Key::Char(c))));
        self.screen()
    }

    fn event(&mut self, event: Event) {
        self.0.event(event);
        self.0.draw().unwrap();
    }

    fn screen(&mut self) -> String {
        text(self.0.display().shown())
    }
}

fn status(court: &mut Court, record: &liuhen::domain::ids::MatterId) -> Status {
    court.by("cus_bai").sheet(record).unwrap().record.status
}

#[test]
fn the_passphrase_is_typed_unseen_and_asked_for_again_when_it_was_wrong() {
    let mut court = court(1);
    passphrase(&mut court, "cus_an", AN);
    let record = submitted(&mut court);
    let mut an = Seat::of(&court, "cus_an");
    let asked = an.types("<enter>c111111111c");
    assert!(asked.contains("口令:") && asked.contains("本人签名"), "{asked}");
    let shown = an.writes("not this one");
    assert!(!shown.contains("not this") && shown.contains("************"), "{shown}");
    let wrong = an.types("<enter>");
    assert!(wrong.contains("口令不对") && !wrong.contains("not this"), "{wrong}");
    assert_eq!(status(&mut court, &record), Status::Submitted);
    // Esc gives up without a trace; the answers stand as they were.
    let back = an.types("c<esc>");
    assert!(back.contains("核对") && !back.contains("口令:"), "{back}");
    an.types("c");
    an.writes(AN);
    let done = an.types("<enter>");
    assert!(done.contains("第一人核对确认"), "{done}");
    assert_eq!(status(&mut court, &record), Status::OneHand);
    assert_eq!(hands(&court).len(), 1);
    court.assert_sound();
}

#[test]
fn an_administrator_reads_whose_key_it_is_and_compares_its_fingerprint() {
    let mut court = court(1);
    let (_, fingerprint) = court.office.set_passphrase(&actor("cus_an"), &secret(AN)).unwrap();
    let mut sys = Seat::of(&court, "sys_gao");
    let page = sys.types("<enter>");
    for words in ["安守正", "本人口令", fingerprint.as_str()] {
        assert!(page.contains(words), "{words}: {page}");
    }
}

/// Of an administrator who comes by a key of his own nobody sets a passphrase but whoever holds that key.
#[test]
fn whose_key_at_home_must_sign_finds_the_text_where_he_chose_his_passphrase() {
    let mut court = court(1);
    let home = tempfile::tempdir().unwrap();
    let key = login_key(&mut court, home.path(), "aud_mu", "ed25519");
    for (who, typed) in [("sea_lin", BAI), ("cus_an", AN)] {
        passphrase(&mut court, who, typed);
    }
    let (receipt, _) = court.office.set_passphrase(&actor("sys_gao"), &secret(AN)).unwrap();
    let confirm = |proposal| Command::Organ(OrganCommand::Confirm { proposal });
    let by_lin = || Hand::Passphrase(secret(BAI));
    court.office.act_signed(&actor("sea_lin"), &confirm(receipt.matter), by_lin()).unwrap();
    let mut mu = Seat::of(&court, "aud_mu");
    mu.types("0p");
    for _ in 0..2 {
        mu.writes(AN);
        mu.types("<enter>");
    }
    let waiting = court.office.challenges(&actor("aud_mu")).unwrap().remove(0);
    assert!(waiting.text.contains("\nof aud_mu\nkey ssh-ed25519 "), "{}", waiting.text);
    mu.event(Event::Paste(sign(&key, &waiting.namespace, &waiting.text)));
    let done = mu.types("<enter>");
    assert!(done.contains("口令已设"), "{done}");
    let organ = court.office.organ_now().unwrap();
    let open = organ.proposals.values().find(|p| p.by == "aud_mu".into()).unwrap().id;
    court.office.act_signed(&actor("sea_lin"), &confirm(open), by_lin()).unwrap();
    assert!(court.office.has_own_key(&"aud_mu".into()));
    court.assert_sound();
}

#[test]
fn the_second_hand_is_asked_after_its_form_and_the_form_is_kept_meanwhile() {
    let mut court = court(1);
    passphrase(&mut court, "cus_an", AN);
    passphrase(&mut court, "cus_bai", BAI);
    let record = submitted(&mut court);
    by_passphrase(&mut court, "cus_an", &record, AN).unwrap();
    let four = court.by("cus_bai").sheet(&record).unwrap().record.ref_.last_four().to_lowercase();
    let mut bai = Seat::of(&court, "cus_bai");
    let form = bai.types("<enter>c111111111c");
    assert!(form.contains("末四位"), "{form}");
    let asked = bai.types(&format!("{four}<f2>"));
    assert!(asked.contains("口令:"), "{asked}");
    let back = bai.types("<esc>");
    assert!(back.to_lowercase().contains(&four), "what was typed is still there: {back}");
    bai.types("<f2>");
    bai.writes(BAI);
    bai.types("<enter>");
    assert_eq!(status(&mut court, &record), Status::Confirmed);
    court.assert_sound();
}

#[test]
fn where_more_is_asked_for_the_text_stands_on_a_page_and_the_signature_is_pasted() {
    let mut court = court(2);
    let home = tempfile::tempdir().unwrap();
    let key = login_key(&mut court, home.path(), "cus_an", "ed25519");
    let stranger = new_key(home.path(), "stranger", "ed25519");
    let record = submitted(&mut court);
    let mut an = Seat::of(&court, "cus_an");
    let top = an.types("<enter>c111111111c");
    let waiting = court.office.challenges(&actor("cus_an")).unwrap().remove(0);
    let bottom = an.types(&"<down>".repeat(30));
    for line in waiting.text.lines() {
        let stands = |screen: &str| screen.lines().any(|row| row.trim_end() == line);
        assert!(stands(&top) || stands(&bottom), "{line}\n{top}\n{bottom}");
    }
    assert!(bottom.contains("ssh-keygen -Y sign"), "{bottom}");
    an.event(Event::Paste(sign(&stranger, &waiting.namespace, &waiting.text)));
    let refused = an.types("<enter>");
    assert!(refused.contains("没有登记这把密钥"), "{refused}");
    an.event(Event::Paste(sign(&key, &waiting.namespace, &waiting.text)));
    let done = an.types("<enter>");
    assert!(done.contains("第一人核对确认"), "{done}");
    assert_eq!(status(&mut court, &record), Status::OneHand);
    assert_eq!(hands(&court)[0].1.level, 2);
    court.assert_sound();
}

#[test]
fn two_custodians_put_their_hands_under_a_checkpoint_in_the_ledger() {
    let mut court = court(1);
    passphrase(&mut court, "cus_an", AN);
    passphrase(&mut court, "cus_bai", BAI);
    submitted(&mut court);
    // It is nobody else's act.
    let mut clerk = Seat::of(&court, "clerk_he");
    assert!(!clerk.types("8").contains("共签"), "{}", clerk.screen());
    let mut an = Seat::of(&court, "cus_an");
    let asked = an.types("8s");
    assert!(asked.contains("口令:"), "{asked}");
    an.writes(AN);
    let one = an.types("<enter>");
    assert!(one.contains("安守正") && one.contains("核验码"), "{one}");
    let mut bai = Seat::of(&court, "cus_bai");
    bai.types("8s");
    bai.writes(BAI);
    let both = bai.types("<enter>");
    assert!(both.contains("安守正、白慎独"), "{both}");
    let organ = court.office.organ_now().unwrap();
    assert_eq!(organ.evidence.cosigners(&organ.evidence.cosigned.last().unwrap().acts).len(), 2);
    court.assert_sound();
}
