"""What can go wrong with the hub's database and storage, said once. (The disk's own troubles are `store.troubles`.)"""

from __future__ import annotations

from auditapp.words import Trouble, say


def newer_version(where: str, found: int, known: int) -> Trouble:
    return Trouble(
        say("Head office's database was made by a newer version"),
        say("{place} has form {found}; this program knows forms up to {known}."),
        say("Nothing was changed. Install the newer version of the program on this machine too."),
        place=where,
        found=found,
        known=known,
    )


def busy(where: str) -> Trouble:
    return Trouble(
        say("Head office's database is busy"),
        say("{place} was held by another process for too long."),
        say("Nothing was written by this request and nothing was lost. Try again."),
        place=where,
    )


def no_database(where: str, detail: str) -> Trouble:
    return Trouble(
        say("Head office's database cannot be reached"),
        say("{place} does not answer ({detail})."),
        say("Nothing was acknowledged that is not kept. Start the database, or check its address and password."),
        place=where,
        detail=detail,
    )


def database_full(where: str) -> Trouble:
    return Trouble(
        say("Head office's database has no space left"),
        say("Nothing more can be written to {place}."),
        say("Everything acknowledged so far is safe. Free some space there and try again."),
        place=where,
    )


def no_storage(where: str, detail: str) -> Trouble:
    return Trouble(
        say("Head office's file storage cannot be reached"),
        say("{place} does not answer ({detail})."),
        say("Nothing was acknowledged that is not kept. Start the storage, or check its address and keys."),
        place=where,
        detail=detail,
    )


def storage_refuses(where: str, detail: str) -> Trouble:
    return Trouble(
        say("Head office's file storage refuses"),
        say("{place} does not let the hub read or write ({detail})."),
        say("Nothing was acknowledged that is not kept. Check the keys, the bucket's name and its rights."),
        place=where,
        detail=detail,
    )


def not_held(sha256: str) -> Trouble:
    return Trouble(
        say("Head office does not hold this file"),
        say("No file {name} is held, or not all of it."),
        say("Nothing was changed. It comes when the desk that has it exchanges again."),
        code=1,
        name=sha256[:12],
    )


def wrong_place(setting: str, given: str) -> Trouble:
    return Trouble(
        say("A setting of the hub is wrong"),
        say("{setting} cannot be {given}."),
        say("Nothing was changed. Leave it out for a folder on this machine, or write an address as the README shows."),
        code=2,
        setting=setting,
        given=given,
    )


def no_key(where: str) -> Trouble:
    return Trouble(
        say("The key of the hub's database is missing"),
        say("There is a database, but {file} is not there or is not a key."),
        say("Nothing was changed. Copy the key file back from where it is kept."),
        file=where,
    )
