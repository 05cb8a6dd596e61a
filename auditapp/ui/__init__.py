"""The window: what an inspector sees and touches. It adds no rule of its own.

Vocabulary
    *window*    the frame: header, footer, a stack of pages, commands
    *page*      one thing to do, filling the window between header and footer; see `places` for the contract
    *place*     where somebody is: a page and what it shows; what `show_place` is given and `asked_for` carries
    *part*      a small widget of no page in particular (`parts/`)
    *command*   a deed a person can ask for: words, key, icon, when it is possible; written once (`commands`)
    *token*     the name of a colour; `theme` knows which colour it is in light, dark and high contrast
    *bridge*    the desk as Qt sees it: deeds go in, `changed` and `failed` come out

Rules: pages call the verbs of `operations` through the bridge and redraw from what those return. A switch of
language, colours or text size builds the pages anew at the same place, so no widget needs to listen for it; a page
commits what was typed when it is left (`leaving`). Deeds run on the thread of the window, because what is shown as
saved is saved; slow work without the database goes through `background`. Every widget that takes the focus has an
accessible name. Colour never speaks alone: every state has its icon and its word.
"""
