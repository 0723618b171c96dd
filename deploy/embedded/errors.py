"""What can go wrong for a user, each as one sentence that says what to do."""


class PlatformError(Exception):
    """Shown as it is, without a traceback."""


class Unsupported(PlatformError):  # noqa: N818 - named by what happened
    """The embedded engines do not run on this machine."""


class DataFolderBusy(PlatformError):  # noqa: N818 - named by what happened
    """Another platform runs on the same data folder."""


class EngineMissing(PlatformError):  # noqa: N818 - named by what happened
    """An engine cannot be had here; for Kafka the stand-in may be taken instead."""


class StartFailed(PlatformError):  # noqa: N818 - named by what happened
    """A program ended, or was not ready in time."""
