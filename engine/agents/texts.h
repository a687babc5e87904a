#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/vocabulary/result.h"

namespace hs::agents {

/// A pattern with every {{placeholder}} filled. Fails with BadInput naming the placeholder whose value is missing or
/// empty, or that is not closed; `where` says whose pattern it is.
[[nodiscard]] Result<std::string> fillPattern(std::string_view pattern, const std::map<std::string, std::string, std::less<>> &values,
                                              const std::string &where);
/// The names of all placeholders of a pattern, each once, in the order in which they stand.
[[nodiscard]] std::vector<std::string> placeholdersOf(std::string_view pattern);

/// The agents' sentences to people (resources/agents/texts.json), by key and language.
/// Immutable after loading; any thread.
class Texts {
public:
    using Values = std::map<std::string, std::string, std::less<>>;

    [[nodiscard]] static Result<Texts> load(std::string_view text, const std::string &name);

    /// The text with every {{placeholder}} filled. Falls back to English when the
    /// language has none. Fails with NotFound for an unknown key and with BadInput
    /// naming the placeholder whose value is missing or empty: nothing is sent with a hole.
    [[nodiscard]] Result<std::string> fill(std::string_view key, std::string_view language, const Values &values) const;
    [[nodiscard]] bool has(std::string_view key) const;
    /// The language that `fill` takes: the one asked for, or English.
    [[nodiscard]] std::string languageFor(std::string_view key, std::string_view language) const;

private:
    std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> m_texts;
};

} // namespace hs::agents
