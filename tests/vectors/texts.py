#!/usr/bin/env python3
"""Prints the texts under which people sign, as the second verifier makes them from the events of
challenges-v1.json or -v2: texts.py VERIFY_SIGNATURES.PY CHALLENGES.JSON, for tests/proofs/signed_forms.rs."""
import datetime
import importlib.util
import json
import sys

sys.dont_write_bytecode = True
found = importlib.util.spec_from_file_location("verify_signatures", sys.argv[1])
verify = importlib.util.module_from_spec(found)
found.loader.exec_module(verify)

with open(sys.argv[2], encoding="utf-8") as file:
    document = json.load(file)
register, texts = bytes.fromhex(document["register"]), []
for case in document["texts"]:
    body = json.loads(case["body"])
    (area, inner), = body["act"].items()
    (name, act), = inner.items() if isinstance(inner, dict) else ((inner, {}),)
    kind = verify.kind_of(body["v"], area, name, act)
    if kind == "checkpoint":
        acts = act["acts"]
        texts.append(verify.checkpoint_text(register, "acts", acts["size"], bytes.fromhex(acts["root"])))
        continue
    zone = datetime.timezone(datetime.timedelta(hours=8))
    expires = datetime.datetime.fromtimestamp(case["expires_ms"] // 1000, zone).isoformat()
    tree = f"{case['size']} {case['root']}"
    reads = case.get("reads") and f"{case['reads'][0]} {case['reads'][1]}"
    settles = case.get("settles") or case.get("confirms")
    texts.append(verify.signed_text(kind, register, body, area, name, act, case["ref"], tree, expires,
                                    settles, body["v"], reads))
print(json.dumps(texts))
