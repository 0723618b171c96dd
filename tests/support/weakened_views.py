"""The projection with one part left out at a time, to show that the exploration would notice."""

from collections.abc import Collection, Sequence

from shared.plumbing.core.projection import Counts, Section, View, ViewChange
from tests.support.memory_views import MemoryViews
from tests.support.view_world import ViewDesign


class UnguardedViews(MemoryViews):
    """Saves whatever others saved meanwhile."""

    def lost_race(self, _change: ViewChange) -> bool:
        return False


class ForgetfulViews(MemoryViews):
    """Does not know up to which event a section was folded."""

    async def load(self, keys: Collection[str]) -> dict[str, View]:
        return {
            key: View(view.version, {n: Section(0, 0, s.state) for n, s in view.sections.items()})
            for key, view in (await super().load(keys)).items()
        }


class ApartViews(MemoryViews):
    """Writes the counters after the views, not with them."""

    async def write(self, changes: Sequence[ViewChange], counts: Counts) -> bool:
        written = await super().write(changes, {})
        if written:
            await self._pause()
            self.disk.counters.update(counts)
        return written


WEAKENED_VIEWS = {
    "the version is not guarded": ViewDesign(views=UnguardedViews),
    "repeats are not dropped": ViewDesign(views=ForgetfulViews),
    "counters are written apart": ViewDesign(views=ApartViews),
    "offsets are committed first": ViewDesign(commit_first=True),
    "a rebuild renames its collection under the old group": ViewDesign(renames=True),
}
