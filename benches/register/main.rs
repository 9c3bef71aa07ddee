//! What a register costs by its size: `cargo bench --bench register`. Each figure stands beside its floor from
//! the same run, and beside its growth from the smallest register to the largest. `LIUHEN_MILLION=1` adds a
//! million records; `LIUHEN_SIZES=10000,20000` names others; `LIUHEN_ONLY=commit,desk` measures
//! what is called so, `LIUHEN_BUT=verify` leaves that out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a measurement fails by panicking"
)]

mod bed;
mod crowd;
mod measures;
#[path = "../../tests/pty/mod.rs"]
mod pty;

use bed::{Bed, name};
use measures::{MEASURES, Measure};
use std::collections::BTreeMap;

/// By size: the figure and its floor.
type Found = Vec<(f64, f64)>;

fn main() {
    if crowd::is_writer() {
        return;
    }
    let sizes =
        std::env::var("LIUHEN_SIZES").ok().map(|s| s.split(',').filter_map(|n| n.parse().ok()).collect());
    let mut sizes: Vec<usize> = sizes.unwrap_or_else(|| vec![10_000, 100_000]);
    sizes.extend(std::env::var_os("LIUHEN_MILLION").map(|_| 1_000_000));
    let named = |name: &str| -> Vec<String> {
        let list = std::env::var(name).unwrap_or_default();
        list.split(',').filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let (only, but) = (named("LIUHEN_ONLY"), named("LIUHEN_BUT"));
    let mut found: BTreeMap<(usize, usize), (String, Found)> = BTreeMap::new();
    for records in &sizes {
        let mut bed = Bed::of(*records);
        for (at, Measure { what, floor, run, .. }) in MEASURES.iter().enumerate() {
            let is = |list: &[String]| list.iter().any(|part| what.contains(part.as_str()));
            if is(&but) || !only.is_empty() && !is(&only) {
                continue;
            }
            let floor = floor(&mut bed);
            for (nth, (which, figure)) in run(&mut bed).into_iter().enumerate() {
                let what = format!("{what}{}{which}", if which.is_empty() { "" } else { ": " });
                println!("  {} {what} {figure:.1}", name(bed.records));
                found.entry((at, nth)).or_insert((what, Vec::new())).1.push((figure, floor));
            }
        }
    }
    let heads: Vec<String> = sizes.iter().map(|n| format!("{:>9}", name(*n))).collect();
    println!("\n{:<44} {}  unit    floor       ratio  growth", "", heads.join(" "));
    for ((at, _), (what, figures)) in &found {
        let (Some((first, _)), Some((last, floor))) = (figures.first(), figures.last()) else { continue };
        let each: Vec<String> = figures.iter().map(|(figure, _)| format!("{figure:>9.1}")).collect();
        let (unit, floored) = (MEASURES[*at].unit, MEASURES[*at].floored);
        let ratio =
            if *floor > 0.0 { format!("{floor:>7.1} {floored} x{:.1}", last / floor) } else { String::new() };
        println!("{what:<44} {}  {unit:<5} {ratio}  growth {:.1}", each.join(" "), last / first);
    }
}
