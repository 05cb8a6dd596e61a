"""Where a hub keeps what it was given: entries, files, and the rows of who may do what.

    keeping = opening.open_keeping(folder)                   # SQLite and a folder, no set-up
    keeping = opening.open_keeping(folder, database="postgresql://…", files="s3://bucket/prefix?endpoint=…")

    keeping.journals    `journals.Journals`: digests, take in, give out, quarantine, who sees which inspection
    keeping.files       `files.Files`: which are held, a piece at an offset, get from an offset
    keeping.register    `register.Register`: users, desks, codes, nonces, settings, what the administrators did

Vocabulary
    *base*      a database seen through ten lines of interface (`base`): SQLite (`sqlite_base`), PostgreSQL
    *deed*      one transaction: all of it is on the drive when it is left, or none of it was done
    *blobs*     where files lie (`blobs`): a folder (`folder_blobs`) or a bucket
    *piece*     part of a file that is not whole yet; a file is *held* when it is whole, proven and on the drive
    *form*      the tables' number; steps go forward only (`forms`)

Rules: every method may be called from any thread and from several processes at once; what returned is on the drive;
every method may be called again with the same, whatever became of the first call; the world's faults are `Trouble`.
"""
