//! Ways to speak of somebody without his name, each with whom it means, and ordinary sentences of case
//! work that mean nobody.

#![allow(clippy::unwrap_used)]

use crate::domain::ids::PersonId;
use crate::domain::name::{Directory, Place, Reading, traced};
use crate::domain::organ::{Founding, Organ, Person, Role, Unit};
use crate::domain::{calendar::Calendar, organ_kind, policy_file::PolicyFile};
use std::collections::BTreeSet;
use std::fmt::Write;

mod forms;

/// Id, name, unit, post, roles.
const PEOPLE: &[(&str, &str, &str, &str, &[Role])] = &[
    ("ouyang_wx", "欧阳文修", "lead", "院长", &[Role::Chf]),
    ("gao_jz", "高敬之", "lead", "副院长", &[]),
    ("liang_sy", "梁思远", "lead", "副院长", &[]),
    ("tang_yc", "唐玉成", "lead", "副院长", &[]),
    ("luo_qm", "罗启明", "lead", "审判委员会专职委员", &[]),
    ("song_mr", "宋默然", "main", "庭长", &[]),
    ("li_sx", "李慎行", "main", "副庭长", &[]),
    ("wang_fg", "王方国", "main", "审判员", &[]),
    ("lin_xy", "林小雨", "main", "书记员", &[]),
    ("zhu_mc", "朱明川", "keeper", "主任", &[]),
    ("qian_sy", "钱守一", "keeper", "专职保管员", &[Role::Cus]),
    ("bai_zb", "白知白", "keeper", "专职保管员", &[Role::Cus]),
    ("gu_cq", "顾长青", "keeper", "审判管理员", &[Role::Cus]),
    ("yin_zj", "尹子衿", "keeper", "审判管理员", &[Role::Cus]),
    ("shi_tj", "石铁军", "watch", "主任", &[Role::Dish]),
    ("niu_qy", "牛清源", "watch", "监察员", &[Role::Dis]),
    ("wan_jy", "万静怡", "watch", "监察员", &[Role::Dis]),
    ("he_sy", "贺书言", "office", "审判委员会秘书", &[Role::Sec]),
    ("duan_lf", "段联芳", "office", "联络员", &[Role::Lia]),
    ("an_ping", "安平", "main", "法官助理", &[]),
];

fn court() -> Organ {
    let person = |id: &str, name: &str, unit: &str, post: &str, roles: &[Role]| Person {
        id: id.into(),
        name: name.to_owned(),
        account: id.to_owned(),
        unit: unit.into(),
        post: post.to_owned(),
        roles: roles.to_vec(),
        kin: Vec::new(),
        kin_names: Vec::new(),
        active: true,
        lang: None,
    };
    // Those of the training court of whom the sentences do not speak: every common surname is there.
    let sheet = include_str!("../../../../assets/demo/people.toml");
    let pool = sheet.lines().skip_while(|l| !l.starts_with("pool")).take_while(|l| *l != "]");
    let others = pool.flat_map(|l| l.split('"')).filter_map(|p| p.split_once('|'));
    let judges = others.map(|(name, id)| person(id, name, "crime", "审判员", &[]));
    let unit = |(id, name): (&str, &str)| Unit {
        id: id.into(),
        name: name.to_owned(),
        name_en: String::new(),
        sector: String::new(),
        relation: "SELF".to_owned(),
        head: None,
        vice_chief: None,
    };
    let units = [
        ("lead", "院领导"),
        ("main", "民事审判第一庭"),
        ("crime", "刑事审判庭"),
        ("keeper", "审判管理办公室"),
        ("watch", "监察室"),
        ("office", "办公室"),
    ];
    let mut people: Vec<Person> = judges.filter(|p| p.name != "朱明川").collect();
    people.extend(PEOPLE.iter().map(|(id, name, unit, post, roles)| person(id, name, unit, post, roles)));
    Organ::founded(&Founding {
        name: "淮北示范市中级人民法院".to_owned(),
        name_en: String::new(),
        short: "淮示法".to_owned(),
        kind: organ_kind::of("COURT").unwrap().clone(),
        training: true,
        superior: "示范省高级人民法院".to_owned(),
        units: units.into_iter().map(unit).collect(),
        people,
        roster: Vec::new(),
        committees: Vec::new(),
        cases: Vec::new(),
        interests: Vec::new(),
        policy: PolicyFile::shipped().unwrap().clone(),
        calendar: Calendar::shipped().unwrap().clone(),
    })
}

fn meant(directory: &Directory, text: &str, place: Place) -> BTreeSet<String> {
    let hits = directory.read(text, &traced(text), place, Reading::Eight);
    hits.into_iter().map(|h| h.person.0).collect()
}

/// Holds each row against the directory and tells all that fell together.
fn held(place: Place, rows: &[(&str, &[&str])]) {
    let directory = Directory::of(&court());
    let mut fell = String::new();
    for (who, texts) in rows {
        let who: BTreeSet<String> = who.split_whitespace().map(str::to_owned).collect();
        for text in *texts {
            let found = meant(&directory, text, place);
            if found != who {
                writeln!(fell, "{text}: {found:?}, not {who:?}").unwrap();
            }
        }
    }
    assert!(fell.is_empty(), "{fell}");
}

#[test]
fn a_post_of_few_asks_about_everybody_who_holds_it() {
    held(
        Place::Running,
        &[
            (
                "niu_qy wan_jy",
                &[
                    "监察员托他问。",
                    "监察室监察员托他问。",
                    "监察室的监察员让他来问。",
                    "监察室一位监察员托他问。",
                    "女监察员托他问。",
                    "来电人说你院监察员打过招呼。",
                    "监察室的监察干部托他问。",
                ],
            ),
            (
                "gu_cq yin_zj",
                &[
                    "审判管理员让他来问。",
                    "审管员让他来问。",
                    "审管办的管理员托他问。",
                    "审判管理办公室审判管理员托他问。",
                    "审管办的一名审判管理员托他问。",
                ],
            ),
            (
                "bai_zb gu_cq qian_sy yin_zj",
                &[
                    "来电人说你们保管员都知道了。",
                    "专职保管员托他问。",
                    "审管办保管员托他问。",
                    "你院保管人托他问。",
                    "来电人说你院台账保管人让他来问。",
                    "来电人说管登记册的那位让他来问。",
                ],
            ),
            ("niu_qy", &["牛监察员托他问。", "监察室的牛监察员托他问。", "牛监察托他问。"]),
            ("qian_sy", &["来电人说审管办的钱保管让他来问。", "钱保管员知道。"]),
            ("gu_cq", &["顾管理员托他问。", "顾某审判管理员"]),
            ("", &["审判员说", "法官说要等", "公司的仓库保管员作证。", "合同约定的保管人承担责任。"]),
        ],
    );
}

#[test]
fn a_surname_with_an_address_or_a_unit_asks() {
    held(
        Place::Running,
        &[
            (
                "gu_cq",
                &[
                    "昨天顾哥打来电话。",
                    "来电人称是顾哥介绍来的。",
                    "顾大哥托他问一下。",
                    "顾老师说可以问。",
                    "顾工、顾总都知道。",
                    "受顾某之托来问。",
                    "审管办顾同志介绍来的。",
                    "审管办的顾哥托他问。",
                    "顾同志托他问。",
                    "大顾托他问。",
                    "审管办顾某让他来问",
                    "审管办姓顾的审判管理员",
                    "审判管理办公室姓顾",
                ],
            ),
            (
                "qian_sy",
                &[
                    "来电人说钱哥让他来问。",
                    "来电人说钱某一让他来问。",
                    "来电人说钱某某让他来问。",
                    "来电人说钱某让他来问。",
                    "来电人说钱X一让他来问。",
                    "来电人说Q守一让他来问。",
                    "来电人说钱大哥让他来问。",
                    "来电人说钱叔让他来问。",
                    "来电人说审管办姓钱的让他来问。",
                    "来电人说审管办一位姓钱的同志让他来问。",
                    "来电人说钱老师让他来问。",
                    "来电人说钱老让他来问。",
                    "来电人说姓钱的让他来问。",
                    "来电人说钱姓同事让他来问。",
                    "来电人说Mr. Qian让他来问。",
                    "来电人说qian_sy让他来问。",
                    "来电人说qian-sy@court.cn让他来问。",
                    "来电人说钱sy让他来问。",
                ],
            ),
            // Two of the training court's people are called so.
            ("gu_cq xie_dq", &["青哥托他问。", "阿青托他问。"]),
            ("qi_sy qian_sy", &["来电人说q·s·y让他来问。", "来电人说QSY让他来问。", "来电人说qsy打过招呼。"]),
            ("niu_qy", &["监察室牛某托他问。", "监察室姓牛的托他问。"]),
            (
                "shi_tj",
                &["石书记托他问。", "派驻纪检组石组长让他来问。", "石某军托他问。", "铁军主任托他问。"],
            ),
            ("yin_zj", &["来电人说尹姐让他来问。"]),
            ("bai_zb", &["来电人说白老师让他来问。", "给白老师打电话。", "来电人说bzb让他来问。"]),
            (
                "ouyang_wx",
                &["欧阳大院长来电", "欧阳托他问。", "法院的欧阳打过招呼", "来电人说欧阳修让他来问。"],
            ),
        ],
    );
}

#[test]
fn a_given_name_where_grammar_shows_a_person_and_a_name_by_its_sound_ask() {
    held(
        Place::Running,
        &[
            (
                "gu_cq",
                &[
                    "长青托他问。",
                    "“长青”托他问。",
                    "长青说没问题。",
                    "长青哥托他问。",
                    "他与长青是同学。",
                    "受长青之托来问。",
                    "顾长清让他来问。",
                    "顾常青让他来问。",
                    "顾長淸让他来问。",
                ],
            ),
            ("yin_zj", &["子衿让他来问。", "尹子矜让他来问。", "尹子襟让他来问。", "殷子衿让他来问。"]),
            (
                "qian_sy",
                &[
                    "前守一让他来问。",
                    "钱首一让他来问。",
                    "钱守1让他来问。",
                    "钱守①让他来问。",
                    "守一也知道。",
                ],
            ),
            ("niu_qy", &["牛青源让他来问。"]),
            ("shi_tj", &["时铁军让他来问。", "铁军让他来问。", "石铁钧让他来问。"]),
            ("bai_zb", &["知白让他来问。", "柏知白让他来问。", "白知柏让他来问。", "白智白让他来问。"]),
            ("an_ping", &["安萍让他来问。"]),
        ],
    );
    held(
        Place::Named { own: false, outside: true },
        &[
            ("shi_tj", &["铁军", "tiejun", "石铁钧"]),
            ("gu_cq", &["长青", "changqing"]),
            ("qian_sy", &["钱哥", "守一"]),
            ("", &["王某", "李先生", "张某某", "马总", "欧阳"]),
        ],
    );
}

#[test]
fn whoever_heads_a_unit_is_asked_about_by_any_word_and_the_president_is_not() {
    held(
        Place::Running,
        &[
            (
                "shi_tj",
                &[
                    "监察室一把手让他来问。",
                    "监察室主要负责同志让他来问。",
                    "监察室负责同志打过招呼。",
                    "监察室的头让他来问。",
                    "监察室老大让他来问。",
                    "监察室正职托他问。",
                    "监察室的主任托他问。",
                    "监察室那位主任托他问。",
                    "你院监察室现任主任托他问。",
                    "监察处主任打过招呼。",
                    "监察主任让他来问。",
                    "你院纪检监察部门负责人让他来问。",
                ],
            ),
            ("zhu_mc", &["审管办的头让他来问。", "审管办那位负责同志说的。"]),
            ("ouyang_wx", &["来电人说法院老大让他来问。", "你院一把手打过招呼。"]),
            ("", &["县法院老大让他来问。", "市监察局主任来电。", "省监委主任来电。"]),
        ],
    );
    held(
        Place::Unit,
        &[
            ("shi_tj", &["监察室主任办公室", "老石办公室", "石铁军处"]),
            ("", &["监察室", "审判管理办公室", "市住建局", "某公司", "院长办公室"]),
        ],
    );
}

/// Ordinary sentences of case work.
const ORDINARY: &[&str] = &[
    "对方称系原告公司的法务,询问案件是否已经分到合议庭。",
    "当事人之子在诉讼服务中心窗口询问退费进度,值班法警在场。",
    "律师张某在开庭后留下,问判决书大约何时可以送达。",
    "来电人自称市住建局办公室主任,要求优先安排该案。",
    "对方说钱已经打到法院账户,问何时发放执行款。",
    "对方说白天打电话没人接,晚上才打过来。",
    "来访人持牛皮纸信封,内有石料买卖合同复印件三份。",
    "对方提到其单位在石家庄,往来不便,希望网上开庭。",
    "区政府副区长王某某来电,称该案关系招商项目。",
    "县法院院长来电,询问二审改判的可能性。",
    "来电人称是大学院长,替其职工问案件进展。",
    "市纪委监委驻市财政局纪检组组长来函了解案件情况。",
    "当事人高某在走廊拦住我,递来一份书面材料。",
    "对方称法院门口的石狮子旁边有人等,约我出去谈。",
    "省高级人民法院民一庭庭长来电询问上诉案件移送情况。",
    "某医院院长来院里找人,问医疗损害鉴定何时委托。",
    "对方说守一方水土,企业不容易,请法院理解。",
    "长江路派出所所长询问涉案车辆能否解封。",
    "当事人说小顾客都等着退款,请求先予执行。",
    "对方把文章明远集团的材料放在门卫处。",
    "代理人问能否把开庭改到国庆以后。",
    "县信访局局长来电,转来信访件一件,问是否已立案。",
    "当事人的表姐来电哭诉,说孩子没有钱上学。",
    "被执行人称高老庄饭店已转让,梁子结下了。",
    "对方说白纸黑字写着,唐突之处请谅解,郑重承诺三日内付款。",
    "李先生来电,询问立案材料是否齐全。",
    "王女士到诉讼服务大厅递交答辩状。",
    "被告王某称不认识原告,要求对签名作鉴定。",
    "证人刘某某到庭作证,陈述了交货经过。",
    "原告要照顾老人,申请延期开庭。",
    "对方提出付钱了事,我告知应当依法调解。",
    "案外人陈某提出执行异议,称房屋系其所有。",
    "双方对石材的质量有争议,申请鉴定。",
    "当事人表示明白,老老实实按判决履行。",
    "对方回顾工程经过,说高温天气停工十天。",
    "建材公司总经理赵某来院领取文书。",
    "来电人说他是村民代表,替全村人问案件结果。",
    "对方问法官助理的办公电话,已告知总机。",
    "被告提交牛奶买卖合同,称白条是他人所写。",
    "对方要求见审判长,我告知通过诉讼服务中心预约。",
    "当事人提到物业公司保管员有钥匙。",
    "原告称货物交保管人后灭失。",
    "对方说工程款已结清,何时解封请告知。",
    "李某与张某离婚纠纷一案,女方询问开庭时间。",
    "保险公司理赔员来电询问鉴定意见。",
    "对方称于某年某月借款二十万元,至今未还。",
    "开发商说楼盘名为长青花园,业主已经入住。",
    "当事人说春生万物,图个吉利,希望早日了结。",
    "镇政府派人送来情况说明,盖有公章。",
    "对方反映执行员态度不好,要求更换。",
    "被害人亲属询问刑事附带民事赔偿款何时发还。",
    "检察院来函借阅卷宗,已按规定办理。",
    "法学院院长带学生来旁听。",
    "对方自称姓王,问管辖异议几天有结果。",
    "他找了物业的主任,对方说要等法院的裁定。",
    "商会会长来电,说会员单位资金周转困难。",
    "原告的丈夫孙某来电,询问调解书是否生效。",
    "当事人说黄金价格上涨,要求重新评估。",
    "对方称方便时来院取材料,我答复工作日均可。",
    "企业负责人表示安全生产压力大,希望尽快解除查封。",
];

#[test]
fn a_masked_unit_of_another_house_has_none_of_our_posts() {
    let none = [
        "示范市纪委监委某室副主任高彩霞来电。",
        "市某局某科科长来电。",
        "某处副处长托他问。",
        "某室监察员来电。",
    ];
    held(
        Place::Running,
        &[("", &none), ("niu_qy wan_jy", &["本院某室监察员托他问。", "某事由监察员托他问。"])],
    );
    held(Place::Named { own: false, outside: true }, &[("", &["示范市纪委监委某室副主任"])]);
}

#[test]
fn what_a_sentence_before_ends_in_silences_nobody() {
    let president = meant(&Directory::of(&court()), "院长打过招呼。", Place::Running);
    assert!(!president.is_empty());
    let president = president.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
    held(
        Place::Running,
        &[
            (
                president.as_str(),
                &[
                    "当天开会。院长打过招呼。",
                    "请尽快办！院长打过招呼。",
                    "由市住建局承办，院长打过招呼。",
                    "周一院长打过招呼。",
                    "上周三院长打过招呼。",
                ],
            ),
            ("niu_qy wan_jy", &["没有机会，监察员托他问。", "他来。监察员托他问。", "周五监察员托他问。"]),
            // Within the sentence it is as it was.
            ("", &["区法院院长来电。", "周建国院长来电。", "住建局监察员来电。"]),
        ],
    );
}

/// 庭长（立案庭） says whose head he is.
#[test]
fn a_unit_behind_a_title_says_which_of_its_holders_is_meant() {
    let mut organ = court();
    let head = Person { id: "head".into(), unit: "crime".into(), ..organ.people[&"song_mr".into()].clone() };
    organ
        .people
        .insert("head".into(), Person { name: "戚默言".to_owned(), account: "head".to_owned(), ..head });
    let directory = Directory::of(&organ);
    let all = |text: &str| meant(&directory, text, Place::Named { own: true, outside: false });
    assert_eq!(all("庭长").len(), 3);
    for text in ["庭长（刑事审判庭）", "庭长，刑事审判庭的"] {
        assert_eq!(all(text), BTreeSet::from(["head".to_owned()]), "{text}");
    }
}

#[test]
fn an_ordinary_sentence_means_nobody() {
    let directory = Directory::of(&court());
    let alarms: Vec<_> = ORDINARY
        .iter()
        .map(|t| (t, meant(&directory, t, Place::Running)))
        .filter(|(_, found)| !found.is_empty())
        .collect();
    assert!(ORDINARY.len() >= 60 && alarms.len() <= 2, "{alarms:#?}");
}

#[test]
fn a_post_of_many_says_nothing_of_anybody() {
    let mut organ = court();
    let first = organ.people[&PersonId::from("niu_qy")].clone();
    for n in 0..6_u32 {
        let (id, name) = (format!("more{n}"), format!("戚七{n}"));
        let person = Person { id: id.as_str().into(), name, account: id, ..first.clone() };
        organ.people.insert(person.id.clone(), person);
    }
    assert!(meant(&Directory::of(&organ), "监察员托他问。", Place::Running).is_empty());
}

/// Letters by every reading of a character, and ü however it is typed.
#[test]
fn letters_go_by_every_reading() {
    let mut court = court();
    for (id, name) in [("lv_hf", "吕海峰"), ("shui_cd", "水长东")] {
        let like = court.people[&"an_ping".into()].clone();
        court.people.insert(id.into(), Person { id: id.into(), name: name.to_owned(), ..like });
    }
    let directory = Directory::of(&court);
    for (who, texts) in [
        ("gu_cq", &["来电人说GCQ让他来问。", "来电人说GZQ让他来问。"][..]),
        ("shui_cd", &["来电人说SCD让他来问。", "来电人说SZD让他来问。"]),
        (
            "lv_hf",
            &[
                "Lü Haifeng让他来问。",
                "Lv Haifeng让他来问。",
                "Lyu Haifeng让他来问。",
                "lu haifeng打过招呼。",
            ],
        ),
    ] {
        for text in texts {
            assert!(meant(&directory, text, Place::Running).contains(who), "{text}");
        }
    }
}

/// A unit goes by the name it had before, and a post by the whole of it.
#[test]
fn a_renamed_unit_and_a_whole_post_are_read() {
    let mut court = court();
    let was = court.units[&"keeper".into()].clone();
    court.units.get_mut(&"keeper".into()).unwrap().name = "审务督查中心".to_owned();
    let before: Vec<_> = ["审管办的审判管理员来问。", "审判管理办公室主任来电。"].into();
    court.former_units.push(was);
    let directory = Directory::of(&court);
    for text in before {
        assert!(!meant(&directory, text, Place::Running).is_empty(), "{text}");
    }
    for (who, text) in [
        ("luo_qm", "审判委员会专职委员来电。"),
        ("he_sy", "审判委员会秘书托他问。"),
        ("he_sy", "审委会秘书托他问。"),
        ("he_sy", "贺秘书托他问。"),
    ] {
        assert!(meant(&directory, text, Place::Running).contains(who), "{text}");
    }
}
