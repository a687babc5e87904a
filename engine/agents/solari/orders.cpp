#include "engine/agents/solari/orders.h"

#include <algorithm>
#include <cmath>

#include "engine/agents/grace/response.h"
#include "engine/agents/nyra/intake.h"
#include "engine/agents/solari/rules.h"
#include "engine/agents/text/money.h"
#include "engine/agents/text/tokens.h"

namespace hs::agents {

namespace {

std::string orderNumberOf(const Json &order)
{
    const auto number = scalarText(member(order, "number"));
    return number.empty() ? scalarText(member(order, "id")) : number;
}

std::optional<InstanceView> orderInstance(const View &view, const std::string &key)
{
    if (key.empty())
        return std::nullopt;
    const auto found = view.instancesByKey("order", key);
    return found.empty() ? std::nullopt : std::optional(found.front());
}

Result<void> addTask(const Books &books, const View &view, Plan &plan, std::string_view key, const Texts::Values &values, const std::string &contact)
{
    auto task = taskFor(books, view, key, values, contact);
    if (!task)
        return tl::make_unexpected(task.error());
    plan.tasks.push_back(std::move(*task));
    return {};
}

/// A client's note beside an order is read like any other request, but only what needs a person is acted on.
Result<void> readNote(const Books &books, const Event &event, const View &view, const Person &person, Plan &plan)
{
    if (event.text.empty())
        return {};
    const auto name = person.name.empty() ? std::string("Unknown sender") : person.name;
    Said said;
    said.request.text = event.text;
    said.request.channel = "form";
    said.contact = person.known;
    said.contactId = person.id;
    said.name = person.name;
    said.cause = event.id;
    said.entity = event.entity;
    const auto decision = decide(books, view, said);
    if (decision.level < 4 || decision.rule == "R7") { // a short note in another language is no reason for a case
        plan.posts.push_back({.contact = person.id, .title = name, .channel = "form", .entity = event.entity, .kind = "client", .author = name, .text = event.text});
        return {};
    }
    Plan answer;
    if (const auto done = respond(books, view, said, decision, answer); !done)
        return done;
    std::move(answer.posts.begin(), answer.posts.end(), std::back_inserter(plan.posts));
    std::move(answer.effects.begin(), answer.effects.end(), std::back_inserter(plan.effects));
    std::move(answer.messages.begin(), answer.messages.end(), std::back_inserter(plan.messages));
    std::move(answer.starts.begin(), answer.starts.end(), std::back_inserter(plan.starts));
    std::move(answer.evidence.begin(), answer.evidence.end(), std::back_inserter(plan.evidence));
    return {};
}

/// A booking or project that stands where the client pays.
bool awaitsPayment(const InstanceView &instance)
{
    const auto stands = [&](std::string_view definition, std::string_view state) {
        return instance.definition == definition && instance.state.find(state) != std::string::npos;
    };
    return stands("lead-to-client", "awaiting_payment") || stands("wellness-booking", "payment_pending") || stands("consultation-project", "payment.waiting");
}

} // namespace

bool isOpenInstance(const View &view, const InstanceView &instance)
{
    for (const auto &open : view.openInstances(instance.contact))
        if (open.id == instance.id)
            return true;
    if (instance.contact.empty())
        for (const auto &open : view.openInstancesOf(instance.definition, 20'000))
            if (open.id == instance.id)
                return true;
    return false;
}

Person personOf(const Event &event, const View &view, const std::string &entity, Plan &plan)
{
    const auto intake = intakeOf(event);
    Person person;
    person.name = intake.name;
    if (!isEmail(intake.email))
        return person;
    person.known = contactByEmail(view, intake.email);
    auto change = contactChange(intake, person.known, view, entity);
    person.id = change.id;
    if (person.name.empty())
        person.name = person.known ? person.known->name : intake.email;
    plan.records.push_back(std::move(change.write));
    return person;
}

std::vector<Item> itemsOf(const Json &items)
{
    std::vector<Item> out;
    if (!items.is_array())
        return out;
    for (const auto &item : items) {
        Item one{scalarText(member(item, "product_id")), scalarText(member(item, "sku")), text(item, "name"), integer(item, "quantity", 1)};
        const auto same = std::find_if(out.begin(), out.end(), [&](const Item &o) { return o.productId == one.productId && o.sku == one.sku && o.name == one.name; });
        if (same != out.end())
            same->quantity += one.quantity; // one product on two lines of an order
        else
            out.push_back(std::move(one));
    }
    return out;
}

std::optional<RecordView> productOf(const View &view, const Item &item)
{
    for (const auto &[property, value] : {std::pair{"External ID", item.productId}, std::pair{"External ID", item.sku}, std::pair{"Name", item.name}})
        if (!value.empty())
            if (auto found = view.recordsBy(Products, property, value, 1); !found.empty())
                return std::move(found.front());
    return std::nullopt;
}

bool isSingle(const Json &productFields)
{
    const auto type = fieldText(productFields, "Type");
    const auto &count = member(productFields, "Inventory Count");
    return type == "Art Piece" || (type == "Physical Product" && count.is_number() && count.get<double>() <= 1);
}

Result<void> restock(const Books &books, const View &view, Plan &plan, const RecordView &product, std::int64_t left, const std::string &entity)
{
    const auto name = fieldText(product.fields, "Name");
    const auto owners = fieldList(product.fields, "Business Entity");
    const auto business = businessOf(view, owners.empty() ? entity : owners.front());
    if (books.kinds.worksWith(business.type, Items)) {
        if (isSingle(product.fields))
            return {}; // the one thing there was is sold: there is no more of it
        plan.messages.push_back({"listeners", "stock_low", {{"product", product.id}, {"title", name}, {"left", left}, {"begin", "restock"}, {"entity", business.id}},
                                 false, "normal", {}});
        return {};
    }
    auto task = taskFor(books, view, "restock", {{"product", name}, {"count", std::to_string(left)}}, {});
    if (!task)
        return tl::make_unexpected(task.error());
    task->keyPart = "restock:" + product.id;
    plan.tasks.push_back(std::move(*task));
    return {};
}

Result<Plan> tellItems(const Books &books, const Command &command, const View &view)
{
    const auto what = text(command.input, "what");
    if (what.empty())
        return fail(Errc::BadInput, "nothing to tell", "solari.tell_items: input.what", "name the event, such as item_shipped");
    const auto client = contactById(view, text(command.input, "contact").empty() ? command.contact : text(command.input, "contact"));
    Plan plan;
    plan.rule = "solari.tell_items";
    auto told = Json::array();
    for (const auto &item : itemsOf(member(command.input, "items"))) {
        const auto product = productOf(view, item);
        if (!product || !isSingle(product->fields))
            continue;
        const auto owners = fieldList(product->fields, "Business Entity");
        const auto business = businessOf(view, owners.empty() ? command.entity : owners.front());
        if (!books.kinds.worksWith(business.type, Items))
            continue;
        const auto name = fieldText(product->fields, "Name");
        told.push_back(name);
        plan.messages.push_back({"listeners", what,
                                 {{"product", product->id}, {"title", name}, {"order", scalarText(member(command.input, "order"))}, {"client", client ? client->id : ""},
                                  {"clientName", client ? client->name : ""}, {"price", fieldNumber(product->fields, "Price")}, {"currency", text(command.input, "currency", business.currency)},
                                  {"begin", "sold"}, {"byOrder", true}, {"entity", business.id}},
                                 false, "normal", {}});
        plan.evidence.push_back({what + ": " + name, product->id});
    }
    plan.output = {{"told", told}};
    plan.summary = told.empty() ? "The order holds no single thing that is followed." : std::to_string(told.size()) + (told.size() == 1 ? " thing is followed: " : " things are followed: ") + what + ".";
    return plan;
}

Result<Plan> onOrder(const Books &books, const Event &event, const View &view)
{
    const auto &order = member(event.data, "order");
    const auto number = orderNumberOf(order);
    if (number.empty())
        return fail(Errc::BadInput, "an order without a number", event.type + ": order.number", "send the shop's number or id");
    const auto total = hs::number(order, "total");
    auto state = text(order, "state");
    if (state.empty())
        state = orderStateOf(text(order, "status"));
    Plan plan;
    plan.rule = "solari.order";
    const auto person = personOf(event, view, event.entity, plan);
    auto known = order;
    known["number"] = number;
    if (!state.empty())
        known["state"] = state;
    plan.evidence.push_back({"order " + number + (text(order, "status").empty() ? "" : ", status " + text(order, "status")), event.id});
    if (state.empty())
        plan.evidence.push_back({"the shop's status is unknown: the state stays", event.id});

    const auto instance = orderInstance(view, number);
    if (instance && isOpenInstance(view, *instance)) {
        if (!state.empty())
            plan.signals.push_back({instance->id, "order_updated", {{"order", known}}});
        plan.summary = "Order " + number + (state.empty() ? ": unknown status, the state stays." : " is " + state + ".");
    } else if (instance) {
        plan.summary = "Order " + number + " is closed already: noted.";
    } else if (boolean(order, "deleted")) {
        plan.summary = "Order " + number + " was deleted before it was known: nothing to do.";
    } else {
        WorkflowStart start;
        start.definition = "order";
        start.key = number;
        start.contact = person.id;
        start.entity = event.entity;
        start.title = "Order " + number + (person.name.empty() ? "" : " - " + person.name);
        start.input = {{"number", number}, {"state", state.empty() ? "payment_pending" : state}, {"contact", person.id}, {"name", person.name}, {"entity", event.entity},
                       {"source", event.source}, {"total", total}, {"currency", text(order, "currency")}, {"items", member(order, "items").is_array() ? member(order, "items") : Json::array()}};
        start.eventIfOpen = "order_updated";
        plan.starts.push_back(std::move(start));
        plan.summary = "Order " + number + " of " + (person.name.empty() ? "an unknown person" : person.name) + ", " + moneyText(total, text(order, "currency")) + (state.empty() ? "." : ": " + state + ".");
        if (person.id.empty())
            if (const auto made = addTask(books, view, plan, "data_check", {{"what", "who placed order " + number}, {"why", "The order came without a usable e-mail address."}}, {}); !made)
                return tl::make_unexpected(made.error());
    }
    plan.output = {{"order", number}, {"state", state}, {"contact", person.id}};
    if (event.type == "order_created" || !instance)
        if (const auto read = readNote(books, event, view, person, plan); !read)
            return tl::make_unexpected(read.error());
    return plan;
}

Result<Plan> onPayment(const Books &books, const Event &event, const View &view)
{
    const auto &payment = member(event.data, "payment");
    const auto status = text(payment, "status", event.type == "payment_failed" ? "failed" : event.type.find("refund") != std::string::npos ? "refunded" : "succeeded");
    const auto amount = number(payment, "amount");
    const auto currency = text(payment, "currency");
    const auto money = moneyText(amount, currency);
    Plan plan;
    plan.rule = "solari.payment";
    plan.evidence.push_back({status + " " + money, event.id});
    const auto person = personOf(event, view, event.entity, plan);

    auto reference = text(payment, "order_id");
    auto instance = orderInstance(view, reference);
    if (!instance) {
        reference = text(payment, "reference", reference);
        instance = orderInstance(view, reference);
    }
    const auto contact = person.id.empty() && instance ? instance->contact : person.id;
    const auto open = instance && isOpenInstance(view, *instance);
    const Json data{{"amount", amount}, {"currency", currency}, {"payment", payment}, {"reason", text(payment, "reason")}};

    if (status == "refunded") {
        const auto client = person.known ? person.known : contactById(view, contact);
        const auto business = businessOf(view, event.entity.empty() && client ? client->entity : event.entity);
        if (client) {
            RecordWrite write{std::string(Contacts), client->id, {{"Lifetime Value", std::max(0.0, client->lifetimeValue - amount)}}, false};
            plan.records.push_back(std::move(write));
        }
        const auto verdict = refundVerdict(amount, business.refundLimit, client ? client->lifetimeValue : 0, books.rules.refundShare, books.rules.refundShareAbove);
        const auto reviewed = instance && instance->state.find("refund") != std::string::npos;
        if (open)
            plan.signals.push_back({instance->id, instance->state.find("refund_due") != std::string::npos ? "refund_made" : "refunded", data});
        if (!verdict.within && !reviewed) {
            Said said;
            said.request.text = "Refund of " + money + (reference.empty() ? "" : " for order " + reference) + (text(payment, "reason").empty() ? "." : ". Reason: " + text(payment, "reason"));
            said.contact = client;
            said.contactId = contact;
            said.name = person.name;
            said.cause = event.id;
            said.entity = business.id;
            auto decision = decide(books, view, said);
            decision.level = 4;
            decision.rule = "R4";
            decision.reason = "complex_dispute";
            decision.category = "billing_order";
            decision.priority = "high";
            decision.ruleText = books.rules.ruleTexts.find("R4")->second;
            decision.evidence = {{verdict.rule, event.id}};
            auto wish = caseFor(books, view, said, decision);
            if (!wish)
                return tl::make_unexpected(wish.error());
            wish->summary = "A refund was made that no person had reviewed. " + verdict.rule;
            wish->recommended = "Check with whoever made the refund that it was meant, and note the reason.";
            wish->proposal.clear(); // the client asked nothing
            wish->tried = {{"the payment service reported the refund as done", event.id}};
            wish->workflow = instance ? instance->id : std::string();
            plan.escalations.push_back(std::move(*wish));
        }
        plan.summary = "Refund of " + money + (reference.empty() ? "" : " for order " + reference) + (verdict.within || reviewed ? "." : ": over the limit, a person checks.");
        return plan;
    }
    if (open) {
        if (status == "succeeded")
            plan.signals.push_back({instance->id, "payment_received", data});
        else if (status == "failed")
            plan.signals.push_back({instance->id, "payment_failed", data});
        plan.summary = "Payment of " + money + " for order " + reference + ": " + status + ".";
        return plan;
    }
    // A booking that waits for its payment takes it when there is just one.
    std::vector<InstanceView> waiting;
    if (!contact.empty())
        for (const auto &candidate : view.openInstances(contact))
            if (awaitsPayment(candidate))
                waiting.push_back(candidate);
    if (waiting.size() == 1 && (status == "succeeded" || status == "failed")) {
        plan.signals.push_back({waiting.front().id, status == "succeeded" ? "payment_received" : "payment_failed", data});
        plan.evidence.push_back({"the one booking that waits for a payment", waiting.front().id});
        plan.summary = "Payment of " + money + " for a booking: " + status + ".";
        return plan;
    }
    if (status == "succeeded" && !instance)
        if (const auto made = addTask(books, view, plan, "data_check", {{"what", "what the payment of " + money + " is for"}, {"why", "No open order or booking fits the payment " + text(payment, "id", event.id) + "."}}, contact); !made)
            return tl::make_unexpected(made.error());
    plan.summary = "Payment of " + money + ": " + status + (instance ? ", the order is closed." : ", no order fits.");
    return plan;
}

Result<Plan> onProduct(const Books &books, const Event &event, const View &view)
{
    const auto &product = member(event.data, "product");
    const auto id = scalarText(member(product, "id"));
    const auto name = text(product, "name");
    if (id.empty())
        return fail(Errc::BadInput, "a product without an id", event.type + ": product.id", "send the shop's id");
    Plan plan;
    plan.rule = "solari.stock";
    const auto known = productOf(view, {id, {}, name, 1});
    const auto deleted = boolean(product, "deleted") || event.type == "product_deleted";
    if (!known && deleted) {
        plan.summary = "A product that is not in the hub was deleted: nothing to do.";
        return plan;
    }
    RecordWrite write{std::string(Products), known ? known->id : view.newId("rec"), Json::object(), !known};
    auto &f = write.fields;
    if (!name.empty())
        f["Name"] = name;
    else if (!known)
        f["Name"] = "Product " + id;
    f["External ID"] = id;
    if (member(product, "price").is_number())
        f["Price"] = product["price"];
    auto status = known ? fieldText(known->fields, "Status") : std::string("Active");
    if (!known) {
        f["Type"] = text(product, "type") == "virtual" ? "Digital Product" : "Physical Product";
        f["Integration System"] = event.source == "woocommerce" ? "WooCommerce" : "Manual";
        f["Status"] = "Active";
        if (!event.entity.empty())
            f["Business Entity"] = Json::array({event.entity});
    }
    if (deleted)
        f["Status"] = "Discontinued";
    else if (member(product, "stock").is_number()) {
        const auto after = static_cast<std::int64_t>(std::floor(number(product, "stock")));
        const auto counted = known && member(known->fields, "Inventory Count").is_number();
        const auto before = counted ? static_cast<std::int64_t>(fieldNumber(known->fields, "Inventory Count")) : LowStock;
        const auto change = stockChange(before, after, status);
        f["Inventory Count"] = change.after;
        if (!change.status.empty())
            f["Status"] = change.status;
        plan.evidence.push_back({"stock " + (counted ? std::to_string(before) : std::string("not counted")) + " > " + std::to_string(change.after), event.id});
        if (change.restock) {
            auto seen = known.value_or(RecordView{write.id, std::string(Products), name, f, view.now(), view.now()});
            seen.fields["Name"] = name.empty() ? "product " + id : name;
            HS_TRY(restock(books, view, plan, seen, change.after, event.entity));
        }
    } else if (text(product, "stock_status") == "outofstock" && status == "Active")
        f["Status"] = "Out of Stock";
    else if (text(product, "stock_status") == "instock" && status == "Out of Stock")
        f["Status"] = "Active";
    plan.summary = (name.empty() ? "Product " + id : name) + (deleted ? " is discontinued." : f.contains("Inventory Count") ? ": " + std::to_string(integer(f, "Inventory Count")) + " in stock." : " is updated.");
    plan.output = {{"product", write.id}};
    // The shop shows it: what is one thing is followed from here, in stock.
    if (auto all = known ? known->fields : Json::object(); !deleted) {
        all.merge_patch(f);
        if (!known && isSingle(all))
            plan.output.update({{"begin", "listed"}, {"title", fieldText(all, "Name")}, {"price", fieldNumber(all, "Price")}, {"currency", businessOf(view, event.entity).currency}});
    }
    plan.records.push_back(std::move(write));
    return plan;
}

} // namespace hs::agents
