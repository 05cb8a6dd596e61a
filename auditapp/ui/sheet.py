"""The one style sheet, as a template: ``@token`` a colour, ``12u`` scaled pixels, ``@target`` a control's height,
``@side`` light or dark. A focused thing has two pixels of border instead of one and must not grow by it, hence
``26v`` (26u less two pixels) and ``@inside`` (the target less two pixels).

Roles and tones are dynamic properties: role says what a thing is (card, pill, primary, quiet, chip, title, meta …),
tone what it says (ok, warn, bad, na, accent).
"""

SHEET = """
* { font-size: 14u; color: @text; outline: 0; }
QWidget#page, QMainWindow, QStackedWidget { background: @bg; }
QToolTip { background: @surface; color: @text; border: 1px solid @strong; padding: 6u 8u; font-size: 13u; }

QLabel { background: transparent; }
QLabel[role="display"] { font-size: 24u; font-weight: 700; }
QLabel[role="title"] { font-size: 20u; font-weight: 700; }
QLabel[role="subtitle"] { font-size: 18u; font-weight: 700; }
QLabel[role="site"] { font-size: 16u; font-weight: 700; }
QLabel[role="strong"] { font-weight: 700; }
QLabel[role="heading"] { font-size: 13u; font-weight: 700; color: @text2; }
QLabel[role="secondary"] { font-size: 13u; color: @text2; }
QLabel[role="meta"] { font-size: 12u; color: @text3; }
QLabel[tone="ok"] { color: @ok; }
QLabel[tone="warn"] { color: @warn; }
QLabel[tone="bad"] { color: @bad; }
QLabel[tone="na"] { color: @na; }
QLabel[tone="accent"] { color: @accent; }

QLabel[role="key"] { font-size: 12u; color: @text2; background: @subtle; border: 1px solid @strong; border-radius: 4u;
    padding: 1u 6u; }
QLabel[role="pill"] { font-size: 12u; padding: 1u 10u; border-radius: 10u; border: 1px solid @strong;
    color: @text2; background: @surface; min-height: 18u; max-height: 18u; }
QLabel[role="pill"][tone="accent"] { color: @accent; background: @accent_bg; border-color: @accent_bg; }
QLabel[role="pill"][tone="ok"] { color: @ok; background: @ok_bg; border-color: @ok_bg; }
QLabel[role="pill"][tone="warn"] { color: @warn; background: @warn_bg; border-color: @warn_bg; }
QLabel[role="pill"][tone="bad"] { color: @bad; background: @bad_bg; border-color: @bad_bg; }
QLabel[role="pill"][tone="na"] { color: @na; background: @na_bg; border-color: @na_bg; }
QLabel[role="pill"][tone="loud"] { color: @bad_on; background: @bad; border-color: @bad; font-weight: 700; }

QFrame[role="card"] { background: @surface; border: 1px solid @border; border-radius: 10u; }
QFrame[role="card"][tone="selected"] { border: 1px solid @accent; }
QFrame[role="card"][tone="accent"] { background: @accent_bg; border-color: @accent_bg; }
QFrame[role="card"][tone="ok"] { background: @ok_bg; border-color: @ok_bg; }
QFrame[role="card"][tone="warn"] { background: @warn_bg; border-color: @warn_bg; }
QFrame[role="card"][tone="bad"] { background: @bad_bg; border-color: @bad_bg; }
QFrame[role="card"][press="true"]:hover { border-color: @strong; }
QFrame[role="card"]:focus { border: 2px solid @accent; }
QFrame[role="well"] { background: @subtle; border: 1px solid @border; border-radius: 8u; }
QFrame[role="header"] { background: @surface; border: none; border-bottom: 1px solid @border; }
QFrame[role="footer"] { background: @surface; border: none; border-top: 1px solid @border; }
QFrame[role="footer"] QLabel { font-size: 12u; color: @text2; }
QFrame[role="pane"] { background: @surface; border: none; }
QFrame[role="pane"][side="left"] { border-right: 1px solid @border; }
QFrame[role="pane"][side="right"] { border-left: 1px solid @border; }
QFrame[role="line"] { background: @border; border: none; min-height: 1px; max-height: 1px; }
QFrame[role="banner"] { background: @bad_bg; border: none; border-bottom: 1px solid @bad; }
QFrame[role="underway"] { background: @accent_bg; border: none; border-bottom: 1px solid @accent_bd; }
QFrame[role="toast"] { background: @surface; border: 1px solid @strong; border-radius: 10u; }
QFrame[role="toast"][tone="bad"] { border-color: @bad; }
QFrame[role="toast"][tone="ok"] { border-color: @ok; }
QFrame[role="tile"] { background: @surface; border: 1px dashed @strong; border-radius: 8u; }
QFrame[role="tile"]:hover, QFrame[role="tile"]:focus { border: 1px dashed @accent; }

QPushButton { background: @surface; border: 1px solid @border; border-radius: 8u; padding: 0 14u;
    min-height: @target; max-height: @target; font-size: 14u; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @subtle; }
QPushButton:focus { border: 2px solid @accent; padding: 0 13u; min-height: @inside; max-height: @inside; }
QPushButton:disabled { color: @faint; background: @subtle; }
QPushButton[role="primary"] { background: @accent; color: @accent_on; border-color: @accent; font-weight: 700; }
QPushButton[role="primary"]:hover, QPushButton[role="primary"]:pressed { background: @accent_press; }
QPushButton[role="primary"]:focus { border: 2px solid @text; }
QPushButton[role="primary"]:disabled { background: @subtle; color: @faint; border-color: @border; }
QPushButton[role="quiet"] { background: transparent; border-color: transparent; padding: 0 10u; color: @text2; }
QPushButton[role="quiet"]:hover { background: @hover; }
QPushButton[role="quiet"]:checked { background: @accent_bg; color: @accent; }
QPushButton[role="quiet"]:focus { border: 2px solid @accent; padding: 0 9u; }
QPushButton[role="quiet"][tone="accent"] { color: @accent; }
QPushButton[role="danger"] { color: @bad; border-color: @bad; }
QPushButton[role="danger"]:hover { background: @bad_bg; }
QPushButton[role="danger"]:focus { border: 2px solid @bad; }
QPushButton[role="danger"]:disabled { color: @faint; background: @subtle; border-color: @border; }
QPushButton[role="quiet"]:disabled, QPushButton[role="link"]:disabled { color: @faint; background: transparent; }
QPushButton[role="link"] { background: transparent; border: 1px solid transparent; color: @accent; padding: 0 4u;
    text-align: left; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { border: 2px solid @accent; padding: 0 3u; }

QPushButton[role="door"] { background: transparent; border: 1px solid transparent; padding: 0 10u; color: @text2;
    font-size: 13u; }
QPushButton[role="door"]:hover { background: @hover; }
QPushButton[role="door"][here="true"] { background: @accent_bg; color: @accent; font-weight: 700; }
QPushButton[role="door"]:focus { border: 2px solid @accent; padding: 0 9u; }

QPushButton[role="searchbox"] { background: @subtle; color: @text3; text-align: left; padding: 0 12u; }
QPushButton[role="searchbox"]:focus { padding: 0 11u; }
QPushButton[role="foot"] { background: transparent; border: 1px solid transparent; color: @text2; font-size: 12u;
    padding: 0 6u; min-height: 22u; max-height: 22u; border-radius: 6u; }
QPushButton[role="foot"]:hover { background: @hover; }
QPushButton[role="foot"]:focus { border: 2px solid @accent; padding: 0 5u; min-height: 22v; max-height: 22v; }

QToolButton { background: transparent; border: 1px solid transparent; border-radius: 8u; padding: 0;
    min-width: @target; min-height: @target; max-height: @target; color: @text2; }
QToolButton:hover { background: @hover; }
QToolButton:checked { background: @accent_bg; }
QToolButton:focus { border: 2px solid @accent; min-width: @inside; min-height: @inside; max-height: @inside; }
QLineEdit QToolButton { min-width: 0; min-height: 0; max-height: 24u; border: none; background: transparent; }
QToolButton::menu-indicator { image: none; }

QAbstractButton[role="chip"] { background: @surface; border: 1px solid @border; border-radius: 13u; padding: 0 12u;
    min-height: 26u; max-height: 26u; font-size: 13u; color: @text2; font-weight: 400; }
QAbstractButton[role="chip"]:hover { background: @hover; }
QAbstractButton[role="chip"]:checked { background: @accent_bg; border-color: @accent_bd; color: @accent; }
QAbstractButton[role="chip"]:focus { border: 2px solid @accent; padding: 0 11u; min-height: 26v; max-height: 26v; }

QLineEdit, QTextEdit, QPlainTextEdit, QSpinBox, QDoubleSpinBox, QDateEdit, QTimeEdit, QDateTimeEdit, QComboBox {
    background: @surface; border: 1px solid @border; border-radius: 8u; padding: 0 10u; font-size: 14u;
    selection-background-color: @accent; selection-color: @accent_on; }
QLineEdit, QSpinBox, QDoubleSpinBox, QDateEdit, QTimeEdit, QDateTimeEdit, QComboBox {
    min-height: @target; max-height: @target; }
QTextEdit, QPlainTextEdit { padding: 6u 8u; }
QLineEdit:hover, QTextEdit:hover, QPlainTextEdit:hover, QComboBox:hover { border-color: @strong; }
QLineEdit:focus, QTextEdit:focus, QPlainTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus,
QDateEdit:focus, QTimeEdit:focus, QDateTimeEdit:focus { border: 2px solid @accent; padding: 0 9u; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateEdit:focus, QTimeEdit:focus, QDateTimeEdit:focus,
QComboBox:focus { min-height: @inside; max-height: @inside; }
QTextEdit:focus, QPlainTextEdit:focus { padding: 5u 7u; }
QLineEdit:read-only, QTextEdit:read-only, QPlainTextEdit:read-only { background: @subtle; color: @text2; }
QLineEdit:disabled, QComboBox:disabled, QTextEdit:disabled, QPlainTextEdit:disabled, QSpinBox:disabled,
QDoubleSpinBox:disabled, QDateEdit:disabled, QTimeEdit:disabled, QDateTimeEdit:disabled {
    background: @subtle; color: @faint; }
QLineEdit[tone="bad"], QTextEdit[tone="bad"], QPlainTextEdit[tone="bad"], QComboBox[tone="bad"] { border-color: @bad; }
QLineEdit[role="search"] { background: @subtle; }
QLineEdit[role="number"] { padding: 0 4u; }
QComboBox { padding-right: 28u; }
QComboBox::drop-down { border: none; width: 26u; }
QComboBox::down-arrow { image: url(@icons/chevron-down-on-@side.svg); width: 16u; height: 16u; }
QComboBox QAbstractItemView { background: @surface; border: 1px solid @strong; border-radius: 0; padding: 4u;
    selection-background-color: @accent_bg; selection-color: @accent; }
QComboBox QAbstractItemView::item { min-height: 28u; padding: 2u 8u; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button,
QDateEdit::up-button, QDateEdit::down-button { width: 0; border: none; }
QDateEdit, QDateTimeEdit { padding-right: 28u; }
QDateEdit::drop-down, QDateTimeEdit::drop-down { border: none; width: 26u; subcontrol-origin: padding;
    subcontrol-position: center right; }
QDateEdit::down-arrow, QDateTimeEdit::down-arrow { image: url(@icons/calendar-on-@side.svg); width: 16u; height: 16u; }

QCheckBox, QRadioButton { spacing: 8u; min-height: 24u; background: transparent; }
QCheckBox::indicator, QRadioButton::indicator { width: 16u; height: 16u; border: 1px solid @text3;
    background: @surface; }
QCheckBox::indicator { border-radius: 4u; }
QRadioButton::indicator { border-radius: @radio; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(@icons/check-on-@side.svg); }
QRadioButton::indicator:checked { border: 5u solid @accent; width: @dot; height: @dot; }
QAbstractItemView::indicator, QTreeView::indicator { width: 16u; height: 16u; border: 1px solid @text3;
    border-radius: 4u; background: @surface; }
QAbstractItemView::indicator:checked, QTreeView::indicator:checked { background: @accent; border-color: @accent;
    image: url(@icons/check-on-@side.svg); }
QCheckBox:disabled, QRadioButton:disabled { color: @faint; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled, QAbstractItemView::indicator:disabled {
    border-color: @strong; background: @subtle; }
QCheckBox::indicator:checked:disabled { background: @strong; border-color: @strong; }
QCheckBox, QRadioButton { border: 2px solid transparent; border-radius: 6u; }
QCheckBox:focus, QRadioButton:focus { border-color: @accent; }

QFrame[role="segments"] { background: @subtle; border: 1px solid @border; border-radius: 8u; }
QAbstractButton[role="segment"] { background: transparent; border: 1px solid transparent; border-radius: 6u;
    padding: 0 8u; min-height: 30u; max-height: 30u; font-size: 13u; color: @text2; font-weight: 400; }
QAbstractButton[role="segment"]:hover { background: @hover; }
QAbstractButton[role="segment"]:focus { border: 2px solid @accent; padding: 0 7u; min-height: 30v; max-height: 30v; }
QAbstractButton[role="segment"]:checked { background: @surface; border: 1px solid @strong; color: @text;
    font-weight: 700; }
QAbstractButton[role="segment"][tone="ok"]:checked { background: @ok_bg; border-color: @ok; color: @ok; }
QAbstractButton[role="segment"][tone="warn"]:checked { background: @warn_bg; border-color: @warn; color: @warn; }
QAbstractButton[role="segment"][tone="bad"]:checked { background: @bad_bg; border-color: @bad; color: @bad; }
QAbstractButton[role="segment"][tone="na"]:checked { background: @surface; border-color: @strong; color: @text; }
QAbstractButton[role="segment"][tone="accent"]:checked { background: @surface; border-color: @accent_bd;
    color: @accent; }
QAbstractButton[role="segment"]:checked:focus { border: 2px solid @accent; padding: 0 7u; min-height: 30v;
    max-height: 30v; }

QScrollArea, QScrollArea > QWidget > QWidget#canvas { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12u; margin: 2u; }
QScrollBar:horizontal { background: transparent; height: 12u; margin: 2u; }
QScrollBar::handle { background: @border; border-radius: 4u; min-height: 32u; min-width: 32u; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: @strong; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QSplitter::handle { background: @border; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }

QAbstractItemView { background: @surface; border: 1px solid @border; border-radius: 10u;
    alternate-background-color: @subtle;
    selection-background-color: @accent_bg; selection-color: @text; gridline-color: @border; }
QAbstractItemView:focus { border: 2px solid @accent; }
QAbstractItemView::item { padding: 6u 8u; border: none; }
QAbstractItemView::item:hover { background: @hover; }
QAbstractItemView::item:selected { background: @accent_bg; color: @text; }
QAbstractItemView[role="bare"], QAbstractItemView[role="bare"]:focus { background: transparent; border: none; }
QAbstractItemView[role="bare"]::item:hover, QAbstractItemView[role="bare"]::item:selected { background: transparent; }
QListWidget[role="contents"] { background: transparent; border: 2px solid transparent; }
QListWidget[role="contents"]:focus { border: 2px solid @accent; }
QListWidget[role="contents"]::item { padding: 8u 10u; border-radius: 8u; color: @text; }
QListWidget[role="contents"]::item:selected { background: @accent_bg; color: @accent; }
QTextBrowser[role="reading"] { background: @surface; border: 1px solid @border; border-radius: 10u; padding: 0; }
QTextBrowser[role="reading"]:focus { border: 2px solid @accent; padding: 0; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: @surface; color: @text2; font-size: 12u; padding: 6u 8u; border: none;
    border-bottom: 1px solid @border; }
QHeaderView::section:horizontal:first, QHeaderView::section:horizontal:only-one { border-top-left-radius: 9u; }
QHeaderView::section:horizontal:last, QHeaderView::section:horizontal:only-one { border-top-right-radius: 9u; }
QTabBar::tab { padding: 8u 14u; color: @text2; border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: @accent; border-bottom: 2px solid @accent; }
QTabBar::tab:focus { color: @accent; }
QTabWidget::pane { border: none; border-top: 1px solid @border; }

QProgressBar { background: @na_bg; border: none; border-radius: 2u; min-height: 4u; max-height: 4u;
    color: transparent; }
QProgressBar::chunk { background: @accent; border-radius: 2u; }
QProgressBar[tone="ok"]::chunk { background: @ok; }
QSlider::groove:horizontal { background: @na_bg; height: 4u; border-radius: 2u; }
QSlider::handle:horizontal { background: @accent; width: 16u; margin: -6u 0; border-radius: 8u; }

QMenu { background: @surface; border: 1px solid @strong; padding: 4u; font-size: 13u; }
QMenu, QLineEdit { icon-size: 16u; }
QMenu::item { padding: 6u 28u 6u 30u; border-radius: 6u; color: @text; font-size: 13u; }
QMenu::item:selected { background: @accent_bg; color: @accent; }
QMenu::item:disabled { color: @faint; }
QMenu::icon { left: 8u; }
QMenu::indicator { left: 8u; width: 14u; height: 14u; }
QMenu::indicator:non-exclusive:checked, QMenu::indicator:exclusive:checked { image: url(@icons/check-in-@side.svg); }
QMenu::right-arrow { image: url(@icons/chevron-right-on-@side.svg); width: 14u; height: 14u; right: 8u; }
QMenu::separator { height: 1px; background: @border; margin: 4u 8u; }
QMenuBar { background: @surface; border: none; padding: 2u 12u 0 12u; font-size: 13u; color: @text2; }
QMenuBar::item { padding: 4u 9u; background: transparent; border-radius: 6u; color: @text2; font-size: 13u; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: @hover; color: @text; }
QMenuBar::item:disabled { color: @faint; }
QDialog, QMessageBox { background: @surface; }
QCalendarWidget QWidget { background: @surface; alternate-background-color: @subtle; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: @surface; border-bottom: 1px solid @border; }
QCalendarWidget QToolButton { min-width: 28u; min-height: 28u; max-height: 28u; padding: 0 6u; color: @text;
    font-weight: 700; }
QCalendarWidget QToolButton#qt_calendar_prevmonth { qproperty-icon: none;
    image: url(@icons/chevron-left-on-@side.svg); }
QCalendarWidget QToolButton#qt_calendar_nextmonth { qproperty-icon: none;
    image: url(@icons/chevron-right-on-@side.svg); }
QCalendarWidget QSpinBox { min-height: 26u; max-height: 26u; padding: 0 6u; }
QCalendarWidget QAbstractItemView { border: none; border-radius: 0; padding: 0; font-size: 13u;
    selection-background-color: @accent; selection-color: @accent_on; }
QCalendarWidget QAbstractItemView::item { padding: 0; }
QCalendarWidget QAbstractItemView::item:hover { background: @hover; }
QCalendarWidget QAbstractItemView::item:selected { background: @accent; color: @accent_on; }
QCalendarWidget QAbstractItemView:disabled { color: @faint; }
"""

TOUCH = """
QAbstractButton[role="chip"], QAbstractButton[role="segment"], QPushButton[role="foot"] {
    min-height: @inside; max-height: @inside; }
QAbstractButton[role="chip"] { border-radius: 21u; }
QAbstractButton[role="chip"]:focus, QAbstractButton[role="segment"]:focus, QPushButton[role="foot"]:focus {
    min-height: 42v; max-height: 42v; }
QCheckBox, QRadioButton { min-height: 42v; }
"""
"""What is small for the mouse, for fingers (after the rest; 42u: the target of fingers less its border)."""
