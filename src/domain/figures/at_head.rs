//! Figures that are kept: as they were counted under a head of the log, in lines that anybody can hold against
//! another count. Later acts change nothing of them.

use super::OFFICIALS;
use crate::domain::record::{Record, Status};
use serde::{Deserialize, Serialize};

/// The figures of a period with the head under which they were counted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AtHead {
    /// So many acts the log had, and this was its root.
    pub acts: u64,
    pub root: String,
    /// Each figure a line, its parts apart by a tab: code, value, this period, the one before, a year ago, the year
    /// so far.
    pub text: String,
    /// Records with special items or a leading official in them; nobody who wrote one down is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub listed: Vec<Listed>,
}

/// A record that is told by its number and codes alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    pub no: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub special: Vec<String>,
    /// What the leading officials among its inquirers are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub officials: Vec<String>,
}

impl Listed {
    /// A record that a report lists; none where there is nothing to list of it.
    pub fn of(record: &Record) -> Option<Self> {
        if matches!(record.status, Status::Withdrawn | Status::Void) {
            return None;
        }
        let mut special = record.text.special_items.clone();
        let inquirers = record.text.in_role("INQUIRER").map(|p| p.kind.clone());
        let mut officials: Vec<String> = inquirers.filter(|k| OFFICIALS.contains(&k.as_str())).collect();
        for codes in [&mut special, &mut officials] {
            codes.sort();
            codes.dedup();
        }
        let no = record.number.clone().unwrap_or_else(|| record.ref_.0.clone());
        (!special.is_empty() || !officials.is_empty()).then_some(Self { no, special, officials })
    }
}

/// A figure as it is kept: its code, the value it is broken down by, and what stands in each column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    pub code: String,
    pub value: String,
    /// This period, the one before, a year ago, the year so far; `-` where there is none.
    pub numbers: [String; 4],
}

impl Line {
    /// As it stands in the text.
    pub fn written(&self) -> String {
        let parts = [&self.code, &self.value].into_iter().chain(&self.numbers);
        let parts: Vec<String> = parts.map(|part| part.replace(['\n', '\t'], " ")).collect();
        parts.join("\t") + "\n"
    }

    fn read(line: &str) -> Option<Self> {
        let parts: Vec<String> = line.split('\t').map(str::to_owned).collect();
        let [code, value, now, previous, year_ago, so_far] = <[String; 6]>::try_from(parts).ok()?;
        Some(Self { code, value, numbers: [now, previous, year_ago, so_far] })
    }
}

/// What another count comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Differs {
    pub code: String,
    pub value: String,
    /// What is kept, and what was counted; empty where there is none.
    pub kept: String,
    pub counted: String,
}

impl AtHead {
    pub fn lines(&self) -> impl Iterator<Item = Line> {
        self.text.lines().filter_map(Line::read)
    }

    /// The number of a figure in this period.
    pub fn number(&self, code: &str) -> Option<String> {
        let line = self.lines().find(|l| l.code == code && l.value.is_empty())?;
        let [now, ..] = line.numbers;
        Some(now)
    }

    /// Whether nothing was recorded in the period.
    pub fn is_zero(&self) -> bool {
        self.number("items").is_none_or(|n| n == "0")
    }

    /// In what another count of the same differs.
    pub fn differs_from(&self, counted: &Self) -> Vec<Differs> {
        let mut all = Vec::new();
        let mut differ = |code: &str, value: &str, kept: String, counted: String| {
            if kept != counted {
                all.push(Differs { code: code.to_owned(), value: value.to_owned(), kept, counted });
            }
        };
        differ("root", "", self.root.clone(), counted.root.clone());
        let (kept, new): (Vec<Line>, Vec<Line>) = (self.lines().collect(), counted.lines().collect());
        let told = |l: Option<&Line>| l.map_or_else(String::new, |l| l.numbers.join(" / "));
        let same = |a: &Line, b: &Line| (&a.code, &a.value) == (&b.code, &b.value);
        for line in &kept {
            differ(&line.code, &line.value, told(Some(line)), told(new.iter().find(|n| same(n, line))));
        }
        for line in new.iter().filter(|n| !kept.iter().any(|k| same(k, n))) {
            differ(&line.code, &line.value, String::new(), told(Some(line)));
        }
        let of = |listed: Option<&Listed>| {
            listed.map_or_else(String::new, |l| [l.special.join(","), l.officials.join(",")].join(" / "))
        };
        for l in &self.listed {
            differ("listed", &l.no, of(Some(l)), of(counted.listed.iter().find(|n| n.no == l.no)));
        }
        for l in counted.listed.iter().filter(|n| !self.listed.iter().any(|k| k.no == n.no)) {
            differ("listed", &l.no, String::new(), of(Some(l)));
        }
        // Lines that nobody can read, or that stand twice or in another order, are no figures that were counted.
        if all.is_empty() && (self.text != counted.text || self.listed != counted.listed) {
            all.push(Differs {
                code: "text".to_owned(),
                value: String::new(),
                kept: self.text.lines().count().to_string(),
                counted: counted.text.lines().count().to_string(),
            });
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(code: &str, now: &str) -> Line {
        let numbers = [now, "0", "0", now].map(str::to_owned);
        Line { code: code.to_owned(), value: String::new(), numbers }
    }

    #[test]
    fn another_count_is_told_figure_by_figure() {
        let text = line("items", "3").written() + &line("late", "1").written();
        let kept = AtHead { acts: 9, root: "r".to_owned(), text, listed: Vec::new() };
        assert_eq!(kept.number("items").as_deref(), Some("3"));
        assert_eq!(kept.differs_from(&kept), []);
        let text = line("items", "4").written() + &line("bare", "1").written();
        let other = AtHead { text, ..kept.clone() };
        let codes: Vec<String> = kept.differs_from(&other).into_iter().map(|d| d.code).collect();
        assert_eq!(codes, ["items", "late", "bare"]);
        // A line that is none is no figure either.
        let spoilt = AtHead { text: format!("{}x\n", kept.text), ..kept.clone() };
        assert_eq!(spoilt.differs_from(&kept)[0].code, "text");
        let listed = vec![Listed { no: "1".to_owned(), special: vec!["S01".to_owned()], officials: vec![] }];
        assert_eq!(AtHead { listed, ..kept.clone() }.differs_from(&kept)[0].code, "listed");
        assert!(AtHead::default().is_zero() && !kept.is_zero());
    }
}
