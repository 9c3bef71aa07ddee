//! What is a form of which character: by the table of which the directory and its texts are read, and by
//! every table that converters go by.

use std::collections::HashMap;
use std::sync::OnceLock;

/// The forms of a character, made from Unicode's own data. What was read by it is judged by it for ever, so
/// it does not change.
const HAN: &str = include_str!("../../../assets/names/han.txt");
/// Families of forms by every table, each line parted into groups of one standard character.
const FORMS: &str = include_str!("../../../assets/names/forms.txt");
/// What is taken for another sign by the eye.
const ALIKE: &str = include_str!("../../../assets/names/alike.txt");

type Table = HashMap<char, char>;

/// As texts are read for whom they may mean.
pub(super) fn as_read(c: char) -> char {
    static TABLE: OnceLock<Table> = OnceLock::new();
    of(c, TABLE.get_or_init(|| table(lines(HAN))))
}

/// The standard character of which this one is a form and nothing else: 嶽 is 岳, 喆 is no 哲, and 乾 no 干.
pub(super) fn own(c: char) -> char {
    static TABLE: OnceLock<Table> = OnceLock::new();
    of(c, TABLE.get_or_init(|| table(lines(FORMS).flat_map(|family| family.split(' ')))))
}

/// The first of all that any table takes for a form of it: 徵 and 征, 乾 and 干 are one.
pub(super) fn any(c: char) -> char {
    static TABLE: OnceLock<Table> = OnceLock::new();
    of(c, TABLE.get_or_init(|| table(lines(FORMS))))
}

fn of(c: char, table: &Table) -> char {
    if c.is_ascii() { c } else { table.get(&c).copied().unwrap_or(c) }
}

fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|l| !l.starts_with('#'))
}

/// Of lines that begin with what their other signs are.
fn table(families: impl Iterator<Item = &'static str>) -> Table {
    let forms = families.chain(lines(ALIKE)).filter_map(|l| {
        let to = l.chars().next()?;
        Some(l.chars().skip(1).filter(|c| *c != ' ').map(move |form| (form, to)))
    });
    let table: Table = forms.flatten().collect();
    // What one line leads to, another may lead further.
    let end = |c: &char| table.get(c).copied().unwrap_or(*c);
    table.iter().map(|(form, to)| (*form, end(to))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_lead_nowhere_twice() {
        for c in [HAN, FORMS, ALIKE].into_iter().flat_map(lines).flat_map(str::chars) {
            for form in [as_read, own, any] {
                assert_eq!(form(form(c)), form(c), "{c}");
            }
            // What is read as one character by the older table is of one family with it.
            assert_eq!(any(as_read(c)), any(c), "{c}");
            assert_eq!(any(own(c)), any(c), "{c}");
        }
    }
}
