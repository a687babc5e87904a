#include "engine/runtime/engine_host.h"

#include <future>
#include <set>

#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include "engine/runtime/commands.h"
#include "engine/runtime/queries.h"
#include "resources/resources.h"
#include "tests/fakes/fake_clock.h"

using namespace hs;
using namespace hs::runtime;
using api::Role;

namespace {

api::Caller key(Role role)
{
    return {QStringLiteral("k-1"), QStringLiteral("Key"), role, api::Caller::Via::Http, {}};
}

/// What each command needs, written down beside the engine's own decision.
struct Needs {
    const char *name;
    api::Command command;
    Role role;
};
std::vector<Needs> commandTable()
{
    const QString id = QStringLiteral("esc_none");
    const auto V = Role::Viewer, O = Role::Operator, R = Role::Reviewer, A = Role::Admin;
    return {
        {"RetryEvent", api::RetryEvent{id}, O}, {"ReplayEvent", api::ReplayEvent{id}, O}, {"PutRecord", api::PutRecord{}, O}, {"DeleteRecord", api::DeleteRecord{}, O},
        {"SubmitRequest", api::SubmitRequest{}, O}, {"StartWorkflow", api::StartWorkflow{}, O}, {"SendWorkflowEvent", api::SendWorkflowEvent{}, O},
        {"CancelWorkflow", api::CancelWorkflow{id, {}}, O}, {"RetryIncident", api::RetryIncident{id}, O}, {"UndoMove", api::UndoMove{id}, O},
        {"AssignWorkflow", api::AssignWorkflow{id, {}}, O}, {"UpdateTask", api::UpdateTask{id, {}, {}, {}, {}, {}}, O}, {"TellAgent", api::TellAgent{}, O},
        {"ReplyToThread", api::ReplyToThread{id, {}, false, {}, -1}, O}, {"AddNote", api::AddNote{id, {}}, O}, {"SaveThreadDraft", api::SaveThreadDraft{id, {}, false}, V},
        {"TakeOverThread", api::TakeOverThread{id}, O}, {"HandBackThread", api::HandBackThread{id}, O}, {"SnoozeThread", api::SnoozeThread{id, {}}, O},
        {"CloseThread", api::CloseThread{id}, O}, {"MarkThreadRead", api::MarkThreadRead{id}, V}, {"ViewThread", api::ViewThread{id}, V},
        {"PauseAgent", api::PauseAgent{QStringLiteral("merlin")}, O}, {"ResumeAgent", api::ResumeAgent{QStringLiteral("merlin")}, O},
        {"SetAutonomy", api::SetAutonomy{QStringLiteral("merlin"), api::Autonomy::Autopilot}, A}, {"RetryMessage", api::RetryMessage{id}, O},
        {"ClaimEscalation", api::ClaimEscalation{id, false, {}}, R}, {"ClaimNext", api::ClaimNext{}, R}, {"ReleaseEscalation", api::ReleaseEscalation{id}, R},
        {"AssignEscalation", api::AssignEscalation{id, {}, {}}, R}, {"TouchLease", api::TouchLease{id}, R}, {"SnoozeEscalation", api::SnoozeEscalation{id, {}}, R},
        {"WaitOnClient", api::WaitOnClient{id, true}, R}, {"SetEscalationPriority", api::SetEscalationPriority{id, {}, {}}, R}, {"SaveReplyDraft", api::SaveReplyDraft{id, {}}, R},
        {"AskForAnotherProposal", api::AskForAnotherProposal{id, {}}, R}, {"DecideEscalation", api::DecideEscalation{id, {}, {}, {}, -1, {}}, R}, {"UndoDecision", api::UndoDecision{id}, R},
        {"SendEffect", api::SendEffect{id}, O}, {"CancelEffect", api::CancelEffect{id, {}}, O}, {"UndoEffect", api::UndoEffect{id}, O},
        {"AddOperator", api::AddOperator{}, A}, {"SignIn", api::SignIn{id, {}}, V}, {"Announce", api::Announce{id}, V}, {"ChangeSettings", api::ChangeSettings{}, A},
        {"SetSecret", api::SetSecret{}, A}, {"RemoveSecret", api::RemoveSecret{}, A}, {"CreateApiKey", api::CreateApiKey{}, A}, {"RevokeApiKey", api::RevokeApiKey{}, A},
        {"CheckIntegration", api::CheckIntegration{QStringLiteral("none")}, O}, {"PauseSource", api::PauseSource{QStringLiteral("none"), true}, O}, {"BackUpNow", api::BackUpNow{}, O},
        {"SaveBoardView", api::SaveBoardView{}, V}, {"DeleteBoardView", api::DeleteBoardView{id}, V},
        {"PauseWorkflow", api::PauseWorkflow{id, {}}, O}, {"ResumeWorkflow", api::ResumeWorkflow{id, {}}, O}, {"SkipInput", api::SkipInput{id, {}}, O},
        {"EditContext", api::EditContext{id, {}, false, {}}, O}, {"ResolveTask", api::ResolveTask{id, {}, {}, {}, {}}, O},
        {"ReprioritiseWorkflow", api::ReprioritiseWorkflow{id, {}, {}}, O}, {"RestartWorkflow", api::RestartWorkflow{id, {}}, O},
        {"ResendDeadLetter", api::ResendDeadLetter{id}, O}, {"OperateWorkflows", api::OperateWorkflows{}, O},
        {"PublishDefinition", api::PublishDefinition{}, A}, {"RetireDefinition", api::RetireDefinition{}, A}, {"MigrateWorkflows", api::MigrateWorkflows{}, A},
        {"ForkWorkflow", api::ForkWorkflow{}, O}, {"DiscardDeadLetter", api::DiscardDeadLetter{id, {}}, O},
        {"ConnectNotion", api::ConnectNotion{}, A}, {"SyncNotionNow", api::SyncNotionNow{}, O}, {"ReviewNotionConflict", api::ReviewNotionConflict{}, O},
        {"RetryNotionItem", api::RetryNotionItem{}, O}, {"DecideNotionGone", api::DecideNotionGone{}, A}, {"UndoPropertyChange", api::UndoPropertyChange{}, O}, {"RehearseNotion", api::RehearseNotion{}, O},
        {"ReadRecordText", api::ReadRecordText{}, O}, {"WriteRecordText", api::WriteRecordText{}, O},
        {"AskForDraft", api::AskForDraft{id, {}}, O}, {"DiscardProposal", api::DiscardProposal{id, {}}, O}, {"StopThinking", api::StopThinking{id}, O}, {"DecideToolRequest", api::DecideToolRequest{id, true, {}}, R},
        {"SetAgentLeave", api::SetAgentLeave{}, A}, {"SaveMacro", api::SaveMacro{}, O}, {"DeleteMacro", api::DeleteMacro{id}, O},
        {"AttachFile", api::AttachFile{}, O}, {"RemoveAttachment", api::RemoveAttachment{id}, O},
        {"AddKnowledgeSource", api::AddKnowledgeSource{}, O}, {"AddKnowledgeDocument", api::AddKnowledgeDocument{}, O},
        {"RemoveKnowledgeSource", api::RemoveKnowledgeSource{id}, O}, {"RemoveKnowledgeDocument", api::RemoveKnowledgeDocument{id}, O},
        {"RestoreKnowledgeSource", api::RestoreKnowledgeSource{id}, O}, {"RefreshKnowledge", api::RefreshKnowledge{}, O},
        {"PauseKnowledge", api::PauseKnowledge{false}, O}, {"ReportKnowledge", api::ReportKnowledge{id, {}}, O},
        {"SaveKnowledgeCheck", api::SaveKnowledgeCheck{}, O}, {"DeleteKnowledgeCheck", api::DeleteKnowledgeCheck{id}, O},
    };
}

} // namespace

/// The one door of the engine: who may do what, what is asked and what is answered.
class DoorTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void everyCommandStandsInTheTable();
    void aCommandNeedsItsRole_data();
    void aCommandNeedsItsRole();
    void questionsNeedTheirRole();
    void aConsoleCallerIsWhoTheStoreSays();
    void aKeyIsKnownUntilItIsRevoked();
    void aRequestCanBeFollowed();
    void recordsAreGuardedByTheirTag();
    void recordsRefuseWhatDoesNotFit_data();
    void recordsRefuseWhatDoesNotFit();
    void aWorkflowIsStartedMovedTakenBackAndCancelled();
    void tasksChangeByCommand();
    void agentsAnswerInAConversation();
    void aConversationIsAnsweredNotedAndClosed();
    void aCaseIsDecidedThroughTheDoor();
    void draftsAreApprovedOnlyWithAChannel();
    void agentsPauseAndResume();
    void searchFindsEveryKind();
    void theDeskSeesItsState();
    void theAuditNamesWhoAsked();
    void aBackupIsMadeAndVerified();

private:
    template <typename Q>
    typename Q::Answer ask(Q query, Role role = Role::Admin)
    {
        auto answer = m_host->queryNow(key(role), std::move(query));
        if (!answer)
            qFatal("%s", describe(answer.error()).c_str());
        return std::get<typename Q::Answer>(std::move(*answer));
    }
    api::Receipt order(api::Command command, const api::Caller &caller = key(Role::Admin))
    {
        auto receipt = m_host->submitNow(caller, std::move(command));
        if (!receipt)
            qFatal("%s", describe(receipt.error()).c_str());
        return *receipt;
    }
    Error refused(api::Command command, const api::Caller &caller = key(Role::Admin))
    {
        auto receipt = m_host->submitNow(caller, std::move(command));
        return receipt ? Error{} : receipt.error();
    }
    QString contact(const char *name, const char *email)
    {
        return order(api::PutRecord{QStringLiteral("contacts-profiles"), {}, {{QStringLiteral("Full Name"), QString::fromUtf8(name)}, {QStringLiteral("Email"), QString::fromUtf8(email)},
                                     {QStringLiteral("Contact Type"), QStringLiteral("Client")}, {QStringLiteral("Status"), QStringLiteral("Active Client")}}, false, {}, false}).id;
    }

    QTemporaryDir m_dir;
    std::unique_ptr<EngineHost> m_host;
};

void DoorTest::initTestCase()
{
    resources::init();
    HostOptions options;
    options.dataDir = m_dir.path().toStdString();
    options.receiver = false;
    options.offline = true;
    options.environment = {{"HIGHERSELF_PASSPHRASE", "for this test"}};
    auto started = EngineHost::start(std::move(options));
    QVERIFY2(started.has_value(), describe(started).c_str());
    m_host = std::move(*started);
    // Somebody works here already, so that nobody becomes admin by being the first.
    order(api::AddOperator{QStringLiteral("Ada Falk"), {}, Role::Admin, QStringLiteral("4711")}, engineCaller());
}

void DoorTest::everyCommandStandsInTheTable()
{
    std::set<std::size_t> kinds;
    for (const auto &one : commandTable()) {
        QVERIFY2(kinds.insert(one.command.index()).second, one.name);
        QCOMPARE(roleFor(one.command), one.role);
    }
    QCOMPARE(kinds.size(), std::variant_size_v<api::Command>);
}

void DoorTest::aCommandNeedsItsRole_data()
{
    QTest::addColumn<int>("row");
    QTest::addColumn<int>("role");
    const auto table = commandTable();
    static constexpr const char *Roles[] = {"viewer", "operator", "reviewer", "admin"};
    for (std::size_t i = 0; i < table.size(); ++i)
        for (int role = 0; role < 4; ++role)
            QTest::addRow("%s by a %s", table[i].name, Roles[role]) << int(i) << role;
}

void DoorTest::aCommandNeedsItsRole()
{
    QFETCH(int, row);
    QFETCH(int, role);
    const auto one = commandTable()[std::size_t(row)];
    const auto error = refused(one.command, key(Role(role)));
    if (Role(role) < one.role) {
        QCOMPARE(error.code, Errc::Forbidden);
        QCOMPARE(error.what, "this needs the role " + roleName(one.role).toStdString());
    } else {
        QVERIFY2(error.code != Errc::Forbidden || error.what.empty(), describe(error).c_str());
    }
}

void DoorTest::questionsNeedTheirRole()
{
    const auto may = [&](Role role, api::Query query) {
        const auto answer = m_host->queryNow(key(role), std::move(query));
        return answer.has_value() || answer.error().code != Errc::Forbidden;
    };
    QVERIFY(!may(Role::Reviewer, api::SecretQuery{}) && may(Role::Admin, api::SecretQuery{}));
    QVERIFY(!may(Role::Reviewer, api::ApiKeyQuery{}) && may(Role::Admin, api::ApiKeyQuery{}));
    QVERIFY(!may(Role::Viewer, api::WhatIfQuery{}) && may(Role::Operator, api::WhatIfQuery{}));
    QVERIFY(!may(Role::Viewer, api::SettingQuery{}) && may(Role::Operator, api::SettingQuery{}));
    for (const api::Query &query : std::initializer_list<api::Query>{api::EventQuery{}, api::StatusQuery{}, api::AuditQuery{}, api::EscalationQuery{}, api::RecordQuery{}, api::TaskQuery{}})
        QVERIFY(may(Role::Viewer, query));
}

void DoorTest::aConsoleCallerIsWhoTheStoreSays()
{
    const auto viewer = order(api::AddOperator{QStringLiteral("Vera"), {}, Role::Viewer, {}});
    const api::Caller boast{viewer.id, QStringLiteral("Chief"), Role::Admin, api::Caller::Via::Console, {}};
    QCOMPARE(refused(api::CreateApiKey{QStringLiteral("mine"), Role::Admin}, boast).code, Errc::Forbidden);
    const api::Caller stranger{QStringLiteral("op_none"), QStringLiteral("Nobody"), Role::Admin, api::Caller::Via::Console, {}};
    QCOMPARE(refused(api::PauseAgent{}, stranger).code, Errc::Forbidden);
    QCOMPARE(m_host->queryNow(boast, api::SecretQuery{}).error().code, Errc::Forbidden);
    // Names and PINs.
    QCOMPARE(refused(api::AddOperator{QStringLiteral("vera"), {}, Role::Viewer, {}}).code, Errc::Conflict);
    QCOMPARE(refused(api::AddOperator{QStringLiteral("  "), {}, Role::Viewer, {}}).code, Errc::BadInput);
    QCOMPARE(refused(api::AddOperator{QStringLiteral("Short"), {}, Role::Viewer, QStringLiteral("12")}).what, std::string("the PIN is too short"));
    const auto people = ask(api::OperatorQuery{});
    const auto ada = std::find_if(people.begin(), people.end(), [](const auto &one) { return one.name == QLatin1String("Ada Falk"); });
    QVERIFY(ada != people.end() && ada->hasPin && ada->initials == QLatin1String("AF"));
    QCOMPARE(refused(api::SignIn{ada->id, QStringLiteral("0000")}).code, Errc::Unauthorized);
    QCOMPARE(order(api::SignIn{ada->id, QStringLiteral("4711")}).data.value(QStringLiteral("role")).toInt(), int(Role::Admin));
    for (const auto &one : ask(api::OperatorQuery{}))
        QCOMPARE(one.present, one.id == ada->id);
    order(api::Announce{viewer.id});
}

void DoorTest::aKeyIsKnownUntilItIsRevoked()
{
    const auto known = [&](const QString &text) {
        std::promise<Result<api::Caller>> promise;
        m_host->authenticate(text, [&](Result<api::Caller> caller) { promise.set_value(std::move(caller)); });
        return promise.get_future().get();
    };
    const auto made = order(api::CreateApiKey{QStringLiteral("shop"), Role::Operator});
    const auto text = made.data.value(QStringLiteral("key")).toString();
    QVERIFY(text.startsWith(QLatin1String("hsk_")) && text.size() > 40);
    QCOMPARE(known(text)->role, Role::Operator);
    QCOMPARE(known(text + QLatin1Char('x')).error().code, Errc::Unauthorized);
    QCOMPARE(refused(api::CreateApiKey{QStringLiteral("shop"), Role::Operator}).code, Errc::Conflict);
    order(api::RevokeApiKey{QStringLiteral("shop")});
    QCOMPARE(known(text).error().code, Errc::Unauthorized);
    QCOMPARE(refused(api::RevokeApiKey{QStringLiteral("shop")}).code, Errc::NotFound);
    const auto keys = ask(api::ApiKeyQuery{});
    QVERIFY(std::any_of(keys.begin(), keys.end(), [](const auto &one) { return one.name == QLatin1String("shop") && one.revoked; }));
}

void DoorTest::aRequestCanBeFollowed()
{
    const auto client = contact("Helene Falk", "helene@example.com");
    const auto answer = order(api::SubmitRequest{QStringLiteral("My lawyer will write about the commission contract."), {}, client, QStringLiteral("email")});
    QCOMPARE(answer.data.value(QStringLiteral("level")).toInt(), 4);
    const auto escalation = answer.data.value(QStringLiteral("escalation")).toString();
    QVERIFY(escalation.startsWith(QLatin1String("esc_")));
    const auto event = ask(api::EventDetailQuery{answer.id});
    QCOMPARE(event.row.state, api::EventState::Done);
    QVERIFY(std::any_of(event.chain.begin(), event.chain.end(), [&](const auto &item) { return item.kind == QLatin1String("escalation") && item.id == escalation; }));
    QVERIFY(event.body.contains(QLatin1String("lawyer")));
    const auto rows = ask(api::EventQuery{{}, api::EventState::Done, {}, event.row.correlation, {}});
    QCOMPARE(rows.rows.size(), std::size_t(1));
    QCOMPARE(m_host->queryNow(key(Role::Viewer), api::EventDetailQuery{QStringLiteral("evt_none")}).error().code, Errc::NotFound);
    QCOMPARE(refused(api::RetryEvent{answer.id}).code, Errc::Conflict);
    QVERIFY(order(api::ReplayEvent{answer.id}).id != answer.id);
    QCOMPARE(refused(api::SubmitRequest{QStringLiteral(" "), {}, {}, {}}).code, Errc::BadInput);
    // The same question without doing anything.
    const auto routing = ask(api::RouteQuery{QStringLiteral("My lawyer will write about the commission contract."), {}, client, {}});
    QCOMPARE(routing.level, 4);
    QCOMPARE(routing.reason, QStringLiteral("legal_compliance"));
    QVERIFY(!routing.evidence.isEmpty());
    const auto detail = ask(api::EscalationDetailQuery{escalation});
    QCOMPARE(detail.row.person, QStringLiteral("Helene Falk"));
    QVERIFY(!detail.timeline.empty() && !detail.proposal.isEmpty() && !detail.calendar.isEmpty());
}

void DoorTest::recordsAreGuardedByTheirTag()
{
    const QString database = QStringLiteral("products-services");
    const auto made = order(api::PutRecord{database, {}, {{QStringLiteral("Name"), QStringLiteral("Yoga")}, {QStringLiteral("Type"), QStringLiteral("Course")},
                                            {QStringLiteral("Status"), QStringLiteral("Active")}, {QStringLiteral("Price"), 75}}, false, {}, false});
    QCOMPARE(made.detail, QStringLiteral("created"));
    const auto first = ask(api::RecordDetailQuery{database, made.id});
    QCOMPARE(first.fields.value(QStringLiteral("Price")).toDouble(), 75.0);
    order(api::PutRecord{database, made.id, {{QStringLiteral("Price"), 80}}, false, first.etag, true});
    const auto late = refused(api::PutRecord{database, made.id, {{QStringLiteral("Price"), 90}}, false, first.etag, true});
    QCOMPARE(late.code, Errc::Conflict);
    QVERIFY(late.what.starts_with("the record was changed by Key"));
    order(api::PutRecord{database, made.id, {{QStringLiteral("Name"), QStringLiteral("Yoga")}, {QStringLiteral("Type"), QStringLiteral("Course")}, {QStringLiteral("Status"), QStringLiteral("Inactive")}}, true, {}, true});
    QVERIFY(!ask(api::RecordDetailQuery{database, made.id}).fields.contains(QStringLiteral("Price"))); // replaced
    QCOMPARE(refused(api::DeleteRecord{database, made.id, first.etag}).code, Errc::Conflict);
    order(api::DeleteRecord{database, made.id, {}});
    QCOMPARE(m_host->queryNow(key(Role::Viewer), api::RecordDetailQuery{database, made.id}).error().code, Errc::NotFound);
    QCOMPARE(refused(api::DeleteRecord{database, made.id, {}}).code, Errc::NotFound);
    const auto databases = ask(api::DatabaseQuery{});
    QCOMPARE(databases.size(), std::size_t(16));
    QCOMPARE(ask(api::RecordQuery{QStringLiteral("agent-registry"), QStringLiteral("nyra"), {}, {}}).rows.size(), std::size_t(1));
}

void DoorTest::recordsRefuseWhatDoesNotFit_data()
{
    QTest::addColumn<QString>("database");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<bool>("mustExist");
    QTest::addColumn<int>("code");
    const QString products = QStringLiteral("products-services");
    QTest::newRow("no such database") << QStringLiteral("moons") << QString() << QByteArray("{}") << false << int(Errc::NotFound);
    QTest::newRow("nothing in it") << products << QString() << QByteArray("{}") << false << int(Errc::BadInput);
    QTest::newRow("unknown property") << products << QString() << QByteArray(R"({"Name":"a","Colour":"red"})") << false << int(Errc::BadInput);
    QTest::newRow("unknown option") << products << QString() << QByteArray(R"({"Name":"a","Type":"Moon","Status":"Active"})") << false << int(Errc::BadInput);
    QTest::newRow("the system's own") << QStringLiteral("active-workflows") << QString() << QByteArray(R"({"Instance ID":"INST-1"})") << false << int(Errc::Forbidden);
    QTest::newRow("must exist") << products << QStringLiteral("rec_none") << QByteArray(R"({"Name":"a"})") << true << int(Errc::NotFound);
    QTest::newRow("no record id") << products << QStringLiteral("17") << QByteArray(R"({"Name":"a"})") << false << int(Errc::BadInput);
}

void DoorTest::recordsRefuseWhatDoesNotFit()
{
    QFETCH(QString, database);
    QFETCH(QString, id);
    QFETCH(QByteArray, fields);
    QFETCH(bool, mustExist);
    QFETCH(int, code);
    const auto error = refused(api::PutRecord{database, id, QJsonDocument::fromJson(fields).object(), false, {}, mustExist});
    QCOMPARE(int(error.code), code);
    QVERIFY(!error.what.empty());
}

void DoorTest::aWorkflowIsStartedMovedTakenBackAndCancelled()
{
    const auto client = contact("Ida Berg", "ida@example.com");
    const auto started = order(api::StartWorkflow{QStringLiteral("lead-to-client"), {{QStringLiteral("contact"), client}, {QStringLiteral("text"), QStringLiteral("Hello")}}, client, {}, QStringLiteral("Ida")});
    const auto state = [&] { return ask(api::WorkflowDetailQuery{started.id, -1}).row.state; };
    QTRY_VERIFY2(!state().startsWith(QLatin1String("captured")), qPrintable(state()));
    QCOMPARE(order(api::StartWorkflow{QStringLiteral("lead-to-client"), {}, client, {}, {}}).id, started.id); // the same key is the same matter
    QCOMPARE(refused(api::StartWorkflow{QStringLiteral("none"), {}, {}, {}, {}}).code, Errc::NotFound);
    QTRY_COMPARE(ask(api::WorkflowDetailQuery{started.id, -1}).openTasks.size(), 0);
    const auto before = state();
    const auto *event = before == QLatin1String("nurturing") ? "engaged" : "contacted";
    const auto sent = order(api::SendWorkflowEvent{started.id, QString::fromLatin1(event), {}, QStringLiteral("once"), {}});
    QCOMPARE(sent.detail, QStringLiteral("taken"));
    QCOMPARE(order(api::SendWorkflowEvent{started.id, QString::fromLatin1(event), {}, QStringLiteral("once"), {}}).detail, QStringLiteral("duplicate"));
    QCOMPARE(order(api::SendWorkflowEvent{started.id, QStringLiteral("moonrise"), {}, {}, {}}).detail, QStringLiteral("ignored"));
    QCOMPARE(refused(api::SendWorkflowEvent{started.id, {}, {}, {}, {}}).code, Errc::BadInput);
    QCOMPARE(refused(api::UndoMove{started.id}).code, Errc::Conflict); // what was ignored is no move
    QCOMPARE(refused(api::RetryIncident{started.id}).code, Errc::Conflict);
    const auto people = ask(api::OperatorQuery{});
    order(api::AssignWorkflow{started.id, people.front().id});
    const auto detail = ask(api::WorkflowDetailQuery{started.id, -1});
    QCOMPARE(detail.row.assignee, people.front().id);
    QVERIFY(!detail.moves.empty());
    QVERIFY(detail.context.contains(QStringLiteral("contact")));
    const auto then = ask(api::WorkflowDetailQuery{started.id, 0});
    QVERIFY(then.row.state.startsWith(QLatin1String("captured")));
    QCOMPARE(m_host->queryNow(key(Role::Viewer), api::WorkflowDetailQuery{started.id, 999}).error().code, Errc::NotFound);
    const auto history = ask(api::HistoryQuery{started.id, {}});
    QVERIFY(history.rows.size() >= 4);
    QCOMPARE(history.rows.front().seq, qint64(0));
    api::BoardQuery leads;
    leads.definition = QStringLiteral("lead-to-client");
    const auto board = ask(leads);
    qint64 cards = 0;
    for (const auto &column : board.columns)
        cards += qint64(column.cards.size());
    QVERIFY(cards >= 1);
    leads.definition = QStringLiteral("none");
    QCOMPARE(m_host->queryNow(key(Role::Viewer), leads).error().code, Errc::NotFound);
    order(api::CancelWorkflow{started.id, QStringLiteral("she moved away")});
    QCOMPARE(ask(api::WorkflowDetailQuery{started.id, -1}).row.status, api::WorkflowStatus::Cancelled);
    QCOMPARE(refused(api::CancelWorkflow{started.id, {}}).code, Errc::Conflict);
    QCOMPARE(ask(api::WorkflowQuery{{}, {}, api::WorkflowStatus::Cancelled, {}, client, {}}).rows.size(), std::size_t(1));
    const auto active = ask(api::RecordQuery{QStringLiteral("active-workflows"), QStringLiteral("Ida"), {}, {}});
    // Beside it runs what begins with every new client: their retention.
    QStringList states;
    for (const auto &row : active.rows)
        states += row.fields.value(QStringLiteral("Status")).toString();
    states.sort();
    QCOMPARE(states, (QStringList{QStringLiteral("Active"), QStringLiteral("Cancelled")}));
    QVERIFY(ask(api::DefinitionQuery{}).size() >= 2);
}

void DoorTest::tasksChangeByCommand()
{
    const auto told = order(api::TellAgent{QStringLiteral("ruvo"), QStringLiteral("add Count the mats"), {}});
    QVERIFY(!told.data.value(QStringLiteral("answer")).toString().isEmpty());
    const auto tasks = ask(api::TaskQuery{QStringLiteral("mats"), {}, true, {}, {}, {}, {}});
    QCOMPARE(tasks.rows.size(), std::size_t(1));
    const auto id = tasks.rows.front().id;
    const auto person = ask(api::OperatorQuery{}).front().id;
    const auto due = QDateTime::currentDateTimeUtc().addDays(2);
    order(api::UpdateTask{id, api::TaskStatus::InProgress, person, due, api::Priority::High, QStringLiteral("before the retreat")});
    const auto row = ask(api::TaskQuery{QStringLiteral("mats"), api::TaskStatus::InProgress, false, person, {}, {}, {}}).rows.front();
    QCOMPARE(row.priority, api::Priority::High);
    QCOMPARE(row.dueAt.toMSecsSinceEpoch(), due.toMSecsSinceEpoch());
    QCOMPARE(refused(api::UpdateTask{id, api::TaskStatus::Cancelled, {}, {}, {}, {}}).what, std::string("cancelling a task needs a reason"));
    order(api::UpdateTask{id, api::TaskStatus::Done, QString(), QDateTime(), {}, {}});
    const auto done = ask(api::TaskQuery{QStringLiteral("mats"), api::TaskStatus::Done, false, {}, {}, {}, {}}).rows.front();
    QVERIFY(done.completedAt.isValid() && done.assignee.isEmpty() && !done.dueAt.isValid());
    QCOMPARE(refused(api::UpdateTask{QStringLiteral("rec_none"), {}, {}, {}, {}, {}}).code, Errc::NotFound);
    QTRY_VERIFY(!ask(api::MessageQuery{{}, QStringLiteral("task_changed"), {}, false, {}}).rows.empty());
}

void DoorTest::agentsAnswerInAConversation()
{
    contact("Frida Nord", "frida@example.com");
    const auto first = order(api::TellAgent{QStringLiteral("Nyra"), QStringLiteral("find frida@example.com"), {}});
    QVERIFY(first.data.value(QStringLiteral("answer")).toString().contains(QLatin1String("Frida Nord")));
    const auto more = order(api::TellAgent{QStringLiteral("nyra"), QStringLiteral("sing a song"), first.id});
    QCOMPARE(more.id, first.id);
    QCOMPARE(ask(api::ThreadDetailQuery{first.id, {}}).items.size(), std::size_t(4));
    QCOMPARE(refused(api::TellAgent{QStringLiteral("merlin"), QStringLiteral("hi"), {}}).code, Errc::NotFound);
    QCOMPARE(refused(api::TellAgent{QStringLiteral("nyra"), QStringLiteral("  "), {}}).code, Errc::BadInput);
    QCOMPARE(refused(api::TellAgent{QStringLiteral("nyra"), QStringLiteral("help"), QStringLiteral("thr_none")}).code, Errc::NotFound);
    const auto agents = ask(api::AgentQuery{});
    QCOMPARE(agents.size(), std::size_t(9));
    for (const auto &agent : agents)
        QVERIFY2(agent.state != api::AgentState::NoDuty, qPrintable(agent.key));
}

void DoorTest::aConversationIsAnsweredNotedAndClosed()
{
    const auto client = contact("Greta Sund", "greta@example.com");
    order(api::SubmitRequest{QStringLiteral("What is included in the retreat?"), {}, client, QStringLiteral("email")});
    const auto threads = ask(api::ThreadQuery{api::ThreadQuery::Filter::All, QStringLiteral("Greta"), {}, {}, {}});
    QCOMPARE(threads.rows.size(), std::size_t(1));
    const auto id = threads.rows.front().id;
    const auto version = ask(api::ThreadDetailQuery{id, {}}).version;
    QCOMPARE(refused(api::ReplyToThread{id, QStringLiteral(" "), false, {}, -1}).code, Errc::BadInput);
    QCOMPARE(refused(api::ReplyToThread{QStringLiteral("thr_none"), QStringLiteral("x"), false, {}, -1}).code, Errc::NotFound);
    const auto stale = refused(api::ReplyToThread{id, QStringLiteral("Meals."), false, {}, version - 1});
    QCOMPARE(stale.code, Errc::Conflict);
    order(api::SaveThreadDraft{id, QStringLiteral("Meals and"), false});
    QCOMPARE(ask(api::ThreadDetailQuery{id, {}}).draft, QStringLiteral("Meals and"));
    const auto said = order(api::ReplyToThread{id, QStringLiteral("Meals and rooms."), false, {}, version});
    QVERIFY(said.data.value(QStringLiteral("effect")).toString().startsWith(QLatin1String("eff_")));
    auto detail = ask(api::ThreadDetailQuery{id, {}});
    QVERIFY(detail.draft.isEmpty());
    QCOMPARE(detail.items.back().delivery, QStringLiteral("draft")); // no mail is set up: it waits, and says so
    order(api::AddNote{id, QStringLiteral("She was here in May.")});
    QCOMPARE(ask(api::ThreadDetailQuery{id, {}}).items.back().kind, QStringLiteral("note"));
    QCOMPARE(refused(api::AddNote{id, {}}).code, Errc::BadInput);
    order(api::TakeOverThread{id});
    QVERIFY(ask(api::ThreadDetailQuery{id, {}}).row.takenOver);
    order(api::HandBackThread{id});
    QVERIFY(!ask(api::ThreadDetailQuery{id, {}}).row.takenOver);
    order(api::SnoozeThread{id, QDateTime::currentDateTimeUtc().addDays(1)});
    QVERIFY(ask(api::ThreadDetailQuery{id, {}}).row.snoozedUntil.isValid());
    QCOMPARE(ask(api::ThreadQuery{api::ThreadQuery::Filter::Snoozed, {}, {}, {}, {}}).rows.size(), std::size_t(1));
    order(api::SnoozeThread{id, {}});
    order(api::ViewThread{id});
    order(api::MarkThreadRead{id});
    order(api::CloseThread{id});
    QCOMPARE(ask(api::ThreadDetailQuery{id, {}}).row.chip, QStringLiteral("done"));
    order(api::PutRecord{QStringLiteral("contacts-profiles"), client, {{QStringLiteral("Status"), QStringLiteral("Do Not Contact")}}, false, {}, true});
    QCOMPARE(refused(api::ReplyToThread{id, QStringLiteral("One more thing"), false, {}, -1}).code, Errc::Forbidden);
}

void DoorTest::aCaseIsDecidedThroughTheDoor()
{
    const auto client = contact("Hilma Ek", "hilma@example.com");
    const auto made = order(api::SubmitRequest{QStringLiteral("I slipped in class and hurt my wrist."), {}, client, QStringLiteral("email")});
    const auto id = made.data.value(QStringLiteral("escalation")).toString();
    QVERIFY(!id.isEmpty());
    QCOMPARE(refused(api::ReleaseEscalation{id}).what.substr(0, 2), std::string("E-"));
    order(api::ClaimEscalation{id, false, {}});
    order(api::TouchLease{id});
    order(api::SetEscalationPriority{id, api::Priority::Urgent, QStringLiteral("an injury")});
    order(api::WaitOnClient{id, true});
    order(api::WaitOnClient{id, false});
    order(api::SnoozeEscalation{id, QDateTime::currentDateTimeUtc().addSecs(3600)});
    order(api::SnoozeEscalation{id, {}});
    order(api::SaveReplyDraft{id, QStringLiteral("Dear Hilma")});
    QCOMPARE(ask(api::EscalationDetailQuery{id}).draft, QStringLiteral("Dear Hilma"));
    QCOMPARE(refused(api::AskForAnotherProposal{id, {}}).code, Errc::BadInput);
    order(api::AskForAnotherProposal{id, QStringLiteral("We have told the teacher and will call you this afternoon.")});
    const auto detail = ask(api::EscalationDetailQuery{id});
    QVERIFY(detail.proposal.contains(QLatin1String("told the teacher")));
    const auto decided = order(api::DecideEscalation{id, QStringLiteral("approve"), {}, {}, detail.row.version, {}});
    QVERIFY(decided.data.contains(QStringLiteral("hold_until")));
    QCOMPARE(ask(api::EscalationDetailQuery{id}).row.status, api::EscalationStatus::Held);
    order(api::UndoDecision{id});
    order(api::DecideEscalation{id, QStringLiteral("reject"), QStringLiteral("I call her"), {}, -1, QStringLiteral("by_hand")});
    const auto page = ask(api::EscalationQuery{api::EscalationQuery::Filter::All, QStringLiteral("Hilma"), {}, {}});
    QCOMPARE(page.rows.size(), std::size_t(1));
    QCOMPARE(page.rows.front().decision, QStringLiteral("reject"));
}

void DoorTest::draftsAreApprovedOnlyWithAChannel()
{
    const auto drafts = ask(api::EffectQuery{api::EffectState::Draft, {}, {}});
    QVERIFY(!drafts.rows.empty());
    const auto id = drafts.rows.front().id;
    QVERIFY(!drafts.rows.front().why.isEmpty());
    const auto error = refused(api::SendEffect{id});
    QCOMPARE(error.code, Errc::Unavailable);
    QCOMPARE(refused(api::SendEffect{QStringLiteral("eff_none")}).code, Errc::NotFound);
    QCOMPARE(refused(api::UndoEffect{id}).code, Errc::Conflict); // a draft is not held
    order(api::CancelEffect{id, QStringLiteral("not needed")});
    QCOMPARE(refused(api::CancelEffect{id, {}}).code, Errc::Conflict);
}

void DoorTest::agentsPauseAndResume()
{
    order(api::PauseAgent{});
    QCOMPARE(ask(api::StatusQuery{}).autonomy, QStringLiteral("paused"));
    order(api::ResumeAgent{});
    order(api::SetAutonomy{QStringLiteral("nyra"), api::Autonomy::Autopilot});
    for (const auto &agent : ask(api::AgentQuery{}))
        QCOMPARE(agent.autonomy == api::Autonomy::Autopilot, agent.key == QLatin1String("nyra"));
    order(api::SetAutonomy{{}, api::Autonomy::DraftsOnly});
    QCOMPARE(ask(api::StatusQuery{}).autonomy, QStringLiteral("drafts_only"));
    order(api::PauseSource{QStringLiteral("typeform"), true});
    const auto cards = ask(api::IntegrationQuery{});
    const auto typeform = std::find_if(cards.begin(), cards.end(), [](const auto &card) { return card.name == QLatin1String("typeform"); });
    QVERIFY(typeform != cards.end());
    QCOMPARE(typeform->health, api::Health::Paused);
    order(api::PauseSource{QStringLiteral("typeform"), false});
    QVERIFY(order(api::CheckIntegration{QStringLiteral("typeform")}).data.contains(QStringLiteral("health")));
    QVERIFY(ask(api::DeliveryQuery{QStringLiteral("typeform"), false, {}}).rows.empty());
}

void DoorTest::searchFindsEveryKind()
{
    contact("Sigrid Winter", "sigrid@example.com");
    const auto hits = ask(api::SearchQuery{QStringLiteral("sigrid"), {}, 20});
    QVERIFY(std::any_of(hits.begin(), hits.end(), [](const auto &hit) { return hit.kind == QLatin1String("contact") && hit.subtitle == QLatin1String("sigrid@example.com"); }));
    QVERIFY(ask(api::SearchQuery{{}, {}, 20}).empty());
    QVERIFY(ask(api::SearchQuery{QStringLiteral("e"), {}, 3}).size() <= 3);
    for (const auto &hit : ask(api::SearchQuery{QStringLiteral("Hilma"), QStringLiteral("escalation"), 20}))
        QCOMPARE(hit.kind, QStringLiteral("escalation"));
}

void DoorTest::theDeskSeesItsState()
{
    const auto status = ask(api::StatusQuery{});
    QCOMPARE(status.version, QStringLiteral(HS_VERSION));
    QVERIFY(status.storeWritable && status.offline && !status.demo);
    QVERIFY(status.receiverUrl.isEmpty());
    QCOMPARE(status.agents, 9);
    QCOMPARE(status.entities.size(), std::size_t(1));
    QVERIFY(status.revision > 0);
}

void DoorTest::theAuditNamesWhoAsked()
{
    const api::Caller caller{QStringLiteral("k-audit"), QStringLiteral("Audit key"), Role::Admin, api::Caller::Via::Http, QStringLiteral("req-audit")};
    order(api::PauseAgent{QStringLiteral("ruvo")}, caller);
    order(api::ResumeAgent{QStringLiteral("ruvo")}, caller);
    const auto rows = ask(api::AuditQuery{{}, {}, {}, QStringLiteral("req-audit"), {}});
    QCOMPARE(rows.rows.size(), std::size_t(2));
    QCOMPARE(rows.rows.front().action, QStringLiteral("agent.resumed"));
    QCOMPARE(rows.rows.front().actorKind, QStringLiteral("key"));
    QCOMPARE(rows.rows.front().actorName, QStringLiteral("Audit key"));
    QCOMPARE(rows.rows.front().hash.size(), 64);
}

void DoorTest::aBackupIsMadeAndVerified()
{
    const auto made = order(api::BackUpNow{});
    QVERIFY(QFile::exists(made.data.value(QStringLiteral("file")).toString()));
    QTRY_VERIFY(ask(api::StatusQuery{}).lastBackup.isValid());
}

QTEST_GUILESS_MAIN(DoorTest)
#include "door_test.moc"
