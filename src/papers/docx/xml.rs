//! Words as XML, and runs with their fonts said out loud.

use crate::papers::Lang;
use crate::papers::fonts::Role;

pub(super) const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
pub(super) const SPACES: &str = concat!(
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
    r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#
);

/// Twentieths of a point, as the format reckons.
pub(super) fn twips(points: f32) -> i32 {
    (points * 20.0).round() as i32
}

/// Text for an element or an attribute. What is not text is made visible, for XML cannot hold it.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in crate::text::escape(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

/// The families that official papers name.
pub(super) fn family(role: Role) -> &'static str {
    match role {
        Role::Title => "方正小标宋_GBK",
        Role::Hei => "黑体",
        Role::Kai => "楷体_GB2312",
        Role::Fang => "仿宋_GB2312",
    }
}

/// `<w:rFonts>` that leaves no choice: boxes, dashes and quotes belong to both scripts, and without the
/// hint they are taken from a Latin font.
pub(super) fn fonts(role: Role, chinese: bool) -> String {
    let hint = if chinese { r#" w:hint="eastAsia""# } else { "" };
    let family = family(role);
    format!(r#"<w:rFonts{hint} w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{family}"/>"#)
}

/// A run of words. A line end in them is a line end on the paper.
pub(super) fn run(lang: Lang, role: Role, words: &str) -> String {
    let chinese = lang == Lang::Zh || words.contains(['□', '■', '—']);
    let text = words.split('\n').map(|line| format!(r#"<w:t xml:space="preserve">{}</w:t>"#, escaped(line)));
    let text = text.collect::<Vec<_>>().join("<w:br/>");
    format!("<w:r><w:rPr>{}</w:rPr>{text}</w:r>", fonts(role, chinese))
}

/// A paragraph of a style.
pub(super) fn paragraph(lang: Lang, style: &str, role: Role, words: &str) -> String {
    let run = if words.is_empty() { String::new() } else { run(lang, role, words) };
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>"#)
}
