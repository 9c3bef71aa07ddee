//! Which font draws a character. One of our own lies in the program and is enough for a form; rare
//! characters are looked for in the fonts of the machine; what no font draws is printed as 〔U+4DAE〕 and
//! told, so that no name comes out blank.

mod face;
mod families;
mod find;
#[cfg(test)]
mod tests;

use super::Fault;
use face::{Bytes, Face};
use families::{RARE, role_families};
use find::Installed;
use krilla::text::Font;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

/// Noto Serif CJK SC, cut to what forms need. See `assets/fonts/cut.sh`.
static OWN: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/fonts/forms.otf"));

/// What a line of text is for, and with that which face the rules of official papers give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// 小标宋
    Title,
    /// 黑体
    Hei,
    /// 楷体
    Kai,
    /// 仿宋
    Fang,
}

/// A glyph of one of the faces; its advance in parts of the type's size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Glyph {
    pub face: usize,
    pub id: u32,
    pub advance: f32,
}

/// A character that could not be printed, and how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unprinted {
    pub code: char,
    pub times: usize,
}

/// A family that was found, and what for: without a role, for rare characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub role: Option<Role>,
    pub family: String,
    pub path: PathBuf,
}

/// The fonts that papers are set in. Making one reads our own font; other files are read when a
/// character asks for them, and once.
pub struct Fonts {
    faces: Vec<Face>,
    roles: HashMap<Role, usize>,
    rare: Vec<Installed>,
    found: Vec<Found>,
    /// What was read of `rare`: `None` for a file that is no font after all.
    read: HashMap<(PathBuf, u32), Option<usize>>,
    bytes: HashMap<PathBuf, Option<Bytes>>,
    known: HashMap<(Role, char, Option<char>), Option<Glyph>>,
}

impl Fonts {
    /// Our own font alone: the same bytes on every machine.
    ///
    /// # Errors
    /// That our own font is broken.
    pub fn own() -> Result<Self, Fault> {
        Self::within(&[])
    }

    /// With what is installed on this machine.
    ///
    /// # Errors
    /// That our own font is broken.
    pub fn installed() -> Result<Self, Fault> {
        Self::within(&find::folders())
    }

    /// With the fonts in these folders.
    ///
    /// # Errors
    /// That our own font is broken.
    pub fn within(folders: &[PathBuf]) -> Result<Self, Fault> {
        let own = Face::new(Arc::new(OWN), 0).ok_or(Fault::Font)?;
        let mut fonts = Self {
            faces: vec![own],
            roles: HashMap::new(),
            rare: Vec::new(),
            found: Vec::new(),
            read: HashMap::new(),
            bytes: HashMap::new(),
            known: HashMap::new(),
        };
        let found = find::within(folders, families::is_known);
        // Of a family with several weights the one of running text, whatever its file is called.
        let first = |family: &str| found.iter().filter(|i| i.is_of(family)).min_by_key(|i| i.off_weight());
        let mut told = Vec::new();
        for role in [Role::Title, Role::Hei, Role::Kai, Role::Fang] {
            let of_role = role_families(role).iter().find_map(|&f| Some((f, first(f)?)));
            if let Some((family, installed)) = of_role
                && let Some(face) = fonts.load(installed)
            {
                fonts.roles.insert(role, face);
                told.push(Found {
                    role: Some(role),
                    family: family.to_owned(),
                    path: installed.path.clone(),
                });
            }
        }
        for &family in RARE {
            if let Some(installed) = first(family) {
                told.push(Found { role: None, family: family.to_owned(), path: installed.path.clone() });
                fonts.rare.push(installed.clone());
            }
        }
        fonts.found = told;
        Ok(fonts)
    }

    /// What was found on this machine, for people who ask: the faces of roles, then where rare characters
    /// are looked for, in that order.
    pub fn found(&self) -> &[Found] {
        &self.found
    }

    /// The faces that the rules give to a role are drawn darker where only our own font stands in.
    pub(crate) fn is_darkened(&self, role: Role) -> bool {
        matches!(role, Role::Title | Role::Hei) && !self.roles.contains_key(&role)
    }

    pub(crate) fn font(&self, face: usize) -> Font {
        self.faces[face].font.clone()
    }

    /// The glyph of the first face that draws the character.
    pub(crate) fn glyph(&mut self, role: Role, c: char, selector: Option<char>) -> Option<Glyph> {
        if let Some(known) = self.known.get(&(role, c, selector)) {
            return *known;
        }
        let found = self.look(role, c, selector);
        self.known.insert((role, c, selector), found);
        found
    }

    fn look(&mut self, role: Role, c: char, selector: Option<char>) -> Option<Glyph> {
        for face in self.roles.get(&role).copied().into_iter().chain([0]) {
            if let Some(glyph) = self.faces[face].glyph(c, selector, face) {
                return Some(glyph);
            }
        }
        for at in 0..self.rare.len() {
            let installed = self.rare[at].clone();
            // What was read is asked itself; of the others only the map is read.
            let read = self.read.contains_key(&(installed.path.clone(), installed.index));
            if (read || installed.maps(c))
                && let Some(face) = self.load(&installed)
                && let Some(glyph) = self.faces[face].glyph(c, selector, face)
            {
                return Some(glyph);
            }
        }
        None
    }

    fn load(&mut self, installed: &Installed) -> Option<usize> {
        let key = (installed.path.clone(), installed.index);
        if let Some(known) = self.read.get(&key) {
            return *known;
        }
        let bytes = self
            .bytes
            .entry(key.0.clone())
            .or_insert_with(|| std::fs::read(&installed.path).ok().map(|b| Arc::new(b) as Bytes));
        let face = bytes.clone().and_then(|b| Face::new(b, installed.index)).map(|face| {
            self.faces.push(face);
            self.faces.len() - 1
        });
        self.read.insert(key, face);
        face
    }

    /// The narrow form of a quotation mark, which our own font keeps under code points of private use.
    pub(crate) fn narrow(&self, c: char) -> Option<Glyph> {
        let private = match c {
            '‘' => '\u{f018}',
            '’' => '\u{f019}',
            '“' => '\u{f01c}',
            '”' => '\u{f01d}',
            _ => return None,
        };
        self.faces.first()?.glyph(private, None, 0)
    }

    /// The text with every character that no font draws written as 〔U+4DAE〕, and told to `report`.
    /// Blanks become the two that every font has; what is not text was made visible before.
    pub(crate) fn printable(&mut self, role: Role, text: &str, report: &mut Report) -> String {
        let mut out = String::with_capacity(text.len());
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let selector = chars.next_if(|&next| is_selector(next));
            match c {
                '\n' | '\u{3000}' => out.push(c),
                c if c.is_whitespace() => out.push(' '),
                c if self.glyph(role, c, selector).is_some() => out.extend([c].into_iter().chain(selector)),
                c => {
                    // A font without the variant may still have the character itself.
                    let bare = selector.filter(|_| self.glyph(role, c, None).is_some());
                    if bare.is_some() {
                        out.push(c);
                    }
                    for lost in [(bare.is_none()).then_some(c), selector].into_iter().flatten() {
                        report.add(lost);
                        out.push_str(&format!("〔U+{:04X}〕", u32::from(lost)));
                    }
                }
            }
        }
        out
    }
}

/// Selectors of variants: of standard ones, and of the registered ones of names.
pub(crate) fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// What could not be printed, in the order of code points.
#[derive(Debug, Default)]
pub(crate) struct Report(BTreeMap<char, usize>);

impl Report {
    fn add(&mut self, code: char) {
        *self.0.entry(code).or_default() += 1;
    }
    pub fn told(self) -> Vec<Unprinted> {
        self.0.into_iter().map(|(code, times)| Unprinted { code, times }).collect()
    }
}
