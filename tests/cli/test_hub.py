"""``auditapp hub`` and ``enrol``: what an operator types, and the one sentence for everything that goes wrong."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from auditapp.hub import company
from auditapp.office import enrolment as invitations
from tests.cli.conftest import Run
from tests.hub.served import AsProgram, free_port


@pytest.fixture
def hub(run: Run, tmp_path: Path) -> Path:
    told = run(
        "hub",
        "init",
        tmp_path / "hub",
        "--name",
        "海棠人寿",
        "--address",
        f"https://localhost:{free_port()}",
        "--host",
        "127.0.0.1",
    )
    assert told.code == 0, told.err
    return tmp_path / "hub"


def test_init_makes_keys_an_authority_and_settings_that_explain_themselves(run: Run, hub: Path) -> None:
    settings = (hub / company.SETTINGS).read_text("utf-8")
    assert all(f"# {field.metadata['why']}" in settings for field in company.Settings.__dataclass_fields__.values())
    made = company.read(hub)
    assert made.settings.name == "海棠人寿" and made.authority().name == "海棠人寿"
    assert "PRIVATE KEY" in (hub / company.SAFE).read_text("ascii")
    for secret in (hub / "keys").iterdir():
        assert secret.stat().st_mode & 0o077 == 0


def test_init_says_what_it_made_to_people_and_to_machines(run: Run, tmp_path: Path) -> None:
    told = run("hub", "init", tmp_path / "h", "--name", "X", "--address", "https://hub.example", "--json")
    assert told.json["address"] == "https://hub.example" and told.json["name"] == "X"
    assert company.read(tmp_path / "h").settings.port == company.PORT
    said = run("hub", "init", tmp_path / "i", "--name", "X", "--lang", "zh-CN")
    assert "保险柜" in said.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--name", "X"), "There is a hub here already"),
        (("--name", ""), "There is a hub here already"),
    ],
)
def test_a_hub_is_not_made_over_another(run: Run, hub: Path, words: tuple[str, ...], said: str) -> None:
    told = run("hub", "init", hub, *words)
    assert told.code == 2 and said in told.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "company's name is missing"),
        (("--name", "x" * 65), "company's name is missing"),
        (("--name", "X", "--address", "http://hub.example"), "would not be encrypted"),
        (("--name", "X", "--address", "hub.example"), "not an address"),
        (("--name", "X", "--database", "oracle://x"), "cannot be oracle"),
    ],
)
def test_what_init_cannot_make_it_says(run: Run, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    told = run("hub", "init", tmp_path / "h", *words)
    assert told.code in (2, 3) and said in told.err


def test_an_init_that_was_interrupted_can_be_done_again(run: Run, hub: Path) -> None:
    before = company.read(hub).authority_pem
    (hub / company.SETTINGS).unlink()
    assert run("hub", "serve", hub).code == 3
    assert run("hub", "init", hub, "--name", "海棠人寿").code == 0
    assert company.read(hub).authority_pem == before


def test_users_are_added_changed_and_listed(run: Run, hub: Path) -> None:
    assert run("hub", "user", hub).out.strip().endswith("None.")
    assert "team leader" in run("hub", "user", hub, "lin", "林若溪").out
    assert run("hub", "user", hub, "Lin", "--role", "inspector", "--role", "head_office", "--json").json["roles"] == [
        "inspector",
        "head_office",
    ]
    [listed] = run("hub", "user", hub, "--json").json
    assert (listed["code"], listed["name"]) == ("lin", "林若溪")
    for words, said in (
        (("l in", "x"), "not a user's code"),
        (("new", ""), "user's name is missing"),
        (("new", "x", "--role", "emperor"), "is none of these"),
    ):
        told = run("hub", "user", hub, *words)
        assert told.code == 2 and said in told.err


def test_invitations_are_written_beside_each_other_and_never_over_one(run: Run, hub: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    told = run("hub", "enrol", hub, "lin=林若溪", "zhou=周慕云:head_office+lead", "--out", out, "--qr")
    assert told.code == 0 and "like a key" in told.out
    assert sorted(file.name for file in out.iterdir()) == ["lin.json", "lin.png", "zhou.json", "zhou.png"]
    again = run("hub", "enrol", hub, "lin", "--out", out, "--json")
    assert Path(again.json[0]["file"]).name == "lin-2.json"
    first, second = (invitations.read((out / name).read_text("utf-8")) for name in ("lin.json", "lin-2.json"))
    assert first.code != second.code and invitations.read(again.json[0]["line"]) == second
    users = {user["code"]: user["roles"] for user in run("hub", "user", hub, "--json").json}
    assert users == {"lin": ["lead"], "zhou": ["lead", "head_office"]}
    assert "knows nobody" in run("hub", "enrol", hub, "nobody", "--out", out).err


def test_a_desk_enrols_asks_and_leaves_from_the_command_line(run: Run, hub: Path, tmp_path: Path) -> None:
    run("hub", "enrol", hub, "lin=林若溪", "--out", tmp_path)
    with AsProgram(hub):
        assert run("enrol").out.strip() == "This desk is not enrolled."
        told = run("enrol", tmp_path / "lin.json", "--certify", "--recovery", "--json")
        assert told.code == 0, told.err
        assert told.json["organisation"] == "海棠人寿" and told.json["identity"] and told.json["recovery"]
        assert "team leader" in run("enrol").out
        run("hub", "user", hub, "lin", "--role", "inspector")
        assert run("enrol", "--refresh", "--json").json["roles"] == ["inspector"]
        [status] = [run("hub", "status", hub, "--json").json]
        assert [desk["user"] for desk in status["desks"]] == ["lin"] and status["stands"]["counts"]["entries"] == 0
        desk = status["desks"][0]["desk"]
        assert run("hub", "revoke", hub, desk[:12], "--reason", "stolen", "--json").json["desks"][0]["why"] == "stolen"
        refused = run("enrol", "--refresh")
        assert refused.code == 3 and "revoked" in refused.err
        assert run("hub", "revoke", hub, desk[:12], "--undo").code == 0
        assert run("enrol", "--refresh").code == 0
        assert "no longer belongs" in run("enrol", "--leave").out
        assert run("enrol", "--leave").code == 2


def test_a_hub_is_backed_up_brought_back_and_looked_through(run: Run, hub: Path, tmp_path: Path) -> None:
    made = run("hub", "backup", hub, tmp_path / "elsewhere", "--json")
    assert made.code == 0, made.err
    back = run("hub", "restore", hub, tmp_path / "elsewhere")
    assert back.code == 0 and "The hub is back" in back.out
    assert run("hub", "status", hub, "--thorough").code == 0
    assert run("hub", "restore", hub, tmp_path / "nothing").code != 0


def test_a_new_machine_becomes_the_hub_again_by_the_key_from_the_safe(run: Run, hub: Path, tmp_path: Path) -> None:
    before = company.read(hub)
    assert "recovery key opens them" in run("hub", "backup", hub, tmp_path / "elsewhere").out
    new, key = tmp_path / "new", hub / company.SAFE
    assert run("hub", "restore", new, tmp_path / "elsewhere").code == 3
    told = run("hub", "restore", new, tmp_path / "elsewhere", "--recovery-key", key)
    assert told.code == 0, told.err
    after = company.read(new)
    assert (after.id, after.authority_pem, after.settings) == (before.id, before.authority_pem, before.settings)
    assert run("hub", "status", new, "--thorough").code == 0


def test_the_protocol_is_printed_or_written(run: Run, tmp_path: Path) -> None:
    printed = json.loads(run("hub", "openapi").out)
    assert printed["openapi"] == "3.1.0" and "/v1/hello" in printed["paths"]
    assert run("hub", "openapi", tmp_path / "api.json").code == 0
    assert json.loads((tmp_path / "api.json").read_text("utf-8")) == printed
    assert run("hub", "openapi", tmp_path / "api.json").code == 2


def test_a_port_that_is_taken_is_told_as_such(run: Run, hub: Path) -> None:
    port = company.read(hub).settings.port
    with socket.create_server(("127.0.0.1", port)):
        told = run("hub", "serve", hub)
    assert told.code == 3 and f"port {port}: taken" in told.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--plain", "--host", "0.0.0.0"), "would not be encrypted"),
        (("--plain", "--host", "example.org"), "would not be encrypted"),
    ],
)
def test_plain_words_are_spoken_on_this_machine_only(run: Run, hub: Path, words: tuple[str, ...], said: str) -> None:
    told = run("hub", "serve", hub, *words)
    assert told.code == 2 and said in told.err


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nonsense = 1", "nonsense"),
        ('port = "8420"', "port"),
        ("port = 0", "port"),
        ("processes = 1000", "processes"),
        ("behind = [1]", "behind"),
        ("behind = ", "not understood"),
        ('certificate = "x.pem"', "certificate_key"),
        ('certificate = "x.pem"\ncertificate_key = "x.key"', "x.pem"),
        ('address = "http://hub"', "would not be encrypted"),
        ('database = "oracle://x"', "oracle"),
    ],
)
def test_a_wrong_setting_is_named_and_nothing_is_started(run: Run, hub: Path, line: str, said: str) -> None:
    file = hub / company.SETTINGS
    names = {one.split("=")[0].strip() for one in line.splitlines()}
    kept = [one for one in file.read_text("utf-8").splitlines() if one.split("=")[0].strip() not in names]
    file.write_text("\n".join([*kept, line]) + "\n", encoding="utf-8")
    told = run("hub", "serve", hub)
    assert told.code in (2, 3) and said in told.err
    assert "Traceback" not in told.err


def test_settings_that_an_editor_saved_with_a_byte_order_mark_are_read(run: Run, hub: Path) -> None:
    file = hub / company.SETTINGS
    file.write_text(file.read_text("utf-8"), encoding="utf-8-sig")
    assert run("hub", "status", hub).code == 0


@pytest.mark.parametrize("lost", ["hub.json", "company-ca.pem", "recovery.pem"])
def test_lost_or_damaged_keys_are_told_as_such(run: Run, hub: Path, lost: str) -> None:
    file = hub / "keys" / lost
    whole = file.read_bytes()
    file.unlink()
    assert run("hub", "serve", hub).code == 3
    if lost == "hub.json":
        file.write_bytes(whole[:20])
        told = run("hub", "serve", hub)
        assert told.code == 3 and "keys are damaged" in told.err


def test_a_folder_that_is_no_hub_is_told_as_such_by_every_deed(run: Run, tmp_path: Path) -> None:
    for deed, *more in (
        ("serve",),
        ("user",),
        ("enrol", "x"),
        ("revoke", "x"),
        ("status",),
        ("backup", "x"),
        ("restore", "x"),
    ):
        told = run("hub", deed, tmp_path, *more)
        assert told.code == 3 and "This is not a hub" in told.err, deed
    assert run("hub").code == 2


def test_the_certificate_is_made_anew_when_the_address_changes(hub: Path) -> None:
    from datetime import UTC, datetime, timedelta

    now = datetime.now(UTC)
    certificate, _ = company.tls_files(company.read(hub), now)
    first = certificate.read_bytes()
    company.tls_files(company.read(hub), now)
    assert certificate.read_bytes() == first
    file = hub / company.SETTINGS
    file.write_text(file.read_text("utf-8").replace("https://localhost", "https://hub.example"), encoding="utf-8")
    company.tls_files(company.read(hub), now)
    second = certificate.read_bytes()
    assert second != first
    company.tls_files(company.read(hub), now + timedelta(days=380))
    assert certificate.read_bytes() != second
