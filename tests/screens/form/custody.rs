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
    // Place, materials and signatures: the record has none, so there is nothing to compare.
    let refused = s.types("<enter>c1111c");
    assert_eq!(refused.matches("无此项").count(), 3, "{refused}");
    assert!(refused.contains("还缺：内容"), "{refused}");
    // Its lines are marked while a point is looked at.
    assert!(refused.contains("> 过问内容") && !refused.contains("> 过问方式"), "{refused}");
    let refused = s.types("21c");
    assert!(refused.contains("有要点答了需补，不能确认：内容"), "{refused}");
    // Whoever misses what is not there says so.
    let missed = s.types("<right><left><left>2");
    assert_eq!(missed.matches("无此项").count(), 2, "{missed}");
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
    assert_eq!(screen.matches("[ ]").count(), 7, "{screen}");
    let done = a.types("<pgdn>111111111c");
    assert!(done.contains("第一人核对确认"), "{done}");
}

/// Whoever returns, signs, answers or votes has what it is about above the form, and pages in it.
#[test]
fn what_is_judged_stays_in_sight_above_the_form() {
    let court = court();
    court.submitted_with(|text| text.content = format!("来电问何时判。{}", "说了很多话。\n".repeat(40)));
    for (keys, form) in [("2<enter>r", "栏目 1"), ("<enter>c22222222r", "姓名")] {
        let mut s = court.sits("cus1", Lang::Zh, (80, 24));
        let both = s.types(keys);
        assert!(both.contains("〔2026〕滨法过问第000001号"), "{both}");
        let below = both.lines().skip(11).collect::<Vec<_>>().join("\n");
        assert!(below.contains(form), "{both}");
        let paged = s.types("请写明<pgdn><pgdn>");
        let above = |screen: &str| screen.lines().skip(1).take(9).map(str::to_owned).collect::<Vec<_>>();
        assert_ne!(above(&both), above(&paged), "{paged}");
        assert!(paged.contains("请写明"), "{paged}");
        // Where there is no room for both, the form has it.
        let small = s.types("<resize 60x16>");
        assert!(!small.contains("〔2026〕滨法过问第000001号"), "{small}");
    }
}
