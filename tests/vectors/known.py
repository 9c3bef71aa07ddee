#!/usr/bin/env python3
"""Prints what the second verifier knows of kinds of acts: as what each body of a file is signed, and the tables of
the kinds that have one: known.py VERIFY_SIGNATURES.PY VERIFY_ACTS.PY ACTS.JSONL, for tests/proofs/signed_forms.rs."""
import importlib.util
import json
import sys

sys.dont_write_bytecode = True


def loaded(path):
    found = importlib.util.spec_from_file_location("verify", path)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


signatures, acts = loaded(sys.argv[1]), loaded(sys.argv[2])
signed = []
with open(sys.argv[3], encoding="utf-8") as file:
    for line in file:
        body = json.loads(line)
        (area, inner), = body["act"].items()
        (name, act), = inner.items() if isinstance(inner, dict) else ((inner, {}),)
        signed.append(signatures.kind_of(body["v"], area, name, act))


def leads(to):
    """Every state that an act may lead to."""
    return [state for each in to.values() for state in each.values()] if isinstance(to, dict) else [to]


kinds = {kind: {act: {"from": row[0], "to": leads(row[1]), "apart": row[3]} for act, row in table.items()}
         for kind, table in acts.KINDS.items()}
print(json.dumps({"signed": signed, "kinds": kinds, "follows": acts.FOLLOWS}))
