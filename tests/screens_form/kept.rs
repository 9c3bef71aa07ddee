//! Nothing typed is lost: Esc, hang-up, a second opening.

use crate::bench::court;
use liuhen::domain::command::{Actor, Command};
use liuhen::domain::event::Means;
use liuhen::domain::lang::Lang;
use liuhen::domain::record::{Occurred, QuickNote, RecordCommand};
use liuhen::domain::when::Precision;
use liuhen::ui::input::Script;
use liuhen::ui::keys::keys;

const HALF: &str = "<f3><enter><tab>王五<f2><down><down><down><down><down><down>昨天 1";

#[test]
fn esc_and_hang_up_keep_everything_with_field_and_caret() {
    for end in ["<left><esc>", "<left><hangup>", "<left><wake>"] {
        let court = court();
        let mut s = court.sits("judge", Lang::Zh, (80, 24));
        let before = s.types(&format!("{HALF}<left>"));
        assert!(before.contains(">!过问时间") || before.contains(">*过问时间"), "{before}");
        s.types(end.strip_prefix("<left>").unwrap());
        drop(s);
        let mut s = court.sits("judge", Lang::Zh, (80, 24));
        assert!(s.screen().contains("草稿待完成"), "{end}\n{}", s.screen());
        let after = s.types("<enter>");
        assert!(after.contains("王五") && after.contains("昨天 1"), "{end}\n{after}");
        let after = s.types("4:30 ");
        // The caret stood before the 1: what is typed goes there.
        assert!(after.contains("昨天 4:30 1"), "{end}\n{after}");
    }
}

#[test]
fn a_hang_up_inside_a_persons_form_comes_back_there() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    s.types("<f3><enter><tab>王五<tab>某");
    let input = keys("公司<left>").unwrap();
    s.app.run(&mut Script::new(input)).unwrap();
    drop(s);
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    let screen = s.types("<enter>大");
    assert!(screen.contains("姓名") && screen.contains("某公大司"), "{screen}");
}

#[test]
fn leaving_an_untouched_form_leaves_no_draft() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    s.types("<f3><tab><tab><esc><f4><esc>");
    assert!(court.drafts_of("judge").is_empty());
}

#[test]
fn a_second_opening_is_read_only() {
    let court = court();
    let mut first = court.sits("judge", Lang::Zh, (80, 24));
    first.types(&format!("{HALF}<wake>"));
    let mut second = court.sits("judge", Lang::Zh, (100, 30));
    assert!(second.screen().contains("另一会话"), "{}", second.screen());
    let there = second.types("<enter>2");
    assert!(
        there.contains("这里只能看") && there.contains("昨天 1 ") && !there.contains("昨天 12"),
        "{there}"
    );
    first.types("5<esc>");
    let mut third = court.sits("judge", Lang::Zh, (100, 30));
    assert!(third.types("<enter>:00").contains("昨天 15:00"), "{}", third.screen());
}

#[test]
fn a_draft_is_thrown_away_by_typing_the_word() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    s.types(HALF);
    s.walks_to("> [ 丢弃草稿 ]");
    let refused = s.types("<enter>算了<f2>");
    assert!(refused.contains("草稿还在"), "{refused}");
    assert_eq!(court.drafts_of("judge").len(), 1);
    let gone = s.types("<c-u>丢弃<f2>");
    assert!(gone.contains("草稿已丢弃") && gone.contains("没有待办"), "{gone}");
    assert!(court.drafts_of("judge").is_empty());
}

#[test]
fn the_words_of_a_small_question_wait_for_the_next_time() {
    let court = court();
    court.submitted(false);
    let mut s = court.sits("cus1", Lang::Zh, (80, 24));
    s.types("<enter>c111211111r缺少具体地点<esc>");
    assert_eq!(court.drafts_of("cus1").len(), 1);
    let again = s.types("r");
    assert!(again.contains("缺少具体地点"), "{again}");
    let done = s.types("<f2>");
    assert!(done.contains("退回补正"), "{done}");
    assert!(court.drafts_of("cus1").is_empty(), "what became an act is no draft");
    // The recorder finds the reason at its field.
    let mut s = court.sits("judge", Lang::Zh, (80, 40));
    let form = s.types("<enter>e");
    assert!(form.contains("补正") && form.contains("退回：缺少具体地点"), "{form}");
}

/// Killed between the act and the end of its draft: the draft is not offered again, and the act is one.
#[test]
fn what_was_written_in_the_last_moment_is_not_offered_again() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    s.types("<f4>汪某<enter>来电询问何时开庭<esc>");
    let draft = court.drafts_of("judge").remove(0);
    let mut office = court.office(700);
    let kept = office.drafts().unwrap().load("judge", &draft.id).unwrap().unwrap();
    let command = serde_json::from_str::<serde_json::Value>(&kept.payload).unwrap()["command"].clone();
    let command = command.as_str().unwrap().parse().unwrap();
    let note = QuickNote {
        occurred: Occurred { from: office.now(), to: None, precision: Precision::Exact },
        who: "汪某".to_owned(),
        line: "来电询问何时开庭".to_owned(),
        case_no: None,
    };
    let act = Command::Record { record: None, act: RecordCommand::Quick { note } };
    let me = Actor::person(&"judge".into(), Means::Training);
    office.act_as(&me, &act, command).unwrap();
    assert!(office.act_as(&me, &act, command).unwrap().repeated);
    drop(office);
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    assert_eq!(s.screen().matches("汪某").count(), 1, "{}", s.screen());
    assert!(court.drafts_of("judge").is_empty());
    // Handed in from the draft as it stands, it carries that id.
    s.types("<f4>于某<enter>询问进展<esc>");
    let draft = court.drafts_of("judge").remove(0);
    let kept = court.office(701).drafts().unwrap().load("judge", &draft.id).unwrap().unwrap();
    let command = serde_json::from_str::<serde_json::Value>(&kept.payload).unwrap()["command"].clone();
    let command: uuid::Uuid = command.as_str().unwrap().parse().unwrap();
    s.types("<home><enter><f2>");
    assert!(court.office(702).was_taken(&command).unwrap(), "{}", s.screen());
}
