#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/http/transport.h"
#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/secret.h"

namespace hs::embedding {

/// A service that makes vectors: OpenAI, Hugging Face, or any server that speaks OpenAI's `/embeddings` (knowledge.md §3.2).
struct RemoteSettings {
    std::string name;      ///< as the settings call it
    std::string dialect;   ///< "openai", "huggingface", "compatible"
    std::string base;      ///< "https://api.openai.com/v1"
    std::string model;
    Secret key;            ///< empty: none is sent
    int dimensions = 0;    ///< 0: as the model gives
    int batch = 64;        ///< texts of one request
    int batchTokens = 8'000;
    int maxTokens = 8'000; ///< of one text; longer ones are cut and marked
    std::string queryPrefix, documentPrefix; ///< empty: by the table of model families
    bool local = false;    ///< nothing leaves the machine
    std::chrono::milliseconds firstWait{1'000}; ///< before the second try; twice as long before each further one, at most 30 s
};

/// "provider|model|dimensions|normalised|query prefix|document prefix|version": vectors of different ones are never compared.
[[nodiscard]] std::string fingerprint(const RemoteSettings &settings, int dimensions);
/// What the model's family wants before a question and a passage (E5, nomic, bge); both empty where nothing is known.
[[nodiscard]] std::pair<std::string, std::string> prefixes(std::string_view model);

struct Embedded {
    std::vector<float> vector; ///< of length 1
    bool cut = false;          ///< the text was longer than the model takes
};

/// Makes vectors of many texts: batches by count and tokens, two at once, waits as told (Retry-After) or by exponential steps with jitter,
/// at most 5 tries, halves a batch that is too large. Answers are checked: count, dimensions, finite numbers.
/// Lives in the thread of the transport's mailbox; answers come there, once each.
class RemoteProvider {
public:
    /// `transport` and `clock` outlive it.
    RemoteProvider(http::Transport &transport, const Clock &clock, RemoteSettings settings);
    ~RemoteProvider(); ///< what runs ends with Cancelled, told from within
    RemoteProvider(const RemoteProvider &) = delete;
    RemoteProvider &operator=(const RemoteProvider &) = delete;

    [[nodiscard]] const RemoteSettings &settings() const;
    /// Errors: Unauthorized, Forbidden, RateLimited, Timeout, Unavailable, BadInput (what the service refused, with its words and no text of ours), Corrupt.
    /// A blank text is not sent: its vector is zeros (of no dimension where all are blank and the settings name none). Questions go
    /// before passages and give up sooner: two tries, no wait over 5 s; passages wait 2 minutes at most. A longer one ends as RateLimited
    /// or Unavailable with `retryAfter`.
    void embed(std::vector<std::string> texts, bool query, std::stop_token cancel, std::function<void(Result<std::vector<Embedded>>)> done);

private:
    struct Work;
    std::shared_ptr<Work> m_work;
};

} // namespace hs::embedding
