#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/agents/view.h"

// Sage's points (domain reference, §1 "Sage"). Pure; any thread.
namespace hs::agents {

inline constexpr std::string_view Members = "community-hub";
inline constexpr int EngagementDays = 30; ///< period of points and ratio; silent for so long: re-engagement
inline constexpr double FirstActivity = 10;

/// A kind of activity as points know it, for what platforms call it ("forum_post", "like", "comment.created"): post,
/// comment, reaction, login, event, organised, share, profile, course, mentoring; else other.
[[nodiscard]] std::string activityKindOf(std::string_view name);
/// post 10, comment 5, reaction 2, login 1, event 15 (organised too), share 8, profile 3, course 20, mentoring 25, other 1.
[[nodiscard]] double pointsOf(std::string_view kind);
/// An option of Community Hub / Last Engagement Type.
[[nodiscard]] std::string engagementTypeOf(std::string_view kind);

struct EngagementPoints {
    std::string rule; ///< "post × 2"
    double points = 0;
};
struct Engagement {
    double score = 0; ///< 0 to 100, one decimal
    int activeDays = 0, days = 0;
    std::vector<EngagementPoints> points;
};
/// Everything that counts for a member's score.
struct EngagementFacts {
    std::vector<ActivityView> activities; ///< of the period, oldest first
    int days = EngagementDays;            ///< of the period; fewer for who joined later, at least 1
    bool mentor = false, organiser = false, creator = false;
    std::string level; ///< Membership Level
};
/// The first activity of the period gives 10 whatever it is, each further one the points of its kind. The sum is
/// multiplied by 1.2 when the ratio of active days is over 0.5, by 1.1 when it is over 0.3. Then mentor +30, organiser
/// +25, creator +20; Premium +15, VIP +25, lifetime (Founding Member) +35. At most 100.
[[nodiscard]] Engagement engagementOf(const EngagementFacts &facts);

/// From the member's record and activities as of `now`: mentor and creator by their badges, organiser by what they organised.
[[nodiscard]] EngagementFacts engagementFacts(const RecordView &member, std::vector<ActivityView> activities, Timestamp now);
/// The day from which activities count for this member.
[[nodiscard]] std::chrono::sys_days periodBegin(Timestamp now);
/// Last Active Date, else Join Date, else when the record was made.
[[nodiscard]] Timestamp lastActive(const RecordView &member);

/// How a bad experience weighs.
struct Impact {
    int points = 0; ///< 0 to 10
    std::string level; ///< high from 6, medium from 3, low
    std::vector<std::string> why;
};
/// angry 4, frustrated 3, concerned 1; VIP 3; lifetime value at the business's mark 2, above nothing 1; two or more open
/// matters 2, one 1. At most 10.
[[nodiscard]] Impact impactOf(std::string_view sentiment, bool vip, double lifetimeValue, double mark, int openMatters);

} // namespace hs::agents
