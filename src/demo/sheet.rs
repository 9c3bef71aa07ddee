//! The training register's assets: an organ's departments and bodies, invented people, and what
//! is said. Plain data, so that a court can put its own lists beside these.

use crate::domain::organ::Role;
use crate::office::{Fault, Trouble};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// One kind of organ: departments with their seats, bodies, and the organ's own words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    pub name: String,
    pub name_en: String,
    pub short: String,
    pub superior: String,
    /// 我院, 我局.
    pub us: String,
    /// Where the public asks.
    pub door: String,
    /// What a case ends in.
    pub paper: String,
    /// What is done with a case.
    pub doing: String,
    /// Words of the organ's letters.
    pub doc: String,
    #[serde(rename = "unit")]
    pub units: Vec<Department>,
    #[serde(rename = "committee")]
    pub committees: Vec<Body>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Department {
    pub id: String,
    pub zh: String,
    pub en: String,
    /// Tag of the deputy chief in charge.
    #[serde(default)]
    pub vice: Option<String>,
    /// `post|tag|roles`, the head first.
    pub seats: Vec<String>,
    /// `number|cause|stage|C or P` (a company or a person on the other side).
    #[serde(default)]
    pub cases: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    pub id: String,
    pub kind: String,
    pub name: String,
    pub members: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    pub pool: Vec<String>,
    pub surnames: Vec<String>,
    pub given: Vec<String>,
    /// `surname|how many of ten thousand`, for registers of many records.
    pub crowd: Vec<String>,
    /// What given names are made of, the commonest first.
    pub letters: String,
    pub tagged: BTreeMap<String, String>,
}

/// What is said, and by whom.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub open: BTreeMap<String, Vec<String>>,
    pub close: BTreeMap<String, Vec<String>>,
    pub special: BTreeMap<String, String>,
    pub who: BTreeMap<String, Vec<String>>,
    #[serde(rename = "scene")]
    pub scenes: Vec<Scene>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scene {
    pub id: String,
    pub weight: u32,
    pub kind: String,
    #[serde(default)]
    pub stream: Vec<String>,
    #[serde(default)]
    pub matter: Vec<String>,
    pub manner: Vec<String>,
    pub nature: Vec<String>,
    pub response: Vec<String>,
    #[serde(default = "no_effect")]
    pub effect: Vec<String>,
    #[serde(default)]
    pub aggravating: Vec<String>,
    #[serde(default)]
    pub relation: Vec<String>,
    #[serde(default)]
    pub special: bool,
    /// Without the sentence that says how somebody got in touch.
    #[serde(default)]
    pub bare: bool,
    pub texts: Vec<String>,
    pub answers: Vec<String>,
}

fn no_effect() -> Vec<String> {
    vec!["NONE".to_owned()]
}

/// Somebody's place in the organ.
#[derive(Clone, Debug)]
pub struct Seat {
    pub unit: String,
    /// Place within the department; 0 is its head.
    pub place: usize,
    /// Empty for those whom no story names.
    pub tag: String,
    pub post: String,
    pub roles: Vec<Role>,
    pub name: String,
    pub account: String,
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Trouble> {
    toml::from_str(text).map_err(|e| Fault::Damaged(e.to_string()).into())
}

/// The sheet of one kind of organ.
///
/// # Errors
/// There is none for this kind.
pub fn sheet(kind: &str) -> Result<Sheet, Trouble> {
    read(match kind {
        "COURT" => include_str!("../../assets/demo/court.toml"),
        "PROCURATORATE" => include_str!("../../assets/demo/procuratorate.toml"),
        "POLICE" => include_str!("../../assets/demo/police.toml"),
        "JUSTICE" => include_str!("../../assets/demo/justice.toml"),
        other => return Err(Fault::Damaged(format!("organ kind {other}")).into()),
    })
}

/// # Errors
/// The asset is unreadable.
pub fn names() -> Result<Names, Trouble> {
    read(include_str!("../../assets/demo/people.toml"))
}

/// # Errors
/// The asset is unreadable.
pub fn words() -> Result<Words, Trouble> {
    read(include_str!("../../assets/demo/scenes.toml"))
}

/// Everybody on their seat: tagged seats have their person, the others are filled from the pool.
///
/// # Errors
/// A seat without a person, or a role nobody knows.
pub fn seats(sheet: &Sheet, names: &Names) -> Result<Vec<Seat>, Trouble> {
    let missing = |what: &str| Trouble::from(Fault::Damaged(format!("seat {what}")));
    let mut pool = names.pool.iter();
    let mut all = Vec::new();
    for unit in &sheet.units {
        for (place, seat) in unit.seats.iter().enumerate() {
            let part = |n: usize| seat.split('|').nth(n).unwrap_or_default();
            let tag = part(1);
            let person = if tag.is_empty() { pool.next() } else { names.tagged.get(tag) };
            let (name, account) = person.and_then(|p| p.split_once('|')).ok_or_else(|| missing(seat))?;
            let roles = part(2)
                .split('+')
                .filter(|code| !code.is_empty())
                .map(|code| Role::ALL.iter().copied().find(|r| r.code() == code).ok_or_else(|| missing(code)))
                .collect::<Result<_, _>>()?;
            all.push(Seat {
                unit: unit.id.clone(),
                place,
                tag: tag.to_owned(),
                post: part(0).to_owned(),
                roles,
                name: name.to_owned(),
                account: account.to_owned(),
            });
        }
    }
    Ok(all)
}
