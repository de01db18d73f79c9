"""Telegram and Discord on loopback."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from quotecards.post.seam import Secret

from doubles import TOKEN, Double
from loopback import Said


class Telegram(Double):
    name = "telegram"
    visible = ("POST", rf"/bot{TOKEN}/sendPhoto")
    expired = Said(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
    gone = Said(400, {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"})
    reads_back = False

    def made(self) -> None:
        self.route("POST", rf"/bot{TOKEN}/(sendPhoto|sendMediaGroup)", self.send)
        self.route(
            "POST",
            rf"/bot{TOKEN}/getMe",
            lambda _: Said(200, {"ok": True, "result": {"id": 5, "username": "b"}}),
        )
        self.route(
            "POST",
            rf"/bot{TOKEN}/getChatMember",
            lambda _: Said(
                200, {"ok": True, "result": {"status": "administrator", "can_post_messages": True}}
            ),
        )

    def values(self) -> dict[str, str]:
        return {"chat": "@cards"}

    def send(self, asked: Any, method: str) -> Said:
        parts = asked.parts
        assert parts["chat_id"][1] == b"@cards"
        album = json.loads(parts["media"][1]) if method == "sendMediaGroup" else [{}]
        caption = album[0].get("caption") or parts["caption"][1].decode()
        message = {"message_id": int(self.number()), "chat": {"username": "cards"}, "caption": caption}
        self.posts.append(message)
        return Said(200, {"ok": True, "result": message if method == "sendPhoto" else [message] * len(album)})


class Discord(Double):
    name = "discord"
    visible = ("POST", f"/api/webhooks/1/{TOKEN}")
    expired = Said(401, {"message": f"Invalid Webhook Token {TOKEN}", "code": 50027})
    gone = Said(404, {"message": "Unknown Webhook", "code": 10015})
    reads_back = False

    def made(self) -> None:
        path = f"/api/webhooks/1/{TOKEN}"
        self.route("POST", path, self.execute)
        self.route("GET", path, lambda _: Said(200, {"id": "1", "name": "Cards", "channel_id": "9"}))

    def secrets(self, service: str | None) -> dict[str, Secret]:
        return {"webhook": Secret(f"{service or self.url}/api/webhooks/1/{TOKEN}")}

    def execute(self, asked: Any) -> Said:
        assert asked.query == {"wait": "true"}
        told = json.loads(asked.parts["payload_json"][1])
        files = {name: part for name, part in asked.parts.items() if name.startswith("files[")}
        assert len(files) == len(told["attachments"])
        self.posts.append(
            {
                "id": self.number(),
                "content": told["content"],
                "attachments": [
                    {"filename": one["filename"], "description": one["description"]}
                    for one in told["attachments"]
                ],
                "hashes": [hashlib.sha256(content).hexdigest() for _, content in files.values()],
            }
        )
        return Said(200, self.posts[-1])
