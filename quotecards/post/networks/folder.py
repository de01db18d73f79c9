"""No network but a folder: picture, caption and alt text laid out for posting by hand.

Exactly once: the folder of a post is filled under a temporary name and renamed to one that follows from
the intent, so it is there whole or not at all, and a second time finds the first.
"""

from __future__ import annotations

import base64
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from quotecards.datafiles import home
from quotecards.errors import OutputError, Refused
from quotecards.files import make_folder, refused, slug, write
from quotecards.post.limits import limits
from quotecards.post.networks import proofs
from quotecards.post.seam import Intent, Proof, Sent, Standing

if TYPE_CHECKING:
    from quotecards.post.seam import Account, Limits, Moment, Network, Payload
    from quotecards.post.wire import Wire

_ENDS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


def network(wire: Wire) -> Network:  # noqa: ARG001 - it goes nowhere
    """A folder needs no way out."""
    return Folder()


class Folder:
    """A folder of posts; the account's "path", or "by-hand" in the user's folder."""

    name = "folder"
    settle_seconds = 0.0
    media_seconds = 3600.0

    def limits(self, account: Account) -> Limits:  # noqa: ARG002 - the same for everyone
        return limits(self.name)

    def upload(self, payload: Payload, uploaded: tuple[str, ...], account: Account) -> str | None:  # noqa: ARG002 - nothing goes ahead
        return None

    def prepare(
        self,
        payload: Payload,
        uploaded: tuple[str, ...],  # noqa: ARG002 - nothing went ahead
        account: Account,
        moment: Moment,
    ) -> Intent:
        """The files of the post, as JSON with their bytes in base64."""
        named = [f"{number}." + _ENDS.get(one.kind, "bin") for number, one in enumerate(payload.pictures, 1)]
        alts = "\n\n".join(picture.alt for picture in payload.pictures)
        files = {
            **{name: one.content for name, one in zip(named, payload.pictures, strict=True)},
            "caption.txt": f"{payload.text}\n".encode(),
            "alt.txt": f"{alts}\n".encode(),
        }
        place = f"{moment.now:%Y-%m-%d}-{slug(payload.text, 40)}-{moment.token[:8]}"
        return Intent(
            network=self.name,
            method="WRITE",
            url=str(_root(account).absolute() / place),
            headers=(),
            body=json.dumps(
                {name: base64.b64encode(content).decode() for name, content in files.items()}
            ).encode(),
            key=place,
            at=moment.now.isoformat(),
        )

    def send(self, intent: Intent, account: Account) -> Sent:
        """The files are written, all or none."""
        target = Path(intent.url)
        temporary = target.with_name(f".{target.name}.tmp")
        try:
            if not target.exists():
                shutil.rmtree(temporary, ignore_errors=True)
                for name, content in _files(intent).items():
                    write(temporary / name, content)
                temporary.rename(target)
        except OutputError as error:
            raise Refused(error.what, where=error.where, remedy=error.remedy) from error
        except OSError as error:
            problem = refused(error, target)
            raise Refused(problem.what, where=problem.where, remedy=problem.remedy) from error
        found = self.find(intent, account)
        if found is None:
            raise Refused("the folder was removed while it was filled.", where=str(target))
        return found

    def find(self, intent: Intent, account: Account) -> Sent | None:  # noqa: ARG002 - the place stands in the intent
        """The post's folder, compared file by file."""
        target = Path(intent.url)
        if not target.is_dir():
            return None
        files = _files(intent)
        seen = {name: (target / name).read_bytes() if (target / name).is_file() else b"" for name in files}
        return Sent(
            id=target.name,
            url=target.absolute().as_uri(),
            proofs=(
                proofs.text(files["caption.txt"].decode(), seen["caption.txt"].decode(errors="replace")),
                Proof("alt", files["alt.txt"] == seen["alt.txt"]),
                *(
                    Proof("picture", content == seen[name], "byte for byte")
                    for name, content in files.items()
                    if not name.endswith(".txt")
                ),
            ),
        )

    def check(self, account: Account) -> Standing:
        """Whether the folder can be written to."""
        root = _root(account)
        make_folder(root)
        return Standing(who=str(root), may_post=True)


def _root(account: Account) -> Path:
    asked = account.values.get("path")
    return Path(asked).expanduser() if asked else home() / "by-hand"


def _files(intent: Intent) -> dict[str, bytes]:
    return {name: base64.b64decode(content) for name, content in json.loads(intent.body).items()}
