#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/vocabulary/json.h"

/// A text that rules have written and that a language model may write better. The plan that holds it says so; then its command is run
/// once more with the words that came, and rules decide whether they are fit to stand. Pure; any thread.
namespace hs::agents {

struct Wording {
    std::string kind;        ///< what it is: "Blog post"
    std::string title, text; ///< as the rules wrote it
    std::string given;       ///< all that may be said, a line each; partly of strangers
    std::string language;    ///< "en", "de"
    std::size_t leastWords = 0, mostWords = 0;
    std::string entity;      ///< record id of the business
    std::string entityName;
};

/// What a model made of it.
struct Words {
    std::string title, text;
    std::string model; ///< who wrote them
};
/// {title, text, model}
[[nodiscard]] Json toJson(const Words &words);
[[nodiscard]] Words wordsFrom(const Json &value);

/// Numbers, dates, times and addresses as a text writes them ("18:00", "1,940", "www.gallery.example"), each once, in order. The numbers
/// that count the lines of a list are none.
[[nodiscard]] std::vector<std::string> hardFacts(std::string_view text);

/// An empty text when these words say what the wording said and no more, as far as rules can tell: they have every hard fact of its text,
/// and none that was not given. Else why not.
[[nodiscard]] std::string noWordsBecause(const Words &words, const Wording &wording);

} // namespace hs::agents
