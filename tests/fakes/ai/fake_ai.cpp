#include "tests/fakes/ai/fake_ai.h"

#include "tests/fakes/ai/core.h"

namespace hs::test {

class FakeAi::Inside {
public:
    explicit Inside(const FakeAiOptions &options)
        : core(options), key(options.key),
          server(options.port, {[this](ai::Incoming request) { return core.handle(std::move(request)); }, [this](bool left) { core.ended(left); }})
    {
    }

    ai::Core core;
    const std::string key;
    ai::Server server; // last: its thread uses the core
};

FakeAi::FakeAi(FakeAiOptions options) : m_inside(std::make_unique<Inside>(options)) {}
FakeAi::~FakeAi() = default;

std::uint16_t FakeAi::port() const
{
    return m_inside->server.port();
}

std::string FakeAi::url() const
{
    return "http://127.0.0.1:" + std::to_string(port());
}

std::string FakeAi::base(AiDialect dialect) const
{
    return url() + "/" + std::string(nameOf(dialect)) + "/v1";
}

std::string FakeAi::key() const
{
    return m_inside->key;
}

void FakeAi::addKey(const std::string &key)
{
    const std::lock_guard lock(m_inside->core.mutex);
    m_inside->core.keys.insert(key);
}

void FakeAi::removeKey(const std::string &key)
{
    const std::lock_guard lock(m_inside->core.mutex);
    m_inside->core.keys.erase(key);
}

void FakeAi::setModels(AiDialect dialect, std::vector<std::string> models)
{
    const std::lock_guard lock(m_inside->core.mutex);
    m_inside->core.models[dialect] = std::move(models);
}

std::vector<std::string> FakeAi::models(AiDialect dialect) const
{
    const std::lock_guard lock(m_inside->core.mutex);
    return m_inside->core.models.at(dialect);
}

void FakeAi::script(AiReply reply)
{
    const std::lock_guard lock(m_inside->core.mutex);
    m_inside->core.script.push_back(std::move(reply));
}

void FakeAi::clearScript()
{
    const std::lock_guard lock(m_inside->core.mutex);
    m_inside->core.script.clear();
}

std::size_t FakeAi::scriptLeft() const
{
    const std::lock_guard lock(m_inside->core.mutex);
    std::size_t left = 0;
    for (const auto &reply : m_inside->core.script)
        left += reply.times > 0 ? 1 : 0;
    return left;
}

std::vector<AiRequest> FakeAi::requests() const
{
    const std::lock_guard lock(m_inside->core.mutex);
    return m_inside->core.log;
}

std::uint64_t FakeAi::requestCount() const
{
    const std::lock_guard lock(m_inside->core.mutex);
    return m_inside->core.requests;
}

void FakeAi::clearRequests()
{
    const std::lock_guard lock(m_inside->core.mutex);
    m_inside->core.log.clear();
}

int FakeAi::underWay() const
{
    const std::lock_guard lock(m_inside->core.mutex);
    return m_inside->core.underWay;
}

int FakeAi::clientsGone() const
{
    const std::lock_guard lock(m_inside->core.mutex);
    return m_inside->core.gone;
}

} // namespace hs::test
