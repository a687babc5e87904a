#include "engine/runtime/engine_host.h"

#include "engine/runtime/host_core.h"
#include "engine/runtime/program_data.h"

namespace hs::runtime {

api::Caller engineCaller(api::Caller::Via via)
{
    return {QStringLiteral("engine"), QStringLiteral("Engine"), api::Role::Admin, via, {}};
}

EngineHost::EngineHost(std::unique_ptr<Core> core) : m_core(std::move(core)) {}

EngineHost::~EngineHost()
{
    stop();
}

Result<std::unique_ptr<EngineHost>> EngineHost::start(HostOptions options)
{
    auto data = loadProgramData();
    if (!data)
        return tl::make_unexpected(data.error());
    std::unique_ptr<EngineHost> host(new EngineHost(std::make_unique<Core>(std::move(options), std::move(data->agents), std::move(data->hub), std::move(data->schema))));
    HS_TRY(host->m_core->start());
    host->m_core->listen(*host);
    return host;
}

void EngineHost::stop()
{
    m_core->stop();
}

std::string EngineHost::url() const
{
    return m_core->url();
}
std::string EngineHost::receiverError() const
{
    return m_core->receiverError();
}
void EngineHost::query(api::Caller caller, api::Query query, std::function<void(Result<api::Answer>)> reply)
{
    m_core->query(std::move(caller), std::move(query), std::move(reply));
}
void EngineHost::submit(api::Caller caller, api::Command command, std::function<void(Result<api::Receipt>)> reply)
{
    m_core->submit(std::move(caller), std::move(command), std::move(reply));
}
void EngineHost::authenticate(QString key, std::function<void(Result<api::Caller>)> reply)
{
    m_core->authenticate(key, std::move(reply));
}
std::shared_ptr<void> EngineHost::subscribe(std::function<void(const api::Change &)> listener)
{
    return m_core->subscribe(std::move(listener));
}

Result<api::Answer> EngineHost::queryNow(api::Caller caller, api::Query query)
{
    std::promise<Result<api::Answer>> promise;
    m_core->query(std::move(caller), std::move(query), [&](Result<api::Answer> answer) { promise.set_value(std::move(answer)); });
    return promise.get_future().get();
}

Result<api::Receipt> EngineHost::submitNow(api::Caller caller, api::Command command)
{
    std::promise<Result<api::Receipt>> promise;
    m_core->submit(std::move(caller), std::move(command), [&](Result<api::Receipt> receipt) { promise.set_value(std::move(receipt)); });
    return promise.get_future().get();
}

} // namespace hs::runtime
