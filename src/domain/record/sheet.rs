//! The record on paper and as it is copied into a platform above: rows in an order that is data.

use super::streams::Stream;
use crate::domain::lang::Lang;
use serde::Deserialize;
use std::sync::LazyLock;

/// One row of the paper sheet.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetRow {
    zh: String,
    en: String,
    /// What it is called on the sheets of some streams.
    #[serde(default)]
    called: Vec<Called>,
    /// Fields of the record; the row is on the sheets of streams that ask for one of them.
    fields: Vec<String>,
    /// What stands in it, by the name of [`crate::words`]' sheet; empty where it is written by hand.
    pub value: String,
    /// Codes to be ticked.
    #[serde(default)]
    pub list: Option<String>,
    /// The streams it belongs to, where these are not all.
    #[serde(default)]
    streams: Vec<String>,
    /// Lines to write on.
    #[serde(default = "one")]
    pub rows: usize,
    /// On a filled form it shares its line with the one beside it.
    #[serde(default)]
    pub half: bool,
    /// Kinds of matter on the record that are told in it.
    #[serde(default)]
    pub kinds: Vec<String>,
    pub source: String,
    pub verified: bool,
}

/// Another label for some streams.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Called {
    streams: Vec<String>,
    zh: String,
    en: String,
}

fn one() -> usize {
    1
}

impl SheetRow {
    pub fn label(&self, stream: &Stream, lang: Lang) -> &str {
        match self.called.iter().find(|called| called.streams.contains(&stream.code)) {
            Some(called) => lang.pick(&called.zh, &called.en),
            None => lang.pick(&self.zh, &self.en),
        }
    }
    fn is_of(&self, stream: &Stream) -> bool {
        let named = self.streams.is_empty() || self.streams.contains(&stream.code);
        named && (self.fields.is_empty() || self.fields.iter().any(|f| stream.asks(f)))
    }
}

/// One line of what is copied into a platform.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopyLine {
    zh: String,
    en: String,
    pub value: String,
}

impl CopyLine {
    pub fn label(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

/// A platform above (a code of the list platform) and the order of one of its forms.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Platform {
    pub code: String,
    /// The streams that have this form; it is that of all others where none is named.
    #[serde(default)]
    streams: Vec<String>,
    pub source: String,
    pub verified: bool,
    #[serde(rename = "row")]
    pub rows: Vec<CopyLine>,
}

/// Everything that a row may show; a file with another word is refused.
pub const VALUES: &[&str] = &[
    "record_no",
    "recorded_at",
    "recorder",
    "stream",
    "name",
    "unit_post",
    "kind",
    "rank",
    "retired",
    "contact",
    "relation_to_recorder",
    "relation_to_party",
    "licence",
    "BEHALF",
    "RELAYER",
    "PRESENT",
    "occurred",
    "place",
    "manner",
    "channel",
    "contact_facts",
    "matter",
    "case_no",
    "case",
    "stage",
    "received_by",
    "content",
    "request_type",
    "special_items",
    "gifts",
    "aggravating",
    "response",
    "response_text",
    "written_opinion",
    "deputy_level",
    "proposal_no",
    "handed_on_by",
    "reply",
    "replied_on",
    "practice",
    "recusal_note",
    "effect",
    "attachments",
    "no_material_reason",
    "filed_to",
    "late_reason",
    "filings",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    row: Vec<SheetRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Platforms {
    platform: Vec<Platform>,
}

static SHEET: LazyLock<Result<Vec<SheetRow>, String>> = LazyLock::new(|| {
    let read: Result<Rows, _> = toml::from_str(include_str!("../../../assets/sheet.toml"));
    read.map(|r| r.row).map_err(|e| e.to_string())
});
static PLATFORMS: LazyLock<Result<Vec<Platform>, String>> =
    LazyLock::new(|| platforms_from(include_str!("../../../assets/platforms.toml")));

/// The rows of a stream's sheet, in their order.
pub fn rows_of(stream: &Stream) -> impl Iterator<Item = &'static SheetRow> {
    SHEET.as_deref().unwrap_or_default().iter().filter(move |row| row.is_of(stream))
}

/// The platforms this program knows.
pub fn platforms() -> &'static [Platform] {
    PLATFORMS.as_deref().unwrap_or_default()
}

/// The form of a platform in which a stream is entered: its own one, or that of all.
pub fn form_of<'a>(all: &'a [Platform], code: &str, stream: &str) -> Option<&'a Platform> {
    let forms = || all.iter().filter(|p| p.code == code);
    let own = forms().find(|p| p.streams.iter().any(|s| s == stream));
    own.or_else(|| forms().find(|p| p.streams.is_empty()))
}

/// Reads an organ's own order.
///
/// # Errors
/// What is wrong with the file, or a value that no row has.
pub fn platforms_from(text: &str) -> Result<Vec<Platform>, String> {
    let read: Platforms = toml::from_str(text).map_err(|e| e.message().to_owned())?;
    let unknown = |line: &&CopyLine| !VALUES.contains(&line.value.as_str());
    match read.platform.iter().flat_map(|p| &p.rows).find(unknown) {
        Some(line) => Err(format!("value = {:?}; {}", line.value, VALUES.join(" "))),
        None => Ok(read.platform),
    }
}

/// Said once at the start of the program: are the tables it was built with readable?
///
/// # Errors
/// What is wrong with an asset.
pub fn check() -> Result<(), String> {
    SHEET.as_ref().map(|_| ()).map_err(Clone::clone)?;
    PLATFORMS.as_ref().map(|_| ()).map_err(Clone::clone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::codes;
    use crate::domain::record::streams;
    use crate::domain::registry;

    #[test]
    fn every_row_shows_something_known_and_every_field_of_a_stream_has_its_row() {
        check().unwrap();
        for row in SHEET.as_ref().unwrap() {
            assert!(row.value.is_empty() || VALUES.contains(&row.value.as_str()), "{}", row.zh);
            assert!(row.list.as_ref().is_none_or(|l| !codes::list(l).rows().is_empty()), "{}", row.zh);
            let others = row.called.iter().flat_map(|called| &called.streams);
            assert!(row.streams.iter().chain(others).all(|s| codes::has("CL01", s)), "{}", row.zh);
            assert!(!row.en.is_empty() && !row.source.is_empty() && row.rows > 0, "{}", row.zh);
            let hangs = |k: &String| registry::plain().any(|about| about.code == k);
            assert!(
                row.kinds.iter().all(hangs) && (row.kinds.is_empty() || row.value.is_empty()),
                "{}",
                row.zh
            );
        }
        for stream in streams::all() {
            let on_paper: Vec<&String> = rows_of(stream).flat_map(|r| &r.fields).collect();
            for field in stream.fields() {
                // Told by other rows: the recorder's row, the word urgent on top, the note beside the contact.
                let elsewhere = matches!(field, "recorder_role" | "urgent" | "contact_note");
                let always = field == "matter" && stream.code != "MAJ";
                assert!(
                    elsewhere || always || on_paper.iter().any(|f| *f == field),
                    "{} {field}",
                    stream.code
                );
            }
        }
        assert_eq!(
            platforms().iter().map(|p| p.code.as_str()).collect::<Vec<_>>(),
            ["SPC", "SPC", "SPC", "SPP", "OTHER"]
        );
        assert!(platforms().iter().all(|p| codes::has("platform", &p.code)));
    }

    #[test]
    fn whoever_was_met_or_is_related_is_not_called_an_inquirer() {
        for (code, name) in [
            ("CON", "接触、交往对象姓名"),
            ("NPC", "代表、委员姓名"),
            ("KIN", "近亲属姓名"),
            ("EXT", "过问人姓名"),
        ] {
            let stream = streams::of(code);
            let labels: Vec<&str> = rows_of(stream).map(|row| row.label(stream, Lang::Zh)).collect();
            assert!(labels.contains(&name), "{labels:?}");
            assert_eq!(labels.iter().any(|l| l.starts_with("过问")), code == "EXT", "{labels:?}");
        }
        let of = |code: &str| rows_of(streams::of(code)).map(|row| row.value.as_str()).collect::<Vec<_>>();
        let has = |code: &str, own: &[&str]| own.iter().all(|value| of(code).contains(value));
        assert!(has("CON", &["contact_facts", "gifts", "place", "PRESENT"]));
        assert!(has("NPC", &["deputy_level", "proposal_no", "handed_on_by", "reply", "replied_on"]));
        assert!(has("KIN", &["relation_to_recorder", "licence", "practice", "recusal_note"]));
    }

    #[test]
    fn an_order_of_ones_own_is_read_and_a_wrong_word_in_it_named() {
        let own = "[[platform]]\ncode = \"SPC\"\nsource = \"x\"\nverified = false\nrow = [{ zh = \"姓名\", en = \"Name\", value = \"name\" }]";
        assert_eq!(platforms_from(own).unwrap()[0].rows[0].label(Lang::En), "Name");
        let wrong = platforms_from(&own.replace("\"name\"", "\"nane\"")).unwrap_err();
        assert!(wrong.contains("nane") && wrong.contains("unit_post"), "{wrong}");
        assert!(platforms_from("[[platform]]").is_err());
    }
}
