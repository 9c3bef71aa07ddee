//! The forms and the confirmation as a person meets them: typed keys in, the screen's text out.

mod bench;
mod blind;
mod caret;
mod custody;
mod fields;
mod kept;
mod lock;
mod materials;
mod paste;
mod shots;
mod two_forms;

use bench::{CASE, court};
use liuhen::domain::command::Actor;
use liuhen::domain::event::Means;
use liuhen::domain::lang::Lang;
use liuhen::domain::record::Status;
use liuhen::domain::search::Filter;

/// Fills a telephone call in, from the person's own form to the last field.
fn fills(s: &mut bench::Session) {
    s.types("<f3><enter>领导干部本人<enter>张三<tab>市某局<tab>副局长<f2>");
    s.at("过问时间").types("今天 9:00");
    s.at("过问方式").types("dh<enter>");
    s.at("案号").types(CASE);
    s.at("办案环节").types("一审<enter>");
    s.at("过问内容").types("来电询问何时宣判，希望从轻处理。");
    s.at("情形").types("请托<enter>");
    s.at("当场处置").types("告知依程序<enter>");
    s.at("对办案").types("没有影响<enter>");
}

#[test]
fn a_new_record_is_typed_and_submitted() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    fills(&mut s);
    let screen = s.types("<f2><f2>");
    assert!(
        screen.contains("提交记录") && screen.contains("核验码") && screen.contains("第000001号"),
        "{screen}"
    );
    let record = court.only_record();
    assert_eq!(record.status, Status::Submitted);
    assert_eq!(record.text.people[0].unit, "市某局");
    assert_eq!(record.text.content, "来电询问何时宣判，希望从轻处理。");
    assert_eq!(record.stream, "EXT");
    assert!(court.drafts_of("judge").is_empty(), "a submitted draft is gone");
}

/// Nobody hands in what he has not seen whole: what is doubtful stands on top, and a long text is read
/// to its end first.
#[test]
fn a_record_is_shown_once_as_it_will_stand_before_it_is_handed_in() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    fills(&mut s);
    let whole = s.types("<f2>");
    for wanted in ["请再看一眼", "不足60字", "提交后就是这样", "张三", "领导干部本人", CASE, "请托说情"]
    {
        assert!(whole.contains(wanted), "{wanted}\n{whole}");
    }
    let judge = Actor::person(&"judge".into(), Means::Training);
    let there =
        court.office(9).records(&judge, &Filter::default(), liuhen::domain::search::Near::Start, 9).unwrap();
    assert_eq!(there.total, 0, "nothing is handed in yet");
    // No letter hands it in or is lost; Esc goes back to where one was.
    let said = s.types("y");
    assert!(said.contains("Esc 回去修改") && said.contains("提交后就是这样"), "{said}");
    let english = s.types("<f9>");
    assert!(english.contains("This is how it will stand"), "{english}");
    let back = s.types("<f9><esc>");
    assert!(back.contains("> 留存材料") && back.contains("没有影响"), "{back}");
    while !s.types("<up>").contains(">*过问内容") {}
    s.types(&format!("<paste>{}</paste>", "说了很多话。\n".repeat(60)));
    let refused = s.types("<f2><f2>");
    assert!(refused.contains("看完再按 F2") && refused.contains("提交后就是这样"), "{refused}");
    let jumped = s.types("<end><f2>");
    assert!(jumped.contains("看完再按 F2"), "a jump is no reading\n{jumped}");
    let done = s.types("<home><space><space><space><space><space><f2>");
    assert!(done.contains("核验码"), "{done}");
    assert_eq!(court.only_record().text.content.lines().count(), 60);
}

#[test]
fn whom_the_words_may_mean_is_answered_by_a_digit_on_the_last_look() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    fills(&mut s);
    while !s.types("<up>").contains(">*过问内容") {}
    s.types("<paste>陈院长打过招呼，要求从快。</paste>");
    let asked = s.types("<f2>");
    assert!(asked.contains("可能指：陈正") && asked.contains("1  陈正"), "{asked}");
    assert!(asked.contains("按这个数字回答"), "{asked}");
    let same = s.types("1");
    assert!(same.contains("确认指同一人") || same.contains("就是此人"), "{same}");
    assert!(!same.contains("可能指："), "what is answered is asked no more\n{same}");
    let other = s.types("1");
    assert!(other.contains("另有其人"), "{other}");
    // A digit that stands for nobody does nothing.
    assert_eq!(s.types("7"), other);
    let done = s.types("<space><space><space><space><f2>");
    assert!(done.contains("核验码"), "{done}");
    let meant = court.only_record().text.meant;
    assert_eq!(meant.iter().map(|m| (m.person.as_str(), m.same)).collect::<Vec<_>>(), [("chief", false)]);
}

#[test]
fn an_event_entered_once_more_shows_the_first_and_one_key_goes_there() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    fills(&mut s);
    let looked = s.types("<f2>");
    assert!(!looked.contains("已登记过"), "{looked}");
    s.types("<space><space><space><space><f2>");
    let name = court.only_record().ref_.0.clone();
    fills(&mut s);
    let asked = s.types("<f2>");
    assert!(asked.contains("您已登记过") && asked.contains(&name) && asked.contains("按 o 打开"), "{asked}");
    let there = s.types("o");
    assert!(there.contains(&name) && !there.contains("提交后就是这样"), "{there}");
    // What was typed stands when he comes back, and may be handed in all the same.
    let back = s.types("<esc>");
    assert!(back.contains("您已登记过"), "{back}");
    let done = s.types("<space><space><space><space><f2>");
    assert!(done.contains("核验码"), "{done}");
}

#[test]
fn a_quick_note_stands_on_the_desk_and_is_completed() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    let desk = s.types("<f4>省某厅张处长<enter>打听何时开庭<enter>皖<down><enter><f2>");
    assert!(desk.contains("速记待补全提交") && desk.contains("已在待办里"), "{desk}");
    let form = s.types("<enter>");
    assert!(form.contains("补全速记") && form.contains("省某厅张处长"), "{form}");
    // What the note said stands there; the rest is asked for, and nothing that is there already.
    let list = s.types("<f2>");
    let missing = ["过问人  类别", "过问方式", "办案环节", "情形", "当场处置", "对办案的影响"];
    assert_eq!(list.matches("须填写").count(), missing.len(), "{list}");
    for label in missing {
        assert!(list.contains(&format!("! {label}")), "{label}\n{list}");
    }
    s.types("<enter><enter>媒体<enter><f2>");
    s.at("过问方式").types("dh<enter>");
    s.at("办案环节").types("一审<enter>");
    s.at("情形").types("不便<enter>");
    s.at("当场处置").types("告知依<enter>");
    s.at("对办案").types("没有影响<enter>");
    let done = s.types("<f2><f2>");
    assert!(done.contains("提交记录"), "{done}");
    let record = court.only_record();
    assert_eq!((record.status, record.text.case_no.as_str()), (Status::Submitted, CASE));
    assert_eq!(record.text.content, "打听何时开庭");
}

#[test]
fn the_manner_decides_what_is_asked_and_enter_on_a_problem_goes_there() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 40));
    let form = s.types("<f3>");
    assert!(!form.contains("账号与存储介质"), "{form}");
    let form = s.at("过问方式").types("微信<enter><esc>");
    assert!(form.contains("*账号与存储介质"), "{form}");
    assert!(form.contains("过问方式"), "{form}");
    let list = s.types("<f2>");
    assert!(list.contains("! 账号与存储介质  ") && list.contains("须附材料"), "{list}");
    let caret = s.types("<down><down>");
    assert!(caret.contains("> ! 账号与存储介质"), "{caret}");
    let there = s.types("<enter>wxid_1");
    assert!(there.contains(">!账号与存储介质") || there.contains(">*账号与存储介质"), "{there}");
    assert!(there.contains("wxid_1"), "{there}");
}

#[test]
fn a_member_of_staff_is_found_by_initials_and_brings_his_post() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    // 曾 is read zeng here and ceng elsewhere; both find her.
    for typed in ["zx", "cx", "曾"] {
        let person = s.types(&format!("<f3><enter><tab>{typed}<down><enter>"));
        assert!(
            person.contains("曾晓") && person.contains("书记员") && person.contains("刑事审判庭"),
            "{typed}\n{person}"
        );
        assert!(person.contains("本单位工作人员"), "{person}");
        s.types("<esc><esc><esc>");
    }
}

#[test]
fn pasted_text_says_how_much_and_what_is_too_long_is_refused() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    s.types("<f3>");
    s.walks_to(">*过问内容");
    let long = "过问内容很长。".repeat(900);
    let said = s.types(&format!("<paste>{long}</paste>"));
    assert!(said.contains("已粘入6300字"), "{said}");
    let said = s.types(&format!("<paste>{}</paste>", "长".repeat(20_000)));
    assert!(said.contains("最多20000字，这样会有26300字"), "{said}");
    let said = s.types("<tab><tab><tab><tab><paste>文字</paste>");
    assert!(said.contains("粘贴只能进入填写框"), "{said}");
}

#[test]
fn letters_of_an_input_method_work_in_lists_and_reach_no_command() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    let page = |screen: &str| screen.lines().take(20).collect::<Vec<_>>().join("\n");
    let before = s.types("<f3>");
    let after = s.types("ＱｑＮ记");
    assert_eq!(page(&after), page(&before), "on a row that adds, letters mean nothing");
    let form = s.at("记录人身份").types("１２");
    assert!(form.contains("记录人身份          合议庭"), "full-width digits choose\n{form}");
}

#[test]
fn one_han_character_costs_little() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    s.types("<f4>张");
    for c in ["三", "处", "长"] {
        let cost = s.cost(c);
        assert!(cost <= 51, "{c}: {cost} bytes");
    }
    s.types("<tab>来");
    assert!(s.cost("电") <= 51);
}

#[test]
fn the_button_is_reached_by_arrows_and_enter_alone() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    let screen = s.types("<f4>张三<down>打听进展<down><down><enter>");
    assert!(screen.contains("已在待办里"), "{screen}");
}

/// A nickname gives nobody away: the last look says that nobody else is meant, and one key names him.
#[test]
fn whom_no_word_gives_away_is_named_on_the_last_look_from_the_staff() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 30));
    fills(&mut s);
    let whole = s.types("<f2>");
    assert!(whole.contains("文中还指本机关的人") && whole.contains("没有别人"), "{whole}");
    // His own name is not offered, a colleague is found by pinyin.
    let list = s.types("m<enter>");
    assert!(list.contains("外号") && list.contains("陈正") && !list.contains("李红梅  刑事"), "{list}");
    let back = s.types("sm<enter><esc><f2>");
    assert!(back.contains("提交后就是这样") && back.contains("孙明"), "{back}");
    assert!(!back.contains("没有别人"), "{back}");
    // Taken out and put in again.
    let out = s.types("m<bs><f2>");
    assert!(out.contains("没有别人"), "{out}");
    let done = s.types("msm<enter><esc><esc><space><space><space><space><f2>");
    assert!(done.contains("核验码"), "{done}");
    let meant = court.only_record().text.meant;
    assert_eq!(meant.iter().map(|m| (m.person.as_str(), m.same)).collect::<Vec<_>>(), [("cus1", true)]);
    let custodian = Actor::person(&"cus1".into(), Means::Training);
    assert_eq!(
        court
            .office(9)
            .records(&custodian, &Filter::default(), liuhen::domain::search::Near::Start, 9)
            .unwrap()
            .total,
        0
    );
}
