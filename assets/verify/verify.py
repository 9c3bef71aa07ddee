#!/usr/bin/env python3
"""Checks a register of liuhen without liuhen: Python's standard library and, for signatures of
people, the ssh-keygen of OpenSSH. Written from docs/log-format.md alone, to be read before it is
believed; signatures are looked at by verify_signatures.py beside it (`liuhen verify-script signatures`),
what people did by verify_acts.py (`liuhen verify-script acts`), what an act may say is the table
verify_shapes.json (`liuhen verify-script shapes`).

核验登记册，不用 liuhen 本身：只用 Python 标准库，核验个人签名时另用 OpenSSH 的 ssh-keygen。
签名由同一目录的 verify_signatures.py 核验，办理过程由 verify_acts.py 核验，正文的成员按 verify_shapes.json 核对。

    python3 verify.py [--lang zh|en] [--json] [--immutable] [--against FILE]... REGISTER
    python3 verify.py [--lang zh|en] [--json] --proof FILE [--against FILE]...

REGISTER is a register's directory or its register.db. FILE is what was kept elsewhere: checkpoints,
a checkpoint file, a receipt; without one nobody can notice that the end was cut off or that all of it
was written anew. --immutable refuses a register with commits that are not in the file yet. --proof checks
the proofs that `liuhen proof` gives, with or without their bodies, away from any register.

Five verdicts: the file as a database; the history, event by event; the signatures of people under
their acts; what they did, held to what no decision may lack; and what was kept or signed outside.

Ends with 0 sound, 4 not sound, 2 a wrong call, 1 not looked at, or not at everything.
"""
import argparse
import base64
import datetime
import hashlib
import json
import os
import re
import sqlite3
import struct
import sys
import time
import urllib.parse

try:
    import verify_signatures
except ImportError:
    verify_signatures = None
try:
    import verify_acts
except ImportError:
    verify_acts = None

try:
    # What the body of an act may hold: each type by its name. See `fits`.
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "verify_shapes.json"), encoding="utf-8") as shapes:
        SHAPES = json.load(shapes)
except (OSError, ValueError):
    SHAPES = None

LOGS = {1: "acts", 2: "reads"}
MINUTES = 300_000  # So far a clock may be off before it is remarked, in milliseconds.
MAX_VALUE = 4 << 20  # No value in a register is larger, in bytes.

# What the log's own tables and triggers are: the SHA-256 of the statement that made each, as
# docs/log-format.md prints it. An index that SQLite makes by itself has no statement.
PARTS = {
    ("table", "register"): "3f3ec84f7300d09eab8e04c80cb721a1a88d4615d45c97d171aa9330ff242070",
    ("table", "event"): "810114c017363fec38f488f4ecae7090f18d4a8eb5f769f5f864c6cdd2d8ee64",
    ("table", "frontier"): "d3d8732ee821e24de30b2c0e15767c44ed53d7f86c04db5bc274ceaa31d33e1d",
    ("table", "schema_part"): "62474dc1f82805652b9593e3d8f3f0f5f497ec2cc0703f56b01301d0661e6858",
    ("index", "sqlite_autoindex_event_1"): None,
    ("index", "sqlite_autoindex_schema_part_1"): None,
    ("trigger", "event_is_next"): "eb6e3f1feeb8c2f1fbba498b925c59071dd2f9669a01e823ccb1180c1757ddd3",
    ("trigger", "event_is_new"): "700f41ff54f9c4d90641a4bf1a23d9f911575e150e943d746929e22d85c3e0db",
    ("trigger", "event_is_not_changed"): "6aea31a42293f1026993c67980d2e1cf1fe261bad859784895fb8a46bdef0dba",
    ("trigger", "event_is_not_deleted"): "e1ba378729d0220d92d153ef5e98cb7d067a006a647ba2c553474cf2376f6791",
    ("trigger", "register_is_one"): "3b7e8708d196d8ab44bbb39fd911a0c0129597f19cacff5d3f7e370fa0c1d53d",
    ("trigger", "register_is_not_changed"): "4a565fb063917997fb2d835ae9e953c13a668d8316d2eb355d99b3576ab70a65",
    ("trigger", "register_is_not_deleted"): "6a83c6c5117bde16361d8dfd738922b6304458b12d5bff01a626824ca23a75b0",
}
# Triggers of the other tables, which only count how often a row there was changed.
COUNTS = re.compile(r"CREATE TRIGGER (matter|record|recused|concerned|knows|subject|tells|turn)_"
                    r"(added AFTER INSERT|changed AFTER UPDATE|removed AFTER DELETE) ON \1 "
                    r"BEGIN UPDATE touched SET times = times \+ 1; END")
OWN_TABLES = ("event", "frontier", "register", "schema_part")
FORM = 1  # PRAGMA user_version of a file made by the statements above.

WORDS = {
    "file": ("文件", "file"), "history": ("历史", "history"),
    "sound": ("无误", "sound"), "unsound": ("不符", "NOT SOUND"), "unseen": ("未核验", "NOT CHECKED"),
    "no_script": ("{what} 不在同一目录", "{what} is not beside this script"),
    "version": ("格式版本不认得，或低于前一条", "its version is unknown, or older than that of the event before it"),
    "ref": ("编号不合式，或已是别的事项的编号",
            "the short name that it gives is another matter's, or has not the form of one"),
    "matter": ("写在了别的事项名下", "it stands under another matter than the one it is about"),
    "command": ("同一条命令已经办过", "the same command has become an act already"),
    "order": ("此处办不成：重复、无权，或早已办结", "it could not be done here: twice, by nobody entitled, or settled before"),
    "course": ("办理", "what was done"),
    "judged": ("逐件重看了版本 2 以来的办理", "every act since version 2 was looked at again"),
    "amiss": ("办理日志第 {seq} 条办不成：{what}", "event {seq} of the acts could not have been done: {what}"),
    "actor": ("不该由登记册自己办，或只该由登记册自己办", "a person in the register's place, or the other way"),
    "state": ("事情当时不在可办这一步的状态", "the matter was not in a state for it"),
    "capacity": ("办的人没有这个身份", "whoever did it did not hold the capacity"),
    "apart": ("同一人办了不能由一人办的两步", "one person did two things that one may not do both"),
    "hands": ("人手不足", "hands are missing"),
    "answers": ("核对要点没有逐项答完", "the nine points are not all answered"),
    "input": ("这样写的不能录入：在办理之后、结束早于开始，或者所选的不在名册上",
              "nobody could have handed that in: after the act itself, ending before it begins, or of nobody in the directory"),
    "lacks": ("必须写明的没有写", "what must be said is not there"),
    "revision": ("看的不是当时的文本", "it was not the text that stood"),
    "upon": ("属于另一次表决、另一件请求、另一项回避决定、另一项变更或另一次作废",
             "it belongs to another opening of the vote, another request, order, change or voiding"),
    "kind": ("自称的不是它所办的那种事", "it calls itself another kind of act than it is"),
    "key_taken": ("这把密钥已是别人的、见证人的或登记册自己的",
                  "the key is another person's already, a witness's or the register's own"),
    "member": ("投票人不是到会而未回避的委员", "not a member who was there and not recused"),
    "count": ("计票与票不符，或票没有投完", "the count is not that of the votes, or votes were missing"),
    "acts": ("办理日志", "log of acts"), "reads": ("查阅日志", "log of reads"),
    "head": ("{log}：{size} 条，根 {root}", "{log}: {size} events, root {root}"),
    "damage": ("{log}：第 {seq} 条不符：{what}", "{log}: event {seq} is wrong: {what}"),
    "edge": ("{log}：所存的树边与事件不符", "{log}: the stored edge is not that of its events"),
    "integrity": ("数据库自检：{what}", "the database about itself: {what}"),
    "strange": ("表或触发器缺失、被改或多出：{what}", "missing, altered or foreign part: {what}"),
    "material": ("材料缺失或被改：{what}", "material missing or changed: {what}"),
    "other": ("校验点属于另一登记册：{what}", "a checkpoint of another register: {what}"),
    "later": ("末条记于 {what}，在本机现在之后：两处时钟有一处不准",
              "the last event is dated {what}, after this machine's present: one of the two clocks is wrong"),
    "ahead": ("所称到期的时刻还没有到", "a term is said to have run out at a moment that has not come yet"),
    "means": ("正式登记册上不能这样办，或者所用的是别人的密钥",
              "nobody comes to an act so on a register in service, or the key is another person's"),
    "known": ("与 {n} 个外部校验点比对", "compared with {n} checkpoints from outside"),
    "alone": ("没有给出外部校验点：末尾被截去或整体重写，单凭文件看不出",
              "no checkpoint from outside was given: a cut end or a rewritten whole cannot be noticed"),
    "header": ("头部读不出", "its header cannot be read"),
    "leaf": ("叶不是头部的杂凑值", "its leaf is not the hash of its header"),
    "commitment": ("正文被改过", "its body is not the one committed to"),
    "log": ("属于另一本日志", "it belongs to the other log"),
    "register": ("属于另一登记册", "it belongs to another register"),
    "seq": ("序号不接，缺了或重了", "it says another position: something is missing or doubled"),
    "link": ("与前一条接不上", "it does not name the event before it"),
    "time": ("时间早于前一条", "it is older than the event before it"),
    "training": ("培训与正式混在一起", "training and service are mixed"),
    "unreadable": ("存放处读不出", "it cannot be read"),
    "known_head": ("与外部校验点不符：历史有两份", "a checkpoint from outside has another root here"),
    "cut_off": ("外部校验点更长：末尾被截去，或是旧副本",
                "a checkpoint from outside is longer: the end was cut off, or this is an old copy"),
    "signatures": ("签名", "signatures"), "outside": ("外部", "outside"),
    "levels": ("有效签名 {n} 个：口令 {one}，本机密钥 {two}，验证本人的令牌 {three}",
               "{n} good signatures: {one} by passphrase, {two} by a key elsewhere, {three} by a token"),
    "hand": ("办理日志第 {seq} 条的签名：{what}", "the hand under event {seq} of the acts: {what}"),
    "body": ("正文看不懂", "its body cannot be understood"),
    "below": ("按当时的规则级别不够，或没有签名", "below the level asked for then, or nothing at all"),
    "late": ("交来时文字已过期", "its text was too old when it was handed in"),
    "repeated": ("同一签名已在册", "the same signature stands in the log already"),
    "stray": ("这一类行为本不签名", "an act of this kind is not signed"),
    "signature": ("签名不成立", "it is not this key's over this text"),
    "text": ("所签文字不是这一条的", "the text signed is not the text of this event"),
    "tree": ("所签的树根不是这份历史的", "the root that was signed is not of this history"),
    "stale": ("签名之后又办了他签时不知道的事", "signed before something was done that it answers"),
    "key": ("密钥当时不归此人或已停用", "the key was not in force for this person"),
    "unsound_key": ("不是密钥，或是谁都能以之签名的密钥", "no key, or one under which anybody could sign"),
    "forged": ("签名不成立", "the signature does not hold"),
    "level": ("签名级别不符", "its level is not what the signature shows"),
    "no_ssh_keygen": ("没有 ssh-keygen，签名未核验", "there is no ssh-keygen: the signature was not checked"),
    "kept": ("{what}：{code}", "{what}: {code}"),
    "note_good": ("登记册的签名有效", "the register's own signature holds"),
    "note_bare": ("无登记册签名", "without the register's signature"),
    "not_signed": ("有签名，但没有一个是登记册的", "signed, but not by the register"),
    "receipt_good": ("回执所述在册", "what the receipt says stands in the log"),
    "receipt_missing": ("回执所述不在册：曾经登记的已不见", "NOT in the log: what was recorded is gone"),
    "witness": ("最近的外部见证：{what}，{days} 天前，{size} 条",
                "newest witness: {what}, {days} days ago, {size} events"),
    "no_witness": ("还没有外部见证", "nobody outside has witnessed this register yet"),
    "cannot": ("无法核验：{what}", "cannot be checked: {what}"),
    "no_checkpoint": ("读不出校验点或回执：{what}", "no checkpoint or receipt that can be read: {what}"),
    "missing": ("没有 {what}", "{what} is missing"),
    "proven": ("第 {seq} 条：{what}", "event {seq}: {what}"),
    "body_there": ("在册，正文属实", "it stands there, and this is its body"),
    "body_left": ("在册，正文从略", "it stands there; its body is left out"),
    "proof_form": ("不是这种格式的证明", "not a proof of a known form"),
    "path": ("路径不通到树根", "its path does not lead to the root"),
    "not_ours": ("不是登记册", "this is not a register"),
    "newer": ("文件格式 {what}，本程序不认得", "form {what} of the file is unknown here"),
    "unmerged": ("{what} 中有尚未并入的内容", "{what} holds what is not in the file yet"),
    "changing": ("核验时文件在变，请再来一次", "the file changed meanwhile: look again"),
    "no_name": ("登记册的名字读不出", "the register's own name cannot be read"),
}


class Cannot(Exception):
    """The register cannot be looked at at all: a word and what it is about."""


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


# The tree of RFC 6962, kept as its edge: the roots of its complete subtrees, largest first.

def push(edge, size, leaf):
    """Takes the next leaf: each one at the end of `size` in binary is a subtree that is now full."""
    while size & 1:
        leaf = sha256(b"\1", edge.pop(), leaf)
        size >>= 1
    edge.append(leaf)


def root_of(edge):
    if not edge:
        return sha256()
    top = edge[-1]
    for left in reversed(edge[:-1]):
        top = sha256(b"\1", left, top)
    return top


# History: every event of a log, from the first.

HEADER = struct.Struct(">BBBB16sQ32sq32s")


def event_wrong(row, at, log, register, training, before):
    """Why an event is wrong, as a code, or None. `before` is leaf and time of the one before it."""
    seq, head, salt, leaf, body = row
    if type(seq) is not int or any(type(value) is not bytes or len(value) > MAX_VALUE for value in row[1:]):
        return "unreadable", None
    if seq != at:
        return "seq", None
    if len(head) != HEADER.size:
        return "header", None
    version, alg, its_log, flags, its_register, its_seq, link, time_ms, commitment = HEADER.unpack(head)
    checks = (
        ("header", version == 1 and alg == 1 and its_log in LOGS and flags < 4),
        ("leaf", sha256(b"\0", head) == leaf),
        ("commitment", len(salt) == 32 and sha256(b"liuhen body v1\0", salt, body) == commitment),
        ("log", its_log == log),
        ("register", its_register == register),
        ("seq", its_seq == at),
        ("link", link == before[0]),
        ("time", time_ms >= before[1]),
        ("training", flags & 1 == training),
    )
    return next((code for code, good in checks if not good), None), time_ms


def check_log(db, log, register, training, known, take):
    """Size and root of a log, or its first wrong event. `known` are (size, root) from outside; `take`
    gets every good event. `roots` are the roots the log had at every size."""
    edge, roots, before = [], [sha256()], (bytes(32), -1 << 63)

    def heads_fit():
        return all(root == roots[-1] for at, root in known if at == len(roots) - 1)

    def wrong(seq, code):
        return {"damage": {"seq": seq, "code": code}, "edge_fits": False, "roots": roots}

    if not heads_fit():
        return wrong(0, "known_head")
    try:
        rows = db.execute("SELECT seq, header, salt, leaf, body FROM event WHERE log = ? AND seq >= 0"
                          " AND seq < 9223372036854775807 ORDER BY seq", (log,))
        for row in rows:
            at = len(roots) - 1
            code, time_ms = event_wrong(row, at, log, register, training, before)
            if code:
                return wrong(at, code)
            push(edge, at, row[3])
            roots.append(root_of(edge))
            before = row[3], time_ms
            if not heads_fit():
                return wrong(at, "known_head")
            take(log, at, row[3], row[4], time_ms, roots)
    except (sqlite3.Error, OverflowError, MemoryError, UnicodeError):
        return wrong(len(roots) - 1, "unreadable")
    size = len(roots) - 1
    if max((at for at, _ in known), default=0) > size:
        return wrong(size, "cut_off")
    try:
        stored = db.execute("SELECT size, peaks FROM frontier WHERE log = ?", (log,)).fetchone() or (0, b"")
    except sqlite3.Error:
        stored = None
    return {"damage": None, "edge_fits": stored == (size, b"".join(edge)), "roots": roots, "last_ms": before[1]}


# File: what the database says of itself, and whether the log's own tables are the ones we know.

def integrity(db):
    try:
        found = [line for line, in db.execute("PRAGMA integrity_check")]
        found += [f"foreign key: {row[0]}" for row in db.execute("PRAGMA foreign_key_check")]
        return [line for line in found if line != "ok"]
    except (sqlite3.Error, UnicodeError) as error:
        return [str(error)]


def strange_parts(db):
    """Parts of the log's own tables, and triggers anywhere, that are missing, altered or foreign.
    SQLite finds a table by its name in any letters; all other tables are not believed anyway."""
    wanted, strange = dict(PARTS), set()
    try:
        for kind, name, table, sql in db.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema"):
            if kind != "trigger" and str(table).lower() not in OWN_TABLES:
                continue
            if kind == "trigger" and COUNTS.fullmatch(sql or ""):
                continue
            part = wanted.pop((kind, name), "foreign")
            if part != (sql and hashlib.sha256(sql.encode()).hexdigest()) or table not in OWN_TABLES:
                strange.add(str(name))
        # The same letters in another encoding sort in another order.
        strange.update({db.execute("PRAGMA encoding").fetchone()[0]} - {"UTF-8"})
    except (sqlite3.Error, UnicodeError) as error:
        strange.add(str(error))
    return sorted(strange | {name for _, name in wanted})


def materials_named(value, inside=""):
    """Hashes that a body names: in `attachment`, in `attachments`, and as a written vote's `material`."""
    if isinstance(value, list):
        for each in value:
            yield from materials_named(each, inside)
    elif isinstance(value, dict):
        if inside in ("attachment", "attachments") and value.get("hash") is not None:
            yield str(value["hash"])
        if inside == "written_vote":
            yield str(value.get("material", "")).strip()
        for key, each in value.items():
            yield from materials_named(each, key)


def material_is_good(directory, name):
    if not re.fullmatch("[0-9a-f]{64}", name):
        return False
    path = os.path.join(directory, "materials", name[:2], name[2:4], name)
    if os.path.islink(path) or not os.path.isfile(path):
        return False
    whole = hashlib.sha256()
    with open(path, "rb") as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            whole.update(piece)
    return whole.hexdigest() == name


# Looking at a file without changing it.

def state_of(path):
    """Length and time of the file and of what SQLite keeps beside it; a missing one is empty."""
    ends = ("", "-wal", "-journal")
    stats = [os.stat(path + end) if os.path.exists(path + end) else None for end in ends]
    return [(stat.st_size, stat.st_mtime_ns) if stat else (0, 0) for stat in stats]


def open_register(path, immutable):
    """A read-only connection. Where nothing waits beside the file, not a byte is written anywhere
    near it; otherwise SQLite has to read those files too, and locks as every reader does."""
    if not os.path.isfile(path):
        raise Cannot("missing", path)
    waiting = [path + end for end, (size, _) in zip(("", "-wal", "-journal"), state_of(path)) if end and size]
    if immutable and waiting:
        raise Cannot("unmerged", waiting[0])
    mode = "mode=ro" if waiting else "mode=ro&immutable=1"
    db = sqlite3.connect(f"file:{urllib.parse.quote(os.path.abspath(path))}?{mode}", uri=True, timeout=10)
    for setting in ("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0"):
        db.execute(f"PRAGMA {setting}")
    return db


def name_of(db):
    """Id, and 1 for a training register."""
    try:
        if db.execute("PRAGMA application_id").fetchone()[0] != 0x4C495548:
            raise Cannot("not_ours", "")
        form = db.execute("PRAGMA user_version").fetchone()[0]
        if form != FORM:
            raise Cannot("newer", form)
        register, alg, training = db.execute("SELECT id, alg, training FROM register").fetchone()
    except (sqlite3.Error, TypeError, UnicodeError):
        raise Cannot("no_name", "") from None
    if type(register) is not bytes or len(register) != 16 or alg != 1 or training not in (0, 1):
        raise Cannot("no_name", "")
    return register, training


def signature_lines(under):
    """Whether what stands under a note is an empty line and then signatures, one to each line."""
    try:
        found = [re.fullmatch("\u2014 ([^\\s+]+) ([A-Za-z0-9+/]+={0,2})", line)[2] for line in under[1:]]
        return under[0] == "" and 0 < len(found) <= 100 and all(
            len(base64.b64decode(each, validate=True)) > 4
            and base64.b64encode(base64.b64decode(each)).decode() == each for each in found)
    except (ValueError, TypeError):
        return False


def leads_to(note, proof):
    """Whether the leaf that a receipt names stands in the tree of the checkpoint beside it."""
    said = re.search("\nseq ([0-9]+)\nleaf ([0-9a-f]{64})\n", note)
    _, size, root = proof["checkpoint"].split("\n")[:3]
    path = [unhex(node) for node in proof["path"]]
    found = said and root_from(bytes.fromhex(said[2]), int(said[1]), int(size), path)
    return all(len(node) == 32 for node in path) and found == base64.b64decode(root)


def is_export(file):
    """Whether a checkpoint file has its members and no others, each of its shape."""
    def has(one, *members):
        return isinstance(one, dict) and set(one) == set(members)
    known = ("format", "key", "acts", "reads", "proofs") + ("cosigned",) * ("cosigned" in file)
    path = re.compile("[0-9a-f]{64}").fullmatch
    growths = file["proofs"] if isinstance(file["proofs"], list) else [None]
    cosigned = file.get("cosigned") or {"body": "", "path": [], "signatures": []}
    paths = [growth["path"] + [growth["root"]] for growth in growths if has(growth, "log", "size", "root", "path")]
    return (has(file, *known) and len(paths) == len(growths) and has(cosigned, "body", "path", "signatures")
            and all(growth["log"] in ("acts", "reads") and type(growth["size"]) is int and 0 <= growth["size"] < 1 << 64
                    for growth in growths)
            and all(path(node) for nodes in paths + [cosigned["path"]] for node in nodes)
            and all(has(one, "signer", "key", "signature") and all(isinstance(text, str) for text in one.values())
                    for one in cosigned["signatures"]) and isinstance(file["key"], str))


def kept_in(text, name):
    """What was kept elsewhere: checkpoints, each with the lines under it, and receipts. One checkpoint
    that cannot be read is never left out in silence: it may be the one that differs."""
    heads, receipts, wanted = [], [], 0
    if text.lstrip().startswith("{"):
        try:
            file = json.loads(text, object_pairs_hook=members)
            if file["format"] == "liuhen-receipt-1":
                if set(file) != {"format", "note", "key"} | {"proof"} & set(file) or (
                        "proof" in file and set(file["proof"]) != {"path", "checkpoint"}):
                    raise ValueError
                if "proof" in file and not leads_to(file["note"], file["proof"]):
                    raise ValueError
                receipts.append((name, file))
                text = file["proof"]["checkpoint"] if "proof" in file else ""
            elif file["format"] == "liuhen-checkpoint-1":
                cosigned = [file["cosigned"]["body"]] if file.get("cosigned") is not None else []
                if not is_export(file):
                    raise ValueError
                text = "\n".join([file["acts"], file["reads"]] + cosigned)
                wanted = 2 + len(cosigned)
        except (ValueError, KeyError, TypeError):
            raise Cannot("no_checkpoint", name) from None
    lines = text.rstrip().split("\n")
    starts = [at for at, line in enumerate(lines) if line.strip().startswith("liuhen/")]
    for at, end in zip(starts, starts[1:] + [len(lines)]):
        three = "\n".join(lines[at:at + 3])
        good = re.fullmatch(r"liuhen/([0-9a-f]{32})/(acts|reads)\n(0|[1-9][0-9]*)\n([A-Za-z0-9+/]{43}=)", three)
        root = good and base64.b64decode(good[4])
        if not good or base64.b64encode(root).decode() != good[4]:
            raise Cannot("no_checkpoint", name)
        under = "\n".join(lines[at + 3:end]).rstrip().split("\n")
        if under != [""] and not signature_lines(under):
            raise Cannot("no_checkpoint", name)
        heads.append({"name": name, "register": bytes.fromhex(good[1]), "log": good[2], "size": int(good[3]),
                      "root": root, "text": three + "\n", "under": under[1:]})
    if not heads and not receipts or len(heads) < wanted:
        raise Cannot("no_checkpoint", name)
    return heads, receipts


# Proofs: one event each, and the path from its leaf to a root (RFC 6962, section 2.1.1).

def root_from(leaf, at, size, path):
    """The root that a path leads to, or None where it is not one of this place in a tree of this size."""
    node, last, path = leaf, size - 1, list(path)
    if not 0 <= at <= last:
        return None
    while last:
        if at & 1 or at == last:
            if at & 1:
                if not path:
                    return None
                node = sha256(b"\1", path.pop(0), node)
        else:
            if not path:
                return None
            node = sha256(b"\1", node, path.pop(0))
        at, last = at >> 1, last >> 1
    return None if path else node


def unhex(text):
    """The bytes of hex as it is written: lower case, nothing between."""
    if not re.fullmatch("([0-9a-f]{2})*", text):
        raise ValueError
    return bytes.fromhex(text)


def proof_says(proof, heads):
    """What one proof shows: position, time, whether its body is there, and what is wrong, as a code."""
    wanted = {"liuhen-proof-1": {"salt", "body"}, "liuhen-proof-2": set()}
    always = {"format", "register", "log", "header", "path", "tree_size", "root"}
    try:
        if set(proof) != always | wanted[proof["format"]]:
            raise ValueError
        if type(proof["tree_size"]) is not int:
            raise ValueError
        head, leaf = unhex(proof["header"]), None
        version, alg, log, flags, register, seq, _, time_ms, commitment = HEADER.unpack(head)
        leaf, root = sha256(b"\0", head), unhex(proof["root"])
        path = [unhex(node) for node in proof["path"]]
        whole = "body" in proof
        salt = unhex(proof["salt"]) if whole else bytes(32)
        # Of another length it would be a part of the body, or the body a part of it.
        committed = not whole or len(salt) == 32 and sha256(
            b"liuhen body v1\0", salt, proof["body"].encode()) == commitment
        checks = (
            ("header", version == 1 and alg == 1 and log in LOGS and flags < 4),
            ("register", register.hex() == proof["register"] and LOGS.get(log) == proof["log"]),
            ("commitment", committed),
            ("path", all(len(n) == 32 for n in path) and root_from(leaf, seq, proof["tree_size"], path) == root),
        )
        code = next((code for code, good in checks if not good), None)
    except (ValueError, KeyError, TypeError, AttributeError, struct.error):
        return {"seq": None, "code": "proof_form", "known": False}
    ours = [each for each in heads if (each["register"], each["log"], each["size"])
            == (register, proof["log"], proof["tree_size"])]
    if not code and any(each["root"] != root for each in ours):
        code = "known_head"
    return {"seq": seq, "time_ms": time_ms, "leaf": leaf.hex(), "body": whole, "code": code, "known": bool(ours)}


def check_proofs(name, heads):
    """A file of proofs; sound where each holds, and leads to a head from outside where any was given."""
    try:
        with open(name, encoding="utf-8-sig") as file:
            document = json.load(file, object_pairs_hook=members)
        if set(document) != {"format", "proofs"} or document["format"] != "liuhen-proofs-1" or not document["proofs"]:
            raise ValueError
        told = [proof_says(proof, heads) for proof in document["proofs"]]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        raise Cannot("no_checkpoint", name) from None
    sound = all(each["code"] is None and (each["known"] or not heads) for each in told)
    return {"sound": sound, "proofs": told, "known_heads": len(heads)}


# All of it.

def check(path, heads=(), receipts=(), immutable=False, now=None):
    """Checks a register at one moment, the machine's own where none is given; the report is made of plain values."""
    now = int(time.time() * 1000) if now is None else now
    if os.path.isdir(path):
        path = os.path.join(path, "register.db")
    before, named, leaves = (state_of(path) if os.path.isfile(path) else None), set(), {}

    def take(log, seq, leaf, body, time_ms, roots):
        if receipts:
            leaves[LOGS[log], seq] = leaf, time_ms
        if log == 1:
            said = read_body(body)  # One that nobody can read names no material, and nobody signed it.
            named.update(materials_named(said))
            if people:
                people.take(seq, said, time_ms, roots)
            if course:
                course.take(seq, said, leaf.hex()[:12], time_ms)

    db = open_register(path, immutable)
    try:
        db.execute("BEGIN")
        register, training = name_of(db)
        people, logs = SHAPES and verify_signatures and verify_signatures.People(register, training), {}
        course = SHAPES and verify_acts and verify_acts.Acts(None if training else now, SHAPES)
        if people:
            people.acts = course
        for log, name in LOGS.items():
            ours = [head for head in heads if (head["register"], head["log"]) == (register, name)]
            known = [(head["size"], head["root"]) for head in ours]
            logs[name] = check_log(db, log, register, training, known, take)
        file = {"integrity": integrity(db), "strange_parts": strange_parts(db)}
    finally:
        db.close()
    if os.path.exists(path) and before[0] != state_of(path)[0]:
        raise Cannot("changing", "")
    file["materials"] = sorted(name for name in named if not material_is_good(os.path.dirname(path), name))
    file["sound"] = not any(file.values())
    whole = {name: log["roots"] for name, log in logs.items() if not log["damage"]}
    history = {
        "heads": [{"log": name, "size": len(roots) - 1, "root": roots[-1].hex()} for name, roots in whole.items()],
        "acts_damage": logs["acts"]["damage"], "reads_damage": logs["reads"]["damage"],
        "edges": [name for name in whole if not logs[name]["edge_fits"]],
        "known_heads": len(heads),
        "ahead": max((log["last_ms"] for log in logs.values() if not log["damage"] and not training
                      and log["last_ms"] > now + MINUTES), default=None),
        "other_registers": sorted({head["text"].split("\n")[0] for head in heads if head["register"] != register}),
    }
    history["sound"] = len(whole) == 2 and not history["edges"] and not history["other_registers"]
    signatures, outside = people.reports(whole, heads, receipts, leaves) if people else (None, None)
    course = course and course.report()
    parts = {"file": file, "history": history, "signatures": signatures, "course": course, "outside": outside}
    sound = all(part["sound"] for part in parts.values() if part)
    return {"sound": sound if people and course or not sound else None, **parts}


def members(pairs):
    """The members of an object, each there once."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError
    return dict(pairs)


def strict(_):
    """What no body holds: what is no number."""
    raise ValueError


def whole_number(digits):
    """A whole number as a body may hold one; another reads as what is none."""
    number = int(digits)
    return number if digits != "-0" and -1 << 63 <= number < 1 << 64 else float("nan")


def other_number(digits):
    """One that is not whole: only rules of a later program hold it."""
    return float(digits) if abs(float(digits)) < float("inf") else strict(digits)


def read_body(body):
    """The body of an act, or None for one that nobody can read: no JSON, half a letter, lists in lists without
    end, or a member that its act does not have, or of another form."""
    try:
        said = json.loads(body.decode(), object_pairs_hook=members, parse_constant=strict, parse_int=whole_number,
                          parse_float=other_number)
        json.dumps(said, ensure_ascii=False).encode()
        return said if deep(said) < 128 and (SHAPES is None or fits(said, "Body")) else None
    except (ValueError, RecursionError):
        return None


def deep(value):
    """How many lists and objects stand in each other."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if parts is None else 1 + max(map(deep, parts), default=0)


def day(text):
    """A day that there is. The calendar comes again after four hundred years, and in the year 0 there was one."""
    year, month, date = (int(part) for part in text.split("-"))
    return datetime.date(2000 + year % 400, month, date)


def is_day(text, after=""):
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d" + after, text, re.ASCII) and day(text[:10]))
    except ValueError:
        return False


CLOCK = r"T([01]\d|2[0-3])(:[0-5]\d){2}(\.(?!000)\d{3})?\+08:00"
LEAVES = {
    "str": lambda text: True,
    "uuid": lambda text: re.fullmatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text),
    "date": is_day,
    "time": lambda text: is_day(text, CLOCK),
}
SIZES = {"u8": (0, 1 << 8), "u32": (0, 1 << 32), "u64": (0, 1 << 64), "i32": (-1 << 31, 1 << 31), "i64": (-1 << 63, 1 << 63)}


def fits(value, shape):
    """Whether a value has a shape: `str`, `bool`, `u8` and the like; `[S]` a list, `{S}` an object of any keys,
    `(S,S)` a list of so many, `S|null`; or a type of SHAPES. Of its names those are members, and what ends in `?`
    is left out rather than written as nothing; after `=` stands a code, with what it has behind it; after `~` a
    rule, beside which a later program may have others."""
    if shape.endswith("|null"):
        return value is None or fits(value, shape[:-5])
    if shape in LEAVES:
        return isinstance(value, str) and bool(LEAVES[shape](value))
    if shape in SIZES:
        least, end = SIZES[shape]
        return type(value) is int and least <= value < end
    if shape == "bool":
        return isinstance(value, bool)
    if shape[0] == "[":
        return isinstance(value, list) and all(fits(each, shape[1:-1]) for each in value)
    if shape[0] == "(":
        places = shape[1:-1].split(",")
        return isinstance(value, list) and len(value) == len(places) and all(map(fits, value, places))
    if shape[0] == "{":
        return isinstance(value, dict) and all(fits(each, shape[1:-1]) for each in value.values())
    names = SHAPES[shape]
    first = min(names)[0]
    if first == "=":
        if isinstance(value, str):
            return names.get("=" + value, "") is None
        (code, behind), = value.items() if isinstance(value, dict) and len(value) == 1 else (("", None),)
        return bool(names.get("=" + code)) and fits(behind, names["=" + code])
    if not isinstance(value, dict):
        return False
    if first == "~":
        return all(fits(each, names["~" + key]) for key, each in value.items() if "~" + key in names)
    said = {key: key if key in names else key + "?" for key in value}
    return all(name in names and fits(value[key], names[name]) and (name == key or value[key] not in nothing(names[name]))
               for key, name in said.items()) and all(name in value for name in names if name[-1] != "?")


def nothing(shape):
    """What is left out rather than written."""
    return [None] if shape.endswith("|null") else ["", [], {}, False]


def clean(text):
    """Names from a file may hold what would move a terminal's cursor."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in str(text))


def say(lang, word, **values):
    values = {name: clean(value) for name, value in values.items()}
    return WORDS[word][0 if lang == "zh" else 1].format(**values)


def findings(report, lang):
    """Each verdict with its lines."""
    file, history = report["file"], report["history"]
    lines = [say(lang, "integrity", what=what) for what in file["integrity"]]
    lines += [say(lang, "strange", what=what) for what in file["strange_parts"]]
    lines += [say(lang, "material", what=what) for what in file["materials"]]
    yield "file", file["sound"], lines
    lines = [say(lang, "head", log=say(lang, head["log"]), size=head["size"], root=head["root"])
             for head in history["heads"]]
    for name in LOGS.values():
        damage = history[f"{name}_damage"]
        if damage:
            lines.append(say(lang, "damage", log=say(lang, name), seq=damage["seq"], what=say(lang, damage["code"])))
    lines += [say(lang, "edge", log=say(lang, name)) for name in history["edges"]]
    lines += [say(lang, "other", what=what) for what in history["other_registers"]]
    if history["ahead"]:
        seconds = min(history["ahead"] // 1000, 253_370_764_800)
        lines.append(say(lang, "later", what=time.strftime("%Y-%m-%d %H:%M", time.gmtime(seconds + 8 * 3600))))
    lines.append(say(lang, "known", n=history["known_heads"]) if history["known_heads"] else say(lang, "alone"))
    yield "history", history["sound"], lines
    signatures, outside = report["signatures"], report["outside"]
    course = report["course"]
    if course:
        lines = [say(lang, "amiss", seq=each["seq"], what=say(lang, each["code"])) for each in course["problems"]]
        yield "course", course["sound"], lines or [say(lang, "judged")]
    else:
        yield "course", None, [say(lang, "no_script", what="verify_acts.py, verify_shapes.json")]
    if not signatures:
        yield "signatures", None, [say(lang, "no_script", what="verify_signatures.py, verify_shapes.json")]
        return
    _, one, two, three = signatures["levels"]
    lines = [say(lang, "levels", n=signatures["good"], one=one, two=two, three=three)]
    lines += [say(lang, "hand", seq=each["seq"], what=say(lang, each["code"])) for each in signatures["problems"]]
    yield "signatures", signatures["sound"], lines
    lines = [say(lang, "kept", what=each["what"], code=say(lang, each["code"])) for each in outside["kept"]]
    newest = outside["witness"]
    days = newest and max(0, int(time.time() * 1000) - newest["at_ms"]) // 86_400_000
    lines.append(say(lang, "no_witness") if not newest else
                 say(lang, "witness", what=newest["name"], days=days, size=newest["size"]))
    yield "outside", outside["sound"], lines


def tell_proofs(report, asked):
    if asked.json:
        print(json.dumps(report))
    else:
        for each in report["proofs"]:
            word = each["code"] or ("body_there" if each["body"] else "body_left")
            print("  " + say(asked.lang, "proven", seq=each["seq"], what=say(asked.lang, word)))
        print(say(asked.lang, "known", n=report["known_heads"]) if report["known_heads"] else say(asked.lang, "alone"))
        print(say(asked.lang, "sound" if report["sound"] else "unsound"))
    return 0 if report["sound"] else 4


def main():
    line = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    line.add_argument("register", metavar="REGISTER", nargs="?")
    line.add_argument("--proof", metavar="FILE")
    line.add_argument("--lang", choices=("zh", "en"), default="zh")
    line.add_argument("--json", action="store_true")
    line.add_argument("--immutable", action="store_true")
    line.add_argument("--against", metavar="FILE", action="append", default=[])
    asked = line.parse_args()
    if bool(asked.register) == bool(asked.proof):
        line.error("REGISTER, or --proof FILE")
    heads, receipts = [], []
    for name in asked.against:
        try:
            with open(name, encoding="utf-8-sig") as file:
                more = kept_in(file.read(), name)
            heads, receipts = heads + more[0], receipts + more[1]
        except (OSError, UnicodeError, Cannot):
            print(say(asked.lang, "no_checkpoint", what=name), file=sys.stderr)
            return 2
    try:
        if asked.proof:
            return tell_proofs(check_proofs(asked.proof, heads), asked)
        report = check(asked.register, heads, receipts, asked.immutable)
    except Cannot as stop:
        word, what = stop.args
        print(say(asked.lang, "cannot", what=say(asked.lang, word, what=what)), file=sys.stderr)
        return 1
    except (sqlite3.Error, OSError) as error:
        print(say(asked.lang, "cannot", what=error), file=sys.stderr)
        return 1
    if asked.json:
        print(json.dumps(report))
    else:
        for word, sound, lines in findings(report, asked.lang):
            verdict = {True: "sound", False: "unsound", None: "unseen"}[sound]
            print(say(asked.lang, word) + ": " + say(asked.lang, verdict))
            for each in lines:
                print("  " + each)
    return {True: 0, False: 4, None: 1}[report["sound"]]


if __name__ == "__main__":
    sys.exit(main())
