"""Reads rules, templates and words. Errors in them stop the start."""

from pathlib import Path

import yaml
from pydantic import TypeAdapter, ValidationError

from services.notify.model.wording import Audience, Catalogue, Rule, Template, Words
from shared.contracts.envelope import Event
from shared.contracts.intake import ContactChanged
from shared.contracts.names import naming_fields
from shared.contracts.registry import all_messages
from shared.province import Province
from shared.yaml_files import read_yaml

NEEDED = {Audience.OWNER: "umkm_id", Audience.DISTRICT: "district"}
"""The field of the event that names the recipient."""
_PROVINCE = "${province}"
_rules = TypeAdapter(tuple[Rule, ...])


def load_catalogue(notices: Path, words: Path, province: Province) -> Catalogue:
    """Raises ValueError with the file and the reason if something is wrong."""
    rules: dict[str, tuple[Rule, ...]] = {}
    try:
        for rule in _rules.validate_python(read_yaml(notices / "rules.yaml")):
            rules[rule.event] = (*rules.get(rule.event, ()), rule)
        catalogue = Catalogue(
            rules=rules,
            templates=_templates(notices / "templates", province),
            words=Words.model_validate(read_yaml(words)),
            province=province,
        )
    except (ValidationError, yaml.YAMLError) as error:
        raise ValueError(f"the data under {notices} or {words}: {error}") from error
    for each in (rule for some in rules.values() for rule in some):
        _check(each, catalogue)
    return catalogue


def _templates(folder: Path, province: Province) -> dict[tuple[str, int], Template]:
    """Files are named `<template>.<version>.yaml`. The province is named by `${province}`."""
    templates = {}
    for path in sorted(folder.glob("*.yaml")):
        name, _, version = path.stem.rpartition(".")
        if not name or not version.isdecimal():
            raise ValueError(f"{path} must be named <template>.<version>.yaml")
        template = Template.model_validate(read_yaml(path))
        named = {field: text.replace(_PROVINCE, province.name) for field, text in template}
        templates[name, int(version)] = template.model_copy(update=named)
    return templates


def _check(rule: Rule, catalogue: Catalogue) -> None:
    message = all_messages().get(rule.event)
    if message is None or not issubclass(message, Event):
        raise ValueError(f"{rule.event} is no event")
    if message is ContactChanged or rule.event.startswith("notify."):
        raise ValueError(f"{rule.event} makes no notice: it is private, or our own")
    versions = [version for each, version in catalogue.templates if each == rule.template]
    if not versions:
        raise ValueError(f"{rule.event} needs the template {rule.template}, which is not there")
    fields = set(message.model_fields) - set(naming_fields(message).values())
    if (needed := NEEDED.get(rule.to, "")) and needed not in fields:
        raise ValueError(f"{rule.event} has no {needed}, so it says nothing to its {rule.to}")
    if rule.unless and rule.unless not in fields:
        raise ValueError(f"{rule.event} has no {rule.unless}")
    known = fields | {f"{name}_en" for name in fields} | {"recipient_name"}
    known |= {"place", "place_en"} if "district" in fields else set()
    for version in versions:
        missing = catalogue.templates[rule.template, version].names() - known
        if missing:
            raise ValueError(
                f"{rule.template}.{version} asks for {sorted(missing)}, "
                f"which {rule.event} does not say"
            )
