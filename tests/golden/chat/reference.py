#!/usr/bin/env python3
"""Goldens of chat templates: what Jinja2 (PyPI: jinja2 3.1.6), set up as the transformers library does, writes.

    python3 reference.py NAME=TOKENIZER_CONFIG_JSON ...     writes rendered.json

The templates of shipped vocabularies are compared with those in www/vocab; `templates` holds some of our own that use
what real ones use.
"""
import datetime, json, os, sys

from jinja2.ext import loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

HERE = os.path.dirname(os.path.abspath(__file__))
NOW = datetime.datetime(2026, 11, 2, 9, 5, 7)
END_TOKENS = {"deepseek-v3": ("<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>")}

TEMPLATES = {
    "methods": "{% for m in messages %}\n    {%- if m.content.startswith('  ') %}{{ m.content.strip() | upper }}{% else %}{{ m['content'].split('a')[-1].rstrip('!') }}{% endif %}\n  {% if not loop.last %}\n--\n  {% endif %}\n{% endfor %}\n{{ messages[::-1][0].role.title() }}{{ messages[-1].content.replace('a', 'b') }}\n",
    "namespace": "{% set ns = namespace(found=false, n=0) %}{% for m in messages %}{% if m.role == 'user' %}{% set ns.n = ns.n + 1 %}{% set ns.found = true %}{% endif %}{% if loop.index0 == 2 %}{% break %}{% endif %}{% endfor %}{{ ns.n }} {{ ns.found }} {{ none }} {{ messages | length }} {{ loop is defined }}",
    "macro": "{% macro say(m, mark='|') %}{{ mark }}{{ m.role }}{{ mark }}{{ m.content | trim }}{% endmacro %}{% for m in messages %}{{ say(m) }}{{ say(m, mark='#') }}{% endfor %}",
    "json": "{% for tool in tools %}{{ tool | tojson }}\n{{ tool | tojson(indent=4) }}\n{% for key, value in tool.items() %}{{ key }}={{ value is string }},{{ value is mapping }};{% endfor %}{% endfor %}",
    "date": "{% if strftime_now is defined %}{{ strftime_now('%d %B %Y, %A %H:%M:%S') }}{% endif %}{{ date_string | default('no date') }}",
    "select": "{{ messages | selectattr('role', 'equalto', 'user') | map(attribute='content') | join(' + ') }}{{ (messages | rejectattr('role', 'equalto', 'user') | list) | length }}{{ 'é' ~ 1 ~ 2.5 ~ true }}{{ [1, 2, 3][1:] }}{{ '%s-%s' | format('a', 2) }}",
    "whitespace": "  {% if true %}\n    yes\n  {% endif %}\n{#- gone -#}\n  {{- ' x ' -}}  \n\ty\n",
    "raise": "{% if messages[0].role == 'system' %}{{ raise_exception('No system message here.') }}{% endif %}fine",
}

TOOLS = [{"type": "function", "function": {"name": "wetter <Ort>", "parameters": {"zone": 1, "a": [True, None, 2.5, "é & 'q'"], "empty": {}, "list": []}}}]
CONVERSATIONS = [
    {"messages": [{"role": "user", "content": "Hi!"}]},
    {"messages": [{"role": "user", "content": "Hi!"}], "add_generation_prompt": True},
    {"messages": [{"role": "system", "content": "Be brief.\n"}, {"role": "user", "content": "  What is 2+2? "}, {"role": "assistant", "content": "4"}, {"role": "user", "content": "And ña?"}], "add_generation_prompt": True},
    {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "<think>\nhm\n</think>\n\nyes"}, {"role": "user", "content": "b"}], "add_generation_prompt": True, "enable_thinking": False},
    {"messages": [{"role": "user", "content": "Weather?"}, {"role": "assistant", "content": "", "tool_calls": [{"type": "function", "function": {"name": "wetter", "arguments": "{\"ort\": \"Köln\"}"}}]}, {"role": "tool", "content": "rain"}, {"role": "assistant", "content": "It rains."}], "tools": TOOLS},
]


def render(template, conversation, bos, eos):
    def to_json(value, indent=None):
        return json.dumps(value, ensure_ascii=False, indent=indent)

    class Refused(Exception):
        pass

    def raise_exception(message):
        raise Refused(message)

    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols])
    environment.filters["tojson"] = to_json
    environment.globals["raise_exception"] = raise_exception
    environment.globals["strftime_now"] = NOW.strftime
    variables = {"bos_token": bos, "eos_token": eos, "tools": None, "add_generation_prompt": False, **conversation}
    try:
        return {"text": environment.from_string(template).render(**variables)}
    except Refused as error:
        return {"refused": str(error)}


def main(shipped):
    cases = []
    templates = [(name, source, False) for name, source in TEMPLATES.items()]
    for argument in shipped:
        name, file = argument.split("=", 1)
        templates.append((name, json.load(open(file, encoding="utf-8"))["chat_template"], True))
    for name, source, is_shipped in templates:
        bos, eos = END_TOKENS.get(name, ("", "<|im_end|>") if is_shipped else ("<s>", "</s>"))
        for conversation in CONVERSATIONS:
            one = {"template": name, "shipped": is_shipped, "conversation": conversation}
            if not is_shipped:
                one["source"] = source
                conversation = {"tools": TOOLS, **conversation}
                one["conversation"] = conversation
            # As text, so that the order of keys is kept.
            one["conversation"] = json.dumps(one["conversation"], ensure_ascii=False)
            cases.append({**one, **render(source, conversation, bos, eos)})
    json.dump(cases, open(os.path.join(HERE, "rendered.json"), "w", encoding="utf-8"), ensure_ascii=False, indent=1)
    print(len(cases), "cases")


if __name__ == "__main__":
    main(sys.argv[1:])
