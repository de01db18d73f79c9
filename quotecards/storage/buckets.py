"""S3, Google and Azure as a file system of fsspec's, over obstore's plain calls.

obstore has one of its own, but that calls back from other threads, which now and then kills a process at
its end; nor does it say of what kind an object is, by which a browser knows a page from a picture.
"""

from __future__ import annotations

import mimetypes
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import obstore
from fsspec import AbstractFileSystem
from obstore.store import from_url

# With these a request is given up on 12 to 16 seconds after the server has gone (waits are drawn by lot).
RETRIES, FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 10, 0.5, 4
ANSWER_SECONDS = 60


class Buckets(AbstractFileSystem):  # type: ignore[misc] # fsspec has no types
    """All buckets of one kind of storage; a path is BUCKET/KEY. `plain`: also without TLS."""

    cachable = False

    def __init__(self, scheme: str, *, plain: bool) -> None:
        super().__init__()
        ways: dict[str, Any] = {
            "client_options": {"allow_http": plain, "timeout": timedelta(seconds=ANSWER_SECONDS)},
            "retry_config": {
                "max_retries": RETRIES,
                "retry_timeout": timedelta(seconds=ANSWER_SECONDS),
                "backoff": {
                    "init_backoff": timedelta(seconds=FIRST_WAIT_SECONDS),
                    "max_backoff": timedelta(seconds=LONGEST_WAIT_SECONDS),
                    "base": 2,
                },
            },
        }
        self._bucket = cache(lambda name: from_url(f"{scheme}://{name}", **ways))

    def cat_file(self, path: str, start: int | None = None, end: int | None = None) -> bytes:
        """An object's bytes, or those from one offset up to another."""
        if start is None or end is None:
            return obstore.get(*self._found(path)).bytes().to_bytes()
        return obstore.get_range(*self._found(path), start=start, end=end).to_bytes()

    def pipe_file(self, path: str, value: bytes | Path) -> None:
        """Bytes, or a file's, become an object, which is there when it is whole."""
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        obstore.put(*self._found(path), value, attributes={"Content-Type": kind})

    def put_file(self, lpath: str, rpath: str) -> None:
        """A file's bytes become an object."""
        self.pipe_file(rpath, Path(lpath))

    def isfile(self, path: str) -> bool:
        """Whether there is such an object.

        Raises:
            FileNotFoundError: there is none.

        """
        obstore.head(*self._found(path))
        return True

    def info(self, path: str) -> dict[str, Any]:
        """Length and kind of an object, or of what lies below a name.

        Raises:
            FileNotFoundError: there is neither.

        """
        try:
            return {"name": path, "size": obstore.head(*self._found(path))["size"], "type": "file"}
        except FileNotFoundError:
            self.ls(path)
            return {"name": path, "size": 0, "type": "directory"}

    def ls(self, path: str, detail: bool = True) -> list[Any]:
        """What lies right below a name.

        Raises:
            FileNotFoundError: nothing does.

        """
        store, key = self._found(path)
        listed = obstore.list_with_delimiter(store, key)
        folders = [(name, 0, "directory") for name in listed["common_prefixes"]]
        files = [(one["path"], one["size"], "file") for one in listed["objects"]]
        if not folders + files:
            raise FileNotFoundError(path)
        name = path.partition("/")[0]
        facts = [{"name": f"{name}/{one}", "size": size, "type": kind} for one, size, kind in folders + files]
        return facts if detail else [one["name"] for one in facts]

    def rm(self, paths: list[str]) -> None:
        """Objects of one bucket are gone."""
        obstore.delete(self._found(paths[0])[0], [self._found(path)[1] for path in paths])

    def _found(self, path: str) -> tuple[Any, str]:
        name, _, key = path.partition("/")
        return self._bucket(name), key
