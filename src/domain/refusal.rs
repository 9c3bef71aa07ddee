//! Every "no". A refusal names the rule it rests on; its sentence, in both languages, is an asset.

use serde::Serialize;
use std::fmt;

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $code:literal),* $(,)?) => {
        /// The rules that can stand behind a refusal. Words: `refusal.<code>` with text and source.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
        pub enum Rule { $($(#[$doc])* #[serde(rename = $code)] $name),* }
        impl Rule {
            pub const ALL: &'static [Rule] = &[$(Rule::$name),*];
            pub fn code(self) -> &'static str {
                match self { $(Rule::$name => $code),* }
            }
        }
    };
}

rules! {
    /// Also the answer about a record from which the asker is recused: it is absent, not refused.
    NoSuchMatter = "no_such_matter",
    NotNow = "not_now",
    NotYourCapacity = "not_your_capacity",
    TwoHandsOnePerson = "two_hands_one_person",
    OwnRecord = "own_record",
    /// Two acts of one matter that one person may not do both.
    ActsApart = "acts_apart",
    /// What only whoever did something before does.
    ItsOwn = "its_own",
    StaleRevision = "stale_revision",
    AlreadyActed = "already_acted",
    ReasonMissing = "reason_missing",
    ChecklistIncomplete = "checklist_incomplete",
    PointWantsReturn = "point_wants_return",
    LastFourWrong = "last_four_wrong",
    /// The second custodian has not read the material yet.
    ReadMaterialFirst = "read_material_first",
    BlindFieldMissing = "blind_field_missing",
    BlindFieldDiffers = "blind_field_differs",
    NotReadToTheEnd = "not_read_to_the_end",
    TooFewCustodians = "too_few_custodians",
    NotAsked = "not_asked",
    AlreadyRecused = "already_recused",
    /// Nobody ordered his recusal here, or it was lifted.
    NotOrderedOut = "not_ordered_out",
    /// Two who vote on one item; neither takes the other out while the vote is open.
    VotesHimself = "votes_himself",
    NotInQuestion = "not_in_question",
    NamedHere = "named_here",
    OpenAlready = "open_already",
    AnswerNeedsText = "answer_needs_text",
    CommitteeNotHere = "committee_not_here",
    OnlyOnce = "only_once",
    NoQuorum = "no_quorum",
    NotAMember = "not_a_member",
    MayNotChair = "may_not_chair",
    JoinedLate = "joined_late",
    WasInTheRoom = "was_in_the_room",
    RecusedFromItem = "recused_from_item",
    NotPresent = "not_present",
    ChairLast = "chair_last",
    VotesMissing = "votes_missing",
    WordsUnsettled = "words_unsettled",
    /// One of two has said that a voter's order of recusal is lifted.
    LiftUnsettled = "lift_unsettled",
    /// The same custodian has returned this record twice.
    ReturnedTwice = "returned_twice",
    /// Whoever recorded has no account any more, and could complete nothing.
    RecorderLeft = "recorder_left",
    /// The same person has refused the same thing twice.
    RefusedTwice = "refused_twice",
    /// Two have lifted what he ordered.
    LiftedBefore = "lifted_before",
    /// Another applied for what he would take back.
    AnotherApplied = "another_applied",
    /// A proposal is about whoever would refuse it.
    AboutYourself = "about_yourself",
    /// Fewer than two administrators would be left, and nothing could change any more.
    AdministratorsTooFew = "administrators_too_few",
    /// What one person ordered or wrote would leave nobody to check or lift it.
    LeavesTooFew = "leaves_too_few",
    VoteIsFinal = "vote_is_final",
    NotDisclosed = "not_disclosed",
    WrittenNotCounted = "written_not_counted",
    MaterialMissing = "material_missing",
    MinorityMissing = "minority_missing",
    NotInMinority = "not_in_minority",
    TooLate = "too_late",
    OpenItemsLeft = "open_items_left",
    RolesExclude = "roles_exclude",
    UnknownPerson = "unknown_person",
    UnknownCode = "unknown_code",
    UnknownCommittee = "unknown_committee",
    PurposeMissing = "purpose_missing",
    /// Its paper is not made in the state in which the matter is.
    NotPrintedYet = "not_printed_yet",
    /// Matters of this kind have no paper of their own.
    NoPaper = "no_paper",
    /// A paper that leaves the house says names whole.
    PrintedWhole = "printed_whole",
    IdentityClosed = "identity_closed",
    /// What is named is no quarter.
    QuarterUnknown = "quarter_unknown",
    /// It goes on, and its figures would change.
    QuarterNotOver = "quarter_not_over",
    /// There is a report of the quarter, or it is not his to draft one.
    QuarterTaken = "quarter_taken",
    /// Figures that a matter keeps, which its log does not come to.
    FiguresDiffer = "figures_differ",
    /// Figures of all records are for those who see all of them.
    FiguresClosed = "figures_closed",
    /// A material shows names to whoever opens it.
    MaterialClosed = "material_closed",
    TrainingOnly = "training_only",
    NotOnTheDirectory = "not_on_the_directory",
    Inactive = "inactive",
    SameCommandOtherContent = "same_command_other_content",
    ClockAhead = "clock_ahead",
    RosterTooShort = "roster_too_short",
    /// A body that decides with fewer members than several.
    BodyTooSmall = "body_too_small",
    LinkToItself = "link_to_itself",
    CannotReferUp = "cannot_refer_up",
    OverrideNeedsReason = "override_needs_reason",
    /// Nothing is begun on what is closed.
    RecordClosed = "record_closed",
    /// Nobody here reports or approves it: the superior organ is written to.
    ByLetter = "by_letter",
    /// The class of the triage that stands does not ask for it, or none stands.
    NothingFollows = "nothing_follows",
    /// Words that go out, or lie before whoever may not know who recorded, name somebody of this organ.
    StaffNamed = "staff_named",
    /// What had to be published was not, and nobody says why.
    PublicationMissing = "publication_missing",
    /// What must follow is not decided yet.
    DutyUndecided = "duty_undecided",
    /// Whom the record does not name as having inquired, nor as whom he did it for or through.
    NotNamedInRecord = "not_named_in_record",
    /// Nothing stands in force of which an extract could tell.
    NothingInForce = "nothing_in_force",
    /// Of several somebody has to be named.
    NameWhom = "name_whom",
    /// Two rows of one name.
    WhichOfThem = "which_of_them",
    /// Two materials of one title.
    WhichMaterial = "which_material",
    /// No action beside a sanction.
    NoActionAlone = "no_action_alone",
    /// Sanctions where an appeal left them as they were.
    SanctionsStand = "sanctions_stand",
    /// What was decided is not in the file yet.
    ReflectFirst = "reflect_first",
    NothingChanges = "nothing_changes",
    /// What a proposal would replace was changed after it was proposed.
    ChangedSince = "changed_since",
    KeyUnreadable = "key_unreadable",
    KeyWeak = "key_weak",
    KeyUnsound = "key_unsound",
    KeyTaken = "key_taken",
    KeyUnknown = "key_unknown",
    OwnKeyOnly = "own_key_only",
    /// Another key of his own is signed with the one that is there.
    OwnKeyStands = "own_key_stands",
    VerbNotHere = "verb_not_here",
    /// A session without a key that signed in.
    NoKey = "no_key",
    /// Two keys signed in, each of another person.
    KeysOfTwo = "keys_of_two",
    /// `sudo` and the kernel name different callers, or none.
    SudoUnclear = "sudo_unclear",
    TooManySessions = "too_many_sessions",
    PassphraseUnset = "passphrase_unset",
    PassphraseWeak = "passphrase_weak",
    PassphraseWrong = "passphrase_wrong",
    TooManyFailures = "too_many_failures",
    SignatureMissing = "signature_missing",
    /// What is signed elsewhere is signed one by one.
    SignedOneByOne = "signed_one_by_one",
    SignatureWrong = "signature_wrong",
    /// One armored block, and nothing beside it.
    SignatureArmor = "signature_armor",
    /// Over the right text as an editor or a clipboard spoilt it.
    TextSpoiled = "text_spoiled",
    ChallengeUnknown = "challenge_unknown",
    ChallengeExpired = "challenge_expired",
    ChallengeStale = "challenge_stale",
    NothingToSign = "nothing_to_sign",
    SignatureNamespace = "signature_namespace",
    KeyRevoked = "key_revoked",
    KeyOfAnother = "key_of_another",
    HeadNotOurs = "head_not_ours",
    WitnessUnknown = "witness_unknown",
    RolledBack = "rolled_back",
    DiskFull = "disk_full",
    /// What cannot be written into the log of reads is not shown.
    CannotBeNoted = "cannot_be_noted",
    MaterialsOfDay = "materials_of_day",
    /// A copy is not kept within the register that it is of.
    CopyElsewhere = "copy_elsewhere",
    NobodyToSealTo = "nobody_to_seal_to",
    NoSuchCopy = "no_such_copy",
    KeyDoesNotOpen = "key_does_not_open",
    CalendarSource = "calendar_source",
    CalendarStatutory = "calendar_statutory",
    CalendarSpan = "calendar_span",
    CalendarOutside = "calendar_outside",
    CalendarMadeUp = "calendar_made_up",
    CalendarCount = "calendar_count",
    CalendarYearLost = "calendar_year_lost",
}

/// A "no" with the rule it rests on. `detail` fills `{}` in the sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    pub rule: Rule,
    pub detail: String,
}

impl Refusal {
    pub fn of(rule: Rule) -> Self {
        Self { rule, detail: String::new() }
    }
    pub fn with(rule: Rule, detail: impl fmt::Display) -> Self {
        Self { rule, detail: short(&detail) }
    }
}

macro_rules! flaws {
    ($($name:ident = $code:literal),* $(,)?) => {
        /// What can be wrong with one field of what was handed in. Words: `flaw.<code>`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
        pub enum Flaw { $(#[serde(rename = $code)] $name),* }
        impl Flaw {
            pub const ALL: &'static [Flaw] = &[$(Flaw::$name),*];
            pub fn code(self) -> &'static str {
                match self { $(Flaw::$name => $code),* }
            }
        }
    };
}

flaws! {
    Missing = "missing", UnknownCode = "unknown_code", MissingByManner = "missing_by_manner",
    MaterialOrReason = "material_or_reason", InFuture = "in_future", EndBeforeStart = "end_before_start", BeforeThat = "before_that",
    UnknownStaff = "unknown_staff", NeedsDescription = "needs_description", NeedsUnit = "needs_unit",
    LateNeedsReason = "late_needs_reason", OnePrimary = "one_primary", CaseNumber = "case_number",
    BadTime = "bad_time", BadCharacter = "bad_character", Unreadable = "unreadable", RecorderIsInquirer = "recorder_is_inquirer",
    IndexOnly = "index_only", Short = "short", LooksLikeIdNumber = "looks_like_id_number", UnknownCase = "unknown_case",
    TooLong = "too_long", Taken = "taken", ToComplete = "to_complete", OtherOrgan = "other_organ", MayMean = "may_mean", TooMany = "too_many", TooLarge = "too_large", CutOff = "cut_off", Unclosed = "unclosed",
    ClosedTwice = "closed_twice", AfterClosing = "after_closing", Untold = "untold", OtherBytes = "other_bytes", WrittenBefore = "written_before",
    NothingSigned = "nothing_signed", MemberTwice = "member_twice",
    OneOf = "one_of", AttachedBefore = "attached_before", NoRevision = "no_revision", NoSignature = "no_signature", Twice = "twice",
    NotOfStream = "not_of_stream", NeedsDeputy = "needs_deputy", RecorderHasNoRow = "recorder_has_no_row",
    NotBegun = "not_begun", NotOver = "not_over", QuarterAlone = "quarter_alone", BadPeriod = "bad_period",
}

impl Flaw {
    /// Whether something that must be there is not.
    pub fn is_a_lack(self) -> bool {
        let lacks = [Self::Missing, Self::MissingByManner, Self::MaterialOrReason];
        lacks.contains(&self) || matches!(self, Self::NeedsDescription | Self::NeedsUnit)
    }

    /// Whether whoever has the log alone can say so: it follows from nothing that changes with the program, as
    /// lists of codes, limits and calendars do.
    pub fn is_told_by_the_log(self) -> bool {
        matches!(self, Self::InFuture | Self::BadTime | Self::EndBeforeStart | Self::UnknownStaff)
            || matches!(self, Self::OnePrimary | Self::RecorderIsInquirer | Self::IndexOnly)
    }
}

/// Characters of a detail at most.
const DETAIL: usize = 300;

/// A detail as it may be said back: what somebody handed in is not thrown back at him whole.
fn short(detail: &impl fmt::Display) -> String {
    let mut text = detail.to_string();
    if let Some((at, _)) = text.char_indices().nth(DETAIL) {
        text.truncate(at);
        text.push_str("...");
    }
    text
}

/// One field that is wrong, or worth a second look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Field name as in the data dictionary, with an index where there are several: `people[1].unit`.
    pub field: String,
    pub flaw: Flaw,
    pub detail: String,
}

impl Problem {
    pub fn new(field: impl Into<String>, flaw: Flaw, detail: impl fmt::Display) -> Self {
        let detail = short(&detail);
        let detail = if flaw == Flaw::Unreadable { without_types(&detail) } else { detail };
        Self { field: field.into(), flaw, detail }
    }
}

/// What a parser says, without the names by which this program calls its own types, and how many members they have.
pub fn without_types(said: &str) -> String {
    let mut out = String::new();
    let mut words = said.split(' ').peekable();
    while let Some(word) = words.next() {
        let plain = match word {
            "struct" => "an object",
            "enum" => "one of several names",
            word => word,
        };
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(plain);
        if plain == word {
            continue;
        }
        let name = words.next().unwrap_or_default();
        out.push_str(name.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_'));
        if words.peek() == Some(&"with") {
            words.nth(2);
        }
    }
    out
}

/// Why nothing happened: a rule says no, or the input is wrong (each field named).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum No {
    #[error("refused: {}", .0.rule.code())]
    Refused(Refusal),
    #[error("the input is wrong in {} place(s)", .0.len())]
    Wrong(Vec<Problem>),
}

impl From<Refusal> for No {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Rule> for No {
    fn from(rule: Rule) -> Self {
        Self::Refused(Refusal::of(rule))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_told_how_the_program_calls_its_types() {
        for (said, told) in [
            (
                "invalid length 0, expected struct ProofFile with 2 elements at line 1",
                "invalid length 0, expected an object at line 1",
            ),
            (
                "invalid type: string \"x\", expected struct CaseOf",
                "invalid type: string \"x\", expected an object",
            ),
            ("expected enum Kind, found", "expected one of several names, found"),
            ("第 3 行", "第 3 行"),
            ("expected struct", "expected an object"),
        ] {
            assert_eq!(without_types(said), told);
            assert_eq!(Problem::new("x", Flaw::Unreadable, said).detail, told);
        }
    }
}
