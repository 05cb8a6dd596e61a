"""The hub as a web application (ASGI). Every answer bears the hub's id; every refusal is one word with its status; what
went wrong inside is logged and told as "fault" or "unreachable", never with its text.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from auditapp.hub import telling
from auditapp.hub.house import Hub
from auditapp.hub.keeping import troubles
from auditapp.hub.people import Refused
from auditapp.hub.service import Serving
from auditapp.hub.ways import WAYS, Way
from auditapp.office import signing
from auditapp.office.messages import HUB, Refusal
from auditapp.office.refusals import STATUS
from auditapp.store import troubles as disk
from auditapp.words import Trouble


def application(hub: Hub, *, shared: bool = False) -> ASGIApp:
    """The hub, ready to be served. Whoever serves it closes *hub* afterwards. *shared*: others serve the same hub."""
    serving = Serving(hub, shared=shared)
    routes = [Route(way.path, _endpoint(serving, way), methods=[way.method]) for way in WAYS]
    starlette = Starlette(routes=routes, exception_handlers={HTTPException: _no_way})
    for route in routes:  # HEAD is not among the ways
        route.methods = {method for method in route.methods or () if method != "HEAD"}
    return _Front(starlette, serving)


def refusal(why: str, *, retry: float = 0.0, offset: int = 0) -> Response:
    """The answer that says why not."""
    told = Refusal(why, retry=int(retry + 0.999), offset=offset)
    headers = {"retry-after": str(told.retry)} if told.retry else {}
    return Response(msgspec.json.encode(told), status_code=STATUS[why], media_type="application/json", headers=headers)


def why_of(trouble: Trouble) -> str:
    """The world's faults as a desk is told of them."""
    if disk.is_full(trouble) or trouble.title == troubles.database_full("").title:
        return "full"
    if trouble.title == troubles.busy("").title:
        return "busy"
    if trouble.title == troubles.not_held("").title:
        return "not held"
    return "unreachable"


def _endpoint(serving: Serving, way: Way) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        request.state.way = way.path
        try:
            return await way.answer(serving, request)
        except Refused as refused:
            request.state.told["why"] = refused.why
            return refusal(refused.why, retry=refused.retry, offset=refused.offset)
        except Trouble as trouble:
            why = why_of(trouble)
            request.state.told |= {"why": why, "trouble": trouble.title}
            return refusal(why, retry=5 if why == "busy" else 0)
        except ClientDisconnect:
            raise
        except Exception as fault:  # noqa: BLE001 the edge: a fault of ours is logged by where it happened, and told as one
            telling.tell_fault(fault, request=request.state.number)
            request.state.told["why"] = "fault"
            return refusal("fault")

    return answer


async def _no_way(request: Request, fault: Exception) -> Response:
    status = fault.status_code if isinstance(fault, HTTPException) else 404
    return refusal("no such way" if status == 405 else "no such place")


class _Front:
    """Around everything: a number for the request, the hub's id on the answer, a line in the log."""

    def __init__(self, inner: ASGIApp, serving: Serving) -> None:
        self.inner, self.serving = inner, serving

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        began = time.perf_counter()
        state: dict[str, Any] = scope.setdefault("state", {})
        state |= {"number": secrets.token_hex(6), "way": "", "told": {}, "received": 0, "desk": ""}
        status, sent = 0, 0

        async def sending(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    *message["headers"],
                    (HUB.encode(), self.serving.hub.company.id.encode()),
                    (signing.CHALLENGE.encode(), self.serving.door.challenges.word.encode()),
                    (b"cache-control", b"no-store"),
                    (b"x-content-type-options", b"nosniff"),
                ]
            elif message["type"] == "http.response.body":
                sent += len(message.get("body", b""))
            await send(message)

        try:
            await self.inner(scope, receive, sending)
        except ClientDisconnect:
            state["told"]["why"] = "gone"
        except Exception as fault:  # noqa: BLE001 an answer that broke while it was being sent: the server below cuts the line
            telling.tell_fault(fault, request=state["number"])
            raise _Broken from None
        finally:
            seconds = time.perf_counter() - began
            self.serving.figures.request(scope["method"] if state["way"] else "-", state["way"], status, seconds)
            self.serving.figures.add(received_bytes=state["received"], sent_bytes=sent)
            telling.tell(
                "request",
                number=state["number"],
                method=scope["method"][:8],
                way=state["way"] or "-",
                status=status,
                ms=round(seconds * 1000, 1),
                taken=state["received"],
                sent=sent,
                **({"desk": state["desk"][:16]} if state["desk"] else {}),
                **state["told"],
            )


class _Broken(Exception):
    """An answer could not be sent to its end; told in the log already."""
