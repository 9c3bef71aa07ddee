//! Pieces of a paper laid down page after page.

/// A piece that stays whole. Heights are in whatever unit the writer reckons: points or lines.
#[derive(Clone, Debug)]
pub(crate) struct Piece<T> {
    pub height: f32,
    pub what: T,
    /// Stays on the page of the next one, if both find room on any page.
    pub keep: bool,
    /// Belongs to a table whose head is said again where the table goes on: which of `heads`.
    pub under: Option<usize>,
    /// Begins a page.
    pub new_page: bool,
}

impl<T> Piece<T> {
    pub fn new(height: f32, what: T) -> Self {
        Self { height, what, keep: false, under: None, new_page: false }
    }
}

/// A piece in its place, from the top of the page's room.
#[derive(Clone, Debug)]
pub(crate) struct Placed<T> {
    pub top: f32,
    pub height: f32,
    pub what: T,
}

/// Lays pieces down on pages of a height. There is at least one page. A piece that is higher than a page
/// stands alone and runs over: whoever makes pieces cuts them before.
pub(crate) fn pages<T: Clone>(pieces: Vec<Piece<T>>, heads: &[Piece<T>], room: f32) -> Vec<Vec<Placed<T>>> {
    let needs = chains(&pieces, room);
    let mut pages: Vec<Vec<Placed<T>>> = vec![Vec::new()];
    let (mut top, mut last) = (0.0, None);
    for (piece, need) in pieces.into_iter().zip(needs) {
        let empty = pages.last().is_none_or(Vec::is_empty);
        if !empty && (piece.new_page || top + need > room + 0.01) {
            pages.push(Vec::new());
            top = 0.0;
            let again = piece.under.filter(|_| piece.under == last);
            if let (Some(head), Some(page)) = (again.and_then(|at| heads.get(at)), pages.last_mut()) {
                page.push(Placed { top, height: head.height, what: head.what.clone() });
                top += head.height;
            }
        }
        last = piece.under;
        if let Some(page) = pages.last_mut() {
            page.push(Placed { top, height: piece.height, what: piece.what });
            top += piece.height;
        }
    }
    pages
}

/// How much room each piece asks for with those that it keeps to itself.
fn chains<T>(pieces: &[Piece<T>], room: f32) -> Vec<f32> {
    let mut needs = vec![0.0; pieces.len()];
    let mut after = 0.0;
    for (at, piece) in pieces.iter().enumerate().rev() {
        let chain = if piece.keep { piece.height + after } else { piece.height };
        needs[at] = if chain > room { piece.height } else { chain };
        after = needs[at];
    }
    needs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(pages: Vec<Vec<Placed<&'static str>>>) -> Vec<String> {
        pages.iter().map(|p| p.iter().map(|x| x.what).collect()).collect()
    }

    #[test]
    fn a_table_that_goes_on_says_its_head_again() {
        let head = Piece { keep: true, ..Piece::new(1.0, "H") };
        let row = |name| Piece { under: Some(0), ..Piece::new(1.0, name) };
        let mut pieces = vec![Piece::new(1.0, "t"), Piece { under: Some(0), ..head.clone() }];
        pieces.extend(["a", "b", "c", "d", "e"].map(row));
        pieces.push(Piece::new(2.0, "z"));
        assert_eq!(flat(pages(pieces, &[head], 4.0)), ["tHab", "Hcde", "z"]);
    }

    #[test]
    fn a_heading_goes_with_what_it_heads() {
        let keep = |name| Piece { keep: true, ..Piece::new(1.0, name) };
        let pieces = vec![Piece::new(2.0, "a"), keep("h"), Piece::new(1.0, "b")];
        assert_eq!(flat(pages(pieces, &[], 3.0)), ["a", "hb"]);
        // A chain that no page holds is broken rather than run over.
        let pieces = vec![Piece::new(2.0, "a"), keep("h"), keep("i"), keep("j"), Piece::new(1.0, "b")];
        assert_eq!(flat(pages(pieces, &[], 3.0)), ["ah", "ijb"]);
    }

    #[test]
    fn there_is_always_a_page_and_never_an_empty_one() {
        assert_eq!(flat(pages(Vec::new(), &[], 3.0)), [""]);
        let first = Piece { new_page: true, ..Piece::new(9.0, "a") };
        assert_eq!(flat(pages(vec![first.clone(), first], &[], 3.0)), ["a", "a"]);
    }
}
