"""The OpenID provider of an embedded platform. On this machine everybody may be anybody.

It runs only with SENTRA_ENV=embedded. It has a user for each role and reach, without passwords,
and gives tokens to programs that can read the secret of the data folder.
"""

import argparse
import json
import sys
from pathlib import Path

import uvicorn
from joserfc.jwk import ECKey

from deploy.embedded.accounts import is_embedded
from deploy.embedded.local_http import HOST
from deploy.embedded.oidc import ALGORITHM, KEY_ID, EmbeddedIssuer
from deploy.embedded.places import Places, write_whole
from shared.province.settings import chosen_province


def users_of_province() -> dict[str, str]:
    """One for each role, district and agency."""
    province = chosen_province()
    users = {
        "province": f"Petugas provinsi ({province.name})",
        "mentor pendamping-1": "Pendamping (pendamping-1)",
        "operations": "Operator sistem",
        "auditor": "Pemeriksa",
    }
    users |= {f"agency {key}": name for key, name in province.agencies.items()}
    return users | {f"district {code}": f"{name} ({code})" for code, name in province.names.items()}


def signing_key(file: Path) -> ECKey:
    """Of this data folder, so that tokens outlive a restart."""
    if file.exists():
        return ECKey.import_key(json.loads(file.read_text()))
    key = ECKey.generate_key("P-256", {"kid": KEY_ID, "alg": ALGORITHM, "use": "sig"})
    write_whole(file, json.dumps(key.as_dict(private=True)) + "\n")
    return key


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data", type=Path, required=True)
    chosen = parser.parse_args()
    if not is_embedded():
        sys.exit("This issuer asks for no password: it runs only with SENTRA_ENV=embedded.")
    places = Places.of(chosen.data)
    issuer = EmbeddedIssuer(
        f"http://{HOST}:{chosen.port}",
        signing_key(places.signing_key),
        places.client_secret.read_text().strip(),
        users_of_province(),
    )
    uvicorn.run(issuer.app(), host=HOST, port=chosen.port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
