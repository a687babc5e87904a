#include <algorithm>
#include <set>

#include "engine/agents/grace/router.h"
#include "engine/agents/grace/routing_rules.h"
#include "engine/agents/text/tokens.h"

namespace hs::agents {

namespace {

std::string_view domainOf(std::string_view address)
{
    const auto at = address.rfind('@');
    return at == std::string_view::npos ? std::string_view() : address.substr(at + 1);
}

/// "mail.gallery.example" belongs to "gallery.example"; "notgallery.example" does not.
bool belongsTo(const std::string &host, const std::string &domain)
{
    return host == domain || (host.size() > domain.size() && host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.');
}

std::set<std::string> keywordsOf(const EntityFacts &entity, const RoutingRules &rules)
{
    std::set<std::string> out;
    if (const auto type = rules.entityTypes.find(entity.type); type != rules.entityTypes.end())
        out.insert(type->second.keywords.begin(), type->second.keywords.end());
    for (const auto &word : entity.keywords)
        out.insert(fold(word));
    return out;
}

/// Id, name or kind of business, as a caller may write it ("gallery" for ART_GALLERY); null when it names none or several.
const EntityFacts *named(const std::vector<EntityFacts> &entities, const std::string &wanted)
{
    for (const auto &entity : entities)
        if (entity.id == wanted)
            return &entity;
    const auto low = fold(wanted);
    for (const auto &entity : entities)
        if (fold(entity.name) == low || fold(entity.type) == low)
            return &entity;
    const EntityFacts *found = nullptr;
    if (low.size() < 4)
        return found;
    for (const auto &entity : entities) {
        if (fold(entity.name).find(low) == std::string::npos && fold(entity.type).find(low) == std::string::npos)
            continue;
        if (found)
            return nullptr;
        found = &entity;
    }
    return found;
}

} // namespace

namespace {

/// "wellness" is WELLNESS_CENTER before EXECUTIVE_WELLNESS: the type that begins with the word, else the only one that holds it.
std::string typeNamed(const RoutingRules &rules, const std::string &wanted)
{
    const auto low = fold(wanted);
    if (low.size() < 4)
        return {};
    std::vector<std::string> holding;
    for (const auto &[key, type] : rules.entityTypes) {
        if (fold(key).starts_with(low))
            return key;
        if (fold(key).find(low) != std::string::npos)
            holding.push_back(key);
    }
    return holding.size() == 1 ? holding.front() : std::string();
}

} // namespace

EntityChoice Router::chooseEntity(const Request &request, const RoutingFacts &facts) const
{
    const auto sure = [&](const std::string &id, const char *how, std::string why) {
        return EntityChoice{id, how, 1, false, {{std::move(why), id}}};
    };
    if (!request.entity.empty())
        if (const auto *entity = named(facts.entities, request.entity))
            return sure(entity->id, "explicit", "the caller named " + entity->name);
    if (!request.entity.empty())
        if (auto type = typeNamed(m_rules, request.entity); !type.empty())
            return {type, "type", 1, true, {{"the studio has no business of the kind " + type + " alone", request.entity}}};
    if (!facts.sourceEntity.empty())
        return sure(facts.sourceEntity, "source", "the source belongs to this business");
    if (facts.contact && !facts.contact->entity.empty())
        return sure(facts.contact->entity, "contact", "the contact belongs to this business");
    if (!facts.productEntity.empty())
        return sure(facts.productEntity, "product", "a product of this business is named");

    const auto body = tokenize(request.text, quotedParts(request.text));
    const auto subject = tokenize(request.subject);
    const auto sender = fold(domainOf(request.sender));
    const auto role = fold(request.senderRole);
    const auto text = fold(request.text);
    EntityChoice best;
    bool tie = false;
    for (const auto &entity : facts.entities) {
        EntityChoice choice{entity.id, "words", 0, false, {}};
        const auto own = keywordsOf(entity, m_rules);
        for (const auto &domain : entity.domains) {
            const auto low = fold(domain);
            const auto at = text.find(low);
            if (!low.empty() && ((!sender.empty() && belongsTo(sender, low)) || at != std::string::npos)) {
                choice.score += m_rules.wordDomain;
                choice.evidence.push_back({domain, at != std::string::npos ? "text:" + std::to_string(at) + "-" + std::to_string(at + low.size()) : "sender"});
                break;
            }
        }
        std::set<std::string> seen;
        for (const auto &token : body)
            if (own.contains(token.word) && seen.insert(token.word).second)
                choice.evidence.push_back({token.word, "text:" + std::to_string(token.span.begin) + "-" + std::to_string(token.span.end)});
        if (static_cast<int>(seen.size()) >= m_rules.keywordsNeeded)
            choice.score += m_rules.wordKeywords;
        if (std::any_of(subject.begin(), subject.end(), [&](const Token &t) { return own.contains(t.word); })) {
            choice.score += m_rules.wordSubject;
            choice.evidence.push_back({request.subject, "subject"});
        }
        if (const auto type = m_rules.entityTypes.find(entity.type); type != m_rules.entityTypes.end() && type->second.roles.contains(role)) {
            choice.score += m_rules.wordRole;
            choice.evidence.push_back({request.senderRole, "sender role"});
        }
        const auto foreign = std::any_of(facts.entities.begin(), facts.entities.end(), [&](const EntityFacts &other) {
            if (other.id == entity.id || other.type == entity.type)
                return false;
            const auto words = keywordsOf(other, m_rules);
            return std::any_of(body.begin(), body.end(), [&](const Token &t) { return words.contains(t.word) && !own.contains(t.word); });
        });
        if (foreign)
            choice.score += m_rules.wordOther;
        constexpr double Rounding = 1e-9; // 0.4 + 0.3 must reach 0.7
        if (choice.score + Rounding < m_rules.wordAccept)
            continue;
        if (best.how.empty() || choice.score > best.score + Rounding) {
            best = std::move(choice);
            tie = false;
        } else if (choice.score + Rounding >= best.score)
            tie = true;
    }
    if (!best.how.empty() && !tie)
        return best;
    return {facts.defaultEntity, "default", 0, facts.entities.size() != 1, {}}; // one business alone leaves nothing to check
}

} // namespace hs::agents
