#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/agents/plan.h"
#include "engine/vocabulary/json.h"
#include "engine/vocabulary/result.h"

namespace hs::agents {

class Lexicon;
struct RoutingRules;

/// A customer request as it came in.
struct Request {
    std::string text;
    std::string subject; ///< of a mail; may be empty
    std::string sender;  ///< mail address; may be empty
    std::string senderRole; ///< "supplier", "client", …; may be empty
    std::string entity;  ///< record id, key or name the caller gave; may be empty
    std::string channel; ///< email, form, console
};

/// What the store knows of the person who asks.
struct ContactFacts {
    std::string id;
    std::string name;
    std::string email;
    std::string tier;         ///< standard, premium, vip
    std::vector<std::string> tags;
    std::string membership;   ///< level in the Community Hub; may be empty
    double lifetimeValue = 0; ///< in the entity's currency
    std::string entity;       ///< record id of the contact's business; may be empty
};

/// One business of the network, as far as routing needs it.
struct EntityFacts {
    std::string id;
    std::string name;
    std::string type;          ///< ART_GALLERY, …
    std::vector<std::string> domains; ///< of its website and mail: "gallery.example"
    std::vector<std::string> keywords; ///< in addition to those of its type
    double refundLimit = 500;
    double highValueMark = 5000;
    std::string currency;
};

/// All that routing may look at beside the request.
struct RoutingFacts {
    std::optional<ContactFacts> contact;
    std::vector<EntityFacts> entities;
    std::string defaultEntity;
    std::string sourceEntity;  ///< of the source the request came through; may be empty
    std::string productEntity; ///< of a product named in the request; may be empty
    std::vector<std::string> productNames; ///< dropped from the text before rules are applied
    int openMatters = 0;       ///< requests of this contact that are open or escalated
    int failedTries = 0;       ///< answers to this request that failed
    bool openForADay = false;  ///< the request is open for 24 hours
};

/// A word or phrase that was found, with the place where it stands.
struct Feature {
    std::string name;  ///< "law", "refund", "category.billing_order", …
    std::string text;  ///< as the person wrote it
    std::size_t begin = 0, end = 0; ///< bytes in the request
    bool negated = false;
};

/// Which business a request belongs to, and how sure that is.
struct EntityChoice {
    std::string id;     ///< of the business; with "type" its kind (ART_GALLERY); empty: the studio has no business at all
    std::string how;    ///< explicit, type, source, contact, product, words, default; type: a kind of business was named, not one
    double score = 0;   ///< of "words", else 1 (0 for default)
    bool unsure = false;///< marked "check"
    std::vector<Evidence> evidence;
};

/// Where a request goes and why.
struct Decision {
    int level = 1;
    std::vector<std::string> agents;     ///< keys; at level 4 those that prepare
    std::vector<std::string> categories; ///< in the order in which they are named in the text
    std::string category;                ///< the first of them, or the one the rule stands for
    EntityChoice entity;
    std::string workflow;   ///< definition the request feeds; empty: none
    std::string reason;     ///< at level 4: legal_compliance, vip_concern, complex_dispute, human_judgement
    std::string rule;       ///< "R1" … "R12"
    std::string ruleText;   ///< in plain words
    std::string pattern;    ///< at level 3: service_recovery, high_value_onboarding, campaign_launch, network_response
    std::string priority;   ///< low, medium, high, urgent
    std::string sentiment;  ///< positive, neutral, concerned, frustrated, angry
    std::string language;   ///< en, de, unknown
    int operationalLevel = 0; ///< 0: no trouble with the system
    int firstAnswerMinutes = 0; ///< 0: at once
    int personMinutes = 0;      ///< at level 4: a person answers within; else 0
    bool vip = false;
    std::vector<Evidence> evidence; ///< what the rule saw; ref "text:BEGIN-END" or a record id
    std::vector<Feature> features;  ///< everything found, in order of place
};

/// The decision as `route` and POST /requests answer it.
[[nodiscard]] Json toJson(const Decision &decision);

/// Grace's router: levels, agents, entity and reason by the rules of the house
/// alone. Pure and deterministic; any thread. O(n) in the length of the text.
class Router {
public:
    /// `lexicon` and `rules` must outlive the router.
    Router(const Lexicon &lexicon, const RoutingRules &rules) : m_lexicon(lexicon), m_rules(rules) {}

    /// Never fails: what cannot be read goes to a person (R7).
    [[nodiscard]] Decision route(const Request &request, const RoutingFacts &facts) const;

    /// Explicit id, name or kind > source > contact > product > words (accepted from 0.7) > default, marked unsure.
    [[nodiscard]] EntityChoice chooseEntity(const Request &request, const RoutingFacts &facts) const;

private:
    const Lexicon &m_lexicon;
    const RoutingRules &m_rules;
};

} // namespace hs::agents
