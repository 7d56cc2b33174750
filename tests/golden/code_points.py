"""Writes tests/golden/code_points.json: what normalizers and pre-tokenizers of the reference do to every code point.

Each code point stands alone, doubled, and beside letters, digits and marks; blocks of 1024 code points make one text.
Kept is the CRC-32 of the normalized text, or of the pieces (each followed by U+0000), per component and block.

    v/bin/python tests/golden/code_points.py > tests/golden/code_points.json     # PyPI tokenizers 0.23.3
"""

import base64
import json
import os
import zlib

import sentencepiece
from tokenizers import Regex, normalizers, pre_tokenizers

BLOCK = 1024
# Planes 0 to 2 and the beginning of 3, tags and private use; between them nothing is assigned.
BLOCKS = [*range(0x32400 // BLOCK), 0xE0000 // BLOCK, 0x10FC00 // BLOCK]


def text(block):
    parts = []
    for c in range(block * BLOCK, (block + 1) * BLOCK):
        if not 0xD800 <= c < 0xE000:
            c = chr(c)
            parts.append(f"{c}{c} a{c}b 1{c}\u0323\u0301{c}\u0334 \u0345{c}e\n")
    return "".join(parts)


def precompiled():
    path = os.path.join(os.path.dirname(sentencepiece.__file__), "package_data", "nmt_nfkc.bin")
    return normalizers.Precompiled(open(path, "rb").read())


def main():
    bert = dict(clean_text=True, handle_chinese_chars=True, strip_accents=None, lowercase=True)
    normalize = {
        "Nfc": normalizers.NFC(), "Nfd": normalizers.NFD(), "Nfkc": normalizers.NFKC(), "Nfkd": normalizers.NFKD(),
        "Lowercase": normalizers.Lowercase(), "StripAccents": normalizers.StripAccents(),
        "Bert": normalizers.BertNormalizer(**bert), "PrecompiledByGrapheme": precompiled(),
    }
    cut = {
        "Whitespace": pre_tokenizers.Whitespace(), "WhitespaceSplit": pre_tokenizers.WhitespaceSplit(),
        "Punctuation": pre_tokenizers.Punctuation("isolated"), "Digits": pre_tokenizers.Digits(individual_digits=True),
        "BertPieces": pre_tokenizers.BertPreTokenizer(), "UnicodeScripts": pre_tokenizers.UnicodeScripts(),
        "Word": pre_tokenizers.Split(Regex(r"\w+"), "removed", invert=True),
        "Letter": pre_tokenizers.Split(Regex(r"\p{L}+|\p{N}"), "isolated"),
    }
    blocks = [text(block) for block in BLOCKS]
    out = {}
    for name, normalizer in normalize.items():
        out[name] = [zlib.crc32(normalizer.normalize_str(block).encode()) for block in blocks]
    for name, pre in cut.items():
        out[name] = [
            zlib.crc32("".join(piece + "\0" for piece, _ in pre.pre_tokenize_str(block)).encode()) for block in blocks
        ]
    print("{")
    print(",\n".join(f'"{name}": {json.dumps(crcs, separators=(",", ":"))}' for name, crcs in out.items()))
    print("}")


main()
