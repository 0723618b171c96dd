"""`docs/access.md`: who may use which door, from the declarations of the services."""

from collections.abc import Iterable, Iterator

from shared.plumbing.http.doors import Door
from shared.plumbing.run.operations import router as operations
from shared.plumbing.run.service import Service

HEAD = """# Access

`./sentra docs` writes this page; the tables come from the declarations of the doors.

**Accounts are not compulsory yet.** A request without `Authorization` may still do everything, so
keep the ports behind a gateway. A request *with* a token or key gets what this page says, and no
more. `officer`, `by` and `mentor` in a body are not compared with the account yet, except the
mentor of a visit and of a passed item. Kafka and MongoDB have no accounts in the embedded stack;
elsewhere services connect to Kafka with accounts ([operations](operations/README.md)).

## How a caller shows who it is

`Authorization: Bearer <token>`, at every service alike. A portal sends on the token of the person.

| caller | token | where it is listed |
|---|---|---|
| person | access token (JWT) of an OpenID provider | `SENTRA_ISSUERS`, read at the start |
| machine | API key, `sentra_<id>_<secret>` | `SENTRA_KEYS`, read again whenever it changes |

`./sentra key new agency --reach bi --name "Bank Indonesia" --file keys.yaml` makes a key and prints
it once; `key list` and `key revoke` do the rest. The file holds hashes.

The embedded platform (`./sentra up`, `demo`) has an issuer of its own, at the address that it
shows as *Accounts*: discovery, code with PKCE (client `sentra-portal`, redirect to this machine
only), client credentials, one user for each role, district and agency, no passwords. So it runs
only there. `./sentra token district --district 12.01` prints a token for 15 minutes:

```sh
curl -H "Authorization: Bearer $(./sentra token district --district 12.01)" \\
  http://127.0.0.1:8001/rounds
```

The commands of `./sentra` fetch tokens there by themselves, and the story of `./sentra demo` plays
each district and mentor with its own. For a platform elsewhere, `SENTRA_TOKEN_FILE` names a file
with a token or key; `examples/agency/http_client.py` reads it too.

The file of issuers:

```yaml
issuers:
- name: province              # part of every caller's id, so it must stay
  issuer: https://id.sumutprov.go.id/realms/sentra   # exactly as in `iss`
  audience: sentra            # must be in `aud`
  algorithms: [RS256]         # also RS384, RS512, PS*, ES256, ES384, ES512, EdDSA; never HS*
  roles: {petugas-provinsi: province, petugas-daerah: district}   # its words -> ours
  claims:                     # where the claims stand; these are Keycloak's
    roles: realm_access.roles
    name: preferred_username
    district: district
    agency: agency
    mentor: mentor
```

Zitadel's roles stand in `urn:zitadel:iam:org:project:roles`. A role that is not listed opens
nothing, and neither does a role without its reach. `exp`, `nbf`, `iat`, `iss`, `aud` and `sub` are
checked by the clock of the machine, with 30 seconds of tolerance. A token with a `nonce`, or whose
`typ` is not `Bearer`, is no access token. Keys of the provider are kept; for an unknown `kid` it is
asked again, every 30 seconds at most. While it is away, known keys go on working.

## What a caller gets

| answer | why |
|---|---|
| 401 `bad-token`, `expired`, `unknown-key` | the token or key is not valid |
| 403 `forbidden` | the account is not for this door, or the request names another's reach |
| 404 | the object is another's; the answer is the same as if there were none |
| 503 `try-again` | no key of the provider is known yet, and it is away |

Lists show what is within reach. Agencies see dossiers without the owner.

## Who did what

The history of a dossier or a journey names the account of each change in `actor`: `key/<id>`,
`<issuer>/<subject>`, `agency-<id>` for a vote by Kafka, `job/<name>` for a timer. A letter acts for
each of its rows as the account that sent it. Events never carry it.

## Roles

| role | reach | its account |
|---|---|---|
| `province` | everything | officers of the trade office |
| `district` | one district, by its code with the dot | officers of a district |
| `agency` | one agency | officers and systems of an agency |
| `mentor` | the journeys that name it | mentors |
| `owner` | one UMKM | its owner |
| `operations` | the services, no dossier | who runs Sentra |
| `auditor` | everything, masked; writes nothing | inspectors |

## Doors

*district of {district}*: only if the path or the query names the caller's own. *by object*: only if
the object belongs to the caller.
"""


def access_page(services: Iterable[Service]) -> str:
    """One table for each service. Every service has the doors of operations too."""
    services = list(services)
    parts = [HEAD, *_table("Every service", operations(services[0]).doors)]
    for service in services:
        parts += _table(service.name, [door for doors, _ in service.doors for door in doors.doors])
    return "\n".join(parts) + "\n"


def _table(title: str, doors: Iterable[Door]) -> Iterator[str]:
    yield f"### {title}\n"
    yield "| door | for |"
    yield "|---|---|"
    for door in doors:
        yield f"| `{door.method} {door.path}` | {', '.join(map(str, door.to))} |"
    yield ""
