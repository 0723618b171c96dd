"""The page on which a person chooses a trial account."""

import html
from collections.abc import Mapping


def login_page(users: Mapping[str, str], login: Mapping[str, str]) -> str:
    kept = "".join(
        f'<input type="hidden" name="{name}" value="{html.escape(value)}">'
        for name, value in login.items()
    )
    buttons = "".join(
        f'<button name="user" value="{html.escape(user)}">{html.escape(name)}</button>'
        for user, name in users.items()
    )
    return f"""<!doctype html><html lang="id"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Masuk — Sentra</title>
<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}}
button{{display:block;width:100%;min-height:3rem;margin:.4rem 0;font:inherit;text-align:left;
padding:.5rem 1rem}}</style>
<h1>Masuk sebagai siapa?</h1>
<p>Ini akun percobaan di komputer ini, tanpa kata sandi. <span lang="en">These are trial accounts
on this machine, without passwords.</span></p>
<form method="post" action="/authorize">{kept}{buttons}</form></html>"""
