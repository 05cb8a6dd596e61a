"""Disk: everything that is kept, and nothing else knows SQLite.

Vocabulary
    *desk folder*  one person's work on one laptop: database, photos, key file, backups
    *vault*        the one secret and the ways to unlock it (keyring, passphrase, company recovery key)
    *journal*      the entries of an inspection; `journals.Journals` is the only writer of testimony
    *standing*     the projection of entries that stand, kept in the same transaction
    *incarnation*  a database made or restored; each writes strands of its own
    *ballast*      a file that is only there to be given up when the disk is full

Rules: saved means synced; a photo's file is on the drive before an entry names it; foreign errors become
`Trouble` here; nothing lies in the clear; copies are made by the backup interface, never as files.
"""
