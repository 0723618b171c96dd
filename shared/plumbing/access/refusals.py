"""Why a token or key opens nothing."""


class TokenRefused(Exception):  # noqa: N818 - an answer, not a failure
    """It opens nothing. The reason is a code without any part of the token."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
