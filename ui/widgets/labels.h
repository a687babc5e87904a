#pragma once

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include "ui/theme/theme.h"

namespace hs::ui {

/// Styled Qt widgets. They follow the theme by themselves: the style sheet
/// knows the properties that these functions set.

/// Plain text (never HTML). `tone`: Text, Text2, Text3, Accent, Ok, Warn, Danger or Info.
[[nodiscard]] QLabel *makeLabel(const QString &text, TextStyle style, Token tone, QWidget *parent);
[[nodiscard]] QLabel *makeWrappingLabel(const QString &text, TextStyle style, Token tone, QWidget *parent);
void setLabelStyle(QLabel *label, TextStyle style, Token tone);

enum class ButtonKind { Normal, Primary, Danger, Quiet, Link, Chip, Tab };
/// Text doubles as accessible name. `icon`: Lucide name or empty.
[[nodiscard]] QPushButton *makeButton(const QString &text, ButtonKind kind, const Theme &theme, QWidget *parent,
                                      const QString &icon = {});
void setButtonKind(QPushButton *button, ButtonKind kind);

/// A button that is only an icon: `name` is its tooltip and accessible name. At least 28 px each way.
[[nodiscard]] QToolButton *makeIconButton(const QString &icon, const QString &name, const Theme &theme, QWidget *parent,
                                          int iconSize = 16);

/// `kind` of the style sheet: card, raised, sunken, dock, dialog, line, vline, note, ok, warn, danger, info, accent.
[[nodiscard]] QFrame *makeFrame(const char *kind, QWidget *parent);
[[nodiscard]] QFrame *makeLine(QWidget *parent); ///< hairline

/// Sets a style property and makes the style look again.
void setStyleProperty(QWidget *widget, const char *name, const QVariant &value);
[[nodiscard]] QString toneName(Tone tone); ///< "ok", "warn", … for the `tone` property; empty for Neutral

} // namespace hs::ui
