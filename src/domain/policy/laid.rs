//! Texts that are laid before somebody, as an escalation, a request or a letter is: whom such a text asks
//! to act is named for his work, and is not whom it tells of.

/// 特请, 建议报请, 必要时提请: what a clause may begin with before it asks.
const LEADS: &[&str] =
    &["特", "现", "拟", "并", "谨", "故", "再", "即", "可", "应", "须", "先", "建议", "必要时", "逐级"];

/// The longest first: 请示 before 请.
const ASKS: &[&str] = &[
    "请示", "提请", "报请", "呈请", "恳请", "敬请", "呈报", "报送", "上报", "报告", "提交", "请", "呈", "报",
];

/// What only somebody's own work is called: 院长审批, 庭长审核.
const WORK: &[&str] = &["审核", "审批", "审定", "审签", "审阅", "阅示", "批准"];

/// 同意庭长意见, 按院长意见办.
const AGREED: &[&str] = &["同意", "按照", "按", "依照", "根据"];

/// What a colleague's part in a record is called: 白慎独核对有误.
const PART: &[&str] = &["核对", "核实", "复核", "退回", "存疑", "意见", "答复", "转报", "审核", "审批"];

/// Whether words go on with somebody's part in the record. Whoever has acted on it is named for that, and is
/// told of by any other words like everybody else.
pub(super) fn is_part(after: &str) -> bool {
    PART.iter().any(|w| after.trim_start().starts_with(w))
}

/// Whether the passage between these two is asked, at the beginning of a clause. 请院长阅示 asks him;
/// 当事人请院长帮忙 tells of him.
pub(super) fn is_asked(before: &str, after: &str) -> bool {
    let before = before.trim_end();
    let asks = ASKS.iter().find_map(|w| before.strip_suffix(w)).map(str::trim_end);
    let begins = |rest: &str| {
        let rest = LEADS.iter().find_map(|w| rest.strip_suffix(w)).unwrap_or(rest);
        rest.chars().next_back().is_none_or(|c| !c.is_alphanumeric())
    };
    let agreed =
        after.trim_start().starts_with("意见") && AGREED.iter().any(|w| before.trim_end().ends_with(w));
    agreed || asks.is_some_and(begins) || WORK.iter().any(|w| after.trim_start().starts_with(w))
}

#[cfg(test)]
mod tests {
    use super::is_asked;

    #[test]
    fn whoever_a_clause_asks_is_not_told_of() {
        for (before, after) in [
            ("请", "批示"),
            ("情况复杂，特报请", "阅示。"),
            ("一、核实；二、必要时提请 ", "主持研究"),
            ("同意。报", ""),
            ("拟由", "审批后办理"),
            ("同意", "意见。"),
        ] {
            assert!(is_asked(before, after), "{before}|{after}");
        }
        for (before, after) in [
            ("当事人请", "帮忙"),
            ("", "打招呼要求从快"),
            ("其称已报", "同意，要求改判"),
            ("受", "之托"),
            ("律师经", "介绍而来"),
        ] {
            assert!(!is_asked(before, after), "{before}|{after}");
        }
    }
}
