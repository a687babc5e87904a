#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ai/exchange.h"

namespace hs::ai {

/// What a model costs, in US dollars a million tokens.
struct Price {
    std::string provider; ///< "openai"
    std::string model;    ///< a name, or a beginning of it that ends with "*"
    double input = 0, cached = 0, output = 0;
};

/// The price table: data with a date (resources/ai/prices.json), which a studio may replace. Immutable; any thread.
class Prices {
public:
    /// BadInput names the row that is wrong.
    [[nodiscard]] static Result<Prices> load(std::string_view text);
    [[nodiscard]] const std::string &date() const { return m_date; } ///< "2026-11-01": as of when
    /// The row with the longest fitting name; nothing when the model has no price: a local one costs nothing, of another
    /// the cost is unknown.
    [[nodiscard]] std::optional<Price> find(std::string_view provider, std::string_view model) const;
    [[nodiscard]] const std::vector<Price> &rows() const { return m_rows; }

private:
    std::string m_date;
    std::vector<Price> m_rows;
};

/// US dollars.
[[nodiscard]] double costOf(const Price &price, const Usage &usage);

} // namespace hs::ai
