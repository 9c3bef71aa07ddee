//! The one search field, and everything that writes into it: facets, the sort key. The text is the
//! truth; what it means is read from it.

use crate::domain::lang::Lang;
use crate::domain::search::{Filter, Meaningless, Sort};
use crate::ui::field::{Answer, Field};
use crate::ui::keys::Key;
use crate::ui::room::Cx;
use crate::words::rooms::words;

const LONGEST: usize = 200;

pub struct Query {
    field: Field,
    placeholder: Option<Lang>,
    filter: Filter,
    meaningless: Option<Meaningless>,
}

impl Default for Query {
    fn default() -> Self {
        let (filter, meaningless) = (Filter::default(), None);
        Self { field: Field::line(LONGEST), placeholder: None, filter, meaningless }
    }
}

impl Query {
    pub fn text(&self) -> &str {
        self.field.text()
    }

    /// What the field means; while a part of it means nothing, what it meant before.
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// The field, with a hint in the person's language while it is empty.
    pub fn field(&mut self, lang: Lang) -> &mut Field {
        if self.placeholder != Some(lang) && self.field.text().is_empty() {
            self.field = Field::line(LONGEST).with_placeholder(&words(lang).search_hint);
            self.placeholder = Some(lang);
        }
        &mut self.field
    }

    /// One line about the part that means nothing.
    pub fn meaningless(&self, cx: &Cx) -> Option<String> {
        let part = self.meaningless.as_ref()?;
        Some(words(cx.lang).meaningless.replace("{}", &part.to_string()))
    }

    pub fn key(&mut self, cx: &Cx, key: Key) -> Answer {
        let answer = self.field.key(key);
        self.after(cx, answer)
    }

    pub fn paste(&mut self, cx: &Cx, text: &str) -> Answer {
        let answer = self.field.paste(text);
        self.after(cx, answer)
    }

    fn after(&mut self, cx: &Cx, answer: Answer) -> Answer {
        if answer == Answer::Changed {
            self.read(cx);
        }
        answer
    }

    /// Reads the field again: dates in it are relative to now.
    pub fn read(&mut self, cx: &Cx) {
        match parse(cx, self.field.text()) {
            Ok(filter) => (self.filter, self.meaningless) = (filter, None),
            Err(part) => self.meaningless = Some(part),
        }
    }

    /// Looks for this from now on.
    pub fn write(&mut self, cx: &Cx, text: &str) {
        self.set(cx, &text.split_whitespace().collect::<Vec<_>>());
    }

    /// What is typed now is one more condition, never the rest of the last one.
    pub fn go_on(&mut self) {
        let text = self.field.text();
        if !text.is_empty() && !text.ends_with(char::is_whitespace) {
            let _ = self.field.set_text(&format!("{text} "));
        }
    }

    fn set(&mut self, cx: &Cx, parts: &[&str]) {
        // Parts of what was taken before are text.
        let _ = self.field.set_text(&parts.join(" "));
        self.read(cx);
    }

    /// Takes the last part away.
    pub fn drop_last(&mut self, cx: &Cx) {
        let text = self.field.text().to_owned();
        let mut parts: Vec<&str> = text.split_whitespace().collect();
        parts.pop();
        self.set(cx, &parts);
    }

    /// The next order, written into the field; the first one needs no word.
    pub fn next_sort(&mut self, cx: &Cx) {
        let at = Sort::ALL.iter().position(|s| *s == self.filter.sort).unwrap_or(0);
        let next = Sort::ALL[(at + 1) % Sort::ALL.len()];
        let text = self.field.text().to_owned();
        let sorts =
            |part: &&str| part.split_once([':', '：']).is_some_and(|(key, _)| matches!(key, "sort" | "排序"));
        let mut parts: Vec<&str> = text.split_whitespace().filter(|p| !sorts(p)).collect();
        let key = cx.lang.pick("排序", "sort");
        let value = cx.lang.pick(cx.w.code("sort", next.code()), next.code());
        let word = format!("{key}:{value}");
        if next != Sort::default() {
            parts.push(&word);
        }
        self.set(cx, &parts);
    }

    /// Whether the field holds this value of a facet.
    pub fn has(&self, facet: &str, value: &str) -> bool {
        means(&self.filter, facet, value)
    }

    /// Writes `key:value` into the field, or takes it out.
    pub fn toggle(&mut self, cx: &Cx, facet: &str, value: &str) {
        let text = self.field.text().to_owned();
        let that = |part: &&str| parse(cx, part).is_ok_and(|f| means(&f, facet, value));
        let mut parts: Vec<&str> = text.split_whitespace().filter(|p| !that(p)).collect();
        let word = token(cx, facet, value);
        if !self.has(facet, value) {
            parts.push(&word);
        }
        self.set(cx, &parts);
    }
}

/// The part of a query that stands for a value: in the person's own words where they read back.
fn token(cx: &Cx, facet: &str, value: &str) -> String {
    let key = cx.lang.pick(cx.w.code("facet", facet), facet);
    let word = match facet {
        "status" | "flag" => cx.w.code(facet, value).to_owned(),
        "unit" => cx.office.organ().unit_name(&value.into()).to_owned(),
        _ => value.to_owned(),
    };
    let said = format!("{key}:{word}");
    let reads =
        !word.contains(char::is_whitespace) && parse(cx, &said).is_ok_and(|f| means(&f, facet, value));
    if reads { said } else { format!("{key}:{value}") }
}

fn means(f: &Filter, facet: &str, value: &str) -> bool {
    match facet {
        "status" => f.statuses.iter().any(|s| s.code() == value),
        "stream" => f.streams.iter().any(|s| s == value),
        "unit" => f.units.iter().any(|u| u == value),
        "quarter" => f.quarters.iter().any(|q| q == value),
        _ => f.flags.iter().any(|x| x.code() == value),
    }
}

fn parse(cx: &Cx, text: &str) -> Result<Filter, Meaningless> {
    let organ = cx.office.organ();
    let unit = |word: &str| organ.unit_called(word).map(|u| u.id.0.clone());
    Filter::parse(text, cx.office.now(), &crate::words::read_status, &unit)
}
