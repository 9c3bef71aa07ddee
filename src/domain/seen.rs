//! Words of which nobody sees a sign. What is typed never holds any; what somebody wrote into the file may, and
//! would stand there as something that was said.

use serde::Serialize;
use serde_json::Value;

/// Whether a character takes no room and shows nothing, whatever stands beside it.
fn hides(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether words show something, or say nothing at all.
fn shows(words: &str) -> bool {
    let words = words.trim();
    words.is_empty() || words.chars().any(|c| !hides(c) && !c.is_whitespace())
}

/// Whether of every word in an act something is seen.
pub fn all_show(act: &impl Serialize) -> bool {
    fn look(value: &Value) -> bool {
        match value {
            Value::String(words) => shows(words),
            Value::Array(all) => all.iter().all(look),
            Value::Object(all) => all.values().all(look),
            Value::Null | Value::Bool(_) | Value::Number(_) => true,
        }
    }
    // Most acts hold no such character at all; a control stands there behind a backslash.
    let text = serde_json::to_string(act).unwrap_or_default();
    !text.chars().any(|c| c == '\\' || hides(c)) || serde_json::to_value(act).is_ok_and(|value| look(&value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_without_a_sign_that_is_seen_are_found_wherever_they_stand() {
        for nothing in ["\u{200b}", " \u{2060} \u{feff}", "\u{7}", "\u{fe0f}\u{3164}"] {
            assert!(!all_show(&serde_json::json!({ "a": [{ "content": nothing }] })), "{nothing:?}");
        }
        for words in ["", " \u{3000}\n", "甲\u{200b}", "一\n二", "葛\u{e0100}"] {
            assert!(all_show(&serde_json::json!({ "content": words })), "{words:?}");
        }
    }
}
