//! The two parts with content: the document and its footers, for odd pages and for even ones.

use super::table;
use super::xml::{HEAD, SPACES, fonts, paragraph, run, twips};
use crate::papers::fonts::Role;
use crate::papers::measure::{HEIGHT, LEFT, LINES, PAGE, TOP, WIDTH};
use crate::papers::sheet::{Block, Level, Setting, Sheet};

pub(super) fn document(sheet: &Sheet) -> String {
    let mut body = opening(sheet);
    for block in &sheet.blocks {
        body.push_str(&match block {
            Block::Paragraph(level, words) => {
                words.split('\n').map(|w| level_paragraph(sheet, *level, w)).collect()
            }
            Block::Fields(grid) => table::fields(sheet, grid),
            Block::List(list) => table::list(sheet, list),
            Block::Signatures(all) => table::signatures(sheet.lang, sheet.setting, all),
            Block::SignOff { organ, date } => sign_off(sheet, organ, date),
            Block::NewPage => {
                r#"<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>"#.into()
            }
        });
    }
    format!("{HEAD}<w:document {SPACES}><w:body>{body}{}</w:body></w:document>", section(sheet.setting))
}

/// Title and number: a letter has its number at the right above its title, a form under it.
fn opening(sheet: &Sheet) -> String {
    let number =
        sheet.number.iter().map(|n| paragraph(sheet.lang, "Number", Role::Fang, n)).collect::<String>();
    let title =
        sheet.title.iter().map(|t| paragraph(sheet.lang, "Heading", Role::Title, t)).collect::<String>();
    let blank = paragraph(sheet.lang, "Addressee", Role::Fang, "");
    match sheet.setting {
        Setting::Letter if number.is_empty() => title + &blank,
        Setting::Letter => number + &blank + &title + &blank,
        Setting::Form => title + &number,
    }
}

fn level_paragraph(sheet: &Sheet, level: Level, words: &str) -> String {
    let (style, role) = match level {
        Level::First => ("First", Role::Hei),
        Level::Second => ("Second", Role::Kai),
        Level::Body => ("Body", Role::Fang),
        Level::Addressee => ("Addressee", Role::Fang),
        Level::Note => ("Note", Role::Fang),
    };
    paragraph(sheet.lang, style, role, words)
}

fn sign_off(sheet: &Sheet, organ: &str, date: &str) -> String {
    let blank = paragraph(sheet.lang, "SignOff", Role::Fang, "");
    blank + &[organ, date].map(|w| paragraph(sheet.lang, "SignOff", Role::Fang, w)).concat()
}

fn section(setting: Setting) -> String {
    let (right, bottom) = (twips(PAGE.0 - LEFT - WIDTH), twips(PAGE.1 - TOP - HEIGHT));
    let grid = match setting {
        Setting::Letter => format!(r#"<w:docGrid w:type="lines" w:linePitch="{}"/>"#, twips(HEIGHT / LINES)),
        Setting::Form => r#"<w:docGrid w:type="default"/>"#.to_owned(),
    };
    let (width, height, top, left) = (twips(PAGE.0), twips(PAGE.1), twips(TOP), twips(LEFT));
    let sides = format!(r#"w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}""#);
    [
        r#"<w:sectPr><w:footerReference w:type="default" r:id="rId3"/>"#.to_owned(),
        r#"<w:footerReference w:type="even" r:id="rId4"/>"#.to_owned(),
        format!(r#"<w:pgSz w:w="{width}" w:h="{height}"/>"#),
        format!(r#"<w:pgMar {sides} w:header="851" w:footer="567" w:gutter="0"/>{grid}</w:sectPr>"#),
    ]
    .concat()
}

/// `— 1 —` outside, and what proves the paper under it.
pub(super) fn footer(sheet: &Sheet, odd: bool) -> String {
    let (style, lang) = (if odd { "PageOdd" } else { "PageEven" }, sheet.lang);
    let face = fonts(Role::Fang, true);
    let field =
        |kind: &str| format!(r#"<w:r><w:rPr>{face}</w:rPr><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let code =
        format!(r#"<w:r><w:rPr>{face}</w:rPr><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>"#);
    let number = [
        field("begin"),
        code,
        field("separate"),
        run(lang, Role::Fang, if odd { "1" } else { "2" }),
        field("end"),
    ]
    .concat();
    let (dash, end) = (run(lang, Role::Fang, "— "), run(lang, Role::Fang, " —"));
    let number = format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{dash}{number}{end}</w:p>"#);
    let said =
        sheet.foot.said().map(|l| paragraph(lang, "Foot", Role::Fang, &format!("{} {}", l.label, l.value)));
    format!("{HEAD}<w:ftr {SPACES}>{number}{}</w:ftr>", said.collect::<String>())
}
