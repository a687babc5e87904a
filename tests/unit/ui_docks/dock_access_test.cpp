// Every dock for those who do not see it, or do not use a mouse: what takes focus has a
// name, a row is a sentence, and the Tab key goes the way one reads.

#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QTreeView>
#include <QtTest>

#include "resources/resources.h"
#include "tests/fakes/designer_door.h"
#include "tests/fakes/fake_clock.h"
#include "tests/unit/ui_boards/nameless.h"
#include "tests/unit/ui_boards/picture_data.h"
#include "tests/unit/ui_escalations/demo_rows.h"
#include "tests/unit/ui_knowledge/knowledge_desk.h"
#include "ui/activity/activity_page.h"
#include "ui/activity/activity_view.h"
#include "ui/agents/agent_view.h"
#include "ui/boards/board_view.h"
#include "ui/conversations/conversations_view.h"
#include "ui/designer/designer_view.h"
#include "ui/escalations/escalation_detail_view.h"
#include "ui/escalations/escalations_view.h"
#include "ui/integrations/integrations_view.h"
#include "ui/knowledge/answer_card.h"
#include "ui/knowledge/knowledge_view.h"
#include "ui/knowledge/source_models.h"
#include "ui/records/record_view.h"
#include "ui/runs/run_view.h"
#include "ui/shell/shell_parts.h"

using namespace hs;
using namespace hs::ui;
using namespace Qt::StringLiterals;

namespace {

QString describe(const QWidget *widget)
{
    return QString::fromLatin1(widget->metaObject()->className()) + u" “"_s + widget->accessibleName() + u"”"_s;
}

QRect placeOf(const QWidget *widget, const QWidget &root)
{
    QRect place(widget->mapTo(&root, QPoint()), widget->size());
    // What is scrolled out of sight is where it is scrolled.
    for (const QWidget *up = widget->parentWidget(); up && up != &root; up = up->parentWidget()) {
        if (const auto *area = qobject_cast<const QAbstractScrollArea *>(up)) {
            const QRect port(area->viewport()->mapTo(&root, QPoint()), area->viewport()->size());
            place = place.intersects(port) ? place.intersected(port) : port;
        }
    }
    return place;
}

/// Steps of the Tab key that go up within a column or back within a line.
QStringList stepsAgainstReading(QWidget &root)
{
    std::vector<QWidget *> stops;
    for (QWidget *widget = root.nextInFocusChain(); widget && widget != &root; widget = widget->nextInFocusChain()) {
        if (root.isAncestorOf(widget) && widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) && !widget->focusProxy())
            stops.push_back(widget);
    }
    QStringList wrong;
    for (size_t i = 1; i < stops.size(); ++i) {
        const QRect before = placeOf(stops[i - 1], root);
        const QRect after = placeOf(stops[i], root);
        const bool up = after.bottom() < before.top() && after.left() <= before.right() && after.right() >= before.left();
        const bool back = stops[i - 1]->parent() == stops[i]->parent() && after.right() < before.left()
            && after.center().y() >= before.top() && after.center().y() <= before.bottom();
        if (up || back)
            wrong << describe(stops[i - 1]) + u" → "_s + describe(stops[i]);
    }
    return wrong;
}

/// Rows of visible lists that read as less than a sentence: the words of one cell, or nothing.
QStringList rowsWithoutSentence(const QWidget &root)
{
    QStringList found;
    for (const QAbstractItemView *view : root.findChildren<QAbstractItemView *>()) {
        if (!view->isVisible() || !view->model() || view->inherits("QComboBoxListView") || view->accessibleName().isEmpty())
            continue;
        for (int row = 0; row < std::min(view->model()->rowCount(), 5); ++row) {
            const QModelIndex index = view->model()->index(row, 0);
            const QString said = index.data(Qt::AccessibleTextRole).toString();
            const QString shown = index.data().toString();
            const bool oneText = view->model()->columnCount() == 1 && !shown.isEmpty() && said.isEmpty(); // read as it is
            if (!oneText && said.split(u' ', Qt::SkipEmptyParts).size() < 3)
                found << view->accessibleName() + u": “"_s + said + u"”"_s;
        }
    }
    return found;
}

} // namespace

class DockAccessTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        resources::init();
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    }

    void dockCanBeUsedBlindAndByKeys_data()
    {
        QTest::addColumn<QString>("dock");
        QTest::addColumn<int>("width");
        for (const char *dock : {"conversations", "talk", "board", "knowledge", "knowledge-found", "knowledge-sources", "knowledge-quality", "run",
                                 "record", "record-new", "escalations", "escalation",
                                 "designer", "designer-trial", "integrations", "integrations-source", "integrations-mail", "integrations-ai",
                                 "integrations-tools", "agent", "activity-audit", "activity-event", "activity-task", "activity-message"}) {
            QTest::addRow("%s", dock) << QString::fromLatin1(dock) << 900;
            QTest::addRow("%s, narrow", dock) << QString::fromLatin1(dock) << 420;
        }
    }
    void dockCanBeUsedBlindAndByKeys()
    {
        QFETCH(QString, dock);
        QFETCH(int, width);
        test::FakeDoor door;
        const bool studio = dock.startsWith(u"conv"_s) || dock == u"talk"_s || dock.startsWith(u"board"_s) || dock.startsWith(u"run"_s)
            || dock.startsWith(u"record"_s) || dock.startsWith(u"knowledge"_s);
        if (studio)
            test::fillStudio(door);
        else
            test::fillDoor(door);
        door.onQuery<api::MessageQuery>([](const auto &, const auto &) -> Result<api::Page<api::MessageRow>> {
            api::Page<api::MessageRow> page;
            page.rows.push_back({.id = u"msg_1"_s, .sender = u"nyra"_s, .recipient = u"ruvo"_s, .type = u"lead_scored"_s,
                                 .correlation = u"evt_1"_s, .outcome = u"dead"_s, .at = test::demoNow()});
            return page;
        });
        fillThinking(door, dock);
        if (dock.startsWith(u"knowledge-"_s))
            fillKnowledge(door);
        test::fillDesigner(door, test::everyKindOfState());
        test::FakeClock clock(fromMillis((studio ? test::pictureNow() : test::demoNow()).toMSecsSinceEpoch()));
        ShellParts parts(door, clock, *TokenSet::shipped());
        api::Caller caller = test::demoCaller();
        if (studio)
            caller = {.id = u"op_mk"_s, .name = u"Mira Kovac"_s, .role = api::Role::Admin};
        parts.engine.setCaller(caller);
        parts.navigator.setKnownKinds({u"record"_s, u"contact"_s, u"thread"_s, u"event"_s, u"escalation"_s, u"workflow"_s});
        parts.theme.applyTo(*qApp);
        const std::unique_ptr<DockView> view = make(dock, parts.context());
        QVERIFY(view);
        view->resize(width, 760);
        view->show();
        QVERIFY(QTest::qWaitForWindowExposed(view.get()));
        if (auto *record = qobject_cast<RecordView *>(view.get()); record && dock == u"record-new"_s) {
            QTRY_VERIFY(record->model().size() > 0);
            record->startNew();
        }
        if (auto *designer = qobject_cast<DesignerView *>(view.get())) {
            QTRY_VERIFY(!designer->model().chart().states.empty());
            designer->model().select(u"/states/asked"_s);
            if (dock.endsWith(u"trial"_s))
                designer->simulator().start();
        }
        if (auto *knowledge = qobject_cast<KnowledgeView *>(view.get()); knowledge && dock == u"knowledge-found"_s) {
            knowledge->search().ask(u"who gets a refund?"_s);
            QTRY_COMPARE(knowledge->search().card().citations().size(), std::size_t(2));
            knowledge->search().card().citations().front()->click();
        }
        if (auto *knowledge = qobject_cast<KnowledgeView *>(view.get()); knowledge && dock == u"knowledge-sources"_s) {
            QTRY_VERIFY(knowledge->sources().model().size() > 0);
            knowledge->sources().openSource(u"src_guides"_s);
        }
        for (int i = 0; i < 30; ++i) { // answers and delayed layouts
            QCoreApplication::sendPostedEvents();
            QCoreApplication::processEvents();
        }
        const QString nameless = test::nameless(*view).join(u'\n');
        QVERIFY2(nameless.isEmpty(), qPrintable(u"without a name: "_s + nameless));
        const QString dumb = rowsWithoutSentence(*view).join(u'\n');
        QVERIFY2(dumb.isEmpty(), qPrintable(u"rows without a sentence: "_s + dumb));
        const QString astray = stepsAgainstReading(*view).join(u'\n');
        QVERIFY2(astray.isEmpty(), qPrintable(u"Tab goes astray: "_s + astray));
        QVERIFY2(view->firstFocus() && view->firstFocus()->focusPolicy() != Qt::NoFocus, "the dock takes no focus");
    }

private:
    /// What agents that think bring into the docks: a provider, a server of tools, an agent with permissions.
    static void fillThinking(test::FakeDoor &door, const QString &dock)
    {
        if (dock == u"integrations-ai"_s || dock == u"integrations-tools"_s) {
            door.onQuery<api::IntegrationQuery>([](const auto &, const auto &) -> Result<std::vector<api::IntegrationCard>> {
                std::vector<api::IntegrationCard> cards = test::demoIntegrations();
                cards.push_back({.name = u"openai"_s, .title = u"OpenAI"_s, .kind = u"ai"_s, .health = api::Health::Healthy});
                cards.push_back({.name = u"ocr"_s, .title = u"Reader of scans"_s, .kind = u"mcp"_s, .health = api::Health::Healthy});
                return cards;
            });
        }
        const api::AgentTool tool{u"find_records"_s, u"Find records"_s, u"Looks through the hub"_s, u"ocr"_s, api::Risk::Look, api::Leave::Alone};
        door.onQuery<api::AiCallQuery>([](const auto &, const auto &) -> Result<api::Page<api::AiCallRow>> {
            api::Page<api::AiCallRow> page;
            page.rows.push_back({.id = u"aic_1"_s,
                                 .at = test::demoNow(),
                                 .provider = u"openai"_s,
                                 .model = u"small"_s,
                                 .purpose = u"draft"_s,
                                 .outcome = u"ok"_s});
            return page;
        });
        door.onQuery<api::ToolServerQuery>([tool](const auto &, const auto &) -> Result<std::vector<api::ToolServerRow>> {
            return std::vector<api::ToolServerRow>{{.name = u"ocr"_s, .kind = u"stdio"_s, .address = u"ocr"_s, .state = u"ready"_s, .tools = {tool}}};
        });
        door.onQuery<api::AgentDetailQuery>([tool](const auto &query, const auto &) -> Result<api::AgentDetail> {
            api::AgentDetail detail;
            detail.row.key = query.agent;
            detail.row.name = u"Solari"_s;
            detail.permissions = {{api::Risk::Look, api::Leave::Alone, u"rule"_s}, {api::Risk::Speak, api::Leave::Draft, u"settings"_s}};
            detail.tools = {tool};
            detail.dollarsByDay = std::vector<double>(14, 0.5);
            detail.faults = {{test::demoNow(), u"it did not answer"_s, u"evt_1"_s}};
            return detail;
        });
    }
    static void fillKnowledge(test::FakeDoor &door)
    {
        door.onQuery<api::KnowledgeSourceQuery>([](const auto &, const auto &) -> Result<std::vector<api::KnowledgeSource>> {
            return std::vector{test::source(u"src_hub"_s, api::KnowledgeKind::Hub, u"Records"_s),
                               test::source(u"src_guides"_s, api::KnowledgeKind::Folder, u"Guides"_s)};
        });
        door.onQuery<api::KnowledgeAskQuery>([](const auto &, const auto &) -> Result<api::KnowledgeAnswer> { return test::answerOfTwo(); });
        door.onQuery<api::KnowledgeSearchQuery>([](const auto &, const auto &) -> Result<api::KnowledgeFound> { return test::foundTwo(); });
        door.onQuery<api::KnowledgeTextQuery>([](const auto &query, const auto &) -> Result<api::KnowledgeText> {
            api::KnowledgeText text;
            text.document.id = query.document;
            text.document.title = u"Cancellation policy"_s;
            text.text = test::policyText();
            return text;
        });
        door.onQuery<api::KnowledgeDocumentQuery>([](const auto &query, const auto &) -> Result<api::Page<api::KnowledgeDocument>> {
            api::Page<api::KnowledgeDocument> page;
            page.rows.push_back({.id = u"doc_1"_s, .source = query.source, .title = u"Guide"_s, .state = u"ready"_s, .pages = 2});
            return page;
        });
        door.onQuery<api::KnowledgeCheckQuery>([](const auto &, const auto &) -> Result<std::vector<api::KnowledgeCheck>> {
            return std::vector<api::KnowledgeCheck>{{u"chk_1"_s, u"Who gets a refund?"_s, u"doc_policy"_s, u"Cancellation policy"_s}};
        });
    }
    static std::unique_ptr<DockView> make(const QString &dock, ViewContext &context)
    {
        if (dock == u"conversations"_s || dock == u"talk"_s) {
            auto view = std::make_unique<ConversationsView>(context);
            view->openThread(dock == u"talk"_s ? u"thr_9"_s : u"thr_1"_s);
            return view;
        }
        if (dock == u"board"_s)
            return std::make_unique<BoardView>(context);
        if (dock.startsWith(u"knowledge"_s)) {
            auto view = std::make_unique<KnowledgeView>(context);
            if (dock == u"knowledge-sources"_s)
                view->showPage(KnowledgeView::Page::Sources);
            if (dock == u"knowledge-quality"_s)
                view->showPage(KnowledgeView::Page::Quality);
            return view;
        }
        if (dock == u"run"_s) {
            auto view = std::make_unique<RunView>(context);
            view->showObject(u"workflow"_s, u"wf_VW-305"_s);
            return view;
        }
        if (dock.startsWith(u"record"_s)) {
            auto view = std::make_unique<RecordView>(context);
            if (dock == u"record"_s)
                view->showObject(u"contact"_s, u"rec_1"_s);
            return view;
        }
        if (dock.startsWith(u"designer"_s)) {
            auto view = std::make_unique<DesignerView>(context);
            view->showSide(dock == u"designer"_s ? DesignerView::Side::Details : DesignerView::Side::Trial);
            return view;
        }
        if (dock == u"escalations"_s)
            return std::make_unique<EscalationsView>(context);
        if (dock == u"escalation"_s) {
            auto view = std::make_unique<EscalationDetailView>(context);
            view->showObject(u"escalation"_s, u"esc_1042"_s);
            return view;
        }
        if (dock.startsWith(u"integrations"_s)) {
            auto view = std::make_unique<IntegrationsView>(context);
            if (dock.endsWith(u"source"_s))
                view->showObject(u"integration"_s, u"typeform"_s);
            if (dock.endsWith(u"mail"_s))
                view->showObject(u"integration"_s, u"mail"_s);
            if (dock.endsWith(u"ai"_s))
                view->showObject(u"integration"_s, u"openai"_s);
            if (dock.endsWith(u"tools"_s))
                view->showObject(u"integration"_s, u"ocr"_s);
            return view;
        }
        if (dock == u"agent"_s) {
            auto view = std::make_unique<AgentView>(context);
            view->showObject(u"agent"_s, u"solari"_s);
            return view;
        }
        auto view = std::make_unique<ActivityView>(context);
        view->showPage(dock.section(u'-', 1));
        return view;
    }
};

QTEST_MAIN(DockAccessTest)
#include "dock_access_test.moc"
