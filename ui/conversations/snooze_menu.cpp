#include "ui/conversations/snooze_menu.h"

#include <QCoreApplication>
#include <QLocale>
#include <QMenu>

namespace hs::ui {

namespace {
struct SnoozeMenuWords {
    Q_DECLARE_TR_FUNCTIONS(SnoozeMenu)
};
}

std::vector<SnoozeChoice> snoozeChoices(const QDateTime &now)
{
    const QDateTime local = now.toLocalTime();
    const QDate today = local.date();
    std::vector<SnoozeChoice> choices;
    const auto add = [&](const QString &text, const QDateTime &at) {
        if (at > local)
            choices.push_back({text, at.toUTC()});
    };
    add(SnoozeMenuWords::tr("For 1 hour"), local.addSecs(3600));
    add(SnoozeMenuWords::tr("For 3 hours"), local.addSecs(3 * 3600));
    add(SnoozeMenuWords::tr("Tomorrow morning"), QDateTime(today.addDays(1), QTime(9, 0)));
    add(SnoozeMenuWords::tr("Monday morning"), QDateTime(today.addDays(8 - today.dayOfWeek()), QTime(9, 0)));
    add(SnoozeMenuWords::tr("In a week"), QDateTime(today.addDays(7), QTime(9, 0)));
    return choices;
}

void fillSnoozeMenu(QMenu *menu, const QDateTime &now, std::function<void(const QDateTime &)> then)
{
    for (const SnoozeChoice &choice : snoozeChoices(now)) {
        const QString when = QLocale().toString(choice.until.toLocalTime(), QLocale::ShortFormat);
        //: An entry of the snooze menu. %1 is "Tomorrow morning", %2 the date and time it means
        menu->addAction(SnoozeMenuWords::tr("%1 (%2)").arg(choice.text, when), menu, [then, until = choice.until] { then(until); });
    }
}

} // namespace hs::ui
