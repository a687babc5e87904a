#pragma once

#include <functional>

#include <QString>

class QWidget;

namespace hs::ui {

/// Asks for a reason in words, without waiting: `then` runs with the reason when
/// a person confirms; not at all when they leave. The button stays off while the
/// text is empty.
void askReason(QWidget *parent, const QString &title, const QString &question, const QString &confirm,
               std::function<void(const QString &)> then);

/// Asks for one line, such as a name, that begins with `initial`; like `askReason` otherwise. `longest`: characters.
void askLine(QWidget *parent, const QString &title, const QString &question, const QString &initial, int longest, const QString &confirm,
             std::function<void(const QString &)> then);

/// Asks a yes-or-no question, without waiting.
void askFirst(QWidget *parent, const QString &title, const QString &question, const QString &confirm,
              std::function<void()> then);

} // namespace hs::ui
