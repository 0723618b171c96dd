"""The list of all commands of `./sentra`, and which room offers each.

A command is imported when it is called, so help is fast.
"""

from cyclopts import App, Parameter

app = App(
    name="sentra",
    help="An export centre's event-driven platform: districts recommend, agencies endorse, "
    "mentors accompany UMKM to export.",
    version_flags=[],
    default_parameter=Parameter(negative=""),
)

COMMANDS = {
    "demo": (
        "story.demo:demo",
        "Play a whole programme on real input, and leave the platform running.",
    ),
    "up": ("cli.up:up", "Run the platform until Ctrl-C."),
    "status": ("cli.status:status", "Show what runs, and how it is."),
    "sample": (
        "story.sample.command:sample",
        "Write letters of the districts, as they would be typed.",
    ),
    "import": (
        "cli.importing.command:import_",
        "Send files of the districts, and watch them being read.",
    ),
    "headings": (
        "cli.headings:app",
        "List and forget what officers said of the columns of their letters.",
    ),
    "policy": ("cli.policy:app", "Check a voting policy, and see what it would change."),
    "province": ("cli.province:province", "Check the folder of a province."),
    "check": ("cli.check:check", "Check what must hold before the tests run; --fix repairs."),
    "test": ("cli.test:test", "Run the tests; further words go to pytest."),
    "bench": ("bench.command:app", "Measure, against honest opponents."),
    "replay": ("cli.replay:replay", "Publish everything again from the histories."),
    "rebuild": ("cli.rebuild:rebuild", "Build the views of services again from the topics."),
    "dlq": ("cli.dlq:app", "List, show and re-drive dead letters."),
    "agency": ("cli.agency:app", "Print what gives an agency its topic, account and rights."),
    "token": ("cli.token:token", "Print a token for a role, from the platform that runs here."),
    "key": ("cli.keys:app", "Make, list and revoke API keys of machines."),
    "contract": (
        "cli.contract:app",
        "Hold messages against the contract before they are sent.",
    ),
    "docs": ("cli.docs:docs", "Generate the schemas and AsyncAPI from the contracts."),
    "lock": ("cli.lock:lock", "Write the hash-locked requirements anew."),
}
for name, (path, sentence) in COMMANDS.items():
    app.command(path, name=name, help=sentence)
