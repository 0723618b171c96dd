"""Errors for users. Each is one sentence that says what to do."""


class PlatformError(Exception):
    """Shown without a traceback."""


class Unsupported(PlatformError):  # noqa: N818 - named by what happened
    """The embedded engines do not run on this machine."""


class DataFolderBusy(PlatformError):  # noqa: N818 - named by what happened
    """Another platform runs on the same data folder."""


class EngineMissing(PlatformError):  # noqa: N818 - named by what happened
    """An engine is not available. For Kafka the stand-in may be used."""


class StartFailed(PlatformError):  # noqa: N818 - named by what happened
    """A program ended, or was not ready in time."""
