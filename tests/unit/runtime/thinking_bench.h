#pragma once

#include <fstream>
#include <memory>

#include <QTemporaryDir>
#include <QTest>

#include "engine/api/thinking.h"
#include "engine/runtime/engine_host.h"
#include "resources/resources.h"
#include "tests/fakes/ai/fake_ai.h"

namespace hs::test {

inline QString s(const char *text)
{
    return QString::fromUtf8(text);
}

inline api::Caller key(api::Role role)
{
    return {s("k-1"), s("Key"), role, api::Caller::Via::Http, {}};
}

/// Everything that was said to the model, as one text.
inline std::string heard(const FakeAi &ai)
{
    std::string all;
    for (const auto &request : ai.requests())
        all += dump(request.body);
    return all;
}

/// The engine over a fake provider on the loopback; nothing of it is set up before a test wants it.
class ThinkingBench : public QObject {
protected:
    void prepare()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_ai = std::make_unique<FakeAi>();
        m_environment = {{"HIGHERSELF_PASSPHRASE", "for this test"},
                         {"ANTHROPIC_API_KEY", m_ai->key()},
                         {"ANTHROPIC_BASE_URL", m_ai->base(AiDialect::Anthropic)}};
        m_settings = {{"ai", {{"secondOpinion", false}, {"draftReplies", false}}}};
    }
    void start()
    {
        std::ofstream(m_dir->filePath(s("console.json")).toStdString()) << dump(m_settings);
        runtime::HostOptions options;
        options.dataDir = m_dir->path().toStdString();
        options.receiver = false;
        options.environment = m_environment;
        options.pace = 0.01;
        auto started = runtime::EngineHost::start(std::move(options));
        if (!started)
            qFatal("%s", describe(started).c_str());
        m_host = std::move(*started);
    }
    template <typename Q>
    typename Q::Answer ask(Q query)
    {
        auto answer = m_host->queryNow(key(api::Role::Admin), std::move(query));
        if (!answer)
            qFatal("%s", describe(answer.error()).c_str());
        return std::get<typename Q::Answer>(std::move(*answer));
    }
    Result<api::Receipt> tryOrder(api::Command command, api::Role role = api::Role::Admin) { return m_host->submitNow(key(role), std::move(command)); }
    api::Receipt order(api::Command command)
    {
        auto receipt = tryOrder(std::move(command));
        if (!receipt)
            qFatal("%s", describe(receipt.error()).c_str());
        return *receipt;
    }
    api::ThreadDetail thread(const QString &id)
    {
        api::ThreadDetailQuery query;
        query.id = id;
        query.window.limit = 200;
        return ask(query);
    }
    QString lastWords(const QString &id)
    {
        const auto detail = thread(id);
        for (auto it = detail.items.rbegin(); it != detail.items.rend(); ++it)
            if (it->kind == s("agent"))
                return it->text;
        return {};
    }
    api::ThoughtRow thought(const QString &id)
    {
        api::ThoughtQuery query;
        query.id = id;
        const auto page = ask(query);
        return page.rows.empty() ? api::ThoughtRow{} : page.rows.front();
    }
    bool over(const QString &id)
    {
        const auto state = thought(id).state;
        return state != s("waiting") && state != s("thinking");
    }
    QString contact(const char *name, const char *email)
    {
        return order(api::PutRecord{s("contacts-profiles"), {}, {{s("Full Name"), s(name)}, {s("Email"), s(email)}, {s("Phone"), s("+49 30 1234567")},
                                     {s("Contact Type"), s("Client")}, {s("Status"), s("Active Client")}}, false, {}, false}).id;
    }
    QString threadOf(const QString &contact)
    {
        api::ThreadQuery query;
        for (const auto &row : ask(query).rows)
            if (row.contact == contact)
                return row.id;
        return {};
    }
    std::vector<api::ToolRequestRow> waitingRequests()
    {
        return ask(api::ToolRequestQuery{}).rows;
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<FakeAi> m_ai;
    settings::Variables m_environment;
    Json m_settings;
    std::unique_ptr<runtime::EngineHost> m_host;
};

} // namespace hs::test
