#pragma once

#include <functional>
#include <vector>

#include <QDateTime>
#include <QString>

class QMenu;

namespace hs::ui {

/// Times to which a conversation can be put off, in the reader's local time.
/// `now` in UTC; answers in UTC, earliest first, each later than `now`.
struct SnoozeChoice {
    QString text;
    QDateTime until;
};
[[nodiscard]] std::vector<SnoozeChoice> snoozeChoices(const QDateTime &now);
void fillSnoozeMenu(QMenu *menu, const QDateTime &now, std::function<void(const QDateTime &)> then);

} // namespace hs::ui
