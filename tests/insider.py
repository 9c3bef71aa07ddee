#!/usr/bin/env python3
"""What somebody with the file in his hands can do to a register, in plain Python from docs/log-format.md.

    insider.py REGISTER.DB edit SEQ OLD NEW     change words in a body and compute everything after it anew
    insider.py REGISTER.DB byte SEQ OLD NEW     change words in a body and nothing else
    insider.py REGISTER.DB cut SIZE             keep the first SIZE events
    insider.py REGISTER.DB cut_reads SIZE       keep the first SIZE events of the log of reads
    insider.py REGISTER.DB drop SEQ             take one event out and compute everything after it anew
    insider.py REGISTER.DB swap SEQ             let SEQ and SEQ+1 change places, nothing computed
    insider.py REGISTER.DB renumber SEQ TO      say that SEQ stands at TO
    insider.py REGISTER.DB backdate SEQ MS      set the time of one event, everything after it anew
    insider.py REGISTER.DB append BODY          append an event that nobody did, as good as any other
    insider.py REGISTER.DB forget               let the program believe that its tables are of an older one
    insider.py REGISTER.DB find WORDS           print the last SEQ with these words in its body, and how many events there are

The triggers that refuse such changes are dropped first and put back afterwards, so that nothing shows.
"""
import hashlib, os, sqlite3, struct, sys


def h(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def commit(salt, body):
    return h(b"liuhen body v1\0", salt, body)


def peaks(leaves):
    out = []
    for n, leaf in enumerate(leaves):
        top = leaf
        while n & 1:
            top = h(b"\1", out.pop(), top)
            n >>= 1
        out.append(top)
    return b"".join(out)


def chained(events):
    """Positions, links, commitments and leaves as they follow from the rest."""
    done, prev = [], bytes(32)
    for seq, (header, salt, body) in enumerate(events):
        header = header[:20] + struct.pack(">Q", seq) + prev + header[60:68] + commit(salt, body)
        prev = h(b"\0", header)
        done.append((seq, header, salt, prev, body))
    return done


def main(path, what, *args):
    db = sqlite3.connect(path, isolation_level=None)
    if what == "find":
        found = db.execute("SELECT seq, body FROM event WHERE log = 1 ORDER BY seq").fetchall()
        print(max(seq for seq, body in found if args[0].encode() in body), len(found))
        return
    if what == "forget":
        db.execute("UPDATE schema_part SET sha256 = zeroblob(32) WHERE part = 'tables'")
        return
    triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    db.execute("BEGIN IMMEDIATE")
    for name, _ in triggers:
        db.execute(f"DROP TRIGGER {name}")
    log = 2 if what == "cut_reads" else 1
    rows = db.execute("SELECT header, salt, body FROM event WHERE log = ? ORDER BY seq", (log,)).fetchall()
    at = -1 if what == "append" else int(args[0])
    if what == "byte":
        body = rows[at][2].replace(args[1].encode(), args[2].encode(), 1)
        assert body != rows[at][2]
        db.execute("UPDATE event SET body = ? WHERE log = 1 AND seq = ?", (body, at))
    elif what == "swap":
        aside = 10**9
        for old, new in ((at, aside), (at + 1, at), (aside, at + 1)):
            db.execute("UPDATE event SET seq = ? WHERE log = 1 AND seq = ?", (new, old))
    elif what == "renumber":
        db.execute("UPDATE event SET seq = ? WHERE log = 1 AND seq = ?", (int(args[1]), at))
    else:
        if what == "edit":
            header, salt, body = rows[at]
            other = body.replace(args[1].encode(), args[2].encode())
            assert other != body, "these words are not in that body"
            rows[at] = (header, salt, other)
        elif what == "append":
            rows.append((rows[-1][0], os.urandom(32), args[0].encode()))
        elif what in ("cut", "cut_reads"):
            rows = rows[:at]
        elif what == "drop":
            del rows[at]
        elif what == "backdate":
            header, salt, body = rows[at]
            rows[at] = (header[:60] + struct.pack(">q", int(args[1])) + header[68:], salt, body)
        else:
            sys.exit(__doc__)
        events = chained(rows)
        db.execute("DELETE FROM event WHERE log = ?", (log,))
        db.executemany(
            f"INSERT INTO event (log, seq, header, salt, leaf, body) VALUES ({log}, ?, ?, ?, ?, ?)",
            events,
        )
        # A log without events has no edge.
        db.execute("DELETE FROM frontier WHERE log = ?", (log,))
        if events:
            edge = peaks([e[3] for e in events])
            db.execute("INSERT INTO frontier (log, size, peaks) VALUES (?, ?, ?)", (log, len(events), edge))
    for _, sql in triggers:
        db.execute(sql)
    db.execute("COMMIT")
    db.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
