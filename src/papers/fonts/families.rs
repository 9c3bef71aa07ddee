//! Names of font families, best first. None of them is needed.

use super::Role;

const TITLE: &[&str] =
    &["方正小标宋_GBK", "FZXiaoBiaoSong-B05", "方正小标宋简体", "FZXiaoBiaoSong-B05S", "小标宋"];
const HEI: &[&str] = &["方正黑体_GBK", "FZHei-B01", "黑体", "SimHei", "华文黑体", "STHeiti", "FandolHei"];
const KAI: &[&str] = &[
    "楷体_GB2312",
    "KaiTi_GB2312",
    "方正楷体_GBK",
    "FZKai-Z03",
    "楷体",
    "KaiTi",
    "华文楷体",
    "STKaiti",
    "FandolKai",
];
const FANG: &[&str] = &[
    "仿宋_GB2312",
    "FangSong_GB2312",
    "方正仿宋_GBK",
    "FZFangSong-Z02",
    "仿宋",
    "FangSong",
    "华文仿宋",
    "STFangsong",
    "FandolFang R",
    "FandolFang",
];

/// Where rare characters of names are looked for. Only fonts with real drawings: one that draws a box or
/// a code for whatever it lacks must not stand here.
pub(super) const RARE: &[&str] = &[
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "思源宋体",
    "思源宋体 CN",
    "Noto Serif SC",
    "方正宋体S-超大字符集",
    "方正宋体-超大字符集",
    "FZSong-Extended",
    "宋体-18030",
    "SimSun-18030",
    "宋体",
    "SimSun",
    "SimSun-ExtB",
    "SimSun-ExtG",
    "中易宋体18030",
    "华文宋体",
    "STSong",
    "HanaMinA",
    "HanaMinB",
    "Plangothic P1",
    "Plangothic P2",
    "遍黑体 P1",
    "BabelStone Han",
    "AR PL UMing CN",
    "AR PL UKai CN",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "思源黑体",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Noto Serif",
    "DejaVu Serif",
    "DejaVu Sans",
];

pub(super) fn role_families(role: Role) -> &'static [&'static str] {
    match role {
        Role::Title => TITLE,
        Role::Hei => HEI,
        Role::Kai => KAI,
        Role::Fang => FANG,
    }
}

pub(super) fn is_known(family: &str) -> bool {
    [TITLE, HEI, KAI, FANG, RARE].iter().any(|list| list.contains(&family))
}
