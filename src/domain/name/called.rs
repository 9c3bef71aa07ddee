//! How people call somebody without his whole name: 老钱, 钱老师, 守一同志, 欧阳院, 一把手; and a name that
//! is one sign off, where somebody of this organ was typed and not picked.

use super::as_read::fold;
use super::fold::Folded;
use super::kind::surname;
use pinyin::ToPinyin;

/// Forms of address behind a surname or a given name.
const ADDRESS: &[&str] = &[
    "某",
    "某某",
    "x",
    "xx",
    "老师",
    "同志",
    "先生",
    "女士",
    "总",
    "工",
    "哥",
    "姐",
    "兄",
    "队",
    "院",
    "庭",
    "局",
    "处",
    "科",
    "所",
    "检",
    "厅",
    "老大",
    "领导",
    "夫人",
    "主任",
    "书记",
    "院长",
    "庭长",
    "局长",
    "大法官",
    "大检察官",
];
/// Short for a title behind the surname of its holder: 宋庭, 喻局. The full title begins with it.
const SHORT_TITLES: &[char] = &['院', '庭', '局', '处', '科', '所', '检', '厅'];

/// The parts by which one member of staff is called.
#[derive(Clone, Debug)]
pub(super) struct Called {
    name: Folded,
    surname: Folded,
    given: Folded,
    post: Folded,
    /// 钱守一 as qsy.
    initials: String,
}

impl Called {
    pub fn of(name: &str, post: &str) -> Option<Self> {
        let surname_typed = surname(name)?;
        let given = &name[surname_typed.len()..];
        let initials = name.chars().filter_map(|c| c.to_pinyin()?.plain().chars().next());
        Some(Self {
            name: fold(name),
            surname: fold(surname_typed),
            given: fold(given),
            post: fold(post),
            initials: initials.collect(),
        })
    }

    /// Whether a row for somebody of this organ may mean him: `before` are units or titles that stand
    /// before a surname, 审管办老钱.
    pub fn is(&self, whole: &str, before: impl Fn(&str) -> bool) -> bool {
        let address = |rest: &str| ADDRESS.contains(&rest);
        let nick = |text: &str| {
            let bare = text.trim_end_matches(['某', 'x']);
            bare.strip_prefix(['老', '小', '大', '阿']).is_some_and(|s| s == self.surname.as_str())
        };
        let behind_a_unit = || {
            let bare = whole.trim_end_matches(['某', 'x']);
            bare.strip_suffix(self.surname.as_str())
                .map(|b| b.trim_end_matches(['老', '小', '的']))
                .is_some_and(|b| !b.is_empty() && (b.ends_with('姓') || before(b)))
        };
        let by_surname = || {
            whole
                .strip_prefix(self.surname.as_str())
                .is_some_and(|rest| address(rest) || !rest.is_empty() && self.post.as_str().ends_with(rest))
        };
        let by_given = || {
            self.given.len() > 1
                && whole
                    .strip_prefix(self.given.as_str())
                    .is_some_and(|rest| rest.is_empty() || address(rest))
        };
        nick(whole)
            || by_surname()
            || by_given()
            || behind_a_unit()
            || self.post.len() > 3 && whole.ends_with(self.post.as_str())
            || self.initials.len() > 1 && whole == self.initials
            || one_sign_off(whole, self.name.as_str())
    }

    /// What stands for him in any text: 老钱; 欧阳总, 欧阳书记, since a surname of two characters is rare
    /// enough to be somebody's.
    pub fn nicknames(&self) -> Vec<Folded> {
        let mut all = vec![format!("老{}", self.surname), format!("小{}", self.surname)];
        if self.surname.len() > 1 {
            all.extend(ADDRESS.iter().chain(&["的"]).map(|a| format!("{}{a}", self.surname)));
            all.extend(["姓", "领导", "审判长"].iter().map(|b| format!("{b}{}", self.surname)));
        } else {
            let short = SHORT_TITLES.iter().filter(|c| self.post.as_str().contains(&format!("{c}长")));
            all.extend(short.map(|c| format!("{}{c}", self.surname)));
        }
        if self.given.len() > 1 {
            all.extend(["同志", "老师", "兄"].iter().map(|a| format!("{}{a}", self.given)));
        }
        all.iter().map(|n| fold(n)).collect()
    }
}

/// One sign put, left out or taken for another in a name of three or more: 钱守1, 石铁, 钱某一.
fn one_sign_off(typed: &str, name: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (typed.chars().collect(), name.chars().collect());
    if b.len() < 3 || a.len() < 2 || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    start + end + 1 >= a.len().max(b.len())
}

/// What behind a nickname makes another word of it.
const AFTER: &str = "库额属时候学区组型额度数量车包麦米路段板龄家师人乡年实百部分审外前长办内";

pub(super) fn goes_on(c: char) -> bool {
    AFTER.contains(c)
}

/// Whether a nickname that was found is part of another word: 养老金, 大小金额, 小金库, 宋庭审.
pub(super) fn is_part_of_a_word(text: &str, start: usize, end: usize) -> bool {
    const BEFORE: &str = "大多最较养古元敬从缩中弱矮细幼至到不";
    let found = &text[start..end];
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    let short_title = found.ends_with(SHORT_TITLES);
    (found.starts_with(['老', '小']) && before.is_some_and(|c| BEFORE.contains(c)))
        || found.starts_with(['老', '小']) && after.is_some_and(|c| AFTER.contains(c))
        // 省高院, 高院院长.
        || short_title
            && (after.is_some_and(|c| AFTER.contains(c) || SHORT_TITLES.contains(&c))
                || before.is_some_and(|c| "省市区县州级最各".contains(c)))
}
