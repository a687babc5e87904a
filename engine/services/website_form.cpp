#include <array>

#include "engine/services/contact_fields.h"
#include "engine/services/form_body.h"
#include "engine/services/mapping.h"
#include "engine/services/signatures.h"
#include "engine/services/source_table.h"

/// Forms of web sites that cannot sign: Elementor Pro (integrations.md §6.4), plain HTML
/// forms and scripts (domain.md §5).
namespace hs::services {

namespace {

bool isForm(std::string_view contentType)
{
    const auto type = mediaType(contentType);
    return type == "application/x-www-form-urlencoded" || type == "multipart/form-data";
}

/// Takes "fields[email][value]" apart: {"fields", "email", "value"}.
std::vector<std::string> pathOf(std::string_view name)
{
    const auto open = name.find('[');
    std::vector<std::string> parts{std::string(name.substr(0, open))};
    auto rest = open == std::string_view::npos ? std::string_view() : name.substr(open);
    while (!rest.empty()) {
        const auto close = rest.find(']');
        if (rest.front() != '[' || close == std::string_view::npos)
            return {std::string(name)}; // brackets that mean nothing
        parts.emplace_back(rest.substr(1, close - 1));
        rest.remove_prefix(close + 1);
    }
    return parts;
}

std::string answerText(const Json &value)
{
    if (value.is_boolean())
        return value.get<bool>() ? "yes" : "no";
    if (value.is_array()) {
        std::string all;
        for (const auto &entry : value) {
            if (const auto one = scalarText(entry); !one.empty())
                all += (all.empty() ? "" : ", ") + one;
        }
        return all;
    }
    return value.is_object() ? dump(value) : scalarText(value);
}

/// What a form says, whichever way it came.
struct Submission {
    std::string formId, formTitle, entity, workflow;
    std::optional<bool> syncToCrm;
    std::string id;
    struct Answer {
        std::string key;   ///< the field's id or kind, which tells the contact more than its label
        std::string label; ///< for people
        std::string value;
    };
    std::vector<Answer> answers;
};

class WebsiteForm final : public Source {
public:
    std::string_view name() const override { return "website-form"; }
    std::string_view title() const override { return "Website form"; }
    bool takesPathToken() const override { return true; }
    std::vector<std::string_view> contentTypes() const override
    {
        return {"application/json", "application/x-www-form-urlencoded", "multipart/form-data"};
    }

    Result<Verified> verify(const Delivery &delivery, const Secrets &secrets) const override
    {
        HS_TRY(verifySharedSecret(delivery, secrets, name()));
        const auto contentType = delivery.headers.value("Content-Type");
        const auto document = parseEnvelope(contentType, delivery.body);
        if (!document)
            return tl::make_unexpected(document.error());
        Verified verified;
        verified.type = "submit";
        verified.deliveryId = delivery.headers.value("X-Delivery-Id");
        if (!contentType.empty())
            verified.headers["content-type"] = std::string(contentType);
        if (!verified.deliveryId.empty()) {
            verified.dedupe = dedupeById(verified.deliveryId);
        } else {
            verified.dedupe = dedupeByBody(delivery.body);
            // People may send the same words again another day; WordPress repeats within the minute.
            if (isForm(contentType))
                verified.dedupe += "@" + std::to_string(toMillis(delivery.receivedAt) / 60'000);
        }
        // Elementor shows its visitor an error for every answer but 200.
        verified.okStatus = isForm(contentType) ? 200 : 202;
        return verified;
    }

    Result<std::vector<MappedEvent>> map(const StoredDelivery &delivery) const override
    {
        const auto contentType = text(delivery.headers, "content-type");
        const auto document = parseBody(contentType, delivery.body);
        if (!document)
            return tl::make_unexpected(document.error());
        return std::vector{toEvent(isForm(contentType) ? readForm(*document) : readJson(*document))};
    }

private:
    /// Members that say something about the form, not about the person. True when `name` was one.
    static bool takeFrame(Submission &form, std::string_view name, const Json &value)
    {
        const auto put = [&](std::string &to) {
            to = scalarText(value);
            return true;
        };
        if (name == "form_id")
            return put(form.formId);
        if (name == "form_name")
            return put(form.formTitle);
        if (name == "entity")
            return put(form.entity);
        if (name == "workflow")
            return put(form.workflow);
        if (name == "submission_id")
            return put(form.id);
        if (name == "sync_to_crm") {
            const auto word = answerText(value);
            form.syncToCrm = word == "yes" || word == "true" || word == "1" || word == "on";
            return true;
        }
        return false;
    }

    static void addAnswer(Submission &form, const std::string &name, const Json &value)
    {
        if (auto words = answerText(value); !words.empty())
            form.answers.push_back({name, name, std::move(words)});
    }

    static Submission readJson(const Json &document)
    {
        Submission form;
        for (const auto &[name, value] : document.items()) {
            if (takeFrame(form, name, value))
                continue;
            if (name == "form_data" && value.is_object()) {
                for (const auto &[key, inner] : value.items())
                    addAnswer(form, key, inner);
            } else {
                addAnswer(form, name, value);
            }
        }
        return form;
    }

    static Submission readForm(const Json &fields)
    {
        Submission form;
        Json elements = Json::object(); // Elementor's advanced data, by field id
        for (const auto &[name, value] : fields.items()) {
            const auto path = pathOf(name);
            if (takeFrame(form, name, value)) {
                continue;
            } else if (path.size() == 2 && path[0] == "form") {
                if (path[1] == "id" || path[1] == "name")
                    takeFrame(form, "form_" + path[1], value);
            } else if (path.size() == 3 && path[0] == "fields") {
                elements[path[1]][path[2]] = value;
            } else if (path[0] != "meta") { // page address, user agent and the like
                addAnswer(form, name, value);
            }
        }
        for (const auto &[id, element] : elements.items()) {
            const auto value = text(element, "value");
            if (value.empty())
                continue;
            const auto label = text(element, "title", id);
            const auto kind = text(element, "type");
            form.answers.push_back({kind == "email" ? "email" : kind == "tel" ? "phone" : id, label.empty() ? id : label, value});
        }
        return form;
    }

    static MappedEvent toEvent(const Submission &form)
    {
        ContactFields contact;
        Json answers = Json::object();
        for (const auto &answer : form.answers) {
            if (!contact.offer(answer.key, answer.value) && answer.label != answer.key)
                contact.offer(answer.label, answer.value);
            answers[answer.label] = answer.value;
        }
        MappedEvent event;
        event.type = "website_form";
        event.entityHint = form.entity;
        event.text = contact.message();
        Json about = Json::object();
        if (!form.formId.empty())
            about["id"] = form.formId;
        if (!form.formTitle.empty())
            about["title"] = form.formTitle;
        event.data = {{"form", std::move(about)}, {"answers", std::move(answers)}};
        if (auto person = contact.contact(); !person.empty())
            event.data["contact"] = std::move(person);
        if (!form.id.empty())
            event.data["source_id"] = form.id;
        if (!form.workflow.empty())
            event.data["workflow"] = form.workflow;
        if (form.syncToCrm)
            event.data["sync_to_crm"] = *form.syncToCrm;
        return event;
    }
};

} // namespace

std::unique_ptr<const Source> makeWebsiteForm()
{
    return std::make_unique<WebsiteForm>();
}

} // namespace hs::services
