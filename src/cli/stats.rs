//! The figures of a period, a line each, with the rule by which each was counted.

use super::{Sitting, Stop};
use crate::domain::figures::{self, Figure, Period};
use crate::domain::ids::MatterId;
use crate::domain::refusal::{Flaw, Refusal, Rule};
use crate::office::{BY_MONTH, FigureLine, Number, Statistics};
use crate::words::figures::{FiguresWords, words as said};
use crate::words::fill;
use clap::Args;
use serde_json::{Value, json};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Stats {
    #[arg(long, value_name = "2026Q3", conflicts_with_all = ["month", "year"])]
    quarter: Option<String>,
    #[arg(long, value_name = "2026-09", conflicts_with = "year")]
    month: Option<String>,
    #[arg(long, value_name = "2026")]
    year: Option<String>,
    #[arg(long, value_name = "N")]
    group: Option<u8>,
    #[arg(long)]
    compare: bool,
    #[arg(long, conflicts_with = "compare")]
    public: bool,
    #[arg(long, value_name = "xlsx|csv|jsonl")]
    format: Option<String>,
    #[arg(long, value_name = "FILE|-")]
    out: Option<PathBuf>,
}

impl Stats {
    /// The period that is asked for, of the kind that its option says; the quarter of now where none is named.
    fn period(&self, now: i64) -> Result<Period, Stop> {
        let typed = [("quarter", &self.quarter), ("month", &self.month), ("year", &self.year)];
        let Some((kind, text)) = typed.into_iter().find_map(|(kind, t)| Some((kind, t.as_deref()?))) else {
            return Ok(Period::quarter_of(now));
        };
        let is_so = |p: &Period| match p {
            Period::Quarter(..) => kind == "quarter",
            Period::Month(..) => kind == "month",
            Period::Year(_) => kind == "year",
        };
        Period::parse(text).filter(is_so).ok_or_else(|| Stop::wrong("period", Flaw::BadPeriod, text))
    }
}

impl Sitting<'_> {
    /// Counts the figures that a matter keeps once more, and says which the log does not come to.
    pub fn count_again(&mut self, id: &MatterId) -> Result<(), Stop> {
        let found = self.office.recount(&self.actor, id)?;
        if self.face.json {
            self.face.value(&found)?;
        } else {
            let (lang, organ, f) = (self.face.lang, self.organ(), said(self.face.lang));
            let head = [("ref", found.ref_.0.as_str()), ("period", &found.period)];
            let counts = [("figures", found.figures.to_string()), ("listed", found.listed.to_string())];
            let at = [("acts", found.acts.to_string()), ("root", found.root.clone())];
            let fields: Vec<(&str, &str)> =
                head.into_iter().chain(counts.iter().chain(&at).map(|(k, v)| (*k, v.as_str()))).collect();
            self.face
                .say(if found.differs.is_empty() { &f.recounted } else { &f.recounted_other }, &fields)?;
            let name =
                |code: &String| figures::figure(code).map_or(code.as_str(), |f| f.name(lang)).to_owned();
            if !found.not_kept.is_empty() {
                let names: Vec<String> = found.not_kept.iter().map(name).collect();
                self.face.say(&f.not_in_it, &[("names", &names.join(lang.pick("、", ", ")))])?;
            }
            for d in &found.differs {
                let called = match d.code.as_str() {
                    "root" => f.differs_root.clone(),
                    "text" => f.differs_text.clone(),
                    "listed" => fill(&f.differs_listed, &[("no", &d.value)]),
                    code => {
                        let value = Some(d.value.clone()).filter(|v| !v.is_empty());
                        let none = Number::None;
                        let (now, previous, year_ago, so_far) = (none, none, none, none);
                        let (group, code) = (0, code.to_owned());
                        f.label(
                            lang,
                            &organ,
                            &FigureLine { group, code, value, now, previous, year_ago, so_far },
                        )
                    }
                };
                let of = |text: &String| if text.is_empty() { f.none.clone() } else { text.clone() };
                let fields =
                    [("what", called.as_str()), ("kept", &of(&d.kept)), ("counted", &of(&d.counted))];
                self.face.say(&f.differs, &fields)?;
            }
        }
        if found.differs.is_empty() { Ok(()) } else { Err(Refusal::of(Rule::FiguresDiffer).into()) }
    }

    pub fn stats(&mut self, s: &Stats) -> Result<(), Stop> {
        let period = s.period(self.office.now())?;
        if let Some(no) = s.group.filter(|no| figures::group(*no).is_none()) {
            return Err(Stop::wrong("group", Flaw::UnknownCode, no));
        }
        let leaving = self.face.figures_leave(s.format.as_deref(), s.out.as_deref())?;
        let mut found = match s.public {
            true => self.office.figures_for_outside(&self.actor, period)?,
            false => self.office.figures(&self.actor, period)?,
        };
        if let Some(no) = s.group {
            found.lines.retain(|l| l.group == no);
        }
        // What goes into a file or another program leaves the register.
        if self.face.json || leaving.is_some() || !self.face.streams.out_is_terminal {
            let what = format!("figures {period}{}", if s.public { " public" } else { "" });
            self.office.note_export(&self.actor, &what, found.lines.len() as u64)?;
        }
        if let Some(leaving) = leaving {
            return self.put_figures(&found, s.public, &leaving);
        }
        if self.face.json {
            let value = self.as_json(&found, s);
            return self.face.value(&value);
        }
        self.as_text(&found, s)
    }

    fn as_json(&self, found: &Statistics, s: &Stats) -> Value {
        let (lang, organ) = (self.face.lang, self.organ());
        let f = said(lang);
        let line = |l: &FigureLine| {
            let figure = figures::figure(&l.code);
            let mut value = serde_json::to_value(l).unwrap_or_default();
            if let Value::Object(map) = &mut value {
                if s.public {
                    ["previous", "year_ago", "so_far"].iter().for_each(|key| drop(map.remove(*key)));
                }
                map.insert("label".to_owned(), json!(f.label(lang, &organ, l)));
                if let Some(figure) = figure {
                    map.insert("unit".to_owned(), json!(figure.unit));
                    map.insert("rule".to_owned(), json!(figure.rule.get(lang)));
                    map.insert("source".to_owned(), json!(figure.source));
                    map.insert("verified".to_owned(), json!(figure.verified));
                }
            }
            value
        };
        let not_kept = figures::groups().iter().filter(|g| !g.kept);
        json!({
            "period": found.period.to_string(),
            "over": found.over,
            "zero": found.is_zero(),
            "left_out": found.unread,
            "figures": found.lines.iter().map(line).collect::<Vec<_>>(),
            "not_kept": not_kept.map(|g| json!({ "group": g.no, "name": g.name(lang) })).collect::<Vec<_>>(),
            "acts": found.acts,
            "root": found.root,
            "staff": found.staff,
            "rounded_to": s.public.then_some(figures::STEP),
        })
    }

    fn as_text(&mut self, found: &Statistics, s: &Stats) -> Result<(), Stop> {
        let (lang, f) = (self.face.lang, said(self.face.lang));
        let organ = self.organ();
        self.face.line(&f.title(found))?;
        if s.public {
            self.face.say(&f.rounded, &[("", &figures::STEP.to_string())])?;
        }
        if found.is_zero() {
            self.face.line(&f.zero)?;
        }
        if found.unread > 0 {
            self.face.say(&f.unread, &[("n", &found.unread.to_string())])?;
        }
        for group in figures::groups().iter().filter(|g| s.group.is_none_or(|no| no == g.no)) {
            let of_group: Vec<&FigureLine> = found.lines.iter().filter(|l| l.group == group.no).collect();
            if of_group.is_empty() {
                continue;
            }
            self.face.heading(&format!("{} {}", group.no, group.name(lang)))?;
            let mut rows = vec![f.heads(s.compare)];
            let mut before = "";
            for l in of_group {
                let all = [l.now, l.previous, l.year_ago, l.so_far];
                let shown = if s.compare { all.len() } else { 1 };
                // A value that comes in none of the columns is not there.
                if l.value.is_some() && all[..shown].iter().all(|n| *n == Number::Is(0)) {
                    continue;
                }
                let mut row = vec![f.label(lang, &organ, l)];
                row.extend(all[..shown].iter().map(|n| f.number(*n)));
                let figure = figures::figure(&l.code);
                row.push(figure.map_or_else(String::new, |figure| f.unit(&figure.unit).to_owned()));
                let rule = if before == l.code { "" } else { rule_of(f, figure, lang, &l.code) };
                row.push(rule.to_owned());
                before = &l.code;
                rows.push(row);
            }
            self.face.table(&rows)?;
            if let Some(share) = f.share(found).filter(|_| group.no == 1 && !s.public) {
                self.face.line(&share)?;
            }
        }
        if s.group.is_none() && !s.public {
            self.face.heading(&f.integrity)?;
            self.face.line(&f.head_of(found))?;
        }
        if !s.public {
            let names = figures::groups().iter().filter(|g| !g.kept).map(|g| g.name(lang));
            let names = names.collect::<Vec<_>>().join(lang.pick("、", ", "));
            self.face.line("")?;
            self.face.line(&fill(&f.not_kept, &[("", &names)]))?;
        }
        Ok(())
    }
}

fn rule_of<'a>(
    f: &'a FiguresWords,
    figure: Option<&'a Figure>,
    lang: crate::domain::lang::Lang,
    code: &str,
) -> &'a str {
    match figure {
        Some(figure) => figure.rule.get(lang),
        None if code == BY_MONTH => &f.by_month_rule,
        None => "",
    }
}
