//! Words with gaps. `{}` and `{name}` are filled in; `[…]` is left out when what it is about is
//! empty, so that one sentence serves a refusal with its detail and without.

/// Fills a template in one pass: what is filled in is never read as a template again, because it
/// is often what somebody typed.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, from)) = rest.split_once('[') {
        let (optional, after) = from.split_once(']').unwrap_or((from, ""));
        out.push_str(&filled(before, values).0);
        if let (text, true) = filled(optional, values) {
            out.push_str(&text);
        }
        rest = after;
    }
    out.push_str(&filled(rest, values).0);
    out
}

/// The text, and whether every gap had something to fill it. A gap nobody names keeps its braces.
fn filled(template: &str, values: &[(&str, &str)]) -> (String, bool) {
    let (mut out, mut whole, mut rest) = (String::new(), true, template);
    while let Some((before, from)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, after)) = from.split_once('}') else {
            rest = from;
            continue;
        };
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => {
                whole &= !value.is_empty();
                out.push_str(value);
            }
            None => out.extend(["{", name, "}"]),
        }
        rest = after;
    }
    out.push_str(rest);
    (out, whole)
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn a_gap_is_filled_once_and_what_is_typed_stays_as_typed() {
        assert_eq!(fill("a {} b {n}", &[("", "{n}"), ("n", "{}")]), "a {n} b {}");
        assert_eq!(fill("{x}", &[]), "{x}");
        assert_eq!(fill("no[: {}] end", &[("", "[why]")]), "no: [why] end");
    }

    #[test]
    fn the_optional_part_goes_when_there_is_nothing_to_name() {
        assert_eq!(fill("no[: {}]", &[("", "")]), "no");
        assert_eq!(fill("a[ {x} {y}] b[ {x}]", &[("x", "1"), ("y", "")]), "a b 1");
    }
}
