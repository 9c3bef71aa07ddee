//! Two custodians at two screens.

use crate::form::bench::{CASE, court};
use liuhen::domain::lang::Lang;
use liuhen::domain::record::Status;

#[test]
fn the_key_works_once_the_end_was_on_screen() {
    let court = court();
    court.submitted_with(|text| text.content = "说了很多话。\n".repeat(60));
    let mut s = court.sits("cus1", Lang::Zh, (80, 24));
    let refused = s.types("<enter>c111111111c");
    assert!(refused.contains("还没有看到文末"), "{refused}");
    // The end is reached page by page, never by a jump.
    let refused = s.types("<end>c");
    assert!(refused.contains("还没有看到文末"), "{refused}");
    let read = s.types("<space><space><space><space><space><space>");
    assert!(read.contains("全文完"), "{read}");
    let done = s.types("c");
    assert!(done.contains("第一人核对确认"), "{done}");
}

#[test]
fn every_point_is_answered_and_a_missing_one_sends_it_back() {
    let court = court();
    court.submitted(false);
    let mut s = court.sits("cus1", Lang::Zh, (80, 24));
    let refused = s.types("<enter>c1111c");
    assert!(refused.contains("还缺：方式"), "{refused}");
    let refused = s.types("2111111<left>1c");
    assert!(refused.contains("有要点答了需补，不能确认：方式"), "{refused}");
}

#[test]
fn two_hands_and_the_next_record_opens_by_itself() {
    let court = court();
    let record = court.submitted(false);
    court.submitted_with(|text| text.place = "电话里".to_owned());
    let mut a = court.sits("cus1", Lang::Zh, (80, 24));
    let first = a.types("<enter>c");
    assert!(first.contains("核对 1/2"), "{first}");
    let next = a.types("111111111c");
    assert!(next.contains("第一人核对确认") && next.contains("核对 2/2"), "{next}");
    let mut b = court.sits("cus2", Lang::En, (120, 40));
    let screen = b.types("<enter>c");
    assert!(screen.contains("Check 1/2"), "{screen}");
    let shown =
        if screen.contains(&record.ref_.as_ref().unwrap().0) { record } else { court.other_than(&record) };
    let asked = b.types("111111111c");
    assert!(asked.contains("Last four characters"), "{asked}");
    let refused = b.types("ZZZZ<f2>");
    assert!(refused.contains("last four") || refused.contains("Last four"), "{refused}");
    assert_eq!(court.record(&shown).status, Status::OneHand, "a wrong name confirms nothing");
    let four = shown.ref_.as_ref().unwrap().last_four().to_lowercase();
    let done = b.types(&format!("<bs><bs><bs><bs>{four}<enter><enter>"));
    assert!(done.contains("Check 2/2"), "{done}");
    assert_eq!(court.record(&shown).status, Status::Confirmed);
    // What the first has given a hand to is not on his desk again.
    let a = court.sits("cus1", Lang::Zh, (80, 24));
    assert!(!a.screen().contains(&shown.ref_.as_ref().unwrap().0), "{}", a.screen());
}

#[test]
fn the_second_hand_reads_the_material_before_the_record() {
    let court = court();
    let record = court.submitted(true);
    let mut a = court.sits("cus1", Lang::Zh, (80, 24));
    a.types("<enter>c111111111c");
    assert_eq!(court.record(&record).hands.len(), 1);
    let mut b = court.sits("cus2", Lang::Zh, (80, 24));
    let blind = b.types("<enter>c");
    assert!(
        blind.contains("先照留存材料填写") && !blind.contains("张三") && !blind.contains(CASE),
        "{blind}"
    );
    let open = b.types(&format!("张二<enter>2026-11-20<enter>{CASE}<enter><enter>"));
    assert!(open.contains("张三"), "{open}");
    let four = record.ref_.as_ref().unwrap().last_four().to_owned();
    let refused = b.types(&format!("<pgdn>111111111c<tab>{four}<f2>"));
    assert!(refused.contains("与记录不一致：过问人姓名"), "{refused}");
    assert_eq!(court.record(&record).status, Status::OneHand);
    // What agreed with the material is not asked again; the field that differs has the caret already.
    assert!(!refused.contains("日期"), "{refused}");
    let done = b.types("<c-u>张三<f2>");
    assert!(done.contains("记录入库"), "{done}");
    assert_eq!(court.record(&record).status, Status::Confirmed);
}

#[test]
fn a_doubt_needs_its_remark_and_the_second_does_not_see_it() {
    let court = court();
    let record = court.submitted(false);
    let mut a = court.sits("cus1", Lang::Zh, (80, 24));
    let asked = a.types("<enter>c113111111c<f2>");
    assert!(asked.contains("须填写"), "{asked}");
    a.types("时间与来电记录不符<f2>");
    assert_eq!(court.record(&record).hands[0].remark.as_deref(), Some("时间与来电记录不符"));
    let mut b = court.sits("cus2", Lang::Zh, (120, 40));
    let screen = b.types("<enter>c");
    assert!(!screen.contains("来电记录不符") && !screen.contains("孙明"), "{screen}");
    let done = b.types("d时间确实不符<f2>");
    assert!(done.contains("提出争议"), "{done}");
    assert_eq!(court.record(&record).status, Status::Disputed);
}

#[test]
fn a_text_that_changes_under_the_readers_eyes_begins_again() {
    let court = court();
    let record = court.submitted(false);
    let mut a = court.sits("cus1", Lang::Zh, (80, 24));
    a.types("<enter>c1111");
    court.amended(&record, |text| text.place = "三楼走廊".to_owned());
    let screen = a.types("<wake>");
    assert!(screen.contains("先前的核对作废") && screen.contains("+ 地点  三楼走廊"), "{screen}");
    assert_eq!(screen.matches("[ ]").count(), 9, "{screen}");
    let done = a.types("<pgdn>111111111c");
    assert!(done.contains("第一人核对确认"), "{done}");
}
