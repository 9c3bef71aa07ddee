//! Whom a learner can be.

use super::sheet;
use crate::domain::lang::Lang;
use crate::domain::organ::Organ;
use crate::office::latin;
use serde::Serialize;

/// One person of the training register worth being, and what there is to see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CastMember {
    /// For `--as`.
    pub account: String,
    pub name: String,
    /// How the name sounds.
    pub latin: String,
    pub zh: String,
    pub en: String,
}

/// Seat, the ladder's level or term that names it, and what waits there (zh, en).
const CAST: [(&str, &str, &str, &str); 14] = [
    (
        "judge",
        "HANDLER",
        "记录人:有退回的记录、速记和待反馈的决定",
        "records inquiries; has returned records, a quick note, a decision to report on",
    ),
    ("presiding", "PRESIDING", "合议庭:刚收到一件上报", "just got an escalation"),
    ("head", "DIVISION_HEAD", "曾逾期未答,上报自动越级", "was silent, so a matter passed over"),
    ("vice1", "VICE_CHIEF", "有一件上报今天到期", "an escalation is due"),
    ("chief", "CHIEF", "有提请集体讨论的申请待批准", "an application waits for approval"),
    (
        "member",
        "",
        "会议组成人员:明日会议,少数意见待写",
        "committee member: a sitting tomorrow, a minority opinion owed",
    ),
    ("sec", "", "会议秘书:议程、表决、决定事项通知", "secretary: agenda, votes, notices"),
    ("cus_a", "", "保管人甲:待核对,有到期和逾期的", "custodian A: records to check, some overdue"),
    ("cus_b", "", "保管人乙:第二人核对", "custodian B: second hands"),
    ("sub_a", "", "替补保管人:有亲属被记录而回避", "substitute custodian: recused where kin is named"),
    ("dis_a", "", "纪检监察(督察)人员", "discipline officer"),
    ("dish", "", "纪检监察(督察)负责人:核对争议", "head of discipline: settles disputes"),
    ("clerk", "", "书记员:有待签字的记录", "clerk: asked to sign as a witness"),
    ("aud", "", "审计管理员:只看账,不看内容", "audit administrator: the ledger, never the content"),
];

/// The people to be, in this organ's own titles; those who are not there are left out.
pub fn cast(organ: &Organ) -> Vec<CastMember> {
    let (Ok(sheet), Ok(names)) = (sheet::sheet(&organ.kind.code), sheet::names()) else { return Vec::new() };
    let Ok(seats) = sheet::seats(&sheet, &names) else { return Vec::new() };
    CAST.iter()
        .filter_map(|(tag, level, zh, en)| {
            let seat = seats.iter().find(|s| s.tag == *tag)?;
            let person = organ.by_account(&seat.account)?;
            let title = |lang| organ.kind.level(level, lang).unwrap_or_default();
            let unit = if seat.unit == "lead" { "" } else { organ.unit_name(&person.unit) };
            let level = match title(Lang::Zh) {
                same if same.is_empty() || same == person.post => String::new(),
                other => format!("〔{other}〕"),
            };
            let en = if title(Lang::En).is_empty() {
                (*en).to_owned()
            } else {
                format!("{}: {en}", title(Lang::En))
            };
            Some(CastMember {
                account: person.account.clone(),
                name: person.name.clone(),
                latin: latin(&person.name, &person.account),
                zh: format!("{unit}{}{level} {zh}", person.post),
                en,
            })
        })
        .collect()
}
