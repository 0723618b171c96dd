"""`./sentra sample`: writes letters as 33 district offices would send them."""

from pathlib import Path

from folder.letters import MANIFEST
from story.sample.letters import DEFAULT_SEED, write_letters
from story.sample.manifest import ExpectedOutcome


def sample(
    folder: Path = Path("letters"),
    *,
    letters: int = 33,
    rows: int = 100,
    seed: int = DEFAULT_SEED,
) -> int:
    """Write sample letters, mess of real life included, and what must become of each row.

    Parameters
    ----------
    folder
        Where to write; made if it is not there.
    letters
        How many districts answer, 1 to 33.
    rows
        How many UMKM each letter names.
    seed
        The same seed gives the same bytes.

    """
    try:
        manifest = write_letters(folder, letters=letters, rows=rows, seed=seed)
    except (ValueError, OSError) as error:
        print(f"No letters were written: {error}.")
        return 1
    counted = manifest.counted()
    accepted, refused, duplicates = (counted[outcome] for outcome in ExpectedOutcome)
    print(
        f"{len(manifest.letters)} letters, {sum(counted.values()):,} rows in {folder}: "
        f"{accepted:,} to be accepted, {refused:,} refused, {duplicates:,} duplicates; "
        f"{manifest.count_waiting():,} of the accepted "
        f"wait for the HS code of their product. {MANIFEST} says which."
    )
    return 0
