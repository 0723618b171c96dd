"""Everything that may be lost, doubled or changed in a programme, and the check that names it."""

from collections.abc import Callable
from dataclasses import replace

from shared.contracts import endorsement, intake, mentoring, notify
from shared.plumbing.core.aggregate import Outgoing
from story.reconcile.evidence import Aggregate, LetterLine, Mentors, RowOutcome
from tests.unit.story.world import (
    DISTRICT,
    GOOD,
    LETTER,
    NOW,
    POOR,
    ROUND,
    World,
)

Mischief = Callable[[World], object]
WAITS = "A UMKM waits only while no product has an HS code and no agency has heard of it"
PRIVATE = "No NIK, phone, e-mail, owner or street outside of the contact topic"
PHONE = b'{"id":"x","note":"hubungi 0812-3456-7890"}'


def lose(world: World, kind: str) -> None:
    """Take an event from the topics alone."""
    world.facts = [fact for fact in world.facts if fact.type != kind]


def lose_everywhere(world: World, kind: str) -> None:
    lose(world, kind)
    world.events = [event for event in world.events if event.type != kind]


def first(world: World, kind: str) -> int:
    return next(n for n, fact in enumerate(world.facts) if fact.type == kind)


def swap_two_events_of_one_ballot(world: World) -> None:
    one, two = first(world, endorsement.BallotOpened.type), first(world, endorsement.VoteCast.type)
    world.facts[one], world.facts[two] = world.facts[two], world.facts[one]


def change_the_bytes(world: World) -> None:
    world.facts[0] = replace(world.facts[0], raw=world.facts[0].raw + b" ")


def move_to_another_partition(world: World) -> None:
    place = first(world, endorsement.UmkmEndorsed.type)
    world.facts[place] = replace(world.facts[place], partition=3)


def publish_what_was_never_saved(world: World) -> None:
    raw = world.facts[0].raw.replace(b":1:0", b":99:0", 1)
    world.publish(Outgoing(world.facts[0].topic, ROUND, raw))


def forget_an_entry(world: World) -> None:
    ballot = world.aggregates["ballots", GOOD]
    world.aggregates["ballots", GOOD] = replace(ballot, entries=ballot.entries[1:])


def leave_pending(world: World) -> None:
    world.aggregates["ballots", GOOD] = replace(world.aggregates["ballots", GOOD], pending=True)


def write_a_phone_on_an_open_topic(world: World) -> None:
    world.topics.texts["notify.notice.v1"] = [PHONE]


def write_an_owner_on_an_open_topic(world: World) -> None:
    world.topics.texts["intake.nomination.v1"] = [b'{"reason":"usaha milik SITI RAHAYU"}']


def write_an_email_into_a_dead_letter(world: World) -> None:
    world.topics.texts["endorsement.ballot.v1.dlq"] = [b'{"to":"siti@contoh.example"}']


def endorse_twice(world: World) -> None:
    about = {"umkm_id": POOR, "round_id": ROUND, "business_name": "U", "district": "12.01"}
    world.say(
        "ballots",
        POOR,
        endorsement.BallotLapsed.model_validate(
            {**about, "policy_version": 1, "tally": {}, "decided_at": NOW, "due_at": NOW}
        ),
    )


def change_the_list(world: World) -> None:
    place = first(world, endorsement.UmkmPrioritised.type)
    changed = {**world.facts[place].data, "rank": 2}
    world.facts[place] = replace(world.facts[place], data=changed)


def forget_who_waits(world: World) -> None:
    head = first(world, endorsement.PriorityListPublished.type)
    changed = {**world.facts[head].data, "placed": 0}
    world.facts[head] = replace(world.facts[head], data=changed)


def place_the_rejected(world: World) -> None:
    place = first(world, endorsement.UmkmPrioritised.type)
    changed = {**world.facts[place].data, "umkm_id": POOR}
    world.facts[place] = replace(world.facts[place], data=changed)


def send_a_notice_twice_under_two_ids(world: World) -> None:
    world.mails["another"] += 1


def tell_the_wrong_recipient(world: World) -> None:
    key = next(k for k in world.aggregates if k[0] == "notices")
    notice = world.aggregates[key]
    content = {**notice.state["content"], "recipient": "umkm:somebody-else"}
    world.aggregates[key] = replace(notice, state={**notice.state, "content": content})


def say_overdue_without_publishing(world: World) -> None:
    about = {"umkm_id": GOOD, "business_name": "U", "district": "12.01"}
    world.say("journeys", GOOD, mentoring.StageOverdue(**about, stage="licensing", due_at=NOW))
    world.facts.pop()


def count_a_letter_that_was_refused(world: World) -> None:
    response = world.aggregates["responses", DISTRICT]
    world.aggregates["responses", DISTRICT] = replace(
        response, state={**response.state, "letters": 2}
    )


def let_wait(world: World, umkm: str, hs6: str | None = None) -> None:
    """Intake says that a UMKM waits for the HS code of its product."""
    standing = {"round_id": ROUND, "status": "commodity-open"}
    state = {"standings": [standing], "recommendation": {"products": [{"hs6": hs6}]}}
    before = world.aggregates.get(("nominations", umkm))
    waiting = before or Aggregate("intake", "nominations", umkm, 0, {}, ())
    world.aggregates["nominations", umkm] = replace(waiting, state=state)


MISCHIEFS: list[tuple[Mischief, str]] = [
    (lambda w: setattr(w, "lines", (2, 3, 4)), "Rows of the letters = rows answered"),
    (count_a_letter_that_was_refused, "Letters taken = letters counted"),
    (lambda w: w.answered.pop(2), "Every row has exactly one answer"),
    (lambda w: w.answered[2].append(RowOutcome("refused")), "Every row has exactly one answer"),
    (lambda w: w.answered.update({2: [RowOutcome("lost")]}), "Every answer is one that is known"),
    (lambda w: w.expected.update({LetterLine(LETTER, 3): RowOutcome("accepted")}), "Rows accepted"),
    (lambda w: w.answered.update({2: [RowOutcome("refused")]}), "Rows accepted = recommendations"),
    (
        lambda w: w.expected.update(
            {LetterLine(LETTER, 3): RowOutcome("refused", ("invalid-nik",))}
        ),
        "Refused: invalid-nik",
    ),
    (
        lambda w: w.expected.update({LetterLine(LETTER, 3): RowOutcome("accepted")}),
        "Every row became what the manifest says",
    ),
    (lambda w: lose_everywhere(w, intake.RoundOpened.type), "Districts asked"),
    (lambda w: lose_everywhere(w, intake.DistrictResponded.type), "Districts that answered"),
    (lambda w: lose_everywhere(w, intake.DistrictReminded.type), "Silent districts reminded"),
    (lambda w: lose(w, intake.UmkmRecommended.type), "Rows accepted = recommendations"),
    (lambda w: let_wait(w, "u-lost"), "Rows accepted = recommendations"),
    (lambda w: let_wait(w, GOOD), WAITS),
    (lambda w: let_wait(w, "u-coded", hs6="090111"), WAITS),
    (
        lambda w: lose_everywhere(w, endorsement.BallotOpened.type),
        "Recommendations = ballots opened",
    ),
    (lambda w: lose(w, endorsement.BallotOpened.type), "Every recommendation has its own ballot"),
    (lambda w: lose_everywhere(w, endorsement.UmkmRejected.type), "Outcomes = recommendations"),
    (lambda w: lose_everywhere(w, endorsement.UmkmRejected.type), "UMKM rejected"),
    (endorse_twice, "Every recommendation has exactly one outcome"),
    (lambda w: lose_everywhere(w, endorsement.VoteCast.type), "Votes of the agencies = answers"),
    (lambda w: lose(w, endorsement.CastVote.type), "Every vote has exactly one answer"),
    (lambda w: setattr(w, "capacity", 0), "Endorsed, up to the capacity = places"),
    (
        lambda w: lose_everywhere(w, endorsement.PriorityListPublished.type),
        "Priority lists published",
    ),
    (forget_who_waits, "Endorsed = places and those who wait"),
    (change_the_list, "The list is what its head says"),
    (place_the_rejected, "Only endorsed UMKM have a place, and one each"),
    (place_the_rejected, "Every place has its own journey"),
    (lambda w: lose_everywhere(w, mentoring.JourneyStarted.type), "Places = journeys started"),
    (lambda w: lose(w, mentoring.StageCompleted.type), "Stages completed"),
    (
        lambda w: lose_everywhere(w, mentoring.StageCompleted.type),
        "Ready means every stage is passed",
    ),
    (lambda w: setattr(w, "mentors", Mentors(ready=2)), "UMKM ready to export"),
    (lambda w: setattr(w, "mentors", Mentors(left=1)), "UMKM that left"),
    (lambda w: setattr(w, "mentors", Mentors(exported=2)), "Exports recorded"),
    (
        lambda w: w.say(
            "journeys",
            GOOD,
            mentoring.ExportReady(umkm_id=GOOD, business_name="U", district="12.01"),
        ),
        "Nobody is ready, leaves or first exports twice",
    ),
    (lambda w: lose(w, mentoring.ExportReady.type), "Only who is ready exports"),
    (
        lambda w: w.say(
            "journeys",
            GOOD,
            mentoring.StageOverdue(
                umkm_id=GOOD, business_name="U", district="12.01", stage="licensing", due_at=NOW
            ),
        ),
        "Every notice that is called for was made, and no other",
    ),
    (say_overdue_without_publishing, "Stages said to be overdue"),
    (tell_the_wrong_recipient, "Every notice that is called for was made, and no other"),
    (
        lambda w: lose_everywhere(w, notify.NoticeSent.type),
        "Every notice is sent or has failed, once",
    ),
    (lambda w: lose_everywhere(w, notify.NoticeSent.type), "Notices: umkm-recommended"),
    (lambda w: w.mails.popitem(), "E-mails in the inbox = notices said to be sent that way"),
    (send_a_notice_twice_under_two_ids, "E-mails in the inbox = notices said to be sent that way"),
    (lambda w: w.sunk.popitem(), "Messages in the sink = notices said to be sent that way"),
    (lambda w: lose(w, endorsement.UmkmEndorsed.type), "Events published = events stored"),
    (
        lambda w: lose(w, endorsement.UmkmEndorsed.type),
        "Every stored event is on its topic, in the same bytes",
    ),
    (change_the_bytes, "Every stored event is on its topic, in the same bytes"),
    (publish_what_was_never_saved, "Every published event is stored"),
    (lambda w: w.topics.contradictions.append("ballot/u:1:0"), "Repeats say the same"),
    (
        lambda w: w.facts.append(replace(w.facts[0], id="a-uuid")),
        "Event ids name aggregate, version and place",
    ),
    (swap_two_events_of_one_ballot, "First occurrences are in version order"),
    (move_to_another_partition, "All of one subject stays in one partition"),
    (lambda w: w.topics.unreadable.append("t/0/1"), "Every record can be read"),
    (forget_an_entry, "Histories have no gap and no message twice"),
    (leave_pending, "Nothing waits to be published"),
    (lambda w: w.topics.dead_letters.update(["intake.nomination.v1"]), "No dead letters"),
    (write_a_phone_on_an_open_topic, PRIVATE),
    (write_an_owner_on_an_open_topic, PRIVATE),
    (write_an_email_into_a_dead_letter, PRIVATE),
]
