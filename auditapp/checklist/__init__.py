"""What is asked: checklists as immutable values, read from YAML or Excel, judged by pure functions.

Vocabulary
    *checklist*   dimensions > groups > items; immutable, known by the SHA-256 of its canonical JSON.
    *item*        one thing to check; its *kind* says what an answer looks like.
    *sample set*  items that repeat: workstations, exits, extinguishers.
    *setting*     a switch of the site that limits and conditions depend on (season, building type).
    *band*        one set of limits, with the condition under which it counts.
    *raw answer*  the canonical form an answer is stored in: text, or a tuple of codes.
    *verdict*     what an answer amounts to: conform, observation, minor, major …
    *fault*       something wrong in an authored checklist, with file, line, item and a sentence.
    *facts*       the look-ups a checklist needs from the inspection (`lookup.Facts`).

`model` the values; `read` and `formats/` authored files to values; `write` values to documents;
`expressions`, `answers`, `verdicts` the logic; `faults` and `check` what an author did wrong;
`overlay` clause numbers; `diff` two versions compared; `shelf` the checklists that come with the program.
"""
