//! What a name is by its form: a surname, its mask, or a placeholder that names nobody.

use super::as_read::fold;
use super::fold::Folded;
use std::collections::HashSet;
use std::sync::OnceLock;

const DOUBLE_SURNAMES: &str = include_str!("../../../assets/names/double_surnames.txt");

fn is_double(text: &str) -> bool {
    static DOUBLE: OnceLock<HashSet<Folded>> = OnceLock::new();
    let double = DOUBLE.get_or_init(|| DOUBLE_SURNAMES.split_whitespace().map(fold).collect());
    double.contains(&fold(text))
}

/// The surname of a Chinese name, as it is written: 欧阳 of 欧阳文修, 钱 of 钱守一. None for a name in letters
/// or of one character.
pub fn surname(name: &str) -> Option<&str> {
    let first = name.chars().next().filter(|c| !c.is_ascii() && c.is_alphabetic())?;
    let two = name.char_indices().nth(2).map_or(name, |(at, _)| &name[..at]);
    Some(if is_double(two) { two } else { &name[..first.len_utf8()] })
}

/// 张三 becomes 张某, 欧阳修 becomes 欧阳某; a name in letters keeps its first letter.
pub fn mask(name: &str) -> String {
    match (surname(name), name.chars().next()) {
        (_, None) => String::new(),
        (Some(s), _) => format!("{s}某"),
        (None, Some(c)) if c.is_ascii() => format!("{c}*"),
        (None, Some(c)) => format!("{c}某"),
    }
}

/// Whether a name says only that nobody is named: 某某, 张某, X, 不详. It makes nobody the same person.
pub fn is_placeholder(name: &Folded) -> bool {
    const NOBODY: &[&str] = &[
        "不详",
        "不明",
        "未知",
        "匿名",
        "无名",
        "无名氏",
        "佚名",
        "不知",
        "不知道",
        "不清楚",
        "未留名",
        "未具名",
        "某人",
        "有人",
        "陌生人",
        "unknown",
        "anonymous",
        "na",
        "none",
        "nn",
        "null",
        "test",
    ];
    let text = name.as_str();
    // An x is a mask beside nothing but other signs of it: Xu is a name.
    let letters = text.chars().any(|c| c.is_ascii_alphabetic() && c != 'x');
    let mask = |c: char| c == '某' || c == 'x' && !letters;
    let bare: String =
        text.chars().filter(|c| !mask(*c) && !matches!(c, '甲' | '乙' | '丙' | '丁')).collect();
    let masks = text.chars().any(mask);
    bare.is_empty()
        || NOBODY.contains(&text)
        || NOBODY.contains(&bare.as_str())
        || ["不详", "不明", "未知"].iter().any(|end| text.ends_with(end))
        // 张某, 张某某, 欧阳某甲, 张xx, 某先生: a surname or a form of address and nothing else.
        || masks && (bare.chars().count() <= 1 || is_double(&bare) || matches!(bare.as_str(), "先生" | "女士" | "同志" | "人" | "男子" | "女子"))
        || text.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masking_keeps_the_surname_and_nothing_else() {
        assert_eq!(mask("张三"), "张某");
        assert_eq!(mask("欧阳建国"), "欧阳某");
        assert_eq!(mask("歐陽建國"), "歐陽某");
        assert_eq!(mask("䶮三"), "䶮某");
        assert_eq!(mask("Smith"), "S*");
        assert_eq!(mask(""), "");
    }

    #[test]
    fn placeholders_name_nobody() {
        for name in [
            "某",
            "某某",
            "张某",
            "张某某",
            "欧阳某",
            "张某甲",
            "X",
            "XX",
            "ＸＸ",
            "张XX",
            "×××",
            "不详",
            "未知",
            "不明",
            "匿名",
            "姓名不详",
            "某先生",
            "甲某",
            "***",
        ] {
            assert!(is_placeholder(&fold(name)), "{name}");
        }
        for name in ["张三", "欧阳文修", "鲍建国", "某国强", "Xu", "Max", "甲午", "丁一"] {
            assert!(!is_placeholder(&fold(name)), "{name}");
        }
    }
}
