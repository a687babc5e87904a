#include "ui/notifications/notice_class.h"

#include <QCoreApplication>

#include "ui/shell/preferences.h"

namespace hs::ui {

namespace {
struct NoticeClassWords {
    Q_DECLARE_TR_FUNCTIONS(hs::ui::NoticeClass)
};
QString keyOf(NoticeClass kind)
{
    return QStringLiteral("notify/class%1").arg(int(kind));
}
} // namespace

std::vector<NoticeClass> allNoticeClasses()
{
    return {NoticeClass::NeedsMe,      NoticeClass::DeadlineNear,    NoticeClass::Overdue,
            NoticeClass::AgentFailing, NoticeClass::IntegrationDown, NoticeClass::EngineFault};
}

QString noticeClassTitle(NoticeClass kind)
{
    switch (kind) {
    case NoticeClass::NeedsMe: return NoticeClassWords::tr("An escalation waits for a person");
    case NoticeClass::DeadlineNear: return NoticeClassWords::tr("A deadline is near");
    case NoticeClass::Overdue: return NoticeClassWords::tr("An escalation is overdue");
    case NoticeClass::AgentFailing: return NoticeClassWords::tr("An agent fails");
    case NoticeClass::IntegrationDown: return NoticeClassWords::tr("An integration is down");
    case NoticeClass::EngineFault: return NoticeClassWords::tr("The engine reports a fault");
    }
    return {};
}

NoticeLoudness noticeLoudness(const Preferences &preferences, NoticeClass kind)
{
    const int kept = preferences.value(keyOf(kind), int(NoticeLoudness::Banner)).toInt();
    return kept >= int(NoticeLoudness::Off) && kept <= int(NoticeLoudness::Sound) ? NoticeLoudness(kept) : NoticeLoudness::Banner;
}

void setNoticeLoudness(Preferences &preferences, NoticeClass kind, NoticeLoudness loudness)
{
    preferences.setValue(keyOf(kind), int(loudness));
}

} // namespace hs::ui
