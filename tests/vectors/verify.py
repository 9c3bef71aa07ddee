#!/usr/bin/env python3
"""Checks both logs of a register file with nothing but Python: verify.py REGISTER.DB

A second implementation of the check, written from docs/log-format.md alone. Prints one line for
each log, `acts 12 <root>` or `acts WRONG <position>`, and ends with 1 when something is wrong.
"""
import sqlite3
import struct
import sys

from make import commit, leaf, root

HEADER = ">BBBB16sQ32sq32s"


def check(db, log, register, training):
    leaves, prev, last = [], bytes(32), None
    rows = db.execute("SELECT seq, header, salt, leaf, body FROM event WHERE log = ? ORDER BY seq", (log,))
    for at, (seq, head, salt, stored, body) in enumerate(rows):
        if len(head) != 100 or seq != at or leaf(head) != stored:
            return at, None
        version, alg, its_log, flags, its_register, its_seq, its_prev, time_ms, its_body = struct.unpack(HEADER, head)
        good = (
            (version, alg, its_log, its_register) == (1, 1, log, register)
            and flags in (training, training | 2)
            and (its_seq, its_prev) == (at, prev)
            and (last is None or time_ms >= last)
            and commit(salt, body) == its_body
        )
        if not good:
            return at, None
        leaves.append(stored)
        prev, last = stored, time_ms
    return len(leaves), root(leaves)


def main(path):
    db = sqlite3.connect(path)
    register, training = db.execute("SELECT id, training FROM register").fetchone()
    wrong = False
    for log, name in ((1, "acts"), (2, "reads")):
        size, top = check(db, log, register, training)
        wrong = wrong or top is None
        print(name, f"WRONG {size}" if top is None else f"{size} {top.hex()}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
