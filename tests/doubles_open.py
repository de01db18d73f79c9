"""Bluesky, Mastodon, X and LinkedIn on loopback."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from quotecards.post.seam import Secret

from doubles import TOKEN, Double, now
from loopback import Said


class Bluesky(Double):
    name = "bluesky"
    visible = ("POST", "/xrpc/com.atproto.repo.putRecord")
    expired = Said(400, {"error": "ExpiredToken", "message": "Token has expired"})
    gone = Said(400, {"error": "AccountTakedown", "message": "Account has been taken down"})

    def made(self) -> None:
        self.blobs: dict[str, bytes] = {}
        self.route("POST", "/xrpc/com.atproto.server.createSession", self.session)
        self.route("POST", "/xrpc/com.atproto.repo.uploadBlob", self.blob)
        self.route("POST", "/xrpc/com.atproto.repo.putRecord", self.put)
        self.route("GET", "/xrpc/com.atproto.repo.getRecord", self.get)
        self.route(
            "GET", "/xrpc/com.atproto.sync.getBlob", lambda asked: Said(200, self.blobs[asked.query["cid"]])
        )

    def values(self) -> dict[str, str]:
        return {"handle": "card.test"}

    def secrets(self, _service: str | None) -> dict[str, Secret]:
        return {"app_password": Secret(TOKEN)}

    def session(self, asked: Any) -> Said:
        assert asked.json == {"identifier": "card.test", "password": TOKEN}
        return Said(200, {"did": "did:plc:card", "handle": "card.test", "accessJwt": "jwt", "active": True})

    def blob(self, asked: Any) -> Said:
        from quotecards.post.networks.bluesky import cid

        self.blobs[cid(asked.body)] = asked.body
        kind = asked.headers["content-type"]
        return Said(
            200,
            {
                "blob": {
                    "$type": "blob",
                    "ref": {"$link": cid(asked.body)},
                    "mimeType": kind,
                    "size": len(asked.body),
                }
            },
        )

    def put(self, asked: Any) -> Said:
        there = next((one for one in self.posts if one["rkey"] == asked.json["rkey"]), None)
        uri = f"at://did:plc:card/app.bsky.feed.post/{asked.json['rkey']}"
        if there is None:
            assert asked.json["swapRecord"] is None
            self.posts.append(asked.json)
            return Said(200, {"uri": uri, "cid": "c", "commit": {}})
        same = there["record"] == asked.json["record"]
        return Said(200, {"uri": uri, "cid": "c"}) if same else Said(400, {"error": "InvalidSwap"})

    def get(self, asked: Any) -> Said:
        for one in self.posts:
            if one["rkey"] == asked.query["rkey"]:
                return Said(200, {"uri": "at://", "value": one["record"]})
        return Said(400, {"error": "RecordNotFound"})


class Mastodon(Double):
    name = "mastodon"
    visible = ("POST", "/api/v1/statuses")
    expired = Said(401, {"error": "The access token is invalid"})
    gone = Said(403, {"error": "Your login is currently disabled"})

    def made(self) -> None:
        self.media: dict[str, dict[str, Any]] = {}
        self.route("GET", "/api/v2/instance", lambda _: Said(200, {"configuration": {}}))
        self.route(
            "GET", "/api/v1/accounts/verify_credentials", lambda _: Said(200, {"id": "1", "acct": "card"})
        )
        self.route("POST", "/api/v[12]/media", self.upload)
        self.route("POST", "/api/v1/statuses", self.status)
        self.route("GET", "/api/v1/accounts/1/statuses", lambda _: Said(200, list(reversed(self.posts))))

    def upload(self, asked: Any) -> Said:
        number = self.number()
        alt = asked.parts["description"][1].decode()
        self.media[number] = {"id": number, "type": "image", "url": f"{self.url}/m", "description": alt}
        return Said(200, self.media[number])

    def status(self, asked: Any) -> Said:
        assert asked.headers["idempotency-key"]
        told = asked.json
        self.posts.append(
            {
                "id": self.number(),
                "url": f"{self.url}/@card/1",
                "content": f"<p>{told['status']}</p>",
                "created_at": now(),
                "media_attachments": [self.media[one] for one in told["media_ids"]],
                "spoiler_text": told.get("spoiler_text", ""),
                "sensitive": told["sensitive"],
            }
        )
        return Said(200, self.posts[-1])


class X(Double):
    name = "x"
    visible = ("POST", "/2/tweets")
    expired = Said(401, {"title": "Unauthorized", "status": 401, "detail": "Unauthorized"})
    gone = Said(403, {"title": "Forbidden", "detail": "Your account is suspended."})

    def made(self) -> None:
        self.media: dict[str, str] = {}
        self.route("GET", "/2/users/me", lambda _: Said(200, {"data": {"id": "7", "username": "card"}}))
        self.route("POST", "/2/media/upload", self.upload)
        self.route("POST", "/2/media/metadata", self.describe)
        self.route("POST", "/2/tweets", self.tweet)
        self.route("GET", "/2/users/7/tweets", self.timeline)

    def upload(self, asked: Any) -> Said:
        if not self.allowed(asked):
            return self.expired
        assert asked.parts["media_category"][1] == b"tweet_image"
        number = self.number()
        self.media[number] = ""
        return Said(200, {"data": {"id": number, "media_key": f"3_{number}"}})

    def describe(self, asked: Any) -> Said:
        alt = asked.json["metadata"]["alt_text"]["text"]
        assert 0 < len(alt) <= 1000
        self.media[asked.json["id"]] = alt
        return Said(200, {"data": {"id": asked.json["id"]}})

    def tweet(self, asked: Any) -> Said:
        if not self.allowed(asked):
            return self.expired
        ids = asked.json["media"]["media_ids"]
        if not all(one in self.media for one in ids):
            return Said(400, {"detail": "Your media IDs are invalid."})
        if any(one["sent"] == asked.json["text"] for one in self.posts):
            return Said(403, {"detail": "You are not allowed to create a Tweet with duplicate content."})
        number = self.number()
        self.posts.append({"id": number, "sent": asked.json["text"], "media": ids})
        return Said(201, {"data": {"id": number, "text": asked.json["text"]}})

    def timeline(self, _asked: Any) -> Said:
        posts = [
            {
                "id": one["id"],
                "text": one["sent"].replace("&", "&amp;").replace("https://example.com/r", "https://t.co/a")
                + " https://t.co/b",
                "entities": {
                    "urls": [
                        {"url": "https://t.co/a", "expanded_url": "https://example.com/r"},
                        {"url": "https://t.co/b", "expanded_url": "https://x.com/c/status/1/photo/1"},
                    ]
                },
                "attachments": {"media_keys": [f"3_{number}" for number in one["media"]]},
            }
            for one in reversed(self.posts)
        ]
        media = [{"media_key": f"3_{number}", "alt_text": alt} for number, alt in self.media.items()]
        return Said(200, {"data": posts, "includes": {"media": media}, "meta": {}})


class LinkedIn(Double):
    name = "linkedin"
    visible = ("POST", "/rest/posts")
    expired = Said(401, {"status": 401, "serviceErrorCode": 65602, "message": "The token used has expired"})
    gone = Said(403, {"status": 403, "message": "Member is restricted"})
    readable = True

    def made(self) -> None:
        self.images: dict[str, bytes] = {}
        self.route("POST", "/rest/images", self.place)
        self.route("PUT", r"/upload/(\d+)", self.put)
        self.route("POST", "/rest/posts", self.post)
        self.route("GET", "/rest/posts", self.listed)
        self.route("GET", "/v2/userinfo", lambda _: Said(200, {"sub": "1", "name": "Card"}))

    def values(self) -> dict[str, str]:
        return {"author": "urn:li:person:card", "version": "202606"}

    def place(self, asked: Any) -> Said:
        assert asked.query == {"action": "initializeUpload"}
        assert asked.headers["linkedin-version"] == "202606"
        number = self.number()
        return Said(
            200, {"value": {"uploadUrl": f"{self.url}/upload/{number}", "image": f"urn:li:image:{number}"}}
        )

    def put(self, asked: Any, number: str) -> Said:
        self.images[f"urn:li:image:{number}"] = asked.body
        return Said(201, b"")

    def post(self, asked: Any) -> Said:
        if not self.allowed(asked):
            return self.expired
        urn = f"urn:li:share:{self.number()}"
        stamp = datetime.now(UTC).timestamp() * 1000
        self.posts.append(asked.json | {"id": urn, "createdAt": stamp})
        return Said(201, b"", (("x-restli-id", urn),))

    def listed(self, asked: Any) -> Said:
        assert asked.headers["x-restli-method"] == "FINDER"
        if not self.readable:
            return Said(403, {"message": "Not enough permissions to access: partnerApiPosts.FINDER-author"})
        return Said(200, {"elements": list(reversed(self.posts))})
