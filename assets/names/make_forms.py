#!/usr/bin/env python3
"""Makes forms.txt: which characters are forms of one another by any table that a converter goes by.

usage: make_forms.py UCD OPENCC TABLE > forms.txt
       UCD     holds Unihan_Variants.txt and Unihan_OtherMappings.txt (each perhaps .bz2, as in Debian's
               package unicode-data)
       OPENCC  data/dictionary of OpenCC: TSCharacters.txt, STCharacters.txt, TWVariants.txt,
               HKVariants.txt, JPShinjitaiCharacters.txt
       TABLE   appendix 1 of the Table of General Standard Chinese Characters as lines of: number, standard,
               traditional, variants, with tabs between, brackets around, 〃 for the one before

Forms are joined by every table, and what is joined to one is joined to all. Two standard characters (kTGH)
are not joined by kSemanticVariant alone: 喆 and 哲 are two names, while 乾 is how converters write 干.
Each line is one family, its most common character first; within it each group, parted by a blank, is a
standard character, or one that converters write as such, with the forms that are its own. What han.txt says of a form is kept.
"""
import bz2, os, sys, unicodedata
from collections import defaultdict


def lines(directory, name):
    path = os.path.join(directory, name)
    opened = open(path, encoding="utf-8") if os.path.exists(path) else bz2.open(path + ".bz2", "rt", encoding="utf-8")
    with opened as f:
        yield from (line.rstrip("\n").split("\t") for line in f if line.strip() and not line.startswith("#"))


def main(ucd, opencc, table):
    point = lambda text: chr(int(text.split("<")[0].removeprefix("U+"), 16))
    rank = {}
    for char, kind, value in lines(ucd, "Unihan_OtherMappings.txt"):
        if kind == "kTGH":
            rank[point(char)] = int(value.split()[0].split(":")[1])
    joined, meanings, own, heads, plain = [], [], {}, set(), set()
    order = lambda c: (rank.get(c, 1 << 20), c not in heads, c not in plain, c)
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "han.txt"), encoding="utf-8") as f:
        for line in f:
            if not line.startswith("#"):
                heads.add(line[0])
                for form in line.strip()[1:]:
                    own[form] = line[0]
                    joined.append((line[0], form))
    for name in ["TSCharacters", "STCharacters", "TWVariants", "HKVariants", "JPShinjitaiCharacters"]:
        for char, value in lines(opencc, name + ".txt"):
            pairs = [(char, v) for v in value.split() if len(char) == len(v) == 1]
            joined += pairs
            plain.update(v for _, v in pairs if name == "TSCharacters")
    standard = ""
    for number, char, traditional, variants in ((l + [""] * 4)[:4] for l in lines(os.path.dirname(table), os.path.basename(table))):
        standard = standard if char == "〃" else char[0]
        # Not the brackets, and no selector of a glyph.
        joined += [(standard, v) for v in traditional + variants if unicodedata.category(v) == "Lo"]
    for char, kind, value in lines(ucd, "Unihan_Variants.txt"):
        pairs = [(point(char), point(v)) for v in value.split()]
        if kind in ("kSimplifiedVariant", "kTraditionalVariant", "kZVariant"):
            joined += pairs
        elif kind == "kSemanticVariant":
            meanings += pairs

    family = {}
    find = lambda c: c if family.setdefault(c, c) == c else find(family[c])

    def join(a, b):
        first, second = sorted((find(a), find(b)), key=order)
        family[second] = first

    for a, b in joined:
        join(a, b)
    for a, b in sorted(meanings, key=lambda p: sorted(map(order, p))):
        if not (find(a) in rank and find(b) in rank):
            join(a, b)
    near = defaultdict(set)
    for a, b in joined + meanings:
        near[a].add(b)
        near[b].add(a)
    families = defaultdict(list)
    for char in sorted(family, key=order):
        families[find(char)].append(char)
    print("# Forms of characters as converters and tables give them. Each line is a family, its most common character")
    print("# first; each group in it is a standard character with the forms that are its own. Made by make_forms.py from")
    print("# - OpenCC 5249273 (https://github.com/BYVoid/OpenCC), Apache License 2.0: TSCharacters, STCharacters, TWVariants,")
    print("#   HKVariants, JPShinjitaiCharacters;")
    print("# - Unicode 15.0.0: Unihan_Variants.txt, Unihan_OtherMappings.txt. Copyright (c) 1991-2022 Unicode, Inc. Unicode")
    print("#   License v3 (https://www.unicode.org/license.txt);")
    print("# - 通用规范汉字表（2013）附件1 规范字与繁体字、异体字对照表, issued by the State Council, in the transcription of")
    print("#   https://github.com/lqfeng/ChineseCharacters;")
    print("# - han.txt beside it.")
    for head, chars in sorted(families.items()):
        if len(chars) < 2:
            continue
        groups = {c: c for c in chars if c == head or c in rank or c in plain and c not in own}
        for char in chars:
            if char not in groups:
                beside = sorted((c for c in near[char] if c in groups and groups[c] == groups[c][0]), key=order)
                to = own.get(char) if own.get(char) in groups else next(iter(beside), head)
                groups[to] += char
        print(" ".join(groups[c] for c in sorted(groups, key=order)))


main(*sys.argv[1:4])
