"""Writes tests/golden/components.json: every component of the pipeline on tricky strings, as the reference does it.

The reference is the PyPI package `tokenizers` 0.23.3. Each definition is a small tokenizer.json; two models make the
stages before them visible: byte-fallback BPE without merges (ids are the bytes of the normalized text) and WordLevel
without words (one unknown token per piece). Offsets are converted from code points to UTF-8 bytes.

    python3 -m venv v && v/bin/pip install tokenizers==0.23.3 sentencepiece==0.2.3
    v/bin/python tests/golden/components.py > tests/golden/components.json
"""

import base64
import json
import os
import random
import sys

import sentencepiece
import tokenizers
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

STRINGS = [
    "",
    " ",
    "a",
    "Hello, world! It's 3.14 o'clock; don't panic.",
    "  two  spaces   three\ttab\n\nlines\r\n end  ",
    "Ünïcödé café naïve Ångström ﬁ ﬂ ½ ² ① Ⅷ ｆｕｌｌ ｗｉｄｔｈ",
    "e\u0301 e\u0323\u0301 q\u0307\u0323 a\u0315\u0300\u05ae\u0301b \u0344 \u1e9b\u0323",
    "\u0301leading mark and \u1112\u1161\u11ab jamo \ud55c\uae00 \uac00\u11a8",
    "日本語のテキスト、漢字とかな。カタカナー ｶﾞｷﾞ 中文字符,混排English",
    "Привет мир! Ёлка ёж İstanbul ŞIĞ ΑΣΣ ßẞ ǅ",
    "नमस्ते क्षत्रिय ก็ตาม สวัสดี ທົດສອບ 한국어 조선말",
    "مرحبا بالعالم ١٢٣ עִבְרִית فارسی\u200cنیم",
    "👩‍👩‍👧‍👦 🏳️‍🌈 🇩🇪🇫🇷 👍🏽 ❤️ 🤷🏿‍♀️",
    "a\u00a0b\u2003c\u3000d\u200be\ufefff\u2028g\u0085h\u000bi",
    "\u0000\u0001\u007f\u009f\ufffd\ue000\U0010fffd control",
    "x²y³ 10% €5 $6 a_b-c/d\\e @user #tag {}[]()<>|~^`\"",
    "1234567890 007 12a34 ٣٤٥ ⅔ 一二三 1,000.00",
    "<s>special</s> <mask> [CLS] a [SEP] <unk> <pad>  <mask>  !",
    "The quick brown fox jumps over the lazy dog. THE QUICK BROWN FOX.",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "▁already▁marked ▁ ▁▁ _ Ġlooks Ċlike bytes",
    "word</w> ##ing a##b tokenize tokenization unbelievable",
    "\u1e0a\u0323 \u212b \u2126 \u00c5 \ufb1d \u0958 \u09dc \u2adc \ufdfa \u3392 \u32ff",
    "line one\nline two\r\rline\u2029para",
    "don't can't we'll they've I'm you're he'd it's 'tis ' quote '",
    "<0x41><0xE9> <0x0A>",
    "\U0001d165\U0001d16e \U0001d400 \U00010400\U00010428 \U0002f800 \U000e0041",
    "foo day Monday monday yesterday  day,today",
]

TRAINING = """The quick brown fox jumps over the lazy dog. It's not the same day; don't panic, we'll see.
Tokenization is how text becomes tokens. Unbelievable tokenizers tokenize unbelievable texts. Hello world, hello
monday, yesterday and today. Über naïve café résumé. Привет мир. 日本語のテキスト 漢字 中文字符. 한국어 조선말. 1234567890 3.14
the the the of of and and to in a is that for it as was with be by on not he his but at are this have from or had
""".splitlines()

rng = random.Random(20)
POOL = ("abcXYZ 019.,!?'-_ \n\té\u0301üßñ\u0308中文字日本語のカー한국\u1100\u1161АбвŁ🙂\u200d\ufe0f\u00a0\u2581ĠـحمΩώ½ﬁＡ\u0e01\u0e33\u0000\ufeff<s>"
        "\u0130\u01c5\u0345\u0300\u0323\u1e9b\u2126")
STRINGS += ["".join(rng.choice(POOL) for _ in range(rng.randint(1, 40))) for _ in range(16)]

SPECIAL = dict(single_word=False, lstrip=False, rstrip=False, normalized=False, special=True)


def token(id, content, **changes):
    return {"id": id, "content": content, **SPECIAL, **changes}


def definition(model, normalizer=None, pre=None, post=None, decoder=None, added=()):
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": list(added), "normalizer": normalizer,
        "pre_tokenizer": pre, "post_processor": post, "decoder": decoder, "model": model,
    }


BYTES = {
    "type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None, "end_of_word_suffix": None,
    "fuse_unk": False, "byte_fallback": True, "ignore_merges": False,
    "vocab": {f"<0x{b:02X}>": b for b in range(256)}, "merges": [],
}
WORDS = {"type": "WordLevel", "vocab": {"[UNK]": 0, "the": 1, "Hello": 2}, "unk_token": "[UNK]"}


def sequence(kind, *parts):
    return {"type": "Sequence", kind: list(parts)}


def charsmap(name):
    """A precompiled map as the sentencepiece wheel carries it."""
    path = os.path.join(os.path.dirname(sentencepiece.__file__), "package_data", f"{name}.bin")
    with open(path, "rb") as file:
        return base64.b64encode(file.read()).decode()


def trained(model, trainer, pre, lines=TRAINING):
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer = pre
    tokenizer.train_from_iterator(lines, trainer)
    return json.loads(tokenizer.to_str())["model"]


def definitions():
    out = {}
    # Normalizers, seen through their bytes.
    simple = {
        "nfc": {"type": "NFC"}, "nfd": {"type": "NFD"}, "nfkc": {"type": "NFKC"}, "nfkd": {"type": "NFKD"},
        "lowercase": {"type": "Lowercase"}, "strip-accents": {"type": "StripAccents"},
        "nfd-strip-accents": sequence("normalizers", {"type": "NFD"}, {"type": "StripAccents"}),
        "replace": {"type": "Replace", "pattern": {"String": " "}, "content": "▁"},
        "replace-longer": {"type": "Replace", "pattern": {"String": "aa"}, "content": "é"},
        "replace-away": {"type": "Replace", "pattern": {"String": "e"}, "content": ""},
        "replace-regex": {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": "▁"},
        "prepend": {"type": "Prepend", "prepend": "▁"},
        "prepend-two": {"type": "Prepend", "prepend": "xy"},
        "strip-both": {"type": "Strip", "strip_left": True, "strip_right": True},
        "strip-left": {"type": "Strip", "strip_left": True, "strip_right": False},
        "strip-right": {"type": "Strip", "strip_left": False, "strip_right": True},
        "llama": sequence("normalizers", {"type": "Prepend", "prepend": "▁"},
                          {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}),
        "clip": sequence("normalizers", {"type": "NFC"},
                         {"type": "Replace", "pattern": {"Regex": "\\s+"}, "content": " "}, {"type": "Lowercase"}),
        "albert": sequence("normalizers", {"type": "Replace", "pattern": {"String": "``"}, "content": "\""},
                           {"type": "NFKD"}, {"type": "StripAccents"}, {"type": "Lowercase"}),
    }
    for clean in (True, False):
        for chinese in (True, False):
            for accents, lower in ((None, True), (None, False), (True, False), (False, True)):
                if accents is None or (clean and chinese):
                    name = f"bert-{clean}-{chinese}-{accents}-{lower}".lower()
                    simple[name] = {"type": "BertNormalizer", "clean_text": clean, "handle_chinese_chars": chinese,
                                    "strip_accents": accents, "lowercase": lower}
    for name in ("nmt_nfkc",):
        simple[f"charsmap-{name}"] = {"type": "Precompiled", "precompiled_charsmap": charsmap(name)}
    for name, normalizer in simple.items():
        out[f"normalizer-{name}"] = definition(BYTES, normalizer)

    # Pre-tokenizers, seen through their pieces.
    pre = {
        "whitespace": {"type": "Whitespace"}, "whitespace-split": {"type": "WhitespaceSplit"},
        "bert": {"type": "BertPreTokenizer"}, "scripts": {"type": "UnicodeScripts"},
        "digits": {"type": "Digits", "individual_digits": False},
        "digits-individual": {"type": "Digits", "individual_digits": True},
        "delimiter": {"type": "CharDelimiterSplit", "delimiter": "a"},
        "fixed": {"type": "FixedLength", "length": 5},
        "byte-level": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True},
        "byte-level-prefix": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
        "byte-level-whole": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False},
    }
    behaviors = ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"]
    for behavior in behaviors:
        pre[f"punctuation-{behavior}"] = {"type": "Punctuation", "behavior": behavior}
        for invert in (True, False):
            for what, pattern in (("string", {"String": "the"}), ("space", {"String": " "}), ("regex", {"Regex": "\\d+|[aeiou]+"}),
                                  ("space-end", {"Regex": "\\s+(?!\\S)|\\s+"})):
                pre[f"split-{what}-{behavior}-{invert}".lower()] = {
                    "type": "Split", "pattern": pattern, "behavior": behavior, "invert": invert}
    for scheme in ("always", "first", "never"):
        for split in (True, False):
            pre[f"metaspace-{scheme}-{split}".lower()] = {
                "type": "Metaspace", "replacement": "▁", "prepend_scheme": scheme, "split": split}
        pre[f"split-metaspace-{scheme}"] = sequence(
            "pretokenizers", {"type": "WhitespaceSplit"},
            {"type": "Metaspace", "replacement": "▁", "prepend_scheme": scheme, "split": True})
    pre["falcon"] = sequence(
        "pretokenizers", {"type": "Punctuation", "behavior": "Contiguous"},
        {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True},
        {"type": "Digits", "individual_digits": False},
        {"type": "Split", "pattern": {"Regex": "[0-9][0-9][0-9]"}, "behavior": "Isolated", "invert": False})
    pre["digits-byte-level"] = sequence(
        "pretokenizers", {"type": "Digits", "individual_digits": True},
        {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True})
    for name, component in pre.items():
        out[f"pre-{name}"] = definition(WORDS, None, component)

    # Added tokens.
    added = [token(256, "<s>"), token(257, "</s>"), token(258, "<mask>", lstrip=True),
             token(259, "[CLS]", rstrip=True), token(260, "day", single_word=True, normalized=True, special=False),
             token(261, "Mond", normalized=True, special=False), token(262, "aaaa", special=False),
             token(263, "aaa", special=False), token(264, "É", normalized=True, special=False),
             token(265, "[SEP]", lstrip=True, rstrip=True)]
    for name, normalizer in (("plain", None), ("lowercase", {"type": "Lowercase"}), ("nfd", {"type": "NFD"}),
                             ("llama", simple["llama"]), ("strip", simple["strip-both"])):
        out[f"added-{name}"] = definition(BYTES, normalizer, None, added=added)
    words_added = [token(3 + i, t["content"], **{k: v for k, v in t.items() if k not in ("id", "content")})
                   for i, t in enumerate(added)]
    for scheme in ("always", "first"):
        out[f"added-metaspace-{scheme}"] = definition(WORDS, None, pre[f"metaspace-{scheme}-true"], added=words_added)
    out["added-bert"] = definition(WORDS, simple["bert-true-true-none-true"], pre["bert"], added=words_added)
    out["added-byte-level"] = definition(WORDS, None, pre["byte-level-prefix"], added=words_added)

    # Models.
    metaspace = pre["metaspace-always-true"]
    unigram = trained(models.Unigram(), trainers.UnigramTrainer(
        vocab_size=180, unk_token="<unk>", special_tokens=["<unk>", "<s>", "</s>"], show_progress=False),
        pre_tokenizers.Metaspace())
    spec = [token(1, "<s>"), token(2, "</s>")]
    template = {"type": "TemplateProcessing",
                "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
                           {"SpecialToken": {"id": "</s>", "type_id": 0}}],
                "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
                "special_tokens": {"<s>": {"id": "<s>", "ids": [1], "tokens": ["<s>"]},
                                   "</s>": {"id": "</s>", "ids": [2], "tokens": ["</s>"]}}}
    decoder = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
    out["unigram"] = definition(unigram, simple["nfkc"], metaspace, template, decoder, spec)
    out["unigram-t5"] = definition(unigram, simple["charsmap-nmt_nfkc"], pre["split-metaspace-always"], template, decoder, spec)
    out["unigram-whole"] = definition(unigram, simple["llama"], None, None, decoder, spec)
    fallback = dict(unigram, byte_fallback=True,
                    vocab=unigram["vocab"] + [[f"<0x{b:02X}>", -20.0 - b / 256] for b in range(256)])
    chain = sequence("decoders", {"type": "Replace", "pattern": {"String": "▁"}, "content": " "}, {"type": "ByteFallback"},
                     {"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 1, "stop": 0})
    out["unigram-fallback"] = definition(fallback, simple["llama"], None, None, chain, spec)
    ties = {"type": "Unigram", "unk_id": 0, "byte_fallback": False, "vocab": [
        ["<unk>", 0.0], ["▁", -1.0], ["a", -1.0], ["aa", -2.0], ["aaa", -3.0], ["aaaa", -4.0], ["▁a", -2.0], ["b", -1.5],
        ["ab", -2.5], ["ba", -2.5], ["e", -1.1], ["th", -2.0], ["he", -2.1], ["the", -3.1], ["t", -1.0], ["h", -1.0]]}
    out["unigram-ties"] = definition(ties, None, metaspace)
    out["wordpiece"] = definition(
        trained(models.WordPiece(unk_token="[UNK]"), trainers.WordPieceTrainer(
            vocab_size=220, special_tokens=["[UNK]", "[CLS]", "[SEP]"], show_progress=False),
            pre_tokenizers.BertPreTokenizer(), [line.lower() for line in TRAINING]),
        simple["bert-true-true-none-true"], pre["bert"],
        {"type": "BertProcessing", "sep": ["[SEP]", 2], "cls": ["[CLS]", 1]},
        {"type": "WordPiece", "prefix": "##", "cleanup": True},
        [token(0, "[UNK]"), token(1, "[CLS]"), token(2, "[SEP]")])
    short = json.loads(json.dumps(out["wordpiece"]))
    short["model"]["max_input_chars_per_word"] = 6
    short["decoder"]["cleanup"] = False
    out["wordpiece-short"] = short
    byte_bpe = trained(models.BPE(), trainers.BpeTrainer(
        vocab_size=420, special_tokens=["<s>", "</s>"], initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False), pre_tokenizers.ByteLevel(add_prefix_space=False))
    for prefix in (True, False):
        for trim in (True, False):
            level = {"type": "ByteLevel", "add_prefix_space": prefix, "trim_offsets": trim, "use_regex": True}
            roberta = {"type": "RobertaProcessing", "sep": ["</s>", 1], "cls": ["<s>", 0], "trim_offsets": trim,
                       "add_prefix_space": prefix}
            out[f"byte-bpe-{prefix}-{trim}".lower()] = definition(
                byte_bpe, None, level, level if prefix else roberta, level, [token(0, "<s>"), token(1, "</s>")])
    out["byte-bpe-nfc"] = definition(byte_bpe, simple["nfc"], pre["byte-level"], None, pre["byte-level"])
    out["byte-bpe-normalizer"] = definition(byte_bpe, {"type": "ByteLevel"}, {"type": "Split", "pattern": {"String": "Ġ"},
                                            "behavior": "MergedWithNext", "invert": False}, None, pre["byte-level"])
    char_bpe = trained(models.BPE(unk_token="<unk>", fuse_unk=True), trainers.BpeTrainer(
        vocab_size=250, special_tokens=["<unk>", "<s>", "</s>"], show_progress=False), pre_tokenizers.Metaspace())
    for fuse in (True, False):
        out[f"char-bpe-fuse-{fuse}".lower()] = definition(dict(char_bpe, fuse_unk=fuse), simple["llama"], None, None, chain, spec)
    clip = trained(models.BPE(unk_token="<unk>", end_of_word_suffix="</w>"), trainers.BpeTrainer(
        vocab_size=250, special_tokens=["<unk>"], end_of_word_suffix="</w>", show_progress=False), pre_tokenizers.Whitespace())
    out["suffix-bpe"] = definition(clip, simple["clip"], pre["whitespace"], None, {"type": "BPEDecoder", "suffix": "</w>"})
    out["word-level"] = definition(
        trained(models.WordLevel(unk_token="[UNK]"), trainers.WordLevelTrainer(
            vocab_size=60, special_tokens=["[UNK]"], show_progress=False), pre_tokenizers.Whitespace()),
        None, pre["whitespace"])
    return out


def to_bytes(text):
    places, at = [0], 0
    for c in text:
        at += len(c.encode())
        places.append(at)
    return places


def main():
    defs = definitions()
    for text in STRINGS:
        text.encode()
    out = {"tokenizers": tokenizers.__version__, "strings": STRINGS, "definitions": {}}
    for name, spec in defs.items():
        try:
            tokenizer = Tokenizer.from_str(json.dumps(spec))
        except Exception as error:
            print(name, error, file=sys.stderr)
            raise
        has_post = spec["post_processor"] is not None
        cases = []
        for text in STRINGS:
            encoding = tokenizer.encode(text, add_special_tokens=has_post)
            places = to_bytes(text)
            spans = [places[p] for span in encoding.offsets for p in span]
            try:
                decoded = [tokenizer.decode(encoding.ids, skip_special_tokens=skip) for skip in (False, True)]
            except BaseException as error:  # the reference panics on some empty inputs
                decoded = None
            cases.append([encoding.ids, spans, decoded if spec["decoder"] else None])
        out["definitions"][name] = {"json": spec, "cases": cases}
    # One line per definition, so that a change shows as one.
    print("{")
    print(f'"tokenizers": {json.dumps(out["tokenizers"])},')
    print(f'"strings": {json.dumps(out["strings"], ensure_ascii=True)},')
    print('"definitions": {')
    dump = lambda value: json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    lines = [f"{dump(name)}: {dump(spec)}" for name, spec in out["definitions"].items()]
    # The map is large and stands here once.
    print(",\n".join(lines).replace(charsmap("nmt_nfkc"), "@nmt_nfkc"))
    print("},")
    print(f'"nmt_nfkc": "{charsmap("nmt_nfkc")}"}}')


main()
