//! Texts of records that could have been written.

use super::START;
use liuhen::domain::record::{Attachment, Occurred, PersonRole, RecordText};
use liuhen::domain::when::Precision;

/// The case handled by Judge Wang, presided over by Judge Li.
pub const CASE: &str = "(2026)皖0602刑初12号";
/// The case of Judge Liu of the civil division.
pub const CIVIL_CASE: &str = "(2026)皖0602民初33号";

pub fn outsider(name: &str) -> PersonRole {
    PersonRole {
        role: "INQUIRER".to_owned(),
        kind: "EXT_LEADER".to_owned(),
        name: name.to_owned(),
        unit: "某区住建局".to_owned(),
        primary: true,
        ..PersonRole::default()
    }
}

/// A member of this court's own staff, picked from the directory.
pub fn insider(id: &str, role: &str) -> PersonRole {
    PersonRole {
        role: role.to_owned(),
        kind: if role == "INQUIRER" { "OWN_LEADER".to_owned() } else { String::new() },
        person: Some(id.into()),
        ..PersonRole::default()
    }
}

/// A telephone call an hour ago.
pub fn phone_call() -> RecordText {
    RecordText {
        case_no: CASE.to_owned(),
        stage: "TRIAL1".to_owned(),
        occurred: Some(Occurred { from: START - 3_600_000, to: None, precision: Precision::Exact }),
        manner: vec!["PHONE".to_owned()],
        people: vec![outsider("钱大海")],
        content: "钱大海来电,询问何时判,并说希望从轻处理被告人。".to_owned(),
        request_type: vec!["PLEAD".to_owned()],
        response: vec!["REFUSE".to_owned()],
        effect: "NONE".to_owned(),
        ..RecordText::default()
    }
}

/// A visit in the office, with own staff present who are asked to sign.
pub fn visit(present: &[&str]) -> RecordText {
    let mut text = phone_call();
    text.manner = vec!["FACE".to_owned()];
    text.place = "办公楼三层".to_owned();
    text.people.extend(present.iter().map(|id| insider(id, "PRESENT")));
    text.nobody_else = present.is_empty();
    text
}

/// A text message that is kept.
pub fn with_material(hash: &str) -> RecordText {
    let mut text = phone_call();
    text.manner = vec!["SMS".to_owned()];
    text.channel.insert("SMS".to_owned(), "13900000000".to_owned());
    text.attachments = vec![Attachment {
        kind: "PHOTO".to_owned(),
        title: "短信截屏".to_owned(),
        hash: Some(hash.to_owned()),
        size: 5,
        original_location: String::new(),
        medium: String::new(),
        file_destination: String::new(),
    }];
    text
}
