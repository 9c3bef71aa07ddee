//! The organ's own data: what it is, and what somebody proposes to change. A second person
//! confirms.

use super::face::Face;
use super::input::{Typed, code};
use super::sitting::Sitting;
use super::stop::Stop;
use super::whole::Kind;
use crate::domain::calendar::Calendar;
use crate::domain::command::Command;
use crate::domain::flow::Capacity;
use crate::domain::ids::Millis;
use crate::domain::organ::{Interest, OrganChange, OrganCommand, Role, RosterPeriod};
use crate::domain::policy_file::PolicyFile;
use crate::domain::refusal::{Flaw, Refusal, Rule};
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct From {
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
}

#[derive(Debug, Subcommand)]
pub enum Account {
    List,
    Enable { person: Typed },
    Disable { person: Typed },
}

#[derive(Debug, Subcommand)]
pub enum Roles {
    List,
    Set {
        person: Typed,
        #[arg(long, value_name = "CODE", value_delimiter = ',')]
        role: Vec<Typed>,
    },
}

#[derive(Debug, Subcommand)]
pub enum Roster {
    List,
    Propose {
        #[arg(long, value_name = "DATE")]
        start: Typed,
        #[arg(long, value_name = "DATE")]
        end: Option<Typed>,
        #[arg(long, value_name = "PERSON", value_delimiter = ',', required = true)]
        custodian: Vec<Typed>,
        #[arg(long, value_name = "PERSON", value_delimiter = ',')]
        substitute: Vec<Typed>,
    },
}

#[derive(Debug, Subcommand)]
pub enum Unit {
    List,
    Propose(From),
}

#[derive(Debug, Subcommand)]
pub enum Person {
    List,
    Propose(From),
    Kin {
        person: Typed,
        #[arg(long, value_name = "PERSON", value_delimiter = ',')]
        kin: Vec<Typed>,
        #[arg(long, value_name = "NAME", value_delimiter = ',')]
        outside: Vec<Typed>,
    },
}

#[derive(Debug, Subcommand)]
pub enum Recusal {
    List,
    Propose {
        person: Typed,
        #[arg(long, value_name = "CASE_NO")]
        case: Typed,
        #[arg(long, value_name = "TEXT")]
        reason: Typed,
    },
}

#[derive(Debug, Subcommand)]
pub enum Case {
    List,
    Propose(From),
}

#[derive(Debug, Subcommand)]
pub enum Policy {
    Show,
    Propose(From),
}

impl Sitting<'_> {
    pub fn propose(&mut self, change: OrganChange) -> Result<(), Stop> {
        self.act(&Command::Organ(OrganCommand::Propose { change }))
    }

    /// Who keeps the house sees how it is arranged; whoever is recorded about or records does not.
    pub fn keeps_house(&self) -> Result<(), Stop> {
        let (organ, me) = (self.organ(), self.me());
        let roles = [Role::Cus, Role::Dis, Role::Dish, Role::Chf];
        if self.office.is_administrator(&me) || roles.iter().any(|r| organ.has_role(&me, *r)) {
            return Ok(());
        }
        Err(Refusal::with(Rule::NotYourCapacity, Capacity::Administrator.code()).into())
    }

    pub fn account(&mut self, verb: &Account) -> Result<(), Stop> {
        match verb {
            Account::List => self.staff(),
            Account::Enable { person } | Account::Disable { person } => {
                let person = self.person(person)?;
                self.propose(OrganChange::Active { person, active: matches!(verb, Account::Enable { .. }) })
            }
        }
    }

    pub fn role(&mut self, verb: &Roles) -> Result<(), Stop> {
        let (person, typed) = match verb {
            Roles::List => return self.staff(),
            Roles::Set { person, role } => (self.person(person)?, role),
        };
        let mut roles = Vec::new();
        for t in typed {
            let known = Role::ALL.iter().copied().find(|r| r.code() == code("role", t));
            roles.push(known.ok_or_else(|| Stop::wrong("role", Flaw::UnknownCode, &**t))?);
        }
        self.propose(OrganChange::Roles { person, roles })
    }

    fn staff(&mut self) -> Result<(), Stop> {
        self.keeps_house()?;
        let organ = self.office.organ_now()?;
        // Declared kin is told to those who keep the accounts, and to nobody else.
        let kin = self.office.is_administrator(&self.me());
        let people: Vec<_> = organ
            .people
            .values()
            .cloned()
            .map(|mut p| {
                if !kin {
                    p.kin.clear();
                    p.kin_names.clear();
                }
                p
            })
            .collect();
        self.face.list(&people, |face, p| {
            let said = face.said();
            let roles: Vec<&str> = p.roles.iter().map(|r| face.w().role(r.code())).collect();
            vec![
                p.account.clone(),
                p.name.clone(),
                organ.unit_name(&p.unit).to_owned(),
                p.post.clone(),
                if p.active { said.active.clone() } else { said.inactive.clone() },
                roles.join(" "),
            ]
        })
    }

    pub fn roster(&mut self, verb: &Roster) -> Result<(), Stop> {
        let (start, end, custodian, substitute) = match verb {
            Roster::List => return self.roster_list(),
            Roster::Propose { start, end, custodian, substitute } => (start, end, custodian, substitute),
        };
        let now = self.office.now();
        let day = |face: &Face, field: &str, t: &Typed| face.any_time(field, t, now).map(|w| w.at_ms);
        let period = RosterPeriod {
            from: day(self.face, "from", start)?,
            to: end.as_ref().map(|t| day(self.face, "to", t)).transpose()?,
            custodians: custodian.iter().map(|t| self.person(t)).collect::<Result<_, _>>()?,
            substitutes: substitute.iter().map(|t| self.person(t)).collect::<Result<_, _>>()?,
        };
        self.propose(OrganChange::Roster { period })
    }

    fn roster_list(&mut self) -> Result<(), Stop> {
        self.keeps_house()?;
        let organ = self.office.organ_now()?;
        let names = |ids: &[crate::domain::ids::PersonId]| {
            ids.iter().map(|p| organ.name_of(p)).collect::<Vec<_>>().join(" ")
        };
        self.face.list(&organ.roster.clone(), |face, r| {
            let said = face.said();
            let end = |at: Millis| super::list::short(at);
            vec![
                end(r.from),
                r.to.map(end).unwrap_or_default(),
                said.custodians.clone(),
                names(&r.custodians),
                said.substitutes.clone(),
                names(&r.substitutes),
            ]
        })
    }

    pub fn unit(&mut self, verb: &Unit) -> Result<(), Stop> {
        match verb {
            Unit::Propose(f) => {
                let unit = self.face.data("unit", &f.from)?;
                self.propose(OrganChange::Unit { unit })
            }
            Unit::List => {
                let organ = self.office.organ_now()?;
                let units: Vec<_> = organ.units.values().cloned().collect();
                self.face.list(&units, |face, u| {
                    let head = u.head.as_ref().map(|h| organ.name_of(h)).unwrap_or_default();
                    let relation = face.w().code("unit_relation", &u.relation).to_owned();
                    vec![u.id.to_string(), u.name.clone(), relation, head]
                })
            }
        }
    }

    pub fn person_verb(&mut self, verb: &Person) -> Result<(), Stop> {
        match verb {
            Person::List => {
                let people = self.office.directory();
                self.face.list(&people, |_, p| {
                    vec![p.id.to_string(), p.name.clone(), p.unit.clone(), p.post.clone()]
                })
            }
            Person::Propose(f) => {
                let person = self.face.data("person", &f.from)?;
                self.propose(OrganChange::Person { person })
            }
            Person::Kin { person, kin, outside } => {
                let person = self.person(person)?;
                let kin = kin.iter().map(|t| self.person(t)).collect::<Result<_, _>>()?;
                let kin_names = outside.iter().map(|t| t.to_string()).collect();
                self.propose(OrganChange::Kin { person, kin, kin_names })
            }
        }
    }

    pub fn recusal(&mut self, verb: &Recusal) -> Result<(), Stop> {
        match verb {
            Recusal::Propose { person, case, reason } => {
                let interest = Interest {
                    person: self.person(person)?,
                    case_no: case.to_string(),
                    reason: self.face.words_of("reason", reason)?,
                };
                self.propose(OrganChange::Interest { interest })
            }
            Recusal::List => {
                self.keeps_house()?;
                let (organ, me) = (self.office.organ_now()?, self.me());
                // Whoever is recused is not told, not even by his own line in this list.
                let all: Vec<_> = organ.interests.iter().filter(|i| i.person != me).cloned().collect();
                self.face
                    .list(&all, |_, i| vec![organ.name_of(&i.person), i.case_no.clone(), i.reason.clone()])
            }
        }
    }

    pub fn case(&mut self, verb: &Case) -> Result<(), Stop> {
        match verb {
            Case::Propose(f) => {
                let case = self.face.data("case_no", &f.from)?;
                self.propose(OrganChange::Case { case })
            }
            Case::List => {
                let organ = self.office.organ_now()?;
                let cases: Vec<_> = organ.cases.values().cloned().collect();
                self.face
                    .list(&cases, |_, c| vec![c.case_no.clone(), c.cause.clone(), organ.name_of(&c.handler)])
            }
        }
    }

    pub fn policy(&mut self, verb: &Policy) -> Result<(), Stop> {
        match verb {
            Policy::Propose(f) => {
                let text = self.face.read_text("from", &f.from, Kind::Data)?;
                let policy =
                    PolicyFile::read(&text).map_err(|e| Stop::wrong("policy", Flaw::Unreadable, e))?;
                let policy = policy.keeping_unknown_of(&self.office.organ_now()?.policy);
                self.propose(OrganChange::Policy { policy })
            }
            Policy::Show => {
                let policy = self.office.organ_now()?.policy.clone();
                if self.face.json {
                    return self.face.value(&policy.spelled_out());
                }
                let w = self.face.w();
                let mut rows: Vec<Vec<String>> = Vec::new();
                for (_, rule) in policy.clocks.all() {
                    let label = rule.label(self.face.lang).to_owned();
                    rows.push(vec![label, w.clock(rule.clock()), rule.source.clone()]);
                }
                for (key, value) in policy.unknown() {
                    rows.push(vec![key, w.unknown_rule(&value), String::new()]);
                }
                self.face.table(&rows)
            }
        }
    }

    /// The announcement of one year; it replaces that year and leaves the others.
    pub fn calendar(&mut self, verb: &Policy) -> Result<(), Stop> {
        let mut calendar = self.office.organ_now()?.calendar.clone();
        match verb {
            Policy::Propose(f) => {
                let text = self.face.read_text("from", &f.from, Kind::Data)?;
                let year = Calendar::read_year(&text)?;
                calendar.years.retain(|y| y.year != year.year);
                calendar.years.push(year);
                calendar.years.sort_by_key(|y| y.year);
                self.propose(OrganChange::Calendar { calendar })
            }
            Policy::Show if self.face.json => self.face.value(&calendar),
            Policy::Show => {
                let mut rows = Vec::new();
                for y in &calendar.years {
                    for h in &y.holidays {
                        let worked: Vec<String> = h.made_up.iter().map(|d| String::from(*d)).collect();
                        let name = self.face.lang.pick(&h.zh, &h.en).clone();
                        rows.push(vec![h.from.into(), h.to.into(), name, worked.join(" ")]);
                    }
                }
                self.face.table(&rows)
            }
        }
    }
}
