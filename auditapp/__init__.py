"""auditapp: an inspection of a customer service centre, from the first answer to the signed report, offline.

Vocabulary
    *checklist*    what is asked: sections, items, samples; an immutable document known by its hash.
    *answer*       what an inspector testifies about an item; *finding*: what is wrong, graded; *evidence*: photos,
                   measurements and samples that show it.
    *entry*        one thing one person testified; *journal*: all entries of an inspection, appended, never altered.
    *desk*         one installation with its own key; *strand*: the entries one desk wrote into one inspection.
    *dispute*      several answers stand because nobody has replaced them; people decide, never the clock.
    *sign-off*     the team signs and the journal is locked; *seal*: a signature over all that stood before it.
    *head office*  another desk, with the right to review and to close.

Floors, from the top; each may import only what lies below it, `|` are neighbours that do not know each other
(kept by import-linter, see pyproject.toml):

    __main__                start
    app                     the window's start, where everything meets
    ui | cli                the window | the program without a screen
    hub                     head office's exchange, always there
    operations              what a person can do: one verb, one function
    report | office | store  paper | the roads to head office | disk
    inspection              facts, current state, scoring, findings: pure
    checklist | journal     what is asked | what was testified: pure
    words | settings        translation | preferences
"""

__version__ = "0.1.0"
