#!/usr/bin/env python3
"""Published examples for the second verifier's own Ed25519 and notes: notes.py VERIFY_SIGNATURES.PY
prints, for tests/proofs/signed_forms.rs, what it says of each."""
import base64
import importlib.util
import sys

sys.dont_write_bytecode = True
found = importlib.util.spec_from_file_location("verify_signatures", sys.argv[1])
verify = importlib.util.module_from_spec(found)
found.loader.exec_module(verify)

# The example of golang.org/x/mod/sumdb/note.
KEY = "x " + base64.b64encode(base64.b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")[1:]).decode()
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
LINE = ("\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6K"
        "E6RyyBwJnAM=")
OTHER = "x " + base64.b64encode(bytes(32)).decode()
print("note", verify.note_signed(TEXT, ["", LINE], "PeterNeumann", [KEY]))
print("bent text", verify.note_signed(TEXT.replace("answer", "Answer"), [LINE], "PeterNeumann", [KEY]))
print("other key", verify.note_signed(TEXT, [LINE], "PeterNeumann", [OTHER]))
print("other name", verify.note_signed(TEXT, [LINE], "Peter", [KEY]))

# RFC 8032, section 7.1: tests 1 to 3.
for key, text, signature in (
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
     "d25bf5f0595bbe24655141438e7a100b"),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
     "387b2eaeb4302aeeb00d291612bb0c00"),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
     "4a7c15e9716ed28dc027beceea1ec40a"),
):
    key, text, signature = bytes.fromhex(key), bytes.fromhex(text), bytes.fromhex(signature)
    bent = bytes([signature[0] ^ 1]) + signature[1:]
    print("rfc", verify.ed25519_good(key, signature, text), verify.ed25519_good(key, bent, text),
          verify.ed25519_good(key, signature, text + b"x"))
# The same signature with the order added to its second half, and a key under which any text fits.
twice = (int.from_bytes(signature[32:], "little") + verify.ORDER).to_bytes(32, "little")
print("not canonical", verify.ed25519_good(key, signature[:32] + twice, text))
small = (1).to_bytes(32, "little")
print("small order", verify.ed25519_good(small, small + bytes(32), b"any text"))
