//! A matter goes up and is decided by a committee, played through the keys.

use crate::court;

use court::Play;
use liuhen::domain::command::{Actor, Command};
use liuhen::domain::committee::{ItemCommand, VoteCode};
use liuhen::domain::event::Means;

const VOTERS: [(&str, &str); 7] = [
    // From the junior to the senior, the chair last; the digit is the line of the list of votes.
    ("m8", "1"),
    ("m7", "1"),
    ("head2", "2"),
    ("head", "4"),
    ("vice2", "1"),
    ("vice1", "1"),
    ("chief", "1"),
];

/// Up the ladder to the committee, applied for and approved.
fn approved() -> Play {
    let mut play = Play::begin();
    // Silent since Monday: the register itself has passed it to the deputy.
    play.sit("vice1").reads("上报待答复").press("<enter>").reads("逾期未答复").reads("分管副院长");
    play.press("a3<enter>请审委会讨论<f2>").reads("已转集体讨论");
    play.sit("pres").reads("待提请集体讨论").press("<enter>p");
    play.press("<tab>1<enter>是否按原定日期宣判<tab>合议庭多数认为应按期宣判<tab><tab><tab> <f2>");
    play.reads("提请集体讨论");
    play.sit("chief")
        .reads("提请待批准")
        .press("<enter>")
        .reads("是否按原定日期宣判")
        .press("y")
        .reads("末四位");
    // One key by mistake approves nothing, and neither does a wrong name.
    play.press("<f2>").reads("须填写").press("zzzz<f2>").reads("末四位不对");
    play.press("<c-u>").names_it().reads("批准提请");
    play
}

/// A meeting planned, the item placed, papers out.
fn noticed() -> Play {
    let mut play = approved();
    play.sit("sec").press("4m<tab>2026-06-09 9:00<tab>第一会议室<tab>1<enter><f2>").reads("拟定会议");
    play.reads("第一会议室");
    // Two tasks of one moment stand in either order.
    play.press("1<home>").reads("待列入议程");
    if !play.screen().lines().any(|l| l.starts_with('>') && l.contains("待列入议程")) {
        play.press("<down>");
    }
    play.press("<enter>");
    play.reads("已批准").press("p1<enter><f2>").reads("已列入议程");
    play.sit("sec")
        .reads("待发会议通知")
        .press("4<end><enter>t")
        .reads("材料送达")
        .press("<f2>")
        .reads("发出会议通知");
    play
}

/// In session: seven here, one away, one recused and kept out.
fn sitting() -> Play {
    let mut play = noticed();
    play.press("a").press("ppppp").press("a出差<f2>").reads("缺席 出差");
    play.press("<down>pp").reads("应到 9，实到 7；须到 5，已达到").press("n").press("<esc>");
    play.press("b").reads("宣布开会").press("<f2>").reads("开会中");
    play
}

/// The last four of the item, as they are typed.
fn four(play: &mut Play) -> String {
    play.only("sec", "item").1.last_four().to_owned()
}

fn voting() -> Play {
    let mut play = sitting();
    play.sit("sec").press("4<enter>o<f2>").reads("须先向会议说明");
    play.press(" <f2>").reads("表决中");
    play
}

fn voted() -> Play {
    votes(VOTERS.map(|(_, digit)| digit))
}

/// Every vote cast, by those who sit, in order.
fn votes(digits: [&str; 7]) -> Play {
    let mut play = voting();
    let four = four(&mut play);
    for ((who, _), digit) in VOTERS.into_iter().zip(digits) {
        play.sit(who).reads("请表决").press(&format!("<enter>v{digit}<enter><tab>{four}<f2>"));
        play.reads("表决情况");
    }
    play
}

#[test]
fn a_meeting_does_not_open_without_its_quorum_and_says_so_beside_the_key() {
    let mut play = noticed();
    play.press("b").reads("0/5");
    play.press("a").press("pppp<esc>").reads("还差 1 人").press("b").reads("4/5").reads("已通知");
    // The same in the palette.
    play.press("<tab>").reads("4/5");
}

#[test]
fn the_roll_needs_no_letter() {
    let mut play = noticed();
    play.press("a<enter>1<enter><f2>").reads("实到 1");
    // Full-width letters of an input method, and a correction.
    play.press("<down>ｐ").reads("实到 2").press("<up><enter>3<enter><f2>").reads("列席").reads("实到 1");
    play.press("<esc><tab>登记到会<enter>").reads("逐人登记");
}

#[test]
fn a_member_who_was_entered_as_absent_enters_himself() {
    let mut play = sitting();
    play.sit("head3").press("4<end><enter>").reads("缺席 出差").reads("实到 7");
    play.press("a").reads("登记到会").press("<f2>").reads("实到 8").reads_not("出差");
}

#[test]
fn nine_members_vote_and_the_chair_comes_last() {
    let mut play = voting();
    let four = four(&mut play);
    play.press("<home><pgdn>").reads("应到 9，实到 7，回避 1；通过需 5 票");
    // The chair waits for the others, and is told so by the key.
    play.sit("chief").press("4<enter>v").reads("主持");
    // Wrong four: nothing is cast, and everything typed is still there.
    play.sit("m8").press("<enter>v1<enter>事实清楚<tab>0000<f2>").reads("末四位").reads("事实清楚");
    play.press(&"<bs>".repeat(4)).press(&format!("{four}<f2>")).reads("表决");
    // Cast is cast.
    play.press("v").reads("不得更改");
    // Whoever has not voted does not see how the others did.
    play.sit("m7").press("<enter><end>").press("<home><pgdn>").reads("已表决，本人表决后可见");
    play.reads_not("事实清楚");
    // A member sees names masked; opening them needs a purpose.
    play.press("<home>").reads("姓名已隐去").press("R<f2>").reads("查看姓名").reads("须填写");
    play.press("审阅议题<f2>").reads("冯国强").reads("表决中");
    play.press(&format!("v2<enter><tab>{four}<f2>")).press("<end><home><pgdn>").reads("事实清楚");
    play.sit("sec").press("4<enter>x").reads("周建国").reads_not("计票以后");
    play.press("<home><pgdn>").reads_not("事实清楚");
}

#[test]
fn from_the_vote_to_the_feedback() {
    let mut play = voted();
    let four = four(&mut play);
    // All is cast; a member who is away still sees no vote, the secretary the count.
    play.sit("head3").press("4<enter><home><pgdn>").reads("已表决，本人表决后可见").reads_not("保留意见");
    play.sit("sec")
        .reads("待计票")
        .press("<enter>x")
        .reads("同意 5，不同意 1，弃权或保留 1")
        .reads("通过需 5 票");
    play.press(&format!("{four}<f2>")).reads("已计票");
    // No decision before the minority has spoken.
    play.press("d").reads("周建国");
    for who in ["head2", "head"] {
        play.sit(who).reads("请写明少数意见").press("<enter>m证据尚需补充<f2>").reads("写明少数意见");
    }
    play.sit("m8").press("4<enter>m").reads("少数").reads_not("F2");
    play.sit("sec").reads("待作出决定").press("4<enter>d按期宣判，过问情况依规登记<tab>");
    play.press(&format!("{four}<f2>")).reads("已作决定");
    play.press("<end>").reads("审判委员会〔2026〕1号").reads("证据尚需补充");
    play.press("t请承办人按决定办理<f2>").reads("已送达");
    play.press("1").reads_not("待送达");
    play.sit("judge").reads("待反馈执行情况").press("<enter>f <tab>已按期宣判<f2>").reads("已反馈执行");
    play.sit("judge").reads_not("待反馈");
    insta::assert_snapshot!("item_executed", {
        play.press("4<enter>");
        play.four()
    });
}

#[test]
fn a_recused_member_never_learns_that_there_is_an_item() {
    let mut play = voted();
    let item = play.only("sec", "item").1.0;
    let (record, escalation) = (play.record.0.clone(), play.escalation.0.clone());
    for keys in ["1", "3", "4", "4<end><enter>", "4<end><enter><end>", "4<end><enter><tab>"] {
        play.sit("m9").press(keys);
        for name in [&item, &record, &escalation] {
            play.reads_not(name);
        }
        play.reads_not("表决中").press("<esc><esc>");
    }
    play.sit("m9").press("4<end><enter>").reads("没有您可见的议题");
}

#[test]
fn a_written_vote_needs_a_rule_that_takes_it_and_a_paper_that_is_kept() {
    let mut play = voting();
    let (id, ref_) = play.only("sec", "item");
    let four = ref_.last_four();
    let secretary = Actor::person(&"sec".into(), Means::Training);
    let (mut bytes, said) = (&b"written opinion"[..], Default::default());
    let paper = play.app.cx.office.keep_material(&secretary, &mut bytes, &said).unwrap().0;
    play.press("z").reads("只记录，不计票").press("1<enter>1<enter>同意<tab>0123456789abcdef<tab>");
    play.press(&format!("{four}<f2>")).reads("材料");
    let actor = Actor::person(&"sec".into(), Means::Training);
    let act = |material: &str| ItemCommand::WrittenVote {
        member: "m8".into(),
        vote: VoteCode::For,
        opinion: String::new(),
        material: material.into(),
    };
    let command = |material: &str| Command::Item { item: Some(id), act: act(material) };
    assert!(play.app.cx.office.act(&actor, &command("a word")).is_err());
    // Only what was typed wrong is typed again.
    play.press("<end>").press(&format!("<c-u>{paper}<f2>")).reads_not("须填写");
    play.press("<end>").reads("书面");
    // The paper is evidence like every other material: without it the register is not sound.
    let office = &mut play.app.cx.office;
    assert!(office.verify(&[], &mut |_, _, _| {}).unwrap().is_sound());
    let kept = office.dir().join("materials").join(&paper[..2]).join(&paper[2..4]).join(&paper);
    std::fs::write(kept, "another opinion").unwrap();
    assert_eq!(office.verify(&[], &mut |_, _, _| {}).unwrap().materials, [paper]);
}

#[test]
fn without_a_majority_it_comes_back_with_more() {
    let mut play = votes(["1", "1", "2", "4", "3", "1", "2"]);
    let four = four(&mut play);
    play.sit("sec").reads("待计票").press(&format!("4<enter>x{four}<f2>")).reads("未形成多数");
    // It is not simply placed again; the chief may refer it up, the secretary have it completed.
    play.press("p").reads_not("尚未散会的会议");
    play.sit("chief").press("4<enter><tab>报请上级<enter>").reads("原因").press("<esc>");
    play.sit("sec")
        .press("4<enter>+")
        .reads("补充材料后再议")
        .press("请补充证据<f2>")
        .reads("退回补充后再议")
        .reads("已批准");
}

#[test]
fn an_application_is_refused_once_put_again_and_withdrawn() {
    let mut play = Play::begin();
    play.sit("vice1")
        .press("<enter>a3<enter>请集体讨论<f2>")
        .sit("pres")
        .press("<enter>p<tab>1<enter>讨论<f2>");
    play.reads("须先向会议说明");
    // What was typed waits; only the box is missing. Leaving and coming back loses nothing.
    play.press("<esc>p").reads("讨论").press("<tab><tab><tab><tab> <f2>").reads("提请集体讨论");
    play.sit("chief").press("<enter>r先由合议庭复议一次<f2>").reads("不予提请");
    play.sit("pres").reads("可以再次提请").press("4<enter>e合议庭已复议<f2>").reads("待批准");
    play.sit("chief").press("4<enter>r仍不提请<f2>").reads("不予提请");
    play.sit("pres").press("4<enter>e").reads("这一步只能办一次");
    play.press("w撤回<tab>").names_it().reads("已撤回");
}

#[test]
fn a_letter_goes_to_the_superior_and_its_answer_comes_back() {
    let mut play = Play::begin();
    play.sit("vice1").press("<enter>a4<enter>本院不宜自行处理<f2>").reads("待报请上级机关");
    play.sit("cus_a").reads("待发函").press("<down><enter>t").reads("市中级人民法院");
    play.press("请示如何办理<tab>京0101函1号<f2>").reads("待上级机关答复");
    play.sit("cus_b").press("3<enter>y依法办理<f2>").reads("文号").press("京01函9号<f2>").reads("已答复");
    play.press("<home><pgdn>").reads("依法办理").reads("京0101函1号");
}

#[test]
fn the_rooms_as_they_look() {
    let mut play = Play::begin();
    insta::assert_snapshot!("escalations", play.sit("judge").press("3").four());
    insta::assert_snapshot!("escalation", play.sit("vice1").press("<enter>").four());
    let mut play = voting();
    insta::assert_snapshot!("committee", play.sit("sec").press("4").four());
    insta::assert_snapshot!("meeting", play.sit("sec").press("4<end><enter>").four());
    insta::assert_snapshot!("item_voting", play.sit("m8").press("<enter>").four());
    insta::assert_snapshot!("vote", {
        let zh = play.sit("m8").press("<enter>v").screen();
        play.press("<esc><f9>v");
        format!("{zh}\n{}", play.screen())
    });
}

/// A matter's paper stands beside its acts: read on the screen, and printed into a new file.
#[test]
fn an_application_is_printed_on_the_page_of_its_item() {
    let mut play = approved();
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("表.pdf");
    play.sit("pres").press("4<end><enter>").reads("是否按原定日期宣判").press("W");
    play.reads("提请集体讨论申请表").reads_not("第 1 份");
    play.press(&format!("W归档<tab>附卷<tab><tab>{}<f2>", file.display())).reads("第 1 份");
    assert!(std::fs::read(&file).unwrap().starts_with(b"%PDF"));
}
