#pragma once

#include <string>
#include <string_view>

#include "engine/vocabulary/json.h"

namespace hs::services {

/// Finds the person in the fields of a form or document by the names of the
/// fields (domain.md §1, Nyra's intake): what contains "email", "first_name", "last_name",
/// "phone", "interest", "company" or "message", with the usual German and other
/// spellings; a lone "name" is cut at its first space. The first value of a kind stays.
class ContactFields {
public:
    /// Offers one field; true when it was taken as a part of the contact.
    bool offer(std::string_view name, std::string_view value);
    /// Sets a part whose meaning is known ("email", "phone", "city", …); empty values and repeats are ignored.
    bool set(std::string_view part, std::string_view value);

    [[nodiscard]] bool has(std::string_view part) const { return m_contact.contains(part); }
    /// The person's own words, all message fields one below the other.
    [[nodiscard]] const std::string &message() const { return m_message; }
    /// The contact as MappedEvent describes it; names are completed from each other.
    [[nodiscard]] Json contact() const;

private:
    Json m_contact = Json::object();
    std::string m_message;
};

/// Reads every text, number and boolean of an object into the contact; objects
/// named contact, customer, person, attendee, lead, user, subscriber and billing are read too.
void offerAll(ContactFields &contact, const Json &object);

} // namespace hs::services
