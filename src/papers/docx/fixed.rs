//! The parts that hardly depend on the sheet: what is in the package, its styles and its settings.

use super::xml::{HEAD, SPACES, escaped, fonts, twips};
use crate::papers::Lang;
use crate::papers::fonts::Role;
use crate::papers::measure::{self, NUMBER, SIZE_FOOT, SIZE_NUMBER, Type};
use crate::papers::sheet::{Level, Sheet, tag};

const OFFICE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
const PACKAGES: &str = "http://schemas.openxmlformats.org/package/2006/";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

/// What kind of part each is.
pub(super) fn content_types() -> String {
    let of = |part: &str, kind: &str| format!(r#"<Override PartName="{part}" ContentType="{kind}+xml"/>"#);
    let word = |name: &str, kind: &str| of(&format!("/word/{name}.xml"), &format!("{OFFICE}{kind}"));
    let parts = [
        word("document", "document.main"),
        word("styles", "styles"),
        word("settings", "settings"),
        word("footer1", "footer"),
        word("footer2", "footer"),
        of("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties"),
    ];
    let rels = "application/vnd.openxmlformats-package.relationships+xml";
    [
        format!(r#"{HEAD}<Types xmlns="{PACKAGES}content-types">"#),
        format!(r#"<Default Extension="rels" ContentType="{rels}"/>"#),
        r#"<Default Extension="xml" ContentType="application/xml"/>"#.to_owned(),
        parts.concat(),
        "</Types>".to_owned(),
    ]
    .concat()
}

/// What the package holds.
pub(super) fn package() -> String {
    let core = format!("{PACKAGES}relationships/metadata/core-properties");
    let document = format!("{RELATIONS}officeDocument");
    relations(&[(&document, "word/document.xml"), (&core, "docProps/core.xml")])
}

/// What belongs to the document.
pub(super) fn document() -> String {
    let [styles, settings, footer] =
        ["styles", "settings", "footer"].map(|kind| format!("{RELATIONS}{kind}"));
    relations(&[
        (&styles, "styles.xml"),
        (&settings, "settings.xml"),
        (&footer, "footer1.xml"),
        (&footer, "footer2.xml"),
    ])
}

/// Numbered `rId1` and so on.
fn relations(all: &[(&str, &str)]) -> String {
    let one = |(at, (kind, target)): (usize, &(&str, &str))| {
        format!(r#"<Relationship Id="rId{}" Type="{kind}" Target="{target}"/>"#, at + 1)
    };
    let all: String = all.iter().enumerate().map(one).collect();
    format!(r#"{HEAD}<Relationships xmlns="{PACKAGES}relationships">{all}</Relationships>"#)
}

/// Odd and even pages have footers of their own; punctuation is set as in Word 2013 and later.
pub(super) const SETTINGS: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">"#,
    r#"<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>"#,
    r#"<w:characterSpacingControl w:val="compressPunctuation"/>"#,
    "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>",
    "<w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>",
    r#"<w:compatSetting w:name="compatibilityMode" "#,
    r#"w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>"#,
    "</w:settings>"
);

pub(super) fn core(sheet: &Sheet) -> String {
    let made = sheet.made;
    let time = format!("{}T{:02}:{:02}:{:02}+08:00", made.date(), made.hour, made.minute, made.second);
    let spaces = [
        ("cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("dc", "http://purl.org/dc/elements/1.1/"),
        ("dcterms", "http://purl.org/dc/terms/"),
        ("xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    let spaces = spaces.map(|(short, space)| format!(r#" xmlns:{short}="{space}""#)).concat();
    let at = |what| format!(r#"<dcterms:{what} xsi:type="dcterms:W3CDTF">{time}</dcterms:{what}>"#);
    let said = [("title", escaped(&sheet.title.concat())), ("creator", escaped(&sheet.organ))];
    let said = said.map(|(what, words)| format!("<dc:{what}>{words}</dc:{what}>")).concat();
    let language = format!("<dc:language>{}</dc:language>", tag(sheet.lang));
    [
        format!("{HEAD}<cp:coreProperties{spaces}>{said}{language}"),
        at("created"),
        at("modified"),
        "</cp:coreProperties>".to_owned(),
    ]
    .concat()
}

/// A style: where its lines lie, and its type.
struct Style<'a> {
    id: &'a str,
    lie: &'a str,
    kind: Type,
    /// Room above and below, in points.
    around: (f32, f32),
    indent: String,
    /// Its lines lie on the grid of the page. Others have a leading of their own, which the grid would
    /// stretch to whole lines of a letter.
    on_grid: bool,
    /// Stays with what follows.
    heads: bool,
}

impl Style<'_> {
    fn xml(&self, chinese: bool) -> String {
        let Self { id, lie, kind, around, indent, .. } = self;
        let (line, size) = (twips(kind.leading), (kind.size * 2.0).round());
        let (above, below) = (twips(around.0), twips(around.1));
        let keep = if self.heads { "<w:keepNext/>" } else { "" };
        let snap = u8::from(self.on_grid);
        // Spaces that Word puts between Chinese and digits would leave fewer characters to a line.
        let (fonts, tracking) = (fonts(kind.role, chinese), tracking(*kind));
        let start = format!(r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="{id}">"#);
        let lines = format!(r#"w:before="{above}" w:after="{below}" w:line="{line}" w:lineRule="atLeast""#);
        [
            format!(r#"{start}<w:name w:val="{id}"/><w:basedOn w:val="Normal"/><w:pPr>{keep}"#),
            format!(r#"<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="{snap}"/>"#),
            format!(r#"<w:spacing {lines}/>{indent}<w:jc w:val="{lie}"/></w:pPr><w:rPr>{fonts}{tracking}"#),
            format!(r#"<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>"#),
        ]
        .concat()
    }
}

/// What is taken from every character, so that 28 fill a line in every program: a grid of characters
/// is read differently by each of them, and tears tables apart in one.
fn tracking(kind: Type) -> String {
    match twips(kind.tracking) {
        0 => String::new(),
        less => format!(r#"<w:spacing w:val="{less}"/>"#),
    }
}

pub(super) fn styles(sheet: &Sheet) -> String {
    let chinese = sheet.lang == Lang::Zh;
    let setting = sheet.setting;
    let (body, table) = (measure::body(setting), measure::table(setting));
    let plain = |id, lie, kind| Style {
        id,
        lie,
        kind,
        around: (0.0, 0.0),
        indent: String::new(),
        on_grid: false,
        heads: false,
    };
    let level = |id, level| {
        let kind = measure::paragraph(setting, level);
        let points = measure::indent(level, kind);
        let indent = if points > 0.0 {
            format!(r#"<w:ind w:firstLineChars="200" w:firstLine="{}"/>"#, twips(points))
        } else {
            String::new()
        };
        let heads = matches!(level, Level::First | Level::Second);
        Style { indent, heads, on_grid: level != Level::Note, ..plain(id, "both", kind) }
    };
    let number = Type { size: SIZE_NUMBER, leading: SIZE_NUMBER, tracking: 0.0, role: Role::Fang };
    let foot = Type { size: SIZE_FOOT, leading: 10.0, tracking: 0.0, role: Role::Fang };
    let right = format!(r#"<w:ind w:rightChars="400" w:right="{}"/>"#, twips(4.0 * body.size));
    let outer = format!(r#"<w:ind w:left="{0}" w:right="{0}"/>"#, twips(SIZE_NUMBER));
    let page = |id, lie| Style {
        around: (NUMBER - SIZE_NUMBER / 2.0, 2.0),
        indent: outer.clone(),
        ..plain(id, lie, number)
    };
    let all = [
        Style { around: (0.0, 2.0), heads: true, ..plain("Heading", "center", measure::title(setting)) },
        Style { around: (0.0, 3.0), heads: true, ..plain("Number", "right", body) },
        level("First", Level::First),
        level("Second", Level::Second),
        level("Body", Level::Body),
        level("Addressee", Level::Addressee),
        level("Note", Level::Note),
        plain("Cell", "left", table),
        plain("CellLabel", "center", table),
        plain("CellNumber", "right", table),
        plain("CellHead", "center", Type { role: Role::Hei, ..table }),
        Style { indent: right, heads: true, ..plain("SignOff", "right", body) },
        plain("Gap", "left", Type { size: 1.0, leading: 6.0, ..table }),
        page("PageOdd", "right"),
        page("PageEven", "left"),
        plain("Foot", "left", foot),
    ];
    let all: String = all.iter().map(|style| style.xml(chinese)).collect();
    let size = (body.size * 2.0).round();
    let lang = format!(
        r#"<w:lang w:val="{}" w:eastAsia="zh-CN"/>"#,
        if chinese { "en-US" } else { tag(sheet.lang) }
    );
    let fonts = fonts(Role::Fang, chinese);
    [
        format!("{HEAD}<w:styles {SPACES}><w:docDefaults><w:rPrDefault><w:rPr>{fonts}"),
        format!(r#"<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>{lang}</w:rPr></w:rPrDefault>"#),
        r#"<w:pPrDefault/></w:docDefaults><w:style w:type="paragraph" w:default="1" "#.to_owned(),
        format!(r#"w:styleId="Normal"><w:name w:val="Normal"/></w:style>{all}</w:styles>"#),
    ]
    .concat()
}
