"""Head office's hub: a desk that is always there. It keeps what desks give it, gives what they lack, and signs for it.

Vocabulary
    *hub*       one company's exchange: a key that signs receipts, a certificate authority, users and their desks
    *keeping*   where a hub keeps entries and files: a folder with SQLite, or PostgreSQL and S3-compatible storage
    *user*      a person who may exchange, with roles; *desk*: one of the user's laptops, enrolled by a one-time code
    *role*      inspector, lead, site_manager, head_office, admin: what a user's entries may say (`roles`)
    *epoch*     drawn anew when the hub is brought back from a backup

    company     the folder: settings and keys        ways        every way through the door; `openapi` publishes them
    authority   certificates                         door        who asks, before a byte of the body is taken; `limits`
    house       the open hub                         answers     what is done; `taking` judges entries by `roles`
    people      users, codes, revocation             serving     processes, TLS, the end; `telling` logs and figures
    keeping     entries, files, rows                 backups, stamps

Rules: nothing is acknowledged before it is on the drive; what may not come in is quarantined, never dropped; the hub
holds no secret of a desk; logs and metrics carry counts and ids, never answers or names.
"""
