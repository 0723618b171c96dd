"""The load: endorsed ballots in all districts, straight into the collection of endorsement."""

import random
from collections.abc import Iterator

from bench.lists.endorsed import an_endorsed, as_document
from services.endorsement.model.ballots import Ballot
from shared.plumbing.mongo import connect
from shared.province.settings import chosen_province

DATABASE = "sentra_endorsement"
PORTION = 5_000
_NAMES = ("UD Na'i Ro'bot Sipirok", "Kopi Lintong Ni Huta", "Bagas Gulö", "=Ulos & Tenun #1")
_GOODS = ("090111", "130190", "621490", "460219")


def ballots(count: int, seed: int) -> Iterator[Ballot]:
    """Many with the same score, and some with none, as real votes give."""
    chance, districts = random.Random(seed), sorted(chosen_province().names)
    for number in range(count):
        yield an_endorsed(
            f"umkm-{number:08}",
            name=f"{chance.choice(_NAMES)} {number}",
            district=chance.choice(districts),
            score=None if chance.random() < 0.02 else chance.randint(120, 200) / 2,
            minute=chance.randrange(20_000),
            hs6=chance.sample(_GOODS, chance.randint(1, 2)),
        )


async def put(mongo_url: str, count: int, seed: int) -> None:
    client, database = connect(mongo_url, DATABASE, retry_writes=True)
    portion = []
    for ballot in ballots(count, seed):
        portion.append(as_document(ballot))
        if len(portion) == PORTION:
            await database.ballots.insert_many(portion, ordered=False)
            portion = []
    if portion:
        await database.ballots.insert_many(portion, ordered=False)
    client.close()
