#include <algorithm>

#include <QString>

#include "ui/theme/theme.h"

namespace hs::ui {

namespace {

/// Written with token names in place of values: @text, @radius.control, @font.body …
const char *const Sheet = R"(
QMainWindow, QDialog { background: @canvas; }
QMainWindow::separator { background: @canvas; width: 8px; height: 8px; }
QMainWindow::separator:hover { background: @border; }
QToolTip { background: @raised; color: @text; border: 1px solid @borderStrong; padding: 4px 6px; }

QLabel[textStyle="caption"] { font-size: @font.caption; }
QLabel[textStyle="small"] { font-size: @font.small; }
QLabel[textStyle="strong"] { font-size: @font.body; font-weight: 600; }
QLabel[textStyle="subtitle"] { font-size: @font.subtitle; font-weight: 600; }
QLabel[textStyle="title"] { font-size: @font.title; font-weight: 600; }
QLabel[textStyle="headline"] { font-size: @font.headline; font-weight: 600; }
QLabel[textStyle="timer"] { font-size: @font.timer; font-weight: 600; }
QLabel[textStyle="mono"] { font-family: "@mono"; font-size: @font.small; }
QLabel[tone="text2"] { color: @text2; }
QLabel[tone="text3"] { color: @text3; }
QLabel[tone="accent"] { color: @accent; }
QLabel[tone="ok"] { color: @ok; }
QLabel[tone="warn"] { color: @warn; }
QLabel[tone="danger"] { color: @danger; }
QLabel[tone="info"] { color: @info; }

QPushButton { background: @raised; color: @text; border: 1px solid @controlBorder; border-radius: @radius.control;
    padding: 5px 12px; min-height: 18px; font-weight: 500; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @selected; }
QPushButton:disabled { color: @text3; border-color: @borderStrong; background: @sunken; }
QPushButton:focus { border: 2px solid @accent; padding: 4px 11px; }
QPushButton[kind="primary"] { background: @accent; color: @onAccent; border-color: @accent; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: @accentHover; border-color: @accentHover; }
QPushButton[kind="primary"]:focus { border: 2px solid @text; }
QPushButton[kind="primary"]:disabled { background: @sunken; color: @text3; border-color: @borderStrong; }
QPushButton[kind="danger"] { color: @danger; }
QPushButton[kind="danger"]:hover { background: @dangerSoft; }
QPushButton[kind="quiet"] { background: transparent; border: 1px solid transparent; color: @text2; }
QPushButton[kind="quiet"]:hover { background: @hover; color: @text; }
QPushButton[kind="quiet"]:focus { border: 2px solid @accent; }
QPushButton[kind="link"] { background: transparent; border: 1px solid transparent; color: @accent; padding: 2px 4px; font-weight: 600; }
QPushButton[kind="link"]:hover { background: @accentSoft; }
QPushButton[kind="link"]:focus { border: 2px solid @accent; padding: 1px 3px; }
QPushButton[kind="chip"] { border: 1px solid @borderStrong; border-radius: 12px; padding: 2px 10px; min-height: 18px;
    background: @surface; color: @text2; font-size: @font.small; }
QPushButton[kind="chip"]:hover { background: @hover; color: @text; }
QPushButton[kind="chip"]:checked { background: @accentSoft; color: @accent; border-color: @accentSoft; font-weight: 600; }
QPushButton[kind="chip"]:focus { border: 2px solid @accent; padding: 1px 9px; }
QPushButton[kind="chip"][tone="ok"] { background: @okSoft; color: @ok; border-color: @okSoft; }
QPushButton[kind="chip"][tone="warn"] { background: @warnSoft; color: @warn; border-color: @warnSoft; }
QPushButton[kind="chip"][tone="danger"] { background: @dangerSoft; color: @danger; border-color: @dangerSoft; }
QPushButton[kind="chip"][tone="info"] { background: @infoSoft; color: @info; border-color: @infoSoft; }
QPushButton[kind="chip"][tone="accent"] { background: @accentSoft; color: @accent; border-color: @accentSoft; }
QPushButton[kind="chip"][tone]:focus { border: 2px solid @accent; }
QPushButton[kind="tab"] { background: transparent; border: none; border-bottom: 2px solid transparent; border-radius: 0;
    padding: 6px 4px; color: @text2; }
QPushButton[kind="tab"]:hover { color: @text; }
/* The bold letters take what the padding gives up: Qt measures the button with the lighter ones. */
QPushButton[kind="tab"]:checked { color: @accent; border-bottom: 2px solid @accent; font-weight: 600; padding: 6px 1px; }
QPushButton[kind="tab"]:focus { background: @accentSoft; }

QToolButton { background: transparent; border: 1px solid transparent; border-radius: @radius.control; color: @text2; padding: 3px; }
QToolButton:hover { background: @hover; color: @text; }
QToolButton:pressed, QToolButton:checked { background: @selected; color: @accent; }
QToolButton:focus { border: 2px solid @accent; padding: 2px; }
QToolButton:disabled { color: @text3; }
QToolButton::menu-indicator { image: none; }
QToolButton[kind="bordered"] { border: 1px solid @controlBorder; background: @raised; color: @text; padding: 4px 8px; }
QToolButton[kind="bordered"]:focus { border: 2px solid @accent; padding: 3px 7px; }
QToolButton[kind="top"] { padding: 4px 8px; color: @text; font-weight: 500; }
QToolButton[kind="top"]:hover { background: @surface; }
QToolButton[kind="status"] { padding: 1px 6px; color: @text2; font-size: @font.small; border-radius: 4px; }
QToolButton[kind="status"]:hover { background: @surface; color: @text; }
QToolButton[kind="status"]:focus { padding: 0px 5px; }
QToolButton[kind="status"][tone="accent"] { color: @accent; font-weight: 600; }
QToolButton[kind="status"][tone="warn"] { color: @warn; }
QToolButton[kind="status"][tone="danger"] { color: @danger; }
QToolButton[kind="rail"] { border-radius: 8px; padding: 0; }
QToolButton[kind="rail"]:hover { background: @surface; }
QToolButton[kind="rail"]:checked { background: @surface; }
QToolButton[kind="pill"] { border-radius: 12px; padding: 3px 10px; background: @surface; color: @text2; border: 1px solid @border; font-size: @font.small; font-weight: 500; }
QToolButton[kind="pill"]:hover { background: @hover; color: @text; }
QToolButton[kind="pill"][tone="ok"] { background: @okSoft; color: @ok; border-color: @okSoft; }
QToolButton[kind="pill"][tone="warn"] { background: @warnSoft; color: @warn; border-color: @warnSoft; }
QToolButton[kind="pill"][tone="danger"] { background: @dangerSoft; color: @danger; border-color: @dangerSoft; }
QToolButton[kind="pill"][tone="info"] { background: @infoSoft; color: @info; border-color: @infoSoft; }
QToolButton[kind="pill"]:focus { border: 2px solid @accent; padding: 2px 9px; }

QPushButton[kind="field"] { background: @surface; border: 1px solid @controlBorder; border-radius: @radius.control; padding: 0; text-align: left; }
QPushButton[kind="field"]:hover { background: @hover; }
QPushButton[kind="field"]:focus { border: 2px solid @accent; }
QLabel[frame="keycap"] { border: 1px solid @borderStrong; border-radius: 4px; padding: 1px 6px; background: @sunken; }

QLineEdit, QTextEdit, QPlainTextEdit, QSpinBox, QDoubleSpinBox, QDateTimeEdit, QDateEdit, QTimeEdit, QKeySequenceEdit {
    background: @surface; color: @text; border: 1px solid @controlBorder; border-radius: @radius.control;
    padding: 4px 8px; selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit:focus, QTextEdit:focus, QPlainTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateTimeEdit:focus, QDateEdit:focus, QTimeEdit:focus {
    border: 2px solid @accent; padding: 3px 7px; }
QLineEdit:disabled, QTextEdit:disabled, QPlainTextEdit:disabled, QSpinBox:disabled { background: @sunken; color: @text3; border-color: @borderStrong; }
QLineEdit[readOnly="true"], QPlainTextEdit[readOnly="true"], QTextEdit[readOnly="true"] { background: @sunken; }
QTextEdit[kind="plain"], QPlainTextEdit[kind="plain"], QTextBrowser[kind="plain"], QLineEdit[kind="plain"] { border: none; background: transparent; padding: 0; }
QPlainTextEdit[kind="note"], QTextEdit[kind="note"] { background: @warnSoft; border-color: @warn; }
QComboBox { background: @raised; color: @text; border: 1px solid @controlBorder; border-radius: @radius.control; padding: 4px 8px; min-height: 20px; }
QComboBox:hover { background: @hover; }
QComboBox:focus, QComboBox:on { border: 2px solid @accent; padding: 3px 7px; }
QComboBox:disabled { background: @sunken; color: @text3; border-color: @borderStrong; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url(":/ui/arrows/down.svg"); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: @raised; color: @text; border: 1px solid @borderStrong; selection-background-color: @selected; selection-color: @text; outline: none; padding: 4px; }

QSpinBox::up-button, QDoubleSpinBox::up-button, QDateTimeEdit::up-button, QTimeEdit::up-button { subcontrol-position: top right; border: none; width: 20px; }
QSpinBox::down-button, QDoubleSpinBox::down-button, QDateTimeEdit::down-button, QTimeEdit::down-button { subcontrol-position: bottom right; border: none; width: 20px; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow, QDateTimeEdit::up-arrow, QTimeEdit::up-arrow { image: url(":/ui/arrows/up.svg"); width: 11px; height: 11px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow, QDateTimeEdit::down-arrow, QTimeEdit::down-arrow, QDateEdit::down-arrow { image: url(":/ui/arrows/down.svg"); width: 11px; height: 11px; }

QCheckBox, QRadioButton { spacing: 8px; padding: 3px 2px; border: 2px solid transparent; border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border: 2px solid @accent; }
QCheckBox::indicator, QRadioButton::indicator { width: 15px; height: 15px; border: 1px solid @controlBorder; background: @surface; border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { background: @hover; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(":/ui/arrows/check-@scheme.svg"); }
QCheckBox::indicator:indeterminate { background: @accentSoft; border-color: @accent; }
QRadioButton::indicator:checked { border: 5px solid @accent; width: 7px; height: 7px; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: @sunken; border-color: @borderStrong; }

QMenu { background: @raised; color: @text; border: 1px solid @borderStrong; padding: 5px; }
QMenu::item { padding: 6px 26px 6px 12px; border-radius: 5px; }
QMenu::item:selected { background: @selected; color: @text; }
QMenu::item:disabled { color: @text3; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: @border; margin: 5px 8px; }

QAbstractItemView { background: transparent; border: none; outline: none; selection-background-color: @selected; selection-color: @text; }
QTableView, QTreeView { gridline-color: @border; alternate-background-color: @sunken; }
QTreeView::item, QTableView::item { padding: 3px 6px; border: none; }
QListView::item { padding: 3px 8px; border: 2px solid transparent; border-radius: @radius.control; }
QListView::item:focus { border-color: @accent; }
QListView::item:hover, QTreeView::item:hover { background: @hover; }
QListView::item:selected, QTreeView::item:selected, QTableView::item:selected { background: @selected; color: @text; }
QAbstractItemView[focusRing="true"]:focus { border: 2px solid @accent; border-radius: @radius.control; }
QHeaderView { background: @sunken; border: none; }
QHeaderView::section { background: @sunken; color: @text2; border: none; border-bottom: 1px solid @border; padding: 5px 6px; font-weight: 500; }
QTableCornerButton::section { background: @sunken; border: none; }

QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: @controlBorderSoft; border-radius: 3px; border: none; }
QScrollBar::handle:vertical { min-height: 32px; margin: 2px 3px; }
QScrollBar::handle:horizontal { min-width: 32px; margin: 3px 2px; }
QScrollBar::handle:hover { background: @controlBorder; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; background: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QAbstractScrollArea::corner { background: transparent; }

QSplitter::handle { background: @border; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }

QTabBar { background: transparent; qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: @text2; padding: 6px 12px; border: none; border-bottom: 2px solid transparent; margin: 0 2px; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @accent; border-bottom: 2px solid @accent; font-weight: 600; }
QTabBar::tab:focus { background: @accentSoft; }
QTabWidget::pane { border: none; border-top: 1px solid @border; }

QProgressBar { background: @border; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; text-align: center; }
QProgressBar::chunk { background: @accent; border-radius: 2px; }
QGroupBox { border: 1px solid @border; border-radius: @radius.card; margin-top: 8px; padding-top: 12px; background: @surface; }
QGroupBox::title { subcontrol-origin: margin; left: 12px; padding: 0 4px; color: @text2; font-weight: 600; }

QFrame[frame="card"] { background: @surface; border: 1px solid @border; border-radius: @radius.card; }
QFrame[frame="raised"] { background: @raised; border: 1px solid @border; border-radius: @radius.card; }
QFrame[frame="sunken"] { background: @sunken; border: 1px solid @border; border-radius: @radius.card; }
QFrame[frame="dock"] { background: @surface; border: 1px solid @border; border-radius: @radius.dock; }
QFrame[frame="dialog"] { background: @raised; border: 1px solid @borderStrong; border-radius: @radius.dialog; }
QFrame[frame="line"] { background: @border; border: none; max-height: 1px; min-height: 1px; }
QFrame[frame="vline"] { background: @border; border: none; max-width: 1px; min-width: 1px; }
QFrame[frame="note"] { background: @warnSoft; border: 1px solid @warn; border-radius: @radius.card; }
QFrame[frame="ok"] { background: @okSoft; border: 1px solid @okSoft; border-radius: @radius.card; }
QFrame[frame="warn"] { background: @warnSoft; border: 1px solid @warnSoft; border-radius: @radius.card; }
QFrame[frame="danger"] { background: @dangerSoft; border: 1px solid @dangerSoft; border-radius: @radius.card; }
QFrame[frame="info"] { background: @infoSoft; border: 1px solid @infoSoft; border-radius: @radius.card; }
QFrame[frame="accent"] { background: @accentSoft; border: 1px solid @accentSoft; border-radius: @radius.card; }
QWidget[fill="surface"] { background: @surface; }
QWidget[fill="sunken"] { background: @sunken; }
QWidget[fill="canvas"] { background: @canvas; }
)";

QString hex(const QColor &color)
{
    return color.name(QColor::HexRgb);
}

} // namespace

QString Theme::styleSheet() const
{
    QString sheet = QString::fromLatin1(Sheet);
    // Longer names first, so that @text does not eat the head of @text2.
    std::vector<std::pair<QString, QString>> values;
    for (int i = 0; i < TokenCount; ++i)
        values.emplace_back(tokenName(Token(i)), hex(color(Token(i))));
    const QColor accent = color(Token::Accent);
    values.emplace_back(QStringLiteral("accentHover"), hex(isDark() ? accent.lighter(108) : accent.darker(110)));
    QColor soft = color(Token::ControlBorder);
    soft.setAlphaF(0.45F);
    values.emplace_back(QStringLiteral("controlBorderSoft"), QStringLiteral("rgba(%1,%2,%3,%4)")
                                                                 .arg(soft.red()).arg(soft.green()).arg(soft.blue())
                                                                 .arg(soft.alpha()));
    for (const auto &[name, pixels] : m_tokens.fontSizes)
        values.emplace_back(QStringLiteral("font.") + name, QStringLiteral("%1px").arg(scaled(pixels)));
    for (const auto &[name, pixels] : m_tokens.radius)
        values.emplace_back(QStringLiteral("radius.") + name, QStringLiteral("%1px").arg(pixels));
    values.emplace_back(QStringLiteral("mono"), m_monoFamily);
    values.emplace_back(QStringLiteral("scheme"), isDark() ? QStringLiteral("dark") : QStringLiteral("light"));
    std::sort(values.begin(), values.end(),
              [](const auto &a, const auto &b) { return a.first.size() > b.first.size(); });
    for (const auto &[name, value] : values)
        sheet.replace(QLatin1Char('@') + name, value);
    return sheet;
}

} // namespace hs::ui
