#pragma once

#include <memory>

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include "resources/resources.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_door.h"
#include "ui/knowledge/knowledge_view.h"
#include "ui/knowledge/search_page.h"
#include "ui/knowledge/sources_page.h"
#include "ui/shell/shell_parts.h"

namespace hs::test {

using namespace Qt::StringLiterals;

[[nodiscard]] inline QDateTime deskNow()
{
    return QDateTime(QDate(2026, 11, 23), QTime(9, 0), Qt::UTC);
}

[[nodiscard]] inline QString policyText()
{
    return u"Cancellation policy\n"
           "A client who cancels for a medical reason receives a full refund until seven days before the start. "
           "A note of the clinician may follow within thirty days.\n"
           "Deposits are kept for other reasons."_s;
}

/// The medical sentence of the policy, as it is found.
[[nodiscard]] inline api::KnowledgePassage policyPassage()
{
    api::KnowledgePassage passage;
    passage.id = u"psg_1"_s;
    passage.document = u"doc_policy"_s;
    passage.source = u"src_policies"_s;
    passage.sourceTitle = u"Policies"_s;
    passage.title = u"Cancellation policy"_s;
    passage.heading = u"Refunds"_s;
    passage.place = u"/studio/policies/cancellation.md"_s;
    passage.type = u"text/markdown"_s;
    passage.author = u"Mira Kovac"_s;
    const QString all = policyText();
    passage.start = all.indexOf(u"A client"_s);
    passage.end = all.indexOf(u"\nDeposits"_s);
    passage.text = all.mid(passage.start, passage.end - passage.start);
    passage.version = 3;
    const int refund = int(passage.text.indexOf(u"refund"_s));
    passage.marks = {{refund, 6, false}, {0, int(passage.text.indexOf(u'.')) + 1, true}};
    passage.score = 94;
    passage.changedAt = deskNow().addDays(-19);
    passage.checkedAt = deskNow().addSecs(-600);
    passage.wordRank = 1;
    passage.bm25 = 7.25;
    passage.words = {u"refund"_s};
    passage.cosine = 0.71;
    passage.fused = 0.0325;
    return passage;
}

[[nodiscard]] inline api::KnowledgePassage otherPassage(int number)
{
    api::KnowledgePassage passage = policyPassage();
    passage.id = u"psg_%1"_s.arg(number);
    passage.document = u"doc_%1"_s.arg(number);
    passage.source = u"src_guides"_s;
    passage.sourceTitle = u"Guides"_s;
    passage.title = u"Guide %1"_s.arg(number);
    passage.place = u"/studio/guides/%1.md"_s.arg(number);
    passage.text = u"Accept the note up to thirty days after the refund. Never ask for a diagnosis."_s;
    passage.start = 0;
    passage.end = passage.text.size();
    passage.marks = {{int(passage.text.indexOf(u"refund"_s)), 6, false}};
    passage.score = 83;
    return passage;
}

[[nodiscard]] inline api::KnowledgeFound foundTwo()
{
    api::KnowledgeFound found;
    found.passages = {policyPassage(), otherPassage(2)};
    found.evidence = api::KnowledgeEvidence::Good;
    found.meaning = u"atlas-local-1"_s;
    found.facets = {{u"src_policies"_s, u"Policies"_s, 6}, {u"src_guides"_s, u"Guides"_s, 11}};
    found.candidates = 17;
    found.millis = 38;
    return found;
}

[[nodiscard]] inline api::KnowledgeAnswer answerOfTwo()
{
    api::KnowledgeAnswer answer;
    answer.answered = true;
    answer.sentences = {{u"A full refund is due until seven days before the start."_s, {1}}, {u"A note may follow within thirty days."_s, {1, 2}}};
    answer.by = u"rules"_s;
    answer.found = foundTwo();
    return answer;
}

[[nodiscard]] inline api::KnowledgeSource source(const QString &id, api::KnowledgeKind kind, const QString &title, const QString &state = u"ready"_s)
{
    api::KnowledgeSource made;
    made.id = id;
    made.kind = kind;
    made.title = title;
    made.state = state;
    made.documents = 12;
    made.passages = 340;
    made.checkedAt = deskNow().addSecs(-300);
    made.removable = kind != api::KnowledgeKind::Hub;
    if (kind == api::KnowledgeKind::Folder)
        made.place = u"/studio/"_s + title.toLower();
    return made;
}

/// A dock with a studio behind it that has two sources and answers every question alike.
struct KnowledgeDesk {
    KnowledgeDesk()
    {
        resources::init();
        sources = {source(u"src_hub"_s, api::KnowledgeKind::Hub, u"Records"_s), source(u"src_policies"_s, api::KnowledgeKind::Folder, u"Policies"_s),
                   source(u"src_guides"_s, api::KnowledgeKind::Folder, u"Guides"_s)};
        status.sources = 3;
        status.documents = 1284;
        status.passages = status.embedded = 12480;
        door.onQuery<api::KnowledgeSourceQuery>([this](const auto &, const auto &) -> Result<std::vector<api::KnowledgeSource>> { return sources; });
        door.onQuery<api::KnowledgeStatusQuery>([this](const auto &, const auto &) -> Result<api::KnowledgeStatus> { return status; });
        door.onQuery<api::KnowledgeSearchQuery>([this](const auto &, const auto &) -> Result<api::KnowledgeFound> { return found; });
        door.onQuery<api::KnowledgeAskQuery>([this](const auto &, const auto &) -> Result<api::KnowledgeAnswer> { return answer; });
        door.onQuery<api::KnowledgeTextQuery>([this](const auto &query, const auto &) -> Result<api::KnowledgeText> {
            api::KnowledgeText text;
            text.document.id = query.document;
            text.document.version = version;
            text.document.title = u"Cancellation policy"_s;
            text.document.place = u"/studio/policies/cancellation.md"_s;
            text.text = policyText();
            const qint64 head = text.text.indexOf(u'\n');
            const qint64 last = text.text.lastIndexOf(u'\n');
            text.parts = {{u"heading"_s, 1, 0, head, 0}, {u"paragraph"_s, 0, head + 1, last, 0}, {u"paragraph"_s, 0, last + 1, text.text.size(), 0}};
            return text;
        });
        parts = std::make_unique<ui::ShellParts>(door, clock, *ui::TokenSet::shipped());
        parts->engine.setCaller({.id = u"op_mk"_s, .name = u"Mira Kovac"_s, .role = api::Role::Admin});
        parts->navigator.setKnownKinds({u"knowledge"_s, u"record"_s, u"thread"_s});
        QObject::connect(&parts->toasts, &ui::Toasts::shown, [this](const ui::Toast &toast) { toasts.push_back(toast); });
    }
    void open(int width = 900, int height = 800)
    {
        view = std::make_unique<ui::KnowledgeView>(parts->context());
        view->resize(width, height);
        view->show();
        QVERIFY(QTest::qWaitForWindowExposed(view.get()));
        view->activateWindow();
    }
    void type(const QString &words)
    {
        auto *field = view->firstFocus();
        field->setFocus();
        QTest::keyClicks(field, words);
    }
    void enter() { QTest::keyClick(view->firstFocus(), Qt::Key_Return); }
    [[nodiscard]] bool shows(const QString &words) const
    {
        const auto labels = view->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel *label) { return label->isVisibleTo(view.get()) && label->text().contains(words); });
    }
    [[nodiscard]] QPushButton *button(const QString &text) const
    {
        for (QPushButton *candidate : view->findChildren<QPushButton *>()) {
            if (candidate->text() == text && candidate->isVisibleTo(view.get()))
                return candidate;
        }
        return nullptr;
    }
    /// The dialog that is open over the dock; null: none.
    [[nodiscard]] QDialog *dialog() const
    {
        for (QDialog *candidate : view->findChildren<QDialog *>()) {
            if (candidate->isVisible())
                return candidate;
        }
        return nullptr;
    }

    FakeClock clock;
    FakeDoor door;
    std::vector<api::KnowledgeSource> sources;
    api::KnowledgeStatus status;
    api::KnowledgeFound found = foundTwo();
    api::KnowledgeAnswer answer = answerOfTwo();
    int version = 3; ///< of the document that the engine has
    std::vector<ui::Toast> toasts;
    std::unique_ptr<ui::ShellParts> parts;
    std::unique_ptr<ui::KnowledgeView> view;
};

} // namespace hs::test
