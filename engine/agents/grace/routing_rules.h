#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "engine/agents/text/signs.h"
#include "engine/vocabulary/result.h"

namespace hs::agents {

/// The numbers and tables of Grace's rules (resources/routing/routing.json).
/// Immutable after loading; any thread.
struct RoutingRules {
    struct Category {
        std::string key;     ///< "billing_order"; its words are the lexicon's group "category.billing_order"
        std::string title;
        std::string primary; ///< agent key
        std::vector<std::string> with;
        std::string workflow; ///< definition it feeds; may be empty
        bool alone = false;   ///< counts only when no other category is found
    };
    struct Pattern {
        std::vector<std::string> agents;
        int minutes = 0;
        std::string workflow;
    };
    struct EntityType {
        std::string care;
        std::vector<std::string> leads; ///< agent keys
        std::unordered_set<std::string> keywords;
        std::unordered_set<std::string> roles;
    };
    std::vector<Category> categories;
    std::string vipPrimary;
    std::vector<std::string> vipWith;
    std::vector<std::string> services; ///< groups "service.<name>"
    std::map<std::string, Pattern, std::less<>> patterns;
    std::map<std::string, std::string, std::less<>> ruleTexts;  ///< "R1" → sentence
    std::map<std::string, std::string, std::less<>> priorities; ///< "R1" → priority
    std::map<std::string, int, std::less<>> levelMinutes, priorityMinutes, personMinutes;
    int personAtMost = 120;
    double refundShare = 0.1;      ///< of the lifetime value
    double refundShareAbove = 100; ///< amounts up to this never escalate by share
    double wordDomain = 0, wordKeywords = 0, wordSubject = 0, wordRole = 0, wordOther = 0, wordAccept = 1;
    int keywordsNeeded = 3;
    std::map<std::string, EntityType, std::less<>> entityTypes;
    Signs signs; ///< what words add up to (resources/routing/signs.json)

    /// Fails with BadInput naming the member that is missing or of another type.
    [[nodiscard]] static Result<RoutingRules> load(std::string_view text, const std::string &name);

    [[nodiscard]] const Category *category(std::string_view key) const;
};

} // namespace hs::agents
