#include "engine/agents/studio.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "engine/agents/text/tokens.h"
#include "engine/crypto/hash.h"
#include "engine/vocabulary/nearest.h"

namespace hs::agents {

using namespace std::chrono;

std::string fieldText(const Json &fields, std::string_view name)
{
    return scalarText(member(fields, name));
}

double fieldNumber(const Json &fields, std::string_view name, double fallback)
{
    return number(fields, name, fallback);
}

std::vector<std::string> fieldList(const Json &fields, std::string_view name)
{
    const auto &value = member(fields, name);
    if (value.is_string() && !value.get_ref<const std::string &>().empty())
        return {value.get<std::string>()};
    return textList(value);
}

Json fieldObject(const Json &fields, std::string_view name)
{
    const auto &value = member(fields, name);
    if (value.is_object())
        return value;
    if (value.is_string())
        if (const auto parsed = parseJson(value.get_ref<const std::string &>()); parsed && parsed->is_object())
            return *parsed;
    return Json::object();
}

Contact contactOf(const RecordView &record)
{
    const auto &f = record.fields;
    Contact c;
    c.id = record.id;
    c.name = fieldText(f, "Full Name");
    c.firstName = c.name.substr(0, c.name.find(' '));
    c.email = fold(fieldText(f, "Email"));
    c.phone = fieldText(f, "Phone");
    c.company = fieldText(f, "Company");
    c.type = fieldText(f, "Contact Type");
    c.status = fieldText(f, "Status");
    c.tier = fieldText(f, "Customer Tier");
    c.leadSource = fieldText(f, "Lead Source");
    const auto entity = fieldList(f, "Business Entity");
    c.entity = entity.empty() ? std::string() : entity.front();
    c.tags = fieldList(f, "Tags");
    c.profile = fieldList(f, "Profile");
    c.lifetimeValue = fieldNumber(f, "Lifetime Value");
    c.preferences = fieldObject(f, "Communication Preferences");
    c.externalIds = fieldObject(f, "External IDs");
    c.since = fieldText(f, "Date Added");
    c.fields = f;
    return c;
}

std::optional<Contact> contactById(const View &view, std::string_view id)
{
    if (id.empty())
        return std::nullopt;
    const auto record = view.record(Contacts, id);
    return record ? std::optional(contactOf(*record)) : std::nullopt;
}

std::optional<Contact> contactByEmail(const View &view, std::string_view email)
{
    if (email.empty())
        return std::nullopt;
    const auto found = view.recordsBy(Contacts, "Email", fold(email), 1);
    return found.empty() ? std::nullopt : std::optional(contactOf(found.front()));
}

std::string noMailBecause(const Contact &contact)
{
    if (contact.status == "Do Not Contact")
        return "the contact is marked Do Not Contact";
    if (!isEmail(contact.email))
        return "the contact has no usable e-mail address";
    return {};
}

bool isEmail(std::string_view text)
{
    const auto at = text.find('@');
    if (at == std::string_view::npos || at == 0 || at > 64 || text.find('@', at + 1) != std::string_view::npos || text.size() > 254)
        return false;
    const auto local = text.substr(0, at);
    for (const char c : local) {
        const auto plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!plain && std::string_view(".!#$%&'*+/=?^_`{|}~-").find(c) == std::string_view::npos)
            return false;
    }
    if (local.front() == '.' || local.back() == '.' || local.find("..") != std::string_view::npos)
        return false;
    const auto domain = text.substr(at + 1);
    std::size_t labels = 0;
    std::string_view label;
    for (std::size_t begin = 0; begin <= domain.size();) {
        auto end = domain.find('.', begin);
        if (end == std::string_view::npos)
            end = domain.size();
        label = domain.substr(begin, end - begin);
        if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-')
            return false;
        for (const char c : label)
            if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'))
                return false;
        ++labels;
        begin = end + 1;
    }
    return labels >= 2 && label.size() >= 2 && std::none_of(label.begin(), label.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Business businessOf(const View &view, std::string_view id)
{
    auto record = id.empty() ? std::nullopt : view.entity(id);
    if (!record)
        if (const auto fallback = view.defaultEntity(); !fallback.empty())
            record = view.entity(fallback);
    const auto house = view.house();
    Business b;
    b.refundLimit = house.refundLimit;
    b.highValueMark = house.highValueMark;
    b.zone = house.zone;
    auto hours = house.hours;
    if (record) {
        b.id = record->id;
        b.name = fieldText(record->fields, "Name");
        if (b.name.empty())
            b.name = record->title;
        b.type = fieldText(record->fields, "Entity Type");
        b.currency = fieldText(record->fields, "Currency");
        if (const auto zone = fieldText(record->fields, "Time Zone"); !zone.empty())
            b.zone = zone;
        b.refundLimit = fieldNumber(record->fields, "Refund Limit", b.refundLimit);
        if (const auto own = fieldText(record->fields, "Business Hours"); !own.empty())
            hours = own;
    }
    if (auto parsed = BusinessHours::parse(hours, b.zone, house.holidays))
        b.hours = std::move(*parsed);
    return b;
}

namespace {

std::string hostOf(std::string_view address)
{
    const auto scheme = address.find("://");
    if (scheme != std::string_view::npos)
        address.remove_prefix(scheme + 3);
    auto host = fold(address.substr(0, address.find_first_of("/:?#")));
    if (host.starts_with("www."))
        host.erase(0, 4);
    return host;
}

} // namespace

RoutingFacts routingFacts(const View &view, const std::optional<Contact> &contact, std::string_view sourceEntity, std::string_view text)
{
    RoutingFacts facts;
    for (const auto &record : view.entities()) {
        const auto business = businessOf(view, record.id);
        EntityFacts entity{record.id, business.name, business.type, {}, {}, business.refundLimit, business.highValueMark, business.currency};
        if (const auto site = hostOf(fieldText(record.fields, "Website")); !site.empty())
            entity.domains.push_back(site);
        const auto mail = fieldText(record.fields, "Email");
        if (const auto at = mail.find('@'); at != std::string::npos)
            entity.domains.push_back(fold(mail.substr(at + 1)));
        facts.entities.push_back(std::move(entity));
    }
    facts.defaultEntity = view.defaultEntity();
    facts.sourceEntity = sourceEntity;
    if (contact) {
        ContactFacts c{contact->id, contact->name, contact->email, contact->tier, contact->tags, {}, contact->lifetimeValue, contact->entity};
        for (const auto &member : view.recordsBy("community-hub", "Member Email", contact->email, 1))
            c.membership = fieldText(member.fields, "Membership Level");
        facts.openMatters = view.openMatters(contact->id);
        facts.contact = std::move(c);
    }
    // Only products whose name is in the text matter; a look at the bytes spares reading every name.
    constexpr int MostProducts = 500;
    const auto words = fold(text);
    for (const auto *status : {"Active", "Out of Stock", "Seasonal", "Coming Soon"})
        for (const auto &product : view.recordsBy(Products, "Status", status, MostProducts)) {
            const auto name = fieldText(product.fields, "Name");
            if (name.empty() || words.find(fold(name)) == std::string::npos || namedParts(text, {name}).empty())
                continue;
            facts.productNames.push_back(name);
            if (const auto owner = fieldList(product.fields, "Business Entity"); !owner.empty() && facts.productEntity.empty())
                facts.productEntity = owner.front();
        }
    return facts;
}

std::string answerLanguage(const Books &books, const View &view, std::string_view words)
{
    const auto spoken = books.lexicon.language(tokenize(words, quotedParts(words)));
    if (spoken == "unknown")
        return view.house().language.starts_with("de") ? "de" : "en";
    return spoken == "de" ? "de" : "en";
}

Texts::Values letterValues(const Books &books, std::string_view language, const std::string &name, const Business &business)
{
    Texts::Values values;
    const auto greeting = books.texts.fill(name.empty() ? "greeting.unknown" : "greeting.known", language, {{"name", name}});
    values["greeting"] = greeting.value_or("Hello,");
    values["business"] = business.name.empty() ? books.texts.fill("business.unknown", language, {}).value_or("our studio") : business.name;
    return values;
}

void addMatter(Texts::Values &values, const Books &books, std::string_view language, const std::string &about)
{
    const auto unknown = books.texts.fill("about.unknown", language, {}).value_or("your message");
    values["about"] = about.empty() ? unknown : about;
    values["letter"] = about.empty() ? unknown : books.texts.fill("about.letter", language, {{"about", about}}).value_or(unknown);
}

std::string aboutOf(std::string_view words, std::size_t limit)
{
    const auto tokens = tokenize(words, quotedParts(words));
    std::size_t begin = std::string::npos;
    std::size_t end = 0;
    bool cut = false;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const auto &token = tokens[i];
        if (token.word.empty())
            continue;
        if (begin != std::string::npos && token.sentence) // a greeting of up to three words is not the matter
            break;
        if (begin == std::string::npos) {
            static const std::vector<std::string> Greetings{"hello", "hi", "hey", "dear", "good", "hallo", "guten", "liebe", "lieber", "sehr"};
            const auto greets = std::find(Greetings.begin(), Greetings.end(), token.word) != Greetings.end();
            if (greets && i < 5 && i + 1 < tokens.size()) {
                auto next = i + 1;
                while (next < tokens.size() && next <= i + 4 && !tokens[next].clause)
                    ++next;
                if (next < tokens.size() && next <= i + 4) {
                    i = next - 1;
                    continue;
                }
            }
            begin = token.span.begin;
        }
        if (token.span.end - begin > limit) {
            cut = true;
            break;
        }
        end = token.span.end;
    }
    if (begin == std::string::npos || end <= begin)
        return {};
    auto about = std::string(words.substr(begin, end - begin));
    std::replace(about.begin(), about.end(), '\n', ' ');
    std::replace(about.begin(), about.end(), '\r', ' ');
    return cut ? about + "…" : about;
}

std::string timeText(const Books &books, const Business &business, Timestamp now, int minutes, std::string_view language)
{
    const auto promised = now + std::chrono::minutes(minutes);
    if (business.hours) {
        const auto due = business.hours->add(now, std::chrono::minutes(minutes));
        if (due != promised)
            return books.texts.fill("time.at", language, {{"when", business.hours->text(due, language)}}).value_or("soon");
    }
    if (minutes < 60)
        return books.texts.fill("time.minutes", language, {{"n", std::to_string(minutes)}}).value_or("soon");
    if (minutes == 60)
        return books.texts.fill("time.hour", language, {}).value_or("soon");
    return books.texts.fill("time.hours", language, {{"n", std::to_string(minutes / 60)}}).value_or("soon");
}

Result<EffectWish> letter(const Books &books, std::string_view key, std::string_view language, const Texts::Values &values, const Contact &to)
{
    const auto subject = books.texts.fill(std::string(key) + ".subject", language, values);
    if (!subject)
        return tl::make_unexpected(subject.error());
    const auto body = books.texts.fill(key, language, values);
    if (!body)
        return tl::make_unexpected(body.error());
    EffectWish mail;
    mail.kind = "mail";
    mail.target = to.email;
    mail.summary = "Mail to " + (to.name.empty() ? to.email : to.name) + ": " + *subject;
    mail.body = {{"subject", *subject}, {"text", *body}};
    mail.keyPart = std::string(key) + ":" + to.id;
    mail.contact = to.id;
    mail.letter = std::string(key) + "/" + books.texts.languageFor(key, language);
    mail.values = values;
    return mail;
}

std::string assigneeOf(const std::vector<OperatorView> &people)
{
    const OperatorView *best = nullptr;
    const auto since = [](const OperatorView &p) { return p.lastAssigned ? toMillis(*p.lastAssigned) : std::numeric_limits<std::int64_t>::min(); };
    for (const auto &person : people)
        if (!best || person.openMinutes < best->openMinutes || (person.openMinutes == best->openMinutes && since(person) < since(*best)))
            best = &person;
    return best ? best->id : std::string();
}

bool isOperator(const View &view, std::string_view id)
{
    const auto people = view.operators();
    return !id.empty() && std::any_of(people.begin(), people.end(), [&](const OperatorView &p) { return p.id == id; });
}

Result<TaskWish> taskFor(const Books &books, const View &view, std::string_view key, const Texts::Values &values, const std::string &contact,
                         std::optional<Timestamp> eventAt)
{
    auto task = books.templates.make(key, values, view.now(), eventAt);
    if (!task)
        return task;
    task->contact = contact;
    task->assignee = assigneeOf(view.operators());
    return task;
}

std::string referenceOf(std::string_view cause)
{
    auto hex = crypto::toHex(crypto::sha256(cause)).substr(0, 8);
    std::transform(hex.begin(), hex.end(), hex.begin(), [](char c) { return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c; });
    return "HS-" + hex;
}

std::string numberText(double value)
{
    std::array<char, 64> out{};
    std::snprintf(out.data(), out.size(), std::floor(value) == value ? "%.0f" : "%.2f", value);
    return out.data();
}

Plan answered(std::string text)
{
    Plan plan;
    plan.output = Json{{"answer", std::move(text)}};
    return plan;
}

Plan understood(const Books &books, const AgentCard &card, std::string_view words)
{
    const auto asked = fold(words);
    const auto first = std::string(std::string_view(asked).substr(0, asked.find(' ')));
    if (first == "help" || first == "hilfe" || asked == "?" || asked.empty()) {
        std::string text = card.name + ", " + card.role + ". I understand:";
        for (const auto &item : card.talk)
            text += "\n" + item.usage + " - " + item.description;
        return answered(std::move(text));
    }
    std::string list;
    std::vector<std::string> names;
    for (const auto &item : card.talk) {
        list += (list.empty() ? "" : ", ") + item.usage;
        names.push_back(item.name);
    }
    auto shown = std::string(words.substr(0, 60));
    while (!shown.empty() && (static_cast<unsigned char>(shown.back()) & 0xC0U) == 0x80U)
        shown.pop_back(); // never cut a letter
    const auto near = nearest(first, names);
    const auto text = near.empty() ? books.texts.fill("talk.unknown", "en", {{"words", shown}, {"list", list}})
                                   : books.texts.fill("talk.unknown.near", "en", {{"words", shown}, {"list", list}, {"near", near}});
    return answered(text.value_or("I understand: " + list + "."));
}

Spoken spoken(const AgentCard &card, std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\n'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n'))
        text.remove_suffix(1);
    const auto low = fold(text);
    for (const auto &item : card.talk) {
        const auto &name = item.name;
        if (!low.starts_with(name) || (low.size() > name.size() && low[name.size()] != ' ' && low[name.size()] != ':'))
            continue;
        auto rest = text.substr(std::min(name.size(), text.size()));
        while (!rest.empty() && (rest.front() == ' ' || rest.front() == ':'))
            rest.remove_prefix(1);
        return {name, std::string(rest)};
    }
    return {};
}

} // namespace hs::agents
