"""Signing identities: a P-256 key with a certificate, kept encrypted on this desk under the person's own passphrase."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from auditapp.operations.desk import Desk


@dataclass(frozen=True)
class IdentityCard:
    """An identity as lists show it; the key is never shown. ``level``: L1 self-made, L2 from a CA."""

    code: str
    name: str
    subject: str
    fingerprint: str
    not_after: str
    level: str


def make(desk: Desk, name: str, *, unit: str = "", passphrase: str) -> IdentityCard:
    """Make a self-signed identity for *name*, kept on this desk under *passphrase*."""
    raise NotImplementedError


def import_pkcs12(desk: Desk, file: Path, *, password: str, passphrase: str | None = None) -> IdentityCard:
    """Keep the identity of a PKCS#12 file (.p12, .pfx) on this desk. Raises `Trouble`: wrong password, not P-256/RSA."""
    raise NotImplementedError


def identities(desk: Desk) -> list[IdentityCard]:
    """The identities kept on this desk."""
    raise NotImplementedError
