"""Home: the inspections on this desk by state and date, a search, and the way to a new one."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QCursor, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QProgressBar,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from auditapp.operations import listing
from auditapp.ui import office_rooms
from auditapp.ui.announced import listen_for_choice
from auditapp.ui.bridge import Bridge
from auditapp.ui.commands import Command
from auditapp.ui.parts.buttons import button, icon_button
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.chip import ChipRow
from auditapp.ui.parts.labels import ElidingLabel
from auditapp.ui.parts.scroll import by_finger
from auditapp.ui.places import Place, Width
from auditapp.ui.theme import Theme
from auditapp.words import Words

if TYPE_CHECKING:
    from auditapp.operations.desk import Desk
    from auditapp.store.journals import Row

ROW = Qt.ItemDataRole.UserRole
ELSEWHERE = Qt.ItemDataRole.UserRole + 1
"""Were originals of it removed here, so that they are at head office only?"""
WIDEST = 1080
"""Pixels; wider lists make the eye travel."""
STATES = ("all", "open", "signed", "findings")
Index = QModelIndex | QPersistentModelIndex


def _elsewhere(desk: Desk) -> frozenset[str]:
    """Without what an original is fetched with: the first window need not wait for that."""
    return frozenset(one.inspection for one in desk.store.offices.removed().values())


class Inspections(QAbstractListModel):
    """The rows that fit the search and the state, last changed first. Says each row in one sentence."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._all: list[Row] = []
        self._elsewhere: frozenset[str] = frozenset()
        self._shown: list[Row] = []
        self._search, self._state = "", "all"

    def show_rows(self, rows: list[Row], elsewhere: frozenset[str] = frozenset()) -> None:
        """*elsewhere*: those of which originals are at head office only."""
        self._all, self._elsewhere = rows, elsewhere
        self._sift()

    def search(self, text: str) -> None:
        self._search = text.casefold().strip()
        self._sift()

    def choose_state(self, state: str) -> None:
        self._state = state
        self._sift()

    def many(self, state: str) -> int:
        return sum(fits(row, state) for row in self._all)

    def row(self, at: int) -> Row:
        return self._shown[at]

    def _sift(self) -> None:
        self.beginResetModel()
        wanted = self._search.split()
        self._shown = [
            row
            for row in self._all
            if fits(row, self._state)
            and all(w in " ".join((row.title, row.number, row.site, row.opened[:10])).casefold() for w in wanted)
        ]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 Qt's own signature
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        row = self._shown[index.row()]
        if role == ROW:
            return row
        if role == ELSEWHERE:
            return row.id in self._elsewhere
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            said = sentence(row, self._words)
            return self._words("{text}, originals at head office", text=said) if row.id in self._elsewhere else said
        return None


def fits(row: Row, state: str) -> bool:
    """Does an inspection belong under a chip?"""
    match state:
        case "open" | "signed":
            return row.state == state
        case "findings":
            return row.open_actions > 0 or (row.state == "open" and row.findings > 0)
        case _:
            return True


def state_of(row: Row, words: Words) -> tuple[str, str]:
    """Words and tone of an inspection's state."""
    if row.state == "signed":
        return words("Signed"), "ok"
    if row.disputes:
        return words.count("{n} disputed", "{n} disputed", row.disputes), "warn"
    if row.answered == 0:
        return words("Not started"), "na"
    return words("In progress"), "accent"


def sentence(row: Row, words: Words) -> str:
    """An inspection in one sentence, for those who listen."""
    return words(
        "{title}, {site}, {number}, {state}, {day}, {answered} of {asked} answered, {findings} findings",
        title=row.title,
        site=row.site,
        number=row.number,
        state=state_of(row, words)[0],
        day=day_words(row.opened, words),
        answered=row.answered,
        asked=row.items,
        findings=row.findings,
    )


def day_words(moment: str, words: Words) -> str:
    """A day as people write it: 17 Sep 2026, 2026年9月17日; "" when there is none."""
    try:
        day = datetime.fromisoformat(moment).date()
    except ValueError:
        return ""
    return day_said(day, words)


def day_said(day: date, words: Words) -> str:
    from PySide6.QtCore import QDate, QLocale

    locale = QLocale(QLocale.Language.Chinese if words.chinese else QLocale.Language.English)
    return locale.toString(QDate(day.year, day.month, day.day), "yyyy年M月d日" if words.chinese else "d MMM yyyy")


class RowPainter(QStyledItemDelegate):
    """Draws an inspection as a card: title and state, second line, how far it is, findings, grade."""

    def __init__(self, theme: Theme, words: Words, view: QListView) -> None:
        super().__init__(view)
        self._theme, self._words, self._view = theme, words, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return QSize(self._theme.px(200), self._theme.px(84))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, w = self._theme, self._words
        row: Row = index.data(ROW)
        view = self._view  # not the flags of the option: QStyle brings 600 names with it
        here = index == view.currentIndex()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(1, 1, -1, -theme.px(9))
        focused = here and view.hasFocus()
        over = view.underMouse() and option.rect.contains(view.viewport().mapFromGlobal(QCursor.pos()))
        edge = "accent" if focused else "strong" if over else "border"
        painter.setPen(QPen(theme.token(edge), 2 if focused else 1))
        painter.setBrush(theme.token("surface"))
        painter.drawRoundedRect(box, theme.px(10), theme.px(10))
        pad = theme.px(16)
        right = box.right() - pad
        middle = box.top() + box.height() / 2
        right = self._figures(painter, row, right, box)
        left = box.left() + pad
        word, tone = state_of(row, w)
        title_font = theme.font(16, bold=True)
        room = right - left - theme.px(24)
        pill = QFontMetrics(theme.font(12)).horizontalAdvance(word) + theme.px(20)
        shown = QFontMetrics(title_font).elidedText(
            row.title, Qt.TextElideMode.ElideRight, max(40, int(room - pill - theme.px(10)))
        )
        painter.setFont(title_font)
        painter.setPen(theme.token("text"))
        top = QRectF(left, middle - theme.px(28), room, theme.px(26))
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, shown)
        at = left + QFontMetrics(title_font).horizontalAdvance(shown) + theme.px(10)
        _pill(painter, theme, QRectF(at, middle - theme.px(25), pill, theme.px(20)), word, tone)
        parts = [row.site, row.number, day_words(row.opened, w)]
        if row.photos:
            parts.append(w.count("{n} photo", "{n} photos", row.photos))
        if index.data(ELSEWHERE):
            parts.append(w("originals at head office"))
        below = QFontMetrics(theme.font(13)).elidedText(
            " · ".join(p for p in parts if p), Qt.TextElideMode.ElideRight, int(room)
        )
        painter.setFont(theme.font(13))
        painter.setPen(theme.token("text2"))
        painter.drawText(QRectF(left, middle + theme.px(4), room, theme.px(22)), Qt.AlignmentFlag.AlignVCenter, below)
        painter.restore()

    def _figures(self, painter: QPainter, row: Row, right: float, box: QRectF) -> float:
        """Grade, progress and findings on the right; returns where the words end."""
        theme, w = self._theme, self._words
        middle = box.top() + box.height() / 2
        wide = theme.px(150 if box.width() > theme.px(560) else 88)
        bar = QRectF(right - wide, middle + theme.px(12), wide, theme.px(4))
        share = row.answered / row.items if row.items else 0.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.token("na_bg"))
        painter.drawRoundedRect(bar, 2, 2)
        if share:
            painter.setBrush(theme.token("ok" if share >= 1 or row.state == "signed" else "accent"))
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * min(1.0, share), bar.height()), 2, 2)
        painter.setFont(theme.font(12))
        painter.setPen(theme.token("text2"))
        line = QRectF(right - wide, middle - theme.px(16), wide, theme.px(22))
        painter.drawText(
            line,
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            w("{answered} of {asked}", answered=row.answered, asked=row.items),
        )
        if row.grade and row.state == "signed":
            painter.setFont(theme.font(13, bold=True))
            painter.setPen(theme.token("text"))
            painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.grade)
        right -= wide + theme.px(20)
        if row.findings:
            word = w.count("{n} finding", "{n} findings", row.findings)
            pill = QFontMetrics(theme.font(12)).horizontalAdvance(word) + theme.px(20)
            _pill(painter, theme, QRectF(right - pill, middle - theme.px(10), pill, theme.px(20)), word, "bad")
            right -= pill + theme.px(8)
        return right


def _pill(painter: QPainter, theme: Theme, box: QRectF, word: str, tone: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.token(f"{tone}_bg"))
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.setFont(theme.font(12))
    painter.setPen(theme.token(tone))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)


class _List(QListView):
    """Enter opens; letters go to the search, not to a search of Qt's own."""

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        return


class HomePage(QWidget):
    """``asked_for`` with the inspection to open, or the page for a new one."""

    asked_for = Signal(object)
    said = Signal(str, str)
    retitled = Signal()
    choose_file_asked = Signal()
    sample_asked = Signal(str)
    """"make", "open", "close", "remove" or "cancel"."""

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._theme = bridge, theme
        w = bridge.words
        self.model = Inspections(w, self)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(theme.px(20), theme.px(20), theme.px(20), 0)
        outer.addStretch(1)
        middle = QWidget()
        middle.setMaximumWidth(theme.px(WIDEST))
        outer.addWidget(middle, 1000)
        outer.addStretch(1)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(14))
        self.sample_card = _SampleCard(theme, w, self.sample_asked.emit)
        column.addWidget(self.sample_card)
        self.tools = QWidget()
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(16))
        self.chips = ChipRow(theme, name=w("Which inspections"))
        self.chips.chosen.connect(self._choose)
        left = QVBoxLayout()
        left.setContentsMargins(0, theme.px(4), 0, 0)
        left.addWidget(self.chips)
        left.addStretch(1)
        row.addLayout(left, 3)
        self.search = QLineEdit()
        self.search.setProperty("role", "search")
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(w("Site, title, number, date"))
        self.search.setAccessibleName(w("Search inspections"))
        self.search.addAction(theme.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setMinimumWidth(theme.px(200))
        self.search.setMaximumWidth(theme.px(300))
        self.search.textChanged.connect(self._search)
        self.search.installEventFilter(self)
        row.addWidget(self.search, 2, Qt.AlignmentFlag.AlignTop)
        self.search_button = icon_button(theme, "search", w("Search inspections"), pressed=self._focus_search)
        self.search_button.hide()
        row.addWidget(self.search_button, 0, Qt.AlignmentFlag.AlignTop)
        self._narrow = False
        column.addWidget(self.tools)
        self.list = _List()
        by_finger(self.list)
        self.list.setProperty("role", "bare")
        self.list.setModel(self.model)
        self.list.setItemDelegate(RowPainter(theme, w, self.list))
        self.list.setAccessibleName(w("Inspections"))
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.clicked.connect(self._open)
        listen_for_choice(self.list)
        self.list.installEventFilter(self)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        column.addWidget(self.stack, 1)
        self._state = "all"
        bridge.changed.connect(self._changed)
        bridge.saved.connect(self._age)
        self.redraw()
        self._fresh = True

    @cached_property
    def nothing(self) -> QWidget:
        """What is said of a desk without inspections; made when it is."""
        w = self._bridge.words
        return self._instead(
            icon="clipboard-list",
            title=w("No inspection yet"),
            sentence=w(
                "Begin with a site and a checklist. Everything stays on this laptop and works without a network."
            ),
            deeds=((w("New inspection"), "primary", "plus", self._new),),
        )

    @cached_property
    def no_match(self) -> QWidget:
        """What is said when the search finds nothing."""
        w = self._bridge.words
        return self._instead(
            icon="search",
            title=w("Nothing fits"),
            sentence=w("No inspection on this desk fits what you typed and chose."),
            deeds=((w("Show all"), "", "", self._show_all),),
        )

    def _instead(self, **said: Any) -> QWidget:
        """An empty state in the place of the list."""
        from auditapp.ui.parts.empty import EmptyState

        made = EmptyState(self._theme, **said)
        self.stack.addWidget(made)
        return made

    # ------------------------------------------------------------------------------------ the window asks

    @property
    def title(self) -> str:
        return self._bridge.words("Inspections")

    @property
    def subtitle(self) -> str:
        return ""

    @property
    def place(self) -> Place:
        return Place("home")

    def commands(self) -> list[Command]:
        w = self._bridge.words
        group = w("Inspections")
        return [
            Command("new", w("New inspection"), self._new, ("Ctrl+N",), "plus", group, "primary", menu="file"),
            *self._office(),
            Command(
                "import",
                w("Open a package"),
                self.choose_file_asked.emit,
                ("Ctrl+O",),
                "package",
                group,
                "button",
                menu="file",
            ),
            Command(
                "last",
                w("Go on where I was"),
                self._go_on,
                ("Ctrl+Shift+O",),
                "play",
                group,
                "menu",
                lambda: self._last() is not None,
                menu="file",
            ),
            Command(
                "search", w("Search inspections"), self._focus_search, ("Ctrl+F", "/"), "search", group, menu="edit"
            ),
            Command(
                "sample",
                w("Make the sample inspection"),
                lambda: self.sample_asked.emit("make"),
                (),
                "sparkles",
                group,
                "menu",
                self.sample_card.may_make,
                menu="help",
            ),
        ]

    def _office(self) -> list[Command]:
        """The way into head office, at a desk that speaks for it."""
        w = self._bridge.words
        if not office_rooms.may(self._bridge.desk):
            return []
        return [
            Command(
                "inbox",
                w("Head office"),
                lambda: self.asked_for.emit(Place("inbox")),
                ("Ctrl+1",),
                "building-2",
                w("Head office"),
                "button",
                menu="office",
            )
        ]

    def fit(self, width: Width) -> None:
        """In a narrow window the chips have the line, until one searches."""
        self._narrow = width is Width.NARROW
        self._turn(searching=bool(self.search.text()) or self.search.hasFocus())

    def _turn(self, *, searching: bool) -> None:
        self.search.setVisible(searching or not self._narrow)
        self.search.setMaximumWidth(16_777_215 if self._narrow else self._theme.px(300))
        self.chips.setVisible(not (searching and self._narrow))
        self.search_button.setVisible(self._narrow and not searching)

    def showEvent(self, event: Any) -> None:  # noqa: N802
        super().showEvent(event)
        if not self._fresh:
            self.redraw()
        self._fresh = False
        if self.list.isVisibleTo(self):
            self.list.setFocus()

    # ------------------------------------------------------------------------------------ drawing

    def redraw(self) -> None:
        """Read the rows anew."""
        rows = self._bridge.ask(listing.inspections) or []
        here = self.list.currentIndex().row()
        self.model.show_rows(rows, self._bridge.ask(_elsewhere) or frozenset())
        w = self._bridge.words
        words = {
            "all": w("All {n}", n=self.model.many("all")),
            "open": w("In progress {n}", n=self.model.many("open")),
            "signed": w("Signed {n}", n=self.model.many("signed")),
            "findings": w("With open findings {n}", n=self.model.many("findings")),
        }
        self.chips.show_chips([(code, words[code]) for code in STATES], self._state)
        self.tools.setVisible(bool(rows))
        self._show(here)

    def _show(self, here: int = 0) -> None:
        some = self.model.rowCount() > 0
        shown = self.list if some else self.no_match if self.model.many("all") else self.nothing
        self.stack.setCurrentWidget(shown)
        if some:
            self.list.setCurrentIndex(self.model.index(min(max(here, 0), self.model.rowCount() - 1)))

    def _age(self) -> None:
        self._fresh = False

    def _changed(self, _changes: object) -> None:
        if self.isVisible() and not self._bridge.to_follow:
            self.redraw()

    # ------------------------------------------------------------------------------------ deeds

    def _search(self, text: str) -> None:
        self.model.search(text)
        self._show()

    def _choose(self, state: str) -> None:
        self._state = state
        self.model.choose_state(state)
        self._show()

    def _show_all(self) -> None:
        self.search.clear()
        self._choose("all")
        self.redraw()

    def _open(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if row is not None:
            self.asked_for.emit(Place("inspection", row.id))

    def _new(self) -> None:
        self.asked_for.emit(Place("new"))

    def _last(self) -> Place | None:
        """Where one worked last on this desk, if that inspection is still here."""
        kept = self._bridge.remembered.preferences.last
        found = Place("inspection", kept.get("inspection", ""), kept.get("at", ""))
        return found if found.inspection and self._bridge.desk.knows(found.inspection) else None

    def _go_on(self) -> None:
        last = self._last()
        if last is not None:
            self.asked_for.emit(last)

    def _focus_search(self) -> None:
        self._turn(searching=True)
        self.search.setFocus()
        self.search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self.search:
            if event.type() == QEvent.Type.FocusOut and not self.search.text():
                self._turn(searching=False)
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._open(self.list.currentIndex())
                return True
            step = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}.get(Qt.Key(event.key()))
            if step and not event.modifiers():
                at = self.list.currentIndex().row() + step
                if 0 <= at < self.model.rowCount():
                    self.list.setCurrentIndex(self.model.index(at))
                return True
        return False


class _SampleCard(Card):
    """The sample: offered on an empty desk, being made, ready, or being looked at."""

    def __init__(self, theme: Theme, words: Words, asked: Any) -> None:
        super().__init__(theme, across=True, name=words("Sample inspection"))
        self._words, self._state = words, "hidden"
        self._theme, self._asked = theme, asked
        self._made = False
        self.show_state("hidden")

    def _make(self) -> None:
        """What is in it; most desks never see it."""
        theme, words, asked = self._theme, self._words, self._asked
        texts = QVBoxLayout()
        texts.setSpacing(theme.px(2))
        self.name = ElidingLabel("", role="strong")
        self.told = ElidingLabel("", role="secondary")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(words("Progress of the sample"))
        for one in (self.name, self.told, self.bar):
            texts.addWidget(one)
        self.body.addLayout(texts, 1)
        self.make = button(theme, words("Make the sample"), icon="sparkles", pressed=lambda: asked("make"))
        self.cancel = button(theme, words("Cancel"), pressed=lambda: asked("cancel"))
        self.open = button(theme, words("Look at the sample"), icon="eye", pressed=lambda: asked("open"))
        self.close_it = button(theme, words("Back to my desk"), role="primary", pressed=lambda: asked("close"))
        self.remove = button(
            theme, words("Remove the sample"), role="quiet", icon="trash-2", pressed=lambda: asked("remove")
        )
        for deed in (self.make, self.cancel, self.open, self.close_it, self.remove):
            self.body.addWidget(deed)

    def may_make(self) -> bool:
        return self._state in ("hidden", "offered")

    def show_state(self, state: str, told: str = "", percent: int = 0) -> None:
        """hidden, offered, making, ready, shown (its desk is the one on screen)."""
        w = self._words
        self._state = state
        self.setVisible(state != "hidden")
        if state == "hidden":
            return
        if not self._made:
            self._made = True
            self._make()
        names = {
            "offered": (w("New here?"), w("A finished sample inspection shows what comes out. It is not among yours.")),
            "making": (w("Making the sample"), told or w("This takes about half a minute. You may work on.")),
            "ready": (
                w("Sample inspection"),
                w("Photos, findings, signatures and the signed report; not among yours."),
            ),
            "shown": (w("This is the sample desk"), w("Try everything here. Your own inspections are untouched.")),
        }
        name, sentence = names[state]
        self.name.setText(name)
        self.told.setText(sentence)
        self.bar.setValue(percent)
        self.bar.setVisible(state == "making")
        self.make.setVisible(state == "offered")
        self.cancel.setVisible(state == "making")
        self.open.setVisible(state == "ready")
        self.close_it.setVisible(state == "shown")
        self.remove.setVisible(state in ("ready", "shown"))
        self.set_tone("accent" if state == "shown" else "")
