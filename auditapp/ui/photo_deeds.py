"""Moved to `operations.photos`, `operations.marking` and `operations.findings`; goes when the last page has followed."""

from auditapp.operations.findings import set_evidence as set_evidence
from auditapp.operations.marking import mark as mark
from auditapp.operations.photos import arrange as arrange
from auditapp.operations.photos import known_at as known_at
from auditapp.operations.photos import too_many as too_many
from auditapp.operations.photos import write_down as write_down
