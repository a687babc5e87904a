#include "tests/eval/asked.h"

#include "tests/eval/rows.h"

namespace hs::eval {

using namespace agents;

Result<Studio> readStudio(const std::filesystem::path &file)
{
    const auto content = readFile(file);
    if (!content)
        return tl::make_unexpected(content.error());
    const auto root = parseJson(*content);
    if (!root)
        return tl::make_unexpected(root.error());
    Studio studio;
    for (const auto &item : member(*root, "entities")) {
        EntityFacts entity;
        entity.id = text(item, "id");
        entity.name = text(item, "name");
        entity.type = text(item, "type");
        entity.domains = textList(member(item, "domains"));
        entity.refundLimit = number(item, "refund_limit");
        entity.highValueMark = number(item, "high_value_mark");
        entity.currency = text(item, "currency");
        studio.ids[text(item, "key")] = entity.id;
        studio.keys[entity.id] = text(item, "key");
        studio.facts.entities.push_back(std::move(entity));
    }
    studio.facts.defaultEntity = studio.ids[text(*root, "default")];
    return studio;
}

Request requestOf(const Json &row)
{
    Request request;
    request.text = text(row, "text");
    request.subject = text(row, "subject");
    request.sender = text(row, "sender");
    request.senderRole = text(row, "role");
    request.entity = text(row, "entity");
    request.channel = text(row, "channel");
    return request;
}

RoutingFacts factsOf(const Json &row, const Studio &studio)
{
    auto facts = studio.facts;
    const auto idOf = [&](const std::string &key) {
        const auto found = studio.ids.find(key);
        return found == studio.ids.end() ? std::string() : found->second;
    };
    facts.sourceEntity = idOf(text(row, "source"));
    facts.failedTries = static_cast<int>(integer(row, "failed_tries"));
    facts.openForADay = boolean(row, "open_for_a_day");
    if (const auto &product = member(row, "product"); product.is_object()) {
        facts.productNames.push_back(text(product, "name"));
        facts.productEntity = idOf(text(product, "entity"));
    }
    if (const auto &known = member(row, "contact"); known.is_object()) {
        ContactFacts contact;
        contact.id = "rec_contact";
        contact.tier = text(known, "tier");
        contact.tags = textList(member(known, "tags"));
        contact.membership = text(known, "membership");
        contact.lifetimeValue = number(known, "lifetime_value");
        contact.entity = idOf(text(known, "entity"));
        facts.openMatters = static_cast<int>(integer(known, "open_matters"));
        facts.contact = std::move(contact);
    }
    return facts;
}

} // namespace hs::eval
