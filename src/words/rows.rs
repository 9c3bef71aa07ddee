//! Rows of a record in one line: a further case, a gift, a day.

use super::Words;
use crate::domain::record::{CaseOf, Gift, local_time};
use crate::domain::when::{self, Precision};
use serde_json::Value;

impl Words {
    /// The number, and the stage where it has its own.
    pub fn case_of(&self, case: &CaseOf) -> String {
        let stage = if case.stage.is_empty() { "" } else { self.code("CL07", &case.stage) };
        [case.case_no.as_str(), stage].join(" ").trim_end().to_owned()
    }

    /// What it was, what it is worth, and what became of it; only what was said.
    pub fn gift(&self, gift: &Gift) -> String {
        let code = |list: &str, code: &str| match code {
            "" => String::new(),
            code => self.code(list, code).to_owned(),
        };
        let parts = [
            code("gift_kind", &gift.kind),
            gift.description.clone(),
            gift.value.clone(),
            code("gift_answer", &gift.answer),
            gift.returned_at.map(|at| when::show(at, Precision::Day, self.lang)).unwrap_or_default(),
            gift.returned_to.clone(),
        ];
        parts.into_iter().filter(|p| !p.trim().is_empty()).collect::<Vec<_>>().join("  ")
    }

    /// The rows of a field that has rows of these kinds, one line each, a day being one; none for another field.
    pub fn rows(&self, field: &str, value: &Value) -> Option<Vec<String>> {
        fn read<T: serde::de::DeserializeOwned>(value: &Value) -> Vec<T> {
            serde_json::from_value(value.clone()).unwrap_or_default()
        }
        match field {
            "other_cases" => Some(read::<CaseOf>(value).iter().map(|c| self.case_of(c)).collect()),
            "gifts" => Some(read::<Gift>(value).iter().map(|g| self.gift(g)).collect()),
            "replied_on" => {
                let at = value.as_str().and_then(|at| local_time::from_text(at).ok());
                Some(at.into_iter().map(|at| when::show(at, Precision::Day, self.lang)).collect())
            }
            _ => None,
        }
    }
}
