//! The slip of paper that is signed by pen and filed: where the acts stood, as words, as a number in
//! groups that can be read aloud, and as a code for a camera. One page of 80 by 24.

mod qr;

pub use qr::Drawn;

use crate::domain::lang::Lang;
use crate::domain::organ::Organ;
use crate::domain::when::{self, Precision};
use crate::office::SlipFacts;
use crate::text::wrap;
use crate::words::evidence::words;
use crate::words::fill;

/// Columns of the words beside the code.
const WORDS: usize = 36;

/// The lines of the slip; without a code where the terminal cannot draw one.
pub fn lines(facts: &SlipFacts, organ: &Organ, lang: Lang, code: Option<Drawn>) -> Vec<String> {
    let code = code.and_then(|drawn| qr::rows(facts.acts.text().as_bytes(), drawn)).unwrap_or_default();
    let words = said(facts, organ, lang);
    if code.is_empty() {
        return words;
    }
    let cells = code.iter().map(|row| row.chars().count()).max().unwrap_or(0);
    let rows = code.len().max(words.len());
    let blank = String::new();
    (0..rows)
        .map(|i| {
            let code = code.get(i).unwrap_or(&blank);
            // Half blocks are one cell each here, whatever a table of widths says.
            let gap = " ".repeat(cells.saturating_sub(code.chars().count()) + 1);
            format!("{code}{gap}{}", words.get(i).unwrap_or(&blank)).trim_end().to_owned()
        })
        .collect()
}

fn said(facts: &SlipFacts, organ: &Organ, lang: Lang) -> Vec<String> {
    let e = words(lang);
    let mut out = Vec::new();
    let mut add = |text: &str| out.extend(wrap(text, WORDS));
    let one = |template: &str, value: &str| fill(template, &[("", value)]);
    let name = lang.pick(&organ.name, if organ.name_en.is_empty() { &organ.name } else { &organ.name_en });
    add(&one(&e.slip_title, name));
    add(&e.slip_register);
    add(&groups(&facts.acts.register.to_string()).join(" "));
    add(&one(&e.slip_acts, &facts.acts.size.to_string()));
    add(&one(&e.slip_reads, &facts.reads.size.to_string()));
    match facts.counts {
        Some((all, open)) => {
            add(&fill(&e.slip_records, &[("n", &all.to_string()), ("open", &open.to_string())]));
        }
        None => add(&e.slip_counts_hidden),
    }
    add(&e.slip_root);
    for row in groups(&facts.acts.root.to_string()).chunks(4) {
        add(&row.join(" "));
    }
    if let Some(key) = &facts.key {
        add(&e.slip_key);
        add(&key.fingerprint());
    }
    add(&one(&e.slip_at, &when::show(facts.at, Precision::Exact, lang)));
    if let Some((size, people)) = &facts.cosigned {
        let names: Vec<String> = people.iter().map(|p| organ.name_of(p)).collect();
        add(&fill(
            &e.slip_signed,
            &[("n", &size.to_string()), ("names", &names.join(lang.pick("、", ", ")))],
        ));
    }
    add(&e.slip_pen);
    out
}

/// Eight characters each.
fn groups(hex: &str) -> Vec<&str> {
    (0..hex.len()).step_by(8).filter_map(|at| hex.get(at..(at + 8).min(hex.len()))).collect()
}
