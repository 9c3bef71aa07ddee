//! The two other forms of the platform: their fields open on the page of their stream and on no other.

use crate::form::bench::{CASE, court};
use liuhen::domain::lang::Lang;

const DEPUTY: [&str; 5] = ["代表、委员层级", "建议、提案号", "转办单位", "答复情况", "答复日期"];
const KIN: [&str; 2] = ["从事业务", "需要回避的情形"];
/// The whole page is on it.
const TALL: (u16, u16) = (120, 60);

fn has(screen: &str, labels: &[&str]) -> Vec<bool> {
    labels.iter().map(|label| screen.contains(label)).collect()
}

#[test]
fn what_a_deputy_wrote_and_was_answered_is_typed_where_a_deputy_asked() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, TALL);
    let plain = s.types("<f3><enter>领导干部本人<enter>张三<tab>市某局<tab>副局长<f2>");
    assert_eq!(has(&plain, &[&DEPUTY[..], &KIN].concat()), [false; 7], "{plain}");
    let mut s = court.sits("judge", Lang::Zh, TALL);
    let page = s.types("<f3><enter>人大代表<enter>孟代远<tab>示范省人大<tab>代表<f2>");
    assert_eq!(has(&page, &DEPUTY), [true; 5], "{page}");
    assert_eq!(has(&page, &KIN), [false; 2], "{page}");
    s.at("代表、委员层级").types("省级<enter>");
    s.at("建议、提案号").types("第0137号");
    s.at("转办单位").types("示范省人大代表联络处");
    s.at("过问时间").types("今天 9:00");
    s.at("过问方式").types("dh<enter>");
    s.at("案号").types(CASE);
    s.at("过问内容").types("来电关注案件的审理期限，请依法抓紧。");
    s.at("答复情况").types("已说明审限。");
    s.at("答复日期").types("明天");
    let refused = s.types("<f2>");
    assert!(!refused.contains("提交后就是这样"), "{refused}");
    let whole = s.types("<enter><c-u>今天<f2>");
    for said in ["省级", "第0137号", "示范省人大代表联络处", "已说明审限", "2026年11月20日"]
    {
        assert!(whole.contains(said), "{said}\n{whole}");
    }
    s.types("<f2>");
    let record = court.only_record();
    assert_eq!((record.stream.as_str(), record.text.deputy_level.as_str()), ("NPC", "PROV"));
    assert_eq!(record.text.proposal_no, "第0137号");
    assert!(record.text.replied_on.is_some() && record.text.effect.is_empty());
    // Whoever checks it reads them, and nothing is asked of what is not there.
    let page = court.sits("cus1", Lang::Zh, TALL).types("<enter>c");
    for said in ["代表、委员层级", "第0137号", "已说明审限"] {
        assert!(page.contains(said), "{said}\n{page}");
    }
}

#[test]
fn a_relatives_practice_is_asked_without_case_manner_or_effect() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, TALL);
    let top = s.types("<f3><up>");
    assert!(top.contains("> 登记类别"), "{top}");
    let page = s.types("近亲属<enter>");
    assert!(page.contains("近亲属从业报告"), "{page}");
    assert_eq!(has(&page, &KIN), [true; 2], "{page}");
    let absent = ["案号", "过问方式", "对办案的影响", "过问时间", "办案环节"];
    assert_eq!(has(&page, &[&DEPUTY[..], &absent].concat()), [false; 10], "{page}");
    s.at("近亲属")
        .types("<enter>王小云<tab>示范正行律师事务所<tab>律师<tab>13406201810270035<tab>配偶<enter><f2>");
    s.at("从事业务").types("民商事诉讼");
    s.at("需要回避的情形").types("不办理该所代理的案件");
    let whole = s.types("<f2>");
    assert!(whole.contains("民商事诉讼") && whole.contains("不办理该所代理的案件"), "{whole}");
    s.types("<f2>");
    let record = court.only_record();
    assert_eq!((record.stream.as_str(), record.text.practice.as_str()), ("KIN", "民商事诉讼"));
    // Of the nine points those about time, manner and case answer themselves.
    let page = court.sits("cus1", Lang::Zh, TALL).types("<enter>c");
    assert!(page.matches("无此项").count() >= 5, "{page}");
}
