#pragma once

#include <optional>
#include <string>

#include "engine/agents/agent.h"
#include "engine/agents/studio.h"

namespace hs::agents {

/// What a form, shop or registration told of a person.
struct Intake {
    std::string source;    ///< "typeform"
    std::string sourceId;  ///< of the submission at the source
    std::string name, firstName, email, phone, company, interest, text;
    std::string address, city, state, postalCode, country, jobTitle, externalId;
    std::optional<bool> consent; ///< to mail; what the person ticked
    std::string consentEvidence; ///< the question and its answer
    bool unsubscribed = false;
    Json answers = Json::object(); ///< everything that is no contact field, by question
};

/// Reads the event's data: `contact`, `answers`, `hidden`, and the plain fields of
/// `form_data`, `fields`, `payload`, `attendee`. A field whose name holds "email",
/// "first_name" or "firstname", "last_name" or "lastname", "phone" or "interest"
/// fills the contact where it is still open; a lone "name" splits at its first
/// space; the rest is kept as answers. Never fails; what is missing is empty.
[[nodiscard]] Intake intakeOf(const Event &event);

/// SHA-256 in hex of "lower(email):source:source id": the same for a repeated submission.
[[nodiscard]] std::string fingerprintOf(const Intake &intake);

/// The same submission, or the same e-mail and source within 24 hours with one name containing the other.
[[nodiscard]] bool isDuplicate(const Intake &intake, const Contact &known, Timestamp now, std::chrono::hours window);

/// What an intake does to the contact: a new one or what is new of a known one.
/// `known` is empty for a new one. The write also keeps the consent (never taken
/// back by silence) and when this source last brought this person.
struct ContactChange {
    RecordWrite write;
    std::string id;
    bool created = false;
};
[[nodiscard]] ContactChange contactChange(const Intake &intake, const std::optional<Contact> &known, const View &view, const std::string &entity);

/// The contact on whose word this person came: named by an address or by the whole name of exactly one contact, in a
/// field or an answer about who recommended the studio. Never the person themselves (`self`).
[[nodiscard]] std::optional<Contact> referrerOf(const Event &event, const Intake &intake, const std::string &self, const View &view);

/// An option of Contacts / Lead Source for a source's name.
[[nodiscard]] std::string leadSourceOf(std::string_view source, const Intake &intake);

} // namespace hs::agents
