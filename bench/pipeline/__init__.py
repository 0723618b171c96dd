"""The whole path of one service against a bare loop and against a textbook service."""
