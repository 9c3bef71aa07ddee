#!/usr/bin/env python3
"""Makes han.txt from the Unicode Character Database: which forms of a character are written as which.

usage: make_han.py DIR > han.txt     DIR holds Unihan_Variants.txt, Unihan_OtherMappings.txt (each
                                     perhaps .bz2, as in Debian's package unicode-data) and
                                     EquivalentUnifiedIdeograph.txt

A character of the Table of General Standard Chinese Characters (kTGH, 2013) stands for itself: 喆 and
哲 are two names. Every other one becomes the nearest such character over kSimplifiedVariant, then
kZVariant, then kSemanticVariant, at most three steps away; one that reaches none stays as it is.
Radicals and strokes become the ideograph that looks like them.
"""
import bz2, os, sys
from collections import defaultdict


def lines(directory, name):
    path = os.path.join(directory, name)
    opened = open(path, encoding="utf-8") if os.path.exists(path) else bz2.open(path + ".bz2", "rt", encoding="utf-8")
    with opened as f:
        yield from (line.rstrip("\n") for line in f if line.strip() and not line.startswith("#"))


def main(directory):
    point = lambda text: chr(int(text.split("<")[0].removeprefix("U+"), 16))
    variants = defaultdict(lambda: defaultdict(list))
    for line in lines(directory, "Unihan_Variants.txt"):
        char, kind, value = line.split("\t")
        variants[kind][point(char)] += [point(v) for v in value.split()]
    rank = {}
    for line in lines(directory, "Unihan_OtherMappings.txt"):
        char, kind, value = line.split("\t")
        if kind == "kTGH":
            rank[point(char)] = int(value.split()[0].split(":")[1])
    steps = ["kSimplifiedVariant", "kZVariant", "kSemanticVariant"]

    def standard(char):
        seen, front = {char}, [char]
        for _ in range(3):
            following = []
            for kind in steps:
                near = [v for c in front for v in variants[kind][c] if v not in seen]
                found = sorted((v for v in near if v in rank), key=rank.get)
                if found:
                    return found[0]
                following += near
            seen.update(following)
            front = following
        return None

    written = defaultdict(set)
    for char in sorted({c for kind in steps for c in variants[kind]} - set(rank)):
        to = standard(char)
        if to:
            written[to].add(char)
    for line in lines(directory, "EquivalentUnifiedIdeograph.txt"):
        left, to = (part.strip() for part in line.split("#")[0].split(";"))
        first, _, last = left.partition("..")
        to = point(to)
        to = to if to in rank else standard(to) or to
        for code in range(int(first, 16), int(last or first, 16) + 1):
            written[to].add(chr(code))
    # One that is itself written as another is followed to its end.
    end = {char: to for to, chars in written.items() for char in chars}
    final = defaultdict(set)
    for char in end:
        to, hops = char, 0
        while to in end and hops < 4:
            to, hops = end[to], hops + 1
        if to != char:
            final[to].add(char)
    print("# Forms of a character, each line: how it is written here, then the other forms. Made by make_han.py")
    print("# from Unicode 15.0.0: Unihan_Variants.txt, Unihan_OtherMappings.txt, EquivalentUnifiedIdeograph.txt.")
    print("# Copyright (c) 1991-2022 Unicode, Inc. Unicode License v3 (https://www.unicode.org/license.txt).")
    for to in sorted(final):
        print(to + "".join(sorted(final[to])))


main(sys.argv[1])
