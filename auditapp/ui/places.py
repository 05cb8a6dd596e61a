"""Where somebody is, and which page shows it.

A page is a `QWidget` made as ``XPage(bridge, theme, *ids)``. The window reads from it, where it has them:

    title        -> str                        header, first line
    subtitle     -> str                        header, second line
    state        -> tuple[str, str]            (words, tone) of the pill beside the title
    commands()   -> list[Command]              its deeds; the window gives them keys, menu, header buttons, key sheet
    keys_shown   -> str                        what the footer says on the right
    show_place(place)                          show this item, finding, photo … of the same page
    place        -> Place                      where it is now, so that a rebuilt page comes back to it
    leaving()    -> None                       commit what was typed; called before it is covered, rebuilt, locked
    unfinished() -> object           a form that is open; given to `go_on` of the page built anew (None: nothing)
    fit(size)                                  the breakpoint at hand changed (`WIDE`, `MIDDLE`, `NARROW`)
    take_focus() -> None                       where one begins, when the page is shown for the first time
    step_back()  -> bool                       Esc: close what is open inside the page; False: let the window go back

and listens to its signals, where it has them:

    asked_for(Place)    go there (a new page, or another place of a page that is open)
    left()              back to where one came from
    retitled()          title, subtitle, state, or what commands are possible, are others now
    said(str, str)      a toast: words and tone (ok, warn, bad)
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from auditapp.ui.bridge import Bridge
    from auditapp.ui.theme import Theme


class Width(IntEnum):
    """The breakpoints, in logical pixels at 100 %."""

    NARROW = 0
    """Below 1000: sections as a rail, details as a pushed page."""
    MIDDLE = 1000
    """1000 to 1239: sections as a rail."""
    WIDE = 1240
    """Three panes."""


def width_class(pixels: float) -> Width:
    """*pixels*: logical width divided by the scale, so that large text gets the narrow form in time."""
    return next(one for one in sorted(Width, reverse=True) if pixels >= one)


@dataclass(frozen=True)
class Place:
    """A page by its name, the inspection it is about ("" for none), and what of it (item place, finding, photo …)."""

    page: str
    inspection: str = ""
    at: str = ""


PAGES: Final = {
    "home": ("auditapp.ui.home_page", "HomePage"),
    "new": ("auditapp.ui.new_page", "NewPage"),
    "settings": ("auditapp.ui.settings_page", "SettingsPage"),
    "care": ("auditapp.ui.care_page", "CarePage"),
    "help": ("auditapp.ui.help_page", "HelpPage"),
    "about": ("auditapp.ui.about_page", "AboutPage"),
    "exchange": ("auditapp.ui.exchange_page", "ExchangePage"),
    "enrol": ("auditapp.ui.enrol_page", "EnrolPage"),
    "originals": ("auditapp.ui.originals_page", "OriginalsPage"),
    "inspection": ("auditapp.ui.inspection_page", "InspectionPage"),
    "history": ("auditapp.ui.history_view", "HistoryPage"),
    "overview": ("auditapp.ui.overview_page", "OverviewPage"),
    "findings": ("auditapp.ui.findings_page", "FindingsPage"),
    "actions": ("auditapp.ui.actions_page", "ActionsPage"),
    "meetings": ("auditapp.ui.meetings_page", "MeetingsPage"),
    "sharing": ("auditapp.ui.sharing_page", "SharingPage"),
    "completeness": ("auditapp.ui.completeness_view", "CompletenessPage"),
    "sign_off": ("auditapp.ui.sign_off_page", "SignOffPage"),
    "preview": ("auditapp.ui.preview_page", "PreviewPage"),
    "photo": ("auditapp.ui.photo_viewer", "PhotoPage"),
    "clearance": ("auditapp.ui.clearance_page", "ClearancePage"),
    "review": ("auditapp.ui.review_page", "ReviewPage"),
    "inbox": ("auditapp.ui.inbox_page", "InboxPage"),
    "all_actions": ("auditapp.ui.all_actions_page", "AllActionsPage"),
    "all_findings": ("auditapp.ui.all_findings_page", "AllFindingsPage"),
    "dashboard": ("auditapp.ui.dashboard_page", "DashboardPage"),
    "compare": ("auditapp.ui.compare_page", "ComparePage"),
    "releases": ("auditapp.ui.releases_page", "ReleasesPage"),
    "give_out": ("auditapp.ui.give_out_page", "GiveOutPage"),
    "extract": ("auditapp.ui.extract_page", "ExtractPage"),
    "everything": ("auditapp.ui.everything_page", "EverythingPage"),
}
"""Page -> (module, class). Imported when first shown, so that the window starts fast and a page that is missing or
broken never keeps anyone from the others. Pages about an inspection are made as ``XPage(bridge, theme, inspection)``
and then shown ``show_place(place)`` when there is an ``at``."""


def make_page(place: Place, bridge: Bridge, theme: Theme) -> QWidget | None:
    """The page of *place*; None when this build has none."""
    if place.page not in PAGES:
        return None
    module, name = PAGES[place.page]
    try:
        room = import_module(module)
    except ModuleNotFoundError as missing:
        if missing.name == module:
            return None
        raise
    ids = (place.inspection,) if place.inspection else ()
    page: QWidget = getattr(room, name)(bridge, theme, *ids)
    return page
