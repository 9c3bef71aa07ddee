#!/usr/bin/env python3
"""Lets the second verifier look at many registers in one process, for tests/proofs/verifier_agreement.rs.

    batch.py VERIFY.PY

Each line of standard input is a register, a file of checkpoints, or nothing, and the moment of looking in
milliseconds, or nothing for one after everything, with tabs between;
each line of output is the report, or why there is none.
"""
import importlib.util
import json
import os
import sqlite3
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(sys.argv[1]))
found = importlib.util.spec_from_file_location("verify", sys.argv[1])
verify = importlib.util.module_from_spec(found)
found.loader.exec_module(verify)

for line in sys.stdin:
    register, against, now = line.rstrip("\n").split("\t")
    try:
        kept = ((), ())
        if against:
            with open(against, encoding="utf-8") as file:
                kept = verify.kept_in(file.read(), against)
        report = verify.check(register, *kept, immutable=True, now=int(now or 1 << 62))
    except verify.Cannot as stop:
        report = {"cannot": stop.args[0]}
    except (sqlite3.Error, OSError) as error:
        report = {"cannot": str(error)}
    print(json.dumps(report), flush=True)
