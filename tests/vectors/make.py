#!/usr/bin/env python3
"""Writes v1.json: fixed inputs, and what docs/log-format.md makes of them.

A second implementation, written from the format alone and by the recursive definitions of
RFC 6962, sharing no code with the program. Prints to standard output.
"""
import base64
import hashlib
import json
import struct

REGISTER = bytes(range(16))


def h(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def commit(salt, body):
    return h(b"liuhen body v1\0", salt, body)


def header(log, flags, seq, prev, time_ms, body):
    out = struct.pack(">BBBB16sQ32sq32s", 1, 1, log, flags, REGISTER, seq, prev, time_ms, body)
    assert len(out) == 100
    return out


def leaf(head):
    return h(b"\0", head)


def split(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def root(d):
    if not d:
        return h()
    if len(d) == 1:
        return d[0]
    k = split(len(d))
    return h(b"\1", root(d[:k]), root(d[k:]))


def inclusion(m, d):
    if len(d) == 1:
        return []
    k = split(len(d))
    if m < k:
        return inclusion(m, d[:k]) + [root(d[k:])]
    return inclusion(m - k, d[k:]) + [root(d[:k])]


def consistency(m, d, whole=True):
    if m == len(d):
        return [] if whole else [root(d)]
    k = split(len(d))
    if m <= k:
        return consistency(m, d[:k], whole) + [root(d[k:])]
    return consistency(m - k, d[k:], False) + [root(d[:k])]


def peaks(d):
    out, at = [], 0
    for bit in reversed(range(len(d).bit_length())):
        if len(d) >> bit & 1:
            out.append(root(d[at:at + (1 << bit)]))
            at += 1 << bit
    return out


def hexes(hashes):
    return [one.hex() for one in hashes]


def log_of(log, count, training):
    events, prev, time_ms = [], bytes(32), 1_767_225_600_000
    for seq in range(count):
        behind = seq % 4 == 3
        if not behind:
            time_ms += 1000 * seq
        salt = h(b"salt", struct.pack(">BQ", log, seq))
        body = json.dumps({"n": seq, "text": "有人打听案情" * (seq % 3)}, ensure_ascii=False).encode()
        head = header(log, training | behind << 1, seq, prev, time_ms, commit(salt, body))
        prev = leaf(head)
        events.append({
            "seq": seq, "time_ms": time_ms, "clock_behind": behind, "training": bool(training),
            "salt": salt.hex(), "body": body.decode(), "commitment": commit(salt, body).hex(),
            "header": head.hex(), "leaf": prev.hex(),
        })
    leaves = [bytes.fromhex(event["leaf"]) for event in events]
    name = {1: "acts", 2: "reads"}[log]
    origin = f"liuhen/{REGISTER.hex()}/{name}"
    return {
        "log": name,
        "events": events,
        "heads": [
            {
                "size": n, "root": root(leaves[:n]).hex(), "peaks": b"".join(peaks(leaves[:n])).hex(),
                "checkpoint": f"{origin}\n{n}\n{base64.b64encode(root(leaves[:n])).decode()}\n",
            }
            for n in range(count + 1)
        ],
        "inclusion": [
            {"seq": m, "size": n, "path": hexes(inclusion(m, leaves[:n]))}
            for n in range(1, count + 1) for m in range(n) if (m + n) % 3 == 0
        ],
        "consistency": [
            {"old": m, "new": n, "path": hexes(consistency(m, leaves[:n]))}
            for n in range(1, count + 1) for m in range(1, n + 1) if (m + n) % 3 == 0
        ],
        "proof": {
            "format": "liuhen-proof-1", "register": REGISTER.hex(), "log": name,
            "header": events[4]["header"], "salt": events[4]["salt"], "body": events[4]["body"],
            "path": hexes(inclusion(4, leaves)), "tree_size": count, "root": root(leaves).hex(),
        },
    }


if __name__ == "__main__":
    document = {
        "format": 1,
        "register": REGISTER.hex(),
        "logs": [log_of(1, 13, 0), log_of(2, 6, 1)],
    }
    print(json.dumps(document, ensure_ascii=False, indent=1))
