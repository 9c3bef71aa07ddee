//! Acts on a record, played through the keys of its page.

use crate::shelf;

use shelf::Play;

/// A record of the shelf by its short name, opened through the search field.
fn open<'a>(play: &'a mut Play, who: &str, name: &str) -> &'a mut Play {
    play.sit(who).press(&format!("2/{name}<enter><enter>")).reads(name)
}

/// To be checked; the last four of its number are JQVN.
const FRESH: &str = "NZ53DJQVN";
/// In the store, with a supplement that waits.
const STORED: &str = "YMF9KRKXB";
/// One custodian has confirmed it.
const ONE_HAND: &str = "6T6CNKSK2";

#[test]
fn the_recorder_withdraws_while_nobody_has_acted() {
    let mut play = Play::begin();
    open(&mut play, "judge", FRESH).press("w同一件事已另行登记<tab>jqvn<f2>").reads("核验码").reads("已撤回");
    play.reads("同一件事已另行登记");
    open(&mut play, "judge", ONE_HAND).press("<tab>").reads("补正").reads_not("撤回记录");
}

#[test]
fn a_custodian_returns_what_is_incomplete_and_names_the_fields() {
    let mut play = Play::begin();
    open(&mut play, "cus_a", FRESH).press("r").reads("栏目 1").press("<f2>").reads("栏目 1");
    play.press("6<enter>请写明在何处接听<tab>3<enter>案号与案件系统不一致<f2>").reads("退回补正");
    open(&mut play, "judge", FRESH).press("<pgdn>").reads("请写明在何处接听").reads("案号与案件系统不一致");
}

/// Nobody recuses himself by a slip of a finger; once done, the record is gone for him.
#[test]
fn declaring_recusal_asks_for_the_last_four_and_takes_the_record_away() {
    let mut play = Play::begin();
    open(&mut play, "cus_a", FRESH).press("b过问人是我的表弟<tab>0000<f2>").reads("末四位");
    play.press("<c-u>jqvn<f2>").reads("核验码").reads("0/0 条").reads_not("记录内容");
    play.press("<bs>").reads("59 条").reads_not(FRESH);
}

#[test]
fn two_custodians_confirm_a_supplement_by_typing_the_last_four() {
    let mut play = Play::begin();
    for who in ["cus_a", "cus_b"] {
        // What two confirm, each of them has read: a jump to the end is no reading.
        open(&mut play, who, STORED).press("<end>C").reads("还没有看到文末");
        play.press("<home><space><space><space><space><space><space>C").press("rkxb<f2>").reads("核验码");
    }
    open(&mut play, "cus_a", STORED).press("<pgdn>").reads("次日又来电一次").reads("已有 2/2 人同意");
}

#[test]
fn records_are_linked_by_their_short_names() {
    let mut play = Play::begin();
    open(&mut play, "dis", FRESH).press("l").press("6t6cnksk2<tab>3<enter><f2>").reads("核验码");
    play.press("L").reads("关联记录").reads(ONE_HAND).press("<enter>").reads("记录内容").reads(ONE_HAND);
}

#[test]
fn voiding_asks_for_the_last_four_and_then_for_the_others() {
    let mut play = Play::begin();
    open(&mut play, "judge", FRESH)
        .press("D误录<tab>0000<f2>")
        .reads("末四位")
        .press("<c-u>JQVN<f2>")
        .reads("核验码");
    open(&mut play, "cus_a", FRESH).reads("申请作废").press("K理由不足<f2>").reads("核验码");
}

#[test]
fn who_recorded_is_asked_for_granted_by_two_and_shown_for_a_purpose() {
    let mut play = Play::begin();
    open(&mut play, "chief", ONE_HAND).press("i核查是否存在打击报复<f2>").reads("核验码");
    for who in ["cus_a", "cus_b"] {
        open(&mut play, who, ONE_HAND).press("I").reads("赵明德").press("<tab>ksk2<f2>").reads("核验码");
    }
    open(&mut play, "chief", ONE_HAND).press("R<f2>").reads("用途").press("核查是否存在打击报复<f2>");
    play.reads("记录人姓名").reads("褚红梅");
    open(&mut play, "chief", ONE_HAND).reads_not("褚红梅");
}

#[test]
fn a_paper_original_is_entered() {
    let mut play = Play::begin();
    open(&mut play, "judge", FRESH).press("m").reads("粘贴文字").press("2").reads("原件存放处");
    play.press("来电登记簿复印件<tab>民一庭档案柜<f2>")
        .reads("核验码")
        .press("<pgdn>")
        .reads("来电登记簿复印件");
}

#[test]
fn escalating_says_who_will_see_the_record_and_asks_for_consent() {
    let mut play = Play::begin();
    open(&mut play, "judge", FRESH).press("u").reads("各级答复人都会看到");
    play.press("2<enter>多次来电，本人难以抵挡<tab>1<enter><tab> <f2>").reads("核验码");
    play.reads("待本级答复").press("L").reads("上报").press("<enter>").reads("多次来电");
}

#[test]
fn a_second_custodian_disputes_with_nine_answers_and_a_third_settles_it() {
    let mut play = Play::begin();
    open(&mut play, "cus_b", ONE_HAND).press("d").reads("九点逐一作答");
    play.press(&"1<enter>".repeat(9)).press("时间与通话记录不一致<f2>").reads("核验码").reads("核对争议");
    // The third reads it to the end, answers the nine points and types the last four, as a second hand.
    open(&mut play, "cus_c", ONE_HAND).press("v").reads("时间与通话记录不一致");
    play.press("<pgdn><pgdn><pgdn>").press(&"1".repeat(9)).press("c").reads("裁断理由");
    play.press("以通话记录为准，可以入库<f2>").reads("须填写");
    play.press("KSK2<f2>").reads("核验码");
    open(&mut play, "cus_c", ONE_HAND).reads("已入库");
}
