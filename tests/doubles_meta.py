"""Instagram, Threads and Facebook on loopback."""

from __future__ import annotations

import json
from typing import Any

from doubles import TOKEN, Double, now
from loopback import Said


class Containers(Double):
    """Instagram and Threads."""

    path = list_path = publish = text = status = ""
    expired = Said(400, {"error": {"message": f"Session has expired: {TOKEN}", "code": 190}})
    gone = Said(400, {"error": {"message": "Object does not exist", "code": 100, "error_subcode": 33}})

    def made(self) -> None:
        self.containers: dict[str, dict[str, str]] = {}
        self.route("POST", f"/v1/7/{self.path}", self.contain)
        self.route("POST", f"/v1/7/{self.publish}", self.published)
        self.route("GET", f"/v1/7/{self.list_path}", self.listed)
        self.route("GET", r"/v1/(\d{3,})", self.container)
        self.route("GET", "/v1/7", lambda _: Said(200, {"id": "7", "username": "card"}))

    def base(self, url: str) -> str:
        return f"{url}/v1"

    def values(self) -> dict[str, str]:
        return {"user": "7", "upload": f"echo {self.url}/picture.jpg"}

    def contain(self, asked: Any) -> Said:
        assert asked.form["access_token"] == TOKEN
        number = self.number()
        self.containers[number] = asked.form | {"state": "FINISHED"}
        return Said(200, {"id": number})

    def container(self, _asked: Any, number: str) -> Said:
        if number not in self.containers:
            return Said(200, {"id": number, "permalink": f"{self.url}/p/1"})
        return Said(200, {self.status: self.containers[number]["state"], "id": number})

    def published(self, asked: Any) -> Said:
        container = self.containers[asked.form["creation_id"]]
        assert container["state"] == "FINISHED"
        container["state"] = "PUBLISHED"
        children = [self.containers[one] for one in container.get("children", "").split(",") if one]
        post = {"id": self.number(), self.text: container.get(self.text, ""), "timestamp": now()}
        post |= {"permalink": f"{self.url}/p/1", "alt_text": container.get("alt_text", "")}
        if children:
            post["children"] = {"data": [{"alt_text": one["alt_text"]} for one in children]}
        self.posts.append(post)
        return Said(200, {"id": post["id"]})

    def listed(self, asked: Any) -> Said:
        assert asked.query["access_token"] == TOKEN
        return Said(200, {"data": list(reversed(self.posts))})


class Instagram(Containers):
    name = "instagram"
    path = list_path = "media"
    publish, text, status = "media_publish", "caption", "status_code"
    visible = ("POST", "/v1/7/media_publish")


class Threads(Containers):
    name = "threads"
    path = list_path = "threads"
    publish, text, status = "threads_publish", "text", "status"
    visible = ("POST", "/v1/7/threads_publish")


class Facebook(Double):
    name = "facebook"
    visible = ("POST", "/v1/7/feed")
    expired = Containers.expired
    gone = Containers.gone

    def made(self) -> None:
        self.photos: dict[str, str] = {}
        self.route("POST", "/v1/7/photos", self.photo)
        self.route("POST", "/v1/7/feed", self.feed)
        self.route("GET", "/v1/7/published_posts", lambda _: Said(200, {"data": list(reversed(self.posts))}))
        self.route("GET", "/v1/7", lambda _: Said(200, {"id": "7", "name": "Cards"}))
        self.route("GET", r"/v1/(\d{3,})", lambda _, one: Said(200, {"alt_text_custom": self.photos[one]}))

    def base(self, url: str) -> str:
        return f"{url}/v1"

    def values(self) -> dict[str, str]:
        return {"page": "7"}

    def photo(self, asked: Any) -> Said:
        assert asked.parts["published"][1] == b"false"
        assert asked.parts["access_token"][1] == TOKEN.encode()
        number = self.number()
        self.photos[number] = asked.parts["alt_text_custom"][1].decode()
        return Said(200, {"id": number})

    def feed(self, asked: Any) -> Said:
        form = asked.form
        assert form["access_token"] == TOKEN
        media = [
            json.loads(value)["media_fbid"] for name, value in form.items() if name.startswith("attached")
        ]
        if not all(one in self.photos for one in media):
            return Said(400, {"error": {"message": "Invalid media_fbid", "code": 100}})
        shown = [{"target": {"id": one}} for one in media]
        attachments = [{"subattachments": {"data": shown}}] if len(shown) > 1 else shown
        number = f"7_{self.number()}"
        self.posts.append(
            {
                "id": number,
                "message": form["message"],
                "permalink_url": f"{self.url}/{number}",
                "attachments": {"data": attachments},
            }
        )
        return Said(200, {"id": number})
