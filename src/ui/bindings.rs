//! One table of keys. Dispatch, footer, help and palette all read it, so they cannot disagree.

use super::keys::Key;
use super::room::Offer;
use crate::domain::flow::Act;
use crate::domain::kind::Table;
use crate::domain::{organ, registry};

/// What a key can mean. Acts on a matter are the domain's own; the rest moves about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// An act on the matter before us.
    Do(Act),
    Open,
    Back,
    Palette,
    Help,
    New,
    Quick,
    Search,
    Filter,
    Sort,
    Views,
    /// To a number or a date in the list.
    Jump,
    Discard,
    Proof,
    /// The record in the order of the platform above.
    Copy,
    /// The registration form on paper.
    Print,
    Verify,
    Reveal,
    Material,
    Story,
    Links,
    Language,
    Repaint,
    SwitchPerson,
    ClockForward,
    Lock,
    Reads,
    Passphrase,
    Cosign,
    Room(u8),
    Quit,
}

/// An action with its keys, the first of which is shown.
#[derive(Debug)]
pub struct Binding {
    pub action: Action,
    pub keys: &'static [Key],
}

use Key::{Char, Ctrl, Delete, Enter, Esc, F, Tab};

macro_rules! bind {
    ($($action:expr => [$($key:expr),*]),* $(,)?) => {
        &[$(Binding { action: $action, keys: &[$($key),*] }),*]
    };
}

/// Keys that mean the same everywhere outside a field. No act needs a letter, a Ctrl or an F key:
/// the palette opens by Tab and works by arrows and Enter.
pub static GLOBAL: &[Binding] = bind! {
    Action::Palette => [Tab, Ctrl('p')],
    Action::Help => [F(1), Char('?')],
    Action::New => [F(3), Char('n')],
    Action::Quick => [F(4), Char('N')],
    Action::ClockForward => [F(7)],
    Action::SwitchPerson => [F(8)],
    Action::Language => [F(9)],
    Action::Repaint => [Ctrl('l')],
    Action::Lock => [F(12)],
    Action::Room(0) => [Char('0')],
    Action::Room(1) => [Char('1')],
    Action::Room(2) => [Char('2')],
    Action::Room(3) => [Char('3')],
    Action::Room(4) => [Char('4')],
    Action::Room(5) => [Char('5')],
    Action::Room(6) => [Char('6')],
    Action::Room(7) => [Char('7')],
    Action::Room(8) => [Char('8')],
    Action::Room(9) => [Char('9')],
    Action::Back => [Esc, Char('q')],
    Action::Quit => [Char('Q')],
};

/// Keys of what a room offers. Two offers of one room never share a key; a test looks.
pub static LOCAL: &[Binding] = bind! {
    Action::Open => [Enter],
    Action::Search => [Char('/')],
    Action::Filter => [Char('f')],
    Action::Sort => [Char('o')],
    Action::Views => [Char('v')],
    Action::Jump => [Char('g')],
    Action::Discard => [Char('x'), Delete],
    Action::Proof => [Char('P')],
    Action::Copy => [Char('Y')],
    Action::Print => [Char('W')],
    Action::Verify => [Char('V')],
    Action::Reads => [Char('r')],
    Action::Passphrase => [Char('p')],
    Action::Cosign => [Char('s')],
    Action::Reveal => [Char('R')],
    Action::Material => [Char('M')],
    Action::Story => [Char('h')],
    Action::Links => [Char('L')],
    Action::Do(Act::Submit) => [F(2), Char('e')],
    Action::Do(Act::Amend) => [Char('e')],
    Action::Do(Act::Attach) => [Char('m')],
    Action::Do(Act::Withdraw) => [Char('w')],
    Action::Do(Act::ReadOff) => [Char('t')],
    Action::Do(Act::Confirm) => [Char('c')],
    Action::Do(Act::Return) => [Char('r')],
    Action::Do(Act::Dispute) => [Char('d')],
    Action::Do(Act::Resolve) => [Char('v')],
    Action::Do(Act::Sign) => [Char('s')],
    Action::Do(Act::Agree) => [Char('g')],
    Action::Do(Act::Supplement) => [Char('+')],
    Action::Do(Act::Correct) => [Char('x')],
    Action::Do(Act::ConfirmChange) => [Char('C')],
    Action::Do(Act::RefuseChange) => [Char('X')],
    Action::Do(Act::Void) => [Char('D')],
    Action::Do(Act::RefuseVoid) => [Char('K')],
    Action::Do(Act::ReportAtOnce) => [Char('t')],
    Action::Do(Act::Link) => [Char('l')],
    Action::Do(Act::NoteFiling) => [Char('F')],
    Action::Do(Act::DeclareRecusal) => [Char('b')],
    Action::Do(Act::OrderRecusal) => [Char('B')],
    Action::Do(Act::LiftRecusal) => [Char('U')],
    Action::Do(Act::OtherPerson) => [Char('O')],
    Action::Do(Act::SamePerson) => [Char('S')],
    Action::Do(Act::AskIdentity) => [Char('i')],
    Action::Do(Act::OpenIdentity) => [Char('I')],
    Action::Do(Act::RefuseIdentity) => [Char('J')],
    Action::Do(Act::Escalate) => [Char('u')],
    Action::Do(Act::Answer) => [Char('a')],
    Action::Do(Act::SendSuperior) => [Char('t')],
    Action::Do(Act::SuperiorAnswer) => [Char('y')],
    Action::Do(Act::Apply) => [Char('p')],
    Action::Do(Act::Approve) => [Char('y')],
    Action::Do(Act::RefuseApplication) => [Char('r')],
    Action::Do(Act::Resubmit) => [Char('e')],
    Action::Do(Act::WithdrawApplication) => [Char('w')],
    Action::Do(Act::Plan) => [Char('m')],
    Action::Do(Act::Place) => [Char('p')],
    Action::Do(Act::Notice) => [Char('t')],
    Action::Do(Act::Attend) => [Char('a')],
    Action::Do(Act::Open) => [Char('b')],
    Action::Do(Act::Left) => [Char('l')],
    Action::Do(Act::CloseMeeting) => [Char('x')],
    Action::Do(Act::RecuseMember) => [Char('b')],
    Action::Do(Act::OpenVote) => [Char('o')],
    Action::Do(Act::Vote) => [Char('v')],
    Action::Do(Act::WrittenVote) => [Char('z')],
    Action::Do(Act::Minority) => [Char('m')],
    Action::Do(Act::CloseVote) => [Char('x')],
    Action::Do(Act::ReferUp) => [Char('u')],
    Action::Do(Act::ToFull) => [Char('g')],
    Action::Do(Act::Decision) => [Char('d')],
    Action::Do(Act::DecisionNotice) => [Char('t')],
    Action::Do(Act::Feedback) => [Char('f')],
    Action::Do(Act::Reconsider) => [Char('c')],
    Action::Do(Act::Propose) => [Char('a')],
    Action::Do(Act::ConfirmProposal) => [Char('c')],
    Action::Do(Act::RefuseProposal) => [Char('r')],
};

/// The keys of an action; those of acts of the kinds of matter stand in their tables.
pub fn keys(action: Action) -> Vec<Key> {
    let bound = LOCAL.iter().chain(GLOBAL).find(|b| b.action == action);
    match (bound, action) {
        (Some(b), _) => b.keys.to_vec(),
        (None, Action::Do(act)) => registry::key_of(act).map(Char).into_iter().collect(),
        (None, _) => Vec::new(),
    }
}

/// The key shown for an action.
pub fn shown(action: Action) -> Option<Key> {
    keys(action).first().copied()
}

/// Whether a key means an action.
pub fn means(action: Action, key: Key) -> bool {
    keys(action).contains(&key)
}

/// The act that a key means on matters such as the one these acts are offered on, where it is not one
/// of them now: what one presses from habit and what the moment does not ask for.
pub fn missing(offers: &[Offer], key: Key) -> Option<Act> {
    let acts = |table: &Table| table.rows.iter().map(|row| row.act).collect::<Vec<_>>();
    // Nobody asks for the recorder's name from habit.
    let record =
        registry::base().tables.iter().filter(|t| t.title != [Act::AskIdentity]).flat_map(acts).collect();
    let flows = [record, acts(&organ::table())];
    let flows = flows.into_iter().chain(registry::flows());
    let offered = |act: &Act| offers.iter().any(|o| o.action == Action::Do(*act));
    let flow = flows.into_iter().max_by_key(|acts| acts.iter().filter(|a| offered(a)).count())?;
    if !flow.iter().any(offered) {
        return None;
    }
    flow.into_iter().find(|act| means(Action::Do(*act), key) && !offered(act))
}

/// How a key is written in footer and help.
pub fn label(key: Key) -> String {
    match key {
        Char(' ') => "Space".to_owned(),
        Char(c) => c.to_string(),
        Ctrl(c) => format!("^{}", c.to_ascii_uppercase()),
        F(n) => format!("F{n}"),
        other => format!("{other:?}"),
    }
}
