"""Writes tests/golden/sentencepiece.json: small SentencePiece models and what the library does with tricky strings.

    v/bin/pip install sentencepiece==0.2.3
    v/bin/python tests/golden/sentencepiece_models.py > tests/golden/sentencepiece.json

Models are base64; ids for every string, and for Unigram the three best cuts with their scores.
"""

import base64
import io
import json
import os

import sentencepiece as spm

here = os.path.dirname(os.path.abspath(__file__))
source = open(os.path.join(here, "components.py"), encoding="utf-8").read()
names = {}
# The strings and the training text are those of the components.
exec(compile(source[source.index("STRINGS = ["):source.index("SPECIAL =")].replace("rng = random", "import random\nrng = random"), "components", "exec"), names)
STRINGS, TRAINING = names["STRINGS"], names["TRAINING"]

OPTIONS = {
    "unigram": dict(model_type="unigram", vocab_size=180, normalization_rule_name="identity"),
    "unigram-nmt-nfkc": dict(model_type="unigram", vocab_size=440, normalization_rule_name="nmt_nfkc", byte_fallback=True),
    "unigram-user-defined": dict(model_type="unigram", vocab_size=180, normalization_rule_name="identity",
                                 user_defined_symbols=["the quick", "<mask>", "ing"]),
    "unigram-spaces": dict(model_type="unigram", vocab_size=180, normalization_rule_name="identity",
                           remove_extra_whitespaces=False, add_dummy_prefix=False),
    "bpe": dict(model_type="bpe", vocab_size=200, normalization_rule_name="identity"),
    "bpe-fallback": dict(model_type="bpe", vocab_size=460, normalization_rule_name="identity", byte_fallback=True,
                         remove_extra_whitespaces=False, split_digits=True),
}


def main():
    out = {"sentencepiece": spm.__version__, "strings": STRINGS, "models": {}}
    for name, options in OPTIONS.items():
        file = io.BytesIO()
        spm.SentencePieceTrainer.train(
            sentence_iterator=iter(TRAINING * 3), model_writer=file, hard_vocab_limit=False, minloglevel=2, **options
        )
        processor = spm.SentencePieceProcessor(model_proto=file.getvalue())
        cases = []
        for text in STRINGS:
            ids = processor.encode(text)
            best = []
            if options["model_type"] == "unigram":
                best = processor.nbest_encode(text, nbest_size=3)
            cases.append([ids, best, processor.decode(ids)])
        out["models"][name] = {"model": base64.b64encode(file.getvalue()).decode(), "cases": cases}
    print("{")
    print(f'"sentencepiece": {json.dumps(out["sentencepiece"])},')
    print(f'"strings": {json.dumps(out["strings"])},')
    print('"models": {')
    print(",\n".join(f"{json.dumps(n)}: {json.dumps(m, separators=(',', ':'))}" for n, m in out["models"].items()))
    print("}}")


main()
