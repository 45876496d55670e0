"""The read-only server of the server's own tests."""

from tests.server.conftest import served_workspace, server

__all__ = ["served_workspace", "server"]
