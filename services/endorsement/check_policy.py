"""python -m services.endorsement.check_policy FILE [--json]: judges a policy file.

Prints its version, or with `--json` the policy as the service reads it. Faults go to stderr.
"""

import sys
from pathlib import Path

import yaml
from pydantic import ValidationError

from services.endorsement.model.policies import Policy, load_policies, with_names
from services.endorsement.settings import POLICIES
from shared.province.settings import chosen_province
from shared.yaml_files import read_yaml


def insist_on_new(policy: Policy) -> None:
    """Raises ValueError if its version was shipped with other content."""
    used = load_policies(POLICIES, chosen_province().agencies).get(policy.version)
    if used and used != policy:
        raise ValueError(
            f"Version {policy.version} exists already and says something else: a version that "
            "was used is never edited. Take the next number."
        )


def read_policy(path: Path) -> Policy:
    """Raises ValueError with one line for each fault."""
    try:
        named = with_names(read_yaml(path), chosen_province().agencies)
        return Policy.model_validate(named)
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}.") from error
    except yaml.YAMLError as error:
        raise ValueError(f"{path} is not YAML: {error}") from error
    except ValidationError as error:
        faults = "\n".join(f"  {_place(each['loc'])}: {each['msg']}" for each in error.errors())
        raise ValueError(f"{path} is no policy:\n{faults}") from error


def _place(place: tuple[int | str, ...]) -> str:
    return ".".join(map(str, place)) or "policy"


def answer(path: Path, *, as_json: bool) -> str:
    """Raises ValueError. A simulation may use a version that exists already."""
    policy = read_policy(path)
    if as_json:
        return policy.model_dump_json()
    insist_on_new(policy)
    return f"{path} is version {policy.version}, with {len(policy.agencies)} agencies."


def main() -> None:
    try:
        sys.stdout.write(answer(Path(sys.argv[1]), as_json="--json" in sys.argv[2:]) + "\n")
    except ValueError as fault:
        sys.exit(str(fault))


if __name__ == "__main__":
    main()
