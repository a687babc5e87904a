#include "engine/agents/sage/engagement.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "engine/agents/studio.h"
#include "engine/agents/text/tokens.h"

namespace hs::agents {

using namespace std::chrono;

namespace {

struct Kind {
    std::string_view key;
    double points;
    std::string_view type; ///< option of Last Engagement Type
};
constexpr std::array<Kind, 11> Kinds{{{"post", 10, "post"}, {"comment", 5, "comment"}, {"reaction", 2, "reaction"}, {"login", 1, "login"}, {"event", 15, "event"}, {"organised", 15, "event"},
                                      {"share", 8, "other"}, {"profile", 3, "other"}, {"course", 20, "other"}, {"mentoring", 25, "other"}, {"other", 1, "other"}}};

const Kind &kindNamed(std::string_view key)
{
    const auto found = std::find_if(Kinds.begin(), Kinds.end(), [&](const Kind &k) { return k.key == key; });
    return found == Kinds.end() ? Kinds.back() : *found;
}

} // namespace

std::string activityKindOf(std::string_view name)
{
    const auto word = fold(name);
    // By parts of the name, so that "comment.created" and "post_comment" both are comments; the first that fits.
    struct Part {
        std::string_view part, kind;
    };
    static constexpr std::array<Part, 21> Parts{{{"organi", "organised"}, {"host", "organised"}, {"mentor", "mentoring"}, {"course", "course"}, {"lesson", "course"}, {"comment", "comment"},
                                                 {"repl", "comment"}, {"react", "reaction"}, {"like", "reaction"}, {"share", "share"}, {"invit", "share"}, {"profile", "profile"}, {"event", "event"},
                                                 {"rsvp", "event"}, {"attend", "event"}, {"login", "login"}, {"sign_in", "login"}, {"visit", "login"}, {"post", "post"}, {"topic", "post"}, {"thread", "post"}}};
    for (const auto &[part, kind] : Parts)
        if (word.find(part) != std::string::npos)
            return std::string(kind);
    return "other";
}

double pointsOf(std::string_view kind)
{
    return kindNamed(kind).points;
}

std::string engagementTypeOf(std::string_view kind)
{
    return std::string(kindNamed(kind).type);
}

Engagement engagementOf(const EngagementFacts &facts)
{
    Engagement out;
    out.days = std::max(1, facts.days);
    std::set<sys_days> active;
    std::vector<std::pair<std::string, std::int64_t>> counts;
    auto first = facts.activities.end();
    for (auto it = facts.activities.begin(); it != facts.activities.end(); ++it) {
        if (it->count <= 0)
            continue;
        active.insert(it->day);
        if (first == facts.activities.end() || it->first < first->first)
            first = it;
        auto found = std::find_if(counts.begin(), counts.end(), [&](const auto &c) { return c.first == it->kind; });
        if (found == counts.end())
            found = counts.insert(counts.end(), {it->kind, 0});
        found->second += it->count;
    }
    out.activeDays = static_cast<int>(active.size());
    double sum = 0;
    const auto add = [&](std::string rule, double points) {
        out.points.push_back({std::move(rule), points});
        sum += points;
    };
    if (first != facts.activities.end()) {
        add("first activity", FirstActivity);
        for (auto &[kind, n] : counts) {
            if (kind == first->kind)
                --n;
            if (n > 0)
                add(kind + " × " + std::to_string(n), pointsOf(kind) * static_cast<double>(n));
        }
    }
    const auto ratio = static_cast<double>(out.activeDays) / out.days;
    const auto factor = ratio > 0.5 ? 1.2 : ratio > 0.3 ? 1.1 : 1.0;
    if (factor > 1 && sum > 0)
        add("active on " + std::to_string(out.activeDays) + " of " + std::to_string(out.days) + " days: × " + (factor > 1.15 ? "1.2" : "1.1"), sum * factor - sum);
    for (const auto &[is, rule, points] : {std::tuple{facts.mentor, "mentor", 30.0}, std::tuple{facts.organiser, "organiser", 25.0}, std::tuple{facts.creator, "creator", 20.0}})
        if (is)
            add(rule, points);
    for (const auto &[level, points] : {std::pair{"Premium", 15.0}, std::pair{"VIP", 25.0}, std::pair{"Founding Member", 35.0}})
        if (facts.level == level)
            add("membership " + facts.level, points);
    if (sum > 100)
        add("at most 100", 100 - sum);
    out.score = std::round(std::clamp(sum, 0.0, 100.0) * 10) / 10;
    return out;
}

sys_days periodBegin(Timestamp now)
{
    return floor<days>(now) - days(EngagementDays - 1); // today counts
}

EngagementFacts engagementFacts(const RecordView &member, std::vector<ActivityView> activities, Timestamp now)
{
    EngagementFacts facts;
    facts.activities = std::move(activities);
    if (const auto joined = parseRfc3339(fieldText(member.fields, "Join Date")))
        facts.days = static_cast<int>(std::clamp<std::int64_t>((floor<days>(now) - floor<days>(*joined)).count() + 1, 1, EngagementDays));
    const auto badges = fieldList(member.fields, "Badges");
    const auto has = [&](const char *badge) { return std::find(badges.begin(), badges.end(), badge) != badges.end(); };
    facts.mentor = has("Mentor");
    facts.creator = has("Content Creator");
    facts.organiser = std::any_of(facts.activities.begin(), facts.activities.end(), [](const ActivityView &a) { return a.kind == "organised"; });
    facts.level = fieldText(member.fields, "Membership Level");
    return facts;
}

Timestamp lastActive(const RecordView &member)
{
    for (const auto *property : {"Last Active Date", "Join Date"})
        if (const auto at = parseRfc3339(fieldText(member.fields, property)))
            return *at;
    return member.createdAt;
}

Impact impactOf(std::string_view sentiment, bool vip, double lifetimeValue, double mark, int openMatters)
{
    Impact out;
    const auto add = [&](int points, const std::string &rule) {
        if (points <= 0)
            return;
        out.points += points;
        out.why.push_back(rule + " +" + std::to_string(points));
    };
    add(sentiment == "angry" ? 4 : sentiment == "frustrated" ? 3 : sentiment == "concerned" ? 1 : 0, "the words are " + std::string(sentiment));
    add(vip ? 3 : 0, "VIP");
    add(mark > 0 && lifetimeValue >= mark ? 2 : lifetimeValue > 0 ? 1 : 0, "lifetime value " + numberText(lifetimeValue));
    add(openMatters >= 2 ? 2 : openMatters, std::to_string(openMatters) + " open matters");
    out.points = std::min(out.points, 10);
    out.level = out.points >= 6 ? "high" : out.points >= 3 ? "medium" : "low";
    return out;
}

} // namespace hs::agents
