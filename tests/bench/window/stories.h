#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "engine/vocabulary/json.h"
#include "engine/vocabulary/result.h"

namespace hs::bench {

/// A server that plays a language model: tests/fakes/ai/fake_ai.
struct Model {
    std::string url; ///< "http://127.0.0.1:40001"
    std::string key;
    std::chrono::milliseconds between{50}; ///< parts of an answer
};

/// An answer of a language model, told in small parts: nobody else's has the same words.
struct Story {
    std::string sign; ///< of whoever asks; stands in the question, so that the server knows which answer is meant
    std::string text; ///< what the model says; of an opinion, its reason
    Json data;        ///< of an opinion; else null

    [[nodiscard]] std::size_t parts() const; ///< in which the answer comes
};

[[nodiscard]] Story tale(int number);    ///< plain words
[[nodiscard]] Story opinion(int number); ///< on the level of a client's request: 2, by thinking::askOpinion's schema

/// The server forgets what it was to say, and says these, each once. Waits; a thread with a QCoreApplication's loop.
[[nodiscard]] Result<void> teach(const Model &model, const std::vector<Story> &stories);

} // namespace hs::bench
