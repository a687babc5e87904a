#include "ui/window/engine_status.h"

#include <algorithm>

namespace hs::ui {

namespace {
constexpr int RegularMs = 30'000; // ages such as "last backup" come from here, the rest from changes
constexpr int NotionMs = 1'000;
}

EngineStatus::EngineStatus(ViewContext &context, QObject *parent) : QObject(parent), m_context(context)
{
    m_regular.setInterval(RegularMs);
    connect(&m_regular, &QTimer::timeout, this, &EngineStatus::askStatus);
    connect(&m_regular, &QTimer::timeout, this, &EngineStatus::askNotion);
    m_notionLater.setSingleShot(true);
    m_notionLater.setInterval(NotionMs);
    connect(&m_notionLater, &QTimer::timeout, this, &EngineStatus::askNotion);
    connect(&m_context.engine, &api::Engine::changed, this, [this](const api::Change &change) {
        switch (change.topic) {
        case api::Topic::Operators:
            askOperators();
            askStatus();
            break;
        case api::Topic::Records:
            askNotionSoon(); // what was written waits to be uploaded
            break;
        case api::Topic::Status:
        case api::Topic::Settings:
        case api::Topic::Integrations:
            askNotionSoon();
            askStatus();
            break;
        case api::Topic::Escalations:
        case api::Topic::Threads:
        case api::Topic::Agents:
            askStatus();
            break;
        default:
            break;
        }
    });
    connect(&m_context.engine, &api::Engine::callerChanged, this, &EngineStatus::refresh);
}

void EngineStatus::start()
{
    refresh();
    m_regular.start();
}

void EngineStatus::refresh()
{
    askStatus();
    askOperators();
    askNotion();
}

int EngineStatus::present() const
{
    return int(std::count_if(m_operators.begin(), m_operators.end(), [](const auto &row) { return row.present; }));
}

void EngineStatus::askStatus()
{
    m_context.engine.ask(api::StatusQuery{}, this, [this](Result<api::Status> answer) {
        if (answer) {
            m_failure.reset();
            m_failingSince = {};
            m_status = std::move(*answer);
            m_context.studio.setEntities(m_status->entities);
        } else {
            if (!m_failure)
                m_failingSince = m_context.ticker.now();
            m_failure = answer.error();
        }
        Q_EMIT changed();
    });
}

void EngineStatus::askNotionSoon()
{
    if (!m_notionLater.isActive())
        m_notionLater.start();
}

void EngineStatus::askNotion()
{
    if (m_askingNotion)
        return askNotionSoon();
    m_askingNotion = true;
    m_context.engine.ask(api::NotionStatusQuery{}, this, [this](Result<api::NotionStatus> answer) {
        m_askingNotion = false;
        if (!answer)
            return; // the status question tells of the same failure
        m_notion = std::move(*answer);
        Q_EMIT changed();
    });
}

void EngineStatus::askOperators()
{
    m_context.engine.ask(api::OperatorQuery{}, this, [this](Result<std::vector<api::OperatorRow>> answer) {
        if (!answer)
            return; // the status question tells of the same failure
        m_operators = std::move(*answer);
        Q_EMIT changed();
    });
}

} // namespace hs::ui
