//! Writes the samples where `LIUHEN_SHOW` says, for the eye.

use super::samples::{form, letter};
use liuhen::papers::{Fonts, docx, pdf, text};

#[test]
fn samples_for_the_eye() {
    let Some(dir) = std::env::var_os("LIUHEN_SHOW").map(std::path::PathBuf::from) else { return };
    let mut fonts = Fonts::own().unwrap();
    for (name, sheet) in [("form", form()), ("letter", letter())] {
        let written = pdf::write(&sheet, &mut fonts).unwrap();
        assert_eq!(written.unprinted, []);
        std::fs::write(dir.join(format!("{name}.pdf")), written.bytes).unwrap();
        std::fs::write(dir.join(format!("{name}.docx")), docx::write(&sheet).unwrap()).unwrap();
        std::fs::write(dir.join(format!("{name}.txt")), text::write(&sheet)).unwrap();
    }
    let book = super::figures::table().workbook(super::figures::rows()).unwrap();
    std::fs::write(dir.join("figures.xlsx"), book).unwrap();
    let long: String = (0..900).map(|i| format!("第{i:03}句。")).collect();
    let sheet = super::archive::long_field(&long);
    std::fs::write(dir.join("long.pdf"), pdf::write(&sheet, &mut fonts).unwrap().bytes).unwrap();
    std::fs::write(
        dir.join("english.pdf"),
        pdf::write(&super::samples::english(), &mut fonts).unwrap().bytes,
    )
    .unwrap();
    std::fs::write(dir.join("english.docx"), docx::write(&super::samples::english()).unwrap()).unwrap();
}
