"""Every page, and every dialog and form that opens over one, brought up in the filled inspection (`filled`).

What is looked at in every page (`test_every_page`) and photographed for the baseline (`baseline`) is listed here once.
A page that is in `auditapp.ui.places.PAGES` and not here fails a test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from shutil import copyfile
from typing import Any, Final

from PySide6.QtCore import QDeadlineTimer, QEvent, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from auditapp.operations import documents, head_office, releases
from auditapp.report.papers import Rendered
from auditapp.ui import office_rooms
from auditapp.ui.bridge import Bridge
from auditapp.ui.places import Place
from auditapp.ui.preferences import Remembered
from auditapp.ui.theme import Theme
from auditapp.ui.window import HOME, Window
from auditapp.words import Trouble, say
from tests.ui import exchange_states
from tests.ui.filled import Filled

SOON = 300
"""Milliseconds: a timer that is due sooner draws something; one that is due later takes a message away."""
PATIENCE = 120_000
"""Milliseconds until something that is on its way has to be there."""


class Stage:
    """A window over the filled desk. `show` brings something up and returns what is looked at; `clear` ends it."""

    def __init__(self, filled: Filled, theme: Theme) -> None:
        self.filled, self.theme = filled, theme
        self.bridge = Bridge(filled.desk, remembered=Remembered(filled.folder / "settings"))
        self.window = Window(self.bridge, theme)
        self.window.go(HOME)
        self._besides: list[QWidget] = []
        self._make = documents.make
        documents.make = self._drawn_once

    def _drawn_once(self, order: documents.Order, **named: Any) -> Rendered:
        """A document takes a process of its own and seconds; of one desk it is the same every time."""
        kept = self.filled.documents
        key = (order.inspection, order.document, order.language)
        if key not in kept:
            drawn = self._make(order, **named)
            kept[key] = replace(drawn, path=self.filled.folder / f"drawn-{len(kept)}.pdf")
            copyfile(drawn.path, kept[key].path)
        copyfile(kept[key].path, order.out)
        return replace(kept[key], path=order.out)

    def resize(self, width: int, height: int) -> None:
        self.window.resize(width, height)
        self.window.show()
        self.settle()

    def show(self, one: Shown) -> QWidget:
        """Bring it up from a clean window."""
        self.drop()
        self.window.activateWindow()  # nobody else does when a dialog has closed, without a screen
        QApplication.processEvents()
        self.window.go(HOME)
        home: Any = self.window.home
        home.search.clear()
        found = one.bring(self)
        if found is not self.window and found.isWindow() and not found.isVisible():
            found.show()
        self.settle()
        return found

    def drop(self) -> None:
        """Close what lies over the window."""
        for one in (QApplication.activePopupWidget(), *self._besides, *self._dialogs()):
            if one is not None:
                one.close()
                one.deleteLater()
        self._besides.clear()
        head_office.act_no_more(self.bridge.desk)
        self.window.lift_cover()
        self.window._drop_toast()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def close(self) -> None:
        documents.make = self._make
        self.drop()
        page = self.window.page
        rest = getattr(page, "rest", None)
        if callable(rest):
            rest()
        self.window.close()
        self.window.deleteLater()
        self.bridge.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QApplication.processEvents()

    # -- how things are brought up ----------------------------------------------------------------

    def go(self, page: str, at: str = "", *, inspection: str = "") -> Any:
        """A page of the inspection under way (or another)."""
        alone = page in ALONE
        self.window.go(Place(page, "" if alone else inspection or self.filled.under_way, at))
        self.settle()
        return self.window.page

    def do(self, command: str) -> None:
        """A command of the page, by its id."""
        action = self.window._actions[command]
        if not action.isEnabled():
            raise LookupError(f"{command} is not possible on {self.window.place}")
        action.trigger()
        self.settle()

    def dialog(self, kind: type[QWidget] = QDialog) -> QWidget:
        """The dialog or menu that just opened."""
        self.settle()
        found = QApplication.activePopupWidget() or next(iter(self._dialogs()), None)
        if not isinstance(found, kind):
            raise LookupError(f"no {kind.__name__} opened")
        return found

    def beside(self, widget: QWidget, width: int = 0, height: int = 0) -> QWidget:
        """Something that is a window of its own."""
        self._besides.append(widget)
        if width:
            widget.resize(width, height)
        widget.show()
        self.settle()
        return widget

    def _dialogs(self) -> list[QWidget]:
        return [one for one in self.window.findChildren(QDialog) if one.isVisible()][::-1]

    def settle(self) -> None:
        """Until nothing is under way any more."""
        for _ in range(4):
            QApplication.processEvents()
        patience = QDeadlineTimer(PATIENCE)
        while self.busy:
            if patience.hasExpired():
                raise TimeoutError(f"{self.window.place} is still busy")
            soon = self._soon()
            for timer in soon:  # what a page draws a little later, at once
                timer.stop()
                timer.timeout.emit()
            if not soon:
                QTest.qWait(2)
            QApplication.processEvents()
        for _ in range(4):
            QApplication.processEvents()

    @property
    def busy(self) -> bool:
        page: Any = self.window.page
        if self.bridge.background.busy:
            return True
        cards = getattr(page, "cards", None)
        return bool(self._soon()) or bool(getattr(cards, "_waiting", ()))

    def _soon(self) -> list[QTimer]:
        every = self.window.findChildren(QTimer)
        return [one for one in every if one.isActive() and one.isSingleShot() and one.interval() <= SOON]


@dataclass(frozen=True)
class Shown:
    """Something to look at. *page*: which of PAGES it shows or lies over, "" for none."""

    name: str
    page: str
    bring: Callable[[Stage], QWidget]


ALONE: Final = (
    frozenset({"home", "new", "settings", "care", "help", "about", "exchange", "enrol", "originals"})
    | office_rooms.PAGES
)
AT = "WP-4.18@S4"
"""An item with limits, a photo, a finding, a last visit and a sample, as in the drawings."""


def _every() -> Iterator[Shown]:
    """Everything there is to look at."""
    for page, at in (
        ("home", ""),
        ("new", ""),
        ("settings", ""),
        ("inspection", AT),
        ("history", AT),
        ("overview", ""),
        ("care", ""),
        ("help", ""),
        ("about", ""),
        ("findings", "F01"),
        ("actions", ""),
        ("meetings", ""),
        ("completeness", ""),
        ("sign_off", ""),
        ("preview", ""),
        ("photo", "photo"),
        ("clearance", ""),
        ("exchange", ""),
        ("enrol", ""),
        ("originals", ""),
        ("sharing", ""),
    ):
        yield Shown(page, page, _page(page, at))
    yield Shown("exchange-joined", "exchange", _joined)
    yield Shown("exchange-trouble", "exchange", _exchange_trouble)
    yield Shown("exchange-file", "exchange", _file_to_send)
    yield Shown("enrol-whom", "enrol", _whom_to_join)
    yield Shown("enrol-joined", "enrol", _belonging)
    yield Shown("originals-some", "originals", _originals)
    yield Shown("originals-name", "originals", _originals_by_name)
    for page, *_ in office_rooms.ROOMS:
        yield Shown(page, page, _office(page, "state=all" if page == "inbox" else ""))
    yield Shown("inbox-empty", "inbox", _office("inbox"))
    yield Shown("review", "review", _office("review", "EM-1.1"))
    yield Shown("inbox-none", "inbox", _office("inbox", "text=nowhere"))
    yield Shown("everything-found", "everything", _office("everything", "text=1"))
    yield Shown("releases-give-out", "releases", _give_out_checklist)
    yield Shown("review-return", "review", _send_back)
    yield Shown("review-whole", "review", _remark_on_the_whole)
    yield Shown("actions-extension", "actions", _extension)
    yield Shown("home-nothing", "home", _nothing_fits)
    yield Shown("inspection-answers", "inspection", _page("inspection", "section:WP-1"))
    yield Shown("inspection-numbers", "inspection", _page("inspection", "WP-3.2@S1"))
    yield Shown("inspection-reason", "inspection", _reason)
    yield Shown("inspection-disputed", "inspection", _page("inspection", "WP-3.12"))
    yield Shown("inspection-draw", "inspection", _draw)
    yield Shown("inspection-finding", "inspection", _finding_form)
    yield Shown("inspection-details", "inspection", _details)
    yield Shown("inspection-none", "inspection", _filtered)
    yield Shown("inspection-signed", "inspection", _signed("inspection"))
    yield Shown("finder", "inspection", _finder)
    yield Shown("item-menu", "inspection", _item_menu)
    yield Shown("findings-new", "findings", _new_finding)
    yield Shown("actions-question", "findings", _question)
    yield Shown("meetings-sign-in", "meetings", _sign_in)
    yield Shown("completeness-none", "completeness", _signed("completeness"))
    yield Shown("sign-off-sign", "sign_off", _sign)
    yield Shown("sign-off-identity", "sign_off", _identity)
    yield Shown("sign-off-refusal", "sign_off", _refusal)
    yield Shown("sign-off-signed", "sign_off", _signed("sign_off"))
    yield Shown("preview-signed", "preview", _signed("preview"))
    yield Shown("photo-mark", "photo", _mark)
    yield Shown("camera", "inspection", _camera)
    yield Shown("key-sheet", "inspection", _key_sheet)
    yield Shown("message", "home", _message)
    yield Shown("trouble", "home", _trouble)
    yield Shown("fault", "home", _fault)
    yield Shown("door", "", _door(new=True))
    yield Shown("unlock", "", _door(new=False))
    yield Shown("cover", "home", _cover)


def _page(page: str, at: str) -> Callable[[Stage], QWidget]:
    def bring(stage: Stage) -> QWidget:
        where = at
        if page == "photo":
            where = next(iter(stage.bridge.opened(stage.filled.under_way).inspection.photos_at(AT))).id
        stage.go(page, where)
        return stage.window

    return bring


def _office(page: str, at: str = "") -> Callable[[Stage], QWidget]:
    """A page of head office, at a desk that speaks for it while it is shown."""

    def bring(stage: Stage) -> QWidget:
        desk, w = stage.bridge.desk, stage.bridge.words
        head_office.act(desk, stage.filled.reviewer)
        if page == "releases" and not releases.released(desk):
            releases.release(desk, "emergency", note=w("What is new"))
            releases.release(desk, "workplace")
            releases.withdraw(desk, "workplace", w("Reason"))
        stage.go(page, at, inspection=stage.filled.signed)
        return stage.window

    return bring


def _give_out_checklist(stage: Stage) -> QWidget:
    _office("releases")(stage)
    stage.do("give-out-checklist")
    return stage.dialog()


def _send_back(stage: Stage) -> QWidget:
    page: Any = _office("review")(stage) and stage.window.page
    page.send_back()
    return stage.dialog()


def _remark_on_the_whole(stage: Stage) -> QWidget:
    _office("review")(stage)
    stage.do("remark-whole")
    return stage.dialog()


def _extension(stage: Stage) -> QWidget:
    from auditapp.ui.extension_dialog import ASK, ExtensionDialog

    page = stage.go("actions")
    action = stage.bridge.opened(stage.filled.under_way).inspection.findings[0].actions[0]
    ExtensionDialog(stage.bridge, stage.theme, stage.filled.under_way, action, ASK, page).open()
    return stage.dialog()


def _signed(page: str) -> Callable[[Stage], QWidget]:
    def bring(stage: Stage) -> QWidget:
        stage.go(page, inspection=stage.filled.signed)
        return stage.window

    return bring


def _joined(stage: Stage) -> QWidget:
    page = stage.go("exchange")
    page.show_view(exchange_states.joined(stage.bridge))
    page.office.show_standing(exchange_states.OFFLINE)
    return stage.window


def _exchange_trouble(stage: Stage) -> QWidget:
    page = stage.go("exchange")
    page.show_view(exchange_states.troubled(stage.bridge))
    page.office.show_standing(exchange_states.WAITING)
    return stage.window


def _file_to_send(stage: Stage) -> QWidget:
    stage.go("exchange").write_file()
    return stage.dialog()


def _whom_to_join(stage: Stage) -> QWidget:
    page = stage.go("enrol")
    page._show_invited(exchange_states.INVITED)
    page.signing.setChecked(True)
    return stage.window


def _belonging(stage: Stage) -> QWidget:
    stage.go("enrol").show_enrolled(exchange_states.ENROLLED)
    return stage.window


def _originals(stage: Stage) -> QWidget:
    stage.go("originals").show_offers(exchange_states.removable(stage.bridge))
    return stage.window


def _originals_by_name(stage: Stage) -> QWidget:
    page = stage.go("originals")
    page.show_offers(exchange_states.removable(stage.bridge))
    page.ask(page.offered[0], page.offered[0].number)
    return stage.dialog()


def _nothing_fits(stage: Stage) -> QWidget:
    page = stage.go("home")
    page.search.setText("no such place")
    return stage.window


def _reason(stage: Stage) -> QWidget:
    stage.go("inspection", "WP-4.1")
    stage.do("na")
    return stage.window


def _draw(stage: Stage) -> QWidget:
    page = stage.go("inspection", "section:WP-5")
    next(iter(page.cards.bars.values())).ask_draw()
    return stage.window


def _finding_form(stage: Stage) -> QWidget:
    stage.go("inspection", "WP-4.9")
    stage.do("finding")
    return stage.window


def _details(stage: Stage) -> QWidget:
    stage.go("inspection", AT)
    stage.do("details")
    return stage.window


def _filtered(stage: Stage) -> QWidget:
    page = stage.go("inspection", "section:WP-1")
    page.set_filter("flagged")
    return stage.window


def _finder(stage: Stage) -> QWidget:
    stage.go("inspection", AT)
    stage.do("find")
    found: Any = stage.dialog()
    found.field.setText("WP-4")
    return found


def _item_menu(stage: Stage) -> QWidget:
    stage.go("inspection", AT)
    stage.do("menu-item")
    return stage.dialog(QMenu)


def _new_finding(stage: Stage) -> QWidget:
    stage.go("findings", "new:WP-4.9")
    return stage.dialog()


def _question(stage: Stage) -> QWidget:
    page = stage.go("findings", "F01")
    page.editor.add_action()
    return stage.dialog()


def _sign_in(stage: Stage) -> QWidget:
    page = stage.go("meetings")
    _card_of(page, "closing").sign_in()
    return stage.dialog()


def _card_of(page: QWidget, code: str) -> Any:
    from auditapp.ui.meetings_page import MeetingCard

    return next(card for card in page.findChildren(MeetingCard) if card.code == code)


def _sign(stage: Stage) -> QWidget:
    page = stage.go("sign_off")
    page.sign(page._people()[0])
    return stage.dialog()


def _identity(stage: Stage) -> QWidget:
    page = stage.go("sign_off")
    page.sign(page._people()[0]).new_identity()
    return stage.dialog()


def _refusal(stage: Stage) -> QWidget:
    page = stage.go("sign_off")
    page.refuse(page._people()[-1])
    return stage.dialog()


def _mark(stage: Stage) -> QWidget:
    _page("photo", "")(stage)
    stage.do("photo-mark")
    return stage.window


def _camera(stage: Stage) -> QWidget:
    stage.go("inspection", AT)
    stage.do("photo")
    return stage.dialog()


def _key_sheet(stage: Stage) -> QWidget:
    stage.go("inspection", AT)
    stage.window.show_keys()
    return stage.dialog()


def _message(stage: Stage) -> QWidget:
    w = stage.bridge.words
    stage.window.say(
        w("Last time the program ended unexpectedly. What was shown as saved is saved."),
        "warn",
        (w("Go on where I was"), lambda: None),
    )
    return stage.window


TROUBLE = Trouble(
    say("This desk is already open"),
    say("Another window or command is working on {folder}."),
    say("Wait until it is done or close it, then try again."),
    folder="/lin/auditapp",
)


def _trouble(stage: Stage) -> QWidget:
    from auditapp.ui.faults import trouble_dialog

    return stage.beside(trouble_dialog(stage.theme, stage.bridge.words, TROUBLE, stage.window))


def _fault(stage: Stage) -> QWidget:
    from auditapp.ui.faults import fault_dialog

    fault = ValueError("a fault of ours")
    return stage.beside(fault_dialog(stage.theme, stage.bridge.words, fault, stage.filled.folder, stage.window))


def _door(*, new: bool) -> Callable[[Stage], QWidget]:
    def bring(stage: Stage) -> QWidget:
        from pathlib import Path

        from auditapp.ui.unlock_page import UnlockPage

        made = UnlockPage(stage.theme, stage.bridge.words, Path("/lin/auditapp"), lambda _: None, new=new)
        return stage.beside(made, stage.window.width(), stage.window.height())

    return bring


def _cover(stage: Stage) -> QWidget:
    from auditapp.ui.unlock_page import UnlockPage

    cover = UnlockPage(stage.theme, stage.bridge.words, stage.filled.folder, lambda _: None, cover=True)
    stage.window.lay_cover(cover)
    return cover


SHOWN: Final = {one.name: one for one in _every()}
"""Name -> how it is brought up."""
