"""python -m services.endorsement.check_policy FILE: says whether a file is a usable policy."""

import sys
from pathlib import Path

import yaml
from pydantic import ValidationError

from services.endorsement.model.policies import Policy
from services.endorsement.settings import POLICIES
from shared.plumbing.core.versioned import load_versions, read_yaml


def checked(path: Path) -> Policy:
    """Raises ValueError with one line for each fault."""
    policy = _read(path)
    used = load_versions(POLICIES, Policy).get(policy.version)
    if used and used != policy:
        raise ValueError(
            f"Version {policy.version} exists already and says something else: a version that "
            "was used is never edited. Take the next number."
        )
    return policy


def _read(path: Path) -> Policy:
    try:
        return Policy.model_validate(read_yaml(path))
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}.") from error
    except yaml.YAMLError as error:
        raise ValueError(f"{path} is not YAML: {error}") from error
    except ValidationError as error:
        faults = "\n".join(f"  {_place(each['loc'])}: {each['msg']}" for each in error.errors())
        raise ValueError(f"{path} is no policy:\n{faults}") from error


def _place(place: tuple[int | str, ...]) -> str:
    return ".".join(map(str, place)) or "policy"


def main() -> None:
    path = Path(sys.argv[1])
    try:
        policy = checked(path)
    except ValueError as fault:
        sys.exit(str(fault))
    sys.stdout.write(f"{path} is version {policy.version}, with {len(policy.agencies)} agencies.\n")


if __name__ == "__main__":
    main()
