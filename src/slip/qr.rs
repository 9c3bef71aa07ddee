//! A square code in half blocks: two rows of squares to a row of text.

use qrcode::types::Color;
use qrcode::{EcLevel, QrCode};

/// Which squares are drawn: the dark ones, with ink on paper, or the light ones, on a dark screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    Dark,
    Light,
}

/// Light squares around the code. Two are enough for a camera beside text that keeps its distance,
/// and let a checkpoint's code fit a page of 24 rows.
const MARGIN: usize = 2;

/// The rows, all of one width; none when the bytes are too many for any code.
pub fn rows(bytes: &[u8], drawn: Drawn) -> Option<Vec<String>> {
    let code = QrCode::with_error_correction_level(bytes, EcLevel::L).ok()?;
    let (side, squares) = (code.width(), code.to_colors());
    let whole = side + 2 * MARGIN;
    let is_drawn = |x: usize, y: usize| {
        let inside = (MARGIN..side + MARGIN).contains(&x) && (MARGIN..side + MARGIN).contains(&y);
        let dark = inside && squares.get((y - MARGIN) * side + x - MARGIN) == Some(&Color::Dark);
        dark == (drawn == Drawn::Dark)
    };
    let half = |x: usize, y: usize| match (is_drawn(x, y), y + 1 < whole && is_drawn(x, y + 1)) {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        (false, false) => ' ',
    };
    Some((0..whole).step_by(2).map(|y| (0..whole).map(|x| half(x, y)).collect()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_fits_beside_its_words_on_a_page() {
        let body = format!("liuhen/{}/acts\n999999999\n{}=\n", "a".repeat(32), "b".repeat(43));
        let rows = rows(body.as_bytes(), Drawn::Dark).unwrap();
        assert_eq!((rows.len(), rows[0].chars().count()), (21, 41));
        // The three corner marks, and nothing of ink at the edge.
        assert!(rows[1].starts_with("  █▀▀▀▀▀█ ") && rows[1].ends_with(" █▀▀▀▀▀█  "), "{rows:?}");
        assert!(rows[0].trim().is_empty());
        assert!(super::rows(&[0; 4000], Drawn::Dark).is_none());
    }

    #[test]
    fn on_a_dark_screen_light_is_what_is_drawn() {
        let dark = rows(b"liuhen", Drawn::Dark).unwrap().concat();
        let light = rows(b"liuhen", Drawn::Light).unwrap().concat();
        let other = |c| match c {
            '█' => ' ',
            ' ' => '█',
            '▀' => '▄',
            _ => '▀',
        };
        let whole_rows = dark.chars().count() - rows(b"liuhen", Drawn::Dark).unwrap()[0].chars().count();
        assert!(dark.chars().zip(light.chars()).take(whole_rows).all(|(d, l)| other(d) == l));
    }
}
