#pragma once

#include <mutex>
#include <set>

#include "tests/fakes/ai/fake_ai.h"
#include "tests/fakes/ai/server.h"

namespace hs::test::ai {

/// All of the fake but its sockets. One lock for everything; each method takes it.
class Core {
public:
    explicit Core(const FakeAiOptions &options);

    [[nodiscard]] Outcome handle(Incoming request);
    void ended(bool left);

    mutable std::mutex mutex; ///< guards all that follows
    std::set<std::string> keys;
    std::string compatibleKey;
    std::map<AiDialect, std::vector<std::string>> models;
    std::vector<AiReply> script;
    std::vector<AiRequest> log;
    std::uint64_t requests = 0;
    int underWay = 0;
    int gone = 0;

private:
    struct Route {
        AiDialect dialect = AiDialect::OpenAi;
        std::string path; ///< below the base: "/responses"
    };
    [[nodiscard]] static Route routeOf(const Incoming &request);
    void checkKey(const Route &route, const Incoming &request) const;
    [[nodiscard]] Asked read(const Route &route, const Incoming &request, const Json &body) const;
    [[nodiscard]] Outcome listModels(AiDialect dialect) const;
    [[nodiscard]] std::optional<AiReply> nextOf(const Asked &asked);
    [[nodiscard]] Outcome perform(const AiReply &reply, const Asked &asked) const;
    [[nodiscard]] Outcome control(const Incoming &request);
};

} // namespace hs::test::ai
