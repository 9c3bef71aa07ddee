//! A matter that is sealed: whoever it does not concern sees after it was begun exactly what he saw
//! before, wherever he looks. What nobody knows, a kind, a concern, is shown to nobody.

use super::{Fixed, Mode, Narrowed, Office, OsRandom, Trouble};
use crate::demo::{Plan, make};
use crate::domain::command::{Actor, Command};
use crate::domain::event::Means;
use crate::domain::figures::Period;
use crate::domain::ids::{MatterId, Millis, PersonId};
use crate::domain::kind::guard::GuardAct;
use crate::domain::organ::Role;
use crate::domain::record::Status;
use crate::domain::refusal::Rule;
use crate::domain::search::Filter;
use crate::store::contract::Moment;

/// Friday 20 November 2026, ten in the morning.
const NOW: Millis = 1_795_140_000_000;

struct Scene {
    _place: tempfile::TempDir,
    office: Office,
    /// A confirmed record, and an officer of discipline who sees it.
    record: MatterId,
    officer: PersonId,
    /// Somebody who does not see the record.
    guardian: PersonId,
}

fn by(id: &PersonId) -> Actor {
    Actor::person(id, Means::Training)
}

fn scene() -> Scene {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("register");
    drop(make(&dir, &Plan { records: 0, ..Plan::court(NOW) }).unwrap());
    let mut office =
        Office::open_with(&dir, Mode::Session, Box::new(Fixed(NOW)), Box::new(OsRandom)).unwrap();
    let organ = office.organ_now().unwrap();
    let officer = organ.with_role(Role::Dis).next().unwrap().id.clone();
    let page =
        office.records(&by(&officer), &Filter::default(), crate::domain::search::Near::Start, 400).unwrap();
    let confirmed = |l: &&super::RecordLine| l.status == Status::Confirmed && !l.own;
    let record = page.lines.iter().find(confirmed).unwrap().id;
    let plain = |p: &&crate::domain::organ::Person| p.active && p.roles.is_empty();
    let all: Vec<PersonId> = organ.people.values().filter(plain).map(|p| p.id.clone()).collect();
    let guardian = all.into_iter().find(|p| office.record(&by(p), &record).is_err()).unwrap();
    Scene { _place: place, office, record, officer, guardian }
}

impl Scene {
    fn begin(&mut self, who: &PersonId) -> Result<super::Receipt, Trouble> {
        let act = GuardAct::Begin {
            record: self.record,
            guardian: self.guardian.clone(),
            reason: "有人放话".to_owned(),
        };
        self.office.act(&by(who), &Command::Guard { matter: None, act })
    }

    /// Everything that somebody finds, wherever he looks.
    fn seen(&mut self, who: &PersonId) -> String {
        let (me, office, record) = (by(who), &mut self.office, self.record);
        let proof = office
            .proof(&me, &record, true)
            .map(|f| f.proofs.into_iter().map(|p| (p.header, p.body)).collect::<Vec<_>>());
        let all = Filter::default();
        format!(
            "{:#?}",
            (
                office.record(&me, &record),
                office.matters(&me, "guard"),
                office.following(&me, crate::domain::kind::room::OVERSIGHT, Narrowed::UnderWay),
                office.last_on(&me, &record, "guard"),
                office.records(&me, &all, crate::domain::search::Near::Start, 1000),
                office.facets(&me, &all),
                office.desk(&me),
                office.figures(&me, Period::quarter_of(NOW)).map(|f| (f.lines, f.trend, f.heat, f.unread)),
                office.acts(&me, None, 5000),
                proof,
            )
        )
    }
}

fn rule<T>(answer: Result<T, Trouble>) -> Option<Rule> {
    match answer {
        Err(Trouble::No(crate::domain::refusal::No::Refused(no))) => Some(no.rule),
        _ => None,
    }
}

#[test]
fn nobody_outside_learns_of_a_sealed_matter() {
    let mut s = scene();
    let (officer, guardian) = (s.officer.clone(), s.guardian.clone());
    let organ = s.office.organ_now().unwrap();
    let everybody: Vec<PersonId> = organ.people.values().filter(|p| p.active).map(|p| p.id.clone()).collect();
    let outside: Vec<&PersonId> = everybody.iter().filter(|p| **p != officer && **p != guardian).collect();
    let before: Vec<String> = outside.iter().map(|p| s.seen(p)).collect();
    let receipt = s.begin(&officer).unwrap();
    let (id, ref_) = (receipt.matter, receipt.ref_.clone().unwrap());

    for who in [&officer, &guardian] {
        let (me, record) = (by(who), s.record);
        let sheet = s.office.record(&me, &record).unwrap();
        assert!(sheet.matters.iter().any(|m| m.id == id), "{who}");
        assert!(sheet.story.iter().any(|l| l.kind == "guard.begun"), "{who}");
        assert_eq!(s.office.matters(&me, "guard").unwrap().len(), 1, "{who}");
        assert!(s.office.find(&me, &ref_.0).is_ok() && s.office.sheet(&me, &id).is_ok(), "{who}");
        assert!(s.office.desk(&me).unwrap().iter().any(|l| l.matter == id), "{who}");
        assert!(s.office.acts(&me, None, 50).unwrap().iter().any(|l| l.seq == receipt.seq), "{who}");
        let proof = s.office.proof(&me, &record, true).unwrap();
        assert!(
            proof.proofs.iter().any(|p| p.body.as_ref().is_some_and(|b| b.contains("guard.begun"))),
            "{who}"
        );
    }
    for (who, before) in outside.iter().zip(&before) {
        let after = s.seen(who);
        let differs = before.lines().zip(after.lines()).find(|(a, b)| a != b);
        assert_eq!((differs, before.len()), (None, after.len()), "{who} sees something new");
        let me = by(who);
        assert_eq!(rule(s.office.find(&me, &ref_.0)), Some(Rule::NoSuchMatter), "{who}");
        assert_eq!(rule(s.office.sheet(&me, &id)), Some(Rule::NoSuchMatter), "{who}");
        assert!(s.office.asked_of(&me, &id).unwrap().is_empty(), "{who}");
        assert_eq!(rule(s.office.own_act(&me, &id)), Some(Rule::NoSuchMatter), "{who}");
        let end = Command::Guard { matter: Some(id), act: GuardAct::End { words: "完".to_owned() } };
        assert_eq!(rule(s.office.act(&me, &end)), Some(Rule::NoSuchMatter), "{who}");
    }
    // Whoever asks for the same is not told that somebody did before him.
    assert_eq!(rule(s.begin(&officer)), Some(Rule::OpenAlready));
    let head = organ.with_role(Role::Dish).next().unwrap().id.clone();
    assert!(s.begin(&head).is_ok());
    // The tables say the same as the log, the new ones too.
    let inspection = s.office.verify(&[], &mut |_, _, _| {}).unwrap();
    assert_eq!(inspection.tables, None);
}

#[test]
fn a_concern_that_nobody_knows_shows_nothing() {
    let mut s = scene();
    let (guardian, record) = (s.guardian.clone(), s.record);
    let put = |s: &mut Scene, concern: &str| {
        let values = [record.to_string(), guardian.0.clone(), concern.to_owned()];
        s.office
            .register
            .write(|tx| {
                tx.execute(
                    "DELETE FROM concerned WHERE record = ?1 AND person = ?2",
                    [&values[0], &values[1]],
                )?;
                tx.execute(
                    "INSERT INTO concerned (record, person, concern, pressing, recorded) VALUES (?1, ?2, ?3, 0, 0)",
                    values.clone(),
                )?;
                Ok::<(), crate::store::Fault>(())
            })
            .unwrap();
    };
    for (concern, sees, whole) in [("guest", false, false), ("member", true, false), ("level", true, true)] {
        put(&mut s, concern);
        let scope = s.office.scope(&guardian);
        let db = s.office.register.db();
        assert_eq!(db.visible(&scope, &record).unwrap(), sees, "{concern}");
        let name = s
            .office
            .records(&by(&guardian), &Filter::default(), crate::domain::search::Near::Start, 500)
            .unwrap();
        let line = name.lines.into_iter().find(|l| l.id == record);
        assert_eq!(line.is_some(), sees, "{concern}");
        let found = s.office.register.db().concern(&guardian, &record).unwrap();
        assert_eq!(found.is_some(), sees, "{concern}");
        if let Some(concern) = found {
            assert_eq!(concern.names() == crate::domain::policy::Names::Full, whole);
        }
    }
}

#[test]
fn a_kind_that_nobody_knows_shows_nothing() {
    let mut s = scene();
    let (officer, record) = (s.officer.clone(), s.record);
    let stranger = MatterId(uuid::Uuid::from_u128(7));
    let values = [stranger.to_string(), record.to_string(), officer.0.clone()];
    s.office
        .register
        .write(|tx| {
            tx.execute(
                "INSERT INTO matter (id, kind, ref, record, state, open, begun_at, since, updated_at, sealed)
                 VALUES (?1, 'stranger', 'K7MP-2QRX', ?2, 'come', 1, 0, 0, 0, 0)",
                [&values[0], &values[1]],
            )?;
            let act = "INSERT INTO act (matter, seq, kind, area, actor, at) VALUES (?1, 3, 'stranger.came', 'stranger', ?2, 0)";
            tx.execute(act, [&values[0], &values[2]])?;
            Ok::<(), crate::store::Fault>(())
        })
        .unwrap();
    let me = by(&officer);
    assert!(s.office.matters(&me, "stranger").unwrap().is_empty());
    assert_eq!(rule(s.office.find(&me, "K7MP-2QRX")), Some(Rule::NoSuchMatter));
    assert_eq!(rule(s.office.sheet(&me, &stranger)), Some(Rule::NoSuchMatter));
    assert!(s.office.acts(&me, None, 5000).unwrap().iter().all(|l| l.kind != "stranger.came"));
    let aud = s.office.organ_now().unwrap().with_role(Role::Aud).next().unwrap().id.clone();
    assert!(s.office.acts(&by(&aud), None, 5000).unwrap().iter().all(|l| l.kind != "stranger.came"));
}
