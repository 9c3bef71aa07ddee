//! A folded text that still knows where punctuation stood: a name begins and ends there.

use super::tables;
use crate::domain::name::Reading;
use crate::domain::name::fold::Traced;

/// A text as it is read for whom it may mean.
pub(in crate::domain::name) struct Words<'t> {
    pub text: &'t str,
    /// Whether all is read that is read since version 6.
    pub six: bool,
    /// Whether fewer posts of other houses are.
    pub seven: bool,
    /// Whether what the words rule out is.
    pub eight: bool,
    breaks: Vec<usize>,
    /// Those of them that end a sentence or a part of it.
    stops: Vec<usize>,
}

impl<'t> Words<'t> {
    pub fn of(typed: &str, made: &'t Traced, by: Reading) -> Self {
        let (six, seven) = (by >= Reading::Six, by >= Reading::Seven);
        let stops = if seven { made.stops(typed) } else { Vec::new() };
        let eight = by >= Reading::Eight;
        Self { text: made.folded.as_str(), six, seven, eight, breaks: made.breaks(typed), stops }
    }

    /// Whether a part begins or ends here: the text's own ends count.
    pub fn broken(&self, at: usize) -> bool {
        at == 0 || at == self.text.len() || self.breaks.binary_search(&at).is_ok()
    }

    /// Whether no punctuation stands within.
    pub fn whole(&self, start: usize, end: usize) -> bool {
        let from = self.breaks.partition_point(|b| *b <= start);
        self.breaks.get(from).is_none_or(|b| *b >= end)
    }

    /// What follows up to the next punctuation.
    pub fn rest(&self, at: usize) -> &'t str {
        if self.broken(at) {
            return "";
        }
        let end = self.breaks.get(self.breaks.partition_point(|b| *b <= at)).copied();
        &self.text[at..end.unwrap_or(self.text.len())]
    }

    /// From here to the next punctuation, though one stands right here.
    pub fn part(&self, at: usize) -> &'t str {
        let end = self.breaks.get(self.breaks.partition_point(|b| *b <= at)).copied();
        &self.text[at..end.unwrap_or(self.text.len())]
    }

    /// What stands before, back to the last punctuation.
    pub fn clause(&self, at: usize) -> &'t str {
        let from = self.breaks.partition_point(|b| *b <= at).checked_sub(1).map_or(0, |n| self.breaks[n]);
        if self.broken(at) { "" } else { &self.text[from..at] }
    }

    /// What may say that what follows is another house's, or somebody's who is named: what stands before it in
    /// the same sentence, up to a comma. 周一院长 is no 周一. By an earlier reading all that stands before.
    pub fn said<'s>(&self, before: &'s str) -> &'s str {
        let from =
            self.stops.partition_point(|s| *s <= before.len()).checked_sub(1).map_or(0, |n| self.stops[n]);
        let said = before.get(from..).unwrap_or(before);
        let day =
            said.strip_suffix(['一', '二', '三', '四', '五', '六', '日']).and_then(|d| d.strip_suffix('周'));
        day.filter(|_| self.seven).unwrap_or(said)
    }

    /// 某室副主任, 市纪委某室副主任: a unit that is masked, and not said to be of this organ.
    pub fn is_of_a_masked_unit(&self, before: &str) -> bool {
        let stem = self
            .said(before)
            .strip_suffix(['室', '处', '科', '办', '组', '部', '局', '队', '庭', '院', '所']);
        let house =
            stem.filter(|s| self.seven && s.ends_with(['某', 'x'])).map(|s| s.trim_end_matches(['某', 'x']));
        house.is_some_and(|h| tables::ends("house", h.strip_suffix('的').unwrap_or(h)).is_none())
    }

    /// 我当场向庭长报告, 向庭长作了报告: whoever is told by the recorder, in his own words, asks for nothing.
    pub fn only_hears(&self, at: usize, end: usize) -> bool {
        let Some(own) = self.clause(at).strip_suffix(['向', '给', '对']) else { return false };
        let own = ["adverbs", "recorder", "adverbs"].iter().fold(own, |own, t| tables::without(t, own));
        let rest = tables::without("adverbs", self.rest(end));
        own.is_empty() && tables::begins("reports", rest).is_some() && !tables::contains("tells", rest)
    }

    /// 保管员已收到材料, 执行员正在外地: a post at its own work asks for nothing.
    pub fn only_works(&self, at: usize, end: usize) -> bool {
        let rest = tables::without("adverbs", self.rest(end));
        let more = || {
            let rest = rest.strip_prefix("正在").unwrap_or(rest);
            tables::begins("works_since_eight", rest).filter(|_| self.eight)
        };
        let at_work = tables::begins("works", rest).or_else(more);
        let told = ['说', '称', '讲', '让', '托', '叫', '是'].iter().any(|c| self.clause(at).contains(*c));
        !told && at_work.is_some() && !tables::contains("tells", rest)
    }

    pub fn before(&self, at: usize) -> &'t str {
        &self.text[..at]
    }

    /// The character before, where nothing parts it.
    pub fn left(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back().filter(|_| !self.broken(at))
    }

    pub fn right(&self, at: usize) -> Option<char> {
        self.rest(at).chars().next()
    }

    /// Whether grammar lets somebody be named from here on.
    pub fn opens(&self, at: usize) -> bool {
        self.left(at).is_none_or(|c| tables::has("before", c))
    }

    /// Whether grammar lets somebody's name end here.
    pub fn closes(&self, at: usize) -> bool {
        self.right(at).is_none_or(|c| tables::has("after", c))
    }

    /// Whether letters stand alone: nothing but punctuation and other script around them.
    pub fn stands_alone(&self, start: usize, end: usize) -> bool {
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let first = letter(self.text[start..].chars().next());
        let last = letter(self.text[..end].chars().next_back());
        !(first && letter(self.left(start)) || last && letter(self.right(end)))
    }
}
