#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/agents/texts.h"
#include "engine/vocabulary/result.h"

// What content may be: types with outlines, channels with limits, stages (resources/agents/content.json). Pure; any thread.
namespace hs::agents {

/// In the order in which content goes through them.
[[nodiscard]] const std::vector<std::string> &contentStages();
/// An empty text when content may go from `from` to `to`, else why not. One stage ahead (review may go straight to final
/// where no media is made, ready straight to published), back to research, draft or review, and from published to
/// archived; ready, scheduled and published need `approved`.
[[nodiscard]] std::string noAdvanceBecause(std::string_view from, std::string_view to, bool approved);
/// Whether content may leave the house: from final on and approved by a person.
[[nodiscard]] std::string noDistributionBecause(std::string_view stage, bool approved);

struct Draft {
    std::string title, text;
    std::vector<std::string> missing; ///< placeholders that the outline needs and nobody gave
};

struct Variant {
    std::string text;
    std::size_t length = 0, limit = 0; ///< characters; limit 0: none
    bool cut = false;
};
/// Cuts a text to `limit` characters: at the end of a sentence in its second half, else of a word, then with "…".
/// A link stands in a line of its own at the end, and what is cut makes room for it; one that leaves no room is left out.
[[nodiscard]] Variant fitted(std::string_view text, std::string_view link, std::size_t limit);

class ContentRules {
public:
    struct Line {
        std::string text;
        std::vector<std::string> needs, unless; ///< written only with these values; only without these
        bool must = false;                      ///< what it lacks is told as missing
    };
    struct Outline {
        std::string title;
        std::vector<Line> lines;
    };
    struct Type {
        std::string key, title;
        std::size_t leastWords = 0, mostWords = 0;
        std::map<std::string, Outline, std::less<>> outlines; ///< by language
    };
    struct Channel {
        std::string key;
        std::size_t characters = 0; ///< 0: no limit
    };
    /// Fails with BadInput naming the type.
    [[nodiscard]] static Result<ContentRules> load(std::string_view text, const std::string &name);
    [[nodiscard]] const Type *type(std::string_view key) const;
    [[nodiscard]] const Channel *channel(std::string_view name) const; ///< in any case
    [[nodiscard]] const std::vector<Type> &types() const { return m_types; }

    /// The outline of the type with these values; a line whose value is missing is left out.
    [[nodiscard]] static Draft draft(const Type &type, std::string_view language, const Texts::Values &values);

private:
    std::vector<Type> m_types;
    std::vector<Channel> m_channels;
};

} // namespace hs::agents
