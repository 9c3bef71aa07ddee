//! The rooms that show what is kept, as people read them.

use crate::shelf;

use liuhen::domain::organ::OrganChange;
use shelf::Play;

#[test]
fn the_register_record_ledger_help_and_organ_read_like_this() {
    let mut play = Play::begin();
    for (name, who, keys) in [
        ("desk", "cus_b", "1"),
        ("register", "cus_b", "2<down><down>"),
        ("facets", "dis", "2f"),
        ("record", "cus_b", "2<down><enter>"),
        ("record_own", "judge", "2<enter><pgdn>"),
        ("ledger", "cus_b", "8"),
        ("help", "judge", "2?"),
        ("organ", "sea", "9"),
    ] {
        play.sit(who).press(keys);
        insta::assert_snapshot!(name, play.four());
    }
}

/// The record's name in a row of the list.
fn named(screen: &str, row: usize) -> String {
    let is_name = |w: &&str| w.len() == 9 && w.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let names = screen.lines().filter_map(|l| l.split_whitespace().find(is_name));
    names.map(str::to_owned).nth(row).unwrap()
}

/// Looking at a list costs nobody a trace; opening does, and is said to.
#[test]
fn a_record_is_opened_by_a_key_and_the_list_stays_where_it_was() {
    let mut play = Play::begin();
    let reads = |play: &Play| play.app.cx.office.heads().unwrap()[1].size;
    play.sit("cus_b").press("2<down><down><wake>");
    assert_eq!(reads(&play), 0);
    let [third, fourth] = [2, 3].map(|row| named(&play.screen(), row));
    play.press("<enter>").reads("记录内容").reads(&third);
    assert_eq!(reads(&play), 1);
    play.press("<esc>").reads(&format!("> {third}"));
    play.press("<enter><right>").reads(&fourth).reads("第 4/60 条");
    assert_eq!(reads(&play), 2);
    play.press("<left>").reads("第 3/60 条");
    assert_eq!(reads(&play), 2);
}

#[test]
fn beside_the_list_stands_only_what_leaves_no_trace() {
    let mut play = Play::begin();
    play.sit("cus_b").press("<resize 120x40>2<wake>").reads("回车打开光标处的记录").reads_not("记录内容");
    play.press("<enter>").reads("记录内容").press("<esc><down><wake>").reads("回车打开光标处的记录");
    play.press("<up><wake>").reads("记录内容");
    play.sit("judge").press("2<wake>").reads("记录内容");
}

#[test]
fn the_search_field_is_the_truth_and_says_what_it_does_not_understand() {
    let mut play = Play::begin();
    play.sit("dis").press("2/").press("状态:已入库").reads("1/20 条").press("<enter>").reads("状态:已入库");
    play.press("/ 颜色:红")
        .reads("颜色:红》看不懂")
        .press("<enter><bs>")
        .reads("1/20 条")
        .reads_not("看不懂");
    play.press("f<enter>").reads("1/60 条").reads_not("状态:已入库");
    play.press("<down><enter><esc>").reads("状态:一人已核").reads("1/10 条");
    play.press("<bs>oo").reads("排序:最近办理").reads("按 最近办理");
    play.press("<bs>/zhou");
    play.press("<c-u>zdh<wake>").reads("1/10 条").reads("周某");
}

/// To a number or a day one goes without narrowing the list.
#[test]
fn one_goes_to_a_number_or_a_day_and_the_list_stays_whole() {
    let mut play = Play::begin();
    play.sit("dis").press("2<end>").reads("60/60 条");
    let last = named(&play.screen(), play.screen().matches('\n').count().min(17));
    play.press("<home>").reads("1/60 条").press("g").reads("编号或日期");
    play.press(&format!("{last}<f2>")).reads(&format!("> {last}")).reads("/60 条").reads_not(" 1/60 条");
    play.press("<esc>2<home>").reads("1/60 条");
    // What is none leads nowhere, and what was typed stands.
    play.press("g没有这个<f2>").reads("没有这个").reads("编号或日期").press("<esc>").reads("60 条");
    // A day before all of them leads to the last line.
    play.press("g1990-01-01<f2>").reads("60/60 条");
    play.press("/状态:已入库<enter>").reads("1/20 条");
    play.press(&format!("g{last}<f2>"));
    let screen = play.screen();
    assert!(screen.contains("现在的列表里没有这一条") || screen.contains(&format!("> {last}")), "{screen}");
}

/// A search typed letter by letter is one note, written before what it found is on the screen: when
/// the typing rests, when the mark moves, when one goes on or the line is cut.
#[test]
fn a_search_is_noted_once_when_it_settled_and_before_it_is_shown() {
    for settles in ["<wake>", "<enter>", "<esc>", "<down>", "<f3><esc>", "<f9>"] {
        let mut play = Play::begin();
        let notes = |play: &Play| play.app.cx.office.heads().unwrap()[1].size;
        play.sit("dis").press("2").reads("1/60 条");
        let before = notes(&play);
        play.press("/周x").reads("1/60 条");
        assert_eq!(notes(&play), before, "nothing is shown of it yet");
        play.press("<bs>").press(settles).press("<wake>").reads("/10");
        assert_eq!(notes(&play), before + 1, "{settles}");
    }
}

/// Going to another room and back, or ordering before searching, loses neither query nor place.
#[test]
fn the_register_is_found_again_as_it_was_left() {
    let mut play = Play::begin();
    play.sit("dis").press("2/状态:待核对<enter><down><down>").reads("3/15 条");
    let mark = |play: &mut Play| play.screen().lines().find(|l| l.starts_with('>')).unwrap().to_owned();
    let marked = mark(&mut play);
    for way in ["12", "32", "9<esc>2", "<enter><esc>12", "<f3><esc>12"] {
        play.press(way).reads("3/15 条").reads("状态:待核对");
        assert_eq!(mark(&mut play), marked, "{way}");
    }
    // What is typed after ordering is another condition.
    play.press("o/周某<enter>").reads("状态:待核对 排序:").reads(" 周某").reads_not("看不懂").reads("条");
    // Somebody else begins anew.
    play.press("<f8>沈二妹<enter>2").reads("1/60 条").reads_not("状态:待核对");
}

#[test]
fn searches_are_kept_by_name_looked_for_again_and_deleted() {
    let mut play = Play::begin();
    play.sit("dis").press("2v").reads("还没有保存的查找");
    play.press("<esc>/状态:待核对 标记:超期<enter>v").reads("保存现在的查找").press("<enter>待办的<f2>");
    play.reads("已保存：待办的").reads("> 待办的").press("<esc><bs><bs>").reads("1/60 条");
    // It is no draft, and in the next session it is there.
    play = play.again("dis");
    play.reads_not("待办的").press("2v").reads("> 待办的").reads("状态:待核对 标记:超期");
    play.press("<enter>").reads("状态:待核对 标记:超期").reads_not("1/60 条");
    // Nobody else has it.
    play.sit("cus_a").press("2v").reads("还没有保存的查找");
    play.sit("dis").press("2v").reads("待办的").press("x").reads("已删除：待办的").reads("还没有保存的查找");
}

/// The recorder stays unnamed on every page until a purpose is given, which is written down.
#[test]
fn who_recorded_is_on_no_page_before_a_purpose_is_given() {
    let mut play = Play::begin();
    for who in ["cus_a", "dis"] {
        play.sit(who).press("2/状态:已入库<enter><enter>").reads("可以查看").reads_not("褚红梅");
        play.press("h").reads("提交记录").reads_not("褚红梅").reads_not("欧阳文博");
    }
    let before = play.app.cx.office.heads().unwrap()[1].size;
    play.press("R").reads("用途");
    assert_eq!(play.app.cx.office.heads().unwrap()[1].size, before);
}

/// The form is read before it is printed; that it is printed is written down, and then there is a file.
#[test]
fn a_form_is_read_on_the_screen_and_printed_into_a_new_file() {
    let mut play = Play::begin();
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("表.pdf");
    play.sit("dis").press("2/状态:已入库<enter><enter>W").reads("登记表").reads("编号").reads_not("第 1 份");
    let reads = |play: &Play| play.app.cx.office.heads().unwrap()[1].size;
    let before = reads(&play);
    play.press("W").reads("给谁").press("<f2>").reads("给谁");
    assert!(reads(&play) == before && !file.exists(), "nothing was asked for");
    let typed = format!("副卷<tab>装订<tab><tab>{}<f2>", file.display());
    play.press(&typed).reads("第 1 份").reads("登记表");
    assert_eq!(reads(&play), before + 1);
    assert!(std::fs::read(&file).unwrap().starts_with(b"%PDF"));
    // Nobody's file gives way, and nothing is noted for nothing.
    play.press("W").press(&typed).reads("已");
    assert_eq!(reads(&play), before + 1);
}

#[test]
fn a_case_number_is_never_cut() {
    let mut play = Play::begin();
    for size in ["60x16", "80x24", "100x30", "120x40"] {
        for _ in 0..2 {
            play.sit("dis").press(&format!("<resize {size}>2")).reads("(2026)京0101民初1228号");
            play.press("<f9>");
        }
    }
}

/// One more column never takes anything away, in either language; a flag is whole or said to be there.
#[test]
fn wider_never_shows_less() {
    let mut play = Play::begin();
    for lang in 0..2 {
        let mut before: Vec<String> = Vec::new();
        play.sit("dis").press("<resize 60x24>2");
        for w in 60..=160 {
            let screen = play.press(&format!("<resize {w}x24>")).screen();
            let head = screen.lines().nth(2).unwrap().to_owned();
            let headings: Vec<String> = head.split_whitespace().map(str::to_owned).collect();
            let gone = before.iter().find(|h| !headings.contains(h));
            assert_eq!(gone, None, "{w} {lang}\n{screen}");
            before = headings;
            let urgent = screen.lines().find(|l| l.contains("36R43N8RN")).unwrap();
            let said = ["紧急", "Urgent"].iter().any(|flag| urgent.contains(flag)) || w < 80;
            assert!(said, "{w} {lang}: the weightiest flag comes first\n{screen}");
            assert!(!screen.lines().skip(3).take(18).any(|l| l.ends_with('>')), "{w} {lang}: cut\n{screen}");
        }
        play.press("<f9>");
    }
}

#[test]
fn the_check_of_the_whole_register_names_what_it_found() {
    let mut play = Play::begin();
    play.sit("dis").press("8V");
    // What is checked, how much there is of it and how far it is, from the first moment on.
    let first = play.screen();
    let bar = first.lines().nth(1).unwrap_or_default().trim_start().to_owned();
    let told = bar.starts_with('[') && bar.contains("] ") && bar.contains('/') && !first.contains("] 0/0");
    assert!(told || first.contains("全部相符"), "{first}");
    for _ in 0..200 {
        if play.press("<wake>").screen().contains("全部相符") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    play.reads("全部相符").reads("129 条");
    play.press("<esc>P<end>").reads("/acts").reads("liuhen verify --against");
}

#[test]
fn help_begins_with_the_rule_and_narrows_by_typing() {
    let mut play = Play::begin();
    play.sit("cus_a").press("2<enter>?").reads("依据").press("<pgdn>").press("盲核").reads("盲核");
    play.reads_not("时钟加一天").press("<esc>").reads("记录内容");
}

#[test]
fn one_administrator_confirms_what_another_proposed() {
    let mut play = Play::begin();
    play.sit("sys").press("9<enter><enter>").reads("欧阳文博").press("c").reads("两次确认不能由同一人");
    play.sit("sea").press("9").reads("待确认").press("<enter><enter>c").names_it().reads("核验码");
    assert!(!play.app.cx.office.organ().people[&"judge2".into()].active);
    play.sit("judge").press("9").reads_not("待确认").reads_not("〔sys〕");
}

/// Goals of a slow line: the mark moves in forty bytes, a row of Chinese scrolls in three hundred.
#[test]
fn the_register_is_thrifty() {
    let mut play = Play::begin();
    play.sit("dis").press("2<down><down>");
    let mut cost = |keys: &str| {
        let before = play.app.display().written();
        play.press(keys);
        play.app.display().written() - before
    };
    for key in ["<down>", "<up>", "<down>"] {
        let bytes = cost(key);
        assert!(bytes <= 40, "{key}: {bytes} bytes");
    }
    cost("<pgdn>");
    for _ in 0..3 {
        let bytes = cost("<down>");
        assert!(bytes <= 300, "a row scrolls in {bytes} bytes");
    }
    assert_eq!(cost("<wake>"), 0);
}

#[test]
fn the_desk_opens_a_matter_at_its_act_and_sounds_the_alarm() {
    let mut play = Play::begin();
    play.sit("judge").press("1").reads("补正").press("<enter>").reads("记录表");
    play.sit("cus_b").press("1").reads("待核对").reads_not("不足两人");
    for person in ["cus_a", "cus_c"] {
        play.change(OrganChange::Active { person: person.into(), active: false });
    }
    play.sit("judge").press("1").reads("保管人不足两人").press("9").reads("保管人不足两人");
}
