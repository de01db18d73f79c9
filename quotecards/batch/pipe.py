"""Messages between a process and the one that watches over it: pickled, each with its length before it."""

from __future__ import annotations

import pickle
from typing import Any, BinaryIO


def send(stream: BinaryIO, message: object) -> None:
    """A message goes into a pipe, with its length before it."""
    content = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(len(content).to_bytes(8, "big") + content)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """The next message of a pipe.

    Raises:
        EOFError: the other side is gone.

    """
    head = stream.read(8)
    length = int.from_bytes(head, "big")
    content = stream.read(length) if len(head) == 8 else b""
    if len(head) < 8 or len(content) < length:
        raise EOFError
    return pickle.loads(content)  # noqa: S301 - our own process is at the other end
