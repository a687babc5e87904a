#include "engine/agents/nyra/intake.h"

#include <algorithm>
#include <array>

#include "engine/agents/text/tokens.h"
#include "engine/crypto/hash.h"

namespace hs::agents {

using namespace std::chrono;

namespace {

std::string fieldName(std::string_view question)
{
    auto name = fold(question);
    for (auto &c : name)
        if (c == ' ' || c == '-' || c == '.')
            c = '_';
    return name;
}

bool isYes(const Json &value, bool &known)
{
    known = true;
    if (value.is_boolean())
        return value.get<bool>();
    const auto word = fold(scalarText(value));
    static constexpr std::array<std::string_view, 10> Yes{"yes", "true", "1", "on", "ja", "i agree", "agree", "accepted", "y", "checked"};
    static constexpr std::array<std::string_view, 7> No{"no", "false", "0", "off", "nein", "n", ""};
    if (std::find(Yes.begin(), Yes.end(), word) != Yes.end())
        return true;
    known = std::find(No.begin(), No.end(), word) != No.end();
    return false;
}

bool asksConsent(const std::string &name)
{
    for (const auto *word : {"consent", "newsletter", "opt_in", "optin", "einwilligung", "marketing_mail", "may_we_write"})
        if (name.find(word) != std::string::npos)
            return true;
    return false;
}

class Collector {
public:
    explicit Collector(Intake &intake) : m_intake(intake) {}

    void take(const std::string &question, const Json &value)
    {
        if (value.is_null())
            return;
        if (value.is_object() || value.is_array()) {
            m_intake.answers[question] = value;
            return;
        }
        const auto name = fieldName(question);
        const auto text = scalarText(value);
        const auto has = [&](std::string_view part) { return name.find(part) != std::string::npos; };
        if (asksConsent(name)) {
            auto known = false;
            const auto yes = isYes(value, known);
            if (known) {
                m_intake.consent = yes;
                m_intake.consentEvidence = question + ": " + text;
                return;
            }
        }
        if (has("email") || has("e_mail"))
            return fill(m_intake.email, text, question, value);
        if (has("first_name") || has("firstname") || has("vorname"))
            return fill(m_first, text, question, value);
        if (has("last_name") || has("lastname") || has("nachname"))
            return fill(m_last, text, question, value);
        if (has("phone") || has("telefon"))
            return fill(m_intake.phone, text, question, value);
        if (has("interest") || has("interesse"))
            return fill(m_intake.interest, text, question, value);
        if (name == "name" || name == "full_name" || name == "fullname" || name == "your_name")
            return fill(m_intake.name, text, question, value);
        if (has("company") || has("organisation") || has("organization") || name == "firma")
            return fill(m_intake.company, text, question, value);
        if (has("message") || name == "comments" || name == "nachricht")
            return fill(m_intake.text, text, question, value);
        m_intake.answers[question] = value;
    }

    void takeAll(const Json &object)
    {
        if (object.is_object())
            for (const auto &[question, value] : object.items())
                take(question, value);
    }

    void finish()
    {
        if (m_first.empty() && !m_intake.name.empty()) {
            const auto space = m_intake.name.find(' ');
            m_first = m_intake.name.substr(0, space);
            if (m_last.empty() && space != std::string::npos)
                m_last = m_intake.name.substr(space + 1);
        }
        if (m_intake.name.empty())
            m_intake.name = m_first + (m_first.empty() || m_last.empty() ? "" : " ") + m_last;
        m_intake.firstName = m_first;
        m_intake.email = fold(m_intake.email);
    }

    std::string m_first, m_last;

private:
    /// A second answer to the same thing is kept beside the first.
    void fill(std::string &target, const std::string &text, const std::string &question, const Json &value)
    {
        if (target.empty())
            target = text;
        else if (target != text)
            m_intake.answers[question] = value;
    }
    Intake &m_intake;
};

std::string withoutBlanks(std::string text)
{
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// Digits of a phone number as the hub takes it: 7 to 15; else it stays among the answers.
bool isPhone(const std::string &text)
{
    const auto digits = std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits >= 7 && digits <= 15 && text.find_first_not_of("0123456789+-() ./") == std::string::npos;
}

} // namespace

Intake intakeOf(const Event &event)
{
    Intake intake;
    const auto &data = event.data;
    intake.source = event.source;
    intake.sourceId = text(data, "source_id");
    intake.text = event.text;
    Collector collector(intake);

    const auto &contact = member(data, "contact");
    intake.name = text(contact, "full_name");
    collector.m_first = text(contact, "first_name");
    collector.m_last = text(contact, "last_name");
    intake.email = text(contact, "email");
    intake.phone = text(contact, "phone");
    intake.company = text(contact, "company");
    intake.interest = text(contact, "interest");
    intake.address = text(contact, "address");
    intake.city = text(contact, "city");
    intake.state = text(contact, "state");
    intake.postalCode = text(contact, "postal_code");
    intake.country = text(contact, "country");
    intake.jobTitle = text(contact, "job_title");
    intake.externalId = scalarText(member(contact, "external_id"));
    intake.unsubscribed = boolean(contact, "unsubscribed");
    if (intake.text.empty())
        intake.text = text(contact, "message");

    for (const auto *part : {"answers", "hidden", "form_data", "fields", "attendee", "payload"})
        collector.takeAll(member(data, part));
    for (const auto *key : {"attendee_email", "attendee_name", "attendee_phone", "email", "name", "first_name", "last_name", "phone", "interest", "company", "message", "consent"})
        if (data.is_object() && data.contains(key))
            collector.take(std::string_view(key).starts_with("attendee_") ? std::string(key).substr(9) : std::string(key), data.at(key));
    collector.finish();
    for (auto *field : {&intake.name, &intake.firstName, &intake.email, &intake.phone, &intake.company, &intake.interest, &intake.text})
        *field = withoutBlanks(std::move(*field));
    if (intake.sourceId.empty())
        intake.sourceId = event.id;
    return intake;
}

std::string fingerprintOf(const Intake &intake)
{
    return crypto::toHex(crypto::sha256(fold(intake.email) + ":" + intake.source + ":" + intake.sourceId));
}

bool isDuplicate(const Intake &intake, const Contact &known, Timestamp now, hours window)
{
    const auto &last = at(known.externalIds, "intake." + intake.source);
    if (!last.is_object())
        return false;
    if (text(last, "fingerprint") == fingerprintOf(intake))
        return true;
    const auto when = parseRfc3339(text(last, "at"));
    if (!when || now - *when >= window)
        return false;
    const auto a = fold(intake.name);
    const auto b = fold(known.name);
    return a.find(b) != std::string::npos || b.find(a) != std::string::npos;
}

std::optional<Contact> referrerOf(const Event &event, const Intake &intake, const std::string &self, const View &view)
{
    std::vector<std::string> named;
    for (const auto *field : {"referrer_email", "referred_by", "referrer"})
        named.push_back(scalarText(member(event.data, field)));
    for (const auto &[question, answer] : intake.answers.items()) {
        const auto asked = fold(question);
        for (const auto *word : {"referr", "recommend", "empfohlen", "empfehl"})
            if (asked.find(word) != std::string::npos) {
                named.push_back(scalarText(answer));
                break;
            }
    }
    for (auto &words : named) {
        words = withoutBlanks(std::move(words));
        if (words.empty())
            continue;
        auto found = isEmail(words) ? contactByEmail(view, fold(words)) : std::nullopt;
        if (!found && words.find('@') == std::string::npos)
            if (const auto same = view.recordsBy(Contacts, "Full Name", words, 2); same.size() == 1)
                found = contactOf(same.front());
        if (found && found->id != self)
            return found;
    }
    return std::nullopt;
}

std::string leadSourceOf(std::string_view source, const Intake &intake)
{
    const auto told = fold(scalarText(member(intake.answers, "source")) + " " + scalarText(member(intake.answers, "utm_source")) + " "
                           + scalarText(member(intake.answers, "referrer")) + " " + scalarText(member(intake.answers, "How did you hear about us?")));
    if (told.find("friend") != std::string::npos || told.find("referr") != std::string::npos || told.find("empfehlung") != std::string::npos)
        return "Referral";
    for (const auto *network : {"instagram", "facebook", "linkedin", "tiktok", "youtube", "social"})
        if (told.find(network) != std::string::npos)
            return "Social Media";
    if (source == "event-registration")
        return "Event";
    if (source == "typeform" || source == "website-form" || source == "woocommerce" || source == "generic" || source == "stripe")
        return "Website";
    if (source == "mail" || source == "console" || source == "api")
        return "Direct Contact";
    return "Other";
}

ContactChange contactChange(const Intake &intake, const std::optional<Contact> &known, const View &view, const std::string &entity)
{
    ContactChange change;
    change.created = !known;
    change.id = known ? known->id : view.newId("rec");
    change.write.database = Contacts;
    change.write.id = change.id;
    change.write.create = change.created;
    auto &f = change.write.fields;
    f = Json::object();
    const auto now = toRfc3339(view.now());
    /// A person's own new words win; what is not told never clears what is known.
    const auto set = [&](const char *property, const std::string &value) {
        if (!value.empty() && (!known || fieldText(known->fields, property) != value))
            f[property] = value;
    };
    if (!intake.name.empty() && (!known || known->name.size() < intake.name.size()))
        set("Full Name", intake.name);
    if (!known && intake.name.empty())
        f["Full Name"] = intake.email.substr(0, intake.email.find('@'));
    if (!known)
        f["Email"] = intake.email;
    if (isPhone(intake.phone))
        set("Phone", intake.phone);
    set("Company", intake.company);
    set("Address", intake.address);
    set("City", intake.city);
    set("State/Province", intake.state);
    set("Postal Code", intake.postalCode);
    set("Country", intake.country);
    set("Job Title", intake.jobTitle);
    f["Last Interaction"] = now;
    if (!known) {
        f["Contact Type"] = "Lead";
        f["Status"] = "Active Lead";
        f["Lead Source"] = leadSourceOf(intake.source, intake);
        f["Tags"] = Json::array({"New"});
        f["Date Added"] = now;
        if (!entity.empty())
            f["Business Entity"] = Json::array({entity});
        std::string notes = intake.interest.empty() ? std::string() : "Interest: " + intake.interest;
        for (const auto &[question, answer] : intake.answers.items())
            if (const auto value = scalarText(answer); !value.empty())
                notes += (notes.empty() ? "" : "\n") + question + ": " + value;
        if (!notes.empty())
            f["Notes"] = notes;
    } else if (std::find(known->tags.begin(), known->tags.end(), "Returning") == known->tags.end()) {
        auto tags = known->tags;
        std::erase(tags, "New");
        tags.emplace_back("Returning");
        f["Tags"] = tags;
    }
    if (intake.consent || intake.unsubscribed) {
        auto preferences = known ? known->preferences : Json::object();
        const auto given = intake.consent.value_or(false) && !intake.unsubscribed;
        preferences["email"] = {{"consent", given}, {"at", now}, {"evidence", intake.unsubscribed ? "unsubscribed through " + intake.source : intake.consentEvidence}};
        f["Communication Preferences"] = preferences;
    }
    auto ids = known ? known->externalIds : Json::object();
    if (!intake.externalId.empty())
        ids[intake.source] = intake.externalId;
    if (!ids.contains("intake") || !ids["intake"].is_object())
        ids["intake"] = Json::object();
    ids["intake"][intake.source] = {{"at", now}, {"fingerprint", fingerprintOf(intake)}};
    f["External IDs"] = ids;
    return change;
}

} // namespace hs::agents
