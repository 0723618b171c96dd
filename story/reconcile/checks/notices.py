"""Every event that calls for a notice made exactly one for each recipient, and it left once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from shared.contracts.notify import Channel, NoticeFailed, NoticeSent
from story.reconcile.evidence import EventRecord, RunEvidence
from story.reconcile.result import Check, none, same

RULES = Path(__file__).parents[3] / "services" / "notify" / "notices" / "rules.yaml"
COLLECTION = "notices"


class NoticeRule(NamedTuple):
    event: str
    to: str
    template: str
    unless: str = ""


class ExpectedNotice(NamedTuple):
    template: str
    about: str
    recipient: str


@cache
def notify_rules() -> tuple[NoticeRule, ...]:
    """Who is told of what: the data of notify, applied here by other code."""
    rows: list[dict[str, str]] = yaml.safe_load(RULES.read_text())
    return tuple(
        NoticeRule(row["event"], row["to"], row["template"], row.get("unless", "")) for row in rows
    )


def check_notices(evidence: RunEvidence, rules: Iterable[NoticeRule] | None = None) -> list[Check]:
    announced = evidence.topics.of(NoticeSent.type, NoticeFailed.type)
    states = evidence.collections.states(COLLECTION)
    expected = Counter(_called_for(evidence, rules or notify_rules()))
    made = Counter(_notice(state["content"]) for state in states)
    ended = Counter(_notice(fact.data) for fact in announced)
    return [
        *_by_template(expected, ended, made),
        none(
            "Every notice that is called for was made, and no other",
            [" ".join(each) for each in sorted({*(expected - made), *(made - expected)})],
            "by template, subject and recipient",
        ),
        none(
            "Every notice is sent or has failed, once",
            [" ".join(each) for each in sorted({*(made - ended), *(ended - made)})],
            "told on the topic of notices",
        ),
        *_check_deliveries(evidence, announced),
    ]


def _called_for(evidence: RunEvidence, rules: Iterable[NoticeRule]) -> Iterator[ExpectedNotice]:
    by_event: dict[str, list[NoticeRule]] = {}
    for rule in rules:
        by_event.setdefault(rule.event, []).append(rule)
    for fact in evidence.topics.facts:
        for rule in by_event.get(fact.type, ()):
            if fact.data.get(rule.unless):
                continue
            for recipient in _recipients(rule, fact.data, evidence):
                yield ExpectedNotice(rule.template, fact.key, recipient)


def _recipients(rule: NoticeRule, data: Mapping[str, Any], evidence: RunEvidence) -> list[str]:
    match rule.to:
        case "owner":
            return [f"umkm:{data['umkm_id']}"]
        case "district":
            return [f"district:{data['district']}"]
        case "every-district":
            return [f"district:{code}" for code in evidence.districts]
        case "every-agency":
            return [f"agency:{agency}" for agency in evidence.agencies]
    raise ValueError(f"nobody here knows who {rule.to!r} is")


def _notice(data: Mapping[str, Any]) -> ExpectedNotice:
    return ExpectedNotice(str(data["template"]), str(data["about"]), str(data["recipient"]))


def _by_template(
    expected: Counter[ExpectedNotice],
    ended: Counter[ExpectedNotice],
    made: Counter[ExpectedNotice],
) -> list[Check]:
    totals = [
        Counter(notice.template for notice in each.elements()) for each in (expected, ended, made)
    ]
    return [
        same(
            f"Notices: {template}",
            "called for; sent or failed; made",
            letters=totals[0][template],
            topics=totals[1][template],
            collections=totals[2][template],
        )
        for template in sorted({*totals[0], *totals[1], *totals[2]})
    ]


def _check_deliveries(evidence: RunEvidence, announced: list[EventRecord]) -> list[Check]:
    sent = [fact for fact in announced if fact.type == NoticeSent.type]
    by_mail = {f.data["notice_id"] for f in sent if f.data["channel"] == Channel.EMAIL}
    otherwise = {f.data["notice_id"] for f in sent} - by_mail
    return [
        _delivered("E-mails in the inbox", by_mail, evidence.deliveries.mails),
        _delivered("Messages in the sink", otherwise, evidence.deliveries.sunk),
    ]


def _delivered(name: str, announced: set[str], delivered: Counter[str]) -> Check:
    """A notice may have left twice when its process died over it, but under the same id."""
    twice = delivered.total() - len(delivered)
    differing = {*delivered} ^ announced
    return none(
        f"{name} = notices said to be sent that way",
        sorted(differing),
        f"by notice id; {twice} came twice",
        letters=len(delivered),
        topics=len(announced),
    )
