//! What is laid down on a page: lines and rules in their places, and rows of tables, whose rules depend
//! on what lies above and below them on the same page.

use super::line::Line;
use std::rc::Rc;

/// Between a rule and the words beside it.
pub(super) const PAD: f32 = 3.5;

/// A piece of a page, measured from its own top and from the left margin.
#[derive(Clone, Debug, Default)]
pub(super) struct Part {
    /// Lines with the left edge of their room and the top of the line.
    pub lines: Vec<(f32, f32, Line)>,
    /// Level rules: from, to, and how deep.
    pub rules: Vec<(f32, f32, f32)>,
    pub row: Option<Row>,
}

impl Part {
    /// Lines one under the other.
    pub fn text(lines: Vec<Line>, x: f32) -> Self {
        let mut out = Self::default();
        let mut top = 0.0;
        for line in lines {
            let leading = line.kind.leading;
            out.lines.push((x, top, line));
            top += leading;
        }
        out
    }
}

/// A row of a table, or a part of one that is too high for a page.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Where its upright rules stand.
    pub edges: Vec<f32>,
    /// Which table it is of.
    pub table: usize,
    /// Goes on with the part above it, without a rule between them.
    pub joined: bool,
    pub band: Option<Band>,
}

/// The heading at the left of several rows.
#[derive(Clone, Debug)]
pub(super) struct Band {
    pub number: usize,
    pub lines: Rc<Vec<Line>>,
    /// Its right edge.
    pub right: f32,
}

impl Row {
    pub fn is_of_table(&self, other: Option<&Row>) -> bool {
        other.is_some_and(|o| o.table == self.table)
    }
    pub fn is_of_band(&self, other: Option<&Row>) -> bool {
        let number = |r: &Row| r.band.as_ref().map(|b| (r.table, b.number));
        number(self).is_some() && other.and_then(number) == number(self)
    }
}
