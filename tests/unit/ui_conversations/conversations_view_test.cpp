#include <QtTest>

#include "tests/fakes/fake_clock.h"
#include "tests/unit/ui_boards/nameless.h"
#include "tests/unit/ui_boards/picture_data.h"
#include "ui/conversations/conversations_view.h"
#include "ui/lists/virtual_list.h"
#include "ui/shell/shell_parts.h"

using namespace hs;
using namespace hs::ui;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

} // namespace

class ConversationsViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_door = std::make_unique<test::FakeDoor>();
        test::fillStudio(*m_door);
        m_version = 6;
        m_draft.clear();
        m_draftIsNote = false;
        m_door->onQuery<api::ThreadDetailQuery>([this](const api::ThreadDetailQuery &query, const auto &) -> Result<api::ThreadDetail> {
            api::ThreadDetail detail;
            detail.row.id = query.id;
            detail.row.title = s("Priya Raman");
            detail.row.agent = s("solari");
            detail.row.channel = query.id == QLatin1String("thr_talk") ? s("console") : s("email");
            detail.row.unread = true;
            detail.draft = m_draft;
            detail.draftIsNote = m_draftIsNote;
            detail.version = m_version;
            for (qint64 i = 0; i < m_version; ++i) {
                api::ThreadItem item;
                item.id = QStringLiteral("itm_%1").arg(i);
                item.kind = s("client");
                item.authorName = s("Priya Raman");
                item.text = QStringLiteral("Message %1").arg(i);
                item.at = test::pictureNow();
                detail.items.push_back(item);
            }
            return detail;
        });
        m_clock = std::make_unique<test::FakeClock>(fromMillis(test::pictureNow().toMSecsSinceEpoch()));
        m_parts = std::make_unique<ShellParts>(*m_door, *m_clock, *TokenSet::shipped());
        m_view = std::make_unique<ConversationsView>(m_parts->context());
        m_view->resize(700, 600);
        m_view->show();
    }
    void cleanup()
    {
        m_view.reset();
        m_parts.reset();
        m_door.reset();
    }

    void openingMarksAsReadAndTellsOthers()
    {
        open(s("thr_1"));
        QTRY_VERIFY(m_door->lastCommand<api::MarkThreadRead>());
        QVERIFY(m_door->lastCommand<api::ViewThread>());
        QCOMPARE(m_door->lastCommand<api::ViewThread>()->thread, s("thr_1"));
    }
    void draftsAreSavedWithinTwoSeconds()
    {
        open(s("thr_1"));
        QTest::keyClicks(&edit(), s("Thursday"));
        QVERIFY(!m_door->lastCommand<api::SaveThreadDraft>());
        QTRY_VERIFY_WITH_TIMEOUT(m_door->lastCommand<api::SaveThreadDraft>(), Composer::DraftMs + 1500);
        QCOMPARE(m_door->lastCommand<api::SaveThreadDraft>()->text, s("Thursday"));
        QVERIFY(!m_door->lastCommand<api::SaveThreadDraft>()->note);
    }
    void leavingAThreadSavesItsDraftAtOnce()
    {
        open(s("thr_1"));
        QTest::keyClicks(&edit(), s("Half a sent"));
        m_view->openThread(s("thr_2"));
        QTRY_VERIFY(m_door->lastCommand<api::SaveThreadDraft>());
        QCOMPARE(m_door->lastCommand<api::SaveThreadDraft>()->thread, s("thr_1"));
        QVERIFY(m_view->thread().composer().isEmpty());
    }
    void aKeptDraftComesBack()
    {
        m_draft = s("She prefers mornings");
        m_draftIsNote = true;
        open(s("thr_1"));
        QTRY_COMPARE(m_view->thread().composer().text(), m_draft);
        QCOMPARE(int(m_view->thread().composer().mode()), int(Composer::Mode::Note));
    }
    void ctrlEnterSendsTheReplyWithTheVersionSeen()
    {
        open(s("thr_1"));
        QTest::keyClicks(&edit(), s("See you"));
        QTest::keyClick(&edit(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(m_door->lastCommand<api::ReplyToThread>());
        QCOMPARE(m_door->lastCommand<api::ReplyToThread>()->text, s("See you"));
        QCOMPARE(m_door->lastCommand<api::ReplyToThread>()->versionSeen, 6);
        QTRY_VERIFY(m_view->thread().composer().isEmpty());
    }
    void aNoteIsNeverAReply()
    {
        open(s("thr_1"));
        m_view->thread().startNote();
        QTest::keyClicks(&edit(), s("Careful"));
        QTest::keyClick(&edit(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(m_door->lastCommand<api::AddNote>());
        QVERIFY(!m_door->lastCommand<api::ReplyToThread>());
        QVERIFY(m_view->thread().composer().styleSheet().contains(m_parts->theme.color(Token::WarnSoft).name()));
    }
    void whatCameMeanwhileIsShownBeforeSending()
    {
        open(s("thr_1"));
        QTest::keyClicks(&edit(), s("Yes"));
        m_version = 7;
        m_door->announce({api::Topic::Threads, {s("thr_1")}, 9});
        QTRY_COMPARE(m_view->thread().model().size(), 7);
        QTRY_VERIFY(shows(s("New since you began")));
        QTest::keyClick(&edit(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(!m_door->lastCommand<api::ReplyToThread>());
        QVERIFY(shows(s("Read what is new")));
        QTest::keyClick(&edit(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(m_door->lastCommand<api::ReplyToThread>());
        QCOMPARE(m_door->lastCommand<api::ReplyToThread>()->versionSeen, 7);
    }
    void aConflictKeepsTheWords()
    {
        m_door->onCommand<api::ReplyToThread>([](const auto &, const auto &) -> Result<api::Receipt> {
            return fail(Errc::Conflict, "the thread changed");
        });
        open(s("thr_1"));
        QTest::keyClicks(&edit(), s("Yes"));
        QTest::keyClick(&edit(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(shows(s("changed before your answer went out")));
        QCOMPARE(m_view->thread().composer().text(), s("Yes"));
    }
    void wordsToAnAgentBeginAConversation()
    {
        m_door->onCommand<api::TellAgent>([](const auto &, const auto &) -> Result<api::Receipt> {
            api::Receipt receipt;
            receipt.id = QStringLiteral("thr_talk");
            return receipt;
        });
        m_view->talkWith(s("nyra"));
        QTest::keyClicks(&edit(), s("score a@b.example"));
        QTest::keyClick(&edit(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(m_door->lastCommand<api::TellAgent>());
        QCOMPARE(m_door->lastCommand<api::TellAgent>()->agent, s("nyra"));
        QCOMPARE(m_door->lastCommand<api::TellAgent>()->thread, QString());
        QTRY_COMPARE(m_view->thread().thread(), s("thr_talk"));
    }
    void theListFoldsBelow560()
    {
        m_view->resize(540, 600);
        QTRY_VERIFY(m_view->list().isFolded());
        m_view->resize(700, 600);
        QTRY_VERIFY(!m_view->list().isFolded());
    }
    void whatIsOpenStaysWhenNewerOnesPushItOffTheList()
    {
        QStringList listed{s("thr_1"), s("thr_2")};
        m_door->onQuery<api::ThreadQuery>([&](const api::ThreadQuery &, const auto &) -> Result<api::Page<api::ThreadRow>> {
            api::Page<api::ThreadRow> page;
            for (const QString &id : listed) {
                api::ThreadRow row;
                row.id = id;
                row.title = id;
                row.agent = s("solari");
                page.rows.push_back(row);
            }
            return page;
        });
        m_view->list().model().refresh();
        QTRY_COMPARE(m_view->list().model().size(), 2);
        auto *list = m_view->list().findChild<VirtualList *>();
        list->setCurrentIndex(m_view->list().model().index(0)); // as a click does
        QTRY_COMPARE(m_view->thread().thread(), s("thr_1"));
        QTRY_VERIFY(m_view->thread().model().hasAnswer());
        QTest::keyClicks(&edit(), s("Half a sent"));
        listed = {s("thr_3"), s("thr_2")};
        m_view->list().model().refresh();
        QTRY_COMPARE(m_view->list().model().find(s("thr_3")), 0);
        QTRY_COMPARE(m_view->list().model().find(s("thr_1")), -1);
        QCOMPARE(m_view->thread().thread(), s("thr_1"));
        QCOMPARE(edit().toPlainText(), s("Half a sent"));
        QVERIFY(!list->currentIndex().isValid());
        listed = {s("thr_1"), s("thr_3")}; // it comes back, and is marked again
        m_view->list().model().refresh();
        QTRY_COMPARE(list->currentIndex().row(), 0);
    }
    void aClickOnAnAgentFilters()
    {
        QTRY_COMPARE(m_view->list().strip().findChildren<AgentButton *>().size(), 9);
        QTest::mouseClick(m_view->list().strip().findChildren<AgentButton *>()[2], Qt::LeftButton);
        QTRY_COMPARE(m_view->list().model().shown().agent, s("solari"));
        QTRY_COMPARE(m_view->list().model().size(), 1);
    }
    void everyActionIsRegisteredAndEveryFocusableHasAName()
    {
        open(s("thr_1"));
        QCOMPARE(m_parts->actions.unregistered(m_view.get()), QStringList());
        QCOMPARE(test::nameless(*m_view), QStringList());
    }

    void otherDocksQuoteIntoTheReplyButNeverOutOfANote()
    {
        QVERIFY(!m_parts->reply.insert(s("quote"))); // nothing is open
        open(s("thr_1"));
        QTRY_COMPARE(m_parts->reply.thread(), s("thr_1"));
        QCOMPARE(m_parts->reply.title(), s("Priya Raman"));
        QVERIFY(m_parts->reply.insert(s("quoted words")));
        QCOMPARE(edit().toPlainText(), s("quoted words"));
        Composer &composer = m_view->thread().composer();
        QCOMPARE(composer.mode(), Composer::Mode::Reply);
        composer.setMode(Composer::Mode::Note);
        QVERIFY(m_parts->reply.insert(s(", more")));
        QCOMPARE(composer.mode(), Composer::Mode::Note); // what colleagues were to read stays among them
        QCOMPARE(edit().toPlainText(), s("quoted words, more"));
        open(s("thr_talk")); // with an agent: no client reads it
        QTRY_COMPARE(m_parts->reply.thread(), QString());
        QVERIFY(!m_parts->reply.insert(s("quote")));
    }

private:
    void open(const QString &id)
    {
        m_view->openThread(id);
        QTRY_VERIFY(m_view->thread().model().hasAnswer() && m_view->thread().thread() == id);
        QTRY_VERIFY(m_view->thread().model().size() > 0);
        edit().setFocus();
    }
    ComposerEdit &edit() { return m_view->thread().composer().edit(); }
    bool shows(const QString &words)
    {
        const auto labels = m_view->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel *label) { return label->isVisible() && label->text().contains(words); });
    }

    std::unique_ptr<test::FakeDoor> m_door;
    std::unique_ptr<test::FakeClock> m_clock;
    std::unique_ptr<ShellParts> m_parts;
    std::unique_ptr<ConversationsView> m_view;
    qint64 m_version = 6;
    QString m_draft;
    bool m_draftIsNote = false;
};

QTEST_MAIN(ConversationsViewTest)
#include "conversations_view_test.moc"
