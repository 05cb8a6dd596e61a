"""What a person can do: one verb, one function. Screens and the command line call these and decide nothing.

Vocabulary
    *desk*       where the work is done: store, clock, randomness, words and the person working, passed in
    *verb*       a deed: it checks, writes through the store in one transaction, and returns `Changes`
    *question*   looks and changes nothing: `look.look`, `look.inspections`, `sign_off.gaps`, `history.of_place`
    *order*      a deed that takes long, in three steps: asked for on the desk's thread (``prepare``), made on any
                 thread (``make``), written down on the desk's thread (``record``)
    *writer*     the person (a code like ``P1a2b3c4d`` of this inspection) in whose name an entry is written
    *package*    one inspection as one file, for handing over (``.auditpkg``)

Rules: what a verb has returned is on the drive; a refused verb has changed nothing and says why in one
sentence (`words.Trouble`); after sign-off every deed is refused until `sign_off.amend`, except signing,
refusing, issuing documents and following up corrective actions.

One thread has the desk (the window's). Questions that take long are asked of its twin on another: `Desk.apart`.

    desk        Desk, open_desk, Desk.apart           sign_off    gaps, sign_off, refuse, amend
    begin       begin, previous visits                identities  make, import, list, remove
    look        look, inspections, choose             documents   prepare, make, record, issue, verify_pdf
    about       about, setting, person, work_as       trail       trail, check
    answer      answer, clear, resolve, note, flag    history     of_place, latest
    disputes    disputes, keep                        withdraw    undo, redo, withdraw
    samples     plan, draw, add, skip, replace        package     export_package, import_package
    photos      add, caption, move, clear, redact     backup      backup, prepare, make, restore
    marking     mark                                  doctor      doctor
    findings    raise_finding, edit, confirm          support     contents, collect
    actions     add, edit, set_state                  checklists  install, available, check, convert, diff
    meetings    hold, attend, consent                 sites       save_site, sites, people
    instruments, comments                             ways_in     set_passphrase, ask_at_start, set_recovery
    enrolment   enrol, enrolled, refresh, certify, leave
"""
