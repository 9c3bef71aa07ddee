//! Two sheets as a court would make them: the form of an outsider's inquiry, with long, empty and rare
//! values, and the letter of a quarter.

use liuhen::papers::{
    Align, Band, Block, Cell, Column, Foot, Grid, Label, Lang, Level, List, Setting, Sheet, Signature, Stamp,
};

pub const RARE: [&str; 4] = ["䶮", "𠅤", "𬍛", "㑇"];
pub const SAID: &str = "“这个案子的被告是我们区重点引进企业，你们开庭能不能往后推一推？另外财产保全的事，方便的话先缓一缓，\
不要一下子把账户全冻了。我不是要干预你们办案，就是了解一下情况、反映一下企业的困难。”经询问是否代表单位出具书面意见，\
答：“没有文，就是我个人打个电话。”记录人当场告知：依照《领导干部干预司法活动、插手具体案件处理的记录、通报和责任追究规定》\
第五条，本次通话将全面、如实记录，做到全程留痕，有据可查。";

pub fn made() -> Stamp {
    Stamp::day(2026, 10, 9).unwrap().at(9, 30, 0).unwrap()
}

pub fn foot() -> Foot {
    Foot {
        proof: Label::new("校验码", "7F3K-9QMW-2XVD-H8RC"),
        checkpoint: Label::new(
            "依据检查点",
            "第 18204 号 2026-10-08 23:59 jd/4kq0vX3mB7l1Zr9uYw2sT8eHcPZ6nVfGQm5LaDk1bJ0=",
        ),
        copy: Label::new("打印", "第 2 份，共 3 份　王䶮　入卷　2026-10-09 09:30"),
    }
}

fn band(head: &str, rows: Vec<Vec<Cell>>) -> Band {
    Band { head: Some(head.into()), rows }
}

fn pair(a: &str, b: &str, c: &str, d: &str) -> Vec<Cell> {
    vec![Cell::label(a), Cell::value(b).over(2), Cell::label(c), Cell::value(d).over(2)]
}

fn long(a: &str, b: &str) -> Vec<Cell> {
    vec![Cell::label(a), Cell::value(b).over(5)]
}

fn ticked(a: &str, ticks: &[(bool, &str)]) -> Vec<Cell> {
    vec![Cell::label(a), Cell::ticks(ticks.iter().copied()).over(5)]
}

/// Every field of 《领导干部干预司法活动、插手具体案件处理情况登记表》 in the order of its sources.
pub fn form() -> Sheet {
    let bands = vec![
        Band {
            head: None, rows: vec![pair("填表单位", "某市甲区人民法院", "填表日期", "2026年9月28日")]
        },
        band(
            "过问人",
            vec![
                pair("姓　名", "欧阳𠅤", "级　别", "县处级副职"),
                long(
                    "单位及职务",
                    "某市甲区招商引资与重点项目推进工作领导小组办公室常务副主任、区发展和改革局党组成员（兼）",
                ),
                pair("管理权限", "区委管理", "联系方式", "139****0000"),
                long(
                    "受谁之托、与当事人关系",
                    "自称受被告法定代表人张𬍛之托；与当事人关系：原同事（本人陈述，未核实）",
                ),
            ],
        ),
        band(
            "过问情况",
            vec![
                pair("时　间", "2026年9月28日 14时05分", "地　点", "甲区人民法院民二庭办公室"),
                ticked(
                    "方　式",
                    &[
                        (true, "电话"),
                        (false, "当面"),
                        (false, "书面"),
                        (false, "短信微信"),
                        (false, "批示"),
                        (false, "会议纪要"),
                        (false, "其他"),
                    ],
                ),
                pair("文　号", "", "载体、介质", "办公电话录音（WAV）"),
            ],
        ),
        band(
            "案　件",
            vec![
                pair("案　号", "（2026）京0105民初1234号", "案　由", "买卖合同纠纷"),
                pair("环　节", "一审·庭前准备", "承　办", "民二庭 赵㑇"),
            ],
        ),
        Band {
            head: None,
            rows: vec![
                long("过问内容（原话）", SAID),
                ticked("特别报告事项", &[(false, "以组织名义"), (false, "书面批示"), (true, "无")]),
                pair("在场人员", "书记员 李红梅", "在场人签字", ""),
                long("当场处置", "告知记录义务；未作任何承诺；未透露案件信息。"),
                long("对办案影响", "无"),
                long(
                    "留存材料清单及存放处",
                    "1. 通话录音 1 段（sha256:9c1f…e07a）\n2. 来电记录截图 1 张\n存放：纪检监察室保密柜 3-2",
                ),
                vec![
                    Cell::label("记录人"),
                    Cell::value("王䶮").over(2).high(2),
                    Cell::label("记录时间"),
                    Cell::value("2026年9月28日 14时32分").over(2),
                ],
                vec![
                    Cell::label("保管人甲核对"),
                    Cell::value("").over(2).high(2),
                    Cell::label("保管人乙核对"),
                    Cell::value("").over(2),
                ],
                long("甄别意见", ""),
                long("移送去向及结果", ""),
                long("备　注", ""),
            ],
        },
    ];
    Sheet {
        lang: Lang::Zh,
        setting: Setting::Form,
        title: vec!["领导干部干预司法活动、插手具体案件".into(), "处理情况登记表".into()],
        number: Some("编号：甲法过问〔2026〕第17号".into()),
        blocks: vec![
            Block::Fields(Grid::new(4, vec![14, 10, 12, 14, 10, 12], bands).unwrap()),
            Block::Paragraph(Level::Note, "注：本表一式三份，一份附案件副卷，一份由纪检监察室留存，一份报上级法院。无内容的栏目填“无”。".into()),
        ],
        foot: foot(),
        organ: "某市甲区人民法院".into(),
        made: made(),
    }
}

/// The rows of the letter's table: enough to run over a page.
pub fn departments(count: usize) -> List {
    let column = |heading: &str, share, align| Column { heading: heading.into(), share, align };
    let columns = vec![
        column("部门", 5, Align::Left),
        column("外部", 2, Align::Right),
        column("内部", 2, Align::Right),
        column("5日内核对", 3, Align::Right),
        column("说明", 6, Align::Left),
    ];
    let rows = (1..=count).map(|i| {
        let note = if i % 4 == 0 {
            "其中1件由上级法院纪检监察部门转来，已按规定登记并回告来源单位"
        } else {
            ""
        };
        vec![format!("第{i}审判庭"), (i % 5).to_string(), (i % 3).to_string(), "100%".into(), note.into()]
    });
    List::new(columns, rows.collect()).unwrap()
}

/// 季度报告.
pub fn letter() -> Sheet {
    let body = |words: &str| Block::Paragraph(Level::Body, words.into());
    Sheet {
        lang: Lang::Zh,
        setting: Setting::Letter,
        title: vec!["某市甲区人民法院关于2026年第三季度".into(), "领导干部干预司法活动等情况的报告".into()],
        number: Some("甲法报〔2026〕41号".into()),
        blocks: vec![
            Block::Paragraph(Level::Addressee, "中共某市甲区委政法委员会、某市中级人民法院：".into()),
            body(
                "根据《领导干部干预司法活动、插手具体案件处理的记录、通报和责任追究规定》第六条和《司法机关内部人员过问案件的记录和责任追究规定》的要求，现将我院2026年第三季度记录情况报告如下。",
            ),
            Block::Paragraph(Level::First, "一、基本情况".into()),
            body(
                "本季度共记录17件次，涉及14件案件、12人；其中外部9件次，内部8件次。与上季度相比增加3件次，与上年同期持平。均在5个工作日内完成双人核对，无逾期，无更正。",
            ),
            Block::Paragraph(Level::Second, "（一）分部门情况".into()),
            Block::List(departments(24)),
            Block::Paragraph(Level::Second, "（二）需要特别报告的事项".into()),
            body(
                "9月28日，王䶮（民二庭）记录欧阳𠅤来电1件，被反映事项涉及张𬍛担任法定代表人的企业，承办人赵㑇已依法告知。该件已按规定于当日报告。",
            ),
            Block::Paragraph(Level::First, "二、存在的问题和下一步打算".into()),
            body(
                "个别部门对“打听进展”是否属于应当记录的情形把握不一。下一步将组织专题学习，并由纪检监察室按月抽查。",
            ),
            body("特此报告。"),
            Block::SignOff { organ: "某市甲区人民法院".into(), date: "2026年10月9日".into() },
            Block::NewPage,
            Block::Paragraph(Level::First, "回　执".into()),
            body("某市甲区人民法院：你院甲法报〔2026〕41号报告收悉。"),
            Block::Signatures(vec![
                Signature {
                    label: "签收单位（章）".into(),
                    name: String::new(),
                    date: "　　年　　月　　日".into(),
                },
                Signature {
                    label: "签收人".into(), name: "李红梅".into(), date: "2026年10月9日".into()
                },
            ]),
        ],
        foot: foot(),
        organ: "某市甲区人民法院".into(),
        made: made(),
    }
}

/// A notice in English, as the same court would print it for a foreign reader.
pub fn english() -> Sheet {
    let body = "On 28 September 2026 a telephone inquiry about case (2026) Jing 0105 Min Chu No. 1234 was \
        received and recorded in full. Two custodians compared the record with the recording within five \
        working days; neither the hearing date nor the preservation of property was discussed with the \
        caller, who was told that the call would be kept on the file and may be reported.";
    Sheet {
        lang: Lang::En,
        title: vec!["Notice of an Inquiry Recorded".into()],
        blocks: vec![
            Block::Paragraph(Level::First, "1. What was recorded".into()),
            Block::Paragraph(Level::Body, body.into()),
            Block::Paragraph(Level::Body, body.into()),
            Block::SignOff { organ: "The District People’s Court".into(), date: "9 October 2026".into() },
        ],
        ..letter()
    }
}
