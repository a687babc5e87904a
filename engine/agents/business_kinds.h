#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/vocabulary/json.h"
#include "engine/vocabulary/result.h"

namespace hs::agents {

/// What the kinds of business work with (resources/routing/kinds.json): workflow definitions, sequences of notices,
/// tasks and letters, hours until the first answer, days of the follow-ups. Immutable after loading; any thread.
class BusinessKinds {
public:
    struct Kind {
        std::string key;                      ///< "gallery"
        std::string title;
        std::vector<std::string> entityTypes; ///< options of Business Entities Registry / Entity Type
        std::vector<std::string> machines;    ///< ids of workflow definitions
        std::vector<std::string> sequences;   ///< keys
        std::map<std::string, std::string, std::less<>> byProfile; ///< option of Contacts & Profiles / Profile → sequence
        std::string inquiry;                  ///< the sequence of an inquiry whose profile names none
        int answerHours = 24;
        std::vector<int> followUpDays;        ///< after the first talk, rising
    };
    /// Steps in the order of their time, those that count from the appointment last:
    /// {minutes, kind: N notice, T task or M letter, from?, title?, effort?, letter?, text?: {en, de}}.
    struct Sequence {
        std::string key, title;
        Json steps;
        std::vector<std::string> until; ///< options of Contacts & Profiles / Status: who has one of them needs it no longer
    };

    /// Fails with BadInput, naming file and member, on a kind without machines or answer time, a sequence nobody
    /// wrote, steps out of order or without words.
    [[nodiscard]] static Result<BusinessKinds> load(std::string_view text, const std::string &name);

    [[nodiscard]] const std::vector<Kind> &all() const { return m_kinds; }
    /// By entity type ("ART_GALLERY"); null for a type that is of no kind.
    [[nodiscard]] const Kind *of(std::string_view entityType) const;
    /// Whether a business of this type works with the definition.
    [[nodiscard]] bool worksWith(std::string_view entityType, std::string_view machine) const;
    [[nodiscard]] const Sequence *sequence(std::string_view key) const; ///< null when there is none
    /// The sequence for an inquiry: the first profile that has one, else the kind's own; of no kind, "nurture".
    [[nodiscard]] const Sequence &inquiry(const Kind *kind, const std::vector<std::string> &profiles) const;

private:
    std::vector<Kind> m_kinds;
    std::map<std::string, Sequence, std::less<>> m_sequences;
};

} // namespace hs::agents
