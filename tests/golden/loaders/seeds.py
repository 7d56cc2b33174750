"""Writes the small files that tests/fuzz_loaders.rs mutates: one or more of every format, each below 4 KB, sound."""

import base64
import json
import pathlib
import struct

HERE = pathlib.Path(__file__).resolve().parent


def varint(number):
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def field(number, data):
    return varint(number << 3 | 2) + varint(len(data)) + data


def flag(number, value):
    return varint(number << 3) + varint(value)


def piece(text, score, kind):
    return field(1, field(1, text.encode()) + varint(2 << 3 | 5) + struct.pack("<f", score) + flag(3, kind))


def model(model_type, pieces, trainer=b"", normalizer=b""):
    return b"".join(piece(*each) for each in pieces) + field(2, flag(3, model_type) + trainer) + field(3, normalizer)


WORDS = ["\u2581", "a", "b", "e", "l", "o", "H", "\u2581H", "el", "lo", "\u2581Hel", "\u2581Hello", "ab", "\u2581ab"]
CONTROL = [("<unk>", 0.0, 2), ("<s>", 0.0, 3), ("</s>", 0.0, 3)]


def added(content, id, **rest):
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    return {"id": id, "content": content} | flags | rest


def tokenizer(model, added_tokens=(), normalizer=None, pre=None, post=None, decoder=None):
    return {"version": "1.0", "truncation": None, "padding": None, "added_tokens": list(added_tokens),
            "normalizer": normalizer, "pre_tokenizer": pre, "post_processor": post, "decoder": decoder, "model": model}


def bpe(vocab, merges, **rest):
    model = {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
             "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False, "ignore_merges": False}
    return model | rest | {"vocab": {token: id for id, token in enumerate(vocab)}, "merges": merges}


def sequence(key, *steps):
    return {"type": "Sequence", key: list(steps)}


BYTE_LEVEL = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
SPLIT = {"type": "Split", "pattern": {"Regex": r"\p{N}{1,3}"}, "behavior": "Isolated", "invert": False}
TEMPLATE = {
    "type": "TemplateProcessing",
    "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
    "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
    "special_tokens": {"<s>": {"id": "<s>", "ids": [1], "tokens": ["<s>"]}},
}
REPLACE = {"type": "Replace", "pattern": {"String": " "}, "content": "\u2581"}
BACK = {"type": "Replace", "pattern": {"String": "\u2581"}, "content": " "}
METASPACE = {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always", "split": True}

byte_tokens = ["<unk>", "<s>", "\u0120", "H", "e", "l", "o", "a", "b", "\u0120H", "el", "lo", "ab", "\u0120ab", "\u00c3"]
JSON = {
    "bytelevel": tokenizer(
        bpe(byte_tokens, ["\u0120 H", "e l", "l o", "a b", "\u0120 ab"], ignore_merges=True),
        [added("<e>", 15), added("  ", 16, special=False, normalized=True)],
        {"type": "NFC"}, sequence("pretokenizers", SPLIT, BYTE_LEVEL), BYTE_LEVEL, BYTE_LEVEL),
    "metaspace": tokenizer(
        bpe(["<unk>", "<s>", *WORDS], [["\u2581", "H"], ["e", "l"], ["a", "b"]], unk_token="<unk>", fuse_unk=True),
        [added("<s>", 1)], sequence("normalizers", {"type": "Prepend", "prepend": "\u2581"}, REPLACE), None, TEMPLATE,
        sequence("decoders", BACK, {"type": "ByteFallback"}, {"type": "Fuse"},
                 {"type": "Strip", "content": " ", "start": 1, "stop": 0})),
    "unigram": tokenizer(
        {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0.0], *([word, -1.5 - at] for at, word in enumerate(WORDS))],
         "byte_fallback": False},
        [added("<e>", 15, lstrip=True)], sequence("normalizers", {"type": "NFKC"}, {"type": "Lowercase"}), METASPACE, None,
        METASPACE),
    "wordpiece": tokenizer(
        {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
         "vocab": {word: id for id, word in enumerate(["[UNK]", "[CLS]", "[SEP]", "hello", "##lo", "he", "ab", ",", "12"])}},
        [added("[CLS]", 1), added("[SEP]", 2)],
        {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None, "lowercase": True},
        {"type": "BertPreTokenizer"}, {"type": "BertProcessing", "sep": ["[SEP]", 2], "cls": ["[CLS]", 1]},
        {"type": "WordPiece", "prefix": "##", "cleanup": True}),
    "wordlevel": tokenizer(
        {"type": "WordLevel", "unk_token": "?", "vocab": {"?": 0, "Hello": 1, ",": 2, "ab": 3}}, [],
        {"type": "Strip", "strip_left": True, "strip_right": False},
        sequence("pretokenizers", {"type": "Whitespace"}, {"type": "Digits", "individual_digits": True},
                 {"type": "Punctuation", "behavior": "Isolated"})),
}


def write(name, data):
    assert len(data) <= 4096, (name, len(data))
    (HERE / name).write_bytes(data)


def main():
    for name, value in JSON.items():
        write(f"tokenizer.json-{name}", json.dumps(value, ensure_ascii=False).encode("utf-8"))
    scored = [(word, -float(at), 1) for at, word in enumerate(WORDS)]
    write("sentencepiece-bpe", model(2, CONTROL + scored, b"", flag(4, 0)))
    write("sentencepiece-unigram", model(1, CONTROL + scored + [("[x]", 0.0, 4), ("zz", 0.0, 5)], b"", flag(3, 0)))
    fallback = [(f"<0x{byte:02X}>", 0.0, 6) for byte in range(64)]
    rest = [(f"<0x{byte:02X}>", 0.0, 6) for byte in range(64, 256)]
    data = model(2, CONTROL[:1] + fallback + rest + scored[:3], flag(35, 1))
    if len(data) <= 4096:
        write("sentencepiece-fallback", data)
    tokens = [bytes([byte]) for byte in range(0x20, 0x60)] + [b"ab", b" H", b"el", b"\xc3\xa9", b" Hel"]
    vocab = [{"rank": rank, "token_bytes": base64.b64encode(token).decode(), "token_str": None} for rank, token in enumerate(tokens[:24])]
    config = {"pattern": r"\p{L}+|\s+", "num_vocab_tokens": 24, "default_vocab_size": 44, "default_num_special_tokens": 22, "version": "v3"}
    write("tekken-small", json.dumps({"config": config, "vocab": vocab}).encode())
    named = [{"rank": rank, "token_str": name, "is_control": True} for rank, name in enumerate(["<unk>", "<s>", "</s>"])]
    config = config | {"default_vocab_size": 20, "default_num_special_tokens": 4}
    write("tekken-named", json.dumps({"config": config, "vocab": vocab, "special_tokens": named}).encode())
    lines = [base64.b64encode(token) + b" " + str(rank).encode() for rank, token in enumerate(tokens)]
    write("tiktoken-small", b"\n".join(lines) + b"\n")


if __name__ == "__main__":
    main()
