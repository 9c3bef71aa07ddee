//! What the stream of an inquiry asks beside its words: further cases, gifts, how a contact came
//! about, whether guidance was written. Taken in turn and never by chance, so that the rest of the
//! story stays as it is.

use super::world::World;
use crate::domain::ids::{Millis, PersonId};
use crate::domain::record::streams::{self, Stream};
use crate::domain::record::{CaseOf, Gift, RecordText};

/// Stages of further cases with the words of their numbers, by kind of organ.
const FURTHER: &[(&str, &[(&str, &str)])] = &[
    (
        "COURT",
        &[
            ("RETR", "({year})皖06民再{n}号"),
            ("MEDI", "({year})皖06民诉前调{n}号"),
            ("PRES", "({year})皖06财保{n}号"),
            ("OTHER", "({year})皖06司惩{n}号"),
        ],
    ),
    (
        "PROCURATORATE",
        &[
            ("COERC", "淮示检审捕〔{year}〕{n}号"),
            ("PIL", "淮示检民公〔{year}〕{n}号"),
            ("INVE", "淮示检侦〔{year}〕{n}号"),
        ],
    ),
    (
        "POLICE",
        &[
            ("COERC", "淮示公(刑)拘字〔{year}〕{n}号"),
            ("RECON", "淮示公复字〔{year}〕{n}号"),
            ("DETN", "淮示公(看)字〔{year}〕{n}号"),
        ],
    ),
    ("JUSTICE", &[("PRISON", "淮示司监〔{year}〕{n}号"), ("CORR", "淮示司矫〔{year}〕{n}号")]),
];

impl World<'_> {
    /// Fills in what the stream asks, and leaves out what it does not.
    pub(super) fn by_stream(&mut self, text: &mut RecordText, recorder: &PersonId, at: Millis) {
        let mut settled = text.clone();
        if settled.stream.is_empty() {
            let found = streams::derive(text, Some(recorder), Some(&self.organ.calendar));
            settled.stream = found.map_or_else(String::new, |d| d.stream.clone());
        }
        let stream = streams::of(&settled.stream);
        if stream.about() == "RELATIVE" {
            self.relative(text);
        }
        let given =
            text.aggravating.iter().any(|a| a == "GIFT") || text.request_type.iter().any(|n| n == "TREAT");
        if given && stream.asks("gifts") {
            text.gifts = vec![self.gift(at)];
        }
        if stream.asks("deputy_level") {
            self.deputy(text, at);
        }
        if stream.asks("contact_facts") {
            let facts = self.chance.turn("contact", &["AFTER+LEFT", "PRIOR", "OFFICE", "LEFT", ""]);
            text.contact_facts = facts.split('+').filter(|c| !c.is_empty()).map(str::to_owned).collect();
            if text.contact_facts.iter().any(|c| c == "AFTER") {
                text.contact_note = "次日上班即向部门负责人和监察部门报告".to_owned();
            }
        }
        if stream.complete.iter().any(|f| f == "written_opinion") {
            let written = ["ORAL", "FILED", "GIVEN", "", "ASKED"];
            text.written_opinion = self.chance.turn("written", &written).to_owned();
        }
        if matches!(text.written_opinion.as_str(), "FILED" | "GIVEN") || settled.stream == "REF" {
            text.filed_to = if settled.stream == "REF" { "VOL_OPEN" } else { "VOL_CLOSED" }.to_owned();
        }
        if !text.case_no.is_empty() && stream.must.iter().any(|f| f == "effect") {
            self.further(text);
        }
        for p in text.people.iter_mut().filter(|p| p.relation_to_recorder == "OTHER") {
            p.relation_words = "孩子同班同学的家长".to_owned();
        }
        leave_out(text, stream);
    }

    /// A relative who practises law; nobody inquired.
    fn relative(&mut self, text: &mut RecordText) {
        let firm =
            self.chance.turn("firm", &["示范正行律师事务所", "淮上同衡律师事务所", "相山知止律师事务所"]);
        let licence =
            self.chance.turn("licence", &["13406201810270035", "13406202011640118", "13406201511930072"]);
        text.practice = self.chance.turn("practice", &["民商事诉讼", "非诉讼业务", "刑事辩护"]).to_owned();
        text.recusal_note = "不承办该所代理的案件,遇有时自行申请回避".to_owned();
        text.people.truncate(1);
        for p in &mut text.people {
            (p.role, p.unit) = ("RELATIVE".to_owned(), firm.to_owned());
            (p.licence, p.post) = (licence.to_owned(), "律师".to_owned());
            (p.primary, p.kind, p.contact) = (false, String::new(), String::new());
            (p.sector, p.rank, p.cadre_authority) = (String::new(), String::new(), String::new());
            (p.relation_to_party, p.confidence) = (String::new(), String::new());
        }
    }

    /// Of which house he is, whether he wrote a proposal and through whom it came, and what he was told.
    fn deputy(&mut self, text: &mut RecordText, at: Millis) {
        let unit = text.people.first().map_or("", |p| p.unit.as_str());
        let levels = [("全国", "NAT"), ("省", "PROV"), ("镇", "TOWN"), ("区", "CNTY")];
        let level = levels.iter().find(|(of, _)| unit.contains(of)).map_or("CITY", |(_, level)| level);
        text.deputy_level = level.to_owned();
        if text.manner.iter().any(|m| matches!(m.as_str(), "LETTER" | "DOC")) {
            text.proposal_no = self.chance.turn("proposal", &["第0137号", "第0264号", "第0085号"]).to_owned();
            let through = ["示范市人大常委会代表工作委员会", "示范市政协提案委员会", ""];
            text.handed_on_by = self.chance.turn("handed_on", &through).to_owned();
        }
        let replies =
            ["当日已说明办理程序和期限,未谈案件的实体处理。", "", "当日已答复:依法办理,办结后书面告知。"];
        text.reply = self.chance.turn("reply", &replies).to_owned();
        text.replied_on = Some(at).filter(|_| !text.reply.is_empty());
    }

    fn gift(&mut self, at: Millis) -> Gift {
        let line = self.chance.turn(
            "gift",
            &[
                "CARD|购物卡一张|1000元|RETURNED|本人,并在退还单上签字",
                "TREAT|晚餐|约600元|REFUSED|",
                "CASH|信封一个,内有现金|5000元|RETURNED|本人,当场清点",
                "RED|微信红包|888元|RETURNED|原路退回",
                "GOODS|白酒两瓶|约1500元|HANDED_IN|监察室",
                "TRAVEL|景区门票两张|不详|REFUSED|",
                "LOAN|轿车一辆,称可借用|不详|REFUSED|",
                "OTHER|答应为亲属安排工作|不详|PENDING|",
            ],
        );
        let part: Vec<&str> = line.split('|').collect();
        let get = |n: usize| part.get(n).copied().unwrap_or_default().to_owned();
        let gone = matches!(get(3).as_str(), "RETURNED" | "HANDED_IN");
        Gift {
            kind: get(0),
            description: get(1),
            value: get(2),
            answer: get(3),
            returned_at: gone.then_some(at + 3_600_000),
            returned_to: get(4),
        }
    }

    /// Now and then the same words are about a series, or about another case of the parties too.
    fn further(&mut self, text: &mut RecordText) {
        let turn = self.chance.turn("further", &["", "", "", "", "series", "", "", "other"]).to_owned();
        match turn.as_str() {
            "series" => {
                // The numbers that follow, as they are given to cases handed in together.
                let next = |by: u32| next_number(&text.case_no, by);
                text.other_cases = [next(1), next(2)]
                    .into_iter()
                    .flatten()
                    .map(|case_no| CaseOf { case_no, stage: String::new() })
                    .collect();
            }
            "other" => {
                let kind = self.organ.kind.code.clone();
                let list = FURTHER.iter().find(|(k, _)| *k == kind).map_or(&[][..], |(_, l)| *l);
                let stages: Vec<&str> = list.iter().map(|(stage, _)| *stage).collect();
                let stage = self.chance.turn("further.stage", &stages).to_owned();
                let Some((_, number)) = list.iter().find(|(s, n)| *s == stage && !n.is_empty()) else {
                    return;
                };
                let year: String = text.case_no.chars().filter(char::is_ascii_digit).take(4).collect();
                let digits: String =
                    text.case_no.chars().rev().skip(1).take_while(char::is_ascii_digit).collect();
                let number = number.replace("{year}", &year).replace("{n}", digits.trim_start_matches('0'));
                text.other_cases = vec![CaseOf { case_no: number, stage }];
            }
            _ => {}
        }
    }
}

/// 272号 and two more is 274号.
fn next_number(case_no: &str, by: u32) -> Option<String> {
    let head = case_no.strip_suffix('号')?;
    let stem = head.trim_end_matches(|c: char| c.is_ascii_digit());
    let number: u32 = head[stem.len()..].parse().ok()?;
    Some(format!("{stem}{}号", number + by))
}

/// What the stream does not ask for does not stand in a record that was filled in with its form.
fn leave_out(text: &mut RecordText, stream: &Stream) {
    let asks = |field: &str| stream.asks(field);
    let lists = [
        ("request_type", &mut text.request_type),
        ("response", &mut text.response),
        ("aggravating", &mut text.aggravating),
        ("special_items", &mut text.special_items),
        ("manner", &mut text.manner),
    ];
    for (_, list) in lists.into_iter().filter(|(field, _)| !asks(field)) {
        list.clear();
    }
    let words = [
        ("matter", &mut text.matter),
        ("stage", &mut text.stage),
        ("case_no", &mut text.case_no),
        ("place", &mut text.place),
        ("response_text", &mut text.response_text),
        ("effect", &mut text.effect),
        ("recorder_role", &mut text.recorder_role),
    ];
    for (_, words) in words.into_iter().filter(|(field, _)| !asks(field)) {
        words.clear();
    }
    if !asks("channel") {
        text.channel.clear();
    }
    if !asks("urgent") {
        text.urgent = false;
    }
    if !asks("occurred") {
        text.occurred = None;
    }
    if !asks("present") {
        text.nobody_else = false;
    }
}
