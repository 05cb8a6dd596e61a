"""What a person can do: one verb, one function. Screens and the command line call these and decide nothing.

Vocabulary
    *desk*       where the work is done: store, clock, randomness, words and the person working, passed in
    *verb*       a deed: it checks, writes through the store in one transaction, and returns `Changes`
    *question*   looks and changes nothing: `look.look`, `look.inspections`, `sign_off.gaps`, `trail.trail`
    *writer*     the person (a code like ``P1a2b3c4d`` of this inspection) in whose name an entry is written
    *package*    one inspection as one file, for handing over (``.auditpkg``)

Rules: what a verb has returned is on the drive; a refused verb has changed nothing and says why in one
sentence (`words.Trouble`); after sign-off every deed is refused until `sign_off.amend`, except signing,
refusing, issuing documents and following up corrective actions.

    desk        Desk, open_desk                       sign_off    gaps, sign_off, refuse, amend
    begin       begin, previous visits                identities  make, import, list, remove
    look        look, inspections, choose             documents   render, issue, countersign, verify_pdf
    about       about, setting, person, work_as       trail       trail, check
    answer      answer, clear, resolve, note, flag    withdraw    undo, redo, withdraw
    samples     plan, draw, add, skip, replace        package     export_package, import_package
    photos      add, caption, move, clear, redact     backup      backup, restore
    findings    raise_finding, edit, confirm          doctor      doctor
    actions     add, edit, set_state                  checklists  install, available, check, convert, diff
    meetings    hold, attend, consent                 sites       save_site, sites
    instruments, comments
"""
