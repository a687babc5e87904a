#include <set>

#include <QDir>
#include <QRegularExpression>
#include <QtTest>

#include "engine/tools/tool.h"
#include "tests/fakes/fake_door.h"

using namespace hs;
using namespace hs::api;
using hs::test::FakeDoor;
using tools::Tool;
using tools::ToolCatalog;

namespace {

const Caller Ada{QStringLiteral("key-1"), QStringLiteral("Ada's assistant"), Role::Admin, Caller::Via::Http, {}};

Json parsed(const char *text)
{
    const auto json = parseJson(text);
    if (!json)
        qFatal("%s: %s", text, describe(json).c_str());
    return *json;
}

Result<Json> run(FakeDoor &door, const Tool &tool, const Json &arguments, const Caller &caller = Ada)
{
    Result<Json> answer = fail(Errc::Internal, "the tool did not answer");
    int times = 0;
    tool.run(door, caller, arguments, [&](Result<Json> given) {
        answer = std::move(given);
        ++times;
    });
    if (times > 1)
        return fail(Errc::Internal, "the tool answered more than once");
    return answer;
}

/// What reached the door, as one line: the type's place does not matter, its members do.
template <typename T>
using Check = std::function<bool(const T &)>;

struct Row {
    const char *tool;
    const char *arguments;
    std::function<bool(const FakeDoor &)> reached;
    bool answers = true; ///< with a door that answers emptily
};

template <typename Q>
std::function<bool(const FakeDoor &)> asks(Check<Q> check = [](const Q &) { return true; })
{
    return [check](const FakeDoor &door) {
        const auto query = door.lastQuery<Q>();
        return query && door.queries().size() == 1 && door.commands().empty() && check(*query);
    };
}
template <typename C>
std::function<bool(const FakeDoor &)> submits(Check<C> check)
{
    return [check](const FakeDoor &door) {
        const auto command = door.lastCommand<C>();
        return command && door.commands().size() == 1 && door.queries().empty() && check(*command);
    };
}

QJsonValue at(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name));
}

std::vector<Row> hubRows()
{
    return {
        {"list_databases", "{}", asks<DatabaseQuery>()},
        {"find_records", R"({"database":"contacts-profiles","text":"ada","entity":"rec_9","limit":5,"after":"x"})",
         asks<RecordQuery>([](const RecordQuery &q) {
             return q.database == "contacts-profiles" && q.text == "ada" && q.entity == "rec_9" && q.window.limit == 5 && q.window.after == "x";
         })},
        {"read_record", R"({"database":"contacts-profiles","id":"rec_1"})",
         asks<RecordDetailQuery>([](const RecordDetailQuery &q) { return q.database == "contacts-profiles" && q.id == "rec_1"; })},
        {"change_record", R"({"database":"contacts-profiles","id":"rec_1","fields":{"Email":"a@b.example","Score":7,"Notes":null},"if_match":"e1"})",
         submits<PutRecord>([](const PutRecord &c) {
             return c.database == "contacts-profiles" && c.id == "rec_1" && at(c.fields, "Email") == "a@b.example"
                    && at(c.fields, "Score").toInteger() == 7
                    && at(c.fields, "Notes").isNull() && c.fields.contains(QLatin1String("Notes")) && c.ifMatch == "e1" && c.mustExist && !c.replace;
         })},
        {"delete_record", R"({"database":"contacts-profiles","id":"rec_1","if_match":"e1"})",
         submits<DeleteRecord>([](const DeleteRecord &c) { return c.database == "contacts-profiles" && c.id == "rec_1" && c.ifMatch == "e1"; })},
        {"record_history", R"({"record":"rec_1","property":"Email"})",
         asks<PropertyHistoryQuery>([](const PropertyHistoryQuery &q) { return q.record == "rec_1" && q.property == "Email"
                                                                       && q.window.limit == 20; })},
        {"search", R"({"text":"ada","kind":"contact","limit":3})",
         asks<SearchQuery>([](const SearchQuery &q) { return q.text == "ada" && q.kind == "contact" && q.limit == 3; })},
        {"list_events", R"({"text":"t","state":"dead","source":"stripe","correlation":"c"})",
         asks<EventQuery>([](const EventQuery &q) { return q.text == "t" && q.state == EventState::Dead && q.source == "stripe"
                                                   && q.correlation == "c"; })},
        {"read_event", R"({"event":"evt_1"})", asks<EventDetailQuery>([](const EventDetailQuery &q) { return q.id == "evt_1"; })},
        {"list_messages", R"({"agent":"nyra","type":"t","correlation":"c","dead_only":true})",
         asks<MessageQuery>([](const MessageQuery &q) { return q.agent == "nyra" && q.type == "t" && q.correlation == "c" && q.deadOnly; })},
        {"read_audit", R"({"text":"t","actor":"op_1","object":"esc_1","correlation":"c"})",
         asks<AuditQuery>([](const AuditQuery &q) { return q.text == "t" && q.actor == "op_1" && q.object == "esc_1" && q.correlation == "c"; })},
        {"ai_calls", R"({"provider":"openai","agent":"nyra","entity":"rec_9","correlation":"c","failed_only":true})",
         asks<AiCallQuery>([](const AiCallQuery &q) { return q.provider == "openai" && q.agent == "nyra" && q.entity == "rec_9" && q.correlation == "c" && q.failedOnly; })},
        {"integration_health", "{}", asks<IntegrationQuery>()},
        {"studio_status", "{}", asks<StatusQuery>()},
        {"search_knowledge", R"({"query":"opening hours","entity":"rec_9","limit":3})",
         asks<KnowledgeSearchQuery>([](const KnowledgeSearchQuery &q) {
             return q.text == "opening hours" && q.limit == 3 && q.filter.entities == QStringList{QStringLiteral("rec_9")} && q.mode == KnowledgeMode::Hybrid;
         })},
        {"read_document", R"({"document":"doc_1"})", asks<KnowledgeTextQuery>([](const KnowledgeTextQuery &q) { return q.document == "doc_1"; })},
    };
}

std::vector<Row> workRows()
{
    return {
        {"list_tasks", R"({"text":"t","status":"on_hold","open_only":true,"assignee":"op_1","entity":"rec_9","workflow":"wf_1"})",
         asks<TaskQuery>([](const TaskQuery &q) {
             return q.text == "t" && q.status == TaskStatus::OnHold && q.openOnly && q.assignee == "op_1" && q.entity == "rec_9"
                    && q.workflow == "wf_1";
         })},
        {"make_task",
         R"({"title":"Call Ada","description":"d","priority":"high","category":"Follow Up","due_at":"2026-11-23T10:00:00+01:00","assignee":"op_1","entity":"rec_9","estimate_minutes":15,"tags":["Urgent"]})",
         submits<PutRecord>([](const PutRecord &c) {
             return c.database == "master-tasks" && c.id.isEmpty() && !c.mustExist && at(c.fields, "Task Name") == "Call Ada"
                    && at(c.fields, "Description") == "d"
                    && at(c.fields, "Priority") == "High" && at(c.fields, "Category") == "Follow Up" && at(c.fields,
                                                                                                           "Due Date") == "2026-11-23T09:00:00.000Z"
                    && at(c.fields, "Assigned To") == QJsonArray{QStringLiteral("op_1")} && at(c.fields,
                                                                                               "Business Entity") == QJsonArray{QStringLiteral("rec_9")}
                    && at(c.fields, "Estimated Time").toInteger() == 15 && at(c.fields, "Tags") == QJsonArray{QStringLiteral("Urgent")}
                    && at(c.fields, "Created By") == "Ada's assistant" && at(c.fields, "Source") == "Integration" && c.fields.size() == 11;
         })},
        {"change_task", R"({"task":"rec_1","status":"done","priority":"low","assignee":"","due_at":"","reason":"r"})",
         submits<UpdateTask>([](const UpdateTask &c) {
             return c.task == "rec_1" && c.status == TaskStatus::Done && c.priority == Priority::Low && c.assignee == QString("") && c.dueAt
                    && !c.dueAt->isValid()
                    && c.reason == "r";
         })},
        {"list_workflows", R"({"text":"t","definition":"d","status":"incident","entity":"rec_9","contact":"rec_1"})",
         asks<WorkflowQuery>([](const WorkflowQuery &q) {
             return q.text == "t" && q.definition == "d" && q.status == WorkflowStatus::Incident && q.entity == "rec_9" && q.contact == "rec_1";
         })},
        {"read_workflow", R"({"workflow":"wf_1"})",
         asks<WorkflowDetailQuery>([](const WorkflowDetailQuery &q) { return q.id == "wf_1" && q.atSeq == -1; })},
        {"workflow_history", R"({"workflow":"wf_1"})", asks<HistoryQuery>([](const HistoryQuery &q) { return q.workflow == "wf_1"; })},
        {"list_definitions", "{}", asks<DefinitionQuery>()},
        {"start_workflow", R"({"definition":"lead-capture","input":{"contact":"rec_1"},"key":"k","entity":"rec_9","title":"t"})",
         submits<StartWorkflow>([](const StartWorkflow &c) {
             return c.definition == "lead-capture" && at(c.input, "contact") == "rec_1" && c.key == "k" && c.entity == "rec_9" && c.title == "t";
         })},
        {"send_workflow_event", R"({"workflow":"wf_1","type":"paid","data":{"amount":12.5},"event_id":"e","reason":"r"})",
         submits<SendWorkflowEvent>([](const SendWorkflowEvent &c) {
             return c.workflow == "wf_1" && c.type == "paid" && at(c.data, "amount").toDouble() == 12.5 && c.eventId == "e" && c.reason == "r";
         })},
        {"cancel_workflow", R"({"workflow":"wf_1","reason":"r","rollback":true})",
         submits<CancelWorkflow>([](const CancelWorkflow &c) { return c.workflow == "wf_1" && c.reason == "r" && c.rollback; })},
    };
}

std::vector<Row> deskRows()
{
    return {
        {"list_conversations", R"({"filter":"needs_reply","text":"t","agent":"nyra","entity":"rec_9"})",
         asks<ThreadQuery>([](const ThreadQuery &q) {
             return q.filter == ThreadQuery::Filter::NeedsReply && q.text == "t" && q.agent == "nyra" && q.entity == "rec_9";
         })},
        {"read_conversation", R"({"conversation":"thr_1","limit":7,"after":"x"})",
         asks<ThreadDetailQuery>([](const ThreadDetailQuery &q) { return q.id == "thr_1" && q.window.limit == 7 && q.window.after == "x"; })},
        {"add_note", R"({"conversation":"thr_1","text":"n"})", submits<AddNote>([](const AddNote &c) { return c.thread == "thr_1"
                                                                                                      && c.text == "n"; })},
        {"draft_reply", R"({"conversation":"thr_1","text":"d"})",
         submits<SaveThreadDraft>([](const SaveThreadDraft &c) { return c.thread == "thr_1" && c.text == "d" && !c.note; })},
        {"send_reply", R"({"conversation":"thr_1","text":"r","close":true,"version":4})",
         submits<ReplyToThread>([](const ReplyToThread &c) {
             return c.thread == "thr_1" && c.text == "r" && c.close && c.versionSeen == 4 && !c.snoozeUntil.isValid();
         })},
        {"list_escalations", R"({"filter":"decided","text":"t","entity":"rec_9"})",
         asks<EscalationQuery>([](const EscalationQuery &q) { return q.filter == EscalationQuery::Filter::Decided && q.text == "t"
                                                             && q.entity == "rec_9"; })},
        {"read_escalation", R"({"escalation":"esc_1"})", asks<EscalationDetailQuery>([](const EscalationDetailQuery &q) { return q.id == "esc_1"; })},
        {"claim_escalation", R"({"escalation":"esc_1","take_over":true,"reason":"r"})",
         submits<ClaimEscalation>([](const ClaimEscalation &c) { return c.escalation == "esc_1" && c.takeOver && c.reason == "r"; })},
        {"decide_escalation",
         R"({"escalation":"esc_1","decision":"reject","reason":"r","reply":"w","version":3,"reject_to":"by_hand","option":"o","data":{"a":1}})",
         submits<DecideEscalation>([](const DecideEscalation &c) {
             return c.escalation == "esc_1" && c.decision == "reject" && c.reason == "r" && c.reply == "w" && c.versionSeen == 3
                    && c.rejectTo == "by_hand"
                    && c.option == "o" && at(c.data, "a").toInteger() == 1;
         })},
        {"route_request", R"({"text":"t","entity":"rec_9","contact":"ada@example.com","channel":"email"})",
         asks<RouteQuery>([](const RouteQuery &q) { return q.text == "t" && q.entity == "rec_9" && q.contact == "ada@example.com"
                                                   && q.channel == "email"; })},
        {"submit_request", R"({"text":"t","entity":"rec_9","contact":"ada@example.com","channel":"email"})",
         submits<SubmitRequest>([](const SubmitRequest &c) { return c.text == "t" && c.entity == "rec_9" && c.contact == "ada@example.com"
                                                            && c.channel == "email"; })},
        {"list_agents", "{}", asks<AgentQuery>()},
        {"agent_page", R"({"agent":"grace-fields"})", asks<AgentDetailQuery>([](const AgentDetailQuery &q) { return q.agent == "grace-fields"; })},
        {"tell_agent", R"({"agent":"grace-fields","text":"help","conversation":"thr_1"})",
         submits<TellAgent>([](const TellAgent &c) { return c.agent == "grace-fields" && c.text == "help" && c.thread == "thr_1"; })},
    };
}

std::vector<Row> allRows()
{
    auto rows = hubRows();
    for (const auto &more : {workRows(), deskRows()})
        rows.insert(rows.end(), more.begin(), more.end());
    return rows;
}

/// The first thing that makes a schema not strict or not valid; empty: it is both.
QByteArray faultOf(const Json &schema, const QByteArray &at, bool root)
{
    static const std::set<std::string> Types{"string", "integer", "boolean", "object", "array"};
    static const std::set<std::string> Words{"type", "description", "enum", "minimum", "maximum", "minLength", "maxLength", "pattern", "items",
                                             "maxItems", "properties", "required", "additionalProperties", "maxProperties"};
    if (!schema.is_object())
        return at + " is no object";
    for (const auto &[word, value] : schema.items())
        if (!Words.contains(word))
            return at + " has the unknown keyword " + QByteArray::fromStdString(word);
    const auto type = text(schema, "type");
    if (!Types.contains(type))
        return at + " has no known type";
    if (!root && text(schema, "description").size() < 3)
        return at + " is not described";
    if (type == "string" && !schema.contains("enum") && !schema.contains("maxLength"))
        return at + " has no limit";
    if (schema.contains("enum") && (!schema["enum"].is_array() || schema["enum"].size() < 2))
        return at + " has no choice";
    if (const auto pattern = text(schema, "pattern"); !pattern.empty() && !QRegularExpression(QString::fromStdString(pattern)).isValid())
        return at + " has a broken pattern";
    if (type == "integer" && !(integer(schema, "minimum", 0) < integer(schema, "maximum", 0)))
        return at + " has no range";
    if (type == "array")
        return schema.contains("maxItems") ? faultOf(member(schema, "items"), at + "[]", false) : at + " has no limit";
    if (type != "object")
        return {};
    const auto &others = member(schema, "additionalProperties");
    if (!others.is_boolean() || (others.get<bool>() && !schema.contains("maxProperties")))
        return at + " does not say what else it may hold";
    if (root && others.get<bool>())
        return at + " takes unknown arguments";
    for (const auto &name : textList(member(schema, "required")))
        if (!member(schema, "properties").contains(name))
            return at + " requires what it does not describe";
    for (const auto &[name, part] : member(schema, "properties").items())
        if (auto fault = faultOf(part, at + "." + QByteArray::fromStdString(name), false); !fault.isEmpty())
            return fault;
    return {};
}

} // namespace

class CatalogTest final : public QObject {
    Q_OBJECT

    const ToolCatalog m_catalog;

private Q_SLOTS:
    void namesFit()
    {
        std::set<std::string> names;
        static const QRegularExpression form(QStringLiteral("^[a-z0-9_]{1,64}$"));
        for (const auto &tool : m_catalog.tools()) {
            QVERIFY2(form.match(QString::fromStdString(tool.name)).hasMatch(), tool.name.c_str());
            QVERIFY2(names.insert(tool.name).second, tool.name.c_str());
            QVERIFY2(!tool.title.empty() && tool.description.size() > 40 && tool.description.size() < 600, tool.name.c_str());
            QVERIFY2(tool.run != nullptr, tool.name.c_str());
            QCOMPARE(m_catalog.find(tool.name), &tool);
        }
        QCOMPARE(m_catalog.find("nothing"), nullptr);
        QCOMPARE(names.size(), allRows().size());
    }

    void schemasAreStrict()
    {
        for (const auto &tool : m_catalog.tools()) {
            const auto fault = faultOf(tool.input, QByteArray::fromStdString(tool.name), true);
            QVERIFY2(fault.isEmpty(), fault.constData());
            QVERIFY(text(tool.input, "type") == "object");
        }
    }

    void risksAndRoles_data()
    {
        QTest::addColumn<Risk>("risk");
        QTest::addColumn<Role>("role");
        QTest::newRow("find_records") << Risk::Look << Role::Viewer;
        QTest::newRow("change_record") << Risk::Change << Role::Operator;
        QTest::newRow("delete_record") << Risk::Irreversible << Role::Operator;
        QTest::newRow("make_task") << Risk::Note << Role::Operator;
        QTest::newRow("change_task") << Risk::Change << Role::Operator;
        QTest::newRow("add_note") << Risk::Note << Role::Operator;
        QTest::newRow("draft_reply") << Risk::Note << Role::Viewer;
        QTest::newRow("send_reply") << Risk::Speak << Role::Operator;
        QTest::newRow("start_workflow") << Risk::Change << Role::Operator;
        QTest::newRow("send_workflow_event") << Risk::Change << Role::Operator;
        QTest::newRow("cancel_workflow") << Risk::Irreversible << Role::Operator;
        QTest::newRow("decide_escalation") << Risk::Irreversible << Role::Reviewer;
        QTest::newRow("claim_escalation") << Risk::Change << Role::Reviewer;
        QTest::newRow("submit_request") << Risk::Change << Role::Operator;
        QTest::newRow("route_request") << Risk::Look << Role::Viewer;
        QTest::newRow("tell_agent") << Risk::Change << Role::Operator;
    }
    void risksAndRoles()
    {
        QFETCH(Risk, risk);
        QFETCH(Role, role);
        const auto *tool = m_catalog.find(QTest::currentDataTag());
        QVERIFY(tool);
        QVERIFY(tool->risk == risk);
        QVERIFY(tool->role == role);
    }

    void whatActsTellsItsEffect()
    {
        for (const auto &row : allRows()) {
            const auto *tool = m_catalog.find(row.tool);
            QVERIFY2(tool, row.tool);
            QCOMPARE(tool->effect != nullptr, tool->risk != Risk::Look);
            if (tool->effect)
                QVERIFY2(tool->effect(parsed(row.arguments)).size() > 10, row.tool);
        }
        QCOMPARE(m_catalog.find("change_record")->effect(parsed(R"({"database":"contacts-profiles","id":"rec_1","fields":{"Email":"a","Score":1}})")),
                 std::string("The record rec_1 of contacts-profiles changes: Email, Score"));
    }

    void strangersWordsAreMarked()
    {
        for (const auto *name : {"read_conversation", "read_escalation", "find_records", "read_record", "read_event", "list_events", "list_messages",
                                 "search",
                                 "read_workflow", "list_tasks", "list_conversations", "list_escalations", "read_audit"})
            QVERIFY2(m_catalog.find(name)->untrusted, name);
        for (const auto *name : {"studio_status", "list_definitions", "list_agents", "ai_calls", "integration_health", "list_databases"})
            QVERIFY2(!m_catalog.find(name)->untrusted, name);
    }

    void reachesTheDoor_data()
    {
        QTest::addColumn<int>("row");
        const auto rows = allRows();
        for (std::size_t i = 0; i < rows.size(); ++i)
            QTest::newRow(rows[i].tool) << int(i);
    }
    void reachesTheDoor()
    {
        QFETCH(int, row);
        const auto one = allRows().at(std::size_t(row));
        const auto *tool = m_catalog.find(one.tool);
        QVERIFY(tool);
        const auto arguments = parsed(one.arguments);
        const auto fits = tools::checkArguments(*tool, arguments);
        QVERIFY2(fits, describe(fits).c_str());
        FakeDoor door;
        const auto answer = run(door, *tool, arguments);
        QVERIFY2(answer, describe(answer).c_str());
        QVERIFY(answer->is_object());
        QVERIFY(one.reached(door));
        QCOMPARE(door.queries().empty() ? door.commands().front().caller.id : door.queries().front().caller.id, Ada.id);
    }

    void refusesWhatItDoesNotKnow()
    {
        for (const auto &row : allRows()) {
            const auto *tool = m_catalog.find(row.tool);
            auto arguments = parsed(row.arguments);
            arguments["nobody_knows_this"] = 1;
            const auto fits = tools::checkArguments(*tool, arguments);
            QVERIFY2(!fits, row.tool);
            QCOMPARE(fits.error().code, Errc::BadInput);
            QCOMPARE(fits.error().where, std::string("nobody_knows_this"));
            for (const auto &name : textList(member(tool->input, "required"))) {
                arguments = parsed(row.arguments);
                arguments.erase(name);
                const auto without = tools::checkArguments(*tool, arguments);
                QVERIFY2(!without && without.error().where == name, row.tool);
            }
        }
    }

    void limitsArguments_data()
    {
        QTest::addColumn<QByteArray>("tool");
        QTest::addColumn<QByteArray>("arguments");
        QTest::addColumn<QByteArray>("where");
        const auto row = [](const char *name, const char *tool, const QByteArray &arguments, const char *where) {
            QTest::newRow(name) << QByteArray(tool) << arguments << QByteArray(where);
        };
        row("no object", "studio_status", "[1]", "");
        row("a number for a text", "find_records", R"({"database":7})", "database");
        row("a path for a database", "find_records", R"({"database":"../etc"})", "database");
        row("a line break after a database", "find_records", R"({"database":"master-tasks\n"})", "database");
        row("a space in an id", "read_record", R"({"database":"master-tasks","id":"rec 1"})", "id");
        row("an empty id", "read_record", R"({"database":"master-tasks","id":""})", "id");
        row("too long a page", "find_records", R"({"database":"master-tasks","limit":101})", "limit");
        row("half a row", "find_records", R"({"database":"master-tasks","limit":1.5})", "limit");
        row("no such status", "list_tasks", R"({"status":"finished"})", "status");
        row("no such tag", "make_task", R"({"title":"t","tags":["Urgent","Nice"]})", "tags.1");
        row("too many tags", "make_task", R"({"title":"t","tags":["Urgent","Urgent","Urgent","Urgent","Urgent","Urgent","Urgent","Urgent","Urgent","Urgent","Urgent"]})",
            "tags");
        row("an empty title", "make_task", R"({"title":""})", "title");
        row("too long a note", "add_note", R"({"conversation":"thr_1","text":")" + QByteArray(10'001, 'a') + R"("})", "text");
        row("a list for fields", "change_record", R"({"database":"master-tasks","fields":[]})", "fields");
        row("a missing text", "add_note", R"({"conversation":"thr_1","text":null})", "text");
    }
    void limitsArguments()
    {
        QFETCH(QByteArray, tool);
        QFETCH(QByteArray, arguments);
        QFETCH(QByteArray, where);
        const auto fits = tools::checkArguments(*m_catalog.find(tool.toStdString()), parsed(arguments.constData()));
        QVERIFY(!fits);
        QCOMPARE(fits.error().code, Errc::BadInput);
        QCOMPARE(QByteArray::fromStdString(fits.error().where), where);
        QVERIFY(!fits.error().what.empty() && !fits.error().mend.empty());
    }

    void lengthsAreCountedInCharacters()
    {
        const auto letters = std::string("ä");
        std::string text;
        for (int i = 0; i < 10'000; ++i)
            text += letters;
        QVERIFY(tools::checkArguments(*m_catalog.find("add_note"), Json{{"conversation", "thr_1"}, {"text", text}}));
    }

    void wrongTimesAndEmptyChanges()
    {
        FakeDoor door;
        const auto noTime = run(door, *m_catalog.find("make_task"), parsed(R"({"title":"t","due_at":"tomorrow"})"));
        QVERIFY(!noTime && noTime.error().code == Errc::BadInput && noTime.error().where == "due_at");
        const auto nothing = run(door, *m_catalog.find("change_task"), parsed(R"({"task":"rec_1"})"));
        QVERIFY(!nothing && nothing.error().code == Errc::BadInput);
        QVERIFY(door.commands().empty());
    }

    void agentsAreNamedAsSource()
    {
        FakeDoor door;
        auto agent = Ada;
        agent.via = Caller::Via::Engine;
        QVERIFY(run(door, *m_catalog.find("make_task"), parsed(R"({"title":"t"})"), agent));
        QCOMPARE(at(door.lastCommand<PutRecord>()->fields, "Source"), QJsonValue(QStringLiteral("Agent")));
    }

    void answersAreCompact()
    {
        FakeDoor door;
        door.onQuery<RecordQuery>([](const RecordQuery &, const Caller &) -> Result<Page<RecordRow>> {
            RecordRow row;
            row.id = QStringLiteral("rec_1");
            row.title = QStringLiteral("Ada „Example“");
            row.fields = {{QStringLiteral("Email"), QStringLiteral("ada@example.com")}, {QStringLiteral("Notes"), QString()},
                          {QStringLiteral("Tags"), QJsonArray{QString(), QStringLiteral("x")}}, {QStringLiteral("Big"),
                                                                                                 QJsonValue(qint64(9'007'199'254'740'993))},
                          {QStringLiteral("Share"), 0.25}};
            Page<RecordRow> page;
            page.rows = {row};
            page.next = QStringLiteral("n");
            return page;
        });
        const auto answer = run(door, *m_catalog.find("find_records"), parsed(R"({"database":"contacts-profiles"})"));
        QVERIFY(answer);
        QCOMPARE(QByteArray::fromStdString(dump(*answer)),
                 QByteArray(R"({"items":[{"fields":{"Big":9007199254740993,"Email":"ada@example.com","Share":0.25,"Tags":["","x"]},"id":"rec_1","title":"Ada „Example“"}],"next":"n"})"));
    }

    void receiptsAreTold()
    {
        FakeDoor door;
        door.onCommand<TellAgent>([](const TellAgent &, const Caller &) -> Result<Receipt> {
            return Receipt{QStringLiteral("thr_1"), QStringLiteral("answered"), {{QStringLiteral("answer"), QStringLiteral("yes")}}};
        });
        const auto answer = run(door, *m_catalog.find("tell_agent"), parsed(R"({"agent":"nyra","text":"?"})"));
        QVERIFY(answer);
        QCOMPARE(QByteArray::fromStdString(dump(*answer)), QByteArray(R"({"answer":"yes","done":"answered","id":"thr_1"})"));
    }

    void failuresComeThrough()
    {
        for (const auto &row : allRows()) {
            FakeDoor door;
            door.failAll(Error{Errc::NotFound, "there is no such thing", "id", "look for it", std::nullopt});
            const auto answer = run(door, *m_catalog.find(row.tool), parsed(row.arguments));
            QVERIFY2(!answer && answer.error().code == Errc::NotFound && answer.error().mend == "look for it", row.tool);
        }
    }

    void databasesAreNamed()
    {
        const auto description = text(member(member(m_catalog.find("find_records")->input, "properties"), "database"), "description");
        const QDir folder(qEnvironmentVariable("HS_SOURCE_DIR", QStringLiteral(".")) + QStringLiteral("/resources/hub"));
        const auto files = folder.entryList({QStringLiteral("*.json")});
        QCOMPARE(files.size(), 16);
        for (const auto &file : files)
            QVERIFY2(QString::fromStdString(description).contains(file.chopped(5)), qPrintable(file));
    }

    void longBodiesAreCut()
    {
        FakeDoor door;
        door.onQuery<EventDetailQuery>([](const EventDetailQuery &, const Caller &) -> Result<EventDetail> {
            EventDetail detail;
            detail.body = QString(50'000, QLatin1Char('x'));
            return detail;
        });
        const auto answer = run(door, *m_catalog.find("read_event"), parsed(R"({"event":"evt_1"})"));
        QVERIFY(answer);
        QCOMPARE(text(*answer, "body").size(), std::size_t(20'000));
        QCOMPARE(integer(*answer, "body_cut_from"), 50'000);
    }

    void oneDatabaseIsToldWhole()
    {
        FakeDoor door;
        door.onQuery<DatabaseQuery>([](const DatabaseQuery &, const Caller &) -> Result<std::vector<DatabaseInfo>> {
            PropertyInfo property;
            property.name = QStringLiteral("Email");
            property.type = QStringLiteral("email");
            return std::vector<DatabaseInfo>{{QStringLiteral("contacts-profiles"), QStringLiteral("Contacts"), {}, {property}, 3},
                                             {QStringLiteral("master-tasks"), QStringLiteral("Tasks"), {}, {property}, 4}};
        });
        const auto *tool = m_catalog.find("list_databases");
        QCOMPARE(QByteArray::fromStdString(dump(*run(door, *tool, Json::object()))),
                 QByteArray(R"({"items":[{"key":"contacts-profiles","records":3,"title":"Contacts"},{"key":"master-tasks","records":4,"title":"Tasks"}]})"));
        QCOMPARE(QByteArray::fromStdString(dump(*run(door, *tool, parsed(R"({"database":"master-tasks"})")))),
                 QByteArray(R"({"items":[{"key":"master-tasks","properties":[{"name":"Email","type":"email"}],"records":4,"title":"Tasks"}]})"));
        const auto none = run(door, *tool, parsed(R"({"database":"recipes"})"));
        QVERIFY(!none && none.error().code == Errc::NotFound);
    }
};

QTEST_GUILESS_MAIN(CatalogTest)
#include "catalog_test.moc"
