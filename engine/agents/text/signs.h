#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/agents/text/tokens.h"
#include "engine/vocabulary/result.h"

// What the words of a request add up to, where no single one of them decides: a linear model over stems and pairs of neighbours, learned
// from labelled requests (tests/eval/signs_main.cpp) and shipped as data (resources/routing/signs.json). Pure; any thread.
namespace hs::agents {

/// A stem, or two that stand side by side in a sentence ("money back"). A number is "#".
struct TextSign {
    std::string name;
    Span span;
};
/// Each once, in order of place; stems by Snowball in the text's language ("de", else English). O(n).
[[nodiscard]] std::vector<TextSign> signsIn(const std::vector<Token> &tokens, std::string_view language);

/// By how much the sum of a text is divided, so that a long one does not speak for itself by its length.
[[nodiscard]] double lengthOf(const std::vector<Token> &tokens);

class Signs {
public:
    struct Sum {
        double score = 0;          ///< from `threshold()` on a person has to read it
        std::vector<TextSign> foremost; ///< those that spoke for it most, the strongest first
    };
    static constexpr std::size_t Foremost = 5;

    /// Nothing has weight: no text reaches the threshold.
    Signs() = default;
    /// Fails with BadInput naming the member that is missing or of another type.
    [[nodiscard]] static Result<Signs> load(std::string_view text, const std::string &name);

    [[nodiscard]] Sum weigh(const std::vector<Token> &tokens, std::string_view language) const;
    [[nodiscard]] double threshold() const { return m_threshold; }
    [[nodiscard]] bool empty() const { return m_weights.empty(); }

private:
    std::unordered_map<std::string, float> m_weights;
    double m_bias = 0, m_threshold = 0;
};

} // namespace hs::agents
