"""What was testified. This floor knows nothing of checklists, of disks or of screens.

Vocabulary
    *entry*       one signed statement: a head whose bytes never change, and a value beside it (`entry`).
    *desk*        a key pair and a random incarnation; a restored backup is another desk (`desk_key`).
    *strand*      the chained entries of one desk in one inspection (`strand`). A desk writes only its own.
    *journal*     all strands of one inspection: a set of entries. Order of arrival means nothing.
    *line*        an entry as it travels: one line of JSON (`line`).
    *union*       what have I, what do you lack, accept what you give (`union`).
    *standing*    what holds after withdrawals and replacements: a pure function of the set (`living`).
    *dispute*     more than one standing value in a slot; only a person's entry ends it.
    *fork*        two entries of one desk with one number (a cloned laptop). Both are testimony, both are kept.
    *seal*        the heads of all strands at one moment, named by something that was signed (`verify`).

Rules: entries are appended, never altered; bytes are hashed and relayed as stored; clocks decide nothing;
what this version does not understand it keeps, passes on and lists.
"""
