//! Room 7: figures beside those they are held against, their rules, and the records behind each.

use crate::shelf;

use shelf::Play;

#[test]
fn a_figure_says_how_it_is_counted_and_opens_the_records_behind_it() {
    let mut play = Play::begin();
    play.sit("dis").press("7").reads("总量").reads("今年以来").reads("近十二个月");
    play.reads("一份登记记一件，按提交的月份计").reads("〔中办发〔2015〕");
    // The next line has another rule.
    play.press("<down>").reads("几份登记标为同一事件的").reads("〔系统规则〕");
    play.press("<up><enter>").reads("figure:items=@").reads("条");
    // Back in the room the year before has nothing, and says so.
    play.press("7<left><left><left><left><left><left><left><left>").reads("零报告");
}

#[test]
fn departments_stand_by_month_and_not_by_number() {
    let mut play = Play::begin();
    play.sit("dis").press("7").reads("承办部门");
    play.press(&"<down>".repeat(10)).reads("不按记录人的部门").reads("........@:..");
}

#[test]
fn whoever_does_not_see_every_record_sees_no_figures() {
    let mut play = Play::begin();
    play.sit("judge").press("7").reads("统计只对保管人、机关负责人和纪检监察开放");
}
