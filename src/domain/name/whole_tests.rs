//! What is promised of whole names: every form of their characters, dashes for 一, and words that are names.

use super::*;

/// The court with these people besides, each by his name.
fn with(names: &[&str]) -> Directory {
    let mut court = court();
    let like = court.people.values().next().unwrap().clone();
    for name in names {
        let id: PersonId = format!("@{name}").as_str().into();
        let post = "法官助理".to_owned();
        let kin_names = vec![format!("{name}之")];
        let roles = Vec::new();
        let account = String::new();
        let it = Person {
            id: id.clone(),
            name: (*name).to_owned(),
            post,
            account,
            kin_names,
            roles,
            ..like.clone()
        };
        court.people.insert(id, it);
    }
    Directory::of(&court)
}

fn by(directory: &Directory, text: &str, how: How, reading: Reading) -> Vec<String> {
    let hits = directory.read(text, &traced(text), Place::Running, reading);
    let people: BTreeSet<String> = hits.into_iter().filter(|h| h.how == how).map(|h| h.person.0).collect();
    people.into_iter().collect()
}

#[test]
fn a_whole_name_is_read_by_every_form_that_a_converter_makes_of_its_characters() {
    for pair in "岳嶽 征徵 苏囌 产産 向嚮 别彆 签籤 弥瀰 贠貟 蕴藴 悫慤 克剋 凌淩 升昇 昆崑 修脩 采寀 布佈 占佔 长長 \
                 干乾 干幹 干榦 泽沢 广広 边辺 于於 秘祕 恶噁 尝嚐 别彆 录彔 戚慼 泛氾 卤滷 溪谿 艳豔 赞讚 托託 毁燬"
        .split(' ')
    {
        let (one, other) = pair.split_at(pair.chars().next().unwrap().len_utf8());
        for (listed, written) in [(one, other), (other, one)] {
            let name = format!("顾{listed}");
            let who = [format!("@{name}")];
            let directory = with(&[&name]);
            let text = format!("据来电人讲，顧{written}想了解开庭的时间。");
            assert_eq!(by(&directory, &text, How::Name, Reading::Eight), who, "{name}: {text}");
            let text = format!("是顧{written}之介绍的");
            assert_eq!(by(&directory, &text, How::KinName, Reading::Eight), who, "{name}: {text}");
        }
    }
    // What was written before is judged by what was read then.
    let text = "据来电人讲，顧嶽想了解开庭的时间。";
    assert!(by(&with(&["顾岳"]), text, How::Name, Reading::Seven).is_empty());
}

#[test]
fn what_was_read_of_a_form_is_shown_as_it_was_typed() {
    // A form of four bytes, before and within.
    let (text, directory) = ("𫝈顧嶽、顧𡷊来电", with(&["顾岳"]));
    let made = traced(text);
    let hits = directory.read(text, &made, Place::Running, Reading::Eight);
    let shown: BTreeSet<&str> =
        hits.iter().filter(|h| h.how == How::Name).map(|h| made.typed(text, h.start, h.end)).collect();
    assert_eq!(shown, BTreeSet::from(["顧嶽"]));
}

#[test]
fn any_dash_within_a_name_is_nothing_or_the_character_one() {
    let directory = with(&["鲁一鸣", "丁一一"]);
    let qian =
        "钱守- 钱守－ 钱守— 钱守﹣ 钱守﹘ 钱守︱ 钱守‒ 钱守⸺ 钱守━ 钱-守-- 钱--守﹣﹣ 钱—守一 錢-守一 钱守ー";
    for name in qian.split(' ') {
        for text in [format!("据来电人讲，{name}想了解"), name.to_owned(), format!("{name}，来电")]
        {
            assert_eq!(by(&directory, &text, How::Name, Reading::Eight), ["qian"], "{text}");
        }
    }
    for name in "鲁--鸣 鲁-—-鸣 鲁﹣鸣 鲁-·-鸣 鲁—一—鸣".split(' ') {
        assert_eq!(by(&directory, name, How::Name, Reading::Eight), ["@鲁一鸣"], "{name}");
    }
    for name in "丁—— 丁-一 丁---".split(' ') {
        assert_eq!(by(&directory, name, How::Name, Reading::Eight), ["@丁一一"], "{name}");
    }
    for text in ["丁-", "鲁鸣", "钱守", "钱守定-", "2026-11-30", "——", "钱-守"] {
        assert!(by(&directory, text, How::Name, Reading::Eight).is_empty(), "{text}");
    }
    assert!(by(&directory, "钱守﹣", How::Name, Reading::Seven).is_empty());
}

#[test]
fn a_whole_name_that_is_a_word_as_well_is_read_wherever_it_stands() {
    for name in
        "高峰 江山 高明 高兴 方向 文明 和平 平安 白天 万一 马上 何必 章程 曾经 安全 方便 关心".split(' ')
    {
        let directory = with(&[name]);
        for text in
            ["据来电人讲，#想了解开庭的时间", "转达了#的意思", "#和来电人一起在场", "#办公室", "是#介绍来的"]
        {
            let text = text.replace('#', name);
            assert_eq!(by(&directory, &text, How::Name, Reading::Eight), [format!("@{name}")], "{text}");
            let text = text.replace(name, &format!("{name}之"));
            assert_eq!(by(&directory, &text, How::KinName, Reading::Eight), [format!("@{name}")], "{text}");
        }
        // A relative's name that is a word.
        let mut court = court();
        court.people.get_mut(&"li".into()).unwrap().kin_names = vec![name.to_owned()];
        let text = format!("转达了{name}的意思");
        assert_eq!(by(&Directory::of(&court), &text, How::KinName, Reading::Eight), ["li"], "{text}");
        assert!(
            by(&directory, &format!("转达了{name}的意思"), How::Name, Reading::Seven).is_empty(),
            "{name}"
        );
    }
    // Whoever is called as a word of every twentieth record is read where somebody is shown.
    let directory = with(&["程序"]);
    assert!(by(&directory, "告知其按程序办理", How::Name, Reading::Eight).is_empty());
    assert_eq!(by(&directory, "来电人说是程序介绍的，找程序说过", How::Name, Reading::Eight), ["@程序"]);
}

#[test]
fn a_name_of_one_character_is_read_where_grammar_lets_a_name_stand() {
    let directory = with(&[]);
    for text in ["旺让他来问。", "来电人说找旺。", "和旺说过", "“旺”打过招呼"] {
        assert_eq!(by(&directory, text, How::Name, Reading::Eight), ["wang3"], "{text}");
    }
    for text in ["生意兴旺，要求尽快判决。", "旺季将至", "旺旺公司来电"] {
        assert!(by(&directory, text, How::Name, Reading::Eight).is_empty(), "{text}");
    }
}
