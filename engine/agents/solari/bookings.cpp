#include "engine/agents/solari/bookings.h"

#include <algorithm>
#include <array>

#include "engine/agents/solari/orders.h"
#include "engine/agents/solari/rules.h"
#include "engine/agents/solari/slots.h"

namespace hs::agents {

namespace {

constexpr std::string_view Sessions = "wellness-booking";

/// What a delivery says of one booking.
struct Booked {
    Json booking;
    std::string id, key, status, state, service;
    std::optional<Slot> slot;
    std::optional<RecordView> product;
    double price = 0;
    bool isMove = false; ///< another time, whatever else
};

/// Services that name what happened by the event and not by a status.
std::string statusByAction(const Event &event)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> Table{
        {{"scheduled", "approved"}, {"rescheduled", "rescheduled"}, {"changed", "rescheduled"}, {"canceled", "canceled"},
         {"booking_rescheduled", "rescheduled"}, {"booking_canceled", "canceled"}, {"booking_cancelled", "canceled"}, {"booking_completed", "completed"}}};
    auto action = text(event.data, "action", event.type);
    if (constexpr std::string_view Prefix = "appointment."; action.starts_with(Prefix))
        action.erase(0, Prefix.size());
    for (const auto &[theirs, ours] : Table)
        if (action == theirs)
            return std::string(ours);
    return {};
}

Booked readBooking(const Event &event, const View &view)
{
    Booked b;
    b.booking = member(event.data, "booking").is_object() ? member(event.data, "booking") : event.data;
    b.id = scalarText(member(b.booking, "booking_id"));
    if (b.id.empty() && member(b.booking, "appointmentTypeID").is_primitive() && !member(b.booking, "appointmentTypeID").is_null())
        b.id = scalarText(member(b.booking, "id"));
    b.status = text(b.booking, "status", statusByAction(event));
    b.isMove = b.status == "rescheduled";
    b.state = b.isMove ? "rescheduled" : bookingStateOf(b.status);
    b.service = text(b.booking, "service_name", text(b.booking, "service"));
    b.product = productOf(view, {scalarText(member(b.booking, "service_id")), {}, b.service, 1});
    if (b.product && b.service.empty())
        b.service = fieldText(b.product->fields, "Name");
    const auto &paid = member(member(b.booking, "payment_info"), "amount");
    b.price = paid.is_number() ? paid.get<double>() : b.product ? fieldNumber(b.product->fields, "Price") : 0;
    if (const auto from = parseRfc3339(text(b.booking, "starts_at"))) {
        const auto to = parseRfc3339(text(b.booking, "ends_at"));
        const auto minutes = b.product ? std::max<std::int64_t>(1, integer(b.product->fields, "Duration Minutes", 60)) : 60;
        b.slot = Slot{*from, to && *to > *from ? *to : *from + std::chrono::minutes(minutes), text(b.booking, "resource", text(b.booking, "provider")), event.entity, {}};
    }
    if (!b.id.empty())
        b.key = event.source + ":" + b.id;
    return b;
}

Json slotJson(const Booked &b)
{
    if (!b.slot)
        return nullptr;
    auto slot = toJson(*b.slot);
    slot["service"] = b.service;
    return slot;
}

/// What an open workflow of this very booking hears.
void tellBooking(Plan &plan, const InstanceView &instance, const Booked &b)
{
    const auto held = slotOf(member(instance.context, "slot"));
    const auto moved = b.slot && (!held || held->from != b.slot->from || held->to != b.slot->to);
    if (b.state == "canceled") {
        plan.signals.push_back({instance.id, b.status == "no_show" ? "no_show" : "canceled", {{"booking", b.booking}, {"reason", text(b.booking, "reason")}}});
        return;
    }
    if (b.state == "completed") {
        plan.signals.push_back({instance.id, "service_completed", {{"booking", b.booking}}});
        return;
    }
    if (moved && (b.isMove || held))
        plan.signals.push_back({instance.id, "rescheduled", {{"slot", slotJson(b)}, {"startsAt", toRfc3339(b.slot->from)}}});
    if (b.state == "payment_pending")
        plan.signals.push_back({instance.id, "booking_approved", {{"booking", b.booking}, {"slot", slotJson(b)}, {"price", b.price}}});
    if (b.state == "payment_confirmed")
        plan.signals.push_back({instance.id, "payment_received", {{"booking", b.booking}, {"payment", member(b.booking, "payment_info")}, {"amount", b.price}}});
}

/// Everything a workflow of sessions begins with.
Json beginning(const Books &books, const View &view, const Event &event, const Booked &b, const Person &person)
{
    const auto isNew = !person.known || (person.known->type != "Client" && person.known->status != "Active Client" && person.known->status != "Former Client");
    const auto business = businessOf(view, event.entity);
    return {{"begin", b.state == "payment_confirmed" ? "paid" : b.state == "payment_pending" ? "booked" : "wished"},
            {"bookingKey", b.key.empty() && b.slot ? person.id + "@" + toRfc3339(b.slot->from) : b.key},
            {"name", person.name}, {"title", person.name + (b.service.empty() ? "" : ": " + b.service)}, {"service", b.service},
            {"product", b.product ? Json(b.product->id) : Json()}, {"startsAt", b.slot ? Json(toRfc3339(b.slot->from)) : Json()}, {"slot", slotJson(b)},
            {"price", b.price}, {"currency", business.currency}, {"paid", b.state == "payment_confirmed"}, {"firstVisit", isNew},
            {"about", b.service}, {"language", answerLanguage(books, view, event.text)}};
}

} // namespace

Result<Plan> onBooking(const Books &books, const Event &event, const View &view)
{
    const auto b = readBooking(event, view);
    Plan plan;
    plan.rule = "solari.booking";
    plan.evidence.push_back({"booking " + b.id + (b.status.empty() ? "" : ", status " + b.status), event.id});
    auto withPerson = event;
    if (const auto &info = member(b.booking, "customer_info"); info.is_object())
        withPerson.data["fields"] = info;
    const auto person = personOf(withPerson, view, event.entity, plan);
    const auto what = !b.service.empty() ? b.service : b.id.empty() ? "without a number" : b.id;
    plan.output = {{"state", b.state}, {"contact", person.id}};
    if (b.state.empty() && !b.status.empty()) {
        plan.summary = "Booking " + what + ": the status " + b.status + " is unknown, the state stays.";
        return plan;
    }
    plan.summary = "Booking " + what + (b.state.empty() ? "." : " is " + b.state + ".");

    // The workflow of this very booking, by its number; and one that was begun by hand, before there was a number.
    std::optional<InstanceView> own, byHand, lead;
    bool wasKnown = false;
    if (!b.key.empty())
        for (const auto &instance : view.instancesByKey(Sessions, b.key)) {
            wasKnown = true;
            if (!own && isOpenInstance(view, instance))
                own = instance;
        }
    if (!person.id.empty())
        for (const auto &instance : view.openInstances(person.id)) {
            if (instance.definition == Sessions && text(instance.context, "bookingKey").empty())
                byHand = instance;
            if (instance.definition == "lead-to-client" && !lead)
                lead = instance;
        }
    const auto isOver = b.state == "canceled" || b.state == "completed";
    const auto sameBooking = lead && !b.key.empty() && text(lead->context, "bookingKey") == b.key;
    if (own) {
        tellBooking(plan, *own, b);
        if (sameBooking && b.state == "canceled")
            plan.signals.push_back({lead->id, b.status == "no_show" ? "no_show" : "canceled", {{"booking", b.booking}}});
        return plan;
    }
    if (wasKnown) {
        plan.summary = "Booking " + what + " is closed already: noted.";
        return plan;
    }
    if (byHand && (isOver || b.isMove || b.state == "payment_confirmed")) {
        tellBooking(plan, *byHand, b);
        return plan;
    }
    const auto hasSessions = books.kinds.worksWith(businessOf(view, event.entity).type, Sessions);
    const auto talks = lead && (lead->state == "in_contact" || !hasSessions || sameBooking);
    if (lead && b.state == "canceled") {
        plan.signals.push_back({lead->id, b.status == "no_show" ? "no_show" : "canceled", {{"booking", b.booking}}});
        return plan;
    }
    if (lead && b.state == "payment_confirmed" && lead->state != "in_contact" && (!hasSessions || sameBooking || lead->state.find("awaiting_payment") != std::string::npos)) {
        plan.signals.push_back({lead->id, "payment_received", {{"booking", b.booking}}});
        return plan;
    }
    if (isOver) {
        plan.summary += " Nothing runs for it.";
        return plan;
    }
    if (talks) {
        plan.signals.push_back({lead->id, "booking_requested", {{"startsAt", text(b.booking, "starts_at")}, {"service", b.service}, {"bookingKey", b.key}}});
        return plan;
    }
    const auto starts = hasSessions && !person.id.empty() && (!b.key.empty() || b.slot);
    if (starts) {
        plan.output.update(beginning(books, view, event, b, person));
    } else {
        const auto startsAt = b.slot ? std::optional(b.slot->from) : std::nullopt;
        auto task = taskFor(books, view, "booking_check", {{"what", what}, {"why", (person.name.empty() ? "Somebody" : person.name) + " booked through " + event.source + (startsAt ? " for " + toRfc3339(*startsAt) : "") + "."}}, person.id, startsAt);
        if (!task)
            return tl::make_unexpected(task.error());
        task->keyPart = "booking:" + b.id;
        plan.tasks.push_back(std::move(*task));
    }
    return plan;
}

} // namespace hs::agents
