#pragma once

#include <functional>

#include <QObject>
#include <QString>

#include "ui/theme/theme.h"

namespace hs::ui {

struct Toast {
    QString text;
    Tone tone = Tone::Neutral;
    QString actionText;            ///< empty: no button
    std::function<void()> action;
    QString detail = {};           ///< copyable, behind "Details"
};

/// Short notices over the docks of the window. Never the only place where
/// an error stands, and never modal. Screen readers hear them.
class Toasts final : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    void show(const Toast &toast) { Q_EMIT shown(toast); }
    void show(const QString &text, Tone tone = Tone::Neutral) { Q_EMIT shown(Toast{text, tone, {}, {}}); }

Q_SIGNALS:
    void shown(const hs::ui::Toast &toast);
};

} // namespace hs::ui
