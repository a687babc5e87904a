#include <algorithm>

#include "engine/services/contact_fields.h"
#include "engine/services/form_body.h"
#include "engine/services/mapping.h"
#include "engine/services/signatures.h"
#include "engine/services/source_table.h"

/// Typeform: https://www.typeform.com/developers/webhooks/ (integrations.md §5.3).
namespace hs::services {

namespace {

/// Typeform makes a UUID where the form's author chose no ref of his own.
bool isUuid(std::string_view ref)
{
    return ref.size() == 36 && ref[8] == '-' && ref[13] == '-' && ref[18] == '-' && ref[23] == '-';
}

std::string answerText(const Json &answer)
{
    const auto type = text(answer, "type");
    const Json &value = member(answer, type);
    if (type == "choice") {
        const auto label = text(value, "label");
        return label.empty() ? text(value, "other") : label;
    }
    if (type == "choices") {
        std::string all;
        const auto add = [&](const std::string &label) {
            if (!label.empty())
                all += (all.empty() ? "" : ", ") + label;
        };
        if (const Json &labels = member(value, "labels"); labels.is_array()) {
            for (const auto &label : labels)
                add(scalarText(label));
        }
        add(text(value, "other"));
        return all;
    }
    if (type == "payment")
        return scalarText(member(value, "amount"));
    if (type == "boolean" && value.is_boolean())
        return value.get<bool>() ? "yes" : "no";
    return scalarText(value);
}

struct Question {
    std::string ref;
    std::string title;
    [[nodiscard]] std::string key() const { return !ref.empty() && (!isUuid(ref) || title.empty()) ? ref : title; }
};

Question questionOf(const Json &answer, const Json &fields)
{
    const Json &field = member(answer, "field");
    Question question{text(field, "ref"), {}};
    const auto id = text(field, "id");
    if (fields.is_array()) {
        for (const auto &defined : fields) {
            if (text(defined, "id") == id)
                question.title = text(defined, "title");
        }
    }
    if (question.ref.empty() && question.title.empty())
        question.title = id;
    return question;
}

class Typeform final : public Source {
public:
    std::string_view name() const override { return "typeform"; }
    std::string_view title() const override { return "Typeform"; }

    Result<Verified> verify(const Delivery &delivery, const Secrets &secrets) const override
    {
        static constexpr BodyMac Signature{"Typeform-Signature", "sha256=", MacEncoding::Base64};
        HS_TRY(verifyBodyMac(Signature, delivery, secrets, name()));
        const auto document = parseEnvelope({}, delivery.body);
        if (!document)
            return tl::make_unexpected(document.error());
        Verified verified;
        verified.type = plainType(text(*document, "event_type", "form_response"));
        verified.deliveryId = text(*document, "event_id");
        if (verified.deliveryId.empty())
            verified.deliveryId = text(member(*document, "form_response"), "token");
        verified.dedupe = verified.deliveryId.empty() ? dedupeByBody(delivery.body) : dedupeById(verified.deliveryId);
        return verified;
    }

    Result<std::vector<MappedEvent>> map(const StoredDelivery &delivery) const override
    {
        const auto document = parseBody({}, delivery.body);
        if (!document)
            return tl::make_unexpected(document.error());
        if (delivery.type == "form_response_partial")
            return std::vector<MappedEvent>{}; // the person still writes; the whole response comes later
        if (delivery.type != "form_response")
            return std::vector{unknownEvent(name(), delivery.type, *document)};
        const Json &response = member(*document, "form_response");
        if (!response.is_object())
            return lacks(title(), "/form_response");
        return std::vector{mapResponse(response)};
    }

private:
    static MappedEvent mapResponse(const Json &response)
    {
        const Json &definition = member(response, "definition");
        const Json &fields = member(definition, "fields");
        ContactFields contact;
        Json answers = Json::object();
        std::string words;
        static const Json None = Json::array();
        const Json &given = member(response, "answers");
        for (const auto &answer : given.is_array() ? given : None) {
            const auto type = text(answer, "type");
            const auto value = answerText(answer);
            const auto question = questionOf(answer, fields);
            if (value.empty())
                continue;
            put(answers, question.key(), value);
            if (type == "email")
                contact.set("email", value);
            else if (type == "phone_number")
                contact.set("phone", value);
            else if (type == "choice" || type == "choices")
                offer(contact, question, value);
            else if (type == "text" && !offer(contact, question, value))
                words += (words.empty() ? "" : "\n") + value;
        }
        MappedEvent event;
        event.type = "typeform_webhook";
        event.occurredAt = timeOf(member(response, "submitted_at"));
        Json form = Json::object();
        copyText(form, "id", response, "form_id");
        copyText(form, "title", definition, "title");
        if (const Json &score = at(response, "calculated.score"); score.is_number())
            form["score"] = score;
        event.data = {{"form", std::move(form)}, {"answers", std::move(answers)}};
        copyText(event.data, "source_id", response, "token");
        if (const Json &hidden = member(response, "hidden"); hidden.is_object() && !hidden.empty()) {
            Json texts = Json::object();
            for (const auto &[key, value] : hidden.items()) {
                texts[key] = scalarText(value);
                contact.offer(key, scalarText(value)); // links in mails carry who was asked
            }
            event.entityHint = text(texts, "entity");
            event.data["hidden"] = std::move(texts);
        }
        if (auto person = contact.contact(); !person.empty())
            event.data["contact"] = std::move(person);
        event.text = contact.message();
        if (!words.empty())
            event.text += (event.text.empty() ? "" : "\n") + words;
        return event;
    }

    /// A ref that the author chose says more than the wording of the question.
    static bool offer(ContactFields &contact, const Question &question, const std::string &value)
    {
        return (!isUuid(question.ref) && contact.offer(question.ref, value)) || contact.offer(question.title, value);
    }

    static void put(Json &answers, const std::string &key, const std::string &value)
    {
        auto free = key;
        for (int n = 2; answers.contains(free); ++n)
            free = key + " (" + std::to_string(n) + ")";
        answers[free] = value;
    }
};

} // namespace

std::unique_ptr<const Source> makeTypeform()
{
    return std::make_unique<Typeform>();
}

} // namespace hs::services
