//! Further forms, each beside what is near to it and means nobody.

use super::*;

#[test]
fn a_room_and_a_unit_behind_a_title_mean_whoever_holds_it() {
    held(
        Place::Running,
        &[
            ("ouyang_wx", &["院长办公室来电。", "你院院长办公室让他来问。", "院长办公室打过招呼。"]),
            ("gao_jz liang_sy tang_yc", &["副院长办公室来电。"]),
            ("shi_tj", &["主任（监察室）打过招呼。", "来电人说是主任，监察室的。", "找了主任(监察室)"]),
            ("zhu_mc", &["主任（审管办）让他来问。"]),
            (
                "",
                &[
                    "材料送到院长办公室。",
                    "院长办公室在三楼。",
                    "省高院院长办公室来电。",
                    "找了主任，监察室在二楼。",
                    "主任（县监察局）来电。",
                ],
            ),
        ],
    );
}

#[test]
fn a_post_of_few_that_is_itself_a_title_asks_where_the_directory_has_it_so() {
    let mut court = court();
    for (id, name, unit, post) in [
        ("fang_j", "房局生", "main", "局长"),
        ("fu_zr", "傅任远", "keeper", "副主任"),
        ("zhi_xy", "支行远", "main", "执行员"),
        ("quan_gs", "全干声", "office", "权益保障干事"),
    ] {
        let like = court.people[&"an_ping".into()].clone();
        let person =
            Person { id: id.into(), name: name.to_owned(), unit: unit.into(), post: post.to_owned(), ..like };
        court.people.insert(id.into(), person);
    }
    let directory = Directory::of(&court);
    for (text, who) in [
        ("局长打过招呼。", "fang_j"),
        ("副主任让他来问。", "fu_zr"),
        ("来电人说你院执行员知道。", "zhi_xy"),
        ("权益保障干事托他问。", "quan_gs"),
        ("法官助理托他问。", "an_ping"),
        ("书记员让他来问。", "lin_xy"),
    ] {
        assert_eq!(meant(&directory, text, Place::Running), [who.to_owned()].into(), "{text}");
    }
    for text in [
        "县信访局局长来电。",
        "公安局副局长来电。",
        "局长办公室在二楼。",
        "公司副主任来电。",
        "主任说可以。",
        "局长助理来电。",
    ] {
        assert!(meant(&directory, text, Place::Running).is_empty(), "{text}");
    }
}

#[test]
fn a_surname_with_what_many_are_called_asks_those_who_could_be_called_so() {
    held(
        Place::Running,
        &[
            ("xu_jy", &["许法官知道。", "来电人说许法官让他来问。", "昨天许某审判员打来电话。"]),
            ("qin_wei", &["秦法官托他问。", "刑庭秦法官打过招呼。", "姓秦的法官托他问。"]),
            ("jiang_zy", &["蒋审判员托他问。", "蒋处长打过招呼。"]),
            ("lin_xy", &["林书记员知道。"]),
            ("an_ping", &["安法官助理托他问。"]),
            ("song_mr", &["宋法官打过招呼。"]),
            (
                "",
                &[
                    "区法院许法官来电。",
                    "省高院的秦法官来电。",
                    "张建华法官来电。",
                    "县检察院韩检察官来电。",
                    "雷处长打来电话。",
                    "当事人许某说法官态度不好。",
                    "村里蒋书记来电。",
                ],
            ),
        ],
    );
}

#[test]
fn further_addresses_and_masks_ask() {
    held(
        Place::Running,
        &[
            (
                "qian_sy",
                &[
                    "来电人说钱兄让他来问。",
                    "钱师傅托他问。",
                    "钱老哥打过招呼。",
                    "钱师兄托他问。",
                    "钱大姐托他问。",
                    "钱师姐打过招呼。",
                    "阿钱托他问。",
                    "来电人说阿钱知道。",
                    "钱姓保管员托他问。",
                    "打招呼的是姓钱的。",
                    "姓钱的，别的不肯说。",
                ],
            ),
            (
                "",
                &[
                    "钱兄妹二人到庭。",
                    "姓钱的当事人来电。",
                    "阿里公司来电。",
                    "被告姓钱的，住在本市。",
                    "司机钱师傅来电。",
                    "钱姓男子来电。",
                ],
            ),
        ],
    );
}

#[test]
fn names_in_letters_and_by_sound_ask_where_grammar_shows_a_person() {
    held(
        Place::Running,
        &[
            ("qian_sy", &["Mr Qian called.", "Judge Qian asked me to wait.", "来电人说Mr. Qian让他来问。"]),
            ("xu_jy", &["Judge Xu called twice."]),
            ("ouyang_wx", &["President Ouyang wants it quick.", "欧院长打过招呼。"]),
            ("zhou_rl", &["Ms. Zhou called."]),
            ("gu_cq", &["changqing让他来问。", "长清让他来问。"]),
            ("an_ping", &["AP让他来问。"]),
            (
                "",
                &[
                    "He had to judge an appeal.",
                    "The plaintiff Mr. Zhou appeared.",
                    "Mr. Zhou, the defendant's lawyer, asked for a copy.",
                    "The president of the firm called.",
                    "AP认证已过期。",
                    "欧院内设停车场。",
                    "常情如此。",
                    "The director said so.",
                ],
            ),
        ],
    );
    held(Place::Named { own: false, outside: true }, &[("zhou_rl", &["Mr. Zhou"])]);
}

#[test]
fn a_directory_in_letters_is_read_word_by_word() {
    let mut court = court();
    for (id, name, post) in [("custodian1", "Wu Jin", "custodian"), ("judge_he", "He Gang", "judge")] {
        let like = court.people[&"an_ping".into()].clone();
        let (account, post) = (id.to_owned(), post.to_owned());
        court
            .people
            .insert(id.into(), Person { id: id.into(), name: name.to_owned(), account, post, ..like });
    }
    let directory = Directory::of(&court);
    for (text, who) in [
        ("Wu Jin called me and asked for a kind eye.", "custodian1"),
        ("It was WU JIN, who", "custodian1"),
        ("a call from Jin Wu about it", "custodian1"),
        ("the sender was wujin himself", "custodian1"),
        ("Custodian Wu asked when it would be heard", "custodian1"),
        ("please tell custodian1 that", "custodian1"),
        ("He, Gang asked", "judge_he"),
    ] {
        assert_eq!(meant(&directory, text, Place::Running), [who.to_owned()].into(), "{text}");
    }
    for text in ["He called. Gang members came.", "the wine was jinny", "Wuhan Jinan"] {
        assert_eq!(meant(&directory, text, Place::Running), BTreeSet::new(), "{text}");
    }
}

#[test]
fn a_relatives_address_asks_and_a_title_of_others_does_not_hide_the_surname_before_it() {
    held(
        Place::Running,
        &[("gu_cq", &["顾叔叔打过招呼。", "顾伯伯说要关照。", "顾阿姨托他问。", "顾姐姐来过电话。"])],
    );
    let directory = Directory::of(&court());
    for text in ["顾庭长打过招呼。", "顾副庭长来电，要求关照。"] {
        assert!(meant(&directory, text, Place::Running).contains("gu_cq"), "{text}");
    }
}

/// Of what is certain the words rule somebody out; wherever it is not, he is asked about.
#[test]
fn whom_the_words_beside_rule_out_is_not_asked_about() {
    let mut organ = court();
    // A president of before who is a judge now.
    let was = Person { post: "院长".into(), ..organ.people[&"wang_fg".into()].clone() };
    organ.former.push(was);
    let directory = Directory::of(&organ);
    let running = |text: &str| meant(&directory, text, Place::Running);
    let before = |text: &str| {
        let hits = directory.read(text, &traced(text), Place::Running, Reading::Seven);
        hits.into_iter().map(|h| h.person.0).collect::<BTreeSet<_>>()
    };
    for (text, not) in [
        ("书记员小周在场", "zhou_rl"),
        ("由书记员小周记录", "zhou_rl"),
        ("法官助理正在整理卷宗，没有参与谈话。", "an_ping"),
        ("和前任院长是战友", "ouyang_wx"),
        ("前任院长打过招呼", "ouyang_wx"),
    ] {
        assert!(!running(text).contains(not), "{text}: {:?}", running(text));
        assert!(before(text).contains(not), "{text}: {:?}", before(text));
    }
    assert!(running("和前任院长是战友").contains("wang_fg"));
    for (text, who) in [
        ("问书记员小周在不在", "zhou_rl"),
        ("小周在场", "zhou_rl"),
        ("审判员小周在场", "zhou_rl"),
        ("书记员小林在场", "lin_xy"),
        ("法官助理正在整理卷宗，说庭长让他来问。", "song_mr"),
        ("法官助理正在整理卷宗时托他来问。", "an_ping"),
        ("他目前任院长", "ouyang_wx"),
        ("前任院长的事，院长打过招呼", "ouyang_wx"),
        ("和前任欧阳院长是战友", "ouyang_wx"),
    ] {
        assert!(running(text).contains(who), "{text}: {:?}", running(text));
    }
}
