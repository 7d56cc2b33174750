"""Prints what a reference says: show.py NAME NUMBER (a text of inputs.deflate) or show.py NAME --text TEXT."""

import sys

import inputs
import references


def main():
    name, which, *rest = sys.argv[1:]
    text = rest[0] if which == "--text" else inputs.load()[int(which)]
    reference = references.REFERENCES[name]()
    ids = reference.encode(text)
    print(ascii(text))
    print(ids)
    print([reference.decode([id]) for id in ids])


if __name__ == "__main__":
    main()
