"""The published protocol is the one that is served."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx
import pytest

from auditapp.hub import openapi
from auditapp.hub.ways import WAYS, Who
from auditapp.office.refusals import STATUS
from tests.hub.served import InThread

DOCUMENT = openapi.document()


def test_every_route_is_published_and_every_published_way_is_served(hub: InThread) -> None:
    front: Any = hub.application
    served = {(method, route.path) for route in front.inner.routes for method in route.methods}
    published = {(m.upper(), path) for path, ways in DOCUMENT["paths"].items() for m in ways}
    assert served == published == {(way.method, way.path) for way in WAYS}


def test_the_document_is_plain_json_and_names_no_shape_that_is_not_there() -> None:
    text = json.dumps(DOCUMENT)
    shapes = set(DOCUMENT["components"]["schemas"])
    assert set(re.findall(r"#/components/schemas/([\w]+)", text)) <= shapes
    ids = [way["operationId"] for ways in DOCUMENT["paths"].values() for way in ways.values()]
    assert len(set(ids)) == len(ids) == len(WAYS)


def test_every_refusal_has_its_status_and_some_way_that_says_it() -> None:
    said = {why for way in WAYS for why in openapi.refusals_of(way)}
    assert said == set(STATUS)
    for way in WAYS:
        responses = DOCUMENT["paths"][way.path][way.method.lower()]["responses"]
        assert {str(STATUS[why]) for why in openapi.refusals_of(way)} <= set(responses)


@pytest.mark.parametrize(
    "way", [way for way in WAYS if way.who is not Who.ANYBODY], ids=lambda way: f"{way.method} {way.path}"
)
def test_what_is_for_enrolled_desks_is_refused_to_everybody_else(hub: InThread, way: Any) -> None:
    path = way.path.format(inspection="a" * 32, sha256="b" * 64)
    told = httpx.request(way.method, hub.address + path, trust_env=False)
    assert (told.status_code, told.json()["why"]) == (401, "not signed")


def test_the_ways_that_are_open_say_little(hub: InThread) -> None:
    with httpx.Client(base_url=hub.address, trust_env=False) as stranger:
        hello = stranger.get("/v1/hello").json()
        assert set(hello) == {"office", "name", "epoch", "time", "key", "protocols", "erasers", "company"}
        assert stranger.get("/health").text == "well\n"
        figures = stranger.get("/metrics").text
        assert "auditapp_hub_requests_total" in figures and "auditapp_hub_kept_entries 0" in figures
        for line in figures.splitlines():
            assert re.fullmatch(r'# TYPE \w+ \w+|\w+({\w+="[^"]*"(,\w+="[^"]*")*})? [0-9.e+-]+', line), line
        assert stranger.get("/v1/nothing").json()["why"] == "no such place"
        assert stranger.delete("/v1/hello").json()["why"] == "no such way"
        assert stranger.head("/v1/hello").status_code == 405
        assert stranger.get("/").status_code == 404


def test_figures_are_for_those_who_are_named_only(tmp_path: Any) -> None:
    with InThread(tmp_path / "hub", metrics_for=("10.0.0.1",)) as hub:
        told = httpx.get(hub.address + "/metrics", trust_env=False)
        assert (told.status_code, told.json()["why"]) == (403, "not allowed")
