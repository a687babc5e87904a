#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "engine/vocabulary/result.h"

namespace hs::embedding {

/// Part B of `atlas-local-1`: a vector learned from the studio's own passages (latent semantic analysis; knowledge.md §3.1).
/// Immutable once made; any thread.
class CorpusBasis {
public:
    static constexpr int MaxDimensions = 256;
    static constexpr std::size_t MaxPassages = 30'000; ///< that a fit looks at; of more, an even sample
    static constexpr std::size_t MaxTerms = 50'000;

    struct Passage {
        std::string heading; ///< its terms count twice
        std::string body;
        std::string language;
    };
    /// Fits a basis. `passage(i)` for i in 0 … count-1, each asked at most twice; Cancelled when stopped; BadInput below 2 passages.
    /// The same passages give the same basis to the bit. Takes seconds: a worker's thread.
    [[nodiscard]] static Result<std::shared_ptr<const CorpusBasis>> fit(std::size_t count, const std::function<Passage(std::size_t)> &passage, std::stop_token stop = {});
    /// As it is kept: about terms × dimensions bytes. Corrupt for what is none.
    [[nodiscard]] static Result<std::shared_ptr<const CorpusBasis>> load(std::string_view bytes);
    [[nodiscard]] std::string save() const;
    ~CorpusBasis();

    [[nodiscard]] int dimensions() const;      ///< 1 to MaxDimensions
    [[nodiscard]] std::size_t terms() const;
    [[nodiscard]] std::size_t fittedOn() const; ///< passages in all when it was fitted
    /// Of length 1 and `MaxDimensions` values (zeros behind `dimensions`); zeros when no term is known. `unknown`: share of the
    /// distinct terms that the basis does not know, 0 to 1.
    [[nodiscard]] std::vector<float> fold(std::string_view heading, std::string_view body, std::string_view language, double *unknown = nullptr) const;

private:
    struct Parts;
    explicit CorpusBasis(std::unique_ptr<const Parts> parts);
    std::unique_ptr<const Parts> m_parts;
};

} // namespace hs::embedding
