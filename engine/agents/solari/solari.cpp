#include "engine/agents/solari/solari.h"

#include <algorithm>

#include "engine/agents/solari/bookings.h"
#include "engine/agents/solari/orders.h"
#include "engine/agents/solari/rules.h"
#include "engine/agents/solari/slots.h"
#include "engine/agents/studio.h"
#include "engine/agents/text/money.h"
#include "engine/agents/text/tokens.h"

namespace hs::agents {

using namespace std::chrono;

namespace {

constexpr int SearchDays = 21;      ///< how far ahead other times are looked for
constexpr std::size_t Alternatives = 3;

class Solari final : public Agent {
public:
    explicit Solari(const Books &books) : m_books(books), m_card(*books.catalog.find("solari")) {}

    [[nodiscard]] std::string_view key() const override { return "solari"; }

    [[nodiscard]] Result<Plan> handle(const Event &event, const View &view) const override
    {
        if (event.type == "event_routing" || event.type == "request_agent_solari")
            return prepare(event, view);
        if (event.source == "bus") {
            Plan plan;
            plan.summary = "Solari took note of " + event.type;
            return plan;
        }
        if (event.type.starts_with("order_") || member(event.data, "order").is_object())
            return onOrder(m_books, event, view);
        if (event.type.starts_with("payment_") || event.type.starts_with("charge_") || member(event.data, "payment").is_object())
            return onPayment(m_books, event, view);
        if (event.type.starts_with("product_") || member(event.data, "product").is_object())
            return onProduct(m_books, event, view);
        return onBooking(m_books, event, view);
    }

    [[nodiscard]] Result<Plan> run(const Command &command, const View &view) const override
    {
        if (command.name == "detect_booking")
            return detect(command, view);
        if (command.name == "hold_slot")
            return hold(command, view);
        if (command.name == "confirm_booking")
            return confirm(command, view);
        if (command.name == "change_booking")
            return change(command, view);
        if (command.name == "record_order")
            return record(command, view);
        if (command.name == "check_stock")
            return checkStock(command, view);
        if (command.name == "review_refund")
            return reviewRefund(command, view);
        if (command.name == "commission")
            return commission(command);
        if (command.name == "release_slot")
            return release(command, view);
        if (command.name == "tell_items")
            return tellItems(m_books, command, view);
        if (command.name == "history")
            return history(command, view);
        return fail(Errc::NotFound, "solari has no command \"" + command.name + "\"", "solari." + command.name, "use one that its file names");
    }

    [[nodiscard]] Result<Plan> talk(const Talk &talk, const View &view) const override
    {
        const auto [word, rest] = spoken(m_card, talk.text);
        if (word == "orders")
            return listOrders(view);
        if (word == "stock")
            return tellStock(rest, talk, view);
        if (word == "slots")
            return tellSlots(rest, talk, view);
        if (word == "commission") {
            const auto price = amountOf(rest.starts_with("$") ? std::string_view(rest).substr(1) : std::string_view(rest));
            if (!price || *price <= 0)
                return answered("The price is missing. Write: commission 450");
            const auto parts = commissionOf(*price);
            return answered("Of " + moneyText(*price, {}) + " the gallery keeps " + moneyText(parts.commission, {}) + " (40 percent), the artist gets " + moneyText(parts.artist, {}) + ".");
        }
        return understood(m_books, m_card, talk.text);
    }

private:
    // ---- bookings ----
    struct Heard {
        bool book = false, change = false, cancel = false, order = false;
        std::optional<year_month_day> day;
        std::optional<int> minute;
        std::vector<std::string> words;
    };
    Heard heard(std::string_view words, const Business &business, Timestamp now) const
    {
        Heard h;
        const auto tokens = tokenize(words, quotedParts(words));
        const auto look = [&](const char *group) {
            auto found = false;
            for (const auto &match : m_books.lexicon.find(group, tokens)) {
                if (match.negated)
                    continue;
                found = true;
                h.words.emplace_back(words.substr(match.span.begin, match.span.end - match.span.begin));
            }
            return found;
        };
        h.change = look("solari.change");
        h.cancel = look("solari.cancel");
        h.book = look("solari.book") && !h.cancel;
        h.order = look("solari.order");
        if (business.hours)
            h.day = dayIn(words, business.hours->localDate(now));
        h.minute = minuteIn(words);
        return h;
    }

    static std::string clockText(int minute)
    {
        auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
        return two(minute / 60) + ":" + two(minute % 60);
    }

    Result<Plan> detect(const Command &command, const View &view) const
    {
        const auto words = text(command.input, "text");
        const auto h = heard(words, businessOf(view, command.entity), view.now());
        Plan plan;
        plan.rule = "solari.detect_booking";
        for (const auto &word : h.words)
            plan.evidence.push_back({word, "text"});
        plan.output = {{"booking", h.book || h.change}, {"change", h.change}, {"cancel", h.cancel}, {"order", h.order}, {"date", h.day ? isoDate(*h.day) : ""},
                       {"time", h.minute ? clockText(*h.minute) : ""}, {"evidence", h.words}};
        return plan;
    }

    /// A request that Grace handed on: says what the rules allow, for the person who answers.
    Result<Plan> prepare(const Event &event, const View &view) const
    {
        Plan plan;
        plan.rule = "solari.prepare";
        const auto words = text(event.data, "text", event.text);
        const auto contact = text(event.data, "contact");
        const auto h = heard(words, businessOf(view, text(event.data, "entity")), view.now());
        plan.summary = "Solari read the request" + std::string(h.words.empty() ? "." : ": " + h.words.front() + ".");
        if ((!h.change && !h.cancel) || contact.empty())
            return plan;
        for (const auto &instance : view.openInstances(contact)) {
            const auto slot = slotOf(member(instance.context, "slot"));
            if (!slot)
                continue;
            const auto business = businessOf(view, slot->entity);
            const auto when = business.hours ? business.hours->text(slot->from, "en") + " (" + business.hours->zone() + ")" : toRfc3339(slot->from);
            const auto free = isFreeToChange(slot->from, view.now());
            plan.evidence.push_back({"booked for " + when, instance.id});
            plan.posts.push_back({.contact = contact, .title = text(event.data, "name"), .channel = "form", .kind = "note", .author = "solari",
                                  .text = "Booked: " + when + ". " + (free ? "A change is free of charge." : "Less than 48 hours are left: a change needs a person's decision.")});
        }
        return plan;
    }

    struct Wanted {
        minutes length{60};
        std::string service, resource;
        double price = 0;
        std::string currency;
        Business business;
    };
    Wanted wanted(const Command &command, const View &view) const
    {
        Wanted w;
        const auto &in = command.input;
        auto entity = text(in, "entity", command.entity);
        auto product = view.record(Products, text(in, "product"));
        if (!product)
            product = productOf(view, {{}, {}, text(in, "service"), 1});
        w.service = text(in, "service");
        if (product) {
            w.service = fieldText(product->fields, "Name");
            w.length = minutes(std::max<std::int64_t>(1, integer(product->fields, "Duration Minutes", 60)));
            w.price = fieldNumber(product->fields, "Price");
            w.currency = fieldText(product->fields, "Currency");
            if (entity.empty())
                if (const auto owner = fieldList(product->fields, "Business Entity"); !owner.empty())
                    entity = owner.front();
        }
        if (const auto length = integer(in, "minutes"); length > 0)
            w.length = minutes(std::min<std::int64_t>(length, 24 * 60));
        w.resource = text(in, "resource");
        w.business = businessOf(view, entity);
        if (w.currency.empty())
            w.currency = w.business.currency;
        return w;
    }

    Result<Plan> hold(const Command &command, const View &view) const
    {
        const auto w = wanted(command, view);
        if (!w.business.hours)
            return fail(Errc::BadInput, "the opening hours or the time zone of " + w.business.name + " cannot be read", "Business Hours", "write them as Mon-Fri 10-18, Sat 10-17");
        const auto &hours = *w.business.hours;
        const auto now = view.now();
        const auto held = heldSlots(view, command.workflow);
        const auto &in = command.input;

        // what is wanted: a moment, a day with or without a time, or nothing
        std::optional<Timestamp> moment;
        std::optional<year_month_day> day;
        std::optional<int> minute;
        if (const auto at = text(in, "startsAt"); !at.empty()) {
            const auto parsed = parseRfc3339(at);
            if (!parsed)
                return fail(Errc::BadInput, "not a time: " + at, "solari.hold_slot: input.startsAt", "write it as 2026-11-24T10:00:00Z");
            moment = *parsed;
        } else {
            const auto said = heard(text(in, "text"), w.business, now);
            day = text(in, "date").empty() ? said.day : dayIn(text(in, "date"), hours.localDate(now));
            minute = text(in, "time").empty() ? said.minute : minuteIn(text(in, "time"));
            if (!text(in, "date").empty() && !day)
                return fail(Errc::BadInput, "not a day: " + text(in, "date"), "solari.hold_slot: input.date", "write it as 2026-11-24");
            if (day && minute)
                moment = hours.at(*day, *minute);
        }

        const auto freeOn = [&](year_month_day date) { return freeStarts(hours, date, w.length, w.resource, w.business.id, held, now); };
        std::optional<Timestamp> found;
        std::string why;
        if (moment) {
            const auto free = freeOn(hours.localDate(*moment));
            if (std::find(free.begin(), free.end(), *moment) != free.end())
                found = *moment;
            else if (*moment <= now)
                why = "The wanted time has passed.";
            else if (!hours.isOpen(*moment, *moment + w.length))
                why = "The wanted time lies outside the opening hours (" + hours.text(*moment, "en") + ").";
            else if (hours.localMinute(*moment) % static_cast<int>(SlotStep.count()) != 0)
                why = "Times begin every 15 minutes.";
            else
                why = "The wanted time is taken (" + hours.text(*moment, "en") + ").";
        } else {
            const auto first = day ? *day : year_month_day(sys_days(hours.localDate(now)) + days(1));
            const auto last = day ? 1 : SearchDays;
            for (int i = 0; i < last && !found; ++i)
                for (const auto start : freeOn(year_month_day(sys_days(first) + days(i))))
                    if (!minute || hours.localMinute(start) == *minute) {
                        found = start;
                        break;
                    }
            if (!found)
                why = day ? "No time is free on " + isoDate(*day) + "." : "No time is free in the next " + std::to_string(SearchDays) + " days.";
        }

        Plan plan;
        plan.rule = "solari.slots";
        auto others = Json::array();
        if (!found) {
            const auto from = moment ? hours.localDate(std::max(*moment, now)) : day && sys_days(*day) > sys_days(hours.localDate(now)) ? *day : hours.localDate(now);
            for (int i = 0; i < SearchDays && others.size() < Alternatives; ++i) {
                const auto free = freeOn(year_month_day(sys_days(from) + days(i)));
                // of the wanted day the nearest ones, of later days the first
                auto order = free;
                if (moment)
                    std::stable_sort(order.begin(), order.end(), [&](Timestamp a, Timestamp b) { return abs(a - *moment) < abs(b - *moment); });
                for (std::size_t k = 0; k < order.size() && k < (i == 0 ? 2U : 1U) && others.size() < Alternatives; ++k)
                    others.push_back(toRfc3339(order[k]));
            }
            plan.output = {{"held", false}, {"slot", nullptr}, {"price", w.price}, {"currency", w.currency}, {"alternatives", others}, {"why", why}};
            plan.summary = "No time held. " + why;
            return plan;
        }
        auto slot = toJson(Slot{*found, *found + w.length, w.resource, w.business.id, {}});
        slot["service"] = w.service;
        slot["until"] = toRfc3339(std::min(now + HoldLapses, *found));
        plan.output = {{"held", true}, {"slot", slot}, {"price", w.price}, {"currency", w.currency}, {"alternatives", others}, {"why", ""}};
        plan.evidence.push_back({std::to_string(held.size()) + " other times are held", "slots"});
        plan.summary = "Held " + (w.service.empty() ? std::string("a time") : w.service) + ", " + hours.text(*found, "en") + ".";
        return plan;
    }

    Result<Plan> confirm(const Command &command, const View &view) const
    {
        const auto &in = command.input;
        const auto id = command.contact.empty() ? text(in, "contact") : command.contact;
        const auto contact = contactById(view, id);
        if (!contact)
            return fail(Errc::BadInput, "the contact does not exist", "solari.confirm_booking: input.contact", "give the record id of a contact");
        auto slot = slotOf(member(in, "slot"));
        if (!slot)
            return fail(Errc::BadInput, "the slot has no start or no end", "solari.confirm_booking: input.slot", "give the slot that hold_slot answered");
        const auto business = businessOf(view, slot->entity.empty() ? command.entity : slot->entity);
        if (!business.hours)
            return fail(Errc::BadInput, "the opening hours or the time zone of " + business.name + " cannot be read", "Business Hours", "write them as Mon-Fri 10-18, Sat 10-17");
        const auto &hours = *business.hours;
        slot->entity = business.id;
        Plan plan;
        plan.rule = "solari.confirm_booking";
        for (const auto &other : heldSlots(view, command.workflow))
            if (collide(*slot, other)) {
                plan.output = {{"confirmed", false}, {"why", "The time is taken by another booking."}, {"startsAt", toRfc3339(slot->from)}, {"endsAt", toRfc3339(slot->to)}, {"reminders", Json::array()}};
                plan.evidence.push_back({"taken", other.instance});
                plan.summary = "Not confirmed: the time is taken by another booking.";
                return plan;
            }
        const auto language = answerLanguage(m_books, view, text(in, "text"));
        auto values = letterValues(m_books, language, contact->name, business);
        const auto service = text(member(in, "slot"), "service");
        values["service"] = service.empty() ? m_books.texts.fill("service.unknown", language, {}).value_or("Your appointment") : service;
        values["when"] = hours.text(slot->from, language);
        values["until"] = clockText(hours.localMinute(slot->to));
        values["zone"] = hours.zone();
        values["free"] = hours.text(slot->from - FreeChange, language);
        const auto price = number(in, "price");
        if (price > 0)
            values["price"] = moneyText(price, text(in, "currency", business.currency));
        const auto sentence = m_books.texts.fill("solari.confirmed.sentence", language, values);
        if (!sentence)
            return tl::make_unexpected(sentence.error());
        auto reminders = Json::array();
        for (const auto before : {std::chrono::hours(24), std::chrono::hours(2)})
            if (slot->from - before > view.now())
                reminders.push_back(toRfc3339(slot->from - before));
        const auto delay = [&](Timestamp at) { return std::max<std::int64_t>(0, (at - view.now()).count()); };
        std::string why;
        if (why = noMailBecause(*contact); why.empty()) {
            auto mail = letter(m_books, price > 0 ? "solari.confirm.priced" : "solari.confirm", language, values, *contact);
            if (!mail)
                return tl::make_unexpected(mail.error());
            mail->keyPart = "confirm:" + toRfc3339(slot->from);
            plan.effects.push_back(std::move(*mail));
        } else {
            auto task = taskFor(m_books, view, "booking_check", {{"what", values["service"] + ", " + values["when"]}, {"why", "Tell " + contact->name + " that it is confirmed: " + why + "."}}, contact->id);
            if (!task)
                return tl::make_unexpected(task.error());
            plan.tasks.push_back(std::move(*task));
        }
        plan.output = {{"confirmed", true}, {"why", why}, {"startsAt", toRfc3339(slot->from)}, {"endsAt", toRfc3339(slot->to)}, {"reminders", reminders},
                       {"checkAt", toRfc3339(slot->to + std::chrono::hours(24))}, {"text", *sentence}, {"dayBeforeMs", delay(slot->from - std::chrono::hours(24))},
                       {"hoursBeforeMs", delay(slot->from - std::chrono::hours(2))}, {"dayAfterMs", delay(slot->to + std::chrono::hours(24))}};
        plan.summary = *sentence;
        return plan;
    }

    Result<Plan> change(const Command &command, const View &view) const
    {
        const auto slot = slotOf(member(command.input, "slot"));
        if (!slot)
            return fail(Errc::BadInput, "the slot has no start or no end", "solari.change_booking: input.slot", "give the slot that hold_slot answered");
        const auto free = isFreeToChange(slot->from, view.now());
        Plan plan;
        plan.rule = "solari.free_change";
        const auto left = static_cast<double>((slot->from - view.now()).count()) / 3'600'000.0;
        plan.output = {{"free", free}, {"hoursLeft", left}, {"freeUntil", toRfc3339(slot->from - FreeChange)}};
        plan.summary = free ? "The change is free of charge." : "Less than 48 hours are left: a person decides.";
        return plan;
    }

    // ---- orders ----
    Result<Plan> record(const Command &command, const View &view) const
    {
        const auto &in = command.input;
        const auto &order = member(in, "order");
        const auto number_ = order.is_object() ? scalarText(member(order, "number")) : scalarText(order);
        if (number_.empty())
            return fail(Errc::BadInput, "an order without a number", "solari.record_order: input.order", "give the order's number");
        const auto &from = order.is_object() ? order : in;
        const auto state = text(from, "state", text(in, "state", "sold"));
        const auto id = text(in, "contact").empty() ? command.contact : text(in, "contact");
        const auto contact = contactById(view, id);
        Plan plan;
        plan.rule = "solari.record_order";
        const auto counts = state == "sold" || state == "delivered" || state == "payment_confirmed";
        auto value = contact ? contact->lifetimeValue : 0.0;
        auto stock = Json::array();
        auto lowOnes = Json::array();
        std::string why;
        if (!counts)
            why = "The order is " + state + ": only paid orders count.";
        else {
            const auto total = number(from, "total");
            if (contact) {
                value += total;
                RecordWrite write{std::string(Contacts), contact->id, {{"Lifetime Value", value}, {"Last Interaction", toRfc3339(view.now())}}, false};
                if (contact->type == "Lead" || contact->type.empty())
                    write.fields["Contact Type"] = "Client";
                if (contact->status == "Active Lead" || contact->status == "Qualified Lead" || contact->status == "Former Client" || contact->status.empty())
                    write.fields["Status"] = "Active Client";
                if (write.fields.contains("Status"))
                    plan.messages.push_back({"listeners", "client_won",
                                             {{"contact", contact->id}, {"name", contact->name}, {"email", contact->email}, {"entity", contact->entity.empty() ? command.entity : contact->entity}, {"through", "order"}},
                                             false, "normal", {}});
                plan.records.push_back(std::move(write));
                plan.evidence.push_back({"+" + moneyText(total, text(from, "currency")), contact->id});
            } else
                why = "No contact is known: the lifetime value of nobody was changed.";
            for (const auto &item : itemsOf(member(from, "items"))) {
                const auto product = productOf(view, item);
                if (!product || !member(product->fields, "Inventory Count").is_number())
                    continue;
                const auto before = static_cast<std::int64_t>(fieldNumber(product->fields, "Inventory Count"));
                const auto after = stockChange(before, before - item.quantity, fieldText(product->fields, "Status"));
                const auto name = fieldText(product->fields, "Name");
                RecordWrite write{std::string(Products), product->id, {{"Inventory Count", after.after}}, false};
                if (!after.status.empty())
                    write.fields["Status"] = after.status;
                plan.records.push_back(std::move(write));
                stock.push_back({{"product", product->id}, {"name", name}, {"left", after.after}});
                plan.evidence.push_back({name + ": " + std::to_string(before) + " > " + std::to_string(after.after), product->id});
                if (after.restock) {
                    lowOnes.push_back(name);
                    HS_TRY(restock(m_books, view, plan, *product, after.after, command.entity));
                }
                if (before < item.quantity) {
                    auto task = taskFor(m_books, view, "data_check", {{"what", "the stock of " + name}, {"why", "Order " + number_ + " took " + std::to_string(item.quantity) + ", only " + std::to_string(before) + " were counted."}}, id);
                    if (!task)
                        return tl::make_unexpected(task.error());
                    task->keyPart = "oversold:" + product->id;
                    plan.tasks.push_back(std::move(*task));
                }
            }
        }
        plan.output = {{"order", number_}, {"counted", counts && contact.has_value()}, {"why", why}, {"lifetimeValue", value}, {"stock", stock}, {"restock", lowOnes}};
        plan.summary = counts ? "Order " + number_ + " is booked" + (contact ? ": lifetime value " + moneyText(value, text(from, "currency")) + "." : ".") : "Order " + number_ + " is not counted. " + why;
        return plan;
    }

    Result<Plan> checkStock(const Command &command, const View &view) const
    {
        Plan plan;
        plan.rule = "solari.stock";
        auto items = Json::array();
        auto missing = Json::array();
        auto unknown = Json::array();
        auto low = Json::array();
        for (const auto &item : itemsOf(member(command.input, "items"))) {
            const auto product = productOf(view, item);
            const auto name = product ? fieldText(product->fields, "Name") : item.name.empty() ? item.productId + item.sku : item.name;
            std::int64_t stock = -1;
            if (product && member(product->fields, "Inventory Count").is_number()) {
                stock = static_cast<std::int64_t>(fieldNumber(product->fields, "Inventory Count"));
                if (stock < item.quantity)
                    missing.push_back(name);
                else if (stock - item.quantity < LowStock)
                    low.push_back(name);
                plan.evidence.push_back({name + ": " + std::to_string(stock) + " in stock, " + std::to_string(item.quantity) + " wanted", product->id});
            } else if (!product)
                unknown.push_back(name);
            items.push_back({{"name", name}, {"product", product ? product->id : ""}, {"wanted", item.quantity}, {"stock", stock}});
        }
        plan.summary = missing.empty() ? "Everything is in stock." : std::to_string(missing.size()) + " of the items are not in stock.";
        plan.output = {{"available", missing.empty()}, {"items", items}, {"missing", missing}, {"unknown", unknown}, {"low", low}};
        return plan;
    }

    Result<Plan> reviewRefund(const Command &command, const View &view) const
    {
        const auto &in = command.input;
        const auto &given = member(in, "amount");
        const auto amount = given.is_number() ? std::optional(given.get<double>()) : amountOf(scalarText(given));
        if (!amount || *amount < 0)
            return fail(Errc::BadInput, "no amount", "solari.review_refund: input.amount", "give the amount in units of the currency");
        const auto contact = contactById(view, text(in, "contact").empty() ? command.contact : text(in, "contact"));
        const auto business = businessOf(view, command.entity.empty() && contact ? contact->entity : command.entity);
        const auto value = contact ? contact->lifetimeValue : 0.0;
        const auto verdict = refundVerdict(*amount, business.refundLimit, value, m_books.rules.refundShare, m_books.rules.refundShareAbove);
        Plan plan;
        plan.rule = verdict.within ? "solari.refund" : "R4";
        plan.evidence.push_back({verdict.within ? "within the limit of " + moneyText(business.refundLimit, business.currency) : verdict.rule, contact ? contact->id : std::string()});
        plan.output = {{"within", verdict.within}, {"limit", business.refundLimit}, {"lifetimeValue", value}, {"rule", verdict.rule}, {"escalated", false}};
        plan.summary = "Refund of " + moneyText(*amount, text(in, "currency", business.currency)) + (verdict.within ? " may go on." : ": a person decides. " + verdict.rule);
        return plan;
    }

    static Result<Plan> commission(const Command &command)
    {
        const auto price = number(command.input, "price", number(command.input, "item", -1));
        const auto rate = number(command.input, "rate", CommissionRate);
        if (price < 0 || rate < 0 || rate > 1)
            return fail(Errc::BadInput, "no price", "solari.commission: input.price", "give the price in units of the currency");
        const auto parts = commissionOf(price, rate);
        Plan plan;
        plan.rule = "solari.commission";
        plan.output = {{"commission", parts.commission}, {"artist", parts.artist}, {"rate", rate}};
        return plan;
    }

    /// The slot itself lives in the instance, which clears it; here it is put on record that the time is free.
    Result<Plan> release(const Command &command, const View &view) const
    {
        Plan plan;
        plan.rule = "solari.release_slot";
        const auto slot = slotOf(member(command.input, "slot"));
        if (!slot) {
            plan.output = {{"released", false}, {"startsAt", ""}};
            plan.summary = "No time was held.";
            return plan;
        }
        const auto business = businessOf(view, slot->entity.empty() ? command.entity : slot->entity);
        plan.output = {{"released", true}, {"startsAt", toRfc3339(slot->from)}};
        plan.evidence.push_back({"held from " + toRfc3339(slot->from) + " to " + toRfc3339(slot->to), command.workflow});
        plan.summary = (business.hours ? business.hours->text(slot->from, "en") : toRfc3339(slot->from)) + " is free again.";
        return plan;
    }

    Result<Plan> history(const Command &command, const View &view) const
    {
        const auto contact = contactById(view, text(command.input, "contact").empty() ? command.contact : text(command.input, "contact"));
        if (!contact)
            return fail(Errc::BadInput, "the contact does not exist", "solari.history: input.contact", "give the record id of a contact");
        const auto business = businessOf(view, command.entity.empty() ? contact->entity : command.entity);
        Plan plan;
        plan.rule = "solari.history";
        auto lines = Json::array();
        int orders = 0;
        int bookings = 0;
        for (const auto &instance : view.openInstances(contact->id)) {
            if (instance.definition == "order") {
                ++orders;
                lines.push_back("Order " + instance.key + " is " + instance.state + ".");
            } else if (const auto slot = slotOf(member(instance.context, "slot"))) {
                ++bookings;
                lines.push_back("Booked for " + (business.hours ? business.hours->text(slot->from, "en") : toRfc3339(slot->from)) + ".");
            } else {
                continue;
            }
            plan.evidence.push_back({lines.back().get<std::string>(), instance.id});
        }
        lines.push_back("Spent so far: " + moneyText(contact->lifetimeValue, business.currency) + ".");
        plan.output = {{"orders", orders}, {"bookings", bookings}, {"lifetimeValue", contact->lifetimeValue}, {"lines", lines}};
        plan.summary = contact->name + ": " + std::to_string(orders) + " open orders, " + std::to_string(bookings) + " booked times.";
        return plan;
    }

    // ---- words of operators ----
    Result<Plan> listOrders(const View &view) const
    {
        constexpr int Most = 15;
        const auto open = view.openInstancesOf("order", Most);
        if (open.empty())
            return answered("No order is open.");
        auto text_ = std::to_string(open.size()) + (open.size() == 1 ? " order is open:" : " orders are open:");
        for (const auto &instance : open) {
            const auto person = contactById(view, instance.contact);
            const auto total = number(instance.context, "total");
            text_ += "\n" + instance.key + ": " + instance.state + (person ? ", " + person->name : "") + (total > 0 ? ", " + moneyText(total, text(instance.context, "currency")) : "") + ".";
        }
        return answered(std::move(text_));
    }

    Result<Plan> tellStock(const std::string &name, const Talk &talk, const View &view) const
    {
        if (name.empty())
            return answered("The product is missing. Write: stock Abstract Landscape");
        const auto product = productOf(view, {name, name, name, 1});
        if (!product)
            return answered("No product is called " + name + ". I need its whole name.");
        const auto &f = product->fields;
        const auto business = businessOf(view, talk.entity);
        const auto &count = member(f, "Inventory Count");
        const auto currency = fieldText(f, "Currency");
        return answered(fieldText(f, "Name") + ": " + fieldText(f, "Status") + (count.is_number() ? ", " + scalarText(count) + " in stock" : ", stock is not counted")
                        + (member(f, "Price").is_number() ? ", " + moneyText(fieldNumber(f, "Price"), currency.empty() ? business.currency : currency) : "") + ".");
    }

    Result<Plan> tellSlots(const std::string &words, const Talk &talk, const View &view) const
    {
        const auto business = businessOf(view, talk.entity);
        if (!business.hours)
            return answered("The opening hours of " + business.name + " cannot be read. They belong in Business Hours, as Mon-Fri 10-18, Sat 10-17.");
        const auto &hours = *business.hours;
        const auto day = words.empty() ? std::optional(hours.localDate(view.now())) : dayIn(words, hours.localDate(view.now()));
        if (!day)
            return answered("I cannot read the day \"" + words + "\". Write: slots 2026-11-24, slots tomorrow or slots Friday.");
        const auto free = freeStarts(hours, *day, minutes(60), {}, business.id, heldSlots(view, {}), view.now());
        if (free.empty())
            return answered(isoDate(*day) + ": no time of 60 minutes is free (" + hours.zone() + ").");
        auto text_ = isoDate(*day) + ", free for 60 minutes (" + hours.zone() + "):";
        for (std::size_t i = 0; i < free.size(); ++i)
            text_ += (i == 0 ? " " : ", ") + clockText(hours.localMinute(free[i]));
        return answered(text_ + ".");
    }

    const Books &m_books;
    const AgentCard &m_card;
};

} // namespace

std::unique_ptr<Agent> makeSolari(const Books &books)
{
    return std::make_unique<Solari>(books);
}

} // namespace hs::agents
