//! Nobody at the keys: the screen is blank after a while, and everything stands where it stood when
//! the person is back. Time is a clock of the test; nothing waits.

use crate::form::bench::{Session, court, real_court};
use liuhen::domain::command::{Actor, Command};
use liuhen::domain::event::Means;
use liuhen::domain::lang::Lang;
use liuhen::domain::organ::{OrganCommand, ProposalState};
use liuhen::office::{Secret, SessionFacts};
use liuhen::ui::app::How;

const HALF: &str = "<f3><enter><tab>王五<f2><down><down><down><down><down><down>昨天 1<left>";

/// What a locked screen must not show: the person, the organ, what was being typed, any room.
fn assert_blank(s: &Session, lang: Lang) {
    for screen in [s.screen(), s.terminal()] {
        assert!(screen.contains(lang.pick("屏幕已锁定", "screen is locked")), "{screen}");
        for told in ["李红梅", "滨河", "Binhe", "王五", "昨天", "审判员", "待办", "Desk", "F1", "培训登记册 "]
        {
            assert!(!screen.contains(told), "{told}\n{screen}");
        }
    }
}

#[test]
fn a_form_left_alone_is_blank_after_ten_minutes_and_comes_back_as_it_was() {
    for (lang, size) in
        [(Lang::Zh, (80, 24)), (Lang::En, (80, 24)), (Lang::Zh, (120, 40)), (Lang::En, (120, 40))]
    {
        let court = court();
        let mut s = court.sits("judge", lang, size);
        let before = s.types(HALF);
        let caret = s.caret();
        assert_eq!(s.minutes(9), before, "nine minutes are nothing");
        s.minutes(1);
        assert!(s.app.is_locked());
        assert_blank(&s, lang);
        assert_eq!(court.drafts_of("judge").len(), 1, "it is saved before it is hidden");
        // What passers-by type goes nowhere.
        s.types("x3<f3>n<paste>恶意</paste><down><wake>");
        assert_blank(&s, lang);
        let after = s.types("<enter>");
        assert_eq!((after.as_str(), s.caret()), (before.as_str(), caret), "{after}");
        assert!(s.terminal().contains("王五"), "{}", s.terminal());
        // Typed on where the caret stood.
        assert!(s.types("4:30 ").contains("昨天 4:30 1"), "{}", s.screen());
    }
}

#[test]
fn a_key_that_comes_too_late_is_not_taken() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    let before = s.types(HALF);
    // The loop was kept from looking around, as by a stopped process.
    s.minutes_unseen(11);
    s.types("9");
    assert_blank(&s, Lang::Zh);
    assert_eq!(s.types("<enter>"), before);
    s.minutes_unseen(31);
    s.types("9");
    assert_eq!(s.app.ended(), Some(How::Idle));
}

#[test]
fn every_key_puts_it_off_and_no_time_of_the_training_clock_counts() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    for _ in 0..8 {
        s.minutes(9);
        s.types("<down>");
    }
    assert!(!s.app.is_locked());
    // A day forward by the training clock is not a day without a key.
    s.types("<f7><wake>");
    assert!(!s.app.is_locked() && s.app.ended().is_none());
}

#[test]
fn the_session_ends_after_half_an_hour_and_after_ten_hours_with_the_draft_kept() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    s.types(HALF);
    s.minutes(10);
    s.minutes(19);
    assert_eq!(s.app.ended(), None);
    s.minutes(1);
    assert_eq!(s.app.ended(), Some(How::Idle));
    drop(s);
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    assert!(s.types("<enter>").contains("昨天 1"), "{}", s.screen());
    for _ in 0..75 {
        s.minutes(8);
        s.types("<left>");
    }
    assert_eq!(s.app.ended(), Some(How::TooLong), "however busy");
    drop(s);
    assert_eq!(court.drafts_of("judge").len(), 1);
}

#[test]
fn the_screen_is_locked_at_once_from_anywhere() {
    for keys in ["", "2", "<f3><enter>", "<f4>", "<tab>", "<f1>", "8", "0"] {
        let court = court();
        let mut s = court.sits("judge", Lang::Zh, (80, 24));
        let before = s.types(keys);
        s.types("<f12>");
        assert_blank(&s, Lang::Zh);
        assert_eq!(s.types("<enter>"), before, "{keys}");
    }
    // By arrows alone, where a terminal eats the key.
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    s.types("<tab>锁<enter>");
    assert_blank(&s, Lang::Zh);
    assert!(s.types("<f9>").contains("screen is locked"));
    // Esc from habit throws nobody out.
    let locked = s.screen();
    assert_eq!(s.types("<esc><esc>"), locked);
    assert!(s.app.is_locked() && s.app.ended().is_none());
    s.types("<enter>");
    assert!(!s.app.is_locked());
}

#[test]
fn a_locked_screen_is_silent_and_so_is_one_that_waits_for_its_lock() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    for _ in 0..9 {
        let before = s.app.display().written();
        s.minutes(1);
        assert_eq!(s.app.display().written(), before);
    }
    s.minutes(1);
    let locked = s.app.display().written();
    for _ in 0..9 {
        s.minutes(2);
    }
    assert_eq!(s.app.display().written(), locked);
}

#[test]
fn where_identity_counts_one_without_a_passphrase_can_only_sign_in_again() {
    let court = real_court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    s.types(HALF);
    let locked = s.minutes(10);
    assert!(locked.contains("重新登录"), "{locked}");
    assert_blank(&s, Lang::Zh);
    s.types("whatever<esc>");
    assert!(s.app.is_locked() && s.app.ended().is_none());
    s.types("<enter>");
    assert_eq!(s.app.ended(), Some(How::Left));
    assert_eq!(court.drafts_of("judge").len(), 1);
}

#[test]
fn ones_own_passphrase_opens_it_again_and_wrong_ones_are_counted() {
    const OWN: &str = "春眠不觉晓处处闻啼鸟";
    let court = real_court();
    let judge = Actor::person(&"judge".into(), Means::Training);
    let mut office = court.office(600);
    let receipt = office.set_passphrase(&judge, &Secret::typed(OWN.to_owned())).unwrap();
    let confirm = Command::Organ(OrganCommand::Confirm { proposal: receipt.0.matter });
    office.act(&Actor::person(&"sea".into(), Means::Training), &confirm).unwrap();
    drop(office);
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    let before = s.types(HALF);
    let caret = s.caret();
    assert!(s.minutes(10).contains("输入本人口令"), "{}", s.screen());
    let wrong = s.types("春眠不觉晓<enter>");
    assert!(wrong.contains("口令不对") && !wrong.contains("春眠"), "{wrong}");
    for screen in [s.types(OWN), s.terminal()] {
        assert!(!screen.contains('春') && !screen.contains('*'), "nothing of it is shown\n{screen}");
    }
    // Nor does it open or end anything where a passphrase is asked for.
    s.types("<esc>");
    assert!(s.app.is_locked() && s.app.ended().is_none());
    let after = s.types("<c-u><paste>春眠不觉晓处处闻啼鸟\n</paste><enter>");
    assert_eq!((after, s.caret()), (before, caret));
    // The failure is told at the next sign-in.
    assert_eq!(court.office(601).whereabouts(&judge).unwrap().failures, 1);
    s.types("<f12>");
    for _ in 0..5 {
        s.types("wrong<enter>");
    }
    let waits = s.types("春眠不觉晓处处闻啼鸟<enter>");
    assert!(s.app.is_locked() && waits.contains("分钟"), "{waits}");
    assert_eq!(court.drafts_of("judge").len(), 1);
}

#[test]
fn a_passphrase_is_chosen_on_the_page_about_oneself_and_changed_there() {
    const OWN: &str = "春眠不觉晓处处闻啼鸟";
    const OTHER: &str = "夜来风雨声花落知多少";
    let court = real_court();
    let desk = court.sits("cus1", Lang::Zh, (80, 24)).screen();
    assert!(desk.contains("还没有口令"), "{desk}");
    // Whoever signs nothing is not asked for one.
    assert!(!court.sits("judge", Lang::Zh, (80, 24)).screen().contains("还没有口令"));
    let mut s = court.sits("cus1", Lang::Zh, (80, 24));
    assert!(s.types("0").contains("没有设置"), "{}", s.screen());
    let told = s.types(&format!("p{OWN}<enter>{OTHER}<enter>"));
    assert!(told.contains("不一致") && !told.contains('春') && !told.contains('夜'), "{told}");
    let weak = s.types("111111111111<enter>111111111111<enter>");
    assert!(weak.contains("新口令") && !weak.contains("1111"), "{weak}");
    let set = s.types(&format!("{OWN}<enter>{OWN}<enter>"));
    assert!(set.contains("已设，等管理员确认") && set.contains("proposal confirm"), "{set}");
    assert!(!s.types("1").contains("还没有口令"));
    let mut office = court.office(600);
    let open = office.organ().proposals.values().find(|p| p.state == ProposalState::Proposed).unwrap().id;
    let confirm = Command::Organ(OrganCommand::Confirm { proposal: open });
    office.act(&Actor::person(&"sea".into(), Means::Training), &confirm).unwrap();
    drop(office);
    let mut s = court.sits("cus1", Lang::En, (80, 24));
    assert!(s.types("0").contains("in use"), "{}", s.screen());
    let wrong = s.types(&format!("pwrong<enter>{OTHER}<enter>{OTHER}<enter>"));
    assert!(wrong.contains("Passphrase") || wrong.contains("passphrase"), "{wrong}");
    let changed = s.types(&format!("{OWN}<enter>{OTHER}<enter><paste>{OTHER}\n</paste><enter>"));
    assert!(changed.contains("in use") && changed.contains("same"), "{changed}");
    s.types("<f12>");
    assert!(s.types(&format!("{OTHER}<enter>")).contains("in use"), "{}", s.screen());
}

#[test]
fn a_session_greets_with_the_last_sign_in_and_shows_who_one_is() {
    for (lang, size) in [(Lang::Zh, (80, 24)), (Lang::En, (120, 40))] {
        let court = court();
        let me = Actor::person(&"judge".into(), Means::SshKey("SHA256:aaaa".to_owned()));
        let facts = |address: &str| SessionFacts {
            address: address.to_owned(),
            fingerprint: "SHA256:aaaa".to_owned(),
        };
        let mut first = court.office(500);
        first.begin_session(&me, &facts("192.0.2.7")).unwrap();
        let mut office = court.office(501);
        office.begin_session(&me, &facts("198.51.100.4")).unwrap();
        let mut s = court.sits_in(office, "judge".into(), lang, size);
        s.app.cx.actor = me.clone();
        let desk = s.screen();
        let last = lang.pick("上次登录 2026", "Last sign-in 20");
        assert!(desk.contains(last) && desk.contains("192.0.2.7"), "{desk}");
        assert!(desk.contains(lang.pick("另有会话", "Another session")), "{desk}");
        let alarm = lang.pick("报警：李红梅的同一把密钥", "Alarm: one key of 李红梅");
        assert!(desk.contains(alarm), "told to the person whose key it is\n{desk}");
        // The first words are said once; the page says them always; the alarm stays.
        let later = s.types("2<esc>");
        assert!(!later.contains(last) && later.contains(alarm), "{later}");
        let page = s.types("0");
        for wanted in ["李红梅", "198.51.100.4", "SHA256:aaaa", "192.0.2.7", last] {
            assert!(page.contains(wanted), "{wanted}\n{page}");
        }
        // Discipline and the custodians' head hear of it, a colleague does not.
        assert!(court.sits("dish", lang, size).screen().contains(alarm));
        assert!(!court.sits("clerk", lang, size).screen().contains(alarm));
    }
}

#[test]
fn whoever_confirms_is_told_of_another_session_of_his_own() {
    let court = real_court();
    court.submitted(false);
    let me = Actor::person(&"cus1".into(), Means::SshKey("SHA256:aaaa".to_owned()));
    let facts =
        |address: &str| SessionFacts { address: address.to_owned(), fingerprint: "SHA256:aaaa".to_owned() };
    let alone = court.sits("cus1", Lang::Zh, (80, 24)).types("<home><enter>");
    assert!(alone.contains("核对") && !alone.contains("另有会话"), "{alone}");
    let mut first = court.office(500);
    first.begin_session(&me, &facts("192.0.2.7")).unwrap();
    let mut office = court.office(501);
    office.begin_session(&me, &facts("198.51.100.4")).unwrap();
    let mut s = court.sits_in(office, "cus1".into(), Lang::Zh, (80, 24));
    s.app.cx.actor = me;
    let told = s.types("<home><enter>");
    assert!(told.contains("另有会话打开") && told.contains("192.0.2.7"), "{told}");
    // Said once, and in nobody's way.
    assert!(!s.types("c").contains("另有会话"), "{}", s.screen());
}
