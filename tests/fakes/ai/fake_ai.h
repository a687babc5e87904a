#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/fakes/ai/reply.h"

namespace hs::test {

struct FakeAiOptions {
    std::uint16_t port = 0;        ///< 0: a free one
    std::string key = "sk-fake-1"; ///< that all but the compatible server ask for
    std::string compatibleKey;     ///< empty: that one asks for none
};

/// One request to the API as the fake saw it.
struct AiRequest {
    std::uint64_t number = 0; ///< from 1, in the order of arrival
    AiDialect dialect = AiDialect::OpenAi;
    std::string method, path;
    std::map<std::string, std::string> headers; ///< names in lower case
    Json body;       ///< null when it was no JSON
    int status = 0;  ///< of the answer; 0: none was given
};

/// The APIs of language models on the loopback: a real HTTP server that plays OpenAI's Responses (and chat completions),
/// a server that is compatible (Ollama, llama.cpp), Hugging Face's router and Anthropic's Messages, by chapter 3 of the
/// integrations reference. It refuses what they would refuse, streams what it is told to, and makes what goes wrong go wrong.
///
///     FakeAi ai;
///     ai.script(AiReply::fail(429, {{"retry-after", "1"}}, 3));        // three times, then fine
///     ai.script(AiReply::call("look_up", {{"key", "A"}}));             // then it wants a tool
///     … talk to ai.base(AiDialect::Anthropic) with ai.key() …
///     QCOMPARE(ai.requests().back().body["max_tokens"], Json(1000));
///
/// Without a script it says "Echo: " and the last line of the last message, gives a small value of the schema that was
/// asked for, or repeats what a tool said: the same for the same request. It also makes vectors of texts (embeddings.h), for
/// models that `models` does not list; a reply's `body` or `data` then stands for the whole answer, and `contains` looks at all
/// texts. Every method may be called from any thread.
class FakeAi {
public:
    explicit FakeAi(FakeAiOptions options = {});
    ~FakeAi(); ///< closes all connections
    FakeAi(const FakeAi &) = delete;
    FakeAi &operator=(const FakeAi &) = delete;

    [[nodiscard]] std::uint16_t port() const; ///< 0: the port was taken
    [[nodiscard]] std::string url() const;    ///< "http://127.0.0.1:40001"
    [[nodiscard]] std::string base(AiDialect dialect) const; ///< url() + "/anthropic/v1"; "/v1" alone goes by path and headers
    [[nodiscard]] std::string key() const;
    void addKey(const std::string &key);
    void removeKey(const std::string &key); ///< 401 from here on

    void setModels(AiDialect dialect, std::vector<std::string> models);
    [[nodiscard]] std::vector<std::string> models(AiDialect dialect) const;

    void script(AiReply reply); ///< behind those that wait
    void clearScript();
    [[nodiscard]] std::size_t scriptLeft() const; ///< replies with a number that still wait

    [[nodiscard]] std::vector<AiRequest> requests() const; ///< lists of models and refused ones too
    [[nodiscard]] std::uint64_t requestCount() const;
    void clearRequests();
    [[nodiscard]] int underWay() const;     ///< exchanges without an end yet
    [[nodiscard]] int clientsGone() const;  ///< exchanges that the client left before their end

private:
    class Inside;
    std::unique_ptr<Inside> m_inside;
};

} // namespace hs::test
