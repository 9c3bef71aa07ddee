//! Nothing typed is lost: Esc, hang-up, a second opening.

use crate::form::bench::court;
use liuhen::domain::command::{Actor, Command};
use liuhen::domain::event::Means;
use liuhen::domain::lang::Lang;
use liuhen::domain::record::{Occurred, QuickNote, RecordCommand};
use liuhen::domain::when::Precision;
use liuhen::ui::input::{Input, Script};
use liuhen::ui::keys::{Event, keys};

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
        assert!(s.screen().contains("草稿：新记录"), "{end}\n{}", s.screen());
        let after = s.types("<enter>");
        assert!(after.contains("王五") && after.contains("昨天 1"), "{end}\n{after}");
        let after = s.types("4:30 ");
        // The caret stood before the 1: what is typed goes there.
        assert!(after.contains("昨天 4:30 1"), "{end}\n{after}");
    }
}

#[test]
fn one_letter_put_in_the_place_of_another_is_kept_as_well() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    s.types("<f3><enter><tab>王五<wake>");
    // As long as before, in letters and in bytes.
    s.types("<bs>六<wake>");
    drop(s);
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    let screen = s.types("<enter>");
    assert!(screen.contains("王六") && !screen.contains("王五"), "{screen}");
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
    // Its words, and the ticks of the confirmation below it.
    let kinds: Vec<String> = court.drafts_of("cus1").into_iter().map(|d| d.kind).collect();
    assert_eq!(kinds.iter().filter(|k| *k == "ask").count(), 1, "{kinds:?}");
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
    s.types("<end><enter><f2>");
    assert!(court.office(702).was_taken(&command).unwrap(), "{}", s.screen());
}

/// Rows of the desk that are drafts.
fn drafts(screen: &str) -> Vec<&str> {
    screen.lines().filter(|l| l.contains("草稿：")).collect()
}

#[test]
fn a_draft_is_named_by_its_act_and_matter_and_enter_goes_on_there() {
    let court = court();
    let record = court.submitted(false);
    let name = record.ref_.as_ref().unwrap();
    court.sits("cus1", Lang::Zh, (80, 24)).types("<enter>c111111111c");
    let mut s = court.sits("cus2", Lang::Zh, (80, 24));
    let desk = s.types("<enter>c111111111czzzz<f2><esc><esc>");
    let rows = drafts(&desk);
    assert!(rows.len() == 1 && rows[0].contains("草稿：核对确认") && rows[0].contains(&name.0), "{desk}");
    // Below what has a clock, and gone on with where one was.
    let first = desk.lines().position(|l| l.contains("待核对")).unwrap();
    assert!(first < desk.lines().position(|l| l.contains("草稿：")).unwrap(), "{desk}");
    let there = s.types("<end><enter>");
    assert!(there.contains("编号末四位") && there.contains("zzzz"), "{there}");
    // In the other language too, and after the session was lost.
    s.types("<hangup>");
    drop(s);
    let mut s = court.sits("cus2", Lang::En, (80, 24));
    assert!(s.screen().contains("Draft: ") && s.screen().contains(&name.0), "{}", s.screen());
    let there = s.types("<end><enter>");
    assert!(there.contains("zzzz"), "{there}");
    let four = name.last_four().to_owned();
    s.types(&format!("<c-u>{four}<f2>"));
    assert_eq!(court.record(&record).status, liuhen::domain::record::Status::Confirmed, "{}", s.screen());
    assert!(court.drafts_of("cus2").is_empty());
}

/// Every form of an act on a record, by whoever may open it.
#[test]
fn every_form_that_was_left_is_found_again_from_the_desk() {
    for (who, keys) in [
        ("judge", "2<enter>w"),
        ("judge", "2<enter>D"),
        ("judge", "2<enter>u<down>"),
        ("cus1", "2<enter>b"),
        ("cus1", "2<enter>r<down>"),
        ("cus1", "<enter>c2r"),
        ("cus1", "<enter>c3111111111c"),
        ("dish", "2<enter>B<down>"),
        ("dish", "2<enter>R<down>"),
        ("judge", "2<enter>p<down><down>"),
    ] {
        let court = court();
        let record = court.submitted(false);
        let name = record.ref_.as_ref().unwrap();
        let mut s = court.sits(who, Lang::Zh, (80, 24));
        let form = s.types(&format!("{keys}半句话在这里"));
        assert!(form.contains("半句话在这里"), "{who} {keys}\n{form}");
        let desk = s.types("<esc><esc><esc><esc>1");
        let rows = drafts(&desk);
        assert!(rows.len() == 1 && rows[0].contains(&name.0), "{who} {keys}\n{desk}");
        assert!(rows[0].contains("半句话"), "{who} {keys}: the first words\n{desk}");
        let row = desk.lines().skip(1).position(|l| l.contains("草稿：")).unwrap();
        let above = desk.lines().skip(1).take(row).filter(|l| l.contains(&name.0)).count();
        let there = s.types(&format!("<home>{}<enter>", "<down>".repeat(above)));
        assert!(there.contains("半句话在这里"), "{who} {keys}\n{there}");
    }
}

#[test]
fn two_notes_of_one_minute_are_told_apart_and_thrown_away_from_the_palette() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    s.types("<f4>汪某<enter>来电询问何时开庭<esc><f4>于某<enter>打听合议庭意见<esc>");
    s.types("<f3>");
    s.at("案号").types(crate::form::bench::CASE);
    let desk = s.types("<esc>");
    let rows = drafts(&desk).join("\n");
    for told in ["汪某  来电询问何时开庭", "于某  打听合议庭意见", crate::form::bench::CASE, "草稿：新记录"]
    {
        assert!(rows.contains(told), "{told}\n{desk}");
    }
    let at = desk.lines().skip(1).filter(|l| l.contains("草稿：")).position(|l| l.contains("于某")).unwrap();
    s.types(&format!("<home>{}", "<down>".repeat(at)));
    let palette = s.types("<tab>丢弃");
    assert!(palette.contains("丢弃草稿"), "{palette}");
    let asked = s.types("<enter>");
    assert!(asked.contains("于某") && asked.contains("丢弃"), "{asked}");
    let gone = s.types("丢弃<f2>");
    assert!(!gone.contains("于某") && gone.contains("汪某"), "{gone}");
    assert_eq!(court.drafts_of("judge").len(), 2);
}

#[test]
fn ticks_of_a_confirmation_outlive_esc_language_lock_size_and_the_session() {
    for leave in
        ["<esc>", "<f9><f9>", "<f12><enter>", "<resize 120x40><resize 80x24>", "<esc>2<esc>1", "<hangup>"]
    {
        let court = court();
        court.submitted(false);
        let mut s = court.sits("cus1", Lang::Zh, (80, 24));
        let before = s.types("<enter>c11311");
        let ticked = |screen: &str| {
            (screen.matches("无误").count(), screen.matches("存疑").count(), screen.matches("[ ]").count())
        };
        s.types(leave);
        if leave == "<hangup>" {
            drop(s);
            s = court.sits("cus1", Lang::Zh, (80, 24));
        }
        if !s.screen().contains("[ ]") {
            assert!(!s.screen().contains("草稿："), "{leave}: its own line is enough\n{}", s.screen());
            s.types("<enter>");
        }
        let after = s.screen();
        let rows = |screen: &str| {
            screen
                .lines()
                .filter(|l| l.contains("[ ]") || l.contains("存疑"))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(ticked(&rows(&after).join("")), ticked(&rows(&before).join("")), "{leave}\n{after}");
        let done = s.types("1111c");
        assert!(done.contains("说明"), "{leave}: the doubt asks for its remark\n{done}");
        s.types("时间不符<f2>");
        assert!(court.drafts_of("cus1").is_empty(), "{leave}: given, it is no draft");
    }
    // A text that changed meanwhile is read anew, and that is said.
    let court = court();
    let record = court.submitted(false);
    let mut s = court.sits("cus1", Lang::Zh, (80, 24));
    s.types("<enter>c11111<esc>");
    court.amended(&record, |text| text.place = "三楼走廊".to_owned());
    let anew = s.types("<wake><enter>");
    assert!(anew.contains("先前的核对作废") && anew.matches("[ ]").count() == 7, "{anew}");
}

#[test]
fn what_was_read_off_the_material_outlives_esc() {
    let court = court();
    court.submitted(true);
    court.sits("cus1", Lang::Zh, (80, 24)).types("<enter>c111111111c");
    let mut s = court.sits("cus2", Lang::Zh, (80, 24));
    s.types("<enter>c张三<enter>2026-11<esc>");
    let again = s.types("<enter>");
    assert!(again.contains("张三") && again.contains("2026-11"), "{again}");
    // Ticks of a record that waits no more are thrown away.
    s.types("<esc>");
    assert_eq!(court.drafts_of("cus2").len(), 1);
    court.sits("cus3", Lang::Zh, (80, 24)).types("<enter>cr<end>不全<f2>");
    s.types("2<esc>1");
}

/// Hands that type one letter and rest; notes for how long the screens are ready to wait each time.
struct Hands(Vec<Event>, Vec<std::time::Duration>);

impl Input for Hands {
    fn next(&mut self, wait: Option<std::time::Duration>) -> Vec<Event> {
        self.1.extend(wait);
        vec![self.0.remove(0)]
    }
}

#[test]
fn what_was_typed_is_kept_a_second_after_the_last_key() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    s.types("<f4>");
    let mut hands = Hands(keys("张<wake><hangup>").unwrap(), Vec::new());
    s.app.run(&mut hands).unwrap();
    let waits: Vec<u64> = hands.1.iter().map(|w| w.as_secs()).collect();
    // At rest, after the letter, and at rest again.
    assert_eq!(waits, [2, 1, 2]);
}
