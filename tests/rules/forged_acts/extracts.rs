//! Extracts that nobody could have given, written into the file; and who learns that one was asked for.

use super::votes::Forger;
use super::*;
use liuhen::domain::accountability::AccountabilityAct;
use liuhen::domain::disclosure::{DisclosureAct, DisclosureEvent, Extract};
use liuhen::domain::organ::Role;
use liuhen::domain::triage::TriageAct;

/// A record of somebody outside that was found unlawful.
fn unlawful(c: &mut Court) -> MatterId {
    let record = c.by("clerk_he").submit(phone_call()).unwrap().matter;
    c.confirm_twice(&record);
    let class = || "ILLEGAL".to_owned();
    let draft = TriageAct::Triage {
        record,
        verification: why(),
        statement: why(),
        no_statement: String::new(),
        class: class(),
        violations: vec!["E1".to_owned()],
        aggravating: Vec::new(),
        reason: why(),
        anew: String::new(),
    };
    let matter = c.by("dis_e").act(&Command::Triage { matter: None, act: draft }).unwrap().matter;
    let concur = TriageAct::Concur { class: class(), opinion: String::new() };
    for (who, act) in [("cus_an", concur), ("dish_fan", TriageAct::Approve)] {
        c.by(who).act(&Command::Triage { matter: Some(matter), act }).unwrap();
    }
    record
}

/// Held liable, decided; what was found, and where it stands.
fn decided(c: &mut Court, record: MatterId) -> MatterId {
    use AccountabilityAct as A;
    let now = c.now();
    let hold = A::Hold {
        record,
        person: "钱大海".to_owned(),
        cause: "INTERFERE".to_owned(),
        to_unit: why(),
        text: why(),
    };
    let answer = A::Answer {
        sanctions: vec!["PWARN".to_owned()],
        form4: "FORM2".to_owned(),
        decided_at: now,
        doc_no: why(),
        effective_at: Some(now),
        answer_text: String::new(),
    };
    let matter = c.by("dis_e").act(&Command::Accountability { matter: None, act: hold }).unwrap().matter;
    let sent = A::Send { doc_no: why(), delivery: "PAPER".to_owned(), sent_at: now };
    for (who, act) in [("dish_fan", A::Approve), ("dis_e", sent), ("dis_e", answer)] {
        c.by(who).act(&Command::Accountability { matter: Some(matter), act }).unwrap();
    }
    matter
}

fn apply(record: MatterId, at: i64) -> Command {
    let act = DisclosureAct::Apply {
        record,
        person: String::new(),
        asked_by: why(),
        letter_no: why(),
        letter_at: at,
        purpose: "PROMOTION".to_owned(),
        fields: vec!["SANCTIONS".to_owned()],
    };
    Command::Disclosure { matter: None, act }
}

fn applied(record: MatterId, of: MatterId, person: &str, at: i64) -> Event {
    Event::Disclosure(DisclosureEvent::Applied {
        ref_: Ref::from_random([8; 5]),
        record,
        of,
        person: person.to_owned(),
        asked_by: why(),
        letter_no: why(),
        letter_at: at,
        purpose: "PROMOTION".to_owned(),
        fields: vec!["SANCTIONS".to_owned()],
    })
}

#[test]
fn whoever_tells_in_the_file_what_nobody_authorised_or_found_is_named() {
    let Some(mut f) = Forger::set() else { return };
    let now = f.stage.court.now();
    let [open, found] = std::array::from_fn(|_| unlawful(&mut f.stage.court));
    let of = decided(&mut f.stage.court, found);
    let on = |matter| move |act| Command::Disclosure { matter: Some(matter), act };
    let waits = f.by("dis_e").act(&apply(found, now)).unwrap().matter;
    let approved = f.by("dis_e").act(&apply(found, now)).unwrap().matter;
    f.by("dish_fan").act(&on(approved)(DisclosureAct::Approve)).unwrap();
    f.sound();
    let given = |extract: Extract| {
        let (doc_no, delivery) = (why(), "FACE".to_owned());
        Event::Disclosure(DisclosureEvent::Given {
            doc_no,
            delivery,
            sent_at: now,
            received_by: why(),
            extract,
        })
    };
    let person = || "钱大海".to_owned();
    let right = || Extract { person: person(), sanctions: vec!["PWARN".to_owned()], ..Extract::default() };
    let more = Extract { form4: "FORM2".to_owned(), ..right() };
    let other = Extract { sanctions: vec!["NOACT".to_owned()], ..right() };
    let new = MatterId(Uuid::from_u128(80));
    let approve = || Event::Disclosure(DisclosureEvent::Approved);
    f.named("authorised by who drafted it", "dis_e", waits, approve(), ("acts_apart", "capacity"));
    f.named("given and not authorised", "dis_e", waits, given(right()), ("not_now", "state"));
    f.named("given by a judge", "judge_li", approved, given(right()), ("not_your_capacity", "capacity"));
    f.named("a field that nobody authorised", "dis_e", approved, given(more), ("other", "input"));
    f.named("what was not found", "dis_e", approved, given(other), ("other", ""));
    let back = || Event::Disclosure(DisclosureEvent::Withdrawn { reason: why() });
    f.named("taken back by another", "dish_fan", waits, back(), ("its_own", "apart"));
    f.named("of nothing", "dis_e", new, applied(open, of, "钱大海", now), ("nothing_in_force", "state"));
    f.named(
        "of another record's",
        "dis_e",
        new,
        applied(open, of, "钱大海", now),
        ("nothing_in_force", "state"),
    );
    f.named("of somebody else", "dis_e", new, applied(found, of, "马小跑", now), ("nothing_in_force", ""));
    f.named(
        "a letter to come",
        "dis_e",
        new,
        applied(found, of, "钱大海", now + 86_400_000),
        ("other", "input"),
    );
}

/// Discipline alone learns of it, whoever sees the record, those who come to it later too and nobody who is out of the
/// record; and the chief until it is authorised, who authorises it where the head may not.
#[test]
fn nobody_but_discipline_and_who_authorises_it_learns_that_an_extract_was_asked_for() {
    let mut court = Court::founded();
    let c = &mut court;
    let record = unlawful(c);
    decided(c, record);
    let now = c.now();
    let asked = c.by("dis_e").act(&apply(record, now)).unwrap().matter;
    let learns = |c: &mut Court, who: &str| {
        let of = actor(who);
        let opens = c.office.sheet(&of, &asked).is_ok();
        let page = c.office.record(&of, &record);
        let listed = page.is_ok_and(|p| {
            p.matters.iter().any(|m| m.id == asked)
                || serde_json::to_string(&p.story).unwrap().contains("disclosure")
        });
        assert_eq!(opens, listed, "{who}");
        opens
    };
    for (who, does) in [
        ("dis_e", true),
        ("dish_fan", true),
        ("clerk_he", false),
        ("judge_wang", false),
        ("cus_an", false),
        ("cus_cao", false),
        ("chief", true),
    ] {
        assert_eq!(
            learns(c, who),
            does,
            "{who} {:?}",
            c.office.organ().names().read(
                "理由",
                &liuhen::domain::name::traced("理由"),
                liuhen::domain::name::Place::Picked,
                liuhen::domain::name::Reading::Nine
            )
        );
    }
    let roles = |roles: &[Role]| OrganChange::Roles { person: "cus_cao".into(), roles: roles.to_vec() };
    c.change(roles(&[Role::Dis]));
    assert!(learns(c, "cus_cao"), "who comes to discipline learns of it");
    c.by("dish_fan").order_recusal(&record, "cus_cao").unwrap();
    assert!(!learns(c, "cus_cao"), "who is out of the record does not");
    let approve = Command::Disclosure { matter: Some(asked), act: DisclosureAct::Approve };
    assert!(c.by("chief").act(&approve).is_err(), "the head is there");
    c.by("dis_e").order_recusal(&record, "dish_fan").unwrap();
    assert!(!learns(c, "dish_fan"));
    c.by("chief").act(&approve).unwrap();
    assert!(!learns(c, "chief"), "what was authorised is discipline's");
    // Whoever its own words name handles nothing of it.
    let other = unlawful(c);
    decided(c, other);
    let Command::Disclosure {
        act: DisclosureAct::Apply { record, person, letter_no, letter_at, purpose, fields, .. },
        ..
    } = apply(other, now)
    else {
        unreachable!()
    };
    let asked_by = "组织部(范主任之妻)".to_owned();
    let act = DisclosureAct::Apply { record, person, asked_by, letter_no, letter_at, purpose, fields };
    let named = c.by("dis_e").act(&Command::Disclosure { matter: None, act }).unwrap().matter;
    assert!(
        c.office.sheet(&actor("dish_fan"), &named).is_err()
            && c.office.sheet(&actor("dis_e"), &named).is_ok()
    );
    let approve = Command::Disclosure { matter: Some(named), act: DisclosureAct::Approve };
    assert!(c.by("dish_fan").act(&approve).is_err());
    c.assert_sound();
}
