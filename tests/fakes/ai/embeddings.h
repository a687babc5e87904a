#pragma once

#include "tests/fakes/ai/asked.h"
#include "tests/fakes/ai/server.h"

/// Vectors of texts: OpenAI's `/embeddings`, also of a compatible server, and Hugging Face's feature extraction.
namespace hs::test::ai {

/// Whether a path below a base is one of these.
[[nodiscard]] bool isEmbedding(const std::string &path);

struct EmbeddingAsked {
    Asked asked; ///< `last`: the texts, one a line
    std::vector<std::string> inputs;
    bool single = false; ///< one text that was no list
    int dimensions = 0;
    bool base64 = false;
    bool tokens = false; ///< the model answers a vector a token
};

/// Reads a request as the API would, and refuses it as the API would: an empty text, too many, too long, dimensions that the model has not.
[[nodiscard]] EmbeddingAsked readEmbedding(AiDialect dialect, const std::string &path, const Incoming &request, const Json &body);
/// The answer. Texts that share words have vectors that are near: each word has a direction of its own, the same at all times.
[[nodiscard]] Outcome embeddingOutcome(const EmbeddingAsked &asked);

} // namespace hs::test::ai
