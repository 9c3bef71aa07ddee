//! What the training register starts from: people on their seats, bodies, a roster that changed
//! once, kin and interests declared, and an index of cases.

use super::chance::Chance;
use super::days;
use super::sheet::{self, Names, Sheet};
use crate::domain::calendar::{Calendar, Year};
use crate::domain::case_no;
use crate::domain::ids::{CommitteeId, Millis, PersonId, UnitId};
use crate::domain::organ::{
    Case, Committee, CommitteeMember, Founding, Interest, Organ, Person, RosterPeriod, Unit,
};
use crate::domain::organ_kind;
use crate::domain::policy_file::PolicyFile;
use crate::domain::when;
use crate::office::{Fault, Trouble};
use chrono::Datelike;
use std::collections::BTreeMap;

pub const DAY: Millis = 86_400_000;
/// A year.
const CASES: usize = 120;

/// Where everybody sits, by tag and by `unit/place`, and when each case was filed.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    pub seats: BTreeMap<String, PersonId>,
    pub filed: Vec<(Case, Millis)>,
}

impl Layout {
    /// # Errors
    /// The sheet has no such seat.
    pub fn seat(&self, name: &str) -> Result<PersonId, Trouble> {
        self.seats.get(name).cloned().ok_or_else(|| Fault::Damaged(format!("seat {name}")).into())
    }
}

/// The founding of a kind of organ as it was 372 days before `now`, and so many more.
///
/// # Errors
/// An asset is unreadable or names a seat that is not there.
pub fn of(
    kind: &str,
    seed: u64,
    now: Millis,
    lang: Option<String>,
    back: u64,
) -> Result<(Founding, Layout, Sheet, Names), Trouble> {
    let (sheet, names) = (sheet::sheet(kind)?, sheet::names()?);
    let rules = organ_kind::of(kind).ok_or_else(|| Fault::Damaged(format!("organ kind {kind}")))?.clone();
    let damaged = |e: String| Trouble::from(Fault::Damaged(e));
    let mut layout = Layout::default();
    let mut people = Vec::new();
    for seat in sheet::seats(&sheet, &names)? {
        let id = PersonId(seat.account.clone());
        layout.seats.insert(format!("{}/{}", seat.unit, seat.place), id.clone());
        if !seat.tag.is_empty() {
            layout.seats.insert(seat.tag, id.clone());
        }
        people.push(Person {
            id,
            name: seat.name,
            account: seat.account,
            unit: UnitId(seat.unit),
            post: seat.post,
            roles: seat.roles,
            kin: Vec::new(),
            kin_names: Vec::new(),
            active: true,
            lang: lang.clone(),
        });
    }
    declare_kin(&mut people, &layout)?;
    let mut committees = Vec::new();
    for body in &sheet.committees {
        let no_rules = || damaged(format!("no rules for {}", body.kind));
        let members = body
            .members
            .iter()
            .zip(1..)
            .map(|(seat, rank)| Ok(CommitteeMember { person: layout.seat(seat)?, rank }));
        committees.push(Committee {
            id: CommitteeId(body.id.clone()),
            kind: body.kind.clone(),
            name: body.name.clone(),
            members: members.collect::<Result<_, Trouble>>()?,
            secretary: layout.seat("sec")?,
            rules: rules.committee(&body.kind).ok_or_else(no_rules)?.clone(),
        });
    }
    let units = units(&sheet, &layout)?;
    let mut founding = Founding {
        name: sheet.name.clone(),
        name_en: sheet.name_en.clone(),
        short: sheet.short.clone(),
        kind: rules,
        training: true,
        superior: sheet.superior.clone(),
        units,
        people,
        roster: roster(&layout, now, back)?,
        committees,
        cases: Vec::new(),
        interests: Vec::new(),
        policy: PolicyFile::shipped().map_err(damaged)?.clone(),
        calendar: calendar(now)?,
    };
    layout.filed = cases(&sheet, &founding, &names, &mut Chance::new(seed ^ 0xCA5E), now, back);
    founding.cases = layout.filed.iter().map(|(case, _)| case.clone()).collect();
    founding.cases.extend(quiet_case(&sheet, &founding, &layout, now)?);
    // One person stands near a case of another department.
    if let Some((case, _)) = layout.filed.iter().find(|(c, _)| c.unit.as_ref().is_some_and(|u| u.0 == "main"))
    {
        founding.interests.push(Interest {
            person: layout.seat("sub_b")?,
            case_no: case.case_no.clone(),
            reason: "本人与一方当事人系大学同窗,已书面申报".to_owned(),
        });
    }
    Ok((founding, layout, sheet, names))
}

fn declare_kin(people: &mut [Person], layout: &Layout) -> Result<(), Trouble> {
    let (a, b) = (layout.seat("sub_a")?, layout.seat("main/5")?);
    let member = layout.seat("member")?;
    for p in people {
        match &p.id {
            id if *id == a => p.kin.push(b.clone()),
            id if *id == b => p.kin.push(a.clone()),
            id if *id == member => p.kin_names.push(KIN_NAME.to_owned()),
            _ => {}
        }
    }
    Ok(())
}

/// A declared relative outside the organ.
pub const KIN_NAME: &str = "罗小川";

fn units(sheet: &Sheet, layout: &Layout) -> Result<Vec<Unit>, Trouble> {
    sheet
        .units
        .iter()
        .map(|u| {
            let vice_chief = u.vice.as_deref().map(|tag| layout.seat(tag)).transpose()?;
            Ok(Unit {
                id: UnitId(u.id.clone()),
                name: u.zh.clone(),
                name_en: u.en.clone(),
                sector: String::new(),
                relation: "SELF".to_owned(),
                head: Some(layout.seat(&format!("{}/0", u.id))?),
                vice_chief,
            })
        })
        .collect()
}

/// A substitute kept the store before the second custodian came.
/// The last days of a year rest on the next one's notice.
const NOTICE_AHEAD: Millis = 3 * DAY;

/// The notices the program knows. Where it is older than the day on which the demonstration is made,
/// the years since are as the law has them, so that clocks run as on any other day.
fn calendar(now: Millis) -> Result<Calendar, Trouble> {
    let mut calendar = Calendar::shipped().map_err(Fault::Damaged)?.clone();
    let known = calendar.years.iter().map(|y| y.year).max().unwrap_or_default();
    for year in known + 1..=when::local(now + NOTICE_AHEAD).date().year() {
        calendar.years.extend(Year::by_law(year, "演示数据:按法定节日推定,不是国务院办公厅的通知"));
    }
    Ok(calendar)
}

fn roster(layout: &Layout, now: Millis, back: u64) -> Result<Vec<RosterPeriod>, Trouble> {
    let (a, b) = (layout.seat("cus_a")?, layout.seat("cus_b")?);
    let (c, d) = (layout.seat("sub_a")?, layout.seat("sub_b")?);
    let changed = days_start(now, 200);
    let early = RosterPeriod {
        from: days_start(now, 400 + back as i64),
        to: Some(changed),
        custodians: vec![a.clone(), c.clone()],
        substitutes: vec![b.clone(), d.clone()],
    };
    let late = RosterPeriod { from: changed, to: None, custodians: vec![a, b], substitutes: vec![c, d] };
    Ok(vec![early, late])
}

fn days_start(now: Millis, days: i64) -> Millis {
    when::end_of_day(when::local(now - days * DAY).date()) + 1
}

/// The index of cases, oldest first; numbers of one kind and year rise with the date.
fn cases(
    sheet: &Sheet,
    founding: &Founding,
    names: &Names,
    chance: &mut Chance,
    now: Millis,
    back: u64,
) -> Vec<(Case, Millis)> {
    let organ = Organ::founded(founding);
    let handling: Vec<_> = sheet.units.iter().filter(|u| !u.cases.is_empty()).collect();
    let mut series: BTreeMap<(String, i32), usize> = BTreeMap::new();
    let mut found = Vec::new();
    let (span, all) = (440 + back as usize, CASES * (1 + back as usize / 365));
    for n in 0..all {
        // The department in which a learner sits has a good share.
        let main = handling.iter().find(|u| u.id == "main").filter(|_| n % 3 == 0);
        let Some(unit) = main.or_else(|| handling.get((n - n / 3) % handling.len())) else { break };
        let filed = days::ago(&organ, now, (span - n * (span - 5) / all) as u64, 540);
        let line = chance.turn(&unit.id, &unit.cases).to_owned();
        let part: Vec<&str> = line.split('|').collect();
        let [number, cause, stage, side] = part[..] else { continue };
        let year = when::local(filed).year();
        let last = series.entry((number.to_owned(), year)).or_insert_with(|| 40 + chance.below(300));
        *last += 1 + chance.below(9);
        let number = number
            .replace("{year}", &year.to_string())
            .replace("{n:04}", &format!("{last:04}"))
            .replace("{n}", &last.to_string());
        let staff: Vec<&Person> =
            founding.people.iter().filter(|p| p.unit.0 == unit.id && !is_aide(&p.post)).collect();
        // Head, deputy, then those who handle cases.
        let (Some(deputy), judges) = (staff.get(1), staff.get(2..).unwrap_or_default()) else { continue };
        let at = if unit.id == "main" && n % 2 == 0 { 0 } else { chance.below(judges.len()) };
        let Some(handler) = judges.get(at) else { continue };
        let third = judges.get((at + 1) % judges.len()).unwrap_or(handler);
        let person = |c: &mut Chance| outside(names, founding, c);
        let other = if side == "C" { company(chance) } else { person(chance) };
        let parties = vec![person(chance), other];
        let number = case_no::parse(&number, year).map_or(number, |c| c.canonical);
        let case = Case {
            case_no: number,
            cause: cause.to_owned(),
            unit: Some(UnitId(unit.id.clone())),
            handler: handler.id.clone(),
            presiding: Some(deputy.id.clone()),
            panel: vec![deputy.id.clone(), handler.id.clone(), third.id.clone()],
            parties,
            stage: stage.to_owned(),
        };
        found.push((case, filed));
    }
    found
}

/// A case of the judge's that no story draws on, with the same number, people and parties on every day:
/// what is printed about the training register can name it.
fn quiet_case(
    sheet: &Sheet,
    founding: &Founding,
    layout: &Layout,
    now: Millis,
) -> Result<Option<Case>, Trouble> {
    let year = when::local(days::ago(&Organ::founded(founding), now, 2, 540)).year();
    let Some(main) = sheet.units.iter().find(|u| u.id == "main") else { return Ok(None) };
    let Some([number, cause, stage, _]) = main.cases.first().map(|line| {
        let mut part = line.split('|');
        [(); 4].map(|()| part.next().unwrap_or_default())
    }) else {
        return Ok(None);
    };
    let number = number.replace("{year}", &year.to_string()).replace("{n}", QUIET);
    let (judge, presiding) = (layout.seat("judge")?, layout.seat("presiding")?);
    Ok(Some(Case {
        case_no: case_no::parse(&number, year).map_or(number, |c| c.canonical),
        cause: cause.to_owned(),
        unit: Some(UnitId(main.id.clone())),
        handler: judge.clone(),
        presiding: Some(presiding.clone()),
        panel: vec![presiding, judge, layout.seat("main/3")?],
        parties: vec!["夏桂芳".to_owned(), "示范恒源置业有限公司".to_owned()],
        stage: stage.to_owned(),
    }))
}

/// Its number: higher than any series comes to in a year.
const QUIET: &str = "901";

/// Clerks, assistants and office staff handle no cases.
pub fn is_aide(post: &str) -> bool {
    ["助理", "书记员", "内勤"].iter().any(|word| post.contains(word))
}

/// Somebody who is not staff.
pub fn outside(names: &Names, founding: &Founding, chance: &mut Chance) -> String {
    loop {
        let family = chance.pick(&names.surnames).cloned().unwrap_or_default();
        let name = family + chance.pick(&names.given).map_or("", String::as_str);
        if name.is_empty() || founding.people.iter().all(|p| p.name != name) {
            return name;
        }
    }
}

fn company(chance: &mut Chance) -> String {
    const FIRST: [&str; 12] =
        ["恒源", "华拓", "金穗", "北辰", "瑞丰", "新相", "宏岩", "同泰", "嘉木", "远图", "淮盛", "安居"];
    const SECOND: [&str; 6] = [
        "置业有限公司",
        "建设工程有限公司",
        "商贸有限公司",
        "矿业设备有限公司",
        "食品有限公司",
        "物流有限公司",
    ];
    let (a, b) = (chance.below(FIRST.len()), chance.below(SECOND.len()));
    format!("示范{}{}", FIRST[a], SECOND[b])
}
