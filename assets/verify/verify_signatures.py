#!/usr/bin/env python3
"""The second half of verify.py: signatures of people under their acts, checked by ssh-keygen, and the
register's own signatures, checked here. Put beside verify.py, which runs it. Written from
docs/signatures.md and docs/evidence.md alone.

verify.py 的后一半：个人在办理行为下的签名（由 ssh-keygen 核验）与登记册自己的签名（在此核验）。
与 verify.py 放在同一目录，由它调用。
"""
import base64
import datetime
import hashlib
import json
import os
import re
import subprocess
import tempfile
import unicodedata


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


# Signatures of people: SSHSIG, checked by ssh-keygen against the key the log gave to that person.

# Acts that are signed, and as what, in version 1 and from version 2 on.
FIRST = {"record.confirmed": "confirm", "record.change_confirmed": "confirm", "record.void_hand": "confirm",
         "item.voted": "vote", "item.written_vote": "vote", "item.vote_closed": "decision",
         "item.decided": "decision", "evidence.cosigned": "checkpoint",
         "organ.proposed": "change", "organ.proposal_confirmed": "change"}
SECOND = {
    "confirm": "record.confirmed record.returned record.disputed record.resolved record.withdrawn"
               " record.change_confirmed record.change_refused record.void_hand record.void_refused"
               " record.recusal_declared record.recusal_ordered record.recusal_lifted record.other_person record.same_person record.identity_hand"
               " record.identity_refused report.checked report.counterchecked",
    "vote": "item.voted item.written_vote item.minority",
    "decision": "meeting.planned meeting.noticed meeting.attended meeting.opened meeting.left meeting.closed"
                " item.applied item.approved item.refused item.resubmitted item.withdrawn item.placed item.member_recused item.vote_opened"
                " item.vote_closed item.referred_up item.supplement item.to_full_committee item.decided"
                " item.noticed item.feedback item.reconsidered escalation.answered escalation.passed_up"
                " escalation.sent_superior escalation.superior_answered record.at_once"
                " urgency.drafted urgency.withdrawn urgency.approved urgency.returned urgency.sent"
                " triage.drafted triage.concurred triage.advised triage.withdrawn triage.approved triage.refused"
                " circulation.proposed circulation.declining circulation.checked circulation.returned circulation.approved"
                " circulation.declined circulation.refused circulation.issued circulation.sent circulation.answered"
                " circulation.published circulation.finished"
                " closing.drafted closing.agreed closing.returned closing.withdrawn closing.reopened"
                " routing.drafted routing.approved routing.refused routing.withdrawn routing.sent routing.answered"
                " routing.given_back"
                " accountability.held accountability.declined accountability.withdrawn accountability.approved"
                " accountability.refused accountability.sent accountability.decided accountability.appealed"
                " accountability.appeal_decided accountability.reflected accountability.finished"
                " disclosure.applied disclosure.withdrawn disclosure.approved disclosure.refused disclosure.given"
                " report.returned report.withdrawn report.approved report.sent report.supplemented",
    "checkpoint": "evidence.cosigned",
    "change": "organ.proposed organ.proposal_confirmed organ.proposal_refused"}
# Of these, what is signed from version 4 on only.
FOURTH = ("meeting.attended", "meeting.left", "routing.withdrawn", "routing.sent", "routing.answered", "routing.given_back")
# And from version 6 on.
SIXTH = ("item.noticed",)
# And from version 7 on.
SEVENTH = ("meeting.planned", "meeting.noticed", "meeting.opened", "meeting.closed", "item.placed", "item.vote_opened")
NEWEST, FORM = 10, 2  # Of bodies, and of the texts that are signed.
NAMESPACES = {1: FIRST, 2: {act: kind for kind, acts in SECOND.items() for act in acts.split()}}
# Acts of several outcomes go by the name of theirs.
SAID = {("confirmed", False): "first_hand", ("change_confirmed", False): "change_hand", ("void_hand", True): "voided",
        ("identity_hand", True): "identity_opened", ("recusal_lifted", False): "lift_hand", ("same_person", True): "same_hand"}
# Of an act of any other area all that is read stands under the hash of the whole.
SPOKEN = ("record", "item", "escalation", "organ", "meeting")
# Kinds of keys that may sign: whether a security token holds them, and how many strings a key is.
KINDS = {"ssh-ed25519": (False, 2), "ecdsa-sha2-nistp256": (False, 3),
         "sk-ssh-ed25519@openssh.com": (True, 3), "sk-ecdsa-sha2-nistp256@openssh.com": (True, 4)}


def digest(words):
    return "sha256:" + sha256(words.encode()).hex()


def hashed(words):
    """Words of people stay on the machine: the text that is signed has their hash."""
    return digest(words) if words else "-"


def plain(name):
    return digest(name) if any(unicodedata.category(c) == "Cc" for c in name) else name


def checkpoint_text(register, log, size, root):
    return f"liuhen/{register.hex()}/{log}\n{size}\n{base64.b64encode(root).decode()}\n"


def change_lines(change):
    """A key is shown; everything else of a change is told by the hash of its JSON, members in order."""
    (code, parts), = change.items()
    lines = [f"change {code}"]
    if code == "key":
        lines += [f"of {plain(parts['person'])}", f"key {plain(parts['key'])}"]
    elif code == "key_revoked":
        lines.append(f"key {plain(parts['fingerprint'])}")
    canonical = json.dumps(change, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return lines + [f"content {digest(canonical)}"]


def kind_of(v, area, name, act):
    """As what an act is signed, or None. What a clock passes up nobody signs."""
    if name == "passed_up" and act["silent_since"] is not None:
        return None
    if f"{area}.{name}" in FOURTH * (v < 4) + SIXTH * (v < 6) + SEVENTH * (v < 7):
        return None
    return NAMESPACES[min(v, FORM)].get(f"{area}.{name}")


def whole(act):
    """All of an act under one hash, but for the short name it gives its matter."""
    (area, inner), = act.items()
    if isinstance(inner, dict):
        (name, parts), = inner.items()
        inner = {name: {key: part for key, part in parts.items() if key != "ref_"}}
    return digest(json.dumps({area: inner}, sort_keys=True, separators=(",", ":"), ensure_ascii=False))


def answers(act):
    return ([f"answer {plain(point)} {answer}" for point, answer in sorted(act.get("checklist", {}).items())]
            + [f"compared {plain(field)}" for field in act.get("blind_fields", [])])


def signed_text(kind, register, body, area, name, act, ref, tree, expires, settles=None, v=1, reads=None):
    """What a person had before his eyes when he signed, made from the event alone, and where it
    settles a change, from that."""
    lines = [f"liuhen-{kind} v{min(v, FORM)}", f"origin liuhen/{register.hex()}/acts"]
    # What begins a matter knows neither its id nor its name.
    if name != "proposed" and "ref_" not in act:
        lines.append(f"matter {body['matter']}")
        if ref is not None:
            lines.append(f"ref {plain(ref)}")
    if body["seen"] is not None:
        lines.append(f"revision {plain(body['seen'])}")
    said = SAID.get((name, act.get("first") or act.get("completes")), name)
    if name == "at_once":
        said += "_reported" if act["note"].get("to") else "_seen"
    lines.append(f"act {area}.{said}")
    name = name if area in SPOKEN else None
    if name == "confirmed":
        lines += answers(act) + [f"remark {hashed(act['remark'])}"]
    elif name == "disputed":
        lines += answers(act)
    elif area == "record" and name == "resolved":
        lines += answers(act) + [f"outcome {'confirm' if act['confirm'] else 'return'}"]
    elif name == "returned":
        lines += [f"incomplete {plain(reason['field'])}" for reason in act["reasons"]]
    elif name in ("change_confirmed", "change_refused"):
        lines.append(f"change {act['number']}")
    elif name in ("other_person", "recusal_lifted"):
        lines += [f"of {plain(person)}" for person in [act["person"], *act.get("also", [])]]
        lines += [f"completes {str(act['completes']).lower()}"]
    elif name in ("recusal_ordered", "same_person", "identity_hand", "identity_refused", "member_recused",
                  "attended", "left"):
        lines.append(f"of {plain(act.get('person') or act.get('asker') or act.get('member'))}")
    elif name == "at_once":
        lines += [f"to {plain(code)}" for code in act["note"].get("to", [])]
    elif name == "answered":
        lines.append(f"decision {act['decision']}")
    elif name == "passed_up":
        lines.append(f"level {plain(act['level'])}")
    elif name == "applied":
        application = act["application"]
        lines += [f"record {application['record']}", f"committee {plain(application['committee'])}"]
    elif name == "planned":
        lines += [f"committee {plain(act['committee'])}", f"chair {plain(act['chair'])}"]
    elif name == "placed":
        lines.append(f"meeting {act['meeting']}")
    elif name == "vote_opened":
        lines += [f"chair {plain(act['chair'])}"]
        lines += [f"{what} {plain(person)}" for what in ("present", "recused") for person in act[what]]
    elif name == "closed":
        lines.append(f"minutes {hashed(act['minutes'])}")
    elif name == "to_full_committee":
        lines.append(f"committee {plain(act['committee'])}")
    elif name == "feedback":
        lines.append(f"executed {str(act['executed']).lower()}")
    elif name == "void_hand":
        lines.append(f"reason {hashed(act['reason'])}")
    elif name in ("voted", "written_vote"):
        if name == "written_vote":
            lines.append(f"member {plain(act['member'])}")
        lines += [f"vote {act['vote']}", f"opinion {hashed(act['opinion'])}"]
        if name == "written_vote":
            lines += [f"material {plain(act['material'])}", f"counted {str(act['counted']).lower()}"]
    elif name == "vote_closed":
        count = " ".join(f"{word.strip('_')} {act[word]}" for word in ("total", "needed", "for_", "against", "other"))
        lines += [f"outcome {act['outcome']}", f"count {count}"]
    elif name == "decided":
        lines += [f"number {plain(act['number'])}", f"decision {hashed(act['text'])}"]
    elif name == "proposed":
        lines += change_lines(act["change"])
    elif name in ("proposal_confirmed", "proposal_refused") and settles:
        lines += change_lines(settles)
    elif area == "item" and name == "noticed":
        lines.append(f"notice {hashed(act['text'])}")
    # To which opening of a vote, which request or which order it belongs.
    if name and act.get("upon") is not None:
        lines.append(f"upon {plain(act['upon'])}")
    if v > 1:
        lines.append(f"whole {whole(body['act'])}")
    lines += [f"person {plain(body['actor']['person'])}", f"tree {tree}"]
    if v > 1:
        lines.append(f"reads {reads}")
    lines += [f"nonce {body['command']}", f"expires {expires}"]
    return "\n".join(lines) + "\n"


def strings(data, count):
    """The first strings of an SSH structure, each after its length, and what follows them."""
    found = []
    for _ in range(count):
        end = 4 + int.from_bytes(data[:4], "big")
        if len(data) < max(end, 4):
            raise ValueError
        found.append(data[4:end])
        data = data[end:]
    return found, data


BEGIN, END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"


def armor(text, v):
    """The first armored block, in lines of 70 characters. From version 4 on it is all there is, letter for
    letter; before, what stood around it and blanks within it were left out."""
    inside = re.search(f"{BEGIN}(.*?){END}", text, re.DOTALL)
    letters = "".join(c for c in inside[1] if not c.isspace() or c in "\x1c\x1d\x1e\x1f") if inside else ""
    made = "\n".join([BEGIN, *re.findall(".{1,70}", letters, re.DOTALL), END, ""])
    if not 0 < len(letters) <= 8192 or v > 3 and made != text:
        raise ValueError
    return made


def sshsig_key(armored):
    """The key that claims to have made an SSHSIG (PROTOCOL.sshsig), as in a .pub file, and whether its
    token says that it checked the person: flags 1 touched, 4 checked, before a counter of four bytes."""
    data = base64.b64decode("".join(armored.splitlines()[1:-1]), validate=True)
    (key, _, reserved, _, made), rest = strings(data[10:], 5)
    (kind, values), flags = strings(made, 2)
    on_token, count = KINDS.get(kind.decode("ascii"), (None, 1))
    parts, more = strings(key, count)
    if data[:10] != b"SSHSIG\0\0\0\1" or reserved or rest or more or kind != parts[0] or not point_sound(parts):
        raise ValueError
    if len(flags) != (5 if on_token else 0):
        raise ValueError
    if b"ed25519" in kind:
        # Another number of the same rest fits as well; only the least one is a signature (RFC 8032, 5.1.7).
        if len(values) != 64 or not ed25519_point(values[:32]) or int.from_bytes(values[32:], "little") >= ORDER:
            raise ValueError
    else:
        numbers, more = strings(values, 2)
        # A number has a byte more where it would else be read as less than nothing, and no other.
        spelt = [(int.from_bytes(n, "big").bit_length() + 8) // 8 == len(n) for n in numbers]
        if more or not all(spelt) or not all(0 < int.from_bytes(n, "big") < P256_ORDER for n in numbers):
            raise ValueError
    return f"{kind.decode()} {base64.b64encode(key).decode()}", on_token and flags[0] & 5 == 5


def point_sound(parts):
    """Whether a key, in its parts, is a point of its curve, written in the one way in which it is. Of
    Ed25519 no point of small order is a key: under it a signature fits any text, and nobody needs its
    other half."""
    if len(parts) < 2 or b"ed25519" in parts[0]:
        return len(parts) > 1 and ed25519_point(parts[1])
    x, y = (int.from_bytes(parts[2][at:at + 32], "big") for at in (1, 33))
    on_curve = max(x, y) < P256 and (y * y - x * x * x + 3 * x - P256_B) % P256 == 0
    return parts[1] == b"nistp256" and len(parts[2]) == 65 and parts[2][0] == 4 and on_curve


def sshsig_good(key, namespace, signature, text):
    with tempfile.TemporaryDirectory() as place:
        allowed, made = os.path.join(place, "allowed_signers"), os.path.join(place, "signature")
        with open(allowed, "w", encoding="ascii") as file:
            file.write(f'signer namespaces="{namespace}" {key}\n')
        with open(made, "w", encoding="utf-8") as file:
            file.write(signature)
        line = ["ssh-keygen", "-Y", "verify", "-f", allowed, "-I", "signer", "-n", namespace, "-s", made]
        return subprocess.run(line, input=text.encode(), capture_output=True, check=False).returncode == 0


def key_sound(line, kinds=KINDS):
    """Whether a line is a key as in a .pub file, of one of these kinds, under which nobody signs but its owner."""
    try:
        kind, letters = line.split()[:2]
        parts, more = strings(base64.b64decode(letters, validate=True), kinds[kind][1])
        return parts[0] == kind.encode() and not more and point_sound(parts)
    except (ValueError, KeyError):
        return False


def own_key(act):
    """The person whose own key an act proposes, or None."""
    key = act.get("change", {}).get("key", {})
    return key["person"] if key.get("use_") == "own" else None


def own_anew(act, person):
    return own_key(act) is not None and own_key(act) == person


class People:
    """Who could sign with what, as the log of acts itself says, event by event."""

    def __init__(self, register, training):
        self.register, self.training = register, training
        self.least, self.keys, self.proposals, self.refs, self.witnesses = {}, {}, {}, {}, {}
        self.people = {}
        self.on, self.signed = {}, set()
        self.log_keys, self.witnessed, self.problems, self.levels = [], [], [], [0, 0, 0, 0]
        self.kept = set()  # Which witness's signature of which head.
        self.heads, self.outside = set(), set()  # Which key signed which head, in the organ and outside.
        self.commands, self.claims, self.v = set(), [], 1
        self.acts = None  # What people did, as it stands before the act that is looked at.

    def reports(self, logs, heads, receipts, leaves):
        """Both verdicts. `logs` are roots by size of the logs without a wrong event."""
        # Whoever signed an act named where the log stood: each of these roots must be its own.
        self.problems += [{"seq": seq, "code": "tree"} for seq, log, size, root in self.claims
                          if log in logs and (size >= len(logs[log]) or logs[log][size].hex() != root)]
        self.problems.sort(key=lambda problem: problem["seq"])
        signatures = {"good": sum(self.levels), "levels": self.levels, "problems": self.problems,
                      "sound": not self.problems}
        kept = [{"what": head["name"], "code": checkpoint_says(head, self.log_keys)} for head in heads]
        kept += [{"what": name, "code": receipt_says(file, self.register, leaves, self.log_keys)}
                 for name, file in receipts]
        newest = max(self.witnessed, key=lambda each: each[1], default=None)
        newest = newest and {"name": newest[0], "at_ms": newest[1], "size": newest[2]}
        good = all(each["code"] in ("note_good", "note_bare", "receipt_good") for each in kept)
        return signatures, {"kept": kept, "witness": newest, "sound": good}

    def take(self, seq, body, time_ms, roots):
        try:
            (area, inner), = body["act"].items()
            (name, act), = inner.items() if isinstance(inner, dict) else ((inner, {}),)
            # In one log the version never goes down: what was asked once is asked for ever.
            if not self.v <= body["v"] <= NEWEST:
                self.problems.append({"seq": seq, "code": "version"})
            self.v = max(self.v, body["v"])
            code = self.hand_wrong(seq, time_ms, body, area, name, act)
            self.problems += [{"seq": seq, "code": code}] * bool(code)
            if "ref_" in act:
                self.refs.setdefault(body["matter"], act["ref_"])
            self.apply(seq, body, area, name, act, time_ms, roots)
            record = act.get("application", act).get("record")
            if isinstance(record, str):
                self.on.setdefault(body["matter"], record)
            if body["hand"] and isinstance(body["actor"], dict):
                self.signed.add((self.on.get(body["matter"], body["matter"]), body["actor"]["person"]))
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
            self.problems.append({"seq": seq, "code": "body"})

    def apply(self, seq, body, area, name, act, time_ms, roots):
        """What changes for those who sign later."""
        if area == "organ" and name == "founded" and seq == 0:
            self.least = act["founding"]["policy"].get("signature", {})
            self.people = {person["id"]: dict(person) for person in act["founding"]["people"]}
        elif area == "organ" and name == "proposed" and isinstance(body["actor"], dict):
            self.proposals.setdefault(body["matter"], {
                "change": act["change"], "by": body["actor"]["person"], "open": True})
        elif area == "organ" and name == "proposal_refused":
            self.proposals.get(act["proposal"], {})["open"] = False
        elif area == "organ" and name == "proposal_confirmed" and self.open(act["proposal"]):
            self.proposals[act["proposal"]]["open"] = False
            for what, change in self.proposals[act["proposal"]]["change"].items():
                if what == "policy":
                    self.least = change["policy"].get("signature", {})
                elif what == "person":
                    self.people[change["person"]["id"]] = dict(change["person"])
                elif what in ("active", "roles") and change["person"] in self.people:
                    self.people[change["person"]][what] = change[what]
                elif what == "witness":
                    self.witnesses[change["name"]] = " ".join(change["key"].split()[:2])
                elif what == "key" and change["key"].split()[0] in KINDS:
                    own = change["use_"] == "own"
                    for key in self.keys.values():
                        # A person has one own key: the next ends the one before it.
                        key["revoked"] |= own and key["own"] and key["person"] == change["person"]
                    self.keys[" ".join(change["key"].split()[:2])] = {
                        "person": change["person"], "own": own, "revoked": False}
                elif what == "key_revoked":
                    for line, key in self.keys.items():
                        key["revoked"] |= fingerprint(line) == change["fingerprint"]
        elif area == "evidence" and name == "log_key":
            if self.v > 6 and not key_sound(act["public"], {"ssh-ed25519": KINDS["ssh-ed25519"]}):
                self.problems.append({"seq": seq, "code": "unsound_key"})
            self.log_keys.append(act["public"])
        elif area == "evidence" and name == "witnessed":
            size, root = act["acts"]["size"], act["acts"]["root"]
            key = self.witnesses.get(act["witness"], "")
            code = None if size <= seq and re.fullmatch("[0-9a-f]{64}", root) else "tree"
            code = code or self.signature_wrong(key, "checkpoint", act["signature"],
                                                checkpoint_text(self.register, "acts", size, bytes.fromhex(root)))
            # Before version 7 it was not asked whether a witness's signature stands there once.
            again = self.v > 6 and (act["witness"], size, root) in self.kept
            code = code or ("repeated" if again or (key, size, root) in self.heads else None)
            self.problems += [{"seq": seq, "code": code}] * bool(code)
            if not code:
                self.outside.add((key, size, root))
                self.kept.add((act["witness"], size, root))
                self.claims.append((seq, "acts", size, root))
                if roots[size].hex() == root:
                    self.witnessed.append((act["witness"], time_ms, size))

    def hand_wrong(self, seq, time_ms, body, area, name, act):
        """Why the hand under an act does not hold, as a code, or None."""
        kind, hand, least = kind_of(self.v, area, name, act), body["hand"], 0
        if area == "organ" and seq > 0 and not self.could(body, name, act):
            return "order"
        change = act.get("change", {}) if area == "organ" else {}
        # A witness is ended by no key.
        proposed = [change[what]["key"] for what in ("key", "witness") if what in change]
        proposed = [line for line in proposed if line or "witness" not in change]
        if self.v > 5 and not all(map(key_sound, proposed)):
            return "unsound_key"
        if not kind:
            return "stray" if hand else None
        if not isinstance(body["actor"], dict):
            return "key"
        if not self.training:
            least = self.least.get(kind, 0)
            if kind == "change":
                least = self.least_of_change(body["actor"]["person"], least, act)
            elif name == "recusal_declared":
                # Whoever signed nothing here gave no hand that his recusal could take away.
                signed = self.v > 3 and (body["matter"], body["actor"]["person"]) in self.signed
                least = min(least, self.best(body["actor"]["person"], 2 if signed else least))
        if not hand:
            return "below" if least else None
        if body["command"] in self.commands:
            return "repeated"
        self.commands.add(body["command"])
        if kind == "checkpoint":
            size, root = act["acts"]["size"], act["acts"]["root"]
            self.claims.append((seq, "reads", act["reads"]["size"], act["reads"]["root"]))
            text = checkpoint_text(self.register, "acts", size, bytes.fromhex(root))
        else:
            last = re.search(r"^tree (0|[1-9]\d*) ([0-9a-f]{64})\n(?:reads (0|[1-9]\d*) ([0-9a-f]{64})\n)?nonce \S+\n"
                             r"expires (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00)\n\Z", hand["challenge"], re.MULTILINE)
            if not last:
                return "text"
            if time_ms > datetime.datetime.fromisoformat(last[5]).timestamp() * 1000:
                return "late"
            size, root, tree, reads = int(last[1]), last[2], f"{last[1]} {last[2]}", f"{last[3]} {last[4]}"
            text = signed_text(kind, self.register, body, area, name, act, self.refs.get(body["matter"]), tree,
                               last[5], self.proposals.get(act.get("proposal"), {}).get("change"), self.v, reads)
        if hand["challenge"] != text:
            return "text"
        if size > seq:
            return "tree"
        # Since version 9 nobody signs before what he answers was there; of a change of the organ since version 10.
        bound = self.v > (9 if kind == "change" else 8) and kind != "checkpoint"
        if bound and self.acts and size <= self.acts.signed_after(area, name, act, body["matter"]):
            return "stale"
        self.claims.append((seq, "acts", size, root))
        if kind != "checkpoint" and self.v > 1:
            self.claims.append((seq, "reads", int(last[3]), last[4]))
        try:
            line, checked = sshsig_key(armor(hand["signature"], self.v))
        except (ValueError, TypeError):
            return "signature"
        key = self.keys.get(line)
        if not key or key["person"] != body["actor"]["person"] or key["revoked"]:
            return "key"
        code = self.signature_wrong(line, kind, hand["signature"], text)
        if code:
            return code
        if kind == "checkpoint":
            # The three lines of a head name nobody and no occasion: one key signs each once.
            if (line, size, root) in self.heads or (line, size, root) in self.outside:
                return "repeated"
            self.heads.add((line, size, root))
        level = 1 if key["own"] else 3 if checked else 2
        if hand["level"] != level or type(hand["level"]) is not int:
            return "level"
        if level < least:
            return "below"
        self.levels[level] += 1
        return None

    def open(self, proposal):
        return self.proposals.get(proposal, {}).get("open", False)

    def administers(self, person):
        known = self.people.get(person, {})
        return known.get("active", True) and not {"SYS", "SEA", "AUD"}.isdisjoint(known.get("roles", []))

    def could(self, body, name, act):
        """Whether a change of the organ's data could be this person's act after everything before it."""
        person = body["actor"]["person"] if isinstance(body["actor"], dict) else None
        if name == "proposed":
            anew = own_anew(act, person) and person in self.people and self.people[person].get("active", True)
            return body["matter"] not in self.proposals and bool(
                anew if own_key(act) else self.administers(person))
        if name == "proposal_confirmed":
            proposal = act["proposal"]
            return proposal == body["matter"] and self.administers(person) and self.open(proposal) and self.proposals[proposal]["by"] != person
        return name == "proposal_refused" and act["proposal"] == body["matter"] and self.administers(person) and self.open(act["proposal"])

    def best(self, person, level):
        """How high this person's keys could sign; up to level 1 a login key obliges nobody."""
        mine = [(line, key) for line, key in self.keys.items() if key["person"] == person and not key["revoked"]]
        own = int(any(key["own"] for _, key in mine))
        login = [3 if line.startswith("sk-") else 2 for line, key in mine if not key["own"]]
        return own if level < 2 else max(login, default=own)

    def least_of_change(self, person, level, act):
        """Whoever has a key signs as high as the rules ask and it goes. Until two administrators have one,
        those without may act unsigned. From version 10 on another own key is signed with a key that is there, an
        administrator's, once two have one, with any of his."""
        best = self.best(person, level)
        able = sum(self.best(each, level) > 0 for each in self.people if self.administers(each))
        if own_anew(act, person):
            any_of_his = self.administers(person) and able >= 2
            return min(level, max(best, self.best(person, 2)) if any_of_his else best) if self.v > 9 else 0
        if not best and able < 2:
            return 0
        return min(level, best) if best else level

    def signature_wrong(self, key, kind, signature, text):
        try:
            signature = armor(signature, self.v)
            if not key or sshsig_key(signature)[0] != key:
                return "key"
            return None if sshsig_good(key, f"liuhen-{kind}@v1", signature, text) else "signature"
        except (ValueError, TypeError):
            return "signature"
        except FileNotFoundError:
            return "no_ssh_keygen"


def fingerprint(line):
    return "SHA256:" + base64.b64encode(sha256(base64.b64decode(line.split()[1]))).decode().rstrip("=")


# The register's own signatures: notes of c2sp.org/signed-note, Ed25519 after RFC 8032, section 5.1.

# The curve of FIPS 186-4, D.1.2.3: its field, its constant and its order.
P256 = 2**256 - 2**224 + 2**192 + 2**96 - 1
P256_B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b
P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551
P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, NEUTRAL = -121665 * pow(121666, -1, P) % P, (0, 1, 1, 0)


def point_add(one, two):
    (x1, y1, z1, t1), (x2, y2, z2, t2) = one, two
    a, b, c, d = (y1 - x1) * (y2 - x2), (y1 + x1) * (y2 + x2), 2 * t1 * t2 * D, 2 * z1 * z2
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def point_times(n, point):
    total = NEUTRAL
    while n:
        total = point_add(total, point) if n & 1 else total
        point, n = point_add(point, point), n >> 1
    return total


def point_same(one, two):
    return (one[0] * two[2] - two[0] * one[2]) % P == (one[1] * two[2] - two[1] * one[2]) % P == 0


def point_read(data):
    """Section 5.1.3: y, and which of the two x; None where no such point is."""
    y, odd = int.from_bytes(data, "little") & ((1 << 255) - 1), data[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and odd):
        return None
    x = P - x if x & 1 != odd else x
    return x, y, 1, x * y % P


def ed25519_point(data):
    """Whether a point may be a key, or the first half of a signature: there, and not of small order."""
    point = point_read(data) if len(data) == 32 else None
    return point is not None and not point_same(point_times(8, point), NEUTRAL)


def ed25519_good(key, signature, text):
    """Section 5.1.7. Points of small order are refused: under such a key a signature fits any text."""
    if len(signature) != 64 or not ed25519_point(key) or not ed25519_point(signature[:32]):
        return False
    a, r, s = point_read(key), point_read(signature[:32]), int.from_bytes(signature[32:], "little")
    if s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + text).digest(), "little") % ORDER
    base = point_read((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
    return point_same(point_times(s, base), point_add(r, point_times(k, a)))


def note_signed(text, lines, name, keys):
    """Whether a text stands under the signature of one of the keys: True, False for a signature of such
    a key that does not hold, wherever it stands, None where no such key signed."""
    for key in keys:
        told = []
        public = base64.b64decode(key.split()[1])[-32:]
        wanted = sha256(name.encode() + b"\n\1" + public)[:4]
        for line in lines:
            parts = line.split(" ")
            if len(parts) == 3 and parts[:2] == ["\u2014", name]:
                blob = base64.b64decode(parts[2], validate=True)
                # One way to write it, or one signature would stand in several forms.
                if base64.b64encode(blob).decode() != parts[2]:
                    return False
                if blob[:4] == wanted:
                    told.append(ed25519_good(public, blob[4:], text.encode()))
        if told:
            return all(told)
    return None


def checkpoint_says(head, keys):
    """Whether the register itself signed a checkpoint: a code."""
    try:
        signed = note_signed(head["text"], head["under"], head["text"].split("\n")[0], keys)
    except (ValueError, IndexError):
        signed = False
    if signed is None and head["under"]:
        return "not_signed"
    return {True: "note_good", None: "note_bare", False: "forged"}[signed]


def receipt_says(file, register, leaves, keys):
    """What became of what a receipt says: a code. All it brings along agrees: the note stands under its key,
    which is one of the register's, and so does the checkpoint that it comes with."""
    try:
        note, key = file["note"], file["key"]
        text, _, under = note.rpartition("\n\n")
        said = re.fullmatch(r"liuhen-receipt v1\nregister ([0-9a-f]{32})\nlog (acts|reads)\nseq (0|[1-9][0-9]*)\n"
                            r"leaf ([0-9a-f]{64})\ntime (0|-?[1-9][0-9]*)", text)
        if not said or said[1] != register.hex():
            return "register"
        name, leaf, seq = f"liuhen/{said[1]}/{said[2]}", bytes.fromhex(said[4]), int(said[3])
        own = " ".join(key.split()[:2])
        written = " ".join(key.split()) == key.strip()
        if not written or own not in (" ".join(one.split()[:2]) for one in keys):
            return "forged"
        if not note.endswith("\n") or not note_signed(text + "\n", under.splitlines(), name, [own]):
            return "forged"
        if "proof" in file:
            body, _, under = file["proof"]["checkpoint"].rpartition("\n\n")
            if body.split("\n")[0] != name or not note_signed(body + "\n", under.splitlines(), name, [own]):
                return "forged"
    except (ValueError, IndexError, TypeError, AttributeError):
        return "forged"
    here = leaves.get((said[2], seq))
    return "receipt_good" if here == (leaf, int(said[5])) else "receipt_missing"
