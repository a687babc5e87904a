#pragma once

#include <concepts>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ai/exchange.h"

/// Personal data leaves only as the entity's policy allows: replaced before sending, put back after.
namespace hs::ai {

/// What a business lets out to a provider that is not local.
struct PrivacyPolicy {
    bool cloud = true;        ///< false: nothing at all
    bool consentNeeded = true;///< only of contacts who agreed; others are spoken of under masks alone
    bool names = false, emails = false, phones = false, addresses = false, amounts = true, dates = true, health = false; ///< true: may leave as it is
    std::vector<std::string> words; ///< of the studio's own that must never leave
};

/// Replaces personal data in texts and JSON, the same value always by the same mask ("[EMAIL_1]", "[PERSON_2]"), and puts
/// it back. Another way to write the same value is "[PERSON_2_2]": what comes back is letter by letter what was masked, so
/// unmask(mask(x)) == x. Bank accounts ("BANK") and cards ("CARD") never leave, whatever the policy. What only looks like a
/// mask in a text that is masked ("QUOTED") is masked itself, so that a stranger's "[EMAIL_1]" is never filled in.
/// One conversation, one masker. One thread. O(n log n) for n bytes, without backtracking expressions.
class Masker {
public:
    /// A value known from the records: its kind ("PERSON", "EMAIL", "PHONE", "ADDRESS", "AMOUNT", "DATE", "HEALTH").
    struct Known {
        std::string kind, value;
    };
    Masker(PrivacyPolicy policy, std::vector<Known> known);

    [[nodiscard]] std::string mask(std::string_view text);
    /// The texts in it, and numbers that are phone's or card's; member names stay. (A template so that a text is no Json.)
    template <std::same_as<Json> J>
    [[nodiscard]] Json mask(const J &value)
    {
        return masked(value, false);
    }
    void mask(Request &request);                ///< system, messages, tools' results; not the schemas
    /// Puts the values back. What looks like a mask but never was one stays.
    [[nodiscard]] std::string unmask(std::string_view text) const;
    template <std::same_as<Json> J>
    [[nodiscard]] Json unmask(const J &value) const
    {
        return withValues(value);
    }
    void unmask(Answer &answer) const;
    /// Unmasks a stream: holds back what may be the beginning of a mask. `last`: the stream has ended.
    [[nodiscard]] std::string unmaskPart(std::string_view part, bool last);

    /// mask → kind, for the record of the call: never the value.
    [[nodiscard]] const std::map<std::string, std::string> &masks() const { return m_kinds; }

private:
    struct Finders; ///< what is looked for; never changes
    struct Identity {
        int number = 0;   ///< of its kind
        int spellings = 0;
    };
    std::string maskedText(std::string_view text, bool phoneField);
    Json masked(const Json &value, bool phoneField);
    [[nodiscard]] Json withValues(const Json &value) const;
    std::string maskFor(const std::string &kind, const std::string &identity, const std::string &value, bool number = false);
    [[nodiscard]] std::string putBack(std::string_view text, bool insideJson) const;

    PrivacyPolicy m_policy;
    std::shared_ptr<const Finders> m_finders;
    std::map<std::string, std::string> m_masks;      ///< kind and value, letter by letter → mask
    std::map<std::string, Identity> m_identities;    ///< kind and folded value
    std::map<std::string, std::string> m_values;     ///< mask → value
    std::map<std::string, std::string> m_kinds;
    std::map<std::string, int> m_counts;
    std::set<std::string> m_numbers;                 ///< masks whose value was a number of JSON
    std::string m_held; ///< of a stream
};

/// Removes what looks like a credential (keys, tokens, passwords of URLs, private keys) from a text that goes to a model.
[[nodiscard]] std::string withoutSecrets(std::string_view text);

} // namespace hs::ai
