//! To whom a record goes by the rules, by what the inquirer is.

use crate::support::people::founding;
use liuhen::domain::organ::Organ;
use liuhen::domain::record::{PersonRole, RecordText};

fn to(kind: &str, former: &str) -> Vec<String> {
    let inquirer = PersonRole {
        role: "INQUIRER".to_owned(),
        kind: kind.to_owned(),
        former_unit: former.to_owned(),
        primary: true,
        ..PersonRole::default()
    };
    let text = RecordText { people: vec![inquirer], ..RecordText::default() };
    liuhen::domain::competent::proposed(&Organ::founded(&founding()), &text)
        .into_iter()
        .map(|p| p.target)
        .collect()
}

#[test]
fn who_retired_from_here_is_our_own_disciplines_and_an_intermediary_its_own_supervisors() {
    assert_eq!(to("RETIRED", "淮示市相山区人民法院"), ["OWN_DISC"]);
    assert_eq!(to("RETIRED", "我院"), ["OWN_DISC"]);
    assert_eq!(to("RETIRED", "示范省高级人民法院"), ["PEER_DISC"]);
    assert_eq!(to("INTERM", ""), ["INTERM_SUP"]);
    assert_eq!(to("LAWYER", ""), ["BAR"]);
}
