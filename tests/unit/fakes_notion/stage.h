#pragma once

#include <map>
#include <string>

#include "tests/fakes/fake_clock.h"
#include "tests/fakes/notion/fake_notion.h"
#include "tests/fakes/raw_client.h"

namespace hs::test {

struct ApiAnswer {
    int status = 0; ///< 0: no answer came
    std::map<std::string, std::string> headers;
    Json body;
    std::string raw;
};

/// Talks to the fake over a real socket that is kept open.
class ApiClient {
public:
    explicit ApiClient(const FakeNotion &notion) : token(notion.token()), m_port(notion.port()), m_client(notion.port()) {}

    ApiAnswer send(std::string_view method, std::string_view target, std::string_view body)
    {
        std::string head;
        if (!token.empty())
            head += "Authorization: Bearer " + token + "\r\n";
        if (!version.empty())
            head += "Notion-Version: " + version + "\r\n";
        ApiAnswer out;
        if (!m_client.connected() || !m_client.send(requestText(method, target, head + "Content-Type: application/json\r\n", body)))
            return out;
        const auto answer = m_client.answer();
        if (!answer) {
            m_client = RawClient(m_port);
            return out;
        }
        out.status = answer->status;
        out.headers = answer->headers;
        out.raw = answer->body;
        if (auto parsed = parseJson(answer->body))
            out.body = std::move(*parsed);
        return out;
    }
    ApiAnswer send(std::string_view method, std::string_view target, const Json &body = nullptr)
    {
        return send(method, target, std::string_view(body.is_null() ? std::string() : dump(body)));
    }

    std::string token;
    std::string version = "2026-03-11";

private:
    struct Reopened {
        explicit Reopened(std::uint16_t port) : client(std::make_unique<RawClient>(port)) {}
        Reopened &operator=(RawClient &&fresh)
        {
            client = std::make_unique<RawClient>(std::move(fresh));
            return *this;
        }
        [[nodiscard]] bool connected() const { return client->connected(); }
        bool send(std::string_view bytes) const { return client->send(bytes); }
        [[nodiscard]] std::optional<RawAnswer> answer() const { return client->answer(); }
        std::unique_ptr<RawClient> client;
    };
    std::uint16_t m_port;
    Reopened m_client;
};

/// A fake with a column of each type that can be made, and one row.
struct Stage {
    explicit Stage(FakeNotionOptions options = {}) : notion(with(std::move(options), clock)), api(notion)
    {
        const Json none = Json::object();
        people = notion.addDatabase("People", {{"Name", {{"title", none}}}, {"Age", {{"number", none}}}});
        tasks = notion.addDatabase(
            "Tasks", {{"Name", {{"title", none}}},
                      {"Notes", {{"rich_text", none}}},
                      {"Points", {{"number", {{"format", "number"}}}}},
                      {"Priority", {{"select", {{"options", {{{"name", "Low"}}, {{"name", "High"}}}}}}}},
                      {"Tags", {{"multi_select", {{"options", {{{"name", "a"}}, {{"name", "b"}}}}}}}},
                      {"Due", {{"date", none}}},
                      {"Done", {{"checkbox", none}}},
                      {"Link", {{"url", none}}},
                      {"Mail", {{"email", none}}},
                      {"Phone", {{"phone_number", none}}},
                      {"Owners", {{"people", none}}},
                      {"Files", {{"files", none}}},
                      {"Created", {{"created_time", none}}},
                      {"Edited", {{"last_edited_time", none}}},
                      {"Author", {{"created_by", none}}},
                      {"Number", {{"unique_id", {{"prefix", "T"}}}}},
                      {"Who", {{"relation", {{"data_source_id", people.dataSource}, {"dual_property", {{"synced_property_name", "Tasks"}}}}}}}});
        (void)notion.asConnection("PATCH", "/v1/data_sources/" + tasks.dataSource,
                                  {{"properties",
                                    {{"Double", {{"formula", {{"expression", "prop(\"Points\") * 2"}}}}},
                                     {"Ages", {{"rollup", {{"relation_property_name", "Who"}, {"rollup_property_name", "Age"}, {"function", "sum"}}}}}}}});
        // A person may make what the API may not.
        (void)notion.editSchema(tasks.dataSource, {{"State", {{"status", none}}}});
        ada = notion.addRow(people.dataSource, {{"Name", FakeNotion::title("Ada")}, {"Age", {{"number", 36}}}});
        task = notion.addRow(tasks.dataSource, {{"Name", FakeNotion::title("First")}});
    }

    /// Puts ids where a text has {tasks}, {people}, {database}, {task}, {ada}, {root}, {bot}, {person}.
    [[nodiscard]] std::string filled(std::string text) const
    {
        const std::map<std::string, std::string> ids{{"{tasks}", tasks.dataSource}, {"{people}", people.dataSource},
                                                     {"{database}", tasks.database}, {"{task}", task}, {"{ada}", ada},
                                                     {"{root}", notion.rootPage()},  {"{bot}", notion.bot()},
                                                     {"{person}", notion.person()}};
        for (const auto &[mark, id] : ids)
            for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark))
                text.replace(at, mark.size(), id);
        return text;
    }

    FakeClock clock;
    FakeNotion notion;
    ApiClient api;
    FakeNotion::Table people, tasks;
    std::string ada, task;

private:
    static FakeNotionOptions with(FakeNotionOptions options, const Clock &clock)
    {
        options.clock = &clock;
        return options;
    }
};

} // namespace hs::test
