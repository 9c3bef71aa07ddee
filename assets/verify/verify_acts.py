#!/usr/bin/env python3
"""The third part of verify.py: what people did, held to what no decision may lack. Put beside
verify.py, which runs it. Written from docs/log-format.md and docs/signatures.md alone; it does not
know every rule of the office, but those on which others rest: who may not act twice, whose hands a
confirmation, a voiding, an opened name have, who votes and what the count says. Acts written before
version 2 are folded and not judged.

verify.py 的第三部分：人办的事，守住几条最要紧的。与 verify.py 放在同一目录，由它调用。版本 2 之前的
事件只折叠、不评判。
"""
import base64
import datetime
import hashlib
import json

ANSWERS = {"right", "doubt"}  # Of whoever confirms; the third, that something is missing, hands it back.
POINTS = {"name", "post", "time", "place", "manner", "content", "materials", "case_no", "signatures"}
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Of short names: eight, and one that checks them.
# Acts of several outcomes go by the name of theirs.
SAID = {("confirmed", False): "first_hand", ("change_confirmed", False): "change_hand", ("void_hand", True): "voided",
        ("identity_hand", True): "identity_opened", ("recusal_lifted", False): "lift_hand", ("same_person", True): "same_hand"}
# Where an item stands for each act; what is not here begins it. And a meeting.
ITEM = {"approved": ("applied",), "refused": ("applied",), "resubmitted": ("refused",),
        "withdrawn": ("applied", "refused", "approved"), "placed": ("approved", "on_agenda"),
        "member_recused": ("approved", "on_agenda"), "vote_opened": ("on_agenda",), "voted": ("voting",),
        "written_vote": ("voting", "no_majority"), "vote_closed": ("voting", "no_majority"),
        "supplement": ("no_majority",), "to_full_committee": ("no_majority",),
        "referred_up": ("no_majority", "voted"), "minority": ("voted", "decided"), "decided": ("voted",),
        "noticed": ("decided",), "feedback": ("noticed", "refused"), "reconsidered": ("noticed", "executed")}
MEETING = {"noticed": ("planned",), "attended": ("planned", "noticed", "open"), "opened": ("noticed",),
           "left": ("open",), "closed": ("open",)}
# How many must be there, of so many.
SHARES = {"more_than_half": lambda n: n // 2 + 1, "at_least_half": lambda n: (n + 1) // 2,
          "at_least_two_thirds": lambda n: n - n // 3}
VOTES = {"FOR": 0, "AGAINST": 1, "ABSTAIN": 2, "RESERVE": 2}
# Hands on what stands in a record, which mean the text that was read; since version 5 they name it.
ON_TEXT = ("void_hand", "void_refused", "change_confirmed", "change_refused", "other_person", "same_person",
           "recusal_lifted", "identity_hand", "identity_refused")
# Those that named it before.
OF_TEXT = ("amended", "attached", "withdrawn", "confirmed", "read_off", "returned", "disputed", "resolved", "signed", "agreed",
           "at_once")
LIVING = ("submitted", "one_hand", "returned", "disputed", "confirmed")
# Matters of a kind that has a table of its own: for each act the states it is done in, and where it leads; who
# does it; whose author does not do it as well. Whoever stands in for a head who may not is the chief.
NO_MEETING = {"open": False, "state": None, "committee": None, "present": set()}
KINDS = {"urgency": {
    "drafted": ((None,), "drafted", ("DIS", "DISH", "CHF"), ()),
    "withdrawn": (("drafted", "approved"), "withdrawn", ("DIS", "DISH", "CHF"), ()),
    "approved": (("drafted",), "approved", ("LEADS",), ("drafted",)),
    "returned": (("drafted",), "returned", ("LEADS",), ("drafted",)),
    # Where neither liaison nor discipline may send it, the chief does.
    "sent": (("approved",), "sent", ("LIA", "DIS", "DISH", "CHF"), ()),
    "received": (("sent",), "received", ("LIA", "DIS", "DISH", "CHF"), ()),
}, "triage": {
    # An outside inquiry goes to those who watch over trials first.
    "drafted": ((None,), {"joint": {True: "joint", None: "drafted"}}, ("DIS", "DISH"), ()),
    # Whoever stands in for custodians is of discipline.
    "concurred": (("joint",), "drafted", ("CUS", "DIS", "DISH"), ("drafted",)),
    "advised": (("joint", "drafted"), None, ("CUS", "DIS", "DISH"), ("drafted",)),
    "withdrawn": (("joint", "drafted"), "withdrawn", ("DIS", "DISH"), ()),
    "approved": (("drafted",), "triaged", ("DISH", "CHF"), ("drafted", "concurred", "advised")),
    "refused": (("drafted",), "refused", ("DISH", "CHF"), ("drafted", "concurred", "advised")),
}, "circulation": {
    "proposed": ((None,), "proposed", ("DIS", "DISH"), ()),
    "declining": ((None,), "declining", ("DIS", "DISH"), ()),
    "checked": (("proposed",), "checked", ("CUS", "DIS", "DISH"), ("proposed",)),
    "returned": (("proposed",), "returned", ("CUS", "DIS", "DISH"), ("proposed",)),
    "approved": (("checked",), {"outside": {True: "to_send", None: "approved"}}, ("LEADS",), ("proposed", "checked")),
    "declined": (("declining",), "declined", ("LEADS",), ("declining",)),
    "refused": (("checked", "declining"), "refused", ("LEADS",), ("proposed", "declining", "checked")),
    "issued": (("approved",), "issued", ("DIS", "DISH"), ()),
    "sent": (("to_send",), "sent", ("DIS", "DISH"), ()),
    "answered": (("sent",), {"answer": {"CIRCULATED": "issued", "RETURNED": "returned", None: "unissued"}}, ("DIS", "DISH"), ()),
    "received": (("issued",), None, ("DIS", "DISH"), ()),
    "published": (("issued",), None, ("DIS", "DISH"), ()),
    "finished": (("issued",), "done", ("DIS", "DISH"), ()),
}, "routing": {
    "drafted": ((None,), "drafted", ("DIS", "DISH"), ()),
    "withdrawn": (("drafted", "approved"), "withdrawn", ("DIS", "DISH"), ()),
    "approved": (("drafted",), "approved", ("DISH", "CHF"), ("drafted",)),
    "refused": (("drafted",), "refused", ("DISH", "CHF"), ("drafted",)),
    "sent": (("approved",), "sent", ("DIS", "DISH"), ()),
    "received": (("sent",), "received", ("DIS", "DISH"), ()),
    "reminded": (("sent", "received"), None, ("DIS", "DISH"), ()),
    "answered": (("sent", "received"), "answered", ("DIS", "DISH"), ()),
    "given_back": (("answered",), "given_back", ("DIS", "DISH"), ()),
    "heard": (("given_back",), None, (), ()),
}, "accountability": {
    "held": ((None,), "drafted", ("DIS", "DISH"), ()),
    "declined": ((None,), "drafted", ("DIS", "DISH"), ()),
    "withdrawn": (("drafted", "approved"), "withdrawn", ("DIS", "DISH"), ()),
    # That nobody is held liable is approved as well, and ends there.
    "approved": (("drafted",), {"declines": {True: "declined", None: "approved"}}, ("DISH", "CHF"), ("held", "declined")),
    "refused": (("drafted",), "refused", ("DISH", "CHF"), ("held", "declined")),
    "sent": (("approved",), "sent", ("DIS", "DISH"), ()),
    "reminded": (("sent",), None, ("DIS", "DISH"), ()),
    "decided": (("sent",), "decided", ("DIS", "DISH"), ()),
    "appealed": (("decided",), "appealed", ("DIS", "DISH"), ()),
    "appeal_decided": (("appealed",), "decided", ("DIS", "DISH"), ()),
    "reflected": (("decided",), None, ("DIS", "DISH"), ()),
    "finished": (("decided",), "done", ("DIS", "DISH"), ()),
}, "closing": {
    "drafted": ((None,), "drafted", ("DIS", "DISH"), ()),
    "agreed": (("drafted",), "closed", ("CUS", "DIS", "DISH"), ("drafted",)),
    "returned": (("drafted",), "returned", ("CUS", "DIS", "DISH"), ("drafted",)),
    "withdrawn": (("drafted",), "withdrawn", ("DIS", "DISH"), ()),
    "read": (("closed",), "told", (), ()),
    "heard": (("closed", "told"), None, (), ()),
    "reopened": (("closed", "told"), "reopened", ("DISH", "CHF"), ("drafted",)),
}, "disclosure": {
    "applied": ((None,), "applied", ("DIS", "DISH"), ()),
    "withdrawn": (("applied", "approved"), "withdrawn", ("DIS", "DISH"), ()),
    "approved": (("applied",), "approved", ("DISH", "CHF"), ("applied",)),
    "refused": (("applied",), "refused", ("DISH", "CHF"), ("applied",)),
    "given": (("approved",), "given", ("DIS", "DISH"), ()),
}, "report": {
    "drafted": ((None,), "drafted", ("CUS", "DIS", "DISH"), ()),
    "checked": (("drafted",), "one_hand", ("CUS", "DIS", "DISH"), ("drafted",)),
    "counterchecked": (("one_hand",), "checked", ("CUS", "DIS", "DISH"), ("drafted", "checked")),
    "returned": (("drafted", "one_hand", "checked"), "returned", ("CUS", "DIS", "DISH", "LEADS"), ("drafted",)),
    "withdrawn": (("drafted", "one_hand", "checked"), "withdrawn", ("CUS", "DIS", "DISH"), ()),
    "approved": (("checked",), "approved", ("LEADS",), ("drafted", "checked", "counterchecked")),
    "sent": (("approved",), "sent", ("CUS", "DIS", "DISH"), ()),
    "received": (("sent",), "received", ("CUS", "DIS", "DISH"), ()),
    "supplemented": (("sent", "received"), None, ("CUS", "DIS", "DISH"), ()),
}}
# What a class brings along, and in which states of such a matter that is decided: what brings more is closed when
# nothing of it is left, and on what is closed nothing is begun.
FOLLOWS = {"ILLEGAL": ("routing", "circulation", "accountability"), "IMPROPER": ("routing", "circulation", "accountability"),
           "CONTACT": ("routing", "accountability")}
# What an extract says under each field that was authorised.
EXTRACT = {"CAUSE": {"cause"}, "SANCTIONS": {"sanctions"}, "FORM4": {"form4"}, "DECISION": {"decided_at", "doc_no"},
           "EFFECTIVE": {"effective_at"}, "APPEAL": {"appeal_result"}, "REFLECTED": {"reflected_in"}}
DECIDED = {"urgency": ("sent", "received"), "routing": ("given_back", "refused"), "circulation": ("done", "unissued", "declined"),
           "accountability": ("decided", "done", "declined")}


# Of these kinds no second one of a record is begun while one is under way.
ONE = ("urgency", "triage", "circulation", "closing")
# In which states such a matter is under way: something is done from there, and its duty is not decided.
UNDER_WAY = {kind: {state for row in rows.values() for state in row[0] if state} - set(DECIDED.get(kind, ()))
             for kind, rows in KINDS.items()}
# What a matter stays where it stands by; everything else brings it somewhere.
STAYS = {"item": ("voted", "written_vote", "minority", "member_recused"), "meeting": ("attended", "left"),
         "triage": ("advised",), "routing": ("reminded", "heard"), "circulation": ("received", "published"),
         "accountability": ("reminded", "reflected"), "closing": ("heard",), "report": ("supplemented",)}
# Changes of who there is, and of what he is called.
NAMES = ("person", "active", "roles", "kin", "unit")

# What counts as nothing in words.
BLANK = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
# Characters that show nothing, whatever stands beside them: from, to.
HIDDEN = ((0, 0x1f), (0x7f, 0x9f), (0xad, 0xad), (0x34f, 0x34f), (0x61c, 0x61c), (0x115f, 0x1160), (0x17b4, 0x17b5),
          (0x180b, 0x180f), (0x200b, 0x200f), (0x202a, 0x202e), (0x2060, 0x206f), (0x3164, 0x3164), (0xfe00, 0xfe0f),
          (0xfeff, 0xfeff), (0xffa0, 0xffa0), (0xfff9, 0xfffb), (0xe0000, 0xe0fff))
# What lies behind whoever writes it down.
PAST = ("sent_at", "receipt_at", "issued_at", "published_at", "decided_at", "effective_at", "filed_at", "reflected_at", "letter_at")
FIRST = -662_716_800_000  # The beginning of 1949: nobody writes of a moment before.
HOUR = 3_600_000  # The shortest that a clock runs.

# Rows of the organ's data by the member that names each, and changes of some members of one.
ROWS = {"person": "id", "unit": "id", "committee": "id", "case": "case_no"}
PARTS = {"active": ("person", ("active",)), "roles": ("person", ("roles",)), "kin": ("person", ("kin", "kin_names")),
         "committee_members": ("committee", ("members", "secretary"))}


class Amiss(Exception):
    """An act that could not be there: a code."""


def short_name(n):
    """The short name that forty bits make, most significant letter first."""
    letters = [n >> 5 * at & 31 for at in range(7, -1, -1)]
    letters.append(sum(letter * (2 * at + 3) for at, letter in enumerate(letters)) % 32)
    return "".join(LETTERS[letter] for letter in letters)


def is_short_name(name):
    letters = [LETTERS.find(letter) for letter in name]
    return len(letters) == 9 and min(letters) >= 0 and name == short_name(
        sum(letter << 5 * (7 - at) for at, letter in enumerate(letters[:8])))


def kind_of(area, name, act):
    """What an act calls itself in its body."""
    if name == "at_once":
        name += "_reported" if act["note"].get("to") else "_seen"
    elif name == "passed_up" and act["silent_since"] is not None:
        name += "_by_silence"
    return f"{area}.{SAID.get((name, act.get('first') or act.get('completes')), name)}"


def name_given(area, name, act, matter):
    """The short name by which a matter goes from this act on: given, or made from a proposal's id."""
    if (area, name) == ("organ", "proposed"):
        return short_name(int(matter.replace("-", "")[-10:], 16))
    return act.get("ref_")


def there(value):
    """Whether something is given: words, a list, a yes."""
    return bool(value.strip(BLANK) if isinstance(value, str) else value or value == 0 and value is not False)


def shows(value):
    """Whether of all words in a value something is seen, where they say anything at all."""
    if isinstance(value, (list, dict)):
        return all(map(shows, value.values() if isinstance(value, dict) else value))
    words = value.strip(BLANK) if isinstance(value, str) else ""
    return not words or any(c not in BLANK and not any(a <= ord(c) <= z for a, z in HIDDEN) for c in words)


def moment(text):
    """Milliseconds of a time as it is written."""
    return datetime.datetime.fromisoformat(text).timestamp() * 1000


def at(act, path):
    """What stands at a path: of a list each of its members, and nothing where there are none."""
    values = [act]
    for step in path.split("/"):
        values = [value.get(step) for value in values]
        values = [one for value in values for one in ((value or [None]) if isinstance(value, list) else [value])]
        values = [value if value is not None else {} for value in values]
    return values


def hold(good, code):
    if not good:
        raise Amiss(code)


class Acts:
    """Every matter as its events make it, as far as these rules ask."""

    def __init__(self, present=None, shapes=None):
        """`present` is the moment of whoever looks at a register in service, or None where it is for training;
        `shapes` the table of verify_shapes.json."""
        self.must, self.streams, self.manners = ((shapes or {}).get(key, {}) for key in ("!", "!stream", "!manner"))
        self.v, self.at, self.seq, self.problems = 1, 0, -1, []
        self.present, self.keys, self.owners = present, {}, {}  # Whose each sign-in key is, and was any key.
        self.people, self.bodies, self.proposals, self.vice = {}, {}, {}, {}
        self.refused = []  # What each administrator refused of others.
        # Keys: each a person's for ever, a witness's, or the register's own.
        self.of_people, self.of_witnesses, self.of_register = set(), {}, set()
        self.proposed_at = {}  # Where in the log each change was proposed.
        self.rows = {}  # Of the organ's data, as written, what a proposal puts something else in the place of.
        self.records, self.escalations, self.items, self.meetings = {}, {}, {}, {}
        self.names, self.begun, self.commands = {}, set(), set()  # Whose each short name is; what was begun.
        self.matters = {}  # Those of KINDS: where each stands, its record, and who did what to it.
        self.changed = 0  # Changes of the organ so far: each may recuse somebody from anything.
        # Where in the log a matter came to stand as it does, its record was last acted on, and names changed last.
        self.moved, self.acted_on, self.named_at = {}, {}, -1
        self.kin, self.interested = {}, set()  # Whoever was ever declared so; whose case it is is not read.

    def report(self):
        return {"problems": self.problems, "sound": not self.problems}

    def take(self, seq, body, leaf, time_ms):
        try:
            (area, inner), = body["act"].items()
            (name, act), = inner.items() if isinstance(inner, dict) else ((inner, {}),)
            self.v, self.at, self.seq = max(self.v, body["v"]), time_ms, seq
            by = body["actor"]["person"] if isinstance(body["actor"], dict) else None
            try:
                if self.v > 1:
                    self.judge(area, name, act, by, body, time_ms)
            except Amiss as amiss:
                self.problems.append({"seq": seq, "code": str(amiss)})
            self.commands.add(body["command"])
            given = name_given(area, name, act, body["matter"])
            if given is not None:
                self.names.setdefault(given, body["matter"])
                self.begun.add(body["matter"])
            stood = self.stands_as(body["matter"])
            if area in KINDS:
                self.matter(area, name, act, by, body["matter"], leaf)
            else:
                getattr(self, area)(name, act, by, body["matter"], leaf)
            self.comes_to_stand(area, name, body["matter"], stood)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
            # Who signed what cannot be said of it either: `body` stands there.
            if self.v > 1:
                self.problems.append({"seq": seq, "code": "body"})

    # What somebody had to know who signs.

    def stands_as(self, matter):
        """Where a record stands: its custody, its text, and the voiding that is asked for."""
        record = self.records.get(matter)
        return record and (record["state"], record["revision"], record["void_asked"])

    def comes_to_stand(self, area, name, matter, stood):
        if area == "record":
            moves = self.stands_as(matter) != stood
        else:
            moves = name not in STAYS.get(area, ())
        if moves:
            self.moved[matter] = self.seq
        begun = {"escalation": self.escalations, "item": self.items}.get(area, self.matters).get(matter)
        self.acted_on[begun["record"] if begun and begun["record"] else matter] = self.seq

    def signed_after(self, area, name, act, matter):
        """The last act that whoever signs had to know of: by which the matter came to stand as it does; and whoever
        settles whom words mean, of all that was done on the record, and of what people are called."""
        known = [self.moved.get(matter, -1)]
        if name in ("other_person", "same_person"):
            known += [self.acted_on.get(matter, -1), self.named_at]
        return max(known + [self.answered(area, name, act, matter)] * (self.v > 9))

    def answered(self, area, name, act, matter):
        """Where that stands which an act answers though its matter does not stand otherwise by it: a proposal, a
        change, a request, an order; the record on which a matter is begun, the meeting in which an item is placed or
        put to the vote."""
        record, at = self.records.get(matter), {}
        if area == "organ":
            return self.proposed_at.get(act.get("proposal"), -1)
        if record is not None and name in ("change_confirmed", "change_refused"):
            at = record["changes"].get(act["number"], {})
        elif record is not None and name in ("identity_hand", "identity_refused"):
            at = {"seq": record["asked_at"].get(act["asker"], -1)}
        elif record is not None and name == "recusal_lifted":
            at = record["ordered"].get(act["person"], {})
        elif area == "item" and name in ("placed", "vote_opened"):
            meeting = act.get("meeting") or self.items.get(matter, {}).get("meeting")
            at = {"seq": self.moved.get(meeting, -1)}
        elif record is None and matter not in self.moved:
            at = {"seq": self.moved.get(act.get("application", act).get("record"), -1)}
        return at.get("seq", -1)

    def judge(self, area, name, act, by, body, time_ms):
        """Raises what stands against an act, before it changes anything."""
        clock = name == "passed_up" and act["silent_since"] is not None
        # A copy is noted by whoever made it, or by the register.
        copied = area == "evidence" and name == "copied"
        by_itself = clock or name == "founded" or area == "evidence" and name in ("log_key", "alerted")
        hold((by is None) == by_itself or copied, "actor")
        # Whoever acts is of the organ, and his account is not switched off.
        hold(by is None or self.has(by), "actor")
        keepers = ("CUS",) if name == "cosigned" else ("CUS", "DISH", "SYS", "AUD")
        hold(area != "evidence" or by is None or self.has(by, *keepers), "capacity")
        hold((by is None) == (body["means"] == "register"), "actor")
        if self.present is not None:
            hold(not clock or time_ms <= self.present, "ahead")
            by_key = body["means"].get("ssh_key") if isinstance(body["means"], dict) else None
            hold(body["means"] != "training" and self.keys.get(by_key, by) == by, "means")
        hold(body["command"] not in self.commands, "command")
        hold(body["kind"] == kind_of(area, name, act), "kind")
        given = name_given(area, name, act, body["matter"])
        hold(given is None or is_short_name(given) and self.names.get(given, body["matter"]) == body["matter"], "ref")
        if self.v > 9 and (area, name) == ("evidence", "log_key"):
            # The register's own key is nobody's, whichever of the two came first.
            key = act["public"].split()[1]
            hold(key not in self.of_people and key not in self.of_witnesses, "key_taken")
        # A register is founded once, by its first act.
        hold(name != "founded" or not self.people, "state")
        # A matter is begun once, but for a record after its first words; the evidence's are each their own.
        hold(body["matter"] not in self.begun or given is None and area != "evidence"
             or name == "submitted" and body["matter"] in self.records, "state")
        hold(area != "organ" or act.get("proposal", body["matter"]) == body["matter"], "matter")
        if self.v > 6:
            hold(all(there(value) for path in self.must.get(body["kind"], ()) for value in at(act, path)), "lacks")
            self.nothing_lacks(name, act)
        if self.v > 9:
            hold(shows(act), "lacks")
            self.could_be_handed_in(name, act, by)
        judges = {"record": self.judge_record, "escalation": self.judge_escalation, "item": self.judge_item,
                  "meeting": self.judge_meeting, "organ": self.judge_organ}
        if area in judges:
            judges[area](name, act, by, body)
        elif area in KINDS:
            self.judge_matter(area, name, act, by, body)
        # Whom the record's own recusals keep out does nothing about it; its recorder keeps what is his.
        record = self.record_of(area, act, body["matter"])
        # Before version 6 it was not asked who may know of it; an unfinished note is its recorder's.
        hold(not self.keeps_out(record, by) or name == "identity_asked" and self.v < 6, "capacity")
        for known in (record, self.records.get(act.get("other"))):
            hold(known is None or known["state"] != "quick" or by == known["recorder"] or self.v < 6, "state")

    def keeps_out(self, record, by):
        """Whether a record is none for somebody, by its own recusals; its recorder keeps what is his."""
        if record is None or by == record["recorder"]:
            return False
        # Whom the recorder alone names afterwards may be settled until two have taken his text in.
        taken_in = record["state"] in ("confirmed", "void")
        told_of = {person for since, first, person in record["told_of"] if self.v >= since and (first or taken_in)}
        # Since version 10 each naming is settled for itself.
        return by in record["out"] | told_of | (record["unsettled"] if self.v > 9 else set())

    def record_of(self, area, act, matter):
        """The record that an act is about; none is that of a meeting."""
        if area == "record":
            return self.records.get(matter)
        begun = {"escalation": self.escalations, "item": self.items}.get(area, self.matters).get(matter)
        return self.records.get(begun["record"] if begun else act.get("application", act).get("record"))

    def has(self, person, *roles):
        known = self.people.get(person, {"active": False})
        mine = not roles or not set(roles).isdisjoint(known.get("roles", []))
        return known.get("active", True) and mine

    def may_give(self, by, hands, act):
        """Nobody gives two hands; where a hand that lapsed stands again beside the one in its place, and so enough
        stand and none was the last, from version 4 on one of the two gives his again and completes it."""
        return by not in hands or self.v > 3 and act["completes"] and bool(set(hands) - {by})

    def leads(self, person):
        return self.has(person, "CHF") or self.has(person) and person in self.vice.values()

    # What must be there, since version 7.

    def nothing_lacks(self, name, act):
        change = act.get("change", {}) if name == "change_proposed" else {}
        text = change["correction"]["text"] if "correction" in change else act.get("text")
        brought = [act["attachment"]] if name == "attached" else change.get("supplement", {}).get("attachments", [])
        if "supplement" in change:
            hold(there(change["supplement"]["words"]) or brought, "lacks")
        for kept in brought:
            hold(there(kept["title"]) and (kept["kind"] == "PAPER_ONLY") == (kept.get("hash") is None), "lacks")
            hold(kept["kind"] != "PAPER_ONLY" or there(kept.get("original_location", "")), "lacks")
        if isinstance(text, dict):
            self.text_lacks_nothing(text)

    def text_lacks_nothing(self, text):
        """By the tables of streams and of manners; a State secret is only indexed."""
        # Since version 10 the stream that follows from the rest is kept with it.
        hold(self.v < 10 or text.get("stream"), "lacks")
        if text.get("secrecy") == "CLASSIFIED_STUB":
            return hold(text.get("occurred") is not None, "lacks")
        # Of one that is not known is asked what an outside inquiry is asked.
        stream = self.streams.get(text.get("stream"), self.streams.get("EXT"))
        if stream is None:
            return
        case = text.get("matter", "") in ("", "CASE")
        wanted = [(field, None) for field in stream["must"] + stream["of_case"] * case]
        for manner in text["manner"] if stream["evidence"] else ():
            wanted += [(field, manner) for field in self.manners.get(manner, ())]
        for field, manner in wanted:
            hold(self.in_text(text, field, manner), "lacks")
        for row in text.get("people", []):
            hold(row["role"] and (row["role"] != "INQUIRER" or stream["about"] != "INQUIRER" or row.get("kind")), "lacks")
            if row["role"] in (stream["about"], "INQUIRER"):
                hold(all(there(row.get(field, "")) for field in stream["person"]), "lacks")
            known = ("unit",) if row.get("kind") == "ORG" else ("name", "description", "licence")
            hold(row.get("person") is not None or any(row.get(field) for field in known), "lacks")

    def could_be_handed_in(self, name, act, by):
        """Since version 10: what nobody is let write, as far as the log itself tells."""
        change = act.get("change", {}) if name == "change_proposed" else {}
        text = change["correction"]["text"] if "correction" in change else act.get("text")
        text = text if isinstance(text, dict) else {}
        note = act["note"] if isinstance(act.get("note"), dict) else {}
        occurred = text.get("occurred") or note.get("occurred") or {}
        past = [occurred.get("from"), text.get("replied_on"), act.get("filing", {}).get("on"), note.get("sent_at")]
        past += [act.get(key) for key in PAST]
        hold(all(FIRST <= moment(each) <= self.at for each in past if each is not None), "input")
        end = text and occurred.get("to")
        hold(not end or moment(end) >= moment(occurred["from"]), "input")
        rows = text.get("people", [])
        named = [row.get("person") for row in rows] + [said["person"] for said in text.get("meant", [])]
        hold(all(one is None or one in self.people for one in named + [text.get("received_by")]), "input")
        # A State secret is only indexed.
        if text.get("secrecy") == "CLASSIFIED_STUB":
            papers = all(kept.get("hash") is None for kept in text.get("attachments", []))
            own = any(there(text.get(field) or "") for row in self.streams.values() for field in row["own"])
            return hold(not text["content"] and not rows and papers and not own, "input")
        hold(sum(row["role"] == "INQUIRER" and row.get("primary", False) for row in rows) < 2, "input")
        subjects = [row.get("person") for row in rows if row["role"] in ("INQUIRER", "BEHALF", "RELAYER")]
        hold(text.get("stream") == "DUTY" or by not in subjects, "input")

    @staticmethod
    def in_text(text, field, manner):
        rows = text.get("people", [])
        roles = {"people": ("INQUIRER", "RELATIVE"), "present": ("PRESENT",), "relayers": ("RELAYER",)}
        if field in roles:
            return any(row["role"] in roles[field] for row in rows) or field == "present" and text.get("nobody_else")
        if field == "attachments":
            return text.get("attachments") or there(text.get("no_material_reason", ""))
        if field == "inquirers":
            return any(row.get("unit") for row in rows if row["role"] == "INQUIRER")
        if field == "channel":
            return there(text.get("channel", {}).get(manner, ""))
        return there(text.get(field, "")) if field in ("content", "place") else text.get(field)

    # Records: custody, changes, voiding, namesakes, the recorder's name.

    def judge_record(self, name, act, by, body):
        record = self.records.get(body["matter"])
        if record is None:
            hold(name in ("quick", "submitted"), "state")
            return
        custodian = ("confirmed", "read_off", "returned", "disputed", "change_confirmed", "change_refused",
                     "void_refused", "identity_hand", "identity_refused")
        if name in custodian + ("other_person", "same_person", "linked"):
            hold(by != record["recorder"], "apart")
        if name in custodian + ("linked",):
            # Discipline stands in where too few custodians are unconcerned.
            hold(self.has(by, "CUS", "DIS", "DISH"), "capacity")
        if self.v > 2 and name in ("confirmed", "change_confirmed", "change_refused", "void_refused",
                                   "identity_hand", "other_person", "same_person"):
            # Whoever took others out does not come in for them.
            hold(by not in record["orderers"], "apart")
        state, hands = record["state"], record["hands"]
        if name in OF_TEXT or self.v > 4 and name in ON_TEXT:
            hold(body["seen"] == record["revision"], "revision")
        # From version 6 on an answer says to which request, or which order.
        by_number = name in ("change_confirmed", "change_refused", "void_hand", "void_refused")
        hold(self.v < 6 or by_number or act.get("upon") == self.upon(record, name, act), "upon")
        if name in ("quick", "submitted", "amended", "attached", "withdrawn", "change_proposed"):
            hold(by == record["recorder"], "capacity")
            hold({"quick": False, "submitted": state == "quick", "change_proposed": state == "confirmed"}.get(
                name, state in ("submitted", "one_hand", "returned")), "state")
        # Since version 10 nothing waits for a recorder who is not in service any more.
        left = self.v > 9 and not self.has(record["recorder"])
        if name == "confirmed":
            hold(state in ("submitted", "one_hand") or left and state == "returned", "state")
            hold(set(act["checklist"]) >= POINTS and set(act["checklist"].values()) <= ANSWERS, "answers")
            hold(self.may_give(by, hands, act), "apart")
            hold(not act["completes"] or hands, "hands")
        elif name == "read_off":
            hold(state == "one_hand", "state")
            hold(by not in hands and by not in record["read"], "apart")
        elif name == "linked":
            hold(state != "quick" and act["other"] in self.records and act["other"] != body["matter"], "state")
            # Since version 6 the other one is there for whoever links to it.
            hold(self.v < 6 or not self.keeps_out(self.records[act["other"]], by), "capacity")
        elif name == "filed":
            hold(state == "confirmed", "state")
            hold(by == record["recorder"] or self.has(by, "CUS", "DIS", "DISH"), "capacity")
        elif name == "returned":
            hold(state in ("submitted", "one_hand") and not left, "state")
            # Since version 7 nobody returns a record a third time: two different people check.
            hold(self.v < 7 or record["returned"].count(by) < 2, "apart")
        elif name == "disputed":
            hold(state == "one_hand", "state")
            hold(set(act["checklist"].values()) <= ANSWERS | {"incomplete"}, "answers")
            hold(by not in hands, "apart")
        elif name == "resolved":
            hold(state == "disputed", "state")
            hold(self.has(by, "CUS", "DIS", "DISH"), "capacity")
            hold(by not in hands + [record["disputer"], record["recorder"]] + record["orderers"], "apart")
            if act["confirm"]:
                hold(hands, "hands")
                hold(set(act.get("checklist", {})) >= POINTS, "answers")
                hold(set(act["checklist"].values()) <= ANSWERS, "answers")
        elif name == "withdrawn":
            hold(state == "submitted" and not record["looked"], "state")
        elif name in ("change_confirmed", "change_refused"):
            change = record["changes"].get(act["number"], {})
            hold(change.get("open") and (self.v < 4 or state == "confirmed"), "state")
            hold(name == "change_confirmed" or self.may_refuse(record, name, None, by), "apart")
            if name == "change_confirmed":
                hold(self.may_give(by, change["hands"], act), "apart")
                hold(not act["completes"] or change["hands"], "hands")
        elif name == "void_hand":
            hold(state in LIVING, "state")
            # What was written since may mean one of them: his hand lapses, another gives one in its place, and once
            # he is cleared it stands again. Nobody gives two.
            given = self.voiding(record)
            earlier, sure = set(given), record["void_since"] in (None, (record["heard"], self.changed))
            hold(by not in earlier, "apart")
            # The fourth completes it, and is discipline's; so may be those of the custodians for whom it stands in.
            # From version 4 on chief and deputies stand in where too few of either are left.
            leads = self.v > 3 and self.leads(by)
            asks = by == record["recorder"] or left and self.has(by, "DIS", "DISH")
            hold(asks if not given else self.has(by, "CUS", "DIS", "DISH") or leads, "capacity")
            hold(len(earlier) >= 3 if act["completes"] else len(earlier) < 3 or not sure, "hands")
            hold(not act["completes"] or self.has(by, "DIS", "DISH") or leads, "hands")
        elif name == "void_refused":
            # What was asked of a record that was taken back since is answered all the same.
            hold(self.voiding(record) and state in LIVING + ("withdrawn",), "state")
            hold(self.may_refuse(record, name, None, by), "apart")
        elif name in ("other_person", "same_person"):
            hold(state in LIVING, "state")
            # Where too few custodians are left, chief and deputies settle whom words mean.
            hold(self.has(by, "CUS", "DIS", "DISH") or self.leads(by), "capacity")
            for person in [act["person"], *act.get("also", [])]:
                hands = record["others"].get(person, [])
                hold(by != person, "apart")
                if name == "other_person":
                    # Who had not read what was written since says it once more; where nothing was, he has said it.
                    anew = self.v > 2 and not act["completes"] and (
                        record["cleared"].get((by, person)) != (record["heard"], self.changed))
                    hold(by not in hands or anew or set(hands) - {by}, "apart")
                    hold(not act["completes"] or hands, "hands")
            if name == "same_person" and self.v > 8:
                # What two settled, and nothing was written since, two take back.
                stands = record["settled"].get(act["person"]) == (record["heard"], self.changed)
                given = record["same"].get(act["person"], [])
                hold(not act.get("first") or by not in given, "apart")
                hold(not stands or act.get("first") or set(given) - {by}, "hands")
        elif name in ("identity_hand", "identity_refused"):
            hands = record["asked"].get(act["asker"])
            hold(hands is not None, "state")
            hold(name == "identity_hand" or self.may_refuse(record, name, act["asker"], by), "apart")
            if name == "identity_hand":
                hold(by != act["asker"] and self.may_give(by, hands, act), "apart")
                hold(not act["completes"] or hands, "hands")
        elif name in ("recusal_declared", "recusal_ordered"):
            # Nobody is put out twice: who lifts it would be another than who ordered it last.
            hold(state in LIVING and act.get("person", by) not in record["out"], "state")
            hold(name == "recusal_declared" or self.has(by, "CHF", "DIS", "DISH"), "capacity")
            # Since version 9 what two have lifted is not ordered anew by whoever ordered it.
            hold(self.v < 9 or name == "recusal_declared" or (act["person"], by) not in record["lifted"], "apart")
        elif name == "recusal_lifted":
            # Two lift an order, and neither gave it; where few of who may order are left, custodians do.
            ordered = record["ordered"].get(act["person"])
            hold(ordered is not None and state in LIVING, "state")
            hold(self.has(by, "CHF", "CUS", "DIS", "DISH"), "capacity")
            hold(by not in [ordered["by"], act["person"], record["recorder"]], "apart")
            hold(self.may_give(by, ordered["hands"], act), "apart")
            hold(not act["completes"] or ordered["hands"], "hands")
        elif name in ("signed", "agreed"):
            hold(state in LIVING, "state")
        elif name == "at_once":
            # What was urgent is reported though it was taken back; what is void was nothing.
            hold(state in LIVING + ("withdrawn",), "state")
            # Where chief and discipline are all recused a custodian writes, and never only looks.
            report = act["note"].get("to")
            hold(by != record["recorder"], "apart")
            hold(self.has(by, "CHF", "DIS", "DISH") or report and self.has(by, "CUS"), "capacity")
            hold(report and act["note"].get("sent_at") or act["note"].get("words"), "answers")
        if by_number and self.v > 5:
            # Since version 10 what is answered by its number alone names the act it answers, too.
            answers = record["changes"][act["number"]]["upon"] if "number" in act else (
                record["void_asked"] if self.voiding(record) else None)
            hold(act.get("upon") == (answers if self.v > 9 else None), "upon")

    @staticmethod
    def upon(record, name, act):
        if name == "recusal_lifted":
            return record["ordered"].get(act["person"], {}).get("upon")
        return record["requests"].get(act["asker"]) if name.startswith("identity_") and "asker" in act else None

    def may_refuse(self, record, name, asker, by):
        """Since version 9 nobody refuses the same thing a third time."""
        return self.v < 9 or record["refused"].count((name, asker, by)) < 2

    def stands(self, matter):
        """Whether a record was handed in and neither taken back nor made void."""
        record = self.records.get(matter)
        return record is not None and record["state"] in LIVING

    def voiding(self, record):
        """Whose hands on its voiding stand: since version 5 those given on one text are none on another."""
        return record["void"] if self.v < 5 or record["void_on"] == record["revision"] else []

    def record(self, name, act, by, matter, leaf):
        record = self.records.get(matter)
        if record is None:
            record = self.records[matter] = {
                "recorder": by, "state": "quick", "revision": leaf, "hands": [], "disputer": None, "orderers": [],
                "looked": False, "handed_in": self.at, "read": [], "changes": {}, "void": [], "others": {}, "settled": {}, "same": {},
                "asked": {}, "heard": 0, "beside": [],
                "out": set(), "named": set(), "told_of": set(), "unsettled": set(), "namings": [], "ordered": {},
                "void_since": None, "void_on": None, "void_asked": None, "requests": {}, "asked_at": {}, "returned": [],
                "cleared": {},
                "refused": [], "lifted": set()}
        # What is written or settled may have taken somebody out whom only names and kin tell.
        record["heard"] += name not in ("void_hand", "read_off", "linked") or bool(act.get("reason"))
        record["named"] |= self.named(name, act)
        if name == "submitted":
            record["handed_in"] = self.at
        if name in ("submitted", "amended"):
            self.tells_of(record, act["text"], name == "submitted")
        if name in ("quick", "submitted", "amended", "attached"):
            state = "quick" if name == "quick" else "submitted"
            # Whoever cleared somebody of the old words has not read the new ones.
            record.update(state=state, revision=leaf, hands=[], read=[], disputer=None, others={})
        elif name == "confirmed":
            record["hands"].append(by)
            if record["state"] == "returned":
                record["disputer"] = None
            record.update(state="confirmed" if act["completes"] else "one_hand", looked=True)
        elif name == "read_off":
            record["read"].append(by)
        elif name == "returned":
            record["returned"].append(by)
            record.update(state="returned", hands=[], looked=True)
        elif name == "disputed":
            record.update(state="disputed", disputer=by, looked=True)
        elif name == "resolved":
            record.update(state="confirmed") if act["confirm"] else record.update(state="returned", hands=[])
        elif name == "withdrawn":
            record["state"] = "withdrawn"
        elif name == "change_proposed":
            corrected = act["change"].get("correction", {}).get("text")
            record["changes"][act["number"]] = {"open": True, "hands": [], "text": corrected, "upon": leaf, "seq": self.seq}
            self.names_anew(record, corrected or {})
            record["others"] = {}
        elif name == "change_confirmed":
            change = record["changes"][act["number"]]
            change["hands"].append(by)
            change["open"] = not act["completes"]
            if act["completes"] and change["text"] is not None:
                self.tells_of(record, change["text"], True)
            if act["completes"] and self.v > 5:
                record["revision"] = leaf
        elif name == "change_refused":
            record["refused"].append((name, None, by))
            record["changes"][act["number"]]["open"] = False
        elif name == "void_hand":
            if not record["void"] or by == record["recorder"] and record["void_on"] != record["revision"]:
                record.update(void=[], void_since=None, void_on=record["revision"], void_asked=leaf)
            record["void_since"] = record["void_since"] or (record["heard"], self.changed)
            record["void"].append(by)
            record["state"] = "void" if act["completes"] else record["state"]
        elif name == "void_refused":
            record.update(void=[], void_since=None, void_asked=None)
            record["refused"].append((name, None, by))
        elif name in ("recusal_declared", "recusal_ordered"):
            self.recuse(record, by if name == "recusal_declared" else act["person"])
            if name == "recusal_ordered":
                record["orderers"].append(by)
                record["ordered"][act["person"]] = {"by": by, "hands": [], "upon": leaf, "at": self.at, "heard": None,
                                                    "seq": self.seq}
        elif name == "recusal_lifted" and act["completes"]:
            order = record["ordered"].pop(act["person"], None)
            record["lifted"] |= {(act["person"], order["by"])} if order else set()
            record["out"].discard(act["person"])
        elif name == "recusal_lifted" and act["person"] in record["ordered"]:
            ordered = record["ordered"][act["person"]]
            ordered.update(at=ordered["at"] if ordered["hands"] else self.at, heard=(record["heard"], self.changed))
            ordered["hands"].append(by)
        elif name == "other_person":
            for person in [act["person"], *act.get("also", [])]:
                record["others"].setdefault(person, []).append(by)
                record["cleared"][by, person] = (record["heard"], self.changed)
                if act["completes"]:
                    record["unsettled"].discard(person)
                    del record["others"][person]
                    record["settled"][person] = (record["heard"], self.changed)
                    record["same"].pop(person, None)
        elif name == "same_person" and act.get("first"):
            record["same"].setdefault(act["person"], []).append(by)
            record["settled"][act["person"]] = (record["heard"], self.changed)
        elif name == "same_person":
            for kept in ("others", "settled", "same"):
                record[kept].pop(act["person"], None)
        elif name == "identity_asked":
            record["asked"][by], record["requests"][by], record["asked_at"][by] = [], leaf, self.seq
        elif name == "identity_hand":
            record["asked"][act["asker"]].append(by)
            if act["completes"]:
                del record["asked"][act["asker"]]
        elif name == "identity_refused":
            record["asked"].pop(act["asker"], None)
            record["refused"].append((name, act["asker"], by))

    def tells_of(self, record, text, taken_in):
        """Who inquired by a text, for whom, or passed it on, and whom it says its words mean; taking a name out of it
        frees nobody. An amendment names anew whomever the text before did not name by the same row."""
        if not taken_in:
            self.names_anew(record, text)
        record["namings"] = self.namings(text)
        for since, _, row in record["namings"]:
            record["told_of"].add((since, taken_in, row["person"]))

    def names_anew(self, record, text):
        anew = [naming for naming in self.namings(text) if naming not in record["namings"]]
        record["unsettled"] |= {row["person"] for _, _, row in anew}

    @staticmethod
    def namings(text):
        """Each row by which a text names somebody of the directory, and since when; which of several is the main one
        does not matter."""
        rows = [(since, "people", row) for since, roles in ((6, ("INQUIRER", "BEHALF", "RELAYER")), (7, ("RELATIVE",)))
                for row in text.get("people", []) if row.get("role") in roles and row.get("person") is not None]
        rows += [(10, "meant", row) for row in text.get("meant", []) if row["same"]]
        return [(since, where, {member: value for member, value in row.items() if value and member != "primary"})
                for since, where, row in rows]

    @staticmethod
    def named(name, act):
        """Whom an act says that the record means, by the directory and not by words."""
        text = act.get("text", act.get("change", {}).get("correction", {}).get("text"))
        rows = text.get("people", []) + text.get("meant", []) if isinstance(text, dict) else []
        return {row.get("person") for row in rows} | ({act["person"]} if name == "same_person" and not act.get("first") else set())

    @staticmethod
    def recuse(record, person):
        """What the person did and what is not completed lapses; his asking for his own record does not."""
        record["out"].add(person)
        if record["state"] in ("submitted", "one_hand", "disputed"):
            record["hands"] = [hand for hand in record["hands"] if hand != person]
            if record["disputer"] == person or not record["hands"]:
                record["disputer"] = None
            record["state"] = ("disputed" if record["disputer"] else "one_hand" if record["hands"] else "submitted")
        open_hands = [change["hands"] for change in record["changes"].values() if change["open"]]
        open_hands += [hands for kept in ("asked", "others", "same") for hands in record[kept].values()]
        open_hands += [ordered["hands"] for ordered in record["ordered"].values()]
        if record["state"] != "void":
            open_hands.append(record["void"])
        for hands in open_hands:
            hands[:] = [hand for hand in hands if hand != person or hand == record["recorder"]]

    # The ladder.

    def judge_escalation(self, name, act, by, body):
        ladder = self.escalations.get(body["matter"])
        if name == "started":
            hold(ladder is None and self.stands(act["record"]), "state")
            return
        hold(ladder is not None, "state")
        recorder = self.records[ladder["record"]]["recorder"]
        if name == "answered" or name == "passed_up":
            hold(ladder["state"] == "at_level", "state")
            if by is not None:
                hold(by == ladder["holder"], "capacity")
                hold(by not in (ladder["starter"], recorder), "apart")
        elif name == "sent_superior":
            hold(ladder["state"] == "to_superior", "state")
            hold(self.has(by, "CUS", "DIS", "DISH"), "capacity")
        elif name == "superior_answered":
            hold(ladder["state"] == "at_superior", "state")
            hold(self.has(by, "CUS", "DIS", "DISH"), "capacity")
            hold(by not in ladder["took_part"] + [ladder["starter"], recorder], "apart")

    def escalation(self, name, act, by, matter, _):
        at = "at_level" if act.get("to") else "to_superior"
        if name == "started":
            self.escalations.setdefault(matter, {"record": act["record"], "starter": by, "holder": act["to"],
                                                 "state": at, "took_part": []})
            self.records[act["record"]]["heard"] += 1
            return
        ladder = self.escalations[matter]
        self.records[ladder["record"]]["heard"] += 1
        ladder["took_part"] += [by] * (by is not None)
        if name == "passed_up":
            ladder.update(holder=act["to"], state=at)
        else:
            ladder.update(holder=None, state={"sent_superior": "at_superior"}.get(name, "answered"))

    # The committee.

    def judge_item(self, name, act, by, body):
        item = self.items.get(body["matter"])
        if name == "applied":
            hold(item is None and self.stands(act["application"]["record"]), "state")
            hold(self.v < 9 or self.refusals(act["application"]) < 2, "state")
            return
        # From version 8 on whoever had a letter entered for him may vote in its place until it is counted for good.
        letter = name == "voted" and self.v > 7 and item is not None and by in item["letters"]
        hold(item is not None and (item["state"] in ITEM[name] or letter and item["state"] == "no_majority"), "state")
        # Since version 4 a review that was asked for takes no decision away.
        hold(self.v < 4 or name != "withdrawn" or not item["review"], "state")
        # Since version 9 whoever asked takes it back and nobody else, and what was refused twice is not asked again.
        hold(self.v < 9 or name != "withdrawn" or by in item["appliers"], "capacity")
        hold(self.v < 9 or name != "resubmitted" or item["review"] or self.refusals(item["asked"]) < 2, "state")
        hold(name != "feedback" or item["state"] == "noticed" or item["review"], "state")
        # From version 6 on a vote says to which opening it belongs.
        opened = item["opened"] if name in ("voted", "written_vote", "minority") else None
        hold(self.v < 6 or act.get("upon") == opened, "upon")
        body_of = self.bodies.get(item["committee"], {"members": set(), "secretary": None, "rules": {}})
        # From the opening of the vote on it is the body that opened it; before version 3 it was whoever sat then.
        stood = item["stood"] or body_of
        bodies = [stood] if self.v > 2 else [stood, body_of]
        members = set().union(*(body["members"] for body in bodies))
        sitting = self.meetings.get(item["meeting"], NO_MEETING)
        keeps = by == body_of["secretary"] or by in members
        # Since version 3 whoever decides whose vote counts neither counts nor refers up.
        chose = self.records[item["record"]]["orderers"] + item["sent_out"] if self.v > 2 else []
        recorder = self.records[item["record"]]["recorder"]
        if name in ("approved", "refused", "referred_up"):
            hold(self.leads(by), "capacity")
            hold(by not in item["appliers"] + [item["opener"]] and by != recorder, "apart")
            if name == "referred_up" and self.v > 2:
                hold(by not in chose + item["took_out"] + item["entered"], "apart")
        elif name == "member_recused":
            hold(keeps and act["member"] in body_of["members"], "capacity")
            hold(by not in item["appliers"] and by != recorder, "apart")
        elif name == "vote_opened":
            hold(keeps, "capacity")
            hold(sitting["open"], "state")
            voters, recused, here = set(act["present"]), set(act["recused"]), sitting["present"] & body_of["members"]
            hold(len(voters) == len(act["present"]) and act["chair"] in voters, "member")
            base = len(body_of["members"])
            if not body_of["rules"].get("recused_in_denominator", True):
                base -= len(recused)
            hold(len(voters) >= self.quorum(body_of, base), "count")
            # Who is on the roll votes, but for those who are out; none of them is out by unsettled words.
            out = self.out(item) & body_of["members"]
            hold(voters == here - recused and out <= recused <= body_of["members"], "member")
            hold(self.v < 3 or all(member in out or self.directory_may_mean(item, member)
                                   for member in recused & here), "member")
        elif name == "voted":
            # Since version 6 whoever is out of the record takes nobody's vote by the roll; whether the secretary was
            # out by words or kin is not read here.
            here = by in sitting["present"] or self.v > 5 and by not in item["left"] - item["doubted"]
            # Since version 8 nobody takes it from whoever was in the room when it was opened.
            here = by in item["present"] and (here or self.v > 7)
            hold(by not in item["votes"] or letter, "apart")
            hold((here or letter) and by not in self.out(item), "member")
        elif name == "written_vote":
            hold(keeps, "capacity")
            hold(by not in item["appliers"] and by != recorder, "apart")
            hold(act["member"] in members and act["member"] not in item["recused"], "member")
            ways = {body["rules"].get("absentee_written") for body in bodies} - {"none"}
            hold(act["counted"] in {way == "count" for way in ways}, "count")
            hold(act["member"] not in item["votes"], "apart")
            # Since version 8 a letter is for whoever was not in the room when the vote was opened.
            hold(act["member"] not in item["present"] or self.v < 8 and act["member"] in item["left"], "apart")
        elif name == "vote_closed":
            hold(keeps, "capacity")
            hold(by not in item["appliers"] + item["took_out"] + item["entered"] + chose and by != recorder, "apart")
            # Nobody waits for who is out or has no account any more; who left is not waited for either.
            missing = set(item["present"]) - set(item["votes"]) - item["left"] - self.out(item)
            # How long it is waited for whom the roll has gone, the clocks of the organ say.
            missing -= {member for member, since in item["away"].items() if self.at - since >= HOUR}
            hold(all(self.may_be_out(item, member) or not self.has(member) for member in missing), "count")
            hold(any(self.comes_to(item, act, body) for body in bodies), "count")
            # Since version 7 a vote waits where one of two has said that the order is lifted which takes it away.
            halves = self.records[item["record"]]["ordered"]
            hold(self.v < 7 or not any(self.is_half_lifted(item, halves[member])
                                       for member in set(item["present"]) - item["left"] if member in halves), "count")
        elif name == "minority":
            hold(by in item["votes"], "member")
        elif name in ("decided", "supplement", "to_full_committee"):
            hold(keeps, "capacity")
            hold(by not in item["appliers"] and by != recorder, "apart")
            hold(name != "to_full_committee" or act["committee"] in self.bodies, "state")
        elif name in ("placed", "noticed"):
            hold(keeps, "capacity")
            found = self.meetings.get(act.get("meeting"), NO_MEETING)
            hold(name == "noticed" or found["committee"] == item["committee"]
                 and found["state"] in ("planned", "noticed", "open"), "state")

    def refusals(self, asked):
        """How often the same was refused to the same record and never approved, whichever application it was."""
        same = [item for item in self.items.values() if not item["approved"]
                and all(item["asked"][part] == asked[part] for part in ("record", "committee", "kind"))]
        return sum(item["refusals"] for item in same)

    def out(self, item):
        """Who is out of an item for good: by the record's own recusals, or by one entered here."""
        return self.records[item["record"]]["out"] | item["out"]

    def is_half_lifted(self, item, ordered):
        """Whether a hand that lifts an order stands for sure, and the time for the second cannot be over."""
        stands = ordered["hands"] and ordered["heard"] == self.heard(item)
        return stands and self.at - ordered["at"] < HOUR

    def directory_may_mean(self, item, member):
        """Whether he may be out by what is written of him by his id: whoever is picked, or said to be meant, takes
        his kin along; whose case it is that he has an interest in is not read."""
        near = self.kin.get(member, set()) | {member}
        return member in self.interested or not near.isdisjoint(self.records[item["record"]]["named"])

    def may_be_out(self, item, member):
        """Whether he may have become recused since the vote was opened by what is not read here. The words that may
        mean somebody in the room are settled before it is counted; before version 3 they were not."""
        if item["heard"] == self.heard(item):
            return member in item["recused"]
        in_room = self.v > 2 and member in item["present"] and member not in item["left"]
        return not in_room or self.directory_may_mean(item, member)

    def comes_to(self, item, act, body):
        """Whether the votes come to this by the rules of a body, person by person: only who may be out counts
        either way."""
        out, total, here = self.out(item), len(body["members"]), []
        unsure = {m for m in body["members"] | set(item["votes"]) if m not in out and self.may_be_out(item, m)}
        said, sure, most = [act["for_"], act["against"], act["other"]], [0, 0, 0], [0, 0, 0]
        for member, (vote, counted, written) in item["votes"].items():
            if member not in out:
                here += [member not in unsure] * (not written)
                most[VOTES[vote]] += counted
                sure[VOTES[vote]] += counted and member not in unsure
        if any(not least <= given <= cast for least, given, cast in zip(sure, said, most)):
            return False
        fewest = total - len(out & body["members"])
        bases = [total] if body["rules"].get("recused_in_denominator", True) else range(
            fewest - len(unsure & body["members"]), fewest + 1)
        bases = [base for base in bases if base // 2 + 1 == act["needed"]]
        if act["total"] != total or not bases:
            return False
        if body["rules"].get("pass") == "advice_only":
            return act["outcome"] == "ADVICE"
        carries = ("PASSED" if said[0] >= act["needed"] and said[0] > said[1]
                   else "REJECTED" if said[1] >= act["needed"] and said[1] > said[0] else "NO_MAJORITY")
        # From version 4 on nothing carries where those who voted in the room, and have a vote still, are no quorum.
        enough = self.v < 4 or any(len(here) >= self.quorum(body, base) for base in bases)
        short = any(sum(here) < self.quorum(body, base) for base in bases)
        return act["outcome"] in [carries] * enough + ["NO_MAJORITY"] * short

    @staticmethod
    def quorum(body, base):
        return SHARES[body["rules"].get("quorum", "more_than_half")](base)

    def heard(self, item):
        """A number that changes when somebody may have become recused by what is not read here."""
        return self.records[item["record"]]["heard"], self.changed

    def item(self, name, act, by, matter, leaf):
        if name == "applied":
            application = act["application"]
            self.items.setdefault(matter, {
                "record": application["record"], "committee": application["committee"], "state": "applied",
                "appliers": [by], "out": set(), "took_out": [], "entered": [], "present": [], "votes": {},
                "opener": None, "opened": None, "letters": set(), "left": set(), "heard": None, "doubted": set(), "away": {},
                "recused": set(), "stood": None, "sent_out": [],
                "review": False, "meeting": None, "asked": application, "refusals": 0, "approved": False})
            self.records[application["record"]]["heard"] += 1
            return
        item = self.items[matter]
        # Words beside the votes may mean somebody.
        silent = name in ("placed", "vote_opened", "voted", "written_vote", "vote_closed")
        self.records[item["record"]]["heard"] += not silent
        states = {"approved": "approved", "refused": "refused", "resubmitted": "applied", "withdrawn": "withdrawn",
                  "placed": "on_agenda", "vote_opened": "voting", "referred_up": "referred_up",
                  "supplement": "approved", "to_full_committee": "approved", "decided": "decided",
                  "noticed": "noticed", "feedback": "executed", "reconsidered": "applied"}
        item["state"] = states.get(name, item["state"])
        item["review"] = item["review"] or name == "reconsidered"
        item["refusals"] += name == "refused"
        item["approved"] = item["approved"] or name == "approved"
        if name in ("supplement", "to_full_committee", "reconsidered"):
            item["stood"] = None
        if name in ("resubmitted", "reconsidered"):
            item["appliers"].append(by)
        elif name == "placed":
            self.sitting(act["meeting"])["items"].append(matter)
            item.update(meeting=act["meeting"], sent_out=list(self.sitting(act["meeting"])["sent_out"]))
        elif name == "member_recused":
            item["out"].add(act["member"])
            item["took_out"].append(by)
        elif name == "to_full_committee":
            item.update(committee=act["committee"], meeting=None)
        elif name == "vote_opened":
            item["stood"] = self.bodies.get(item["committee"])
            item.update(present=act["present"], votes={}, letters=set(), entered=[], opener=by, opened=leaf)
            item.update(left=set(), doubted=set(), away={},
                        recused=set(act["recused"]), heard=self.heard(item))
        elif name == "voted":
            # Whoever was not in the room has by his own vote what the letter had in whose place it is.
            _, counted, written = item["votes"].get(by, (None, True, False))
            outside = by in item["letters"] and by not in item["present"]
            if by not in item["votes"] or by in item["letters"]:
                item["votes"][by] = (act["vote"], counted or not outside, written and outside)
            item["letters"].discard(by)
            item["left"].discard(by)
        elif name == "written_vote":
            if act["member"] not in item["votes"]:
                item["letters"].add(act["member"])
            item["votes"].setdefault(act["member"], (act["vote"], act["counted"], True))
            item["entered"] += [by] * act["counted"]
        elif name == "vote_closed":
            item.update(state="no_majority" if act["outcome"] == "NO_MAJORITY" else "voted")

    def sitting(self, meeting):
        return self.meetings.setdefault(meeting, {
            "open": False, "state": None, "committee": None, "items": [], "present": set(), "sent_out": []})

    def judge_meeting(self, name, act, by, body):
        """The secretary of its body keeps a meeting, and nobody in his place; a member whom the roll of the open
        meeting does not have enters himself as present."""
        sitting = self.meetings.get(body["matter"], {"state": None})
        hold((sitting["state"] in MEETING[name]) if name in MEETING else sitting["state"] is None, "state")
        body_of = self.bodies.get(act["committee"] if name == "planned" else sitting["committee"])
        himself = name == "attended" and act["attendance"] == "present" and act["member"] == by
        himself = himself and sitting["state"] == "open" and by not in sitting["present"]
        hold(body_of is not None and (himself or by == body_of["secretary"]), "capacity")
        if name in ("attended", "left", "planned"):
            there = sitting["present"] if name == "left" else body_of["members"]
            hold(act.get("member", act.get("chair")) in there, "member")
        elif name == "opened":
            there = sitting["present"] & body_of["members"]
            hold(len(there) >= self.quorum(body_of, len(body_of["members"])), "count")

    def meeting(self, name, act, by, matter, _):
        sitting = self.sitting(matter)
        sitting["state"] = {"opened": "open"}.get(name, name if name in ("planned", "noticed", "closed")
                                                  else sitting["state"])
        sitting["committee"] = act.get("committee", sitting["committee"])
        if name in ("opened", "closed"):
            sitting["open"] = name == "opened"
            for item in sitting["items"] if name == "closed" and self.v > 5 else ():
                item = self.items[item]
                for member in item["present"] if item["state"] == "voting" and item["meeting"] == matter else ():
                    item["away"].setdefault(member, self.at)
        elif name in ("attended", "left"):
            member, here = act["member"], name == "attended" and act["attendance"] == "present"
            items = [self.items[item] for item in sitting["items"] if self.items[item]["meeting"] == matter]
            for item in items:
                struck = self.v > 3 and sitting["open"] and not here and member in sitting["present"]
                reaches = self.v < 6 or by not in self.out(item)
                if self.v > 5 and item["state"] == "voting" and (name == "left" or struck):
                    item["away"].setdefault(member, self.at)
                if (name == "left" or struck) and reaches and item["state"] == "voting" and (
                        member not in item["votes"]):
                    item["left"].add(member)
                    # Whoever opened the vote was not out then, nor is he where nothing was heard since.
                    sure = self.v < 6 or item["opener"] == by and item["heard"] == self.heard(item)
                    item["doubted"] |= set() if sure else {member}
                elif here and self.v > 3 and item["state"] == "voting":
                    # Who comes back while the vote is open has his vote again, and is waited for.
                    item["left"].discard(member)
                    item["away"].pop(member, None)
            # Whoever strikes somebody present off the roll of the open meeting does not count.
            if sitting["open"] and not here and (name == "left" or member in sitting["present"]):
                sitting["sent_out"].append(by)
                for item in items:
                    item["sent_out"] += [by] * (item["state"] in ("on_agenda", "voting", "no_majority"))
            (sitting["present"].add if here else sitting["present"].discard)(member)

    # Kinds with a table of their own.

    def judge_report(self, name, act, by, body):
        """It hangs on no record: one of a quarter that is over, its figures those of every act before it; a hand
        names the draft under which it is put."""
        before, _, roles, apart = KINDS["report"][name]
        matter = self.matters.get(body["matter"], {"kind": "report", "state": None, "did": []})
        hold(matter["kind"] == "report" and matter["state"] in before, "state")
        hold("LEADS" in roles and self.leads(by) or self.has(by, *(r for r in roles if r != "LEADS")), "capacity")
        if name == "drafted":
            of = [m for m in self.matters.values() if m["kind"] == "report" and m["period"] == act["period"]]
            hold(all(m["state"] in ("returned", "withdrawn") for m in of), "state")
            hold(act["figures"]["acts"] == self.seq, "input")
        hold("upon" not in act or act["upon"] == matter["draft"], "upon")
        hold(not any((one, by) in matter["did"] for one in apart), "apart")
        hold(name != "withdrawn" or by == matter["did"][0][1], "apart")

    def judge_matter(self, kind, name, act, by, body):
        if kind == "report":
            return self.judge_report(name, act, by, body)
        before, _, roles, apart = KINDS[kind][name]
        matter = self.matters.get(body["matter"], {"kind": kind, "state": None, "did": []})
        hold(matter["kind"] == kind and matter["state"] in before, "state")
        record = self.records.get(act["record"] if before == (None,) else matter["record"])
        hold(record is not None, "state")
        # What two people have not confirmed is routed nowhere; what is urgent is reported at once, taken back or not.
        begins = LIVING + ("withdrawn",) if kind == "urgency" else ("confirmed",)
        hold(before != (None,) or record["state"] in begins, "state")
        if (kind, name) == ("urgency", "drafted"):
            hold("MANUAL" not in act["triggers"] or there(act.get("reason", "")), "lacks")
        elif (kind, name) == ("urgency", "sent"):
            hold(act["hours"] == max(0, int(moment(act["sent_at"]) - record["handed_in"]) // HOUR), "input")
        if before == (None,):
            self.judge_begun(kind, record["beside"])
        hold(self.leads(by) if "LEADS" in roles else self.has(by, *roles), "capacity")
        # The recorder reads what came of his record, and of a routing he knows like whoever handles the case.
        hold((by == record["recorder"]) == (name == "read") or (kind, name) == ("routing", "heard"), "apart")
        if (kind, name) == ("accountability", "approved"):
            hold(act["declines"] == (matter["did"][0][0] == "declined"), "input")
        elif (kind, name) == ("disclosure", "applied"):
            found = self.matters.get(act["of"])
            hold(any(m is found for m in record["beside"]) and found["kind"] == "accountability"
                 and found["state"] in ("decided", "done"), "state")
        elif (kind, name) == ("disclosure", "given"):
            hold(set(act["extract"]) <= {"person"}.union(*(EXTRACT[field] for field in matter["fields"])), "input")
        hold(not any((one, by) in matter["did"] for one in apart), "apart")
        # What somebody drafted nobody else takes back; that he knows of it everybody says once.
        hold(name != "withdrawn" or self.v < 10 or by == matter["did"][0][1], "apart")
        hold(name != "heard" or (name, by) not in matter["did"], "apart")

    @staticmethod
    def judge_begun(kind, beside):
        """What is begun on a record beside other matters of it: of some kinds one at a time, nothing on what is
        closed, what its class brings along where it does, and a closing where all of that is decided."""
        under_way = {m["kind"] for m in beside if m["state"] in UNDER_WAY[m["kind"]]}
        hold(kind not in under_way or kind not in ONE, "state")
        if kind == "disclosure":  # Of what was decided, closed or not.
            return
        hold(not any(m["kind"] == "closing" and m["state"] in ("closed", "told") for m in beside), "state")
        if kind in ("circulation", "accountability", "closing"):
            again = max((m["moved"] for m in beside if m["state"] == "reopened"), default=-1)
            says = [m for m in beside if m["kind"] == "triage" and m["state"] == "triaged" and m["class"] != "PEND"
                    and m["moved"] > again]
            hold(bool(says), "state")
            duties = FOLLOWS.get(max(says, key=lambda m: m["moved"])["class"], ())
            hold(kind == "closing" or kind in duties, "state")
            for duty in duties if kind == "closing" else ():
                hold(duty not in under_way and any(m["kind"] == duty and m["state"] in DECIDED[duty] for m in beside), "state")

    def matter(self, kind, name, act, by, matter, leaf):
        _, state, _, _ = KINDS[kind][name]
        on_a_record = kind != "report"
        if matter not in self.matters:
            self.matters[matter] = {"kind": kind, "state": None, "record": act["record"] if on_a_record else None, "did": [],
                                    "moved": 0, "class": act.get("class"), "fields": act.get("fields", ()),
                                    "period": act.get("period"), "draft": leaf}
            if on_a_record:
                self.records[act["record"]]["beside"].append(self.matters[matter])
        found = self.matters[matter]
        if on_a_record:
            self.records[found["record"]]["heard"] += 1
        found["did"].append((name, by))
        if isinstance(state, dict):
            (member, leads), = state.items()
            state = leads.get(act[member], leads[None])
        if state:
            found["state"], found["moved"] = state, self.seq

    # The organ: who there is.

    def judge_organ(self, name, act, by, _body):
        """Since version 4 what is confirmed brings nothing back that was changed after it was proposed; since version
        9 it leaves two administrators, and nobody refuses what is about himself, nor the same a third time."""
        if name == "proposed":
            hold(not self.key_is_taken(act["change"], 4), "key_taken")
            hold(self.v < 9 or self.keeps_two(act["change"]), "hands")
        elif act.get("proposal") not in self.proposals:
            return
        elif name == "proposal_confirmed":
            change, stood, _ = self.proposals[act["proposal"]]
            hold(not self.key_is_taken(change, 7), "key_taken")
            hold(self.v < 4 or stood == self.stands_for(change), "state")
            hold(self.v < 9 or self.keeps_two(change), "hands")
        elif name == "proposal_refused":
            change, _, proposer = self.proposals[act["proposal"]]
            others = self.v > 8 and by != proposer
            hold(not others or self.whom(change) != by, "apart")
            hold(not others or self.refused.count((self.letters(change), by)) < 2, "apart")

    @staticmethod
    def letters(change):
        return json.dumps(change, sort_keys=True)

    def whom(self, change):
        """Whom a change is about."""
        (what, change), = change.items()
        if what == "key_revoked":
            return self.owners.get(change["fingerprint"])
        if what in ("person", "interest"):
            return change["person"]["id"] if what == "person" else change["interest"]["person"]
        return change["person"] if what in ("active", "roles", "kin", "key") else None

    def keeps_two(self, change):
        """Whether two administrators are left after it, where it takes one away."""
        (what, change), = change.items()
        after = {id: dict(person) for id, person in self.people.items()}
        if what == "person":
            after[change["person"]["id"]] = change["person"]
        elif what in ("active", "roles") and change["person"] in after:
            after[change["person"]][what] = change[what]
        now, then = (sum(person.get("active", True) and not {"SYS", "SEA", "AUD"}.isdisjoint(person.get("roles", []))
                         for id, person in people.items() if id in self.people) for people in (self.people, after))
        return then >= min(now, 2)

    def key_is_taken(self, change, since):
        """A key belongs to one person for ever, to one witness, or to the register."""
        (what, change), = change.items()
        if what not in ("key", "witness") or len(change["key"].split()) < 2:
            return False
        key = change["key"].split()[1]
        if what == "key":
            now = any(line and line.split()[1] == key for row, line in self.rows.items() if row[0] == "witness")
            taken = key in self.of_people or self.v >= since and now
        else:
            another = any(name != change["name"] for name in self.of_witnesses.get(key, ()))
            taken = self.v >= since and key in self.of_people or self.v > 7 and another
        return taken or self.v > 7 and key in self.of_register

    @staticmethod
    def place(what, change):
        """Where stands what a change puts something else in the place of; nowhere where it only adds."""
        if what in ROWS:
            return what, change[what][ROWS[what]]
        if what in PARTS:
            return PARTS[what][0], change[PARTS[what][0]]
        if what == "key" and change["use_"] == "own":
            return what, change["person"]
        return (what, change.get("name")) if what in ("policy", "calendar", "roster", "witness") else None

    def stands_for(self, change):
        (what, change), = change.items()
        row = self.rows.get(self.place(what, change))
        return json.dumps([row[m] for m in PARTS[what][1]] if row and what in PARTS else row, sort_keys=True)

    def put(self, what, change):
        place = self.place(what, change)
        if what in PARTS and place in self.rows:
            self.rows[place] = {**self.rows[place], **{m: change[m] for m in PARTS[what][1]}}
        elif what == "roster":
            self.rows[place] = self.rows.get(place, []) + [change["period"]]
        elif place is not None and what not in PARTS:
            self.rows[place] = change.get("key", change.get(what)) or None

    def organ(self, name, act, by, matter, _):
        if name == "founded":
            founding = act["founding"]
            for what, rows in (("person", "people"), ("unit", "units"), ("committee", "committees"), ("case", "cases")):
                for row in founding.get(rows, []):
                    self.put(what, {what: row})
            for what in ("policy", "calendar"):
                self.put(what, {what: founding[what]})
            for person in founding["people"]:
                self.enter(person)
            self.interested = {interest["person"] for interest in founding.get("interests", [])}
            for committee in founding["committees"]:
                self.sit(committee["id"], committee["members"], committee["secretary"], committee["rules"])
            self.vice = {unit["id"]: unit.get("vice_chief") for unit in founding["units"]}
        elif name == "proposed":
            self.proposed_at.setdefault(matter, self.seq)
            self.proposals.setdefault(matter, (act["change"], self.stands_for(act["change"]), by))
        elif name == "proposal_refused" and act["proposal"] in self.proposals:
            change, _, proposer = self.proposals[act["proposal"]]
            self.refused += [(self.letters(change), by)] * (by != proposer)
        elif name == "proposal_confirmed":
            (what, change), = self.proposals.pop(act["proposal"], ({"": {}}, None, None))[0].items()
            self.changed += 1
            self.named_at = self.seq if what in NAMES else self.named_at
            self.put(what, change)
            if what == "person":
                self.enter(change["person"])
            elif what == "kin":
                self.near(change["person"], change["kin"])
            elif what == "interest":
                self.interested.add(change["interest"]["person"])
            elif what in ("active", "roles") and change["person"] in self.people:
                self.people[change["person"]][what] = change[what]
            elif what == "key":
                key = change["key"].split()[1]
                self.of_people.add(key)
                digest = hashlib.sha256(base64.b64decode(key)).digest()
                fingerprint = "SHA256:" + base64.b64encode(digest).decode().rstrip("=")
                self.owners.setdefault(fingerprint, change["person"])
                if change["use_"] == "login":
                    self.keys[fingerprint] = change["person"]
            elif what == "key_revoked":
                self.keys.pop(change["fingerprint"], None)
            elif what == "witness" and change["key"]:
                self.of_witnesses.setdefault(change["key"].split()[1], set()).add(change["name"])
            elif what == "unit":
                self.vice[change["unit"]["id"]] = change["unit"].get("vice_chief")
            elif what == "committee":
                body = change["committee"]
                self.sit(body["id"], body["members"], body["secretary"], body["rules"])
            elif what == "committee_members":
                self.sit(change["committee"], change["members"], change["secretary"])

    def enter(self, person):
        self.people[person["id"]] = dict(person)
        self.near(person["id"], person.get("kin", []))

    def near(self, person, kin):
        for one, other in [(person, other) for other in kin] + [(other, person) for other in kin]:
            self.kin.setdefault(one, set()).add(other)

    def sit(self, committee, members, secretary, rules=None):
        rules = rules or self.bodies.get(committee, {}).get("rules", {})
        self.bodies[committee] = {"members": {member["person"] for member in members}, "secretary": secretary,
                                  "rules": rules}

    def evidence(self, name, act, *_):
        """Heads, copies and alarms: the other parts look at them."""
        if name == "log_key":
            self.of_register.add(act["public"].split()[1])
