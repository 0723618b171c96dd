"""Kafka that asks who is there: accounts by SCRAM, and nobody may do what no rule allows."""

import asyncio
import base64
import secrets
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.protocol.admin import CreateAclsRequest

from deploy.accounts import Grant, Operation, Resource
from deploy.embedded.children import Child
from deploy.embedded.kafka import java, kafka_program, server_properties
from deploy.embedded.places import Places
from deploy.embedded.ports import Ports

ADMIN = "admin"
TYPES = {Resource.TOPIC: 2, Resource.GROUP: 3, Resource.CLUSTER: 4}
OPERATIONS = {Operation.READ: 3, Operation.WRITE: 4, Operation.CREATE: 5}
LITERAL, PREFIXED, ALLOW = 3, 4, 3
LOGIN = "org.apache.kafka.common.security.scram.ScramLoginModule"


@dataclass(frozen=True)
class Secured:
    """A broker, and the passwords of its accounts."""

    bootstrap: str
    passwords: Mapping[str, str]

    def account(self, name: str) -> dict[str, str]:
        return {
            "bootstrap_servers": self.bootstrap,
            "security_protocol": "SASL_PLAINTEXT",
            "sasl_mechanism": "SCRAM-SHA-512",
            "sasl_plain_username": name,
            "sasl_plain_password": self.passwords[name],
        }

    @asynccontextmanager
    async def admin(self) -> AsyncIterator[AIOKafkaAdminClient]:
        admin = AIOKafkaAdminClient(**self.account(ADMIN))
        await admin.start()
        try:
            yield admin
        finally:
            await admin.close()

    async def allow(self, account: str, grants: Iterable[Grant]) -> None:
        """Do what the commands of `./sentra agency add` do, without Kafka's command line."""
        async with self.admin() as admin:
            for grant in grants:
                request = CreateAclsRequest(
                    TYPES[grant.resource],
                    grant.name,
                    PREFIXED if grant.prefixed else LITERAL,
                    f"User:{account}",
                    "*",
                    OPERATIONS[grant.operation],
                    ALLOW,
                )  # fmt: skip
                answer = await admin._send_request(request)
                assert [code for code, _ in answer.creation_responses] == [0], answer


@asynccontextmanager
async def secured_kafka(folder: Path, accounts: Iterable[str]) -> AsyncIterator[Secured]:
    places = Places.of(folder)
    places.make()
    ports = Ports(places.ports_file, {})
    port, controller = ports.of("kafka"), ports.of("kafka-controller")
    passwords = {name: secrets.token_hex(8) for name in (ADMIN, *accounts)}
    settings = places.run / "kafka.properties"
    plain = server_properties(places.kafka, port, controller)
    settings.write_text(plain + "".join(_secured(plain, passwords[ADMIN])))
    await _format(settings, passwords)
    broker = Child(kafka_program(places, port), places.logs, changed=lambda: None)
    try:
        await broker.start()
        yield Secured(f"127.0.0.1:{port}", passwords)
    finally:
        await broker.stop()


def _secured(plain: str, password: str) -> Iterable[str]:
    """Later lines of a properties file win; the port of the controller is ours alone."""
    for line in plain.splitlines():
        name, _, value = line.partition("=")
        if "listener" in name and "controller.listener" not in name:
            yield f"{name}={value.replace('PLAINTEXT', 'SASL_PLAINTEXT', 1)}\n"
    settings = {
        "listener.security.protocol.map": "SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
        "sasl.enabled.mechanisms": "SCRAM-SHA-512",
        "sasl.mechanism.inter.broker.protocol": "SCRAM-SHA-512",
        "listener.name.sasl_plaintext.scram-sha-512.sasl.jaas.config": (
            f'{LOGIN} required username="{ADMIN}" password="{password}";'
        ),
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "super.users": f"User:{ADMIN};User:ANONYMOUS",
    }
    for name, value in settings.items():
        yield f"{name}={value}\n"


async def _format(settings: Path, passwords: Mapping[str, str]) -> None:
    cluster = base64.urlsafe_b64encode(secrets.token_bytes(16)).decode().rstrip("=")
    accounts = [
        f"--add-scram=SCRAM-SHA-512=[name={name},password={password}]"
        for name, password in passwords.items()
    ]
    process = await asyncio.create_subprocess_exec(
        *(*java(), "kafka.tools.StorageTool", "format", f"--cluster-id={cluster}"),
        *("-c", str(settings), *accounts),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    assert process.returncode == 0, output.decode(errors="replace")
