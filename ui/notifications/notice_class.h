#pragma once

#include <vector>

#include <QString>

namespace hs::ui {

class Preferences;

/// What can call a person. Each is off, a badge, a banner, or a banner with sound.
enum class NoticeClass { NeedsMe, DeadlineNear, Overdue, AgentFailing, IntegrationDown, EngineFault };
enum class NoticeLoudness { Off, Badge, Banner, Sound };

[[nodiscard]] std::vector<NoticeClass> allNoticeClasses();
[[nodiscard]] QString noticeClassTitle(NoticeClass kind);
[[nodiscard]] NoticeLoudness noticeLoudness(const Preferences &preferences, NoticeClass kind);
void setNoticeLoudness(Preferences &preferences, NoticeClass kind, NoticeLoudness loudness);

} // namespace hs::ui
