#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/agents/books.h"
#include "engine/agents/calendar/business_hours.h"
#include "engine/agents/grace/router.h"
#include "engine/agents/plan.h"
#include "engine/agents/view.h"

// What the agents share: people and businesses as they read them from the store,
// letters and tasks as they make them. Pure; any thread.
namespace hs::agents {

inline constexpr std::string_view Contacts = "contacts-profiles";
inline constexpr std::string_view Products = "products-services";

// ---- fields of hub records ----
[[nodiscard]] std::string fieldText(const Json &fields, std::string_view name);
[[nodiscard]] double fieldNumber(const Json &fields, std::string_view name, double fallback = 0);
[[nodiscard]] std::vector<std::string> fieldList(const Json &fields, std::string_view name); ///< a lone text is a list of one
[[nodiscard]] Json fieldObject(const Json &fields, std::string_view name); ///< a JSON property, stored as object or text; else {}

struct Contact {
    std::string id, name, firstName, email, phone, company;
    std::string type, status, tier, leadSource, entity;
    std::vector<std::string> tags, profile;
    double lifetimeValue = 0;
    Json preferences; ///< channel → {consent, at, evidence}
    Json externalIds;
    std::string since; ///< Date Added
    Json fields;
};
[[nodiscard]] Contact contactOf(const RecordView &record);
[[nodiscard]] std::optional<Contact> contactById(const View &view, std::string_view id);
[[nodiscard]] std::optional<Contact> contactByEmail(const View &view, std::string_view email);

/// An empty text when mail may be written in answer to this person, else why not.
[[nodiscard]] std::string noMailBecause(const Contact &contact);

/// Well-formed: one @, a name of up to 64 bytes, a domain of at least two labels with a top one of letters.
[[nodiscard]] bool isEmail(std::string_view text);

struct Business {
    std::string id, name, type, currency;
    std::string zone;
    double refundLimit = 0;
    double highValueMark = 0;
    std::optional<BusinessHours> hours; ///< empty: what is stored cannot be read
};
/// The business, or the default one when `id` is empty or unknown. Its id is empty when the studio has none.
[[nodiscard]] Business businessOf(const View &view, std::string_view id);

/// Everything Grace's router may look at, gathered from the store.
[[nodiscard]] RoutingFacts routingFacts(const View &view, const std::optional<Contact> &contact, std::string_view sourceEntity,
                                        std::string_view text);

/// "en" or "de" for answers: what the words are in, else the language of the house.
[[nodiscard]] std::string answerLanguage(const Books &books, const View &view, std::string_view words);

/// Greeting, business, sender: what every letter needs.
[[nodiscard]] Texts::Values letterValues(const Books &books, std::string_view language, const std::string &name, const Business &business);

/// The matter of the client's own words, as aboutOf() names it (empty: unknown): {{about}} by itself, {{letter}} as what
/// is thanked for ("your message “…”").
void addMatter(Texts::Values &values, const Books &books, std::string_view language, const std::string &about);

/// A short name of the matter: the first sentence of the words without greetings, at most `limit` bytes, whole
/// words; "…" behind them tells that the sentence goes on.
[[nodiscard]] std::string aboutOf(std::string_view words, std::size_t limit = 80);

/// "within 2 hours" while the business is open that long, else "by Tue 24 Nov 2026, 10:30". Never promises time at night.
[[nodiscard]] std::string timeText(const Books &books, const Business &business, Timestamp now, int minutes, std::string_view language);

/// Fills the text `key` and its ".subject" into a mail.
[[nodiscard]] Result<EffectWish> letter(const Books &books, std::string_view key, std::string_view language, const Texts::Values &values,
                                        const Contact &to);

/// Among those who are there: fewest open minutes, of equals the one longest without a task. Empty when nobody is there.
[[nodiscard]] std::string assigneeOf(const std::vector<OperatorView> &people);

/// Whether this is somebody of the studio: whose name stands for an approval.
[[nodiscard]] bool isOperator(const View &view, std::string_view id);

/// A task of a template for this contact, assigned.
[[nodiscard]] Result<TaskWish> taskFor(const Books &books, const View &view, std::string_view key, const Texts::Values &values,
                                       const std::string &contact, std::optional<Timestamp> eventAt = std::nullopt);

/// Stable over retries: eight hexadecimal digits of what caused it.
[[nodiscard]] std::string referenceOf(std::string_view cause);

[[nodiscard]] std::string numberText(double value); ///< "12", "12.5"

/// Answer of `talk`.
[[nodiscard]] Plan answered(std::string text);
/// "help" or words nobody understands, from the agent's own list.
[[nodiscard]] Plan understood(const Books &books, const AgentCard &card, std::string_view words);
/// Splits "score ada@x" at the first of the agent's words that begins the text (any case); empty word: none.
struct Spoken {
    std::string word, rest;
};
[[nodiscard]] Spoken spoken(const AgentCard &card, std::string_view text);

} // namespace hs::agents
