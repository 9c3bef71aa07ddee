//! What is typed into a field is taken as people type it, and what is refused is shown where it stands.

use crate::form::bench::{CASE, Session, court};
use liuhen::domain::lang::Lang;
use liuhen::domain::record::Status;

/// ASCII as an input method types it.
fn wide(text: &str) -> String {
    text.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect()
}

/// The row with the focus, and whether the caret stands in it.
fn focus(s: &Session) -> (String, bool) {
    let screen = s.screen();
    let (y, row) = screen.lines().enumerate().find(|(_, r)| r.starts_with('>')).unwrap();
    (row.to_owned(), s.caret().is_some_and(|c| usize::from(c.y) == y))
}

/// Who, the keys to the form, what comes before the code there.
const CODES: &[(&str, &str, &str)] =
    &[("judge", "2<enter>D", "记错了<tab>"), ("cus1", "2<enter>b", "与其相识<tab>")];

#[test]
fn the_last_four_are_folded_in_every_form_and_a_wrong_one_has_the_mark_and_the_caret() {
    for (who, keys, before) in CODES {
        let court = court();
        let record = court.submitted(false);
        let four = record.ref_.as_ref().unwrap().last_four().to_lowercase();
        let mut s = court.sits(who, Lang::Zh, (80, 24));
        let form = s.types(keys);
        assert!(form.contains("编号末四位"), "{keys}\n{form}");
        let refused = s.types(&format!("{before}{}<f2>", wide("zzzz")));
        assert!(refused.contains("编号末四位不对"), "{keys}\n{refused}");
        let (row, caret) = focus(&s);
        assert!(row.starts_with(">!编号末四位") && caret, "{keys}: {row}\n{refused}");
        let done = s.types(&format!("<c-u>{}<f2>", wide(&four)));
        assert!(done.contains("核验码"), "{keys}\n{done}");
    }
}

#[test]
fn a_second_hand_in_full_width_confirms_and_a_wrong_one_does_not() {
    let court = court();
    let record = court.submitted(false);
    court.sits("cus1", Lang::Zh, (80, 24)).types("<enter>c111111111c");
    let mut s = court.sits("cus2", Lang::Zh, (80, 24));
    let refused = s.types(&format!("<enter>c１１１１１１１１１ｃ{}<f2>", wide("zzzz")));
    assert!(refused.contains("编号末四位不对"), "{refused}");
    assert!(focus(&s).0.starts_with(">!编号末四位") && focus(&s).1, "{refused}");
    assert_eq!(court.record(&record).status, Status::OneHand);
    let four = record.ref_.as_ref().unwrap().last_four().to_lowercase();
    s.types(&format!("<c-u>{}<f2>", wide(&four)));
    assert_eq!(court.record(&record).status, Status::Confirmed);
}

#[test]
fn enter_takes_the_suggestion_that_is_marked_and_the_line_itself_can_be_meant() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    // One letter finds several; the first is marked from the beginning.
    let list = s.types("<f3><enter><tab>王");
    let marked = list.lines().find(|l| l.trim_start().starts_with("> 王")).unwrap_or_default();
    assert!(marked.contains("王建国"), "{list}");
    let taken = s.types("<enter>");
    assert!(taken.contains("王建国") && taken.contains("庭长"), "{taken}");
    // Up goes back to what was typed, and so does Esc, which leaves nothing; Tab goes on with it.
    for keys in ["<up><enter>", "<esc><enter>", "<tab>"] {
        let mut s = court.sits("judge", Lang::Zh, (80, 24));
        s.types(&format!("<f3><enter><tab>王{keys}"));
        let (row, _) = focus(&s);
        assert!(row.contains("部门") || row.contains("单位"), "{keys}: {row}");
        assert!(!s.screen().contains("庭长"), "{keys}\n{}", s.screen());
    }
}

#[test]
fn a_half_case_number_is_asked_about_before_it_is_stored() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    let asked = s.types("<f4>汪某<enter>来电询问<enter>刑初<f2>");
    assert!(asked.contains("《刑初》还不是完整的案号") && asked.contains("案号"), "{asked}");
    assert!(focus(&s).0.starts_with(">!案号") && focus(&s).1, "{asked}");
    // Enter takes the one of the list after all.
    let done = s.types("<enter><f2>");
    assert!(done.contains("核验码"), "{done}");
    let form = s.types("<enter>");
    assert!(form.contains("补全速记"), "{form}");
    s.at("案号");
    assert!(s.screen().contains(CASE), "{}", s.screen());
    // Meant as it is, the same key again stores it.
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    let done = s.types("<f4>汪某<enter>来电询问<enter>尚无案号的线索<f2><f2>");
    assert!(done.contains("核验码"), "{done}");
    // Changed meanwhile, it is another question.
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    let asked = s.types("<f4>汪某<enter>来电询问<enter>线索<f2>二<f2>");
    assert!(asked.contains("《线索二》还不是完整的案号"), "{asked}");
}

#[test]
fn people_are_found_by_initials_and_in_full_width_where_one_becomes_another() {
    let court = court();
    for typed in ["zx", "cx", "ｚｘ", "曾晓"] {
        let mut s = court.sits("judge", Lang::Zh, (80, 24));
        let found = s.types(&format!("<f8>{typed}"));
        assert!(found.contains("曾晓") && !found.contains("王建国"), "{typed}\n{found}");
    }
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    assert!(s.types("<f9><tab>ＱＵＩＣＫ").contains("quick note"), "{}", s.screen());
}
