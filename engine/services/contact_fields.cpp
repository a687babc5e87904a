#include "engine/services/contact_fields.h"

#include <array>
#include <utility>

#include "engine/vocabulary/trimmed.h"

namespace hs::services {

namespace {

constexpr std::size_t MaxMessage = 20'000; // bytes of free text; the whole stays in the inbox

std::string lowerCase(std::string_view text)
{
    std::string lowered(text);
    for (char &c : lowered) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + ('a' - 'A'));
    }
    return lowered;
}

/// Letters and digits in lower case: "First Name:" and "first_name" become "firstname".
std::string squashed(std::string_view name)
{
    std::string letters;
    for (const char c : lowerCase(name)) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80)
            letters += c;
    }
    return letters;
}

struct Rule {
    std::string_view word;
    std::string_view part;
    bool whole = false; ///< the name must be the word, not only contain it
};
// In this order: "company name" is a company, "first name" is no name.
constexpr std::array Rules{
    Rule{"email", "email"}, Rule{"emailaddress", "email"},
    Rule{"company", "company"}, Rule{"organization", "company"}, Rule{"organisation", "company"}, Rule{"firma", "company"},
    Rule{"firstname", "first_name"}, Rule{"givenname", "first_name"}, Rule{"vorname", "first_name"},
    Rule{"lastname", "last_name"}, Rule{"surname", "last_name"}, Rule{"familyname", "last_name"}, Rule{"nachname", "last_name"},
    Rule{"jobtitle", "job_title"}, Rule{"position", "job_title", true},
    Rule{"phone", "phone"}, Rule{"telefon", "phone"}, Rule{"mobile", "phone"},
    Rule{"interest", "interest"}, Rule{"interesse", "interest"},
    Rule{"message", "message"}, Rule{"nachricht", "message"}, Rule{"comment", "message"}, Rule{"enquiry", "message"},
    Rule{"inquiry", "message"}, Rule{"note", "message", true}, Rule{"notes", "message", true},
    Rule{"question", "message", true}, Rule{"request", "message", true}, Rule{"text", "message", true},
    Rule{"name", "full_name", true}, Rule{"fullname", "full_name", true}, Rule{"yourname", "full_name", true},
    Rule{"contactname", "full_name", true}, Rule{"customername", "full_name", true}, Rule{"displayname", "full_name", true},
};

/// Consents and technical members carry the words without being the thing: "email_opt_in", "message_id".
bool isAboutSomethingElse(std::string_view letters)
{
    static constexpr std::array<std::string_view, 5> Consents{"optin", "consent", "newsletter", "subscri", "permission"};
    static constexpr std::array<std::string_view, 6> Endings{"id", "ids", "type", "status", "url", "count"};
    for (const auto word : Consents) {
        if (letters.find(word) != std::string_view::npos)
            return true;
    }
    for (const auto ending : Endings) {
        if (letters.size() > ending.size() && letters.substr(letters.size() - ending.size()) == ending)
            return true;
    }
    return false;
}

} // namespace

bool ContactFields::offer(std::string_view name, std::string_view value)
{
    const auto letters = squashed(name);
    if (isAboutSomethingElse(letters))
        return false;
    for (const auto &rule : Rules) {
        if (rule.whole ? letters == rule.word : letters.find(rule.word) != std::string::npos)
            return set(rule.part, value);
    }
    return false;
}

bool ContactFields::set(std::string_view part, std::string_view value)
{
    value = trimmed(value);
    if (value.empty())
        return false;
    if (part == "message") {
        if (m_message.size() + value.size() < MaxMessage)
            m_message.append(m_message.empty() ? "" : "\n").append(value);
        return true;
    }
    if (has(part))
        return false;
    m_contact[std::string(part)] = part == "email" ? lowerCase(value) : std::string(value);
    return true;
}

Json ContactFields::contact() const
{
    Json contact = m_contact;
    const auto full = text(contact, "full_name");
    const auto first = text(contact, "first_name");
    const auto last = text(contact, "last_name");
    if (full.empty() && !(first + last).empty()) {
        contact["full_name"] = first.empty() || last.empty() ? first + last : first + " " + last;
    } else if (!full.empty() && first.empty() && last.empty()) {
        const auto blank = full.find(' ');
        contact["first_name"] = full.substr(0, blank);
        if (blank != std::string::npos)
            contact["last_name"] = std::string(trimmed(std::string_view(full).substr(blank)));
    }
    if (!m_message.empty())
        contact["message"] = m_message;
    return contact;
}

void offerAll(ContactFields &contact, const Json &object)
{
    if (!object.is_object())
        return;
    for (const auto &[name, value] : object.items()) {
        if (value.is_string() || value.is_number())
            contact.offer(name, scalarText(value));
    }
    static constexpr std::array<std::string_view, 8> People{"contact", "customer", "person", "attendee",
                                                            "lead", "user", "subscriber", "billing"};
    for (const auto name : People) {
        const Json &person = member(object, name);
        if (!person.is_object())
            continue;
        for (const auto &[key, value] : person.items()) {
            if (value.is_string() || value.is_number())
                contact.offer(key, scalarText(value));
        }
    }
}

} // namespace hs::services
