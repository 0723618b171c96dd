"""Runs the command line. A fault that a user can repair is one sentence."""

import sys

from cli.app import app


def main() -> None:
    try:
        answer = app(result_action="return_value")
    except Exception as failure:
        # Imported here, so that commands without a platform start fast.
        from deploy.embedded.errors import PlatformError  # noqa: PLC0415
        from shared.province import PackError  # noqa: PLC0415

        if not isinstance(failure, PlatformError | PackError):
            raise
        sys.exit(f"sentra: {failure}")
    sys.exit(answer if isinstance(answer, int) else 0)


if __name__ == "__main__":
    main()
